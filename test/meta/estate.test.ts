import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXCEPTIONS } from '../../bin/exceptions';
import { isForScanner } from '../../lib/exceptions';
import { constructPathOf, readStacks, ROOT, run, type AssemblyStack, type Synthesis } from '../../scripts/support/assembly';
import { difference } from '../../scripts/support/difference';
import { lostSince, readRelease } from '../../scripts/support/released';
import { readSnapshots, snapshotsOf } from '../../scripts/support/snapshots';
import { referenceAssembly } from '../support/reference-assembly';
import { readReport, type ReportedFinding } from '../support/report';
import { sourcesBelow } from '../support/sources';

/** The reference estate as `cdk synth` makes it, judged by every pack. */
describe('the reference estate', () => {
  let synthesis: Synthesis;
  let stacks: AssemblyStack[];

  beforeAll(async () => {
    synthesis = await referenceAssembly();
    stacks = readStacks(synthesis.folder);
  }, 120_000);

  test('passes every pack', () => {
    const { exitCode, output } = synthesis;
    expect({ exitCode, output: exitCode === 0 ? '' : output }).toEqual({ exitCode: 0, output: '' });
    expect(readReport(synthesis.folder).pluginReports.map((report) => report.pluginName)).toContain('Dtap');
  });

  describe('snapshots', () => {
    // A snapshot is never written by a test: read the lines below, and if you meant them run `npm run snapshots`.
    const onRecord = readSnapshots();

    test('there is one for each environment and shared account', () => {
      expect(Object.keys(onRecord).sort()).toEqual(['acceptance', 'backup', 'development', 'organization', 'production', 'release', 'security', 'test']);
      expect(Object.keys(snapshotsOf(stacks)).sort()).toEqual(Object.keys(onRecord).sort());
    });

    test.each(Object.entries(onRecord))('%s is as on record', (stage, snapshot) => {
      expect(difference(snapshot, snapshotsOf(stacks)[stage] ?? {})).toEqual([]);
    });
  });

  describe('an upgrade from the last release', () => {
    const released = readRelease();

    test('deletes, moves and replaces nothing that holds data', () => {
      expect(released.stacks.length).toBeGreaterThan(30);
      expect(lostSince(released, stacks)).toEqual([]);
    });

    test('would be told of data that it loses', () => {
      const without = stacks.map((stack) => (stack.path === 'Production/Data' ? { ...stack, template: { ...stack.template, Resources: {} } } : stack));
      expect(lostSince(released, without)).toEqual(expect.arrayContaining([expect.stringMatching(/^Production\/Data\/\w+ \(AWS::RDS::DBCluster\) is deleted/)]));
      const renamed = stacks.map((stack) => (stack.path === 'Backup/ProductionVault' ? { ...stack, template: JSON.parse(JSON.stringify(stack.template).replaceAll('-locked', '-locked2')) as AssemblyStack['template'] } : stack));
      expect(lostSince(released, renamed)).toEqual([expect.stringMatching(/\(AWS::Backup::BackupVault\) is replaced: BackupVaultName cannot be changed in place/)]);
    });
  });

  describe('size', () => {
    test('no stack has more than 400 resources or 700 KB', () => {
      const tooBig = stacks.map(({ path, template }) => ({ path, resources: Object.keys(template.Resources ?? {}).length, bytes: JSON.stringify(template).length }))
        .filter(({ resources, bytes }) => resources > 400 || bytes > 700_000);
      expect(tooBig).toEqual([]);
    });

    test('no custom resource carries a value between accounts or regions', () => {
      // Closes the default security group of a VPC of its own stack; CloudFormation has no resource for it.
      const inPlace = ['Custom::VpcRestrictDefaultSG'];
      const custom = stacks.flatMap((stack) => Object.entries(stack.template.Resources ?? {})
        .filter(([, { Type: type }]) => (type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource') && !inPlace.includes(type)).map(([id, { Type: type }]) => `${stack.path}: ${id} (${type})`));
      expect(custom).toEqual([]);
    });
  });

  describe('exceptions', () => {
    const key = (finding: string, resource: string) => `${finding} on ${resource}`;
    const suppressed = () => readReport(synthesis.folder).pluginReports.flatMap((report) => report.suppressedViolations ?? []);
    const acknowledged = (finding: ReportedFinding) => finding.violatingConstructs.map(({ constructPath }) => key(String(finding.acknowledgedId), constructPath));

    test('each that is for a pack silences a finding; one that silences nothing is deleted', () => {
      const used = new Set(suppressed().flatMap(acknowledged));
      expect(EXCEPTIONS.filter((exception) => !isForScanner(exception)).map(({ finding, resource }) => key(finding, resource)).filter((each) => !used.has(each))).toEqual([]);
    });

    test('each that is for a scanner names a resource of the estate', () => {
      const resources = new Set(stacks.flatMap((stack) => Object.keys(stack.template.Resources ?? {}).map((id) => constructPathOf(stack, id))));
      expect(EXCEPTIONS.filter(isForScanner).map(({ resource }) => resource).filter((resource) => !resources.has(resource))).toEqual([]);
    });

    test('nothing is silenced that is not on the record', () => {
      const onRecord = new Set(EXCEPTIONS.map(({ finding, resource }) => key(finding, resource)));
      expect(suppressed().flatMap(acknowledged).filter((each) => !onRecord.has(each))).toEqual([]);
      // W3010 is about zones as text, which the configuration gives on purpose: the estate says so once, for its stacks.
      const silencing = /\.acknowledge\((?!\{ id: 'CloudFormation-Validate::W3010')|NagSuppressions|rules_to_suppress|SuppressedRules|checkov:\s*\{/;
      expect(sourcesBelow('bin', 'lib', 'constructs').filter(({ text }) => silencing.test(text)).map(({ path }) => path)).toEqual(['lib/exceptions.ts']);
    });

    test('none is there twice, nor past its last day', () => {
      const today = new Date().toISOString().slice(0, 10);
      const keys = EXCEPTIONS.map(({ finding, resource }) => key(finding, resource));
      expect(keys.filter((each, i) => keys.indexOf(each) !== i)).toEqual([]);
      expect(EXCEPTIONS.filter(({ until }) => until < today).map(({ finding, resource, owner }) => `${key(finding, resource)}: ask ${owner}`)).toEqual([]);
    });
  });
});

describe('the gate', () => {
  test('`cdk synth -q` without a selection exits 1 and names the rule when one control is removed from one construct', async () => {
    const output = mkdtempSync(join(tmpdir(), 'cdk-dtap-'));
    const app = 'node -r ts-node/register -r ./test/support/without-versions.ts bin/estate.ts';
    try {
      const cdk = await run(process.execPath, [join(ROOT, 'node_modules/aws-cdk/bin/cdk'), 'synth', '-q', '--app', app, '--output', output, '-c', 'environment=development'],
        { ...process.env, NODE_ENV: undefined, CDK_VALIDATION: 'false' });
      expect(cdk.exitCode).toBe(1);
      expect(cdk.output).toContain('Dtap-S3BucketVersioned');
    } finally {
      rmSync(output, { recursive: true, force: true });
    }
  }, 60_000);
});
