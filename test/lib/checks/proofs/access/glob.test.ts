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

/** What a pattern of plain characters and wildcards means, as a regular expression. */
const meaningOf = (source: string): RegExp => new RegExp(`^${[...source].map((char) => (char === '*' ? '.*' : char === '?' ? '.' : char)).join('')}$`, 'su');

test('a text matches a pattern as it matches the regular expression that means the same', () => {
  const wild = fc.array(fc.constantFrom('a', 'b', 'ab', ':', '*', '*', '?'), { minLength: 1, maxLength: 7 }).map((parts) => parts.join(''));
  const text = fc.array(fc.constantFrom('a', 'b', ':', 'x'), { maxLength: 10 }).map((parts) => parts.join(''));
  fc.assert(fc.property(wild, text, (source, value) => {
    expect(matches(patternOf(source, 'text'), value)).toBe(meaningOf(source).test(value));
  }), { numRuns: 3000, seed: 20261122 });
});
