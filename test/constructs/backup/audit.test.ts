import { App, Duration, Stack } from 'aws-cdk-lib/core';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { BackupAudit, type BackupAuditProps, BackupKind, BackupRecorder } from '../../../constructs/backup';
import { DomainKey } from '../../../constructs/keys';

const ACCOUNT = '111122223333';

function audit(props: Partial<BackupAuditProps> = {}): Template {
  const stack = new Stack(new App(), 'Audit', { env: { account: ACCOUNT, region: 'eu-north-1' } });
  const bucket = new Bucket(stack, 'Reports', { encryptionKey: new Key(stack, 'Key') });
  const recorder = new BackupRecorder(stack, 'Recorder', { bucket });
  new BackupAudit(stack, 'Audit', { auditName: 'acme_production', retention: Duration.days(35), bucket, ...props }).node.addDependency(recorder);
  return Template.fromStack(stack);
}

interface FrameworkControl { readonly ControlName: string; readonly ControlInputParameters: { ParameterName: string; ParameterValue: string }[]; readonly ControlScope?: object }
const controls = (template: Template): Record<string, unknown> => Object.fromEntries(Object.values(template.findResources('AWS::Backup::Framework'))[0].Properties.FrameworkControls
  .map(({ ControlName, ControlInputParameters, ControlScope }: FrameworkControl) => [ControlName, { ...Object.fromEntries((ControlInputParameters ?? []).map(({ ParameterName, ParameterValue }) => [ParameterName, ParameterValue])), ...(ControlScope && { scope: ControlScope }) }]));

describe('An audit of backups', () => {
  const marked = { scope: { Tags: [{ Key: 'dtap:backup', Value: '' }] } };

  test('of an account with plans asks that every marked store is backed up daily, long enough, under a lock, and copied away', () => {
    expect(controls(audit({ plans: { copyAccount: '444455556666', copyRegion: 'eu-north-1' } }))).toEqual({
      BACKUP_RESOURCES_PROTECTED_BY_BACKUP_PLAN: marked,
      BACKUP_PLAN_MIN_FREQUENCY_AND_MIN_RETENTION_CHECK: { requiredFrequencyUnit: 'days', requiredFrequencyValue: '1', requiredRetentionDays: '35' },
      BACKUP_RESOURCES_PROTECTED_BY_BACKUP_VAULT_LOCK: marked,
      BACKUP_LAST_RECOVERY_POINT_CREATED: { recoveryPointAgeUnit: 'days', recoveryPointAgeValue: '1', ...marked },
      BACKUP_RESOURCES_PROTECTED_BY_CROSS_REGION: { crossRegionList: 'eu-north-1', ...marked },
      BACKUP_RESOURCES_PROTECTED_BY_CROSS_ACCOUNT: { crossAccountList: '444455556666', ...marked },
      BACKUP_RECOVERY_POINT_ENCRYPTED: {},
      BACKUP_RECOVERY_POINT_MANUAL_DELETION_DISABLED: {},
      BACKUP_RECOVERY_POINT_MINIMUM_RETENTION_CHECK: { requiredRetentionDays: '35' },
    });
  });

  test('of an account that keeps backups of others asks nothing of plans, and how long restores take', () => {
    const found = controls(audit({ restoredKinds: [BackupKind.OBJECTS], restoreWithin: Duration.hours(4) }));
    expect(Object.keys(found).filter((name) => /PLAN|RESOURCES_PROTECTED|LAST/.test(name))).toEqual([]);
    expect(found.RESTORE_TIME_FOR_RESOURCES_MEET_TARGET).toEqual({ maxRestoreTime: '240', scope: { ComplianceResourceTypes: ['S3'] } });
  });

  test('reports on controls, resources and the jobs that there are', () => {
    const templates = (template: Template) => Object.values(template.findResources('AWS::Backup::ReportPlan')).map(({ Properties }) => Properties.ReportSetting.ReportTemplate).sort();
    expect(templates(audit({ plans: {} }))).toEqual(['BACKUP_JOB_REPORT', 'CONTROL_COMPLIANCE_REPORT', 'COPY_JOB_REPORT', 'RESOURCE_COMPLIANCE_REPORT']);
    expect(templates(audit({ restoredKinds: [BackupKind.OBJECTS] }))).toEqual(['CONTROL_COMPLIANCE_REPORT', 'RESOURCE_COMPLIANCE_REPORT', 'RESTORE_JOB_REPORT']);
    audit().hasResourceProperties('AWS::Backup::ReportPlan', {
      ReportPlanName: 'acme_production_Controls',
      ReportSetting: { FrameworkArns: [{ 'Fn::GetAtt': [Match.stringLikeRegexp('^Audit'), 'FrameworkArn'] }] },
      ReportDeliveryChannel: { S3BucketName: { Ref: Match.stringLikeRegexp('^Reports') }, S3KeyPrefix: 'backup-audit', Formats: ['CSV', 'JSON'] },
    });
  });

  test('lets the role of the reports write below their folder, and nobody else', () => {
    audit().hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: { Statement: [{
        Sid: 'BackupReports', Effect: 'Allow', Action: 's3:PutObject', Principal: { AWS: '*' },
        Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': [Match.stringLikeRegexp('^Reports'), 'Arn'] }, `/backup-audit/Backup/${ACCOUNT}/*`]] },
        Condition: {
          StringEquals: { 'aws:PrincipalAccount': ACCOUNT, 's3:x-amz-acl': 'bucket-owner-full-control' },
          ArnEquals: { 'aws:PrincipalArn': { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::${ACCOUNT}:role/aws-service-role/reports.backup.amazonaws.com/AWSServiceRoleForBackupReports`]] } },
        },
      }] },
    });
  });

  test.each<[string, Partial<BackupAuditProps>, string]>([
    ['a name with hyphens', { auditName: 'acme-production' }, 'auditName'],
    ['part of a day', { retention: Duration.hours(36) }, 'retention'],
    ['part of a minute', { restoreWithin: Duration.seconds(90) }, 'restoreWithin'],
    ['an account that is none', { plans: { copyAccount: '4444' } }, 'plans.copyAccount'],
  ])('refuses %s', (_, props, words) => {
    expect(() => audit(props)).toThrow(words);
  });
});

test('the recorder has on record what the audit reads, and the framework waits for it and for its channel', () => {
  const template = audit();
  template.hasResourceProperties('AWS::Config::ConfigurationRecorder', {
    RecordingGroup: { AllSupported: false, ResourceTypes: ['AWS::Backup::BackupPlan', 'AWS::Backup::BackupSelection', 'AWS::Backup::BackupVault', 'AWS::Backup::RecoveryPoint', 'AWS::Config::ResourceCompliance'] },
  });
  const [recorder] = Object.entries(template.findResources('AWS::Config::ConfigurationRecorder'));
  const [channel] = Object.entries(template.findResources('AWS::Config::DeliveryChannel'));
  expect(recorder[1].DependsOn).not.toContain(channel[0]);
  expect(channel[1].DependsOn).not.toContain(recorder[0]);
  expect(Object.values(template.findResources('AWS::Backup::Framework'))[0].DependsOn).toEqual(expect.arrayContaining([recorder[0], channel[0]]));
  const [policy] = Object.values(template.findResources('AWS::IAM::ManagedPolicy'));
  const actions = policy.Properties.PolicyDocument.Statement.flatMap(({ Action }: { Action: string | string[] }) => Action) as string[];
  expect(actions.filter((action) => action.startsWith('backup:') && !/:(Describe|Get|List)/.test(action))).toEqual([]);
});

test('a key lets reports be encrypted, by their role alone and without grants', () => {
  const stack = new Stack(new App(), 'Keys', { env: { account: ACCOUNT, region: 'eu-north-1' } });
  new DomainKey(stack, 'Key', { domain: 'reports' }).allowBackupReports();
  const [key] = Object.values(Template.fromStack(stack).findResources('AWS::KMS::Key'));
  const statements = key.Properties.KeyPolicy.Statement.filter(({ Sid }: { Sid?: string }) => /BackupReports/.test(Sid ?? ''));
  expect(statements).toHaveLength(1);
  expect(statements[0]).toMatchObject({ Effect: 'Allow', Action: ['kms:GenerateDataKey', 'kms:DescribeKey'], Condition: { StringEquals: { 'kms:CallerAccount': ACCOUNT } } });
  expect(JSON.stringify(statements[0].Condition.ArnEquals)).toContain('AWSServiceRoleForBackupReports');
});
