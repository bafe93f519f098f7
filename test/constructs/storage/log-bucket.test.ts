import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { Match, Template } from 'aws-cdk-lib/assertions';
import type { LogBucketProps } from '../../../constructs/storage';
import { LogBucket } from '../../../constructs/storage';

function synthesize(props?: LogBucketProps, use?: (bucket: LogBucket) => void): Template {
  const app = new App({ context: { '@aws-cdk/core:enablePartitionLiterals': true } });
  const stack = new Stack(app, 'Baseline', { env: { account: '111122223333', region: 'eu-central-1' } });
  const bucket = new LogBucket(stack, 'Logs', props);
  use?.(bucket);
  return Template.fromStack(stack);
}

function allowed(template: Template): { Sid: string; Principal: unknown; Action: unknown; Condition?: object; Resource: unknown }[] {
  const [policy] = Object.values(template.findResources('AWS::S3::BucketPolicy'));
  return policy.Properties.PolicyDocument.Statement.filter(({ Effect }: { Effect: string }) => Effect === 'Allow');
}

describe('A log bucket', () => {
  test('takes what the delivery services write: S3-managed keys, and no object lock', () => {
    synthesize().hasResourceProperties('AWS::S3::Bucket', {
      BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
      ObjectLockEnabled: Match.absent(),
      ObjectLockConfiguration: Match.absent(),
    });
  });

  test('is private, versioned and refuses plaintext', () => {
    const template = synthesize();
    template.hasResourceProperties('AWS::S3::Bucket', {
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      VersioningConfiguration: { Status: 'Enabled' },
    });
    template.hasResourceProperties('AWS::S3::BucketPolicy', { PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Sid: 'DenyPlaintext', Effect: 'Deny' })]) } });
  });

  test('lets S3 write access logs of this account, and nobody else write', () => {
    expect(allowed(synthesize())).toEqual([expect.objectContaining({
      Principal: { Service: 'logging.s3.amazonaws.com' },
      Action: 's3:PutObject',
      Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' }, ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::*' } },
    })]);
  });

  test('lets vended logs of this account and region in, when asked', () => {
    const statements = allowed(synthesize({}, (bucket) => bucket.allowVendedLogs())).filter(({ Sid }) => Sid.startsWith('Vended'));
    expect(statements).toHaveLength(2);
    statements.forEach((statement) => expect(statement).toMatchObject({
      Principal: { Service: 'delivery.logs.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' }, ArnLike: { 'aws:SourceArn': 'arn:aws:logs:eu-central-1:111122223333:*' } },
    }));
  });

  test('drops logs after 400 days, and archives them on the way', () => {
    synthesize().hasResourceProperties('AWS::S3::Bucket', { LifecycleConfiguration: { Rules: [Match.objectLike({ ExpirationInDays: 400, Transitions: [{ StorageClass: 'GLACIER_IR', TransitionInDays: 90 }] })] } });
  });

  test('does not archive logs that go soon, nor keeps a bucket that may go', () => {
    synthesize({ retention: Duration.days(30), removalPolicy: RemovalPolicy.DESTROY }).hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'Delete',
      Properties: { LifecycleConfiguration: { Rules: [Match.objectLike({ ExpirationInDays: 30, Transitions: Match.absent() })] } },
    });
  });
});
