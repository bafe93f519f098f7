import { locate, pointer, type Place } from '../../../../lib/checks/check/place';
import { check, type CheckReport } from '../../../../lib/checks/check/report';
import { sarifOf } from '../../../../lib/checks/check/sarif';
import { parseTemplate } from '../../../../bin/commands/templates';
import { demand, unknown, violation, type Rule } from '../../../../lib/checks/rule';
import { OUTPUT } from '../../../../lib/checks/template';

const rule = (over: Partial<Rule> = {}): Rule => ({
  id: 'S3BucketNamed', title: 'A bucket has a name.', why: 'Because.', mend: 'Name it.', controls: ['DAT2'], references: ['https://example.com/a'], types: ['AWS::S3::Bucket'],
  check: (bucket) => demand(bucket.at('BucketName'), (name) => name.text === 'good', 'it has another name'), ...over,
});

const reportOf = (text: string, ...rules: Rule[]): CheckReport => check([{ name: './dir/my stack.yaml', ...parseTemplate(text) }, { name: '/abs/b.yaml', error: 'it is empty' }], { rules, together: false });
const TEXT = 'Resources:\n  A:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: bad\n  B:\n    Type: AWS::S3::Bucket\n    Properties: {BucketName: !Ref P}\nParameters: {P: {Type: String}}\nOutputs:\n  O:\n    Value: x\n';

test('findings stand in the order of the file', () => {
  const about = rule({ id: 'Another', types: ['AWS::S3::Bucket', OUTPUT], check: (part) => violation('seen', part.at('Value')) });
  expect(reportOf(TEXT, about, rule()).templates[0].findings.map((finding) => `${finding.line}:${finding.column} ${finding.logicalId} ${finding.rule} ${finding.verdict}`)).toEqual([
    '2:3 A Another violation', '5:7 A S3BucketNamed violation', '6:3 B Another violation', '8:18 B S3BucketNamed unknown', '12:5 O Another violation',
  ]);
});

describe('where a finding stands', () => {
  const { places } = parseTemplate('Resources:\n  A:\n    Type: T\n    DeletionPolicy: Delete\n    Properties:\n      List:\n        - x.y: {z: 1}\n        - !If [C, {z: 1}, {z: 2}]\n  Fn::ForEach::L:\n    - N\n    - [a]\n    - Pre${N}Post: {Type: T}\n');
  test.each<[string, string, string[], number]>([
    ['at the value that decided', 'A', ['Properties.List[0].x.y.z'], 7],
    ['at an attribute beside the properties', 'A', ['DeletionPolicy'], 4],
    ['as far down as it is written', 'A', ['Properties.List[0].missing'], 7],
    ['at the function that makes it', 'A', ['Properties.List[1].z'], 8],
    ['at the first that stands in the resource', 'A', ['Properties.Missing', 'Properties.List'], 6],
    ['at the resource when nothing that decided stands in it', 'A', ['Properties.Missing'], 2],
    ['at the loop that makes the resource', 'PreaPost', ['Properties.X'], 9],
    ['at the section when nobody knows', 'Gone', [], 1],
  ])('%s', (_, id, paths, line) => {
    expect(locate(places, 'Resources', id, paths).line).toBe(line);
  });

  test('is nowhere else than at the start of a template of nothing', () => {
    const nothing: Place = { line: 1, column: 1 };
    expect(locate(nothing, 'Outputs', 'O', ['Properties.Value'])).toEqual(nothing);
  });

  test('lines and columns count from one', () => {
    const at = pointer('ab\n\nc');
    expect([0, 1, 2, 3, 4].map(at).map(({ line, column }) => [line, column])).toEqual([[1, 1], [1, 2], [1, 3], [2, 1], [3, 1]]);
  });
});

describe('SARIF', () => {
  const about = rule({ id: 'Vague', references: [], types: ['AWS::S3::Bucket'], check: () => unknown('nobody knows') });
  const unused = rule({ id: 'Unused', types: ['AWS::SNS::Topic'] });
  const { runs: [run] } = JSON.parse(sarifOf(reportOf(TEXT, unused, rule(), about)));

  test('tells the rules that found something, with help and controls', () => {
    expect(run.tool.driver.rules).toEqual([
      {
        id: 'S3BucketNamed', name: 'S3BucketNamed', shortDescription: { text: 'A bucket has a name.' }, fullDescription: { text: 'Because.' }, helpUri: 'https://example.com/a',
        help: { text: 'Because.\nName it.\nhttps://example.com/a', markdown: 'Because.\n\nName it.\n\n- <https://example.com/a>' },
        defaultConfiguration: { level: 'error' }, properties: { tags: ['security', 'DAT2'] },
      },
      expect.not.objectContaining({ helpUri: expect.anything() }),
    ]);
  });

  test('a violation is an error at its line', () => {
    expect(run.results.find(({ kind }: { kind: string }) => kind === 'fail')).toEqual({
      ruleId: 'S3BucketNamed', ruleIndex: 0, kind: 'fail', level: 'error', message: { text: 'A (AWS::S3::Bucket): it has another name.' },
      locations: [{
        physicalLocation: { artifactLocation: { uri: 'dir/my%20stack.yaml' }, region: { startLine: 5, startColumn: 7 } },
        logicalLocations: [{ name: 'A', kind: 'resource' }],
      }],
      partialFingerprints: { 'ruleAndResource/v1': 'S3BucketNamed/A' },
      properties: { facts: [{ path: 'Properties.BucketName', value: 'bad' }] },
    });
  });

  test('an unknown is an open result, without a level', () => {
    expect(run.results.filter(({ kind }: { kind: string }) => kind === 'open').map(({ level, ruleId }: { level: string; ruleId: string }) => [level, ruleId])).toEqual([['none', 'Vague'], ['none', 'Vague'], ['none', 'S3BucketNamed']]);
  });

  test('a template that could not be read makes the run unsuccessful', () => {
    expect(run.invocations).toEqual([{
      executionSuccessful: false,
      toolExecutionNotifications: [{ level: 'error', message: { text: 'The template could not be read: it is empty.' }, locations: [{ physicalLocation: { artifactLocation: { uri: 'file:///abs/b.yaml' } } }] }],
    }]);
  });

  test('notes are notifications', () => {
    const { runs: [{ invocations: [{ executionSuccessful, toolExecutionNotifications: [note] }] }] } = JSON.parse(sarifOf(check([{ name: 'a', ...parseTemplate('Resources: {A: {Type: X::Y::Z}, A: {Type: X::Y::MODULE}}') }], { rules: [], together: false })));
    expect([executionSuccessful, note.level, note.locations[0].physicalLocation.region]).toEqual([true, 'note', { startLine: 1 }]);
  });
});
