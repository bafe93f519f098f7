import fc from 'fast-check';
import { cellsOf } from '../../../../../lib/checks/proofs/access/cells';
import { holeOf, matches, patternOf, type Pattern } from '../../../../../lib/checks/proofs/access/glob';

/** Every text of up to five characters, one of which no pattern names. */
const TEXTS = Array.from({ length: 5 }, (_, i) => i + 1).reduce<string[][]>((levels) => [...levels, levels[levels.length - 1].flatMap((text) => [...'ab:x'].map((char) => text + char))], [['']]).slice(1).flat();

const sourceOf = fc.array(fc.constantFrom('a', 'b', ':', '*', '*', '?'), { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''));
const patternsOf = (mode: 'text' | 'resource', sources: readonly string[]) => sources.map((source) => patternOf(source, mode));
const classOf = (patterns: readonly Pattern[], text: string) => patterns.map((pattern) => Number(matches(pattern, text))).join('');

test('texts are divided as trying them all divides them', () => {
  fc.assert(fc.property(fc.constantFrom('text' as const, 'resource' as const), fc.array(sourceOf, { minLength: 1, maxLength: 5 }), fc.array(sourceOf, { maxLength: 2 }), (mode, sources, bounds) => {
    const [patterns, within] = [patternsOf(mode, sources), patternsOf(mode, bounds)];
    const cells = cellsOf(patterns, within);
    const isWithin = (text: string) => within.length === 0 || within.some((pattern) => matches(pattern, text));
    const found = new Set(cells.texts.map((text) => classOf(patterns, text)));
    expect(cells.exact).toBe(true);
    expect(cells.texts.filter((text) => !isWithin(text))).toEqual([]);
    expect(TEXTS.filter((text) => isWithin(text) && !found.has(classOf(patterns, text)))).toEqual([]);
  }), { numRuns: Number(process.env.CELLS ?? 400), seed: 20261122 });
});

/** Longer texts, of which one pattern begins as another one ends. */
const WORDS = ['role/', 'role/restore', 'restore', '-runbook', '-', 'Backup-', ':', 'rolle', 'o'];
const longSource = fc.array(fc.constantFrom(...WORDS, ...WORDS, '*', '*', '?'), { minLength: 1, maxLength: 5 }).map((parts) => parts.join(''));
const longText = fc.array(fc.constantFrom(...WORDS, 'x', 'r', 'B', 'b'), { minLength: 1, maxLength: 8 }).map((parts) => parts.join(''));

test('no text is of a class that is left out, however long the words and whether case is minded', () => {
  const sources = fc.array(fc.tuple(longSource, fc.boolean()), { minLength: 1, maxLength: 6 });
  fc.assert(fc.property(fc.constantFrom('text' as const, 'resource' as const), sources, fc.array(longSource, { maxLength: 2 }), fc.array(longText, { minLength: 40, maxLength: 40 }), (mode, written, bounds, texts) => {
    const patterns = written.map(([source, ignoreCase]) => patternOf(source, mode, ignoreCase));
    const within = patternsOf(mode, bounds);
    const { texts: told, exact } = cellsOf(patterns, within);
    const isWithin = (text: string) => within.length === 0 || within.some((pattern) => matches(pattern, text));
    const found = new Set(told.map((text) => classOf(patterns, text)));
    // Texts that a pattern fits for certain, beside those by chance.
    const fitting = [...written.map(([source]) => source), ...bounds].flatMap((source) => ['', 'x', 'role/restore', ':'].map((filling) => source.replace(/\*/g, filling).replace(/\?/g, 'o')));
    expect(exact).toBe(true);
    expect(told.filter((text) => !isWithin(text))).toEqual([]);
    expect(told).toHaveLength(found.size);
    expect([...texts, ...fitting].filter((text) => text !== '' && isWithin(text) && !found.has(classOf(patterns, text)))).toEqual([]);
  }), { numRuns: Number(process.env.CELLS ?? 400), seed: 20261122 });
});

/** Every text of up to four characters, of which two stand for names that are not known. */
const NAMES = [holeOf(1, 'name'), holeOf(2, 'suffix')];
const NAMED_TEXTS = Array.from({ length: 4 }, (_, i) => i + 1).reduce<string[][]>((levels) => [...levels, levels[levels.length - 1].flatMap((text) => ['a', ':', 'x', ...NAMES].map((char) => text + char))], [['']]).slice(1).flat();
const isSurely = (patterns: readonly Pattern[], text: string) => patterns.map((pattern) => Number(matches(pattern, text) === true)).join('');

test('no class is left out where names are not known', () => {
  const sources = fc.array(fc.array(fc.constantFrom('a', ':', '*', '*a', ...NAMES, ...NAMES), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('')), { minLength: 1, maxLength: 5 });
  fc.assert(fc.property(fc.constantFrom('text' as const, 'resource' as const), sources, sources.map((bounds) => bounds.slice(0, 2)), fc.boolean(), (mode, written, bounds, isBound) => {
    const [patterns, within] = [patternsOf(mode, written), patternsOf(mode, isBound ? bounds : [])];
    const found = new Set(cellsOf(patterns, within).texts.map((text) => isSurely(patterns, text)));
    const isWithin = (text: string) => within.length === 0 || within.some((pattern) => matches(pattern, text) === true);
    // A name that no pattern mentions is none of anything that was asked about.
    const unmentioned = NAMES.filter((name) => ![...patterns, ...within].some(({ source }) => source.includes(name)));
    expect(NAMED_TEXTS.filter((text) => !unmentioned.some((name) => text.includes(name)) && isWithin(text) && !found.has(isSurely(patterns, text)))).toEqual([]);
  }), { numRuns: Number(process.env.CELLS ?? 400), seed: 20261122 });
});
