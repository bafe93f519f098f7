import { App, Mixins, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import type { IMixin } from 'constructs';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import {
  BucketPrivate, BucketTlsOnly, DatabaseProtected, InstanceMetadataV2, KeyRotated, LoadBalancerStrict, LogGroupEncrypted, QueueTlsOnly, RepositoryImmutable, TopicTlsOnly,
} from '../../../constructs/mixins';

type Add = (stack: Stack) => unknown;

/** Builds one resource, applies a mixin to everything in the stack, and reads the template. */
function harden(add: Add, mixin: IMixin | ((stack: Stack) => IMixin)): Template {
  const stack = new Stack(new App(), 'Stack');
  add(stack);
  Mixins.of(stack).requireAny().apply(typeof mixin === 'function' ? mixin(stack) : mixin);
  return Template.fromStack(stack);
}

const LEVELS = (one: Add, two: Add): [string, Add][] => [['level 1', one], ['level 2', two]];

function denies(template: Template, type: string, condition: object): void {
  template.resourceCountIs(type, 1);
  template.hasResourceProperties(type, { PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Effect: 'Deny', Principal: { AWS: '*' }, Condition: condition })]) } });
}

const PLAINTEXT = { Bool: { 'aws:SecureTransport': 'false' } };

describe.each(LEVELS((stack) => new s3.CfnBucket(stack, 'Bucket'), (stack) => new s3.Bucket(stack, 'Bucket', { versioned: false })))('A %s bucket', (_, add) => {
  test('becomes private', () => {
    harden(add, new BucketPrivate()).hasResourceProperties('AWS::S3::Bucket', {
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      VersioningConfiguration: { Status: 'Enabled' },
    });
  });

  test('refuses plaintext and old TLS', () => {
    const template = harden(add, new BucketTlsOnly());
    denies(template, 'AWS::S3::BucketPolicy', PLAINTEXT);
    denies(template, 'AWS::S3::BucketPolicy', { NumericLessThan: { 's3:TlsVersion': '1.2' } });
  });
});

test('A bucket that has a policy keeps it, and has one', () => {
  const template = harden((stack) => {
    const bucket = new s3.CfnBucket(stack, 'Bucket');
    new s3.CfnBucketPolicy(stack, 'Policy', { bucket: bucket.ref, policyDocument: { Statement: [{ Sid: 'Mine', Effect: 'Deny', Principal: '*', Action: 's3:DeleteBucket', Resource: bucket.attrArn }] } });
  }, new BucketTlsOnly());
  denies(template, 'AWS::S3::BucketPolicy', PLAINTEXT);
  template.hasResourceProperties('AWS::S3::BucketPolicy', { PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Sid: 'Mine' })]) } });
});

test('A bucket that is asked for a policy later still has one', () => {
  const stack = new Stack(new App(), 'Stack');
  const bucket = new s3.Bucket(stack, 'Bucket');
  bucket.with(new BucketTlsOnly());
  bucket.addToResourcePolicy(new iam.PolicyStatement({ principals: [new iam.ServicePrincipal('logging.s3.amazonaws.com')], actions: ['s3:PutObject'], resources: [bucket.arnForObjects('*')] }));
  denies(Template.fromStack(stack), 'AWS::S3::BucketPolicy', PLAINTEXT);
});

test.each(LEVELS((stack) => new sqs.CfnQueue(stack, 'Queue'), (stack) => new sqs.Queue(stack, 'Queue')))('A %s queue refuses plaintext', (_, add) => {
  denies(harden(add, new QueueTlsOnly()), 'AWS::SQS::QueuePolicy', PLAINTEXT);
});

test.each(LEVELS((stack) => new sns.CfnTopic(stack, 'Topic'), (stack) => new sns.Topic(stack, 'Topic')))('A %s topic refuses plaintext', (_, add) => {
  denies(harden(add, new TopicTlsOnly()), 'AWS::SNS::TopicPolicy', PLAINTEXT);
});

describe('A key', () => {
  test.each(LEVELS(
    (stack) => new kms.CfnKey(stack, 'Key', { keyPolicy: {}, enableKeyRotation: false, rotationPeriodInDays: 700, pendingWindowInDays: 7 }),
    (stack) => new kms.Key(stack, 'Key', { enableKeyRotation: false }),
  ))('of %s rotates at least yearly and takes 30 days to delete', (_, add) => {
    harden(add, new KeyRotated()).hasResourceProperties('AWS::KMS::Key', { EnableKeyRotation: true, RotationPeriodInDays: 365, PendingWindowInDays: 30 });
  });

  test('that rotates more often is left to it', () => {
    harden((stack) => new kms.CfnKey(stack, 'Key', { keyPolicy: {}, rotationPeriodInDays: 90 }), new KeyRotated()).hasResourceProperties('AWS::KMS::Key', { RotationPeriodInDays: 90 });
  });

  test('that is asymmetric is left alone: KMS cannot rotate it', () => {
    const stack = new Stack();
    const key = new kms.CfnKey(stack, 'Key', { keyPolicy: {}, keySpec: 'RSA_4096' });
    expect(new KeyRotated().supports(key)).toBe(false);
  });
});

describe.each(LEVELS((stack) => new logs.CfnLogGroup(stack, 'Group'), (stack) => new logs.LogGroup(stack, 'Group', { retention: logs.RetentionDays.INFINITE })))('A %s log group', (_, add) => {
  test('comes under the key, with an end', () => {
    harden(add, (stack) => new LogGroupEncrypted({ key: kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-central-1:111122223333:key/abc') }))
      .hasResourceProperties('AWS::Logs::LogGroup', { KmsKeyId: 'arn:aws:kms:eu-central-1:111122223333:key/abc', RetentionInDays: 365 });
  });

  test('is kept as long as asked', () => {
    harden(add, (stack) => new LogGroupEncrypted({ key: new kms.Key(stack, 'Key'), retention: logs.RetentionDays.ONE_WEEK })).hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 7 });
  });
});

describe('A database', () => {
  test('cluster is protected, and its members stay private without what only clusters take', () => {
    const template = harden((stack) => {
      const cluster = new rds.CfnDBCluster(stack, 'Cluster', { engine: 'aurora-postgresql' });
      new rds.CfnDBInstance(stack, 'Member', { engine: 'aurora-postgresql', dbClusterIdentifier: cluster.ref, publiclyAccessible: true });
    }, new DatabaseProtected());
    template.hasResource('AWS::RDS::DBCluster', { DeletionPolicy: 'Snapshot', Properties: { StorageEncrypted: true, DeletionProtection: true, CopyTagsToSnapshot: true, EnableIAMDatabaseAuthentication: true } });
    template.hasResourceProperties('AWS::RDS::DBInstance', { PubliclyAccessible: false, AutoMinorVersionUpgrade: true, StorageEncrypted: Match.absent(), DeletionProtection: Match.absent() });
  });

  test('instance that is kept is not turned into a snapshot', () => {
    harden((stack) => new rds.CfnDBInstance(stack, 'Database', { engine: 'postgres' }).applyRemovalPolicy(RemovalPolicy.RETAIN), new DatabaseProtected())
      .hasResource('AWS::RDS::DBInstance', { DeletionPolicy: 'Retain', Properties: { StorageEncrypted: true, DeletionProtection: true, EnableIAMDatabaseAuthentication: true } });
  });

  test('of SQL Server is not asked for the IAM sign-in it lacks', () => {
    harden((stack) => new rds.CfnDBInstance(stack, 'Database', { engine: 'sqlserver-se' }), new DatabaseProtected())
      .hasResourceProperties('AWS::RDS::DBInstance', { StorageEncrypted: true, EnableIAMDatabaseAuthentication: Match.absent() });
  });
});

describe('A server asks a token for its metadata', () => {
  test('on its own', () => {
    harden((stack) => new ec2.CfnInstance(stack, 'Server', { imageId: 'ami-1' }), new InstanceMetadataV2())
      .hasResourceProperties('AWS::EC2::Instance', { MetadataOptions: { HttpTokens: 'required', HttpEndpoint: 'enabled', HttpPutResponseHopLimit: 1 } });
  });

  test.each(LEVELS(
    (stack) => new ec2.CfnLaunchTemplate(stack, 'Template', { launchTemplateData: { imageId: 'ami-1' } }),
    (stack) => new ec2.LaunchTemplate(stack, 'Template', { instanceType: new ec2.InstanceType('m7g.large') }),
  ))('from a %s launch template', (_, add) => {
    harden(add, new InstanceMetadataV2()).hasResourceProperties('AWS::EC2::LaunchTemplate', { LaunchTemplateData: Match.objectLike({ MetadataOptions: { HttpTokens: 'required', HttpEndpoint: 'enabled', HttpPutResponseHopLimit: 1 } }) });
  });
});

describe('An application load balancer', () => {
  test.each(LEVELS(
    (stack) => new elb.CfnLoadBalancer(stack, 'Balancer', { loadBalancerAttributes: [{ key: 'routing.http.desync_mitigation_mode', value: 'monitor' }, { key: 'idle_timeout.timeout_seconds', value: '30' }] }),
    (stack) => new elb.ApplicationLoadBalancer(stack, 'Balancer', { vpc: new ec2.Vpc(stack, 'Vpc'), idleTimeout: undefined, desyncMitigationMode: elb.DesyncMitigationMode.MONITOR }),
  ))('of %s is strict, and says each attribute once', (_, add) => {
    const [balancer] = Object.values(harden(add, new LoadBalancerStrict()).findResources('AWS::ElasticLoadBalancingV2::LoadBalancer'));
    const attributes: { Key: string; Value: string }[] = balancer.Properties.LoadBalancerAttributes;
    expect(attributes).toEqual(expect.arrayContaining([
      { Key: 'routing.http.desync_mitigation_mode', Value: 'strictest' },
      { Key: 'routing.http.drop_invalid_header_fields.enabled', Value: 'true' },
      { Key: 'waf.fail_open.enabled', Value: 'false' },
      { Key: 'deletion_protection.enabled', Value: 'true' },
    ]));
    expect(new Set(attributes.map(({ Key }) => Key)).size).toBe(attributes.length);
  });

  test('is not mistaken for one of the network kind', () => {
    expect(new LoadBalancerStrict().supports(new elb.CfnLoadBalancer(new Stack(), 'Balancer', { type: 'network' }))).toBe(false);
  });
});

test.each(LEVELS((stack) => new ecr.CfnRepository(stack, 'Images'), (stack) => new ecr.Repository(stack, 'Images')))('A %s repository has immutable tags and scans what is pushed', (_, add) => {
  harden(add, new RepositoryImmutable()).hasResourceProperties('AWS::ECR::Repository', { ImageTagMutability: 'IMMUTABLE', ImageScanningConfiguration: { ScanOnPush: true } });
});

test('A mixin leaves other resources alone', () => {
  const topic = new sns.CfnTopic(new Stack(), 'Topic');
  [new BucketPrivate(), new BucketTlsOnly(), new DatabaseProtected(), new InstanceMetadataV2(), new KeyRotated(), new LoadBalancerStrict(), new QueueTlsOnly(), new RepositoryImmutable()]
    .forEach((mixin) => expect(mixin.supports(topic)).toBe(false));
});
