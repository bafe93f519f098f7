import type { Resource } from '../../../lib/checks/template';
import { add, alsoNew, append, drop, operator, put, remove, swap, through, type Draft, type Loose, type Operator } from '../support/operator';
import { keyLost, leavesEea, madePublic, secretsIn, STRANGER, switchedOff, zoneCollapsed, zonesLost } from './common';

const GROUP = 'AWS::AutoScaling::AutoScalingGroup';
const CONFIGURATION = 'AWS::AutoScaling::LaunchConfiguration';
const INSTANCE = 'AWS::EC2::Instance';
const TEMPLATE = 'AWS::EC2::LaunchTemplate';
const CLUSTER = 'AWS::ECS::Cluster';
const SERVICE = 'AWS::ECS::Service';
const TASK = 'AWS::ECS::TaskDefinition';
const TARGET = 'AWS::ApplicationAutoScaling::ScalableTarget';
const POLICY = 'AWS::ApplicationAutoScaling::ScalingPolicy';
const REPOSITORY = 'AWS::ECR::Repository';
const CREATION = 'AWS::ECR::RepositoryCreationTemplate';
const SCANNING = 'AWS::ECR::RegistryScanningConfiguration';
const BUILD = 'AWS::CodeBuild::Project';
const FUNCTION = 'AWS::Lambda::Function';

const scaledService = (target: Resource) => target.at('ResourceId').targets.filter(({ type }) => type === SERVICE);
const scaledGroup = (policy: Resource) => policy.at('AutoScalingGroupName').targets;
const allScanned = (registry: Resource) => registry.set.ofType(REPOSITORY).filter((repository) => repository.account === registry.account && repository.region === registry.region);
const SUBNETS = ['NetworkConfiguration', 'AwsvpcConfiguration', 'Subnets'] as const;
/** Taking one of several policies away leaves a service that still scales. */
const withoutPolicies = operator('delete all scaling policies', SERVICE, (service) => [{
  apply: (_raw: Loose, draft: Draft) => {
    const targets = draft.body.Resources as Record<string, Loose>;
    Object.entries(targets).filter(([, { Type }]) => Type === POLICY).forEach(([id]) => { delete targets[id]; });
  },
}].filter(() => service.view.ofType(POLICY).length > 0));
const data = (types: string, path: string) => [
  ['a password in an export', '#!/bin/bash\nexport DB_PASSWORD=correct-horse-battery\n'],
  ['an access key', '#!/bin/bash\naws configure set aws_access_key_id AKIAIOSFODNN7EXAMPLE\n'],
  ['a secret read out at deployment', '#!/bin/bash\necho "{{resolve:ssm-secure:/app/token:1}}" > /etc/token\n'],
  ['a password in an address', '#!/bin/bash\ncurl https://admin:hunter22@config.example.com/\n'],
].flatMap(([label, text]) => [
  put(types, path, { 'Fn::Base64': text }, `put ${label} (${types})`), put(types, path, Buffer.from(text).toString('base64'), `put ${label}, encoded already (${types})`),
]);
const image = (type: string, path: string) => [
  put(type, path, 'ami-0abcdef1234567890', `pin the image (${type})`),
  put(type, path, '{{resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64:3}}', `pin the parameter's version (${type})`),
];
const listed = (name: string, value: Loose) => [{ Name: name, Value: value as unknown }];

/** Servers, containers, functions, builds and images. */
export const COMPUTE: Readonly<Record<string, readonly Operator[]>> = {
  AutoScalingGroupReplaced: [drop(GROUP, 'MaxInstanceLifetime'), put(GROUP, 'MaxInstanceLifetime', 7776000), put(GROUP, 'MaxInstanceLifetime', 0), put(GROUP, 'MaxInstanceLifetime', '2592001')],
  AutoScalingGroupScalesByLoad: [
    remove('AWS::AutoScaling::ScalingPolicy', scaledGroup), through(put('AWS::AutoScaling::ScalingPolicy', 'AutoScalingGroupName', 'another-group'), scaledGroup),
    put(GROUP, 'MaxSize', (_: Loose, group: Resource) => group.at('MinSize').literal, 'MaxSize as MinSize'),
  ],
  AutoScalingGroupTwoRunning: [put(GROUP, 'MinSize', 1), put(GROUP, 'MinSize', '0')],
  AutoScalingGroupZones: [...zonesLost(GROUP, 'VPCZoneIdentifier'), zoneCollapsed(GROUP, ['VPCZoneIdentifier'])],
  CodeBuildEnvironmentNoSecrets: [
    ...secretsIn(BUILD, 'Environment.EnvironmentVariables', listed),
    swap(BUILD, 'Environment.EnvironmentVariables', (old: Loose[]) => old.map((variable) => (variable.Type === 'SECRETS_MANAGER' ? { ...variable, Type: 'PLAINTEXT' } : variable) as Loose), 'the secret in plain text'),
    swap(BUILD, 'Environment.EnvironmentVariables', (old: Loose[]) => old.map((variable) => (variable.Type === 'SECRETS_MANAGER' ? { Name: variable.Name as unknown, Value: variable.Value as unknown } : variable) as Loose), 'the secret without a type'),
  ],
  Ec2InstanceMetadataV2: [
    ...[[INSTANCE, 'MetadataOptions'], [TEMPLATE, 'LaunchTemplateData.MetadataOptions'], [CONFIGURATION, 'MetadataOptions']].flatMap(([type, path]) => [
      swap(type, `${path}.HttpTokens`, 'optional', `HttpTokens: optional (${type})`), drop(type, `${path}.HttpTokens`), swap(type, path, { HttpEndpoint: 'enabled' }, `no word about tokens (${type})`),
    ]),
    drop([INSTANCE, TEMPLATE, CONFIGURATION], 'MetadataOptions'), drop(TEMPLATE, 'LaunchTemplateData.MetadataOptions'),
  ].map((made, i) => ({ ...made, name: `${made.name} #${i}` })),
  Ec2InstanceNoKeyPair: [
    put([INSTANCE, CONFIGURATION], 'KeyName', 'admin'), put(TEMPLATE, 'LaunchTemplateData.KeyName', 'admin'), put([INSTANCE, CONFIGURATION], 'KeyName', { Ref: 'KeyPair' }, 'put a key pair of a parameter'),
    put('AWS::EC2::SpotFleet', 'SpotFleetRequestConfigData.LaunchSpecifications.*.KeyName', 'admin'),
  ],
  Ec2InstanceNoPublicAddress: [
    put(INSTANCE, 'NetworkInterfaces', (_: Loose, __: Resource, raw: Loose) => [{ DeviceIndex: '0', AssociatePublicIpAddress: true, SubnetId: raw.Properties.SubnetId as unknown }], 'an interface with a public address'),
    put(INSTANCE, 'NetworkInterfaces', (_: Loose, __: Resource, raw: Loose) => [{ DeviceIndex: '0', AssociatePublicIpAddress: 'true', SubnetId: raw.Properties.SubnetId as unknown }], 'an interface with a public address, as text'),
    swap(INSTANCE, 'NetworkInterfaces.*.AssociatePublicIpAddress', true), drop(INSTANCE, 'SubnetId'),
    swap(TEMPLATE, 'LaunchTemplateData.NetworkInterfaces.*.AssociatePublicIpAddress', true), put(TEMPLATE, 'LaunchTemplateData.NetworkInterfaces', [{ DeviceIndex: 0, AssociatePublicIpAddress: true }]),
    put(CONFIGURATION, 'AssociatePublicIpAddress', true), put('AWS::EC2::EIP', 'InstanceId', { Ref: 'Server' }), put('AWS::EC2::EIP', 'InstanceId', 'i-0123456789abcdef0'),
    operator('the subnet gives public addresses', 'AWS::EC2::Subnet', (subnet) => subnet.referredBy(INSTANCE).filter((instance) => instance.at('SubnetId').refersTo(subnet))
      .map((subject) => ({ subject, apply: (raw: Loose) => { raw.Properties.MapPublicIpOnLaunch = true; } }))),
    add(INSTANCE, 'an elastic address', (server) => ({ Type: 'AWS::EC2::EIP', Properties: { Domain: 'vpc', InstanceId: { Ref: server.logicalId } } })),
    add(INSTANCE, 'an elastic address by association', (server) => ({ Type: 'AWS::EC2::EIPAssociation', Properties: { AllocationId: 'eipalloc-1', InstanceId: { Ref: server.logicalId } } })),
  ],
  Ec2LaunchTemplateNewestImage: [...image(TEMPLATE, 'LaunchTemplateData.ImageId'), ...image(INSTANCE, 'ImageId'), ...image(CONFIGURATION, 'ImageId'), drop(CONFIGURATION, 'ImageId')],
  Ec2UserDataNoSecrets: [...data(INSTANCE, 'UserData'), ...data(CONFIGURATION, 'UserData'), ...data(TEMPLATE, 'LaunchTemplateData.UserData')],
  Ec2VolumeEncrypted: [
    ...switchedOff('AWS::EC2::Volume', 'Encrypted'), ...keyLost('AWS::EC2::Volume', 'KmsKeyId', 'ebs'),
    ...switchedOff(INSTANCE, 'BlockDeviceMappings.*.Ebs.Encrypted'), ...keyLost(INSTANCE, 'BlockDeviceMappings.*.Ebs.KmsKeyId', 'ebs'), drop(INSTANCE, 'BlockDeviceMappings'),
    ...switchedOff(TEMPLATE, 'LaunchTemplateData.BlockDeviceMappings.*.Ebs.Encrypted'), ...keyLost(TEMPLATE, 'LaunchTemplateData.BlockDeviceMappings.*.Ebs.KmsKeyId', 'ebs'),
    drop(TEMPLATE, 'LaunchTemplateData.BlockDeviceMappings'), put(INSTANCE, 'BlockDeviceMappings', []), put(TEMPLATE, 'LaunchTemplateData.BlockDeviceMappings', []),
  ],
  EcrReplicationInsideEea: [
    ...leavesEea('AWS::ECR::ReplicationConfiguration', 'ReplicationConfiguration.Rules.*.Destinations.*.Region'),
    append('AWS::ECR::ReplicationConfiguration', 'ReplicationConfiguration.Rules.0.Destinations', { Region: 'us-east-1', RegistryId: STRANGER }),
  ],
  EcrRepositoryEncrypted: [
    drop([REPOSITORY, CREATION], 'EncryptionConfiguration'), swap([REPOSITORY, CREATION], 'EncryptionConfiguration.EncryptionType', 'AES256'), ...keyLost([REPOSITORY, CREATION], 'EncryptionConfiguration.KmsKey', 'ecr'),
  ],
  EcrRepositoryImmutable: [drop([REPOSITORY, CREATION], 'ImageTagMutability'), put([REPOSITORY, CREATION], 'ImageTagMutability', 'MUTABLE'), put([REPOSITORY, CREATION], 'ImageTagMutability', 'IMMUTABLE_WITH_EXCLUSION')],
  EcrRepositoryNotPublic: [
    ...madePublic(REPOSITORY, 'RepositoryPolicyText'),
    ...['*', { AWS: '*' }, { AWS: ['arn:aws:iam::200000000004:root', '*'] }].map((principal) => put(CREATION, 'RepositoryPolicy', JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: principal, Action: 'ecr:BatchGetImage' }] }))),
    put(REPOSITORY, 'RepositoryPolicyText', { Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: '*', Action: 'ecr:BatchGetImage' } }, 'a policy for everybody'),
    add(REPOSITORY, 'a public repository', () => ({ Type: 'AWS::ECR::PublicRepository', Properties: {} })),
  ].map((made, i) => ({ ...made, name: `${made.name} #${i}` })),
  EcrRepositoryScanned: [
    remove(SCANNING, allScanned),
    ...[
      put(SCANNING, 'ScanType', 'BASIC'), drop(SCANNING, 'Rules'), put(SCANNING, 'Rules.*.ScanFrequency', 'SCAN_ON_PUSH'), put(SCANNING, 'Rules.*.ScanFrequency', 'MANUAL'),
      put(SCANNING, 'Rules.*.RepositoryFilters', [{ Filter: 'nothing-is-called-this', FilterType: 'WILDCARD' }]),
    ].map((made) => through(made, allScanned)),
  ],
  EcsClusterContainerInsights: [drop(CLUSTER, 'ClusterSettings'), put(CLUSTER, 'ClusterSettings', []), put(CLUSTER, 'ClusterSettings', [{ Name: 'containerInsights', Value: 'disabled' }])],
  EcsClusterStorageEncrypted: [...keyLost(CLUSTER, 'Configuration.ManagedStorageConfiguration.FargateEphemeralStorageKmsKeyId', 'ecs'), drop(CLUSTER, 'Configuration')],
  EcsServiceNoPublicAddress: [put(SERVICE, 'NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp', 'ENABLED'), add(SERVICE, 'a task set with a public address', (_, raw) => ({ Type: 'AWS::ECS::TaskSet', Properties: { NetworkConfiguration: { AwsVpcConfiguration: { AssignPublicIp: 'ENABLED', Subnets: raw.Properties.NetworkConfiguration?.AwsvpcConfiguration?.Subnets as unknown } } } }))],
  EcsServiceNoShell: [put(SERVICE, 'EnableExecuteCommand', true), put(SERVICE, 'EnableExecuteCommand', 'true')],
  EcsServicePlatformNewest: [put(SERVICE, 'PlatformVersion', '1.3.0'), put(SERVICE, 'PlatformVersion', '1.4.0')],
  EcsServiceRollsBack: [
    ...switchedOff(SERVICE, 'DeploymentConfiguration.DeploymentCircuitBreaker.Rollback'), ...switchedOff(SERVICE, 'DeploymentConfiguration.DeploymentCircuitBreaker.Enable'),
    drop(SERVICE, 'DeploymentConfiguration.DeploymentCircuitBreaker'), drop(SERVICE, 'DeploymentConfiguration'),
  ],
  EcsServiceScalesByLoad: [
    remove(TARGET, scaledService), through(put(TARGET, 'MaxCapacity', (_: Loose, target: Resource) => target.at('MinCapacity').literal, 'MaxCapacity as MinCapacity'), scaledService),
    through(put(TARGET, 'ResourceId', 'service/other/other'), scaledService), withoutPolicies,
  ],
  EcsServiceTwoRunning: [through(put(TARGET, 'MinCapacity', 1), scaledService), through(put(TARGET, 'MinCapacity', '0'), scaledService),
    ...[1, 0, '1'].map((count) => operator(`DesiredCount ${JSON.stringify(count)}, and no scaling`, SERVICE, () => [{ apply: (raw, draft) => {
      raw.Properties.DesiredCount = count;
      const resources = draft.body.Resources as Record<string, Loose>;
      Object.entries(resources).filter(([, { Type }]) => Type === TARGET).forEach(([id]) => { delete resources[id]; });
    } }])),
  ],
  EcsServiceZones: [...zonesLost(SERVICE, SUBNETS), zoneCollapsed(SERVICE, SUBNETS)],
  EcsTaskImagePinned: [
    ...['registry.example.com/app:latest', 'registry.example.com/app', 'nginx', 'localhost:5000/app', '200000000004.dkr.ecr.eu-central-1.amazonaws.com/app:latest'].map((name) => put(TASK, 'ContainerDefinitions.*.Image', name)),
    put(TASK, 'ContainerDefinitions.*.Image', { 'Fn::Join': ['', [{ Ref: 'AWS::AccountId' }, '.dkr.ecr.eu-central-1.amazonaws.com/app:latest']] }, 'an image that is put together and changes'),
  ],
  EcsTaskLogged: [drop(TASK, 'ContainerDefinitions.*.LogConfiguration'), put(TASK, 'ContainerDefinitions.*.LogConfiguration', { LogDriver: 'none' }), drop(TASK, 'ContainerDefinitions.*.LogConfiguration.LogDriver')],
  EcsTaskNoSecrets: [
    ...secretsIn(TASK, 'ContainerDefinitions.*.Environment', listed),
    put(TASK, 'ContainerDefinitions.*.Command', ['sh', '-c', 'PASSWORD=correct-horse-battery exec app']), put(TASK, 'ContainerDefinitions.*.EntryPoint', ['app', '--token', 'AKIAIOSFODNN7EXAMPLE']),
    put(TASK, 'ContainerDefinitions.*.Command', ['app', '--api-key=abcdef0123456789']),
  ],
  EcsTaskNonRoot: [drop(TASK, 'ContainerDefinitions.*.User'), ...['root', '0', '0:0', 'root:root', 0, 'ROOT', '00'].map((user) => put(TASK, 'ContainerDefinitions.*.User', user))],
  EcsTaskNotPrivileged: [
    put(TASK, 'ContainerDefinitions.*.Privileged', true), put(TASK, 'ContainerDefinitions.*.Privileged', 'true'),
    ...['SYS_ADMIN', 'ALL', 'NET_ADMIN', 'SYS_PTRACE'].map((power) => put(TASK, 'ContainerDefinitions.*.LinuxParameters.Capabilities.Add', [power])),
    ...['NetworkMode', 'PidMode', 'IpcMode'].map((mode) => put(TASK, mode, 'host')),
  ],
  EcsTaskReadOnlyRoot: switchedOff(TASK, 'ContainerDefinitions.*.ReadonlyRootFilesystem'),
  ImageBuilderDistributionNotPublic: [
    put('AWS::ImageBuilder::DistributionConfiguration', 'Distributions.*.AmiDistributionConfiguration.LaunchPermissionConfiguration', { UserGroups: ['all'] }),
    put('AWS::ImageBuilder::DistributionConfiguration', 'Distributions.*.AmiDistributionConfiguration.LaunchPermissionConfiguration.UserGroups', 'all'),
  ],
  LambdaEnvironmentNoSecrets: secretsIn(FUNCTION, 'Environment.Variables', (name, value) => ({ [name]: value as unknown })).map(alsoNew),
  LambdaPermissionNotPublic: [
    operator('everybody, without a condition', 'AWS::Lambda::Permission', () => [{ apply: (raw) => {
      raw.Properties = { Action: raw.Properties.Action as unknown, FunctionName: raw.Properties.FunctionName as unknown, Principal: '*' };
    } }]),
    put('AWS::Lambda::Permission', 'FunctionUrlAuthType', 'NONE'),
    ...['*', 'arn:aws:s3:::*', 'arn:aws:events:*:*:rule/nightly', 'arn:*'].map((arn) => operator(`everybody, of every source: ${arn}`, 'AWS::Lambda::Permission', () => [{ apply: (raw) => { Object.assign(raw.Properties, { Principal: '*', SourceArn: arn, SourceAccount: undefined, PrincipalOrgID: undefined }); } }])),
  ],
  LambdaUrlSignedIn: [put('AWS::Lambda::Url', 'AuthType', 'NONE'), drop('AWS::Lambda::Url', 'AuthType')],
};
