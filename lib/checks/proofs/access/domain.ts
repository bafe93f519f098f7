import { parseRange } from '../../ranges';
import { cellsOf } from './cells';
import type { KeyValues } from './context';
import { isHole, patternOf, type Pattern, type Piece } from './glob';
import type { KeyRule } from './keys';
import { dateOf, numberOf, type Family, type Operator } from './operators';

/** Of so many classes of values every set is gone through for keys with several values. */
const MOST_SETS = 7;

/** One comparison that a key takes part in, with the value that it is compared with. */
export interface Comparison {
  readonly operator: Operator;
  readonly pieces: readonly Piece[];
}

/** One choice for every class of values that a key's comparisons tell apart. */
export interface Domain {
  readonly choices: readonly KeyValues[];
  /** Whether every class has its choice. */
  readonly exact: boolean;
}

/**
 * Divides what a key can be into classes that all comparisons treat alike, and chooses one value of each.
 *
 * @param named texts that the key is compared with elsewhere: by `Principal`, by a variable
 */
export function domainOf(comparisons: readonly Comparison[], named: readonly string[], rule: KeyRule): Domain {
  if (rule.present === 'never') {
    return { choices: [null], exact: true };
  }
  const { texts, exact } = textsOf(comparisons, named, rule);
  const possible = texts.filter((text) => !rule.except?.includes(text));
  const sets = comparisons.some(({ operator }) => operator.set !== undefined) && rule.several;
  const values = sets ? setsOf(possible) : possible.map((text) => [text]);
  return {
    choices: [...(rule.present === 'always' ? [] : [null]), ...values],
    exact: exact && (!sets || possible.length <= MOST_SETS),
  };
}

function textsOf(comparisons: readonly Comparison[], named: readonly string[], rule: KeyRule): { texts: string[]; exact: boolean } {
  const families = new Set<Family>([...rule.type ? [rule.type] : [], ...comparisons.map(({ operator }) => operator.family)]);
  if (rule.type === 'boolean' || (families.has('boolean') && rule.type === undefined)) {
    return { texts: ['false', 'true'], exact: true };
  }
  const of = (wanted: Family): string[] => comparisons.filter(({ operator }) => operator.family === wanted).map(({ pieces }) => pieces.map((piece) => (typeof piece === 'string' ? piece : piece.literal)).join(''));
  const measured = AROUND.filter(([family]) => families.has(family)).map(([family, around]) => around(of(family)));
  const asText = named.length > 0 || (['string', 'arn', 'binary'] as const).some((family) => families.has(family));
  if (!asText && measured.length > 0) {
    return { texts: measured.flat(), exact: measured.length === 1 };
  }
  const exactly = [...named, ...rule.except ?? [], ...of('binary')].map((text) => patternOf(text, 'literal'));
  const cells = cellsOf([...patternsOf(comparisons), ...exactly], rule.within, rule.likely);
  return { texts: [...new Set([...measured.flat(), ...cells.texts])], exact: cells.exact && measured.length === 0 };
}

function patternsOf(comparisons: readonly Comparison[]): Pattern[] {
  return comparisons.flatMap(({ operator, pieces }) => (operator.family === 'arn' ? [patternOf(pieces, 'arn')]
    : operator.family === 'string' ? [patternOf(pieces, operator.like ? 'text' : 'literal', operator.ignoreCase)] : []));
}

/** Every set of these texts that is not empty; with too many texts, each alone, all pairs and all together. */
function setsOf(texts: readonly string[]): string[][] {
  if (texts.length > MOST_SETS) {
    return [...texts.map((text) => [text]), ...texts.flatMap((a, i) => texts.slice(i + 1).map((b) => [a, b])), [...texts]];
  }
  const sets: string[][] = [];
  for (let bits = 1; bits < 1 << texts.length; bits += 1) {
    sets.push(texts.filter((_, i) => bits & (1 << i)));
  }
  return sets.sort((a, b) => a.length - b.length);
}

/** The numbers that are compared with, and one between and beside them. Whole numbers stay whole, and none is below zero unless asked for. */
function numbersAround(texts: readonly string[]): string[] {
  const numbers = [...new Set(texts.flatMap((text) => numberOf(text) ?? []))].sort((a, b) => a - b);
  if (numbers.length === 0) {
    return ['0'];
  }
  const whole = numbers.every(Number.isInteger);
  const between = whole ? numbers.flatMap((number) => [number - 1, number, number + 1])
    : [numbers[0] - 1, ...numbers.flatMap((number, i) => [number, i + 1 < numbers.length ? (number + numbers[i + 1]) / 2 : number + 1])];
  const least = Math.min(0, numbers[0]);
  return [...new Set(between)].filter((number) => number >= least).map(String);
}

function momentsAround(texts: readonly string[]): string[] {
  const moments = texts.flatMap((text) => dateOf(text) ?? []);
  const around = moments.length === 0 ? [0] : moments.flatMap((moment) => [moment - 1000, moment, moment + 1000]);
  return [...new Set(around)].sort((a, b) => a - b).map((moment) => new Date(moment).toISOString().replace('.000Z', 'Z'));
}

/** The first address of every range and the first one after it: ranges nest or lie apart, so every class begins at one of these. */
function addressesAround(texts: readonly string[]): string[] {
  const ranges = texts.filter((text) => !isHole(text)).flatMap((text) => parseRange(text) ?? []);
  const addresses = new Set<string>();
  for (const version of [4, 6] as const) {
    const bits = version === 4 ? 32n : 128n;
    const own = ranges.filter((range) => range.version === version);
    [version === 4 ? 0x01000000n : 0x20010000n << 96n, 0n, ...own.flatMap(({ first, last }) => [first, last + 1n])].filter((number) => number < 1n << bits)
      .forEach((number) => addresses.add(version === 4 ? dotted(number) : grouped(number)));
  }
  return [...addresses];
}

function dotted(number: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => String((number >> shift) & 255n)).join('.');
}

function grouped(number: bigint): string {
  return Array.from({ length: 8 }, (_, i) => ((number >> BigInt(112 - 16 * i)) & 65535n).toString(16)).join(':');
}

const AROUND: readonly [Family, (texts: readonly string[]) => string[]][] = [['number', numbersAround], ['date', momentsAround], ['address', addressesAround]];
