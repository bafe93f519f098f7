import type { Finding } from '../../judge';
import type { TemplateSet } from '../../template';
import { PROPERTIES } from '../properties';
import type { Property } from '../property';
import { prove } from '../prove';
import type { Judgement } from './judgement';

/** More findings are not told. */
const MOST_TOLD = 10;

/** Whether a property holds on everything that it is about. One that is about nothing there is neither kept nor broken. */
export function keeps(set: TemplateSet, named: string | Property): Judgement {
  const property = typeof named === 'string' ? propertyNamed(named) : named;
  const findings = prove(set, [property]);
  const claim = `to keep ${property.id}: ${property.title}`;
  const of = (kind: string) => findings.filter(({ verdict }) => verdict.kind === kind);
  const [broken, open, kept] = ['violation', 'unknown', 'compliant'].map(of);
  return broken.length > 0 ? { answer: 'no', claim, because: told(broken) }
    : open.length > 0 ? { answer: 'unknown', claim, because: told(open) }
      : kept.length > 0 ? { answer: 'yes', claim, because: told(kept) } : { answer: 'unknown', claim, because: nothing(set, property) };
}

function propertyNamed(name: string): Property {
  const found = PROPERTIES.find(({ id }) => name.replace(/^(Dtap::)?Dtap-/, '') === id);
  if (!found) {
    throw new Error(`there is no property '${name}'; there are ${PROPERTIES.map(({ id }) => id).join(', ')}`);
  }
  return found;
}

function nothing(set: TemplateSet, { proof }: Property): string {
  return proof === 'iam' && Object.keys(set.accounts).length === 0
    ? 'who the accounts belong to is not known: tag the stacks `dtap:environment`, or say it with templatesOf(…, { accounts })' : 'nothing in the templates is what it is about';
}

function told(findings: readonly Finding[]): string {
  const lines = findings.slice(0, MOST_TOLD).flatMap(({ template, logicalId, verdict: { messages, facts } }) => [
    `${template.source.name}/${logicalId}`, ...(messages.length > 0 ? messages : facts.map(({ path, value }) => `${path}: ${value}`)).map((line) => `  ${line}`),
  ]);
  return [...lines, ...(findings.length > MOST_TOLD ? [`and ${findings.length - MOST_TOLD} more`] : [])].join('\n');
}
