import type { Resource, TemplateSet } from '../../../lib/checks/template';
import { policiesOf, statementsOf } from './access';
import type { Break, ProofMutant } from './mutants';

/** A statement as it is written. */
export interface Written {
  Sid?: string;
  Effect: string;
  Action?: string | string[];
  NotAction?: string | string[];
  Resource: unknown;
  Condition?: Record<string, Record<string, unknown>>;
}

/** Ways to break service control policies, in the statements that are about something. What is gone cannot be named: the witness tells what is let happen now. */
export function controlBreaks(isAbout: (statement: Written) => boolean): {
  readonly changed: (name: string, names: readonly RegExp[], change: (statement: Written) => void) => Break;
  readonly attached: (name: string, targets: readonly string[]) => Break;
} {
  const controls = (set: TemplateSet): Resource[] => policiesOf(set, 'SERVICE_CONTROL_POLICY').filter((policy) => (statementsOf(policy, 'Content') as Written[] | undefined)?.some(isAbout));
  // All policies at once: another one of them would still deny it.
  const mutants = (set: TemplateSet, names: readonly RegExp[], change: (properties: { Content: { Statement: Written[] }; TargetIds?: unknown }) => void): ProofMutant[] => controls(set).map((about) => ({
    site: about.logicalId, about, names, edit: (drafts) => controls(set).forEach((policy) => change(drafts.properties(policy) as { Content: { Statement: Written[] } })),
  }));
  return {
    changed: (name, names, change) => ({ name, mutants: (set) => mutants(set, names, ({ Content: { Statement: all } }) => all.filter(isAbout).forEach(change)) }),
    attached: (name, targets) => ({ name, mutants: (set) => mutants(set, [/ may /], (properties) => { properties.TargetIds = targets; }) }),
  };
}
