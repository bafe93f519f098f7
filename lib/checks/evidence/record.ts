import { CLAUSES } from '../catalogue/clauses';
import { CONTROLS } from '../catalogue/controls';
import type { Finding } from '../judge';
import type { Property } from '../proofs/property';
import type { Rule, Words } from '../rule';
import type { TemplateSet } from '../template';
import { EVIDENCE_VERSION, type Evidence, type ExceptionEvidence, type RuleEvidence, type StackEvidence, type VerdictEvidence } from './evidence';
import { clauseStandings, controlStandings, type ProofsHeld } from './standing';

/** What the recorder has to know besides the findings. */
export interface RecordInput {
  /** How the estate is called. */
  readonly estate: string;
  /** The templates that were judged. */
  readonly set: TemplateSet;
  /** Every verdict, those that do not apply included. */
  readonly findings: readonly Finding[];
  /** The rules that judged. */
  readonly rules: readonly Rule[];
  /** The properties that were proved. @default - none */
  readonly properties?: readonly Property[];
  /** Construct path of a finding's resource. */
  readonly pathOf: (finding: Finding) => string;
  /** File of a stack's template within the assembly, by the stack's path. */
  readonly fileOf: (stack: string) => string | undefined;
  /** Findings that are accepted, of all packs. */
  readonly exceptions: readonly ExceptionEvidence[];
  /** What stands behind controls besides rules. */
  readonly held: ProofsHeld;
}

/** Name under which the pack's findings are acknowledged. */
const PACK = 'Dtap';

/** Puts everything that was judged into one document. */
export function recordEvidence(input: RecordInput): Evidence {
  const accepted = new Set(input.exceptions.map(({ finding, resource }) => `${finding} ${resource}`));
  const used = new Set<string>();
  const verdicts = input.findings.map((finding) => verdictOf(finding, input.pathOf(finding), accepted, used));
  const rules = [...input.rules.map(wordsOf), ...(input.properties ?? []).map((property) => ({ ...wordsOf(property), proof: property.proof }))];
  const controls = controlStandings(CONTROLS, rules, verdicts, input.held);
  const stacks = stacksOf(input);
  return {
    format: 'cdk-dtap/evidence',
    version: EVIDENCE_VERSION,
    estate: { name: input.estate, accounts: input.set.accounts, environments: [...new Set(stacks.flatMap(({ environment }) => environment ?? []))] },
    stacks,
    rules,
    verdicts,
    exceptions: input.exceptions.map((exception) => (exception.finding.startsWith(`${PACK}::`)
      ? { ...exception, used: used.has(`${exception.finding} ${exception.resource}`) } : exception)),
    controls,
    clauses: clauseStandings(CLAUSES, controls),
    models: input.findings.flatMap(({ rule, table }) => (table ? [{ rule: rule.id, ...table }] : [])),
  };
}

/** Id of a finding as an exception names it. */
export function qualifiedId({ rule, verdict }: Finding): string {
  return `${PACK}::${PACK}-${rule.id}${verdict.kind === 'unknown' ? '[unknown]' : ''}`;
}

function verdictOf(finding: Finding, path: string, accepted: ReadonlySet<string>, used: Set<string>): VerdictEvidence {
  const { rule, template, logicalId, resourceType: type, verdict } = finding;
  const exception = verdict.kind === 'violation' || verdict.kind === 'unknown' ? `${qualifiedId(finding)} ${path}` : '';
  const acknowledged = accepted.has(exception);
  if (acknowledged) {
    used.add(exception);
  }
  return {
    rule: rule.id, stack: template.source.name, logicalId, path, type,
    verdict: acknowledged ? 'acknowledged' : verdict.kind, messages: verdict.messages, facts: verdict.facts,
  };
}

function wordsOf({ id, title, why, mend, controls, references }: Words): RuleEvidence {
  return { id, title, why, mend, controls, references };
}

function stacksOf({ set, fileOf }: RecordInput): StackEvidence[] {
  return set.templates.map(({ source, logicalIds }) => ({
    path: source.name,
    stackName: source.stackName,
    account: source.account,
    region: source.region,
    environment: source.environment,
    template: fileOf(source.name),
    resources: logicalIds.length,
  }));
}
