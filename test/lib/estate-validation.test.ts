import { InvalidInputError, type Problem } from '../../constructs/shared/problems';
import type { EstateProps } from '../../lib/estate-props';
import { validateEstate } from '../../lib/estate-validation';
import { REFERENCE, withValue } from '../support/reference-props';

/** The problems of the reference configuration with some values replaced. */
function problemsOf(changes: Record<string, unknown>): readonly Problem[] {
  const props = Object.entries(changes).reduce<EstateProps>((config, [path, value]) => withValue(config, path, value), REFERENCE);
  try {
    validateEstate(props);
  } catch (error) {
    if (error instanceof InvalidInputError) {
      return error.problems;
    }
    throw error;
  }
  return [];
}

test('the reference configuration has no problem', () => {
  expect(problemsOf({})).toEqual([]);
});

describe('each of these is refused, with the field, the value and the mend', () => {
  test.each([
    ['organization.name', 'Acme Corporation', '2 to 12 lower-case letters'],
    ['organization.id', 'acme', 'o-a1b2c3d4e5'],
    ['organization.rootId', 'root', 'r-ab12'],
    ['environments.test.account', '200000000001', 'already environments.development.account'],
    ['environments.production.account', '100000000003', 'already sharedAccounts.backup'],
    ['sharedAccounts.security', '12345678901', '12 digits'],
    ['sharedAccounts.release', '1234567890ab', '12 digits'],
    ['environments.test.cidr', '10.10.128.0/20', 'overlaps environments.development.cidr'],
    ['environments.test.cidr', '10.20.0.0/24', 'too small'],
    ['environments.test.cidr', '10.20.0.0/21', 'too small'],
    ['environments.test.cidr', '10.0.0.0/8', 'no range wider than /16'],
    ['environments.test.accessCidr', '10.20.128.0/24', 'overlaps environments.test.cidr'],
    ['environments.test.accessCidr', '172.20.2.0/25', 'too small'],
    ['environments.test.vpnClientCidr', '172.24.0.0/22', 'overlaps environments.development.vpnClientCidr'],
    ['environments.test.vpnClientCidr', '172.24.4.0/24', 'a client VPN takes none smaller'],
    ['remoteAccess.clientVersions', [], 'versions of the VPN client'],
    ['environments.test.cidr', '10.20.0.1/16', 'without host bits'],
    ['environments.test.cidr', '8.8.0.0/16', 'private addresses'],
    ['environments.test.cidr', 'ten', 'CIDR notation'],
    ['environments.production.recoveryCidr', '10.40.16.0/20', 'overlaps environments.production.cidr'],
    ['environments.production.recoveryCidr', '10.60.0.0/24', 'too small'],
    ['environments.test.recoveryCidr', '10.61.0.0/16', 'No second test stands by'],
    ['environments.production.recoveryAccessCidr', '172.20.4.0/24', 'overlaps environments.production.accessCidr'],
    ['environments.production.recoveryAccessCidr', '10.60.128.0/24', 'overlaps environments.production.recoveryCidr'],
    ['environments.production.recoveryAccessCidr', '172.20.5.0/25', 'too small'],
    ['environments.production.recoveryVpnClientCidr', '172.24.12.0/22', 'overlaps environments.production.vpnClientCidr'],
    ['environments.production.recoveryVpnClientCidr', '172.24.16.0/23', 'a client VPN takes none smaller'],
    ['environments.acceptance.recoveryAccessCidr', '172.20.9.0/24', 'No second acceptance stands by'],
    ['environments.acceptance.recoveryVpnClientCidr', '172.24.20.0/22', 'No second acceptance stands by'],
    ['regions.primary', 'us-east-1', 'European Economic Area'],
    ['regions.recovery', 'eu-west-2', 'London and Zurich are not'],
    ['regions.backup', 'eu-central-2', 'London and Zurich are not'],
    ['regions.recovery', 'eu-central-1', 'equals the primary'],
    ['regions.backup', 'eu-central-1', 'equals the primary'],
    ['identity.identityCenter.instanceArn', 'ssoins-1', 'list-instances'],
    ['regions.backup', 'eu-west-3', '474 km from the primary region'],
    ['regions.backup', 'eu-west-1', 'equals the recovery one'],
    ['backups.minRetentionDays', 6, '7 days or more'],
    ['backups.minRetentionDays', 15, 'Daily backups of acceptance are kept for 14 days, and the lock would refuse them'],
    ['backups.maxRetentionDays', 365, 'Backups of production are kept for up to 366 days, and the lock would refuse them'],
    ['backups.maxRetentionDays', 40_000, '36,500 days'],
    ['backups.coolingOffDays', 2, '3 days or more'],
    ['backups.approvalTeamArn', 'backup-team', 'approval team'],
    ['environments.test.gameDays', true, 'Nothing takes over there'],
    ['regions.availabilityZones', ['eu-central-1a', 'eu-central-1b'], 'Production needs 3 different zones'],
    ['regions.availabilityZones', ['eu-central-1a', 'eu-central-1a', 'eu-central-1b'], 'Production needs 3 different zones'],
    ['administratorRanges', [], 'at least one range'],
    ['domain', '', 'without one nobody is led to the recovery region'],
    ['domain', 'acme', 'Write a domain name'],
    ['domain', '-acme.example', 'Write a domain name'],
    ['domain', 'acme..example', 'Write a domain name'],
    ['environments.test.hostName', 'test.other.example', 'below acme.example'],
    ['environments.test.hostName', 'development.acme.example', 'already that of development'],
    ['service.image', 'acme/portal', 'digest'],
    ['service.image', 'acme/portal:latest', 'digest'],
    ['service.image', 'registry:5000/portal', 'digest'],
    ['service.image', 'acme/portal@sha256:abc', 'digest'],
    ['service.port', 443, '1024 to 65535'],
    ['service.healthCheckPath', 'health', 'begins with a slash'],
    ['onCallEmail', 'on-call', 'on call'],
    ['only', 'staging', 'development, test, acceptance, production'],
  ])('%s = %j: %s', (path, value, mend) => {
    const problems = problemsOf({ [path]: value });
    expect(problems.map((problem) => problem.path)).toContain(path);
    expect(problems.find((problem) => problem.path === path)).toEqual({ path, value: JSON.stringify(value), mend: expect.stringContaining(mend) });
  });

  test.each(['recoveryCidr', 'recoveryAccessCidr', 'recoveryVpnClientCidr'])('production without a range in the recovery region: %s', (name) => {
    expect(problemsOf({ [`environments.production.${name}`]: undefined }))
      .toEqual([{ path: `environments.production.${name}`, value: 'nothing', mend: expect.stringContaining('A second production stands by in eu-west-1 (control AVA4)') }]);
  });

  test.each([
    ['0.0.0.0/0', 'it is everybody'],
    ['::/0', 'it is everybody'],
    ['0.0.0.0/1', 'too wide'],
    ['2001:db8::/16', 'too wide'],
    ['203.0.113.7/28', 'without host bits'],
    ['anywhere', 'CIDR notation'],
  ])('an administrators\' range %s: %s', (range, mend) => {
    expect(problemsOf({ administratorRanges: ['203.0.113.0/28', range] }))
      .toEqual([{ path: 'administratorRanges[1]', value: JSON.stringify(range), mend: expect.stringContaining(mend) }]);
  });

  test.each([
    ['finding', 'IAM5', 'qualified id'],
    ['finding', 'AwsSolutions::*', 'qualified id'],
    ['finding', 'Dtap::Dtap-NoSuchRule', 'no such rule'],
    ['finding', 'Dtap::S3BucketVersioned', 'no such rule'],
    ['resource', 'Production/*', 'one resource'],
    ['resource', 'Production', 'one resource'],
    ['reason', 'later', 'at least 20'],
    ['reason', 'The firewall stands in its place, as control NET99 asks.', 'no control NET99'],
    ['owner', ' ', 'who answers'],
    ['until', '2027-02-30', 'YYYY-MM-DD'],
  ])('an exception whose %s is %j: %s', (field, value, mend) => {
    const exception = { finding: 'AwsSolutions::AwsSolutions-S1', resource: 'Production/Data/Bucket/Resource', reason: 'Logs go to this very bucket.', owner: 'platform', until: '2027-06-30' };
    expect(problemsOf({ exceptions: [exception] })).toEqual([]);
    expect(problemsOf({ exceptions: [{ ...exception, [field]: value }] }))
      .toEqual([{ path: `exceptions[0].${field}`, value: JSON.stringify(value), mend: expect.stringContaining(mend) }]);
  });
});

test('an exception that is there twice names the first one', () => {
  const exception = { finding: 'Dtap::Dtap-S3BucketVersioned[unknown]', resource: 'Production/Data/Bucket/Resource', reason: 'As control DAT2 asks, elsewhere.', owner: 'platform', until: '2027-06-30' };
  expect(problemsOf({ exceptions: [exception, { ...exception, owner: 'others' }] }))
    .toEqual([{ path: 'exceptions[1].finding', value: JSON.stringify(exception.finding), mend: expect.stringContaining('exceptions[0]') }]);
});

test.each([
  ['neither', {}, ['identity']],
  ['an identity account that is production', { identityAccount: { account: REFERENCE.environments.production.account } }, ['identity.identityAccount.account', 'remoteAccess.groups']],
  ['both', { ...REFERENCE.identity, identityAccount: { account: '300000000001' } }, ['identity']],
  ['a role that there is not', { identityCenter: { ...REFERENCE.identity.identityCenter, groups: { ...REFERENCE.identity.identityCenter!.groups, janitor: 'a0000000-0000-4000-8000-000000000009' } } }, ['identity.identityCenter.groups.janitor']],
  ['a group twice', { identityCenter: { ...REFERENCE.identity.identityCenter, groups: { operator: 'a0000000-0000-4000-8000-000000000009', support: 'a0000000-0000-4000-8000-000000000009' } } }, ['identity.identityCenter.groups.support']],
  ['an account that is none, and no groups that come in', { identityAccount: { account: '3' } }, ['identity.identityAccount.account', 'remoteAccess.groups']],
])('people who sign in by %s are refused', (_, identity, paths) => {
  expect(problemsOf({ identity }).map(({ path }) => path)).toEqual(paths);
});

describe('each of these is accepted', () => {
  test.each([
    ['regions.availabilityZones', ['eu-central-1c', 'eu-central-1a', 'eu-central-1b']],
    ['environments.test.cidr', '192.168.0.0/20'],
    ['environments.production.hostName', 'acme.example'],
    ['service.image', `acme/portal@sha256:${'0'.repeat(64)}`],
    ['administratorRanges', ['2001:db8:1::/48']],
    ['service.egressDomains', ['api.example.org', '.example.net']],
    ['only', 'production'],
  ])('%s = %j', (path, value) => expect(problemsOf({ [path]: value })).toEqual([]));
});

test('all problems are reported at once, each on a line of the message', () => {
  const changes = { 'environments.test.account': '7', 'regions.recovery': 'eu-west-2', 'domain': '', 'administratorRanges': ['::/0'] };
  expect(problemsOf(changes).map((problem) => problem.path).sort()).toEqual(['administratorRanges[0]', 'domain', 'environments.test.account', 'regions.recovery']);
  const broken = Object.entries(changes).reduce<EstateProps>((config, [path, value]) => withValue(config, path, value), REFERENCE);
  expect(() => validateEstate(broken)).toThrow(/^The estate cannot be built: 4 problems\n {2}- .*\n {2}- .*\n {2}- .*\n {2}- .*$/);
});
