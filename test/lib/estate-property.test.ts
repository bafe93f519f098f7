import fc from 'fast-check';
import { InvalidInputError } from '../../constructs/shared/problems';
import { EnvironmentKind, SharedAccountKind } from '../../lib/environment';
import type { EstateProps } from '../../lib/estate-props';
import { buildEstate, withExceptions } from '../support/estate';
import { REFERENCE, withValue } from '../support/reference-props';

/** A field with values that are good and values that are not. */
interface Field {
  readonly path: string;
  readonly good: fc.Arbitrary<unknown>;
  readonly bad: fc.Arbitrary<unknown>;
}

const EEA = ['eu-central-1', 'eu-west-1', 'eu-west-3', 'eu-north-1', 'eu-south-1', 'eu-south-2'];
/** The two regions that lie less than 500 km apart. */
const NEAR = ['eu-central-1', 'eu-west-3'];
/** Accounts never meet: each field has a first digit of its own. */
const account = (first: number) => fc.stringMatching(/^[0-9]{11}$/).map((rest) => `${first}${rest}`);
const label = fc.stringMatching(/^[a-z]([a-z0-9]{0,8})$/);
const octet = fc.integer({ min: 0, max: 255 });
/** How many configurations are tried. `npm run fuzz` tries thousands. */
const CONFIGURATIONS = Number(process.env.CONFIGURATIONS ?? 100);
/** How often a field is bad: one in so many, so that about one configuration in a hundred is good as a whole. */
const BAD_ONE_IN = 6;
/** Of so many, one more is made that is good as a whole: building it takes as long as refusing hundreds. */
const GOOD_ONE_IN = 50;

/** Ranges are disjoint when each environment takes its own second octets. */
const cidrIn = (block: number) => fc.tuple(fc.integer({ min: 0, max: 63 }), fc.integer({ min: 16, max: 20 })).map(([octet2, prefix]) => `10.${block * 64 + octet2}.0.0/${prefix}`);
const badCidr = fc.oneof(
  fc.integer({ min: 21, max: 32 }).map((prefix) => `10.0.0.0/${prefix}`),
  fc.integer({ min: 0, max: 7 }).map((prefix) => `0.0.0.0/${prefix}`),
  fc.tuple(octet, octet).map(([a, b]) => `8.${a}.${b}.0/16`),
  fc.string(),
);

const FIELDS: readonly Field[] = [
  { path: 'organization.name', good: label.filter((name) => name.length > 1), bad: fc.constantFrom('', 'A', 'Acme', '1acme', 'acme-', 'a name that is far too long') },
  { path: 'organization.id', good: fc.stringMatching(/^o-[a-z0-9]{10,32}$/), bad: fc.string() },
  { path: 'organization.rootId', good: fc.stringMatching(/^r-[a-z0-9]{4,32}$/), bad: fc.string() },
  { path: 'domain', good: fc.tuple(label, fc.stringMatching(/^[a-z]{2,8}$/)).map(([name, top]) => `${name}.${top}`), bad: fc.constantFrom('', 'acme', 'acme..eu', '-a.eu', 'Acme.eu', 'a b.eu') },
  { path: 'onCallEmail', good: fc.tuple(label, label).map(([name, host]) => `${name}@${host}.eu`), bad: fc.constantFrom('', 'someone', '@acme.eu', 'a@b') },
  { path: 'service.image', good: fc.tuple(label, label).map(([name, tag]) => `registry.acme.eu/${name}:${tag}1`), bad: fc.constantFrom('', 'acme/portal', 'acme/portal:latest', 'registry:5000/portal') },
  { path: 'service.port', good: fc.integer({ min: 1024, max: 65535 }), bad: fc.constantFrom(0, 80, 443, 70000, 8443.5) },
  ...[...Object.values(SharedAccountKind).map((kind) => `sharedAccounts.${kind}`), ...Object.values(EnvironmentKind).map((kind) => `environments.${kind}.account`)]
    .map((path, i): Field => ({ path, good: account(i + 1), bad: fc.constantFrom('', '123', '12345678901a', '1234567890123') })),
  { path: 'backups.minRetentionDays', good: fc.integer({ min: 7, max: 14 }), bad: fc.constantFrom(0, 6, 15, 36, 10.5) },
  { path: 'backups.maxRetentionDays', good: fc.integer({ min: 366, max: 36_500 }), bad: fc.constantFrom(1, 35, 365, 36_501) },
  { path: 'backups.coolingOffDays', good: fc.integer({ min: 3, max: 60 }), bad: fc.constantFrom(0, 2, -1, 3.5) },
  ...Object.values(EnvironmentKind).map((kind, block): Field => ({ path: `environments.${kind}.cidr`, good: cidrIn(block), bad: badCidr })),
  { path: 'environments.production.recoveryCidr', good: fc.integer({ min: 16, max: 20 }).map((prefix) => `192.168.0.0/${prefix}`), bad: badCidr },
];

const seldom = (value: fc.Arbitrary<string>) => fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: value });

/** A configuration, and the fields in it that are bad. */
const configurationOf = (dice: fc.Arbitrary<number>) => fc.record({
  values: fc.tuple(...FIELDS.map((field) => dice.chain((thrown) =>
    (thrown === 0 ? field.bad : field.good).map((value) => ({ path: field.path, value, isBad: thrown === 0 }))))),
  regions: fc.shuffledSubarray(EEA, { minLength: 3, maxLength: 3 }),
  outside: seldom(fc.constantFrom('us-east-1', 'eu-west-2', 'eu-central-2', 'me-south-1', '')),
  ranges: fc.array(fc.tuple(octet, octet, fc.integer({ min: 24, max: 32 })).map(([b, c, prefix]) => `203.${b}.${c}.0/${prefix}`), { minLength: 1, maxLength: 4 }),
  everybody: seldom(fc.constantFrom('0.0.0.0/0', '::/0', '0.0.0.0/1')),
  only: fc.constantFrom(...Object.values(EnvironmentKind)),
}).map(({ values, regions, outside, ranges, everybody, only }) => {
  const [primary, recovery, backup] = regions;
  const props = values.reduce<EstateProps>((config, { path, value }) => withValue(config, path, value), {
    ...REFERENCE,
    regions: { primary, recovery: outside ?? recovery, backup },
    administratorRanges: everybody ? [...ranges, everybody] : ranges,
    only,
  });
  const bad = [
    ...values.filter(({ isBad }) => isBad).map(({ path }) => path),
    ...(outside === null ? [] : ['regions.recovery']),
    ...[props.regions.primary, props.regions.recovery].flatMap((near) => (NEAR.every((region) => [near, props.regions.backup].includes(region)) ? ['regions.backup'] : [])),
    ...(everybody === null ? [] : [`administratorRanges[${ranges.length}]`]),
  ];
  return { props, bad };
});

type Configuration = typeof configurationOf extends (dice: never) => fc.Arbitrary<infer T> ? T : never;

/** Whether a configuration became an estate that passes every pack; else it was refused, with every bad field named. */
function isBuilt({ props, bad }: Configuration): boolean {
  try {
    const { app } = buildEstate(withExceptions(props));
    expect(bad).toEqual([]);
    app.synth();
    return true;
  } catch (error) {
    if (!(error instanceof InvalidInputError)) {
      throw error;
    }
    const named = error.problems.map((problem) => problem.path);
    expect(named).toEqual(expect.arrayContaining(bad));
    bad.forEach((path) => expect(error.message).toContain(path));
    expect({ bad, refusal: error.message }).not.toEqual({ bad: [], refusal: error.message });
    return false;
  }
}

function tried(configurations: fc.Arbitrary<Configuration>, numRuns: number): { refused: number; built: number } {
  const seen = { refused: 0, built: 0 };
  fc.assert(fc.property(configurations, (configuration) => {
    seen[isBuilt(configuration) ? 'built' : 'refused'] += 1;
  }), { numRuns, seed: 20261121, endOnFailure: true });
  return seen;
}

const TIMEOUT = 60_000 + 300 * CONFIGURATIONS;

test('random configurations: each is refused with every bad field named, or becomes an estate that passes every pack', () => {
  const { refused, built } = tried(configurationOf(fc.nat(BAD_ONE_IN - 1)), CONFIGURATIONS);
  expect(refused + built).toBe(CONFIGURATIONS);
  expect(refused).toBeGreaterThan(0.95 * CONFIGURATIONS);
}, TIMEOUT);

test('random configurations without a bad field: each becomes an estate that passes every pack', () => {
  const good = Math.ceil(CONFIGURATIONS / GOOD_ONE_IN);
  expect(tried(configurationOf(fc.constant(1)).filter(({ bad }) => bad.length === 0), good)).toEqual({ refused: 0, built: good });
}, TIMEOUT);
