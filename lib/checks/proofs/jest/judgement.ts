import type { IConstruct } from 'constructs';

/** What came of an assertion, before it is known whether it was negated. */
export interface Judgement {
  readonly answer: 'yes' | 'no' | 'unknown';
  /** What was asserted, as what follows "expected the templates". */
  readonly claim: string;
  /** The witness, the cut or the deciding statements; what is open, if it is not decided. */
  readonly because: string;
}

/** What Jest takes from a matcher. */
export interface MatcherResult {
  readonly pass: boolean;
  message(): string;
}

/** The outcome for Jest. What the templates do not decide fails the assertion and its negation alike. */
export function resultOf({ answer, claim, because }: Judgement, isNot: boolean): MatcherResult {
  const undecided = 'The templates do not decide it, so neither the assertion nor its negation holds.';
  return {
    pass: answer === 'unknown' ? isNot : answer === 'yes',
    message: () => [`expected the templates ${isNot ? 'not ' : ''}${claim}`, ...(answer === 'unknown' ? [undecided] : []), '', because].join('\n'),
  };
}

/** Something of the templates by its name, or as the construct that made it. */
export type Named = string | IConstruct;

/** What people call it. */
export function nameOf(named: Named): string {
  return typeof named === 'string' ? named : named.node.path;
}
