import type { Table } from '../models/table';
import type { Words } from '../rule';
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
  /** What a model computed. Once for each thing that it is about. @default - none */
  readonly table?: Table;
}

/** A property of the templates as a whole, decided by computing what can reach what, who may do what, or what becomes of the architecture. */
export interface Property extends Words {
  /** How it is proved: by the network proof, by the access proof, or by a model of the architecture. */
  readonly proof: 'path' | 'iam' | 'model';
  /** A finding for each resource that the property is about. */
  check(set: TemplateSet): PropertyFinding[];
}
