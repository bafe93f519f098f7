import { parseTemplate } from '../../../bin/commands/templates';
import { placesOfJson } from '../../../bin/templates/json-places';
import { readYaml } from '../../../bin/templates/yaml-template';
import type { Place } from '../../../lib/checks/check/place';

const value = (text: string) => readYaml(text).value;
const at = (root: Place, ...keys: string[]) => {
  const found = keys.reduce<Place | undefined>((place, key) => place?.below?.get(key), root);
  return found && [found.line, found.column];
};

describe('YAML', () => {
  test.each<[string, string, unknown]>([
    ['!Ref', 'a: !Ref B', { a: { Ref: 'B' } }],
    ['!GetAtt with dots', "a: !GetAtt 'A.B.C'", { a: { 'Fn::GetAtt': ['A', 'B.C'] } }],
    ['!GetAtt with a list', 'a: !GetAtt [A, B]', { a: { 'Fn::GetAtt': ['A', 'B'] } }],
    ['!Sub with text', 'a: !Sub "${A}-b"', { a: { 'Fn::Sub': '${A}-b' } }],
    ['!Sub with names', 'a: !Sub\n  - "${x}"\n  - x: !Ref Y', { a: { 'Fn::Sub': ['${x}', { x: { Ref: 'Y' } }] } }],
    ['nested !If', 'a: !If [C, !If [D, 1, !Ref "AWS::NoValue"], {b: !Ref E}]', { a: { 'Fn::If': ['C', { 'Fn::If': ['D', 1, { Ref: 'AWS::NoValue' }] }, { b: { Ref: 'E' } }] } }],
    ['!Condition', 'a: !Not [!Condition C]', { a: { 'Fn::Not': [{ Condition: 'C' }] } }],
    ['!Transform', 'a: !Transform {Name: X}', { a: { 'Fn::Transform': { Name: 'X' } } }],
    ['a short form without argument', 'a: !GetAZs', { a: { 'Fn::GetAZs': '' } }],
    ['a short form around a long one', 'a: !Base64\n  Fn::Sub: |\n    x\n', { a: { 'Fn::Base64': { 'Fn::Sub': 'x\n' } } }],
    ['a date as text', 'Version: 2012-10-17', { Version: '2012-10-17' }],
    ['numbers as written', 'a: [012345678901, 1.10, 443, 1e3, 123456789012345678901, "1"]', { a: ['012345678901', '1.10', 443, '1e3', '123456789012345678901', '1'] }],
    ['truth in the words of YAML 1.1', 'a: [yes, Off, true, False, "no", y]', { a: [true, false, true, false, 'no', 'y'] }],
    ['nothing', 'a: [~, null, ]\nb:\n', { a: [null, null], b: null }],
    ['anchors', 'a: &x {k: [1]}\nb: *x', { a: { k: [1] }, b: { k: [1] } }],
    ['an anchor on a short form', 'a: &x !Ref B\nb: [*x]', { a: { Ref: 'B' }, b: [{ Ref: 'B' }] }],
    ['an anchor that is given again', 'a: &x 1\nb: *x\nc: &x 2\nd: *x', { a: 1, b: 1, c: 2, d: 2 }],
    ['merge keys: what is written counts, then what comes first', 'a: &a {k: 1, l: 1}\nb: &b {l: 2, m: 2}\nc:\n  <<: [*a, *b]\n  k: 3', { a: { k: 1, l: 1 }, b: { l: 2, m: 2 }, c: { k: 3, l: 1, m: 2 } }],
    ['numbers and truth as keys', '1: a\ntrue: b', { 1: 'a', true: 'b' }],
    ['brackets that end where the line began', 'a:\n  b: !If [C, {\n    k: [1,\n2],\n    l: text\n  more\n  }, !Ref D]\nc: 1', { a: { b: { 'Fn::If': ['C', { k: [1, 2], l: 'text more' }, { Ref: 'D' }] } }, c: 1 }],
    ['a key called __proto__', '__proto__: {a: 1}', JSON.parse('{"__proto__": {"a": 1}}')],
  ])('%s', (_, text, expected) => expect(value(text)).toEqual(expected));

  test('of keys that stand twice, the last counts, and it is told', () => {
    const { value: read, duplicates } = readYaml('a: 1\nb:\n  c: 1\n  c: 2\n');
    expect([read, duplicates]).toEqual([{ a: 1, b: { c: 2 } }, [{ key: 'c', line: 4 }]]);
  });

  test.each([
    ['a circle of aliases', 'a: &x\n  b: *x', 'line 2: the alias *x stands inside what it names'],
    ['an alias of nothing', 'a: *x', /^line 1: .*x/],
    ['aliases that multiply to billions', ['a: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]', ...Array.from({ length: 9 }, (_, i) => `a${i}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(', ')}]`)].join('\n'), /repeat more than 100000 values/],
    ['a map as a key', 'a:\n  {{ b }}: c', 'line 2: a key must be text'],
    ['more than one document', 'a: 1\n---\nb: 2', 'it holds 2 documents'],
    ['what is no YAML', 'a: [1\nb: 2', /^line \d+: /],
    ['too deep a nest', `a: ${'['.repeat(150)}${']'.repeat(150)}`, /nested more than 100 levels/],
  ])('%s is refused', (_, text, message) => expect(() => readYaml(text)).toThrow(message));

  test('keeps where everything stands, also below short forms and aliases', () => {
    const { root } = readYaml('Resources:\n  A: &a\n    Type: T\n    Properties:\n      X: !If\n        - C\n        - k: 1\n  B: *a\n');
    expect([at(root, 'Resources', 'A'), at(root, 'Resources', 'A', 'Properties', 'X'), at(root, 'Resources', 'A', 'Properties', 'X', 'Fn::If', '1', 'k'), at(root, 'Resources', 'B'), at(root, 'Resources', 'B', 'Type')])
      .toEqual([[2, 3], [5, 7], [7, 11], [8, 3], [3, 5]]);
  });
});

describe('JSON', () => {
  test('keeps where everything stands, whatever stands in its texts', () => {
    const text = '{\n  "a": [1, {"b\\"]": "}{\\\\"}, true],\n  "c": -1.5e3, "d": {}, "e": []}';
    const { root, duplicates } = placesOfJson(text);
    expect([at(root, 'a'), at(root, 'a', '1', 'b"]'), at(root, 'a', '2'), at(root, 'c'), at(root, 'e')]).toEqual([[2, 3], [2, 13], [2, 30], [3, 3], [3, 25]]);
    expect(duplicates).toEqual([]);
  });

  test('keys that stand twice are told', () => {
    expect(placesOfJson('{"a": {"b": 1,\n"b": 2}}').duplicates).toEqual([{ key: 'b', line: 2 }]);
  });

  test('too deep a nest is refused', () => {
    expect(() => parseTemplate(`{"a":${'['.repeat(150)}${']'.repeat(150)}}`)).toThrow('nested more than 100 levels');
    expect(() => parseTemplate(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)).toThrow('nested');
  });
});

test.each([
  ['nothing', '', 'it is empty'],
  ['blanks', ' \n', 'it is empty'],
  ['a comment', '# nothing', 'it holds plain text, not a template'],
  ['a list', '[1]', 'it holds a list, not a template'],
  ['text', 'hello', 'it holds plain text, not a template'],
  ['truncated JSON', '{"Resources": {"A": {"Type": ', 'it is not JSON'],
  ['another kind of file', '{"name": "package"}', 'it has no Resources, so it is no CloudFormation template'],
  ['resources as a list', 'Resources: []', 'it has no Resources, so it is no CloudFormation template'],
])('%s is no template', (_, text, message) => expect(() => parseTemplate(text)).toThrow(message));

test('what looks like JSON may be YAML', () => {
  expect(parseTemplate('{Resources: {A: {Type: !Sub T}}}').body).toEqual({ Resources: { A: { Type: { 'Fn::Sub': 'T' } } } });
});
