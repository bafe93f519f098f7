import { Dice } from '../../../../../scripts/differential/requests';
import { cellsOf } from '../../../../../lib/checks/proofs/access/cells';
import type { KeyValues } from '../../../../../lib/checks/proofs/access/context';
import type { Applicable } from '../../../../../lib/checks/proofs/access/decide';
import { exists, type Existence } from '../../../../../lib/checks/proofs/access/exists';
import { holeOf, matches, patternOf, type Mode } from '../../../../../lib/checks/proofs/access/glob';
import { conditionsOf, policyOf } from '../../../../../lib/checks/proofs/access/statement';
import type { Json, JsonMap } from '../../../../../lib/checks/template';

const A = '111111111111';
const PLACE = { template: '', logicalId: '', path: '' };

function ask(statements: JsonMap[], more: { known?: Record<string, KeyValues>; demands?: Json[]; within?: string; resource?: JsonMap[] } = {}): Existence {
  const policy = (json: JsonMap[], kind: 'identity' | 'resource') => policyOf({ Version: '2012-10-17', Statement: json }, kind, PLACE);
  const applicable: Applicable = { identity: [policy(statements, 'identity')], resource: more.resource ? [policy(more.resource, 'resource')] : [], guarded: false, serviceControl: [], resourceControl: [], owner: A };
  return exists({
    caller: { kind: 'user', account: A }, applicable,
    known: new Map<string, KeyValues>([['@action', ['s3:GetObject']], ...(more.within ? [] : [['@resource', ['arn:aws:s3:::b/a']] as [string, KeyValues]]), ...Object.entries(more.known ?? {})]),
    rules: new Map(more.within ? [['@resource', { present: 'always', within: [patternOf(more.within, 'text')] }]] : []),
    demands: (more.demands ?? []).map((demand) => conditionsOf(demand, [])),
  });
}

const allow = (condition: JsonMap = {}, resource: Json = '*'): JsonMap => ({ Effect: 'Allow', Action: 's3:*', Resource: resource, Condition: condition });
const deny = (condition: JsonMap = {}, resource: Json = '*'): JsonMap => ({ Effect: 'Deny', Action: '*', Resource: resource, Condition: condition });
const MFA = 'aws:MultiFactorAuthPresent';

describe('is there a context', () => {
  const CASES: [string, JsonMap[], Json[], Existence['answer'], Record<string, string[] | null>?][] = [
    ['nothing is asked for', [allow()], [], 'yes', {}],
    ['the condition tells', [allow({ StringEquals: { 's3:prefix': 'a' } })], [], 'yes', { 's3:prefix': ['a'] }],
    ['one statement keeps out what the other lets in', [allow({ StringLike: { 's3:prefix': 'home/*' } }), deny({ StringLike: { 's3:prefix': 'home*' } })], [], 'no'],
    ['a denial leaves a gap', [allow({ StringLike: { 's3:prefix': 'home*' } }), deny({ StringLike: { 's3:prefix': 'home/*' } })], [], 'yes'],
    ['a second factor is asked for, and there is none', [allow({ Bool: { [MFA]: 'true' } })], [{ BoolIfExists: { [MFA]: 'false' } }], 'no'],
    ['BoolIfExists lets in who never had one', [allow({ BoolIfExists: { [MFA]: 'true' } })], [{ BoolIfExists: { [MFA]: 'false' } }], 'yes', { [MFA]: null }],
    ['a denial of false forgets who never had one', [allow(), deny({ Bool: { [MFA]: 'false' } })], [{ BoolIfExists: { [MFA]: 'false' } }], 'yes', { [MFA]: null }],
    ['a denial with BoolIfExists does not', [allow(), deny({ BoolIfExists: { [MFA]: 'false' } })], [{ BoolIfExists: { [MFA]: 'false' } }], 'no'],
    ['a fresh second factor is asked for', [allow({ NumericLessThan: { 'aws:MultiFactorAuthAge': '3600' } })], [{ NumericGreaterThanEquals: { 'aws:MultiFactorAuthAge': '3600' } }], 'no'],
    ['an old one is let in', [allow({ NumericLessThan: { 'aws:MultiFactorAuthAge': '3601' } })], [{ NumericGreaterThanEquals: { 'aws:MultiFactorAuthAge': '3600' } }], 'yes', { 'aws:MultiFactorAuthAge': ['3600'] }],
    ['no number is between two that follow', [allow({ NumericGreaterThan: { 's3:max-keys': '5' } }), deny({ NumericGreaterThanEquals: { 's3:max-keys': '6' } })], [], 'no'],
    ['a range with a hole', [allow({ IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }), deny({ IpAddress: { 'aws:SourceIp': ['10.0.0.0/9', '10.128.0.0/10'] } })], [], 'yes', { 'aws:SourceIp': ['10.192.0.0'] }],
    ['a range without one', [allow({ IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }), deny({ IpAddress: { 'aws:SourceIp': ['10.0.0.0/9', '10.128.0.0/9'] } })], [], 'no'],
    ['IPv6 gets by a list of IPv4', [allow(), deny({ IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }), deny({ Null: { 'aws:SourceIp': 'true' } })], [], 'yes'],
    ['a set of values', [allow({ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a', 'b'] }, 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'b' }, 'Null': { 'aws:TagKeys': 'false' } }), deny({ 'ForAllValues:StringEquals': { 'aws:TagKeys': 'b' } })], [], 'yes', { 'aws:TagKeys': ['a', 'b'] }],
    ['no set can be', [allow({ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a'] }, 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'b' } })], [], 'no'],
    ['two keys must agree', [allow({ StringEquals: { 'aws:ResourceTag/team': '${aws:PrincipalTag/team}', 'aws:PrincipalTag/team': 'red' } }), deny({ StringNotEquals: { 'aws:ResourceTag/team': 'red' } })], [], 'yes', { 'aws:ResourceTag/team': ['red'], 'aws:PrincipalTag/team': ['red'] }],
    ['two keys must agree, and cannot', [allow({ StringEquals: { 'aws:ResourceTag/team': '${aws:PrincipalTag/team}', 'aws:PrincipalTag/team': 'red' } }), deny({ StringEquals: { 'aws:ResourceTag/team': 'red' } })], [], 'no'],
    ['a tag opens one folder', [allow({}, 'arn:aws:s3:::b/${aws:PrincipalTag/team}')], [], 'yes', { 'aws:PrincipalTag/team': ['a'] }],
    ['a tag opens one folder, and another is asked for', [allow({ StringNotEquals: { 'aws:PrincipalTag/team': 'a' } }, 'arn:aws:s3:::b/${aws:PrincipalTag/team}')], [], 'no'],
    ['a date has passed', [allow({ DateLessThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' } })], [{ DateGreaterThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' } }], 'no'],
    ['what AWS always tells is never absent', [allow({ Null: { 'aws:SecureTransport': 'true' } })], [], 'no'],
    ['what only services tell is always absent', [allow({ Null: { 'aws:SourceArn': 'false' } })], [], 'no'],
    ['a policy that cannot be read', [allow({ IsEqual: { a: 'b' } } as never)], [], 'unknown'],
  ];

  test.each(CASES.map(([name, statements, demands, answer, context]) => [name, { statements, demands, answer, context }] as const))('%s', (_, { statements, demands, answer, context }) => {
    const found = ask(statements, { demands });
    expect(found.answer).toBe(answer);
    if (context) {
      expect(Object.fromEntries(found.context)).toMatchObject(context);
    }
    expect(found.reasons.length > 0).toBe(answer === 'unknown');
  });

  test('any resource below a pattern, but not what is denied', () => {
    expect(ask([allow({}, 'arn:aws:s3:::b/*'), deny({}, 'arn:aws:s3:::b/x*')], { within: 'arn:aws:s3:::b/x?' }).answer).toBe('no');
    expect(ask([allow({}, 'arn:aws:s3:::b/*'), deny({}, 'arn:aws:s3:::b/x*')], { within: 'arn:aws:s3:::b/*' }).answer).toBe('yes');
  });

  test('a condition that the denial of a resource needs is told', () => {
    const found = ask([], { resource: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }, { Effect: 'Deny', Principal: '*', Action: '*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }] });
    expect([...found.context]).toEqual([['aws:SecureTransport', ['true']]]);
  });

  test('of any action at all, denials of what nothing grants are passed over, and others are not', () => {
    const stars = Array.from({ length: 8 }, (_, i) => `arn:aws:iam::*:role/*-${i}-*-${'abcdefgh'[i]}*`);
    const policy = (statements: JsonMap[], kind: 'identity' | 'service control') => policyOf({ Version: '2012-10-17', Statement: statements }, kind, PLACE);
    const answer = (...denied: JsonMap[]) => exists({
      caller: { kind: 'user', account: A }, known: new Map(), rules: new Map([['@resource', { present: 'always' }]]), demands: [],
      applicable: { identity: [policy([allow({}, 'arn:aws:s3:::b/*')], 'identity')], resource: [], guarded: false, serviceControl: [[policy([{ Effect: 'Allow', Action: '*', Resource: '*' }, ...denied], 'service control')]], resourceControl: [], owner: A },
    }).answer;
    const others: JsonMap = { Effect: 'Deny', Action: 'iam:*', Resource: stars };
    const its = (about: JsonMap): JsonMap => ({ Effect: 'Deny', Resource: 'arn:aws:s3:::b/*', ...about });
    expect([answer(others), answer(others, its({ Action: 's3:Get*' }))]).toEqual(['yes', 'yes']);
    expect([answer(others, its({ Action: 's3:*' })), answer(its({ NotAction: 'iam:*' }))]).toEqual(['no', 'no']);
  });

  test('too many contexts are not gone through', () => {
    const keys = Array.from({ length: 24 }, (_, i) => `test:k${i}`);
    const odd = keys.slice(1).map((key, i) => deny({ StringEquals: { [key]: 'a', [keys[i]]: 'a' } }));
    const begun = Date.now();
    const found = ask([allow({ StringEquals: { 'test:k0': 'a' } }), ...odd, ...keys.map((key) => deny({ StringNotEquals: { [key]: 'a' }, Null: { 'test:z': 'true' } })), deny({ StringLike: { 'test:z': '*' } })]);
    expect(found.answer).not.toBe('yes');
    expect(Date.now() - begun).toBeLessThan(5000);
  });
});

describe('classes of texts', () => {
  const patterns = (texts: string[], mode: Mode = 'text') => texts.map((text) => patternOf(text, mode));
  test.each([[['a*', '*b', 'a?b']], [['*a*', '*b*', '?']], [['abc', 'ab*', '*']], [['a*b*a', 'aba', '?b?']]])('every set of %j that a text matches is there', (texts) => {
    const all = ['', ...strings(5)];
    const verdict = (text: string) => patterns(texts).map((pattern) => matches(pattern, text)).join();
    const cells = cellsOf(patterns(texts));
    expect(cells.exact).toBe(true);
    expect(new Set(cells.texts.map(verdict))).toEqual(new Set(all.map(verdict)));
  });

  test('a name that is not known is itself, may be a literal one, and is no other that is not known', () => {
    const [one, other, open] = [holeOf(0, 'name'), holeOf(1, 'name'), holeOf(0, 'open')];
    const key = (name: string) => `arn:aws:kms:r:1:key/${name}`;
    const compare = (pattern: string, text: string) => matches(patternOf(pattern, 'resource'), text);
    expect(compare(key(one), key(one))).toBe(true);
    expect(compare(key('*'), key(one))).toBe(true);
    expect(compare(key(one), key(other))).toBe(false);
    expect(compare(key('1234'), key(one))).toBeUndefined();
    expect(compare(key('?'), key(one))).toBeUndefined();
    expect(compare(`arn:aws:iam::1:role/App-*`, `arn:aws:iam::1:role/Web-${one}`)).toBe(false);
    expect(compare(`arn:aws:iam::1:role/App-*`, `arn:aws:iam::1:role/App-Role-${one}`)).toBe(true);
    expect(compare(open, key(one))).toBeUndefined();
    expect(compare('*', open)).toBe(true);
  });
});

/** Every text over three letters up to a length. */
function strings(longest: number): string[] {
  let level = [''];
  return Array.from({ length: longest }, () => (level = level.flatMap((text) => ['a', 'b', 'c'].map((char) => text + char)))).flat();
}

describe('against brute force', () => {
  // Its own reading of the rules, over every context of a small universe.
  const TEXTS = [null, ...strings(3)];
  const NUMBERS = [null, '0', '1', '2', '3', '4'];
  const RESOURCES = strings(3);
  const expressions = new Map<string, RegExp>();
  const wildcard = (pattern: string, text: string) => {
    const expression = expressions.get(pattern) ?? new RegExp(`^${pattern.replace(/\*/g, '.*').replace(/\?/g, '.')}$`);
    expressions.set(pattern, expression);
    return expression.test(text);
  };
  type World = { s: string | null; t: string | null; n: string | null; f: string | null; r: string };

  function met(operator: string, wanted: string[], has: string | null, world: World): boolean {
    const base = operator.replace('IfExists', '');
    if (base === 'Null') {
      return (wanted[0] === 'true') === (has === null);
    }
    if (has === null) {
      return operator !== base || base.includes('Not');
    }
    const values = wanted.map((value) => value.replace('${test:t}', world.t ?? '\0'));
    const any: Record<string, () => boolean> = {
      StringEquals: () => values.includes(has), StringNotEquals: () => !values.includes(has),
      StringLike: () => values.some((value) => wildcard(value, has)), StringNotLike: () => !values.some((value) => wildcard(value, has)),
      NumericLessThan: () => values.some((value) => Number(has) < Number(value)), NumericGreaterThanEquals: () => values.some((value) => Number(has) >= Number(value)),
      NumericNotEquals: () => !values.some((value) => Number(has) === Number(value)), Bool: () => values.includes(has),
    };
    return any[base]();
  }

  function decides(statements: JsonMap[], world: World): boolean {
    const applies = (statement: JsonMap) => wildcard(String(statement.Resource), `arn:aws:s3:::b/${world.r}`)
      && Object.entries(statement.Condition as JsonMap).every(([operator, keys]) => Object.entries(keys as JsonMap).every(([key, wanted]) => met(operator, wanted as string[], world[key.slice(-1) as 's'], world)));
    const found = statements.filter(applies);
    return found.some(({ Effect: effect }) => effect === 'Allow') && !found.some(({ Effect: effect }) => effect === 'Deny');
  }

  function statement(dice: Dice, effect: string): JsonMap {
    const condition: JsonMap = {};
    const [pattern] = dice.some(['a', 'b', 'a*', '*b', '?', '??', '*a*', 'ab', '*'], 1, 1);
    const kinds: (() => [string, string, string[]])[] = [
      () => [dice.of(['StringEquals', 'StringNotEquals']), 'test:s', dice.some(['a', 'b', 'ab', '${test:t}'], 1, 2)],
      () => [dice.of(['StringLike', 'StringNotLike']), 'test:s', dice.some(['a*', '*b', '?', 'a?', '*'], 1, 2)],
      () => [dice.of(['StringEquals', 'StringLike']), 'test:t', dice.some(['a', 'b', 'c'], 1, 2)],
      () => [dice.of(['NumericLessThan', 'NumericGreaterThanEquals', 'NumericNotEquals']), 'test:n', [dice.of(['1', '2', '3'])]],
      () => ['Bool', 'test:f', [dice.of(['true', 'false'])]],
      () => ['Null', dice.of(['test:s', 'test:n', 'test:f']), [dice.of(['true', 'false'])]],
    ];
    for (const kind of dice.some(kinds, 0, 2)) {
      const [operator, key, values] = kind();
      const name = operator === 'Null' || values.some((value) => value.includes('$')) || !dice.chance(0.2) ? operator : `${operator}IfExists`;
      condition[name] = { ...condition[name] as JsonMap | undefined, [key]: values };
    }
    return { Effect: effect, Action: '*', Resource: `arn:aws:s3:::b/${pattern}`, Condition: condition };
  }

  test('a context is found if there is one, and only then', () => {
    const dice = new Dice(11);
    const counts = { yes: 0, no: 0, unknown: 0 };
    for (let i = 0; i < 70; i += 1) {
      const statements = [...dice.some([0], 1, 2).map(() => statement(dice, 'Allow')), ...dice.some([0], 1, 4).map(() => statement(dice, 'Deny'))];
      // A variable that has no value in a negated condition is not documented: there always is a value.
      const used = new Set([...JSON.stringify(statements).matchAll(/test:(\w)/g)].map(([, key]) => key));
      const worlds = function* (): Generator<World> {
        for (const r of RESOURCES) for (const s of used.has('s') ? TEXTS : [null]) for (const t of used.has('t') ? ['a', 'b', 'c', 'cc'] : ['a'])
          for (const n of used.has('n') ? NUMBERS : [null]) for (const f of used.has('f') ? [null, 'true', 'false'] : [null]) yield { r, s, t, n, f };
      };
      let brute = false;
      for (const world of worlds()) {
        if (decides(statements, world)) {
          brute = true;
          break;
        }
      }
      const found = ask([...statements, deny({ Null: { 'test:t': 'true' } })], { within: 'arn:aws:s3:::b/*' });
      counts[found.answer] += 1;
      expect({ statements, answer: found.answer === 'unknown' ? brute : found.answer === 'yes' }).toEqual({ statements, answer: brute });
    }
    expect(counts.yes).toBeGreaterThan(10);
    expect(counts.no).toBeGreaterThan(10);
    expect(counts.unknown).toBeLessThan(3);
  });
});
