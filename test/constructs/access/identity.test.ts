import { App, Duration, Stack } from 'aws-cdk-lib/core';
import { Template } from 'aws-cdk-lib/assertions';
import { IdentityAccountAccess, type IdentityAccountAccessProps } from '../../../constructs/access/identity-account-access';
import { IdentityCenterAccess, type IdentityCenterAccessProps } from '../../../constructs/access/identity-center-access';
import { PersonRole } from '../../../constructs/access/person-role';

const INSTANCE = 'arn:aws:sso:::instance/ssoins-0123456789abcdef';
const group = (i: number) => `0123456789-0000000${i}-0000-4000-8000-000000000000`;
const [ONE, TWO, THREE] = ['200000000001', '200000000002', '200000000003'];
const stack = () => new Stack(new App(), 'Identity', { env: { account: '100000000001', region: 'eu-central-1' } });
type Resource = { Properties: Record<string, unknown>; DependsOn?: string[] };

describe('Identity Center', () => {
  const PROPS: IdentityCenterAccessProps = {
    instanceArn: INSTANCE,
    groups: { 'operator': group(1), 'security-auditor': group(2) },
    roles: [{ role: PersonRole.OPERATOR, accounts: [ONE, TWO, THREE] }, { role: PersonRole.SECURITY_AUDITOR, accounts: [ONE] }, { role: PersonRole.SUPPORT, accounts: [ONE] }],
  };
  const made = (more: Partial<IdentityCenterAccessProps> = {}) => {
    const identity = stack();
    new IdentityCenterAccess(identity, 'Access', { ...PROPS, ...more });
    return Template.fromStack(identity);
  };

  test("a permission set has no rights of its own: it refers to the account's policy and boundary", () => {
    const sets = Object.values(made().findResources('AWS::SSO::PermissionSet')).map(({ Properties }) => Properties as Record<string, unknown>);
    expect(sets).toEqual([
      expect.objectContaining({
        Name: 'Operator', InstanceArn: INSTANCE, SessionDuration: 'PT1H',
        CustomerManagedPolicyReferences: [{ Name: 'Operator', Path: '/people/' }, { Name: 'Barred', Path: '/people/' }],
        PermissionsBoundary: { CustomerManagedPolicyReference: { Name: 'PersonBoundary-Operator', Path: '/people/' } },
      }),
      expect.objectContaining({ Name: 'SecurityAuditor', SessionDuration: 'PT8H' }),
    ]);
    sets.forEach((set) => expect(Object.keys(set)).not.toEqual(expect.arrayContaining([expect.stringMatching(/^(InlinePolicy|ManagedPolicies)$/)])));
  });

  test('groups are assigned to the accounts of their role, one assignment of a role after the other', () => {
    const assignments = Object.entries(made().findResources('AWS::SSO::Assignment')) as [string, Resource][];
    expect(assignments.map(([, { Properties }]) => [Properties.PrincipalType, Properties.PrincipalId, Properties.TargetId])).toEqual([
      ['GROUP', group(1), ONE], ['GROUP', group(1), TWO], ['GROUP', group(1), THREE], ['GROUP', group(2), ONE],
    ]);
    expect(assignments.map(([, { DependsOn }]) => DependsOn)).toEqual([undefined, [assignments[0][0]], [assignments[1][0]], undefined]);
  });

  test('a role without a group is nobody\'s', () => {
    expect(JSON.stringify(made())).not.toContain('Support');
  });

  test('sessions can be shorter for those who look on', () => {
    made({ sessions: [{ role: PersonRole.SECURITY_AUDITOR, duration: Duration.minutes(90) }] }).hasResourceProperties('AWS::SSO::PermissionSet', { Name: 'SecurityAuditor', SessionDuration: 'PT1H30M' });
  });

  test.each<[string, Partial<IdentityCenterAccessProps>, RegExp]>([
    ['an instance that is none', { instanceArn: 'ssoins-1' }, /instanceArn: got "ssoins-1". Write the instance's ARN/],
    ['an unknown role', { groups: { janitor: group(1) } }, /groups.janitor: got "janitor". There is no such role/],
    ['a group twice', { groups: { 'operator': group(1), 'security-auditor': group(1) } }, /groups.security-auditor: got .* The role operator has this group already/],
    ['a group by name', { groups: { operator: 'Operators' } }, /groups.operator: got "Operators". Write the group's id, not its name/],
    ['a group without accounts', { groups: { ...PROPS.groups, developer: group(3) } }, /groups.developer: .* The role has no account/],
    ['a role twice', { roles: [...PROPS.roles, PROPS.roles[0]] }, /roles\[3\].role: got "operator"/],
    ['an account twice', { roles: [{ role: PersonRole.OPERATOR, accounts: [ONE, ONE] }, PROPS.roles[1]] }, /roles\[0\].accounts\[1\]: got "200000000001"/],
    ['an account that is none', { roles: [{ role: PersonRole.OPERATOR, accounts: ['1'] }, PROPS.roles[1]] }, /roles\[0\].accounts\[0\]: got "1"/],
    ['no accounts', { roles: [{ role: PersonRole.OPERATOR, accounts: [] }, PROPS.roles[1]] }, /roles\[0\].accounts: got \[\]/],
    ['a session longer than the limit', { sessions: [{ role: PersonRole.OPERATOR, duration: Duration.hours(2) }] }, /sessions\[0\].duration: got "PT2H". A session of operator lasts 1 hour/],
    ['a session longer than a working day', { sessions: [{ role: PersonRole.SECURITY_AUDITOR, duration: Duration.minutes(481) }] }, /A session of security-auditor lasts 1 to 8 hours/],
    ['a session shorter than Identity Center takes', { sessions: [{ role: PersonRole.SECURITY_AUDITOR, duration: Duration.minutes(59) }] }, /sessions\[0\].duration/],
    ['a session twice', { sessions: [1, 2].map((hours) => ({ role: PersonRole.SECURITY_AUDITOR, duration: Duration.hours(hours) })) }, /sessions\[0\]|sessions\[1\].role: got "security-auditor"/],
  ])('refuses %s', (_, more, message) => {
    expect(() => made(more)).toThrow(message);
  });
});

describe('the identity account', () => {
  const PROPS: IdentityAccountAccessProps = {
    roles: [{ role: PersonRole.OPERATOR, accounts: [ONE, TWO] }, { role: PersonRole.KEY_CUSTODIAN, accounts: [ONE] }],
    users: [{ name: 'ada', roles: [PersonRole.OPERATOR] }, { name: 'grace@example.eu', roles: [PersonRole.KEY_CUSTODIAN] }],
  };
  const made = (more: Partial<IdentityAccountAccessProps> = {}) => {
    const identity = stack();
    new IdentityAccountAccess(identity, 'Access', { ...PROPS, ...more });
    return Template.fromStack(identity);
  };
  const policy = (name: string) => (Object.values(made().findResources('AWS::IAM::ManagedPolicy', { Properties: { ManagedPolicyName: name, Path: '/people/' } }))[0].Properties as { PolicyDocument: { Statement: Record<string, unknown>[] } }).PolicyDocument.Statement;

  test('a group enters the accounts of its role with a fresh second factor, and nothing else', () => {
    expect(policy('OperatorEntry')).toEqual([{
      Sid: 'EnterWithFreshSecondFactor', Effect: 'Allow', Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'],
      Resource: [`arn:aws:iam::${ONE}:role/people/Operator`, `arn:aws:iam::${TWO}:role/people/Operator`],
      Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' }, NumericLessThan: { 'aws:MultiFactorAuthAge': '3600' } },
    }]);
    expect(Object.values(made().findResources('AWS::IAM::Group')).map(({ Properties }) => [(Properties as Record<string, unknown>).GroupName, ((Properties as Record<string, unknown[]>).ManagedPolicyArns).length])).toEqual([['Operator', 2], ['KeyCustodian', 2]]);
  });

  test.each(['OwnSignIn', 'PersonBoundary-User'])('%s: without a second factor a user can do no more than set one up; keys are for nobody', (name) => {
    const statements = policy(name);
    expect(statements).toContainEqual({
      Sid: 'NothingElseWithoutSecondFactor', Effect: 'Deny', Resource: '*', Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
      NotAction: ['iam:ChangePassword', 'iam:CreateVirtualMFADevice', 'iam:EnableMFADevice', 'iam:GetAccountPasswordPolicy', 'iam:GetUser', 'iam:ListMFADevices', 'iam:ResyncMFADevice'],
    });
    expect(statements).toContainEqual(expect.objectContaining({ Effect: 'Deny', Resource: '*', Action: expect.arrayContaining(['iam:CreateAccessKey', 'iam:CreateServiceSpecificCredential', 'iam:UploadSSHPublicKey']) }));
    const own = statements.filter(({ Sid }) => Sid === 'OwnPassword' || Sid === 'OwnSecondFactor');
    expect(own.map(({ Resource: resource }) => resource)).toEqual(Array(2).fill('arn:aws:iam::100000000001:user/people/${aws:username}'));
  });

  test('users stand below /people/, bounded, in the groups of their roles, without password or key', () => {
    const template = made();
    const users = Object.values(template.findResources('AWS::IAM::User')).map(({ Properties }) => Properties as Record<string, unknown>);
    expect(users.map(({ UserName, Path }) => [UserName, Path])).toEqual([['ada', '/people/'], ['grace@example.eu', '/people/']]);
    users.forEach((user) => {
      expect(JSON.stringify(user.PermissionsBoundary)).toContain('UserBoundary');
      expect(user.LoginProfile).toBeUndefined();
    });
    template.resourceCountIs('AWS::IAM::AccessKey', 0);
  });

  test.each<[string, Partial<IdentityAccountAccessProps>, RegExp]>([
    ['no roles', { roles: [], users: [] }, /roles: got \[\]/],
    ['an unknown role', { roles: [{ role: 'janitor' as PersonRole, accounts: [ONE] }], users: [] }, /roles\[0\].role: got "janitor"/],
    ['a name that IAM does not take', { users: [{ name: 'a b', roles: [PersonRole.OPERATOR] }] }, /users\[0\].name: got "a b"/],
    ['a person twice', { users: ['ada', 'Ada'].map((name) => ({ name, roles: [PersonRole.OPERATOR] })) }, /users\[1\].name: got "Ada". A person is named once/],
    ['a person without roles', { users: [{ name: 'ada', roles: [] }] }, /users\[0\].roles: got \[\]/],
    ['a role without accounts', { users: [{ name: 'ada', roles: [PersonRole.DEVELOPER] }] }, /users\[0\].roles\[0\]: got "developer". Write, once, one of the roles that have accounts: operator, key-custodian/],
    ['a role twice', { users: [{ name: 'ada', roles: [PersonRole.OPERATOR, PersonRole.OPERATOR] }] }, /users\[0\].roles\[0\]|users\[0\].roles\[1\]/],
    ['keys and their use in one hand', { users: [{ name: 'ada', roles: [PersonRole.OPERATOR, PersonRole.KEY_CUSTODIAN] }] }, /Who administers keys holds no other role/],
  ])('refuses %s', (_, more, message) => {
    expect(() => made(more)).toThrow(message);
  });
});
