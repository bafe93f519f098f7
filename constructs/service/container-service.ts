import { Duration, RemovalPolicy, Size } from 'aws-cdk-lib/core';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Connections, IConnectable, ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import {
  AlarmBehavior, AvailabilityZoneRebalancing, Cluster, ContainerInsights, CpuArchitecture, FargatePlatformVersion, FargateService,
  type FargateTaskDefinition, type ICluster, type IFargateService, PropagatedTagSource,
} from 'aws-cdk-lib/aws-ecs';
import { type ApplicationTargetGroup, TargetType } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { type IGrantable, type IPrincipal, type IRole, ManagedPolicy, type Role } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { type ILogGroup, LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { checkContainerService } from './container-service-checks';
import { createTask } from './container-task';
import type { LoadBalancerRoute } from './load-balancer-route';
import { attachTarget, createTargetGroup, serviceSecurityGroup } from './service-target';

/** A secret that ECS hands to the container as an environment variable when it starts. */
export interface ContainerSecret {
  /** The secret. */
  readonly secret: ISecret;

  /**
   * Field of the secret's JSON text.
   *
   * @default - the whole text
   */
  readonly field?: string;
}

/** Properties of `ContainerService`. */
export interface ContainerServiceProps {
  /** Network that the tasks run in. */
  readonly vpc: IVpc;

  /** The application subnets; tasks are spread evenly over their zones and never have a public address. */
  readonly subnets: SubnetSelection;

  /**
   * Image to run, pinned by a digest (`…@sha256:…`) or a tag other than `latest`.
   *
   * For an address of a private ECR registry, the right to pull it is given too, also through a pull-through cache.
   */
  readonly image: string;

  /** How requests reach the service. */
  readonly route: LoadBalancerRoute;

  /**
   * Key that encrypts the logs and the tasks' storage. A single-region key; its policy must let CloudWatch Logs use it:
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
   */
  readonly encryptionKey: IKey;

  /**
   * Repository that the image is pulled from, if `image` is made of attributes that are known at deployment only.
   *
   * @default - read from `image`
   */
  readonly repository?: IRepository;

  /**
   * Port that the container answers HTTPS on. Its certificate may be self-signed: the load balancer encrypts, and does not verify.
   *
   * @default 8443
   */
  readonly containerPort?: number;

  /**
   * Processor share of a task in CPU units, 1,024 to the processor.
   *
   * @default 512
   */
  readonly cpuUnits?: number;

  /**
   * Memory of a task, writable paths included; which sizes go with which share: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html
   *
   * @default - 1 GiB
   */
  readonly memory?: Size;

  /**
   * Processor architecture of the image.
   *
   * @default - ARM64
   */
  readonly cpuArchitecture?: CpuArchitecture;

  /**
   * Numeric user, and group after a colon, that the process runs as. Root is refused.
   *
   * @default - `65532:65532`
   */
  readonly user?: string;

  /**
   * Absolute paths that the process may write to; they are kept in memory and gone with the task. The rest is read-only.
   *
   * @default - `/tmp`
   */
  readonly writablePaths?: string[];

  /**
   * Size of each writable path.
   *
   * @default - 64 MiB
   */
  readonly writableSize?: Size;

  /**
   * Settings that are no secrets, by variable name. Names and values that look like a secret are refused.
   *
   * @default - none
   */
  readonly environment?: { [name: string]: string };

  /**
   * Secrets, by variable name, read when a task starts.
   *
   * @default - none
   */
  readonly secrets?: { [name: string]: ContainerSecret };

  /**
   * Command inside the container that exits 0 while it works, as `CMD-SHELL` or `CMD` and its words.
   *
   * @default - the load balancer's health check decides alone
   */
  readonly healthCheckCommand?: string[];

  /**
   * Time between the signal to stop and the end by force, at most 120 seconds. Open requests are drained for as long.
   *
   * @default - 60 seconds
   */
  readonly stopTimeout?: Duration;

  /**
   * Fewest tasks that run, also during a deployment. Two or more survive the loss of a zone.
   *
   * @default 2
   */
  readonly minTasks?: number;

  /**
   * Most tasks that run.
   *
   * @default 10
   */
  readonly maxTasks?: number;

  /**
   * Mean processor use that the number of tasks is steered to, in percent.
   *
   * @default 60
   */
  readonly targetCpuPercent?: number;

  /**
   * Requests per task and minute that the number of tasks is steered to.
   *
   * @default 1000
   */
  readonly requestsPerTask?: number;

  /**
   * Names of alarms, at most 10, that take a deployment back when they go off.
   *
   * @default - only the circuit breaker takes a deployment back
   */
  readonly deploymentAlarmNames?: string[];

  /**
   * How long the logs are kept here.
   *
   * @default - one year
   */
  readonly logRetention?: RetentionDays;

  /**
   * What becomes of the log groups when the stack goes.
   *
   * @default - they stay, unless their very creation failed
   */
  readonly logRemovalPolicy?: RemovalPolicy;
}

/**
 * A container on Fargate behind a load balancer, reached over HTTPS only.
 *
 * - The process is not root, has no Linux capabilities, cannot gain any, and writes nowhere but to memory.
 * - Tasks run in private subnets of all zones, are balanced anew when a zone returns, and scale by processor use and by requests
 *   (AVA2). A deployment that does not come up is taken back; capacity never falls below the minimum.
 * - The newest platform version is used (OPS2). Nobody opens a shell in a task: execute-command is off.
 * - Settings that look like secrets are refused; secrets come from Secrets Manager (SEC1).
 * - Logs and task storage are encrypted under the key (ENC1); traffic from the load balancer is too (ENC5).
 *
 * Grants to this construct go to the running task (`bucket.grantRead(service)`); the role that starts it is another.
 * Let it reach a store with `service.connections.allowTo(...)`: outwards only HTTPS is open.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-fargate.html
 */
export class ContainerService extends Construct implements IConnectable, IGrantable {
  /** The service. */
  public readonly service: IFargateService;
  /** Its cluster, which it has to itself. */
  public readonly cluster: ICluster;
  /** What the load balancer sends requests to. */
  public readonly targetGroup: ApplicationTargetGroup;
  /** Role of the running task. */
  public readonly taskRole: IRole;
  /** What the container writes to its standard outputs. */
  public readonly logGroup: ILogGroup;
  /** The tasks' security group: admits the load balancer on the container's port only. */
  public readonly securityGroup: ISecurityGroup;
  /** The tasks' place in the network, to open ways from and to it. */
  public readonly connections: Connections;

  private readonly mutableTaskRole: Role;
  private taskPolicy?: ManagedPolicy;

  /**
   * @throws InvalidInputError that lists every property out of bounds
   */
  constructor(scope: Construct, id: string, props: ContainerServiceProps) {
    super(scope, id);
    checkContainerService(this.node.path, props);
    const securityGroup = serviceSecurityGroup(this, props.vpc, 'Service tasks: from the load balancer only');
    const stopTimeout = props.stopTimeout ?? Duration.seconds(60);
    const cluster = this.createCluster(props);
    const insights = this.createLogGroup('InsightsLog', props, `/aws/ecs/containerinsights/${cluster.clusterName}/performance`);
    this.logGroup = this.createLogGroup('Log', props);
    const task = createTask(this, { ...props, logGroup: this.logGroup, stopTimeout });
    const service = this.createService(props, cluster, task.definition, securityGroup);
    service.node.addDependency(insights);

    const targetGroup = createTargetGroup(this, {
      vpc: props.vpc,
      route: props.route,
      port: props.containerPort ?? 8443,
      targetType: TargetType.IP,
      deregistrationDelay: stopTimeout,
    });
    attachTarget(this, props.route, targetGroup, service);
    scale(service, targetGroup, props);

    this.service = service;
    this.cluster = cluster;
    this.targetGroup = targetGroup;
    this.taskRole = task.role;
    this.mutableTaskRole = task.role;
    this.securityGroup = securityGroup;
    this.connections = service.connections;
  }

  /** Whom permissions for the running task are given to. They gather in one managed policy. */
  public get grantPrincipal(): IPrincipal {
    if (!this.taskPolicy) {
      this.taskPolicy = new ManagedPolicy(this, 'TaskPolicy', { description: 'What the running task may do' });
      this.mutableTaskRole.addManagedPolicy(this.taskPolicy);
    }
    return this.taskPolicy.grantPrincipal;
  }

  private createCluster(props: ContainerServiceProps): Cluster {
    return new Cluster(this, 'Cluster', {
      vpc: props.vpc,
      containerInsightsV2: ContainerInsights.ENHANCED,
      managedStorageConfiguration: { fargateEphemeralStorageKmsKey: props.encryptionKey, kmsKey: props.encryptionKey },
    });
  }

  private createLogGroup(id: string, props: ContainerServiceProps, logGroupName?: string): LogGroup {
    return new LogGroup(this, id, {
      logGroupName,
      encryptionKey: props.encryptionKey,
      retention: props.logRetention ?? RetentionDays.ONE_YEAR,
      removalPolicy: props.logRemovalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
  }

  private createService(props: ContainerServiceProps, cluster: Cluster, taskDefinition: FargateTaskDefinition, group: ISecurityGroup): FargateService {
    return new FargateService(this, 'Resource', {
      cluster,
      taskDefinition,
      vpcSubnets: props.subnets,
      securityGroups: [group],
      assignPublicIp: false,
      platformVersion: FargatePlatformVersion.LATEST,
      availabilityZoneRebalancing: AvailabilityZoneRebalancing.ENABLED,
      minHealthyPercent: 100,
      maxHealthyPercent: 200,
      healthCheckGracePeriod: Duration.seconds(60),
      circuitBreaker: { enable: true, rollback: true },
      deploymentAlarms: props.deploymentAlarmNames?.length
        ? { alarmNames: props.deploymentAlarmNames, behavior: AlarmBehavior.ROLLBACK_ON_ALARM }
        : undefined,
      enableExecuteCommand: false,
      enableECSManagedTags: true,
      propagateTags: PropagatedTagSource.SERVICE,
    });
  }
}

function scale(service: FargateService, targetGroup: ApplicationTargetGroup, props: ContainerServiceProps): void {
  const tasks = service.autoScaleTaskCount({ minCapacity: props.minTasks ?? 2, maxCapacity: props.maxTasks ?? 10 });
  const cooldown = { scaleInCooldown: Duration.minutes(5), scaleOutCooldown: Duration.minutes(1) };
  tasks.scaleOnCpuUtilization('ByProcessor', { targetUtilizationPercent: props.targetCpuPercent ?? 60, ...cooldown });
  // By target group alone: the ready-made metric also takes the load balancer's name, cut out of another stack's ARN.
  const requests = new Metric({
    namespace: 'AWS/ApplicationELB',
    metricName: 'RequestCountPerTarget',
    dimensionsMap: { TargetGroup: targetGroup.targetGroupFullName },
    statistic: 'Sum',
    period: Duration.minutes(1),
  });
  tasks.scaleToTrackCustomMetric('ByRequests', { metric: requests, targetValue: props.requestsPerTask ?? 1000, ...cooldown });
}
