import { Template, TemplateSet, type Json, type TemplateSource } from '../../../../lib/checks/template';
import { resolve } from '../../../../lib/checks/template/resolve';
import { Value } from '../../../../lib/checks/template/value';

const BODY = {
  Parameters: {
    Name: { Type: 'String' },
    Only: { Type: 'String', AllowedValues: ['one'] },
    Subnets: { Type: 'List<AWS::EC2::Subnet::Id>' },
  },
  Mappings: { Sizes: { 'eu-central-1': { Small: 't4g.small', List: ['a', 'b'] } } },
  Resources: {
    Key: { Type: 'AWS::KMS::Key' },
    Stream: { Type: 'AWS::Kinesis::Stream' },
  },
};
const KNOWN: TemplateSource = { name: 'App/Stack', body: BODY, stackName: 'stack', account: '111111111111', region: 'eu-central-1' };

function value(expression: unknown, source: TemplateSource = KNOWN): Value {
  const { base } = new TemplateSet([source]).templates[0];
  return new Value(resolve(expression as Json, base), 'Properties.It');
}

const ref = (name: string) => ({ Ref: name });

describe('what the templates decide becomes literal', () => {
  test.each<[string, unknown, unknown]>([
    ['a literal', { A: [1, true, null] }, { A: [1, true, null] }],
    ['the region', ref('AWS::Region'), 'eu-central-1'],
    ['the account', ref('AWS::AccountId'), '111111111111'],
    ['the stack name', ref('AWS::StackName'), 'stack'],
    ['the partition', ref('AWS::Partition'), 'aws'],
    ['a parameter with one allowed value', ref('Only'), 'one'],
    ['NoValue in a list', [1, ref('AWS::NoValue'), 2], [1, 2]],
    ['NoValue in an object', { A: ref('AWS::NoValue'), B: 1 }, { B: 1 }],
    ['Join', { 'Fn::Join': ['-', ['a', ref('AWS::Region'), 'b']] }, 'a-eu-central-1-b'],
    ['Join of nothing', { 'Fn::Join': ['-', []] }, ''],
    ['Join over Split', { 'Fn::Join': ['/', { 'Fn::Split': ['.', 'a.b'] }] }, 'a/b'],
    ['Sub', { 'Fn::Sub': 'x-${AWS::Region}-${Only}' }, 'x-eu-central-1-one'],
    ['Sub with a map', { 'Fn::Sub': ['${A}/${Only}', { A: { 'Fn::Join': ['', ['1', '2']] } }] }, '12/one'],
    ['Sub with an escaped variable', { 'Fn::Sub': 'arn:*:${!aws:username}/${AWS::AccountId}' }, 'arn:*:${aws:username}/111111111111'],
    ['Select with a number', { 'Fn::Select': [1, ['a', 'b']] }, 'b'],
    ['Select with text', { 'Fn::Select': ['0', { 'Fn::Split': ['/', '10.0.0.0/16'] }] }, '10.0.0.0'],
    ['a zone by its place in the list', { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] }, '${AWS::AvailabilityZone 0 of eu-central-1}'],
    ['another zone of a named region', { 'Fn::Select': ['1', { 'Fn::GetAZs': ref('AWS::Region') }] }, '${AWS::AvailabilityZone 1 of eu-central-1}'],
    ['FindInMap', { 'Fn::FindInMap': ['Sizes', ref('AWS::Region'), 'Small'] }, 't4g.small'],
    ['a list from FindInMap', { 'Fn::FindInMap': ['Sizes', 'eu-central-1', 'List'] }, ['a', 'b']],
    ['FindInMap with a default', { 'Fn::FindInMap': ['Sizes', 'eu-west-1', 'Small', { DefaultValue: 'none' }] }, 'none'],
    ['Base64', { 'Fn::Base64': { 'Fn::Sub': 'echo ${AWS::Region}' } }, 'echo eu-central-1'],
    ['If on an undeclared condition', { 'Fn::If': ['Nowhere', 'yes', 'no'] }, 'no'],
    ['keys that look like members of every object', { constructor: { toString: 1 } }, { constructor: { toString: 1 } }],
  ])('%s', (_, expression, expected) => {
    const it = value(expression);
    expect(it.literal).toEqual(expected);
    expect(it.open).toBeUndefined();
  });
});

describe('what the templates leave open stays open, and says why', () => {
  test.each<[string, unknown, string]>([
    ['a parameter', ref('Name'), 'parameter Name'],
    ['a parameter inside text', { 'Fn::Sub': 'a-${Name}' }, 'parameter Name'],
    ['a name that is nowhere', ref('Nobody'), 'Nobody'],
    ['an attribute of a resource that is nowhere', { 'Fn::GetAtt': ['Nobody', 'Arn'] }, 'Nobody.Arn'],
    ['an item of a list parameter', { 'Fn::Select': [0, ref('Subnets')] }, 'parameter Subnets'],
    ['an index out of range', { 'Fn::Select': [5, ['a']] }, 'Fn::Select'],
    ['Split of an attribute', { 'Fn::Split': [':', { 'Fn::GetAtt': ['Key', 'Arn'] }] }, 'Fn::Split'],
    ['all zones', { 'Fn::GetAZs': '' }, 'Fn::GetAZs'],
    ['a zone of an open region', { 'Fn::Select': [0, { 'Fn::GetAZs': ref('Name') }] }, 'parameter Name'],
    ['Cidr', { 'Fn::Cidr': ['10.0.0.0/16', 4, 8] }, 'Fn::Cidr'],
    ['a function that nobody knows', { 'Fn::Nonsense': 1 }, 'Fn::Nonsense'],
    ['a macro', { 'Fn::Transform': { Name: 'AWS::Include' } }, 'Fn::Transform'],
    ['a macro beside properties, which it may change', { 'Fn::Transform': { Name: 'M' }, Encrypted: true }, 'Fn::Transform'],
    ['a map that is nowhere', { 'Fn::FindInMap': ['Nowhere', 'a', 'b'] }, 'Fn::FindInMap Nowhere'],
    ['a default behind an open key', { 'Fn::FindInMap': ['Sizes', ref('Name'), 'Small', { DefaultValue: 'none' }] }, 'Fn::FindInMap Sizes'],
    ['an import from elsewhere', { 'Fn::ImportValue': 'elsewhere' }, 'import elsewhere'],
    ['an import by an open name', { 'Fn::ImportValue': { 'Fn::Sub': '${Name}-Key' } }, 'an import with an open name'],
    ['an output of another stack', { 'Fn::GetStackOutput': { StackName: 'far', OutputName: 'Key' } }, 'output Key of stack far'],
    ['a dynamic reference', '{{resolve:ssm:/key}}', 'a dynamic reference'],
    ['malformed arguments', { 'Fn::Join': 'x' }, 'Fn::Join'],
  ])('%s', (_, expression, why) => {
    expect(value(expression).open).toBe(why);
    expect(value({ List: [expression] }).open).toBe(why);
  });

  test('an open value stays open however deep one reads', () => {
    expect(value(ref('Name')).at('A', 0, 'B').open).toBe('parameter Name');
  });

  test('nothing below an absent value is present', () => {
    expect(value({ A: {} }).at('A', 'B', 0, 'C').absent).toBe(true);
  });

  test('every opening of a text is told', () => {
    expect(value([{ 'Fn::Sub': '${Name}${Nobody}' }, ref('Subnets')]).openings).toEqual(['parameter Name', 'Nobody', 'parameter Subnets']);
  });

  test('a default in a map is not chosen by a region nobody knows', () => {
    const expression = { 'Fn::FindInMap': ['Sizes', ref('AWS::Region'), 'Small', { DefaultValue: 'none' }] };
    expect(value(expression, { name: 'S', body: BODY }).open).toBe('Fn::FindInMap Sizes');
  });
});

describe('references', () => {
  test.each<[string, unknown, string | undefined]>([
    ['Ref', ref('Key'), undefined],
    ['GetAtt as a list', { 'Fn::GetAtt': ['Key', 'Arn'] }, 'Arn'],
    ['GetAtt as text', { 'Fn::GetAtt': 'Key.Arn' }, 'Arn'],
    ['GetAtt of a nested attribute', { 'Fn::GetAtt': ['Key', 'A', 'B'] }, 'A.B'],
    ['Sub of nothing else', { 'Fn::Sub': '${Key.Arn}' }, 'Arn'],
    ['Join of nothing else', { 'Fn::Join': ['', ['', ref('Key')]] }, undefined],
  ])('%s', (_, expression, attribute) => {
    const it = value(expression);
    expect(it.target?.logicalId).toBe('Key');
    expect(it.attribute).toBe(attribute);
    expect(it.open).toBeUndefined();
  });

  test('text keeps the resources that stand in it', () => {
    const it = value({ 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Key', 'Arn'] }, '/*']] });
    expect(it.text).toBe('${Key.Arn}/*');
    expect(it.target).toBeUndefined();
    expect(it.targets.map((target) => target.logicalId)).toEqual(['Key']);
  });
});

describe('scalars are read as CloudFormation takes them', () => {
  test.each<[unknown, boolean, boolean]>([[true, true, false], ['true', true, false], ['True', true, false], [false, false, true], ['false', false, true], [undefined, false, false], ['yes', false, false]])(
    '%p', (literal, isTrue, isFalse) => {
      expect([value(literal).isTrue, value(literal).isFalse]).toEqual([isTrue, isFalse]);
    });

  test('numbers may be text', () => {
    expect([value('30').number, value(30).number, value('').number, value('many').number, value([1]).number]).toEqual([30, 30, undefined, undefined, undefined]);
  });

  test('a single value is a list of one', () => {
    expect(value('a').items.map((item) => item.text)).toEqual(['a']);
    expect(value(ref('AWS::NoValue')).items).toEqual([]);
  });
});

describe('values of other templates', () => {
  const producer = (overrides: Partial<TemplateSource> = {}): TemplateSource => ({
    ...KNOWN,
    name: 'Producer',
    stackName: 'producer',
    body: {
      Resources: { Shared: { Type: 'AWS::KMS::Key' } },
      Outputs: { Key: { Value: { 'Fn::GetAtt': ['Shared', 'Arn'] }, Export: { Name: { 'Fn::Sub': '${AWS::StackName}-Key' } } } },
    },
    ...overrides,
  });
  const targetOf = (expression: unknown, other: TemplateSource) =>
    new Value(resolve(expression as Json, new TemplateSet([KNOWN, other]).templates[0].base), 'It').target?.logicalId;
  const imported = { 'Fn::ImportValue': { 'Fn::Sub': 'producer-Key' } };
  const output = (more: object = {}) => ({ 'Fn::GetStackOutput': { StackName: 'producer', OutputName: 'Key', ...more } });

  test('an import reaches the exporting template of the same account and region only', () => {
    expect(targetOf(imported, producer())).toBe('Shared');
    expect(targetOf(imported, producer({ region: 'eu-west-1' }))).toBeUndefined();
    expect(targetOf(imported, producer({ account: '222222222222' }))).toBeUndefined();
  });

  test('a stack output is read in the region that is named', () => {
    expect(targetOf(output(), producer())).toBe('Shared');
    expect(targetOf(output(), producer({ region: 'eu-west-1' }))).toBeUndefined();
    expect(targetOf(output({ Region: 'eu-west-1' }), producer({ region: 'eu-west-1' }))).toBe('Shared');
  });

  test('a stack output is read in the account of the role that reads it', () => {
    const there = producer({ account: '222222222222' });
    const role = (account: string) => output({ RoleArn: { 'Fn::Sub': `arn:\${AWS::Partition}:iam::${account}:role/reader` } });
    expect(targetOf(output(), there)).toBeUndefined();
    expect(targetOf(role('222222222222'), there)).toBe('Shared');
    expect(targetOf(role('333333333333'), there)).toBeUndefined();
  });

  test('outputs that import each other in a circle are open', () => {
    const circle = (name: string, other: string): TemplateSource => ({
      ...KNOWN, name, body: { Resources: {}, Outputs: { It: { Value: { 'Fn::ImportValue': other }, Export: { Name: name } } } },
    });
    const set = new TemplateSet([circle('a', 'b'), circle('b', 'a')]);
    expect(new Value(resolve({ 'Fn::ImportValue': 'a' }, set.templates[0].base), 'It').open).toMatch(/imports itself/);
  });
});

describe('a template', () => {
  test('of any shape is read without failing', () => {
    for (const body of [null, 'text', [], {}, { Resources: [] }, { Resources: { A: null, B: { Type: 1 }, 'Fn::ForEach::C': ['x', [], {}] } }]) {
      expect(new Template({ name: 'S', body: body as Json }, new TemplateSet([])).logicalIds).toEqual([]);
    }
  });

  test('finds what refers to a resource, also inside text', () => {
    const [template] = new TemplateSet([{ name: 'S', body: { Resources: {
      Topic: { Type: 'AWS::SNS::Topic' },
      Near: { Type: 'AWS::SNS::TopicPolicy', Properties: { Topics: [{ Ref: 'Topic' }] } },
      Far: { Type: 'AWS::SNS::Subscription', Properties: { Name: { 'Fn::Sub': 'x-${Topic}' } } },
    } } }]).templates;
    const topic = template.base.resource('Topic')!;
    expect(topic.referredBy('AWS::SNS::TopicPolicy', 'AWS::SNS::Subscription').map((resource) => resource.logicalId)).toEqual(['Near', 'Far']);
  });
});

describe('a loop', () => {
  const looped = (list: unknown, more: object = {}) => new TemplateSet([{ name: 'S', body: {
    Transform: ['AWS::LanguageExtensions'],
    Resources: { 'Fn::ForEach::Buckets': ['Name', list, { 'Bucket${Name}': { Type: 'AWS::S3::Bucket', Properties: { BucketName: { 'Fn::Sub': 'x-${Name}' }, Tag: { Ref: 'Name' } } } }] },
    ...more,
  } as unknown as Json }]).templates[0];

  test('is written out, so that what it makes is judged', () => {
    const template = looped(['a', 'b']);
    expect(template.logicalIds).toEqual(['Bucketa', 'Bucketb']);
    expect(template.base.resource('Bucketb')?.properties.literal).toEqual({ BucketName: 'x-b', Tag: 'b' });
  });

  test('over an open list is judged once, its variable open', () => {
    const template = looped({ Ref: 'Names' }, { Parameters: { Names: { Type: 'CommaDelimitedList' } } });
    expect(template.logicalIds).toEqual(['Bucket${Name}']);
    expect(template.base.resource('Bucket${Name}')?.at('BucketName').open).toBe('Name');
  });

  test('inside a loop is written out too', () => {
    const template = looped([], { Resources: { 'Fn::ForEach::A': ['X', ['1', '2'], { 'Fn::ForEach::B': ['Y', ['p.q'], { 'It${X}&{Y}': { Type: 'T' } }] }] } });
    expect(template.logicalIds).toEqual(['It1pq', 'It2pq']);
  });
});
