/** A question to a restored database, and what its answer has to be: one of the three. */
export interface Query {
  /** What the question is called in reports. */
  readonly name: string;
  /** Database that it is asked in. */
  readonly database: string;
  /** One statement that yields one row of one column. */
  readonly sql: string;
  /** The answer is a number, this or more. */
  readonly atLeast?: number;
  /** The answer is this text. */
  readonly exactly?: string;
  /** The answer is that of this statement, in the same database: what the source wrote down of itself. */
  readonly sameAs?: string;
}

/** What came of a question; never an answer's own words, which could be about people. */
export interface Finding {
  readonly name: string;
  /** What is wrong. */
  readonly problem?: string;
}

const NUMBER = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;

/**
 * What is wrong with an answer; undefined if nothing is.
 *
 * @param recorded the answer to `sameAs`
 */
export function problemOf(query: Query, answer: string, recorded?: string): string | undefined {
  if (query.atLeast !== undefined) {
    return NUMBER.test(answer) ? tooFew(Number(answer), query.atLeast) : 'yields no number';
  }
  if (query.exactly !== undefined) {
    return answer === query.exactly ? undefined : 'differs from what is expected';
  }
  return answer === recorded ? undefined : 'differs from what the source recorded';
}

function tooFew(found: number, least: number): string | undefined {
  return found >= least ? undefined : `yields ${found}, less than ${least}`;
}
