import { type Duration, Stack } from 'aws-cdk-lib/core';
import { CfnFramework, CfnReportPlan } from 'aws-cdk-lib/aws-backup';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { Problems } from '../shared/problems';
import { BACKUP_TAG } from '../shared/tags';
import { ABILITIES, BackupKind } from './backup-kind';

/** What is asked of the plans of an account that makes backups. */
export interface AuditedPlans {
  /**
   * Account that every store has to be copied to.
   *
   * @default copies are not asked for
   */
  readonly copyAccount?: string;

  /**
   * Region that every store has to be copied to.
   *
   * @default copies are not asked for
   */
  readonly copyRegion?: string;
}

/** What a `BackupAudit` looks at, and where it reports. */
export interface BackupAuditProps {
  /** Name of the framework and first word of the reports' names: a letter, then up to 200 letters, digits and underscores. */
  readonly auditName: string;

  /** Least time for which every backup is kept, in whole days. */
  readonly retention: Duration;

  /**
   * What is asked of the plans.
   *
   * @default the account keeps backups of others, and has no plans
   */
  readonly plans?: AuditedPlans;

  /**
   * Kinds of stores whose restore is timed.
   *
   * @default none
   */
  readonly restoredKinds?: BackupKind[];

  /**
   * How long a restore may take, in whole minutes.
   *
   * @default 12 hours
   */
  readonly restoreWithin?: Duration;

  /** Bucket of this account that reports are delivered to. Its key must let AWS Backup's reports: `DomainKey.allowBackupReports`. */
  readonly bucket: s3.IBucket;
}

interface Control {
  readonly name: string;
  readonly parameters?: Record<string, string>;
  readonly scope?: object;
}

/** What writes reports: https://docs.aws.amazon.com/aws-backup/latest/devguide/create-report-plan-console.html */
const REPORTING_ROLE = 'role/aws-service-role/reports.backup.amazonaws.com/AWSServiceRoleForBackupReports';

/**
 * AWS Backup's own audit of an account, every day, with reports in a bucket.
 *
 * Guarantees: a framework that asks whether every marked store is in a plan, often and long enough, under a lock, copied to
 * another account and region, and backed up within the last day; whether backups are encrypted, kept long enough and
 * deleted by nobody; whether restores are quick enough. Each day a report on controls, on resources, and on the jobs.
 *
 * AWS Config has to record what the audit reads before a framework can be made: `BackupRecorder`, on which the audit has to
 * depend, or a recorder of your own.
 *
 * Control BAK9. https://docs.aws.amazon.com/aws-backup/latest/devguide/aws-backup-audit-manager.html and
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/controls-and-remediation.html
 */
export class BackupAudit extends Construct {
  /** ARN of the framework. */
  public readonly frameworkArn: string;

  /** @throws InvalidInputError listing every problem of the props */
  constructor(scope: Construct, id: string, props: BackupAuditProps) {
    super(scope, id);
    validate(props);
    const framework = new CfnFramework(this, 'Resource', {
      frameworkName: props.auditName,
      frameworkDescription: 'What the backups of this account have to be',
      frameworkControls: controlsOf(props).map(({ name, parameters = {}, scope: controlScope }) => ({
        controlName: name,
        controlInputParameters: Object.entries(parameters).map(([parameterName, parameterValue]) => ({ parameterName, parameterValue })),
        controlScope,
      })),
    });
    this.frameworkArn = framework.attrFrameworkArn;
    this.admitReports(props.bucket);
    const compliance = { FrameworkArns: [this.frameworkArn] };
    this.report('Controls', 'CONTROL_COMPLIANCE_REPORT', props, compliance);
    this.report('Resources', 'RESOURCE_COMPLIANCE_REPORT', props, compliance);
    if (props.plans) {
      this.report('Backups', 'BACKUP_JOB_REPORT', props);
      this.report('Copies', 'COPY_JOB_REPORT', props);
    }
    if (props.restoredKinds) {
      this.report('Restores', 'RESTORE_JOB_REPORT', props);
    }
  }

  private report(id: string, template: string, { auditName, bucket }: BackupAuditProps, setting: object = {}): void {
    new CfnReportPlan(this, `${id}Report`, {
      reportPlanName: `${auditName}_${id}`,
      reportDeliveryChannel: { S3BucketName: bucket.bucketName, S3KeyPrefix: 'backup-audit', Formats: ['CSV', 'JSON'] },
      reportSetting: { ReportTemplate: template, ...setting },
    });
  }

  /** Matched by a condition: a bucket policy that names the role as principal is refused until the first report has made it. */
  private admitReports(bucket: s3.IBucket): void {
    const { partition, account } = Stack.of(this);
    bucket.addToResourcePolicy(new iam.PolicyStatement({
      sid: 'BackupReports',
      principals: [new iam.AnyPrincipal()],
      actions: ['s3:PutObject'],
      resources: [bucket.arnForObjects(`backup-audit/Backup/${account}/*`)],
      conditions: {
        StringEquals: { 'aws:PrincipalAccount': account, 's3:x-amz-acl': 'bucket-owner-full-control' },
        ArnEquals: { 'aws:PrincipalArn': `arn:${partition}:iam::${account}:${REPORTING_ROLE}` },
      },
    }));
  }
}

/** Names and parameters: https://docs.aws.amazon.com/aws-backup/latest/devguide/creating-frameworks-api.html */
function controlsOf({ retention, plans, restoredKinds, restoreWithin }: BackupAuditProps): Control[] {
  const requiredRetentionDays = String(retention.toDays());
  // Every value of the tag: buckets of logs bear none and are not backed up.
  const scope = { Tags: [{ Key: BACKUP_TAG, Value: '' }] };
  return [
    ...(plans ? [
      { name: 'BACKUP_RESOURCES_PROTECTED_BY_BACKUP_PLAN', scope },
      { name: 'BACKUP_PLAN_MIN_FREQUENCY_AND_MIN_RETENTION_CHECK', parameters: { requiredFrequencyUnit: 'days', requiredFrequencyValue: '1', requiredRetentionDays } },
      { name: 'BACKUP_RESOURCES_PROTECTED_BY_BACKUP_VAULT_LOCK', scope },
      { name: 'BACKUP_LAST_RECOVERY_POINT_CREATED', parameters: { recoveryPointAgeUnit: 'days', recoveryPointAgeValue: '1' }, scope },
      ...(plans.copyRegion ? [{ name: 'BACKUP_RESOURCES_PROTECTED_BY_CROSS_REGION', parameters: { crossRegionList: plans.copyRegion }, scope }] : []),
      ...(plans.copyAccount ? [{ name: 'BACKUP_RESOURCES_PROTECTED_BY_CROSS_ACCOUNT', parameters: { crossAccountList: plans.copyAccount }, scope }] : []),
    ] : []),
    { name: 'BACKUP_RECOVERY_POINT_ENCRYPTED' },
    { name: 'BACKUP_RECOVERY_POINT_MANUAL_DELETION_DISABLED' },
    { name: 'BACKUP_RECOVERY_POINT_MINIMUM_RETENTION_CHECK', parameters: { requiredRetentionDays } },
    ...(restoredKinds ? [{
      name: 'RESTORE_TIME_FOR_RESOURCES_MEET_TARGET',
      parameters: { maxRestoreTime: String(restoreWithin?.toMinutes() ?? 720) },
      scope: { ComplianceResourceTypes: restoredKinds.flatMap((kind) => ABILITIES[kind].services) },
    }] : []),
  ];
}

function validate(props: BackupAuditProps): void {
  const problems = new Problems('BackupAudit');
  problems.require(/^[A-Za-z]\w{0,200}$/.test(props.auditName), 'auditName', props.auditName, 'Write a letter, then letters, digits and underscores.');
  const days = props.retention.toDays({ integral: false });
  problems.require(Number.isInteger(days) && days >= 1, 'retention', days, 'Write one day or more, in whole days.');
  const minutes = props.restoreWithin?.toMinutes({ integral: false });
  problems.require(minutes === undefined || (Number.isInteger(minutes) && minutes >= 1), 'restoreWithin', minutes, 'Write one minute or more, in whole minutes.');
  const account = props.plans?.copyAccount;
  problems.require(account === undefined || /^\d{12}$/.test(account), 'plans.copyAccount', account, 'Write an account id of 12 digits.');
  problems.throwIfAny();
}
