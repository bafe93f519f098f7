import type { Resource } from '../../../lib/checks/template';
import { addStatement, drop, operator, put, statement, swap, type Loose, type Operator } from '../support/operator';

/** An account that is none of the estate's. */
export const STRANGER = '999999999999';
const SHARED = ['management', 'security', 'backup', 'release'];

type Types = string | readonly string[];

/** What a place that must name a customer-managed key can be broken to. */
export function keyLost(types: Types, path: string | readonly string[], service: string): Operator[] {
  const shown = typeof path === 'string' ? path : path.join('.');
  return [
    drop(types, path),
    swap(types, path, `alias/aws/${service}`, `${shown}: AWS-managed alias`),
    swap(types, path, (_: Loose, { region, account }: Resource) => `arn:aws:kms:${region}:${account}:alias/aws/${service}`, `${shown}: ARN of the AWS-managed alias`),
    swap(types, path, '', `${shown}: empty`),
  ];
}

/** A switch that must be on. */
export function switchedOff(types: Types, path: string | readonly string[]): Operator[] {
  return [drop(types, path), swap(types, path, false), swap(types, path, 'false')];
}

/** The account of another environment; for a shared account's resources, which may name all of the estate, a stranger's. */
export function foreignAccount({ accounts, environment, account }: Resource): string {
  const here = environment ?? accounts[account ?? ''];
  return Object.entries(accounts).find(([, owner]) => !SHARED.includes(owner) && owner !== here && !SHARED.includes(here ?? ''))?.[0] ?? STRANGER;
}

const open = (principal: Loose, more: object = {}) => ({ Effect: 'Allow', Principal: principal as unknown, Action: '*', Resource: '*', ...more });

/** A policy that lets everybody in. */
export function madePublic(types: Types, path: string | readonly string[], everybody: Loose = '*'): Operator[] {
  const allows = (each: Loose) => each.Effect === 'Allow';
  return [
    addStatement(types, path, 'add a statement for everybody', () => open(everybody)),
    addStatement(types, path, 'add a statement for everybody, as AWS', () => open({ AWS: ['*'] })),
    addStatement(types, path, 'add a statement for all but one', () => ({ Effect: 'Allow', NotPrincipal: { AWS: `arn:aws:iam::${STRANGER}:root` }, Action: '*', Resource: '*' })),
    addStatement(types, path, 'add a statement with a condition that keeps nobody out', () => open({ AWS: '*' }, { Condition: { StringLike: { 'aws:PrincipalArn': '*' } } })),
    addStatement(types, path, 'add a statement with a condition on TLS only', () => open('*', { Condition: { Bool: { 'aws:SecureTransport': 'true' } } })),
    addStatement(types, path, 'add a statement with a condition that holds without the key', () => open('*', { Condition: { StringEqualsIfExists: { 'aws:SourceAccount': STRANGER } } })),
    ...['arn:aws:iam::*:role/Portal', 'arn:aws:iam::*:*', 'arn:*:role/Portal'].map((arn) => addStatement(types, path, `add a statement for a role of any account: ${arn}`, () => open('*', { Condition: { ArnLike: { 'aws:PrincipalArn': arn } } }))),
    ...Object.entries({ 'aws:PrincipalOrgID': 'o-*', 'aws:PrincipalOrgPaths': 'o-*/*', 'aws:SourceVpc': 'vpc-*', 'aws:SourceAccount': '2*', 'aws:SourceArn': 'arn:aws:sns:*:*:alerts' }).map(([key, value]) =>
      addStatement(types, path, `add a statement with a pattern for all: ${key}`, () => open('*', { Condition: { StringLike: { [key]: value } } }))),
    statement(types, path, 'widen the principal', (each) => {
      const fits = allows(each) && each.Condition === undefined && each.Principal !== undefined;
      if (fits) {
        each.Principal = { AWS: '*' };
      }
      return fits;
    }),
    statement(types, path, 'drop the condition of a statement for everybody', (each) => {
      const fits = allows(each) && each.Condition !== undefined && (each.Principal === '*' || each.Principal?.AWS === '*');
      if (fits) {
        delete each.Condition;
      }
      return fits;
    }),
  ];
}

/** A policy that names another environment's account. */
export function namesOthers(types: Types, path: string | readonly string[], action = '*'): Operator[] {
  const named = (principal: (account: string) => Loose) => (resource: Resource) => ({ Effect: 'Allow', Action: action, Resource: '*', Principal: { AWS: principal(foreignAccount(resource)) as unknown } });
  return [
    addStatement(types, path, "add another environment's account", named((account) => account)),
    addStatement(types, path, "add another environment's root", named((account) => `arn:aws:iam::${account}:root`)),
    addStatement(types, path, "add another environment's role, in a list", named((account) => [`arn:aws:iam::${account}:role/Application`])),
    addStatement(types, path, 'add a session of another environment', named((account) => `arn:aws:sts::${account}:assumed-role/Application/session`)),
    addStatement(types, path, 'add a stranger', named(() => STRANGER)),
    addStatement(types, path, "add everybody of another environment's account", (resource) => ({
      Effect: 'Allow', Action: action, Resource: '*', Principal: '*', Condition: { StringEquals: { 'aws:PrincipalAccount': foreignAccount(resource) } },
    })),
    statement(types, path, "condition: another environment's account", (each, resource) => {
      const key = Object.keys(each.Condition?.StringEquals ?? {}).find((name) => /^aws:SourceAccount$/i.test(name));
      if (key !== undefined && each.Effect === 'Allow') {
        each.Condition.StringEquals[key] = foreignAccount(resource);
      }
      return key !== undefined && each.Effect === 'Allow';
    }),
  ];
}

/** A denial of requests without TLS that no longer denies them all. */
export function plaintextAdmitted(types: Types, path: string | readonly string[]): Operator[] {
  const isDenial = (each: Loose) => each.Effect === 'Deny' && JSON.stringify(each.Condition ?? {}).toLowerCase().includes('securetransport');
  const weaken = (label: string, change: (each: Loose) => void) => statement(types, path, label, (each) => {
    const fits = isDenial(each);
    if (fits) {
      change(each);
    }
    return fits;
  });
  return [
    weaken('the denial allows', (each) => { each.Effect = 'Allow'; }),
    weaken('the denial is about requests with TLS', (each) => { each.Condition = { Bool: { 'aws:SecureTransport': 'true' } }; }),
    weaken('the denial needs another condition too', (each) => { each.Condition = { ...each.Condition, StringEquals: { 'aws:PrincipalTag/team': 'x' } }; }),
    weaken('the denial needs another key of the same operator too', (each) => { each.Condition = { Bool: { 'aws:SecureTransport': 'false', 'aws:ViaAWSService': 'true' } }; }),
    weaken('the denial is for one account', (each) => { each.Principal = { AWS: `arn:aws:iam::${STRANGER}:root` }; }),
    weaken('the denial is for a service', (each) => { each.Principal = { Service: 'ec2.amazonaws.com' }; }),
    weaken('the denial is about one action', (each) => { each.Action = 's3:DeleteBucket'; }),
    weaken('the denial has no condition on TLS', (each) => { each.Condition = { Bool: { 'aws:ViaAWSService': 'false' } }; }),
  ];
}

/** A region outside the European Economic Area in place of one inside. London and Zurich are outside. */
export function leavesEea(types: Types, path: string | readonly string[]): Operator[] {
  return ['us-east-1', 'eu-west-2', 'eu-central-2'].map((region) => swap(types, path, region));
}

/** Secrets where everybody can read them. `entry` makes the item of the list. */
export function secretsIn(types: Types, path: string | readonly string[], entry: (name: string, value: Loose) => Loose, from?: 'new'): Operator[] {
  const shapes: [string, string, Loose][] = [
    ['a password by its name', 'DB_PASSWORD', 'correct-horse-battery'],
    ['a token by its name, in camel case', 'apiToken', 'abcdef0123456789'],
    ['an access key', 'SETTING', 'AKIAIOSFODNN7EXAMPLE'],
    ['a private key', 'SETTING', '-----BEGIN RSA PRIVATE KEY-----\nMIIE'],
    ['a password inside an address', 'ENDPOINT', 'postgres://app:hunter22@db.internal:5432/app'],
    ['a secret read out at deployment', 'SETTING', '{{resolve:secretsmanager:prod/db:SecretString:password}}'],
  ];
  return shapes.map(([label, name, value]) => {
    const made = put(types, path, (old: Loose) => {
      const item = entry(name, value) as Loose;
      return Array.isArray(item) ? [...(old ?? []), ...item] : { ...old, ...item };
    }, `put ${label}`);
    return from === 'new' ? { ...made, from: ['compliant', 'not-applicable'] } : made;
  });
}

/** Leaves only some of the subnets, or twice the same. */
export function zonesLost(types: Types, path: string | readonly string[]): Operator[] {
  return [
    swap(types, path, (old: Loose) => (Array.isArray(old) && old.length > 2 ? old.slice(0, 2) : undefined), 'one zone fewer'),
    swap(types, path, (old: Loose) => (Array.isArray(old) && old.length > 1 ? old.slice(0, 1) : undefined), 'one zone only'),
    swap(types, path, (old: Loose) => (Array.isArray(old) && old.length > 2 ? [...old.slice(0, -1), old[0]] : undefined), 'the same zone twice'),
  ];
}

/** Moves a subnet into the zone of another: whatever stands in both loses a zone. */
export function zoneCollapsed(user: string, path: readonly string[], subnetOf: (item: Loose) => Loose = (item) => item): Operator {
  return operator('two subnets in one zone', 'AWS::EC2::Subnet', (subnet) => subnet.set.ofType(user).filter((resource) => {
    const items = resource.at(...path).items.map((item) => subnetOf(item) as Loose);
    return items.length === 3 && items.some((item) => item.refersTo(subnet));
  }).flatMap((resource) => {
    const other = resource.at(...path).items.map((item) => (subnetOf(item) as Loose).target).find((target) => target && !target.is(subnet));
    return other ? [{ place: `for ${resource.logicalId}`, subject: resource, apply: (raw: Loose) => { raw.Properties.AvailabilityZone = other.at('AvailabilityZone').text; } }] : [];
  }));
}
