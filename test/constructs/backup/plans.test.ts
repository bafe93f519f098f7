import { App, Duration, Stack } from 'aws-cdk-lib/core';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { BackupVault } from 'aws-cdk-lib/aws-backup';
import { Key } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { BackupAlarms, BackupJobKind, BackupKind, BackupMark, BackupPlans, type BackupPlansProps } from '../../../constructs/backup';

const LOCKED = 'arn:aws:backup:eu-north-1:444455556666:backup-vault:acme-backup-production';
const AIR_GAPPED = 'arn:aws:backup:eu-north-1:444455556666:backup-vault:acme-backup-airgap';

interface PlanRule {
  readonly RuleName: string;
  readonly ScheduleExpression: string;
  readonly Lifecycle: { readonly DeleteAfterDays: number };
  readonly EnableContinuousBackup?: boolean;
  readonly CopyActions?: { readonly DestinationBackupVaultArn: string; readonly Lifecycle: object }[];
}

function newStack(): Stack {
  return new Stack(new App(), 'Backup', { env: { account: '111122223333', region: 'eu-central-1' } });
}

function plans(props: Partial<BackupPlansProps> = {}): Template {
  const stack = newStack();
  new BackupPlans(stack, 'Plans', {
    vault: new BackupVault(stack, 'Vault'), kinds: [BackupKind.DATABASE, BackupKind.OBJECTS],
    dailyRetention: Duration.days(35), monthlyRetention: Duration.days(366), continuousRetention: Duration.days(35),
    copies: { lockedVaultArn: LOCKED, airGappedVaultArn: AIR_GAPPED }, ...props,
  });
  return Template.fromStack(stack);
}

function rulesOf(template: Template, kind: string): PlanRule[] {
  const [plan] = Object.values(template.findResources('AWS::Backup::BackupPlan', { Properties: { BackupPlan: { BackupPlanName: Match.stringLikeRegexp(kind) } } }));
  return plan.Properties.BackupPlan.BackupPlanRule;
}

describe('Backup plans', () => {
  test('make a full backup each day and each month, and keep any moment of the last days, never within the same hour', () => {
    const rules = rulesOf(plans(), 'Database');
    expect(rules.map(({ RuleName: name, ScheduleExpression: schedule, Lifecycle: lifecycle, EnableContinuousBackup: continuous }) => [name, schedule, lifecycle.DeleteAfterDays, continuous ?? false])).toEqual([
      ['Daily', 'cron(0 20 * * ? *)', 35, false],
      ['Continuous', 'cron(0 22 * * ? *)', 35, true],
      ['Monthly', 'cron(0 0 1 * ? *)', 366, false],
    ]);
  });

  test('copy each full backup as long as it is kept: databases into the locked vault, what AWS Backup can into the air-gapped one', () => {
    const copies = (kind: string) => rulesOf(plans(), kind).map(({ CopyActions: actions }) => actions?.map(({ DestinationBackupVaultArn: arn, Lifecycle: lifecycle }) => [arn, lifecycle]));
    expect(copies('Database')).toEqual([[[LOCKED, { DeleteAfterDays: 35 }]], undefined, [[LOCKED, { DeleteAfterDays: 366 }]]]);
    expect(copies('Objects')).toEqual([[[AIR_GAPPED, { DeleteAfterDays: 35 }]], undefined, [[AIR_GAPPED, { DeleteAfterDays: 366 }]]]);
  });

  test('copy everything into the locked vault where there is no other, and nothing where there is none', () => {
    expect(rulesOf(plans({ copies: { lockedVaultArn: LOCKED } }), 'Objects')[0].CopyActions?.map(({ DestinationBackupVaultArn: arn }) => arn)).toEqual([LOCKED]);
    expect(rulesOf(plans({ copies: undefined, monthlyRetention: undefined }), 'Objects').map(({ RuleName: name, CopyActions: actions }) => [name, actions])).toEqual([['Daily', undefined], ['Continuous', undefined]]);
  });

  test('have no continuous rule for what cannot be put back to any moment', () => {
    expect(rulesOf(plans({ kinds: [BackupKind.FILES] }), 'Files').map(({ RuleName: name }) => name)).toEqual(['Daily', 'Monthly']);
  });

  test('select by tag, under a role that makes backups and restores none', () => {
    const template = plans();
    for (const kind of ['database', 'objects']) {
      template.hasResourceProperties('AWS::Backup::BackupSelection', { BackupSelection: { ListOfTags: [{ ConditionType: 'STRINGEQUALS', ConditionKey: 'dtap:backup', ConditionValue: kind }] } });
    }
    template.hasResourceProperties('AWS::IAM::Role', { AssumeRolePolicyDocument: { Statement: [Match.objectLike({ Principal: { Service: 'backup.amazonaws.com' }, Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } } })] } });
    const [policy] = Object.values(template.findResources('AWS::IAM::ManagedPolicy'));
    const actions = policy.Properties.PolicyDocument.Statement.flatMap(({ Action: action }: { Action: string | string[] }) => action) as string[];
    expect(actions).toEqual(expect.arrayContaining(['rds:CreateDBClusterSnapshot', 's3:GetObjectVersion', 'backup:CopyIntoBackupVault']));
    expect(actions.filter((action) => /Restore|dynamodb|elasticfilesystem/.test(action))).toEqual([]);
  });

  test.each([
    ['the hour before', 'sun:21:00-sun:21:30', '20:00'],
    ['the window itself', 'sun:19:30-sun:21:30', '20:00'],
    ['a window across midnight', 'sat:23:30-sun:01:00', '22:00 and 00:00'],
  ])('refuse maintenance that a backup would meet: %s', (_, window, met) => {
    expect(() => plans({ maintenanceWindows: [window] })).toThrow(`A backup starts at ${met} UTC`);
  });

  test('take maintenance that no backup meets', () => {
    expect(() => plans({ maintenanceWindows: ['sun:03:00-sun:04:00', 'wed:17:00-wed:18:00'] })).not.toThrow();
  });

  test('report every problem at once, copies outside the EEA among them', () => {
    expect(() => plans({
      kinds: [BackupKind.FILES, BackupKind.FILES], dailyRetention: Duration.hours(12), continuousRetention: Duration.days(36), startHour: 24, maintenanceWindows: ['sunday'],
      copies: { lockedVaultArn: LOCKED.replace('eu-north-1', 'eu-west-2'), airGappedVaultArn: 'vault' },
    })).toThrow(/7 problems[\s\S]*kinds[\s\S]*dailyRetention: got 0\.5[\s\S]*continuousRetention: got 36[\s\S]*startHour: got 24[\s\S]*lockedVaultArn[\s\S]*European Economic Area[\s\S]*airGappedVaultArn: got "vault"[\s\S]*maintenanceWindows\[0\]: got "sunday"/);
  });
});

test('Stores are marked with their kind, other resources not', () => {
  const stack = newStack();
  new Bucket(stack, 'Content');
  new Topic(stack, 'Topic');
  BackupMark.stores(stack);
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::S3::Bucket', { Tags: [{ Key: 'dtap:backup', Value: 'objects' }] });
  template.hasResourceProperties('AWS::SNS::Topic', { Tags: Match.absent() });
});

describe('Backup alarms', () => {
  const alarms = (daily = [BackupJobKind.BACKUP]) => {
    const stack = newStack();
    new BackupAlarms(stack, 'Alarms', { onCall: new Topic(stack, 'OnCall'), logKey: new Key(stack, 'Key'), logRetention: RetentionDays.ONE_YEAR, daily });
    return Template.fromStack(stack);
  };

  test('tell at once of what failed, and of hands on the vault', () => {
    for (const [detailType, detail] of [['Backup Job State Change', { state: ['FAILED', 'ABORTED', 'EXPIRED', 'PARTIAL'] }], ['Copy Job State Change', { state: ['FAILED', 'PARTIAL'] }], ['Restore Job State Change', { status: ['FAILED', 'ABORTED'] }]]) {
      alarms().hasResourceProperties('AWS::Events::Rule', { EventPattern: { source: ['aws.backup'], 'detail-type': [detailType], detail }, Targets: [{ Arn: { Ref: Match.stringLikeRegexp('^OnCall') }, Id: 'Target0' }] });
    }
    alarms().hasResourceProperties('AWS::Events::Rule', { EventPattern: { detail: { eventName: Match.arrayWith(['DeleteRecoveryPoint']) } } });
  });

  test('sound after a day without a finished job, copies only where they are to be made', () => {
    const missing = (rule: string) => ({
      Namespace: 'AWS/Events', MetricName: 'TriggeredRules', Dimensions: [{ Name: 'RuleName', Value: { Ref: Match.stringLikeRegexp(rule) } }],
      Period: 86_400, Statistic: 'Sum', Threshold: 1, ComparisonOperator: 'LessThanThreshold', TreatMissingData: 'breaching', AlarmActions: [{ Ref: Match.stringLikeRegexp('^OnCall') }],
    });
    alarms().hasResourceProperties('AWS::CloudWatch::Alarm', missing('BackupDone'));
    alarms().resourceCountIs('AWS::CloudWatch::Alarm', 1);
    alarms([BackupJobKind.BACKUP, BackupJobKind.COPY]).hasResourceProperties('AWS::CloudWatch::Alarm', missing('CopyDone'));
  });

  test('keep a record of finished jobs, encrypted, that EventBridge of this account may write', () => {
    alarms().hasResourceProperties('AWS::Logs::LogGroup', { KmsKeyId: Match.anyValue(), RetentionInDays: 365 });
    alarms().hasResourceProperties('AWS::Events::Rule', { EventPattern: { 'detail-type': ['Backup Job State Change'], detail: { state: ['COMPLETED'] } }, Targets: [{ Arn: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':logs:eu-central-1:111122223333:log-group:', { Ref: Match.stringLikeRegexp('Jobs') }]] } }] });
    expect(JSON.stringify(alarms().findResources('AWS::Logs::ResourcePolicy'))).toContain('aws:SourceArn');
  });
});
