import type { Value } from './template';

/** How a rule can end for a resource. */
export type VerdictKind = 'compliant' | 'violation' | 'unknown' | 'not-applicable';

/** A value that decided. */
export interface Fact {
  /** Where it stands, e.g. `Properties.StorageEncrypted`. */
  readonly path: string;
  /** What stands there; `absent` if nothing does. */
  readonly value: string;
}

/** What a rule found on one resource, and why. */
export interface Verdict {
  readonly kind: VerdictKind;
  /** What is wrong, or what cannot be decided. Empty otherwise. */
  readonly messages: readonly string[];
  /** The values that decided. */
  readonly facts: readonly Fact[];
}

/** The rule says nothing about this resource. */
export const NOT_APPLICABLE: Verdict = { kind: 'not-applicable', messages: [], facts: [] };

/** The resource meets the rule, because of these values. */
export function compliant(...because: Value[]): Verdict {
  return verdict('compliant', [], () => because.map(factOf));
}

/** The resource breaks the rule. The message says what is wrong, in lower case, without a full stop. */
export function violation(message: string, ...because: Value[]): Verdict {
  return verdict('violation', [message], () => because.map(factOf));
}

/** The templates do not decide. The message says what is missing. */
export function unknown(message: string, ...because: Value[]): Verdict {
  return verdict('unknown', [message], () => because.map(factOf));
}

/** The templates do not decide because this value is open. */
export function open(value: Value): Verdict {
  return unknown(`${value.path} is not decided by the template (${value.open ?? 'unknown'})`, value);
}

/**
 * All of these must hold: a violation outweighs an unknown, which outweighs compliance.
 * Without any verdict that applies, the whole does not apply.
 */
export function all(verdicts: readonly Verdict[]): Verdict {
  return worst(verdicts, ['violation', 'unknown', 'compliant']);
}

/**
 * One of these is enough: compliance outweighs an unknown, which outweighs a violation.
 * Without any verdict that applies, the whole does not apply.
 */
export function any(verdicts: readonly Verdict[]): Verdict {
  return worst(verdicts, ['compliant', 'unknown', 'violation']);
}

/**
 * The value must meet a test. An open value is unknown; an absent one is tested like the others, since most defaults of
 * CloudFormation are known.
 */
export function demand(value: Value, holds: (value: Value) => boolean, message: string): Verdict {
  if (value.open !== undefined) {
    return open(value);
  }
  return holds(value) ? compliant(value) : violation(message, value);
}

/** Longest value that is told whole, in characters. */
const FACT_MAX = 200;

function worst(verdicts: readonly Verdict[], order: readonly VerdictKind[]): Verdict {
  if (verdicts.length === 1) {
    return verdicts[0];
  }
  const kind = order.find((candidate) => verdicts.some((verdict) => verdict.kind === candidate));
  if (!kind) {
    return NOT_APPLICABLE;
  }
  const deciding = verdicts.filter((verdict) => verdict.kind === kind);
  return verdict(kind, kind === 'compliant' ? [] : [...new Set(deciding.flatMap(({ messages }) => messages))], () => deciding.flatMap(({ facts }) => facts));
}

/** A verdict whose facts are put into words when somebody reads them: most verdicts are compliant and go unread. */
export function verdict(kind: VerdictKind, messages: readonly string[], facts: () => readonly Fact[]): Verdict {
  return new ToldWhenRead(kind, messages, facts);
}

class ToldWhenRead implements Verdict {
  readonly #tell: () => readonly Fact[];
  #facts?: readonly Fact[];

  constructor(public readonly kind: VerdictKind, public readonly messages: readonly string[], tell: () => readonly Fact[]) {
    this.#tell = tell;
  }

  public get facts(): readonly Fact[] {
    return this.#facts ??= this.#tell();
  }
}

function factOf(value: Value): Fact {
  return { path: value.path, value: value.shown(FACT_MAX) };
}
