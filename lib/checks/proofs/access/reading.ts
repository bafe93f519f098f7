import type { Json, Resource, Template, TemplateSet, Value } from '../../template';
import type { Names } from './names';
import { policyOf, type Place, type Policy, type PolicyKind, type Statement } from './statement';

/** A policy document as it stands in a resource. */
export interface Found {
  readonly path: string;
  readonly json: Json;
}

/**
 * Reads the policies of a resource under every choice of the template's conditions. A statement that is there under some of
 * them only is open.
 */
export function readPolicies(template: Template, logicalId: string, kind: PolicyKind, find: (resource: Resource) => Found[]): Policy[] {
  // Most choices make no difference to a policy: it is read once for each text that comes of them.
  const texts = new Map<string, Found[]>();
  const { complete } = template.explore((view) => {
    const resource = view.resource(logicalId);
    const found = resource ? find(resource) : [];
    texts.set(JSON.stringify(found), found);
  });
  const place = (path: string): Place => ({ template: template.source.name, logicalId, path });
  const [first, ...others] = [...texts.values()].map((found) => found.map(({ path, json }) => policyOf(json, kind, place(path))));
  const policies = others.length === 0 ? first ?? [] : [merged([first, ...others], kind, place('Properties'))];
  return complete ? policies
    : [...policies, { kind, place: place('Properties'), statements: [{ policy: kind, place: place('Properties'), conditions: [], variables: false, open: 'the template has too many conditions to go through every choice' }] }];
}

/** The statements of all choices; those that are not in every one are open. */
function merged(choices: readonly (readonly Policy[])[], kind: PolicyKind, place: Place): Policy {
  const counted = new Map<string, { statement: Statement; choices: Set<number> }>();
  choices.forEach((policies, choice) => policies.flatMap(({ statements }) => statements).forEach((statement) => {
    const key = JSON.stringify({ ...statement, place: statement.place.logicalId });
    const known = counted.get(key) ?? { statement, choices: new Set() };
    known.choices.add(choice);
    counted.set(key, known);
  }));
  const statements = [...counted.values()].map(({ statement, choices: in_ }) => (in_.size === choices.length ? statement
    : { ...statement, open: statement.open ?? 'a condition of the template decides whether it is there' }));
  return { kind, place, statements };
}

/** A name in a list. */
export interface Listed {
  readonly name: string;
  readonly place: Place;
  /** Why it may not be there: a condition decides. */
  readonly doubt?: string;
}

/** The names that a property lists, under every choice of the template's conditions. */
export function listed(template: Template, logicalId: string, property: string, names: Names): Listed[] {
  const found = new Map<string, { place: Place; choices: number }>();
  let choices = 0;
  const { complete } = template.explore((view) => {
    const resource = view.resource(logicalId);
    choices += resource ? 1 : 0;
    const here = new Map(resource?.at(property).items.map((item) => [names.text(item.raw), { template: template.source.name, logicalId, path: item.path }]));
    here.forEach((place, name) => found.set(name, { place, choices: (found.get(name)?.choices ?? 0) + 1 }));
  });
  return [...found].map(([name, { place, choices: there }]) => ({ name, place, ...((there < choices || !complete) && { doubt: `a condition of the template decides whether ${names.tell(name)} is among ${logicalId} ${property}` }) }));
}

/** Whether something of a resource is the same under every choice of the template's conditions. */
export function isSettled(template: Template, logicalId: string, read: (resource: Resource) => Json): boolean {
  const texts = new Set<string>();
  const { complete } = template.explore((view) => {
    const resource = view.resource(logicalId);
    if (resource) {
      texts.add(JSON.stringify(read(resource)));
    }
  }, () => texts.size > 1);
  return texts.size < 2 && complete;
}

/** The same policies, as far as they count at all. */
export function doubted(policies: readonly Policy[], doubt: string | undefined): readonly Policy[] {
  return doubt === undefined ? policies : policies.map((policy) => ({ ...policy, statements: policy.statements.map((statement) => ({ ...statement, open: statement.open ?? doubt })) }));
}

/** A document that stands in a property; none if the property is absent. */
export function documentAt(value: Value, names: Names): Found[] {
  return value.present ? [{ path: value.path, json: names.json(value) }] : [];
}

/** Visits the resources of some types, each under the first choice of conditions that lets it exist, in the order of the templates. */
export function eachOf(set: TemplateSet, types: readonly string[], visit: (template: Template, logicalId: string, resource: Resource) => void): void {
  const byType = BY_TYPE.get(set) ?? placesOf(set);
  BY_TYPE.set(set, byType);
  const places = types.flatMap((type) => byType.get(type) ?? []);
  for (const { template, logicalId } of types.length === 1 ? places : places.sort((a, b) => a.nth - b.nth)) {
    const resource = template.resource(logicalId);
    if (resource) {
      visit(template, logicalId, resource);
    }
  }
}

/** Where a resource stands. */
interface Spot {
  readonly nth: number;
  readonly template: Template;
  readonly logicalId: string;
}

const BY_TYPE = new WeakMap<TemplateSet, ReadonlyMap<string, readonly Spot[]>>();

function placesOf(set: TemplateSet): ReadonlyMap<string, readonly Spot[]> {
  const found = new Map<string, Spot[]>();
  let nth = 0;
  for (const template of set.templates) {
    const section = template.section('Resources') as Record<string, { Type: string }>;
    for (const logicalId of template.logicalIds) {
      const { Type: type } = section[logicalId];
      const spots = found.get(type) ?? [];
      spots.push({ nth: nth++, template, logicalId });
      found.set(type, spots);
    }
  }
  return found;
}

/** Why a resource may not be there: a condition decides. */
export function mayBeMissing(template: Template, logicalId: string): string | undefined {
  let [there, choices] = [0, 0];
  const { complete } = template.explore((view) => {
    choices += 1;
    there += view.resource(logicalId) ? 1 : 0;
  });
  return there < choices || !complete ? `a condition of the template decides whether ${logicalId} is there` : undefined;
}

/** The accounts whose templates are given. */
export function givenAccounts(set: TemplateSet): ReadonlySet<string> {
  return new Set(set.templates.flatMap(({ source }) => source.account ?? []));
}
