import type { CheckFinding, CheckReport, TemplateReport } from './report';

/** The report as people read it on a terminal: what is broken and what is not decided apart, template by template. */
export function tableOf(report: CheckReport): string {
  const controls = new Map(report.rules.map((rule) => [rule.id, rule.controls.join(' ')]));
  return `${[...report.templates.map((template) => sectionOf(template, controls)), summaryOf(report)].join('\n\n')}\n`;
}

/** What was found, in one line. */
export function summaryOf({ templates, rules }: CheckReport): string {
  const sum = (kind: 'violation' | 'unknown' | 'compliant'): number => templates.reduce((total, { counts }) => total + counts[kind], 0);
  const unread = templates.filter(({ error }) => error !== undefined).length;
  return `${counted(templates.length, 'template')}, ${counted(rules.length, 'rule')}: ${counted(sum('violation'), 'violation')}, ${sum('unknown')} unknown, ${sum('compliant')} compliant`
    + `${unread > 0 ? `; ${counted(unread, 'template')} could not be read` : ''}.`;
}

function sectionOf(template: TemplateReport, controls: ReadonlyMap<string, string>): string {
  const { name, error, resources, counts, notes, findings } = template;
  if (error !== undefined) {
    return `${name}\n  could not be read: ${error}`;
  }
  const of = (kind: CheckFinding['verdict']): CheckFinding[] => findings.filter(({ verdict }) => verdict === kind);
  return [
    name,
    `  ${counted(resources, 'resource')}: ${counted(counts.violation, 'violation')}, ${counts.unknown} unknown, ${counts.compliant} compliant`,
    ...block('violations', of('violation'), controls),
    ...block('unknown: the template does not decide', of('unknown'), controls),
    ...(notes.length > 0 ? ['', '  notes', ...notes.map(({ message, line }) => `    ${line === undefined ? '' : `line ${line}: `}${message}`)] : []),
  ].join('\n');
}

function block(title: string, findings: readonly CheckFinding[], controls: ReadonlyMap<string, string>): string[] {
  const rows = findings.map(({ line, logicalId, rule, messages }) => [String(line), logicalId, rule, controls.get(rule) ?? '', messages.join('; ')]);
  return rows.length > 0 ? ['', `  ${title}`, ...aligned([['line', 'resource', 'rule', 'controls', 'what'], ...rows])] : [];
}

function aligned(rows: readonly string[][]): string[] {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) => `    ${row.map((cell, column) => (column === 0 ? cell.padStart(widths[0]) : cell.padEnd(widths[column]))).join('  ')}`.trimEnd());
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
