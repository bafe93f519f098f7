import { Duration, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib/core';
import {
  AdditionalHealthCheckType, AutoScalingGroup, GroupMetric, GroupMetrics, HealthChecks, type IAutoScalingGroup, UpdatePolicy,
} from 'aws-cdk-lib/aws-autoscaling';
import { Alarm, ComparisonOperator, type IMetric, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import {
  BlockDeviceVolume, Connections, EbsDeviceVolumeType, type IConnectable, InstanceClass, InstanceInitiatedShutdownBehavior, InstanceSize, InstanceType,
  type ISecurityGroup, LaunchTemplate, LaunchTemplateHttpTokens, MachineImage, OperatingSystemType, Peer, Port, SecurityGroup, UserData,
} from 'aws-cdk-lib/aws-ec2';
import { type IRole, ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type ILogGroup, LogGroup } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { Problems } from '../shared/problems';
import { classify, DataClassification } from '../shared/tags';
import { BastionAccess } from './bastion-access';
import { bastionScript, MOST_USER_DATA } from './bastion-setup';
import { bastionStatements } from './bastion-statements';
import { checkBastion } from './session-bastion-checks';
import type { SessionBastionProps } from './session-bastion-props';

/** Newest Amazon Linux 2023, read anew whenever a server is launched. */
const IMAGE = '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64';
const BANNER = 'Authorised people only. Every key stroke and every command is recorded, and kept.';
const WARM_UP = Duration.minutes(6);

/**
 * The one server that administrators sign in to, by SSH through the client VPN or by Session Manager.
 *
 * - **Reached** on port 22 by clients of the VPN only; no public address, no key pair. Keys are pushed for one login by EC2
 *   Instance Connect and are good for 60 seconds; no key lies on the server (ACC1, ACC4, ACC5).
 * - **Leads** to the databases and the application that the props name, and to the network's endpoints. Forwarding leads to
 *   the databases alone, for the accounts that may (ACC8).
 * - **Recorded**: every key stroke on a terminal and every command goes into a log group that the server can add to, but neither
 *   shorten nor delete. The rules cannot be changed while it runs; silence is an alarm (LOG4).
 * - **Replaced, not repaired**: a group of one that makes a new server when it fails, in another zone if need be, and every
 *   week from the newest image. The host key stays the same. A server whose set-up fails powers off (OPS2).
 *
 * Group rules that name groups of a peered network need the peering connection first: add a dependency on it.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/connect-linux-inst-eic.html, decisions/0041-bastion.md
 */
export class SessionBastion extends Construct implements IConnectable {
  /** The group of one. */
  public readonly autoScalingGroup: IAutoScalingGroup;
  /** Role of the bastion. */
  public readonly role: IRole;
  /** The bastion's security group. */
  public readonly securityGroup: ISecurityGroup;
  /** The bastion's place in the network, to open ways from it. */
  public readonly connections: Connections;
  /** Holds the record: audit events with key strokes, and sshd's log. */
  public readonly logGroup: ILogGroup;
  /** Goes off when no bastion is in service. */
  public readonly missingAlarm: Alarm;
  /** Goes off when the bastion fails a status check. */
  public readonly unwellAlarm: Alarm;
  /** Goes off when nothing was added to the record for a quarter of an hour. */
  public readonly silentAlarm: Alarm;

  private readonly policy: ManagedPolicy;
  private readonly alarmTopic: ITopic;

  /**
   * @throws InvalidInputError that lists every property out of bounds
   */
  constructor(scope: Construct, id: string, props: SessionBastionProps) {
    super(scope, id);
    const problems = new Problems(`SessionBastion '${this.node.path}'`);
    checkBastion(problems, props);
    problems.throwIfAny();
    this.alarmTopic = props.alarmTopic;
    this.logGroup = new LogGroup(this, 'Record', {
      encryptionKey: props.encryptionKey,
      retention: props.logRetention,
      removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN,
    });
    classify(this, DataClassification.CONFIDENTIAL);
    this.role = new Role(this, 'Role', { description: 'Identity of the bastion', assumedBy: new ServicePrincipal('ec2.amazonaws.com') });
    // Attached from the policy's side: the key's policy names the role, and the policy names what the key encrypts.
    this.policy = new ManagedPolicy(this, 'Policy', { description: 'What the bastion may do', roles: [this.role], statements: this.ownStatements() });
    const keyPolicy = this.useKey(props);
    props.sessionPreferences?.recordSessionsOf(this.role, this.policy);
    this.securityGroup = this.createSecurityGroup(props);
    this.connections = new Connections({ securityGroups: [this.securityGroup] });
    this.openWays(props);
    const group = this.createGroup(props, this.createTemplate(props));
    group.node.addDependency(this.policy, ...keyPolicy);
    this.autoScalingGroup = group;
    this.missingAlarm = this.alarm('MissingAlarm', 'No bastion is in service.', groupMetric(group, 'AWS/AutoScaling', 'GroupInServiceInstances', 'Minimum'), ComparisonOperator.LESS_THAN_THRESHOLD, 2);
    this.unwellAlarm = this.alarm('UnwellAlarm', 'The bastion fails a status check.', groupMetric(group, 'AWS/EC2', 'StatusCheckFailed', 'Maximum'), ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD, 1);
    this.silentAlarm = this.alarm('SilentAlarm', "The bastion's record has been silent for a quarter of an hour.", recordMetric(this.logGroup), ComparisonOperator.LESS_THAN_THRESHOLD, 3);
  }

  private ownStatements(): PolicyStatement[] {
    return bastionStatements({
      logGroupArn: this.logGroup.logGroupArn,
      hostKeyArn: this.parameterArn(BastionAccess.HOST_KEY_PARAMETER),
      hostKeyPublicArn: this.parameterArn(BastionAccess.HOST_KEY_PUBLIC_PARAMETER),
    });
  }

  /** The private host key is encrypted under the key, through Parameter Store only. Returns what the group has to wait for. */
  private useKey({ encryptionKey }: SessionBastionProps): Construct[] {
    const statement = {
      actions: ['kms:Decrypt', 'kms:Encrypt'],
      conditions: { StringEquals: {
        'kms:ViaService': `ssm.${Stack.of(this).region}.amazonaws.com`,
        'kms:EncryptionContext:PARAMETER_ARN': this.parameterArn(BastionAccess.HOST_KEY_PARAMETER),
      } },
    };
    this.policy.addStatements(new PolicyStatement({ sid: 'EncryptHostKey', resources: [encryptionKey.keyArn], ...statement }));
    const result = encryptionKey.addToResourcePolicy(new PolicyStatement({ sid: 'BastionEncryptsHostKey', principals: [this.role], resources: ['*'], ...statement }), true);
    return result.statementAdded && encryptionKey.node.defaultChild ? [encryptionKey.node.defaultChild as Construct] : [];
  }

  private parameterArn(name: string): string {
    return Stack.of(this).formatArn({ service: 'ssm', resource: 'parameter', resourceName: name.slice(1) });
  }

  private createSecurityGroup(props: SessionBastionProps): SecurityGroup {
    const group = new SecurityGroup(this, 'SecurityGroup', { vpc: props.vpc, description: 'Bastion: SSH from the client VPN only', allowAllOutbound: false });
    for (const range of props.sourceRanges ?? []) {
      group.addIngressRule(Peer.ipv4(range), Port.tcp(22), 'SSH from the client VPN');
    }
    // Written into the group itself: one without a rule of its own would be made with the rule that lets everything out.
    group.addEgressRule(Peer.ipv4('169.254.169.123/32'), Port.udp(123), 'Amazon Time Sync Service');
    const packages = props.s3PrefixListId ? Peer.prefixList(props.s3PrefixListId) : Peer.anyIpv4();
    group.addEgressRule(packages, Port.tcp(443), 'Packages, through the gateway endpoint of S3');
    group.addEgressRule(props.endpointSecurityGroup, Port.tcp(443), 'Endpoints of AWS services');
    return group;
  }

  /** All rules land in this stack: the other groups are imported by their ids, as two stacks would otherwise refer to each other in a circle. */
  private openWays({ vpnSecurityGroup, databases = [], application }: SessionBastionProps): void {
    if (vpnSecurityGroup) {
      this.connections.allowFrom(this.imported('Vpn', vpnSecurityGroup), Port.tcp(22), 'SSH from the client VPN');
    }
    for (const [index, { port, securityGroup }] of databases.entries()) {
      this.connections.allowTo(this.imported(`Database${index + 1}`, securityGroup), Port.tcp(port), 'Administrators to the database');
    }
    if (application) {
      this.connections.allowTo(this.imported('Application', application.securityGroup), Port.tcp(application.port), 'Administrators to the application');
    }
  }

  private imported(id: string, group: ISecurityGroup): ISecurityGroup {
    return SecurityGroup.fromSecurityGroupId(this, id, group.securityGroupId, { allowAllOutbound: false });
  }

  private createTemplate(props: SessionBastionProps): LaunchTemplate {
    return new LaunchTemplate(this, 'Template', {
      instanceType: props.instanceType ?? InstanceType.of(InstanceClass.T4G, InstanceSize.SMALL),
      machineImage: MachineImage.resolveSsmParameterAtLaunch(IMAGE, { os: OperatingSystemType.LINUX }),
      userData: this.userData(props),
      role: this.role,
      securityGroup: this.securityGroup,
      associatePublicIpAddress: false,
      requireImdsv2: true,
      httpTokens: LaunchTemplateHttpTokens.REQUIRED,
      httpPutResponseHopLimit: 1,
      detailedMonitoring: true,
      ebsOptimized: true,
      instanceInitiatedShutdownBehavior: InstanceInitiatedShutdownBehavior.TERMINATE,
      blockDevices: [{
        deviceName: '/dev/xvda',
        volume: BlockDeviceVolume.ebs(20, {
          encrypted: true,
          kmsKey: props.encryptionKey,
          volumeType: EbsDeviceVolumeType.GP3,
          deleteOnTermination: true,
        }),
      }],
    });
  }

  private userData(props: SessionBastionProps): UserData {
    const databases = props.databases ?? [];
    const users = props.users ?? BastionAccess.users();
    const script = bastionScript({
      region: Stack.of(this).region,
      users: users.map(({ name }) => name),
      databaseUsers: users.filter(({ reachesDatabases }) => reachesDatabases).map(({ name }) => name),
      databases,
      logGroupName: this.logGroup.logGroupName,
      hostKeyParameter: BastionAccess.HOST_KEY_PARAMETER,
      hostKeyPublicParameter: BastionAccess.HOST_KEY_PUBLIC_PARAMETER,
      keyArn: props.encryptionKey.keyArn,
      idleSeconds: (props.idleTimeout ?? Duration.minutes(20)).toSeconds(),
      banner: props.banner ?? BANNER,
      clientPackages: props.clientPackages ?? ['postgresql17'],
    });
    const problems = new Problems(`SessionBastion '${this.node.path}'`);
    problems.require(script.length <= MOST_USER_DATA, 'banner', `${script.length} characters of user data`, `EC2 takes ${MOST_USER_DATA}: shorten the banner, or name fewer users and databases.`);
    problems.throwIfAny();
    return UserData.custom(script);
  }

  private createGroup(props: SessionBastionProps, launchTemplate: LaunchTemplate): AutoScalingGroup {
    const group = new AutoScalingGroup(this, 'Resource', {
      vpc: props.vpc,
      vpcSubnets: props.subnets,
      launchTemplate,
      minCapacity: 1,
      maxCapacity: 1,
      maxInstanceLifetime: props.maxAge ?? Duration.days(7),
      // A new server starts before the old one goes, although the group is of one.
      minHealthyPercentage: 100,
      maxHealthyPercentage: 200,
      healthChecks: HealthChecks.withAdditionalChecks({ gracePeriod: WARM_UP, additionalTypes: [AdditionalHealthCheckType.EBS] }),
      defaultInstanceWarmup: WARM_UP,
      updatePolicy: UpdatePolicy.rollingUpdate({ minInstancesInService: 0, maxBatchSize: 1, pauseTime: WARM_UP }),
      groupMetrics: [new GroupMetrics(GroupMetric.IN_SERVICE_INSTANCES)],
    });
    Tags.of(group).add(BastionAccess.TAG_KEY, BastionAccess.TAG_VALUE);
    return group;
  }

  private alarm(id: string, alarmDescription: string, metric: IMetric, comparisonOperator: ComparisonOperator, evaluationPeriods: number): Alarm {
    // Too little is what the alarm is about: nothing at all is as bad.
    const treatMissingData = comparisonOperator === ComparisonOperator.LESS_THAN_THRESHOLD ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING;
    const alarm = new Alarm(this, id, { alarmDescription, metric, comparisonOperator, threshold: 1, evaluationPeriods, treatMissingData });
    alarm.addAlarmAction(new SnsAction(this.alarmTopic));
    return alarm;
  }
}

function groupMetric(group: IAutoScalingGroup, namespace: string, metricName: string, statistic: string): Metric {
  return new Metric({ namespace, metricName, statistic, period: Duration.minutes(5), dimensionsMap: { AutoScalingGroupName: group.autoScalingGroupName } });
}

function recordMetric(logGroup: ILogGroup): Metric {
  return new Metric({ namespace: 'AWS/Logs', metricName: 'IncomingLogEvents', statistic: 'Sum', period: Duration.minutes(5), dimensionsMap: { LogGroupName: logGroup.logGroupName } });
}
