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
  return [...template(conditions, parameters).explore((view) => Object.keys(conditions).filter((name) => view.holds(name)).join('+')).results].sort();
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
  const judged = template({ Prod: env('prod') }, ENV, { It: { Type: 'AWS::S3::Bucket', Properties: { Name: { 'Fn::Sub': '${Env}-${Tail}' }, Used: { 'Fn::If': ['Prod', 1, 0] } } } });
  expect([...judged.explore((view) => view.resource('It')?.at('Name').text).results].sort()).toEqual(['${?parameter Env}-${?Tail}', 'prod-${?Tail}']);
});

test('what no template decides is gone through both ways', () => {
  const odd = equals({ 'Fn::FindInMap': ['M', { Ref: 'Env' }, 'x'] }, 'y');
  expect(combinations({ Odd: odd, NotOdd: { 'Fn::Not': [odd] } })).toEqual(['NotOdd', 'Odd']);
});

test('the region decides when it is known, and is one at a time when it is not', () => {
  const conditions = { Home: equals({ Ref: 'AWS::Region' }, 'eu-central-1'), Away: equals({ Ref: 'AWS::Region' }, 'eu-west-1') };
  const held = (source: object) => template(conditions, {}, undefined, source).explore((view) => ['Home', 'Away'].filter((name) => view.holds(name)).join('+')).results;
  expect(held({ region: 'eu-central-1' })).toEqual(['Home']);
  expect([...held({})].sort()).toEqual(['', 'Away', 'Home']);
});

test('conditions in a circle do not hold, and do not hang', () => {
  expect(combinations({ A: named('B'), B: named('A'), C: { 'Fn::Equals': [{ 'Fn::If': ['C', 1, 2] }, 1] } })).toEqual(['']);
});

test('conditions that no resource uses cost nothing', () => {
  const unused = template({ A: env('a') }, ENV, { It: { Type: 'AWS::S3::Bucket', Properties: { BucketName: { Ref: 'Env' } } }, Meta: { Type: 'AWS::CDK::Metadata', Condition: 'A' } });
  expect(unused.explore((view) => view.resource('It')?.at('BucketName').open).results).toEqual(['parameter Env']);
});

describe('of many conditions', () => {
  const many = Array.from({ length: 12 }, (_, i) => `P${i}`);
  const parameters = Object.fromEntries(many.map((name) => [name, { Type: 'String' }]));
  const conditions = Object.fromEntries(many.map((name) => [`Is${name}`, equals({ Ref: name }, 'yes')]));
  const chosen = (i: number) => ({ 'Fn::If': [`IsP${i}`, 1, 0] });
  const judged = template(conditions, parameters, {
    All: { Type: 'AWS::S3::Bucket', Properties: { Used: many.map((_, i) => chosen(i)), Deep: { One: chosen(0), Other: { Two: chosen(1), Three: chosen(2) } }, Plain: { A: 1 } } },
    One: { Type: 'AWS::SNS::Topic', Properties: { Used: chosen(0) } },
    Policy: { Type: 'AWS::SNS::TopicPolicy', Condition: 'IsP1', Properties: { Topics: [{ Ref: 'One' }], Used: chosen(3) } },
    Stranger: { Type: 'AWS::SNS::TopicPolicy', Condition: 'IsP2', Properties: { Topics: [{ 'Fn::Sub': '${!One}' }] } },
    Each: { Type: 'AWS::SQS::Queue', Condition: 'IsP4', Properties: { A: chosen(5), B: { 'Fn::If': ['IsP5', 'yes', { Ref: 'P5' }] } } },
  });
  const seen = (visit: (view: View) => unknown) => judged.explore(visit);

  test('those that nobody asks for do not multiply', () => {
    expect(seen((view) => view.resource('All')?.at('Plain', 'A').literal)).toEqual({ results: [1], complete: true });
    expect(seen((view) => view.resource('All')?.at('Deep', 'Other', 'Two').literal)).toEqual({ results: [0, 1], complete: true });
    expect(seen((view) => view.resource('All')?.at('Deep', 'Other').literal).results).toEqual([{ Two: 0, Three: 0 }, { Two: 0, Three: 1 }, { Two: 1, Three: 0 }, { Two: 1, Three: 1 }]);
  });

  test('the same choice gives the same answers, however often it is asked and by whom', () => {
    const both = (view: View) => {
      const it = view.resource('Each');
      return `${it?.at('A').text} ${it?.at('B').text} ${view.holds('IsP5')} ${view.resource('Each')?.at('A').text}`;
    };
    const expected = ['undefined undefined false undefined', 'undefined undefined true undefined', '0 ${?parameter P5} false 0', '1 yes true 1'];
    expect(seen(both).results).toEqual(expected);
    expect(seen(both).results).toEqual(expected);
    expect(seen((view) => `${view.holds('IsP5')} ${view.resource('Each')?.at('B').text}`).results).toEqual(['false undefined', 'false ${?parameter P5}', 'true undefined', 'true yes']);
  });

  test('only those of what mentions a resource are asked for', () => {
    expect(seen((view) => `${view.resource('One')?.at('Used').text} ${view.resource('One')?.referredBy('AWS::SNS::TopicPolicy').map((policy) => policy.logicalId).join()}`).results)
      .toEqual(['0 ', '0 Policy', '0 Policy', '1 ', '1 Policy', '1 Policy']);
    expect(seen((view) => (view.ofType('AWS::SNS::TopicPolicy').map((policy) => policy.logicalId).join())).results).toEqual(['', 'Stranger', 'Policy', 'Policy,Stranger']);
  });

  test('those of what refers to something else are not asked for where a name may be meant', () => {
    const named = template(conditions, parameters, {
      One: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'one' } },
      Other: { Type: 'AWS::SNS::Topic' },
      ByName: { Type: 'AWS::SNS::TopicPolicy', Condition: 'IsP1', Properties: { Topics: ['one'] } },
      ByReference: { Type: 'AWS::SNS::TopicPolicy', Properties: { Topics: [{ Ref: 'One' }] } },
      ByParameter: { Type: 'AWS::SNS::TopicPolicy', Properties: { Topics: [{ Ref: 'P0' }] } },
      Elsewhere: { Type: 'AWS::SNS::TopicPolicy', Condition: 'IsP2', Properties: { Topics: [{ Ref: 'Other' }] } },
    });
    expect(named.explore((view) => view.perhapsAbout(view.resource('One')!, 'AWS::SNS::TopicPolicy', ['Topics']).map((policy) => policy.logicalId).join()).results)
      .toEqual(['ByReference,ByParameter', 'ByName,ByReference,ByParameter']);
  });

  test('what is looked at aside makes no further choices', () => {
    expect(seen((view) => [view.holds('IsP0'), view.scenario.aside(() => view.resource('All')?.at('Used').literal)]).results)
      .toEqual([[false, Array(12).fill(0)], [true, [1, ...Array(11).fill(0)]]]);
  });

  test('not all are gone through if they are too many', () => {
    const { results, complete } = seen((view) => view.resource('All')?.at('Used').literal);
    expect([new Set(results.map((result) => JSON.stringify(result))).size, complete]).toEqual([128, false]);
  });

  test('a choice that is over cannot be read', () => {
    const [it] = judged.explore((view) => view.resource('All')).results;
    expect(() => it?.at('Deep', 'One')).toThrow("'parameter P0' is asked for outside the choice that it was found under");
  });

  test('a resource can be kept under the first choice that lets it exist', () => {
    expect(judged.resource('Each')?.at('A').text).toBe('0');
    expect(judged.resource('Each')?.view.holds('IsP4')).toBe(true);
    expect(judged.resource('All')?.view).toBe(judged.base);
    expect(judged.resource('Gone')).toBeUndefined();
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
  const found = set.templates[0].explore((view) => {
    const bucket = view.resource('Bucket');
    return bucket?.set.ofType('AWS::S3::BucketPolicy').map((policy) => [policy.logicalId, policy.at('Bucket').refersTo(bucket)]);
  });
  expect(found.results).toEqual([undefined, [['Policy', true], ['Other', false]]]);
  expect(set.templates[1].base.ofTypeEverywhere('AWS::S3::BucketPolicy').map((policy) => policy.logicalId)).toEqual(['Other']);
});
