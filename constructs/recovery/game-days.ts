import { Duration, Names, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { ISubnet, IVpc } from 'aws-cdk-lib/aws-ec2';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { CfnExperimentTemplate } from 'aws-cdk-lib/aws-fis';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { Problems } from '../shared/problems';
import { DataClassification, classify } from '../shared/tags';
import { databaseStatements, loggingStatements, taskStatements, zoneStatements } from './game-day-statements';
import type { RunbookRecord } from './runbook-record';
import { checkSchedule, schedule } from './schedule';

/** What is broken on purpose, when, and what puts an end to it. */
export interface GameDaysProps {
  /** Who hears, and the group of the schedules. */
  readonly record: RunbookRecord;

  /** Network that loses a zone. */
  readonly vpc: IVpc;

  /** The zone that is lost, e.g. `eu-central-1a`. It has five subnets at most: AWS FIS takes no more at once. */
  readonly zone: string;

  /** Name of the ECS cluster. */
  readonly clusterName: string;

  /** Name of the ECS service that loses a task. */
  readonly serviceName: string;

  /** ARN of the Aurora cluster that fails over. */
  readonly databaseArn: string;

  /** Alarms that end every experiment at once: those that say that users notice. At least one. */
  readonly stopAlarms: IAlarm[];

  /** Key of the log. It must let CloudWatch Logs of this region use it. */
  readonly encryptionKey: IKey;

  /** How long the log is kept. */
  readonly logRetention: logs.RetentionDays;

  /**
   * When a task is stopped. An expression of EventBridge Scheduler, in UTC, like the two that follow.
   *
   * @default the first Tuesday of February, May, August and November, at 09:00
   */
  readonly taskLossSchedule?: string;

  /**
   * When the database fails over to another zone.
   *
   * @default two hours after the default of `taskLossSchedule`
   */
  readonly databaseFailoverSchedule?: string;

  /**
   * When a zone is lost.
   *
   * @default four hours after the default of `taskLossSchedule`
   */
  readonly zoneLossSchedule?: string;

  /**
   * How long the zone is lost, 1 to 60 minutes.
   *
   * @default 10 minutes
   */
  readonly zoneLossDuration?: Duration;
}

interface Experiment {
  readonly description: string;
  readonly action: CfnExperimentTemplate.ExperimentTemplateActionProperty;
  readonly target: CfnExperimentTemplate.ExperimentTemplateTargetProperty;
  readonly statements: iam.PolicyStatement[];
  readonly at: string;
}

/** The first Tuesday of the middle month of each quarter: in working hours, when those who can help are there. */
const at = (hour: number) => `cron(0 ${hour} ? 2,5,8,11 TUE#1 *)`;
const MOST_SUBNETS = 5;

/**
 * Breaks an environment on purpose, in working hours, while alarms watch: AWS FIS stops a task, fails the database over, and
 * takes the network from a whole zone. What survives in acceptance is believed to survive in production (control AVA6).
 *
 * Guarantees: every experiment ends as soon as one of the alarms goes off; each runs by a role of its own that can do this and
 * nothing else, to these very resources; its log is under key and retention; those on call hear how it starts and ends. Keep it
 * out of production until it has been dull elsewhere for a while.
 *
 * https://docs.aws.amazon.com/fis/latest/userguide/fis-actions-reference.html
 */
export class GameDays extends Construct {
  /** Templates of the experiments by name: `TaskLoss`, `DatabaseFailover`, `ZoneLoss`. They can be started by hand too. */
  public readonly templateIds: { [name: string]: string } = {};
  /** Holds what every experiment did. */
  public readonly logGroup: logs.ILogGroup;

  /** @throws InvalidInputError listing every problem of the props */
  constructor(scope: Construct, id: string, props: GameDaysProps) {
    super(scope, id);
    const subnets = subnetsIn(props.vpc, props.zone);
    validate(this.node.path, props, subnets);
    this.logGroup = new logs.LogGroup(this, 'Log', {
      logGroupName: `/aws/vendedlogs/fis/${Names.uniqueResourceName(this, { maxLength: 80, separator: '-' })}`,
      encryptionKey: props.encryptionKey,
      retention: props.logRetention,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    classify(this.logGroup, DataClassification.INTERNAL);
    Object.entries(experimentsOf(this, props, subnets)).forEach(([name, experiment]) => this.experiment(name, experiment, props));
    this.tell(props.record);
  }

  private experiment(name: string, { description, action, target, statements, at: expression }: Experiment, props: GameDaysProps): void {
    const stack = Stack.of(this);
    const role = new iam.Role(this, `${name}Role`, {
      assumedBy: new iam.ServicePrincipal('fis.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': stack.account }, ArnLike: { 'aws:SourceArn': stack.formatArn({ service: 'fis', resource: 'experiment', resourceName: '*' }) } },
      }),
    });
    const policy = new iam.ManagedPolicy(this, `${name}Policy`, { roles: [role], statements: [...statements, ...loggingStatements()] });
    const template = new CfnExperimentTemplate(this, name, {
      description,
      roleArn: role.roleArn,
      actions: { [name]: action },
      targets: { Target: target },
      stopConditions: props.stopAlarms.map((alarm) => ({ source: 'aws:cloudwatch:alarm', value: alarm.alarmArn })),
      logConfiguration: { logSchemaVersion: 2, cloudWatchLogsConfiguration: { LogGroupArn: this.logGroup.logGroupArn } },
      experimentOptions: { accountTargeting: 'single-account', emptyTargetResolutionMode: 'fail' },
      tags: { Name: name },
    });
    template.node.addDependency(policy);
    this.templateIds[name] = template.ref;
    const arn = (resource: string) => stack.formatArn({ service: 'fis', resource, resourceName: resource === 'experiment' ? '*' : template.ref });
    schedule(this, `${name}Schedule`, {
      record: props.record,
      expression,
      call: 'fis:startExperiment',
      input: { ExperimentTemplateId: template.ref, ClientToken: '<aws.scheduler.execution-id>' },
      permissions: [
        new iam.PolicyStatement({ sid: 'Start', actions: ['fis:StartExperiment'], resources: [arn('experiment-template'), arn('experiment')] }),
        new iam.PolicyStatement({
          // The first experiment of an account makes it.
          sid: 'LetFisWatchAlarms',
          actions: ['iam:CreateServiceLinkedRole'],
          resources: [`arn:${stack.partition}:iam::${stack.account}:role/aws-service-role/fis.amazonaws.com/AWSServiceRoleForFIS`],
          conditions: { StringEquals: { 'iam:AWSServiceName': 'fis.amazonaws.com' } },
        }),
      ],
    });
  }

  private tell(record: RunbookRecord): void {
    new CfnRule(this, 'Changed', {
      description: 'An experiment of a game day started or ended',
      eventPattern: { 'source': ['aws.fis'], 'detail-type': ['FIS Experiment State Change'], 'detail': { 'experiment-template-id': Object.values(this.templateIds) } },
      targets: [{
        id: 'OnCall',
        arn: record.onCall.topicArn,
        inputTransformer: {
          inputPathsMap: { id: '$.detail.experiment-id', status: '$.detail.new-state.status', why: '$.detail.new-state.reason', account: '$.account', time: '$.time' },
          inputTemplate: '"Game day: experiment <id> in account <account> is <status> at <time>. <why>"',
        },
      }],
    });
  }
}

function experimentsOf(scope: Construct, props: GameDaysProps, subnets: ISubnet[]): Record<string, Experiment> {
  const one = (resourceType: string, rest: object) => ({ resourceType, selectionMode: 'ALL', ...rest });
  const subnetArns = subnets.map(({ subnetId }) => Stack.of(scope).formatArn({ service: 'ec2', resource: 'subnet', resourceName: subnetId }));
  return {
    TaskLoss: {
      description: 'One task of the service stops: another takes its place, and nobody notices',
      action: { actionId: 'aws:ecs:stop-task', targets: { Tasks: 'Target' } },
      target: one('aws:ecs:task', { selectionMode: 'COUNT(1)', parameters: { cluster: props.clusterName, service: props.serviceName } }),
      statements: taskStatements(scope, props.clusterName),
      at: props.taskLossSchedule ?? at(9),
    },
    DatabaseFailover: {
      description: 'The database fails over to a member in another zone within a minute',
      action: { actionId: 'aws:rds:failover-db-cluster', targets: { Clusters: 'Target' } },
      target: one('aws:rds:cluster', { resourceArns: [props.databaseArn] }),
      statements: databaseStatements(props.databaseArn),
      at: props.databaseFailoverSchedule ?? at(11),
    },
    ZoneLoss: {
      description: `No packet enters or leaves the subnets of ${props.zone}: the other zones serve on`,
      action: { actionId: 'aws:network:disrupt-connectivity', targets: { Subnets: 'Target' }, parameters: { duration: (props.zoneLossDuration ?? Duration.minutes(10)).toIsoString(), scope: 'all' } },
      target: one('aws:ec2:subnet', { resourceArns: subnetArns }),
      statements: zoneStatements(scope, props.vpc.vpcId, subnetArns),
      at: props.zoneLossSchedule ?? at(13),
    },
  };
}

function subnetsIn(vpc: IVpc, zone: string): ISubnet[] {
  return [...vpc.publicSubnets, ...vpc.privateSubnets, ...vpc.isolatedSubnets].filter(({ availabilityZone }) => availabilityZone === zone);
}

function validate(path: string, props: GameDaysProps, subnets: ISubnet[]): void {
  const problems = new Problems(`GameDays '${path}'`);
  const minutes = props.zoneLossDuration?.toMinutes({ integral: false });
  problems.require(subnets.length > 0, 'zone', props.zone, 'The network has no subnet there. Write one of its zones.');
  problems.require(subnets.length <= MOST_SUBNETS, 'zone', props.zone, `It has ${subnets.length} subnets; AWS FIS takes ${MOST_SUBNETS} at once.`);
  problems.require(props.stopAlarms.length > 0, 'stopAlarms', props.stopAlarms, 'Name at least one alarm: an experiment that nothing ends is an outage.');
  problems.require(/^arn:[^:]+:rds:[^:]+:[^:]+:cluster:[a-z].*$/.test(props.databaseArn), 'databaseArn', props.databaseArn, 'Write the ARN of an Aurora cluster.');
  problems.require(minutes === undefined || (Number.isInteger(minutes) && minutes >= 1 && minutes <= 60), 'zoneLossDuration', minutes, 'Write 1 to 60 whole minutes.');
  (['taskLossSchedule', 'databaseFailoverSchedule', 'zoneLossSchedule'] as const).forEach((name) => checkSchedule(problems, name, props[name]));
  problems.throwIfAny();
}
