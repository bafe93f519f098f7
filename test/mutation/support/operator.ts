import { OUTPUT, PARAMETER, TemplateSet, type Resource, type Template, type TemplateSource } from '../../../lib/checks/template';
import type { VerdictKind } from '../../../lib/checks/verdict';

/** A template that may be changed. JSON without types: an operator knows what it breaks. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Loose = any;
/** A copy of a template's source, to be changed in one place. */
export type Draft = { -readonly [key in keyof TemplateSource]: key extends 'body' ? Loose : TemplateSource[key] };

/** One place at which an operator breaks a template. */
export interface Mutation {
  /** The template that is changed. */
  readonly template: Template;
  /** The logical id and the place in it. */
  readonly site: string;
  /** What the rule has to speak up about. */
  readonly subject: Resource;
  readonly apply: (draft: Draft) => void;
}

/** A way to break what a rule keeps. */
export interface Operator {
  /** What it does, e.g. `drop KmsKeyId`. Unique within a rule. */
  readonly name: string;
  /** The verdicts on the subject from which it makes a mutant. A place that is broken already is none. */
  readonly from: readonly VerdictKind[];
  /** It changes the stack, or an attribute or section that takes no condition. */
  readonly unconditional?: boolean;
  readonly mutations: (set: TemplateSet) => Mutation[];
}

/** An edit of one resource. */
export interface Edit {
  readonly place?: string;
  readonly subject?: Resource;
  readonly apply: (raw: Loose, draft: Draft) => void;
}

type Types = string | readonly string[];
/** Keys joined by dots; `*` stands for each item of a list, or each value of an object. */
type Path = string | readonly string[];
type Fit = (resource: Resource, raw: Loose) => readonly Edit[];

/** An operator from what it can do to each resource of some types. */
export function operator(name: string, types: Types, fit: Fit, from: readonly VerdictKind[] = ['compliant']): Operator {
  return {
    name,
    from,
    mutations: (set) => set.templates.flatMap((template) => ([] as string[]).concat(types).flatMap((type) => partsOf(template, type)).flatMap((resource) => {
      const section = resource.type === OUTPUT ? 'Outputs' : resource.type === PARAMETER ? 'Parameters' : 'Resources';
      const raw = (template.source.body as Loose)[section][resource.logicalId];
      return fit(resource, raw).map(({ place, subject, apply }): Mutation => ({
        template,
        site: `${resource.logicalId}${place ? ` ${place}` : ''}`,
        subject: subject ?? resource,
        apply: (draft) => apply(draft.body[section][resource.logicalId], draft),
      }));
    })),
  };
}

function partsOf(template: Template, type: string): readonly Resource[] {
  return type === OUTPUT || type === PARAMETER
    ? Object.keys(template.section(type === OUTPUT ? 'Outputs' : 'Parameters')).flatMap((id) => template.base.part(type, id) ?? [])
    : template.base.ofType(type);
}

/** The same operator, also for what the rule had no opinion about. */
export function alsoNew(made: Operator): Operator {
  return { ...made, from: ['compliant', 'not-applicable'] };
}

/** Takes a property away. */
export function drop(types: Types, path: Path): Operator {
  return operator(`drop ${keysOf(path).join('.')}`, types, (_, raw) => placesOf(raw.Properties, keysOf(path)).filter(({ value }) => value !== undefined)
    .map(({ keys }) => ({ place: keys.join('.'), apply: (draft) => without(draft.Properties, keys) })));
}

/** Writes a property, where its place exists or can be made. A function sees what stood there; undefined means that it does not fit. */
export function put(types: Types, path: Path, value: Loose, label?: string): Operator {
  return operator(label ?? `put ${keysOf(path).join('.')}=${JSON.stringify(value)}`, types, (resource, raw) => placesOf(raw.Properties ?? {}, keysOf(path)).flatMap(({ keys, value: old }) => {
    const made = typeof value === 'function' ? (value as (old: Loose, resource: Resource, raw: Loose) => Loose)(old, resource, raw) : value;
    return made === undefined || JSON.stringify(made) === JSON.stringify(old) ? [] : [{
      place: keys.join('.'), apply: (draft) => { draft.Properties ??= {}; into(draft.Properties, keys, structuredClone(made)); },
    }];
  }));
}

/** Writes a property only where one stands. */
export function swap(types: Types, path: Path, value: Loose, label?: string): Operator {
  return put(types, path, (old: Loose, resource: Resource, raw: Loose) => (old === undefined ? undefined : typeof value === 'function' ? (value as (...all: Loose[]) => Loose)(old, resource, raw) : value),
    label ?? `swap ${keysOf(path).join('.')} for ${JSON.stringify(value)}`);
}

/** Adds an item to a list, or makes the list. */
export function append(types: Types, path: Path, item: Loose, label = `append ${JSON.stringify(item)} to ${keysOf(path).join('.')}`): Operator {
  return put(types, path, (old: Loose, resource: Resource, raw: Loose) => {
    const made = typeof item === 'function' ? (item as (resource: Resource, raw: Loose) => Loose)(resource, raw) : item;
    return made === undefined || (old !== undefined && !Array.isArray(old) && typeof old === 'object') ? undefined : [...(old === undefined ? [] : Array.isArray(old) ? old : [old]), made];
  }, label);
}

/** Keeps only some items of a list; no mutant if all would stay. */
export function keep(types: Types, path: Path, which: (item: Loose, index: number) => boolean, label: string): Operator {
  return swap(types, path, (old: Loose) => (Array.isArray(old) && !old.every(which) ? old.filter(which) : undefined), label);
}

/** Changes the value of a setting in a `[{Key, Value}]` list; undefined takes it away. */
export function setting(types: Types, path: Path, key: string, value: Loose, keyName = 'Key', valueName = 'Value'): Operator {
  return swap(types, path, (old: Loose) => (Array.isArray(old) && old.some((item) => item[keyName] === key)
    ? old.flatMap((item) => (item[keyName] !== key ? [item] : value === undefined ? [] : [{ ...item, [valueName]: value }])) : undefined),
  value === undefined ? `drop setting ${key}` : `set ${key}=${JSON.stringify(value)}`);
}

/** Changes an attribute beside the properties, such as `DeletionPolicy`; undefined takes it away. */
export function attribute(types: Types, name: string, value: string | undefined): Operator {
  return { ...operator(value === undefined ? `drop ${name}` : `${name}: ${value}`, types, (_, raw) => (raw[name] === value ? [] : [{
    apply: (draft) => { if (value === undefined) { delete draft[name]; } else { draft[name] = value; } },
  }])), unconditional: true };
}

/** Deletes a resource. The subjects are what it was there for. */
export function remove(types: Types, subjectsOf: (resource: Resource) => readonly Resource[], label = `delete ${([] as string[]).concat(types).join(', ')}`): Operator {
  return operator(label, types, (resource) => subjectsOf(resource).map((subject) => ({
    place: `for ${subject.logicalId}`, subject, apply: (_raw, draft) => { delete draft.body.Resources[resource.logicalId]; },
  })));
}

/** Breaks a companion; the subjects are what it was there for. */
export function through(made: Operator, subjectsOf: (companion: Resource) => readonly Resource[]): Operator {
  return {
    ...made,
    mutations: (set) => made.mutations(set).flatMap((mutation) => subjectsOf(mutation.subject).map((subject) => ({ ...mutation, subject }))),
  };
}

/** Adds a resource to the template. The subject is the one that it is made for, unless told otherwise. */
export function add(types: Types, label: string, make: (resource: Resource, raw: Loose) => Loose | undefined, subjectsOf: (resource: Resource) => readonly Resource[] = (resource) => [resource]): Operator {
  return operator(label, types, (resource, raw) => {
    const made = make(resource, raw) as Loose;
    return made === undefined ? [] : subjectsOf(resource).map((subject) => ({ subject, apply: (_raw, draft) => { draft.body.Resources[`${resource.logicalId}Mutant`] = made; } }));
  });
}

/** Changes what is known of the stack: its region, account or environment. */
export function deploy(types: Types, label: string, change: (source: TemplateSource, resource: Resource) => Partial<TemplateSource> | undefined): Operator {
  return { ...operator(label, types, (resource) => {
    const made = change(resource.view.template.source, resource);
    return made === undefined ? [] : [{ apply: (_raw, draft) => { Object.assign(draft, made); } }];
  }), unconditional: true };
}

/** Changes each statement of a policy document in turn. The function says whether it fits. */
export function statement(types: Types, path: Path, label: string, change: (statement: Loose, resource: Resource) => boolean): Operator {
  return operator(label, types, (resource, raw) => documentsIn(raw.Properties, keysOf(path)).flatMap(({ keys, list }) => list.flatMap((each, i) => (
    isPlain(each) && change(structuredClone(each), resource) ? [{
      place: [...keys, i].join('.'), apply: (draft) => { change(documentsIn(draft.Properties, keys)[0].list[i], resource); },
    }] : []))));
}

/** Adds a statement to a policy document; makes the document if there is none. */
export function addStatement(types: Types, path: Path, label: string, make: (resource: Resource) => Loose | undefined): Operator {
  return operator(label, types, (resource, raw) => {
    const made = make(resource) as Loose;
    return made === undefined ? [] : documentsIn(raw.Properties, keysOf(path)).map(({ keys }) => ({
      place: keys.join('.'), apply: (draft) => { documentsIn(draft.Properties, keys)[0].list.push(structuredClone(made)); },
    }));
  });
}

/** Takes a statement out of a policy document. */
export function dropStatement(types: Types, path: Path, label: string, which: (statement: Loose) => boolean): Operator {
  return operator(label, types, (_, raw) => documentsIn(raw.Properties, keysOf(path)).flatMap(({ keys, list }) => list.flatMap((each, i) => (which(each) ? [{
    place: [...keys, i].join('.'), apply: (draft) => { documentsIn(draft.Properties, keys)[0].list.splice(i, 1); },
  }] : []))));
}

/** The documents at a path, their statements always as a list that belongs to the document. */
function documentsIn(properties: Loose, keys: readonly (string | number)[]): { keys: (string | number)[]; list: Loose[] }[] {
  return (keys.length === 0 ? [{ keys: [], value: properties }] : placesOf(properties ?? {}, keys.map(String))).flatMap(({ keys: found, value }) => {
    if (!isPlain(value) || value.Statement === undefined) {
      return [];
    }
    // One statement alone means the same as a list of one.
    value.Statement = ([] as Loose[]).concat(value.Statement);
    return [{ keys: found, list: value.Statement as Loose[] }];
  });
}

/** Whether a value is an object that is no intrinsic function. */
export function isPlain(value: Loose): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !Object.keys(value as object).some((key) => key === 'Ref' || key.startsWith('Fn::'));
}

function keysOf(path: Path): string[] {
  return typeof path === 'string' ? (path === '' ? [] : path.split('.')) : [...path];
}

/** The places that a path means. The last key need not be there, nor those before it if they are no `*`. */
export function placesOf(root: Loose, keys: readonly string[]): { keys: (string | number)[]; value: Loose }[] {
  let found: { keys: (string | number)[]; value: Loose }[] = [{ keys: [], value: root }];
  for (const key of keys) {
    found = found.flatMap(({ keys: before, value }) => {
      if (key === '*') {
        return Array.isArray(value) ? value.map((item, i) => ({ keys: [...before, i], value: item as Loose }))
          : isPlain(value) ? Object.entries(value as object).map(([name, item]) => ({ keys: [...before, name], value: item as Loose })) : [];
      }
      return value === undefined || isPlain(value) || Array.isArray(value) ? [{ keys: [...before, key], value: value?.[key] as Loose }] : [];
    });
  }
  return found;
}

function into(root: Loose, keys: readonly (string | number)[], value: Loose): void {
  const parent = keys.slice(0, -1).reduce((object: Loose, key) => (object[key] ??= {}), root);
  parent[keys[keys.length - 1]] = value;
}

function without(root: Loose, keys: readonly (string | number)[]): void {
  const parent = keys.slice(0, -1).reduce((object: Loose, key) => object[key], root);
  const last = keys[keys.length - 1];
  if (Array.isArray(parent)) {
    parent.splice(Number(last), 1);
  } else {
    delete parent[last];
  }
}
