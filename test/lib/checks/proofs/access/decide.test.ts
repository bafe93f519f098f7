import { Context, type KeyValues } from '../../../../../lib/checks/proofs/access/context';
import { decide, type Applicable } from '../../../../../lib/checks/proofs/access/decide';
import type { Caller } from '../../../../../lib/checks/proofs/access/principal';
import { policyOf, type Policy, type PolicyKind } from '../../../../../lib/checks/proofs/access/statement';
import type { Json, JsonMap } from '../../../../../lib/checks/template';

const IAM = 'https://docs.aws.amazon.com/IAM/latest/UserGuide';
const LOGIC = `${IAM}/reference_policies_evaluation-logic_policy-eval-denyallow.html`;
const ACROSS = `${IAM}/reference_policies_evaluation-logic-cross-account.html`;
const PRINCIPAL = `${IAM}/reference_policies_elements_principal.html`;
const OPERATORS = `${IAM}/reference_policies_elements_condition_operators.html`;
const SEVERAL = `${IAM}/reference_policies_condition-single-vs-multi-valued-context-keys.html`;
const VARIABLES = `${IAM}/reference_policies_variables.html`;
const ORGANIZATIONS = 'https://docs.aws.amazon.com/organizations/latest/userguide';
const KMS = 'https://docs.aws.amazon.com/kms/latest/developerguide';

const A = '111111111111';
const B = '222222222222';
const ROLE = `arn:aws:iam::${A}:role/App`;
const USER = `arn:aws:iam::${A}:user/Ann`;
const SESSION = `arn:aws:sts::${A}:assumed-role/App/ann`;

const allow = (more: JsonMap = {}): JsonMap => ({ Effect: 'Allow', Action: 's3:GetObject', Resource: '*', ...more });
const deny = (more: JsonMap = {}): JsonMap => ({ Effect: 'Deny', Action: '*', Resource: '*', ...more });
const when = (operator: string, key: string, value: Json): JsonMap => ({ Condition: { [operator]: { [key]: value } } });

interface Given {
  readonly caller?: Partial<Caller>;
  readonly identity?: JsonMap[];
  readonly boundary?: JsonMap[];
  readonly session?: JsonMap[];
  readonly resource?: JsonMap[];
  readonly serviceControl?: JsonMap[][];
  readonly resourceControl?: JsonMap[];
  readonly endpoint?: JsonMap[];
  readonly guarded?: boolean;
  readonly owner?: string;
  readonly action?: string;
  readonly arn?: string;
  readonly context?: Record<string, string | string[]>;
  readonly version?: string;
}

function outcome(given: Given): string {
  const read = (statements: JsonMap[] | undefined, kind: PolicyKind): Policy | undefined => statements
    && policyOf({ Version: given.version ?? '2012-10-17', Statement: statements }, kind, { template: 't', logicalId: kind, path: 'p' });
  const caller: Caller = { kind: 'role', account: A, bounded: given.boundary !== undefined, ...given.caller };
  const identities: Partial<Record<Caller['kind'], string>> = { role: ROLE, user: USER };
  const known = new Map<string, KeyValues>([['@action', [given.action ?? 's3:GetObject']], ['@resource', [given.arn ?? 'arn:aws:s3:::data/a']], ['aws:principalarn', caller.account ? [identities[caller.kind]!.replace(A, caller.account)] : null]]);
  Object.entries(given.context ?? {}).forEach(([key, value]) => known.set(key.toLowerCase(), typeof value === 'string' ? [value] : value));
  const applicable: Applicable = {
    identity: [read(given.identity, 'identity') ?? []].flat(),
    boundary: read(given.boundary, 'boundary'),
    session: read(given.session, 'session'),
    resource: [read(given.resource, 'resource') ?? []].flat(),
    guarded: given.guarded ?? false,
    serviceControl: (given.serviceControl ?? []).map((level) => [read(level, 'service control')!]),
    resourceControl: [read(given.resourceControl, 'resource control') ?? []].flat(),
    endpoint: read(given.endpoint, 'endpoint'),
    owner: given.owner ?? A,
  };
  const { allowed, denials } = decide(applicable, caller, new Context(known));
  return allowed === undefined ? 'open' : allowed ? 'allowed' : denials.some(({ matched }) => matched) ? 'denied explicitly' : 'denied';
}

const aws = (...names: string[]): JsonMap => ({ Principal: { AWS: names } });
const asUser: Given = { caller: { kind: 'user' } };
const asSession: Given = { caller: { session: SESSION } };

describe('which policies decide', () => {
  test.each<[rule: string, page: string, given: Given, expected: string]>([
    ['nothing said is denied', LOGIC, {}, 'denied'],
    ['the identity may', LOGIC, { identity: [allow()] }, 'allowed'],
    ['an explicit denial beats every grant', LOGIC, { identity: [allow(), deny()] }, 'denied explicitly'],
    ['an explicit denial counts wherever it stands', LOGIC, { identity: [allow()], boundary: [allow(), deny()] }, 'denied explicitly'],
    ['a boundary must allow too', `${IAM}/access_policies_boundaries.html`, { identity: [allow()], boundary: [allow({ Action: 'sqs:*' })] }, 'denied'],
    ['a boundary alone grants nothing', `${IAM}/access_policies_boundaries.html`, { boundary: [allow()] }, 'denied'],
    ['a session policy must allow too', `${IAM}/access_policies.html#policies_session`, { identity: [allow()], session: [allow({ Action: 'sqs:*' })] }, 'denied'],
    ['the policy of a resource of the same account is enough', LOGIC, { resource: [allow(aws(ROLE))] }, 'allowed'],
    ['it is enough for everybody of the account if it names everybody', `${PRINCIPAL}#principal-anonymous`, { resource: [allow({ Principal: '*' })] }, 'allowed'],
    ['it is not enough if it names the account, which then decides', `${PRINCIPAL}#principal-accounts`, { resource: [allow(aws(A))] }, 'denied'],
    ['the account by its root is the account by its number', `${PRINCIPAL}#principal-accounts`, { resource: [allow(aws(`arn:aws:iam::${A}:root`))], identity: [allow()], guarded: true }, 'allowed'],
    ['a grant to a role is limited by the boundary', LOGIC, { resource: [allow(aws(ROLE))], boundary: [allow({ Action: 'sqs:*' })] }, 'denied'],
    ['a grant to a role is limited by the session policy', LOGIC, { resource: [allow(aws(ROLE))], session: [allow({ Action: 'sqs:*' })] }, 'denied'],
    ['a grant to a session is limited by neither', LOGIC, { ...asSession, resource: [allow(aws(SESSION))], boundary: [allow({ Action: 'sqs:*' })], session: [allow({ Action: 'sqs:*' })] }, 'allowed'],
    ['a grant to a user is not limited by the boundary', LOGIC, { ...asUser, resource: [allow(aws(USER))], boundary: [allow({ Action: 'sqs:*' })] }, 'allowed'],
    ['a grant to everybody by aws:PrincipalArn is limited by neither', `${PRINCIPAL}#principal-roles`, { resource: [allow({ Principal: '*', ...when('ArnEquals', 'aws:PrincipalArn', ROLE) })], boundary: [allow({ Action: 'sqs:*' })] }, 'allowed'],
    ['a grant to the session of another name is none', `${PRINCIPAL}#principal-sessions`, { ...asSession, resource: [allow(aws(SESSION.replace('ann', 'bob')))] }, 'denied'],
    ['across accounts the identity must be allowed', ACROSS, { owner: B, resource: [allow(aws(ROLE))] }, 'denied'],
    ['across accounts the resource must allow', ACROSS, { owner: B, identity: [allow()] }, 'denied'],
    ['across accounts both are enough', ACROSS, { owner: B, identity: [allow()], resource: [allow(aws(A))] }, 'allowed'],
    ['across accounts a grant to another account is none', ACROSS, { owner: B, identity: [allow()], resource: [allow(aws('333333333333'))] }, 'denied'],
    ['across accounts the boundary limits', ACROSS, { owner: B, identity: [allow()], boundary: [allow({ Action: 'sqs:*' })], resource: [allow(aws(ROLE))] }, 'denied'],
  ])('%s (%s)', (_, __, given, expected) => expect(outcome(given)).toBe(expected));
});

describe('who else has a say', () => {
  test.each<[rule: string, page: string, given: Given, expected: string]>([
    ['service control policies must allow', `${ORGANIZATIONS}/orgs_manage_policies_scps_evaluation.html`, { identity: [allow()], serviceControl: [[allow({ Action: 'sqs:*' })]] }, 'denied'],
    ['on every level', `${ORGANIZATIONS}/orgs_manage_policies_scps_evaluation.html`, { identity: [allow()], serviceControl: [[allow({ Action: '*' })], [allow({ Action: 'sqs:*' })]] }, 'denied'],
    ['they grant nothing', `${ORGANIZATIONS}/orgs_manage_policies_scps.html`, { serviceControl: [[allow({ Action: '*' })]] }, 'denied'],
    ['they deny what the policy of a resource grants', `${ORGANIZATIONS}/orgs_manage_policies_scps_evaluation.html`, { resource: [allow(aws(ROLE))], serviceControl: [[allow({ Action: '*' }), deny()]] }, 'denied explicitly'],
    ['a resource control policy denies', `${ORGANIZATIONS}/orgs_manage_policies_rcps_evaluation.html`, { identity: [allow()], resourceControl: [deny({ Principal: '*' })] }, 'denied explicitly'],
    ['the policy of an endpoint must allow', 'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html', { identity: [allow()], endpoint: [allow({ Principal: '*', Action: 'sqs:*' })] }, 'denied'],
    ['the policy of an endpoint names its principals', 'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html', { identity: [allow()], endpoint: [allow(aws(B))] }, 'denied'],
    ['a key is closed to an identity that its policy does not name', `${KMS}/key-policies.html`, { guarded: true, identity: [allow()] }, 'denied'],
    ['a key policy that names the account turns IAM policies on', `${KMS}/key-policy-default.html`, { guarded: true, identity: [allow()], resource: [allow(aws(A))] }, 'allowed'],
    ['a key policy that names the role is enough', `${KMS}/key-policies.html`, { guarded: true, resource: [allow(aws(ROLE))] }, 'allowed'],
    ['a statement of a key policy without resource has no effect', `${KMS}/key-policy-overview.html`, { guarded: true, action: 'kms:Decrypt', resource: [{ Effect: 'Allow', Action: 'kms:*', ...aws(ROLE) }] }, 'denied'],
    ['a role trusts whom its trust policy names', `${IAM}/access_policies-cross-account-resource-access.html`, { guarded: true, action: 'sts:AssumeRole', identity: [allow({ Action: '*' })], resource: [{ Effect: 'Allow', Action: 'sts:AssumeRole', ...aws(B) }] }, 'denied'],
    ['a trust policy may ask for an external id', `${IAM}/id_roles_common-scenarios_third-party.html`, { guarded: true, action: 'sts:AssumeRole', owner: B, identity: [allow({ Action: '*' })], resource: [{ Effect: 'Allow', Action: 'sts:AssumeRole', ...aws(A), ...when('StringEquals', 'sts:ExternalId', 'x') }] }, 'denied'],
    ['and is met by it', `${IAM}/id_roles_common-scenarios_third-party.html`, { guarded: true, action: 'sts:AssumeRole', owner: B, context: { 'sts:ExternalId': 'x' }, identity: [allow({ Action: '*' })], resource: [{ Effect: 'Allow', Action: 'sts:AssumeRole', ...aws(A), ...when('StringEquals', 'sts:ExternalId', 'x') }] }, 'allowed'],
    ['a service needs to be named', `${PRINCIPAL}#principal-services`, { caller: { kind: 'service', account: undefined, name: 'sns.amazonaws.com' }, resource: [allow({ Principal: { Service: 'sns.amazonaws.com' } })] }, 'allowed'],
    ['another service is not it', `${PRINCIPAL}#principal-services`, { caller: { kind: 'service', account: undefined, name: 'sqs.amazonaws.com' }, resource: [allow({ Principal: { Service: 'sns.amazonaws.com' } })] }, 'denied'],
    ['everybody is the Internet too', `${PRINCIPAL}#principal-anonymous`, { caller: { kind: 'anonymous', account: undefined }, resource: [allow({ Principal: { AWS: '*' } })] }, 'allowed'],
    ['an account is not the Internet', `${PRINCIPAL}#principal-anonymous`, { caller: { kind: 'anonymous', account: undefined }, resource: [allow(aws(A))] }, 'denied'],
    ['whoever an identity provider vouches for is named by it', `${PRINCIPAL}#principal-saml`, { caller: { kind: 'federated', account: undefined, name: 'arn:aws:iam::111111111111:saml-provider/P' }, guarded: true, action: 'sts:AssumeRoleWithSAML', resource: [{ Effect: 'Allow', Action: 'sts:AssumeRoleWithSAML', Principal: { Federated: 'arn:aws:iam::111111111111:saml-provider/P' } }] }, 'allowed'],
    ['NotPrincipal denies whoever is not named', `${IAM}/reference_policies_elements_notprincipal.html`, { identity: [allow()], resource: [{ Effect: 'Deny', NotPrincipal: { AWS: [USER, A] }, Action: '*', Resource: '*' }] }, 'open'],
    ['NotPrincipal spares whoever is named with the account', `${IAM}/reference_policies_elements_notprincipal.html`, { identity: [allow()], resource: [{ Effect: 'Deny', NotPrincipal: { AWS: [ROLE, A] }, Action: '*', Resource: '*' }] }, 'allowed'],
    ['NotPrincipal spares nobody who has a boundary', `${IAM}/reference_policies_elements_notprincipal.html`, { identity: [allow()], boundary: [allow()], resource: [{ Effect: 'Deny', NotPrincipal: { AWS: [ROLE, A] }, Action: '*', Resource: '*' }] }, 'denied explicitly'],
    ['NotPrincipal denies strangers', `${IAM}/reference_policies_elements_notprincipal.html`, { identity: [allow()], resource: [{ Effect: 'Deny', NotPrincipal: { AWS: [B] }, Action: '*', Resource: '*' }] }, 'denied explicitly'],
  ])('%s (%s)', (_, __, given, expected) => expect(outcome(given)).toBe(expected));
});

describe('what a statement is about', () => {
  const RESOURCE = `${IAM}/reference_policies_elements_resource.html`;
  test.each<[rule: string, page: string, statement: JsonMap, given: Given, expected: string]>([
    ['actions are compared without regard to case', `${IAM}/reference_policies_elements_action.html`, { Action: 'S3:getobject' }, {}, 'allowed'],
    ['a wildcard stands for part of an action', `${IAM}/reference_policies_elements_action.html`, { Action: 's3:Get*' }, {}, 'allowed'],
    ['NotAction is every other action', `${IAM}/reference_policies_elements_notaction.html`, { Action: undefined as never, NotAction: ['sqs:*'] }, {}, 'allowed'],
    ['NotAction leaves out what it names', `${IAM}/reference_policies_elements_notaction.html`, { Action: undefined as never, NotAction: 's3:*' }, {}, 'denied'],
    ['resources are compared with regard to case', RESOURCE, { Resource: 'arn:aws:s3:::DATA/*' }, {}, 'denied'],
    ['a question mark stands for one character', RESOURCE, { Resource: 'arn:aws:s3:::data/?' }, {}, 'allowed'],
    ['a wildcard inside a part of an ARN does not reach over a colon', RESOURCE, { Resource: 'arn:aws:s*3:data/a' }, {}, 'denied'],
    ['one that ends a part does', RESOURCE, { Resource: 'arn:aws:s3*' }, {}, 'allowed'],
    ['NotResource leaves out what it names', `${IAM}/reference_policies_elements_notresource.html`, { Resource: undefined as never, NotResource: 'arn:aws:s3:::data/*' }, {}, 'denied'],
    ['a variable is replaced', VARIABLES, { Resource: 'arn:aws:s3:::data/${aws:PrincipalTag/team}' }, { context: { 'aws:PrincipalTag/Team': 'a' } }, 'allowed'],
    ['its value has no wildcards', VARIABLES, { Resource: 'arn:aws:s3:::data/${aws:PrincipalTag/team}' }, { context: { 'aws:PrincipalTag/team': '*' } }, 'denied'],
    ['without a value it matches nothing', VARIABLES, { Resource: 'arn:aws:s3:::data/${aws:PrincipalTag/team}' }, {}, 'denied'],
    ['or it has a default', VARIABLES, { Resource: "arn:aws:s3:::data/${aws:PrincipalTag/team, 'a'}" }, {}, 'allowed'],
    ['a character can be meant as it is', VARIABLES, { Resource: 'arn:aws:s3:::data/${*}' }, {}, 'denied'],
    ['a policy of an older version has no variables', VARIABLES, { Resource: 'arn:aws:s3:::data/${aws:PrincipalTag/team}' }, { version: '2008-10-17', context: { 'aws:PrincipalTag/team': 'a' } }, 'denied'],
  ])('%s (%s)', (_, __, statement, given, expected) => expect(outcome({ ...given, identity: [JSON.parse(JSON.stringify(allow(statement)))] })).toBe(expected));
});

describe('conditions', () => {
  const T = true, F = false;
  test.each<[rule: string, page: string, operator: string, wanted: Json, has: string | string[] | undefined, met: boolean | undefined]>([
    ['exact', OPERATORS, 'StringEquals', ['a', 'b'], 'b', T],
    ['with regard to case', OPERATORS, 'StringEquals', 'A', 'a', F],
    ['no wildcards', OPERATORS, 'StringEquals', 'a*', 'ab', F],
    ['none of several', OPERATORS, 'StringNotEquals', ['a', 'b'], 'b', F],
    ['without regard to case', OPERATORS, 'StringEqualsIgnoreCase', 'A', 'a', T],
    ['negated, without regard to case', OPERATORS, 'StringNotEqualsIgnoreCase', 'A', 'a', F],
    ['wildcards', OPERATORS, 'StringLike', 'a?c*', 'abcd', T],
    ['negated wildcards', OPERATORS, 'StringNotLike', 'a*', 'abcd', F],
    ['the operator is spelled in any case', OPERATORS, 'stringequals', 'a', 'a', T],
    ['absent', OPERATORS, 'StringEquals', 'a', undefined, F],
    ['absent, negated', OPERATORS, 'StringNotEquals', 'a', undefined, T],
    ['absent, IfExists', OPERATORS, 'StringEqualsIfExists', 'a', undefined, T],
    ['there, IfExists', OPERATORS, 'StringEqualsIfExists', 'a', 'b', F],
    ['absent, negated, IfExists', OPERATORS, 'StringNotEqualsIfExists', 'a', undefined, T],
    ['numbers', OPERATORS, 'NumericEquals', '1.20', '1.2', T],
    ['less', OPERATORS, 'NumericLessThan', '3600', '3600', F],
    ['at most', OPERATORS, 'NumericLessThanEquals', '3600', '3600', T],
    ['more', OPERATORS, 'NumericGreaterThan', '3600', '3601', T],
    ['at least', OPERATORS, 'NumericGreaterThanEquals', '3600', '3599', F],
    ['another number', OPERATORS, 'NumericNotEquals', '1', '2', T],
    ['no number', OPERATORS, 'NumericLessThan', '3', 'x', F],
    ['a moment', OPERATORS, 'DateEquals', '2026-01-01T00:00:00Z', '1767225600', T],
    ['before', OPERATORS, 'DateLessThan', '2026-01-01T00:00:00Z', '2025-12-31T23:59:59Z', T],
    ['after', OPERATORS, 'DateGreaterThan', '2026-01-01T00:00:00Z', '2025-12-31T23:59:59Z', F],
    ['another moment', OPERATORS, 'DateNotEquals', '2026-01-01', '2026-01-01T00:00:00Z', F],
    ['true', OPERATORS, 'Bool', 'true', 'true', T],
    ['false', OPERATORS, 'Bool', 'false', 'true', F],
    ['absent is not false', OPERATORS, 'Bool', 'false', undefined, F],
    ['absent, IfExists, is as good as false', OPERATORS, 'BoolIfExists', 'false', undefined, T],
    ['bytes', OPERATORS, 'BinaryEquals', 'QUJD', 'QUJD', T],
    ['in a range', OPERATORS, 'IpAddress', '203.0.113.0/24', '203.0.113.7', T],
    ['an address is a range of one', OPERATORS, 'IpAddress', '203.0.113.7', '203.0.113.8', F],
    ['any IPv4 address', OPERATORS, 'IpAddress', '0.0.0.0/0', '198.51.100.1', T],
    ['IPv6', OPERATORS, 'IpAddress', '2001:DB8::/32', '2001:db8::1', T],
    ['an IPv6 address is in no IPv4 range', OPERATORS, 'NotIpAddress', '203.0.113.0/24', '2001:db8::1', T],
    ['an ARN part by part', OPERATORS, 'ArnLike', 'arn:aws:sns:*:111111111111:t*', 'arn:aws:sns:eu-west-1:111111111111:topic', T],
    ['a wildcard of an ARN stays in its part', OPERATORS, 'ArnLike', 'arn:aws:x:*:a:b', 'arn:aws:x:r:1:a:b', F],
    ['an ARN with too few parts', OPERATORS, 'ArnLike', 'arn:aws:sns:*:x', 'arn:aws:sns:eu-west-1:111111111111:x', undefined],
    ['ArnEquals has wildcards too', OPERATORS, 'ArnEquals', 'arn:aws:sns:*:*:topic', 'arn:aws:sns:eu-west-1:111111111111:topic', T],
    ['another ARN', OPERATORS, 'ArnNotLike', 'arn:aws:sns:*:*:*', 'arn:aws:sqs:eu-west-1:111111111111:q', T],
    ['what is no ARN is none of these', OPERATORS, 'ArnLike', 'arn:aws:sns:*:*:*', 'x', F],
    ['Null: absent', OPERATORS, 'Null', 'true', undefined, T],
    ['Null: there', OPERATORS, 'Null', 'true', 'a', F],
    ['Null false: there', OPERATORS, 'Null', 'false', 'a', T],
    ['every value', SEVERAL, 'ForAllValues:StringEquals', ['a', 'b'], ['a', 'b'], T],
    ['not every value', SEVERAL, 'ForAllValues:StringEquals', ['a', 'b'], ['a', 'c'], F],
    ['every value of none', SEVERAL, 'ForAllValues:StringEquals', 'a', undefined, T],
    ['some value', SEVERAL, 'ForAnyValue:StringLike', 'a*', ['b', 'ab'], T],
    ['no value', SEVERAL, 'ForAnyValue:StringEquals', 'a', ['b', 'c'], F],
    ['some value of none', SEVERAL, 'ForAnyValue:StringEquals', 'a', undefined, F],
    ['some value is another', SEVERAL, 'ForAnyValue:StringNotEquals', 'a', ['a', 'b'], T],
    ['every value is another', SEVERAL, 'ForAllValues:StringNotEquals', 'a', ['a', 'b'], F],
    ['some value, IfExists, of none: the pages disagree', SEVERAL, 'ForAnyValue:StringEqualsIfExists', 'a', undefined, undefined],
    ['several values without a set operator that disagree: not documented', SEVERAL, 'StringEquals', 'a', ['a', 'b'], undefined],
    ['a variable', VARIABLES, 'StringEquals', '${aws:PrincipalArn}', ROLE, T],
    ['a variable without a value', VARIABLES, 'StringEquals', '${aws:SourceIdentity}', 'a', F],
    ['a variable without a value, negated: not documented', VARIABLES, 'StringNotEquals', '${aws:SourceIdentity}', 'a', undefined],
    ['an operator that there is not', OPERATORS, 'StringMatches', 'a', 'a', undefined],
    ['a value that is no number', OPERATORS, 'NumericEquals', 'a', '1', undefined],
    ['no value at all', OPERATORS, 'StringEquals', [], 'a', undefined],
    ['NullIfExists', OPERATORS, 'NullIfExists', 'true', undefined, undefined],
  ])('%s (%s): %s %j of %j is %s', (_, __, operator, wanted, has, met) => {
    const context: Record<string, string | string[]> = has === undefined ? {} : { 'Test:Key': has };
    const given = { identity: [allow(when(operator, 'test:key', wanted))], context };
    expect(outcome(given)).toBe(met === undefined ? 'open' : met ? 'allowed' : 'denied');
    expect(outcome({ ...given, identity: [allow(), deny(when(operator, 'test:key', wanted))] })).toBe(met === undefined ? 'open' : met ? 'denied explicitly' : 'allowed');
  });

  test('all of them must be met', () => {
    const both = { StringEquals: { 'a:b': '1', 'a:c': '2' }, Bool: { 'aws:SecureTransport': 'true' } };
    expect(outcome({ identity: [allow({ Condition: both })], context: { 'a:b': '1', 'a:c': '2', 'aws:SecureTransport': 'true' } })).toBe('allowed');
    expect(outcome({ identity: [allow({ Condition: both })], context: { 'a:b': '1', 'a:c': '3', 'aws:SecureTransport': 'true' } })).toBe('denied');
  });
});

describe('a policy that AWS would refuse is open, never passed over', () => {
  const read = (json: Json) => policyOf(json, 'identity', { template: '', logicalId: '', path: '' }).statements;
  test.each<[string, Json, RegExp]>([
    ['text that is not JSON', '{"Statement":', /not a JSON object/],
    ['a list', [], /not a JSON object/],
    ['no statement', { Version: '2012-10-17' }, /no statement/],
    ['a statement that is text', { Statement: ['Allow'] }, /not an object/],
    ['no effect', { Statement: { Action: '*', Resource: '*' } }, /Effect is missing/],
    ['another effect', { Statement: { Effect: 'allow', Action: '*', Resource: '*' } }, /neither Allow nor Deny/],
    ['no action', { Statement: { Effect: 'Allow', Resource: '*' } }, /either Action or NotAction/],
    ['an action and its negation', { Statement: { Effect: 'Allow', Action: '*', NotAction: 'x:y', Resource: '*' } }, /either Action or NotAction/],
    ['no actions', { Statement: { Effect: 'Allow', Action: [], Resource: '*' } }, /Action is an empty list/],
    ['no resources', { Statement: { Effect: 'Allow', Action: '*', Resource: [] } }, /Resource is an empty list/],
    ['no resource', { Statement: { Effect: 'Allow', Action: '*' } }, /either Resource or NotResource/],
    ['an element that there is not', { Statement: { Effect: 'Allow', Action: '*', Resource: '*', Conditions: {} } }, /Conditions is no element/],
    ['an operator that there is not', { Statement: { Effect: 'Allow', Action: '*', Resource: '*', Condition: { IsEqual: { a: 'b' } } } }, /IsEqual is no condition operator/],
    ['a range that is none', { Statement: { Effect: 'Allow', Action: '*', Resource: '*', Condition: { IpAddress: { 'aws:SourceIp': '300.0.0.0/8' } } } }, /no address range/],
    ['a condition that is a list', { Statement: { Effect: 'Allow', Action: '*', Resource: '*', Condition: [] } }, /Condition is not an object/],
  ])('%s', (_, json, why) => {
    const [statement] = read(json);
    expect(statement.open).toMatch(why);
  });

  test('a statement that cannot be read leaves open what it may be about, and nothing else', () => {
    const broken = (action: string) => outcome({ identity: [{ Effect: 'Allow', Action: action, Resource: '*', Condition: { IsEqual: { a: 'b' } } }] });
    expect([broken('s3:*'), broken('sqs:*')]).toEqual(['open', 'denied']);
  });

  test('20 KB of patterns are compared at once', () => {
    const long = Array.from({ length: 400 }, (_, i) => `arn:aws:s3:::*a*b*c*d*${i}*aaaaaaaaaaaaaaaaaaaa*`);
    const begun = Date.now();
    expect(outcome({ identity: [allow({ Resource: long })], arn: `arn:aws:s3:::${'abcd'.repeat(200)}` })).toBe('denied');
    expect(Date.now() - begun).toBeLessThan(2000);
  });
});
