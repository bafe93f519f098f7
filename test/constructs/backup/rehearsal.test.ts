import { App, Duration, Stack } from 'aws-cdk-lib/core';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import {
  BackupAlarms, BackupKind, BackupOptIn, LockedBackupVault, OrganizationBackupSettings, RehearsalDay, RehearsalNetwork, type RehearsalNetworkProps, RestoreRehearsal, type RestoreRehearsalProps,
} from '../../../constructs/backup';
import { databaseDefinition, objectsDefinition } from '../../../constructs/backup/rehearsal-definition';
import type { Answer, Moto } from '../../support/moto';
import { type Execution, StateMachineRun } from '../../support/state-machine';

const ACCOUNT = '111122223333';
const VAULT = `arn:aws:backup:eu-north-1:${ACCOUNT}:backup-vault:acme-production-locked`;
const ON_CALL = `arn:aws:sns:eu-north-1:${ACCOUNT}:on-call`;

function newStack(): Stack {
  return new Stack(new App(), 'Rehearsal', { env: { account: ACCOUNT, region: 'eu-north-1' } });
}

const onCallOf = (stack: Stack) => Topic.fromTopicArn(stack, 'OnCall', ON_CALL);

function networkOf(stack: Stack, props: Partial<RehearsalNetworkProps> = {}): RehearsalNetwork {
  return new RehearsalNetwork(stack, 'Network', { cidr: '10.60.0.0/24', availabilityZones: ['eu-north-1a', 'eu-north-1b'], logKey: new Key(stack, 'LogKey'), logRetention: RetentionDays.ONE_YEAR, ...props });
}

function rehearsal(props: Partial<RestoreRehearsalProps> = {}): Template {
  const stack = newStack();
  new RestoreRehearsal(stack, 'Restores', {
    planName: 'production',
    vaultArns: [VAULT],
    database: { queries: [{ name: 'customers', sql: 'SELECT count(*) FROM customers', atLeast: 1 }] },
    objects: { atLeast: 1 },
    network: networkOf(stack),
    key: new Key(stack, 'Key'),
    logRetention: RetentionDays.ONE_YEAR,
    onCall: onCallOf(stack),
    ...props,
  });
  return Template.fromStack(stack);
}

interface Statement { readonly Sid: string; readonly Action: string | string[]; readonly Resource: unknown; readonly Condition?: object }
const statementsOf = (template: Template): Statement[] => Object.values(template.findResources('AWS::IAM::ManagedPolicy')).flatMap(({ Properties: { PolicyDocument: document } }) => document.Statement);
const statement = (template: Template, sid: string): Statement => statementsOf(template).find(({ Sid }) => Sid === sid)!;

describe('A rehearsal of restores', () => {
  const template = rehearsal();

  test('restores the newest backup of the last days from the vaults named, on days that an alarm can look back over', () => {
    template.hasResourceProperties('AWS::Backup::RestoreTestingPlan', {
      RestoreTestingPlanName: 'production',
      ScheduleExpression: 'cron(0 6 ? * MON,THU *)',
      RecoveryPointSelection: { Algorithm: 'LATEST_WITHIN_WINDOW', IncludeVaults: [VAULT], RecoveryPointTypes: ['SNAPSHOT'], SelectionWindowDays: 3 },
    });
  });

  test('puts databases into the network without a way out, under a key of its own, open to sign-in by IAM', () => {
    template.hasResourceProperties('AWS::Backup::RestoreTestingSelection', {
      ProtectedResourceType: 'Aurora',
      ProtectedResourceArns: ['*'],
      ValidationWindowHours: 6,
      RestoreMetadataOverrides: {
        dbSubnetGroupName: { Ref: Match.stringLikeRegexp('^NetworkDatabaseSubnets') },
        vpcSecurityGroupIds: { 'Fn::Join': ['', ['["', { 'Fn::GetAtt': [Match.stringLikeRegexp('^NetworkDatabases'), 'GroupId'] }, '"]']] },
        port: '5433',
        enableIamDatabaseAuthentication: 'true',
        kmsKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] },
      },
    });
  });

  test('puts objects into buckets under the same key', () => {
    template.hasResourceProperties('AWS::Backup::RestoreTestingSelection', { ProtectedResourceType: 'S3', RestoreMetadataOverrides: { encryptionType: 'SSE-KMS', kmsKey: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] } } });
  });

  test('is begun by the restore of its own plan alone, and what cannot be begun is kept and told', () => {
    for (const type of ['Aurora', 'S3']) {
      template.hasResourceProperties('AWS::Events::Rule', {
        EventPattern: {
          'source': ['aws.backup'],
          'detail-type': ['Restore Job State Change'],
          'detail': { status: ['COMPLETED'], resourceType: [type], restoreTestingPlanArn: [{ 'Fn::GetAtt': [Match.stringLikeRegexp('Plan'), 'RestoreTestingPlanArn'] }] },
        },
        Targets: [Match.objectLike({ DeadLetterConfig: { Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('Untold'), 'Arn'] } } })],
      });
    }
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'ApproximateNumberOfMessagesVisible', Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [Match.stringLikeRegexp('RestoresUntold'), 'QueueName'] } }], AlarmActions: [ON_CALL] });
  });

  test('that failed, or was not sound for a week, is an alarm, for each kind of store', () => {
    const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm'));
    const missing = alarms.filter(({ Properties }) => Properties.MetricName === 'ExecutionsSucceeded').map(({ Properties }) => Properties);
    expect(missing).toHaveLength(2);
    missing.forEach((alarm) => expect(alarm).toMatchObject({ ComparisonOperator: 'LessThanThreshold', Threshold: 1, Period: 86400, EvaluationPeriods: 7, TreatMissingData: 'breaching', AlarmActions: [ON_CALL] }));
    expect(alarms.filter(({ Properties }) => JSON.stringify(Properties.Metrics ?? []).includes('ExecutionsFailed'))).toHaveLength(2);
  });

  test('restores under names of tests alone, and deletes no other', () => {
    const texts = (sid: string) => JSON.stringify(statement(template, sid).Resource);
    ['RestoreDatabases', 'MarkAndUndoRestoredDatabases', 'MakeMembers'].forEach((sid) => expect(texts(sid).match(/:cluster:[^"]*/g)).toEqual([':cluster:awsbackup-restore-test*']));
    expect(texts('FillBuckets')).toContain(':s3:::awsbackup-restore-test-*/*');
    expect(texts('TakeMembersAway')).toContain(':db:rehearsal-*');
    const deleting = statementsOf(template).filter(({ Action }) => [Action].flat().some((action) => /:Delete(?!NetworkInterface|Object|LogDelivery)/.test(action)));
    expect(deleting.map(({ Sid }) => Sid).sort()).toEqual(['MarkAndUndoRestoredDatabases', 'TakeMembersAway']);
  });

  test('looks at a database from inside the network, with no right but to sign in as the one who reads', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      VpcConfig: { SecurityGroupIds: [{ 'Fn::GetAtt': [Match.stringLikeRegexp('^NetworkValidation'), 'GroupId'] }] },
      Environment: { Variables: { NODE_EXTRA_CA_CERTS: '/var/runtime/ca-cert.pem' } },
    });
    expect(statement(template, 'SignIn')).toMatchObject({ Action: 'rds-db:connect' });
    expect(JSON.stringify(statement(template, 'SignIn').Resource)).toContain('dbuser:*/rehearsal');
    template.hasResourceProperties('AWS::Lambda::Function', { Description: 'Looks whether a restored bucket holds what it should', VpcConfig: Match.absent() });
  });

  test('of databases alone has no right to buckets, and of buckets alone none to databases', () => {
    const actions = (one: Template) => statementsOf(one).flatMap(({ Action }) => Action).map((action) => action.split(':')[0]);
    expect(actions(rehearsal({ objects: undefined }))).not.toContain('s3');
    expect(actions(rehearsal({ database: undefined }))).not.toContain('rds');
    expect(actions(rehearsal({ database: undefined }))).not.toContain('rds-db');
  });

  const query = { name: 'customers', sql: 'SELECT 1', atLeast: 1 };
  test.each<[string, Partial<RestoreRehearsalProps>, string]>([
    ['a plan by no name', { planName: 'acme-production' }, 'planName'],
    ['no vault', { vaultArns: [] }, 'vaultArns'],
    ['nothing to look at', { database: undefined, objects: undefined }, 'nothing is rehearsed'],
    ['one day a week', { days: [RehearsalDay.SUNDAY] }, 'They are 7 days apart'],
    ['two days too close', { days: [RehearsalDay.MONDAY, RehearsalDay.TUESDAY] }, 'They are 6 days apart'],
    ['no day', { days: [] }, 'They are 7 days apart'],
    ['no hour of the day', { startHour: 24 }, 'startHour'],
    ['no query', { database: { queries: [] } }, '1 to 100 queries'],
    ['two queries of one name', { database: { queries: [query, query] } }, 'a name of its own'],
    ['a query without expectation', { database: { queries: [{ name: 'q', sql: 'SELECT 1' }] } }, 'exactly one of atLeast, exactly and sameAs'],
    ['a query with two', { database: { queries: [{ ...query, exactly: '1' }] } }, 'exactly one of'],
    ['a query that an empty database passes', { database: { queries: [{ ...query, atLeast: 0 }] } }, 'above 0'],
    ['an empty statement', { database: { queries: [{ ...query, sql: ' ' }] } }, 'database.queries[0].sql'],
    ['a user of another spelling', { database: { queries: [query], user: 'Re"hearsal' } }, 'database.user'],
    ['a statement for hours', { database: { queries: [query], statementTimeout: Duration.hours(1) } }, 'database.statementTimeout'],
    ['a bucket that may be empty', { objects: { atLeast: 0 } }, 'objects.atLeast'],
    ['no sample', { objects: { atLeast: 1, sample: 0 } }, 'objects.sample'],
    ['a checksum that is none', { objects: { atLeast: 1, known: [{ key: 'a', sha256: 'A'.repeat(64) }] } }, 'objects.known[0].sha256'],
  ])('refuses %s', (_, props, words) => {
    expect(() => rehearsal(props)).toThrow(words);
  });
});

describe('The network of rehearsals', () => {
  const stack = newStack();
  networkOf(stack);
  const template = Template.fromStack(stack);

  test('has no way out: no gateway, no endpoint, no peering, no route', () => {
    ['InternetGateway', 'NatGateway', 'VPCEndpoint', 'VPCPeeringConnection', 'TransitGatewayAttachment', 'Route', 'EgressOnlyInternetGateway'].forEach((type) => template.resourceCountIs(`AWS::EC2::${type}`, 0));
    template.resourceCountIs('AWS::EC2::Subnet', 4);
  });

  test('lets the validation reach the database on its port, and nothing reach anything else', () => {
    template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 1);
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', { FromPort: 5433, ToPort: 5433, SourceSecurityGroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^NetworkValidation'), 'GroupId'] } });
    template.resourceCountIs('AWS::EC2::SecurityGroupEgress', 0);
    const egress = Object.values(template.findResources('AWS::EC2::SecurityGroup')).map(({ Properties }) => Properties.SecurityGroupEgress.map(({ CidrIp, FromPort, ToPort }: Record<string, unknown>) => [CidrIp, FromPort, ToPort]));
    expect(egress.sort()).toEqual([[['10.60.0.0/25', 5433, 5433]], [['255.255.255.255/32', 252, 86]]]);
    const entries = Object.values(template.findResources('AWS::EC2::NetworkAclEntry')).map(({ Properties }) => [Properties.CidrBlock, Properties.Egress, Properties.PortRange.From, Properties.PortRange.To, Properties.RuleAction]);
    expect(entries.sort()).toEqual([
      ['10.60.0.0/25', false, 1024, 65535, 'allow'], ['10.60.0.0/25', true, 5433, 5433, 'allow'], ['10.60.0.128/25', false, 5433, 5433, 'allow'], ['10.60.0.128/25', true, 1024, 65535, 'allow'],
    ]);
  });

  test.each<[string, Partial<RehearsalNetworkProps>, string]>([
    ['everybody\'s range', { cidr: '0.0.0.0/0' }, 'cidr'],
    ['a range too small', { cidr: '10.60.0.0/26' }, 'cidr'],
    ['one zone', { availabilityZones: ['eu-north-1a'] }, 'availabilityZones'],
    ['a low port', { databasePort: 443 }, 'databasePort'],
  ])('refuses %s', (_, props, words) => {
    expect(() => networkOf(newStack(), props)).toThrow(words);
  });
});

/** AWS for one walk: answers by call, in order, the last one for good; an error is a text. */
class Answers {
  public readonly calls: { call: string; args: Record<string, unknown> }[] = [];
  constructor(private readonly answers: Record<string, (object | string)[]>) {}

  public async answer(call: string, args: object = {}): Promise<Answer> {
    this.calls.push({ call, args: args as Record<string, unknown> });
    const left = this.answers[call];
    if (!left) {
      throw new Error(`nobody expects ${call}`);
    }
    const next = left.length > 1 ? left.shift()! : left[0];
    return typeof next === 'string' ? { error: next, cause: 'the cause' } : { result: next };
  }
}

async function walk(definition: object, resource: string, answers: Record<string, (object | string)[]>): Promise<{ run: Execution; calls: Answers['calls'] }> {
  const aws = new Answers(answers);
  const run = await new StateMachineRun(definition, aws as unknown as Moto).start({ detail: { restoreJobId: 'A1B2-C3', createdResourceArn: resource } });
  return { run, calls: aws.calls };
}

describe('The walk through a restored database', () => {
  const CLUSTER = 'awsbackup-restore-test-77';
  const definition = databaseDefinition({ functionArn: 'arn:of-the-function', instanceClass: 'db.t4g.medium', user: 'rehearsal', statementTimeout: 60000, queries: [{ name: 'customers', sql: 'SELECT 1', atLeast: 1 }, { name: 'other', databaseName: 'two', sql: 'SELECT 2', sameAs: 'SELECT 3' }] });
  const gone = 'Rds.DbInstanceNotFoundException';
  const status = (text: string) => ({ DbInstances: [{ DbInstanceStatus: text }] });
  const well = () => ({
    'rds:describeDBClusters': [{ DbClusters: [{ Endpoint: 'host.example', Port: 5433, Engine: 'aurora-postgresql' }] }],
    'rds:createDBInstance': [{}],
    'rds:describeDBInstances': [status('creating'), status('available'), status('deleting'), gone],
    'lambda:invoke': [{ Payload: { sound: true, message: '2 checks, all sound' } }],
    'rds:deleteDBInstance': [{}],
    'backup:putRestoreValidationResult': [{}],
  });
  const through = (answers: Record<string, (object | string)[]> = {}) => walk(definition, `arn:aws:rds:eu-north-1:${ACCOUNT}:cluster:${CLUSTER}`, { ...well(), ...answers });
  const reported = (calls: Answers['calls']) => calls.find(({ call }) => call.startsWith('backup:'))?.args;

  test('gives it a member, waits, asks, takes the member away, waits, and reports last', async () => {
    const { run, calls } = await through();
    expect(run.status).toBe('SUCCEEDED');
    expect(calls.map(({ call }) => call)).toEqual([
      'rds:describeDBClusters', 'rds:createDBInstance', 'rds:describeDBInstances', 'rds:describeDBInstances', 'lambda:invoke', 'rds:deleteDBInstance', 'rds:describeDBInstances', 'rds:describeDBInstances', 'backup:putRestoreValidationResult',
    ]);
    expect(calls[1].args).toEqual({
      DbInstanceIdentifier: 'rehearsal-a1b2-c3', DbClusterIdentifier: CLUSTER, DbInstanceClass: 'db.t4g.medium', Engine: 'aurora-postgresql', PubliclyAccessible: false, Tags: [{ Key: 'awsbackup-restore-test', Value: 'member' }],
    });
    expect(calls[4].args).toEqual({ FunctionName: 'arn:of-the-function', Payload: { database: {
      host: 'host.example', port: 5433, user: 'rehearsal', statementTimeout: 60000,
      queries: [{ name: 'customers', database: 'app', sql: 'SELECT 1', atLeast: 1 }, { name: 'other', database: 'two', sql: 'SELECT 2', sameAs: 'SELECT 3' }],
    } } });
    expect(reported(calls)).toEqual({ RestoreJobId: 'A1B2-C3', ValidationStatus: 'SUCCESSFUL', ValidationStatusMessage: '2 checks, all sound' });
  });

  test.each([
    ['an answer that is wrong', { 'lambda:invoke': [{ Payload: { sound: false, message: 'customers yields 0' } }] }, 'customers yields 0', true],
    ['a function that does not answer so', { 'lambda:invoke': [{ Payload: { sound: 'yes', message: 'odd' } }] }, 'odd', true],
    ['a database that nobody reaches', { 'lambda:invoke': ['Unreachable'] }, 'It could not be looked at: Unreachable', true],
    ['a member that fails', { 'rds:describeDBInstances': [status('incompatible-network'), gone] }, 'The member is incompatible-network', true],
    ['a member that cannot be made', { 'rds:createDBInstance': ['Rds.InsufficientDbInstanceCapacityException'], 'rds:deleteDBInstance': [gone] }, 'The restored cluster got no member: Rds.InsufficientDbInstanceCapacityException', true],
    ['a cluster that is not there', { 'rds:describeDBClusters': ['Rds.DbClusterNotFoundException'] }, 'The restored cluster was not found', false],
  ])('reports %s as failed, after it took the member away, and fails itself', async (_, answers, message, cleaned) => {
    const { run, calls } = await through(answers);
    expect(run).toMatchObject({ status: 'FAILED', error: 'RestoreUnsound' });
    expect(reported(calls)).toMatchObject({ ValidationStatus: 'FAILED', ValidationStatusMessage: expect.stringContaining(message) });
    expect(calls.some(({ call }) => call === 'rds:deleteDBInstance')).toBe(cleaned);
  });

  test('that is begun twice leaves the first one alone, gives no verdict, and does not count as sound', async () => {
    const { run, calls } = await through({ 'rds:createDBInstance': ['Rds.DbInstanceAlreadyExistsException'] });
    expect(run).toMatchObject({ status: 'FAILED', error: 'ToldTwice' });
    expect(calls.map(({ call }) => call)).toEqual(['rds:describeDBClusters', 'rds:createDBInstance']);
  });

  test('that cannot report fails, so that somebody hears', async () => {
    expect((await through({ 'backup:putRestoreValidationResult': ['Backup.InvalidRequestException'] })).run.status).toBe('FAILED');
  });
});

test('the walk through a restored bucket asks about that bucket, and reports', async () => {
  const definition = objectsDefinition({ functionArn: 'arn:of-the-function', atLeast: 5, sample: 3, known: [{ key: 'a', sha256: 'f'.repeat(64) }] });
  const { run, calls } = await walk(definition, 'arn:aws:s3:::awsbackup-restore-test-9', { 'lambda:invoke': [{ Payload: { sound: true, message: 'sound' } }], 'backup:putRestoreValidationResult': [{}] });
  expect(run.status).toBe('SUCCEEDED');
  expect(calls.map(({ args }) => args)).toEqual([
    { FunctionName: 'arn:of-the-function', Payload: { objects: { bucket: 'awsbackup-restore-test-9', atLeast: 5, sample: 3, known: [{ key: 'a', sha256: 'f'.repeat(64) }] } } },
    { RestoreJobId: 'A1B2-C3', ValidationStatus: 'SUCCESSFUL', ValidationStatusMessage: 'sound' },
  ]);
  const lost = await walk(definition, 'arn:aws:s3:::awsbackup-restore-test-9', { 'lambda:invoke': ['Lambda.Unknown'], 'backup:putRestoreValidationResult': [{}] });
  expect(lost.run).toMatchObject({ status: 'FAILED', error: 'RestoreUnsound' });
});

test('a rehearsed vault lets restore tests restore, and nobody but restorers copy out', () => {
  const stack = newStack();
  const officer = `arn:aws:iam::${ACCOUNT}:role/people/PrivacyOfficer`;
  new LockedBackupVault(stack, 'Vault', {
    backupVaultName: 'acme-production-locked', key: new Key(stack, 'Key'), vaultLock: { minRetention: Duration.days(14), maxRetention: Duration.days(400) },
    access: { organizationId: 'o-a1b2c3d4e5', restorers: [officer], rehearsed: true },
  });
  const [{ Properties: { AccessPolicy: policy } }] = Object.values(Template.fromStack(stack).findResources('AWS::Backup::BackupVault'));
  const of = (sid: string) => policy.Statement.find(({ Sid }: { Sid: string }) => Sid === sid);
  const linked = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::${ACCOUNT}:role/aws-service-role/restore-testing.backup.amazonaws.com/AWSServiceRoleForBackupRestoreTesting`]] };
  expect(of('OnlyRestorersRestore')).toMatchObject({ Effect: 'Deny', Action: 'backup:StartRestoreJob', Condition: { ArnNotLike: { 'aws:PrincipalArn': [officer, linked] } } });
  expect(of('OnlyRestorersCopyOut')).toMatchObject({ Effect: 'Deny', Action: ['backup:StartCopyJob', 'backup:CopyFromBackupVault'], Condition: { ArnNotLike: { 'aws:PrincipalArn': [officer] } } });
});

test('hands on a vault are told, but for the restores of rehearsals, which come twice a week', () => {
  const stack = newStack();
  new BackupAlarms(stack, 'Alarms', { onCall: onCallOf(stack), logKey: new Key(stack, 'Key'), logRetention: RetentionDays.ONE_YEAR, daily: [] });
  Template.fromStack(stack).hasResourceProperties('AWS::Events::Rule', {
    EventPattern: {
      'detail-type': ['AWS API Call via CloudTrail'],
      'detail': {
        eventName: Match.arrayWith(['DeleteRecoveryPoint', 'StartRestoreJob']),
        $or: [{ exists: false }, { 'anything-but': ['AWSServiceRoleForBackupRestoreTesting'] }].map((userName) => ({ userIdentity: { sessionContext: { sessionIssuer: { userName: [userName] } } } })),
      },
    },
  });
});

describe('Settings of AWS Backup', () => {
  const settings = (build: (stack: Stack) => void): Template => {
    const stack = newStack();
    build(stack);
    return Template.fromStack(stack);
  };
  const step = (template: Template) => Object.values(template.findResources('AWS::SSM::Document'))[0].Properties.Content.mainSteps[0];

  test('opt in to the services of the kinds named, at once and every day, by a role that does nothing else', () => {
    const template = settings((stack) => new BackupOptIn(stack, 'OptIn', { kinds: [BackupKind.DATABASE, BackupKind.OBJECTS], onCall: onCallOf(stack) }));
    expect(step(template)).toMatchObject({ action: 'aws:executeAwsApi', inputs: { Service: 'backup', Api: 'UpdateRegionSettings', ResourceTypeOptInPreference: { Aurora: true, RDS: true, S3: true } } });
    expect(step(template).inputs).not.toHaveProperty('ResourceTypeManagementPreference');
    const [name] = Object.values(template.findResources('AWS::SSM::Document')).map(({ Properties }) => Properties.Name);
    template.hasResourceProperties('AWS::SSM::Association', { Name: name, ScheduleExpression: 'rate(1 day)', ApplyOnlyAtCronInterval: Match.absent() });
    expect(statementsOf(template)).toEqual([{ Sid: 'Set', Effect: 'Allow', Action: 'backup:UpdateRegionSettings', Resource: '*' }]);
    template.hasResourceProperties('AWS::IAM::Role', { AssumeRolePolicyDocument: { Statement: [Match.objectLike({ Principal: { Service: 'ssm.amazonaws.com' } })] } });
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { source: ['aws.ssm'], detail: { $or: [{ Definition: [name], Status: ['Cancelled', 'Failed', 'TimedOut'] }, { 'association-id': [{ Ref: Match.anyValue() }], 'status': ['Failed'] }] } },
      Targets: [Match.objectLike({ Arn: ON_CALL })],
    });
  });

  test('have tables backed up in the format that can be copied', () => {
    expect(step(settings((stack) => new BackupOptIn(stack, 'OptIn', { kinds: [BackupKind.TABLE], onCall: onCallOf(stack) }))).inputs).toMatchObject({ ResourceTypeOptInPreference: { DynamoDB: true }, ResourceTypeManagementPreference: { DynamoDB: true } });
  });

  test('refuse to opt in to nothing', () => {
    expect(() => settings((stack) => new BackupOptIn(stack, 'OptIn', { kinds: [], onCall: onCallOf(stack) }))).toThrow('Name the kinds of stores');
  });

  test('let the accounts of the organisation copy to each other, and approve together where asked for', () => {
    const of = (multiPartyApproval?: boolean) => step(settings((stack) => new OrganizationBackupSettings(stack, 'Settings', { onCall: onCallOf(stack), multiPartyApproval }))).inputs;
    expect(of()).toEqual({ Service: 'backup', Api: 'UpdateGlobalSettings', GlobalSettings: { isCrossAccountBackupEnabled: 'true' } });
    expect(of(true).GlobalSettings).toEqual({ isCrossAccountBackupEnabled: 'true', isMpaEnabled: 'true' });
  });
});
