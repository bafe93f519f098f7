import { admits, closure, matches, overlaps, type Pattern, type Token } from './glob';

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
    const telling = tellingApart(distinct, within);
    cells = retold(new Walk([...within, ...telling], within.length).walk(), telling, within, likely);
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
function retold({ texts, exact }: Cells, patterns: readonly Pattern[], within: readonly Pattern[], likely: readonly string[]): Cells {
  // Side by side is faster, but knows nothing of names that are not known yet.
  const walk = [...patterns, ...within].every(({ source }) => /^[ -~]*$/.test(source)) ? new Walk(patterns, 0) : undefined;
  const verdict = (text: string): string => (walk ? walk.accepting(text).join() : patterns.map((pattern) => matches(pattern, text)).join());
  const better = new Map<string, string>();
  const named = patterns.filter(({ plain }) => plain).map(({ source }) => source);
  const wild = patterns.filter(({ plain }) => !plain).map(({ source }) => source.split(':'));
  const filled = [[], ...within.map(({ source }) => source.split(':').slice(0, 5))].flatMap((head) => wild.map((parts) => [...head, ...parts.slice(head.length)].join(':').replace(/[*?]/g, 'x')));
  for (const text of new Set([...named, ...likely, ...filled])) {
    const key = within.length === 0 || within.some((pattern) => matches(pattern, text)) ? verdict(text) : undefined;
    if (key !== undefined && !better.has(key)) {
      better.set(key, text);
    }
  }
  return { texts: texts.map((text) => better.get(verdict(text)) ?? text), exact };
}

/** A text that is none of these. */
export function otherThan(texts: readonly string[]): string {
  let other = OTHERS.find((char) => !texts.includes(char)) ?? 'other';
  while (texts.includes(other)) {
    other += 'x';
  }
  return other;
}

interface State {
  /** Places in the patterns, all in a row, each once and in order. */
  readonly at: readonly number[];
  readonly text: string;
}

class Walk {
  private readonly found = new Map<string, string>();
  private readonly seen = new Set<string>();
  /** The tokens of all patterns in a row, with nothing after each pattern. */
  private readonly tokens: readonly (Token | undefined)[];
  /** Which pattern each place belongs to. */
  private readonly owner: readonly number[];
  private readonly starts: readonly number[];
  private readonly ends: ReadonlySet<number>;
  private readonly other: string;
  /** Whether case makes no difference to any of them. */
  private readonly ignoreCase: boolean;

  constructor(private readonly patterns: readonly Pattern[], private readonly within: number) {
    this.tokens = patterns.flatMap(({ tokens }) => [...tokens, undefined]);
    this.owner = patterns.flatMap(({ tokens }, i) => Array.from({ length: tokens.length + 1 }, () => i));
    this.ends = new Set(this.tokens.flatMap((token, place) => (token ? [] : [place])));
    this.starts = [0, ...[...this.ends].slice(0, -1).map((end) => end + 1)].slice(0, patterns.length);
    this.ignoreCase = patterns.every(({ ignoreCase }) => ignoreCase);
    const named = new Set(this.tokens.map((token) => token?.char));
    this.other = OTHERS.find((char) => !named.has(char)) ?? '\u2026';
  }

  public walk(): Cells {
    let level: State[] = [{ at: closure(this.starts, this.tokens), text: '' }];
    this.note(level[0]);
    while (level.length > 0 && this.seen.size <= MOST_STATES) {
      level = level.flatMap((state) => this.next(state));
    }
    return { texts: [...new Set(this.found.values())], exact: level.length === 0 };
  }

  /** Which patterns a text matches. */
  public accepting(text: string): number[] {
    return this.accepted([...text].reduce((at, char) => this.step(at, char), closure(this.starts, this.tokens)));
  }

  private accepted(at: readonly number[]): number[] {
    return at.filter((place) => this.ends.has(place)).map((place) => this.owner[place]);
  }

  private next({ at, text }: State): State[] {
    return this.characters(at).flatMap((char) => {
      const state = { at: this.step(at, char), text: text + char };
      return this.note(state) ? [state] : [];
    });
  }

  private step(at: readonly number[], char: string): number[] {
    const lower = char.toLowerCase();
    const next: number[] = [];
    for (const place of at) {
      const token = this.tokens[place];
      if (token && admits(token, this.patterns[this.owner[place]].ignoreCase ? lower : char)) {
        next.push(token.kind === 'many' ? place : place + 1);
      }
    }
    return closure(next, this.tokens);
  }

  /** Remembers a state; false if it is known already, or leads nowhere. */
  private note({ at, text }: State): boolean {
    const key = at.join();
    // The places are in order: those of the patterns that a text must match come first.
    if (this.seen.has(key) || (this.within > 0 && !(this.owner[at[0]] < this.within))) {
      return false;
    }
    // The empty text is not remembered, so that a longer one of its class is found.
    if (text !== '') {
      this.seen.add(key);
    }
    const accepted = this.accepted(at);
    if (this.within === 0 || accepted[0] < this.within) {
      const verdict = accepted.filter((pattern) => pattern >= this.within).join();
      // An empty text only stands for its class if nothing else does.
      if (!this.found.has(verdict) || this.found.get(verdict) === '') {
        this.found.set(verdict, text);
      }
    }
    return true;
  }

  /**
   * The characters that make a difference here: those that a pattern waits for, a colon, and one that none waits for. Where each text
   * has to go on with certain ones, no other.
   */
  private characters(at: readonly number[]): string[] {
    const chars = new Set<string>();
    const must = at.filter((place) => this.owner[place] < this.within && this.tokens[place]);
    const isBound = this.within > 0 && must.every((place) => this.tokens[place]?.kind === 'char');
    for (const place of isBound ? must : at) {
      const token = this.tokens[place];
      if (token?.kind === 'char') {
        chars.add(token.char);
        if (!this.ignoreCase && this.patterns[this.owner[place]].ignoreCase) {
          chars.add(token.char.toUpperCase());
        }
      } else if (token?.over === 'part') {
        chars.add(':');
      }
    }
    return isBound ? [...chars] : [...chars, this.other];
  }
}
