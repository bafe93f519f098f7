import { NOT_APPLICABLE, spread, type Rule } from '../../rule';

export const EcsServiceZones: Rule = {
  id: 'EcsServiceZones',
  title: 'The tasks of a service are spread over three availability zones.',
  why: 'Tasks in one zone all stop together.',
  mend: 'Name subnets in three availability zones.',
  controls: ['AVA1', 'AVA2'],
  references: ['https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html'],
  where: 'acceptance-and-production',
  types: ['AWS::ECS::Service'],
  check: (service) => {
    const network = service.at('NetworkConfiguration');
    return network.absent ? NOT_APPLICABLE : spread(network.at('AwsvpcConfiguration', 'Subnets'), 3, 'the service');
  },
};
