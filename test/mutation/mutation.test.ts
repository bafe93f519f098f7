import { RULES } from '../../lib/checks/rules';
import { judge } from '../../lib/checks/judge';
import { TemplateSet } from '../../lib/checks/template';
import { compliant, violation } from '../../lib/checks/verdict';
import { draftsOf, NEUTRAL } from './neutral';
import { OPERATORS } from './operators';
import { allVerdicts, falseAlarms } from './support/alarms';
import { handMade } from './support/ground';
import { Bench, inOneBranch } from './support/run';

const ground = handMade();
const bench = new Bench(ground);
const before = allVerdicts(bench.set);
const everywhere = ground.sources.map((_, i) => i);
const rules = RULES.map((rule) => [rule.id, rule] as const);
const ruleOf = (id: string) => RULES.find((rule) => rule.id === id) ?? RULES[0];
const firstMutant = (id: string) => {
  const operator = OPERATORS[id][0];
  return { operator, mutation: bench.mutations(ruleOf(id), operator)[0] };
};

describe('the hand-made templates', () => {
  test('break no rule, and leave none in doubt', () => {
    expect(judge(bench.set).filter(({ verdict }) => verdict.kind === 'violation' || verdict.kind === 'unknown').map(({ rule, template, logicalId, verdict }) => [rule.id, template.source.name, logicalId, ...verdict.messages])).toEqual([]);
  });
});

describe('the operators', () => {
  test('are for rules that exist', () => {
    expect(Object.keys(OPERATORS).filter((id) => !RULES.some((rule) => rule.id === id))).toEqual([]);
  });

  test.each(rules)('%s is broken in at least two ways, each by a name of its own', (id, rule) => {
    const operators = OPERATORS[id] ?? [];
    expect(new Set(operators.map(({ name }) => name)).size).toBe(operators.length);
    expect(operators.filter((operator) => bench.mutations(rule, operator).length > 0).length).toBeGreaterThanOrEqual(2);
  });

  test.each(rules)('%s speaks up at the first place of each, also if it is broken in one branch only', (id, rule) => {
    const survivors = OPERATORS[id].flatMap((operator) => bench.mutations(rule, operator).slice(0, 1).flatMap((mutation) => [mutation, operator.unconditional ? undefined : inOneBranch(mutation)]
      .flatMap((each) => (each && bench.run(rule, operator, each).outcome === 'survived' ? [`${operator.name} at ${each.template.source.name} ${each.site}`] : []))));
    expect(survivors).toEqual([]);
  });
});

describe('the neutral edits', () => {
  test.each(NEUTRAL.map((edit) => [edit.name, edit] as const))('%s: something is written otherwise, and no rule minds', (_, edit) => {
    const drafts = draftsOf(ground.sources);
    edit.apply(drafts, everywhere);
    expect(JSON.stringify(drafts) === JSON.stringify(ground.sources)).toBe(false);
    expect(falseAlarms(ground, before, edit, everywhere)).toEqual([]);
  });
});

describe('the runner', () => {
  test('counts a mutant that its rule does not see as survived', () => {
    const { operator, mutation } = firstMutant('S3BucketVersioned');
    expect(new Bench(ground).run({ ...ruleOf('S3BucketVersioned'), check: () => compliant() }, operator, mutation).outcome).toBe('survived');
  });

  test('counts a mutant that its rule cannot decide as unknown, not as killed', () => {
    const { operator, mutation } = firstMutant('Ec2TransitGatewayWithinEnvironment');
    expect(bench.run(ruleOf('Ec2TransitGatewayWithinEnvironment'), operator, mutation).outcome).toBe('killed');
    const open = OPERATORS.Ec2TransitGatewayWithinEnvironment.find(({ name }) => name.startsWith('a gateway outside'));
    expect(open && bench.run(ruleOf('Ec2TransitGatewayWithinEnvironment'), open, bench.mutations(ruleOf('Ec2TransitGatewayWithinEnvironment'), open)[0]).outcome).toBe('unknown');
  });

  test('makes no mutant where the rule has spoken up already', () => {
    const { operator } = firstMutant('S3BucketVersioned');
    expect(new Bench(ground).mutations({ ...ruleOf('S3BucketVersioned'), check: () => violation('always') }, operator)).toEqual([]);
  });

  test('breaks a copy: the templates stay as they are', () => {
    const { operator, mutation } = firstMutant('S3BucketVersioned');
    const text = JSON.stringify(ground.sources);
    bench.run(ruleOf('S3BucketVersioned'), operator, mutation);
    expect(JSON.stringify(ground.sources) === text).toBe(true);
  });

  test('reports a rule that minds how a template is written', () => {
    const renamed = NEUTRAL.find(({ name }) => name === 'logical ids renamed') ?? NEUTRAL[0];
    const pretended = new Map([...before].filter(([key]) => key.startsWith('S3BucketVersioned ')).map(([key]) => [key, 'violation' as const]));
    expect(falseAlarms(ground, new Map([...before, ...pretended]), renamed, everywhere)).toEqual([]);
    const harsher = { name: 'a tag taken away', apply: (drafts: ReturnType<typeof draftsOf>) => {
      drafts.forEach(({ body }) => Object.values(body.Resources as Record<string, { Type: string; Properties?: { Tags?: unknown } }>).filter(({ Type }) => Type === 'AWS::S3::Bucket').forEach((bucket) => { delete bucket.Properties?.Tags; }));
      return undefined;
    } };
    expect(falseAlarms(ground, before, harsher, everywhere)).toEqual(expect.arrayContaining([expect.objectContaining({ rule: 'StoreClassified', before: 'compliant', after: 'violation' })]));
  });
});

test('templates read alone leave their imports open, and so more in doubt: the set is judged as a whole', () => {
  const alone = ground.sources.flatMap((source) => judge(new TemplateSet([source], ground.accounts))).filter(({ verdict }) => verdict.kind === 'unknown');
  expect(alone.length).toBeGreaterThan(0);
});
