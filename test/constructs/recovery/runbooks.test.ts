import { App, Duration, Stack } from 'aws-cdk-lib/core';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import {
  FailBackRunbook, FailOverRunbook, type RecoverySite, type RegionMoveProps, RestoreCustomerRunbook, type RestoreCustomerRunbookProps, type RestoredDatabaseProps, RestoreStoresRunbook,
  ReturnBackupsRunbook, type ReturnBackupsRunbookProps, RunbookRecord,
} from '../../../constructs/recovery';
import { RunbookNames } from '../../../constructs/shared';
import { Moto } from '../../support/moto';
import { problemsOf, runRunbook, type RunbookRun } from '../../support/runbook';

/* eslint-disable @typescript-eslint/no-explicit-any -- templates and answers as they are */
const ACCOUNT = '123456789012';
const HOME = 'eu-central-1';
const STANDBY = 'eu-west-1';
const OFFICER = `arn:aws:iam::${ACCOUNT}:role/people/PrivacyOfficer`;
const OPERATOR = `arn:aws:iam::${ACCOUNT}:role/people/Operator`;
const KIM = `arn:aws:sts::${ACCOUNT}:assumed-role/Operator/kim`;
const PAT = `arn:aws:sts::${ACCOUNT}:assumed-role/PrivacyOfficer/pat`;
const RUN = '01234567-89ab-cdef-0123-456789abcdef';

const site = (region: string): RecoverySite => ({
  region,
  databaseArn: `arn:aws:rds:${region}:${ACCOUNT}:cluster:portal`,
  clusterName: 'portal',
  serviceName: 'web',
  tasks: 4,
  maxTasks: 24,
  standbyTasks: 2,
  targetGroupArn: `arn:aws:elasticloadbalancing:${region}:${ACCOUNT}:targetgroup/web/0123456789abcdef`,
});

function world(region: string): { stack: Stack; record: RunbookRecord; key: Key } {
  const stack = new Stack(new App(), 'Stack', { env: { account: ACCOUNT, region } });
  const key = new Key(stack, 'Key');
  return { stack, key, record: new RunbookRecord(stack, 'Record', { onCall: new Topic(stack, 'OnCall'), encryptionKey: key, logRetention: RetentionDays.ONE_YEAR }) };
}

function moves(props: Partial<RegionMoveProps> = {}): Template {
  const { stack, record } = world(STANDBY);
  const all = { starters: [OPERATOR], record, environment: 'production', globalDatabaseIdentifier: 'acme-production', home: site(HOME), standby: site(STANDBY), hostName: 'www.acme.example', ...props };
  new FailOverRunbook(stack, 'FailOver', all);
  new FailBackRunbook(stack, 'FailBack', all);
  return Template.fromStack(stack);
}

const database = (key: Key, props: Partial<RestoredDatabaseProps> = {}): RestoredDatabaseProps =>
  ({ clusterIdentifier: 'portal', subnetGroupName: 'isolated', parameterGroupName: 'strict', securityGroupIds: ['sg-1'], key, port: 5433, ...props });

function restores(props: Partial<RestoreCustomerRunbookProps> = {}, vaultName = 'acme-production-backup', filesOf = 'files'): Template {
  const { stack, record, key } = world(HOME);
  const all = { starters: [OFFICER], record, database: database(key), bucket: Bucket.fromBucketName(stack, 'Content', 'content'), ...props };
  new RestoreCustomerRunbook(stack, 'Customer', all);
  new RestoreStoresRunbook(stack, 'Stores', { ...all, vaultName, vaultKey: new Key(stack, 'VaultKey'), filesOf });
  return Template.fromStack(stack);
}

function returns(props: Partial<ReturnBackupsRunbookProps> = {}): Template {
  const { stack, record, key } = world('eu-north-1');
  new ReturnBackupsRunbook(stack, 'Return', {
    starters: [OFFICER], record, environment: 'production', lockedVaultName: 'acme-production-locked', airGappedVaultName: 'acme-production-airgap', key,
    destinationVaultArn: 'arn:aws:backup:eu-central-1:200000000004:backup-vault:acme-production-backup', filesOf: 'files', ...props,
  });
  return Template.fromStack(stack);
}

const templates = { moves: moves(), restores: restores(), returns: returns() };
const documents = Object.values(templates).flatMap((template) => Object.values(template.findResources('AWS::SSM::Document')).map(({ Properties }) => Properties));
/** A document as it stands in the account: references worked out. */
const deployed = (name: string): any => JSON.parse(JSON.stringify(documents.find(({ Name }) => Name === name)!.Content), (_, value: any) =>
  (value?.Ref === 'AWS::Partition' ? 'aws' : value?.['Fn::Join'] ? value['Fn::Join'][1].join('') : value?.['Fn::GetAtt'] ? `arn:aws:iam::${ACCOUNT}:role/${value['Fn::GetAtt'][0]}` : value));
const statements = (template: Template): any[] => Object.values(template.findResources('AWS::IAM::ManagedPolicy')).flatMap(({ Properties }) => Properties.PolicyDocument.Statement as any[]);
const statement = (template: Template, sid: string): any => statements(template).find(({ Sid }) => Sid === sid);

describe('the runbooks of a recovery', () => {
  test('are there, each under the name agreed ahead', () => {
    expect(documents.map(({ Name }) => Name).sort()).toEqual(['FailBack', 'FailOver', 'RestoreCustomer', 'RestoreStores', 'ReturnBackups-production']);
  });

  test.each(['FailOver', 'FailBack', 'RestoreCustomer', 'RestoreStores', 'ReturnBackups-production'])('%s is what Systems Manager takes', (name) => {
    expect(problemsOf(deployed(name))).toEqual([]);
  });

  test('say what each is for and what each parameter looks like, limit every step, and rehearse unless told otherwise', () => {
    for (const { Name, Content } of documents) {
      expect([Name, Content.description]).toEqual([Name, expect.stringContaining('docs/recovery.md')]);
      expect(Content.parameters.Mode.default).toBe('rehearse');
      Object.values<any>(Content.parameters).forEach((parameter) => expect(parameter.allowedPattern ?? parameter.allowedValues).toBeDefined());
      Content.mainSteps.filter(({ action }: any) => action !== 'aws:branch').forEach((step: any) => expect(step).toMatchObject({ timeoutSeconds: expect.any(Number), onFailure: expect.stringMatching(/^(Abort|Continue)$/) }));
      expect(Content.mainSteps[0]).toMatchObject({ name: 'Admit', onFailure: 'Abort' });
    }
  });

  test('rehearse each quarter by themselves, by a role that starts this runbook alone', () => {
    for (const template of Object.values(templates)) {
      const names = Object.values(template.findResources('AWS::SSM::Document')).map(({ Properties }) => Properties.Name);
      const inputs = Object.values(template.findResources('AWS::Scheduler::Schedule')).map(({ Properties }) => JSON.parse(Properties.Target.Input));
      expect(inputs.map(({ DocumentName, Parameters }) => [DocumentName, Parameters.Mode])).toEqual(names.map((name) => [name, ['rehearse']]));
    }
    templates.moves.hasResourceProperties('AWS::Scheduler::Schedule', { ScheduleExpression: 'cron(0 8 ? 1,4,7,10 MON#1 *)', Target: { Arn: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':scheduler:::aws-sdk:ssm:startAutomationExecution']] } } });
    const starting = statements(templates.moves).filter(({ Sid }) => Sid === 'Start').map(({ Resource }) => JSON.stringify(Resource));
    expect(starting).toEqual([expect.stringContaining('automation-definition/FailOver:*'), expect.stringContaining('automation-definition/FailBack:*')]);
  });

  test('tell those on call of every change, keep it under key and retention, and raise an alarm when a rehearsal did not begin', () => {
    templates.moves.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { 'source': ['aws.ssm'], 'detail-type': ['EC2 Automation Execution Status-change Notification'], 'detail': { Definition: Match.arrayWith([{ prefix: 'FailOver' }, { prefix: 'ReturnBackups' }]) } },
      Targets: [Match.objectLike({ Id: 'OnCall' }), Match.objectLike({ Id: 'Record' })],
    });
    templates.moves.hasResource('AWS::Logs::LogGroup', { DeletionPolicy: 'Retain', Properties: { KmsKeyId: Match.anyValue(), RetentionInDays: 365 } });
    templates.moves.hasResourceProperties('AWS::CloudWatch::Alarm', { Namespace: 'AWS/Scheduler', MetricName: 'InvocationDroppedCount', AlarmActions: [Match.anyValue()] });
  });

  test('run as roles that only Systems Manager of this account takes on, and that people may pass by name', () => {
    const roles = Object.values(templates).flatMap((template) => Object.values(template.findResources('AWS::IAM::Role', { Properties: { RoleName: Match.stringLikeRegexp('-runbook$') } })));
    expect(roles.map(({ Properties }) => Properties.RoleName).sort()).toEqual(['fail-back-runbook', 'fail-over-runbook', 'restore-customer-runbook', 'restore-stores-runbook', 'return-backups-production-runbook']);
    roles.forEach(({ Properties }) => expect(Properties.AssumeRolePolicyDocument.Statement[0]).toMatchObject({ Principal: { Service: 'ssm.amazonaws.com' }, Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } } }));
    const passing = JSON.stringify(RunbookNames.startStatements('Move', ['FailOver', 'ReturnBackups*']).map((one) => one.toStatementJson()));
    expect(passing).toContain('role/fail-over-runbook');
    expect(passing).toContain('role/return-backups*-runbook');
  });

  test('may touch this database and this service, and delete nothing but what they restored', () => {
    expect(JSON.stringify(statement(templates.moves, 'MoveDatabase').Resource)).not.toContain('"*"');
    expect(statement(templates.moves, 'SizeService').Resource).toHaveLength(2);
    expect(statement(templates.moves, 'SendCustomers').Condition).toEqual({ StringEquals: { 'cloudwatch:namespace': 'Recovery' } });
    const deleting = statements(templates.restores).filter(({ Action }) => [Action].flat().some((action: string) => action.includes(':Delete')));
    expect(deleting.map(({ Sid }) => Sid)).toEqual(['Discard']);
    expect(JSON.stringify(deleting[0].Resource)).toMatch(/cluster:restored-\*.*db:restored-\*/);
    expect(statements(templates.returns).flatMap(({ Action }) => [Action].flat() as string[]).filter((action) => /Delete|Restore|Put/.test(action))).toEqual([]);
  });

  test('all that is wrong with their props is said at once', () => {
    expect(() => moves({ starters: ['*'], environment: 'P', globalDatabaseIdentifier: '-', hostName: 'x', longestLag: Duration.minutes(6), rehearsalSchedule: 'soon', standby: { ...site(HOME), tasks: 0, maxTasks: -1, standbyTasks: 0, targetGroupArn: 'x' } }))
      .toThrow(/12 problems[\s\S]*starters\[0\][\s\S]*rehearsalSchedule[\s\S]*standby.targetGroupArn[\s\S]*standby.standbyTasks[\s\S]*standby.tasks[\s\S]*standby.maxTasks[\s\S]*environment[\s\S]*globalDatabaseIdentifier[\s\S]*hostName[\s\S]*It is the home region[\s\S]*would be lost with the region[\s\S]*longestLag/);
    const { key } = world(HOME);
    expect(() => restores({ starters: [], database: database(key, { securityGroupIds: [], port: 22, instanceClass: 'large' }) })).toThrow(/4 problems[\s\S]*starters[\s\S]*securityGroupIds[\s\S]*port[\s\S]*instanceClass/);
    expect(() => restores({}, '!', '*')).toThrow(/vaultName: got "!"[\s\S]*filesOf: got "\*"/);
    expect(() => returns({ filesOf: 'A' })).toThrow(/filesOf: got "A"/);
    expect(() => returns({ environment: '!', lockedVaultName: '', airGappedVaultName: '', destinationVaultArn: 'arn:aws:backup:eu-west-2:200000000004:backup-vault:x1' })).toThrow(/4 problems[\s\S]*destinationVaultArn[\s\S]*European Economic Area/);
    expect(() => returns({ destinationVaultArn: 'vault' })).toThrow(/Write the ARN of a vault/);
  });
});

describe('their steps, against moto', () => {
  jest.setTimeout(60_000);
  let aws: Moto;
  const member = (region: string, IsWriter: boolean) => ({ DBClusterArn: site(region).databaseArn, IsWriter });
  const globally = (writer: string, Status = 'available') => ({ GlobalClusters: [{ Status, GlobalClusterMembers: [member(HOME, writer === HOME), member(STANDBY, writer === STANDBY)] }] });
  const cluster = (ready: boolean) => ({ DBClusters: [{ Status: 'available', Endpoint: 'portal.cluster-1.eu-west-1.rds.amazonaws.com', DBClusterMembers: [{ IsClusterWriter: ready }] }] });
  const targets = (...states: string[]) => ({ TargetHealthDescriptions: states.map((State) => ({ TargetHealth: { State } })) });
  const service = (runningCount: number) => ({ services: [{ status: 'ACTIVE', runningCount, desiredCount: runningCount }] });
  const fakes = {
    'rds.DescribeGlobalClusters': globally(HOME),
    'rds.DescribeDBClusters': cluster(true),
    'rds.SwitchoverGlobalCluster': {},
    'rds.FailoverGlobalCluster': {},
    'ecs.DescribeServices': service(4),
    'ecs.UpdateService': {},
    'application-autoscaling.RegisterScalableTarget': {},
    'elasticloadbalancingv2.DescribeTargetHealth': targets('healthy', 'healthy'),
    'elbv2.DescribeTargetHealth': targets('healthy', 'healthy'),
  };
  const after = (writer: string) => ({ WaitForWriter: { 'rds.DescribeGlobalClusters': globally(writer) } });
  const move = (name: string, parameters: object, wish: { by?: string; fakes?: object; of?: object } = {}): Promise<RunbookRun> =>
    runRunbook(aws, deployed(name), { by: wish.by ?? KIM, parameters: { Reason: 'The region is gone', ...parameters }, fakes: { ...fakes, ...wish.fakes }, of: { ...after(name === 'FailOver' ? STANDBY : HOME), ...wish.of }, payload: { pause: 0 } });
  const causes = ({ steps }: RunbookRun) => Object.values(steps).map(({ cause }) => cause).filter(Boolean);
  const switchedTo = ({ steps }: RunbookRun) => steps.SendCustomers?.calls?.[0].arguments.MetricData[0];

  beforeAll(async () => {
    aws = await Moto.start();
    for (const region of [HOME, STANDBY]) {
      await aws.call('cloudwatch:putMetricData', { Namespace: 'AWS/RDS', MetricData: [{ MetricName: 'AuroraGlobalDBRPOLag', Dimensions: [{ Name: 'DBClusterIdentifier', Value: 'portal' }], Value: 1200, Timestamp: new Date(Date.now() - 120_000).toISOString() }] }, { region });
    }
  }, 300_000);
  afterAll(() => aws.stop());

  test('a rehearsal looks at everything, changes nothing, and may be started by a schedule', async () => {
    const run = await move('FailOver', {}, { by: `arn:aws:sts::${ACCOUNT}:assumed-role/Schedule/x` });
    expect([run.status, Object.keys(run.steps), causes(run)]).toEqual(['Success', ['Admit', 'Check', 'CheckHealth'], []]);
    expect(run.steps.Check.result.said).toBe('Data is written in eu-central-1. The database in eu-west-1 is 1.2 seconds behind. 4 tasks run there.');
    expect(Object.values(run.steps).flatMap(({ calls = [] }) => calls.map(({ call }) => call)).filter((call) => !/\.(Get|Describe|List)/.test(call))).toEqual([]);
  });

  test('nothing happens without the phrase, with that of another mode, or by somebody who may not', async () => {
    const confirmed = { Mode: 'switch-over', Confirmation: 'switch production over' };
    expect(causes(await move('FailOver', { Mode: 'switch-over' }))).toEqual(["Nothing was done. To go on, start it again with Confirmation='switch production over'."]);
    expect(Object.keys((await move('FailOver', { ...confirmed, Mode: 'fail-over' })).steps)).toEqual(['Admit']);
    expect(causes(await move('FailOver', confirmed, { by: KIM.replace('Operator', 'Developer') }))).toEqual([expect.stringContaining('is not among those who start this runbook')]);
  });

  test('a switch-over raises the service, asks the region that writes, and then sends the customers', async () => {
    const run = await move('FailOver', { Mode: 'switch-over', Confirmation: 'switch production over' });
    expect([run.status, causes(run)]).toEqual(['Success', []]);
    expect(Object.keys(run.steps)).toEqual(['Admit', 'Check', 'CheckHealth', 'RaiseLeast', 'RaiseTasks', 'Promote', 'WaitForWriter', 'WaitForTasks', 'SendCustomers', 'Verify']);
    expect(run.steps.RaiseLeast.calls?.[0].arguments).toMatchObject({ ResourceId: 'service/portal/web', MinCapacity: 4, MaxCapacity: 24 });
    expect(run.steps.Promote.calls?.at(-1)).toEqual({ call: 'rds.SwitchoverGlobalCluster', region: HOME, arguments: { GlobalClusterIdentifier: 'acme-production', TargetDbClusterIdentifier: site(STANDBY).databaseArn } });
    expect(switchedTo(run)).toMatchObject({ MetricName: 'TakenOver', Dimensions: [{ Name: 'HostName', Value: 'www.acme.example' }], Value: 1 });
  });

  test('a switch-over that would lose data, or leads nowhere, is refused before anything changes', async () => {
    const confirmed = { Mode: 'switch-over', Confirmation: 'switch production over' };
    const late = { 'cloudwatch.GetMetricStatistics': { Datapoints: [{ Timestamp: { moment: '2026-01-01T00:00:00+00:00' }, Maximum: 400_000 }] } };
    expect(causes(await move('FailOver', confirmed, { fakes: late }))).toEqual(['the database in eu-west-1 is 400 seconds behind, 300 are allowed']);
    const bad = { 'cloudwatch.ListMetrics': { Metrics: [] }, 'rds.DescribeGlobalClusters': globally(HOME, 'upgrading'), 'ecs.DescribeServices': service(0) };
    expect(causes(await move('FailOver', confirmed, { fakes: bad }))).toEqual(['the global database is upgrading; the database in eu-west-1 is not heard of; no task of the service runs in eu-west-1']);
    expect(causes(await move('FailOver', confirmed, { fakes: { 'ecs.DescribeServices': { services: [] } } }))).toEqual(['There is no service web in eu-west-1.']);
    expect(causes(await move('FailOver', confirmed, { fakes: { 'elasticloadbalancingv2.DescribeTargetHealth': targets('unhealthy'), 'elbv2.DescribeTargetHealth': targets('unhealthy') } }))).toEqual(['0 of 1 tasks are healthy in eu-west-1, 1 are needed.']);
  });

  test('a fail-over goes on whatever it sees, asks only the region that takes over, and says what it went on with', async () => {
    const bad = { 'cloudwatch.ListMetrics': { Metrics: [] }, 'ecs.DescribeServices': [service(0), service(4)], 'ecs.UpdateService': 'ServiceNotActiveException' };
    const run = await move('FailOver', { Mode: 'fail-over', Confirmation: 'fail production over and lose what was not copied' }, { fakes: bad });
    expect(run.status).toBe('Failed');
    expect(causes(run)).toEqual(['as the test wants it']);
    expect(run.steps.Check.result.said).toContain('Gone on although no task of the service runs in eu-west-1.');
    expect(run.steps.Promote.calls?.at(-1)).toMatchObject({ call: 'rds.FailoverGlobalCluster', region: STANDBY, arguments: { AllowDataLoss: true } });
    expect(switchedTo(run)).toMatchObject({ Value: 1 });
    expect(new Set(Object.values(run.steps).flatMap(({ calls = [] }) => calls.map(({ region }) => region)).filter(Boolean))).toEqual(new Set([STANDBY, 'eu-central-1']));
    const elsewhere = Object.entries(run.steps).flatMap(([name, { calls = [] }]) => calls.filter(({ region, call }) => region === HOME && !call.startsWith('ssm.')).map(() => name));
    expect(elsewhere).toEqual([]);
  });

  test('it may run again: what is done is not done twice, and customers are not sent before the database writes', async () => {
    const done = await move('FailOver', { Mode: 'switch-over', Confirmation: 'switch production over' }, { fakes: { 'rds.DescribeGlobalClusters': globally(STANDBY) } });
    expect([done.status, done.steps.Promote.result.said]).toEqual(['Success', 'The database in eu-west-1 is the writer already.']);
    const stuck = await move('FailOver', { Mode: 'switch-over', Confirmation: 'switch production over' }, { of: { WaitForWriter: { 'rds.DescribeGlobalClusters': globally(HOME, 'switching-over') } } });
    expect([Object.keys(stuck.steps).at(-1), ...causes(stuck)]).toEqual(['WaitForWriter', 'The database in eu-west-1 is not the writer yet: the global database is switching-over, the cluster available']);
    const few = await move('FailOver', { Mode: 'switch-over', Confirmation: 'switch production over' }, { of: { WaitForTasks: { 'ecs.DescribeServices': service(3) } } });
    expect([few.status, ...causes(few), switchedTo(few).Value]).toEqual(['Failed', '3 tasks run in eu-west-1, 4 were asked for.', 1]);
  });

  test('moving back asks the region that writes now, sends customers home, and only then shrinks', async () => {
    const back = { Mode: 'switch-back', Confirmation: 'switch production back' };
    const run = await move('FailBack', back, { fakes: { 'rds.DescribeGlobalClusters': globally(STANDBY) } });
    expect([run.status, causes(run)]).toEqual(['Success', []]);
    expect(Object.keys(run.steps).slice(3)).toEqual(['Promote', 'WaitForWriter', 'WaitForTasks', 'SendCustomers', 'Verify', 'LowerLeast', 'LowerTasks']);
    expect(run.steps.Promote.calls?.at(-1)).toMatchObject({ call: 'rds.SwitchoverGlobalCluster', region: STANDBY, arguments: { TargetDbClusterIdentifier: site(HOME).databaseArn } });
    expect([switchedTo(run).Value, run.steps.LowerTasks.calls?.[0].arguments]).toEqual([0, { cluster: 'portal', service: 'web', desiredCount: 2 }]);
    const unwell = await move('FailBack', back, { fakes: { 'rds.DescribeGlobalClusters': globally(STANDBY) }, of: { Verify: { 'elasticloadbalancingv2.DescribeTargetHealth': targets('unhealthy'), 'elbv2.DescribeTargetHealth': targets('unhealthy') } } });
    expect(Object.keys(unwell.steps).at(-1)).toBe('Verify');
    const gone = { 'rds.DescribeGlobalClusters': { GlobalClusters: [{ Status: 'available', GlobalClusterMembers: [member(STANDBY, true)] }] } };
    expect(causes(await move('FailBack', back, { fakes: gone }))).toEqual([expect.stringContaining('is not part of the global database acme-production')]);
  });

  describe('of a restore', () => {
    const window = { DBClusters: [{ Status: 'available', Endpoint: 'restored.example', EarliestRestorableTime: { moment: '2026-01-01T00:00:00+00:00' }, LatestRestorableTime: { moment: '2026-02-01T00:00:00+00:00' } }] };
    const restoring = {
      'rds.DescribeDBClusters': window, 'rds.RestoreDBClusterToPointInTime': {}, 'rds.CreateDBInstance': {}, 'rds.DescribeDBInstances': { DBInstances: [{ DBInstanceStatus: 'available' }] },
      'rds.DeleteDBInstance': {}, 'rds.DeleteDBCluster': {},
    };
    const restore = (name: string, parameters: object, more: object = {}, by = PAT): Promise<RunbookRun> =>
      runRunbook(aws, deployed(name), { by, parameters: { Reason: 'Asked for by the customer', ...parameters }, fakes: { ...restoring, ...more }, payload: {} });
    const put = (Key: string, Body: string) => aws.call('s3:putObject', { Bucket: 'content', Key, Body });
    const read = async (Prefix: string): Promise<string[]> => ((await aws.call('s3:listObjectsV2', { Bucket: 'content', Prefix })).Contents ?? []).map(({ Key, Size }: any) => `${Key} ${Size}`);

    beforeAll(async () => {
      await aws.call('s3:createBucket', { Bucket: 'content', CreateBucketConfiguration: { LocationConstraint: HOME } });
      await aws.call('s3:putBucketVersioning', { Bucket: 'content', VersioningConfiguration: { Status: 'Enabled' } });
      await put('customers/1/a', 'first');
      await put('customers/1/b', 'b');
      await put('customers/2/a', 'other');
    });

    test('of one customer: the database as it was, isolated, with one member, and where it answers', async () => {
      const run = await restore('RestoreCustomer', { Mode: 'database', Confirmation: 'restore the database beside', Moment: '2026-01-15T12:00:00Z' });
      expect([run.status, causes(run)]).toEqual(['Success', []]);
      expect(Object.keys(run.steps)).toEqual(['Admit', 'Check', 'RestoreCluster', 'WaitForCluster', 'AddMember', 'WaitForMember', 'Address']);
      expect(run.steps.RestoreCluster.calls?.at(-1)?.arguments).toMatchObject({
        DBClusterIdentifier: `restored-${RUN}`, SourceDBClusterIdentifier: 'portal', RestoreToTime: '2026-01-15T12:00:00Z', DBSubnetGroupName: 'isolated', VpcSecurityGroupIds: ['sg-1'], EnableIAMDatabaseAuthentication: true,
      });
      expect(run.steps.AddMember.calls?.[0].arguments).toMatchObject({ DBInstanceIdentifier: `restored-${RUN}-1`, PubliclyAccessible: false });
      const latest = await restore('RestoreCustomer', { Mode: 'database', Confirmation: 'restore the database beside' });
      expect(latest.steps.RestoreCluster.calls?.at(-1)?.arguments).toMatchObject({ UseLatestRestorableTime: true });
    });

    test('a moment that is gone is refused; so is whoever is not the privacy officer', async () => {
      const wish = { Mode: 'database', Confirmation: 'restore the database beside', Moment: '2025-12-31T23:59:59Z' };
      expect(causes(await restore('RestoreCustomer', wish))).toEqual(['The database can be put back to any moment from 2026-01-01T00:00:00+00:00 to 2026-02-01T00:00:00+00:00, not to 2025-12-31T23:59:59Z.']);
      expect(causes(await restore('RestoreCustomer', wish, {}, KIM))).toEqual([expect.stringContaining('is not among those who start this runbook')]);
      expect(causes(await restore('RestoreStores', { Mode: 'restore', Confirmation: 'restore all stores' }, {}, KIM))).toHaveLength(1);
    });

    test('files as they were at a moment: beside those of today, or over them; those of others stay untouched', async () => {
      const moment = '2026-01-15T00:00:00Z';
      await put('customers/1/a', 'second one');
      await aws.call('s3:deleteObject', { Bucket: 'content', Key: 'customers/1/b' });
      await put('customers/1/later', 'x');
      /** The bucket's versions, with moments in months: what came first is of January, the rest of February. */
      const listed = async () => {
        const { Versions, DeleteMarkers } = await aws.call('s3:listObjectVersions', { Bucket: 'content', Prefix: 'customers/1/' });
        const dated = (early: (one: any) => boolean) => (one: any) => ({ ...one, LastModified: { moment: `2026-0${early(one) ? 1 : 2}-01T00:00:00+00:00` } });
        return { 's3.ListObjectVersions': { IsTruncated: false, Versions: Versions.map(dated(({ Key, Size }) => /[ab]$/.test(Key as string) && Size < 10)), DeleteMarkers: DeleteMarkers?.map(dated(() => false)) } };
      };
      const wish = { Mode: 'files', Confirmation: 'restore files of one customer', Moment: moment, Prefix: 'customers/1/' };
      const beside = await restore('RestoreCustomer', wish, await listed());
      expect(causes(beside)).toEqual([]);
      const folder = `restored/${moment.replaceAll(':', '')}/`;
      expect(beside.steps.CopyFiles.result.said).toBe(`2 files of customers/1/ copied to ${folder}, 0 were there already.`);
      expect(await read('restored/')).toEqual([`${folder}customers/1/a 5`, `${folder}customers/1/b 1`]);
      expect((await restore('RestoreCustomer', wish, await listed())).steps.CopyFiles.result.said).toContain('0 files of customers/1/ copied');
      await restore('RestoreCustomer', { ...wish, Place: 'over' }, await listed());
      expect(await read('customers/')).toEqual(['customers/1/a 5', 'customers/1/b 1', 'customers/1/later 1', 'customers/2/a 5']);
    });

    test('a copy that takes too long says where to go on', async () => {
      const page = (names: string[], NextKeyMarker?: string) => ({ IsTruncated: NextKeyMarker !== undefined, NextKeyMarker, NextVersionIdMarker: NextKeyMarker && 'v', Versions: names.map((Key) => ({ Key, VersionId: 'v', IsLatest: true, Size: 1, LastModified: { moment: '2026-01-01T00:00:00+00:00' } })) });
      const document = deployed('RestoreCustomer');
      const run = await runRunbook(aws, document, { by: PAT, parameters: { Reason: 'Asked for by the customer', Mode: 'files', Confirmation: 'restore files of one customer', Prefix: 'customers/9/', Place: 'over' }, fakes: { ...restoring, 's3.ListObjectVersions': [page(['customers/9/a', 'customers/9/b'], 'customers/9/b'), page(['customers/9/b'])] }, payload: { seconds: -1 } });
      expect(run.steps.CopyFiles.result.said).toBe("0 files copied so far, 1 looked at. There are more: start again with After='customers/9/a'.");
    });

    test('what was restored is discarded by name', async () => {
      const run = await restore('RestoreCustomer', { Mode: 'discard', Confirmation: 'discard the restored database', Restored: `restored-${RUN}` });
      expect([run.status, run.steps.DeleteMember.calls?.[0].arguments, run.steps.DeleteCluster.calls?.[0].arguments]).toEqual([
        'Success', { DBInstanceIdentifier: `restored-${RUN}-1`, SkipFinalSnapshot: true }, { DBClusterIdentifier: `restored-${RUN}`, SkipFinalSnapshot: true },
      ]);
      expect(new RegExp(deployed('RestoreCustomer').parameters.Restored.allowedPattern as string).test('portal')).toBe(false);
    });

    const point = (kind: string, day: number, Status = 'COMPLETED') => ({ RecoveryPointArn: `arn:aws:backup:${HOME}:${ACCOUNT}:recovery-point:${kind}-${day}`, Status, CreationDate: { moment: `2026-01-0${day}T00:00:00+00:00` }, BackupSizeInBytes: 2 ** 31, ResourceArn: `arn:aws:s3:::${kind}` });
    const vaults = (kind: string) => ({ RecoveryPoints: [point(kind, 1), point(kind, 3), point(kind, 5, 'EXPIRED'), point(kind, 2), ...(kind === 'files' ? [point('sessions', 4)] : [])] });
    const backups = {
      'backup.ListRecoveryPointsByBackupVault': [vaults('database'), vaults('files')], 'backup.GetRecoveryPointRestoreMetadata': { RestoreMetadata: { Engine: 'aurora-postgresql', VpcId: 'vpc-old' } },
      'backup.StartRestoreJob': { RestoreJobId: 'job' }, 'backup.DescribeRestoreJob': { Status: 'COMPLETED' },
      'backup.StartCopyJob': { CopyJobId: 'copy' }, 'backup.DescribeCopyJob': { CopyJob: { State: 'COMPLETED', DestinationRecoveryPointArn: 'arn:there' } },
    };

    test('of all stores: the newest backups, under the guards of today', async () => {
      const run = await restore('RestoreStores', { Mode: 'restore', Confirmation: 'restore all stores' }, backups);
      expect([run.status, causes(run)]).toEqual(['Success', []]);
      expect(run.steps.Find.result).toMatchObject({ database: point('database', 3).RecoveryPointArn, files: point('files', 3).RecoveryPointArn });
      expect(run.steps.Find.result.said).toBe('Aurora arn:aws:s3:::database of 2026-01-03T00:00:00+00:00, 2.0 GiB; S3 arn:aws:s3:::files of 2026-01-03T00:00:00+00:00, 2.0 GiB');
      const { Metadata, ...asked } = run.steps.RestoreDatabase.calls!.at(-1)!.arguments;
      expect(asked).toMatchObject({ RecoveryPointArn: point('database', 3).RecoveryPointArn, ResourceType: 'Aurora' });
      expect(Metadata).toMatchObject({ Engine: 'aurora-postgresql', DBClusterIdentifier: `restored-${RUN}`, DBSubnetGroupName: 'isolated', VpcSecurityGroupIds: '["sg-1"]' });
      expect(Metadata).not.toHaveProperty('VpcId');
      expect(run.steps.RestoreFiles.calls?.[0].arguments.Metadata).toMatchObject({ DestinationBucketName: 'content', NewBucket: 'false', EncryptionType: 'SSE-KMS' });
      expect(Object.keys(run.steps).at(-1)).toBe('FilesAreRestored');
    });

    test('a restore that fails is not taken for done; a kind without a backup is refused', async () => {
      const failed = await restore('RestoreStores', { Mode: 'restore', Confirmation: 'restore all stores' }, { ...backups, 'backup.DescribeRestoreJob': { Status: 'FAILED' } });
      expect([failed.status, Object.keys(failed.steps).at(-1), ...causes(failed)]).toEqual(['Failed', 'DatabaseIsRestored', '$.Status is FAILED']);
      expect(causes(await restore('RestoreStores', {}, { ...backups, 'backup.ListRecoveryPointsByBackupVault': { RecoveryPoints: [] } }))).toEqual(['There is no finished backup of Aurora in acme-production-backup, S3 in acme-production-backup']);
    });

    test('out of the backup account: databases from the locked vault, files from the air-gapped one, into the vault of the environment', async () => {
      const run = await restore('ReturnBackups-production', { Mode: 'return', Confirmation: 'return the backups of production', Moment: '2026-01-04T00:00:00Z' }, backups);
      expect([run.status, causes(run)]).toEqual(['Success', []]);
      expect(['CopyDatabase', 'CopyFiles'].map((name) => run.steps[name].calls?.[0].arguments)).toEqual([
        expect.objectContaining({ SourceBackupVaultName: 'acme-production-locked', DestinationBackupVaultArn: 'arn:aws:backup:eu-central-1:200000000004:backup-vault:acme-production-backup' }),
        expect.objectContaining({ SourceBackupVaultName: 'acme-production-airgap' }),
      ]);
      const partly = await restore('ReturnBackups-production', { Mode: 'return', Confirmation: 'return the backups of production' }, { ...backups, 'backup.DescribeCopyJob': { CopyJob: { State: 'PARTIAL' } } });
      expect([partly.status, Object.keys(partly.steps).at(-1)]).toEqual(['Failed', 'DatabaseArrived']);
    });
  });
});
