import { writeFileSync } from 'node:fs';
import { constructPathOf, run, type AssemblyStack } from '../support/assembly';
import { guardTool, pythonTool } from './tools';

/** What a scanner says about one resource. */
export interface ScanFinding {
  /** Qualified id: `<scanner>::<rule>`. */
  readonly finding: string;
  /** Construct path of the resource. */
  readonly resource: string;
  readonly message: string;
}

/** A piece of work of a scanner. It fails if the scanner did not come to a verdict. */
export interface ScanJob {
  readonly name: string;
  run(): Promise<ScanFinding[]>;
}

/** cfn-lint: would CloudFormation accept each template in its own region? A job per region. */
export async function cfnLint(stacks: readonly AssemblyStack[]): Promise<ScanJob[]> {
  const program = await pythonTool('cfn-lint');
  const regions = [...new Set(stacks.map((stack) => stack.region))].sort();
  return regions.flatMap((region) => batches(stacks.filter((stack) => stack.region === region)).map((batch, i) => ({
    name: `cfn-lint ${region} (${batch.length} templates, part ${i + 1})`,
    run: async () => {
      const { exitCode, stdout, output } = await run(program, ['-r', region, '-f', 'json', '-t', ...batch.map((stack) => stack.file)]);
      const matches = parse(stdout) as LintMatch[] | undefined;
      if (!matches || (exitCode !== 0 && matches.length === 0)) {
        throw new Error(`cfn-lint ended with ${exitCode}: ${excerpt(output)}`);
      }
      return matches.map((match) => {
        const path = match.Location.Path ?? [];
        return toFinding(batch, match.Filename, 'cfn-lint', match.Rule.Id, path[0] === 'Resources' ? String(path[1]) : path.join('.'), match.Message);
      });
    },
  })));
}

/**
 * The Control Tower rules, a template at a time: a template that cfn-guard cannot read must not hide another.
 *
 * The rules take a value for what it is if it is a text or refers to the same template. What another stack hands over is a
 * text when it is deployed, and is read as one here; what it refers to is for our own rules, which read all templates.
 */
export function controlTower(stacks: readonly AssemblyStack[]): ScanJob[] {
  const { program, rules } = guardTool();
  return stacks.map((stack) => ({
    name: `guard ${stack.path}`,
    run: async () => {
      const file = `${stack.file}.guard.json`;
      writeFileSync(file, JSON.stringify(stack.template, (_, value: object | null) => (value && 'Fn::GetStackOutput' in Object(value) ? 'a value of another stack' : value)));
      const { exitCode, stdout, output } = await run(program, ['validate', '-r', rules, '-d', file, '--structured', '-o', 'json', '--show-summary', 'none']);
      const reports = parse(stdout) as GuardReport[] | undefined;
      if (!reports?.length || (exitCode !== 0 && exitCode !== 19)) {
        throw new Error(`cfn-guard ended with ${exitCode}: ${excerpt(output)}`);
      }
      return reports.flatMap((report) => report.not_compliant.flatMap(({ Rule: rule }) => {
        const found = JSON.stringify(rule.checks);
        const logicalIds = new Set([...found.matchAll(/"(?:from|traversed_to)":\{"path":"\/Resources\/([^/"]+)/g)].map(([, id]) => id));
        const message = /\[(CT\.[^\]]+\]: [^\\]+)/.exec(found)?.[1].replace(']', '') ?? rule.name;
        return [...(logicalIds.size > 0 ? logicalIds : ['Resources'])].map((id) => toFinding([stack], stack.file, 'guard', rule.name, id, message));
      }));
    },
  }));
}

/** checkov's CloudFormation checks, without anything from the network. */
export async function checkov(stacks: readonly AssemblyStack[]): Promise<ScanJob[]> {
  const program = await pythonTool('checkov');
  return batches(stacks).map((batch, i) => ({
    name: `checkov (${batch.length} templates, part ${i + 1})`,
    run: async () => {
      const files = batch.flatMap((stack) => ['-f', stack.file]);
      const { exitCode, stdout, output } = await run(program, [...files, '--framework', 'cloudformation', '--skip-download', '--quiet', '--compact', '-o', 'json']);
      const parsed = parse(stdout) as CheckovReport | CheckovReport[] | undefined;
      const reports = parsed === undefined ? [] : [parsed].flat();
      const unread = reports.flatMap((report) => report.results?.parsing_errors ?? []);
      if (reports.length === 0 || unread.length > 0 || exitCode > 1) {
        throw new Error(`checkov ended with ${exitCode}: ${unread.join(', ') || excerpt(output)}`);
      }
      return reports.flatMap((report) => report.results?.failed_checks ?? [])
        .map((check) => toFinding(batch, check.file_abs_path, 'checkov', check.check_id, check.resource.split('.').slice(1).join('.'), check.check_name));
    },
  }));
}

interface LintMatch {
  readonly Filename: string;
  readonly Message: string;
  readonly Location: { readonly Path?: (string | number)[] };
  readonly Rule: { readonly Id: string };
}

interface GuardReport {
  readonly not_compliant: { readonly Rule: { readonly name: string; readonly checks: unknown } }[];
}

interface CheckovReport {
  readonly results?: {
    readonly failed_checks: { readonly check_id: string; readonly check_name: string; readonly file_abs_path: string; readonly resource: string }[];
    readonly parsing_errors?: string[];
  };
}

function toFinding(stacks: readonly AssemblyStack[], file: string, scanner: string, rule: string, logicalId: string, message: string): ScanFinding {
  const stack = stacks.find((each) => each.file === file);
  if (!stack) {
    throw new Error(`${scanner} reports on ${file}, which it was not given.`);
  }
  return { finding: `${scanner}::${rule}`, resource: constructPathOf(stack, logicalId), message: excerpt(message, 160) };
}

/** Two halves of about the same weight, for two cores; no empty ones. */
function batches(stacks: readonly AssemblyStack[]): AssemblyStack[][] {
  return [0, 1].map((half) => stacks.filter((_, i) => i % 2 === half)).filter((batch) => batch.length > 0);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function excerpt(text: string, length = 600): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}
