import { ArnFormat, Duration, Names, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as events from 'aws-cdk-lib/aws-events';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { DataClassification, classify } from '../shared/tags';
import { topicTarget } from '../shared/topic-target';

/** What `BackupAlarms` listen to, and whom they tell. */
export interface BackupAlarmsProps {
  /** Topic of those on call. It must let `events.amazonaws.com` and `cloudwatch.amazonaws.com` publish. */
  readonly onCall: sns.ITopic;

  /** Key of the record of jobs. It must let CloudWatch Logs of this region use it. */
  readonly logKey: kms.IKey;

  /** How long the record of jobs is kept. */
  readonly logRetention: RetentionDays;

  /** What has to be done each day: an alarm sounds after a day without. */
  readonly daily: BackupJobKind[];
}

/** Jobs of AWS Backup. */
export enum BackupJobKind {
  /** A store is backed up into a vault of this account. */
  BACKUP = 'Backup',
  /** A backup is copied into another vault. */
  COPY = 'Copy',
}

/** Calls that touch what keeps the backups. */
const TOUCHING = [
  'DeleteBackupPlan', 'DeleteBackupSelection', 'DeleteBackupVault', 'DeleteBackupVaultAccessPolicy', 'DeleteBackupVaultLockConfiguration', 'DeleteRecoveryPoint',
  'DisassociateRecoveryPoint', 'PutBackupVaultAccessPolicy', 'PutBackupVaultLockConfiguration', 'StartRestoreJob', 'StopBackupJob', 'UpdateRecoveryPointLifecycle',
];

/** Restores by the calendar, which nobody need hear of: see `RestoreRehearsal`. */
const REHEARSING = 'AWSServiceRoleForBackupRestoreTesting';

/**
 * Tells those on call of backups that failed, and of backups that nobody made.
 *
 * Guarantees: a message at once when a backup, copy or restore job fails, is aborted or expires; an alarm when a day
 * passes without a finished job of each kind that has to be done daily; a message when a vault's lock, policy or contents
 * are touched; a record of every finished job (control BAK9).
 *
 * A missing job is seen by its silence: finished jobs trigger a rule, and EventBridge counts how often.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html and
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html
 */
export class BackupAlarms extends Construct {
  constructor(scope: Construct, id: string, props: BackupAlarmsProps) {
    super(scope, id);
    const onCall = topicTarget(props.onCall);
    this.rule('BackupFailed', 'A backup failed or was not made in time', { detailType: ['Backup Job State Change'], detail: { state: ['FAILED', 'ABORTED', 'EXPIRED', 'PARTIAL'] } }, onCall);
    this.rule('CopyFailed', 'A backup could not be copied', { detailType: ['Copy Job State Change'], detail: { state: ['FAILED', 'PARTIAL'] } }, onCall);
    this.rule('RestoreFailed', 'A restore failed', { detailType: ['Restore Job State Change'], detail: { status: ['FAILED', 'ABORTED'] } }, onCall);
    this.rule('VaultTouched', 'The lock, the policy or the contents of a backup vault were touched', {
      detailType: ['AWS API Call via CloudTrail'], detail: { eventSource: ['backup.amazonaws.com'], eventName: TOUCHING, $or: [{ exists: false }, { 'anything-but': [REHEARSING] }].map((userName) => ({ userIdentity: { sessionContext: { sessionIssuer: { userName: [userName] } } } })) },
    }, onCall);
    const record = this.record(props);
    props.daily.forEach((job) => this.missing(job, record, props.onCall));
  }

  private rule(id: string, description: string, pattern: events.EventPattern, target: events.IRuleTarget): events.Rule {
    return new events.Rule(this, id, { description, eventPattern: { source: ['aws.backup'], ...pattern }, targets: [target] });
  }

  /**
   * EventBridge writes to log groups by their own policy, not by a role.
   *
   * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
   */
  private record(props: BackupAlarmsProps): logs.ILogGroup {
    const group = new logs.LogGroup(this, 'Jobs', { encryptionKey: props.logKey, retention: props.logRetention, removalPolicy: RemovalPolicy.RETAIN });
    classify(group, DataClassification.INTERNAL);
    const Principal = { Service: ['events.amazonaws.com', 'delivery.logs.amazonaws.com'] };
    new logs.CfnResourcePolicy(this, 'JobsPolicy', {
      policyName: `${Names.uniqueResourceName(this, { maxLength: 100 })}-jobs`,
      policyDocument: Stack.of(this).toJsonString({
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal, Action: 'logs:CreateLogStream', Resource: group.logGroupArn },
          { Effect: 'Allow', Principal, Action: 'logs:PutLogEvents', Resource: group.logGroupArn, Condition: { ArnLike: { 'aws:SourceArn': Stack.of(this).formatArn({ service: 'events', resource: 'rule', resourceName: '*' }) } } },
        ],
      }),
    });
    return group;
  }

  private missing(job: BackupJobKind, record: logs.ILogGroup, onCall: sns.ITopic): void {
    const done = this.rule(`${job}Done`, `A ${job.toLowerCase()} was finished`, { detailType: [`${job} Job State Change`], detail: { state: ['COMPLETED'] } }, {
      bind: () => ({ arn: Stack.of(this).formatArn({ service: 'logs', resource: 'log-group', arnFormat: ArnFormat.COLON_RESOURCE_NAME, resourceName: record.logGroupName }) }),
    });
    const alarm = new cloudwatch.Alarm(this, `${job}Missing`, {
      alarmDescription: `No ${job.toLowerCase()} was finished for a day`,
      metric: new cloudwatch.Metric({ namespace: 'AWS/Events', metricName: 'TriggeredRules', dimensionsMap: { RuleName: done.ruleName }, statistic: 'Sum', period: Duration.days(1) }),
      comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
      threshold: 1,
      evaluationPeriods: 1,
      treatMissingData: cloudwatch.TreatMissingData.BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(onCall));
    alarm.addOkAction(new SnsAction(onCall));
  }
}
