import type { Resource, Value } from './template';

/** The definition of a state machine, as text or as an object. */
export function definitionOf(machine: Resource): Value {
  return machine.at('DefinitionString').present ? machine.at('DefinitionString') : machine.at('Definition');
}

/** The definition of a state machine as JSON text; references stand in it as `${…}`. */
export function definitionText(machine: Resource): string {
  const definition = definitionOf(machine);
  return definition.text ?? JSON.stringify(definition.literal ?? '');
}

/** Fewest approvers with whom a state machine goes on, or that it waits for; undefined if it asks nobody. */
export function approvalsOf(machine: Resource): number | undefined {
  const text = definitionText(machine);
  const counted = /\$count\(\$\w*approv\w*\)\s*>=\s*(\d+)/i.exec(text)?.[1];
  return counted !== undefined ? Number(counted) : /approv/i.test(text) && text.includes('.waitForTaskToken') ? 1 : undefined;
}

/** Whether a policy is what sessions under a grant may do. */
export function isGrantPolicy(policy: Resource): boolean {
  return (policy.at('Path').text ?? '').startsWith('/grants/');
}
