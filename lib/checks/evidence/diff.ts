import { newOpenings } from './diff/exposure';
import { clauseChanges, controlChanges, placesGone, type PromiseChange } from './diff/promises';
import type { Side } from './diff/side';
import { statefulChanges, type StatefulChange } from './diff/stateful';
import type { ExceptionEvidence } from './evidence';
import { ledgerProblems, type LedgerProblem } from './ledger';

export type { PromiseChange } from './diff/promises';
export type { Side } from './diff/side';
export type { StatefulChange } from './diff/stateful';

/** What a change does to the promises of an estate. */
export interface PromiseDifference {
  /** Environments and shared accounts that are no longer in the assembly. */
  readonly placesGone: readonly string[];
  readonly controls: readonly PromiseChange[];
  readonly clauses: readonly PromiseChange[];
  /** Exceptions that are new, and those that now end later. */
  readonly exceptions: readonly ExceptionEvidence[];
  /** What is wrong with the exceptions after the change, whether it brought them or not. */
  readonly ledger: readonly LedgerProblem[];
  /** What is newly public or reachable, a line each. */
  readonly openings: readonly string[];
  readonly stateful: readonly StatefulChange[];
}

/** Why two assemblies cannot be compared. Undefined if they can. */
export function incomparable({ evidence: base }: Side, { evidence: head }: Side): string | undefined {
  if (base.estate.name !== head.estate.name) {
    return `they are of different estates: '${base.estate.name}' and '${head.estate.name}'`;
  }
  const [before, after] = [base, head].map(({ estate }) => Object.keys(estate.accounts));
  return before.length > 0 && after.length > 0 && !before.some((account) => after.includes(account))
    ? `they are of different estates: both are called '${base.estate.name}', but have no account in common` : undefined;
}

/** Compares two assemblies of one estate. */
export function compare(base: Side, head: Side, today?: string): PromiseDifference {
  const controls = controlChanges(base.evidence, head.evidence);
  return {
    placesGone: placesGone(base.evidence, head.evidence),
    controls,
    clauses: clauseChanges(base.evidence, head.evidence, controls),
    exceptions: newExceptions(base.evidence.exceptions, head.evidence.exceptions),
    ledger: ledgerProblems(head.evidence, today),
    openings: newOpenings(base.set, head.set),
    stateful: statefulChanges(base.set, head.set),
  };
}

/** Whether a control or clause that held no longer does (control REL3), or the ledger of exceptions is not in order. */
export function mustFail({ placesGone: gone, controls, clauses, ledger }: PromiseDifference): boolean {
  return gone.length > 0 || ledger.length > 0 || [...controls, ...clauses].some(({ effect }) => effect === 'lost');
}

function newExceptions(before: readonly ExceptionEvidence[], after: readonly ExceptionEvidence[]): ExceptionEvidence[] {
  const key = ({ finding, resource }: ExceptionEvidence) => `${finding} ${resource}`;
  const known = new Map(before.map((exception) => [key(exception), exception]));
  return after.filter((exception) => {
    const old = known.get(key(exception));
    return !old || (exception.until ?? '9999') > (old.until ?? '9999');
  });
}
