import type { RuleEvidence } from '../evidence/evidence';
import type { CheckFinding, CheckReport, TemplateReport } from './report';

/** Type of a rule in tags that code scanning shows. */
const TAG = 'security';

/**
 * The report for code scanning. A violation is a result of level `error`; an unknown is one of kind `open`: judged, with too
 * little to decide. Templates that could not be read, and notes, are notifications of the run.
 *
 * Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarifOf({ templates, rules }: CheckReport): string {
  const found = new Set(templates.flatMap(({ findings }) => findings.map(({ rule }) => rule)));
  const shown = rules.filter(({ id }) => found.has(id));
  const index = new Map(shown.map(({ id }, i) => [id, i]));
  return `${JSON.stringify({
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [{
      tool: { driver: { name: 'cdk-dtap', rules: shown.map(descriptorOf) } },
      columnKind: 'utf16CodeUnits',
      invocations: [{
        executionSuccessful: templates.every(({ error }) => error === undefined),
        toolExecutionNotifications: templates.flatMap(notificationsOf),
      }],
      results: templates.flatMap((template) => template.findings.map((finding) => resultOf(template, finding, index))),
    }],
  }, undefined, 2)}\n`;
}

function descriptorOf({ id, title, why, mend, controls, references }: RuleEvidence): object {
  return {
    id,
    name: id,
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: {
      text: [why, mend, ...references].join('\n'),
      markdown: [why, '', mend, '', ...references.map((reference) => `- <${reference}>`)].join('\n'),
    },
    ...(references.length > 0 && { helpUri: references[0] }),
    defaultConfiguration: { level: 'error' },
    properties: { tags: [TAG, ...controls] },
  };
}

function resultOf({ name }: TemplateReport, { rule, logicalId, type, verdict, messages, facts, line, column }: CheckFinding, index: ReadonlyMap<string, number>): object {
  return {
    ruleId: rule,
    ruleIndex: index.get(rule),
    ...(verdict === 'violation' ? { kind: 'fail', level: 'error' } : { kind: 'open', level: 'none' }),
    message: { text: `${logicalId} (${type}): ${messages.join('; ')}.` },
    locations: [{
      physicalLocation: { artifactLocation: { uri: uriOf(name) }, region: { startLine: line, startColumn: column } },
      logicalLocations: [{ name: logicalId, kind: 'resource' }],
    }],
    partialFingerprints: { 'ruleAndResource/v1': `${rule}/${logicalId}` },
    properties: { facts },
  };
}

function notificationsOf({ name, error, notes }: TemplateReport): object[] {
  const said = (level: string, text: string, line?: number): object => ({
    level,
    message: { text },
    locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(name) }, ...(line !== undefined && { region: { startLine: line } }) } }],
  });
  return error !== undefined ? [said('error', `The template could not be read: ${error}.`)]
    : notes.map(({ message, line, undecided }) => said(undecided ? 'warning' : 'note', message, line));
}

/** A file as a URI: relative ones stay so. */
function uriOf(file: string): string {
  const path = file.replace(/\\/g, '/').split('/').map(encodeURIComponent).join('/');
  return path.startsWith('/') ? `file://${path}` : path.replace(/^(\.\/)+/, '');
}
