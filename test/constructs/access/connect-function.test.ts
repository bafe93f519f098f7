import { randomInt } from 'node:crypto';
import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { join } from 'node:path';
import { MESSAGES, refusalOf } from '../../../constructs/access/connect-function/decision';
import { readRules } from '../../../constructs/access/connect-function/rules';

const RANGES = ['203.0.113.16/28', '198.51.100.0/24', '2001:db8:5::/48'];
const GROUPS = ['administrators', 'a1b2c3d4-0001-4000-8000-00000000000f'];
const VERSIONS = ['2.6', '3.8.1'];
const VARIABLES = { SOURCE_RANGES: RANGES.join(','), GROUPS: GROUPS.join(','), CLIENT_VERSIONS: VERSIONS.join(','), PLATFORMS: 'win,mac' };
const rules = readRules(VARIABLES);

/**
 * An attempt as Client VPN sends it: https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/connection-authorization.html
 * Ids and addresses are made up.
 */
const ATTEMPT = {
  'connection-id': 'cvpn-connection-04edd76f5201e0cb8',
  'endpoint-id': 'cvpn-endpoint-0102bc4c2eEXAMPLE',
  'common-name': '',
  'username': 'ada@example.com',
  'platform': 'mac',
  'platform-version': '15.1',
  'public-ip': '203.0.113.20',
  'client-openvpn-version': '2.6.12',
  'groups': ['everybody', 'administrators'],
  'schema-version': 'v3',
};
const attempt = (changes: object) => ({ ...ATTEMPT, ...changes });

describe('the connect handler admits', () => {
  test.each([
    ['a listed IPv4 address', {}],
    ['the first address of a range', { 'public-ip': '203.0.113.16' }],
    ['the last address of a range', { 'public-ip': '203.0.113.31' }],
    ['a listed IPv6 address', { 'public-ip': '2001:db8:5:ffff::1' }],
    ['a listed IPv6 address in any spelling', { 'public-ip': '2001:0DB8:0005:0000:0000:0000:192.0.2.1' }],
    ['a person of another listed group', { groups: [GROUPS[1]] }],
    ['groups as one text', { groups: 'everybody, administrators' }],
    ['another listed version', { 'client-openvpn-version': '3.8.1' }],
    ['a version with a suffix', { 'client-openvpn-version': '2.6_rc2' }],
    ['a device with a certificate', { 'common-name': 'laptop-17' }],
    ['attempts with fields yet to come', { 'something-new': { a: 1 } }],
  ])('%s', (_, changes) => {
    expect(refusalOf(attempt(changes), rules)).toBeUndefined();
  });

  test('all operating systems if none is named', () => {
    expect(refusalOf(attempt({ platform: 'plan9' }), readRules({ ...VARIABLES, PLATFORMS: undefined }))).toBeUndefined();
  });
});

describe('the connect handler refuses', () => {
  test.each([
    ['an address beside a range', 'source-not-listed', { 'public-ip': '203.0.113.32' }],
    ['an IPv6 address beside a range', 'source-not-listed', { 'public-ip': '2001:db8:6::1' }],
    ['a private address', 'private-source', { 'public-ip': '10.0.0.1' }],
    ['a private IPv6 address', 'private-source', { 'public-ip': 'fd00::1' }],
    ['a listed IPv4 address dressed as IPv6', 'private-source', { 'public-ip': '::ffff:203.0.113.20' }],
    ['an address of the machine itself', 'private-source', { 'public-ip': '127.0.0.1' }],
    ['no address', 'unknown-source', { 'public-ip': '' }],
    ['an address with leading zeros', 'unknown-source', { 'public-ip': '203.0.113.020' }],
    ['an address with a port', 'unknown-source', { 'public-ip': '203.0.113.20:443' }],
    ['an address with a space', 'unknown-source', { 'public-ip': ' 203.0.113.20' }],
    ['an address as a number', 'unknown-source', { 'public-ip': 3405803796 }],
    ['several addresses', 'unknown-source', { 'public-ip': ['203.0.113.20'] }],
    ['an address with a zone', 'unknown-source', { 'public-ip': '2001:db8:5::1%eth0' }],
    ['a group that is not listed', 'unknown-group', { groups: ['everybody'] }],
    ['a group in other letters', 'unknown-group', { groups: ['Administrators'] }],
    ['a group whose name begins with a listed one', 'unknown-group', { groups: ['administrators-of-the-canteen'] }],
    ['no groups', 'unknown-group', { groups: [] }],
    ['groups that are missing', 'unknown-group', { groups: undefined }],
    ['groups that are not all text', 'unknown-group', { groups: ['administrators', 1] }],
    ['groups as an object', 'unknown-group', { groups: { 0: 'administrators', length: 1 } }],
    ['a version that is not listed', 'unknown-client-version', { 'client-openvpn-version': '2.5.9' }],
    ['a version that only begins with the same digits', 'unknown-client-version', { 'client-openvpn-version': '2.60' }],
    ['a version that is less precise than the listed one', 'unknown-client-version', { 'client-openvpn-version': '3.8' }],
    ['no version', 'unknown-client-version', { 'client-openvpn-version': undefined }],
    ['a version as a number', 'unknown-client-version', { 'client-openvpn-version': 2.6 }],
    ['an operating system that is not listed', 'unknown-platform', { platform: 'linux' }],
    ['no operating system', 'unknown-platform', { platform: undefined }],
    ['nobody', 'no-user', { username: '' }],
    ['a user who is not text', 'no-user', { username: { name: 'ada' } }],
    ['a text without end', 'no-user', { username: 'a'.repeat(1025) }],
    ['a schema that it does not know', 'unknown-schema', { 'schema-version': 'v9' }],
    ['no schema', 'unknown-schema', { 'schema-version': undefined }],
    ['the first schema, which has no groups', 'unknown-group', { 'schema-version': 'v1', 'groups': undefined }],
  ] as const)('%s', (_, refusal, changes) => {
    expect(refusalOf(attempt(changes), rules)).toBe(refusal);
  });

  test.each([['nothing', undefined], ['null', null], ['text', JSON.stringify(ATTEMPT)], ['a list', [ATTEMPT]], ['a number', 1]])('%s instead of an attempt', (_, event) => {
    expect(refusalOf(event, rules)).toBe('malformed-request');
  });

  test('fields that an attempt only inherits', () => {
    expect(refusalOf(Object.create(ATTEMPT), rules)).toBe('unknown-schema');
  });

  test('with words that a person understands, at most 255 characters', () => {
    expect(Object.values(MESSAGES).filter((message) => message.length > 255 || !message.startsWith('The connection was refused: '))).toEqual([]);
  });
});

describe('the rules', () => {
  test('are refused all at once, so that the handler never starts', () => {
    expect(() => readRules({ SOURCE_RANGES: '0.0.0.0/0,::/0,10.0.0.0/8,x', CLIENT_VERSIONS: 'any', PLATFORMS: 'win,' })).toThrow(
      /admits nobody: .*'0\.0\.0\.0\/0'.*'::\/0'.*'10\.0\.0\.0\/8'.*'x'.*GROUPS names nothing.*'any' is no version.*PLATFORMS: an empty name/);
  });

  test.each(['SOURCE_RANGES', 'GROUPS', 'CLIENT_VERSIONS'])('need %s', (name) => {
    expect(() => readRules({ ...VARIABLES, [name]: ' ' })).toThrow(`${name} names nothing`);
  });
});

describe('of twenty thousand attempts at random', () => {
  // Another way to the same answer: Node's own list of ranges, and plain text.
  const listed = new BlockList();
  RANGES.forEach((range) => listed.addSubnet(range.split('/')[0], Number(range.split('/')[1]), range.includes(':') ? 'ipv6' : 'ipv4'));
  const inRange = (ip: unknown) => typeof ip === 'string' && ((isIPv4(ip) && listed.check(ip, 'ipv4')) || (isIPv6(ip) && !/^::ffff:|%/i.test(ip) && listed.check(ip, 'ipv6')));
  const inGroup = (groups: unknown) => GROUPS.some((group) => (typeof groups === 'string' ? groups.split(/\s*,\s*/) : Array.isArray(groups) && groups.every((each) => typeof each === 'string') ? groups : []).includes(group));
  const inVersion = (version: unknown) => typeof version === 'string' && /^\d+(\.\d+)*$/.test(version) && VERSIONS.some((admitted) => version === admitted || version.startsWith(`${admitted}.`));
  const expected = (event: Record<string, unknown>) => inRange(event['public-ip']) && inGroup(event.groups) && inVersion(event['client-openvpn-version'])
    && ['win', 'mac'].includes(event.platform as string) && typeof event.username === 'string' && event.username !== '' && ['v1', 'v2', 'v3'].includes(event['schema-version'] as string);

  const one = <T>(...of: T[]): T => of[randomInt(of.length)];
  const octet = () => randomInt(256);
  const group16 = () => randomInt(65536).toString(16);
  const garbage = () => one<unknown>(undefined, null, '', ' ', 0, 1, NaN, true, [], {}, [[]], ['administrators', null], '\u0000', '*', '0.0.0.0', '::', '..', 'v3 ', '𝟐.𝟔', 'constructor', '__proto__');
  const mostly = (usual: () => unknown, rarely: number) => (randomInt(100) < rarely ? garbage() : usual());
  const random = () => ({
    ...ATTEMPT,
    'public-ip': mostly(() => one(
      `203.0.113.${octet()}`, `198.51.${100 + randomInt(2)}.${octet()}`, `${octet()}.${octet()}.${octet()}.${octet()}`, `2001:db8:${one(4, 5, 6)}::${group16()}`,
      `2001:db8:5:${group16()}:${group16()}:${group16()}:${group16()}:${group16()}`, `::ffff:203.0.113.${octet()}`, '203.0.113.20', '2001:db8:5::1',
    ), 10),
    'groups': mostly(() => one<unknown>(['administrators'], [GROUPS[1]], ['everybody'], ['administrator'], 'administrators', 'everybody,administrators', 'everybody'), 10),
    'client-openvpn-version': mostly(() => one('2.6', '2.6.12', `2.${randomInt(80)}`, `3.8.${randomInt(20)}`, '3.8', '2.6.', `${randomInt(4)}.${randomInt(10)}.${randomInt(10)}`), 10),
    'platform': mostly(() => one('win', 'mac', 'linux'), 5),
    'username': mostly(() => 'ada@example.com', 5),
    'schema-version': mostly(() => one('v3', 'v3', 'v3', 'v2', 'v4'), 5),
  });

  test('those are admitted that all rules admit, and never another', () => {
    const wrong: unknown[] = [];
    let admitted = 0;
    for (let i = 0; i < 20_000; i++) {
      const event = random();
      const allow = refusalOf(event, rules) === undefined;
      admitted += allow ? 1 : 0;
      if (allow !== expected(event)) {
        wrong.push({ allow, event });
      }
    }
    expect(wrong).toEqual([]);
    // Else the attempts would be too wild to find a wrong yes among them.
    expect(admitted).toBeGreaterThan(200);
    expect(admitted).toBeLessThan(15_000);
  });
});

describe('the bundle', () => {
  type Handler = (event: unknown) => Promise<Record<string, unknown>>;
  const bundle = join(__dirname, '../../../assets/functions/connect/index.js');
  const logged: unknown[] = [];

  function start(variables: Record<string, string | undefined>): Handler {
    const before = process.env;
    process.env = { ...before, SOURCE_RANGES: undefined, GROUPS: undefined, CLIENT_VERSIONS: undefined, PLATFORMS: undefined, ...variables };
    try {
      let handler: Handler | undefined;
      jest.isolateModules(() => ({ handler } = jest.requireActual<{ handler: Handler }>(bundle)));
      return handler!;
    } finally {
      process.env = before;
    }
  }

  beforeEach(() => {
    logged.length = 0;
    jest.spyOn(console, 'log').mockImplementation((entry) => void logged.push(entry));
  });
  afterEach(() => jest.restoreAllMocks());

  test('answers as Client VPN expects, and records who was admitted from where', async () => {
    expect(await start(VARIABLES)(ATTEMPT)).toEqual({ 'allow': true, 'error-msg-on-denied-connection': '', 'posture-compliance-statuses': [], 'schema-version': 'v3' });
    expect(logged).toEqual([expect.objectContaining({ 'decision': 'admitted', 'username': 'ada@example.com', 'public-ip': '203.0.113.20', 'connection-id': ATTEMPT['connection-id'] })]);
  });

  test('tells whoever is refused why, and records it', async () => {
    expect(await start(VARIABLES)(attempt({ 'public-ip': '192.0.2.1' }))).toEqual({
      'allow': false, 'error-msg-on-denied-connection': MESSAGES['source-not-listed'], 'posture-compliance-statuses': [], 'schema-version': 'v3',
    });
    expect(logged).toEqual([expect.objectContaining({ 'decision': 'refused', 'refusal': 'source-not-listed', 'public-ip': '192.0.2.1' })]);
  });

  test('answers in the form of the first schema where it was asked in it', async () => {
    expect(await start(VARIABLES)(attempt({ 'schema-version': 'v1', 'groups': undefined }))).toEqual({
      'allow': false, 'error-msg-on-failed-posture-compliance': MESSAGES['unknown-group'], 'posture-compliance-statuses': [], 'schema-version': 'v1',
    });
  });

  test('refuses what is no attempt at all', async () => {
    const handler = start(VARIABLES);
    expect(await Promise.all([null, 'x', []].map(async (event) => (await handler(event)).allow))).toEqual([false, false, false]);
  });

  test('does not start without rules', () => {
    expect(() => start({})).toThrow('The connect handler admits nobody');
  });
});
