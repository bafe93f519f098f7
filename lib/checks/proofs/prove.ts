import type { Finding } from '../judge';
import type { TemplateSet } from '../template';
import { unknown } from '../verdict';
import { PROPERTIES } from './properties';
import type { Property } from './property';

/**
 * Proves every property over the templates together.
 *
 * Who may do what is proved of an estate only: of templates whose accounts belong to nobody known, no property of access
 * says anything.
 */
export function prove(set: TemplateSet, properties: readonly Property[] = PROPERTIES): Finding[] {
  const isEstate = Object.keys(set.accounts).length > 0;
  return properties.filter(({ proof }) => proof !== 'iam' || isEstate).flatMap((property) => findingsOf(property, set));
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
