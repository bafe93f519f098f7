import { NOT_APPLICABLE, spread, type Rule } from '../../rule';

export const Ec2VpcEndpointZones: Rule = {
  id: 'Ec2VpcEndpointZones',
  title: 'An interface endpoint stands in three availability zones.',
  why: 'When the endpoint\'s only zone fails, the other zones lose the service too, keys and secrets included.',
  mend: 'Name subnets in three availability zones.',
  controls: ['AVA1'],
  references: ['https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html'],
  where: 'acceptance-and-production',
  types: ['AWS::EC2::VPCEndpoint'],
  check: (endpoint) => (endpoint.at('VpcEndpointType').text === 'Interface' ? spread(endpoint.at('SubnetIds'), 3, 'the endpoint') : NOT_APPLICABLE),
};
