import type { JsonMap } from '../template/json';
import type { Evidence } from './evidence';
import { assessmentResultsOf } from './oscal/assessment-results';
import { catalogOf } from './oscal/catalog';
import { componentDefinitionOf } from './oscal/component-definition';
import { digest, NO_TIME, type OscalContext } from './oscal/document';
import { serialize } from './writer';

/** One OSCAL document, ready to be written. */
export interface OscalFile {
  /** File name. The documents refer to each other by it, and to `../evidence.json`: write them into a folder beside that. */
  readonly name: string;
  readonly text: string;
}

/** A time as OSCAL takes it: to the second, with a time zone. */
const TIME = /^(19|[2-9]\d)\d{2}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * The evidence as OSCAL 1.1 documents in JSON: the controls as a catalog, what is done for them as a component definition,
 * and the verdicts as assessment results.
 *
 * Identifiers are made of what they stand for, so the same evidence gives the same bytes.
 *
 * @param at time that stands in the documents, RFC 3339 with a time zone; the fixed epoch if none is given
 * @throws Error if the time is none
 */
export function oscalOf(evidence: Evidence, at: string = NO_TIME): OscalFile[] {
  if (!TIME.test(at) || Number.isNaN(Date.parse(at))) {
    throw new Error(`'${at}' is no time that OSCAL takes; write it like 2030-01-31T12:00:00Z.`);
  }
  const context: OscalContext = { estate: evidence.estate.name, at, version: digest(serialize(evidence)) };
  const documents: [string, JsonMap][] = [
    ['catalog.json', catalogOf(evidence, context)],
    ['component-definition.json', componentDefinitionOf(evidence, context)],
    ['assessment-results.json', assessmentResultsOf(evidence, context)],
  ];
  return documents.map(([name, document]) => ({ name, text: `${JSON.stringify(document, undefined, 1)}\n` }));
}
