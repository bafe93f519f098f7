import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { ROOT, synthesize, type Synthesis } from '../../scripts/support/assembly';

const CACHE = join(ROOT, '.cache/reference-estate');
/** What a synthesis of the reference estate is made of. */
const SOURCES = ['bin', 'constructs', 'lib', 'cdk.json', 'package-lock.json', 'scripts/functions.js', 'scripts/support/assembly.ts', 'tsconfig.json'];
/** Whoever has been at it for longer has been stopped. */
const LONGEST_MS = 180_000;
/** What nobody has made anew for so long is of sources that are no more. */
const KEPT_MS = 24 * 3_600_000;

/**
 * The reference estate as `cdk synth` makes it, judged by every pack. Test files share it: the first one that asks synthesizes, the others
 * wait, and nobody does so again until a source changes, or the day, since exceptions end. Nothing is to be written into its folder.
 *
 * @throws Error with what the app printed, if it wrote no assembly
 */
export async function referenceAssembly(): Promise<Synthesis> {
  const home = join(CACHE, fingerprint());
  const lock = `${home}.lock`;
  mkdirSync(CACHE, { recursive: true });
  while (!existsSync(home)) {
    if (locked(lock)) {
      try {
        await make(home);
      } finally {
        rmSync(lock, { recursive: true, force: true });
      }
    } else {
      await after(100);
    }
  }
  return { ...JSON.parse(readFileSync(join(home, 'synthesis.json'), 'utf8')) as Pick<Synthesis, 'exitCode' | 'output'>, folder: join(home, 'assembly') };
}

function fingerprint(): string {
  const hash = createHash('sha256').update(`${process.version} ${new Date().toISOString().slice(0, 10)}`);
  for (const source of SOURCES) {
    const files = statSync(join(ROOT, source)).isDirectory() ? (readdirSync(join(ROOT, source), { recursive: true }) as string[]).sort().map((file) => join(source, file)) : [source];
    files.filter((file) => statSync(join(ROOT, file)).isFile()).forEach((file) => hash.update(`\n${file}\n`).update(readFileSync(join(ROOT, file))));
  }
  return hash.digest('hex').slice(0, 16);
}

/** Whether it is ours to make; a lock that was left behind is taken away. */
function locked(lock: string): boolean {
  if (ageOf(lock) > LONGEST_MS) {
    rmSync(lock, { recursive: true, force: true });
  }
  try {
    mkdirSync(lock);
    return true;
  } catch {
    return false;
  }
}

async function make(home: string): Promise<void> {
  if (existsSync(home)) {
    return;
  }
  const { folder, exitCode, output } = await synthesize();
  const draft = `${home}.draft`;
  rmSync(draft, { recursive: true, force: true });
  cpSync(folder, join(draft, 'assembly'), { recursive: true });
  rmSync(folder, { recursive: true, force: true });
  writeFileSync(join(draft, 'synthesis.json'), JSON.stringify({ exitCode, output }));
  readdirSync(CACHE).map((name) => join(CACHE, name)).filter((other) => ageOf(other) > KEPT_MS).forEach((other) => rmSync(other, { recursive: true, force: true }));
  renameSync(draft, home);
}

function ageOf(file: string): number {
  return Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Infinity);
}
