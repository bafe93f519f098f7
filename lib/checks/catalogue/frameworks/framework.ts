import type { ControlId } from '../controls';

/** A published framework, as far as controls of the catalogue serve it. Numbers and titles only: the text is its publisher's. */
export interface Framework {
  /** Short name, in links and files. */
  readonly id: string;
  readonly name: string;
  /** Where it is published. */
  readonly url: string;
  /** What controls of the catalogue serve, in the framework's order. What is not listed is served by none. */
  readonly requirements: readonly FrameworkRequirement[];
}

/** One requirement of a framework, and the controls that serve it. Serving is not fulfilling: people have their part in most. */
export interface FrameworkRequirement {
  readonly number: string;
  readonly title: string;
  readonly controls: readonly ControlId[];
}
