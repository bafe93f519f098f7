import type { Tri } from './tri';

/**
 * How a pattern's wildcards are read:
 * - `text`: `*` and `?` stand for anything (`StringLike`, actions)
 * - `literal`: there are no wildcards (`StringEquals`)
 * - `arn`: the first five colon-delimited parts are compared one by one (`ArnLike`)
 * - `resource`: like `arn`, but a `*` that ends a part reaches over colons (the `Resource` element)
 *
 * Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html,
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export type Mode = 'text' | 'literal' | 'arn' | 'resource';

/** One piece of a pattern: a character, or `?` and `*` with what they may stand for. */
export interface Token {
  readonly kind: 'char' | 'one' | 'many';
  /** The character of a `char`. */
  readonly char: string;
  /** What a wildcard stands for: anything, anything but a colon, what AWS makes names of, or letters and digits. */
  readonly over: 'any' | 'part' | 'name' | 'suffix';
}

/** A pattern, ready to be compared with. */
export interface Pattern {
  /** Another one for every pattern. */
  readonly id: number;
  readonly source: string;
  readonly mode: Mode;
  readonly ignoreCase: boolean;
  readonly tokens: readonly Token[];
  /** Whether it has no wildcards. */
  readonly plain: boolean;
  /** The source, in lower case if case is ignored. */
  readonly text: string;
  /** Whether something of it is not known. */
  readonly hasHole: boolean;
}

/** A part of a pattern: text that is read with wildcards, or the value of a variable, which is taken as it is. */
export type Piece = string | { readonly literal: string };

/** Every template-made name that is not known yet has a character of its own here: it equals itself and nothing else. */
const FIRST_NAME_HOLE = 0xf0000;
/** Those of which only the made-up end is not known, which is letters and digits. */
const FIRST_SUFFIX_HOLE = 0xf8000;
/** Every value that the templates leave open has a character of its own here: it may be anything. */
const FIRST_OPEN_HOLE = 0x100000;
const HOLE = /[\u{f0000}-\u{10fffd}]/u;
const CHARACTERS: Readonly<Record<Exclude<Token['over'], 'any'>, RegExp>> = { part: /[^:]/, name: /^[A-Za-z0-9._+=@/-]$/, suffix: /^[A-Za-z0-9]$/ };

/** What is not known of a text: a name that CloudFormation makes up, the letters and digits at the end of one, or a value that is open. */
export type Hole = 'name' | 'suffix' | 'open';
const FIRST: Readonly<Record<Hole, readonly [first: number, room: number]>> = { name: [FIRST_NAME_HOLE, 0x8000], suffix: [FIRST_SUFFIX_HOLE, 0x7ffd], open: [FIRST_OPEN_HOLE, 0xfffd] };

/** The character for the nth of its kind. */
export function holeOf(n: number, kind: Hole): string {
  const [first, room] = FIRST[kind];
  if (n >= room) {
    throw new RangeError(`the templates have more than ${room} names that are not known yet`);
  }
  return String.fromCodePoint(first + n);
}

/** Whether a character stands for something that is not known yet, or a text holds one that does. */
export function isHole(text: string): boolean {
  return HOLE.test(text);
}

/** Whether a character stands for a value that the templates leave open. */
export function isOpenHole(char: string): boolean {
  return (char.codePointAt(0) ?? 0) >= FIRST_OPEN_HOLE;
}

const caches = (): [minding: Map<string, Pattern>, ignoring: Map<string, Pattern>] => [new Map(), new Map()];
/** What was read, by how its wildcards are read, and whether case is ignored. */
const CACHES: Readonly<Record<Mode, ReturnType<typeof caches>>> = { text: caches(), literal: caches(), arn: caches(), resource: caches() };
let made = 0;
/** What was worked out, by the ids of both patterns, or by the pattern and the text: the same policies stand in front of many requests. */
const OVERLAPS = new Map<number, boolean>();
const MATCHES = new Map<string, Map<number, Tri>>();
const MOST_TEXTS = 20_000;
const WIDENED = new WeakMap<readonly Token[], { names?: readonly Token[]; open?: readonly Token[] }>();

/** Reads a pattern. */
export function patternOf(source: string | readonly Piece[], mode: Mode, ignoreCase = false): Pattern {
  const pieces = typeof source === 'string' ? [source] : source;
  const cache = CACHES[mode][ignoreCase ? 1 : 0];
  const key = pieces.length === 1 && typeof pieces[0] === 'string' ? pieces[0] : `\0${JSON.stringify(pieces)}`;
  let pattern = cache.get(key);
  if (!pattern) {
    const shown = pieces.map((piece) => (typeof piece === 'string' ? piece : piece.literal)).join('');
    const tokens = tokensOf(pieces, mode, ignoreCase);
    pattern = { id: made++, source: shown, mode, ignoreCase, tokens, plain: tokens.every(({ kind }) => kind === 'char'), text: ignoreCase ? shown.toLowerCase() : shown, hasHole: HOLE.test(shown) };
    if (cache.size > 50_000) {
      cache.clear();
    }
    cache.set(key, pattern);
  }
  return pattern;
}

function tokensOf(pieces: readonly Piece[], mode: Mode, ignoreCase: boolean): Token[] {
  const tokens: Token[] = [];
  let part = 0;
  const add = (char: string, wild: boolean, endsPart: boolean): void => {
    const over = (mode === 'arn' || mode === 'resource') && part < 5 && !(mode === 'resource' && endsPart) ? 'part' : 'any';
    part += char === ':' ? 1 : 0;
    const kind = !wild || mode === 'literal' ? 'char' : char === '*' ? 'many' : char === '?' ? 'one' : 'char';
    tokens.push({ kind, char: ignoreCase ? char.toLowerCase() : char, over });
  };
  pieces.forEach((piece, n) => {
    const chars = [...(typeof piece === 'string' ? piece : piece.literal)];
    chars.forEach((char, i) => add(char, typeof piece === 'string', i + 1 < chars.length ? chars[i + 1] === ':' : n === pieces.length - 1));
  });
  return tokens;
}

/** Whether a text matches a pattern. Open if that depends on a name or a value that is not known yet. */
export function matches(pattern: Pattern, value: string): Tri {
  let known = MATCHES.get(value);
  if (!known) {
    if (MATCHES.size > MOST_TEXTS) {
      MATCHES.clear();
    }
    known = new Map();
    MATCHES.set(value, known);
  }
  let found = known.get(pattern.id);
  if (found === undefined && !known.has(pattern.id)) {
    found = compared(pattern, value);
    known.set(pattern.id, found);
  }
  return found;
}

function compared(pattern: Pattern, value: string): Tri {
  const text = pattern.ignoreCase ? value.toLowerCase() : value;
  if (!startsAlike(pattern.tokens, text)) {
    return false;
  }
  const open = pattern.hasHole || HOLE.test(text);
  if (!open && (pattern.plain ? pattern.text !== text : !endsAlike(pattern.tokens, text))) {
    return false;
  }
  if (pattern.plain ? pattern.text === text : covers(pattern.tokens, text)) {
    return true;
  }
  if (!open) {
    return false;
  }
  const said = [...text].map((char): Token => ({ kind: 'char', char, over: 'any' }));
  if (differAtEnds(pattern.tokens, said)) {
    return false;
  }
  // A name that is not known yet may be any name, but never another one that is not known either.
  return meets(widened(pattern.tokens, false), widened(said, true)) || meets(widened(pattern.tokens, true), widened(said, false)) ? undefined : false;
}

/** Whether some text fits both patterns, which both mind case or both do not. */
export function overlaps(a: Pattern, b: Pattern): boolean {
  const key = a.id * 0x1000000 + b.id;
  let found = OVERLAPS.get(key);
  if (found === undefined) {
    found = meets(widened(a.tokens, true), widened(b.tokens, true));
    if (OVERLAPS.size > 100_000) {
      OVERLAPS.clear();
    }
    OVERLAPS.set(key, found);
  }
  return found;
}

/** Whether some text fits a pattern and one of these: the same as asking {@link overlaps} of each, but for plain texts at once. */
export function overlapsOneOf(asked: readonly Pattern[]): (pattern: Pattern) => boolean {
  const isSaidPlainly = ({ plain, hasHole, ignoreCase }: Pattern): boolean => plain && ignoreCase && !hasHole;
  const plain = new Set(asked.filter(isSaidPlainly).map(({ text }) => text));
  const others = asked.filter((pattern) => !isSaidPlainly(pattern));
  return (pattern) => (isSaidPlainly(pattern) ? plain.has(pattern.text) || others.some((one) => overlaps(pattern, one)) : asked.some((one) => overlaps(pattern, one)));
}

/** Whether a token may stand for a character; a single `?` never stands for a whole name that is not known. */
export function admits({ over, kind, char: own }: Token, char: string): boolean {
  return kind === 'char' ? own === char : over === 'any' ? kind !== 'one' || !isHole(char) : CHARACTERS[over].test(char) && !(isHole(char) && (kind === 'one' || isOpenHole(char)));
}

/** Whether a text begins with what a pattern begins with, as far as both are of plain characters. */
function startsAlike(tokens: readonly Token[], text: string): boolean {
  for (let i = 0; i < text.length && tokens[i]?.kind === 'char' && tokens[i].char.length === 1 && text.charCodeAt(i) < 0xd800; i += 1) {
    if (tokens[i].char !== text[i]) {
      return false;
    }
  }
  return true;
}

/** Whether a text ends with what a pattern ends with, as far as that is of plain characters. */
function endsAlike(tokens: readonly Token[], text: string): boolean {
  let [i, j] = [tokens.length - 1, text.length - 1];
  for (; i >= 0 && tokens[i].kind === 'char'; i -= 1) {
    const { char } = tokens[i];
    if (!text.endsWith(char, j + 1)) {
      return false;
    }
    j -= char.length;
  }
  return true;
}

/** Positions in a pattern, before a character and after it: the lists are used again and again. */
const POSITIONS: [number[], number[]] = [[], []];

function covers(tokens: readonly Token[], text: string): boolean {
  let [at, next] = POSITIONS;
  let count = arriveAt(at, 0, 0, tokens);
  for (const char of text) {
    let found = 0;
    for (let i = 0; i < count; i += 1) {
      const token = tokens[at[i]];
      if (token && admits(token, char)) {
        found = arriveAt(next, found, token.kind === 'many' ? at[i] : at[i] + 1, tokens);
      }
    }
    [at, next] = [next, at];
    count = found;
  }
  return count > 0 && at[count - 1] === tokens.length;
}

/**
 * Adds a position to a list, and those that a `*` that stands for nothing leads to; the list stays in order. Of a pattern only the
 * positions from its last `*` for anything on count: what an earlier one goes on to match, that `*` matches as well.
 *
 * @param count how many positions the list has
 * @returns how many it has then
 */
export function arriveAt(list: number[], count: number, position: number, tokens: readonly (Token | undefined)[], first = 0): number {
  let length = count;
  for (let i = position, more = true; more; i += 1) {
    const token = tokens[i];
    more = token?.kind === 'many';
    if (length === 0 || i > list[length - 1]) {
      while (more && token?.over === 'any' && length > 0 && list[length - 1] >= first) {
        length -= 1;
      }
      list[length] = i;
      length += 1;
    }
  }
  return length;
}

/** Open values become "anything"; names that are not known yet become "some name" if asked for. */
function widened(tokens: readonly Token[], names: boolean): readonly Token[] {
  const known = WIDENED.get(tokens) ?? {};
  WIDENED.set(tokens, known);
  return known[names ? 'names' : 'open'] ??= tokens.some(isOfHole) ? tokens.map((token) => widenedOne(token, names)) : tokens;
}

function widenedOne(token: Token, names: boolean): Token {
  return !isOfHole(token) ? token
    : isOpenHole(token.char) ? { kind: 'many', char: '*', over: 'any' } : names ? { kind: 'many', char: '*', over: (token.char.codePointAt(0) ?? 0) >= FIRST_SUFFIX_HOLE ? 'suffix' : 'name' } : token;
}

/** Whether some text fits both: whether the ends of both are reached, side by side. For texts too long to compare it is taken that one does. */
function meets(a: readonly Token[], b: readonly Token[]): boolean {
  if (differAtEnds(a, b)) {
    return false;
  }
  const width = b.length + 1;
  if (a.length * width > 4_000_000) {
    return true;
  }
  const seen = new Uint8Array((a.length + 1) * width);
  const next = [0];
  const reach = (place: number): void => {
    if (seen[place] === 0) {
      seen[place] = 1;
      next.push(place);
    }
  };
  for (let here = next.pop(); here !== undefined; here = next.pop()) {
    const j = here % width;
    const [left, right] = [a[(here - j) / width], b[j]];
    if (!left && !right) {
      return true;
    }
    goOn(left, right, here, width, reach);
  }
  return false;
}

/** Where one more character of a text leads, or none of it where a wildcard stands for nothing: places are rows of one pattern by columns of the other. */
function goOn(left: Token | undefined, right: Token | undefined, here: number, width: number, reach: (place: number) => void): void {
  const [down, across] = [left?.kind === 'many', right?.kind === 'many'];
  if (down) {
    reach(here + width);
  }
  if (across) {
    reach(here + 1);
  }
  if (left && right && !(down && across) && shares(left, right)) {
    reach(here + (down ? 0 : width) + (across ? 0 : 1));
  }
}

/** Whether the characters before the first wildcard or name that is not known, or after the last one, already tell two patterns apart. */
function differAtEnds(a: readonly Token[], b: readonly Token[]): boolean {
  for (let i = 0; isSaid(a[i]) && isSaid(b[i]); i += 1) {
    if (a[i].char !== b[i].char) {
      return true;
    }
  }
  for (let i = 1; isSaid(a[a.length - i]) && isSaid(b[b.length - i]); i += 1) {
    if (a[a.length - i].char !== b[b.length - i].char) {
      return true;
    }
  }
  return false;
}

function isSaid(token: Token | undefined): boolean {
  return token?.kind === 'char' && !isOfHole(token);
}

/** All characters that stand for something are beyond those of one unit. */
function isOfHole({ kind, char }: Token): boolean {
  return kind === 'char' && char.length > 1 && HOLE.test(char);
}

/** Whether one character fits both. */
function shares(left: Token, right: Token): boolean {
  return left.kind === 'char' ? admits(right, left.char) : right.kind !== 'char' || admits(left, right.char);
}
