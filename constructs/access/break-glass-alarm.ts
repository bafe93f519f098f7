import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { DataClassification, classify } from '../shared/tags';
import { PersonArns, PersonRole } from './person-role';

/** Whom a `BreakGlassAlarm` calls, and where it keeps what was done. */
export interface BreakGlassAlarmProps {
  /** Topic of those on call. Its policy and its key admit `events.amazonaws.com` and `cloudwatch.amazonaws.com`. */
  readonly onCall: ITopic;
  /** Key of the log group. Its policy must allow CloudWatch Logs: `DomainKey.allowLogGroups`. */
  readonly logKey: IKey;
  /**
   * How long what was done is kept.
   *
   * @default 1 year
   */
  readonly retention?: logs.RetentionDays;
}

const NAME = PersonArns.nameOf(PersonRole.BREAK_GLASS);
/** Read-only calls are left out otherwise, and to CloudTrail assuming a role is one. */
const READS_TOO = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
const FROM_TRAIL = ['AWS API Call via CloudTrail', 'AWS Console Sign In via CloudTrail', 'AWS Service Event via CloudTrail'];

/**
 * Calls those on call at once when somebody opens the break-glass role of this account, by either way in, and again when
 * a session of it does anything at all, also by reading; and keeps every such event in a log group.
 *
 * One per account and region that is used: EventBridge gets the events of its own region. Signing in through a global
 * endpoint is an event of us-east-1, which no rule in the EEA sees; the session's first call in a used region is seen,
 * and its boundary leaves it no other region.
 *
 * Controls ACC6, LOG4.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail-management.html
 */
export class BreakGlassAlarm extends Construct {
  /** Goes off when a session of break-glass did something within the last minute. */
  public readonly alarm: cloudwatch.Alarm;
  /** What sessions of break-glass did. */
  public readonly record: logs.LogGroup;

  constructor(scope: Construct, id: string, props: BreakGlassAlarmProps) {
    super(scope, id);
    this.callWhenOpened(props.onCall);
    this.record = new logs.LogGroup(this, 'Record', {
      encryptionKey: props.logKey,
      retention: props.retention ?? logs.RetentionDays.ONE_YEAR,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    classify(this.record, DataClassification.CONFIDENTIAL);
    const used = this.recordUse();
    this.alarm = new cloudwatch.Alarm(this, 'Alarm', {
      alarmDescription: 'Somebody works as break-glass: ask who, and why',
      metric: new cloudwatch.Metric({ namespace: 'AWS/Events', metricName: 'Invocations', dimensionsMap: { RuleName: used.ref }, statistic: cloudwatch.Stats.SUM, period: Duration.minutes(1) }),
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    this.alarm.addAlarmAction(new SnsAction(props.onCall));
  }

  private callWhenOpened(onCall: ITopic): void {
    const { account } = Stack.of(this);
    new CfnRule(this, 'Opened', {
      description: 'Somebody opened break-glass',
      state: READS_TOO,
      eventPattern: {
        'detail-type': FROM_TRAIL,
        'detail': {
          $or: [
            {
              eventName: ['AssumeRole', 'AssumeRoleWithSAML'],
              requestParameters: { roleArn: [`arn:aws:iam::${account}:role${PersonArns.PATH}${NAME}`, { wildcard: `arn:aws:iam::${account}:role/aws-reserved/*AWSReservedSSO_${NAME}_*` }] },
            },
            { eventName: ['ConsoleLogin', 'SwitchRole'], userIdentity: { arn: this.sessions() } },
          ],
        },
      },
      targets: [{
        id: 'OnCall',
        arn: onCall.topicArn,
        inputTransformer: {
          inputPathsMap: { account: '$.account', address: '$.detail.sourceIPAddress', event: '$.detail.eventName', time: '$.time', who: '$.detail.userIdentity.arn' },
          inputTemplate: '"Break-glass was opened in account <account>: <event> by <who> from <address> at <time>. If nobody on call did this, bar the person now."',
        },
      }],
    });
  }

  /** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-cloudwatchlogs-permissions */
  private recordUse(): CfnRule {
    const { account, region } = Stack.of(this);
    const Principal = { Service: ['delivery.logs.amazonaws.com', 'events.amazonaws.com'] };
    const used = new CfnRule(this, 'Used', {
      description: 'What sessions of break-glass do',
      state: READS_TOO,
      eventPattern: { 'detail-type': FROM_TRAIL, 'detail': { userIdentity: { arn: this.sessions() } } },
      targets: [{ id: 'Record', arn: `arn:aws:logs:${region}:${account}:log-group:${this.record.logGroupName}` }],
    });
    const allowed = new logs.CfnResourcePolicy(this, 'RecordPolicy', {
      policyName: `${Stack.of(this).stackName}-BreakGlassRecord`,
      policyDocument: Stack.of(this).toJsonString({
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal, Action: 'logs:CreateLogStream', Resource: this.record.logGroupArn },
          { Effect: 'Allow', Principal, Action: 'logs:PutLogEvents', Resource: this.record.logGroupArn, Condition: { ArnLike: { 'aws:SourceArn': `arn:aws:events:${region}:${account}:rule/*` } } },
        ],
      }),
    });
    used.addResourceDependency(allowed);
    return used;
  }

  /** Sessions of both ways in: the session's ARN has the role's name without its path. */
  private sessions(): object[] {
    const prefix = `arn:aws:sts::${Stack.of(this).account}:assumed-role`;
    return [{ prefix: `${prefix}/${NAME}/` }, { prefix: `${prefix}/AWSReservedSSO_${NAME}_` }];
  }
}
