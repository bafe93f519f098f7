import type { ClauseKind, ClauseSource } from '../catalogue/clauses';
import type { ControlScope, Proof } from '../catalogue/controls';
import type { Table } from '../models/table';
import type { Fact, VerdictKind } from '../verdict';

/** File in the cloud assembly that holds the evidence. */
export const EVIDENCE_FILE = 'evidence.json';
/** Layout of the file. A reader refuses another major number. */
export const EVIDENCE_VERSION = 1;

/** Everything that was judged at one synthesis. Plain data, the same bytes for the same input. */
export interface Evidence {
  readonly format: 'cdk-dtap/evidence';
  readonly version: number;
  readonly estate: EstateEvidence;
  readonly stacks: readonly StackEvidence[];
  readonly rules: readonly RuleEvidence[];
  readonly verdicts: readonly VerdictEvidence[];
  readonly exceptions: readonly ExceptionEvidence[];
  readonly controls: readonly ControlEvidence[];
  readonly clauses: readonly ClauseEvidence[];
  /** What the models computed. Evidence that was written before there were any has none. */
  readonly models?: readonly ModelEvidence[];
}

/** What is known of the estate as a whole. */
export interface EstateEvidence {
  /** Organisation, or whatever name the app gave. */
  readonly name: string;
  /** Who each account belongs to, by account id. */
  readonly accounts: Readonly<Record<string, string>>;
  /** Environments and shared accounts that this synthesis holds, in its order. */
  readonly environments: readonly string[];
}

/** A stack that was judged. */
export interface StackEvidence {
  /** Construct path, or the file's name for a template that no app made. */
  readonly path: string;
  readonly stackName?: string;
  readonly account?: string;
  readonly region?: string;
  readonly environment?: string;
  /** Path of the template within the assembly. */
  readonly template?: string;
  /** Number of its resources. */
  readonly resources: number;
}

/** The words of a rule, so that the evidence can be read without the package. */
export interface RuleEvidence {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly mend: string;
  readonly controls: readonly string[];
  readonly references: readonly string[];
  /** How it judges: by the network proof, the access proof or a model of the architecture. @default - resource by resource */
  readonly proof?: 'path' | 'iam' | 'model';
}

/** What a rule, or a proof, said of one resource. A violation or unknown with an exception is acknowledged. */
export type EvidenceVerdict = VerdictKind | 'acknowledged';

/** One verdict. */
export interface VerdictEvidence {
  readonly rule: string;
  /** Path of the stack. */
  readonly stack: string;
  readonly logicalId: string;
  /** Construct path. Equals the logical id for a template that no app made. */
  readonly path: string;
  readonly type: string;
  readonly verdict: EvidenceVerdict;
  /** What is wrong or open; empty otherwise. */
  readonly messages: readonly string[];
  /** Values that decided. */
  readonly facts: readonly Fact[];
}

/** What a model computed, as a table with the assumptions that it rests on. */
export interface ModelEvidence extends Table {
  /** Id of the rule. */
  readonly rule: string;
}

/** A finding that is accepted on one resource, of whichever pack. */
export interface ExceptionEvidence {
  /** Qualified id. */
  readonly finding: string;
  /** Construct path. */
  readonly resource: string;
  readonly reason: string;
  readonly owner?: string;
  /** Last day, `YYYY-MM-DD`. */
  readonly until?: string;
  /** Whether it silences a finding of this synthesis. Unknown for packs other than ours. */
  readonly used?: boolean;
}

/**
 * Where a control or clause stands, worst first:
 * - `violated`: something breaks it, without an exception
 * - `unknown`: the templates do not decide
 * - `planned`: no proof of it is built yet
 * - `partial`: every proof that is built holds; others that it needs are not built yet
 * - `accepted`: it holds but for exceptions on record
 * - `held`: every proof it needs holds
 * - `attested`: a named report answers for it
 * - `organisational`: people do it
 * - `not-applicable`: nothing in the estate is subject to it
 */
export type Standing = 'violated' | 'unknown' | 'planned' | 'partial' | 'accepted' | 'held' | 'attested' | 'organisational' | 'not-applicable';

/** How one kind of proof of a control came out. */
export interface ProofEvidence {
  readonly kind: Proof;
  readonly standing: Standing;
  /** Rules, or whatever else proves it. */
  readonly by: readonly string[];
}

/** A control and where it stands. */
export interface ControlEvidence {
  readonly id: string;
  readonly requires: string;
  readonly where: ControlScope;
  readonly standing: Standing;
  readonly proofs: readonly ProofEvidence[];
  /** Number of verdicts of each kind over its rules. */
  readonly counts: Readonly<Record<EvidenceVerdict, number>>;
}

/** A clause and where it stands. */
export interface ClauseEvidence {
  readonly id: string;
  readonly source: ClauseSource;
  readonly ref: string;
  readonly kind: ClauseKind;
  readonly says: string;
  readonly controls: readonly string[];
  readonly standing: Standing;
}
