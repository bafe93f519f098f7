import type { Json, TemplateSource } from '../../lib/checks/template';
import { synthetic } from '../../test/lib/checks/proofs/network/synthetic';

/** How large the estate is: VPCs, security groups in each, policies beside each. */
export interface Size {
  readonly vpcs: number;
  readonly groups: number;
  readonly policies: number;
}

/** What issue 4 names. */
export const WHOLE: Size = { vpcs: 50, groups: 40, policies: 100 };

const ENVIRONMENTS = ['development', 'test', 'acceptance', 'production'];
/** Each account has as many VPCs. */
const VPCS_EACH = 2;
const ORGANISATION = 'o-a1b2c3d4e5';
const MANAGEMENT = '100000000001';

/** An estate of many accounts: networks as the network proof is tested with, and roles, keys, buckets and topics that name each other. */
export function syntheticEstate({ vpcs, groups, policies }: Size): { sources: TemplateSource[]; accounts: Record<string, string> } {
  const accountOf = (v: number) => String(200000000000 + Math.floor(v / VPCS_EACH));
  const environmentOf = (v: number) => ENVIRONMENTS[Math.floor(v / VPCS_EACH) % ENVIRONMENTS.length];
  const place = (v: number) => ({ account: accountOf(v), region: 'eu-central-1', environment: environmentOf(v) });
  const networks = synthetic(vpcs, groups).map((source, v) => ({ ...source, ...place(v) }));
  const accesses = networks.map((_, v): TemplateSource => ({ name: `Access${v}`, stackName: `access-${v}`, ...place(v), body: body(resources(policies, accountOf(v))) }));
  const accounts = Object.fromEntries(networks.map((_, v) => [accountOf(v), environmentOf(v)]));
  const guardrails: TemplateSource = { name: 'Guardrails', stackName: 'guardrails', account: MANAGEMENT, region: 'eu-central-1', environment: 'management', body: body(organisation()) };
  return { sources: [...networks, ...accesses, guardrails], accounts: { ...accounts, [MANAGEMENT]: 'management' } };
}

type Resources = Record<string, { Type: string; Properties: object }>;

function body(made: Resources): Json {
  return { Resources: made } as unknown as Json;
}

const document = (...statements: object[]) => ({ Version: '2012-10-17', Statement: statements });
const attribute = (id: string, name = 'Arn') => ({ 'Fn::GetAtt': [id, name] });

/** Of ten policies six are roles' own, two of buckets, one of a key, one of a topic; each role reads the bucket and uses the key of its ten. */
function resources(policies: number, account: string): Resources {
  const made: Resources = {};
  for (let p = 0; p < policies; p += 10) {
    for (let r = 0; r < 3; r += 1) {
      // Trust and permissions: two policies.
      made[`Role${p + r}`] = { Type: 'AWS::IAM::Role', Properties: {
        AssumeRolePolicyDocument: document({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Condition: { StringEquals: { 'aws:SourceAccount': account } } }),
        Policies: [{ PolicyName: 'own', PolicyDocument: document(
          { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: { 'Fn::Join': ['', [attribute(`Bucket${p}`), '/*']] } },
          { Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: attribute(`Key${p}`), Condition: { StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' } } },
        ) }],
      } };
    }
    for (const b of [p, p + 1]) {
      const all = [attribute(`Bucket${b}`), { 'Fn::Join': ['', [attribute(`Bucket${b}`), '/*']] }];
      made[`Bucket${b}`] = { Type: 'AWS::S3::Bucket', Properties: { BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: attribute(`Key${p}`) } }] } } };
      made[`BucketPolicy${b}`] = { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: `Bucket${b}` }, PolicyDocument: document(
        { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: all, Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
        { Effect: 'Allow', Principal: { Service: 'logging.s3.amazonaws.com' }, Action: 's3:PutObject', Resource: all[1], Condition: { StringEquals: { 'aws:SourceAccount': account } } },
      ) } };
    }
    made[`Key${p}`] = { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: document(
      { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: ['kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion', 'kms:Describe*'], Resource: '*' },
      { Effect: 'Allow', Principal: { AWS: attribute(`Role${p}`) }, Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: '*', Condition: { StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' } } },
    ) } };
    made[`Topic${p}`] = { Type: 'AWS::SNS::Topic', Properties: {} };
    made[`TopicPolicy${p}`] = { Type: 'AWS::SNS::TopicPolicy', Properties: { Topics: [{ Ref: `Topic${p}` }], PolicyDocument: document(
      { Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' }, Action: 'sns:Publish', Resource: { Ref: `Topic${p}` }, Condition: { StringEquals: { 'aws:SourceAccount': account } } },
    ) } };
  }
  return made;
}

function organisation(): Resources {
  const policy = (type: string, ...statements: object[]) => ({ Type: 'AWS::Organizations::Policy', Properties: { Name: type, Type: type, TargetIds: ['r-ab12'], Content: document(...statements) } });
  return {
    Services: policy('SERVICE_CONTROL_POLICY', { Effect: 'Deny', NotAction: ['iam:*', 'sts:*', 'organizations:*', 'kms:*'], Resource: '*', Condition: { StringNotEquals: { 'aws:RequestedRegion': ['eu-central-1', 'eu-west-1'] } } }),
    Resources: policy('RESOURCE_CONTROL_POLICY', { Effect: 'Deny', Principal: '*', Action: ['s3:*', 'kms:*', 'sts:AssumeRole'], Resource: '*', Condition: { StringNotEqualsIfExists: { 'aws:PrincipalOrgID': ORGANISATION }, BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } } }),
  };
}
