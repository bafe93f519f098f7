import { Stack } from 'aws-cdk-lib/core';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { RESTORED, type RestoredDatabaseProps } from './restored-database';

/**
 * The role that AWS Backup takes on to restore a database beside the one that runs, and files into one bucket.
 *
 * What AWS's own policies for restores give, less everything but these stores.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBackupServiceRolePolicyForRestores.html and
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBackupServiceRolePolicyForS3Restore.html
 */
export function restoreRole(scope: Construct, database: RestoredDatabaseProps, bucket: IBucket, vaultKey: IKey, roleName: string | undefined): iam.Role {
  const { partition, region, account } = Stack.of(scope);
  const rds = (resource: string) => `arn:${partition}:rds:${region}:${account}:${resource}`;
  const allow = (sid: string, actions: string[], resources: string[], conditions?: iam.Conditions) => new iam.PolicyStatement({ sid, actions, resources, conditions });
  const through = { StringEquals: { 'kms:ViaService': ['backup', 'rds', 's3'].map((service) => `${service}.${region}.amazonaws.com`) } };
  // What came back from the backup account is under the key of the vault.
  const keys = [database.key.keyArn, vaultKey.keyArn];
  const role = new iam.Role(scope, 'RestoreRole', {
    roleName,
    description: 'Restores stores out of the vault of this account',
    assumedBy: new iam.ServicePrincipal('backup.amazonaws.com', { conditions: { StringEquals: { 'aws:SourceAccount': account } } }),
  });
  new iam.ManagedPolicy(scope, 'RestorePolicy', {
    roles: [role],
    statements: [
      allow('LookAtDatabases', ['rds:DescribeDBClusterSnapshots', 'rds:DescribeDBClusters', 'rds:ListTagsForResource'], [rds('*')]),
      allow('RestoreDatabase', ['rds:AddTagsToResource', 'rds:RestoreDBClusterFromSnapshot'], [
        rds(`cluster:${RESTORED}`), rds('cluster-snapshot:awsbackup:*'), rds(`subgrp:${database.subnetGroupName}`), rds(`cluster-pg:${database.parameterGroupName}`), rds('og:default*'),
      ]),
      allow('LookAtBucket', ['s3:GetBucketLocation', 's3:GetBucketOwnershipControls', 's3:GetBucketVersioning', 's3:ListBucket', 's3:ListBucketVersions'], [bucket.bucketArn]),
      allow('RestoreFiles', [
        's3:GetObject', 's3:GetObjectAcl', 's3:GetObjectTagging', 's3:GetObjectVersion', 's3:GetObjectVersionAcl', 's3:ListMultipartUploadParts', 's3:PutObject', 's3:PutObjectTagging',
      ], [bucket.arnForObjects('*')]),
      allow('UseKeyThroughServices', ['kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext'], keys, through),
      allow('LetServicesUseKey', ['kms:CreateGrant'], keys, { ...through, Bool: { 'kms:GrantIsForAWSResource': 'true' } }),
    ],
  });
  return role;
}
