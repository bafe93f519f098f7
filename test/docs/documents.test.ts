import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import * as ts from 'typescript';
import packageJson from '../../package.json';
import { compile, moduleOf, snippetsOf, type Snippet } from '../support/snippets';

const ROOT = resolve(__dirname, '../..');
const ROOMS = readdirSync(join(ROOT, 'constructs')).map((room) => `constructs/${room}/README.md`).filter((path) => existsSync(join(ROOT, path)));
const markdownIn = (folder: string) => readdirSync(join(ROOT, folder)).filter((file) => file.endsWith('.md')).map((file) => `${folder}/${file}`);
const PROOFS = 'lib/checks/proofs/README.md';
const DOCUMENTS = ['README.md', PROOFS, ...markdownIn('docs'), ...ROOMS, ...markdownIn('decisions')];
const textOf = (path: string) => readFileSync(join(ROOT, path), 'utf8');

/** The anchors of a document's headings, as GitHub makes them. */
function anchorsOf(path: string): string[] {
  return [...textOf(path).matchAll(/^#+ (.*)$/gm)].map(([, heading]) => heading.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-'));
}

describe.each(DOCUMENTS)('%s', (path) => {
  test('leads only to files and headings that are there', () => {
    const targets = [...textOf(path).replace(/```[^]*?```/g, '').matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target).filter((target) => !/^https?:/.test(target));
    const missing = targets.filter((target) => {
      const [file, anchor] = target.split('#');
      const found = file === '' ? path : join(dirname(path), decodeURI(file));
      return !existsSync(join(ROOT, found)) || (anchor !== undefined && !anchorsOf(found).includes(anchor));
    });
    expect(missing).toEqual([]);
  });

  test('names only commands that the project has', () => {
    const scripts = [...textOf(path).matchAll(/npm run ([\w:-]+)/g)].map(([, script]) => script);
    const programs = [...textOf(path).matchAll(/^(?:\w+=\S+ )*npx (cdk-dtap \w+|\S+)/gm)].map(([, program]) => program);
    const commands = readdirSync(join(ROOT, 'bin/commands')).map((file) => `cdk-dtap ${file.replace('.ts', '')}`);
    expect(scripts.filter((script) => !(script in packageJson.scripts))).toEqual([]);
    expect(programs.filter((program) => program !== 'cdk' && !commands.includes(program))).toEqual([]);
  });
});

describe('the TypeScript of the documents', () => {
  const snippets = ['README.md', PROOFS, ...ROOMS].flatMap(snippetsOf);

  test('compiles', () => {
    expect(snippets.length).toBeGreaterThan(8);
    expect(compile(snippets)).toBe('');
  });

  test('would not compile with a property that a construct does not take', () => {
    const [readme] = snippetsOf('README.md');
    const broken: Snippet = { name: 'broken', code: readme.code.replace('accessLogBucket,', 'accessLogBuckets: accessLogBucket,') };
    const room: Snippet = { name: 'room', code: "new DomainKey(this, 'Key', { domain: 'data', nobody: 1 });" };
    expect(compile([broken, room])).toMatch(/^broken\(.*accessLogBuckets[^]*\nroom\(.*nobody/);
  });

  const OURS: Record<string, string> = { 'cdk-dtap': '../../lib', 'cdk-dtap/jest': '../../lib/checks/proofs/jest' };
  const loaded = (snippet: Snippet, test?: unknown): unknown => {
    const { outputText } = ts.transpileModule(moduleOf(snippet), { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 } });
    return new Function('require', 'exports', 'test', `${outputText}\nreturn app;`)((name: string) => jest.requireActual<object>(OURS[name] ?? name), {}, test);
  };

  test('in the README synthesizes, judged and without a finding', () => {
    const app = loaded(snippetsOf('README.md')[0]) as import('aws-cdk-lib/core').App;
    expect(() => app.synth()).not.toThrow();
  });

  test('in the README of the proofs holds', () => {
    const tests: (() => void)[] = [];
    loaded(snippetsOf(PROOFS)[0], (_: string, run: () => void) => tests.push(run));
    expect(tests).toHaveLength(2);
    tests.forEach((run) => run());
  });
});

test('the two commands of the README are there to copy', () => {
  for (const command of ['npm ci && npm run local', 'npm ci && npm test']) {
    expect(textOf('README.md')).toContain(`\`\`\`sh\n${command}\n\`\`\``);
  }
  expect(packageJson.engines.node).toBe('>= 20');
});

test('what the README asks to take out, to see the judge, is there', () => {
  const [, line, file, rule] = /Try it: take `([^`]+)` out of \[`([^`]+)`\][^]*names `Dtap-(\w+)`/.exec(textOf('README.md'))!;
  expect(textOf(file)).toContain(line);
  expect(textOf('test/meta/rule-roster.txt').split('\n')).toContain(rule);
});
