import { isMap, TemplateSet, type Json, type JsonMap, type Template, type TemplateSource } from '../../template';
import { isDecided, resolve } from '../../template/resolve';

/** Whether a condition is left open. */
export type OpenCondition = (name: string) => boolean;

/** How the name of the nothing begins that an open choice becomes a reference to. */
export const OPEN_CHOICE = 'condition ';

const SETTLED = new WeakMap<TemplateSet, TemplateSet>();

/**
 * The templates with every choice between values that hangs on an open condition taken for what it is: an open value. A choice
 * between two equal values is none.
 */
export function withOpenChoices(set: TemplateSet): TemplateSet {
  let settled = SETTLED.get(set);
  if (!settled) {
    const sources = set.templates.map(settledSource);
    settled = sources.every((source, i) => source === set.templates[i].source) ? set : new TemplateSet(sources, set.accounts);
    SETTLED.set(set, settled);
  }
  return settled;
}

/** The template that one with open choices was made of. */
export function originalOf(set: TemplateSet, { source }: Template): Template {
  return set.templates.find((template) => template.source.name === source.name)!;
}

function settledSource(template: Template): TemplateSource {
  const { source } = template;
  const isOpen = openConditions(template);
  const sections = Object.keys(template.section('Conditions')).length === 0 ? [] : ['Resources', 'Outputs'].map((name) => [name, template.section(name)] as const);
  const settled = sections.map(([name, section]) => [name, settledValue(section, isOpen)] as const);
  return settled.every(([, section], i) => section === sections[i][1]) ? source : { ...source, body: { ...source.body as JsonMap, ...Object.fromEntries(settled) } };
}

/** The same value if nothing in it is open. An open choice becomes a reference to nothing, whose name says why. */
function settledValue(value: Json, isOpen: OpenCondition): Json {
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if (Array.isArray(value)) {
    const items = value.map((item) => settledValue(item, isOpen));
    return items.every((item, i) => item === value[i]) ? value : items;
  }
  const choice = value['Fn::If'];
  if (Array.isArray(choice) && isOpen(String(choice[0]))) {
    const [yes, no] = choice.slice(1).map((branch) => settledValue(branch, isOpen));
    return JSON.stringify(yes) === JSON.stringify(no) ? yes : { Ref: `${OPEN_CHOICE}${String(choice[0])}` };
  }
  const entries = Object.entries(value).map(([key, item]) => [key, settledValue(item, isOpen)] as const);
  return entries.every(([key, item]) => item === value[key]) ? value : Object.fromEntries(entries);
}

/** Which conditions of a template are left open by it. A condition that is part of a circle, or not declared, is open. */
export function openConditions(template: Template): OpenCondition {
  const conditions = template.section('Conditions');
  const known = new Map<string, boolean | undefined>();
  const named = (name: string): boolean | undefined => {
    if (!known.has(name)) {
      known.set(name, undefined);
      known.set(name, truth(conditions[name]));
    }
    return known.get(name);
  };
  const truth = (expression: Json | undefined): boolean | undefined => {
    const [name, argument] = isMap(expression) ? Object.entries(expression)[0] ?? [] : [];
    const list = Array.isArray(argument) ? argument : [];
    switch (name) {
      case 'Condition': return named(String(argument));
      case 'Fn::Not': return negated(truth(list[0]));
      case 'Fn::And': return conjunction(list.map(truth));
      case 'Fn::Or': return negated(conjunction(list.map((item) => negated(truth(item)))));
      case 'Fn::Equals': {
        const [left, right] = list.map((side) => resolve(side, template.base));
        return isDecided(left) && isDecided(right) ? String(left) === String(right) : undefined;
      }
      default: return undefined;
    }
  };
  return (name) => named(name) === undefined;
}

function negated(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value;
}

function conjunction(values: readonly (boolean | undefined)[]): boolean | undefined {
  return values.includes(false) ? false : values.includes(undefined) ? undefined : true;
}
