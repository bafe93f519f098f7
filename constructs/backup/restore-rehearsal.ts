import { Duration, Stack } from 'aws-cdk-lib/core';
import { CfnRestoreTestingPlan, CfnRestoreTestingSelection } from 'aws-cdk-lib/aws-backup';
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { functionCode } from '../shared/function-code';
import { Problems } from '../shared/problems';
import { DataClassification, classify } from '../shared/tags';
import { WatchedFunction, type WatchedFunctionProps } from '../shared/watched-function';
import { WatchedStateMachine } from '../shared/watched-state-machine';
import { BackupKind } from './backup-kind';
import { databaseDefinition, MEMBER, objectsDefinition } from './rehearsal-definition';
import { checkRehearsal } from './restore-rehearsal-checks';
import { RehearsalDay, type RestoreRehearsalProps } from './restore-rehearsal-props';
import { arnsHere, RESTORED, restoreRole } from './restore-role';

const DEFAULT_DAYS = [RehearsalDay.MONDAY, RehearsalDay.THURSDAY];
/** The newest backup counts, if it is no older than this. */
const SELECTION_DAYS = 3;
const VALIDATION_HOURS = 6;
/** Where the runtime keeps the authorities of RDS: https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html */
const AUTHORITIES = '/var/runtime/ca-cert.pem';

/** A kind of store, and how it is walked through. */
interface Walk {
  readonly id: string;
  readonly kind: BackupKind;
  /** What AWS Backup calls the type. */
  readonly resourceType: string;
  readonly overrides: Record<string, string>;
  readonly machine: WatchedStateMachine;
}

/**
 * Restores backups by the calendar, looks whether they hold what they should, and tells AWS Backup.
 *
 * Guarantees: on each day named, the newest backup of every store in the vaults is restored, into a network with no way out
 * or a bucket of its own; declared questions are asked of it; the verdict stands at AWS Backup, which then deletes what it
 * restored. An alarm sounds for a rehearsal that failed, for one that could not be told or begun, and after a week without a
 * sound one of each kind (control BAK8).
 *
 * A restored cluster has no member: a state machine makes one, has a function ask the questions, and takes it away. The
 * function signs in by IAM as a user that may only read, reaches the database and nothing else, and gives no answers away.
 *
 * The alarm of a week stands until the first sound rehearsal. See decisions/0053-rehearsal.md,
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html and
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing-validation.html
 */
export class RestoreRehearsal extends Construct {
  /** Role that AWS Backup takes on to restore. It overwrites nothing. */
  public readonly restoreRole: iam.IRole;

  /** @throws InvalidInputError listing every problem of the props */
  constructor(scope: Construct, id: string, private readonly props: RestoreRehearsalProps) {
    super(scope, id);
    const days = props.days ?? DEFAULT_DAYS;
    const problems = new Problems('RestoreRehearsal');
    checkRehearsal(problems, props, days);
    problems.throwIfAny();
    const walks = [this.databaseWalk(), this.objectsWalk()].filter((walk) => walk !== undefined);
    this.restoreRole = restoreRole(this, walks.map(({ kind }) => kind), props.network.subnetGroupName, props.restoreRoleName);
    const plan = new CfnRestoreTestingPlan(this, 'Plan', {
      restoreTestingPlanName: props.planName,
      scheduleExpression: `cron(0 ${props.startHour ?? 6} ? * ${days.join(',')} *)`,
      startWindowHours: 2,
      recoveryPointSelection: { algorithm: 'LATEST_WITHIN_WINDOW', includeVaults: props.vaultArns, recoveryPointTypes: ['SNAPSHOT'], selectionWindowDays: SELECTION_DAYS },
    });
    const untold = this.untold();
    walks.forEach((walk) => {
      this.select(walk, plan);
      this.begin(walk, plan, untold);
      this.alarmAfterAWeek(walk);
    });
  }

  private databaseWalk(): Walk | undefined {
    const { database, network, key } = this.props;
    if (!database) {
      return undefined;
    }
    const user = database.user ?? 'rehearsal';
    const validation = this.validation('DatabaseValidation', {
      description: 'Asks a restored database what it holds',
      environment: { NODE_EXTRA_CA_CERTS: AUTHORITIES },
      placement: { vpc: network.vpc, subnets: network.validationSubnets, securityGroup: network.validationSecurityGroup },
      permissions: [new iam.PolicyStatement({ sid: 'SignIn', actions: ['rds-db:connect'], resources: arnsHere(this, 'rds-db', `dbuser:*/${user}`) })],
    });
    const instanceType = database.instanceType ?? ec2.InstanceType.of(ec2.InstanceClass.T4G, ec2.InstanceSize.MEDIUM);
    return {
      id: 'Database',
      kind: BackupKind.DATABASE,
      resourceType: 'Aurora',
      overrides: {
        dbSubnetGroupName: network.subnetGroupName,
        vpcSecurityGroupIds: Stack.of(this).toJsonString([network.databaseSecurityGroup.securityGroupId]),
        port: String(network.databasePort),
        enableIamDatabaseAuthentication: 'true',
        kmsKeyId: key.keyArn,
      },
      machine: this.machine('DatabaseWalk', 'Looks at a restored database', validation, databaseDefinition({
        functionArn: validation.lambdaFunction.functionArn,
        instanceClass: `db.${instanceType.toString()}`,
        user,
        queries: database.queries,
        statementTimeout: (database.statementTimeout ?? Duration.minutes(1)).toMilliseconds(),
      }), this.memberStatements()),
    };
  }

  private objectsWalk(): Walk | undefined {
    const { objects, key } = this.props;
    if (!objects) {
      return undefined;
    }
    const { partition, account, region } = Stack.of(this);
    const bucket = `arn:${partition}:s3:::${RESTORED}-*`;
    const here = { StringEquals: { 'aws:ResourceAccount': account } };
    const validation = this.validation('ObjectsValidation', {
      description: 'Looks whether a restored bucket holds what it should',
      permissions: [
        new iam.PolicyStatement({ sid: 'ListRestored', actions: ['s3:ListBucket'], resources: [bucket], conditions: here }),
        new iam.PolicyStatement({ sid: 'ReadRestored', actions: ['s3:GetObject'], resources: [`${bucket}/*`], conditions: here }),
        new iam.PolicyStatement({ sid: 'ReadEncrypted', actions: ['kms:Decrypt'], resources: [key.keyArn], conditions: { StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` } } }),
      ],
    });
    return {
      id: 'Objects',
      kind: BackupKind.OBJECTS,
      resourceType: 'S3',
      overrides: { encryptionType: 'SSE-KMS', kmsKey: key.keyArn },
      machine: this.machine('ObjectsWalk', 'Looks at a restored bucket', validation, objectsDefinition({
        functionArn: validation.lambdaFunction.functionArn, atLeast: objects.atLeast, sample: objects.sample ?? 25, known: objects.known ?? [],
      }), []),
    };
  }

  private validation(id: string, props: Pick<WatchedFunctionProps, 'description' | 'environment' | 'placement' | 'permissions'>): WatchedFunction {
    const { key, logRetention, onCall } = this.props;
    return new WatchedFunction(this, id, { ...props, code: functionCode('restore-validation'), timeout: Duration.minutes(15), encryptionKey: key, logRetention, alarmTopic: onCall });
  }

  private machine(id: string, description: string, validation: WatchedFunction, definition: object, permissions: iam.PolicyStatement[]): WatchedStateMachine {
    const { key, logRetention, onCall } = this.props;
    return new WatchedStateMachine(this, id, {
      definition,
      description,
      type: StateMachineType.STANDARD,
      permissions: [
        new iam.PolicyStatement({ sid: 'Ask', actions: ['lambda:InvokeFunction'], resources: [validation.lambdaFunction.functionArn] }),
        // Takes no resource: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbackup.html
        new iam.PolicyStatement({ sid: 'Report', actions: ['backup:PutRestoreValidationResult'], resources: ['*'] }),
        ...permissions,
      ],
      encryptionKey: key,
      logRetention,
      alarmTopic: onCall,
    });
  }

  /** A member is made in restored clusters alone, and only such members go. */
  private memberStatements(): iam.PolicyStatement[] {
    const members = arnsHere(this, 'rds', `db:${MEMBER}*`);
    const clusters = arnsHere(this, 'rds', `cluster:${RESTORED}*`);
    return [
      new iam.PolicyStatement({ sid: 'LookAtRestored', actions: ['rds:DescribeDBClusters', 'rds:DescribeDBInstances'], resources: [...members, ...clusters] }),
      new iam.PolicyStatement({ sid: 'MakeMembers', actions: ['rds:CreateDBInstance'], resources: [...members, ...clusters, ...arnsHere(this, 'rds', 'og:default*', 'pg:default*', `subgrp:${this.props.network.subnetGroupName}`)] }),
      new iam.PolicyStatement({ sid: 'TakeMembersAway', actions: ['rds:AddTagsToResource', 'rds:DeleteDBInstance'], resources: members }),
    ];
  }

  private select({ id, resourceType, overrides }: Walk, plan: CfnRestoreTestingPlan): void {
    const selection = new CfnRestoreTestingSelection(this, `${id}Selection`, {
      restoreTestingPlanName: this.props.planName,
      restoreTestingSelectionName: `${this.props.planName.slice(0, 50 - id.length - 1)}_${id}`,
      protectedResourceType: resourceType,
      protectedResourceArns: ['*'],
      iamRoleArn: this.restoreRole.roleArn,
      restoreMetadataOverrides: overrides,
      validationWindowHours: VALIDATION_HOURS,
    });
    selection.node.addDependency(plan, this.node.findChild('RestorePolicy'));
  }

  /** Holds what EventBridge could not hand to a state machine. */
  private untold(): sqs.Queue {
    const queue = new sqs.Queue(this, 'Untold', { encryptionMasterKey: this.props.key, enforceSSL: true, retentionPeriod: Duration.days(14) });
    classify(queue, DataClassification.INTERNAL);
    queue.addToResourcePolicy(new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal('events.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
    }));
    const alarm = new Alarm(this, 'UntoldAlarm', {
      metric: queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5) }),
      alarmDescription: 'A restored store was not looked at: the state machine could not be started. Read the dead letter queue.',
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold: 1,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.props.onCall));
    return queue;
  }

  private begin({ id, resourceType, machine }: Walk, plan: CfnRestoreTestingPlan, untold: sqs.Queue): void {
    const role = new iam.Role(this, `${id}BeginRole`, {
      description: 'Has a restored store looked at',
      assumedBy: new iam.ServicePrincipal('events.amazonaws.com', { conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } } }),
    });
    const policy = new iam.ManagedPolicy(this, `${id}BeginPolicy`, { roles: [role], statements: [new iam.PolicyStatement({ sid: 'Begin', actions: ['states:StartExecution'], resources: [machine.stateMachineArn] })] });
    const rule = new CfnRule(this, `${id}Restored`, {
      description: 'A store was restored for a test',
      eventPattern: {
        'source': ['aws.backup'],
        'detail-type': ['Restore Job State Change'],
        'detail': { status: ['COMPLETED'], resourceType: [resourceType], restoreTestingPlanArn: [plan.attrRestoreTestingPlanArn] },
      },
      targets: [{ id: 'Walk', arn: machine.stateMachineArn, roleArn: role.roleArn, deadLetterConfig: { arn: untold.queueArn }, retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 20 } }],
    });
    rule.node.addDependency(policy);
  }

  /** Seven days are what an alarm looks back at most: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html */
  private alarmAfterAWeek({ id, machine }: Walk): void {
    const alarm = new Alarm(this, `${id}Missing`, {
      alarmDescription: `For a week no backup of this kind was restored and found sound: ${id.toLowerCase()}`,
      metric: new Metric({ namespace: 'AWS/States', metricName: 'ExecutionsSucceeded', dimensionsMap: { StateMachineArn: machine.stateMachineArn }, statistic: 'Sum', period: Duration.days(1) }),
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      threshold: 1,
      evaluationPeriods: 7,
      treatMissingData: TreatMissingData.BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.props.onCall));
    alarm.addOkAction(new SnsAction(this.props.onCall));
  }
}
