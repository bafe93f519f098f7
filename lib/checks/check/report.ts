import type { RuleEvidence } from '../evidence/evidence';
import { judge, type Finding } from '../judge';
import type { Rule } from '../rule';
import { OUTPUT, PARAMETER, TemplateSet, type Json, type TemplateSource } from '../template';
import { isMap } from '../template/json';
import type { Fact } from '../verdict';
import { notesOn, type Note } from './notes';
import { locate, type Place, type Point } from './place';

/** A template to check, or the reason why it could not be read. */
export type CheckInput = {
  /** File. */
  readonly name: string;
  readonly body: Json;
  readonly places: Place;
  /** What the reader has to say. */
  readonly notes: readonly Note[];
} | { readonly name: string; readonly error: string };

/** How to check. */
export interface CheckOptions extends Pick<TemplateSource, 'account' | 'region' | 'environment'> {
  readonly rules: readonly Rule[];
  /** Whether the templates are stacks of one estate, so that imports between them are followed. */
  readonly together: boolean;
}

/** A violation or unknown, and where it stands. */
export interface CheckFinding extends Point {
  readonly rule: string;
  readonly logicalId: string;
  readonly type: string;
  readonly verdict: 'violation' | 'unknown';
  readonly messages: readonly string[];
  readonly facts: readonly Fact[];
}

/** What was found in one template. */
export interface TemplateReport {
  readonly name: string;
  /** Why it could not be read; nothing else is known then. */
  readonly error?: string;
  /** Number of resources. */
  readonly resources: number;
  readonly counts: { readonly violation: number; readonly unknown: number; readonly compliant: number };
  readonly notes: readonly Note[];
  /** In the order of the file. */
  readonly findings: readonly CheckFinding[];
}

/** What was found in all templates. */
export interface CheckReport {
  readonly templates: readonly TemplateReport[];
  /** The rules that judged. */
  readonly rules: readonly RuleEvidence[];
}

/** Judges templates. Each on its own, unless they are said to belong together. */
export function check(inputs: readonly CheckInput[], options: CheckOptions): CheckReport {
  const read = inputs.filter((input) => 'body' in input);
  const sources = read.map(({ name, body }): TemplateSource => ({ name, body, account: options.account, region: options.region, environment: options.environment }));
  const sets = options.together ? [sources] : sources.map((source) => [source]);
  const judged = new Map<string, { findings: Finding[]; resources: number }>();
  for (const set of sets.map((each) => new TemplateSet(each))) {
    set.templates.forEach(({ source, logicalIds }) => judged.set(source.name, { findings: [], resources: logicalIds.length }));
    judge(set, options.rules).forEach((finding) => judged.get(finding.template.source.name)?.findings.push(finding));
  }
  const types = new Set(options.rules.flatMap((rule) => rule.types));
  return {
    templates: inputs.map((input) => ('body' in input ? reportOn(input, judged.get(input.name)!, types)
      : { ...input, resources: 0, counts: { violation: 0, unknown: 0, compliant: 0 }, notes: [], findings: [] })),
    rules: options.rules.map(({ id, title, why, mend, controls, references }) => ({ id, title, why, mend, controls, references })),
  };
}

function reportOn(input: Extract<CheckInput, { body: Json }>, { findings, resources }: { findings: readonly Finding[]; resources: number }, types: ReadonlySet<string>): TemplateReport {
  const count = (kind: string): number => findings.filter(({ verdict }) => verdict.kind === kind).length;
  return {
    name: input.name,
    resources,
    counts: { violation: count('violation'), unknown: count('unknown'), compliant: count('compliant') },
    notes: [...input.notes, ...isMap(input.body) ? notesOn(input.body, types) : []],
    findings: findings.flatMap((finding) => told(finding, input.places)).sort((a, b) => a.line - b.line || compare(a.logicalId, b.logicalId) || compare(a.rule, b.rule)),
  };
}

function told({ rule, logicalId, resourceType: type, verdict: { kind, messages, facts } }: Finding, places: Place): CheckFinding[] {
  const section = type === OUTPUT ? 'Outputs' : type === PARAMETER ? 'Parameters' : 'Resources';
  return kind === 'violation' || kind === 'unknown'
    ? [{ rule: rule.id, logicalId, type, verdict: kind, messages, facts, ...locate(places, section, logicalId, facts.map(({ path }) => path)) }] : [];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
