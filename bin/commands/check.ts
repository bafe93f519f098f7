import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { CONTROLS } from '../../lib/checks/catalogue/controls';
import { jsonOf } from '../../lib/checks/check/json';
import { check, type CheckReport } from '../../lib/checks/check/report';
import { sarifOf } from '../../lib/checks/check/sarif';
import { summaryOf, tableOf } from '../../lib/checks/check/table';
import { RULES } from '../../lib/checks/rules';
import type { Rule } from '../../lib/checks/rule';
import { readTemplates } from './templates';

export const SUMMARY = 'Judges CloudFormation templates, JSON or YAML, by the stated controls.';
export const USAGE = `Usage: cdk-dtap check <template…> [options]

${SUMMARY}

  --format table|json|sarif   how to tell what was found (table)
  --output <file>             where to write it (standard output)
  --environment <name>        production, acceptance, test or development: rules that are for others do not apply (production)
  --region <region>           region of the stacks (unknown)
  --account <id>              account of the stacks (unknown)
  --together                  the templates are stacks of one account and region: follow the imports between them
  --rule <id>                 only this rule; may be repeated
  --control <id>              only the rules of this control; may be repeated

Exit code: 0 everything is compliant; 1 violations; 2 a template could not be read, or a wrong option;
3 no violation, but the templates leave something undecided.`;

const RENDERERS: Readonly<Record<string, (report: CheckReport) => string>> = { json: jsonOf, sarif: sarifOf, table: tableOf };
const ENVIRONMENTS = ['production', 'acceptance', 'test', 'development'];
const OPTIONS = {
  account: { type: 'string' }, control: { type: 'string', multiple: true }, environment: { type: 'string' }, format: { type: 'string', default: 'table' },
  output: { type: 'string' }, region: { type: 'string' }, rule: { type: 'string', multiple: true }, together: { type: 'boolean', default: false },
} as const;

/** Runs the command. */
export function run(args: string[]): number {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  const rules = rulesOf(values.rule ?? [], values.control ?? []);
  const problems = [
    ...(positionals.length === 0 ? ['name at least one template'] : []),
    ...wrong('--format', values.format, Object.keys(RENDERERS)),
    ...wrong('--environment', values.environment, ENVIRONMENTS),
    ...(values.account === undefined || /^\d{12}$/.test(values.account) ? [] : [`--account is '${values.account}'; write 12 digits`]),
    ...(values.region === undefined || /^[a-z]{2}(-[a-z]+)+-\d$/.test(values.region) ? [] : [`--region is '${values.region}'; write one such as eu-central-1`]),
    ...(values.rule ?? []).filter((id) => !RULES.some((rule) => isNamed(rule, id))).map((id) => `there is no rule '${id}'`),
    ...(values.control ?? []).filter((id) => !CONTROLS.some((control) => control.id === id)).map((id) => `there is no control '${id}'`),
  ];
  if (problems.length > 0) {
    console.error(['cdk-dtap check:', ...problems.map((problem) => `  ${problem}`), '', USAGE].join('\n'));
    return 2;
  }
  const { account, region, environment, together, format, output } = values;
  const report = check(readTemplates([...new Set(positionals)]), { rules, account, region, environment, together });
  tell(report, RENDERERS[format](report), output);
  return exitCode(report);
}

function tell(report: CheckReport, text: string, output: string | undefined): void {
  if (output === undefined) {
    process.stdout.write(text);
  } else {
    writeFileSync(output, text);
    console.log(summaryOf(report));
  }
  report.templates.filter(({ error }) => error !== undefined).forEach(({ name, error }) => console.error(`cdk-dtap: ${name} could not be read: ${error}`));
}

function exitCode({ templates }: CheckReport): number {
  return templates.some(({ error }) => error !== undefined) ? 2 : templates.some(({ counts }) => counts.violation > 0) ? 1
    : templates.some(({ counts, notes }) => counts.unknown > 0 || notes.some(({ undecided }) => undecided)) ? 3 : 0;
}

function rulesOf(ids: readonly string[], controls: readonly string[]): Rule[] {
  return RULES.filter((rule) => (ids.length === 0 || ids.some((id) => isNamed(rule, id))) && (controls.length === 0 || rule.controls.some((id) => controls.includes(id))));
}

/** A rule is called by its id, also as it is reported at synthesis (`Dtap-…`). */
function isNamed(rule: Rule, id: string): boolean {
  return rule.id === id.replace(/^Dtap-/, '');
}

function wrong(option: string, value: string | undefined, allowed: readonly string[]): string[] {
  return value === undefined || allowed.includes(value) ? [] : [`${option} is '${value}'; write one of ${allowed.join(', ')}`];
}
