import { isMap, type Json } from '../../template';
import { isHole, isOpenHole, patternOf, type Pattern } from './glob';
import { operatorOf, valueProblem, type Operator } from './operators';

/** What a policy is attached to, which says how it is read. */
export type PolicyKind = 'identity' | 'boundary' | 'session' | 'resource' | 'service control' | 'resource control' | 'endpoint';

/** Where a policy stands. */
export interface Place {
  /** Name of the template; empty if the policy is none of a template. */
  readonly template: string;
  readonly logicalId: string;
  /** Path of the document, e.g. `Properties.KeyPolicy`. */
  readonly path: string;
}

/** A policy document. */
export interface Policy {
  readonly kind: PolicyKind;
  readonly place: Place;
  readonly statements: readonly Statement[];
}

/** A statement, whichever of the shorthand forms it was written in. */
export interface Statement {
  readonly policy: PolicyKind;
  readonly place: Place;
  readonly sid?: string;
  /** Undefined if it is open. */
  readonly effect?: 'Allow' | 'Deny';
  readonly actions?: readonly Pattern[];
  readonly notActions?: readonly Pattern[];
  /** Texts, since they may hold variables. */
  readonly resources?: readonly string[];
  readonly notResources?: readonly string[];
  readonly principals?: readonly Named[];
  readonly notPrincipals?: readonly Named[];
  readonly conditions: readonly Condition[];
  /** Whether `${…}` is a variable: not in a policy of an older version. */
  readonly variables: boolean;
  /** Why it cannot be read, or may not be there: then it may say anything, or nothing. */
  readonly open?: string;
}

/** One name of a `Principal` element. */
export interface Named {
  readonly kind: string;
  readonly name: string;
}

/** One key of a `Condition` element, with what it is compared with. */
export interface Condition {
  readonly operator: Operator;
  /** In lower case: keys are compared so. */
  readonly key: string;
  /** As the policy spells it. */
  readonly spelled: string;
  readonly values: readonly string[];
  /** Whether one of them holds what would be a variable. */
  readonly variable: boolean;
}

/** Policies whose statements must say what they are about; a resource's own policy need not, and a trust policy cannot. */
const NEED_RESOURCE: readonly PolicyKind[] = ['identity', 'boundary', 'session', 'service control', 'resource control'];
const ELEMENTS: ReadonlySet<string> = new Set(['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Principal', 'NotPrincipal', 'Condition']);

/**
 * Reads a policy document, an object or JSON text. What cannot be read becomes a statement that is open, never one that is
 * left out.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 *
 * @param maybe why the document may not be in force, if it may not
 */
export function policyOf(json: Json, kind: PolicyKind, place: Place, maybe?: string): Policy {
  const document = typeof json === 'string' ? parsed(json) : json;
  if (!isMap(document)) {
    return { kind, place, statements: [broken(kind, place, describeOpen(json) ?? 'the policy is not a JSON object')] };
  }
  const items = Array.isArray(document.Statement) ? document.Statement : [document.Statement];
  const variables = document.Version === '2012-10-17';
  const statements = items.map((item, i) => statementOf(item, kind, { ...place, path: `${place.path}.Statement${Array.isArray(document.Statement) ? `[${i}]` : ''}` }, variables));
  return { kind, place, statements: maybe === undefined ? statements : statements.map((statement) => ({ ...statement, open: statement.open ?? maybe })) };
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

function broken(policy: PolicyKind, place: Place, open: string, effect?: 'Allow' | 'Deny'): Statement {
  return { policy, place, effect, conditions: [], variables: false, open };
}

function statementOf(item: Json | undefined, policy: PolicyKind, place: Place, variables: boolean): Statement {
  if (!isMap(item)) {
    return broken(policy, place, item === undefined ? 'the policy has no statement' : describeOpen(item) ?? 'the statement is not an object');
  }
  const effect = item.Effect === 'Allow' || item.Effect === 'Deny' ? item.Effect : undefined;
  const problems: string[] = [
    ...(effect ? [] : [`Effect is ${item.Effect === undefined ? 'missing' : 'neither Allow nor Deny'}`]),
    ...Object.keys(item).filter((key) => !ELEMENTS.has(key)).map((key) => `${isHole(key) ? 'an element' : key} is no element of a statement`),
  ];
  const list = (name: string): string[] | undefined => texts(item[name], name, problems);
  const [actions, notActions, resources, notResources] = [list('Action'), list('NotAction'), list('Resource'), list('NotResource')];
  const principals = named(item.Principal, 'Principal', problems);
  const notPrincipals = named(item.NotPrincipal, 'NotPrincipal', problems);
  problems.push(
    ...oneOf('Action', actions, notActions, true),
    ...oneOf('Resource', resources, notResources, NEED_RESOURCE.includes(policy)),
    ...oneOf('Principal', principals, notPrincipals, policy === 'resource'),
  );
  const action = (text: string): Pattern => patternOf(text, 'text', true);
  return {
    policy, place, effect, resources, notResources, principals, notPrincipals, variables,
    ...(typeof item.Sid === 'string' && { sid: item.Sid }),
    actions: actions?.map(action),
    notActions: notActions?.map(action),
    conditions: conditionsOf(item.Condition, problems),
    open: problems.length > 0 ? problems.join('; ') : undefined,
  };
}

/** A statement has an element or its negation, never both. */
function oneOf(name: string, element: unknown, negation: unknown, needed: boolean): string[] {
  return (element !== undefined && negation !== undefined) || (needed && element === undefined && negation === undefined) ? [`a statement needs either ${name} or Not${name}`] : [];
}

function texts(json: Json | undefined, name: string, problems: string[]): string[] | undefined {
  if (json === undefined) {
    return undefined;
  }
  const items = Array.isArray(json) ? json : [json];
  if (items.length === 0) {
    problems.push(`${name} is an empty list`);
  }
  if (items.some((item) => typeof item === 'object')) {
    problems.push(`${name} holds something else than text`);
  }
  return items.filter((item) => typeof item !== 'object').map(String);
}

function named(json: Json | undefined, name: string, problems: string[]): Named[] | undefined {
  if (json === undefined) {
    return undefined;
  }
  if (typeof json === 'string') {
    if (json !== '*' && !describeOpen(json)) {
      problems.push(`${name} is text other than *`);
    }
    return [{ kind: json === '*' ? '*' : 'AWS', name: json }];
  }
  if (!isMap(json) || Object.keys(json).length === 0) {
    problems.push(`${name} names nobody`);
    return [];
  }
  return Object.entries(json).flatMap(([kind, names]) => (texts(names, `${name}.${kind}`, problems) ?? []).map((one) => ({ kind: one === '*' && kind === 'AWS' ? '*' : kind, name: one })));
}

/** The conditions of a `Condition` element. What is wrong with them is added to the problems. */
export function conditionsOf(json: Json | undefined, problems: string[]): Condition[] {
  if (json === undefined || json === null) {
    return [];
  }
  if (!isMap(json)) {
    problems.push(describeOpen(json) ?? 'Condition is not an object');
    return [];
  }
  return Object.entries(json).flatMap(([name, keys]) => {
    const operator = operatorOf(name);
    if (!operator || !isMap(keys)) {
      problems.push(operator ? `Condition.${name} is not an object` : `${isHole(name) ? 'an operator' : name} is no condition operator`);
      return [];
    }
    return Object.entries(keys).flatMap(([key, wanted]): Condition[] => {
      const values = texts(wanted, `Condition.${name}.${key}`, problems) ?? [];
      const wrong = values.flatMap((value) => valueProblem(operator, value) ?? []);
      problems.push(...wrong.map((problem) => `Condition.${name}.${key}: ${problem}`));
      // What cannot be read makes the statement open; it must not also make it not apply.
      return wrong.length > 0 ? [] : [{ operator, key: key.toLowerCase(), spelled: key, values, variable: values.some((value) => value.includes('${')) }];
    });
  });
}

/** Says that a text is open as a whole, if it is. */
function describeOpen(json: Json): string | undefined {
  return typeof json === 'string' && [...json].some(isOpenHole) ? `${json} is not decided by the template` : undefined;
}
