import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, run } from '../support/assembly';

const GUARD = join(ROOT, 'node_modules/@cdklabs/cdk-validator-cfnguard');

/** A tool written in Python, installed as its requirements file pins it in a virtual environment of its own. The path of its program. */
export async function pythonTool(name: string): Promise<string> {
  const folder = join(ROOT, '.cache/scan', name);
  const requirements = join(__dirname, `${name}.txt`);
  const pinned = readFileSync(requirements, 'utf8');
  const marker = join(folder, 'installed.txt');
  const program = join(folder, 'bin', name);
  if (existsSync(marker) && readFileSync(marker, 'utf8') === pinned) {
    return program;
  }
  console.log(`scan: installing ${name} into ${join('.cache/scan', name)}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await must('python3', ['-m', 'venv', folder]);
  await must(join(folder, 'bin/python'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements]);
  writeFileSync(marker, pinned);
  return program;
}

/** The guard program and the Control Tower rules, as the npm package carries them. */
export function guardTool(): { readonly program: string; readonly rules: string } {
  const system = { linux: 'ubuntu', darwin: 'macos' }[process.platform as string];
  const architecture = { x64: 'x86_64', arm64: 'aarch64' }[process.arch as string];
  if (!system || !architecture) {
    throw new Error(`cfn-guard comes for Linux and macOS, not for ${process.platform} on ${process.arch}.`);
  }
  const program = join(GUARD, 'bin', system, architecture, 'cfn-guard');
  chmodSync(program, 0o755);
  return { program, rules: join(GUARD, 'rules/control-tower/cfn-guard') };
}

async function must(command: string, args: string[]): Promise<void> {
  const { exitCode, output } = await run(command, args);
  if (exitCode !== 0) {
    throw new Error(`${command} ${args.join(' ')} ended with ${exitCode}:\n${output}`);
  }
}
