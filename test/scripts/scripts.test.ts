import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { settle } from '../../scripts/scan';
import { constructPathOf, ROOT } from '../../scripts/support/assembly';
import { difference, sanitize } from '../../scripts/support/difference';
import { table } from '../../scripts/support/table';

const bucket = (properties: object, metadata?: object) => ({ Type: 'AWS::S3::Bucket', Properties: properties, ...(metadata && { Metadata: metadata }) }) as never;

describe('the difference between two snapshots', () => {
  const before = { 'Test/Data': { Resources: { Content: bucket({ Tags: ['a', 'b'], Lock: { Days: 1 } }), Gone: bucket({}) } }, 'Test/Old': {} };

  test('says nothing of what is the same', () => {
    expect(difference(before, structuredClone(before))).toEqual([]);
  });

  test('names the stack, the resource with its type, the property, and both values', () => {
    const after = { 'Test/Data': { Resources: { Content: bucket({ Tags: ['a', 'c', 'd'], Lock: { Days: 2 }, New: true }), Added: bucket({}) } }, 'Test/New': { Resources: { A: bucket({}) } } };
    expect(difference(before, after)).toEqual([
      '+ Test/Data: Added (AWS::S3::Bucket)',
      '~ Test/Data: Content (AWS::S3::Bucket) Properties Lock Days: 1 -> 2',
      '~ Test/Data: Content (AWS::S3::Bucket) Properties New: absent -> true',
      '~ Test/Data: Content (AWS::S3::Bucket) Properties Tags[1]: "b" -> "c"',
      '~ Test/Data: Content (AWS::S3::Bucket) Properties Tags[2]: absent -> "d"',
      '- Test/Data: Gone (AWS::S3::Bucket)',
      '+ Test/New: a new stack of 1 resources',
      '- Test/Old: the stack is gone',
    ]);
  });

  test('sees a section beside the resources', () => {
    expect(difference({ S: { Outputs: { A: { Value: '1' } }, Description: 'x' } }, { S: { Outputs: { A: { Value: '2' } }, Description: 'y' } })).toEqual([
      '~ S: Description: "x" -> "y"', '~ S: Outputs.A Value: "1" -> "2"',
    ]);
  });
});

describe('a sanitized template', () => {
  test('has no asset hash, construct path or bootstrap check, and keeps everything else', () => {
    const hash = 'a'.repeat(64);
    expect(sanitize({
      Resources: { A: bucket({ Key: `${hash}.zip`, Other: 'b'.repeat(63) }, { 'aws:cdk:path': 'Test/Data/A' }), B: bucket({}, { 'aws:cdk:path': 'x', 'kept': 1 }) },
      Parameters: { BootstrapVersion: { Type: 'AWS::SSM::Parameter::Value<String>' } },
      Rules: { CheckBootstrapVersion: {} },
      Outputs: { O: { Value: 'x' } },
    })).toEqual({
      Resources: { A: bucket({ Key: '<asset>.zip', Other: 'b'.repeat(63) }), B: bucket({}, { kept: 1 }) },
      Outputs: { O: { Value: 'x' } },
    });
  });
});

describe('exceptions for scanners', () => {
  const exception = { finding: 'checkov::CKV_AWS_18', resource: 'Test/Data/Logs/Resource', reason: 'It receives the logs of the others.', owner: 'platform', until: '2030-01-31' };
  const found = { finding: exception.finding, resource: exception.resource, message: '' };

  test('settle the finding that they name, on the last day too', () => {
    expect(settle([found], [exception], '2030-01-31')).toEqual({ open: [], unused: [], expired: [] });
  });

  test('leave another finding of the resource, and the finding on another resource, open', () => {
    const others = [{ ...found, finding: 'checkov::CKV_AWS_21' }, { ...found, resource: 'Test/Data/Content/Resource' }];
    expect(settle([found, ...others], [exception], '2030-01-31')).toEqual({ open: others, unused: [], expired: [] });
  });

  test('are unused without a finding, and expired after their last day', () => {
    expect(settle([], [exception], '2030-01-01').unused).toEqual([exception]);
    expect(settle([found], [exception], '2030-02-01').expired).toEqual([exception]);
  });

  test('name a resource by its construct path, or by its logical id where a template says no path', () => {
    const stack = { path: 'Test/Data', stage: 'Test', account: '', region: '', file: '', template: { Resources: { A: bucket({}, { 'aws:cdk:path': 'Test/Data/Logs/Resource' }) } } };
    expect(constructPathOf(stack, 'A')).toBe('Test/Data/Logs/Resource');
    expect(constructPathOf(stack, 'Outputs.X')).toBe('Test/Data/Outputs.X');
  });
});

test('a table lines up and has a row of dashes', () => {
  expect(table(['a', 'long'], [['longer', 'b']])).toBe('| a      | long |\n| ------ | ---- |\n| longer | b    |');
});

describe('the workflow for pull requests', () => {
  interface Job { readonly permissions?: Record<string, string>; readonly steps: { readonly uses?: string; readonly run?: string }[] }
  const workflow = parse(readFileSync(join(ROOT, '.github/workflows/pull-request.yml'), 'utf8')) as { on: unknown; permissions: unknown; jobs: Record<string, Job> };
  const jobs = Object.entries(workflow.jobs);
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> };

  test('never runs a change with more than the right to read', () => {
    expect(workflow.on).toBe('pull_request');
    expect(workflow.permissions).toEqual({ contents: 'read' });
    const writers = jobs.filter(([, job]) => job.permissions);
    expect(writers.map(([name, job]) => [name, job.permissions])).toEqual([['comment', { 'pull-requests': 'write' }]]);
    expect(writers.flatMap(([, job]) => job.steps).filter((step) => step.uses?.startsWith('actions/checkout') || /\bnpm\b|\bnpx\b|\bnode\b/.test(step.run ?? ''))).toEqual([]);
  });

  test('posts what a change does to the promises, and fails only after that', () => {
    const { steps } = workflow.jobs.diff;
    const at = (pattern: RegExp) => steps.findIndex(({ run, uses }) => pattern.test(run ?? uses ?? ''));
    const order = [at(/cdk-dtap\.ts diff .*--today.*\|\| code=\$\?/s), at(/scripts\/diff\.ts/), at(/upload-artifact/), at(/^exit "\$CODE"$/)];
    expect(order).not.toContain(-1);
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });

  test("uses GitHub's own actions only, and scripts that exist", () => {
    const steps = jobs.flatMap(([, job]) => job.steps);
    expect(steps.flatMap(({ uses }) => uses ?? []).filter((uses) => !/^actions\/[\w-]+@v\d+$/.test(uses))).toEqual([]);
    const called = steps.flatMap(({ run }) => [...(run ?? '').matchAll(/npm (?:run )?(test|build|scan|local|oscal)\b/g)].map(([, name]) => name));
    expect(new Set(called)).toEqual(new Set(['test', 'build', 'scan', 'local', 'oscal']));
    expect(called.filter((name) => !scripts[name])).toEqual([]);
  });
});
