import { Aws, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { DataClassification, classify } from '../shared/tags';
import { CUSTOMER_PATTERN, checkApprovedAccess } from './approved-access-checks';
import type { ApprovedAccessProps } from './approved-access-props';
import { approveDefinition } from './grant-approve-definition';
import { closeDefinition } from './grant-close-definition';
import { GrantDoors } from './grant-door';
import { GrantNames } from './grant-names';
import { requestDefinition } from './grant-request-definition';
import type { GrantSettings } from './grant-steps';
import { useThrough } from '../shared/use-through';
import { WatchedStateMachine } from '../shared/watched-state-machine';

/**
 * Access to one customer's system at a time, on approval, until a moment, on record.
 *
 * A person asks by a runbook of Systems Manager, which knows who they are. Others approve by another. With the last approval a role
 * is made for this grant alone: tagged with its customer, trusted to the session that asked, with a policy that stands in this
 * template and compares every resource with the tag, denied everything after the end. At the end, or when somebody closes it, the
 * role goes, and with it every session. Requests, approvals, refusals, openings and closings stand in a table that is recovered to
 * any second, in logs, and before those who approve.
 *
 * Where IAM cannot be changed, nothing can be opened; what is open ends by its own conditions. See decisions/0047-approved-access.md.
 *
 * Controls ACC10, KEY3, TEN2. https://docs.aws.amazon.com/IAM/latest/UserGuide/access_iam-tags.html
 */
export class ApprovedAccess extends Construct {
  /** Name of the access. */
  public readonly access: string;
  /** The record: who asked for what and why, who approved, how it ended. */
  public readonly table: dynamodb.ITable;
  /** What a session may do: policy and, unless the account has one of its own, boundary of every grant's role. */
  public readonly sessionPolicy: iam.ManagedPolicy;
  /** Role that the runbooks run as. */
  public readonly doorRole: iam.IRole;
  /** Go off when a request, an approval or a closing failed, or a closing was not started. */
  public readonly alarms: Alarm[];

  private readonly missed: sqs.Queue;
  private readonly boundaryArn: string;

  /** @throws InvalidInputError listing every problem of the props */
  constructor(scope: Construct, id: string, props: ApprovedAccessProps) {
    super(scope, id);
    checkApprovedAccess(this, props);
    this.access = props.access;
    const table = this.recordTable(props);
    this.table = table;
    this.sessionPolicy = new iam.ManagedPolicy(this, 'SessionPolicy', {
      path: GrantNames.rolePath(props.access),
      description: `What sessions of the access ${props.access} may do`,
      statements: [
        ...props.statements,
        ...(props.sharedStatements ?? []),
        new iam.PolicyStatement({ sid: 'NothingWithoutCustomer', effect: iam.Effect.DENY, actions: ['*'], resources: ['*'], conditions: { Null: { [`aws:PrincipalTag/${GrantNames.CUSTOMER_TAG}`]: 'true' } } }),
      ],
    });
    const { permissionsBoundary } = props;
    this.boundaryArn = permissionsBoundary ? `arn:${Aws.PARTITION}:iam::${Stack.of(this).account}:policy/${permissionsBoundary}` : this.sessionPolicy.managedPolicyArn;
    this.missed = new sqs.Queue(this, 'Missed', { encryptionMasterKey: props.encryptionKey, enforceSSL: true, retentionPeriod: Duration.days(14) });
    classify(this.missed, DataClassification.INTERNAL);
    const settings = this.settings(props, table.tableName);
    const group = new CfnScheduleGroup(this, 'Schedules', {});
    const request = this.machine('Request', props, 'Takes a request for a grant.', requestDefinition(settings), ['dynamodb:PutItem']);
    const close = this.machine('Close', props, 'Closes a grant.', closeDefinition(settings, this.sessionPolicy.managedPolicyArn, group.ref), ['dynamodb:UpdateItem'], this.closing(group.ref));
    const scheduler = this.schedulerRole(props, close.stateMachineArn);
    const approve = this.machine('Approve', props, 'Approves a grant, and opens it.', approveDefinition({
      ...settings,
      sessionPolicyArn: this.sessionPolicy.managedPolicyArn,
      boundaryArn: this.boundaryArn,
      sourceRanges: props.administratorRanges,
      roleTags: props.roleTags ?? {},
      closeMachineArn: close.stateMachineArn,
      scheduleGroup: group.ref,
      schedulerRoleArn: scheduler.roleArn,
      deadLetterArn: this.missed.queueArn,
    }), ['dynamodb:UpdateItem', 'dynamodb:GetItem'], [...this.opening(group.ref, scheduler), new iam.PolicyStatement({ sid: 'Undo', actions: ['states:StartExecution'], resources: [close.stateMachineArn] })]);
    const [requestArn, approveArn, closeArn] = [request, approve, close].map(({ stateMachineArn }) => stateMachineArn);
    this.doorRole = new GrantDoors(this, 'Doors', props.access, { request: requestArn, approve: approveArn, close: closeArn }).role;
    this.alarms = [request.failureAlarm, approve.failureAlarm, close.failureAlarm, this.missedAlarm(props)];
  }

  private recordTable(props: ApprovedAccessProps): dynamodb.Table {
    const table = new dynamodb.Table(this, 'Record', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: props.encryptionKey,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: 'expires',
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    classify(table, DataClassification.CONFIDENTIAL);
    return table;
  }

  private settings(props: ApprovedAccessProps, tableName: string): GrantSettings {
    return {
      access: props.access,
      requesters: props.requesters,
      approvers: props.approvers,
      approvals: props.approvals ?? 1,
      longestSeconds: (props.longest ?? Duration.hours(8)).toSeconds(),
      shortestSeconds: Duration.minutes(5).toSeconds(),
      customerPattern: props.customerPattern ?? CUSTOMER_PATTERN,
      recordDays: (props.recordRetention ?? Duration.days(3 * 365)).toDays(),
      tableName,
      topicArn: props.notificationTopic.topicArn,
    };
  }

  private machine(id: string, props: ApprovedAccessProps, description: string, definition: object, tableActions: string[], permissions: iam.PolicyStatement[] = []): WatchedStateMachine {
    return new WatchedStateMachine(this, id, {
      ...props,
      description: `${description} Access: ${props.access}.`,
      // Express, so that who asks gets the answer at once.
      type: StateMachineType.EXPRESS,
      definition,
      permissions: [
        new iam.PolicyStatement({ sid: 'KeepRecord', actions: tableActions, resources: [this.table.tableArn] }),
        useThrough(this, props.encryptionKey, 'dynamodb'),
        new iam.PolicyStatement({ sid: 'Tell', actions: ['sns:Publish'], resources: [props.notificationTopic.topicArn] }),
        useThrough(this, props.encryptionKey, 'sns'),
        ...permissions,
      ],
    });
  }

  /** Roles are made below the grants' path, under the boundary, with a customer; nothing else is attached to them. */
  private opening(group: string, scheduler: iam.IRole): iam.PolicyStatement[] {
    const boundary = { 'iam:PermissionsBoundary': this.boundaryArn };
    const tag = `aws:RequestTag/${GrantNames.CUSTOMER_TAG}`;
    return [
      new iam.PolicyStatement({ sid: 'MakeRole', actions: ['iam:CreateRole'], resources: this.roles(), conditions: { StringEquals: boundary, Null: { [tag]: 'false' } } }),
      new iam.PolicyStatement({ sid: 'TagRole', actions: ['iam:TagRole'], resources: this.roles(), conditions: { Null: { [tag]: 'false' } } }),
      new iam.PolicyStatement({ sid: 'EndInTime', actions: ['iam:PutRolePolicy'], resources: this.roles(), conditions: { StringEquals: boundary } }),
      new iam.PolicyStatement({ sid: 'Permit', actions: ['iam:AttachRolePolicy'], resources: this.roles(), conditions: { StringEquals: boundary, ArnEquals: { 'iam:PolicyARN': this.sessionPolicy.managedPolicyArn } } }),
      new iam.PolicyStatement({ sid: 'ScheduleEnd', actions: ['scheduler:CreateSchedule'], resources: [this.schedules(group)] }),
      new iam.PolicyStatement({ sid: 'HandToScheduler', actions: ['iam:PassRole'], resources: [scheduler.roleArn], conditions: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } } }),
    ];
  }

  private closing(group: string): iam.PolicyStatement[] {
    return [
      new iam.PolicyStatement({ sid: 'RemoveRole', actions: ['iam:DetachRolePolicy', 'iam:DeleteRolePolicy', 'iam:DeleteRole'], resources: this.roles() }),
      new iam.PolicyStatement({ sid: 'Unschedule', actions: ['scheduler:DeleteSchedule'], resources: [this.schedules(group)] }),
    ];
  }

  private roles(): string[] {
    return [GrantNames.roleArns(this.access, Stack.of(this).account)];
  }

  private schedules(group: string): string {
    return Stack.of(this).formatArn({ service: 'scheduler', resource: 'schedule', resourceName: `${group}/${this.access}-*` });
  }

  private schedulerRole(props: ApprovedAccessProps, closeMachineArn: string): iam.IRole {
    return new iam.Role(this, 'SchedulerRole', {
      description: `Closes grants of the access ${props.access} at their end`,
      assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com', { conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } } }),
      managedPolicies: [new iam.ManagedPolicy(this, 'SchedulerPolicy', {
        statements: [
          new iam.PolicyStatement({ sid: 'Close', actions: ['states:StartExecution'], resources: [closeMachineArn] }),
          new iam.PolicyStatement({ sid: 'LeaveDeadLetters', actions: ['sqs:SendMessage'], resources: [this.missed.queueArn] }),
          useThrough(this, props.encryptionKey, 'sqs'),
        ],
      })],
    });
  }

  private missedAlarm(props: ApprovedAccessProps): Alarm {
    const alarm = new Alarm(this, 'MissedAlarm', {
      metric: this.missed.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5) }),
      alarmDescription: `The closing of a grant (${props.access}) was not started: close it by its runbook. Its sessions can do nothing any more.`,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold: 1,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(props.alarmTopic));
    return alarm;
  }
}
