import { IdentityWay, PersonArns, PersonRole } from '../../../constructs/access/person-role';

describe('names agreed ahead', () => {
  test('a role of the identity account has the same name everywhere, below one path', () => {
    expect(PersonArns.role(IdentityWay.IDENTITY_ACCOUNT, '111122223333', PersonRole.DATABASE_ADMINISTRATOR)).toBe('arn:aws:iam::111122223333:role/people/DatabaseAdministrator');
    expect(PersonArns.policy('111122223333', PersonRole.KEY_CUSTODIAN)).toBe('arn:aws:iam::111122223333:policy/people/KeyCustodian');
    expect(PersonArns.boundary('111122223333', PersonRole.BREAK_GLASS)).toBe('arn:aws:iam::111122223333:policy/people/PersonBoundary-BreakGlass');
  });

  const matches = (pattern: string, text: string) => new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(text);
  const reserved = (rest: string) => `arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/${rest}`;

  test('a role of Identity Center is matched with and without its region, and no other role is', () => {
    const support = PersonArns.role(IdentityWay.IDENTITY_CENTER, '111122223333', PersonRole.SUPPORT);
    expect(matches(support, reserved('eu-central-1/AWSReservedSSO_Support_0123456789abcdef'))).toBe(true);
    expect(matches(support, reserved('AWSReservedSSO_Support_0123456789abcdef'))).toBe(true);
    expect(matches(support, reserved('eu-central-1/AWSReservedSSO_SupportLead_0123456789abcdef'))).toBe(false);
    expect(matches(support, 'arn:aws:iam::111122223333:role/AWSReservedSSO_Support_0123456789abcdef')).toBe(false);
  });

  test('no role is matched by the pattern of another', () => {
    const sample = (role: PersonRole) => reserved(`eu-west-1/AWSReservedSSO_${PersonArns.nameOf(role)}_0123456789abcdef`);
    const found = PersonArns.ROLES.flatMap((a) => PersonArns.ROLES.filter((b) => matches(PersonArns.role(IdentityWay.IDENTITY_CENTER, '*', a), sample(b))).map((b) => `${a}=${b}`));
    expect(found).toEqual(PersonArns.ROLES.map((role) => `${role}=${role}`));
  });
});
