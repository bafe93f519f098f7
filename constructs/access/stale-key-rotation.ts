import { Duration, Stack } from 'aws-cdk-lib/core';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { Problems } from '../shared/problems';
import { DataClassification, classify } from '../shared/tags';
import { staleKeyDefinition } from './stale-key-definition';
import { useThrough } from '../shared/use-through';
import { WatchedStateMachine } from '../shared/watched-state-machine';

const DAYS_MAX = 90;

/** When access keys are stale, and who hears of it. */
export interface StaleKeyRotationProps {
  /**
   * Key that encrypts the log and the dead letters. Its policy must allow CloudWatch Logs, and the roles of this stack through SQS
   * and SNS: `DomainKey.allowLogGroups`, and `usedThrough`.
   */
  readonly encryptionKey: IKey;

  /** How long the log is kept. */
  readonly logRetention: RetentionDays;

  /** Topic that hears of each key that was disabled, and of failures. */
  readonly alarmTopic: ITopic;

  /**
   * Age at which a key is disabled, 1 to 90 days.
   *
   * @default 90 days
   */
  readonly maxAge?: Duration;
}

/**
 * Access keys of IAM users that are older than 90 days are disabled by themselves, every night, in this account (control ACC14).
 * One for an account: IAM is global.
 *
 * Nobody of the estate should have such a key, and `OrganizationGuardrails` lets nobody make one; this is for the key that is there
 * nevertheless. Disabled, not deleted: its last use stays readable.
 */
export class StaleKeyRotation extends Construct {
  /** Name of the role that disables keys, for boundaries and organisation policies that let nobody else change one. */
  public static readonly ROLE = 'stale-key-rotation';

  /** ARN of the state machine that disables keys. */
  public readonly stateMachineArn: string;
  /** Goes off when a night's run fails. */
  public readonly failureAlarm: Alarm;
  /** Goes off when a night's run could not be started. */
  public readonly missedAlarm: Alarm;

  /** @throws InvalidInputError listing every problem of the props */
  constructor(scope: Construct, id: string, props: StaleKeyRotationProps) {
    super(scope, id);
    const days = props.maxAge?.toDays({ integral: false }) ?? DAYS_MAX;
    const problems = new Problems(`StaleKeyRotation '${this.node.path}'`);
    problems.require(Number.isInteger(days) && days >= 1 && days <= DAYS_MAX, 'maxAge', days, `Write 1 to ${DAYS_MAX} whole days.`);
    problems.throwIfAny();
    const users = Stack.of(this).formatArn({ service: 'iam', region: '', resource: 'user', resourceName: '*' });
    const machine = new WatchedStateMachine(this, 'StateMachine', {
      ...props,
      description: `Disables access keys that are older than ${days} days.`,
      roleName: StaleKeyRotation.ROLE,
      type: StateMachineType.STANDARD,
      definition: staleKeyDefinition(days, props.alarmTopic.topicArn),
      permissions: [
        // Listing users cannot be limited to some: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
        new iam.PolicyStatement({ sid: 'ListUsers', actions: ['iam:ListUsers'], resources: ['*'] }),
        new iam.PolicyStatement({ sid: 'DisableKeys', actions: ['iam:ListAccessKeys', 'iam:UpdateAccessKey'], resources: [users] }),
        new iam.PolicyStatement({ sid: 'Tell', actions: ['sns:Publish'], resources: [props.alarmTopic.topicArn] }),
        useThrough(this, props.encryptionKey, 'sns'),
      ],
    });
    this.stateMachineArn = machine.stateMachineArn;
    this.failureAlarm = machine.failureAlarm;
    const missed = new sqs.Queue(this, 'Missed', { encryptionMasterKey: props.encryptionKey, enforceSSL: true, retentionPeriod: Duration.days(14) });
    classify(missed, DataClassification.INTERNAL);
    this.everyNight(missed, props.encryptionKey);
    this.missedAlarm = new Alarm(this, 'MissedAlarm', {
      metric: missed.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5) }),
      alarmDescription: 'Stale access keys were not looked for: the state machine could not be started. Read the dead letter queue.',
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold: 1,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    this.missedAlarm.addAlarmAction(new SnsAction(props.alarmTopic));
  }

  private everyNight(missed: sqs.IQueue, key: IKey): void {
    const role = new iam.Role(this, 'ScheduleRole', {
      assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com', { conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } } }),
    });
    const policy = new iam.ManagedPolicy(this, 'SchedulePolicy', {
      roles: [role],
      statements: [
        new iam.PolicyStatement({ sid: 'Start', actions: ['states:StartExecution'], resources: [this.stateMachineArn] }),
        new iam.PolicyStatement({ sid: 'LeaveDeadLetters', actions: ['sqs:SendMessage'], resources: [missed.queueArn] }),
        useThrough(this, key, 'sqs'),
      ],
    });
    const schedule = new CfnSchedule(this, 'Schedule', {
      scheduleExpression: 'cron(17 3 * * ? *)',
      scheduleExpressionTimezone: 'UTC',
      flexibleTimeWindow: { mode: 'FLEXIBLE', maximumWindowInMinutes: 30 },
      target: {
        arn: this.stateMachineArn,
        roleArn: role.roleArn,
        input: '{}',
        deadLetterConfig: { arn: missed.queueArn },
        retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 10 },
      },
    });
    schedule.node.addDependency(policy);
  }
}
