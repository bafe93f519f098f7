import type { Table } from './models/table';
import { RULES } from './rules';
import type { Rule, Where, Words } from './rule';
import { OUTPUT, PARAMETER, type Resource, type Template, type TemplateSet, type View } from './template';
import { all, NOT_APPLICABLE, open, unknown, type Fact, type Verdict, type VerdictKind } from './verdict';

/** The verdict of a rule, or of a property of the whole, on one resource of one template. */
export interface Finding {
  readonly rule: Words;
  readonly template: Template;
  readonly logicalId: string;
  readonly resourceType: string;
  readonly verdict: Verdict;
  /** What a model computed. @default - none */
  readonly table?: Table;
}

/** Judges every resource, output and parameter of the templates by every rule that is about its type. Verdicts that do not apply are included. */
export function judge(set: TemplateSet, rules: readonly Rule[] = RULES): Finding[] {
  const byType = new Map<string, Rule[]>();
  for (const rule of rules) {
    for (const type of rule.types) {
      byType.set(type, [...(byType.get(type) ?? []), rule]);
    }
  }
  return set.templates.flatMap((template) => [
    ...template.logicalIds.flatMap((logicalId) => {
      const { Type: type } = template.section('Resources')[logicalId] as { Type: string };
      return judgeOne(template, logicalId, type, byType.get(type), (view) => view.resource(logicalId));
    }),
    ...([OUTPUT, PARAMETER] as const).flatMap((type) => Object.keys(template.section(type === OUTPUT ? 'Outputs' : 'Parameters'))
      .flatMap((logicalId) => judgeOne(template, logicalId, type, byType.get(type), (view) => view.part(type, logicalId)))),
  ]);
}

function judgeOne(template: Template, logicalId: string, type: string, rules: readonly Rule[] | undefined, find: (view: View) => Resource | undefined): Finding[] {
  if (!rules) {
    return [];
  }
  return rules.map((rule) => ({
    rule,
    template,
    logicalId,
    resourceType: type,
    verdict: appliesIn(rule.where ?? 'all', template.source.environment) ? worstOf(rule, template, find) : NOT_APPLICABLE,
  }));
}

/** Of so many choices of conditions with the same outcome, the facts are told. */
const MOST_TOLD = 16;
/** So many violations in a row that say nothing new are enough. */
const ENOUGH = 32;

/** The worst verdict over all choices of conditions. A violation under one of them is one, however many are left. */
function worstOf(rule: Rule, template: Template, find: (view: View) => Resource | undefined): Verdict {
  let tally: Tally | undefined;
  const { results, complete } = template.explore((view) => {
    const verdict = verdictOf(rule, find(view));
    // Its facts are told now, while the choice stands.
    return view.scenario.settled ? verdict : (tally ??= new Tally()).add(verdict, () => view.scenario.aside(() => verdict.facts));
  }, () => tally?.enough ?? false);
  if (results.length === 1) {
    return results[0];
  }
  const worst = all(complete ? results : [...results, unknown('the template has too many conditions to go through every choice')]);
  return { ...worst, facts: distinct(worst.facts) };
}

/** What was seen of the choices so far. */
class Tally {
  private readonly kinds = new Map<VerdictKind, number>();
  private readonly said = new Set<string>();
  private old = 0;

  /** Whether going on would only say the same. */
  public get enough(): boolean {
    return this.old >= ENOUGH;
  }

  /** The verdict, with its facts if not enough of its kind have told theirs. */
  public add({ kind, messages }: Verdict, facts: () => readonly Fact[]): Verdict {
    const count = (this.kinds.get(kind) ?? 0) + 1;
    this.kinds.set(kind, count);
    this.old = kind === 'violation' && messages.every((message) => this.said.has(message)) ? this.old + 1 : 0;
    messages.forEach((message) => this.said.add(message));
    return { kind, messages, facts: count > MOST_TOLD ? [] : facts() };
  }
}

function distinct(facts: readonly Fact[]): Fact[] {
  return [...new Map(facts.map((fact) => [`${fact.path} ${fact.value}`, fact])).values()];
}

/** A rule that fails is no proof of anything: the verdict is unknown. */
function verdictOf(rule: Rule, resource: Resource | undefined): Verdict {
  if (!resource) {
    return NOT_APPLICABLE;
  }
  try {
    // A macro that writes any property may write all of them.
    return resource.properties.isObject ? rule.check(resource) : open(resource.properties);
  } catch (error) {
    return unknown(`the rule failed: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function appliesIn(where: Where, environment: string | undefined): boolean {
  const below = where === 'all' ? [] : where === 'acceptance-and-production' ? ['development', 'test'] : ['development', 'test', 'acceptance'];
  return environment === undefined || !below.includes(environment);
}
