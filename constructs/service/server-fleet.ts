import { Aws, Duration, Size, Stack } from 'aws-cdk-lib/core';
import { AdditionalHealthCheckType, AutoScalingGroup, GroupMetrics, HealthChecks, type IAutoScalingGroup, TerminationPolicy, UpdatePolicy } from 'aws-cdk-lib/aws-autoscaling';
import {
  BlockDeviceVolume, type Connections, EbsDeviceVolumeType, type IConnectable, InstanceArchitecture, InstanceClass, InstanceSize, InstanceType,
  type ISecurityGroup, type IVpc, LaunchTemplate, LaunchTemplateHttpTokens, MachineImage, OperatingSystemType, type SubnetSelection, UserData,
} from 'aws-cdk-lib/aws-ec2';
import { type IApplicationTargetGroup, TargetType } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { AnyPrincipal, type IGrantable, type IPrincipal, type IRole, ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { Problems } from '../shared/problems';
import type { LoadBalancerRoute } from './load-balancer-route';
import { managedServerStatements } from './managed-server';
import { scriptHoldsSecret } from './secret-like';
import { attachTarget, checkRange, checkRoute, createTargetGroup, serviceSecurityGroup } from './service-target';

/** Properties of `ServerFleet`. */
export interface ServerFleetProps {
  /** Network that the servers run in. */
  readonly vpc: IVpc;

  /** The application subnets, in at least two zones; servers never have a public address. */
  readonly subnets: SubnetSelection;

  /** How requests reach the servers. */
  readonly route: LoadBalancerRoute;

  /**
   * Key that encrypts the volumes.
   *
   * The fleet adds Auto Scaling's statements to the key's policy; for an imported key its owner adds them:
   * https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html
   */
  readonly encryptionKey: IKey;

  /** Topic that hears of every launch and termination, and of those that fail. */
  readonly notificationTopic: ITopic;

  /**
   * Kind of server. Take one that encrypts traffic between instances: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/data-protection.html
   *
   * @default - m7g.large
   */
  readonly instanceType?: InstanceType;

  /**
   * Public or own SSM parameter that holds the id of the machine image, read anew at each launch.
   *
   * @default - Amazon's newest Amazon Linux 2023 for the server's architecture
   */
  readonly imageParameter?: string;

  /**
   * What a server does on its first start. A text that looks like a secret is refused.
   *
   * @default - nothing
   */
  readonly userData?: UserData;

  /**
   * Port that the servers answer HTTPS on.
   *
   * @default 8443
   */
  readonly port?: number;

  /**
   * Size of the root volume.
   *
   * @default - 30 GiB
   */
  readonly volumeSize?: Size;

  /**
   * Fewest servers that run, also while they are replaced. Two or more survive the loss of a zone.
   *
   * @default 2
   */
  readonly minServers?: number;

  /**
   * Most servers that run; more than `minServers`, so that a new one can start before an old one goes.
   *
   * @default 6
   */
  readonly maxServers?: number;

  /**
   * Mean processor use that the number of servers is steered to, in percent.
   *
   * @default 60
   */
  readonly targetCpuPercent?: number;

  /**
   * Age at which a server is replaced by one from the newest image, 1 to 30 days.
   *
   * @default - 14 days
   */
  readonly maxServerAge?: Duration;

  /**
   * Time that a new server has until its health counts.
   *
   * @default - 5 minutes
   */
  readonly warmup?: Duration;
}

const MAX_SERVER_AGE_DAYS = 30;
const AUTO_SCALING_ROLE = 'aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling';

/**
 * Servers behind a load balancer that are replaced, never repaired: each lives for two weeks at most and then makes way for one
 * from the newest image (OPS2).
 *
 * - The metadata service answers version 2 only and does not leave the server; there is no key pair (ACC5) and no public address.
 * - Volumes are encrypted under the key (ENC1). The load balancer reaches the servers over HTTPS only (ENC5).
 * - Systems Manager manages them: inventory, patches, recorded sessions. The rights for it are fewer than Amazon's managed policy gives:
 *   no parameter can be read.
 * - A server that fails the load balancer's health check is replaced; a new one starts before an old one goes (AVA2).
 *
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-max-instance-lifetime.html
 */
export class ServerFleet extends Construct implements IConnectable, IGrantable {
  /** The group of servers. */
  public readonly autoScalingGroup: IAutoScalingGroup;
  /** What the load balancer sends requests to. */
  public readonly targetGroup: IApplicationTargetGroup;
  /** Role of the servers. */
  public readonly role: IRole;
  /** The servers' security group: admits the load balancer on the port only. */
  public readonly securityGroup: ISecurityGroup;
  /** The servers' place in the network, to open ways from and to it. */
  public readonly connections: Connections;
  /** Whom permissions for the servers are given to. They gather in one managed policy. */
  public readonly grantPrincipal: IPrincipal;

  /**
   * @throws InvalidInputError that lists every property out of bounds
   */
  constructor(scope: Construct, id: string, props: ServerFleetProps) {
    super(scope, id);
    validate(this.node.path, props);
    const policy = new ManagedPolicy(this, 'Policy', { description: 'What the servers may do', statements: managedServerStatements() });
    this.role = new Role(this, 'Role', {
      description: 'Identity of the servers',
      assumedBy: new ServicePrincipal('ec2.amazonaws.com'),
      managedPolicies: [policy],
    });
    this.grantPrincipal = policy.grantPrincipal;
    const securityGroup = serviceSecurityGroup(this, props.vpc, 'Servers: from the load balancer only');
    const keyPolicy = admitAutoScaling(this, props.encryptionKey);
    const group = this.createGroup(props, this.createTemplate(props, securityGroup));
    if (keyPolicy) {
      group.node.addDependency(keyPolicy);
    }
    const targetGroup = createTargetGroup(this, {
      vpc: props.vpc,
      route: props.route,
      port: props.port ?? 8443,
      targetType: TargetType.INSTANCE,
      deregistrationDelay: Duration.seconds(60),
    });
    attachTarget(this, props.route, targetGroup, group);
    group.scaleOnCpuUtilization('ByProcessor', { targetUtilizationPercent: props.targetCpuPercent ?? 60 });

    this.autoScalingGroup = group;
    this.targetGroup = targetGroup;
    this.securityGroup = securityGroup;
    this.connections = group.connections;
  }

  private createTemplate(props: ServerFleetProps, securityGroup: ISecurityGroup): LaunchTemplate {
    const instanceType = serverType(props);
    const architecture = instanceType.architecture === InstanceArchitecture.ARM_64 ? 'arm64' : 'x86_64';
    const parameter = props.imageParameter ?? `/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-${architecture}`;
    return new LaunchTemplate(this, 'Template', {
      instanceType,
      machineImage: MachineImage.resolveSsmParameterAtLaunch(parameter, { os: OperatingSystemType.LINUX }),
      userData: props.userData ?? UserData.forLinux(),
      role: this.role,
      securityGroup,
      associatePublicIpAddress: false,
      requireImdsv2: true,
      httpTokens: LaunchTemplateHttpTokens.REQUIRED,
      httpPutResponseHopLimit: 1,
      detailedMonitoring: true,
      ebsOptimized: true,
      blockDevices: [{
        deviceName: '/dev/xvda',
        volume: BlockDeviceVolume.ebs((props.volumeSize ?? Size.gibibytes(30)).toGibibytes(), {
          encrypted: true,
          kmsKey: props.encryptionKey,
          volumeType: EbsDeviceVolumeType.GP3,
          deleteOnTermination: true,
        }),
      }],
    });
  }

  private createGroup(props: ServerFleetProps, launchTemplate: LaunchTemplate): AutoScalingGroup {
    const warmup = props.warmup ?? Duration.minutes(5);
    const minServers = props.minServers ?? 2;
    return new AutoScalingGroup(this, 'Resource', {
      vpc: props.vpc,
      vpcSubnets: props.subnets,
      launchTemplate,
      minCapacity: minServers,
      maxCapacity: props.maxServers ?? 6,
      maxInstanceLifetime: props.maxServerAge ?? Duration.days(14),
      minHealthyPercentage: 100,
      maxHealthyPercentage: 200,
      healthChecks: HealthChecks.withAdditionalChecks({ gracePeriod: warmup, additionalTypes: [AdditionalHealthCheckType.ELB] }),
      defaultInstanceWarmup: warmup,
      updatePolicy: UpdatePolicy.rollingUpdate({ minInstancesInService: minServers, maxBatchSize: 1, pauseTime: warmup }),
      terminationPolicies: [TerminationPolicy.OLDEST_LAUNCH_TEMPLATE, TerminationPolicy.OLDEST_INSTANCE],
      groupMetrics: [GroupMetrics.all()],
      notifications: [{ topic: props.notificationTopic }],
    });
  }
}

/**
 * Lets Auto Scaling launch servers with volumes under the key. Returns what must be deployed first, if it is known here.
 *
 * The service's role is matched by a condition: as a principal it would be refused in an account where it does not exist yet.
 */
function admitAutoScaling(scope: Construct, key: IKey): Construct | undefined {
  const role = Stack.of(scope).formatArn({ service: 'iam', region: '', resource: 'role', resourceName: AUTO_SCALING_ROLE });
  const onlyThatRole = { StringEquals: { 'kms:CallerAccount': Aws.ACCOUNT_ID }, ArnEquals: { 'aws:PrincipalArn': role } };
  const use = key.addToResourcePolicy(new PolicyStatement({
    sid: 'FleetUsesVolumes',
    principals: [new AnyPrincipal()],
    actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'],
    resources: ['*'],
    conditions: onlyThatRole,
  }), true);
  key.addToResourcePolicy(new PolicyStatement({
    sid: 'FleetAttachesVolumes',
    principals: [new AnyPrincipal()],
    actions: ['kms:CreateGrant'],
    resources: ['*'],
    conditions: { ...onlyThatRole, Bool: { 'kms:GrantIsForAWSResource': 'true' } },
  }), true);
  return use.statementAdded ? key.node.defaultChild as Construct | undefined : undefined;
}

function serverType(props: ServerFleetProps): InstanceType {
  return props.instanceType ?? InstanceType.of(InstanceClass.M7G, InstanceSize.LARGE);
}

function validate(path: string, props: ServerFleetProps): void {
  const problems = new Problems(`ServerFleet '${path}'`);
  const { minServers = 2, maxServers = 6, port = 8443, maxServerAge, userData } = props;
  checkRoute(problems, props.route);
  checkRange(problems, 'minServers', minServers, 'maxServers', maxServers);
  problems.require(maxServers !== minServers, 'maxServers', maxServers, `Give more than minServers (${minServers}): otherwise no new server can start before an old one goes.`);
  problems.require(Number.isInteger(port) && port >= 1 && port <= 65535, 'port', port, 'Give a port from 1 to 65535.');
  const age = maxServerAge?.toDays({ integral: false }) ?? 14;
  problems.require(age >= 1 && age <= MAX_SERVER_AGE_DAYS, 'maxServerAge', maxServerAge?.toString(), `Give 1 to ${MAX_SERVER_AGE_DAYS} days: an older server misses security patches.`);
  problems.require(!userData || !scriptHoldsSecret(userData.render()), 'userData', 'a text that holds a key or password', 'Have the server read it from Secrets Manager: user data is readable by everybody who may describe the instance.');
  problems.throwIfAny();
}
