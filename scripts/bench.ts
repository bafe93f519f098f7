/**
 * What synthesis costs, as ratios within one run: medians of 7, each in a process of its own, taken in turns so that a
 * busy moment of the machine meets all of them. Then what the proofs cost on an estate that is far larger, and how that grows.
 * Fails if a budget is not kept.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { largeTemplate } from './bench/large-template';
import { ROOT, readStacks, run, synthesize, type AssemblyStack } from './support/assembly';
import { table } from './support/table';

const RUNS = 7;
const PACKS = join(ROOT, 'scripts/bench/packs.ts');
const PHASES = join(ROOT, 'scripts/bench/phases.ts');
/** What recording the evidence may add to the rest of our pack: judging by the rules and proving the properties. */
const EVIDENCE_BUDGET = 0.15;
/** All properties over the whole estate, and all its evidence rendered, in milliseconds. */
const PROOFS_BUDGET = 2000;
const RENDER_BUDGET = 2000;
/** Our pack may cost half of what AwsSolutions costs in a synthesis: once, cold, with all that it loads on the way. */
const PACK_BUDGET = 0.5;
/** `check` on a template of 500 resources, from a cold start. */
const CHECK_BUDGET = 3000;
/** All properties over a synthetic estate of 50 VPCs, 2,000 security groups and 5,000 policies, and the most memory for it. */
const SYNTHETIC_BUDGET = 30_000;
const MEMORY_MAX = 1_000_000_000;
/** Twice the estate may take this much longer. */
const GROWTH_MAX = 2.5;
const SHARES = [0.25, 0.5, 1];
const RESOURCES_MAX = 400;
const BYTES_MAX = 700_000;

type Sample = Record<string, number>;

async function timed(name: string, work: () => Promise<unknown>): Promise<Sample> {
  const started = process.hrtime.bigint();
  await work();
  return { [name]: Number(process.hrtime.bigint() - started) / 1e6 };
}

async function emptyApp(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'cdk-dtap-'));
  const { exitCode, output } = await run(process.execPath, ['scripts/bench/empty-app.js'], { ...process.env, CDK_OUTDIR: folder, CDK_VALIDATION: 'false' });
  rmSync(folder, { recursive: true, force: true });
  if (exitCode !== 0) {
    throw new Error(output);
  }
}

async function checkLarge(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'cdk-dtap-'));
  const file = join(folder, 'large.yaml');
  writeFileSync(file, largeTemplate());
  const { exitCode, output } = await run(process.execPath, ['-r', 'ts-node/register', 'bin/cdk-dtap.ts', 'check', file], { ...process.env });
  rmSync(folder, { recursive: true, force: true });
  if (exitCode !== 1) {
    throw new Error(output);
  }
}

async function estate(pack: string, context: Record<string, unknown> = {}): Promise<string> {
  const { folder, exitCode, output } = await synthesize({ preload: [PACKS], env: { BENCH_PACK: pack }, context });
  rmSync(folder, { recursive: true, force: true });
  if (exitCode !== 0) {
    throw new Error(output);
  }
  return output;
}

async function packCost(pack: string): Promise<Sample> {
  const output = await estate(pack);
  const [, times] = /^BENCH (.*)$/m.exec(output) ?? [];
  if (!times) {
    throw new Error(`The estate registers no pack named ${pack}:\n${output}`);
  }
  const [cold, warm] = JSON.parse(times) as number[];
  return { [`${pack} cold`]: cold, [`${pack} warm`]: warm };
}

/** What the parts of our pack take, the first time in a process. */
async function phases(): Promise<Sample> {
  const { folder, exitCode, output } = await synthesize({ preload: [PHASES] });
  const [, times] = /^BENCH (.*)$/m.exec(output) ?? [];
  rmSync(folder, { recursive: true, force: true });
  if (exitCode !== 0 || !times) {
    throw new Error(output);
  }
  return JSON.parse(times) as Sample;
}

/** A fresh process that renders the evidence of an assembly. */
async function render(assembly: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'cdk-dtap-'));
  const { exitCode, output } = await run(process.execPath, ['-r', 'ts-node/register', 'bin/cdk-dtap.ts', 'evidence', assembly, '--out', folder], process.env);
  rmSync(folder, { recursive: true, force: true });
  if (exitCode !== 0) {
    throw new Error(output);
  }
}

async function sample(assembly: string): Promise<Sample> {
  return {
    ...await timed('empty', emptyApp),
    ...await timed('all', () => estate('')),
    ...await timed('one', () => estate('', { environment: 'production' })),
    ...await timed('check', checkLarge),
    ...await packCost('Dtap'),
    ...await packCost('AwsSolutions'),
    ...await phases(),
    ...await timed('render', () => render(assembly)),
  };
}

/** What it takes to prove all properties of a share of the synthetic estate: processor time in milliseconds, and bytes. */
async function synthetic(share: number): Promise<{ ms: number; bytes: number; slowest: string }> {
  const { exitCode, output } = await run(process.execPath, ['-r', 'ts-node/register', 'scripts/bench/proofs.ts', String(share)]);
  const [, found] = /^BENCH (.*)$/m.exec(output) ?? [];
  if (exitCode !== 0 || !found) {
    throw new Error(output);
  }
  const { took, bytes } = JSON.parse(found) as { took: Record<string, number>; bytes: number };
  const [slowest] = Object.entries(took).sort(([, a], [, b]) => b - a);
  return { ms: Object.values(took).reduce((sum, each) => sum + each, 0), bytes, slowest: `${slowest[0]} ${(slowest[1] / 1000).toFixed(1)} s` };
}

function median(samples: readonly Sample[], name: string): number {
  const sorted = samples.map((each) => each[name]).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

async function wholeEstate(): Promise<AssemblyStack[]> {
  const { folder } = await synthesize({ preload: [PACKS], env: { BENCH_PACK: '' } });
  const stacks = readStacks(folder);
  rmSync(folder, { recursive: true, force: true });
  return stacks;
}

function sizes(stacks: readonly AssemblyStack[]): { resources: number; biggest: number; most: string; bytes: number; longest: string; custom: string[] } {
  const measured = stacks.map(({ path, template }) => ({ path, resources: Object.values(template.Resources ?? {}), bytes: Buffer.byteLength(JSON.stringify(template, undefined, 1)) }));
  const most = measured.reduce((a, b) => (b.resources.length > a.resources.length ? b : a));
  const longest = measured.reduce((a, b) => (b.bytes > a.bytes ? b : a));
  return {
    resources: measured.reduce((sum, { resources }) => sum + resources.length, 0),
    biggest: most.resources.length,
    most: most.path,
    bytes: longest.bytes,
    longest: longest.path,
    custom: measured.flatMap(({ path, resources }) => resources.filter(({ Type: type }) => type.startsWith('Custom::CrossRegion')).map(({ Type: type }) => `${path} ${type}`)),
  };
}

async function main(): Promise<void> {
  const stacks = await wholeEstate();
  const { folder } = await synthesize({});
  const { resources, biggest, most, bytes, longest, custom } = sizes(stacks);
  const samples: Sample[] = [];
  for (let i = 1; i <= RUNS; i += 1) {
    samples.push(await sample(folder));
    console.error(`bench: round ${i} of ${RUNS}`);
  }
  const grown: Awaited<ReturnType<typeof synthetic>>[] = [];
  for (const share of SHARES) {
    grown.push(await synthetic(share));
  }
  const [quarter, half, whole] = grown;
  const ms = (name: string) => median(samples, name);
  const seconds = (name: string) => `${(ms(name) / 1000).toFixed(2)} s`;
  const ratio = (one: string, other: string) => (ms(one) / ms(other)).toFixed(2);
  const budgets: [string, string, string, string, boolean][] = [
    ['our pack without its proofs / AwsSolutions, as a synthesis pays it', `${ms('Dtap cold').toFixed(0)} ms / ${ms('AwsSolutions cold').toFixed(0)} ms`, ratio('Dtap cold', 'AwsSolutions cold'), `≤ ${PACK_BUDGET}`, ms('Dtap cold') <= PACK_BUDGET * ms('AwsSolutions cold')],
    ['recording the evidence / judging and proving', `${ms('evidence').toFixed(0)} ms / ${(ms('rules') + ms('proofs')).toFixed(0)} ms`, (ms('evidence') / (ms('rules') + ms('proofs'))).toFixed(2), `≤ ${EVIDENCE_BUDGET}`, ms('evidence') <= EVIDENCE_BUDGET * (ms('rules') + ms('proofs'))],
    ['proving all properties of the estate', seconds('proofs'), '-', `≤ ${PROOFS_BUDGET / 1000} s`, ms('proofs') <= PROOFS_BUDGET],
    ['proving all properties of 50 VPCs, 2,000 security groups, 5,000 policies (processor time)', `${(whole.ms / 1000).toFixed(1)} s, of it ${whole.slowest}`, '-', `≤ ${SYNTHETIC_BUDGET / 1000} s`, whole.ms <= SYNTHETIC_BUDGET],
    ['its growth from 1/4 to 1/2 to the whole', grown.map((each) => `${(each.ms / 1000).toFixed(1)} s`).join(', '), `${(half.ms / quarter.ms).toFixed(2)}, ${(whole.ms / half.ms).toFixed(2)}`, `≤ ${GROWTH_MAX} each`, half.ms <= GROWTH_MAX * quarter.ms && whole.ms <= GROWTH_MAX * half.ms],
    ['the most memory for it', grown.map(({ bytes: most }) => `${(most / 1e6).toFixed(0)} MB`).join(', '), '-', `≤ ${MEMORY_MAX / 1e6} MB`, whole.bytes <= MEMORY_MAX],
    ['`evidence` on the whole estate, cold', seconds('render'), '-', `≤ ${RENDER_BUDGET / 1000} s`, ms('render') <= RENDER_BUDGET],
    ['check on a template of 500 resources, cold', seconds('check'), '-', `≤ ${CHECK_BUDGET / 1000} s`, ms('check') <= CHECK_BUDGET],
    ['most resources in a stack', most, String(biggest), `≤ ${RESOURCES_MAX}`, biggest <= RESOURCES_MAX],
    ['longest template', longest, `${(bytes / 1000).toFixed(0)} KB`, `≤ ${BYTES_MAX / 1000} KB`, bytes <= BYTES_MAX],
    ['custom resources that carry a value across', custom.join(', ') || 'none', String(custom.length), '0', custom.length === 0],
  ];
  console.log(table(['what', 'measured', 'ratio or size', 'budget', 'kept'], [
    [`whole estate (${stacks.length} stacks, ${resources} resources) / empty app`, `${seconds('all')} / ${seconds('empty')}`, ratio('all', 'empty'), '-', '-'],
    ['per 100 resources / empty app', `${((ms('all') - ms('empty')) / resources * 100).toFixed(0)} ms / ${ms('empty').toFixed(0)} ms`, ((ms('all') - ms('empty')) / resources * 100 / ms('empty')).toFixed(2), '-', '-'],
    ['one environment (production) / whole estate', `${seconds('one')} / ${seconds('all')}`, ratio('one', 'all'), '< 1', ms('one') < ms('all') ? 'yes' : 'NO'],
    ['our pack / AwsSolutions, once more in the same process', `${ms('Dtap warm').toFixed(0)} ms / ${ms('AwsSolutions warm').toFixed(0)} ms`, ratio('Dtap warm', 'AwsSolutions warm'), '-', '-'],
    ...budgets.map(([what, measured, size, budget, kept]) => [what, measured, size, budget, kept ? 'yes' : 'NO']),
  ]));
  rmSync(folder, { recursive: true, force: true });
  const kept = budgets.every(([, , , , each]) => each) && ms('one') < ms('all');
  console.log(`bench: ${kept ? 'every budget is kept' : 'FAILED, a budget is not kept'}`);
  process.exitCode = kept ? 0 : 1;
}

void main().catch((error: Error) => {
  console.error(`bench: FAILED. ${error.message}`);
  process.exitCode = 1;
});
