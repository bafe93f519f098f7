/**
 * `npm run local`: deploys the whole estate on this machine, reads it back, and deploys it again.
 *
 * The same templates, the real CDK CLI, an AWS emulator in the place of AWS. Ends with 1 if a stack does not deploy, if
 * less than 80 % of the resources are really there, if a promised property is not in the API's state, if the APIs tell of
 * another network than the templates, or if the second deployment changes anything.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Json } from '../lib/checks/template';
import { readStacks, ROOT } from '../scripts/support/assembly';
import { bootstrap, deploy, environmentsOf, inOrder, synthesize } from './cdk';
import { compareNetworks, renderedNetwork } from './network/compare';
import type { PlaceState } from './network/state';
import { optionsFrom } from './options';
import { found, organizationOf } from './organization';
import { end, endWithUs, run } from './processes';
import { pythonWith } from './python';
import { reasonsToFail, rendered, type StateReport } from './report';
import { environmentFor, startEmulator, type Emulator } from './server';

const CACHE = join(ROOT, '.cache');
const LOG = join(CACHE, 'emulator.log');
const began = Date.now();

function tell(line: string): void {
  const seconds = ((Date.now() - began) / 1000).toFixed(0).padStart(4);
  console.log(`${seconds} s  ${line}`);
}

async function main(): Promise<void> {
  const options = optionsFrom(process.argv.slice(2));
  endWithUs();
  mkdirSync(CACHE, { recursive: true });
  const python = await pythonWith(join(__dirname, 'requirements.txt'), CACHE, tell);
  if (options.selfTest) {
    await selfTest(python);
    return;
  }
  tell(`${options.assembly ? '' : 'synthesizing the estate and '}starting the emulator`);
  const [emulator, assembly] = await Promise.all([startEmulator(python, __dirname, LOG), options.assembly ?? synthesized(options.environment)]);
  tell(`the emulator answers at ${emulator.endpoint}`);
  const failures = await deployAndRead(emulator, assembly, python);
  if (failures.length > 0) {
    process.exitCode = 1;
    console.error(`\nlocal: FAILED\n${failures.map((reason) => `  ${reason}`).join('\n')}`);
  } else {
    tell('local: OK');
  }
  if (options.keep) {
    keep(emulator);
  } else {
    end(emulator.process, 'SIGKILL');
  }
}

/** The estate, synthesized into a fresh folder that goes when this process does. */
async function synthesized(environment: string | undefined): Promise<string> {
  const folder = mkdtempSync(join(CACHE, 'assembly-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  await synthesize(folder, environment);
  return folder;
}

async function deployAndRead({ endpoint }: Emulator, assembly: string, python: string): Promise<string[]> {
  const stacks = readStacks(assembly);
  const environments = environmentsOf(stacks);
  const organization = organizationOf(stacks);
  if (organization) {
    await found(endpoint, organization);
    tell(`organisation ${organization.id} founded, with ${organization.accounts.length} accounts`);
  }
  tell(`bootstrapping ${environments.length} accounts and regions`);
  await bootstrap(assembly, endpoint, environments, (environment) => tell(`  ${environment}`));
  tell(`deploying ${stacks.length} stacks`);
  for (const paths of inOrder(stacks)) {
    await deploy(assembly, endpoint, paths, ({ stack }) => tell(`  ${stack}`));
  }
  tell('reading the state back');
  const report = JSON.parse(await run(python, ['-m', 'emulator.verify', endpoint], { cwd: __dirname, env: { ...environmentFor(endpoint), PYTHONPATH: __dirname } })) as StateReport;
  tell('comparing the network with that of the templates');
  const places = environments.map((environment) => environment.replace(/^aws:\/\//, ''));
  const state = JSON.parse(await run(python, ['-m', 'emulator.network', endpoint, ...places], { cwd: __dirname, env: { ...environmentFor(endpoint), PYTHONPATH: __dirname } })) as PlaceState[];
  const network = compareNetworks(stacks.map(({ path, stackName = path.replaceAll('/', '-'), account, region, template }) => ({ name: path, stackName, account, region, body: template as unknown as Json })), state);
  tell('deploying again: nothing must change');
  const second = await deploy(assembly, endpoint, ['**'], ({ stack, changed }) => { if (changed) tell(`  ${stack} changed`); });
  tell(`  ${second.filter(({ changed }) => !changed).length} of ${stacks.length} stacks unchanged`);
  console.log(`\n${rendered(report)}\n${renderedNetwork(network)}\n`);
  return [...reasonsToFail(report, second, stacks.length), ...network.differences];
}

/** The emulator's own tests, in its own environment. */
async function selfTest(python: string): Promise<void> {
  const tests = join(ROOT, 'test/local/emulator');
  await run(python, ['-m', 'unittest', 'discover', '--start-directory', tests], { cwd: ROOT, env: { PYTHONPATH: __dirname }, onLine: (line) => console.log(line) });
}

function keep({ endpoint, process: child }: Emulator): void {
  const exports = Object.entries(environmentFor(endpoint)).filter(([name]) => /^AWS_(ENDPOINT|ACCESS|SECRET|REGION)/.test(name));
  console.log([
    `The emulator keeps running at ${endpoint} until Ctrl-C. To use it:`,
    ...exports.map(([name, value]) => `  export ${name}=${value}`),
    '  aws sts assume-role --role-arn arn:aws:iam::ACCOUNT:role/OrganizationAccountAccessRole --role-session-name me',
    `What it cannot hold: curl ${endpoint}/dtap-api/unheld`,
  ].join('\n'));
  child.once('exit', () => process.exit(1));
}

main().catch((error: Error) => {
  console.error(`local: FAILED. ${error.message}`);
  process.exit(1);
});

