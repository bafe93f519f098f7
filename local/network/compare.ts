import { networkOf } from '../../lib/checks/proofs/network/network';
import { keyOf } from '../../lib/checks/proofs/network/reading';
import { TemplateSet, type TemplateSource } from '../../lib/checks/template';
import { Canonical } from './canonical';
import { templatesOf, type PlaceState } from './state';

/** What came of comparing the network that was deployed with the one that the templates say. */
export interface Comparison {
  /** Parts of the network: VPCs, subnets, tables, lists, groups, hosts. */
  readonly parts: number;
  /** Answers to who reaches whom. */
  readonly answers: number;
  readonly differences: readonly string[];
}

/** Compares the network that the APIs tell with that of the templates, and what the network proof answers about both. */
export function compareNetworks(templates: readonly TemplateSource[], places: readonly PlaceState[]): Comparison {
  const stacks = new Map(templates.map(({ name, stackName }) => [name, stackName ?? name]));
  const drawn = new Canonical(networkOf(new TemplateSet(templates)), ({ view, logicalId }) => `${stacks.get(view.template.source.name)} ${logicalId}`, ({ defaultGroup }) => defaultGroup.rules.some(({ doubt }) => doubt === undefined));
  const state = templatesOf(places);
  const nameOf = (key: string) => state.names.get(key) ?? key;
  const told = new Canonical(networkOf(new TemplateSet(state.sources)), (resource) => nameOf(keyOf(resource)), ({ resource }) => state.open.has(nameOf(keyOf(resource))));
  const [wanted, found] = [drawn.answers(), told.answers()];
  return {
    parts: drawn.parts.size, answers: wanted.size,
    differences: [
      ...differing(drawn.parts, told.parts, (lines, others) => lines.filter((line) => !others.includes(line)).join('; ') || 'nothing more'),
      ...differing(wanted, found, (answer) => answer).map((line) => `from ${line}`),
    ],
  };
}

/** The comparison in one line. */
export function renderedNetwork({ parts, answers, differences }: Comparison): string {
  return `Network as the APIs tell it and as the templates say: ${parts} parts and ${answers} answers to who reaches whom compared, ${differences.length === 0 ? 'no difference' : `${differences.length} differences`}.`;
}

function differing<T>(drawn: ReadonlyMap<string, T>, told: ReadonlyMap<string, T>, show: (one: T, other: T) => string): string[] {
  const text = (value: T | undefined) => JSON.stringify(value);
  return [...new Set([...drawn.keys(), ...told.keys()])].sort().flatMap((name) => {
    const [one, other] = [drawn.get(name), told.get(name)];
    return text(one) === text(other) ? [] : one === undefined ? [`${name} is in no template`] : other === undefined ? [`${name} is not there`]
      : [`${name} differs: templates say ${show(one, other)}; the APIs tell ${show(other, one)}`];
  });
}
