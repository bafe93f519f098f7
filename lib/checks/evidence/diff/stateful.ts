import type { Resource, Template, TemplateSet } from '../../template';
import { STATEFUL } from './immutable';
import { shortened } from './retention';
import { nameOf, pathOf, stackKey } from './side';

/** What a change does to a resource that holds data. */
export interface StatefulChange {
  readonly what: 'deleted' | 'moved' | 'replaced' | 'maybe-replaced' | 'less-guarded';
  readonly resource: string;
  readonly type: string;
  readonly stack: string;
  /** Why, and what becomes of the data. */
  readonly because: string;
}

/** The attributes and properties that keep data when somebody deletes or replaces its resource. */
const GUARDS: readonly (readonly [string, (resource: Resource) => boolean])[] = [
  ['DeletionPolicy', (resource) => deletionPolicy(resource) !== 'Delete'],
  ['UpdateReplacePolicy', (resource) => replacePolicy(resource) !== 'Delete'],
  ['deletion protection', (resource) => ['DeletionProtection', 'DeletionProtectionEnabled'].some((property) => resource.at(property).isTrue || resource.at(property).text === 'ACTIVE')],
];

/** The stateful resources of the base that would be deleted or replaced, or that lose what keeps their data; and what keeps backups or logs for less long. */
export function statefulChanges(base: TemplateSet, head: TemplateSet): StatefulChange[] {
  const heads = new Map(head.templates.map((template) => [stackKey(template), template]));
  return [...base.templates.flatMap((template) => changesOfStack(template, heads.get(stackKey(template)), head.templates)), ...shortened(base, head)]
    .sort((a, b) => (a.resource < b.resource ? -1 : a.resource > b.resource ? 1 : 0));
}

/** What is replaced replaces what names it in a property that cannot change: a cluster takes its instances along. */
function changesOfStack(before: Template, now: Template | undefined, heads: readonly Template[]): StatefulChange[] {
  const replaced = new Set<string>();
  for (;;) {
    const known = replaced.size;
    const changes = stateful(before).flatMap((resource) => changesOf(resource, now, heads, replaced));
    if (replaced.size === known) {
      return changes;
    }
  }
}

function stateful(template: Template): Resource[] {
  return resourcesOf(template).filter(({ type }) => type in STATEFUL);
}

/** Every resource of a template, whatever its condition. */
function resourcesOf(template: Template): Resource[] {
  return template.logicalIds.flatMap((id) => template.resource(id) ?? []);
}

function changesOf(before: Resource, now: Template | undefined, heads: readonly Template[], replaced: Set<string>): StatefulChange[] {
  const change = (what: StatefulChange['what'], because: string): StatefulChange =>
    ({ what, resource: nameOf(before), type: before.type, stack: before.view.template.source.name, because });
  if (!now) {
    return [change('deleted', `its stack is no longer in the app; ${afterDeletion(before)} when the stack is deleted`)];
  }
  const after = now.resource(before.logicalId);
  if (!after) {
    return [gone(before, now, heads, change)];
  }
  if (after.type !== before.type) {
    return [change('replaced', `its type changes to ${after.type}; ${afterReplacement(after)}`)];
  }
  const { replaced: always, maybe } = STATEFUL[before.type];
  const differing = (properties: readonly string[]) => properties.filter((property) => differs(before, after, property));
  const taken = always.filter((property) => after.at(property).targets.some((target) => target.view.template === now && replaced.has(target.logicalId)));
  const [surely, perhaps] = [[...new Set([...differing(always), ...taken])], differing(maybe)];
  if (surely.length > 0) {
    replaced.add(before.logicalId);
    return [change('replaced', `${surely.join(', ')} cannot be changed in place; ${afterReplacement(after)}`)];
  }
  const lost = GUARDS.filter(([, guards]) => guards(before) && !guards(after)).map(([name]) => name);
  return [
    ...(perhaps.length > 0 ? [change('maybe-replaced', `a change of ${perhaps.join(', ')} can replace it; ${afterReplacement(after)}`)] : []),
    ...(lost.length > 0 ? [change('less-guarded', `it loses its ${lost.join(' and ')}`)] : []),
  ];
}

/** A resource that its stack no longer has: moved to another logical id or stack, or deleted. To CloudFormation they are the same. */
function gone(before: Resource, now: Template, heads: readonly Template[], change: (what: StatefulChange['what'], because: string) => StatefulChange): StatefulChange {
  const candidates = resourcesOf(now).filter(({ type, logicalId }) => type === before.type && !before.view.template.logicalIds.includes(logicalId));
  const path = pathOf(before);
  const same = candidates.find((candidate) => path !== undefined && pathOf(candidate) === path)
    ?? candidates.find((candidate) => JSON.stringify(candidate.properties.literal) === JSON.stringify(before.properties.literal));
  if (same) {
    return change('moved', `its logical id changes from ${before.logicalId} to ${same.logicalId}: CloudFormation makes an empty one, and of the old one ${afterDeletion(before)}`);
  }
  const hadIt = new Set(before.view.template.set.templates.filter((template) => template.logicalIds.includes(before.logicalId)).map(stackKey));
  const elsewhere = heads.find((template) => !hadIt.has(stackKey(template)) && template.resource(before.logicalId)?.type === before.type);
  return elsewhere
    ? change('moved', `it moves to the stack ${elsewhere.source.name}: CloudFormation makes an empty one there, and of the old one ${afterDeletion(before)}`)
    : change('deleted', `it is no longer in the template; ${afterDeletion(before)}`);
}

/** Whether a property differs in what it says, not only in how that is written. */
function differs(before: Resource, after: Resource, property: string): boolean {
  return JSON.stringify(before.at(property).literal) !== JSON.stringify(after.at(property).literal);
}

/** Databases that are no members of a cluster get a final snapshot unless something else is said. */
function deletionPolicy(resource: Resource): string {
  const snapshot = resource.type === 'AWS::RDS::DBCluster' || (resource.type === 'AWS::RDS::DBInstance' && resource.at('DBClusterIdentifier').absent);
  return resource.attribute('DeletionPolicy').text ?? (snapshot ? 'Snapshot' : 'Delete');
}

function replacePolicy(resource: Resource): string {
  return resource.attribute('UpdateReplacePolicy').text ?? 'Delete';
}

function afterDeletion(resource: Resource): string {
  return outcome(deletionPolicy(resource));
}

function afterReplacement(resource: Resource): string {
  return `of the old one ${outcome(replacePolicy(resource))}`;
}

function outcome(policy: string): string {
  switch (policy) {
    case 'Retain':
    case 'RetainExceptOnCreate': return 'everything stays in the account, outside any stack';
    case 'Snapshot': return 'a last snapshot is kept';
    default: return 'nothing is kept';
  }
}
