import { TemplateSet, type Json, type View } from '../../../../lib/checks/template';

const ENV = { Env: { Type: 'String' } };
const equals = (left: unknown, right: unknown) => ({ 'Fn::Equals': [left, right] });
const env = (value: string) => equals({ Ref: 'Env' }, value);
const named = (name: string) => ({ Condition: name });

function template(conditions: object, parameters: object = ENV, resources?: object, source: object = {}) {
  const body = {
    Parameters: parameters,
    Conditions: conditions,
    Resources: resources ?? { It: { Type: 'AWS::S3::Bucket', Properties: { Used: Object.keys(conditions).map((name) => ({ 'Fn::If': [name, 1, 0] })) } } },
  };
  return new TemplateSet([{ name: 'S', body: body as unknown as Json, ...source }]).templates[0];
}

/** Every combination of named conditions that the template can be in, each as the list of those that hold. */
function combinations(conditions: object, parameters?: object): string[] {
  const views = template(conditions, parameters).viewsFor('It') ?? [];
  return [...new Set(views.map((view) => Object.keys(conditions).filter((name) => view.holds(name)).join('+')))].sort();
}

test('a parameter that is compared with literals has one value at a time', () => {
  expect(combinations({ Prod: env('prod'), Dev: equals('dev', { Ref: 'Env' }) })).toEqual(['', 'Dev', 'Prod']);
});

test('a parameter with allowed values has one of those', () => {
  expect(combinations({ Prod: env('prod'), Dev: env('dev') }, { Env: { Type: 'String', AllowedValues: ['prod', 'dev'] } })).toEqual(['Dev', 'Prod']);
});

test('a parameter with one allowed value decides its conditions', () => {
  expect(combinations({ Prod: env('prod') }, { Env: { Type: 'String', AllowedValues: ['prod'] } })).toEqual(['Prod']);
});

test('and, or, not and named conditions follow from what they are made of', () => {
  const conditions = {
    A: env('a'), B: env('b'), NotA: { 'Fn::Not': [named('A')] }, Either: { 'Fn::Or': [named('A'), named('B')] },
    Both: { 'Fn::And': [named('Either'), { 'Fn::Not': [named('B')] }] },
  };
  expect(combinations(conditions)).toEqual(['A+Either+Both', 'B+NotA+Either', 'NotA']);
});

test('the value of a parameter is known where a condition has chosen it', () => {
  const views = template({ Prod: env('prod') }, ENV, { It: { Type: 'AWS::S3::Bucket', Properties: { Name: { 'Fn::Sub': '${Env}-${Tail}' }, Used: { 'Fn::If': ['Prod', 1, 0] } } } }).viewsFor('It')!;
  expect(views.map((view) => view.resource('It')?.at('Name').text).sort()).toEqual(['${?parameter Env}-${?Tail}', 'prod-${?Tail}']);
});

test('what no template decides is gone through both ways', () => {
  const odd = equals({ 'Fn::FindInMap': ['M', { Ref: 'Env' }, 'x'] }, 'y');
  expect(combinations({ Odd: odd, NotOdd: { 'Fn::Not': [odd] } })).toEqual(['NotOdd', 'Odd']);
});

test('the region decides when it is known, and is one at a time when it is not', () => {
  const conditions = { Home: equals({ Ref: 'AWS::Region' }, 'eu-central-1'), Away: equals({ Ref: 'AWS::Region' }, 'eu-west-1') };
  const held = (source: object) => template(conditions, {}, undefined, source).viewsFor('It')!.map((view) => ['Home', 'Away'].filter((name) => view.holds(name)).join('+'));
  expect(held({ region: 'eu-central-1' })).toEqual(['Home']);
  expect(held({}).sort()).toEqual(['', 'Away', 'Home']);
});

test('conditions in a circle do not hold, and do not hang', () => {
  expect(combinations({ A: named('B'), B: named('A'), C: { 'Fn::Equals': [{ 'Fn::If': ['C', 1, 2] }, 1] } })).toEqual(['']);
});

test('conditions that no resource uses cost nothing', () => {
  const unused = template({ A: env('a') }, ENV, { It: { Type: 'AWS::S3::Bucket' }, Meta: { Type: 'AWS::CDK::Metadata', Condition: 'A' } });
  expect(unused.viewsFor('It')).toHaveLength(1);
});

describe('more conditions than can be gone through', () => {
  const many = Array.from({ length: 7 }, (_, i) => `P${i}`);
  const parameters = Object.fromEntries(many.map((name) => [name, { Type: 'String' }]));
  const conditions = Object.fromEntries(many.map((name) => [`Is${name}`, equals({ Ref: name }, 'yes')]));
  const resources = {
    All: { Type: 'AWS::S3::Bucket', Properties: { Used: many.map((name) => ({ 'Fn::If': [`Is${name}`, 1, 0] })) } },
    One: { Type: 'AWS::SNS::Topic', Properties: { Used: { 'Fn::If': ['IsP0', 1, 0] } } },
    Policy: { Type: 'AWS::SNS::TopicPolicy', Condition: 'IsP1', Properties: { Topics: [{ Ref: 'One' }] } },
    Alone: { Type: 'AWS::SQS::Queue' },
  };

  test('are too many for a resource that depends on all', () => {
    expect(template(conditions, parameters, resources).viewsFor('All')).toBeUndefined();
  });

  test('are narrowed to those of the resource and what is about it', () => {
    const judged = template(conditions, parameters, resources);
    expect(judged.viewsFor('Alone')).toHaveLength(1);
    const seen = judged.viewsFor('One')!.map((view: View) => `${view.resource('One')?.at('Used', 0).text ?? view.resource('One')?.at('Used').text}${view.resource('Policy') ? 'P' : ''}`);
    expect(seen.sort()).toEqual(['0', '0P', '1', '1P']);
  });
});

test('a resource is itself under every choice, also from another template', () => {
  const set = new TemplateSet([
    { name: 'A', body: { Parameters: ENV, Conditions: { Prod: env('prod') }, Resources: {
      Bucket: { Type: 'AWS::S3::Bucket', Condition: 'Prod' },
      Policy: { Type: 'AWS::S3::BucketPolicy', Condition: 'Prod', Properties: { Bucket: { Ref: 'Bucket' } } },
    }, Outputs: { Plain: { Value: 'x' } } } as unknown as Json },
    { name: 'B', body: { Resources: { Other: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: 'elsewhere' } } } } },
  ]);
  const bucket = set.templates[0].viewsFor('Bucket')!.flatMap((view) => view.resource('Bucket') ?? [])[0];
  const policies = bucket.set.ofType('AWS::S3::BucketPolicy');
  expect(policies.map((policy) => [policy.logicalId, policy.at('Bucket').refersTo(bucket)])).toEqual([['Policy', true], ['Other', false]]);
  expect(set.templates[1].base.ofTypeEverywhere('AWS::S3::BucketPolicy').map((policy) => policy.logicalId)).toEqual(['Other']);
});
