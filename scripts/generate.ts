/**
 * Writes what is made from the folders, never by hand: the registry of rules.
 * `--check` writes nothing and fails when a file is not what it would write.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

const root = resolve(__dirname, '..');
const rulesDir = join(root, 'lib/checks/rules');

export function registry(): string {
  const files = (readdirSync(rulesDir, { recursive: true }) as string[])
    .filter((file) => file.endsWith('.ts') && file !== 'index.ts').map((file) => file.replaceAll('\\', '/')).sort();
  const rules = files.map((file) => {
    const name = /export const (\w+): Rule\b/.exec(readFileSync(join(rulesDir, file), 'utf8'))?.[1];
    if (!name) {
      throw new Error(`lib/checks/rules/${file} exports no \`export const <Id>: Rule\`.`);
    }
    return { name, path: `./${file.replace(/\.ts$/, '')}` };
  });
  return [
    '// Generated from the folder by `npm run generate`. Do not edit.',
    "import type { Rule } from '../rule';",
    ...rules.map(({ name, path }) => `import { ${name} } from '${path}';`),
    '',
    '/** Every rule, by its file\'s path. */',
    'export const RULES: readonly Rule[] = [',
    ...rules.map(({ name }) => `  ${name},`),
    '];',
    '',
  ].join('\n');
}

const outputs: [string, () => string][] = [[join(rulesDir, 'index.ts'), registry]];

if (require.main === module) {
  const check = process.argv.includes('--check');
  const stale = outputs.filter(([file, make]) => !existsSync(file) || readFileSync(file, 'utf8') !== make());
  if (!check) {
    stale.forEach(([file, make]) => writeFileSync(file, make()));
  }
  stale.forEach(([file]) => console.log(`${check ? 'stale: run `npm run generate` for' : 'wrote'} ${relative(root, file)}`));
  process.exitCode = check && stale.length > 0 ? 1 : 0;
}
