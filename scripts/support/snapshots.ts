import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, type AssemblyStack } from './assembly';
import { sanitize, type Snapshot } from './difference';

/** Where the snapshots lie, one file per environment and shared account. */
export const SNAPSHOTS = join(ROOT, 'test/snapshots');

/** The snapshots that the stacks make, by stage in lower case. */
export function snapshotsOf(stacks: readonly AssemblyStack[]): Record<string, Snapshot> {
  const snapshots: Record<string, Snapshot> = {};
  for (const stack of stacks) {
    (snapshots[stack.stage.toLowerCase()] ??= {})[stack.path] = sanitize(stack.template);
  }
  return snapshots;
}

/** The snapshots on record, by stage in lower case. */
export function readSnapshots(): Record<string, Snapshot> {
  const files = existsSync(SNAPSHOTS) ? readdirSync(SNAPSHOTS).filter((file) => file.endsWith('.json')) : [];
  return Object.fromEntries(files.map((file) => [file.replace('.json', ''), JSON.parse(readFileSync(join(SNAPSHOTS, file), 'utf8')) as Snapshot]));
}

/** Puts a snapshot on record. */
export function writeSnapshot(stage: string, snapshot: Snapshot): void {
  writeFileSync(join(SNAPSHOTS, `${stage}.json`), `${JSON.stringify(snapshot, undefined, 1)}\n`);
}
