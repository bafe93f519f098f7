import { App, Duration, Size, Stack } from 'aws-cdk-lib/core';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DomainKey } from '../../../constructs/keys/domain-key';
import { WatchedFunction, type WatchedFunctionProps } from '../../../constructs/shared/watched-function';

const KEY = 'arn:aws:kms:eu-central-1:111111111111:key/11111111-2222-3333-4444-555555555555';
const TOPIC = 'arn:aws:sns:eu-central-1:111111111111:alarms';

function build(props: Partial<WatchedFunctionProps> = {}): { stack: Stack; watched: WatchedFunction; template: () => Template } {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111111111111', region: 'eu-central-1' } });
  const watched = new WatchedFunction(stack, 'Function', {
    code: lambda.Code.fromInline('exports.handler = async () => 1;'),
    description: 'Counts the days',
    encryptionKey: kms.Key.fromKeyArn(stack, 'Key', KEY),
    logRetention: RetentionDays.ONE_YEAR,
    alarmTopic: sns.Topic.fromTopicArn(stack, 'Topic', TOPIC),
    ...props,
  });
  return { stack, watched, template: () => Template.fromStack(stack) };
}

describe('a watched function', () => {
  const t = build().template();

  test('writes to a log group of its own, under the key, for the set time, which outlives the stack', () => {
    t.hasResource('AWS::Logs::LogGroup', { Properties: { KmsKeyId: KEY, RetentionInDays: 365 }, DeletionPolicy: 'Retain' });
    const [group] = Object.keys(t.findResources('AWS::Logs::LogGroup'));
    t.hasResourceProperties('AWS::Lambda::Function', { LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: group } } });
  });

  test('leaves what it failed on in a queue under the key, which takes TLS alone', () => {
    const [queue] = Object.keys(t.findResources('AWS::SQS::Queue', { Properties: { KmsMasterKeyId: KEY, MessageRetentionPeriod: 14 * 86400 } }));
    t.hasResourceProperties('AWS::Lambda::Function', { DeadLetterConfig: { TargetArn: { 'Fn::GetAtt': [queue, 'Arn'] } } });
    t.hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: { Statement: [{ Action: 'sqs:*', Effect: 'Deny', Principal: { AWS: '*' }, Condition: { Bool: { 'aws:SecureTransport': 'false' } } }] },
    });
  });

  test('runs five times at once at most, traced, on Graviton and a runtime that AWS patches', () => {
    t.hasResourceProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x', Architectures: ['arm64'], ReservedConcurrentExecutions: 5, TracingConfig: { Mode: 'Active' }, Timeout: 30, MemorySize: 256, VpcConfig: Match.absent(),
    });
  });

  test.each([
    ['AWS/Lambda', 'Errors'], ['AWS/Lambda', 'Throttles'], ['AWS/SQS', 'ApproximateNumberOfMessagesVisible'],
  ])('is heard of when %s reports one of %s', (Namespace, MetricName) => {
    t.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace, MetricName, Threshold: 1, ComparisonOperator: 'GreaterThanOrEqualToThreshold', EvaluationPeriods: 1, TreatMissingData: 'notBreaching', AlarmActions: [TOPIC],
    });
  });

  test('has a role that may write its own log, traces and dead letters, and nothing else', () => {
    const [policy] = Object.values(t.findResources('AWS::IAM::ManagedPolicy')) as { Properties: { PolicyDocument: { Statement: { Action: string[] | string; Resource: unknown }[] } } }[];
    const statements = policy.Properties.PolicyDocument.Statement;
    expect(statements.flatMap(({ Action }) => Action).sort()).toEqual(
      ['kms:Decrypt', 'kms:GenerateDataKey', 'logs:CreateLogStream', 'logs:PutLogEvents', 'sqs:SendMessage', 'xray:PutTelemetryRecords', 'xray:PutTraceSegments']);
    expect(statements.filter(({ Resource }) => Resource === '*').flatMap(({ Action }) => Action)).toEqual(['xray:PutTelemetryRecords', 'xray:PutTraceSegments']);
    t.resourceCountIs('AWS::IAM::Policy', 0);
    t.hasResourceProperties('AWS::IAM::Role', { ManagedPolicyArns: Match.absent(), AssumeRolePolicyDocument: { Statement: [{ Principal: { Service: 'lambda.amazonaws.com' } }] } });
  });

  test('is not called before its role may write', () => {
    const [policy] = Object.keys(t.findResources('AWS::IAM::ManagedPolicy'));
    t.hasResource('AWS::Lambda::Function', { DependsOn: Match.arrayWith([policy]) });
  });

  test('gets what is granted to it, and what it is allowed, in the same policy', () => {
    const { stack, watched, template } = build({ permissions: [new iam.PolicyStatement({ actions: ['ec2:DescribeVpcs'], resources: ['*'] })] });
    s3.Bucket.fromBucketName(stack, 'Bucket', 'a-bucket').grantRead(watched, 'reports/*');
    watched.allow(new iam.PolicyStatement({ actions: ['ssm:GetDocument'], resources: ['arn:aws:ssm:eu-central-1:111111111111:document/one'] }));
    const text = JSON.stringify(Object.values(template().findResources('AWS::IAM::ManagedPolicy')));
    expect(['ec2:DescribeVpcs', 'a-bucket/reports/*', 'ssm:GetDocument'].filter((each) => !text.includes(each))).toEqual([]);
    template().resourceCountIs('AWS::IAM::Policy', 0);
  });

  describe('under a key that identity policies alone do not open', () => {
    const stackOf = (id: string, app: App) => new Stack(app, id, { env: { account: '111111111111', region: 'eu-central-1' } });
    const under = (stack: Stack, encryptionKey: kms.IKey) => new WatchedFunction(stack, 'Function', {
      code: lambda.Code.fromInline('exports.handler = async () => 1;'), description: 'Counts the days', encryptionKey, logRetention: RetentionDays.ONE_YEAR,
      alarmTopic: sns.Topic.fromTopicArn(stack, 'Topic', TOPIC),
    });

    test('is named by the key\'s policy, else its dead letters would be lost', () => {
      const stack = stackOf('Stack', new App());
      under(stack, new DomainKey(stack, 'DomainKey', { domain: 'access' }));
      const [role] = Object.keys(Template.fromStack(stack).findResources('AWS::IAM::Role'));
      Template.fromStack(stack).hasResourceProperties('AWS::KMS::Key', { KeyPolicy: { Statement: Match.arrayWith([
        Match.objectLike({ Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Effect: 'Allow', Principal: { AWS: { 'Fn::GetAtt': [role, 'Arn'] } } }),
      ]) } });
    });

    test('of another stack, goes through SQS, and is refused where the key leaves that out', () => {
      const app = new App();
      const keys = stackOf('Keys', app);
      const open = new DomainKey(keys, 'Open', { domain: 'access', usedThrough: ['sqs'], usedBy: ['arn:aws:iam::111111111111:role/Function-*'] });
      expect(() => under(stackOf('Function', app), open)).not.toThrow();
      const shut = new DomainKey(keys, 'Shut', { domain: 'access' });
      expect(() => under(stackOf('Other', app), shut)).toThrow(/usedThrough/);
      expect(() => app.synth()).not.toThrow();
    });
  });

  test('is refused with every problem at once', () => {
    expect(() => build({ description: ' ', functionName: 'no spaces', timeout: Duration.minutes(16), memory: Size.mebibytes(64), reservedConcurrency: 0 })).toThrow(
      /5 problems\n {2}- description: got " "\. .*\n {2}- functionName: got "no spaces"\. .*\n {2}- timeout: .*15 minutes.*\n {2}- memory: got 64\. .*\n {2}- reservedConcurrency: got 0\. /);
  });
});

describe('the bundles of our functions', () => {
  const { buildFunctions } = jest.requireActual<{ buildFunctions: (target: string, constructs: string) => string[] }>('../../../scripts/functions.js');
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'functions-'));
    writeFunction('access/count-function', "import { one } from './one';\nexport const handler = async () => one;\n");
    writeFileSync(join(folder, 'constructs/access/count-function/one.ts'), 'export const one: number = 1;\n');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const writeFunction = (path: string, text: string) => {
    mkdirSync(join(folder, 'constructs', path), { recursive: true });
    writeFileSync(join(folder, 'constructs', path, 'index.ts'), text);
  };
  const bundle = () => buildFunctions(join(folder, 'assets'), join(folder, 'constructs'));
  const file = () => join(folder, 'assets/count/index.js');

  test('are one file each, with the modules they use, that runs', async () => {
    expect(bundle()).toEqual(['count']);
    expect(readdirSync(join(folder, 'assets/count'))).toEqual(['index.js']);
    const handler = jest.requireActual<{ handler: () => Promise<number> }>(file()).handler;
    expect(await handler()).toBe(1);
  });

  test('leave the AWS SDK to the runtime', () => {
    writeFunction('access/count-function', "import { EC2Client } from '@aws-sdk/client-ec2';\nexport const handler = async () => new EC2Client({});\n");
    bundle();
    expect(readFileSync(file(), 'utf8')).toContain('require("@aws-sdk/client-ec2")');
  });

  test('are written only when they change, and go with their source', () => {
    bundle();
    utimesSync(file(), 0, 0);
    bundle();
    expect(statSync(file()).mtimeMs).toBe(0);
    writeFunction('access/count-function', 'export const handler = async () => 3;\n');
    bundle();
    expect(statSync(file()).mtimeMs).toBeGreaterThan(0);
    rmSync(join(folder, 'constructs/access/count-function'), { recursive: true });
    expect(bundle()).toEqual([]);
    expect(readdirSync(join(folder, 'assets'))).toEqual([]);
  });

  test('are refused if two functions have one name', () => {
    writeFunction('backup/count-function', 'export const handler = async () => 2;\n');
    expect(bundle).toThrow(/Two functions are named 'count'.*access\/count-function and constructs\/backup\/count-function/);
  });
});
