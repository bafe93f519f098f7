import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { App, Stack, Stage, Validations } from 'aws-cdk-lib/core';
import { run, USAGE } from '../../../bin/commands/evidence';
import { DtapChecks } from '../../../lib/checks';
import type { Evidence } from '../../../lib/checks/evidence/evidence';

let folder: string;
let assembly: string;
let said: string[];
let complained: string[];

/** An assembly of one stack with two buckets: a versioned one, and one that is not but has an exception if asked for. */
function synthesize(directory: string, accepted: boolean): void {
  const app = new App({ outdir: directory, postCliContext: { '@aws-cdk/core:failSynthOnValidationErrors': false } });
  Validations.of(app).addPlugins(new DtapChecks(app, { estate: 'acme' }));
  const stack = new Stack(new Stage(app, 'Production'), 'Data', { env: { account: '111111111111', region: 'eu-central-1' } });
  const bucket = new CfnBucket(stack, 'Bucket');
  if (accepted) {
    Validations.of(bucket).acknowledge({ id: 'Dtap::Dtap-S3BucketVersioned', reason: 'The bucket holds scratch data only. [owner: platform; until: 2030-06-30]' });
  }
  app.synth();
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cdk-dtap-evidence-'));
  synthesize(join(folder, 'broken'), false);
  synthesize(join(folder, 'accepted'), true);
});

afterAll(() => rmSync(folder, { recursive: true }));

beforeEach(() => {
  assembly = mkdtempSync(join(folder, 'case-'));
  cpSync(join(folder, 'broken'), assembly, { recursive: true });
  [said, complained] = [[], []];
  jest.spyOn(console, 'log').mockImplementation((text) => { said.push(String(text)); });
  jest.spyOn(console, 'error').mockImplementation((text) => { complained.push(String(text)); });
});

afterEach(() => jest.restoreAllMocks());

const evidenceOf = (directory: string) => JSON.parse(readFileSync(join(directory, 'evidence.json'), 'utf8')) as Evidence;
const put = (name: string, content: string | object) => writeFileSync(join(assembly, name), typeof content === 'string' ? content : JSON.stringify(content));
/** Exit code and complaint of a run. */
const refused = (...args: string[]): [number, string] => [run(args), complained.join('\n')];

describe('what it writes', () => {
  test('is the page, Markdown and OSCAL, into the assembly itself', () => {
    expect(run([assembly])).toBe(1);
    expect(readdirSync(assembly)).toEqual(expect.arrayContaining(['evidence.html', 'evidence.json', 'evidence.md', 'oscal']));
    expect(readdirSync(join(assembly, 'oscal')).sort()).toEqual(['assessment-results.json', 'catalog.json', 'component-definition.json']);
    expect(said.join('\n')).toMatch(/^110 clauses: \d+ violations, 0 unknowns, 0 exceptions to mend\.\n/);
    expect(said.join('\n')).toContain(join(assembly, 'evidence.html'));
  });

  test('goes elsewhere if told so, with the evidence that the OSCAL documents refer to', () => {
    const out = join(assembly, 'deep/er');
    run([assembly, '--out', out]);
    expect(readdirSync(out).sort()).toEqual(['evidence.html', 'evidence.json', 'evidence.md', 'oscal']);
    expect(readFileSync(join(out, 'evidence.json'))).toEqual(readFileSync(join(assembly, 'evidence.json')));
    expect(readdirSync(assembly)).not.toContain('evidence.html');
  });

  test('is the same, byte for byte, for the same assembly', () => {
    const files = [1, 2].map((n) => {
      const out = join(assembly, String(n));
      run([assembly, '--out', out, '--today', '2030-01-31']);
      return (readdirSync(out, { recursive: true }) as string[]).sort().filter((name) => name !== 'oscal').map((name) => [name, readFileSync(join(out, name), 'utf8')]);
    });
    expect(files[0]).toEqual(files[1]);
  });
});

describe('the exit code', () => {
  beforeEach(() => {
    cpSync(join(folder, 'accepted'), assembly, { recursive: true });
    // Only the bucket's versions are of interest here.
    const evidence = evidenceOf(assembly);
    put('evidence.json', { ...evidence, verdicts: evidence.verdicts.filter(({ rule }) => rule === 'S3BucketVersioned') });
  });

  test('is 0 when what is wrong has an exception, whose end is not compared with any clock', () => {
    expect(evidenceOf(assembly).verdicts.map(({ verdict }) => verdict)).toEqual(['acknowledged']);
    expect(run([assembly])).toBe(0);
    expect(run([assembly, '--today', '2030-06-30'])).toBe(0);
  });

  test('is 1 the day after the exception has ended', () => {
    expect(run([assembly, '--today', '2030-07-01'])).toBe(1);
    expect(said.join('\n')).toContain('1 exceptions to mend');
    expect(readFileSync(join(assembly, 'evidence.md'), 'utf8')).toContain('2030-06-30 **expired**');
  });

  test('is 1 for an exception that silences nothing', () => {
    const evidence = evidenceOf(assembly);
    put('evidence.json', { ...evidence, exceptions: evidence.exceptions.map((exception) => ({ ...exception, used: false })) });
    expect(run([assembly])).toBe(1);
    expect(readFileSync(join(assembly, 'evidence.md'), 'utf8')).toContain('| it silences nothing: delete it |');
  });

  test('is 1 for an unknown', () => {
    const evidence = evidenceOf(assembly);
    put('evidence.json', { ...evidence, verdicts: evidence.verdicts.map((verdict) => ({ ...verdict, verdict: 'unknown' })) });
    expect(run([assembly])).toBe(1);
  });
});

describe('an assembly that cannot be used', () => {
  const manifest = () => readFileSync(join(assembly, 'manifest.json'), 'utf8');
  const cases: Record<string, [() => void, RegExp]> = {
    'is missing': [() => rmSync(assembly, { recursive: true }), /there is no such directory; run `npx cdk synth`/],
    'is a file': [() => { rmSync(assembly, { recursive: true }); writeFileSync(assembly, ''); }, /it is a file; name the directory/],
    'is another directory': [() => rmSync(join(assembly, 'manifest.json')), /no manifest\.json, so it is no cloud assembly/],
    'was synthesized without the pack': [() => rmSync(join(assembly, 'evidence.json')), /synthesized without the pack; register it on the app with `Validations\.of\(app\)\.addPlugins\(new DtapChecks\(app\)\)`/],
    'has a truncated manifest': [() => put('manifest.json', manifest().slice(0, 100)), /manifest\.json is truncated/],
    'has truncated evidence': [() => truncateSync(join(assembly, 'evidence.json'), 5000), /evidence\.json is truncated \(.*\); synthesize again/],
    'has empty evidence': [() => put('evidence.json', ''), /evidence\.json is empty/],
    'has evidence that is not JSON': [() => put('evidence.json', 'verdict: good\n'), /evidence\.json is not JSON/],
    'has evidence of somebody else': [() => put('evidence.json', { format: 'other' }), /its format is "other", not "cdk-dtap\/evidence"/],
    'has a list for evidence': [() => put('evidence.json', '[]'), /its format is missing/],
    'has older evidence': [() => put('evidence.json', { ...evidenceOf(assembly), version: 0 }), /format version 0, this command reads version 1; synthesize again with this version/],
    'has newer evidence': [() => put('evidence.json', { ...evidenceOf(assembly), version: 2 }), /format version 2, this command reads version 1; use the version of the package that synthesized it/],
    'has evidence without an estate': [() => put('evidence.json', { ...evidenceOf(assembly), estate: undefined }), /'estate' must have a name, accounts and environments/],
    'has evidence with half a verdict': [() => put('evidence.json', { ...evidenceOf(assembly), verdicts: [{ rule: 'A' }] }), /entry 0 of 'verdicts' is not whole; it needs rule, stack, logicalId/],
    'has a verdict that is none': [() => put('evidence.json', { ...evidenceOf(assembly), verdicts: evidenceOf(assembly).verdicts.map((verdict) => ({ ...verdict, verdict: 'fine' })) }), /'verdicts' has the verdict 'fine', which is none of violation, /],
    'has lost a template': [() => rmSync(join(assembly, evidenceOf(assembly).stacks[0].template ?? '')), /the template of Production\/Data is missing \(assembly-Production\//],
    'has a truncated template': [() => truncateSync(join(assembly, evidenceOf(assembly).stacks[0].template ?? ''), 20), /ProductionData\w+\.template\.json is truncated/],
  };

  test.each(Object.entries(cases))('because it %s is refused with exit code 2', (_, [spoil, message]) => {
    spoil();
    expect(refused(assembly)).toEqual([2, expect.stringMatching(message)]);
    expect(complained.join('\n')).toContain(`the assembly '${assembly}' cannot be used`);
  });

  test('is told everything that is wrong with it at once, and nothing is written', () => {
    put('manifest.json', '{');
    put('evidence.json', { ...evidenceOf(assembly), rules: undefined, clauses: [1] });
    const [code, message] = refused(assembly);
    expect(code).toBe(2);
    expect(message.split('\n  - ').slice(1)).toEqual([expect.stringContaining('manifest.json is truncated'), expect.stringContaining("'rules' is missing"), expect.stringContaining("entry 0 of 'clauses'")]);
    expect(readdirSync(assembly)).not.toContain('evidence.html');
  });
});

describe('arguments', () => {
  const cases: [string[], RegExp][] = [
    [['--today', 'soon'], /--today is 'soon'; write a day as YYYY-MM-DD/],
    [['--today', '2030-02-30'], /--today is '2030-02-30'/],
    [['one', 'two'], /one assembly at a time, not 2/],
    [['--format', 'pdf'], /Unknown option '--format'/],
    [['--out'], /--out/],
    [['--out', 'package.json'], /--out is 'package\.json', which is a file/],
  ];
  test.each(cases)('%j are refused with exit code 2', (args, message) => {
    expect(refused(...args)).toEqual([2, expect.stringMatching(message)]);
  });

  test('without any, the assembly is cdk.out', () => {
    const home = process.cwd();
    mkdirSync(join(assembly, 'empty'));
    process.chdir(join(assembly, 'empty'));
    try {
      expect(refused()).toEqual([2, expect.stringContaining("the assembly 'cdk.out' cannot be used")]);
    } finally {
      process.chdir(home);
    }
  });
});

test('it is a command of the package, with a usage text and an exit code of its own', () => {
  const cli = (...args: string[]) => spawnSync(process.execPath, ['-r', 'ts-node/register', 'bin/cdk-dtap.ts', ...args], { cwd: resolve(__dirname, '../../..'), encoding: 'utf8' });
  expect(cli('evidence', '--help')).toMatchObject({ status: 0, stdout: `${USAGE}\n` });
  expect(cli('evidence', join(assembly, 'nowhere'))).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('there is no such directory') });
});
