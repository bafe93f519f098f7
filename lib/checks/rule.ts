import type { ControlId } from './catalogue/controls';
import type { Resource } from './template';
import type { Verdict } from './verdict';

export * from './backups';
export * from './companions';
export * from './events';
export * from './grants';
export * from './network';
export * from './access';
export * from './people';
export * from './policy';
export * from './regions';
export * from './secrets';
export * from './sessions';
export * from './ranges';
export * from './schedules';
export { OUTPUT, PARAMETER, type Json, type Resource, type Value, type View } from './template';
export * from './values';
export * from './verdict';

/** Which environments a rule is for: all; acceptance and production; production. Unknown environments count as production. */
export type Where = 'all' | 'acceptance-and-production' | 'production';

/** The words of what judges: a rule about one resource, or a property of the whole. */
export interface Words {
  /** `<Service><Resource><CompliantState>`. Public: never reused, renamed only with an alias. */
  readonly id: string;
  /** The compliant state in one sentence, at most 120 characters, ending in a full stop. */
  readonly title: string;
  /** What goes wrong without it. */
  readonly why: string;
  /** What to write to comply. */
  readonly mend: string;
  /** Ids of the controls that it serves. */
  readonly controls: readonly ControlId[];
  /** Pages that it rests on. */
  readonly references: readonly string[];
}

/**
 * One control, decided on one kind of resource: words and logic together.
 *
 * The logic reads templates as they are found in the wild: it is called once for every choice that the template's
 * conditions leave open, with `Fn::If`, `Fn::Sub`, `Fn::FindInMap` and the like already worked out, and the worst verdict
 * counts.
 */
export interface Rule extends Words {
  /** Resource types that it judges. */
  readonly types: readonly string[];
  /** Where it applies. @default 'all' */
  readonly where?: Where;
  /** The verdict on a resource. */
  check(resource: Resource): Verdict;
}
