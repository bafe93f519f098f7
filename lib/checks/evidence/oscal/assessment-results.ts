import type { JsonMap } from '../../template/json';
import type { ControlEvidence, Evidence, RuleEvidence, Standing, StackEvidence, VerdictEvidence } from '../evidence';
import { groupByRule } from '../standing';
import { objectiveOf } from './catalog';
import { estateOf, judgeOf } from './component-definition';
import { compact, metadata, property, uuid, type OscalContext } from './document';

/** Where the judge comes to a conclusion; the other standings are for people and reports, or nothing is subject to the control. */
const CONCLUSIONS: Readonly<Partial<Record<Standing, { readonly state: string; readonly reason: string }>>> = {
  held: { state: 'satisfied', reason: 'pass' },
  accepted: { state: 'satisfied', reason: 'other' },
  partial: { state: 'not-satisfied', reason: 'other' },
  planned: { state: 'not-satisfied', reason: 'other' },
  unknown: { state: 'not-satisfied', reason: 'other' },
  violated: { state: 'not-satisfied', reason: 'fail' },
};

const REMARKS: Readonly<Partial<Record<Standing, string>>> = {
  accepted: 'It holds but for exceptions on record.',
  partial: 'Every proof that is built holds; others that it needs are not built yet.',
  planned: 'No proof of it is built yet.',
  unknown: 'The templates do not decide.',
};

/** What the judge found: an observation for each rule, with the resources it is about, and a finding for each control. */
export function assessmentResultsOf(evidence: Evidence, context: OscalContext): JsonMap {
  const applying = evidence.verdicts.filter(({ verdict }) => verdict !== 'not-applicable');
  const byRule = groupByRule(applying);
  const observed = evidence.rules.filter(({ id }) => byRule.has(id));
  const concluded = evidence.controls.filter(({ standing }) => CONCLUSIONS[standing]);
  const others = evidence.controls.filter(({ standing }) => !CONCLUSIONS[standing]);
  const plan = uuid('plan', context.estate);
  return {
    'assessment-results': {
      uuid: uuid('assessment-results', context.estate, context.version),
      metadata: metadata(context, `Assessment of the estate ${context.estate}`),
      'import-ap': { href: `#${plan}` },
      results: [compact({
        uuid: uuid('result', context.estate, context.version),
        title: 'Verdicts of the rules on the synthesized templates',
        description: `${applying.length} verdicts of ${observed.length} rules on ${evidence.stacks.length} stacks.`,
        start: context.at,
        'local-definitions': compact({ components: componentsOf(context), 'inventory-items': inventoryOf(applying, evidence.stacks, context) }),
        'reviewed-controls': { 'control-selections': [compact({ 'include-controls': concluded.map(({ id }) => ({ 'control-id': id })) })] },
        observations: observed.map((rule) => observationOf(rule, byRule.get(rule.id) ?? [], context)),
        findings: concluded.map((control) => findingOf(control, observed, context)),
        remarks: others.length === 0 ? undefined : `Not concluded here: ${others.map(({ id, standing }) => `${id} (${standing})`).join(', ')}.`,
      })],
      'back-matter': { resources: [{ uuid: plan, title: 'Assessment plan', description: 'The plan is the rule pack itself: every rule judges every resource of its types, at every synthesis.' }] },
    },
  };
}

function componentsOf(context: OscalContext): JsonMap[] {
  const status = { state: 'operational' };
  return [
    { uuid: estateOf(context), type: 'software', title: `The estate ${context.estate}`, description: 'The synthesized templates.', status },
    { uuid: judgeOf(context), type: 'validation', title: 'The rules of cdk-dtap', description: 'They judge every resource of the templates.', status },
  ];
}

function inventoryOf(verdicts: readonly VerdictEvidence[], stacks: readonly StackEvidence[], context: OscalContext): JsonMap[] {
  const stackOf = new Map(stacks.map((stack) => [stack.path, stack]));
  const resources = new Map(verdicts.map((verdict) => [subjectOf(verdict, context), verdict]));
  return [...resources].map(([id, { stack, path, logicalId, type }]) => {
    const { account, region, environment } = stackOf.get(stack) ?? {};
    return {
      uuid: id,
      description: path,
      props: [
        property('resource-type', type), property('stack', stack), property('logical-id', logicalId),
        ...Object.entries({ account, region, environment }).flatMap(([name, value]) => (value === undefined ? [] : [property(name, value)])),
      ],
      'implemented-components': [{ 'component-uuid': estateOf(context) }],
    };
  });
}

function observationOf(rule: RuleEvidence, verdicts: readonly VerdictEvidence[], context: OscalContext): JsonMap {
  return {
    uuid: observationId(rule.id, context),
    title: rule.title,
    description: rule.why,
    props: [property('rule', rule.id)],
    methods: ['TEST'],
    types: ['control-objective'],
    origins: [originOf(context)],
    subjects: verdicts.map((verdict) => compact({
      'subject-uuid': subjectOf(verdict, context),
      type: 'inventory-item',
      title: verdict.path,
      props: [property('verdict', verdict.verdict), ...verdict.facts.map(({ path, value }) => property('fact', `${path} = ${value}`))],
      remarks: verdict.messages.length > 0 ? verdict.messages.join('; ') : undefined,
    })),
    'relevant-evidence': [{ href: '../evidence.json', description: 'Every verdict, with the values that decided.' }],
    collected: context.at,
    remarks: `To comply: ${rule.mend}`,
  };
}

function findingOf(control: ControlEvidence, observed: readonly RuleEvidence[], context: OscalContext): JsonMap {
  const { state, reason } = CONCLUSIONS[control.standing] ?? { state: 'not-satisfied', reason: 'other' };
  return compact({
    uuid: uuid('finding', context.estate, context.version, control.id),
    title: control.id,
    description: control.requires,
    origins: [originOf(context)],
    target: {
      type: 'objective-id',
      'target-id': objectiveOf(control.id),
      status: compact({ state, reason, remarks: REMARKS[control.standing] }),
      props: [property('standing', control.standing)],
    },
    'related-observations': observed.filter(({ controls }) => controls.includes(control.id)).map(({ id }) => ({ 'observation-uuid': observationId(id, context) })),
  });
}

function originOf(context: OscalContext): JsonMap {
  return { actors: [{ type: 'tool', 'actor-uuid': judgeOf(context) }] };
}

function observationId(rule: string, { estate, version }: OscalContext): string {
  return uuid('observation', estate, version, rule);
}

function subjectOf({ stack, logicalId, type }: VerdictEvidence, { estate }: OscalContext): string {
  return uuid('resource', estate, stack, type, logicalId);
}
