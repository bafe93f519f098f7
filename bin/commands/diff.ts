import { parseArgs } from 'node:util';
import { compare, incomparable, mustFail, type Side } from '../../lib/checks/evidence/diff';
import { differencePage } from '../../lib/checks/evidence/diff/page';
import { TemplateSet } from '../../lib/checks/template';
import { readAssembly, refusing, UnusableInput } from './assembly';

/** What it does, in one line. */
export const SUMMARY = 'tells what a change does to the promises, as Markdown for the pull request';

/** How to call it. */
export const USAGE = `Usage: cdk-dtap diff <base assembly> <head assembly> [--today YYYY-MM-DD]

Compares the evidence and the templates of two cloud assemblies of one estate, and prints
  controls and clauses that are lost, weakened and gained
  resources with data that would be deleted or replaced
  what is newly public or newly reachable
  exceptions that are new, and those that are not in order

  <base assembly>  directory that \`cdk synth\` wrote to before the change
  <head assembly>  the same after the change
  --today          the day that the exceptions' last days are compared with; without it none is called expired

Exit code: 0 what held still holds; 1 a control or clause that held no longer does, or an exception is not in order;
2 the input cannot be used.`;

/** Runs the command. */
export function run(args: string[]): number {
  return refusing('diff', () => {
    const { base, head, today } = optionsOf(args);
    const sides = sidesOf(base, head);
    const reason = incomparable(...sides);
    if (reason) {
      throw new UnusableInput('the assemblies cannot be compared', [reason]);
    }
    const difference = compare(...sides, today);
    const failed = mustFail(difference);
    process.stdout.write(differencePage(difference, failed));
    return failed ? 1 : 0;
  });
}

/** Reads both, and tells what is wrong with both at once. */
function sidesOf(...directories: [string, string]): [Side, Side] {
  const problems: string[] = [];
  const sides = directories.flatMap((directory) => {
    try {
      const { evidence, sources } = readAssembly(directory);
      return [{ evidence, set: new TemplateSet(sources, evidence.estate.accounts) }];
    } catch (error) {
      if (!(error instanceof UnusableInput)) {
        throw error;
      }
      problems.push(error.message);
      return [];
    }
  });
  if (problems.length > 0) {
    throw new UnusableInput('the input cannot be used', problems);
  }
  return sides as [Side, Side];
}

function optionsOf(args: string[]): { readonly base: string; readonly head: string; readonly today?: string } {
  const { values: { today }, positionals } = parsed(args);
  const problems = [
    ...(positionals.length === 2 ? [] : [`name two assemblies, the base and the head, not ${positionals.length}`]),
    ...(today === undefined || isDay(today) ? [] : [`--today is '${today}'; write a day as YYYY-MM-DD`]),
  ];
  if (problems.length > 0) {
    throw new UnusableInput('the arguments cannot be used', problems);
  }
  return { base: positionals[0], head: positionals[1], today };
}

function parsed(args: string[]) {
  try {
    return parseArgs({ args, allowPositionals: true, options: { today: { type: 'string' } } });
  } catch (error) {
    throw new UnusableInput('the arguments cannot be used', [error instanceof Error ? error.message : String(error)]);
  }
}

function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
