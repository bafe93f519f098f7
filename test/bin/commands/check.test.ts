import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, USAGE } from '../../../bin/commands/check';

let folder: string;
let said: string[];
let complained: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cdk-dtap-check-'));
  [said, complained] = [[], []];
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => said.push(String(text)) > 0);
  jest.spyOn(console, 'log').mockImplementation((text) => { said.push(String(text)); });
  jest.spyOn(console, 'error').mockImplementation((text) => { complained.push(String(text)); });
});

afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

function file(content: string | Buffer | object, name = 'a.yaml'): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content));
  return path;
}

const KEY = 'Resources:\n  Key:\n    Type: AWS::KMS::Key\n    Properties:\n      KeyPolicy: {Statement: []}\n      EnableKeyRotation: ';
const ROTATED = ['--rule', 'KmsKeyRotated'];

interface Json {
  templates: { name: string; error?: string; resources: number; counts: Record<string, number>; notes: { message: string; undecided: boolean }[]; findings: { rule: string; verdict: string; line: number; logicalId: string; messages: string[] }[] }[];
  rules: { id: string }[];
}
function json(files: string[], ...options: string[]): Json & { code: number } {
  const code = run([...files, '--format', 'json', ...options]);
  return { code, ...JSON.parse(said.join('')) as Json };
}
const notes = (body: object | string) => json([file(body)]).templates[0].notes;

describe('the exit code', () => {
  test.each([
    ['is 0 when everything is compliant', `${KEY}true`, 0],
    ['is 1 when something is broken', `${KEY}false`, 1],
    ['is 3 when something is not decided', `Parameters: {R: {Type: String}}\n${KEY}!Ref R`, 3],
    ['is 3 when a part of the stack is not in the template', 'Resources:\n  Nested:\n    Type: AWS::CloudFormation::Stack\n    Properties: {TemplateURL: x}', 3],
    ['is 2 when the template cannot be read', '', 2],
  ])('%s', (_, text, code) => expect(run([file(text), ...ROTATED])).toBe(code));

  test('is 2 when one template cannot be read, and the others are still checked', () => {
    const { code, templates } = json([file('', 'empty.yaml'), file(`${KEY}false`, 'b.yaml'), join(folder, 'missing.yaml'), folder, file(Buffer.from([0x7b, 0xff, 0xfe, 0x00]), 'bytes.json')], ...ROTATED);
    expect(code).toBe(2);
    expect(templates.map(({ error, counts }) => error ?? counts.violation)).toEqual(['it is empty', 1, 'there is no such file', 'it is a directory: name the templates in it', 'it is not text in UTF-8']);
    expect(complained).toHaveLength(4);
    expect(complained[0]).toBe(`cdk-dtap: ${join(folder, 'empty.yaml')} could not be read: it is empty`);
  });
});

test('wrong options are told all at once', () => {
  expect(run(['--format', 'xml', '--environment', 'prod', '--account', '1', '--region', 'Frankfurt', '--rule', 'No', '--control', 'Nor'])).toBe(2);
  expect(complained[0].split('\n').slice(1, 8)).toEqual(['  name at least one template', "  --format is 'xml'; write one of json, sarif, table", "  --environment is 'prod'; write one of production, acceptance, test, development",
    "  --account is '1'; write 12 digits", "  --region is 'Frankfurt'; write one such as eu-central-1", "  there is no rule 'No'", "  there is no control 'Nor'"]);
  expect(complained[0]).toContain(USAGE);
});

test('a file larger than any template is not read', () => {
  expect(json([file('#'.repeat(6 * 1024 * 1024))]).templates[0].error).toBe('it has 6 MB; CloudFormation takes 1 MB');
});

test('the table tells violations and unknowns apart', () => {
  run([file(`Parameters: {R: {Type: String}}\n${KEY}!Ref R\n  Other:\n    Type: AWS::KMS::Key\n  Fine:\n    Type: AWS::KMS::Key\n    Properties: {EnableKeyRotation: true}\n`), ...ROTATED]);
  const [path, ...lines] = said.join('').split('\n');
  expect(path).toBe(join(folder, 'a.yaml'));
  expect(lines.map((line) => line.replace(/\s+/g, ' ').trim())).toEqual([
    '3 resources: 1 violation, 1 unknown, 1 compliant', '', 'violations', 'line resource rule controls what', '8 Other KmsKeyRotated ENC2 the key does not rotate', '',
    'unknown: the template does not decide', 'line resource rule controls what', '7 Key KmsKeyRotated ENC2 Properties.EnableKeyRotation is not decided by the template (parameter R)', '',
    '1 template, 1 rule: 1 violation, 1 unknown, 1 compliant.', '',
  ]);
});

test('the report can be written to a file', () => {
  const output = join(folder, 'out.sarif');
  expect(run([file(`${KEY}false`), ...ROTATED, '--format', 'sarif', '--output', output])).toBe(1);
  expect(JSON.parse(readFileSync(output, 'utf8'))).toMatchObject({ version: '2.1.0' });
  expect(said).toEqual(['1 template, 1 rule: 1 violation, 0 unknown, 0 compliant.']);
});

test('the same templates give the same bytes', () => {
  const path = file(`${KEY}false`);
  run([path, '--format', 'json']);
  run([path, '--format', 'json']);
  expect(said[0]).toBe(said[1]);
});

describe('options', () => {
  test('--rule and --control choose the rules', () => {
    const path = file(`${KEY}false`);
    expect(json([path], '--rule', 'Dtap-KmsKeyRotated').rules.map(({ id }) => id)).toEqual(['KmsKeyRotated']);
    said = [];
    expect(json([path], '--control', 'KEY2').templates[0].findings.map(({ rule }) => rule)).not.toContain('KmsKeyRotated');
  });

  test('--environment takes rules away that are for others', () => {
    const path = file({ Resources: { Db: { Type: 'AWS::RDS::DBInstance', Properties: {} } } });
    const rules = (...options: string[]) => {
      said = [];
      return json([path], ...options).templates[0].findings.map(({ rule }) => rule);
    };
    expect(rules()).toContain('RdsMultiZone');
    expect(rules('--environment', 'development')).not.toContain('RdsMultiZone');
  });

  test('--account and --region are those of the stacks', () => {
    const path = file('Conditions:\n  Here: !And [!Equals [!Ref AWS::Region, eu-west-1], !Equals [!Ref AWS::AccountId, "111111111111"]]\nResources:\n  Key:\n    Type: AWS::KMS::Key\n    Properties:\n      EnableKeyRotation: !If [Here, true, false]');
    expect(run([path, ...ROTATED, '--region', 'eu-west-1', '--account', '111111111111'])).toBe(0);
    expect(run([path, ...ROTATED])).toBe(1);
  });

  test('--together follows imports between the templates', () => {
    const files = [
      file('Resources:\n  Key:\n    Type: AWS::KMS::Key\nOutputs:\n  Key:\n    Value: !GetAtt Key.Arn\n    Export: {Name: key}', 'key.yaml'),
      file('Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n    Properties:\n      KmsMasterKeyId: !ImportValue key', 'topic.yaml'),
    ];
    expect(run([...files, '--rule', 'SnsTopicEncrypted'])).toBe(3);
    expect(run([...files, '--rule', 'SnsTopicEncrypted', '--together'])).toBe(0);
  });
});

describe('templates that nobody here wrote', () => {
  const resource = (properties: unknown) => ({ Type: 'AWS::S3::Bucket', Properties: properties });

  test('of 1 MB and 500 resources are judged', () => {
    const Resources = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`B${i}`, { ...resource({ BucketName: `b${i}` }), Metadata: { padding: 'x'.repeat(2000) } }]));
    const { templates: [{ resources, counts }] } = json([file({ Resources })]);
    expect([resources, counts.violation > 500]).toEqual([500, true]);
  });

  test.each<[string, object]>([
    ['refer in circles', { A: resource({ Tags: { Ref: 'B' } }), B: resource({ Tags: { 'Fn::GetAtt': ['A', 'Arn'] } }), C: { ...resource({ BucketName: { Ref: 'C' } }), DependsOn: 'C' } }],
    ['refer to nothing', { A: resource({ BucketName: { Ref: 'Gone' }, BucketEncryption: { 'Fn::If': ['Gone', 1, 2] }, Tags: { 'Fn::FindInMap': ['No', 'Such', 'Map'] } }) }],
    ['are not what they should be', { A: null, B: 'text', C: [], D: { Type: 7 }, E: { Type: 'AWS::S3::Bucket', Properties: 'x' }, F: { Type: 'AWS::S3::Bucket', Condition: 'None' }, G: { Type: 'No::Such::Type' } }],
    ['call functions that do not exist', { A: resource({ BucketName: { 'Fn::Nonsense': 1 }, BucketEncryption: { 'Fn::Join': 'x' }, Tags: { 'Fn::Select': [] } }) }],
  ])('and %s are judged', (_, Resources) => {
    const { templates: [{ findings }] } = json([file({ Conditions: { A: { Condition: 'B' }, B: { Condition: 'A' } }, Resources })]);
    expect(findings.flatMap(({ messages }) => messages).filter((message) => message.startsWith('the rule failed'))).toEqual([]);
  });

  test('what the serverless transform makes is said to be unknown, once', () => {
    const body = { Transform: 'AWS::Serverless-2016-10-31', Resources: { F: { Type: 'AWS::Serverless::Function' }, T: { Type: 'AWS::Serverless::SimpleTable' } } };
    expect(notes(body)).toEqual([{ message: 'what AWS::Serverless-2016-10-31 makes of F, T is not in the template: check the template of the deployed stack', undecided: true }]);
  });

  test('what macros make is said to be unknown, once', () => {
    const body = { Transform: ['AWS::LanguageExtensions', { Name: 'AWS::Include', Parameters: {} }], Resources: { 'Fn::Transform': { Name: 'Mine' }, B: resource({ 'Fn::Transform': { Name: 'AWS::Include' }, 'BucketName': 'x' }) } };
    expect(notes(body)).toEqual([{ message: 'what the macros AWS::Include, Mine add or change is not in the template: check the template of the deployed stack', undecided: true }]);
  });

  test('a macro beside properties leaves these undecided', () => {
    expect(json([file({ Resources: { Key: { Type: 'AWS::KMS::Key', Properties: { 'Fn::Transform': { Name: 'AWS::Include' }, 'EnableKeyRotation': true } } } })], ...ROTATED).templates[0].counts.unknown).toBe(1);
  });

  test('modules, nested stacks and what has no type are named', () => {
    expect(notes({ Resources: { M: { Type: 'My::Own::Bucket::MODULE' }, N: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: './n.yaml' } }, X: {} } }).map(({ message }) => message)).toEqual([
      'what the modules M make is not in the template', 'the templates of the nested stacks N are files of their own: check these, too', 'without a type: X',
      'no rule is about AWS::CloudFormation::Stack',
    ]);
  });

  test('types that no rule is about are named, a few of them', () => {
    const Resources = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`R${i}`, { Type: `My::Own::T${i}` }]));
    expect(notes({ Resources })).toEqual([{ message: `no rule is about ${[0, 1, 2, 3, 4, 5, 6, 7].map((i) => `My::Own::T${i}`).join(', ')} and 2 more`, undecided: false }]);
  });

  test('loops are written out, and found where they are written', () => {
    const text = `Transform: AWS::LanguageExtensions\nResources:\n  Fn::ForEach::Keys:\n    - Name\n    - [A, B]\n    - "Key\${Name}":\n        Type: AWS::KMS::Key\n`;
    expect(json([file(text)], ...ROTATED).templates[0].findings.map(({ logicalId, line }) => [logicalId, line])).toEqual([['KeyA', 3], ['KeyB', 3]]);
  });

  test('keys that stand twice are told', () => {
    expect(json([file(`${KEY}false\n      EnableKeyRotation: true`)], ...ROTATED)).toMatchObject({ code: 0, templates: [{ notes: [{ message: 'EnableKeyRotation stands twice in the same place; the last one is judged', line: 7 }] }] });
  });
});
