import type { CheckReport } from './report';

/** Layout of the report. A reader refuses another major number. */
const VERSION = 1;

/** The report for machines. The same bytes for the same input. */
export function jsonOf({ templates, rules }: CheckReport): string {
  const found = new Set(templates.flatMap(({ findings }) => findings.map(({ rule }) => rule)));
  return `${JSON.stringify({ format: 'cdk-dtap/check', version: VERSION, templates, rules: rules.filter(({ id }) => found.has(id)) }, undefined, 2)}\n`;
}
