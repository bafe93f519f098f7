import { Duration, Names, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { Alarm, ComparisonOperator, MathExpression, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { CfnStateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { DataClassification, classify } from './tags';

/**
 * What a `WatchedStateMachine` does, and who hears of it.
 *
 * @internal
 */
export interface WatchedStateMachineProps {
  /** The definition in the Amazon States Language, as an object. */
  readonly definition: object;

  /** What the state machine does, in a sentence: stands in its alarm. */
  readonly description: string;

  /** Standard (up to a year, history kept by the service) or Express (up to five minutes, can be waited for). */
  readonly type: StateMachineType;

  /** What the state machine may do beside writing its log and its traces. */
  readonly permissions: iam.PolicyStatement[];

  /**
   * Name of the role.
   *
   * @default CloudFormation makes one up
   */
  readonly roleName?: string;

  /** Key that encrypts the log. Its policy must allow CloudWatch Logs: `DomainKey.allowLogGroups`. */
  readonly encryptionKey: IKey;

  /** How long the log is kept. */
  readonly logRetention: logs.RetentionDays;

  /** Topic that hears of executions that failed. */
  readonly alarmTopic: ITopic;
}

/**
 * A state machine whose every step is on record, and of whose failures somebody hears: log of all events with their data, under
 * key and retention; traces; an alarm. Its role may do what is listed and nothing else (controls ENC1, LOG3, DAT4).
 *
 * No data that may not be in a log belongs in its executions.
 *
 * https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
 *
 * @internal
 */
export class WatchedStateMachine extends Construct {
  /** ARN of the state machine. */
  public readonly stateMachineArn: string;
  /** The state machine's role. */
  public readonly role: iam.IRole;
  /** Holds every event of every execution. */
  public readonly logGroup: logs.ILogGroup;
  /** Goes off when an execution fails, is aborted or takes too long. */
  public readonly failureAlarm: Alarm;

  constructor(scope: Construct, id: string, props: WatchedStateMachineProps) {
    super(scope, id);
    this.logGroup = new logs.LogGroup(this, 'Logs', {
      // Under this prefix one resource policy of the account serves all: CloudWatch Logs takes ten, of 5,120 characters.
      logGroupName: `/aws/vendedlogs/states/${Names.uniqueResourceName(this, { maxLength: 80, separator: '-' })}`,
      encryptionKey: props.encryptionKey,
      retention: props.logRetention,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    classify(this.logGroup, DataClassification.CONFIDENTIAL);
    const { account } = Stack.of(this);
    const role = new iam.Role(this, 'Role', {
      roleName: props.roleName,
      description: `Role of a state machine. ${props.description}`,
      assumedBy: new iam.ServicePrincipal('states.amazonaws.com', { conditions: { StringEquals: { 'aws:SourceAccount': account } } }),
    });
    const policy = new iam.ManagedPolicy(this, 'Policy', { roles: [role], statements: [...ownStatements(), ...props.permissions] });
    const machine = new CfnStateMachine(this, 'Resource', {
      definition: props.definition,
      roleArn: role.roleArn,
      stateMachineType: props.type,
      loggingConfiguration: {
        level: 'ALL',
        includeExecutionData: true,
        destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: this.logGroup.logGroupArn } }],
      },
      tracingConfiguration: { enabled: true },
    });
    machine.node.addDependency(policy);
    this.stateMachineArn = machine.attrArn;
    this.role = role;
    this.failureAlarm = this.alarm(props);
  }

  private alarm(props: WatchedStateMachineProps): Alarm {
    const period = Duration.minutes(5);
    const metric = (metricName: string): Metric => new Metric({ namespace: 'AWS/States', metricName, statistic: 'Sum', period, dimensionsMap: { StateMachineArn: this.stateMachineArn } });
    const alarm = new Alarm(this, 'FailureAlarm', {
      metric: new MathExpression({
        expression: 'FILL(failed, 0) + FILL(late, 0) + FILL(aborted, 0)',
        label: 'Executions that did not end well',
        period,
        usingMetrics: { failed: metric('ExecutionsFailed'), late: metric('ExecutionsTimedOut'), aborted: metric('ExecutionsAborted') },
      }),
      alarmDescription: `An execution did not end well. ${props.description}`,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold: 1,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(props.alarmTopic));
    return alarm;
  }
}

function ownStatements(): iam.PolicyStatement[] {
  return [
    // None of these can be limited to a resource: https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html#cloudwatch-iam-policy
    new iam.PolicyStatement({
      sid: 'DeliverLog',
      actions: [
        'logs:CreateLogDelivery', 'logs:GetLogDelivery', 'logs:UpdateLogDelivery', 'logs:DeleteLogDelivery', 'logs:ListLogDeliveries',
        'logs:PutResourcePolicy', 'logs:DescribeResourcePolicies', 'logs:DescribeLogGroups',
      ],
      resources: ['*'],
    }),
    new iam.PolicyStatement({ sid: 'WriteTraces', actions: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'], resources: ['*'] }),
  ];
}
