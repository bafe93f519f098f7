import type { Resource, TemplateSet } from '../../../lib/checks/template';
import { ACCOUNTS, setOf, twoRegions } from '../../lib/checks/models/ground';
import type { Ground } from '../support/ground';
import type { Loose } from '../support/operator';
import type { Break, Edit, ProofMutant } from './mutants';

/** A production of two regions that keeps what the models of recovery are about. */
export function regions(): Ground {
  return { name: 'two regions', sources: setOf(twoRegions()).templates.map(({ source }) => source), accounts: ACCOUNTS };
}

const home = (set: TemplateSet) => set.templates.find(({ source }) => source.name === 'Home')!.base;
const away = (set: TemplateSet) => set.templates.find(({ source }) => source.name === 'Away')!.base;

/** A resource of either region. */
export function at(set: TemplateSet, name: string): Resource {
  return (name.startsWith('Home/') ? home : away)(set).resource(name.slice(5))!;
}

/** Breaks one thing of two regions: what is found broken, what the message says, and the edit of the resource that it names. */
export function breaking(about: string, name: string, names: readonly RegExp[], edited: string, change: (properties: Loose) => void): Break {
  return { name, mutants: (set): ProofMutant[] => [{ site: edited, about: at(set, about), names, edit: (drafts) => change(drafts.properties(at(set, edited))) }] };
}

/** Takes resources away. */
export function without(about: string, name: string, names: readonly RegExp[], ...gone: readonly string[]): Break {
  const edit = (set: TemplateSet): Edit => (drafts) => gone.forEach((each) => drafts.remove(at(set, each)));
  return { name, mutants: (set) => [{ site: gone[0], about: at(set, about), names, edit: edit(set) }] };
}
