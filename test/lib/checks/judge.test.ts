import { judge } from '../../../lib/checks/judge';
import { demand, violation, type Rule } from '../../../lib/checks/rule';
import { OUTPUT, PARAMETER, TemplateSet, type Json } from '../../../lib/checks/template';
import { all, any, compliant, NOT_APPLICABLE, unknown, type Verdict } from '../../../lib/checks/verdict';
import { Value } from '../../../lib/checks/template/value';

const rule = (over: Partial<Rule> = {}): Rule => ({
  id: 'S3BucketNamed', title: 'A bucket has a name.', why: 'Because.', mend: 'Name it.', controls: ['DAT2'], references: [], types: ['AWS::S3::Bucket'],
  check: (bucket) => demand(bucket.at('BucketName'), (name) => name.present, 'it has no name'), ...over,
});

const kinds = (body: object, rules: Rule[], source: object = {}) =>
  judge(new TemplateSet([{ name: 'S', body: body as Json, ...source }]), rules).map((finding) => `${finding.logicalId} ${finding.verdict.kind}`);

const BUCKET = { Resources: { Bucket: { Type: 'AWS::S3::Bucket' } } };

test('the worst verdict over all choices of conditions counts', () => {
  const body = {
    Parameters: { Env: { Type: 'String' } },
    Conditions: { Prod: { 'Fn::Equals': [{ Ref: 'Env' }, 'prod'] } },
    Resources: { Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: { 'Fn::If': ['Prod', 'name', { Ref: 'AWS::NoValue' }] } } } },
  };
  expect(kinds(body, [rule()])).toEqual(['Bucket violation']);
});

test('where a condition takes the resource away, nothing applies', () => {
  const body = { Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } }, Resources: { Bucket: { Type: 'AWS::S3::Bucket', Condition: 'Never' } } };
  expect(kinds(body, [rule()])).toEqual(['Bucket not-applicable']);
});

describe('of more choices than can be gone through', () => {
  const names = Array.from({ length: 8 }, (_, i) => `P${i}`);
  const body = {
    Parameters: Object.fromEntries(names.map((name) => [name, { Type: 'String' }])),
    Conditions: Object.fromEntries(names.map((name) => [`Is${name}`, { 'Fn::Equals': [{ Ref: name }, 'x'] }])),
    Resources: { Bucket: { Type: 'AWS::S3::Bucket', Properties: { Tags: names.map((name) => ({ 'Fn::If': [`Is${name}`, 1, 2] })), BucketName: 'it' } } },
  };
  const about = (test: (tags: unknown) => boolean) => rule({ check: (bucket) => demand(bucket.at('Tags'), (tags) => test(tags.literal), 'wrong tags') });

  test('those that a rule does not ask for are no matter', () => {
    expect(kinds(body, [rule()])).toEqual(['Bucket compliant']);
  });

  test('what is left is unknown, not compliant', () => {
    expect(kinds(body, [about(() => true)])).toEqual(['Bucket unknown']);
  });

  test('a violation that was found is one', () => {
    expect(kinds(body, [about((tags) => String(tags) !== '2,2,2,2,2,2,2,2')])).toEqual(['Bucket violation']);
  });

  test('after enough violations that say the same no more are looked for, and of enough choices the facts are told', () => {
    const tags = jest.fn(() => false);
    const [finding] = judge(new TemplateSet([{ name: 'S', body: body as Json }]), [about(tags)]);
    expect([tags.mock.calls.length, finding.verdict.facts.length]).toEqual([33, 16]);
    expect(judge(new TemplateSet([{ name: 'S', body: body as Json }]), [rule({ check: (bucket) => compliant(bucket.at('Tags', 7), bucket.at('Tags')) })])[0].verdict.facts.length).toBeLessThanOrEqual(32);
  });
});

test('a value that decided under several choices is told once', () => {
  const body = {
    Parameters: { Env: { Type: 'String' } },
    Conditions: { Prod: { 'Fn::Equals': [{ Ref: 'Env' }, 'prod'] } },
    Resources: { Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'it', Tags: { 'Fn::If': ['Prod', 1, 2] } } } },
  };
  const both = rule({ check: (bucket) => all([compliant(bucket.at('BucketName')), compliant(bucket.at('Tags'))].filter(() => bucket.at('Tags').number !== 0)) });
  expect(judge(new TemplateSet([{ name: 'S', body }]), [both])[0].verdict.facts).toEqual([
    { path: 'Properties.BucketName', value: 'it' }, { path: 'Properties.Tags', value: '2' }, { path: 'Properties.Tags', value: '1' },
  ]);
});

test('what a macro writes is unknown', () => {
  const demanding = rule({ check: (bucket) => demand(bucket.at('BucketName'), (name) => name.absent, 'it has a name') });
  const [finding] = judge(new TemplateSet([{ name: 'S', body: { Resources: { Bucket: { Type: 'AWS::S3::Bucket', Properties: { 'Tags': [], 'Fn::Transform': { Name: 'Macro' } } } } } }]), [rule({ check: () => compliant() }), demanding]);
  expect(finding.verdict).toMatchObject({ kind: 'unknown', messages: ['Properties is not decided by the template (Fn::Transform)'] });
});

test('a rule that throws proves nothing: unknown, with its message', () => {
  const [finding] = judge(new TemplateSet([{ name: 'S', body: BUCKET }]), [rule({ check: () => { throw new Error('oops'); } })]);
  expect(finding.verdict).toMatchObject({ kind: 'unknown', messages: ['the rule failed: oops'] });
});

test.each([
  ['all', 'development', 'violation'],
  ['acceptance-and-production', 'development', 'not-applicable'],
  ['acceptance-and-production', 'test', 'not-applicable'],
  ['acceptance-and-production', 'acceptance', 'violation'],
  ['production', 'acceptance', 'not-applicable'],
  ['production', 'production', 'violation'],
  ['production', 'security', 'violation'],
  ['production', undefined, 'violation'],
] as const)('a rule for %s in %s: %s', (where, environment, kind) => {
  expect(kinds(BUCKET, [rule({ where })], { environment })).toEqual([`Bucket ${kind}`]);
});

test('outputs and parameters are judged by the rules about them', () => {
  const body = { Parameters: { In: { Type: 'String' } }, Resources: {}, Outputs: { Out: { Value: 'x' } } };
  const about = (type: string) => rule({ types: [type], check: (part) => violation('seen', part.properties) });
  expect(kinds(body, [about(OUTPUT), about(PARAMETER)])).toEqual(['Out violation', 'In violation']);
});

describe('verdicts', () => {
  const value = new Value('x', 'Properties.A');
  const [good, bad, open] = [compliant(value), violation('bad', value), unknown('open', value)];

  test.each<[string, Verdict, string]>([
    ['all: a violation outweighs', all([good, open, bad, NOT_APPLICABLE]), 'violation'],
    ['all: an unknown outweighs compliance', all([good, open]), 'unknown'],
    ['all: of none that applies', all([NOT_APPLICABLE]), 'not-applicable'],
    ['any: one is enough', any([bad, open, good]), 'compliant'],
    ['any: an unknown outweighs violations', any([bad, open]), 'unknown'],
    ['any: of none', any([]), 'not-applicable'],
  ])('%s', (_, verdict, kind) => expect(verdict.kind).toBe(kind));

  test('carry the values that decided, shortened', () => {
    expect(violation('bad', new Value('y'.repeat(300), 'P'), new Value(undefined, 'Q')).facts).toEqual([{ path: 'P', value: `${'y'.repeat(197)}...` }, { path: 'Q', value: 'absent' }]);
  });
});
