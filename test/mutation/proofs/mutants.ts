import type { Property } from '../../../lib/checks/proofs/property';
import type { Resource, TemplateSet } from '../../../lib/checks/template';
import type { Ground } from '../support/ground';
import type { Drafts } from './drafts';

/** An edit that opens a path or an access, or takes away one of several lines that stop it. */
export type Edit = (drafts: Drafts) => void;

/** One place at which a property is broken. */
export interface ProofMutant {
  /** What is edited, for people. */
  readonly site: string;
  /** The resource that must be found to break the property. */
  readonly about: Resource | Found;
  /** What the witness must name, all of it: what is edited or added, or the hop that takes the place of what is gone. */
  readonly names: readonly (Resource | Found | RegExp)[];
  readonly edit: Edit;
  /**
   * Other lines that stop the same thing, and what opens each. With them the mutant alone breaks nothing, and that is not
   * believed but shown: it must break the property as soon as all are open, and must not while any of them stands.
   */
  readonly behind?: Readonly<Record<string, Edit>>;
}

/** A resource that is not there before the edit. */
export interface Found {
  readonly template: string;
  readonly logicalId: string;
}

/** A way to break a property. */
export interface Break {
  /** What it does. Unique within a family. */
  readonly name: string;
  /** Whether it changes what takes no condition, so that it cannot hang on one. */
  readonly unconditional?: boolean;
  readonly mutants: (set: TemplateSet) => ProofMutant[];
}

/** The ways to break one property. Each file in `families` exports one. */
export interface Family {
  readonly property: Property;
  readonly breaks: readonly Break[];
  /** Templates that keep the property, where the estate does not yet. @default - the estate */
  readonly ground?: () => Ground;
}

export function keyOf(resource: Resource | Found): Found {
  return 'view' in resource ? { template: resource.view.template.source.name, logicalId: resource.logicalId } : resource;
}
