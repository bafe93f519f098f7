import { mayEver, WITHOUT_FRESH_MFA, WITHOUT_MFA, type Asked } from '../../../../../lib/checks/proofs/access/ask';
import { answer } from '../../../../../lib/checks/proofs/access/answer';
import { Directory } from '../../../../../lib/checks/proofs/access/directory';
import { AccessModel, type Principal } from '../../../../../lib/checks/proofs/access/model';
import { mayThroughRoles } from '../../../../../lib/checks/proofs/access/chains';
import { who } from '../../../../../lib/checks/proofs/access/who';
import { tellPrincipal } from '../../../../../lib/checks/proofs/access/words';
import { TemplateSet, type Json, type JsonMap, type TemplateSource } from '../../../../../lib/checks/template';

const [MANAGEMENT, DEVELOPMENT, PRODUCTION] = ['100000000001', '200000000001', '200000000004'];
const ACCOUNTS = { [MANAGEMENT]: 'management', [DEVELOPMENT]: 'development', [PRODUCTION]: 'production' };
const REFERENCE = 'https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html';
const CUSTOM = 'https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_CustomerManagedPolicyReference.html';
const BOUNDARY = 'https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_PermissionsBoundary.html';
const MFA = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html';

type Resources = Record<string, { Type: string; Properties?: JsonMap }>;
const policy = (...statements: JsonMap[]): JsonMap => ({ Version: '2012-10-17', Statement: statements });
const allow = (action: Json, resource: Json = '*', more: JsonMap = {}): JsonMap => ({ Effect: 'Allow', Action: action, Resource: resource, ...more });
const when = (operator: string, key: string, value: Json): JsonMap => ({ Condition: { [operator]: { [key]: value } } });
const role = (account: string, region = 'eu-central-1/'): string => `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/${region}AWSReservedSSO_Operator_*`;

function stack(name: string, account: string, resources: Resources, more: Partial<TemplateSource> & { body?: JsonMap } = {}): TemplateSource {
  return { name, stackName: name, account, region: 'eu-central-1', ...more, body: { ...more.body as JsonMap | undefined, Resources: resources as JsonMap } };
}

/** A permission set `Operator` that is assigned in these accounts. */
function center(properties: JsonMap, accounts: Json[] = [PRODUCTION], more: Partial<TemplateSource> & { body?: JsonMap } = {}): TemplateSource {
  const assignments = accounts.map((account, i): [string, Resources[string]] => [`Assignment${i}`, {
    Type: 'AWS::SSO::Assignment', Properties: { InstanceArn: 'i', PermissionSetArn: { 'Fn::GetAtt': ['Operator', 'PermissionSetArn'] }, PrincipalId: `group-${i}`, PrincipalType: 'GROUP', TargetId: account, TargetType: 'AWS_ACCOUNT' },
  }]);
  return stack('Identity', MANAGEMENT, { Operator: { Type: 'AWS::SSO::PermissionSet', Properties: { InstanceArn: 'i', Name: 'Operator', ...properties } }, ...Object.fromEntries(assignments) }, more);
}

const REFERS = { CustomerManagedPolicyReferences: [{ Name: 'Operator', Path: '/people/' }] };
const people = (account: string, path: string, ...statements: JsonMap[]): TemplateSource => stack('People', account, {
  Policy: { Type: 'AWS::IAM::ManagedPolicy', Properties: { ManagedPolicyName: 'Operator', Path: path, PolicyDocument: policy(...statements) } },
});
const data = (statement?: JsonMap): TemplateSource => stack('Data', PRODUCTION, {
  Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'data' } },
  Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: policy(statement ?? { Effect: 'Allow', Principal: { AWS: PRODUCTION }, Action: 'kms:*', Resource: '*' }) } },
});
const OBJECTS = 'arn:aws:s3:::data/*';

const model = (...sources: TemplateSource[]): AccessModel => AccessModel.of(new TemplateSet(sources, ACCOUNTS));

function asked(of: AccessModel, action: string, what: string, more: Partial<Asked> = {}, account = PRODUCTION): Asked {
  const directory = new Directory(of);
  const [principal, resource] = [directory.principal(`arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_Operator_*`), directory.resource(what, action)];
  if ('problem' in principal || 'problem' in resource) {
    throw new Error(JSON.stringify([principal, resource]));
  }
  return { principal: principal.found, action, ...resource.found, ...more };
}

const ask = (of: AccessModel, action: string, what: string, more: Partial<Asked> = {}, account = PRODUCTION) => mayEver(of, asked(of, action, what, more, account));

describe('a permission set makes a role in every account that it is assigned in', () => {
  const of = model(center({ InlinePolicy: policy(allow('s3:ListAllMyBuckets')), SessionDuration: 'PT1H30M' }, [DEVELOPMENT, PRODUCTION, PRODUCTION]), data());

  test(`of the name and path that ${REFERENCE} tells`, () => {
    expect(of.identities.map(({ arn }) => of.names.tell(arn))).toEqual([role(DEVELOPMENT), role(PRODUCTION)]);
    const virginia = model(center({}, [PRODUCTION], { region: 'us-east-1' }));
    expect(virginia.identities.map(({ arn }) => virginia.names.tell(arn))).toEqual([role(PRODUCTION, '')]);
  });

  test('that says by whom and for how long', () => {
    expect(of.identities.map(({ account, center: by }) => [account, by?.permissionSet, by?.sessionSeconds, by?.assignedTo])).toEqual([
      [DEVELOPMENT, 'Operator', 5400, ['group-0']], [PRODUCTION, 'Operator', 5400, ['group-1', 'group-2']],
    ]);
    expect(model(center({})).identities[0].center?.sessionSeconds).toBe(3600);
    expect(model(center({ SessionDuration: { Ref: 'Long' } }, [PRODUCTION], { body: { Parameters: { Long: { Type: 'String' } } } })).identities[0].center?.sessionSeconds).toBeUndefined();
  });

  test('and nowhere else: one that is not assigned makes none', () => expect(model(center({}, [])).identities).toEqual([]));

  test('of which the path alone does not tell', () => {
    expect(new Directory(of).principal('Identity/Operator')).toEqual({ problem: `'Identity/Operator' is a role in each of several accounts; write which: ${role(DEVELOPMENT)}, ${role(PRODUCTION)}` });
  });

  test('an assignment of a permission set that is not in the templates may allow anything', () => {
    const stranger = model(stack('Identity', MANAGEMENT, { A: { Type: 'AWS::SSO::Assignment', Properties: { PermissionSetArn: 'arn:aws:sso:::permissionSet/ssoins-1/ps-1', PrincipalId: 'g', TargetId: PRODUCTION } } }), data());
    expect(who(stranger, { action: 's3:ListAllMyBuckets', resource: '*' }).map(({ principal, existence }) => [tellPrincipal(stranger, principal), existence.answer, ...existence.reasons])).toContainEqual([
      expect.stringMatching(/role\/aws-reserved\/sso.amazonaws.com\/eu-central-1\/AWSReservedSSO_<name of .*ps-1>_\*$/), 'unknown', expect.stringContaining('what the permission set arn:aws:sso:::permissionSet/ssoins-1/ps-1 says is not in the templates'),
    ]);
  });
});

describe('what it may do there', () => {
  test.each<[rule: string, page: string, sources: TemplateSource[], answer: string]>([
    ['its inline policy', REFERENCE, [center({ InlinePolicy: policy(allow('s3:GetObject')) })], 'yes'],
    ['its inline policy as text', REFERENCE, [center({ InlinePolicy: JSON.stringify(policy(allow('s3:GetObject'))) })], 'yes'],
    ["one of AWS's own policies", REFERENCE, [center({ ManagedPolicies: ['arn:aws:iam::aws:policy/AdministratorAccess'] })], 'yes'],
    ["one of AWS's own that is not known here", REFERENCE, [center({ ManagedPolicies: ['arn:aws:iam::aws:policy/SomeJob'] })], 'unknown'],
    ['the policy of that name and path of the account', CUSTOM, [center(REFERS), people(PRODUCTION, '/people/', allow('s3:GetObject'))], 'yes'],
    ['not what the policy does not say', CUSTOM, [center(REFERS), people(PRODUCTION, '/people/', allow('s3:PutObject'))], 'no'],
    ['not the policy of another account', CUSTOM, [center(REFERS), people(PRODUCTION, '/people/', allow('sqs:*')), people(DEVELOPMENT, '/people/', allow('s3:GetObject'))], 'no'],
    ['a policy of another path is another one', CUSTOM, [center(REFERS), people(PRODUCTION, '/', allow('s3:GetObject'))], 'unknown'],
    ['the path is / if none is written', CUSTOM, [center({ CustomerManagedPolicyReferences: [{ Name: 'Operator' }] }), people(PRODUCTION, '/', allow('s3:GetObject'))], 'yes'],
    ['a policy that the account lacks leaves it open', CUSTOM, [center(REFERS), people(DEVELOPMENT, '/people/', allow('s3:GetObject'))], 'unknown'],
    ['a boundary of the account limits it', BOUNDARY, [center({ InlinePolicy: policy(allow('*')), PermissionsBoundary: { CustomerManagedPolicyReference: REFERS.CustomerManagedPolicyReferences[0] } }), people(PRODUCTION, '/people/', allow('sqs:*'))], 'no'],
    ['a boundary that the account lacks may', BOUNDARY, [center({ InlinePolicy: policy(allow('*')), PermissionsBoundary: { CustomerManagedPolicyReference: { Name: 'Other' } } })], 'unknown'],
    ["a boundary of AWS's own", BOUNDARY, [center({ InlinePolicy: policy(allow('*')), PermissionsBoundary: { ManagedPolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' } })], 'yes'],
    ['nothing, if it has nothing', REFERENCE, [center({})], 'no'],
  ])('%s (%s)', (_, __, sources, expected) => expect(ask(model(...sources, data()), 's3:GetObject', OBJECTS).answer).toBe(expected));

  test('a missing policy is named with its account', () => {
    const of = model(center(REFERS), data());
    expect(ask(of, 's3:GetObject', OBJECTS).reasons).toEqual([expect.stringContaining(`what the policy arn:aws:iam::${PRODUCTION}:policy/people/Operator says is not in the templates`)]);
    expect(ask(model(center(REFERS)), 'sqs:ListQueues', '*').reasons).toEqual([expect.stringContaining(`: those of account ${PRODUCTION} are not given`)]);
  });

  test('a list of policies that is open may hold any', () => {
    const body = { Parameters: { Policies: { Type: 'CommaDelimitedList' } } };
    expect(ask(model(center({ ManagedPolicies: { Ref: 'Policies' } }, [PRODUCTION], { body }), data()), 's3:GetObject', OBJECTS).answer).toBe('unknown');
  });
});

describe('a second factor', () => {
  const only = (operator: string, key: string, value: Json) => model(center({ InlinePolicy: policy(allow('s3:GetObject', '*', when(operator, key, value))) }), data());
  test.each<[rule: string, of: AccessModel, demands: Asked['demands'], answer: string]>([
    ['is never told of its sessions', only('Bool', 'aws:MultiFactorAuthPresent', 'true'), [], 'no'],
    ['nor its age', only('NumericLessThan', 'aws:MultiFactorAuthAge', '3600'), [], 'no'],
    ['so a policy cannot ask for it, only pass over it', only('BoolIfExists', 'aws:MultiFactorAuthPresent', 'true'), [], 'yes'],
    ['and every session is one without', model(center({ InlinePolicy: policy(allow('s3:GetObject')) }), data()), WITHOUT_MFA, 'yes'],
    ['nor a fresh one', model(center({ InlinePolicy: policy(allow('s3:GetObject')) }), data()), WITHOUT_FRESH_MFA, 'yes'],
  ])(`%s (${MFA})`, (_, of, demands, expected) => expect(ask(of, 's3:GetObject', OBJECTS, { demands }).answer).toBe(expected));
});

describe('whom policies name', () => {
  const named = (arn: string, principal: Json = { AWS: PRODUCTION }) => data({ Effect: 'Allow', Principal: principal, Action: 'kms:Decrypt', Resource: '*', ...when('ArnLike', 'aws:PrincipalArn', arn) });
  const may = center({ InlinePolicy: policy(allow(['kms:Decrypt', 'sts:AssumeRole'])) });
  test.each<[string, string, string]>([
    ['a pattern with the region', `arn:aws:iam::${PRODUCTION}:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Operator_*`, 'yes'],
    ['a pattern for whichever region', `arn:aws:iam::${PRODUCTION}:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_Operator_*`, 'yes'],
    ['a pattern without the region, which it has', `arn:aws:iam::${PRODUCTION}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Operator_*`, 'no'],
    ['another permission set', `arn:aws:iam::${PRODUCTION}:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_Operators_*`, 'no'],
    ['another account', `arn:aws:iam::${DEVELOPMENT}:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_Operator_*`, 'no'],
    ['a name that may be it', `arn:aws:iam::${PRODUCTION}:role/aws-reserved/sso.amazonaws.com/eu-central-1/AWSReservedSSO_Operator_0123456789abcdef`, 'unknown'],
  ])('%s', (_, arn, expected) => expect(ask(model(may, named(arn)), 'kms:Decrypt', 'Data/Key').answer).toBe(expected));

  test('a role trusts it by its pattern, and is assumed by nobody else', () => {
    const trusting = stack('Roles', PRODUCTION, { Target: { Type: 'AWS::IAM::Role', Properties: {
      RoleName: 'target', AssumeRolePolicyDocument: policy({ Effect: 'Allow', Principal: { AWS: PRODUCTION }, Action: 'sts:AssumeRole', ...when('ArnLike', 'aws:PrincipalArn', role(PRODUCTION)) }),
      Policies: [{ PolicyName: 'P', PolicyDocument: policy(allow('s3:GetObject', OBJECTS)) }],
    } } });
    const of = model(may, trusting, data());
    expect(mayThroughRoles(of, asked(of, 's3:GetObject', OBJECTS)).roles.map((step) => step.role.logicalId)).toEqual(['Target']);
    expect(who(of, { action: 'sts:AssumeRole', resource: of.objectOf(of.targets.find(({ logicalId }) => logicalId === 'Target')!) }).map(({ principal }) => tellPrincipal(of, principal))).toEqual([role(PRODUCTION), `an identity of account ${PRODUCTION} (production)`]);
  });

  test('a session of another role is not one of it', () => {
    const session = (name: string) => model(may, data({ Effect: 'Allow', Principal: { AWS: `arn:aws:sts::${PRODUCTION}:assumed-role/${name}/ann` }, Action: 'kms:Decrypt', Resource: '*' }));
    expect(ask(session('Other'), 'kms:Decrypt', 'Data/Key').answer).toBe('no');
    expect(ask(session('AWSReservedSSO_Operator_0123456789abcdef'), 'kms:Decrypt', 'Data/Key').answer).toBe('unknown');
  });

  test('its own trust lets in whom Identity Center vouches for, and no role', () => {
    const of = model(center({}), stack('Roles', PRODUCTION, { Admin: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: policy({ Effect: 'Allow', Principal: { AWS: PRODUCTION }, Action: 'sts:AssumeRole' }), ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] } } }));
    const [operator] = of.identities.filter((identity) => identity.center);
    const comes = (principal: Principal, action: string): string => mayEver(of, { principal, action, resource: operator.arn }).answer;
    expect(comes({ kind: 'identity', identity: of.identities[0] }, 'sts:AssumeRole')).toBe('no');
    expect(comes({ kind: 'federated', provider: operator.center!.provider }, 'sts:AssumeRoleWithSAML')).toBe('yes');
    expect(comes({ kind: 'federated', provider: `arn:aws:iam::${PRODUCTION}:saml-provider/Other` }, 'sts:AssumeRoleWithSAML')).toBe('no');
  });

  test('service control policies reach it, but not in the management account', () => {
    const control = stack('Organisation', MANAGEMENT, { P: { Type: 'AWS::Organizations::Policy', Properties: { Name: 'P', Type: 'SERVICE_CONTROL_POLICY', TargetIds: ['r-ab12'], Content: policy({ Effect: 'Deny', Action: 's3:*', Resource: '*' }) } } });
    const of = model(center({ InlinePolicy: policy(allow('s3:*')) }, [MANAGEMENT, PRODUCTION]), control);
    expect(ask(of, 's3:ListAllMyBuckets', '*').answer).toBe('no');
    expect(ask(of, 's3:ListAllMyBuckets', '*', {}, MANAGEMENT).answer).toBe('yes');
  });

  test('the answer names it', () => {
    const of = model(center({ InlinePolicy: policy(allow('s3:GetObject')) }), data());
    expect(answer(of, asked(of, 's3:GetObject', OBJECTS)).text).toMatch(new RegExp(`^allowed: ${role(PRODUCTION).replaceAll('*', '\\*')} may s3:GetObject[\\s\\S]*by Identity Operator Properties.InlinePolicy.Statement`));
  });
});
