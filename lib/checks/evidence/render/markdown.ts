import { REPORTS, reportsFor } from '../../catalogue/reports';
import type { ControlEvidence, Evidence, Standing, VerdictEvidence } from '../evidence';
import { ledgerProblems } from '../ledger';
import { count, exceptionGroups, SCOPES, SOURCES, STANDINGS } from './words';

/**
 * The evidence in short, as Markdown.
 *
 * @param today the day with which end dates are compared, `YYYY-MM-DD`; without it none is called expired
 */
export function evidenceMarkdown(evidence: Evidence, today?: string): string {
  return [
    `# Evidence: ${cell(evidence.estate.name)}`,
    '',
    `${count(evidence.stacks.length, 'stack')}, ${count(evidence.stacks.reduce((sum, stack) => sum + stack.resources, 0), 'resource')}, ${count(evidence.verdicts.length, 'verdict')} of ${count(evidence.rules.length, 'rule')}.`,
    '',
    ...table(['Standing', 'Clauses', 'Controls', 'Means'], (Object.keys(STANDINGS) as Standing[]).map((standing) => [
      word(standing), of(evidence.clauses, standing), of(evidence.controls, standing), STANDINGS[standing].means,
    ])),
    '',
    ...openThings(evidence, today),
    '## Clauses',
    '',
    ...table(['Clause', 'Document', 'Promise', 'Controls', 'Standing', 'Shown by'], evidence.clauses.map((clause) => [
      clause.id, `${SOURCES[clause.source] ?? clause.source}, ${clause.ref}`, clause.says, clause.controls.join(' '), word(clause.standing), shownBy(clause.id, clause.kind),
    ])),
    '',
    '## Controls',
    '',
    ...table(['Control', 'Requires', 'Where', 'Standing', 'Proofs', 'Compliant', 'Violated', 'Unknown', 'Accepted'], evidence.controls.map(controlRow)),
    '',
    ...models(evidence),
    '## Exceptions',
    '',
    ...exceptions(evidence, today),
    '',
    '## Reports',
    '',
    ...table(['Report', 'Answered for by', 'Where to fetch it'], REPORTS.map((report) => [report.name, report.by, report.where])),
    '',
  ].join('\n');
}

function openThings(evidence: Evidence, today: string | undefined): string[] {
  const { verdicts, rules, controls } = evidence;
  const titles = new Map(rules.map((rule) => [rule.id, rule.title]));
  const row = (verdict: VerdictEvidence) => [verdict.path, titles.get(verdict.rule) ?? verdict.rule, verdict.messages.join('; ')];
  const of = (kind: VerdictEvidence['verdict']) => verdicts.filter((verdict) => verdict.verdict === kind).map(row);
  const planned = controls.filter((control) => control.standing === 'planned' || control.standing === 'partial');
  return [
    '## What stands open',
    '',
    ...listed('Violations', ['Resource', 'Rule', 'Here'], of('violation')),
    ...listed('Unknowns', ['Resource', 'Rule', 'Here'], of('unknown')),
    ...listed('Proofs that are not built yet', ['Control', 'Standing', 'Not built'], planned.map((control) => [
      control.id, word(control.standing), control.proofs.filter((proof) => proof.standing === 'planned').map((proof) => proof.kind).join(', '),
    ])),
    ...listed('Exceptions to mend', ['Finding', 'Resource', 'What is wrong', 'Owner'], ledgerProblems(evidence, today).map(({ exception, problem }) => [
      exception.finding, exception.resource, problem, exception.owner ?? 'none named',
    ])),
  ];
}

function listed(title: string, head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [`### ${title}: ${rows.length}`, '', ...(rows.length > 0 ? [...table(head, rows), ''] : [])];
}

function models({ models: all = [] }: Evidence): string[] {
  return all.length === 0 ? [] : ['## Availability and recovery', '', ...all.flatMap(({ title, columns, rows, notes }) => [`### ${cell(title)}`, '', ...table(columns, rows), '', ...notes.map((note) => `- ${cell(note)}`), ''])];
}

function controlRow({ id, requires, where, standing, proofs, counts }: ControlEvidence): string[] {
  const proof = proofs.map(({ kind, standing: how }) => `${kind}: ${STANDINGS[how].text}`).join(', ');
  return [id, requires, SCOPES[where] ?? where, word(standing), proof, ...[counts.compliant, counts.violation, counts.unknown, counts.acknowledged].map(String)];
}

function exceptions({ exceptions: all }: Evidence, today: string | undefined): string[] {
  const dated = today === undefined ? 'End dates were not compared with a day; `--today` does.' : `End dates were compared with ${today}.`;
  const rows = exceptionGroups(all, today).map((group) => [
    group.finding, group.reason, group.owner ?? 'none named', `${group.until ?? 'none named'}${group.expired ? ' **expired**' : ''}`,
    `${group.resources.length}${group.unused ? ', unused' : ''}`,
  ]);
  return rows.length === 0 ? ['None.'] : [dated, '', ...table(['Finding', 'Reason', 'Owner', 'Last day', 'Resources'], rows)];
}

function shownBy(clause: string, kind: string): string {
  return kind === 'technical' ? 'templates' : reportsFor(clause).map((report) => report.name).join('; ');
}

function of(rows: readonly { readonly standing: Standing }[], standing: Standing): string {
  return String(rows.filter((row) => row.standing === standing).length);
}

function word(standing: Standing): string {
  return `${STANDINGS[standing].sign} ${STANDINGS[standing].text}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)];
}

/** Text in a table cell: no line break, no bar, and nothing that would be taken for HTML. */
function cell(text: string): string {
  return text.replace(/\\/g, '\\\\').replace(/\|/g, '\\|').replace(/</g, '&lt;').replace(/\s*\n\s*/g, ' ');
}
