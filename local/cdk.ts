import { join } from 'node:path';
import { ROOT, type AssemblyStack } from '../scripts/support/assembly';
import { run } from './processes';
import { environmentFor } from './server';

const CLI = join(ROOT, 'node_modules/aws-cdk/bin/cdk');
/** Deployments at once. The emulator answers on one core, the CLI thinks on the other. */
const CONCURRENCY = '6';
const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';

/** What the CLI says of a stack when it is done with it. */
export interface Outcome {
  readonly stack: string;
  readonly changed: boolean;
}

/** Every account and region that stacks go to, as the CLI writes them. */
export function environmentsOf(stacks: readonly AssemblyStack[]): string[] {
  return [...new Set(stacks.map(({ account, region }) => `aws://${account}/${region}`))].sort();
}

/** The outcome of a stack, if that is what a line of the CLI tells. */
export function outcomeOf(line: string): Outcome | undefined {
  const [, stack, rest] = /^\s*✅\s+(\S+)(.*)$/.exec(line) ?? [];
  return stack && stack !== 'Environment' ? { stack, changed: !rest.includes('(no changes)') } : undefined;
}

/** Synthesizes the estate with the CLI into a folder. */
export async function synthesize(folder: string, environment: string | undefined): Promise<void> {
  const only = environment ? ['--context', `environment=${environment}`] : [];
  await cdk(['synth', '--quiet', '**', '--output', folder, ...only], { CDK_VALIDATION: 'false' });
}

/** Bootstraps every account and region, with keys obtained for each account. */
export async function bootstrap(assembly: string, endpoint: string, environments: readonly string[], tell: (line: string) => void): Promise<void> {
  const plugin = join(__dirname, 'account-keys.js');
  const flags = ['--plugin', plugin, '--cloudformation-execution-policies', ADMINISTRATOR];
  await cdk(['bootstrap', '--app', assembly, ...flags, ...environments], environmentFor(endpoint), (line) => {
    const [, done] = /✅\s+Environment (\S+) bootstrapped/.exec(line) ?? [];
    if (done) tell(done);
  });
}

/**
 * Paths of stacks in the order in which they are first deployed. Identity Center assigns nobody to an account that lacks the
 * policies which the permission set refers to, and no dependency leads from one stage to another: so who assigns comes last.
 */
export function inOrder(stacks: readonly AssemblyStack[]): string[][] {
  const assigns = ({ template: { Resources = {} } }: AssemblyStack) => Object.values(Resources).some(({ Type }) => Type === 'AWS::SSO::Assignment');
  return [stacks.filter((stack) => !assigns(stack)), stacks.filter(assigns)].map((wave) => wave.map(({ path }) => path)).filter((wave) => wave.length > 0);
}

/** Deploys stacks, given by their paths, through the bootstrapped roles. Returns what became of each. */
export async function deploy(assembly: string, endpoint: string, paths: readonly string[], tell: (outcome: Outcome) => void): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const flags = ['--exclusively', '--method', 'direct', '--require-approval', 'never', '--concurrency', CONCURRENCY];
  await cdk(['deploy', ...paths, '--app', assembly, ...flags], environmentFor(endpoint), (line) => {
    const outcome = outcomeOf(line);
    if (outcome) {
      outcomes.push(outcome);
      tell(outcome);
    }
  });
  return outcomes;
}

function cdk(args: readonly string[], env: NodeJS.ProcessEnv, onLine?: (line: string) => void): Promise<string> {
  return run(process.execPath, [CLI, ...args, '--no-notices'], { cwd: ROOT, env, onLine });
}
