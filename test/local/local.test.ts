import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentsOf, inOrder, outcomeOf } from '../../local/cdk';
import { optionsFrom } from '../../local/options';
import { organizationOf } from '../../local/organization';
import { end, run, start } from '../../local/processes';
import { environmentFolder, findPython, isNewEnough, pythonVersion } from '../../local/python';
import { percentCreated, reasonsToFail, rendered, type StateReport } from '../../local/report';
import { environmentFor, freePort } from '../../local/server';
import type { AssemblyStack, Template } from '../../scripts/support/assembly';

const stack = (path: string, account: string, region: string, resources: Template['Resources'] = {}): AssemblyStack =>
  ({ path, stage: path.split('/')[0], account, region, file: '', template: { Resources: resources } });

describe('the command line', () => {
  test('has no flags by default', () => {
    expect(optionsFrom([])).toEqual({ keep: false, selfTest: false, environment: undefined, assembly: undefined });
  });

  test('takes a value behind a space or an equals sign', () => {
    expect(optionsFrom(['--environment', 'production', '--keep'])).toMatchObject({ environment: 'production', keep: true });
    expect(optionsFrom(['--assembly=cdk.out'])).toMatchObject({ assembly: 'cdk.out' });
  });

  test.each([
    [['--environment'], '--environment needs a value.'],
    [['--environment', '--keep'], '--environment needs a value.'],
    [['--keeep'], 'Not understood: --keeep.'],
  ])('refuses %j', (args, message) => {
    expect(() => optionsFrom(args)).toThrow(message);
  });
});

describe('Python', () => {
  test.each([
    ['Python 3.9.18', false],
    ['Python 2.7.18', false],
    ['Python 3.10.0\n', true],
    ['Python 3.13.1', true],
    ['Python 4.0.0', true],
    ['not a version', false],
  ])('%j is new enough: %s', (printed, enough) => {
    expect(isNewEnough(pythonVersion(printed))).toBe(enough);
  });

  test('a machine without one is told what was looked for', () => {
    expect(() => findPython(['no-such-python'])).toThrow('needs Python 3.10 or newer on the path; looked for no-such-python');
  });

  test('the environment is another one as soon as the requirements change', () => {
    const folder = mkdtempSync(join(tmpdir(), 'requirements-'));
    const file = join(folder, 'requirements.txt');
    writeFileSync(file, 'moto==1');
    const before = environmentFolder('/cache', file);
    expect(environmentFolder('/cache', file)).toBe(before);
    writeFileSync(file, 'moto==2');
    expect(environmentFolder('/cache', file)).not.toBe(before);
    rmSync(folder, { recursive: true });
  });
});

describe('processes', () => {
  const cwd = tmpdir();

  test('a command is heard line by line', async () => {
    const lines: string[] = [];
    await run(process.execPath, ['-e', 'process.stdout.write("a\\nb")'], { cwd, onLine: (line) => lines.push(line) });
    expect(lines).toEqual(['a', 'b']);
  });

  test('a failing command fails with what it printed last', async () => {
    await expect(run(process.execPath, ['-e', 'console.error("why"); process.exit(3)'], { cwd })).rejects.toThrow(/ended with 3:\nwhy/);
  });

  test('ending a process ends what it started', async () => {
    const script = 'const c = require("child_process").spawn("sleep", ["60"]); console.log(c.pid); setInterval(() => {}, 1000)';
    let child: ReturnType<typeof start> | undefined;
    const grandchild = await new Promise<number>((done) => {
      child = start(process.execPath, ['-e', script], { cwd, onLine: (line) => done(Number(line)) });
    });
    expect(process.kill(grandchild, 0)).toBe(true);
    end(child!, 'SIGKILL');
    await new Promise((done) => child!.once('close', done));
    // Gone, or waiting to be reaped: in neither case does it run.
    const state = await run('sh', ['-c', `ps -o stat= -p ${grandchild} || true`], { cwd });
    expect(state.trim()).toMatch(/^(Z.*)?$/);
  });

  test('a free port can be listened on', async () => {
    const port = await freePort();
    const server = createServer();
    await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
    await new Promise((done) => server.close(done));
  });

  test('clients are sent to the emulator with no way around it', () => {
    expect(environmentFor('http://localhost:1')).toMatchObject({ AWS_ENDPOINT_URL: 'http://localhost:1', AWS_PROFILE: undefined, AWS_CONFIG_FILE: '/dev/null' });
  });
});

describe('the assembly', () => {
  test('every account and region is bootstrapped once', () => {
    const stacks = [stack('A/X', '1', 'eu-west-1'), stack('A/Y', '1', 'eu-west-1'), stack('B/X', '2', 'eu-west-1')];
    expect(environmentsOf(stacks)).toEqual(['aws://1/eu-west-1', 'aws://2/eu-west-1']);
  });

  test('who assigns people to accounts comes after all that makes their policies', () => {
    const assignment = { Type: 'AWS::SSO::Assignment', Properties: {} };
    const policy = { Type: 'AWS::IAM::ManagedPolicy', Properties: {} };
    const people = stack('P/People', '2', 'eu-west-1', { policy });
    expect(inOrder([stack('Org/Identity', '1', 'eu-west-1', { assignment, policy }), people])).toEqual([['P/People'], ['Org/Identity']]);
    expect(inOrder([people])).toEqual([['P/People']]);
  });

  test('the organisation is the one the templates name', () => {
    const policy = { Type: 'AWS::Organizations::Policy', Properties: { TargetIds: ['r-ab12'] } };
    const bucket = { Type: 'AWS::S3::BucketPolicy', Properties: { Condition: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } };
    const stacks = [stack('Org/Guardrails', '100000000001', 'eu-west-1', { policy }), stack('P/Data', '200000000001', 'eu-west-1', { bucket })];
    expect(organizationOf(stacks)).toEqual({
      management: '100000000001', id: 'o-a1b2c3d4e5', rootId: 'r-ab12', accounts: ['100000000001', '200000000001'],
    });
  });

  test('without a stack that manages one there is no organisation', () => {
    expect(organizationOf([stack('P/Data', '200000000001', 'eu-west-1')])).toBeUndefined();
  });
});

describe('what the CDK CLI says', () => {
  test.each([
    [' ✅  Production/Network (Production-Network)', { stack: 'Production/Network', changed: true }],
    [' ✅  Production/Network (Production-Network) (no changes)', { stack: 'Production/Network', changed: false }],
    [' ✅  Environment aws://1/eu-west-1 bootstrapped.', undefined],
    ['Production/Network: deploying...', undefined],
  ])('%j', (line, outcome) => {
    expect(outcomeOf(line)).toEqual(outcome);
  });
});

describe('the report', () => {
  const report: StateReport = {
    stacks: [
      { account: '2', region: 'eu-west-1', stack: 'B', created: 3, notHeld: ['AWS::X::Y', 'AWS::X::Y', 'AWS::X::Z'] },
      { account: '1', region: 'eu-west-1', stack: 'A', created: 24, notHeld: [] },
    ],
    partial: [{ type: 'AWS::S3::Bucket', without: ['Rules[0].Id'] }, { type: 'AWS::S3::Bucket', without: ['Rules[3].Id'] }],
    failures: [],
    locks: [],
    asserted: 20,
  };
  const unchanged = [{ stack: 'A', changed: false }, { stack: 'B', changed: false }];

  test('shows a row a stack, what is not held, and what is lost', () => {
    const lines = rendered(report).split('\n');
    expect(lines.slice(2, 4).map((line) => line.split('|').map((cell) => cell.trim()).slice(1, 6))).toEqual([
      ['1', 'eu-west-1', 'A', '24', ''],
      ['2', 'eu-west-1', 'B', '3', '3'],
    ]);
    expect(lines).toContain('  AWS::X::Y (2)');
    expect(lines).toContain('  AWS::S3::Bucket without Rules[].Id (2)');
    expect(lines.at(-1)).toBe('27 of 30 resources really created: 90.0 %. Promised properties compared on 20 of them.');
  });

  const lock = { account: '1', region: 'eu-north-1', vault: 'locked', days: 35, refused: { 'delete the vault': true, 'delete a backup': false } };

  test('shows what each locked vault refuses', () => {
    expect(rendered(report)).not.toContain('Locked vaults');
    const lines = rendered({ ...report, locks: [lock] }).split('\n');
    expect(lines[lines.indexOf('Locked vaults, with a backup in each, and what each refuses through the API:') + 3].split('|').map((cell) => cell.trim()).slice(1, 7)).toEqual(['1', 'eu-north-1', 'locked', '35', 'refused', 'NOT REFUSED']);
  });

  test('nothing at all is no success', () => {
    expect(percentCreated([])).toBe(0);
    expect(reasonsToFail({ ...report, stacks: [] }, [], 0)).toContain('only 0.0 % of the resources are really created; at least 80 % must be');
  });

  test('a whole run has no reason to fail', () => {
    expect(reasonsToFail(report, unchanged, 2)).toEqual([]);
  });

  test.each<[string, StateReport, typeof unchanged, number, string]>([
    ['a vault that lets go', { ...report, locks: [lock] }, unchanged, 2, 'the locked vault locked let somebody delete a backup'],
    ['a lost promise', { ...report, failures: ['lost'] }, unchanged, 2, 'lost'],
    ['too little held', { ...report, stacks: [{ ...report.stacks[0] }, { ...report.stacks[1], created: 1 }] }, unchanged, 2, 'only 57.1 % of the resources are really created; at least 80 % must be'],
    ['a second deployment that changes', report, [unchanged[0], { stack: 'B', changed: true }], 2, 'the second deployment changed B'],
    ['a stack that is nowhere', report, unchanged, 3, '2 stacks are in the emulator\'s state, 3 were to be deployed'],
    ['a second deployment that is silent', report, [unchanged[0]], 2, 'the second deployment told of 1 stacks instead of 2'],
  ])('%s fails the run', (_, state, second, count, reason) => {
    expect(reasonsToFail(state, second, count)).toContain(reason);
  });
});
