import { CONTROLS, type Control } from '../catalogue/controls';
import type { Finding } from '../judge';
import type { TemplateSet } from '../template';
import { NOT_APPLICABLE, unknown } from '../verdict';
import { PROPERTIES } from './properties';
import type { Property } from './property';

/**
 * Proves every property over the templates together.
 *
 * Who may do what is proved of an estate only, and so is what becomes of an environment: of templates whose accounts belong to
 * nobody known, no property of access and no model says anything.
 */
export function prove(set: TemplateSet, properties: readonly Property[] = PROPERTIES, controls: readonly Control[] = CONTROLS): Finding[] {
  const isEstate = Object.keys(set.accounts).length > 0;
  return properties.filter(({ proof }) => proof === 'path' || isEstate)
    .flatMap((property) => (isPlanned(property, controls) ? findingsOf(property, set).map(untold) : findingsOf(property, set)));
}

/** A model for controls that still mark it as planned is computed for the record, and judges nothing. */
function isPlanned({ proof, controls: served }: Property, controls: readonly Control[]): boolean {
  return proof === 'model' && served.every((id) => controls.find((control) => control.id === id)?.planned?.includes('model'));
}

function untold(finding: Finding): Finding {
  return { ...finding, verdict: NOT_APPLICABLE };
}

/** A proof that fails proves nothing: whatever it would have been about is unknown. */
function findingsOf(property: Property, set: TemplateSet): Finding[] {
  try {
    return property.check(set).map(({ template, logicalId, verdict, table }) => ({
      rule: property, template, logicalId, resourceType: template.base.resource(logicalId)?.type ?? 'unknown', verdict, ...(table && { table }),
    }));
  } catch (error) {
    const template = set.templates.find(({ logicalIds }) => logicalIds.length > 0);
    const verdict = unknown(`the proof failed: ${error instanceof Error ? error.message : String(error)}`);
    return template ? [{ rule: property, template, logicalId: template.logicalIds[0], resourceType: 'unknown', verdict }] : [];
  }
}
