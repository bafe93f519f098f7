import { demand, NOT_APPLICABLE, type Resource, type Rule } from '../../rule';

export const EcsServicePlatformNewest: Rule = {
  id: 'EcsServicePlatformNewest',
  title: 'A Fargate service runs on the newest platform version.',
  why: 'A pinned platform version keeps a kernel and a container runtime with known holes.',
  mend: 'Leave PlatformVersion out, or set it to LATEST.',
  controls: ['OPS2'],
  references: ['https://docs.aws.amazon.com/AmazonECS/latest/developerguide/platform-fargate.html'],
  types: ['AWS::ECS::Service'],
  check: (service) => (isFargate(service)
    ? demand(service.at('PlatformVersion'), (version) => version.absent || version.text === 'LATEST', 'the platform version is pinned') : NOT_APPLICABLE),
};

function isFargate(service: Resource): boolean {
  return service.at('LaunchType').text === 'FARGATE' || service.at('PlatformVersion').present
    || service.at('CapacityProviderStrategy').items.some((item) => /^FARGATE/.test(item.at('CapacityProvider').text ?? ''));
}
