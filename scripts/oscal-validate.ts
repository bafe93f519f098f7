/**
 * Whether the OSCAL documents of an assembly are valid: `oscal-validate.ts [assembly]`; synthesizes the reference estate if
 * none is given. The validator is compliance-trestle, whose models are made from NIST's schemas of the version written.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readAssembly } from '../bin/commands/assembly';
import { oscalOf } from '../lib/checks/evidence/oscal';
import { pythonTool } from './scan/tools';
import { run, synthesize } from './support/assembly';

/** Folder of a trestle workspace in which a document is looked for. */
const FOLDERS: Readonly<Record<string, string>> = {
  'catalog.json': 'catalogs',
  'component-definition.json': 'component-definitions',
  'assessment-results.json': 'assessment-results',
};

async function validate(assembly: string): Promise<number> {
  const trestle = await pythonTool('trestle');
  const workspace = mkdtempSync(join(tmpdir(), 'cdk-dtap-oscal-'));
  try {
    await run(trestle, ['init', '--trestle-root', workspace, '--local']);
    const files = oscalOf(readAssembly(assembly).evidence);
    for (const { name, text } of files) {
      const folder = join(workspace, FOLDERS[name], 'estate');
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const { exitCode, output } = await run(trestle, ['validate', '--all', '--trestle-root', workspace]);
    const valid = output.split('\n').filter((line) => line.startsWith('VALID')).length;
    if (exitCode !== 0 || valid !== files.length) {
      console.error(output);
      console.error(`oscal: FAILED, ${valid} of ${files.length} documents are valid`);
      return 1;
    }
    console.log(`oscal: ${files.map(({ name }) => name).join(', ')}: valid`);
    return 0;
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
}

async function main(assembly?: string): Promise<number> {
  if (assembly !== undefined) {
    return validate(resolve(assembly));
  }
  const { folder } = await synthesize();
  try {
    return await validate(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main(process.argv[2]).then((code) => { process.exitCode = code; }, (error: Error) => {
  console.error(`oscal: FAILED. ${error.message}`);
  process.exitCode = 1;
});
