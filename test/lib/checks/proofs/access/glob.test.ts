import fc from 'fast-check';
import { holeOf, matches, overlaps, overlapsOneOf, patternOf } from '../../../../../lib/checks/proofs/access/glob';

const HOLES = [holeOf(1, 'name'), holeOf(2, 'name'), holeOf(1, 'suffix'), holeOf(1, 'open')];
const sourceOf = fc.array(fc.constantFrom('a', 'A', 'b', ':', '*', '?', 'ab:', ...HOLES), { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''));

test('a pattern overlaps one of many as it overlaps one of each', () => {
  fc.assert(fc.property(fc.array(sourceOf, { maxLength: 6 }), sourceOf, fc.boolean(), (sources, source, ignoreCase) => {
    const asked = sources.map((each) => patternOf(each, 'text', ignoreCase));
    const pattern = patternOf(source, 'text', ignoreCase);
    expect(overlapsOneOf(asked)(pattern)).toBe(asked.some((one) => overlaps(pattern, one)));
  }), { numRuns: 2000, seed: 20261122 });
});

/**
 * What a pattern of plain characters and wildcards means, as a regular expression: of an ARN, a wildcard in the first five parts stands
 * for no colon, unless the pattern is that of a `Resource` and the wildcard ends its part.
 */
function meaningOf(source: string, mode: 'text' | 'arn' | 'resource'): RegExp {
  const parts = source.split(':');
  const meanings = parts.map((part, nth) => [...part].map((char, i) => {
    const any = mode === 'text' || nth >= 5 || (mode === 'resource' && i === part.length - 1) ? '.' : '[^:]';
    return char === '*' ? `${any}*` : char === '?' ? any : char;
  }).join(''));
  return new RegExp(`^${meanings.join(':')}$`, 'su');
}

test('a text matches a pattern as it matches the regular expression that means the same', () => {
  const wild = fc.array(fc.constantFrom('a', 'b', 'ab', ':', '*', '*', '?', ':::', 'b:*:'), { minLength: 1, maxLength: 8 }).map((parts) => parts.join(''));
  const text = fc.array(fc.constantFrom('a', 'b', 'ab', ':', ':', 'x'), { maxLength: 12 }).map((parts) => parts.join(''));
  const filled = fc.tuple(wild, fc.array(fc.constantFrom('', 'a', 'b:', 'x', ':a'), { minLength: 8, maxLength: 8 })).map(([source, fillings]) => [source, [...source].map((char, i) => (char === '*' ? fillings[i % 8] : char === '?' ? 'b' : char)).join('')] as const);
  fc.assert(fc.property(fc.constantFrom('text' as const, 'arn' as const, 'resource' as const), fc.oneof(fc.tuple(wild, text), filled), (mode, [source, value]) => {
    expect(matches(patternOf(source, mode), value)).toBe(meaningOf(source, mode).test(value));
  }), { numRuns: Number(process.env.CELLS ?? 3000), seed: 20261122 });
});
