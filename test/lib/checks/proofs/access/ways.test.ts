import { answerThroughRoles } from '../../../../../lib/checks/proofs/access/answer';
import { mayEver, WITHOUT_MFA, type Asked } from '../../../../../lib/checks/proofs/access/ask';
import { Directory } from '../../../../../lib/checks/proofs/access/directory';
import { AccessModel } from '../../../../../lib/checks/proofs/access/model';
import type { Way } from '../../../../../lib/checks/proofs/access/ways';
import { mayThroughRoles } from '../../../../../lib/checks/proofs/access/chains';
import { who } from '../../../../../lib/checks/proofs/access/who';
import { tellPrincipal } from '../../../../../lib/checks/proofs/access/words';
import { TemplateSet, type Json, type JsonMap, type TemplateSource } from '../../../../../lib/checks/template';

const [A, B, STRANGER] = ['111111111111', '222222222222', '333333333333'];
const IAM = 'https://docs.aws.amazon.com/IAM/latest/UserGuide';
const PASS = `${IAM}/id_roles_use_passrole.html`;
const KEYS = `${IAM}/reference_policies_iam-condition-keys.html`;
const ACTIONS = 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html';
const GRANTS = 'https://docs.aws.amazon.com/kms/latest/developerguide/grants.html';
const CONDITIONS = 'https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html';

type Resources = Record<string, { Type: string; Properties?: JsonMap }>;
const policy = (...statements: JsonMap[]): JsonMap => ({ Version: '2012-10-17', Statement: statements });
const allow = (action: Json, resource: Json = '*', more: JsonMap = {}): JsonMap => ({ Effect: 'Allow', Action: action, Resource: resource, ...more });
const when = (operator: string, key: string, value: Json): JsonMap => ({ Condition: { [operator]: { [key]: value } } });
const stack = (resources: Resources, account = A, name = 'App'): TemplateSource => ({ name, stackName: name, account, region: 'eu-central-1', body: { Resources: resources as JsonMap } });
const role = (name: string, trusts: Json, ...statements: JsonMap[]): Resources[string] => ({ Type: 'AWS::IAM::Role', Properties: {
  RoleName: name, AssumeRolePolicyDocument: policy({ Effect: 'Allow', Principal: trusts, Action: 'sts:AssumeRole' }), ...(statements.length > 0 && { Policies: [{ PolicyName: 'P', PolicyDocument: policy(...statements) }] }),
} });
const model = (resources: Resources, ...more: TemplateSource[]): AccessModel => AccessModel.of(new TemplateSet([stack(resources), ...more], { [A]: 'development', [B]: 'production' }));

function asked(of: AccessModel, principal: string, action: string, what: string, more: Partial<Asked> = {}): Asked {
  const directory = new Directory(of);
  const [who_, resource] = [directory.principal(principal), directory.resource(what, action)];
  if ('problem' in who_ || 'problem' in resource) {
    throw new Error(JSON.stringify([who_, resource]));
  }
  return { principal: who_.found, action, ...resource.found, ...more };
}

describe('rights that somebody comes to in other ways than by assuming a role', () => {
  const READER = `arn:aws:iam::${A}:role/reader`;
  const START = `arn:aws:iam::${A}:role/start`;
  const lambda = { Service: 'lambda.amazonaws.com' };
  /** `start` has these rights; `reader` reads the data and trusts a service. */
  const estate = (statements: JsonMap[], trusts: Json = lambda, more: Resources = {}): AccessModel => model({
    Start: role('start', { Service: 'ec2.amazonaws.com' }, ...statements), Reader: role('reader', trusts, allow('s3:GetObject', 'arn:aws:s3:::data/*')),
    Data: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'data' } }, ...more,
  });
  const answers = (of: AccessModel, ways: Way[], more: Partial<Asked> = {}): string => mayThroughRoles(of, asked(of, START, 's3:GetObject', 'arn:aws:s3:::data/x', more), ways).existence.answer;
  const pass = allow('iam:PassRole', READER);
  const fn: Resources = { Function: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'fn', Role: { 'Fn::GetAtt': ['Reader', 'Arn'] } } } };

  test.each<[rule: string, page: string, of: AccessModel, way: Way, answer: string]>([
    ['passing a role to a service that runs what one writes', PASS, estate([pass, allow('lambda:CreateFunction')]), 'pass', 'yes'],
    ['not without passing it', PASS, estate([allow('lambda:CreateFunction')]), 'pass', 'no'],
    ['not without starting something', PASS, estate([pass, allow('lambda:Get*')]), 'pass', 'no'],
    ['not to a service that the role does not trust', PASS, estate([pass, allow('ec2:RunInstances')]), 'pass', 'no'],
    ['not a role that trusts no such service', PASS, estate([pass, allow(['lambda:*', 'ecs:*', 'ec2:*'])], { Service: 'vpc-flow-logs.amazonaws.com' }), 'pass', 'no'],
    ['only to the service that iam:PassedToService names', `${KEYS}#ck_PassedToService`, estate([allow('iam:PassRole', '*', when('StringEquals', 'iam:PassedToService', 'ecs-tasks.amazonaws.com')), allow('lambda:*')]), 'pass', 'no'],
    ['that is the one', `${KEYS}#ck_PassedToService`, estate([allow('iam:PassRole', '*', when('StringEquals', 'iam:PassedToService', 'lambda.amazonaws.com')), allow('lambda:*')]), 'pass', 'yes'],
    ['never a role of another account', PASS, model({ Start: role('start', lambda, allow('*')) }, stack({ Reader: role('reader', lambda, allow('s3:GetObject', 'arn:aws:s3:::data/*')), Data: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'data' } } }, B, 'There')), 'pass', 'no'],
    ['a container', PASS, estate([pass, allow('ecs:RunTask')], { Service: 'ecs-tasks.amazonaws.com' }), 'pass', 'yes'],
    ['a server', PASS, estate([pass, allow('ec2:RunInstances')], { Service: 'ec2.amazonaws.com' }), 'pass', 'yes'],
    ['a stack', PASS, estate([pass, allow('cloudformation:CreateStack')], { Service: 'cloudformation.amazonaws.com' }), 'pass', 'yes'],
    ['a runbook', PASS, estate([pass, allow('ssm:StartAutomationExecution')], { Service: 'ssm.amazonaws.com' }), 'pass', 'yes'],
    ['a state machine', PASS, estate([pass, allow('states:CreateStateMachine')], { Service: 'states.amazonaws.com' }), 'pass', 'yes'],
    ['a schedule', PASS, estate([pass, allow('scheduler:CreateSchedule')], { Service: 'scheduler.amazonaws.com' }), 'pass', 'yes'],
    ['the code of a function that has the role', 'https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionCode.html', estate([allow('lambda:UpdateFunctionCode')], lambda, fn), 'pass', 'yes'],
    ['not of another function', 'https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionCode.html', estate([allow('lambda:UpdateFunctionCode', `arn:aws:lambda:*:${A}:function:other`)], lambda, fn), 'pass', 'no'],
    ['who a role trusts', ACTIONS, estate([allow('iam:UpdateAssumeRolePolicy')]), 'rewrite', 'yes'],
    ['of that role only', ACTIONS, estate([allow('iam:UpdateAssumeRolePolicy', `arn:aws:iam::${A}:role/other`)]), 'rewrite', 'no'],
    ["one's own policies", ACTIONS, estate([allow('iam:PutRolePolicy', START)]), 'rewrite', 'yes'],
    ['those of others only', ACTIONS, estate([allow('iam:PutRolePolicy', READER)]), 'rewrite', 'no'],
    ["any policy of AWS's own", ACTIONS, estate([allow('iam:AttachRolePolicy', START)]), 'rewrite', 'yes'],
    ['not only one that gives nothing', `${KEYS}#ck_PolicyARN`, estate([allow('iam:AttachRolePolicy', START, when('ArnEquals', 'iam:PolicyARN', 'arn:aws:iam::aws:policy/SecurityAudit'))]), 'rewrite', 'no'],
    ['a new role', ACTIONS, estate([allow(['iam:CreateRole', 'iam:PutRolePolicy'])]), 'rewrite', 'yes'],
    ['a new role without policies gives nothing', ACTIONS, estate([allow('iam:CreateRole')]), 'rewrite', 'no'],
    ['with its own boundary it stays inside', `${IAM}/access_policies_boundaries.html`, estate([allow(['iam:CreateRole', 'iam:PutRolePolicy'], '*', when('StringEquals', 'iam:PermissionsBoundary', `arn:aws:iam::${A}:policy/Bound`))], lambda, { Bound: { Type: 'AWS::IAM::ManagedPolicy', Properties: { ManagedPolicyName: 'Bound', PolicyDocument: policy(allow('sqs:*')) } } }), 'rewrite', 'no'],
    ['or not, if the boundary allows it', `${IAM}/access_policies_boundaries.html`, estate([allow(['iam:CreateRole', 'iam:PutRolePolicy'], '*', when('StringEquals', 'iam:PermissionsBoundary', `arn:aws:iam::${A}:policy/Bound`))], lambda, { Bound: { Type: 'AWS::IAM::ManagedPolicy', Properties: { ManagedPolicyName: 'Bound', PolicyDocument: policy(allow('s3:*')) } } }), 'rewrite', 'yes'],
    ['keys of a user', ACTIONS, estate([allow('iam:CreateAccessKey')], lambda, { Ann: { Type: 'AWS::IAM::User', Properties: { UserName: 'ann', Policies: [{ PolicyName: 'P', PolicyDocument: policy(allow('s3:GetObject')) }] } } }), 'rewrite', 'yes'],
  ])('%s (%s)', (_, __, of, way, expected) => {
    expect(answers(of, [way])).toBe(expected);
    expect(answers(of, [])).toBe('no');
  });

  test('a boundary of oneself counts until it is taken away', () => {
    const own = (...statements: JsonMap[]): AccessModel => {
      const start = role('start', lambda, allow(['iam:PutRolePolicy', 'iam:DeleteRolePermissionsBoundary']));
      return estate([], lambda, { Start: { ...start, Properties: { ...start.Properties, PermissionsBoundary: { Ref: 'Bound' } } }, Bound: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: policy(...statements) } } });
    };
    expect(answers(own(allow('iam:PutRolePolicy')), ['rewrite'])).toBe('no');
    expect(answers(own(allow(['iam:PutRolePolicy', 'iam:DeleteRolePermissionsBoundary'])), ['rewrite'])).toBe('yes');
    expect(answers(own(allow(['iam:PutRolePolicy', 's3:GetObject'])), ['rewrite'])).toBe('yes');
  });

  test('a version of a policy that one has', () => {
    const own = (resource: string) => estate([allow('iam:CreatePolicyVersion', resource)], lambda, { Own: { Type: 'AWS::IAM::ManagedPolicy', Properties: { ManagedPolicyName: 'Own', Roles: ['start'], PolicyDocument: policy(allow('sqs:*')) } } });
    expect([answers(own(`arn:aws:iam::${A}:policy/Own`), ['rewrite']), answers(own(`arn:aws:iam::${A}:policy/Other`), ['rewrite'])]).toEqual(['yes', 'no']);
  });

  test('ways follow each other, and the witness names every request', () => {
    const hop = { Hop: role('hop', { Service: 'ecs-tasks.amazonaws.com' }, allow('iam:UpdateAssumeRolePolicy', READER)) };
    const of = estate([allow('iam:PassRole'), allow('ecs:RunTask', '*', when('Bool', 'aws:MultiFactorAuthPresent', 'true'))], { AWS: `arn:aws:iam::${A}:role/nobody` }, hop);
    const question = asked(of, START, 's3:GetObject', 'arn:aws:s3:::data/x');
    const told = answerThroughRoles(of, question, ['pass', 'rewrite']);
    expect(told.answer).toBe('yes');
    expect(told.text).toMatch(/^allowed: arn:aws:iam::111111111111:role\/reader may s3:GetObject/);
    expect(told.text).toContain(`after ${START} may iam:PassRole on arn:aws:iam::${A}:role/hop, by App Start Properties.Policies[0].PolicyDocument.Statement[0]`);
    expect(told.text).toContain(`${START} may ecs:RunTask on * when aws:MultiFactorAuthPresent is true`);
    expect(told.text).toContain(`arn:aws:iam::${A}:role/hop may iam:UpdateAssumeRolePolicy on ${READER}`);
    expect(answers(of, ['pass', 'rewrite'], { demands: WITHOUT_MFA })).toBe('no');
  });

  test('a service comes to a role that trusts it', () => {
    const of = estate([]);
    expect(mayThroughRoles(of, asked(of, 'service:lambda.amazonaws.com', 's3:GetObject', 'arn:aws:s3:::data/x')).roles.map((step) => step.role.name)).toEqual(['reader']);
    expect(mayThroughRoles(of, asked(of, 'service:ecs.amazonaws.com', 's3:GetObject', 'arn:aws:s3:::data/x')).existence.answer).toBe('no');
  });

  test('who may change a role is no matter of its trust policy, which may be unknown', () => {
    const of = estate([allow('iam:UpdateAssumeRolePolicy')]);
    const other = `arn:aws:iam::${A}:role/other`;
    const ask = (action: string): string => mayEver(of, asked(of, START, action, other)).answer;
    expect([ask('iam:UpdateAssumeRolePolicy'), ask('iam:DeleteRole'), ask('sts:AssumeRole')]).toEqual(['yes', 'no', 'unknown']);
  });

  test('what is open on the way makes the answer unknown', () => {
    const of = estate([pass, allow('lambda:CreateFunction')], { Service: { Ref: 'Who' } });
    expect(answers(of, ['pass'])).toBe('unknown');
  });
});

describe('roles of an account whose templates are not given', () => {
  const there = `arn:aws:iam::${B}:role/target`;
  const start = (...statements: JsonMap[]): AccessModel => model({ Start: role('start', { Service: 'ec2.amazonaws.com' }, ...statements), Data: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'data' } }, P: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Data' }, PolicyDocument: policy(allow('s3:GetObject', '*', { Principal: { AWS: B } })) } } });
  const question = (of: AccessModel, action = 's3:GetObject') => mayThroughRoles(of, asked(of, `arn:aws:iam::${A}:role/start`, action, 'arn:aws:s3:::data/x'));

  test('may lead on: the account is named', () => {
    expect(question(start(allow('sts:AssumeRole', there))).existence).toMatchObject({ answer: 'unknown', reasons: [`the templates of account ${B} (production) are not given, and so not the roles there that may be assumed`] });
  });

  test('unless nobody goes there, or nobody there may', () => {
    expect(question(start(allow('sts:AssumeRole', `arn:aws:iam::${A}:role/*`))).existence.answer).toBe('no');
    expect(question(start(allow('sts:AssumeRole', there)), 's3:PutObject').existence.answer).toBe('no');
  });

  test('a principal, and a resource, there are unknown with the account', () => {
    const of = start();
    expect(mayEver(of, asked(of, there, 's3:GetObject', 'arn:aws:s3:::data/x'))).toMatchObject({ answer: 'unknown', reasons: [`the templates of account ${B} (production) are not given, and so not the policies of ${there}`] });
    expect(mayEver(of, asked(of, `arn:aws:iam::${A}:role/start`, 'sqs:SendMessage', `arn:aws:sqs:eu-central-1:${B}:q`)).answer).toBe('no');
    expect(mayEver(of, asked(of, B, 'sqs:SendMessage', `arn:aws:sqs:eu-central-1:${B}:q`)).answer).toBe('unknown');
  });

  test('a principal that no template makes is unknown, and says so', () => {
    const of = start();
    const nobody = `arn:aws:iam::${A}:role/nobody`;
    expect(mayEver(of, asked(of, nobody, 's3:PutObject', 'arn:aws:s3:::data/x'))).toMatchObject({ answer: 'unknown', reasons: [`the templates do not show ${nobody}, and so not the policies of it`] });
    expect(new Directory(of).principal('App/Nobody')).toEqual({ problem: expect.stringMatching(/^there is no role or user 'App\/Nobody' in the templates; nearest to it: App\//) });
  });
});

describe('grants on a key', () => {
  const ROOT = { Principal: { AWS: A } };
  const key = (statements: JsonMap[], ...own: JsonMap[]): AccessModel => model({
    Admin: role('admin', { Service: 'ec2.amazonaws.com' }, ...own), Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: policy(...statements) } },
  });
  const told = (of: AccessModel, action: string, ways: 'grant'[] = ['grant']): string[] => who(of, { action, resource: of.objectOf(of.targets.find(({ type }) => type === 'AWS::KMS::Key')!) }, [], ways)
    .map(({ principal, existence, way }) => `${tellPrincipal(of, principal).replace(/^an identity of account | \(.*\)$/g, '')} ${existence.answer}${way ? ` by ${way}` : ''}`);
  const create = (more: JsonMap = {}): JsonMap => allow('kms:CreateGrant', '*', { ...ROOT, ...more });

  test.each<[rule: string, page: string, of: AccessModel, found: string[]]>([
    ['whoever may make one may use the key, or let others', GRANTS, key([create()], allow('kms:CreateGrant')), [`arn:aws:iam::${A}:role/admin yes by grant`, `${A} yes by grant`]],
    ['whoever may use it needs none', GRANTS, key([create(), allow('kms:Decrypt', '*', ROOT)], allow('kms:*')), [`arn:aws:iam::${A}:role/admin yes`, `${A} yes`]],
    ['not by grants that services make for their resources', `${CONDITIONS}#conditions-kms-grant-is-for-aws-resource`, key([create(when('Bool', 'kms:GrantIsForAWSResource', 'true'))], allow('kms:CreateGrant')), []],
    ['not if only services may', `${CONDITIONS}#conditions-kms-grant-is-for-aws-resource`, key([create(), { ...create(when('BoolIfExists', 'kms:GrantIsForAWSResource', 'false')), Effect: 'Deny', Principal: '*' }], allow('kms:CreateGrant')), []],
    ['of the operations that kms:GrantOperations names', `${CONDITIONS}#conditions-kms-grant-operations`, key([create(when('ForAllValues:StringEquals', 'kms:GrantOperations', ['Decrypt', 'DescribeKey']))], allow('kms:CreateGrant')), [`arn:aws:iam::${A}:role/admin yes by grant`, `${A} yes by grant`]],
    ['and not of others', `${CONDITIONS}#conditions-kms-grant-operations`, key([create(when('ForAllValues:StringEquals', 'kms:GrantOperations', ['Encrypt', 'DescribeKey']))], allow('kms:CreateGrant')), []],
    ['for others only is a grant too', `${CONDITIONS}#conditions-kms-grantee-principal`, key([create(when('StringEquals', 'kms:GranteePrincipal', `arn:aws:iam::${STRANGER}:root`))], allow('kms:CreateGrant')), [`arn:aws:iam::${A}:role/admin yes by grant`, `${A} yes by grant`]],
  ])('%s (%s)', (_, __, of, found) => {
    expect(told(of, 'kms:Decrypt')).toEqual(found);
    expect(told(of, 'kms:Decrypt', [])).toEqual(found.filter((line) => !line.endsWith('by grant')));
    expect(told(of, 'kms:PutKeyPolicy')).toEqual(told(of, 'kms:PutKeyPolicy', []));
  });

  test('are a way among others, after which the key is used', () => {
    const of = model({ Start: role('start', { Service: 'ec2.amazonaws.com' }, allow('sts:AssumeRole')), Admin: role('admin', { AWS: A }, allow('kms:CreateGrant')), Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: policy(create()) } } });
    const question = asked(of, `arn:aws:iam::${A}:role/start`, 'kms:Decrypt', 'App/Key');
    expect(mayThroughRoles(of, question).existence.answer).toBe('no');
    const { roles, existence } = mayThroughRoles(of, question, ['grant']);
    expect([roles.map((step) => step.role.name), existence.answer, existence.about?.action]).toEqual([['admin'], 'yes', 'kms:CreateGrant']);
  });
});

describe("a bucket's ACL", () => {
  const ACL = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl';
  const OWNERSHIP = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html';
  const bucket = (acl: Json, ownership: Json = 'ObjectWriter', blocked: JsonMap = {}): AccessModel => model({ Data: { Type: 'AWS::S3::Bucket', Properties: {
    BucketName: 'data', AccessControl: acl, ...(ownership !== null && { OwnershipControls: { Rules: [{ ObjectOwnership: ownership }] } }), PublicAccessBlockConfiguration: blocked,
  } } });
  test.each<[rule: string, page: string, of: AccessModel, who: string, action: string, answer: string]>([
    ['lets everybody list', ACL, bucket('PublicRead'), 'internet', 's3:ListBucket', 'yes'],
    ['not read objects, which have their own', ACL, bucket('PublicRead'), 'internet', 's3:GetObject', 'no'],
    ['lets everybody write', ACL, bucket('PublicReadWrite', 'BucketOwnerPreferred'), 'internet', 's3:PutObject', 'yes'],
    ['lets every account list', ACL, bucket('AuthenticatedRead'), STRANGER, 's3:ListBucket', 'yes'],
    ['but not the Internet', ACL, bucket('AuthenticatedRead'), 'internet', 's3:ListBucket', 'no'],
    ['lets the log delivery write', ACL, bucket('LogDeliveryWrite'), 'service:logging.s3.amazonaws.com', 's3:PutObject', 'yes'],
    ['lets nobody in', ACL, bucket('Private'), STRANGER, 's3:ListBucket', 'no'],
    ['is not looked at where the owner of the bucket owns the objects', OWNERSHIP, bucket('PublicRead', 'BucketOwnerEnforced'), 'internet', 's3:ListBucket', 'no'],
    ['nor if nothing is said of ownership, which comes to the same', OWNERSHIP, bucket('PublicRead', null), 'internet', 's3:ListBucket', 'no'],
    ['nor where public ACLs are ignored', 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html', bucket('PublicRead', 'ObjectWriter', { IgnorePublicAcls: true }), 'internet', 's3:ListBucket', 'no'],
    ['may be any if the template leaves it open', ACL, bucket({ Ref: 'Acl' }), 'internet', 's3:ListBucket', 'unknown'],
    ['may count if the template leaves ownership open', OWNERSHIP, bucket('PublicRead', { Ref: 'Ownership' }), 'internet', 's3:ListBucket', 'unknown'],
  ])('%s (%s)', (_, __, of, principal, action, expected) => expect(mayEver(of, asked(of, principal, action, 'App/Data')).answer).toBe(expected));
});
