import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './processes';

const CANDIDATES = ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];
const OLDEST = [3, 10];

/** Major and minor number of what `python --version` prints. Nothing if it is not that. */
export function pythonVersion(printed: string): number[] | undefined {
  const match = /^Python (\d+)\.(\d+)/.exec(printed.trim());
  return match ? [Number(match[1]), Number(match[2])] : undefined;
}

/** Whether a version is one the emulator runs on. */
export function isNewEnough(version: number[] | undefined): boolean {
  return version !== undefined && (version[0] > OLDEST[0] || (version[0] === OLDEST[0] && version[1] >= OLDEST[1]));
}

/** A Python of at least 3.10, from the path. @throws Error naming what was looked for, if there is none */
export function findPython(candidates: readonly string[] = CANDIDATES): string {
  const found = candidates.find((name) => {
    try {
      return isNewEnough(pythonVersion(execFileSync(name, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })));
    } catch {
      return false;
    }
  });
  if (!found) {
    throw new Error(`The emulator needs Python ${OLDEST.join('.')} or newer on the path; looked for ${candidates.join(', ')}.`);
  }
  return found;
}

/** Folder of the virtual environment for a requirements file: another one as soon as the file changes. */
export function environmentFolder(cache: string, requirements: string): string {
  const digest = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  return join(cache, `emulator-${digest.slice(0, 12)}`);
}

/** The Python of a virtual environment with the pinned requirements, made on first use and reused until they change. */
export async function pythonWith(requirements: string, cache: string, tell: (line: string) => void): Promise<string> {
  const folder = environmentFolder(cache, requirements);
  const python = join(folder, 'bin', 'python');
  const complete = join(folder, 'complete');
  if (existsSync(complete)) {
    return python;
  }
  tell('installing the emulator (once, until local/requirements.txt changes)');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(cache, { recursive: true });
  await run(findPython(), ['-m', 'venv', folder], { cwd: cache });
  await run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements], { cwd: cache });
  writeFileSync(complete, '');
  return python;
}
