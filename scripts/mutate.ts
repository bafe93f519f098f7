/**
 * How far the rules can be trusted: breaks the reference estate's templates, and hardened templates made by hand, in one
 * place at a time, and looks whether the rule that keeps that place speaks up. Then writes the same templates otherwise, and
 * looks whether any rule speaks up that should not. Fails under 95 %, or on a single false alarm.
 *
 * Prints a table; the whole goes to .cache/mutation.json. `npm run mutate -- <part of an id>` runs some rules and properties
 * only. What the properties say to their own mutants is a process of its own: mutate-proofs.ts.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROPERTIES } from '../lib/checks/proofs/properties';
import { RULES } from '../lib/checks/rules';
import { NEUTRAL } from '../test/mutation/neutral';
import { OPERATORS } from '../test/mutation/operators';
import { allVerdicts, falseAlarms, type FalseAlarm } from '../test/mutation/support/alarms';
import { handMade, synthesized, type Ground } from '../test/mutation/support/ground';
import { Bench, inOneBranch, type MutantResult } from '../test/mutation/support/run';
import { ROOT, run, synthesize } from './support/assembly';
import { table } from './support/table';

const LEAST_SCORE = 0.95;
const TELL_EVERY_MS = 5000;
const REPORT = join(ROOT, '.cache/mutation.json');

const parts = process.argv.slice(2);
const isChosen = ({ id }: { readonly id: string }) => parts.every((part) => id.includes(part));
const chosen = RULES.filter(isChosen);
const PROOFS = ['-r', 'ts-node/register', 'scripts/mutate-proofs.ts'];

function mutants(ground: Ground): MutantResult[] {
  const bench = new Bench(ground);
  const tell = teller(`mutants of ${ground.name}`, chosen.length, 'rules');
  return chosen.flatMap((rule) => tell(OPERATORS[rule.id] ?? []).flatMap((operator) => bench.mutations(rule, operator).flatMap((mutation) =>
    [mutation, operator.unconditional ? undefined : inOneBranch(mutation)].flatMap((each) => (each ? bench.run(rule, operator, each) : [])))));
}

function alarms(ground: Ground): FalseAlarm[] {
  const before = allVerdicts(new Bench(ground).set);
  const groups = groupsOf(ground.sources.length);
  const tell = teller(`neutral edits of ${ground.name}`, NEUTRAL.length * groups.length, 'judged');
  const found = NEUTRAL.flatMap((edit) => groups.flatMap((at) => tell(falseAlarms(ground, before, edit, at))));
  const once = new Map(found.map((alarm) => [`${alarm.rule} ${alarm.edit} ${alarm.ground} ${alarm.site}`, alarm]));
  return [...once.values()].filter((alarm) => chosen.some(({ id }) => id === alarm.rule));
}

/** All templates at once; and by each binary digit of their numbers, so that of any two there is a group with the one and without the other. */
function groupsOf(count: number): number[][] {
  const indices = Array.from({ length: count }, (_, i) => i);
  const digits = Array.from({ length: Math.ceil(Math.log2(Math.max(count, 2))) }, (_, i) => i);
  const halves = digits.flatMap((digit) => [0, 1].map((value) => indices.filter((i) => ((i >> digit) & 1) === value)));
  return [indices, ...halves.filter(({ length }) => length > 0)];
}

/** Lets results through, and says every few seconds how many there are. */
function teller(what: string, total: number, unit: string): <T>(result: T) => T {
  let [done, told] = [0, Date.now()];
  return (result) => {
    done += 1;
    if (Date.now() - told > TELL_EVERY_MS) {
      told = Date.now();
      process.stderr.write(`mutate: ${what}, ${done} of ${total} ${unit}\n`);
    }
    return result;
  };
}

function score(results: readonly MutantResult[]): number {
  return results.length === 0 ? 0 : results.filter(({ outcome }) => outcome !== 'survived').length / results.length;
}

function row(name: string, results: readonly MutantResult[], found: readonly FalseAlarm[]): string[] {
  const count = (outcome: MutantResult['outcome']) => String(results.filter((result) => result.outcome === outcome).length);
  return [name, String(results.length), count('killed'), count('unknown'), count('survived'), `${(100 * score(results)).toFixed(1)} %`, String(found.length)];
}

function print(results: readonly MutantResult[], found: readonly FalseAlarm[]): void {
  const rows = chosen.map(({ id }) => row(id, results.filter(({ rule }) => rule === id), found.filter(({ rule }) => rule === id)));
  console.log(table(['rule', 'mutants', 'killed', 'unknown', 'survived', 'score', 'false alarms'], [...rows, row('all', results, found)]));
  const survivors = results.filter(({ outcome }) => outcome === 'survived');
  console.log(survivors.length === 0 ? '\nNo mutant survived.' : `\nSurvived:\n${survivors.map(({ rule, operator, ground, template, site, subject }) => `  ${rule}: ${operator} at ${ground} ${template} ${site} (about ${subject})`).join('\n')}`);
  console.log(found.length === 0 ? 'No false alarms.' : `False alarms:\n${found.map(({ rule, edit, ground, site, before, after, messages }) => `  ${rule}: ${edit} at ${ground} ${site}: ${before}, now ${after} (${messages.join('; ')})`).join('\n')}`);
}

async function main(): Promise<void> {
  const started = Date.now();
  const { folder } = await synthesize();
  const proofs = PROPERTIES.some(isChosen) ? run(process.execPath, [...PROOFS, folder, ...parts], process.env) : undefined;
  const kept = chosen.length === 0 || rules([handMade(), synthesized(folder)], started);
  const proved = await proofs;
  rmSync(folder, { recursive: true, force: true });
  console.log(proved ? `\n${proved.output}` : '');
  process.exitCode = kept && (proved?.exitCode ?? 0) === 0 && (chosen.length > 0 || proved) ? 0 : 1;
}

/** Whether the rules speak up as often as they must, and never without a reason. */
function rules(grounds: readonly Ground[], started: number): boolean {
  const results = grounds.flatMap(mutants);
  const found = grounds.flatMap(alarms);
  mkdirSync(join(ROOT, '.cache'), { recursive: true });
  writeFileSync(REPORT, `${JSON.stringify({ score: score(results), mutants: results, falseAlarms: found }, undefined, 1)}\n`);
  print(results, found);
  console.log(`${results.length} mutants and ${NEUTRAL.length} neutral edits in ${((Date.now() - started) / 1000).toFixed(0)} s; the whole is in ${REPORT.slice(ROOT.length + 1)}`);
  return score(results) >= LEAST_SCORE && found.length === 0;
}

void main();
