import { Duration, RemovalPolicy, Size, Stack } from 'aws-cdk-lib/core';
import { Alarm, ComparisonOperator, type Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { Problems } from './problems';
import { classify, DataClassification } from './tags';

const TIMEOUT_MAX = Duration.minutes(15);
const MEMORY_MIN_MIB = 128;
const MEMORY_MAX_MIB = 10240;
const FUNCTION_NAME = /^[\w-]{1,64}$/;
/** What it takes to send to an encrypted queue: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html */
const KEY_ACTIONS = ['kms:Decrypt', 'kms:GenerateDataKey'];
const ALARM_PERIOD = Duration.minutes(5);

/** What it takes to join a function to subnets, none of which can be limited: https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions */
const JOIN_ACTIONS = ['ec2:AssignPrivateIpAddresses', 'ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface', 'ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets', 'ec2:UnassignPrivateIpAddresses'];

/** Where in a network a function stands. */
export interface FunctionPlacement {
  /** The network. */
  readonly vpc: ec2.IVpc;
  /** Subnets of the network. */
  readonly subnets: ec2.SubnetSelection;
  /** What decides whom the function talks to. */
  readonly securityGroup: ec2.ISecurityGroup;
}

/** Properties of `WatchedFunction`. */
export interface WatchedFunctionProps {
  /** The code: a folder with `index.js`, which exports `handler`. */
  readonly code: lambda.Code;

  /** What the function does, in a sentence: stands in its description and its alarms. */
  readonly description: string;

  /**
   * Key that the log group and the dead letters are encrypted with. Its policy must let `logs.<region>.amazonaws.com` use it for
   * the account's log groups: a `DomainKey` with `allowLogGroups()`. One that stands in another stack must also let the function's
   * role use it through SQS: `usedThrough: ['sqs']` and the role in `usedBy`.
   */
  readonly encryptionKey: IKey;

  /** How long the function's log is kept. */
  readonly logRetention: logs.RetentionDays;

  /** Topic that hears of errors, throttled calls and dead letters. */
  readonly alarmTopic: ITopic;

  /**
   * Name of the function.
   *
   * @default - CloudFormation makes one up
   */
  readonly functionName?: string;

  /**
   * Environment variables, by name. No secrets: whoever may describe the function reads them.
   *
   * @default - none
   */
  readonly environment?: { [name: string]: string };

  /**
   * What the function may do beside writing its log, its traces and its dead letters.
   *
   * @default - nothing more; see `allow`
   */
  readonly permissions?: iam.PolicyStatement[];

  /**
   * How long a call may take, at most 15 minutes.
   *
   * @default Duration.seconds(30)
   */
  readonly timeout?: Duration;

  /**
   * Memory, 128 MiB to 10 GiB; processor time grows with it.
   *
   * @default Size.mebibytes(256)
   */
  readonly memory?: Size;

  /**
   * How many calls may run at once, 1 or more. They are set aside for this function, and it gets no more of them.
   *
   * @default 5
   */
  readonly reservedConcurrency?: number;

  /**
   * Where in a network the function stands: it reaches what that network reaches, and nothing else.
   *
   * @default - in no network of the account: it reaches AWS's services
   */
  readonly placement?: FunctionPlacement;

  /**
   * What becomes of the log when the stack is deleted.
   *
   * @default - it is kept
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * A Lambda function that somebody hears of when it fails: log group under key and retention, dead letters under the same key and by
 * TLS alone, calls at once bounded, traces, and alarms on errors, throttled calls and dead letters. Its role may do what is listed
 * and nothing else, in a managed policy of its own (controls ENC1, ENC3, LOG3, DAT4).
 *
 * Runs on Node.js 24 and Graviton. Not in a VPC unless it is placed in one: it reaches AWS's services alone, and what it may do
 * there its role says.
 * Dead letters hold events that were sent asynchronously and failed three times; callers that wait for the answer get the error.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
export class WatchedFunction extends Construct implements iam.IGrantable {
  /** The function. Grant to this construct, not to the function: its role takes no inline policy. */
  public readonly lambdaFunction: lambda.Function;
  /** The function's role. */
  public readonly role: iam.IRole;
  /** Whom grants are given to: the function's own managed policy. */
  public readonly grantPrincipal: iam.IPrincipal;
  /** Holds what the function writes. */
  public readonly logGroup: logs.ILogGroup;
  /** Holds the events that the function failed on. */
  public readonly deadLetterQueue: sqs.IQueue;
  /** Goes off when a call fails. */
  public readonly errorAlarm: Alarm;
  /** Goes off when a call is refused because too many run at once. */
  public readonly throttleAlarm: Alarm;
  /** Goes off while there is a dead letter. */
  public readonly deadLetterAlarm: Alarm;

  private readonly policy: iam.ManagedPolicy;
  private readonly alarmTopic: ITopic;

  /** @throws InvalidInputError listing every problem of the props */
  constructor(scope: Construct, id: string, props: WatchedFunctionProps) {
    super(scope, id);
    validate(this.node.path, props);
    this.alarmTopic = props.alarmTopic;
    this.logGroup = new logs.LogGroup(this, 'Logs', {
      encryptionKey: props.encryptionKey,
      retention: props.logRetention,
      removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN,
    });
    const deadLetters = new sqs.Queue(this, 'DeadLetters', {
      encryptionMasterKey: props.encryptionKey,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    this.deadLetterQueue = deadLetters;
    classify(this, DataClassification.CONFIDENTIAL);
    const role = new iam.Role(this, 'Role', {
      description: `Role of a function. ${props.description}`,
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    this.policy = new iam.ManagedPolicy(this, 'Policy', { roles: [role], statements: [...this.ownStatements(props), ...(props.permissions ?? [])] });
    this.grantPrincipal = this.policy.grantPrincipal;
    this.role = role;
    // What the role needs is in its managed policy already: nothing is to be added inline. The key's policy may have to name it.
    const named = role.withoutPolicyUpdates();
    props.encryptionKey.grant(named, ...KEY_ACTIONS);
    this.lambdaFunction = this.createFunction(props, named, deadLetters);
    this.lambdaFunction.node.addDependency(this.policy);
    this.errorAlarm = this.alarm('ErrorAlarm', this.lambdaFunction.metricErrors({ period: ALARM_PERIOD }), `A call failed. ${props.description}`);
    this.throttleAlarm = this.alarm('ThrottleAlarm', this.lambdaFunction.metricThrottles({ period: ALARM_PERIOD }), `A call was refused: too many run at once. ${props.description}`);
    this.deadLetterAlarm = this.alarm('DeadLetterAlarm', deadLetters.metricApproximateNumberOfMessagesVisible({ period: ALARM_PERIOD }),
      `An event was given up after three failures. Read it in the dead letter queue. ${props.description}`);
  }

  /** Lets the function do more. */
  public allow(statement: iam.PolicyStatement): void {
    this.policy.addStatements(statement);
  }

  private createFunction(props: WatchedFunctionProps, role: iam.IRole, deadLetterQueue: sqs.Queue): lambda.Function {
    return new lambda.Function(this, 'Resource', {
      functionName: props.functionName,
      description: props.description,
      code: props.code,
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      environment: props.environment,
      role,
      timeout: props.timeout ?? Duration.seconds(30),
      memorySize: (props.memory ?? Size.mebibytes(256)).toMebibytes(),
      reservedConcurrentExecutions: props.reservedConcurrency ?? 5,
      tracing: lambda.Tracing.ACTIVE,
      logGroup: this.logGroup,
      loggingFormat: lambda.LoggingFormat.JSON,
      deadLetterQueue,
      vpc: props.placement?.vpc,
      vpcSubnets: props.placement?.subnets,
      securityGroups: props.placement && [props.placement.securityGroup],
    });
  }

  private ownStatements({ encryptionKey: key, placement }: WatchedFunctionProps): iam.PolicyStatement[] {
    return [
      new iam.PolicyStatement({ sid: 'WriteLog', actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [this.logGroup.logGroupArn] }),
      // Neither action can be limited to a resource: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html
      new iam.PolicyStatement({ sid: 'WriteTraces', actions: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'], resources: ['*'] }),
      new iam.PolicyStatement({ sid: 'LeaveDeadLetters', actions: ['sqs:SendMessage'], resources: [this.deadLetterQueue.queueArn] }),
      new iam.PolicyStatement({
        sid: 'EncryptDeadLetters',
        actions: KEY_ACTIONS,
        resources: [key.keyArn],
        conditions: { StringEquals: { 'kms:ViaService': `sqs.${Stack.of(this).region}.amazonaws.com` } },
      }),
      ...(placement ? [new iam.PolicyStatement({ sid: 'JoinNetwork', actions: JOIN_ACTIONS, resources: ['*'] })] : []),
    ];
  }

  private alarm(id: string, metric: Metric, alarmDescription: string): Alarm {
    const alarm = new Alarm(this, id, {
      metric,
      alarmDescription,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold: 1,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.alarmTopic));
    return alarm;
  }
}

function validate(path: string, props: WatchedFunctionProps): void {
  const problems = new Problems(`WatchedFunction '${path}'`);
  const { description, functionName, timeout, memory, reservedConcurrency: calls = 5 } = props;
  problems.require(description.trim().length > 0 && description.length <= 256, 'description', description, 'Say in 1 to 256 characters what the function does.');
  problems.require(functionName === undefined || FUNCTION_NAME.test(functionName), 'functionName', functionName, 'Write 1 to 64 letters, digits, hyphens or underscores.');
  problems.require(!timeout || (timeout.toMilliseconds() >= 1000 && timeout.toMilliseconds() <= TIMEOUT_MAX.toMilliseconds()), 'timeout', timeout?.toHumanString(), 'Choose 1 second to 15 minutes.');
  const mebibytes = memory?.toMebibytes() ?? MEMORY_MIN_MIB;
  problems.require(mebibytes >= MEMORY_MIN_MIB && mebibytes <= MEMORY_MAX_MIB, 'memory', mebibytes, `Choose ${MEMORY_MIN_MIB} to ${MEMORY_MAX_MIB} MiB.`);
  problems.require(Number.isInteger(calls) && calls >= 1, 'reservedConcurrency', calls, 'Choose a whole number of calls, 1 or more: with 0 the function never runs.');
  problems.throwIfAny();
}
