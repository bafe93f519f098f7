import { RULES } from './rules';
import type { Rule, Where } from './rule';
import { OUTPUT, PARAMETER, type Resource, type Template, type TemplateSet, type View } from './template';
import { all, NOT_APPLICABLE, unknown, type Verdict } from './verdict';

/** A rule's verdict on one resource of one template. */
export interface Finding {
  readonly rule: Rule;
  readonly template: Template;
  readonly logicalId: string;
  readonly resourceType: string;
  readonly verdict: Verdict;
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
  const views = template.viewsFor(logicalId);
  return rules.map((rule) => ({
    rule,
    template,
    logicalId,
    resourceType: type,
    verdict: !appliesIn(rule.where ?? 'all', template.source.environment) ? NOT_APPLICABLE
      : views ? all(views.map((view) => verdictOf(rule, find(view))))
        : unknown('the template has too many conditions to go through every choice'),
  }));
}

/** A rule that fails is no proof of anything: the verdict is unknown. */
function verdictOf(rule: Rule, resource: Resource | undefined): Verdict {
  if (!resource) {
    return NOT_APPLICABLE;
  }
  try {
    return rule.check(resource);
  } catch (error) {
    return unknown(`the rule failed: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function appliesIn(where: Where, environment: string | undefined): boolean {
  const below = where === 'all' ? [] : where === 'acceptance-and-production' ? ['development', 'test'] : ['development', 'test', 'acceptance'];
  return environment === undefined || !below.includes(environment);
}
