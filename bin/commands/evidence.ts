import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { EVIDENCE_FILE, type Evidence } from '../../lib/checks/evidence/evidence';
import { ledgerProblems } from '../../lib/checks/evidence/ledger';
import { oscalOf } from '../../lib/checks/evidence/oscal';
import { evidenceHtml } from '../../lib/checks/evidence/render/html';
import { evidenceMarkdown } from '../../lib/checks/evidence/render/markdown';
import { serialize } from '../../lib/checks/evidence/writer';
import { TemplateSet } from '../../lib/checks/template';
import { DEFAULT_ASSEMBLY, readAssembly, refusing, UnusableInput } from './assembly';

/** What it does, in one line. */
export const SUMMARY = 'writes what a synthesis proved as a page, as Markdown and as OSCAL';

/** How to call it. */
export const USAGE = `Usage: cdk-dtap evidence [assembly] [--out directory] [--today YYYY-MM-DD]

Reads the evidence that the pack left in a cloud assembly and writes
  evidence.html   the page for an auditor, one file, nothing to load
  evidence.md     the same in short
  oscal/          the controls, what is done for them, and the verdicts, as OSCAL

  assembly        directory that \`cdk synth\` wrote to; ${DEFAULT_ASSEMBLY} if left out
  --out           where to write; the assembly itself if left out
  --today         the day that the exceptions' last days are compared with, and that the OSCAL documents bear;
                  without it no exception is called expired

Exit code: 0 nothing is violated or unknown, and no exception is to be mended (expired, unused, without a reason, too
broad); 1 something is; 2 the input cannot be used.`;

interface Options {
  readonly assembly: string;
  readonly out: string;
  readonly today?: string;
}

/** Runs the command. */
export function run(args: string[]): number {
  return refusing('evidence', () => {
    const { assembly, out, today } = optionsOf(args);
    const { evidence, sources } = readAssembly(assembly);
    const files = {
      ...filesOf(evidence, new TemplateSet(sources, evidence.estate.accounts), today),
      // The OSCAL documents refer to it.
      ...(resolve(out) !== resolve(assembly) && { [EVIDENCE_FILE]: serialize(evidence) }),
    };
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(out, name)), { recursive: true });
      writeFileSync(join(out, name), text);
    }
    const { line, findings } = outcome(evidence, today);
    console.log(`${line}\n${Object.keys(files).map((name) => join(out, name)).join('\n')}`);
    return findings ? 1 : 0;
  });
}

/** The text of every file, by its name below the output directory. */
function filesOf(evidence: Evidence, set: TemplateSet, today: string | undefined): Record<string, string> {
  return {
    'evidence.html': evidenceHtml(evidence, set, today),
    'evidence.md': evidenceMarkdown(evidence, today),
    ...Object.fromEntries(oscalOf(evidence, today && `${today}T00:00:00Z`).map(({ name, text }) => [join('oscal', name), text])),
  };
}

function optionsOf(args: string[]): Options {
  const { values, positionals } = parsed(args);
  const problems = [
    ...(positionals.length > 1 ? [`one assembly at a time, not ${positionals.length}`] : []),
    ...(values.today !== undefined && !isDay(values.today) ? [`--today is '${values.today}'; write a day as YYYY-MM-DD`] : []),
    ...(values.out !== undefined && existsSync(values.out) && !statSync(values.out).isDirectory() ? [`--out is '${values.out}', which is a file; name a directory`] : []),
  ];
  if (problems.length > 0) {
    throw new UnusableInput('the arguments cannot be used', problems);
  }
  const assembly = positionals[0] ?? DEFAULT_ASSEMBLY;
  return { assembly, out: values.out ?? assembly, today: values.today };
}

function parsed(args: string[]) {
  try {
    return parseArgs({ args, allowPositionals: true, options: { out: { type: 'string' }, today: { type: 'string' } } });
  } catch (error) {
    throw new UnusableInput('the arguments cannot be used', [error instanceof Error ? error.message : String(error)]);
  }
}

function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

function outcome(evidence: Evidence, today: string | undefined): { line: string; findings: boolean } {
  const { clauses, verdicts } = evidence;
  const of = (kind: string) => verdicts.filter(({ verdict }) => verdict === kind).length;
  const numbers = { violations: of('violation'), unknowns: of('unknown'), 'exceptions to mend': ledgerProblems(evidence, today).length };
  const told = Object.entries(numbers).map(([name, number]) => `${number} ${name}`).join(', ');
  return { line: `${clauses.length} clauses: ${told}.`, findings: Object.values(numbers).some((number) => number > 0) };
}
