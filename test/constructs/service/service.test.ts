import { App, Duration, Size, Stack } from 'aws-cdk-lib/core';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { InstanceClass, InstanceSize, InstanceType, Port, SecurityGroup, SubnetType, UserData, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { CpuArchitecture } from 'aws-cdk-lib/aws-ecs';
import { ApplicationListener, ApplicationLoadBalancer, ApplicationProtocol, ListenerAction } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Topic } from 'aws-cdk-lib/aws-sns';
import {
  ContainerService, type ContainerServiceProps, ImageReplication, type ImageReplicationProps, ImageRepository, type ImageRepositoryProps, PullThroughCache, RegistryScanning, ServerFleet,
  type ServerFleetProps, UpstreamRegistry,
} from '../../../constructs/service';
import { holdsSecret, isSecretName, scriptHoldsSecret } from '../../../constructs/service/secret-like';

const ENV = { account: '111122223333', region: 'eu-central-1' };
const IMAGE = '111122223333.dkr.ecr.eu-central-1.amazonaws.com/acme/portal:1.4.2';

/** What a service needs, in a stack of its own: the edge and the network outlive the service. */
class Surroundings {
  public readonly app = new App();
  public readonly base: Stack;
  public readonly stack: Stack;
  public readonly vpc: Vpc;
  public readonly key: Key;
  public readonly listener: ApplicationListener;
  public readonly loadBalancerGroup: SecurityGroup;

  constructor() {
    this.app.node.setContext('availability-zones:account=111122223333:region=eu-central-1', ['eu-central-1a', 'eu-central-1b', 'eu-central-1c']);
    this.base = new Stack(this.app, 'Base', { env: ENV });
    this.stack = new Stack(this.app, 'Service', { env: ENV });
    this.vpc = new Vpc(this.base, 'Vpc', { natGateways: 1 });
    this.key = new Key(this.base, 'Key');
    this.loadBalancerGroup = new SecurityGroup(this.base, 'LoadBalancerGroup', { vpc: this.vpc, allowAllOutbound: false });
    this.listener = new ApplicationLoadBalancer(this.base, 'LoadBalancer', { vpc: this.vpc, securityGroup: this.loadBalancerGroup })
      .addListener('Https', { port: 443, protocol: ApplicationProtocol.HTTP, open: false, defaultAction: ListenerAction.fixedResponse(404) });
  }

  public get common() {
    return {
      vpc: this.vpc,
      subnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS },
      encryptionKey: this.key,
      route: { listener: this.listener, securityGroup: this.loadBalancerGroup, hostNames: ['app.example.com'] },
    };
  }

  public service(props?: Partial<ContainerServiceProps>): ContainerService {
    return new ContainerService(this.stack, 'Service', { ...this.common, image: IMAGE, ...props });
  }

  public fleet(props?: Partial<ServerFleetProps>): ServerFleet {
    return new ServerFleet(this.stack, 'Fleet', { ...this.common, notificationTopic: new Topic(this.stack, 'Topic'), ...props });
  }

  public template(): Template {
    return Template.fromStack(this.stack);
  }
}

function serviceTemplate(props?: Partial<ContainerServiceProps>): Template {
  const surroundings = new Surroundings();
  surroundings.service(props);
  return surroundings.template();
}

function messageOf(build: () => void): string {
  try {
    build();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('Nothing was refused');
}

describe('ContainerService', () => {
  const template = serviceTemplate();
  const container = () => Object.values(template.findResources('AWS::ECS::TaskDefinition'))[0].Properties.ContainerDefinitions[0];

  test('confines the process: not root, no capabilities, nothing to write to but memory', () => {
    expect(container()).toMatchObject({
      User: '65532:65532',
      Privileged: false,
      ReadonlyRootFilesystem: true,
      Memory: 1024,
      LinuxParameters: {
        Capabilities: { Drop: ['ALL'] },
        InitProcessEnabled: true,
        Tmpfs: [{ ContainerPath: '/tmp', Size: 64, MountOptions: ['nodev', 'noexec', 'nosuid'] }],
      },
    });
    expect(container().LinuxParameters.Capabilities.Add).toBeUndefined();
    expect(container().Environment).toBeUndefined();
  });

  test('runs on Fargate, on ARM, with the newest platform, without a public address or a shell', () => {
    template.hasResourceProperties('AWS::ECS::TaskDefinition', {
      Cpu: '512', Memory: '1024', NetworkMode: 'awsvpc', RequiresCompatibilities: ['FARGATE'],
      RuntimePlatform: { CpuArchitecture: 'ARM64', OperatingSystemFamily: 'LINUX' },
    });
    template.hasResourceProperties('AWS::ECS::Service', {
      LaunchType: 'FARGATE', PlatformVersion: 'LATEST', EnableExecuteCommand: false,
      NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp: 'DISABLED' } },
    });
  });

  test('takes a failed deployment back and never falls below its capacity', () => {
    template.hasResourceProperties('AWS::ECS::Service', {
      AvailabilityZoneRebalancing: 'ENABLED',
      DeploymentConfiguration: { DeploymentCircuitBreaker: { Enable: true, Rollback: true }, MinimumHealthyPercent: 100, MaximumPercent: 200 },
    });
    serviceTemplate({ deploymentAlarmNames: ['errors'] }).hasResourceProperties('AWS::ECS::Service', {
      DeploymentConfiguration: { Alarms: { AlarmNames: ['errors'], Enable: true, Rollback: true } },
    });
  });

  test('scales by processor use and by requests from two tasks upwards', () => {
    template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', { MinCapacity: 2, MaxCapacity: 10 });
    template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalingPolicy', {
      TargetTrackingScalingPolicyConfiguration: { PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' }, TargetValue: 60 },
    });
    template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalingPolicy', {
      TargetTrackingScalingPolicyConfiguration: {
        CustomizedMetricSpecification: { MetricName: 'RequestCountPerTarget', Dimensions: [{ Name: 'TargetGroup', Value: { 'Fn::GetAtt': [Match.anyValue(), 'TargetGroupFullName'] } }] },
        TargetValue: 1000,
      },
    });
  });

  test('speaks HTTPS with the load balancer, for its own host names only', () => {
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::TargetGroup', {
      Protocol: 'HTTPS', Port: 8443, TargetType: 'ip', HealthCheckProtocol: 'HTTPS', HealthCheckPath: '/health', Matcher: { HttpCode: '200' },
    });
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::ListenerRule', {
      Priority: 100,
      Conditions: [{ Field: 'host-header', HostHeaderConfig: { Values: ['app.example.com'] } }],
    });
    const [rule] = Object.keys(template.findResources('AWS::ElasticLoadBalancingV2::ListenerRule'));
    template.hasResource('AWS::ECS::Service', { DependsOn: Match.arrayWith([rule]) });
  });

  test('admits the load balancer on its port, and opens the load balancer towards it, in its own stack', () => {
    template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 1);
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', { FromPort: 8443, ToPort: 8443, IpProtocol: 'tcp', SourceSecurityGroupId: { 'Fn::ImportValue': Match.stringLikeRegexp('LoadBalancerGroup') } });
    template.hasResourceProperties('AWS::EC2::SecurityGroupEgress', { FromPort: 8443, ToPort: 8443, GroupId: { 'Fn::ImportValue': Match.stringLikeRegexp('LoadBalancerGroup') } });
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupIngress: Match.absent(),
      SecurityGroupEgress: [Match.objectLike({ CidrIp: '0.0.0.0/0', FromPort: 443, ToPort: 443 })],
    });
  });

  test('encrypts its logs, those of Container Insights, and its storage under the key', () => {
    const byKey = { 'Fn::ImportValue': Match.stringLikeRegexp('Key') };
    template.allResourcesProperties('AWS::Logs::LogGroup', { KmsKeyId: byKey, RetentionInDays: 365 });
    template.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: { 'Fn::Join': ['', ['/aws/ecs/containerinsights/', { Ref: Match.stringLikeRegexp('Cluster') }, '/performance']] },
    });
    template.hasResourceProperties('AWS::ECS::Cluster', {
      ClusterSettings: [{ Name: 'containerInsights', Value: 'enhanced' }],
      Configuration: { ManagedStorageConfiguration: { FargateEphemeralStorageKmsKeyId: byKey, KmsKeyId: byKey } },
    });
  });

  test('starts tasks with a role that may pull this image and write this log, and runs them with another that may do nothing', () => {
    template.resourceCountIs('AWS::IAM::Policy', 0);
    template.resourceCountIs('AWS::IAM::ManagedPolicy', 1);
    template.hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: { Statement: [
        { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('^ServiceLog'), 'Arn'] } },
        Match.objectLike({ Action: 'ecr:GetAuthorizationToken', Resource: '*' }),
        Match.objectLike({ Sid: 'PullImage', Resource: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':ecr:eu-central-1:111122223333:repository/acme/portal']] } }),
      ] },
    });
    const task = Object.values(template.findResources('AWS::ECS::TaskDefinition'))[0].Properties;
    expect(task.TaskRoleArn).not.toEqual(task.ExecutionRoleArn);
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: { Statement: [Match.objectLike({ Condition: Match.objectLike({ StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } }) })] },
      ManagedPolicyArns: Match.absent(),
    });
  });

  test('gives grants to the running task, in a managed policy', () => {
    const surroundings = new Surroundings();
    const service = surroundings.service();
    const bucket = new Bucket(surroundings.base, 'Bucket');
    bucket.grantRead(service);
    bucket.grantPut(service);
    const granted = surroundings.template();
    granted.resourceCountIs('AWS::IAM::Policy', 0);
    const [policy] = Object.keys(granted.findResources('AWS::IAM::ManagedPolicy', { Properties: { Description: 'What the running task may do' } }));
    granted.hasResourceProperties('AWS::IAM::Role', { Description: 'Identity of the running task', ManagedPolicyArns: [{ Ref: policy }] });
  });

  test('opens the way to a store of another stack without tying that stack to itself', () => {
    const surroundings = new Surroundings();
    const store = new SecurityGroup(surroundings.base, 'Store', { vpc: surroundings.vpc, allowAllOutbound: false });
    surroundings.service().connections.allowTo(store, Port.tcp(5432));
    surroundings.template().hasResourceProperties('AWS::EC2::SecurityGroupIngress', { FromPort: 5432, GroupId: { 'Fn::ImportValue': Match.stringLikeRegexp('Store') } });
    Template.fromStack(surroundings.base).resourceCountIs('AWS::EC2::SecurityGroupIngress', 0);
  });

  test('reads secrets from Secrets Manager when it starts, and never writes the role into the key of another stack', () => {
    const surroundings = new Surroundings();
    const secret = new Secret(surroundings.base, 'Secret', { encryptionKey: surroundings.key });
    surroundings.service({ secrets: { DB_PASSWORD: { secret, field: 'password' }, LICENCE: { secret } }, environment: { LOG_LEVEL: 'info', DB_SECRET_ARN: secret.secretArn } });
    const read = surroundings.template();
    read.hasResourceProperties('AWS::ECS::TaskDefinition', { ContainerDefinitions: [Match.objectLike({
      Secrets: [
        { Name: 'DB_PASSWORD', ValueFrom: { 'Fn::Join': ['', [{ 'Fn::ImportValue': Match.stringLikeRegexp('Secret') }, ':password::']] } },
        { Name: 'LICENCE', ValueFrom: { 'Fn::ImportValue': Match.stringLikeRegexp('Secret') } },
      ],
    })] });
    read.hasResourceProperties('AWS::IAM::ManagedPolicy', { PolicyDocument: { Statement: Match.arrayWith([
      Match.objectLike({ Action: 'secretsmanager:GetSecretValue', Resource: { 'Fn::ImportValue': Match.stringLikeRegexp('Secret') } }),
      Match.objectLike({ Action: 'kms:Decrypt', Resource: { 'Fn::ImportValue': Match.stringLikeRegexp('Key') } }),
    ]) } });
    expect(surroundings.base.dependencies).toEqual([]);
  });

  test('pulls from a repository that is known at deployment only', () => {
    const surroundings = new Surroundings();
    const repository = new Repository(surroundings.base, 'Images');
    surroundings.service({ repository, image: repository.repositoryUriForTag('1.0.0') });
    surroundings.template().hasResourceProperties('AWS::IAM::ManagedPolicy', { PolicyDocument: { Statement: Match.arrayWith([
      Match.objectLike({ Sid: 'PullImage', Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'], Resource: { 'Fn::ImportValue': Match.stringLikeRegexp('Images') } }),
    ]) } });
  });

  test('stops with grace: drains for as long as the process may take', () => {
    const own = serviceTemplate({ stopTimeout: Duration.seconds(90), healthCheckCommand: ['CMD', '/app', 'healthy'], cpuArchitecture: CpuArchitecture.X86_64 });
    own.hasResourceProperties('AWS::ElasticLoadBalancingV2::TargetGroup', { TargetGroupAttributes: Match.arrayWith([{ Key: 'deregistration_delay.timeout_seconds', Value: '90' }]) });
    own.hasResourceProperties('AWS::ECS::TaskDefinition', { ContainerDefinitions: [Match.objectLike({ StopTimeout: 90, HealthCheck: Match.objectLike({ Command: ['CMD', '/app', 'healthy'] }) })] });
  });

  test.each([
    ['nginx', false], ['nginx:latest', false], ['registry.example.com:5000/app', false], ['app@sha256:abc', false], ['app:1.0@sha256:abc', false],
    ['nginx:1.29', true], ['registry.example.com:5000/app:v2', true], [`app@sha256:${'a'.repeat(64)}`, true], [`app:latest@sha256:${'a'.repeat(64)}`, true],
  ])('image %s: pinned %s', (image, pinned) => {
    const build = () => { new Surroundings().service({ image }); };
    if (pinned) {
      expect(build).not.toThrow();
    } else {
      expect(messageOf(build)).toContain(`image: got "${image}". Pin the image: append a digest (@sha256:`);
    }
  });

  test('refuses settings that look like secrets, and does not print them', () => {
    const message = messageOf(() => { new Surroundings().service({ environment: { DB_PASSWORD: 'hunter2', ENDPOINT: 'postgres://app:hunter2@db:5432/x', LOG_LEVEL: 'info' } }); });
    expect(message).toContain('2 problems');
    expect(message).toContain('environment.DB_PASSWORD: got "a name that says secret". Put it into Secrets Manager');
    expect(message).toContain('environment.ENDPOINT: got "a value that holds a key or password"');
    expect(message).not.toContain('hunter2');
  });

  test.each<[string, Partial<ContainerServiceProps>, string]>([
    ['root', { user: '0' }, 'user: got "0". Give a numeric user other than 0'],
    ['the root group', { user: '1000:0' }, 'user: got "1000:0"'],
    ['a named user', { user: 'app' }, 'user: got "app"'],
    ['a privileged port', { containerPort: 443 }, 'containerPort: got 443. Give a port from 1024'],
    ['an unknown processor share', { cpuUnits: 300 }, 'cpuUnits: got 300. Give one of 256'],
    ['a memory size that does not go with the share', { cpuUnits: 256, memory: Size.gibibytes(4) }, 'memory: got "4096 MiB"'],
    ['a memory size between the steps', { cpuUnits: 256, memory: Size.mebibytes(1536) }, 'memory: got "1536 MiB"'],
    ['a relative path', { writablePaths: ['tmp'] }, 'writablePaths[0]: got "tmp"'],
    ['the root as writable', { writablePaths: ['/'] }, 'writablePaths[0]: got "/"'],
    ['no task', { minTasks: 0 }, 'minTasks: got 0'],
    ['a most below the fewest', { minTasks: 4, maxTasks: 3 }, 'maxTasks: got 3. Give a whole number not below minTasks (4)'],
    ['too long a stop', { stopTimeout: Duration.minutes(3) }, 'stopTimeout: got'],
    ['too many alarms', { deploymentAlarmNames: Array(11).fill('a') }, 'deploymentAlarmNames: got 11'],
    ['an impossible share', { targetCpuPercent: 100 }, 'targetCpuPercent: got 100'],
    ['no requests', { requestsPerTask: 0 }, 'requestsPerTask: got 0'],
  ])('refuses %s', (_, props, message) => {
    expect(messageOf(() => { new Surroundings().service(props); })).toContain(message);
  });

  test('refuses a route that a listener would not take', () => {
    const surroundings = new Surroundings();
    const message = messageOf(() => { surroundings.service({ route: { ...surroundings.common.route, hostNames: [], priority: 0, healthCheckPath: 'health' } }); });
    expect(message).toContain('route.hostNames: got []');
    expect(message).toContain('route.priority: got 0');
    expect(message).toContain('route.healthCheckPath: got "health"');
  });

  test.each([[256, 1024], [256, 2048], [512, 4096], [8192, 20480]])('takes %i CPU units with %i MiB', (cpuUnits, mebibytes) => {
    expect(() => serviceTemplate({ cpuUnits, memory: Size.mebibytes(mebibytes) })).not.toThrow();
  });
});

describe('what looks like a secret', () => {
  test.each(['PASSWORD', 'DB_PASSWORD', 'dbPasswd', 'SMTP_PASS', 'PGPASS', 'CLIENT_SECRET', 'GITHUB_TOKEN', 'API_KEY', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'SSH_PRIVATE_KEY', 'credentials', 'ECS_ENGINE_AUTH_DATA'])('the name %s does', (name) => {
    expect(isSecretName(name)).toBe(true);
  });
  test.each(['LOG_LEVEL', 'DB_SECRET_ARN', 'PASSWORD_FILE', 'COMPASS', 'BYPASS_CACHE', 'TOKEN_ENDPOINT', 'KEY_ID', 'DB_HOST'])('the name %s does not', (name) => {
    expect(isSecretName(name)).toBe(false);
  });
  test.each(['-----BEGIN RSA PRIVATE KEY-----', `AKIA${'A'.repeat(16)}`, 'redis://user:pw@host'])('the value %s does', (value) => {
    expect(holdsSecret(value)).toBe(true);
  });
  test.each(['https://example.com/a:b@c', 'info', 'postgres://host/db'])('the value %s does not', (value) => {
    expect(holdsSecret(value)).toBe(false);
  });
  test.each([['export DB_PASSWORD=hunter22', true], ['export DB_PASSWORD=$(aws secretsmanager get-secret-value)', false], ['export DB_PASSWORD="$VALUE"', false], ['systemctl start app', false]])('the script %s: %s', (script, holds) => {
    expect(scriptHoldsSecret(script)).toBe(holds);
  });
});

describe('ServerFleet', () => {
  const surroundings = new Surroundings();
  const fleet = surroundings.fleet();
  const template = surroundings.template();

  test('launches servers that cannot be read from outside: metadata version 2, no key pair, no public address, encrypted volumes', () => {
    template.hasResourceProperties('AWS::EC2::LaunchTemplate', { LaunchTemplateData: {
      MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 1 },
      KeyName: Match.absent(),
      NetworkInterfaces: [Match.objectLike({ AssociatePublicIpAddress: false })],
      BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { Encrypted: true, KmsKeyId: { 'Fn::ImportValue': Match.stringLikeRegexp('Key') }, VolumeType: 'gp3', VolumeSize: 30, DeleteOnTermination: true } }],
      Monitoring: { Enabled: true },
      InstanceType: 'm7g.large',
    } });
  });

  test('takes the newest image at each launch and replaces each server within two weeks', () => {
    template.hasResourceProperties('AWS::EC2::LaunchTemplate', { LaunchTemplateData: { ImageId: 'resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64' } });
    template.hasResourceProperties('AWS::AutoScaling::AutoScalingGroup', { MaxInstanceLifetime: 14 * 86400 });
    const intel = new Surroundings();
    intel.fleet({ instanceType: InstanceType.of(InstanceClass.M7I, InstanceSize.LARGE), maxServerAge: Duration.days(7) });
    intel.template().hasResourceProperties('AWS::EC2::LaunchTemplate', { LaunchTemplateData: { ImageId: 'resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64' } });
  });

  test('starts a new server before an old one goes, and replaces one that the load balancer finds unhealthy', () => {
    template.hasResource('AWS::AutoScaling::AutoScalingGroup', {
      UpdatePolicy: { AutoScalingRollingUpdate: Match.objectLike({ MinInstancesInService: 2, MaxBatchSize: 1 }) },
      Properties: {
        MinSize: '2', MaxSize: '6', HealthCheckType: 'ELB', HealthCheckGracePeriod: 300,
        InstanceMaintenancePolicy: { MinHealthyPercentage: 100, MaxHealthyPercentage: 200 },
        NotificationConfigurations: [Match.objectLike({ NotificationTypes: Match.arrayWith(['autoscaling:EC2_INSTANCE_LAUNCH_ERROR', 'autoscaling:EC2_INSTANCE_TERMINATE']) })],
      },
    });
    template.hasResourceProperties('AWS::AutoScaling::ScalingPolicy', { TargetTrackingConfiguration: { TargetValue: 60 } });
  });

  test('is managed by Systems Manager without the right to read parameters', () => {
    const [policy] = Object.values(template.findResources('AWS::IAM::ManagedPolicy'));
    const actions: string[] = policy.Properties.PolicyDocument.Statement[0].Action;
    expect(actions).toEqual(expect.arrayContaining(['ssm:UpdateInstanceInformation', 'ssmmessages:OpenDataChannel']));
    expect(actions.filter((action) => action.includes('*') || action.startsWith('ssm:GetParameter'))).toEqual([]);
    template.resourceCountIs('AWS::IAM::Policy', 0);
    template.hasResourceProperties('AWS::IAM::Role', { ManagedPolicyArns: [{ Ref: Match.stringLikeRegexp('^FleetPolicy') }] });
  });

  test('is reached over HTTPS from the load balancer only', () => {
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::TargetGroup', { Protocol: 'HTTPS', TargetType: 'instance' });
    template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 1);
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', { FromPort: 8443, SourceSecurityGroupId: { 'Fn::ImportValue': Match.stringLikeRegexp('LoadBalancerGroup') } });
    expect(fleet.connections.securityGroups).toEqual([fleet.securityGroup]);
  });

  test('lets Auto Scaling use the key for volumes', () => {
    const role = 'role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling';
    const [key] = Object.values(Template.fromStack(surroundings.base).findResources('AWS::KMS::Key'));
    const statements = key.Properties.KeyPolicy.Statement.filter((statement: object) => JSON.stringify(statement).includes(role));
    expect(statements).toHaveLength(2);
    for (const statement of statements) {
      expect(statement.Condition).toMatchObject({ StringEquals: { 'kms:CallerAccount': { Ref: 'AWS::AccountId' } }, ArnEquals: { 'aws:PrincipalArn': expect.anything() } });
    }
    expect(statements[1]).toMatchObject({ Action: 'kms:CreateGrant', Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } } });
  });

  test('refuses several bad properties at once, and does not print the script', () => {
    const userData = UserData.custom('#!/bin/bash\nexport API_KEY=abcdef123456');
    const message = messageOf(() => { new Surroundings().fleet({ userData, minServers: 3, maxServers: 3, port: 0, maxServerAge: Duration.days(60) }); });
    expect(message).toContain('4 problems');
    expect(message).toContain('maxServers: got 3. Give more than minServers (3)');
    expect(message).toContain('port: got 0');
    expect(message).toContain('maxServerAge: got');
    expect(message).toContain('userData: got "a text that holds a key or password"');
    expect(message).not.toContain('abcdef123456');
  });
});

function repositoryTemplate(props?: Partial<ImageRepositoryProps>): Template {
  const stack = new Stack(new App(), 'Registry', { env: ENV });
  new ImageRepository(stack, 'Images', { encryptionKey: new Key(stack, 'Key'), ...props });
  return Template.fromStack(stack);
}

describe('ImageRepository', () => {
  test('keeps tags as they were pushed, scans, and encrypts under the key', () => {
    repositoryTemplate().hasResource('AWS::ECR::Repository', {
      DeletionPolicy: 'RetainExceptOnCreate',
      Properties: {
        ImageTagMutability: 'IMMUTABLE',
        ImageScanningConfiguration: { ScanOnPush: true },
        EncryptionConfiguration: { EncryptionType: 'KMS', KmsKey: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] } },
        RepositoryPolicyText: Match.absent(),
      },
    });
  });

  test('removes untagged images by age and tagged ones by number', () => {
    const [repository] = Object.values(repositoryTemplate({ keepImages: 30, untaggedAfter: Duration.days(3) }).findResources('AWS::ECR::Repository'));
    const { rules } = JSON.parse(repository.Properties.LifecyclePolicy.LifecyclePolicyText);
    expect(rules).toMatchObject([
      { selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countNumber: 3 } },
      { selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 30 } },
    ]);
  });

  test('is pulled from by the listed accounts of the organisation, and by nobody else', () => {
    repositoryTemplate({ pullAccounts: ['222233334444'], organizationId: 'o-abcdefghij' }).hasResourceProperties('AWS::ECR::Repository', {
      RepositoryPolicyText: { Statement: [{
        Sid: 'PullFromListedAccounts',
        Effect: 'Allow',
        Principal: { AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::222233334444:root']] } },
        Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:DescribeImages', 'ecr:GetDownloadUrlForLayer'],
        Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } },
      }] },
    });
  });

  test('refuses several bad properties at once', () => {
    const message = messageOf(() => { repositoryTemplate({ repositoryName: 'Portal', pullAccounts: ['1234'], organizationId: 'abc', keepImages: 1 }); });
    for (const part of ['4 problems', 'repositoryName: got "Portal"', 'pullAccounts[0]: got "1234"', 'organizationId: got "abc"', 'keepImages: got 1']) {
      expect(message).toContain(part);
    }
  });
});

describe('PullThroughCache', () => {
  const cache = (upstream: UpstreamRegistry, prefix: string, withCredential = false) => {
    const stack = new Stack(new App(), 'Registry', { env: ENV });
    const credential = withCredential ? Secret.fromSecretNameV2(stack, 'Credential', 'ecr-pullthroughcache/hub') : undefined;
    return { construct: new PullThroughCache(stack, 'Cache', { upstream, prefix, encryptionKey: new Key(stack, 'Key'), credential }), stack };
  };

  test('creates repositories that are encrypted under the key and whose tags do not move', () => {
    const { construct, stack } = cache(UpstreamRegistry.ECR_PUBLIC, 'ecr-public');
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::ECR::RepositoryCreationTemplate', {
      Prefix: 'ecr-public',
      AppliedFor: ['PULL_THROUGH_CACHE'],
      ImageTagMutability: 'IMMUTABLE',
      EncryptionConfiguration: { EncryptionType: 'KMS', KmsKey: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] } },
      CustomRoleArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^CacheRole'), 'Arn'] },
    });
    template.hasResource('AWS::ECR::PullThroughCacheRule', {
      DependsOn: [Match.stringLikeRegexp('^CacheTemplate')],
      Properties: { EcrRepositoryPrefix: 'ecr-public', UpstreamRegistryUrl: 'public.ecr.aws' },
    });
    expect(stack.resolve(construct.uri)).toEqual({ 'Fn::Join': ['', ['111122223333.dkr.ecr.eu-central-1.', { Ref: 'AWS::URLSuffix' }, '/ecr-public']] });
  });

  test('signs in where the upstream wants it, and refuses a prefix or a missing credential together', () => {
    Template.fromStack(cache(UpstreamRegistry.DOCKER_HUB, 'docker-hub', true).stack).hasResourceProperties('AWS::ECR::PullThroughCacheRule', { CredentialArn: Match.anyValue() });
    const message = messageOf(() => { cache(UpstreamRegistry.DOCKER_HUB, 'Hub'); });
    expect(message).toContain('prefix: got "Hub"');
    expect(message).toContain('credential: got nothing. Give a secret with user name and access token: registry-1.docker.io answers only who signs in');
  });
});

test('RegistryScanning scans every image continuously', () => {
  const stack = new Stack(new App(), 'Registry', { env: ENV });
  new RegistryScanning(stack, 'Scanning');
  Template.fromStack(stack).hasResourceProperties('AWS::ECR::RegistryScanningConfiguration', {
    ScanType: 'ENHANCED',
    Rules: [{ ScanFrequency: 'CONTINUOUS_SCAN', RepositoryFilters: [{ Filter: '*', FilterType: 'WILDCARD' }] }],
  });
});

describe('ImageReplication', () => {
  const replication = (props?: Partial<ImageReplicationProps>) => {
    const stack = new Stack(new App(), 'Images', { env: ENV });
    new ImageReplication(stack, 'Replication', { repositoryNames: ['acme/portal'], regions: ['eu-west-1'], ...props });
    return Template.fromStack(stack);
  };

  test('copies the named repositories to the same account in the other region', () => {
    replication().hasResourceProperties('AWS::ECR::ReplicationConfiguration', { ReplicationConfiguration: { Rules: [{
      Destinations: [{ Region: 'eu-west-1', RegistryId: '111122223333' }],
      RepositoryFilters: [{ Filter: 'acme/portal', FilterType: 'PREFIX_MATCH' }],
    }] } });
  });

  test('refuses regions outside the European Economic Area and the own one, and copies of nothing: all at once', () => {
    const build = () => replication({ repositoryNames: [], regions: ['eu-west-2', 'eu-central-1'] });
    expect(build).toThrow(/repositoryNames[\s\S]*regions\[0\]: got "eu-west-2"[\s\S]*regions\[1\]: got "eu-central-1". Images are there already/);
    expect(() => replication({ regions: [] })).toThrow(/regions: got \[\]. Name at least one region/);
  });
});
