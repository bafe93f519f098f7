import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { door, registry } from '../../scripts/generate';
import { undocumented } from '../support/documentation';
import { importsOf, sourcesBelow } from '../support/sources';

const ROOT = resolve(__dirname, '../..');
const shipped = sourcesBelow('lib', 'constructs');
const within = (folder: string) => (path: string) => path === folder || path.startsWith(`${folder}/`);
/** Code that runs in Lambda, bundled by scripts/functions.js. */
const isFunction = (path: string) => /^constructs\/[^/]+\/[^/]+-function(\/|$)/.test(path) && !shipped.some((source) => source.path === `${path}.ts` && !/-function\//.test(path));
/** What the Lambda runtime brings along, and what a bundle holds besides. */
const IN_LAMBDA = /^(@aws-sdk|@smithy)\/|^node:(?!fs)|^pg$/;

describe('documentation', () => {
  const exported = new Set([...door().matchAll(/\b[A-Z]\w+/g)].map(([name]) => name));

  test.each(shipped.map((source) => [source.path, source] as const))('%s documents what it exports, and says the default of every optional prop', (_, source) => {
    expect(undocumented(source, (name) => exported.has(name))).toEqual([]);
  });

  test('a missing docstring and a missing default are found', () => {
    const text = '/** Says. */\nexport interface Props {\n  /** Says. */\n  readonly one?: string;\n  readonly two: string;\n  /**\n   * Says.\n   * @default - none\n   */\n  readonly three?: string;\n}\nexport class Bare {\n  private a = 1;\n  b = 2;\n}';
    expect(undocumented({ path: 'x.ts', text }, () => true)).toEqual([
      'x.ts: Props.one is optional and says no @default', 'x.ts: Props.two has no docstring', 'x.ts: Bare has no docstring', 'x.ts: Bare.b has no docstring',
    ]);
  });
});

describe('who may import whom (decisions/0001-rooms.md)', () => {
  /** Files below a folder, and what they may import of the project. Packages are free unless listed. */
  const directions: { from: string; project: (path: string, file: string) => boolean; packages?: RegExp }[] = [
    { from: 'lib/checks/rules', project: (path, file) => path === 'lib/checks/rule' || file === 'lib/checks/rules/index.ts', packages: /^$/ },
    { from: 'lib/checks', project: within('lib/checks'), packages: /^(aws-cdk-lib|cdk-nag|constructs)(\/|$)|^node:(crypto|fs|path)$/ },
    { from: 'lib/stacks', project: (path) => !['lib/checks', 'lib/stages', 'lib/estate'].some((room) => within(room)(path)) && !['bin', 'local', 'test', 'scripts'].some((room) => within(room)(path)) },
    { from: 'lib/stages', project: (path) => !['lib/checks', 'lib/estate', 'bin', 'local', 'test', 'scripts'].some((room) => within(room)(path)) },
    { from: 'lib', project: (path) => within('lib')(path) || within('constructs')(path), packages: /^(aws-cdk-lib|cdk-nag|constructs)(\/|$)|^node:(crypto|fs|net|path)$/ },
    { from: 'constructs', project: (path, file) => [file.split('/').slice(0, 2).join('/'), 'constructs/shared', 'constructs/mixins'].some((room) => within(room)(path)), packages: /^(aws-cdk-lib|constructs)(\/|$)|^node:(crypto|net)$/ },
    { from: 'constructs/shared', project: within('constructs/shared') },
    { from: 'constructs/mixins', project: (path) => within('constructs/mixins')(path) || within('constructs/shared')(path) },
  ];

  test.each(directions.map((direction) => [direction.from, direction] as const))('%s imports only what it may', (_, { from, project, packages }) => {
    const forbidden = shipped.filter(({ path }) => within(from)(path)).flatMap((source) => importsOf(source)
      .filter((name) => (/^(lib|constructs|bin|local|test|scripts)\//.test(name) ? !project(name, source.path) : packages && !packages.test(name) && !(isFunction(source.path) && IN_LAMBDA.test(name))))
      .map((name) => `${source.path} imports ${name}`));
    expect(forbidden).toEqual([]);
  });

  test('a function is reached by its bundle alone: nothing that ships beside it imports its code', () => {
    const folderOf = (path: string) => path.split('/').slice(0, 3).join('/');
    expect(shipped.flatMap((source) => importsOf(source).filter((name) => isFunction(name) && folderOf(name) !== folderOf(source.path)).map((name) => `${source.path} imports ${name}`))).toEqual([]);
  });

  test('one file reads templates and one writes evidence; no other touches files', () => {
    const doors = ['lib/checks/template/reader.ts', 'lib/checks/evidence/writer.ts'];
    expect(shipped.filter((source) => !doors.includes(source.path) && importsOf(source).some((name) => /^(node:)?fs(\/|$)/.test(name))).map(({ path }) => path)).toEqual([]);
  });

  test('imports are seen in every form', () => {
    const text = "import { a,\n  b } from './a';\nimport type { C } from '../c';\nimport 'side';\nexport * from './d';\nconst e = require('e');";
    expect(importsOf({ path: 'lib/x/y.ts', text })).toEqual(['lib/x/a', 'lib/c', 'side', 'lib/x/d', 'e']);
  });
});

describe('generated files', () => {
  test.each([['lib/checks/rules/index.ts', registry], ['lib/index.ts', door]])('%s is what the folders make', (file, make) => {
    expect(readFileSync(join(ROOT, file), 'utf8')).toBe(make());
  });
});

describe('text files', () => {
  const folders = ['.ci', '.github', 'bin', 'constructs', 'decisions', 'lib', 'local', 'scripts', 'test'].filter((folder) => existsSync(join(ROOT, folder)));
  const files = [
    ...readdirSync(ROOT).filter((file) => /\.(md|js|json)$/.test(file) && file !== 'package-lock.json'),
    ...folders.flatMap((folder) => (readdirSync(join(ROOT, folder), { recursive: true }) as string[]).map((file) => join(folder, file))),
  ].filter((file) => !file.includes('__pycache__') && statSync(join(ROOT, file)).isFile());

  test('none names a folder of the machine it was written on', () => {
    const machine = /(?<![\w./$}-])\/(?:(?:root|Users|work)\/|home\/(?!(?:ec2|ssm)-user))[\w.-]+/;
    expect(files.flatMap((file) => readFileSync(join(ROOT, file), 'utf8').split('\n').flatMap((line, i) => (machine.test(line) ? [`${file}:${i + 1}: ${line.trim()}`] : [])))).toEqual([]);
  });
});

test('the lock file has every optional package of every platform, else `npm ci` refuses it', () => {
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as { packages: Record<string, { optionalDependencies?: Record<string, string> }> };
  expect(Object.entries(packages).flatMap(([path, { optionalDependencies }]) => Object.keys(optionalDependencies ?? {})
    .filter((name) => !packages[`node_modules/${name}`] && !packages[`${path}/node_modules/${name}`]))).toEqual([]);
});
