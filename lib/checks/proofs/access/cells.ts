import { closure, matches, step, type Pattern, type Token } from './glob';

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
    cells = retold(new Walk([...within, ...distinct], within.length).walk(), distinct, within, likely);
    if (KNOWN.size > 2000) {
      KNOWN.clear();
    }
    KNOWN.set(key, cells);
  }
  return cells;
}

/** Tells each class by a text that people know, or at least by one in which a wildcard stands for something. */
function retold({ texts, exact }: Cells, patterns: readonly Pattern[], within: readonly Pattern[], likely: readonly string[]): Cells {
  const verdict = (text: string): string => patterns.map((pattern) => matches(pattern, text)).join();
  const better = new Map<string, string>();
  const named = patterns.filter(({ plain }) => plain).map(({ source }) => source);
  const wild = patterns.filter(({ plain }) => !plain).map(({ source }) => source.split(':'));
  const filled = [[], ...within.map(({ source }) => source.split(':').slice(0, 5))].flatMap((head) => wild.map((parts) => [...head, ...parts.slice(head.length)].join(':').replace(/[*?]/g, 'x')));
  for (const text of [...named, ...likely, ...filled]) {
    const key = verdict(text);
    if (!better.has(key) && (within.length === 0 || within.some((pattern) => matches(pattern, text)))) {
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
  readonly at: readonly (readonly number[])[];
  readonly text: string;
}

class Walk {
  private readonly found = new Map<string, string>();
  private readonly seen = new Set<string>();
  private readonly tokens: readonly (readonly Token[])[];
  private readonly other: string;

  constructor(private readonly patterns: readonly Pattern[], private readonly within: number) {
    this.tokens = patterns.map(({ tokens }) => tokens);
    const named = new Set(this.tokens.flat().map(({ char }) => char));
    this.other = OTHERS.find((char) => !named.has(char)) ?? '\u2026';
  }

  public walk(): Cells {
    let level: State[] = [{ at: this.tokens.map((tokens) => closure([0], tokens)), text: '' }];
    this.note(level[0]);
    while (level.length > 0 && this.seen.size <= MOST_STATES) {
      level = level.flatMap((state) => this.next(state));
    }
    return { texts: [...new Set(this.found.values())], exact: level.length === 0 };
  }

  private next({ at, text }: State): State[] {
    return this.characters(at).flatMap((char) => {
      const after = at.map((positions, i) => step(positions, this.patterns[i].ignoreCase ? char.toLowerCase() : char, this.tokens[i]));
      const state = { at: after, text: text + char };
      return this.note(state) ? [state] : [];
    });
  }

  /** Remembers a state; false if it is known already, or leads nowhere. */
  private note({ at, text }: State): boolean {
    const key = at.map((positions) => positions.join()).join(';');
    if (this.seen.has(key) || (this.within > 0 && at.slice(0, this.within).every((positions) => positions.length === 0))) {
      return false;
    }
    // The empty text is not remembered, so that a longer one of its class is found.
    if (text !== '') {
      this.seen.add(key);
    }
    const accepted = at.map((positions, i) => positions.includes(this.tokens[i].length));
    if (this.within === 0 || accepted.slice(0, this.within).includes(true)) {
      const verdict = accepted.slice(this.within).join();
      // An empty text only stands for its class if nothing else does.
      if (!this.found.has(verdict) || this.found.get(verdict) === '') {
        this.found.set(verdict, text);
      }
    }
    return true;
  }

  /** The characters that make a difference here: those that a pattern waits for, a colon, and one that none waits for. */
  private characters(at: readonly (readonly number[])[]): string[] {
    const chars = new Set<string>();
    at.forEach((positions, i) => positions.forEach((position) => {
      const token = this.tokens[i][position];
      if (token?.kind === 'char') {
        chars.add(token.char);
        if (this.patterns[i].ignoreCase) {
          chars.add(token.char.toUpperCase());
        }
      } else if (token?.over === 'part') {
        chars.add(':');
      }
    }));
    return [...chars, this.other];
  }
}
