/**
 * Rewrites the snapshots of the reference estate on purpose, and prints what changed: read it before you commit it.
 * `--release` puts on record what a release holds data in, for the releases after it.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { version } from '../package.json';
import { withStacks } from './support/assembly';
import { difference } from './support/difference';
import { releaseOf, writeRelease } from './support/released';
import { readSnapshots, SNAPSHOTS, snapshotsOf, writeSnapshot } from './support/snapshots';

async function main(): Promise<void> {
  await withStacks({}, (stacks, { exitCode, output }) => {
    if (exitCode !== 0) {
      throw new Error(`The estate does not synthesize clean; nothing is written.\n${output}`);
    }
    const before = readSnapshots();
    const after = snapshotsOf(stacks);
    mkdirSync(SNAPSHOTS, { recursive: true });
    Object.keys(before).filter((stage) => !(stage in after)).forEach((stage) => rmSync(join(SNAPSHOTS, `${stage}.json`)));
    Object.entries(after).forEach(([stage, snapshot]) => writeSnapshot(stage, snapshot));
    if (process.argv.includes('--release')) {
      writeRelease(releaseOf(version, stacks));
    }
    const changes = [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((stage) => difference(before[stage] ?? {}, after[stage] ?? {}));
    console.log(changes.length > 0 ? changes.join('\n') : 'nothing changed');
    console.log(`snapshots: ${Object.keys(after).length} written, ${changes.length} changes`);
  });
}

void main().catch((error: Error) => {
  console.error(`snapshots: FAILED. ${error.message}`);
  process.exitCode = 1;
});
