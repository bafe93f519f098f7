/**
 * Compares the access evaluator with `@cloud-copilot/iam-simulate`, which decides the same requests independently. That package is under
 * the AGPL: it is fetched into .cache when this is run, is no dependency of this one, and no part of it is shipped.
 *
 *   node -r ts-node/register scripts/differential/iam.ts [requests] [seed]
 *
 * The counts go into counts.json beside this file; what nothing explains (explained.ts) goes into .cache/differential/unexplained.json, and
 * is an error.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { Context, type KeyValues } from '../../lib/checks/proofs/access/context';
import { decide, type Applicable } from '../../lib/checks/proofs/access/decide';
import type { Caller } from '../../lib/checks/proofs/access/principal';
import { policyOf, type Policy, type PolicyKind } from '../../lib/checks/proofs/access/statement';
import type { Json } from '../../lib/checks/template';
import { explain } from './explained';
import { Requests, type Case } from './requests';

const ROOT = resolve(__dirname, '../..');
const CACHE = join(ROOT, '.cache/differential');
const PACKAGE = '@cloud-copilot/iam-simulate';
const VERSION = '0.1.173';

/** What either side says of a request. */
type Outcome = 'Allowed' | 'ExplicitlyDenied' | 'ImplicitlyDenied' | 'Open';
type Parameters = Readonly<Record<string, unknown>>;

/** The parts of the other evaluator that are called: its core, since what it exports demands that the services know every key. */
interface Other {
  readonly authorize: (parameters: Parameters) => { readonly result: Outcome };
  readonly read: (policy: Json, name: { name: string }) => unknown;
  readonly request: new (principal: unknown, resource: { resource: string; accountId: string }, action: string, context: unknown) => unknown;
  readonly context: new (values: unknown) => unknown;
  readonly constraints: new (list: unknown[]) => unknown;
}

export function load(): Other {
  const folder = join(CACHE, 'node_modules', PACKAGE);
  if (!existsSync(folder)) {
    mkdirSync(CACHE, { recursive: true });
    writeFileSync(join(CACHE, 'package.json'), '{ "private": true }\n');
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', `${PACKAGE}@${VERSION}`], { cwd: CACHE, stdio: 'inherit' });
  }
  const from = createRequire(join(folder, 'package.json'));
  const part = (path: string) => from(join(folder, 'dist/cjs', path)) as never;
  return {
    authorize: part('core_engine/CoreSimulatorEngine.js')['authorize'],
    read: (from('@cloud-copilot/iam-policy') as { loadPolicy: Other['read'] }).loadPolicy,
    request: part('request/request.js')['AwsRequestImpl'],
    context: part('requestContext.js')['RequestContextImpl'],
    constraints: part('context_keys/discoveryContextKeyConstraints.js')['DiscoveryContextKeyConstraints'],
  };
}

/** What our evaluator says. */
export function ours(request: Case): Outcome {
  const read = (json: Json, kind: PolicyKind): Policy => policyOf(json, kind, { template: '', logicalId: kind, path: '' });
  const service = request.action.split(':')[0];
  const account = request.principal.arn.split(':')[4];
  const applicable: Applicable = {
    identity: request.identity.map((json) => read(json, 'identity')),
    boundary: request.boundary === undefined ? undefined : read(request.boundary, 'boundary'),
    session: request.session === undefined ? undefined : read(request.session, 'session'),
    resource: request.resourcePolicy ? [read(request.resourcePolicy, 'resource')] : [],
    guarded: service === 'kms' || service === 'sts',
    serviceControl: request.serviceControl.map((level) => level.map((json) => read(json, 'service control'))),
    resourceControl: !isReached(request) ? [] : request.resourceControl.map((json) => read(json, 'resource control')),
    endpoint: request.endpoint === undefined ? undefined : read(request.endpoint, 'endpoint'),
    owner: request.owner,
  };
  const { kind, arn } = request.principal;
  const caller: Caller = kind === 'service' ? { kind, name: arn } : kind === 'anonymous' ? { kind } : kind === 'session' ? { kind: 'role', account, session: arn, bounded: request.boundary !== undefined } : { kind, account, bounded: request.boundary !== undefined };
  const context = new Map<string, KeyValues>(Object.entries(request.context).map(([key, value]) => [key.toLowerCase(), typeof value === 'string' ? [value] : value]));
  context.set('@action', [request.action]).set('@resource', [request.resource]);
  const { allowed, denials } = decide(applicable, caller, new Context(context));
  return allowed === undefined ? 'Open' : allowed ? 'Allowed' : denials.some(({ matched }) => matched) ? 'ExplicitlyDenied' : 'ImplicitlyDenied';
}

export function theirs(other: Other, request: Case): Outcome {
  const read = (json: Json | undefined, i = 0) => (json === undefined ? undefined : other.read(json, { name: `policy${i}` }));
  const levels = (all: readonly (readonly Json[])[]) => all.map((level, i) => ({ orgIdentifier: `level${i}`, policies: level.map(read) }));
  // It adds the policy that allows everything by itself only where it is simulated as a whole.
  const allowAll: Json = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] };
  return other.authorize({
    request: new other.request(request.principal.kind === 'anonymous' ? { type: 'Anonymous' } : request.principal.arn, { resource: request.resource, accountId: request.owner }, request.action, new other.context(request.context)),
    sessionPolicy: read(request.session),
    identityPolicies: request.identity.map(read),
    serviceControlPolicies: levels(request.serviceControl),
    resourceControlPolicies: request.resourceControl.length > 0 && isReached(request) ? levels([[...request.resourceControl, allowAll]]) : [],
    resourcePolicy: read(request.resourcePolicy),
    permissionBoundaries: request.boundary && [read(request.boundary)],
    vpcEndpointPolicies: request.endpoint && [read(request.endpoint)],
    simulationParameters: { simulationMode: 'Strict', discoveryContextKeyConstraints: new other.constraints([]) },
    serviceSettings: { s3: { blockPublicAccess: false } },
  }).result;
}

/** Whether resource control policies are for the service. */
function isReached({ action }: Case): boolean {
  return !action.startsWith('sns:');
}

function main(): void {
  const [count = 100_000, seed = 7] = process.argv.slice(2).map(Number);
  const other = load();
  const requests = new Requests(seed);
  const counts: Record<string, number> = {};
  const unexplained: { request: Case; ours: Outcome; theirs: Outcome }[] = [];
  const add = (what: string): void => { counts[what] = (counts[what] ?? 0) + 1; };
  for (let i = 0; i < count; i += 1) {
    const request = requests.next();
    const [we, they] = [ours(request), theirs(other, request)];
    const differ = (changed: Case): boolean => { const said = ours(changed); return said !== 'Open' && said !== theirs(other, changed); };
    const explained = we === they ? undefined : explain(request, we === 'Open', differ);
    add(we === they ? `both ${we}` : explained ? `explained: ${explained}` : `ours ${we}, theirs ${they}`);
    if (we !== they && !explained) {
      unexplained.push({ request, ours: we, theirs: they });
    }
  }
  const report = { package: `${PACKAGE}@${VERSION}`, requests: count, seed, counts: Object.fromEntries(Object.entries(counts).sort()), unexplained: unexplained.length };
  console.log(JSON.stringify(report, undefined, 2));
  writeFileSync(join(__dirname, 'counts.json'), `${JSON.stringify(report, undefined, 2)}\n`);
  writeFileSync(join(CACHE, 'unexplained.json'), `${JSON.stringify(unexplained.slice(0, 50), undefined, 2)}\n`);
  process.exitCode = unexplained.length > 0 ? 1 : 0;
}

if (require.main === module) {
  main();
}
