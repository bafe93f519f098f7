import { Token } from 'aws-cdk-lib/core';

/**
 * One thing that is wrong with an input: where, what was got, and how to mend it.
 *
 * @internal
 */
export interface Problem {
  /** Path of the value inside the input, e.g. `environments.production.account`. */
  readonly path: string;
  /** The value that was got, as it should be shown to a person. */
  readonly value: string;
  /** What is wrong and what to write instead. */
  readonly mend: string;
}

/**
 * Gathers every problem of an input, so that a person mends them in one go.
 *
 * Nothing is thrown until `throwIfAny`, and then all problems are listed at once.
 *
 * @internal
 */
export class Problems {
  private readonly found: Problem[] = [];

  /**
   * @param subject what is being read, the first words of the error's message
   */
  constructor(private readonly subject: string) {}

  /** Records a problem. */
  public add(path: string, value: unknown, mend: string): void {
    this.found.push({ path, value: show(value), mend });
  }

  /** Records a problem unless `holds`. A value that is only known at deployment (a token) is not judged. */
  public require(holds: boolean, path: string, value: unknown, mend: string): void {
    if (!holds && !Token.isUnresolved(value)) {
      this.add(path, value, mend);
    }
  }

  /** The problems recorded so far, in the order they were found. */
  public get all(): readonly Problem[] {
    return [...this.found];
  }

  /**
   * Throws one error that lists every problem, or does nothing if there is none.
   *
   * @throws InvalidInputError with a line per problem: path, value got, mend
   */
  public throwIfAny(): void {
    if (this.found.length > 0) {
      throw new InvalidInputError(this.subject, this.found);
    }
  }
}

/**
 * An input that was refused before anything was built, with every problem it has.
 *
 * @internal
 */
export class InvalidInputError extends Error {
  constructor(subject: string, public readonly problems: readonly Problem[]) {
    const lines = problems.map((p) => `  - ${p.path}: got ${p.value}. ${p.mend}`);
    super(`${subject}: ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}\n${lines.join('\n')}`);
    this.name = 'InvalidInputError';
  }
}

function show(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
