import { Stack } from 'aws-cdk-lib/core';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { BackupKind } from './backup-kind';

/**
 * The role that AWS Backup takes on to make backups of some kinds, and their copies.
 *
 * What AWS's own policies for backups give, less the kinds that are not there and every other account. It deletes what
 * backups expire of, and restores nothing.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBackupServiceRolePolicyForBackup.html and
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBackupServiceRolePolicyForS3Backup.html
 */
export function planRole(scope: Construct, kinds: BackupKind[], roleName: string | undefined): iam.Role {
  const { account } = Stack.of(scope);
  const role = new iam.Role(scope, 'Role', {
    roleName,
    description: 'Makes backups, and copies them',
    assumedBy: new iam.ServicePrincipal('backup.amazonaws.com', { conditions: { StringEquals: { 'aws:SourceAccount': account } } }),
  });
  new iam.ManagedPolicy(scope, 'RolePolicy', {
    description: 'What backups, and their copies, take',
    roles: [role],
    statements: [...common(scope), ...kinds.flatMap((kind) => STATEMENTS[kind](scope))],
  });
  return role;
}

const allow = (sid: string, actions: string[], resources: string[], conditions?: iam.Conditions) => new iam.PolicyStatement({ sid, actions, resources, conditions });
const here = (scope: Construct) => ({ StringEquals: { 'aws:ResourceAccount': Stack.of(scope).account } });

/** ARNs of a service's resources in this account and region. */
function arns(scope: Construct, service: string, ...resources: string[]): string[] {
  const { partition, region, account } = Stack.of(scope);
  return resources.map((resource) => `arn:${partition}:${service}:${region}:${account}:${resource}`);
}

function common(scope: Construct): iam.PolicyStatement[] {
  return [
    allow('FindStores', ['tag:GetResources'], ['*']),
    allow('CopyIntoVaults', ['backup:CopyIntoBackupVault', 'backup:DescribeBackupVault'], [`arn:${Stack.of(scope).partition}:backup:*:*:backup-vault:*`]),
    allow('CopyFromVaults', ['backup:CopyFromBackupVault'], arns(scope, 'backup', 'backup-vault:*')),
    allow('TagBackups', ['backup:TagResource'], arns(scope, 'backup', 'recovery-point:*')),
    allow('KnowKeys', ['kms:DescribeKey'], arns(scope, 'kms', 'key/*')),
    allow('LetServicesUseKeys', ['kms:CreateGrant'], arns(scope, 'kms', 'key/*'), { Bool: { 'kms:GrantIsForAWSResource': 'true' } }),
    allow('UseKeysThroughServices', ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'], arns(scope, 'kms', 'key/*'), {
      StringLike: { 'kms:ViaService': ['backup', 'dynamodb', 'ec2', 'elasticfilesystem', 'rds', 's3'].map((service) => `${service}.${Stack.of(scope).region}.amazonaws.com`) },
    }),
  ];
}

const STATEMENTS: Readonly<Record<BackupKind, (scope: Construct) => iam.PolicyStatement[]>> = {
  [BackupKind.DATABASE]: (scope) => [
    allow('LookAtDatabases', [
      'rds:DescribeDBClusterAutomatedBackups', 'rds:DescribeDBClusterSnapshots', 'rds:DescribeDBClusters', 'rds:DescribeDBInstances', 'rds:DescribeDBSnapshots', 'rds:ListTagsForResource',
    ], arns(scope, 'rds', '*')),
    allow('SnapshotDatabases', ['rds:AddTagsToResource', 'rds:CopyDBClusterSnapshot', 'rds:CopyDBSnapshot', 'rds:CreateDBClusterSnapshot', 'rds:CreateDBSnapshot'],
      arns(scope, 'rds', 'cluster:*', 'db:*', 'cluster-snapshot:awsbackup:*', 'snapshot:awsbackup:*')),
    allow('KeepEveryMoment', ['rds:ModifyDBCluster', 'rds:ModifyDBInstance'], arns(scope, 'rds', 'cluster:*', 'db:*')),
    allow('ExpireDatabaseBackups', [
      'rds:DeleteDBClusterAutomatedBackup', 'rds:DeleteDBClusterSnapshot', 'rds:DeleteDBInstanceAutomatedBackup', 'rds:DeleteDBSnapshot',
      'rds:ModifyDBClusterSnapshotAttribute', 'rds:ModifyDBSnapshotAttribute',
    ], arns(scope, 'rds', 'cluster-auto-backup:*', 'auto-backup:*', 'cluster-snapshot:awsbackup:*', 'snapshot:awsbackup:*')),
  ],
  [BackupKind.OBJECTS]: (scope) => [
    allow('FindBuckets', ['s3:ListAllMyBuckets', 'cloudwatch:GetMetricData', 'events:ListRules'], ['*']),
    allow('ReadBuckets', [
      's3:GetBucketAcl', 's3:GetBucketLocation', 's3:GetBucketNotification', 's3:GetBucketTagging', 's3:GetBucketVersioning', 's3:GetInventoryConfiguration', 's3:ListBucket',
      's3:ListBucketVersions', 's3:PutBucketNotification', 's3:PutInventoryConfiguration',
      's3:GetObject', 's3:GetObjectAcl', 's3:GetObjectTagging', 's3:GetObjectVersion', 's3:GetObjectVersionAcl', 's3:GetObjectVersionTagging',
    ], [`arn:${Stack.of(scope).partition}:s3:::*`], here(scope)),
    allow('HearOfChanges', [
      'events:DeleteRule', 'events:DescribeRule', 'events:DisableRule', 'events:EnableRule', 'events:ListTargetsByRule', 'events:PutRule', 'events:PutTargets', 'events:RemoveTargets',
    ], arns(scope, 'events', 'rule/AwsBackupManagedRule*')),
  ],
  [BackupKind.TABLE]: (scope) => [
    allow('BackUpTables', ['dynamodb:CreateBackup', 'dynamodb:DescribeTable', 'dynamodb:ListTagsOfResource', 'dynamodb:StartAwsBackupJob'], arns(scope, 'dynamodb', 'table/*')),
    allow('ExpireTableBackups', ['dynamodb:DeleteBackup', 'dynamodb:DescribeBackup'], arns(scope, 'dynamodb', 'table/*/backup/*')),
  ],
  [BackupKind.FILES]: (scope) => [
    allow('BackUpFileSystems', ['elasticfilesystem:Backup', 'elasticfilesystem:DescribeTags'], arns(scope, 'elasticfilesystem', 'file-system/*')),
    allow('LookAtVolumes', ['ec2:DescribeSnapshots', 'ec2:DescribeTags', 'ec2:DescribeVolumes'], ['*']),
    allow('SnapshotVolumes', ['ec2:CopySnapshot', 'ec2:CreateSnapshot', 'ec2:CreateTags'], [
      ...arns(scope, 'ec2', 'volume/*'), `arn:${Stack.of(scope).partition}:ec2:${Stack.of(scope).region}::snapshot/*`,
    ]),
    allow('ExpireSnapshots', ['ec2:DeleteSnapshot', 'ec2:ModifySnapshotAttribute'], [`arn:${Stack.of(scope).partition}:ec2:${Stack.of(scope).region}::snapshot/*`], { Null: { 'aws:ResourceTag/aws:backup:source-resource': 'false' } }),
  ],
};
