import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stage } from 'aws-cdk-lib/core';
import { Match, Template } from 'aws-cdk-lib/assertions';
import type { App } from 'aws-cdk-lib/core';
import { PersonArns } from '../../constructs/access/person-role';
import { readStacks } from '../../scripts/support/assembly';
import { buildEstate, stacksOf, withExceptions } from '../support/estate';
import { referenceAssembly } from '../support/reference-assembly';
import { REFERENCE, WITH_IDENTITY_ACCOUNT, withValue } from '../support/reference-props';

const ENVIRONMENTS = ['Development', 'Test', 'Acceptance', 'Production'];
const SHARED = ['Security', 'Backup', 'Release', 'Organization'];

/** Types that keep data: their logical ids are a contract, since a new one means a new, empty store. */
const STATEFUL = ['AWS::DynamoDB::Table', 'AWS::Backup::BackupVault', 'AWS::Backup::LogicallyAirGappedBackupVault', 'AWS::KMS::Key', 'AWS::S3::Bucket', 'AWS::RDS::DBCluster', 'AWS::RDS::DBInstance', 'AWS::ECR::Repository', 'AWS::Route53::HostedZone'];

/** A line that has to change here is a store that would be replaced there. */
const PINNED: string[] = [
  'Backup/AcceptanceRehearsal AWS::KMS::Key Key961B73FD',
  'Backup/AcceptanceVault AWS::Backup::BackupVault Locked5B6A0654',
  'Backup/AcceptanceVault AWS::Backup::LogicallyAirGappedBackupVault AirGappedB22F77BE',
  'Backup/AcceptanceVault AWS::KMS::Key VaultKey6B75F33E',
  'Backup/Audit AWS::KMS::Key Key961B73FD',
  'Backup/Audit AWS::S3::Bucket Reports65402A0A',
  'Backup/Baseline AWS::KMS::Key LogsKeyA6AB43B2',
  'Backup/Baseline AWS::S3::Bucket Logs6819BB44',
  'Backup/ProductionRehearsal AWS::KMS::Key Key961B73FD',
  'Backup/ProductionVault AWS::Backup::BackupVault Locked5B6A0654',
  'Backup/ProductionVault AWS::Backup::LogicallyAirGappedBackupVault AirGappedB22F77BE',
  'Backup/ProductionVault AWS::KMS::Key VaultKey6B75F33E',
  'Production/Access AWS::KMS::Key AccessKeyE6B25659',
  'Production/Access AWS::S3::Bucket SessionRecords4E15BB7F',
  'Production/Audit AWS::KMS::Key Key961B73FD',
  'Production/Audit AWS::S3::Bucket Reports65402A0A',
  'Production/Backup AWS::Backup::BackupVault Vault23237E5B',
  'Production/Backup AWS::KMS::Key VaultKey6B75F33E',
  'Production/Baseline AWS::KMS::Key LogsKeyA6AB43B2',
  'Production/Baseline AWS::S3::Bucket Logs6819BB44',
  'Production/Data AWS::KMS::Key DataKey17AFBB84',
  'Production/Data AWS::KMS::Key SecretKey573D36D8',
  'Production/Data AWS::RDS::DBCluster DatabaseF44359DD',
  'Production/Data AWS::RDS::DBInstance DatabaseReader147AC11D6',
  'Production/Data AWS::RDS::DBInstance DatabaseWriterB8C10E1D',
  'Production/Data AWS::S3::Bucket Content88381566',
  'Production/Domain AWS::Route53::HostedZone ZoneA5DE4B68',
  'Production/Recovery AWS::KMS::Key DataKey17AFBB84',
  'Production/Recovery AWS::S3::Bucket Content88381566',
  'Production/RecoveryAccess AWS::KMS::Key AccessKeyE6B25659',
  'Production/RecoveryAccess AWS::S3::Bucket SessionRecords4E15BB7F',
  'Production/RecoveryAudit AWS::KMS::Key Key961B73FD',
  'Production/RecoveryAudit AWS::S3::Bucket Reports65402A0A',
  'Production/RecoveryBackup AWS::Backup::BackupVault Vault23237E5B',
  'Production/RecoveryBackup AWS::KMS::Key VaultKey6B75F33E',
  'Production/RecoveryBaseline AWS::KMS::Key LogsKeyA6AB43B2',
  'Production/RecoveryBaseline AWS::S3::Bucket Logs6819BB44',
  'Production/RecoveryData AWS::RDS::DBCluster DatabaseF44359DD',
  'Production/RecoveryData AWS::RDS::DBInstance DatabaseMember1EF7C68ED',
  'Production/RecoveryData AWS::RDS::DBInstance DatabaseMember27B831FD4',
  'Production/RecoveryService AWS::KMS::Key ServiceKey5A47A26D',
  'Production/Service AWS::KMS::Key ServiceKey5A47A26D',
  'Production/Support AWS::DynamoDB::Table GrantsRecord28D40C39',
  'Production/Support AWS::DynamoDB::Table MasterKeyRecord633167C4',
  'Production/Support AWS::KMS::Key GrantsKeyCB11CD15',
  'Release/Baseline AWS::KMS::Key LogsKeyA6AB43B2',
  'Release/Baseline AWS::S3::Bucket Logs6819BB44',
  'Release/Images AWS::ECR::Repository ServiceAD644FD0',
  'Release/Images AWS::KMS::Key ImagesKey954580DA',
  'Release/RecoveryImages AWS::ECR::Repository ServiceAD644FD0',
  'Release/RecoveryImages AWS::KMS::Key ImagesKey954580DA',
];

describe('the reference estate', () => {
  let app: App;
  let templates: Record<string, { readonly Resources: Record<string, { readonly Type: string }> }>;
  beforeAll(async () => {
    app = buildEstate(withExceptions(REFERENCE)).app;
    templates = Object.fromEntries(readStacks((await referenceAssembly()).folder).map(({ path, template: { Resources = {}, ...rest } }) => [path, { ...rest, Resources }]));
  }, 120_000);

  test('is what is synthesized, stack by stack', () => {
    expect(stacksOf(app).map(({ node }) => node.path).sort()).toEqual(Object.keys(templates).sort());
  });

  test('has a stage per account, named for `cdk deploy \'Production/**\'`', () => {
    expect(app.node.children.filter(Stage.isStage).map((stage) => stage.node.id)).toEqual([...ENVIRONMENTS, ...SHARED]);
  });

  test('puts every stack of a stage into the account of that stage, and into a configured region', () => {
    const { environments, sharedAccounts, regions } = REFERENCE;
    const accounts: Record<string, string> = {
      Development: environments.development.account, Test: environments.test.account, Acceptance: environments.acceptance.account, Production: environments.production.account,
      Organization: sharedAccounts.management, Security: sharedAccounts.security, Backup: sharedAccounts.backup, Release: sharedAccounts.release,
    };
    for (const stack of stacksOf(app)) {
      expect([stack.node.path, stack.account]).toEqual([stack.node.path, accounts[stack.node.path.split('/')[0]]]);
      expect([regions.primary, regions.recovery, regions.backup]).toContain(stack.region);
    }
  });

  test('protects the stacks of acceptance, production and the shared accounts against deletion', () => {
    const unprotected = stacksOf(app).filter((stack) => !stack.terminationProtection).map((stack) => stack.node.path.split('/')[0]);
    expect([...new Set(unprotected)]).toEqual(['Development', 'Test']);
  });

  test('has acceptance mirror production: the same network, edge and service, less what leads users from region to region', () => {
    const typesOf = (stage: string, stack: string) => Object.entries(templates[`${stage}/${stack}`].Resources)
      .filter(([id]) => !/^Address(Endpoint|Health|Region|Unwell)/.test(id))
      // The ids of rules between two security groups are made by CDK from the groups' paths, and so name the stage.
      .map(([id, { Type }]) => (Type.startsWith('AWS::EC2::SecurityGroup') ? Type : `${id} ${Type}`)).sort();
    for (const stack of ['Network', 'Service', 'Domain']) {
      expect([stack, ...typesOf('Acceptance', stack)]).toEqual([stack, ...typesOf('Production', stack)]);
    }
  });

  test('has the recovery region mirror production: the same network, edge, service, way in for administrators and number of members', () => {
    const countOf = (stack: string) => {
      const types = Object.values(templates[`Production/${stack}`].Resources).map(({ Type }) => Type);
      return Object.fromEntries([...new Set(types)].sort().map((type) => [type, types.filter((each) => each === type).length]));
    };
    expect(countOf('RecoveryNetwork')).toEqual(countOf('Network'));
    expect(countOf('RecoveryAccess')).toEqual(countOf('Access'));
    // The primary region's own health is counted together with the switch.
    expect(countOf('RecoveryService')).toEqual({ ...countOf('Service'), 'AWS::Route53::HealthCheck': 1 });
    expect(countOf('RecoveryData')['AWS::RDS::DBInstance']).toBe(countOf('Data')['AWS::RDS::DBInstance']);
  });

  test('keeps development cheap: two zones, one NAT gateway, no network firewall', () => {
    const network = Template.fromJSON(templates['Development/Network']);
    network.resourceCountIs('AWS::EC2::NatGateway', 1);
    network.resourceCountIs('AWS::NetworkFirewall::Firewall', 0);
    const production = Template.fromJSON(templates['Production/Network']);
    production.resourceCountIs('AWS::EC2::NatGateway', 3);
    production.resourceCountIs('AWS::NetworkFirewall::Firewall', 1);
  });

  test('has no custom resource but the one that closes the default security group, and none across accounts or regions', () => {
    const custom = Object.values(templates).flatMap(({ Resources }) => Object.values(Resources))
      .map(({ Type }) => Type).filter((type) => type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource');
    expect(new Set(custom)).toEqual(new Set(['Custom::VpcRestrictDefaultSG']));
  });

  test('keeps every stack below 400 resources and 700 KB', () => {
    for (const template of Object.values(templates)) {
      expect(Object.keys(template.Resources).length).toBeLessThanOrEqual(400);
      expect(JSON.stringify(template).length).toBeLessThan(700_000);
    }
  });

  test('keeps the logical ids of everything that holds data', () => {
    const stateful = Object.entries(templates).filter(([path]) => /^(Backup|Production|Release)\//.test(path)).flatMap(([path, { Resources }]) =>
      Object.entries(Resources).filter(([, { Type }]) => STATEFUL.includes(Type)).map(([id, { Type }]) => `${path} ${Type} ${id}`));
    expect(stateful.sort()).toEqual(PINNED);
  });

  test("backs up the stores of production's second region there, and copies them where the first region's copies are", () => {
    const template = (path: string) => Template.fromStack(stacksOf(app).find((stack) => stack.node.path === path)!);
    const plans = (path: string) => Object.values(template(path).findResources('AWS::Backup::BackupPlan')).map(({ Properties }) => Properties.BackupPlan.BackupPlanRule.filter((rule: { CopyActions?: unknown }) => rule.CopyActions).map((rule: { CopyActions: object[] }) => rule.CopyActions));
    expect(plans('Production/RecoveryBackup')).toEqual(plans('Production/Backup').slice(0, 2));
    expect(stacksOf(app).filter((stack) => /^Production\/Recovery(Backup|Audit)$/.test(stack.node.path)).map(({ region }) => region)).toEqual([REFERENCE.regions.recovery, REFERENCE.regions.recovery]);
    const marks = (path: string, type: string) => Object.values(template(path).findResources(type)).map(({ Properties }) => Properties.Tags.find(({ Key }: { Key: string }) => Key === 'dtap:backup')?.Value);
    expect(marks('Production/RecoveryData', 'AWS::RDS::DBCluster')).toEqual(['database']);
    expect(marks('Production/Recovery', 'AWS::S3::Bucket')).toEqual(['objects']);
    expect(template('Production/Recovery').findResources('AWS::KMS::Key', { Properties: { KeyPolicy: { Statement: Match.arrayWith([Match.objectLike({ Sid: 'UseByBackupCopies' })]) } } })).not.toEqual({});
  });

  test("restores the files of a bucket whose name says so, and no other bucket's that plans back up", () => {
    const buckets = stacksOf(app).filter(({ node }) => node.path.startsWith('Production/')).flatMap((stack) => Object.entries(Template.fromStack(stack).findResources('AWS::S3::Bucket'))
      .filter(([, { Properties }]) => Properties.Tags?.some(({ Key, Value }: { Key: string; Value: string }) => Key === 'dtap:backup' && Value === 'objects'))
      .map(([id, { Properties }]) => ({ of: stack.node.path, name: (Properties.BucketName ?? `${stack.stackName}-${id}`).toLowerCase() as string })));
    expect(buckets.length).toBeGreaterThan(2);
    expect(buckets.filter(({ name }) => name.includes('content')).map(({ of }) => of).sort()).toEqual(['Production/Data', 'Production/Recovery']);
    const asked = stacksOf(app).flatMap((stack) => Object.values(Template.fromStack(stack).findResources('AWS::SSM::Document')).flatMap(({ Properties }) => JSON.stringify(Properties.Content).match(/(?<="files":")[^" ]+(?=")/g) ?? []));
    expect(new Set(asked)).toEqual(new Set(['content']));
  });

  test('names in the vaults of the backup account, and in their keys, the privacy officer, roles that are there, and those of services', () => {
    const backup = stacksOf(app).filter((stack) => stack.node.path.startsWith('Backup/')).map((stack) => Template.fromStack(stack));
    const roles = backup.flatMap((template) => Object.values(template.findResources('AWS::IAM::Role')).map(({ Properties }) => Properties.RoleName as string | undefined));
    const vaults = backup.filter((template) => Object.keys(template.findResources('AWS::Backup::BackupVault')).length > 0);
    const named = new Set(vaults.flatMap((template) => JSON.stringify(template.toJSON()).match(/(?<=:role\/)[^"]+/g) ?? []));
    const known = (name: string) => roles.includes(name) || /^(aws-reserved\/sso\.amazonaws\.com\/\*AWSReservedSSO_PrivacyOfficer_\*|aws-service-role\/(restore-testing\.)?backup\.amazonaws\.com\/\w+|cdk-\*-cfn-exec-role-\*)$/.test(name);
    expect([...named].filter((name) => !known(name))).toEqual([]);
    expect([...named].filter((name) => roles.includes(name)).sort()).toEqual([
      'Backup-AcceptanceRehearsal-Restore', 'Backup-ProductionRehearsal-Restore', 'Backup-Runbooks-AcceptanceCopy', 'Backup-Runbooks-ProductionCopy', 'return-backups-acceptance-runbook', 'return-backups-production-runbook',
    ]);
  });

  test('exempts from the guardrails of backups roles that are there, and no others', () => {
    const roles = stacksOf(app).flatMap((stack) => Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role')).flatMap(({ Properties }) => (Properties.RoleName === undefined ? [] : [`arn:aws:iam::${stack.account}:role/${Properties.RoleName}`])));
    const policies = Object.values(Template.fromStack(stacksOf(app).find((stack) => stack.node.path === 'Organization/Guardrails')!).findResources('AWS::Organizations::Policy'));
    const statements = policies.flatMap(({ Properties }) => Properties.Content.Statement ?? []);
    const exempt = (sid: string): string[] => statements.find(({ Sid }) => Sid === sid).Condition.ArnNotLike['aws:PrincipalArn'];
    expect(exempt('DenySharingSnapshots')).toHaveLength(5);
    expect(exempt('ProtectBackupSettings')).toHaveLength(7);
    expect([...exempt('DenySharingSnapshots'), ...exempt('ProtectBackupSettings').slice(1)].filter((arn) => !roles.includes(arn))).toEqual([]);
  });
});

describe('an estate whose people sign in to an identity account', () => {
  const { app } = buildEstate(withExceptions(WITH_IDENTITY_ACCOUNT));

  test('is synthesized, judged by every pack, without a finding that has no exception', () => {
    expect(() => app.synth()).not.toThrow();
  });

  test('has that account as a stage, with the groups of people, and no permission set anywhere', () => {
    expect(app.node.children.filter(Stage.isStage).map((stage) => stage.node.id).sort()).toEqual([...ENVIRONMENTS, ...SHARED, 'Identity'].sort());
    const resources = stacksOf(app).flatMap((stack) => Object.values(Template.fromStack(stack).toJSON().Resources as Record<string, { Type: string; Properties?: { GroupName?: string } }>));
    expect(resources.filter(({ Type }) => Type === 'AWS::IAM::Group').map(({ Properties }) => Properties?.GroupName).sort()).toEqual(PersonArns.ROLES.map((role) => PersonArns.nameOf(role)).sort());
    expect(resources.filter(({ Type }) => Type.startsWith('AWS::SSO::'))).toEqual([]);
  });

  test('lets nobody give a password: two persons do, by hand, from outside of it', () => {
    const policies = stacksOf(app).map((stack) => Template.fromStack(stack)).flatMap((template) => [...Object.values(template.findResources('AWS::IAM::ManagedPolicy')), ...Object.values(template.findResources('AWS::IAM::Policy'))]);
    const allowed = policies.flatMap(({ Properties }) => (Properties as { PolicyDocument: { Statement: { Effect: string; Action?: string | string[] }[] } }).PolicyDocument.Statement)
      .filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action }) => Action ?? []);
    expect(allowed.length).toBeGreaterThan(1000);
    expect(allowed.filter((action) => /^(\*|iam:(\*|Create\*?$|Update\*?$|CreateUser|CreateAccessKey|(Create|Update)LoginProfile))$/.test(action))).toEqual([]);
  });
});

describe('one environment alone', () => {
  test('builds that environment and nothing else', () => {
    const { app, estate } = buildEstate(withExceptions({ ...REFERENCE, only: 'production' }));
    expect(estate.environments.map((stage) => stage.node.id)).toEqual(['Production']);
    expect(app.node.children.filter(Stage.isStage).map((stage) => stage.node.id)).toEqual(['Production']);
    expect(() => app.synth()).not.toThrow();
  });

  test('is the same as within the whole estate', () => {
    const templates = (props: typeof REFERENCE) => Object.fromEntries(stacksOf(buildEstate(props).app)
      .filter((stack) => stack.node.path.startsWith('Acceptance/')).map((stack) => [stack.node.path, Template.fromStack(stack).toJSON()]));
    expect(templates({ ...REFERENCE, only: 'acceptance' })).toEqual(templates(REFERENCE));
  });
});

describe('what is wrong is refused', () => {
  test('an exception for a resource that does not exist', () => {
    const exception = { finding: 'AwsSolutions::AwsSolutions-S1', resource: 'Production/Data/Nowhere/Resource', reason: 'There is no such resource at all.', owner: 'platform', until: '2027-06-30' };
    expect(() => buildEstate({ ...REFERENCE, exceptions: [exception] })).toThrow(/exceptions\[0\]\.resource: got "Production\/Data\/Nowhere\/Resource"/);
  });

  test('a configuration with problems, before anything is built', () => {
    const outdir = mkdtempSync(join(tmpdir(), 'estate-'));
    try {
      expect(() => buildEstate(withValue(withValue(REFERENCE, 'domain', ''), 'regions.recovery', 'eu-west-2'), outdir)).toThrow(/2 problems/);
      expect(readdirSync(outdir).filter((file) => file.includes('template'))).toEqual([]);
    } finally {
      rmSync(outdir, { recursive: true });
    }
  });

  test('an unknown environment on the command line: exit code 1, no template', () => {
    const outdir = join(mkdtempSync(join(tmpdir(), 'estate-')), 'cdk.out');
    const run = spawnSync(process.execPath, ['-r', 'ts-node/register', 'bin/estate.ts'], {
      cwd: join(__dirname, '../..'),
      encoding: 'utf8',
      env: { ...process.env, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify({ environment: 'staging' }) },
    });
    expect(run.status).toBe(1);
    expect(run.stderr).toContain('only: got "staging". There is no such environment; write one of development, test, acceptance, production.');
    expect(existsSync(outdir) ? readdirSync(outdir).filter((file) => file.includes('template')) : []).toEqual([]);
  });
});
