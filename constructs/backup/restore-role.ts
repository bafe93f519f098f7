import { Stack } from 'aws-cdk-lib/core';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { BackupKind } from './backup-kind';

/** What AWS Backup calls everything that it restores for a test: a name begins so, a tag is called so. */
export const RESTORED = 'awsbackup-restore-test';

/**
 * The role that AWS Backup takes on to restore stores of some kinds, for a test.
 *
 * What AWS's own policies for restores give, less the kinds that are not there, less every other name than that of a test:
 * it overwrites nothing. AWS Backup cleans up by its service-linked role.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBackupServiceRolePolicyForRestores.html and
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBackupServiceRolePolicyForS3Restore.html
 */
export function restoreRole(scope: Construct, kinds: BackupKind[], subnetGroupName: string, roleName: string | undefined): iam.Role {
  const { account } = Stack.of(scope);
  const role = new iam.Role(scope, 'RestoreRole', {
    roleName,
    description: 'Restores backups, to test that they can be',
    assumedBy: new iam.ServicePrincipal('backup.amazonaws.com', { conditions: { StringEquals: { 'aws:SourceAccount': account } } }),
  });
  new iam.ManagedPolicy(scope, 'RestorePolicy', {
    description: 'What restores for a test take',
    roles: [role],
    statements: [...keys(scope), ...(kinds.includes(BackupKind.DATABASE) ? databases(scope, subnetGroupName) : []), ...(kinds.includes(BackupKind.OBJECTS) ? objects(scope) : [])],
  });
  return role;
}

const allow = (sid: string, actions: string[], resources: string[], conditions?: iam.Conditions) => new iam.PolicyStatement({ sid, actions, resources, conditions });

/** ARNs of a service's resources in this account and region. */
export function arnsHere(scope: Construct, service: string, ...resources: string[]): string[] {
  const { partition, region, account } = Stack.of(scope);
  return resources.map((resource) => `arn:${partition}:${service}:${region}:${account}:${resource}`);
}

/** Which keys, their policies say. */
function keys(scope: Construct): iam.PolicyStatement[] {
  const every = arnsHere(scope, 'kms', 'key/*');
  return [
    allow('KnowKeys', ['kms:DescribeKey'], every),
    allow('LetServicesUseKeys', ['kms:CreateGrant'], every, { Bool: { 'kms:GrantIsForAWSResource': 'true' } }),
    allow('UseKeysThroughServices', ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'], every, {
      StringEquals: { 'kms:ViaService': ['backup', 'rds', 's3'].map((service) => `${service}.${Stack.of(scope).region}.amazonaws.com`) },
    }),
  ];
}

function databases(scope: Construct, subnetGroupName: string): iam.PolicyStatement[] {
  return [
    allow('LookAtDatabases', ['rds:DescribeDBClusterSnapshots', 'rds:DescribeDBClusters', 'rds:DescribeDBInstances', 'rds:DescribeDBSnapshots', 'rds:ListTagsForResource'], arnsHere(scope, 'rds', '*')),
    allow('RestoreDatabases', ['rds:RestoreDBClusterFromSnapshot'], arnsHere(scope, 'rds', `cluster:${RESTORED}*`, 'cluster-snapshot:*', 'cluster-pg:default*', 'og:default*', `subgrp:${subnetGroupName}`)),
    allow('MarkAndUndoRestoredDatabases', ['rds:AddTagsToResource', 'rds:DeleteDBCluster'], arnsHere(scope, 'rds', `cluster:${RESTORED}*`)),
    // In an account that never had a database, the first restore makes it.
    allow('LetDatabasesBe', ['iam:CreateServiceLinkedRole'], [`arn:${Stack.of(scope).partition}:iam::${Stack.of(scope).account}:role/aws-service-role/rds.amazonaws.com/AWSServiceRoleForRDS`],
      { StringEquals: { 'iam:AWSServiceName': 'rds.amazonaws.com' } }),
  ];
}

function objects(scope: Construct): iam.PolicyStatement[] {
  const { partition, account } = Stack.of(scope);
  const here = { StringEquals: { 'aws:ResourceAccount': account } };
  const buckets = `arn:${partition}:s3:::${RESTORED}-*`;
  return [
    allow('MakeBuckets', [
      's3:CreateBucket', 's3:GetBucketLocation', 's3:GetBucketOwnershipControls', 's3:GetBucketVersioning', 's3:ListBucket', 's3:ListBucketVersions', 's3:PutBucketOwnershipControls', 's3:PutBucketVersioning',
    ], [buckets], here),
    allow('FillBuckets', [
      's3:DeleteObject', 's3:GetObject', 's3:GetObjectAcl', 's3:GetObjectTagging', 's3:GetObjectVersion', 's3:GetObjectVersionAcl', 's3:ListMultipartUploadParts', 's3:PutObject', 's3:PutObjectAcl',
      's3:PutObjectTagging', 's3:PutObjectVersionAcl',
    ], [`${buckets}/*`], here),
  ];
}
