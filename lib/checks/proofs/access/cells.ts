import { admits, arriveAt, isHole, matches, overlaps, type Pattern, type Token } from './glob';

/** More states than this are not gone through. */
const MOST_STATES = 6000;
/** Characters for "one that no pattern names", the likeliest first. */
const OTHERS = [...'xyzwvuqkj0189XYZ'];

/** What was worked out: the same policies stand in front of many resources. */
const KNOWN = new Map<string, Cells>();

/** The texts that patterns tell apart: one for every set of patterns that some text matches. */
export interface Cells {
  readonly texts: readonly string[];
  /** Whether every set that some text matches has its text here. */
  readonly exact: boolean;
}

/**
 * Divides all texts into classes that match the same patterns, and names a text of each: exact, since the patterns are run
 * side by side as one automaton and every state that can be reached is looked at.
 *
 * @param within only texts that match one of these; none means all texts
 * @param likely texts that a class is rather told by, if they are in it
 */
export function cellsOf(patterns: readonly Pattern[], within: readonly Pattern[] = [], likely: readonly string[] = []): Cells {
  const distinct = [...new Set(patterns)];
  if (within.length === 0 && likely.length === 0 && distinct.every(({ plain, ignoreCase }) => plain && !ignoreCase)) {
    const named = distinct.map(({ source }) => source);
    return { texts: [...new Set([...named, otherThan(named)])], exact: true };
  }
  const key = [distinct, within].map((list) => list.map(({ id }) => id).join()).join(' ');
  let cells = KNOWN.get(key);
  if (!cells) {
    cells = divided(tellingApart(distinct, within), within, likely);
    if (KNOWN.size > 2000) {
      KNOWN.clear();
    }
    KNOWN.set(key, cells);
  }
  return cells;
}

/** Patterns that can tell apart the texts that are looked at: those that fit one of them. */
function tellingApart(patterns: readonly Pattern[], within: readonly Pattern[]): readonly Pattern[] {
  return within.length === 0 ? patterns : patterns.filter((pattern) => within.some((text) => text.ignoreCase !== pattern.ignoreCase || overlaps(pattern, text)));
}

/** Tells each class by a text that people know, or at least by one in which a wildcard stands for something. */
function divided(patterns: readonly Pattern[], within: readonly Pattern[], likely: readonly string[]): Cells {
  const walk = new Walk([...within, ...patterns], within.length);
  const { found, exact } = walk.walk();
  // Side by side is faster, but knows nothing of names that are not known yet.
  const isSaid = [...patterns, ...within].every(({ source }) => /^[ -~]*$/.test(source));
  const openly = (text: string): string => patterns.map((pattern) => matches(pattern, text)).join();
  const verdictOn = (text: string): string | undefined => (isSaid ? walk.verdictOn(text) : within.length === 0 || within.some((pattern) => matches(pattern, text)) ? openly(text) : undefined);
  const better = new Map<string, string>();
  const [named, filled] = likelyOf(patterns, within);
  for (const text of new Set([...named, ...likely, ...filled])) {
    const verdict = verdictOn(text);
    if (verdict !== undefined && !better.has(verdict)) {
      better.set(verdict, text);
    }
  }
  return { texts: [...new Set([...found].map(([verdict, text]) => better.get(isSaid ? verdict : openly(text)) ?? text))], exact };
}

/** Texts that fit the patterns: what has no wildcards, and what comes of the others if a wildcard stands for a letter. */
export function likelyOf(patterns: readonly Pattern[], within: readonly Pattern[]): [named: string[], filled: string[]] {
  const wild = patterns.filter(({ plain }) => !plain).map(({ source }) => source.split(':'));
  const heads = [[], ...within.map(({ source }) => source.split(':').slice(0, 5))];
  return [patterns.filter(({ plain }) => plain).map(({ source }) => source), heads.flatMap((head) => wild.map((parts) => [...head, ...parts.slice(head.length)].join(':').replace(/[*?]/g, 'x')))];
}

/** A text that is none of these. */
export function otherThan(texts: readonly string[]): string {
  let other = OTHERS.find((char) => !texts.includes(char)) ?? 'other';
  while (texts.includes(other)) {
    other += 'x';
  }
  return other;
}

/** Where a text leads in the patterns. */
interface State {
  /** Places in the patterns, all in a row, each once and in order. */
  readonly at: readonly number[];
  readonly text: string;
  /** The characters that make a difference here. */
  readonly awaited: readonly string[];
  /** Where characters lead that were looked at. Undefined if nothing that they lead to is looked for. */
  readonly next: Map<string, State | undefined>;
  /** The state that this one extends: characters that the extension does not await lead to where they lead from there. */
  readonly base?: State;
  /** The places beyond those of the base: each awaits one character, or is an end. */
  readonly extra: readonly number[];
}

/**
 * Patterns side by side as one automaton. Most of its states differ from a simpler one only by how much of some literal text was
 * read: of those no more is looked at than the characters that go on with it, and not each one by itself.
 */
class Walk {
  private readonly found = new Map<string, string>();
  private readonly seen = new Map<string, State>();
  private readonly queued = new Set<State>();
  /** What is to be visited, by the length of its text. */
  private readonly levels: State[][] = [];
  /** The tokens of all patterns in a row, with nothing after each pattern. */
  private readonly tokens: (Token | undefined)[] = [];
  /** Which pattern each place belongs to. */
  private readonly owner: number[] = [];
  /** Where the pattern of each place begins. */
  private readonly first: number[] = [];
  /** Where the empty text leads. */
  private readonly start: readonly number[];
  private readonly other: string;
  /** Whether case makes no difference to any of them. */
  private readonly ignoreCase: boolean;

  constructor(private readonly patterns: readonly Pattern[], private readonly within: number) {
    const named = new Set<string>();
    patterns.forEach(({ tokens }, i) => {
      const first = this.tokens.length;
      for (const token of [...tokens, undefined]) {
        this.tokens.push(token);
        this.owner.push(i);
        this.first.push(first);
        named.add(token?.char ?? '');
      }
    });
    this.start = this.closed([...new Set(this.first)]);
    this.ignoreCase = patterns.every(({ ignoreCase }) => ignoreCase);
    this.other = OTHERS.find((char) => !named.has(char)) ?? '\u2026';
  }

  /** A text for every set of patterns that some text matches. */
  public walk(): { readonly found: ReadonlyMap<string, string>; readonly exact: boolean } {
    // The empty text is not remembered, so that a longer one of its class is found.
    this.levels.push([{ at: this.start, text: '', awaited: this.characters(this.start), next: new Map(), extra: [] }]);
    let length = 0;
    for (; length < this.levels.length && this.seen.size <= MOST_STATES; length += 1) {
      this.levels[length]?.forEach((state) => this.visit(state, length));
    }
    return { found: this.found, exact: length === this.levels.length };
  }

  /** Which patterns a text matches; undefined if it is none of those looked for. */
  public verdictOn(text: string): string | undefined {
    return this.verdictAt([...text].reduce((at, char) => this.step(at, char), this.start));
  }

  private verdictAt(at: readonly number[]): string | undefined {
    const matched = at.filter((place) => this.tokens[place] === undefined).map((place) => this.owner[place]);
    return this.within === 0 || matched[0] < this.within ? matched.filter((pattern) => pattern >= this.within).join() : undefined;
  }

  private visit(state: State, length: number): void {
    const verdict = this.verdictAt(state.at);
    // An empty text only stands for its class if nothing else does.
    if (verdict !== undefined && (this.found.get(verdict) ?? '') === '') {
      this.found.set(verdict, state.text);
    }
    for (const char of state.base ? this.waitedFor(state.extra) : state.awaited) {
      this.enqueue(state.base ? this.goOn(state, state.base, char, true) : this.move(state, char), length);
    }
  }

  /** What a state leaves to its base is looked at there. */
  private enqueue(state: State | undefined, length: number): void {
    for (let each = state; each && !this.queued.has(each); each = each.base) {
      this.queued.add(each);
      (this.levels[Math.max(each.text.length, length + 1)] ??= []).push(each);
    }
  }

  /** Where a character leads: one that makes no difference leads to where any other does that makes none. */
  private move(state: State, char: string): State | undefined {
    const read = this.read(state, char);
    if (!state.next.has(read)) {
      state.next.set(read, state.base ? this.goOn(state, state.base, read, false) : this.leave(state, read));
    }
    return state.next.get(read);
  }

  private read({ awaited }: State, char: string): string {
    return awaited.includes(char) || isHole(char) ? char : this.other;
  }

  /** Whether a character leads nowhere else. */
  private stays(state: State, char: string): boolean {
    const read = this.read(state, char);
    if (!state.next.has(read) && isSame(this.step(state.at, read), state.at)) {
      state.next.set(read, state);
    }
    return state.next.get(read) === state;
  }

  /** Where a character leads from a state that extends no other one. Mostly there is where any character leads, and more. */
  private leave(state: State, char: string): State | undefined {
    const at = this.step(state.at, char);
    const base = char === this.other ? undefined : this.move(state, this.other);
    const extra = base ? without(at, base.at) : [];
    const isMore = base !== undefined && extra.length + base.at.length === at.length && this.isLiteral(extra);
    return this.remember(at, state.text + char, isMore ? base : undefined, extra);
  }

  /**
   * Goes on where a base goes on as well.
   *
   * @param far whether to go on with literal text as far as it makes no difference at which of its characters one stops
   */
  private goOn(state: State, base: State, char: string, far: boolean): State | undefined {
    const under = this.move(base, char);
    let places = this.next(state.extra, char);
    let text = state.text + char;
    if (!under || !this.isLiteral(places)) {
      return this.remember(this.step(state.at, char), text);
    }
    for (let only = this.onlyOf(places); far && only !== undefined && this.stays(under, only); only = this.onlyOf(places)) {
      const further = this.next(places, only);
      if (!this.isLiteral(further)) {
        break;
      }
      places = further;
      text += only;
    }
    return this.remember(this.closed(together(under.at, places)), text, under, places);
  }

  /** The character that all of these places await, if there is one. */
  private onlyOf(places: readonly number[]): string | undefined {
    const only = this.tokens[places[0]]?.char;
    const isOnly = (place: number): boolean => this.tokens[place]?.char === only && (this.ignoreCase || !this.patterns[this.owner[place]].ignoreCase || only === only?.toUpperCase());
    return places.every(isOnly) ? only : undefined;
  }

  /** A state that was come to; undefined if no text that is looked for leads on from it. */
  private remember(at: readonly number[], text: string, base?: State, extra: readonly number[] = []): State | undefined {
    // The places are in order: those of the patterns that a text must match come first.
    if (this.within > 0 && !(this.owner[at[0]] < this.within)) {
      return undefined;
    }
    const key = at.join();
    const state = this.seen.get(key) ?? { at, text, awaited: this.characters(at), next: new Map(), base, extra };
    this.seen.set(key, state);
    return state;
  }

  private step(at: readonly number[], char: string): number[] {
    return this.closed(this.next(at, char));
  }

  /** These places, and those that a wildcard that stands for nothing leads to. */
  private closed(places: readonly number[]): number[] {
    const reached: number[] = [];
    const count = places.reduce((length, place) => arriveAt(reached, length, place, this.tokens, this.first[place]), 0);
    reached.length = count;
    return reached;
  }

  /** The places after a character, apart from those that a wildcard that stands for nothing leads to. */
  private next(at: readonly number[], char: string): number[] {
    const lower = char.toLowerCase();
    const next: number[] = [];
    for (const place of at) {
      const token = this.tokens[place];
      if (token && admits(token, this.patterns[this.owner[place]].ignoreCase ? lower : char)) {
        next.push(token.kind === 'many' ? place : place + 1);
      }
    }
    return next;
  }

  /** Whether each of these places awaits one character, or is an end. */
  private isLiteral(places: readonly number[]): boolean {
    return places.every((place) => (this.tokens[place]?.kind ?? 'char') === 'char');
  }

  /** The characters that places await that are no wildcards. */
  private waitedFor(places: readonly number[]): string[] {
    const chars = new Set<string>();
    for (const place of places) {
      const token = this.tokens[place];
      if (token?.kind === 'char') {
        chars.add(token.char);
        if (!this.ignoreCase && this.patterns[this.owner[place]].ignoreCase) {
          chars.add(token.char.toUpperCase());
        }
      }
    }
    return [...chars];
  }

  /**
   * The characters that make a difference here: those that a pattern waits for, a colon, and one that none waits for. Where each text
   * has to go on with certain ones, no other.
   */
  private characters(at: readonly number[]): string[] {
    const must = at.filter((place) => this.owner[place] < this.within && this.tokens[place]);
    if (this.within > 0 && this.isLiteral(must)) {
      return this.waitedFor(must);
    }
    const colon = at.some((place) => this.tokens[place]?.kind !== 'char' && this.tokens[place]?.over === 'part') ? [':'] : [];
    return [...new Set([...this.waitedFor(at), ...colon, this.other])];
  }
}

/** Numbers of one list that are not in the other; both are in order. */
function without(numbers: readonly number[], others: readonly number[]): number[] {
  let i = 0;
  return numbers.filter((number) => {
    while (others[i] < number) {
      i += 1;
    }
    return others[i] !== number;
  });
}

function isSame(numbers: readonly number[], others: readonly number[]): boolean {
  return numbers.length === others.length && numbers.every((number, i) => number === others[i]);
}

/** Numbers of both lists, each once and in order. */
function together(numbers: readonly number[], others: readonly number[]): number[] {
  return [...new Set([...numbers, ...others])].sort((a, b) => a - b);
}
