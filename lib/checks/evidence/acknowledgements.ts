import { Validations } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import type { ExceptionEvidence } from './evidence';

/** How the estate writes owner and end into the reason, the only text that an acknowledgement carries. */
const OWNER_AND_END = /^(?<reason>.*) \[owner: (?<owner>[^;\]]+); until: (?<until>\d{4}-\d{2}-\d{2})\]$/s;

/** Every finding that is acknowledged in a construct tree, on the construct where that was done, by path and id. */
export function acknowledgementsIn(root: IConstruct): ExceptionEvidence[] {
  const found: ExceptionEvidence[] = [];
  collect(root, found);
  return found;
}

function collect(construct: IConstruct, found: ExceptionEvidence[]): void {
  for (const { type, data } of construct.node.metadata) {
    if (type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY) {
      for (const [finding, text] of Object.entries(data as Record<string, string>)) {
        const { reason = text, owner, until } = OWNER_AND_END.exec(text)?.groups ?? {};
        found.push({ finding, resource: construct.node.path, reason, owner, until });
      }
    }
  }
  construct.node.children.forEach((child) => collect(child, found));
}
