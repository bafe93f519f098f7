import { judge, type Finding } from '../../../lib/checks/judge';
import type { Rule } from '../../../lib/checks/rule';
import { TemplateSet, type Resource, type TemplateSource } from '../../../lib/checks/template';
import type { VerdictKind } from '../../../lib/checks/verdict';
import type { Ground } from './ground';
import type { Draft, Loose, Mutation, Operator } from './operator';

/** How it ended for a mutant: the rule says that it is broken, says that it cannot tell, or says nothing. */
export type Outcome = 'killed' | 'unknown' | 'survived';

/** A mutant, and what became of it. */
export interface MutantResult {
  readonly rule: string;
  readonly operator: string;
  readonly ground: string;
  readonly template: string;
  readonly site: string;
  readonly subject: string;
  readonly outcome: Outcome;
}

/** Verdicts by template and logical id. */
export type Verdicts = ReadonlyMap<string, VerdictKind>;

/** A ground with its verdicts before anything is broken. */
export class Bench {
  public readonly set: TemplateSet;
  private readonly before = new Map<string, Verdicts>();

  constructor(public readonly ground: Ground) {
    this.set = new TemplateSet(ground.sources, ground.accounts);
  }

  /** The verdicts of a rule on the templates as they are. */
  public verdicts(rule: Rule): Verdicts {
    let known = this.before.get(rule.id);
    if (!known) {
      known = verdictsOf(judge(this.set, [rule]));
      this.before.set(rule.id, known);
    }
    return known;
  }

  /** The places at which an operator makes a mutant for a rule. */
  public mutations(rule: Rule, operator: Operator): Mutation[] {
    const before = this.verdicts(rule);
    return operator.mutations(this.set).filter(({ subject }) => operator.from.includes(before.get(keyOfResource(subject)) ?? 'not-applicable')
      && isJudged(rule, subject));
  }

  /** Breaks one place, and has the rule judge everything again. */
  public run(rule: Rule, operator: Operator, mutation: Mutation): MutantResult {
    const before = this.verdicts(rule);
    const after = verdictsOf(judge(this.mutated(mutation), [rule]));
    const worse = [...after].filter(([key, kind]) => (kind === 'violation' || kind === 'unknown') && before.get(key) !== kind && before.get(key) !== 'violation').map(([, kind]) => kind);
    return {
      rule: rule.id,
      operator: operator.name,
      ground: this.ground.name,
      template: mutation.template.source.name,
      site: mutation.site,
      subject: mutation.subject.logicalId,
      outcome: worse.includes('violation') ? 'killed' : worse.length > 0 ? 'unknown' : 'survived',
    };
  }

  private mutated({ template, apply }: Mutation): TemplateSet {
    return new TemplateSet(this.ground.sources.map((source) => {
      if (source !== template.source) {
        return source;
      }
      const draft: Draft = { ...source, body: structuredClone(source.body) };
      apply(draft);
      return draft as TemplateSource;
    }), this.ground.accounts);
  }
}

/**
 * The same mutation, but only if a parameter says so: a rule must find it in the one branch as well. Undefined where a rule
 * sees the template from another one, in which nothing is left to conditions, or where it is the stack that changes.
 */
export function inOneBranch(mutation: Mutation): Mutation | undefined {
  const { template, subject, apply } = mutation;
  return template !== subject.view.template ? undefined : { ...mutation, site: `${mutation.site}, in one branch`, apply: (draft) => {
    const before = structuredClone(draft.body) as Loose;
    apply(draft);
    branchedBodies(before, draft.body);
  } };
}

/** Lets what is different in a template's second version hang on a parameter. */
export function branchedBodies(before: Loose, after: Loose): void {
  const [old, made] = [before.Resources, after.Resources] as Record<string, Loose>[];
  for (const id of new Set([...Object.keys(old), ...Object.keys(made)])) {
    if (!(id in made)) {
      made[id] = { ...old[id], Condition: 'MutantAbsent' };
    } else if (!(id in old)) {
      made[id].Condition = 'MutantHere';
    } else {
      branch(old[id].Properties ?? {}, made[id].Properties ??= {});
    }
  }
  after.Parameters = { ...after.Parameters, MutantChoice: { Type: 'String' } };
  after.Conditions = { ...after.Conditions, MutantHere: { 'Fn::Equals': [{ Ref: 'MutantChoice' }, 'yes'] }, MutantAbsent: { 'Fn::Not': [{ Condition: 'MutantHere' }] } };
}

function branch(before: Loose, after: Loose): void {
  for (const key of new Set([...Object.keys(before as object), ...Object.keys(after as object)])) {
    if (JSON.stringify(before[key]) !== JSON.stringify(after[key])) {
      after[key] = { 'Fn::If': ['MutantHere', after[key] ?? { Ref: 'AWS::NoValue' }, before[key] ?? { Ref: 'AWS::NoValue' }] };
    }
  }
}

/** A rule for acceptance and production says nothing elsewhere. */
function isJudged({ where = 'all' }: Rule, { environment }: Resource): boolean {
  return where === 'all' || environment === undefined || !(where === 'production' ? ['development', 'test', 'acceptance'] : ['development', 'test']).includes(environment);
}

/** The findings by where they are. */
export function verdictsOf(findings: readonly Finding[]): Map<string, VerdictKind> {
  return new Map(findings.map(({ template, logicalId, verdict }) => [`${template.source.name} ${logicalId}`, verdict.kind]));
}

function keyOfResource(resource: Resource): string {
  return `${resource.view.template.source.name} ${resource.logicalId}`;
}
