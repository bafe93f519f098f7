import { Memo } from './choices';
import { isMap, type Json, type JsonMap } from './json';
import { isResolvedMap, Open, Reference, Text, type Resolved, type ResolvedMap } from './resolved';
import type { Resource, View } from './template';

type Evaluate = (argument: Json, view: View) => Resolved;

/**
 * Works a value out as far as the templates say.
 *
 * Whatever remains is a reference to a resource or marked open: nothing is guessed.
 *
 * Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
export function resolve(value: Json | undefined, view: View): Resolved {
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if (Array.isArray(value)) {
    return resolveList(value, view);
  }
  const keys = Object.keys(value);
  const evaluate = keys.length === 1 ? FUNCTIONS.get(keys[0]) : undefined;
  return evaluate ? evaluate(value[keys[0]], view) : resolveMap(value, keys, view);
}

/** What holds no function is handed on as it is, not copied: most of a template is plain. */
function resolveList(list: Json[], view: View): Resolved {
  let resolved: Resolved[] | undefined;
  for (let i = 0; i < list.length; i += 1) {
    const one = resolve(list[i], view);
    if (one !== list[i]) {
      resolved ??= list.slice(0, i);
    }
    if (one !== undefined) {
      resolved?.push(one);
    }
  }
  return resolved ?? list;
}

function resolveMap(map: JsonMap, keys: readonly string[], view: View): Resolved {
  if (!view.scenario.settled) {
    return resolveLater(map, keys, view);
  }
  let resolved: ResolvedMap | undefined;
  for (const key of keys) {
    // A macro may add to what stands beside it, so nothing of the whole is certain.
    if (key.startsWith('Fn::')) {
      return new Open(key);
    }
    const one = resolve(map[key], view);
    if (one !== map[key]) {
      resolved ??= { ...map };
      resolved[key] = one;
    }
  }
  return resolved ?? map;
}

/** While choices are gone through, what stands under a key is worked out when somebody reads it: what nobody reads asks for no choice. */
function resolveLater(map: JsonMap, keys: readonly string[], view: View): Resolved {
  const macro = keys.find((key) => key.startsWith('Fn::'));
  if (macro !== undefined) {
    return new Open(macro);
  }
  const later = keys.filter((key) => !isPlain(map[key]));
  if (later.length === 0) {
    return map;
  }
  const resolved: ResolvedMap = { ...map };
  for (const key of later) {
    const memo = new Memo<Resolved>();
    Object.defineProperty(resolved, key, { enumerable: true, get: () => memo.get(view.scenario, () => resolve(map[key], view)) });
  }
  return resolved;
}

const PLAIN = new WeakMap<object, boolean>();

/** Whether no function stands in a value. */
function isPlain(value: Json): boolean {
  if (typeof value !== 'object' || value === null) {
    return true;
  }
  let plain = PLAIN.get(value);
  if (plain === undefined) {
    plain = Object.entries(value).every(([key, below]) => key !== 'Ref' && !key.startsWith('Fn::') && isPlain(below as Json));
    PLAIN.set(value, plain);
  }
  return plain;
}

const FUNCTIONS: ReadonlyMap<string, Evaluate> = new Map(Object.entries<Evaluate>({
  'Ref': (argument, view) => ref(String(argument), view),
  'Fn::GetAtt': (argument, view) => {
    const [id, ...attribute] = (Array.isArray(argument) ? argument.map(String) : String(argument).split('.'));
    const resource = view.resource(id);
    return resource ? new Reference(resource, attribute.join('.')) : new Open(`${id}.${attribute.join('.')}`);
  },
  'Fn::If': (argument, view) => {
    const [condition, yes, no] = Array.isArray(argument) ? argument : [];
    return resolve(view.holds(String(condition)) ? yes : no, view);
  },
  'Fn::Join': (argument, view) => {
    const [delimiter, list] = Array.isArray(argument) ? argument : [];
    const items = resolve(list, view);
    return Array.isArray(items) ? text(items.flatMap((item, i) => (i === 0 ? [item] : [String(delimiter ?? ''), item]))) : openOf(items, 'Fn::Join');
  },
  'Fn::Sub': (argument, view) => sub(argument, view),
  'Fn::Select': (argument, view) => {
    const [index, list] = Array.isArray(argument) ? argument : [];
    const items = resolve(list, view);
    const at = resolve(index, view);
    if (isMap(list) && 'Fn::GetAZs' in list && isDecided(at)) {
      return zone(at, resolve(list['Fn::GetAZs'], view), view);
    }
    return Array.isArray(items) && typeof at !== 'object' && Number(at) in items ? items[Number(at)] : openOf(items, 'Fn::Select');
  },
  'Fn::Split': (argument, view) => {
    const [delimiter, source] = Array.isArray(argument) ? argument : [];
    const whole = resolve(source, view);
    return typeof whole === 'string' ? whole.split(String(delimiter)) : openOf(whole, 'Fn::Split');
  },
  'Fn::FindInMap': (argument, view) => findInMap(argument, view),
  'Fn::Base64': (argument, view) => resolve(argument, view),
  'Fn::ToJsonString': (argument, view) => resolve(argument, view),
  'Fn::ImportValue': (argument, view) => {
    const name = resolve(argument, view);
    return typeof name === 'string' ? view.template.set.importedValue(view.template, name) : new Open('an import with an open name');
  },
  'Fn::GetStackOutput': (argument, view) => {
    const resolved = resolve(argument, view);
    return isResolvedMap(resolved) ? view.template.set.stackOutput(view.template, resolved) : new Open('Fn::GetStackOutput');
  },
}));

function ref(name: string, view: View): Resolved {
  const chosen = view.scenario.parameter(name);
  if (chosen !== undefined) {
    return chosen;
  }
  const { source } = view.template;
  switch (name) {
    case 'AWS::NoValue': return undefined;
    case 'AWS::Partition': return 'aws';
    case 'AWS::URLSuffix': return 'amazonaws.com';
    case 'AWS::Region': return source.region ?? '${AWS::Region}';
    case 'AWS::AccountId': return source.account ?? '${AWS::AccountId}';
    case 'AWS::StackName': return source.stackName ?? '${AWS::StackName}';
    case 'AWS::StackId': return '${AWS::StackId}';
    default:
  }
  const parameter = view.template.section('Parameters')[name];
  if (isMap(parameter)) {
    return onlyValue(parameter) ?? new Open(`parameter ${name}`);
  }
  const resource = view.resource(name);
  return resource ? new Reference(resource) : new Open(name);
}

/** A parameter that allows one value only is as good as that value. */
function onlyValue(parameter: JsonMap): string | undefined {
  return Array.isArray(parameter.AllowedValues) && parameter.AllowedValues.length === 1
    ? String(parameter.AllowedValues[0]) : undefined;
}

function sub(argument: Json, view: View): Resolved {
  const [template, names] = Array.isArray(argument) ? [String(argument[0]), isMap(argument[1]) ? argument[1] : {}] : [String(argument), {} as JsonMap];
  const parts: Resolved[] = [];
  let rest = template;
  for (let match = /\$\{([^}]*)\}/.exec(rest); match; match = /\$\{([^}]*)\}/.exec(rest)) {
    parts.push(rest.slice(0, match.index));
    parts.push(subVariable(match[1], names, view));
    rest = rest.slice(match.index + match[0].length);
  }
  return text([...parts, rest]);
}

function subVariable(name: string, names: JsonMap, view: View): Resolved {
  if (name.startsWith('!')) {
    return `\${${name.slice(1)}}`;
  }
  if (Object.hasOwn(names, name)) {
    return resolve(names[name], view);
  }
  return resolve(name.includes('.') ? { 'Fn::GetAtt': name.split('.') } : { Ref: name }, view);
}

function findInMap(argument: Json, view: View): Resolved {
  const [map, first, second, options] = Array.isArray(argument) ? argument.map((item) => resolve(item, view)) : [];
  const known = [map, first, second].every((key) => isDecided(key));
  const rows = known ? view.template.section('Mappings')[String(map)] : undefined;
  const row = isMap(rows) ? rows[String(first)] : undefined;
  if (isMap(row) && Object.hasOwn(row, String(second))) {
    return resolve(row[String(second)], view);
  }
  return known && isResolvedMap(options) && 'DefaultValue' in options ? options.DefaultValue : new Open(`Fn::FindInMap ${String(map)}`);
}

/** Whether a value is a scalar that no unknown account, region or stack name stands in. */
export function isDecided(value: Resolved): value is string | number | boolean {
  return typeof value === 'string' ? !value.includes('${AWS::') : typeof value === 'number' || typeof value === 'boolean';
}

/** Zones are named by AWS, but the first of a region is always another one than the second. */
function zone(index: string | number | boolean, region: Resolved, view: View): Resolved {
  const named = region === '' || region === undefined ? ref('AWS::Region', view) : region;
  return typeof named === 'string' ? `\${AWS::AvailabilityZone ${index} of ${named}}` : openOf(named, 'Fn::GetAZs');
}

/** Text from parts: a plain string when nothing in it is a reference or open. A lone part stays what it is. */
function text(parts: readonly Resolved[]): Resolved {
  const told: (string | Reference | Open)[] = [];
  const add = (part: Resolved): void => {
    if (part instanceof Text) {
      part.parts.forEach(add);
    } else if (part instanceof Reference || part instanceof Open) {
      told.push(part);
    } else if (typeof part === 'object' && part !== null) {
      told.push(new Open('a list or object inside text'));
    } else if (part !== undefined && part !== '') {
      const last = told.at(-1);
      if (typeof last === 'string') {
        told[told.length - 1] = last + String(part);
      } else {
        told.push(String(part));
      }
    }
  };
  parts.forEach(add);
  return told.length === 0 ? '' : told.length === 1 ? told[0] : new Text(told);
}

function openOf(value: Resolved, what: string): Open {
  return value instanceof Open ? value : new Open(what, sourcesOf(value));
}

function sourcesOf(value: Resolved): Resource[] {
  if (value instanceof Reference) {
    return [value.resource];
  }
  return value instanceof Text ? value.parts.flatMap(sourcesOf) : [];
}
