/**
 * Writes what is made from the code, never by hand: the registry of rules, the public door of the package, the picture of the estate,
 * the page of controls, the page of who may do what, the table of stateful types.
 * `--check` writes nothing and fails when a file is not what it would write.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { ESTATE } from '../bin/config';
import { controlsPage } from '../lib/checks/evidence/controls-page';
import type { Property } from '../lib/checks/proofs/property';
import type { Rule } from '../lib/checks/rule';
import { picture } from './picture';
import { immutableTable } from './support/immutable';
import { peoplePage } from './support/people-page';

const root = resolve(__dirname, '..');
const rulesDir = join(root, 'lib/checks/rules');
const propertiesDir = join(root, 'lib/checks/proofs/properties');
const modelsDir = join(root, 'lib/checks/models/properties');

function filesBelow(folder: string): string[] {
  return (readdirSync(folder, { recursive: true }) as string[])
    .filter((file) => file.endsWith('.ts') && file !== 'index.ts').map((file) => file.replaceAll('\\', '/')).sort();
}

/** A registry, in the first of some folders, of what the files below them export: each one `const <Id>: <Type>`. */
function registryOf(folders: readonly string[], type: string, list: string, from: string, words: string): string {
  const found = folders.flatMap((folder) => filesBelow(folder).map((file) => {
    const name = new RegExp(`export const (\\w+): ${type}\\b`).exec(readFileSync(join(folder, file), 'utf8'))?.[1];
    if (!name) {
      throw new Error(`${relative(root, folder)}/${file} exports no \`export const <Id>: ${type}\`.`);
    }
    const path = relative(folders[0], join(folder, file.replace(/\.ts$/, ''))).replaceAll('\\', '/');
    return { name, path: path.startsWith('.') ? path : `./${path}` };
  }));
  return [
    '// Generated from the folder by `npm run generate`. Do not edit.',
    ...(found.length > 100 ? ['/* eslint-disable max-lines -- two lines for each */'] : []),
    `import type { ${type} } from '${from}';`,
    ...found.map(({ name, path }) => `import { ${name} } from '${path}';`),
    '',
    `/** ${words} */`,
    `export const ${list}: readonly ${type}[] = [`,
    ...found.map(({ name }) => `  ${name},`),
    '];',
    '',
  ].join('\n');
}

/** The registry of rules: every file below lib/checks/rules. */
export function registry(): string {
  return registryOf([rulesDir], 'Rule', 'RULES', '../rule', "Every rule, by its file's path.");
}

/** The registry of properties: every file below lib/checks/proofs/properties and lib/checks/models/properties. */
export function propertyRegistry(): string {
  return registryOf([propertiesDir, modelsDir], 'Property', 'PROPERTIES', '../property', "Every property, by its file's path.");
}

/**
 * The public door: the classes, interfaces and enums of the files directly in lib, and of every room that has an index.
 * Functions and constants stay inside, because jsii has no word for them; so does what is marked `@internal`.
 */
export function door(): string {
  const lines = ['constructs', 'lib'].flatMap((folder) => modulesOf(folder)).map((module) => ({ module, names: publicNames(module) }))
    .filter(({ names }) => names.length > 0)
    .map(({ module, names }) => `export { ${names.join(', ')} } from '${module.startsWith('lib/') ? module.replace('lib/', './') : `../${module}`}';`);
  return ['// Generated from the folders by `npm run generate`. Do not edit.', ...lines, ''].join('\n');
}

function modulesOf(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => (entry.isDirectory() ? existsSync(join(root, folder, entry.name, 'index.ts')) : entry.name.endsWith('.ts') && entry.name !== 'index.ts'))
    .map((entry) => `${folder}/${entry.name.replace(/\.ts$/, '')}`).sort();
}

function publicNames(module: string): string[] {
  const file = existsSync(join(root, `${module}.ts`)) ? `${module}.ts` : `${module}/index.ts`;
  const source = existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : '';
  const declared = [...source.matchAll(/(\/\*\*(?:(?!\*\/)[^])*\*\/\n)?^export (?:abstract )?(class|interface|enum) (\w+)/gm)]
    .filter(([, comment]) => !comment?.includes('@internal')).map(([, , kind, name]) => (kind === 'interface' ? `type ${name}` : name));
  const passedOn = [...source.matchAll(/^export \* from '(\.[^']*)'/gm)].flatMap(([, path]) => publicNames(join(dirname(file), path).replaceAll('\\', '/')));
  return [...declared, ...passedOn].sort((a, b) => a.replace('type ', '').localeCompare(b.replace('type ', ''), 'en'));
}

/** What the files of a folder say themselves: its registry may be stale. */
function loaded<T>(folder: string): T[] {
  const load = createRequire(__filename);
  return filesBelow(folder).flatMap((file) => Object.values(load(join(folder, file)) as Record<string, T>));
}

const outputs: [string, () => string][] = [
  [join(rulesDir, 'index.ts'), registry],
  [join(propertiesDir, 'index.ts'), propertyRegistry],
  [join(root, 'lib/index.ts'), door],
  [join(root, 'docs/estate.svg'), () => picture(ESTATE)],
  [join(root, 'lib/checks/evidence/diff/immutable.ts'), immutableTable],
  [join(root, 'docs/who-may-do-what.md'), peoplePage],
  [join(root, 'CONTROLS.md'), () => controlsPage(loaded<Rule>(rulesDir), [propertiesDir, modelsDir].flatMap((folder) => loaded<Property>(folder)))],
];

if (require.main === module) {
  const check = process.argv.includes('--check');
  const stale = outputs.filter(([file, make]) => !existsSync(file) || readFileSync(file, 'utf8') !== make());
  if (!check) {
    stale.forEach(([file, make]) => writeFileSync(file, make()));
  }
  stale.forEach(([file]) => console.log(`${check ? 'stale: run `npm run generate` for' : 'wrote'} ${relative(root, file)}`));
  process.exitCode = check && stale.length > 0 ? 1 : 0;
}
