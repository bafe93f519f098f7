import type { Finding } from '../judge';
import type { TemplateSet } from '../template';
import { unknown } from '../verdict';
import { PROPERTIES } from './properties';
import type { Property } from './property';

/** Proves every property over the templates together. */
export function prove(set: TemplateSet, properties: readonly Property[] = PROPERTIES): Finding[] {
  return properties.flatMap((property) => findingsOf(property, set));
}

/** A proof that fails proves nothing: whatever it would have been about is unknown. */
function findingsOf(property: Property, set: TemplateSet): Finding[] {
  try {
    return property.check(set).map(({ template, logicalId, verdict }) => ({
      rule: property, template, logicalId, resourceType: template.base.resource(logicalId)?.type ?? 'unknown', verdict,
    }));
  } catch (error) {
    const template = set.templates.find(({ logicalIds }) => logicalIds.length > 0);
    const verdict = unknown(`the proof failed: ${error instanceof Error ? error.message : String(error)}`);
    return template ? [{ rule: property, template, logicalId: template.logicalIds[0], resourceType: 'unknown', verdict }] : [];
  }
}
