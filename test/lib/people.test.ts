import { Capability } from '../../constructs/access/capability';
import { PersonRole } from '../../constructs/access/person-role';
import { EnvironmentKind, SharedAccountKind } from '../../lib/environment';
import { ACCOUNT_KINDS, type AccountKind, accountsOf, holdsCustomerData, rightsIn } from '../../lib/people';
import { peoplePage } from '../../scripts/support/people-page';

const may = (kind: AccountKind, ...capabilities: Capability[]) => rightsIn(kind).filter((rights) => capabilities.some((each) => rights.capabilities.includes(each))).map(({ role }) => role);
const { DEVELOPER, OPERATOR, DATABASE_ADMINISTRATOR, SECURITY_AUDITOR, PRIVACY_OFFICER, KEY_CUSTODIAN, SUPPORT, BREAK_GLASS } = PersonRole;

test.each(ACCOUNT_KINDS)("%s: the privacy officer alone reads customers' data and restores, the key custodian alone administers keys, the auditor alone sees identities", (kind) => {
  expect([[], [PRIVACY_OFFICER]]).toContainEqual(may(kind, Capability.READ_CUSTOMER_DATA, Capability.RESTORE_BACKUPS));
  expect(may(kind, Capability.ADMINISTER_KEYS)).toEqual([KEY_CUSTODIAN]);
  expect(may(kind, Capability.READ_IDENTITIES)).toEqual([SECURITY_AUDITOR]);
});

test('deploying, operating, auditing and key management are different roles everywhere; break-glass alone operates besides, and deploys by hand from where releases come', () => {
  ACCOUNT_KINDS.forEach((kind) => expect(may(kind, Capability.OPERATE_SERVICE).filter((role) => ![DEVELOPER, OPERATOR, BREAK_GLASS].includes(role))).toEqual([]));
  expect(may(EnvironmentKind.PRODUCTION, Capability.OPERATE_SERVICE)).toEqual([OPERATOR, BREAK_GLASS]);
  expect(ACCOUNT_KINDS.filter((kind) => may(kind, Capability.DEPLOY_BY_HAND).length > 0)).toEqual([SharedAccountKind.RELEASE, SharedAccountKind.MANAGEMENT]);
  expect(may(SharedAccountKind.RELEASE, Capability.DEPLOY_BY_HAND)).toEqual([BREAK_GLASS]);
});

test('a developer writes in development, looks in test, and sees no more than dashboards where customers are', () => {
  const rights = (kind: AccountKind) => rightsIn(kind).find(({ role }) => role === DEVELOPER)?.capabilities;
  expect(rights(EnvironmentKind.DEVELOPMENT)).toContain(Capability.WORK_WITH_FILES);
  expect(rights(EnvironmentKind.TEST)).toEqual([Capability.READ_METRICS, Capability.READ_CONFIGURATION, Capability.READ_LOGS]);
  [EnvironmentKind.ACCEPTANCE, EnvironmentKind.PRODUCTION].forEach((kind) => expect(rights(kind)).toEqual([Capability.READ_METRICS]));
  expect(ACCOUNT_KINDS.filter((kind) => may(kind, Capability.WORK_WITH_FILES).length > 0 && holdsCustomerData(kind))).toEqual([]);
});

test('support has nothing but asking, and whoever approves is somebody else', () => {
  expect(accountsOf(SUPPORT)).toEqual([EnvironmentKind.PRODUCTION]);
  expect(may(EnvironmentKind.PRODUCTION, Capability.REQUEST_GRANT)).toEqual([SUPPORT]);
  expect(may(EnvironmentKind.PRODUCTION, Capability.APPROVE_GRANT)).toEqual([PRIVACY_OFFICER]);
});

test('the database administrator looks after environments only, and reads no log of statements', () => {
  expect(accountsOf(DATABASE_ADMINISTRATOR)).toEqual([EnvironmentKind.DEVELOPMENT, EnvironmentKind.TEST, EnvironmentKind.ACCEPTANCE, EnvironmentKind.PRODUCTION]);
  ACCOUNT_KINDS.forEach((kind) => expect(may(kind, Capability.READ_AUDIT_LOGS)).not.toContain(DATABASE_ADMINISTRATOR));
});

test('the page tells every role, every capability that somebody has, and who has it in production', () => {
  const page = peoplePage();
  const [, production] = page.split('## In production');
  expect(production.split('## Role by role')[0]).toMatch(/\| \*\*reads customers' files and database rows\*\* \|  \|  \|  \|  \| ● \|  \|  \|  \|/);
  expect([...page.matchAll(/^### (.*)$/gm)].map(([, role]) => role)).toEqual(['Developer', 'Operator', 'Database administrator', 'Security auditor', 'Privacy officer', 'Key custodian', 'Support', 'Break glass']);
  expect(page).not.toContain('undefined');
});

test('the operator moves production, and break-glass does when nobody else can; the privacy officer alone restores what is a customer\'s', () => {
  expect(ACCOUNT_KINDS.flatMap((kind) => may(kind, Capability.FAIL_OVER).map((role) => [kind, role]))).toEqual([[EnvironmentKind.PRODUCTION, OPERATOR], [EnvironmentKind.PRODUCTION, BREAK_GLASS]]);
  expect(ACCOUNT_KINDS.flatMap((kind) => may(kind, Capability.RESTORE_CUSTOMER).map((role) => [kind, role]))).toEqual([[EnvironmentKind.ACCEPTANCE, PRIVACY_OFFICER], [EnvironmentKind.PRODUCTION, PRIVACY_OFFICER]]);
});
