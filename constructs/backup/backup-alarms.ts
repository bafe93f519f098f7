import { Duration } from 'aws-cdk-lib/core';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as events from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

/** What `BackupAlarms` listen to, and whom they tell. */
export interface BackupAlarmsProps {
  /** Name of the vault that backups are made in. */
  readonly backupVaultName: string;

  /** Topic of those on call. It must let `events.amazonaws.com` and `cloudwatch.amazonaws.com` publish. */
  readonly onCall: sns.ITopic;

  /**
   * Name of the vault that they are copied to.
   *
   * @default backups are not copied, and copies are not missed
   */
  readonly copyVaultName?: string;
}

/**
 * Tells those on call of backups that failed, and of backups that nobody made.
 *
 * Guarantees: a message at once when a backup, copy or restore job fails, is aborted or expires; an alarm when a day
 * passes without a finished backup, or without a finished copy; a message when a vault's lock, policy or contents are
 * touched (control BAK9).
 *
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html and
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/cloudwatch.html
 */
export class BackupAlarms extends Construct {
  constructor(scope: Construct, id: string, props: BackupAlarmsProps) {
    super(scope, id);
    this.tell('BackupFailed', 'A backup failed or was not made in time', props, { detailType: ['Backup Job State Change'], detail: { state: ['FAILED', 'ABORTED', 'EXPIRED', 'PARTIAL'] } });
    this.tell('CopyFailed', 'A backup could not be copied', props, { detailType: ['Copy Job State Change'], detail: { state: ['FAILED', 'PARTIAL'] } });
    this.tell('RestoreFailed', 'A restore failed', props, { detailType: ['Restore Job State Change'], detail: { status: ['FAILED', 'ABORTED'] } });
    this.tell('VaultTouched', 'The lock, the policy or the contents of a backup vault were touched', props, {
      detailType: ['AWS API Call via CloudTrail'],
      detail: {
        eventSource: ['backup.amazonaws.com'],
        eventName: [
          'DeleteBackupPlan', 'DeleteBackupSelection', 'DeleteBackupVault', 'DeleteBackupVaultAccessPolicy', 'DeleteBackupVaultLockConfiguration', 'DeleteRecoveryPoint',
          'DisassociateRecoveryPoint', 'PutBackupVaultAccessPolicy', 'PutBackupVaultLockConfiguration', 'StartRestoreJob', 'StopBackupJob', 'UpdateRecoveryPointLifecycle', 'UpdateRegionSettings',
        ],
      },
    });
    this.missing('BackupMissing', 'NumberOfBackupJobsCompleted', props.backupVaultName, 'No backup was finished for a day', props);
    if (props.copyVaultName !== undefined) {
      this.missing('CopyMissing', 'NumberOfCopyJobsCompleted', props.copyVaultName, 'No copy of a backup was finished for a day', props);
    }
  }

  private tell(id: string, description: string, props: BackupAlarmsProps, pattern: events.EventPattern): void {
    new events.Rule(this, id, { description, eventPattern: { source: ['aws.backup'], ...pattern }, targets: [new SnsTopic(props.onCall)] });
  }

  /** Jobs that are not made leave no data point: silence is what the alarm is for. */
  private missing(id: string, metricName: string, vault: string, alarmDescription: string, props: BackupAlarmsProps): void {
    const alarm = new cloudwatch.Alarm(this, id, {
      alarmDescription,
      metric: new cloudwatch.Metric({ namespace: 'AWS/Backup', metricName, dimensionsMap: { BackupVaultName: vault }, statistic: 'Sum', period: Duration.days(1) }),
      comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
      threshold: 1,
      evaluationPeriods: 1,
      treatMissingData: cloudwatch.TreatMissingData.BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(props.onCall));
    alarm.addOkAction(new SnsAction(props.onCall));
  }
}
