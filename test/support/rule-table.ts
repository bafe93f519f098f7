import { judge } from '../../lib/checks/judge';
import type { Rule } from '../../lib/checks/rule';
import { TemplateSet, type Json, type TemplateSource } from '../../lib/checks/template';
import { all, type Verdict, type VerdictKind } from '../../lib/checks/verdict';

/** A template, several with what is known of their stacks, or just the resources of one. */
export type Example = { [key: string]: unknown } | ExampleSet;

/** Templates that are judged together. */
export interface ExampleSet {
  readonly templates: readonly (Omit<Partial<TemplateSource>, 'body'> & { readonly body: unknown })[];
  readonly accounts?: Record<string, string>;
}

/** Examples by what they show, in words. Every rule has some of each kind. */
export interface RuleTable {
  readonly compliant: Record<string, Example>;
  readonly violation: Record<string, Example>;
  readonly notApplicable: Record<string, Example>;
  readonly unknown: Record<string, Example>;
}

/** Tests a rule by its table: each example must get exactly the verdict of its column, and every column has one. */
export function describeRule(rule: Rule, table: RuleTable): void {
  describe(rule.id, () => {
    const columns: [VerdictKind, Record<string, Example>][] = [
      ['compliant', table.compliant], ['violation', table.violation], ['not-applicable', table.notApplicable], ['unknown', table.unknown],
    ];
    for (const [kind, examples] of columns) {
      test(`has ${kind} examples`, () => expect(Object.keys(examples)).not.toHaveLength(0));
      test.each(Object.entries(examples))(`${kind}: %s`, (_, example) => {
        const verdict = verdictOn(rule, example);
        expect({ kind: verdict.kind, messages: verdict.messages }).toEqual({ kind, messages: kind === 'violation' || kind === 'unknown' ? expect.arrayContaining([expect.any(String)]) : [] });
        expect(verdict.messages.filter((message) => message.startsWith('the rule failed'))).toEqual([]);
      });
    }
  });
}

/** The worst verdict of one rule over an example. */
export function verdictOn(rule: Rule, example: Example): Verdict {
  const { templates, accounts } = isSet(example) ? example : { templates: [{ body: example }], accounts: undefined };
  const sources = templates.map((template, i): TemplateSource => ({ name: `Template${i}`, ...template, body: wrap(template.body) }));
  return all(judge(new TemplateSet(sources, accounts), [rule]).map((finding) => finding.verdict));
}

function isSet(example: Example): example is ExampleSet {
  return 'templates' in example && Array.isArray(example.templates);
}

function wrap(body: unknown): Json {
  const json = body as { [key: string]: Json };
  return 'Resources' in json ? json : { Resources: json };
}
