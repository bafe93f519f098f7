import { ArnFormat, Duration, Names, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { RunbookNames } from '../shared/runbook-names';
import { DataClassification, classify } from '../shared/tags';

/** Who hears of runbooks, and where what they did is kept. */
export interface RunbookRecordProps {
  /** Topic of those on call. It must let `events.amazonaws.com` and `cloudwatch.amazonaws.com` publish. */
  readonly onCall: ITopic;

  /** Key of the record. It must let CloudWatch Logs of this region use it. */
  readonly encryptionKey: IKey;

  /** How long the record is kept. */
  readonly logRetention: logs.RetentionDays;
}

const RUNBOOKS = [RunbookNames.FAIL_OVER, RunbookNames.FAIL_BACK, RunbookNames.RESTORE_CUSTOMER, RunbookNames.RESTORE_STORES, RunbookNames.RETURN_BACKUPS];

/**
 * Everything that the runbooks of a recovery do in a region is told and kept.
 *
 * Guarantees: whoever is on call hears when a runbook starts and how it ends, rehearsals included; each change is in a log group
 * under key and retention, longer than Systems Manager remembers; an alarm when a rehearsal or a game day could not be started.
 * One for a stack: runbooks and game days take it as a prop.
 *
 * Control AVA6. https://docs.aws.amazon.com/systems-manager/latest/userguide/monitoring-systems-manager-event-examples.html
 */
export class RunbookRecord extends Construct {
  /** Holds every change of every run. */
  public readonly logGroup: logs.ILogGroup;
  /** Goes off when a rehearsal or a game day could not be started. */
  public readonly missedAlarm: Alarm;
  /** Topic of those on call. */
  public readonly onCall: ITopic;
  /** Group of the schedules of rehearsals and game days. */
  public readonly scheduleGroupName: string;

  constructor(scope: Construct, id: string, props: RunbookRecordProps) {
    super(scope, id);
    this.onCall = props.onCall;
    this.logGroup = new logs.LogGroup(this, 'Runs', { encryptionKey: props.encryptionKey, retention: props.logRetention, removalPolicy: RemovalPolicy.RETAIN });
    classify(this.logGroup, DataClassification.INTERNAL);
    this.scheduleGroupName = new CfnScheduleGroup(this, 'Schedules', { name: Names.uniqueResourceName(this, { maxLength: 64, separator: '-' }) }).ref;
    this.keep();
    this.missedAlarm = new Alarm(this, 'MissedAlarm', {
      alarmDescription: 'A rehearsal of a runbook, or a game day, could not be started',
      metric: new Metric({ namespace: 'AWS/Scheduler', metricName: 'InvocationDroppedCount', dimensionsMap: { ScheduleGroup: this.scheduleGroupName }, statistic: 'Sum', period: Duration.hours(1) }),
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold: 1,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    this.missedAlarm.addAlarmAction(new SnsAction(props.onCall));
  }

  /** EventBridge writes to log groups by their own policy, not by a role. */
  private keep(): void {
    new logs.CfnResourcePolicy(this, 'RunsPolicy', {
      policyName: `${Names.uniqueResourceName(this, { maxLength: 100 })}-runs`,
      policyDocument: Stack.of(this).toJsonString({
        Version: '2012-10-17',
        Statement: [{
          Effect: 'Allow',
          Principal: { Service: ['events.amazonaws.com', 'delivery.logs.amazonaws.com'] },
          Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          Resource: this.logGroup.logGroupArn,
          Condition: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
        }],
      }),
    });
    new CfnRule(this, 'Changed', {
      description: 'A runbook of the recovery started, waits or ended',
      eventPattern: {
        'source': ['aws.ssm'],
        'detail-type': ['EC2 Automation Execution Status-change Notification'],
        'detail': { Definition: RUNBOOKS.map((prefix) => ({ prefix })) },
      },
      targets: [
        {
          id: 'OnCall',
          arn: this.onCall.topicArn,
          inputTransformer: {
            inputPathsMap: { name: '$.detail.Definition', status: '$.detail.Status', run: '$.detail.ExecutionId', who: '$.detail.ExecutedBy', time: '$.time', region: '$.region', account: '$.account' },
            inputTemplate: '"Runbook <name> is <status> at <time> in <region> of account <account>. Run <run>, started by <who>."',
          },
        },
        { id: 'Record', arn: Stack.of(this).formatArn({ service: 'logs', resource: 'log-group', arnFormat: ArnFormat.COLON_RESOURCE_NAME, resourceName: this.logGroup.logGroupName }) },
      ],
    });
  }
}
