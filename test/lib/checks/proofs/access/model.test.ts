import { may, mayEver, WITHOUT_FRESH_MFA, WITHOUT_MFA, type Asked } from '../../../../../lib/checks/proofs/access/ask';
import { Directory } from '../../../../../lib/checks/proofs/access/directory';
import { AccessModel, type Principal } from '../../../../../lib/checks/proofs/access/model';
import { matches, patternOf } from '../../../../../lib/checks/proofs/access/glob';
import { Names } from '../../../../../lib/checks/proofs/access/names';
import type { Tri } from '../../../../../lib/checks/proofs/access/tri';
import { mayThroughRoles } from '../../../../../lib/checks/proofs/access/chains';
import { who } from '../../../../../lib/checks/proofs/access/who';
import { tellPrincipal, tellWitness } from '../../../../../lib/checks/proofs/access/words';
import { TemplateSet, type Json, type JsonMap, type TemplateSource } from '../../../../../lib/checks/template';

const A = '111111111111';
const B = '222222222222';
const MANAGEMENT = '999999999990';
const ESTATE = { [A]: 'development', [B]: 'production', [MANAGEMENT]: 'management' };

type Resources = Record<string, { Type: string; Properties?: JsonMap; [more: string]: Json | undefined }>;

function stack(resources: Resources, more: Partial<TemplateSource> & { body?: JsonMap } = {}): TemplateSource {
  return { name: 'App', stackName: 'App', account: A, region: 'eu-central-1', ...more, body: { ...(more.body as JsonMap | undefined), Resources: resources as JsonMap } };
}

function model(sources: TemplateSource[], accounts: Record<string, string> = ESTATE): AccessModel {
  return AccessModel.of(new TemplateSet(sources, accounts));
}

function find(of: AccessModel, name: string): Principal {
  const found = new Directory(of).principal(name);
  if ('problem' in found) {
    throw new Error(found.problem);
  }
  return found.found;
}

function asked(of: AccessModel, principal: string, action: string, resource: string, more: Partial<Asked> = {}) {
  const object = new Directory(of).resource(resource, action);
  if ('problem' in object) {
    throw new Error(object.problem);
  }
  return { principal: find(of, principal), action, ...object.found, ...more };
}

const ask = (of: AccessModel, principal: string, action: string, resource: string, more: Partial<Asked> = {}) => mayEver(of, asked(of, principal, action, resource, more));
const policy = (...statements: JsonMap[]): JsonMap => ({ Version: '2012-10-17', Statement: statements });
const allow = (action: Json, resource: Json, more: JsonMap = {}): JsonMap => ({ Effect: 'Allow', Action: action, Resource: resource, ...more });
const trust = (principal: Json, more: JsonMap = {}): JsonMap => policy({ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole', ...more });
const role = (more: JsonMap = {}): Resources[string] => ({ Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: trust({ Service: 'ec2.amazonaws.com' }), ...more } });
const inline = (...statements: JsonMap[]): JsonMap => ({ Policies: [{ PolicyName: 'P', PolicyDocument: policy(...statements) }] });
const arn = (id: string): Json => ({ 'Fn::GetAtt': [id, 'Arn'] });
const objects = (id: string): Json => ({ 'Fn::Join': ['', [arn(id), '/*']] });

describe('a name that CloudFormation makes up', () => {
  const LONG = 'RestoreStoresRehearsalRoleOfAcceptance399904EC';
  test.each<[string, Tri, { stack: string; logicalId: string; type?: string }]>([
    // Its own ending is letters and digits, nothing else.
    ['App-Role-*', true, { stack: 'App', logicalId: 'Role' }],
    ['App-*Backup-*', false, { stack: 'App', logicalId: 'Role' }],
    ['App-*A', undefined, { stack: 'App', logicalId: 'Role' }],
    ['App-Role-ABCDEFGHIJKL', undefined, { stack: 'App', logicalId: 'Role' }],
    // What would be longer than 64 characters is shortened; 20 of the stack's name, or all of it and 20 of the logical id, are sure.
    ['Acceptance-Runbooks-*', true, { stack: 'Acceptance-Runbooks', logicalId: LONG }],
    ['Acceptance-Runbooks-RestoreStores*', true, { stack: 'Acceptance-Runbooks', logicalId: LONG }],
    ['Acceptance-Runbooks-RestoreCustomer*', false, { stack: 'Acceptance-Runbooks', logicalId: LONG }],
    ['Acceptance-Runbooks-RestoreStoresRehearsalRole*', undefined, { stack: 'Acceptance-Runbooks', logicalId: LONG }],
    ['*-runbook', undefined, { stack: 'Acceptance-Runbooks', logicalId: LONG }],
    ['Acceptance-Runbooks-*', false, { stack: 'Acceptance-RunbooksOfAll', logicalId: LONG }],
    ['Acceptance-RunbooksOf*', undefined, { stack: 'Acceptance-RunbooksOfAll', logicalId: LONG }],
    ['Acceptance-*', true, { stack: 'Acceptance-RunbooksOfAll', logicalId: LONG }],
    ['restore*', false, { stack: 'Acceptance-RunbooksOfAll', logicalId: LONG }],
    // Some services mind capital letters, or take less.
    ['app-cluster-*', true, { stack: 'App', logicalId: 'Cluster', type: 'AWS::RDS::DBCluster' }],
    ['App-Cluster-*', false, { stack: 'App', logicalId: 'Cluster', type: 'AWS::RDS::DBCluster' }],
    ['app-search-*', true, { stack: 'App', logicalId: 'Search', type: 'AWS::OpenSearchService::Domain' }],
    ['acceptance-search-*', undefined, { stack: 'Acceptance', logicalId: 'Search', type: 'AWS::OpenSearchService::Domain' }],
  ])('%s: %s of %o', (pattern, expected, { stack: stackName, logicalId, type = 'AWS::IAM::Role' }) => {
    const set = new TemplateSet([stack({ [logicalId]: { Type: type, Properties: {} } }, { stackName })], {});
    const [template] = set.templates;
    const [, name] = /[/:]([^/:]+)$/.exec(new Names().arn(template.base.resource(logicalId)!)) ?? [];
    expect(matches(patternOf(pattern, 'text'), name)).toBe(expected);
  });

  test.each<[string, JsonMap[], string]>([
    ['that a policy may mean leaves the answer open', [allow('iam:PassRole', 'arn:aws:iam::*:role/*-runbook')], 'unknown'],
    ['that one policy may mean hides nothing that another one allows', [allow('iam:PassRole', 'arn:aws:iam::*:role/*-runbook'), allow('iam:PassRole', '*', { Condition: { StringEquals: { 'iam:PassedToService': 'ssm.amazonaws.com' } } })], 'yes'],
    ['that a policy may mean is nothing to go by where another one denies', [allow('iam:PassRole', 'arn:aws:iam::*:role/*-runbook'), { ...allow('iam:PassRole', '*'), Effect: 'Deny' }], 'no'],
    ['that a denial may mean leaves the answer open', [allow('iam:PassRole', '*'), { ...allow('iam:PassRole', 'arn:aws:iam::*:role/*-runbook'), Effect: 'Deny' }], 'unknown'],
  ])('%s', (_, statements, answer) => {
    const of = model([stack({ Own: role(inline(...statements)), [LONG]: role() }, { stackName: 'Acceptance-Runbooks' })]);
    expect(ask(of, 'App/Own', 'iam:PassRole', `App/${LONG}`).answer).toBe(answer);
  });
});

describe('the policies that an identity has', () => {
  const bucket: Resources = { Data: { Type: 'AWS::S3::Bucket' } };
  test.each<[string, Resources]>([
    ['inline', { Role: role(inline(allow('s3:GetObject', objects('Data')))) }],
    ['by AWS::IAM::Policy', { Role: role(), P: { Type: 'AWS::IAM::Policy', Properties: { Roles: [{ Ref: 'Role' }], PolicyDocument: policy(allow('s3:GetObject', objects('Data'))) } } }],
    ['by AWS::IAM::RolePolicy', { Role: role(), P: { Type: 'AWS::IAM::RolePolicy', Properties: { RoleName: { Ref: 'Role' }, PolicyDocument: policy(allow('s3:GetObject', objects('Data'))) } } }],
    ['by a managed policy that names the role', { Role: role({ RoleName: 'app' }), P: { Type: 'AWS::IAM::ManagedPolicy', Properties: { Roles: ['app'], PolicyDocument: policy(allow('s3:GetObject', objects('Data'))) } } }],
    ['by a managed policy that the role names', { Role: role({ ManagedPolicyArns: [{ Ref: 'P' }] }), P: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: policy(allow('s3:GetObject', objects('Data'))) } } }],
    ["by one of AWS's own", { Role: role({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] }) }],
    ['by a group', { Role: { Type: 'AWS::IAM::User', Properties: { Groups: [{ Ref: 'G' }] } }, G: { Type: 'AWS::IAM::Group', Properties: inline(allow('s3:GetObject', objects('Data'))) } }],
    ['by a group that takes the user in', { Role: { Type: 'AWS::IAM::User', Properties: { UserName: 'ann' } }, G: { Type: 'AWS::IAM::Group', Properties: inline(allow('s3:GetObject', objects('Data'))) }, M: { Type: 'AWS::IAM::UserToGroupAddition', Properties: { GroupName: { Ref: 'G' }, Users: ['ann'] } } }],
    ['by the bucket', { Role: role(), P: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Data' }, PolicyDocument: policy({ ...allow('s3:GetObject', objects('Data')), Principal: { AWS: arn('Role') } }) } } }],
  ])('%s', (_, resources) => {
    const of = model([stack({ ...bucket, ...resources, Other: role() })]);
    expect(ask(of, 'Role', 's3:GetObject', 'Data').answer).toBe('yes');
    expect(ask(of, 'Other', 's3:GetObject', 'Data').answer).toBe('no');
  });

  test('a condition decides whether a group takes the user in, whom, and which one', () => {
    const conditional = (more: Resources) => model([stack({ ...bucket, Role: { Type: 'AWS::IAM::User', Properties: { UserName: 'ann' } }, G: { Type: 'AWS::IAM::Group', Properties: inline(allow('s3:GetObject', objects('Data'))) }, ...more }, { body: { Parameters: { P: { Type: 'String' } }, Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } } } })]);
    const addition = (properties: JsonMap, more: JsonMap = {}): Resources => ({ M: { Type: 'AWS::IAM::UserToGroupAddition', Properties: { GroupName: { Ref: 'G' }, Users: ['ann'], ...properties }, ...more } });
    const answers = [addition({}), addition({}, { Condition: 'C' }), addition({ Users: [{ 'Fn::If': ['C', 'ann', 'bob'] }] }), addition({ GroupName: { 'Fn::If': ['C', { Ref: 'G' }, 'other'] } })].map((made) => ask(conditional(made), 'Role', 's3:GetObject', 'Data').answer);
    expect(answers).toEqual(['yes', 'unknown', 'unknown', 'unknown']);
  });

  test('one that the templates do not show leaves everything open, but not what is denied', () => {
    const of = model([stack({ ...bucket, Role: role({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/SomeJob'], ...inline({ Effect: 'Deny', Action: 's3:PutObject', Resource: '*' }) }) })]);
    expect(ask(of, 'Role', 's3:GetObject', 'Data')).toMatchObject({ answer: 'unknown', reasons: [expect.stringContaining('arn:aws:iam::aws:policy/SomeJob')] });
    expect(ask(of, 'Role', 's3:PutObject', 'Data').answer).toBe('no');
  });

  test('a boundary limits it; one that the templates do not show may', () => {
    const boundary = (value: Json) => model([stack({ ...bucket, Role: role({ PermissionsBoundary: value, ...inline(allow('*', '*')) }), B: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: policy(allow('sqs:*', '*')) } } })]);
    expect(ask(boundary({ Ref: 'B' }), 'Role', 's3:GetObject', 'Data').answer).toBe('no');
    expect(ask(boundary({ Ref: 'B' }), 'Role', 'sqs:SendMessage', '*').answer).toBe('yes');
    expect(ask(boundary('arn:aws:iam::111111111111:policy/elsewhere'), 'Role', 's3:GetObject', 'Data').answer).toBe('unknown');
  });

  test('what hangs on a condition of the template is open', () => {
    const body = { Parameters: { Wide: { Type: 'String' } }, Conditions: { Wide: { 'Fn::Equals': [{ Ref: 'Wide' }, 'yes'] } } };
    const of = (wide: JsonMap) => model([stack({ ...bucket, Role: role(inline(allow('s3:ListBucket', arn('Data')), wide)) }, { body })]);
    const conditional = of({ 'Fn::If': ['Wide', allow('s3:GetObject', objects('Data')), { Ref: 'AWS::NoValue' }] });
    expect(ask(conditional, 'Role', 's3:GetObject', 'Data')).toMatchObject({ answer: 'unknown', reasons: [expect.stringContaining('a condition of the template decides')] });
    expect(ask(conditional, 'Role', 's3:ListBucket', 'Data').answer).toBe('yes');
    expect(ask(of(allow('s3:GetObject', { 'Fn::If': ['Wide', objects('Data'), objects('Data')] })), 'Role', 's3:GetObject', 'Data').answer).toBe('yes');
  });

  test('what hangs on a parameter is open, with its name', () => {
    const of = model([stack({ ...bucket, Role: role(inline(allow('s3:GetObject', { Ref: 'Where' }))) }, { body: { Parameters: { Where: { Type: 'String' } } } })]);
    expect(ask(of, 'Role', 's3:GetObject', 'Data').answer).toBe('unknown');
    expect(ask(of, 'Role', 's3:PutObject', 'Data').answer).toBe('no');
  });
});

describe('names that are agreed ahead', () => {
  const key = (arns: string): Resources => ({ Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: policy({ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${A}:root` }, Action: 'kms:Decrypt', Resource: '*', Condition: { ArnLike: { 'aws:PrincipalArn': arns } } }) } } });
  const roleIn = (stackName: string): TemplateSource => stack({ Task: role(inline(allow('kms:Decrypt', '*'))) }, { name: stackName, stackName });

  test.each<[string, string, string]>([
    [`arn:aws:iam::${A}:role/Service-*`, 'Service', 'yes'],
    [`arn:aws:iam::${A}:role/Service-Task-*`, 'Service', 'yes'],
    [`arn:aws:iam::${A}:role/Service-*`, 'Web', 'no'],
    [`arn:aws:iam::${B}:role/Service-*`, 'Service', 'no'],
    [`arn:aws:iam::${A}:role/Service-Task-1A2B3C`, 'Service', 'unknown'],
    [`arn:aws:iam::${A}:role/*-admin`, 'Service', 'unknown'],
  ])('%s lets in the role of the stack %s: %s', (arns, stackName, answer) => {
    expect(ask(model([stack(key(arns)), roleIn(stackName)]), 'Task', 'kms:Decrypt', 'Key').answer).toBe(answer);
  });

  test('a name that CloudFormation would shorten is only known by its start', () => {
    const long = 'AStackWithANameThatIsReallyVeryLongIndeed';
    const of = (arns: string) => model([stack(key(arns)), stack({ TaskRoleOfTheVeryLongService: role(inline(allow('kms:Decrypt', '*'))) }, { name: long, stackName: long })]);
    expect(ask(of(`arn:aws:iam::${A}:role/AStackWithAName*`), 'TaskRoleOfTheVeryLongService', 'kms:Decrypt', 'Key').answer).toBe('yes');
    expect(ask(of(`arn:aws:iam::${A}:role/${long}-Task*`), 'TaskRoleOfTheVeryLongService', 'kms:Decrypt', 'Key').answer).toBe('unknown');
  });

  test('a reference into another stack is the same resource', () => {
    const of = model([
      stack({ Data: { Type: 'AWS::S3::Bucket' } }, { name: 'Data', stackName: 'Data', body: { Outputs: { Arn: { Value: arn('Data'), Export: { Name: 'data' } } } } }),
      stack({ Role: role(inline(allow('s3:GetObject', { 'Fn::Join': ['', [{ 'Fn::ImportValue': 'data' }, '/*']] }))), Other: { Type: 'AWS::S3::Bucket' } }),
    ]);
    expect(ask(of, 'Role', 's3:GetObject', 'Data/Data').answer).toBe('yes');
    expect(ask(of, 'Role', 's3:GetObject', 'App/Other').answer).toBe('no');
  });
});

describe('across accounts', () => {
  const resources: Resources = {
    Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'jobs' } },
    QueuePolicy: { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: [{ Ref: 'Queue' }], PolicyDocument: policy({ ...allow('sqs:SendMessage', '*'), Principal: { AWS: A } }) } },
    Target: role({ RoleName: 'target', AssumeRolePolicyDocument: trust({ AWS: `arn:aws:iam::${A}:role/hop` }, { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }), ...inline(allow('s3:GetObject', objects('Data'))) }),
    Data: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'data-of-production' } },
  };
  const there = stack(resources, { name: 'There', stackName: 'There', account: B });
  const here = stack({
    Start: role({ RoleName: 'start', ...inline(allow('sts:AssumeRole', '*')) }),
    Hop: role({ RoleName: 'hop', AssumeRolePolicyDocument: trust({ AWS: { 'Fn::GetAtt': ['Start', 'Arn'] } }), ...inline(allow('sts:AssumeRole', `arn:aws:iam::${B}:role/target`), allow('sqs:SendMessage', `arn:aws:sqs:eu-central-1:${B}:jobs`)) }),
  });
  const of = model([here, there]);

  test('both sides must allow', () => {
    expect(ask(of, 'Hop', 'sqs:SendMessage', 'Queue').answer).toBe('yes');
    expect(ask(of, 'Start', 'sqs:SendMessage', 'Queue').answer).toBe('no');
    expect(ask(of, 'Hop', 'sqs:ReceiveMessage', 'Queue').answer).toBe('no');
  });

  test('a chain of roles is followed', () => {
    expect(ask(of, 'Start', 's3:GetObject', 'Data').answer).toBe('no');
    const { roles, existence } = mayThroughRoles(of, asked(of, 'Start', 's3:GetObject', 'Data'));
    expect(roles.map((step) => step.role.logicalId)).toEqual(['Hop', 'Target']);
    expect(existence.answer).toBe('yes');
    expect(tellWitness(of, { kind: 'identity', identity: roles[0].role }, roles[1].assumed)).toContain('when aws:MultiFactorAuthPresent is true');
  });

  test('a chain breaks where a second factor is missing', () => {
    expect(mayThroughRoles(of, asked(of, 'Start', 's3:GetObject', 'Data', { demands: WITHOUT_MFA })).existence.answer).toBe('no');
    expect(ask(of, 'Hop', 'sts:AssumeRole', 'Target', { demands: WITHOUT_FRESH_MFA }).answer).toBe('yes');
  });

  test('without the templates of the other account nothing is known of its resources', () => {
    const alone = model([here]);
    expect(ask(alone, 'Hop', 'sqs:SendMessage', `arn:aws:sqs:eu-central-1:${B}:jobs`)).toMatchObject({ answer: 'unknown', reasons: [`the templates of account ${B} (production) are not given, and so not the policy of arn:aws:sqs:eu-central-1:${B}:jobs`] });
    expect(ask(alone, 'Start', 'sqs:SendMessage', `arn:aws:sqs:eu-central-1:${B}:jobs`).answer).toBe('no');
  });

  test('without those of the principal nothing is known of what it may', () => {
    const alone = model([there]);
    expect(ask(alone, `arn:aws:iam::${A}:role/hop`, 'sts:AssumeRole', 'Target')).toMatchObject({ answer: 'unknown', reasons: [`the templates of account ${A} (development) are not given, and so not the policies of arn:aws:iam::${A}:role/hop`] });
    expect(ask(alone, `arn:aws:iam::${A}:role/start`, 'sts:AssumeRole', 'Target').answer).toBe('no');
  });

  test('whoever may do something is told', () => {
    const told = who(of, { action: 'sqs:SendMessage', resource: of.objectOf(of.targets.find(({ logicalId }) => logicalId === 'Queue')!) }).map(({ principal, existence }) => `${tellPrincipal(of, principal)}: ${existence.answer}`);
    expect(told).toEqual([`arn:aws:iam::${A}:role/hop: yes`, `an identity of account ${A} (development): yes`, `an identity of account ${B} (production): yes`]);
  });
});

describe('the organisation', () => {
  const control = (type: string, content: JsonMap, targets: Json = ['r-ab12']): Resources[string] => ({ Type: 'AWS::Organizations::Policy', Properties: { Name: 'P', Type: type, Content: content, TargetIds: targets } });
  const organisation = (resources: Resources) => stack(resources, { name: 'Organisation', stackName: 'Organisation', account: MANAGEMENT });
  const noQueues = policy({ Effect: 'Deny', Action: 'sqs:*', Resource: '*' });
  const app = stack({ Role: role(inline(allow('*', '*'))), Queue: { Type: 'AWS::SQS::Queue' }, Topic: { Type: 'AWS::SNS::Topic' } });

  test.each<[string, string, string, string, Json?]>([
    ['reach the principals of member accounts', 'Role', 'sqs:SendMessage', 'no'],
    ['and their root users', `arn:aws:iam::${A}:root`, 'sqs:SendMessage', 'no'],
    ['not what they do not name', 'Role', 'sns:Publish', 'yes'],
    ['not the management account', MANAGEMENT, 'sqs:ListQueues', 'yes'],
    ['not service-linked roles', `arn:aws:iam::${A}:role/aws-service-role/x.amazonaws.com/R`, 'sqs:ListQueues', 'unknown'],
    ['an account they are attached to', 'Role', 'sqs:SendMessage', 'no', [A]],
    ['not another one', 'Role', 'sqs:SendMessage', 'yes', [B]],
    ['a unit: which accounts are in it is open', 'Role', 'sqs:SendMessage', 'unknown', ['ou-ab12-11111111']],
    ['nobody, when they are attached to nothing', 'Role', 'sqs:SendMessage', 'yes', []],
  ])('service control policies reach %s', (_, principal, action, answer, targets = ['r-ab12']) => {
    const of = model([organisation({ P: control('SERVICE_CONTROL_POLICY', noQueues, targets) }), app]);
    expect(ask(of, principal, action, '*').answer).toBe(answer);
  });

  test('resource control policies reach the resources of the services that have them', () => {
    const closed = policy({ Effect: 'Deny', Principal: '*', Action: '*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'true' } } });
    const of = model([organisation({ P: control('RESOURCE_CONTROL_POLICY', closed), Q: { Type: 'AWS::SQS::Queue' } }), app]);
    const over = { context: { 'aws:SecureTransport': 'true' } };
    expect(ask(of, 'Role', 'sqs:SendMessage', 'App/Queue', over).answer).toBe('no');
    expect(ask(of, 'Role', 'sns:Publish', 'App/Topic', over).answer).toBe('yes');
    expect(ask(of, MANAGEMENT, 'sqs:SendMessage', 'Organisation/Q', over).answer).toBe('yes');
  });

  test('principals of the estate have its id, strangers have another or none', () => {
    const open = (id: string): Resources => ({ Q: { Type: 'AWS::SQS::Queue' }, P: { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: [{ Ref: 'Q' }], PolicyDocument: policy({ ...allow('sqs:*', '*'), Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': id } } }) } } });
    const guard = organisation({ P: control('SERVICE_CONTROL_POLICY', policy({ Effect: 'Deny', Action: 'x:y', Resource: '*', Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-aaaaaaaaaa' } } })) });
    const [own, foreign] = ['o-aaaaaaaaaa', 'o-bbbbbbbbbb'].map((id) => model([guard, stack(open(id), { account: B })]));
    expect(ask(own, A, 'sqs:SendMessage', 'Q').answer).toBe('yes');
    expect(ask(own, '333333333333', 'sqs:SendMessage', 'Q').answer).toBe('no');
    expect(ask(foreign, A, 'sqs:SendMessage', 'Q').answer).toBe('no');
    expect(ask(foreign, '333333333333', 'sqs:SendMessage', 'Q')).toMatchObject({ answer: 'yes', context: new Map([['aws:PrincipalOrgID', ['o-bbbbbbbbbb']]]) });
  });
});

describe('resources with a policy of their own', () => {
  const lambda = (more: JsonMap): Resources => ({ F: { Type: 'AWS::Lambda::Function' }, P: { Type: 'AWS::Lambda::Permission', Properties: { FunctionName: { Ref: 'F' }, Action: 'lambda:InvokeFunction', ...more } } });
  test.each<[string, Resources, string, string, string, string]>([
    ['a function, by its permission', lambda({ Principal: 's3.amazonaws.com', SourceAccount: A }), 'service:s3.amazonaws.com', 'lambda:InvokeFunction', 'F', 'yes'],
    ['another service is not permitted', lambda({ Principal: 's3.amazonaws.com' }), 'service:sns.amazonaws.com', 'lambda:InvokeFunction', 'F', 'no'],
    ['a permission for everybody', lambda({ Principal: '*' }), 'internet', 'lambda:InvokeFunction', 'F', 'yes'],
    ['a topic', { T: { Type: 'AWS::SNS::Topic' }, P: { Type: 'AWS::SNS::TopicPolicy', Properties: { Topics: [{ Ref: 'T' }], PolicyDocument: policy({ ...allow('sns:Publish', '*'), Principal: { Service: 'events.amazonaws.com' } }) } } }, 'service:events.amazonaws.com', 'sns:Publish', 'T', 'yes'],
    ['a secret', { S: { Type: 'AWS::SecretsManager::Secret' }, P: { Type: 'AWS::SecretsManager::ResourcePolicy', Properties: { SecretId: { Ref: 'S' }, ResourcePolicy: policy({ ...allow('secretsmanager:GetSecretValue', '*'), Principal: { AWS: B } }) } } }, B, 'secretsmanager:GetSecretValue', 'S', 'yes'],
    ['an event bus', { E: { Type: 'AWS::Events::EventBus', Properties: { Name: 'bus' } }, P: { Type: 'AWS::Events::EventBusPolicy', Properties: { EventBusName: 'bus', StatementId: 's', Principal: B, Action: 'events:PutEvents' } } }, B, 'events:PutEvents', 'E', 'yes'],
    ['a policy that is text', { Q: { Type: 'AWS::ECR::Repository', Properties: { RepositoryPolicyText: JSON.stringify(policy({ Effect: 'Allow', Principal: { AWS: B }, Action: 'ecr:BatchGetImage' })) } } }, B, 'ecr:BatchGetImage', 'Q', 'yes'],
    ['a policy that is text with references', { K: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: { 'Fn::Sub': '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"${R.Arn}"},"Action":"kms:Decrypt","Resource":"*"}}' } } }, R: role() }, 'R', 'kms:Decrypt', 'K', 'yes'],
    ['a policy that is text, but not JSON', { K: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: '{"Statement":' } }, R: role() }, 'R', 'kms:Decrypt', 'K', 'unknown'],
    ['a key without policy has the default one', { K: { Type: 'AWS::KMS::Key' }, R: role(inline(allow('kms:Decrypt', '*'))) }, 'R', 'kms:Decrypt', 'K', 'yes'],
    ['a key that names nobody is closed', { K: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: policy({ Effect: 'Deny', Principal: '*', Action: 'x:y', Resource: '*' }) } }, R: role(inline(allow('kms:Decrypt', '*'))) }, 'R', 'kms:Decrypt', 'K', 'no'],
    ['a bucket without policy is closed to others', { D: { Type: 'AWS::S3::Bucket' } }, B, 's3:GetObject', 'D', 'no'],
    ['who may change a role is not who may be it', { R: role(inline(allow('iam:*', '*'))), T: role() }, 'R', 'iam:UpdateAssumeRolePolicy', 'T', 'yes'],
  ])('%s', (_, resources, principal, action, resource, answer) => {
    expect(ask(model([stack(resources)]), principal, action, resource).answer).toBe(answer);
  });

  test('one whose owner is not known may be the same account or another', () => {
    const of = model([stack({ R: role(inline(allow('*', '*'))), Q: { Type: 'AWS::SQS::Queue' } }, { account: undefined, region: undefined })], {});
    expect(ask(of, 'R', 'sqs:SendMessage', 'Q').answer).toBe('yes');
    expect(ask(of, A, 'sqs:SendMessage', 'Q').answer).toBe('unknown');
  });
});

test('a request through an endpoint needs the policy of the endpoint', () => {
  const endpoint = (statements: JsonMap[]): Resources[string] => ({ Type: 'AWS::EC2::VPCEndpoint', Properties: { VpcId: { Ref: 'Vpc' }, ServiceName: 's3', ...(statements.length > 0 && { PolicyDocument: policy(...statements) }) } });
  const of = model([stack({
    Vpc: { Type: 'AWS::EC2::VPC' }, Data: { Type: 'AWS::S3::Bucket' }, Role: role(inline(allow('s3:*', '*', { Condition: { StringEquals: { 'aws:SourceVpc': { Ref: 'Vpc' } } } }))),
    Open: endpoint([]), Reads: endpoint([{ ...allow('s3:Get*', '*'), Principal: '*' }]),
  })]);
  const through = (name: string, action: string) => ask(of, 'Role', action, 'Data', { through: of.endpoints.find(({ logicalId }) => logicalId === name) }).answer;
  expect([through('Open', 's3:PutObject'), through('Reads', 's3:PutObject'), through('Reads', 's3:GetObject')]).toEqual(['yes', 'no', 'yes']);
});

describe('one context', () => {
  const of = model([stack({ Role: role(inline(allow('s3:GetObject', '*', { Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } } }))), D: { Type: 'AWS::S3::Bucket' } })]);
  test.each([[{ 'aws:SourceVpce': 'vpce-1' }, true], [{ 'aws:SourceVpce': 'vpce-2' }, false], [{}, false], [{ 'AWS:sourcevpce': ['vpce-1'] }, true]])('%j: %s', (context, allowed) => {
    expect(may(of, asked(of, 'Role', 's3:GetObject', 'D/*', { within: [`${of.targets.find(({ logicalId }) => logicalId === 'D')!.arn}/a`], context })).allowed).toBe(allowed);
  });
});

describe('templates that cannot be deployed', () => {
  test.each<[string, Resources]>([
    ['roles that name each other', { R: role({ RoleName: { Ref: 'S' } }), S: role({ RoleName: { Ref: 'R' } }) }],
    ['a policy without document', { P: { Type: 'AWS::IAM::ManagedPolicy', Properties: { Roles: [{ Ref: 'R' }] } }, R: role() }],
    ['a role without trust', { R: { Type: 'AWS::IAM::Role' } }],
    ['properties that are a list', { R: { Type: 'AWS::IAM::Role', Properties: [] as never } }],
    ['a reference to nothing', { R: role(), P: { Type: 'AWS::IAM::Policy', Properties: { Roles: [{ Ref: 'Nobody' }], PolicyDocument: policy(allow('*', '*')) } } }],
    ['policies that are text', { R: role({ Policies: 'x', ManagedPolicyArns: { a: 'b' } }) }],
  ])('%s: no permission comes of it, and nothing fails', (_, resources) => {
    expect(['no', 'unknown']).toContain(ask(model([stack({ ...resources, Q: { Type: 'AWS::SQS::Queue' } })]), 'R', 'sqs:SendMessage', 'Q').answer);
  });
});

test('thousands of policies are read and asked about in seconds', () => {
  const resources: Resources = {};
  for (let i = 0; i < 700; i += 1) {
    resources[`R${i}`] = role(inline(allow('s3:GetObject', objects(`D${i}`))));
    resources[`D${i}`] = { Type: 'AWS::S3::Bucket' };
    resources[`P${i}`] = { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: `D${i}` }, PolicyDocument: policy({ Effect: 'Deny', Principal: '*', Action: '*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }) } };
  }
  const begun = Date.now();
  const of = model([stack(resources)]);
  for (let i = 0; i < 700; i += 1) {
    const target = of.targets.find(({ logicalId }) => logicalId === `D${i}`)!;
    expect(mayEver(of, { principal: { kind: 'account', account: B }, action: 's3:GetObject', resource: of.objectOf(target) }).answer).toBe('no');
  }
  expect(ask(of, 'R7', 's3:GetObject', 'D7').answer).toBe('yes');
  expect(ask(of, 'R7', 's3:GetObject', 'D8').answer).toBe('no');
  expect(Date.now() - begun).toBeLessThan(8000);
});
