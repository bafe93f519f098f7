import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { statefulChanges } from '../../lib/checks/evidence/diff/stateful';
import { STATEFUL } from '../../lib/checks/evidence/diff/immutable';
import { TemplateSet, type Json, type TemplateSource } from '../../lib/checks/template';
import { ROOT, type AssemblyStack, type Template, type TemplateResource } from './assembly';
import { sanitize } from './difference';

/** What the last release of the reference estate held data in. */
const FILE = join(ROOT, 'test/released.json');

/** Changes that delete, move or replace what holds data. One that only may replace it is for people to judge. */
const LOSING = ['deleted', 'moved', 'replaced'];

/** The stacks of a release, with what holds data in them and nothing else. */
export interface Release {
  readonly version: string;
  readonly stacks: readonly TemplateSource[];
}

/** Keeps what an upgrade may not lose: resources with data, and what decides whether they are replaced. */
export function releaseOf(version: string, stacks: readonly AssemblyStack[]): Release {
  return { version, stacks: sourcesOf(stacks, stateful).filter(({ body }) => Object.keys((body as { Resources: object }).Resources).length > 0) };
}

/** The release on record. */
export function readRelease(): Release {
  return existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) as Release : { version: 'none', stacks: [] };
}

/** Puts a release on record. */
export function writeRelease(release: Release): void {
  writeFileSync(FILE, `${JSON.stringify(release, undefined, 1)}\n`);
}

/** What of a release's data an upgrade to these stacks would delete, move or replace, a line each. */
export function lostSince({ stacks: released }: Release, stacks: readonly AssemblyStack[]): string[] {
  return statefulChanges(new TemplateSet(released), new TemplateSet(sourcesOf(stacks, ({ Resources = {} }) => Resources))).filter(({ what }) => LOSING.includes(what))
    .map(({ what, resource, type, because }) => `${resource} (${type}) is ${what}: ${because}`);
}

function sourcesOf(stacks: readonly AssemblyStack[], resourcesIn: (template: Template) => object): TemplateSource[] {
  return stacks.map(({ path, stackName, account, region, template }) => ({
    name: path, stackName: stackName ?? path.replaceAll('/', '-'), account, region, body: { Resources: resourcesIn(sanitize(template)) as Json },
  }));
}

/** Resources with data, and of what their properties refer to the type: a reference to nothing is open. */
function stateful({ Resources = {} }: Template): object {
  const kept = Object.fromEntries(Object.entries(Resources).filter(([, { Type: type }]) => type in STATEFUL).map(([id, resource]) => [id, deciding(resource)]));
  const named = [...JSON.stringify(kept).matchAll(/"(?:Ref|Fn::GetAtt)":\[?"(\w+)"/g)].map(([, id]) => id).filter((id) => id in Resources && !(id in kept));
  return { ...Object.fromEntries(named.map((id) => [id, { Type: Resources[id].Type }])), ...kept };
}

/** The properties that make CloudFormation replace a resource, and the policies that keep what it held. */
function deciding({ Type, Properties = {}, DeletionPolicy, UpdateReplacePolicy }: TemplateResource): object {
  const { replaced, maybe } = STATEFUL[Type];
  const kept = Object.fromEntries(Object.entries(Properties).filter(([name]) => [...replaced, ...maybe].includes(name)));
  return { Type, Properties: kept, DeletionPolicy, UpdateReplacePolicy };
}
