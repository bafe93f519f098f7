import type { Resource } from '../../../lib/checks/template';
import { append, attribute, deploy, drop, operator, put, remove, setting, swap, through, type Loose, type Operator } from '../support/operator';
import { foreignAccount, keyLost, leavesEea, madePublic, plaintextAdmitted, STRANGER, switchedOff } from './common';

const BUCKET = 'AWS::S3::Bucket';
const POLICY = 'AWS::S3::BucketPolicy';
const PLAN = 'AWS::Backup::BackupPlan';
const VAULTS = ['AWS::Backup::BackupVault', 'AWS::Backup::LogicallyAirGappedBackupVault'];
const RETAINED = ['AWS::Cognito::UserPool', 'AWS::DynamoDB::Table', 'AWS::EFS::FileSystem', BUCKET];
const TAGGED = ['AWS::DocDB::DBCluster', 'AWS::DynamoDB::Table', 'AWS::ElastiCache::ReplicationGroup', 'AWS::Neptune::DBCluster', 'AWS::OpenSearchService::Domain', 'AWS::RDS::DBCluster', 'AWS::RDS::DBInstance', 'AWS::Redshift::Cluster', BUCKET];
const STORES = ['AWS::Backup::BackupVault', 'AWS::DynamoDB::Table', 'AWS::EC2::VPC', 'AWS::ECR::Repository', 'AWS::EFS::FileSystem', 'AWS::RDS::DBCluster', BUCKET, 'AWS::SecretsManager::Secret', 'AWS::SQS::Queue'];

const ofBucket = (policy: Resource) => policy.at('Bucket').targets;
const arn = (region: string) => `arn:aws:backup:${region}:100000000003:backup-vault:elsewhere`;
const rule = (change: (rule: Loose) => void, label: string) => operator(label, BUCKET, (_, raw) => (((raw.Properties?.ReplicationConfiguration?.Rules ?? []) as Loose[]).map((__, i) => ({
  place: `ReplicationConfiguration.Rules.${i}`, apply: (draft: Loose) => change(draft.Properties.ReplicationConfiguration.Rules[i]),
}))));

/** Buckets and backups; what holds for every store. */
export const STORAGE: Readonly<Record<string, readonly Operator[]>> = {
  BackupPlanCopyInsideEea: [
    ...['us-east-1', 'eu-west-2', 'eu-central-2'].flatMap((region) => [
      swap(PLAN, 'BackupPlan.BackupPlanRule.*.CopyActions.*.DestinationBackupVaultArn', arn(region), `copy to ${region}`),
      append(PLAN, 'BackupPlan.BackupPlanRule.0.CopyActions', { DestinationBackupVaultArn: arn(region) }, `copy to ${region} too`),
    ]),
    swap(PLAN, 'BackupPlan.BackupPlanRule.*.CopyActions.*.DestinationBackupVaultArn', { 'Fn::Sub': 'arn:${AWS::Partition}:backup:us-west-2:${AWS::AccountId}:backup-vault:x' }, 'copy to a vault whose ARN is put together'),
  ],
  BackupVaultEncrypted: keyLost(VAULTS, 'EncryptionKeyArn', 'backup'),
  BackupVaultPolicyNotPublic: madePublic(VAULTS, 'AccessPolicy'),
  S3AccessPointPolicyNotPublic: madePublic('AWS::S3::AccessPoint', 'Policy'),
  S3BucketAccessLogged: [
    drop(BUCKET, 'LoggingConfiguration'), swap(BUCKET, 'LoggingConfiguration.DestinationBucketName', (_: Loose, bucket: Resource) => ({ Ref: bucket.logicalId }), 'log into itself'),
    put(BUCKET, 'LoggingConfiguration', (old: Loose) => (old ? { LogFilePrefix: 'log/' } : undefined), 'log into itself, without a word'),
  ],
  S3BucketEncrypted: [
    drop(BUCKET, 'BucketEncryption'), put(BUCKET, 'BucketEncryption.ServerSideEncryptionConfiguration', []),
    swap(BUCKET, 'BucketEncryption.ServerSideEncryptionConfiguration.*.ServerSideEncryptionByDefault.SSEAlgorithm', 'AES256'),
    ...keyLost(BUCKET, 'BucketEncryption.ServerSideEncryptionConfiguration.*.ServerSideEncryptionByDefault.KMSMasterKeyID', 's3'),
  ],
  S3BucketKeyReused: switchedOff(BUCKET, 'BucketEncryption.ServerSideEncryptionConfiguration.*.BucketKeyEnabled'),
  S3BucketLifeEnds: [
    drop(BUCKET, 'LifecycleConfiguration'), swap(BUCKET, 'LifecycleConfiguration.Rules', (old: Loose[]) => old.map((each) => ({ ...each, Status: 'Disabled' }) as Loose), 'rules are off'),
    swap(BUCKET, 'LifecycleConfiguration.Rules', (old: Loose[]) => old.map((each) => ({ ...each, Prefix: 'tmp/' }) as Loose), 'rules for a part'),
    swap(BUCKET, 'LifecycleConfiguration.Rules', (old: Loose[]) => old.map((each) => ({ ...each, ObjectSizeGreaterThan: '1048576' }) as Loose), 'rules for big objects'),
    swap(BUCKET, 'LifecycleConfiguration.Rules', (old: Loose[]) => old.map((each) => ({ ...each, TagFilters: [{ Key: 'a', Value: 'b' }] }) as Loose), 'rules for some tags'),
    swap(BUCKET, 'LifecycleConfiguration.Rules', (old: Loose[]) => old.map(({ AbortIncompleteMultipartUpload: _, ...each }) => each as Loose), 'uploads stay'),
    swap(BUCKET, 'LifecycleConfiguration.Rules', (old: Loose[], bucket: Resource) => (bucket.at('VersioningConfiguration').present ? old.map(({ NoncurrentVersionExpiration: _, NoncurrentVersionExpirationInDays: __, ...each }) => each as Loose) : undefined), 'versions stay'),
  ],
  S3BucketOwnerEnforced: [put(BUCKET, 'OwnershipControls', { Rules: [{ ObjectOwnership: 'ObjectWriter' }] }), put(BUCKET, 'OwnershipControls', { Rules: [{ ObjectOwnership: 'BucketOwnerPreferred' }] })],
  S3BucketPolicyNotPublic: madePublic(POLICY, 'PolicyDocument'),
  S3BucketPublicAccessBlocked: [
    drop(BUCKET, 'PublicAccessBlockConfiguration'), ...['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'].flatMap((way) => switchedOff(BUCKET, `PublicAccessBlockConfiguration.${way}`)),
  ],
  S3BucketReplicationInsideEea: [
    ...['us-east-1', 'eu-west-2'].map((region) => rule((each) => { each.Destination.Bucket = `arn:aws:s3:::acme-content-200000000004-${region}`; }, `copy to ${region}`)),
    rule((each) => { each.Destination.Bucket = 'arn:aws:s3:::somewhere'; }, 'copy to an unknown bucket'),
    { ...operator('the target is deployed elsewhere', BUCKET, (bucket) => bucket.set.ofType(BUCKET).filter((source) => source.at('ReplicationConfiguration', 'Rules').items.some((each) =>
      bucket.at('BucketName').present && each.at('Destination', 'Bucket').text?.endsWith(`:${bucket.at('BucketName').text}`))).map((subject) => ({ subject, apply: (_raw: Loose, draft) => { draft.region = 'us-east-1'; } }))), unconditional: true },
  ],
  S3BucketReplicationWithinEnvironment: [
    rule((each) => { each.Destination.Account = STRANGER; }, 'copy to a stranger'),
    operator('copy to another environment', BUCKET, (bucket, raw) => (((raw.Properties?.ReplicationConfiguration?.Rules ?? []) as Loose[]).map((_, i) => ({ place: `Rules.${i}`, apply: (draft: Loose) => { draft.Properties.ReplicationConfiguration.Rules[i].Destination.Account = foreignAccount(bucket); } })))),
    operator('copy to a bucket of another environment', BUCKET, (bucket, raw) => (((raw.Properties?.ReplicationConfiguration?.Rules ?? []) as Loose[]).map((_, i) => ({ place: `Rules.${i}`, apply: (draft: Loose) => {
      const { Destination: destination } = draft.Properties.ReplicationConfiguration.Rules[i];
      delete destination.Account;
      destination.Bucket = `arn:aws:s3:::acme-content-${foreignAccount(bucket)}-eu-west-1`;
    } })))),
  ],
  S3BucketTlsOnly: [
    remove(POLICY, ofBucket), through(put(POLICY, 'Bucket', 'another-bucket'), ofBucket),
    ...plaintextAdmitted(POLICY, 'PolicyDocument').map((made) => through(made, ofBucket)),
    ...[['only objects', '/*'], ['only the bucket', '']].map(([label, end]) => through(operator(`deny plaintext on ${label}`, POLICY, (policy, raw) => {
      const index = (raw.Properties.PolicyDocument.Statement as Loose[]).findIndex((each) => JSON.stringify(each).includes('SecureTransport'));
      const bucket = policy.at('Bucket').target?.logicalId;
      return index < 0 || bucket === undefined ? [] : [{ apply: (draft) => { draft.Properties.PolicyDocument.Statement[index].Resource = { 'Fn::Sub': `\${${bucket}.Arn}${end}` }; } }];
    }), ofBucket)),
  ],
  S3BucketVersioned: [drop(BUCKET, 'VersioningConfiguration'), put(BUCKET, 'VersioningConfiguration.Status', 'Suspended')],
  StoreClassified: [
    ...[undefined, 'secret', ''].flatMap((value) => [setting(TAGGED, 'Tags', 'dtap:classification', value), setting('AWS::EFS::FileSystem', 'FileSystemTags', 'dtap:classification', value)].map((made, i) => ({ ...made, name: `${made.name} #${i}` }))), drop(TAGGED, 'Tags'),
  ],
  StoreRegionInsideEea: ['us-east-1', 'eu-west-2', 'eu-central-2', 'il-central-1'].map((region) => deploy(STORES, `deploy into ${region}`, () => ({ region }))),
  StoreRetained: ['DeletionPolicy', 'UpdateReplacePolicy'].flatMap((name) => [attribute(RETAINED, name, 'Delete'), attribute(RETAINED, name, undefined), attribute(RETAINED, name, 'Snapshot')]),
  SecretReplicaInsideEea: [...leavesEea('AWS::SecretsManager::Secret', 'ReplicaRegions.*.Region'), append('AWS::SecretsManager::Secret', 'ReplicaRegions', { Region: 'us-east-1' })],
  Ec2SnapshotCopyInsideEea: [
    ...leavesEea('AWS::DLM::LifecyclePolicy', 'PolicyDetails.Schedules.*.CrossRegionCopyRules.*.TargetRegion'),
    ...leavesEea('AWS::DLM::LifecyclePolicy', 'PolicyDetails.Schedules.*.CrossRegionCopyRules.*.Target'),
    append('AWS::DLM::LifecyclePolicy', 'PolicyDetails.Schedules.0.CrossRegionCopyRules', { Encrypted: true, TargetRegion: 'us-east-1' }),
  ],
};
