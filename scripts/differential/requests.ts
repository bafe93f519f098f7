import type { Json, JsonMap } from '../../lib/checks/template';

/** Numbers that are the same every time: mulberry32. */
export class Dice {
  constructor(private state: number) {}

  public next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  public chance(probability: number): boolean {
    return this.next() < probability;
  }

  public of<T>(items: readonly T[]): T {
    return items[Math.floor(this.next() * items.length)];
  }

  public some<T>(items: readonly T[], least: number, most: number): T[] {
    return Array.from({ length: least + Math.floor(this.next() * (most - least + 1)) }, () => this.of(items));
  }
}

/** A request with every policy that applies to it. */
export interface Case {
  readonly principal: { readonly kind: 'user' | 'role' | 'session' | 'service' | 'anonymous'; readonly arn: string };
  readonly action: string;
  readonly resource: string;
  readonly owner: string;
  readonly context: Readonly<Record<string, string | string[]>>;
  readonly identity: readonly Json[];
  readonly boundary?: Json;
  readonly session?: Json;
  readonly resourcePolicy?: Json;
  readonly serviceControl: readonly (readonly Json[])[];
  readonly resourceControl: readonly Json[];
  readonly endpoint?: Json;
}

const HERE = '111111111111';
const THERE = '222222222222';
const NAMES = ['App', 'Other'];

/** What is asked for: actions, the resource of each, and patterns that match it or nearly do. */
const SERVICES: readonly { actions: string[]; resource: string; patterns: string[] }[] = [
  { actions: ['s3:GetObject', 's3:PutObject', 's3:GetObjectTagging'], resource: 'arn:aws:s3:::data/team/a.txt', patterns: ['arn:aws:s3:::data/*', 'arn:aws:s3:::data/team/?.txt', 'arn:aws:s3:::data/${aws:PrincipalTag/team}/*', "arn:aws:s3:::data/${aws:PrincipalTag/unit, 'team'}/*", 'arn:aws:s3:::data', 'arn:*:s3:::*/a.txt', 'arn:aws:s3:::data/Team/*', 'arn:aws:s3:::dat?/team/a.txt'] },
  { actions: ['kms:Decrypt', 'kms:Encrypt'], resource: `arn:aws:kms:eu-central-1:${HERE}:key/1234`, patterns: [`arn:aws:kms:*:${HERE}:key/*`, 'arn:aws:kms:eu-central-1:*:key/1234', 'arn:aws:kms:eu-west-1:*:*', 'arn:aws:kms:*:*:key/????'] },
  { actions: ['sqs:SendMessage', 'sqs:ReceiveMessage'], resource: `arn:aws:sqs:eu-central-1:${HERE}:jobs`, patterns: [`arn:aws:sqs:eu-central-1:${HERE}:*`, 'arn:aws:sqs:*:*:job?', 'arn:aws:sqs:*:*:jobs-*'] },
  { actions: ['sts:AssumeRole'], resource: `arn:aws:iam::${HERE}:role/Target`, patterns: [`arn:aws:iam::${HERE}:role/*`, 'arn:aws:iam::*:role/Target', `arn:aws:iam::${THERE}:role/Target`] },
  { actions: ['sns:Publish'], resource: `arn:aws:sns:eu-central-1:${HERE}:news`, patterns: ['arn:aws:sns:*:*:news', `arn:aws:sns:*:${HERE}:n*`] },
];

/** Condition keys with the operators that fit their values, values for requests, and values for policies. */
const KEYS: readonly { key: string; family: string; has: string[]; wants: string[]; several?: boolean }[] = [
  { key: 'aws:PrincipalTag/team', family: 'String', has: ['team', 'Team', 'red'], wants: ['team', 'TEAM', 'r*', '?ed', '*', 'te?m', '${aws:PrincipalTag/unit}', "${aws:PrincipalTag/unit, 'red'}", '${*}', 'a${$}b'] },
  { key: 'aws:PrincipalTag/unit', family: 'String', has: ['red', 'team'], wants: ['red', '${aws:PrincipalTag/team}', 're*', '${aws:PrincipalTag/team}*'] },
  { key: 'AWS:requestedregion', family: 'String', has: ['eu-central-1', 'us-east-1'], wants: ['eu-central-1', 'eu-*', 'EU-CENTRAL-1', 'us-*-?'] },
  { key: 'aws:MultiFactorAuthAge', family: 'Numeric', has: ['0', '300', '3600', '3601', '17.5'], wants: ['3600', '300', '17.5', '0'] },
  { key: 's3:TlsVersion', family: 'Numeric', has: ['1.1', '1.2', '1.20'], wants: ['1.2', '1.3'] },
  { key: 'aws:CurrentTime', family: 'Date', has: ['2026-01-01T00:00:00Z', '2026-06-01T12:00:00Z'], wants: ['2026-01-01T00:00:00Z', '2026-03-01T00:00:00Z', '2027-01-01T00:00:00Z'] },
  { key: 'aws:SecureTransport', family: 'Bool', has: ['true', 'false'], wants: ['true', 'false'] },
  { key: 'aws:MultiFactorAuthPresent', family: 'Bool', has: ['true', 'false'], wants: ['true', 'false'] },
  { key: 'aws:SourceIp', family: 'Ip', has: ['203.0.113.7', '10.0.0.1', '2001:db8::1'], wants: ['203.0.113.0/24', '10.0.0.1', '0.0.0.0/0', '2001:db8::/32', '203.0.113.7/32'] },
  { key: 'aws:SourceArn', family: 'Arn', has: [`arn:aws:sns:eu-central-1:${HERE}:news`, `arn:aws:s3:::data`, 'arn:aws:x:r:1:a:b:c'], wants: [`arn:aws:sns:*:${HERE}:*`, 'arn:aws:s3:::data', 'arn:*:*:*:*:*', 'arn:aws:sns:eu-central-1:111*:news', 'arn:aws:x:*:a:b:c', 'arn:aws:x:r:1:*'] },
  { key: 'aws:TagKeys', family: 'Set', has: ['a', 'b', 'c'], wants: ['a', 'b', 'B', '*', 'a*'], several: true },
  { key: 'aws:PrincipalOrgID', family: 'String', has: ['o-aaaaaaaaaa', 'o-bbbbbbbbbb'], wants: ['o-aaaaaaaaaa', 'o-*'] },
  { key: 'test:Blob', family: 'Binary', has: ['QUJD', 'REVG'], wants: ['QUJD', 'AAAA'] },
];

const STRINGS = ['StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', 'StringLike', 'StringNotLike'];
const ORDERS = ['Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'];
const OPERATORS: Readonly<Record<string, string[]>> = {
  String: STRINGS,
  Numeric: ORDERS.map((order) => `Numeric${order}`),
  Date: ORDERS.map((order) => `Date${order}`),
  Bool: ['Bool'],
  Ip: ['IpAddress', 'NotIpAddress'],
  Arn: ['ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike'],
  Binary: ['BinaryEquals'],
  Set: STRINGS.flatMap((operator) => [`ForAllValues:${operator}`, `ForAnyValue:${operator}`]),
};

/** Makes requests and policies, the same ones for the same seed. */
export class Requests {
  private readonly dice: Dice;

  constructor(seed: number) {
    this.dice = new Dice(seed);
  }

  public next(): Case {
    const { dice } = this;
    const service = dice.of(SERVICES);
    const principal = this.principal();
    const isIdentity = principal.kind !== 'service' && principal.kind !== 'anonymous';
    const policy = (named: boolean, effects: string[]): Json => this.policy(service, named, effects);
    return {
      principal,
      action: dice.of(service.actions),
      resource: service.resource,
      owner: HERE,
      context: this.context(principal),
      identity: isIdentity ? Array.from({ length: dice.of([0, 1, 1, 2]) }, () => policy(false, ['Allow', 'Allow', 'Allow', 'Deny'])) : [],
      boundary: isIdentity && dice.chance(0.25) ? policy(false, ['Allow', 'Allow', 'Allow', 'Deny']) : undefined,
      session: principal.kind === 'session' && dice.chance(0.2) ? policy(false, ['Allow', 'Allow', 'Deny']) : undefined,
      // A role has a trust policy and a key has a key policy, always.
      resourcePolicy: dice.chance(0.6) || !isIdentity || /^(kms|sts):/.test(service.actions[0]) ? policy(true, ['Allow', 'Allow', 'Allow', 'Deny']) : undefined,
      serviceControl: isIdentity && dice.chance(0.35) ? Array.from({ length: dice.of([1, 2]) }, () => [policy(false, ['Allow', 'Allow', 'Deny']), ...(dice.chance(0.6) ? [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }] : [])]) : [],
      resourceControl: dice.chance(0.25) ? [this.controlPolicy(service)] : [],
      endpoint: isIdentity && dice.chance(0.1) ? policy(true, ['Allow', 'Allow', 'Deny']) : undefined,
    };
  }

  private principal(): Case['principal'] {
    const { dice } = this;
    const account = dice.chance(0.7) ? HERE : THERE;
    const name = dice.chance(0.8) ? NAMES[0] : NAMES[1];
    const kind = dice.of(['user', 'role', 'session', 'session', 'role', 'user', 'service', 'anonymous'] as const);
    const arns = { user: `arn:aws:iam::${account}:user/${name}`, role: `arn:aws:iam::${account}:role/${name}`, session: `arn:aws:sts::${account}:assumed-role/${name}/s1`, service: 'events.amazonaws.com', anonymous: '' };
    return { kind, arn: arns[kind] };
  }

  private context(principal: Case['principal']): Record<string, string | string[]> {
    const { dice } = this;
    const context: Record<string, string | string[]> = {};
    for (const { key, has, several } of KEYS) {
      if (dice.chance(0.6)) {
        context[key] = several ? [...new Set(dice.some(has, 1, 3))] : dice.of(has);
      }
    }
    const account = principal.arn.split(':')[4];
    if (account) {
      context['aws:PrincipalAccount'] = account;
      context['aws:PrincipalArn'] = principal.kind === 'session' ? `arn:aws:iam::${account}:role/${principal.arn.split('/')[1]}` : principal.arn;
    }
    return context;
  }

  private policy(service: typeof SERVICES[number], named: boolean, effects: readonly string[]): Json {
    return { Version: this.dice.chance(0.92) ? '2012-10-17' : '2008-10-17', Statement: this.dice.some([0], 1, 3).map(() => this.statement(service, named, this.dice.of(effects))) };
  }

  private statement(service: typeof SERVICES[number], named: boolean, effect: string): JsonMap {
    const { dice } = this;
    const actions = dice.some([...service.actions, ...service.actions.map((action) => action.toUpperCase()), '*', `${service.actions[0].split(':')[0]}:*`, `${service.actions[0].slice(0, -3)}*`, service.actions[0].replace(/.$/, '?')], 1, 2);
    const resources = dice.some(['*', '*', service.resource, service.resource, ...service.patterns], 1, 2);
    return {
      Effect: effect,
      ...(named ? this.principals(effect) : {}),
      [dice.chance(0.88) ? 'Action' : 'NotAction']: actions.length === 1 && dice.chance(0.5) ? actions[0] : actions,
      [dice.chance(0.88) ? 'Resource' : 'NotResource']: resources,
      ...this.condition(effect === 'Deny' ? 0.85 : 0.45),
    };
  }

  private principals(effect: string): JsonMap {
    const { dice } = this;
    const arns = [HERE, THERE].flatMap((account) => [account, `arn:aws:iam::${account}:root`, ...NAMES.flatMap((name) => [`arn:aws:iam::${account}:user/${name}`, `arn:aws:iam::${account}:role/${name}`, `arn:aws:sts::${account}:assumed-role/${name}/s1`])]);
    if (effect === 'Deny' && dice.chance(0.1)) {
      return { NotPrincipal: { AWS: dice.some(arns, 1, 3) } };
    }
    return { Principal: dice.of<() => Json>([() => '*', () => ({ AWS: '*' }), () => ({ AWS: dice.some(arns, 1, 2) }), () => ({ AWS: dice.of(arns) }), () => ({ AWS: dice.some(arns, 1, 3) }), () => ({ Service: dice.of(['events.amazonaws.com', 'sns.amazonaws.com']) })])() };
  }

  private controlPolicy(service: typeof SERVICES[number]): Json {
    return { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Principal: '*', Action: this.dice.of([`${service.actions[0].split(':')[0]}:*`, '*']), Resource: '*', ...this.condition(1) }] };
  }

  private condition(probability: number): JsonMap {
    const { dice } = this;
    if (!dice.chance(probability)) {
      return {};
    }
    const condition: JsonMap = {};
    for (const { key, family, wants } of dice.some(KEYS, 1, 2)) {
      const isNull = dice.chance(0.1);
      const operator = isNull ? 'Null' : `${dice.of(OPERATORS[family])}${dice.chance(0.25) ? 'IfExists' : ''}`;
      const values = isNull ? [dice.of(['true', 'false'])] : dice.some(wants, 1, 2);
      condition[operator] = { ...condition[operator] as JsonMap | undefined, [key]: values.length === 1 && dice.chance(0.5) ? values[0] : values };
    }
    return { Condition: condition };
  }
}
