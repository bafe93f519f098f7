import { existsSync, readFileSync } from 'node:fs';
import { CfnDBInstance } from 'aws-cdk-lib/aws-rds';
import { CfnBucket, CfnBucketPolicy } from 'aws-cdk-lib/aws-s3';
import { App, CfnOutput, CfnParameter, Stack, Stage, Tags, Validations } from 'aws-cdk-lib/core';
import { DtapChecks } from '../../../lib/checks';
import { PROPERTIES } from '../../../lib/checks/proofs/properties';
import { RULES } from '../../../lib/checks/rules';

const ID = 'Dtap-S3BucketVersioned';

interface Found {
  ruleName: string;
  description: string;
  severity: string;
  acknowledgedId?: string;
  reason?: string;
  violatingConstructs: { constructPath: string }[];
}

/** What synthesis reports of one rule. */
function report(build: (stack: Stack) => void, ruleId = ID): { violations: Found[]; suppressed: Found[] } {
  const app = new App({ postCliContext: { '@aws-cdk/core:failSynthOnValidationErrors': false } });
  Validations.of(app).addPlugins(new DtapChecks(app));
  build(new Stack(new Stage(app, 'Production'), 'Data', { env: { account: '111111111111', region: 'eu-central-1' } }));
  app.synth();
  const path = `${app.outdir}/validation-report.json`;
  const plugins = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as { pluginReports: { violations: Found[]; suppressedViolations?: Found[] }[] }).pluginReports : [];
  const ours = (list: Found[]) => list.filter((found) => found.ruleName.startsWith(ruleId));
  return { violations: ours(plugins.flatMap((plugin) => plugin.violations)), suppressed: ours(plugins.flatMap((plugin) => plugin.suppressedViolations ?? [])) };
}

const versioned = { versioningConfiguration: { status: 'Enabled' } };

test('a violation stops the synthesis and names rule and construct', () => {
  const app = new App();
  Validations.of(app).addPlugins(new DtapChecks(app));
  new CfnBucket(new Stack(new Stage(app, 'Production'), 'Data'), 'Bucket');
  expect(() => app.synth()).toThrow(/versions are not kept[\s\S]*Production\/Data\/Bucket[\s\S]*Dtap::Dtap-S3BucketVersioned/);
});

test('the report names the construct path, the mend and what is wrong', () => {
  const { violations } = report((stack) => new CfnBucket(stack, 'Bucket'));
  expect(violations).toHaveLength(1);
  expect(violations[0]).toMatchObject({ ruleName: ID, severity: 'error', description: expect.stringContaining('Here: versions are not kept.') });
  expect(violations[0].violatingConstructs.map((construct) => construct.constructPath)).toEqual(['Production/Data/Bucket']);
});

test('what the template leaves open is reported under an id of its own', () => {
  const { violations } = report((stack) => new CfnBucket(stack, 'Bucket', { versioningConfiguration: { status: new CfnParameter(stack, 'Status').valueAsString } }));
  expect(violations.map((found) => found.ruleName)).toEqual([`${ID}[unknown]`]);
});

test('a property override is judged as it will be deployed', () => {
  const broken = report((stack) => new CfnBucket(stack, 'Bucket', versioned).addPropertyOverride('VersioningConfiguration.Status', 'Suspended'));
  expect(broken.violations).toHaveLength(1);
  const mended = report((stack) => new CfnBucket(stack, 'Bucket').addPropertyOverride('VersioningConfiguration.Status', 'Enabled'));
  expect(mended.violations).toEqual([]);
});

test('a qualified acknowledgement on one resource is on the record with its reason, and covers that resource only', () => {
  const { violations, suppressed } = report((stack) => {
    Validations.of(new CfnBucket(stack, 'Known')).acknowledge({ id: `Dtap::${ID}`, reason: 'scratch data' });
    new CfnBucket(stack, 'Other');
  });
  expect(suppressed.map(({ ruleName, reason, violatingConstructs }) => [ruleName, reason, violatingConstructs.map((construct) => construct.constructPath)]))
    .toEqual([[ID, 'scratch data', ['Production/Data/Known']]]);
  expect(violations.flatMap((found) => found.violatingConstructs.map((construct) => construct.constructPath))).toEqual(['Production/Data/Other']);
});

test('an acknowledged violation does not cover the unknown', () => {
  const { violations, suppressed } = report((stack) => {
    const bucket = new CfnBucket(stack, 'Bucket', { versioningConfiguration: { status: new CfnParameter(stack, 'Status').valueAsString } });
    Validations.of(bucket).acknowledge({ id: `Dtap::${ID}`, reason: 'scratch data' });
  });
  expect([violations.length, suppressed.length]).toEqual([1, 0]);
});

test('a tree is judged without writing templates', () => {
  const stack = new Stack(new App(), 'Data');
  new CfnBucket(stack, 'Plain');
  new CfnBucket(stack, 'Good', versioned);
  const { success, violations } = new DtapChecks().validateScope(stack);
  expect(success).toBe(false);
  expect(violations.filter((found) => found.ruleName === ID).flatMap((found) => found.violatingResources.map((resource) => resource.constructPath))).toEqual(['Data/Plain']);
});

test('the environment of a stack is read from its tag', () => {
  const inEnvironment = (environment: string) => report((stack) => {
    Tags.of(stack).add('dtap:environment', environment);
    new CfnDBInstance(stack, 'Database', { engine: 'postgres' });
  }, 'Dtap-RdsMultiZone').violations.length;
  expect([inEnvironment('development'), inEnvironment('production')]).toEqual([0, 1]);
});

test('whose account another one is, is told by the estate', () => {
  const judged = (accounts: { [account: string]: string }) => {
    const stack = new Stack(new App(), 'Data', { env: { account: '111111111111', region: 'eu-central-1' } });
    new CfnBucketPolicy(stack, 'Policy', { bucket: 'b', policyDocument: { Statement: [{ Effect: 'Allow', Principal: { AWS: '222222222222' }, Action: 's3:GetObject', Resource: '*' }] } });
    return new DtapChecks(undefined, { accounts }).validateScope(stack).violations.map((found) => found.ruleName).filter((name) => name.includes('ResourcePolicyWithinEnvironment'));
  };
  expect(judged({})).toEqual(['Dtap-ResourcePolicyWithinEnvironment[unknown]']);
  expect(judged({ 111111111111: 'development', 222222222222: 'production' })).toEqual(['Dtap-ResourcePolicyWithinEnvironment']);
  expect(judged({ 111111111111: 'development', 222222222222: 'backup' })).toEqual([]);
});

test('an output that tells a secret is reported by its construct', () => {
  const { violations } = report((stack) => new CfnOutput(stack, 'AdminPassword', { value: 'hunter22' }), 'Dtap-StackOutputNoSecrets');
  expect(violations.flatMap((found) => found.violatingConstructs.map((construct) => construct.constructPath))).toEqual(['Production/Data/AdminPassword']);
});

test('every rule and property of the registries is announced', () => {
  expect(new DtapChecks().ruleIds).toEqual([...RULES, ...PROPERTIES].map(({ id }) => `Dtap-${id}`));
});
