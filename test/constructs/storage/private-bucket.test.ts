import { App, Duration, Stack } from 'aws-cdk-lib/core';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import type { PrivateBucketProps } from '../../../constructs/storage';
import { LogBucket, ObjectLockMode, PrivateBucket } from '../../../constructs/storage';
import { DataClassification } from '../../../constructs/shared/tags';

const REPLICA = { bucketName: 'acme-content-replica', region: 'eu-west-1', keyArn: 'arn:aws:kms:eu-west-1:111122223333:key/0000' };

function synthesize(props?: Partial<PrivateBucketProps>): Template {
  const app = new App({ context: { '@aws-cdk/core:enablePartitionLiterals': true, '@aws-cdk/core:defaultCrossStackReferences': 'weak' } });
  const env = { account: '111122223333', region: 'eu-central-1' };
  const baseline = new Stack(app, 'Baseline', { env });
  const stack = new Stack(app, 'Data', { env });
  const key = new kms.Key(stack, 'Key');
  new PrivateBucket(stack, 'Content', { key, accessLogBucket: new LogBucket(baseline, 'Logs'), ...props });
  return Template.fromStack(stack);
}

function statements(template: Template): Record<string, { Effect: string; Condition: object }> {
  const [policy] = Object.values(template.findResources('AWS::S3::BucketPolicy'));
  return Object.fromEntries(policy.Properties.PolicyDocument.Statement.map((statement: { Sid: string }) => [statement.Sid, statement]));
}

describe('A private bucket', () => {
  test('blocks public access, owns its objects, keeps versions, and stays when the stack goes', () => {
    synthesize().hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'Retain',
      Properties: {
        PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
        VersioningConfiguration: { Status: 'Enabled' },
      },
    });
  });

  test('encrypts under the given key with a bucket key', () => {
    synthesize().hasResourceProperties('AWS::S3::Bucket', {
      BucketEncryption: { ServerSideEncryptionConfiguration: [{
        BucketKeyEnabled: true,
        ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] } },
      }] },
    });
  });

  test('refuses plaintext, old TLS, and writes under another algorithm or key', () => {
    const policy = statements(synthesize());
    expect(Object.values(policy).map(({ Effect }) => Effect)).toEqual(Object.values(policy).map(() => 'Deny'));
    expect(policy.DenyPlaintext.Condition).toEqual({ Bool: { 'aws:SecureTransport': 'false' } });
    expect(policy.DenyOldTls.Condition).toEqual({ NumericLessThan: { 's3:TlsVersion': '1.2' } });
    expect(policy.DenyOtherAlgorithm.Condition).toEqual({ Null: { 's3:x-amz-server-side-encryption': 'false' }, StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' } });
    expect(policy.DenyOtherKey.Condition).toMatchObject({ StringNotEquals: { 's3:x-amz-server-side-encryption-aws-kms-key-id': { 'Fn::GetAtt': [expect.stringMatching(/^Key/), 'Arn'] } } });
    expect(policy.DenyCustomerProvidedKey.Condition).toEqual({ Null: { 's3:x-amz-server-side-encryption-customer-algorithm': 'false' } });
  });

  test('has one bucket policy', () => {
    synthesize({ replica: REPLICA }).resourceCountIs('AWS::S3::BucketPolicy', 1);
  });

  test('writes its access log to a bucket of an earlier stack, under its own prefix', () => {
    synthesize().hasResourceProperties('AWS::S3::Bucket', { LoggingConfiguration: { DestinationBucketName: Match.anyValue(), LogFilePrefix: 's3/Data/Content/' } });
  });

  test('cleans up old versions, unfinished uploads and lone delete markers', () => {
    synthesize().hasResourceProperties('AWS::S3::Bucket', { LifecycleConfiguration: { Rules: [
      { Id: 'ExpireOldVersions', Status: 'Enabled', NoncurrentVersionExpiration: { NoncurrentDays: 90 }, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } },
      { Id: 'ExpireLoneDeleteMarkers', Status: 'Enabled', ExpiredObjectDeleteMarker: true },
    ] } });
  });

  test('archives and expires current versions when asked', () => {
    synthesize({ lifecycle: { archiveAfter: Duration.days(90), expireAfter: Duration.days(365), oldVersionsExpireAfter: Duration.days(30) } }).hasResourceProperties('AWS::S3::Bucket', { LifecycleConfiguration: { Rules: [
      Match.objectLike({ NoncurrentVersionExpiration: { NoncurrentDays: 30 } }),
      Match.objectLike({ ExpirationInDays: 365 }),
      Match.objectLike({ Transitions: [{ StorageClass: 'GLACIER_IR', TransitionInDays: 90 }] }),
    ] } });
  });

  test('holds personal data unless it says otherwise', () => {
    const tagged = (value: string) => ({ Tags: [{ Key: 'dtap:classification', Value: value }] });
    synthesize().hasResourceProperties('AWS::S3::Bucket', tagged('personal'));
    synthesize({ classification: DataClassification.INTERNAL }).hasResourceProperties('AWS::S3::Bucket', tagged('internal'));
  });

  test.each([[ObjectLockMode.COMPLIANCE, 'COMPLIANCE'], [ObjectLockMode.GOVERNANCE, 'GOVERNANCE']])('locks new objects in %s mode', (mode, written) => {
    synthesize({ objectLock: { mode, retention: Duration.days(30) } }).hasResourceProperties('AWS::S3::Bucket', {
      ObjectLockEnabled: true,
      ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Mode: written, Days: 30 } } },
    });
  });

  test('is not locked unless asked', () => {
    synthesize().hasResourceProperties('AWS::S3::Bucket', { ObjectLockEnabled: false, ObjectLockConfiguration: Match.absent() });
  });
});

describe('Replication', () => {
  test('copies everything, deletions too, under the key of the destination', () => {
    synthesize({ replica: { ...REPLICA, withinFifteenMinutes: true } }).hasResourceProperties('AWS::S3::Bucket', { ReplicationConfiguration: { Rules: [Match.objectLike({
      Status: 'Enabled',
      DeleteMarkerReplication: { Status: 'Enabled' },
      SourceSelectionCriteria: Match.objectLike({ SseKmsEncryptedObjects: { Status: 'Enabled' } }),
      Destination: Match.objectLike({
        Bucket: 'arn:aws:s3:::acme-content-replica',
        EncryptionConfiguration: { ReplicaKmsKeyID: REPLICA.keyArn },
        ReplicationTime: { Status: 'Enabled', Time: { Minutes: 15 } },
      }),
    })] } });
  });

  test('hands the copies to the account that owns the destination', () => {
    const template = synthesize({ replica: { ...REPLICA, account: '444455556666' } });
    template.hasResourceProperties('AWS::S3::Bucket', { ReplicationConfiguration: { Rules: [Match.objectLike({ Destination: Match.objectLike({ Account: '444455556666', AccessControlTranslation: { Owner: 'Destination' } }) })] } });
    template.hasResourceProperties('AWS::IAM::ManagedPolicy', { PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: Match.arrayWith(['s3:ObjectOwnerOverrideToBucketOwner']) })]) } });
  });

  test('runs as a role that reads this bucket, writes that one, and uses each key through S3 for its bucket alone', () => {
    const [policy] = Object.values(synthesize({ replica: REPLICA }).findResources('AWS::IAM::ManagedPolicy'));
    const found: { Action: string | string[]; Resource: unknown; Condition?: { StringEquals: Record<string, unknown> } }[] = policy.Properties.PolicyDocument.Statement;
    expect(found.flatMap(({ Action }) => Action).filter((action) => action.includes('*'))).toEqual([]);
    expect(found.find(({ Action }) => Action.includes('s3:ReplicateObject'))?.Resource).toBe('arn:aws:s3:::acme-content-replica/*');
    expect(found.find(({ Action }) => Action === 'kms:Decrypt')?.Condition?.StringEquals).toMatchObject({ 'kms:ViaService': 's3.eu-central-1.amazonaws.com' });
    expect(found.find(({ Action }) => Action.includes('kms:Encrypt'))).toMatchObject({
      Resource: REPLICA.keyArn,
      Condition: { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com', 'kms:EncryptionContext:aws:s3:arn': 'arn:aws:s3:::acme-content-replica' } },
    });
  });

  test('is off unless asked for', () => {
    synthesize().hasResourceProperties('AWS::S3::Bucket', { ReplicationConfiguration: Match.absent() });
  });
});

describe('A private bucket is refused', () => {
  test.each([
    ['a copy in London', { replica: { ...REPLICA, region: 'eu-west-2' } }, /replica.region: got "eu-west-2".*Economic Area/],
    ['a copy in Zurich', { replica: { ...REPLICA, region: 'eu-central-2' } }, /replica.region: got "eu-central-2".*Economic Area/],
    ['a copy in its own region', { replica: { ...REPLICA, region: 'eu-central-1' } }, /replica.region: got "eu-central-1".*another region/],
    ['a lock of half a day', { objectLock: { mode: ObjectLockMode.COMPLIANCE, retention: Duration.hours(12) } }, /objectLock.retention: got 0.5/],
    ['archiving after expiry', { lifecycle: { archiveAfter: Duration.days(90), expireAfter: Duration.days(30) } }, /lifecycle.archiveAfter: got 90/],
    ['expiry while locked', { lifecycle: { expireAfter: Duration.days(10) }, objectLock: { mode: ObjectLockMode.GOVERNANCE, retention: Duration.days(30) } }, /lifecycle.expireAfter: got 10/],
  ])('with %s', (_, props, message) => {
    expect(() => synthesize(props)).toThrow(message);
  });

  test('with all its problems at once', () => {
    expect(() => synthesize({ replica: { ...REPLICA, region: 'us-east-1' }, objectLock: { mode: ObjectLockMode.COMPLIANCE, retention: Duration.hours(1) } })).toThrow(/2 problems/);
  });
});
