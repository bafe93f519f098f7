import type { Resource, Value, View } from './template';
import { all, any, compliant, unknown, violation, type Verdict } from './verdict';

/** The property that holds a resource's own name. */
const NAMES: Readonly<Record<string, string>> = {
  'AWS::RDS::DBCluster': 'DBClusterIdentifier',
  'AWS::RDS::DBInstance': 'DBInstanceIdentifier',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SQS::Queue': 'QueueName',
};

/**
 * The verdict on a resource that needs another one beside it, in whatever template: a log configuration, an association, a
 * policy. One that meets the test is enough. One whose subject the templates leave open makes the verdict unknown.
 *
 * @param path    where the companion names the resource
 * @param missing the message if there is none
 * @param check   what the companion must be like
 */
export function needs(resource: Resource, type: string, path: readonly string[], missing: string, check?: (companion: Resource) => Verdict): Verdict {
  const found = companions(resource, type, ...path);
  if (found.length > 0) {
    return any(found.map((companion) => check?.(companion) ?? compliant(companion.at(...path))));
  }
  const perhaps = resource.set.ofType(type).map((candidate) => candidate.at(...path)).find((subject) => subject.open !== undefined);
  return perhaps ? unknown(`${missing}, unless the one at ${perhaps.path} does it (${perhaps.open})`, perhaps) : violation(missing);
}

/** The resources of a type, in whatever template, that refer to this one at a path. */
export function companions(resource: Resource, type: string, ...path: string[]): Resource[] {
  const { view } = resource;
  const { referring, named } = indexOf(view.template.set.ofType(type), path);
  const name = nameOf(resource);
  const found = new Set(referring.get(view.template)?.get(resource.logicalId));
  if (name !== undefined) {
    named.filter(({ text }) => isNamed(text, name)).forEach(({ candidate }) => found.add(candidate));
  }
  if (view === view.template.base) {
    return [...found];
  }
  // Where choices are left, the index tells only of the other templates.
  const own = name === undefined ? view.mentioning(resource, type) : view.perhapsAbout(resource, type, path);
  return [...own.filter((candidate) => mentions(candidate.at(...path), resource)), ...[...found].filter((candidate) => candidate.view.template !== view.template)];
}

/** The resources of a type by what they refer to at a path, and by the literal names that they write there. */
interface Index {
  readonly referring: ReadonlyMap<View['template'], ReadonlyMap<string, readonly Resource[]>>;
  readonly named: readonly { readonly text: string; readonly candidate: Resource }[];
}

/** Looking every companion up anew for every resource would take the square of their number. By list of candidates, and path. */
const INDICES = new WeakMap<readonly Resource[], Map<string, Index>>();

function indexOf(candidates: readonly Resource[], path: readonly string[]): Index {
  const key = path.join('.');
  let indices = INDICES.get(candidates);
  if (!indices) {
    indices = new Map();
    INDICES.set(candidates, indices);
  }
  let index = indices.get(key);
  if (!index) {
    index = makeIndex(candidates, path);
    indices.set(key, index);
  }
  return index;
}

function makeIndex(candidates: readonly Resource[], path: readonly string[]): Index {
  const referring = new Map<View['template'], Map<string, Resource[]>>();
  const named: { text: string; candidate: Resource }[] = [];
  for (const candidate of candidates) {
    const value = candidate.at(...path);
    for (const target of value.targets) {
      const byId = referring.get(target.view.template) ?? new Map<string, Resource[]>();
      const list = byId.get(target.logicalId) ?? [];
      list.push(candidate);
      referring.set(target.view.template, byId.set(target.logicalId, list));
    }
    named.push(...value.items.flatMap(({ target, text }) => (target || text === undefined ? [] : [{ text, candidate }])));
  }
  return { referring, named };
}

/** Whether a value refers to a resource, also inside a list or text such as an ARN, or calls it by its literal name. */
export function mentions(value: Value, resource: Resource): boolean {
  const name = nameOf(resource);
  return value.targets.some((target) => target.is(resource)) || (name !== undefined && value.items.some((item) => isNamed(item.text ?? '', name)));
}

function nameOf(resource: Resource): string | undefined {
  return resource.at(NAMES[resource.type] ?? 'Name').text;
}

function isNamed(text: string, name: string): boolean {
  return text === name || (/^(arn:|https:)/.test(text) && (text.endsWith(`:${name}`) || text.endsWith(`/${name}`)));
}

/** Whether two resources are deployed into the same account and region, as far as that is known. */
export function sameAccountAndRegion(a: Resource, b: Resource): boolean {
  return a.account === b.account && a.region === b.region;
}

/** Every item of a list must pass. An empty or absent list passes or not as said. */
export function each(list: Value, whenEmpty: Verdict, check: (item: Value) => Verdict): Verdict {
  return list.items.length === 0 ? whenEmpty : all(list.items.map(check));
}
