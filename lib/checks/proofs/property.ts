import type { Template, TemplateSet } from '../template';
import type { Verdict } from '../verdict';

/** What a property says of one resource. */
export interface PropertyFinding {
  /** Template of the resource that keeps or breaks the property. */
  readonly template: Template;
  /** Its logical id. */
  readonly logicalId: string;
  /** The verdict; a violation's message holds the witness, an unknown's what is open. */
  readonly verdict: Verdict;
}

/** A property of the templates as a whole, decided by computing what can reach what, or who may do what. */
export interface Property {
  /** `<Subject><State>`, e.g. `DataStoreUnreachableFromInternet`. Public: never reused. */
  readonly id: string;
  /** What holds, in one sentence, at most 120 characters, ending in a full stop. */
  readonly title: string;
  /** What goes wrong without it. */
  readonly why: string;
  /** What to write to keep it. */
  readonly mend: string;
  /** How it is proved. */
  readonly proof: 'path' | 'iam';
  /** Ids of the controls that it serves. */
  readonly controls: readonly string[];
  /** Pages that it rests on. */
  readonly references: readonly string[];
  /** A finding for each resource that the property is about. */
  check(set: TemplateSet): PropertyFinding[];
}
