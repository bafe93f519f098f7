import { EcsClusterContainerInsights } from '../../../../../lib/checks/rules/ecs/ecs-cluster-container-insights';
import { EcsClusterStorageEncrypted } from '../../../../../lib/checks/rules/ecs/ecs-cluster-storage-encrypted';
import { EcsServiceNoPublicAddress } from '../../../../../lib/checks/rules/ecs/ecs-service-no-public-address';
import { EcsServiceNoShell } from '../../../../../lib/checks/rules/ecs/ecs-service-no-shell';
import { EcsServicePlatformNewest } from '../../../../../lib/checks/rules/ecs/ecs-service-platform-newest';
import { EcsServiceRollsBack } from '../../../../../lib/checks/rules/ecs/ecs-service-rolls-back';
import { EcsServiceScalesByLoad } from '../../../../../lib/checks/rules/ecs/ecs-service-scales-by-load';
import { EcsServiceTwoRunning } from '../../../../../lib/checks/rules/ecs/ecs-service-two-running';
import { EcsServiceZones } from '../../../../../lib/checks/rules/ecs/ecs-service-zones';
import { EcsTaskImagePinned } from '../../../../../lib/checks/rules/ecs/ecs-task-image-pinned';
import { EcsTaskLogged } from '../../../../../lib/checks/rules/ecs/ecs-task-logged';
import { EcsTaskNonRoot } from '../../../../../lib/checks/rules/ecs/ecs-task-non-root';
import { EcsTaskNotPrivileged } from '../../../../../lib/checks/rules/ecs/ecs-task-not-privileged';
import { EcsTaskReadOnlyRoot } from '../../../../../lib/checks/rules/ecs/ecs-task-read-only-root';
import { describeRule } from '../../../../support/rule-table';

const ref = (id: string) => ({ Ref: id });
const resource = (type: string, properties?: object) => ({ Type: type, ...(properties && { Properties: properties }) });
const withParameter = (resources: object) => ({ Parameters: { P: { Type: 'String' } }, Resources: resources });
const when = (yes: unknown, no: unknown = { Ref: 'AWS::NoValue' }) => ({ 'Fn::If': ['Is', yes, no] });
const withCondition = (resources: object) => ({ ...withParameter(resources), Conditions: { Is: { 'Fn::Equals': [ref('P'), 'yes'] } } });
const topic = { Topic: resource('AWS::SNS::Topic') };
const inDevelopment = (body: object) => ({ templates: [{ environment: 'development', body }] });
const subnets = (...zones: unknown[]) => Object.fromEntries(zones.map((AvailabilityZone, i) => [`S${i}`, resource('AWS::EC2::Subnet', { AvailabilityZone })]));

const service = (properties: object = {}) => ({ Service: resource('AWS::ECS::Service', properties) });
const target = (properties: object = {}) => ({
  Target: resource('AWS::ApplicationAutoScaling::ScalableTarget', { ResourceId: { 'Fn::Sub': 'service/main/${Service.Name}' }, MinCapacity: 2, MaxCapacity: 6, ...properties }),
});
const policy = { Policy: resource('AWS::ApplicationAutoScaling::ScalingPolicy', { ScalingTargetId: ref('Target'), PolicyType: 'TargetTrackingScaling' }) };
const daemon = service({ SchedulingStrategy: 'DAEMON' });

describeRule(EcsServiceTwoRunning, {
  compliant: { 'two': service({ DesiredCount: 2 }), 'three as text': service({ DesiredCount: '3' }), 'two at least by scaling': { ...service({ DesiredCount: 1 }), ...target() } },
  violation: { 'one': service({ DesiredCount: 1 }), 'none said': service(), 'one at least by scaling': { ...service({ DesiredCount: 2 }), ...target({ MinCapacity: 1 }) }, 'one in a branch': withCondition(service({ DesiredCount: when(2, 1) })) },
  notApplicable: { 'one on each server': daemon, 'development': inDevelopment(service()) },
  unknown: { 'a parameter': withParameter(service({ DesiredCount: ref('P') })), 'a parameter of the scaling': withParameter({ ...service(), ...target({ MinCapacity: ref('P') }) }) },
});

describeRule(EcsServiceScalesByLoad, {
  compliant: {
    'a target with a policy': { ...service(), ...target(), ...policy },
    'a policy by the resource': { ...service(), ...target(), Policy: resource('AWS::ApplicationAutoScaling::ScalingPolicy', { ResourceId: { 'Fn::Join': ['/', ['service', 'main', { 'Fn::GetAtt': ['Service', 'Name'] }]] }, PolicyType: 'StepScaling' }) },
  },
  violation: { 'a fixed number': service(), 'a target without a policy': { ...service(), ...target() }, 'no room to grow': { ...service(), ...target({ MaxCapacity: 2 }), ...policy }, 'another service\'s target': { ...service(), Other: service().Service, ...target({ ResourceId: { 'Fn::Sub': 'service/main/${Other.Name}' } }), ...policy } },
  notApplicable: { 'one on each server': daemon, 'development': inDevelopment(service()) },
  unknown: { 'a target by parameter': withParameter({ ...service(), ...target({ ResourceId: ref('P') }), ...policy }), 'the most is a parameter': withParameter({ ...service(), ...target({ MaxCapacity: ref('P') }), ...policy }) },
});

const deployment = (key: string, settings: object) => service({ DeploymentConfiguration: { [key]: settings } });

describeRule(EcsServiceRollsBack, {
  compliant: { 'a circuit breaker': deployment('DeploymentCircuitBreaker', { Enable: true, Rollback: 'true' }), 'alarms': deployment('Alarms', { AlarmNames: ['a'], Enable: true, Rollback: true }) },
  violation: { 'nothing': service(), 'without going back': deployment('DeploymentCircuitBreaker', { Enable: true, Rollback: false }), 'off': deployment('DeploymentCircuitBreaker', { Enable: false, Rollback: true }) },
  notApplicable: { 'CodeDeploy': service({ DeploymentController: { Type: 'CODE_DEPLOY' } }), 'development': inDevelopment(service()) },
  unknown: { 'a parameter': withParameter(deployment('DeploymentCircuitBreaker', { Enable: true, Rollback: ref('P') })) },
});

describeRule(EcsServicePlatformNewest, {
  compliant: { 'nothing said': service({ LaunchType: 'FARGATE' }), 'latest': service({ LaunchType: 'FARGATE', PlatformVersion: 'LATEST' }), 'by capacity provider': service({ CapacityProviderStrategy: [{ CapacityProvider: 'FARGATE_SPOT' }] }) },
  violation: { 'pinned': service({ LaunchType: 'FARGATE', PlatformVersion: '1.4.0' }), 'pinned, without a launch type': service({ PlatformVersion: '1.3.0' }) },
  notApplicable: { 'servers of one\'s own': service({ LaunchType: 'EC2' }), 'another type': topic },
  unknown: { 'a parameter': withParameter(service({ PlatformVersion: ref('P') })) },
});

const network = (configuration: object) => service({ NetworkConfiguration: { AwsvpcConfiguration: configuration } });

describeRule(EcsServiceNoPublicAddress, {
  compliant: { 'not said': network({ Subnets: [] }), 'disabled': network({ AssignPublicIp: 'DISABLED' }) },
  violation: { 'enabled': network({ AssignPublicIp: 'ENABLED' }), 'enabled in a branch': withCondition(network({ AssignPublicIp: when('ENABLED', 'DISABLED') })), 'a task set, which spells it otherwise': { Set: resource('AWS::ECS::TaskSet', { NetworkConfiguration: { AwsVpcConfiguration: { AssignPublicIp: 'ENABLED' } } }) } },
  notApplicable: { 'the host\'s network': service() },
  unknown: { 'a parameter': withParameter(network({ AssignPublicIp: ref('P') })) },
});

describeRule(EcsServiceNoShell, {
  compliant: { 'not said': service(), 'off': service({ EnableExecuteCommand: false }) },
  violation: { 'on': service({ EnableExecuteCommand: true }), 'on as text': service({ EnableExecuteCommand: 'true' }) },
  notApplicable: { 'another type': topic },
  unknown: { 'a parameter': withParameter(service({ EnableExecuteCommand: ref('P') })) },
});

describeRule(EcsServiceZones, {
  compliant: { 'three zones': { ...subnets('a', 'b', 'c'), ...network({ Subnets: [ref('S0'), ref('S1'), ref('S2')] }) } },
  violation: { 'two zones': { ...subnets('a', 'b'), ...network({ Subnets: [ref('S0'), ref('S1')] }) } },
  notApplicable: { 'the host\'s network': service(), 'development': inDevelopment(network({ Subnets: ['subnet-1'] })) },
  unknown: { 'a parameter': withParameter(network({ Subnets: ref('P') })) },
});

const cluster = (Value?: unknown) => ({ Cluster: resource('AWS::ECS::Cluster', Value === undefined ? {} : { ClusterSettings: [{ Name: 'containerInsights', Value }] }) });

describeRule(EcsClusterContainerInsights, {
  compliant: { 'enabled': cluster('enabled'), 'enhanced': cluster('enhanced') },
  violation: { 'not said': cluster(), 'disabled': cluster('disabled') },
  notApplicable: { 'another type': topic },
  unknown: { 'a parameter': withParameter(cluster(ref('P'))) },
});

const hardened = { Name: 'a', User: '1000', ReadonlyRootFilesystem: true, Image: 'app:1' };
const definition = (containers: object[], properties: object = {}) => ({ Task: resource('AWS::ECS::TaskDefinition', { ContainerDefinitions: containers, ...properties }) });
const task = (container: object = {}, properties: object = {}) => definition([{ ...hardened, ...container }], properties);
const twoContainers = (second: object) => definition([hardened, { Name: 'b', ...second }]);

describeRule(EcsTaskNonRoot, {
  compliant: { 'a number': task({ User: '65532:65532' }), 'a name': task({ User: 'app' }) },
  violation: { 'not said': task({ User: { Ref: 'AWS::NoValue' } }), 'root': task({ User: 'root' }), 'zero and a group': task({ User: '0:1000' }), 'a number': task({ User: 0 }), 'zero, written longer': task({ User: '00' }), 'a group only': task({ User: ':1000' }), 'a second container': twoContainers({}) },
  notApplicable: { 'another type': topic },
  unknown: { 'a parameter': withParameter(task({ User: ref('P') })) },
});

describeRule(EcsTaskReadOnlyRoot, {
  compliant: { 'read only': task(), 'as text': task({ ReadonlyRootFilesystem: 'true' }) },
  violation: { 'not said': task({ ReadonlyRootFilesystem: undefined }), 'writable': task({ ReadonlyRootFilesystem: false }), 'a second container': twoContainers({}) },
  notApplicable: { 'Windows': task({ ReadonlyRootFilesystem: false }, { RuntimePlatform: { OperatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' } }) },
  unknown: { 'a parameter': withParameter(task({ ReadonlyRootFilesystem: ref('P') })) },
});

describeRule(EcsTaskNotPrivileged, {
  compliant: { 'nothing said': task(), 'a weak capability': task({ LinuxParameters: { Capabilities: { Add: ['SYS_TIME'], Drop: ['ALL'] } } }), 'a network of its own': task({}, { NetworkMode: 'awsvpc', PidMode: 'task' }) },
  violation: {
    'privileged': task({ Privileged: true }), 'a strong capability': task({ LinuxParameters: { Capabilities: { Add: ['SYS_ADMIN'] } } }), 'the host\'s network': task({}, { NetworkMode: 'host' }),
    'the host\'s processes': task({}, { PidMode: 'host' }), 'a second container': twoContainers({ Privileged: 'true' }),
  },
  notApplicable: { 'another type': topic },
  unknown: { 'a parameter': withParameter(task({ Privileged: ref('P') })) },
});

const repository = { Repository: resource('AWS::ECR::Repository') };

describeRule(EcsTaskImagePinned, {
  compliant: {
    'a digest': task({ Image: `public.ecr.aws/nginx/nginx@sha256:${'0'.repeat(64)}` }), 'a tag': task({ Image: 'registry.example.com:5000/app:1.2.3' }),
    'a tag in a repository of the template': { ...repository, ...task({ Image: { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Repository', 'RepositoryUri'] }, ':1.2']] } }) },
    'a tag in an open repository': withParameter(task({ Image: { 'Fn::Sub': '${AWS::AccountId}.dkr.ecr.${AWS::Region}.amazonaws.com/${P}:1.2' } })),
  },
  violation: { 'latest': task({ Image: 'nginx:latest' }), 'no tag': task({ Image: 'nginx' }), 'a port and no tag': task({ Image: 'registry.example.com:5000/app' }), 'no tag of a repository of the template': { ...repository, ...task({ Image: { 'Fn::GetAtt': ['Repository', 'RepositoryUri'] } }) } },
  notApplicable: { 'another type': topic },
  unknown: { 'a parameter': withParameter(task({ Image: ref('P') })), 'the tag is a parameter': withParameter(task({ Image: { 'Fn::Sub': 'app:${P}' } })), 'an import': task({ Image: { 'Fn::ImportValue': 'image' } }) },
});

describeRule(EcsTaskLogged, {
  compliant: { 'to a log group': task({ LogConfiguration: { LogDriver: 'awslogs' } }) },
  violation: { 'not said': task(), 'nowhere': task({ LogConfiguration: { LogDriver: 'none' } }), 'a second container': twoContainers({}) },
  notApplicable: { 'another type': topic },
  unknown: { 'a parameter': withParameter(task({ LogConfiguration: { LogDriver: ref('P') } })) },
});

const fargate = (key?: unknown) => ({
  Key: resource('AWS::KMS::Key'), ...service({ Cluster: ref('Cluster'), LaunchType: 'FARGATE' }),
  Cluster: resource('AWS::ECS::Cluster', { Configuration: { ManagedStorageConfiguration: { FargateEphemeralStorageKmsKeyId: key } } }),
});

describeRule(EcsClusterStorageEncrypted, {
  compliant: { 'under a key': fargate(ref('Key')) },
  violation: { 'not said': fargate(), 'not said, by capacity provider': { Cluster: resource('AWS::ECS::Cluster', { CapacityProviders: ['FARGATE'] }) } },
  notApplicable: { 'no Fargate': { Cluster: resource('AWS::ECS::Cluster') } },
  unknown: { 'a parameter': withParameter(fargate(ref('P'))) },
});
