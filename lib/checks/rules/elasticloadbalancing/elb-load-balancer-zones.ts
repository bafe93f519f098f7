import { spread, type Rule } from '../../rule';

export const ElbLoadBalancerZones: Rule = {
  id: 'ElbLoadBalancerZones',
  title: 'A load balancer stands in three availability zones.',
  why: 'A zone without the load balancer gets no traffic; with two, losing one halves what is left.',
  mend: 'Name subnets in three availability zones.',
  controls: ['AVA1'],
  references: ['https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-13'],
  where: 'acceptance-and-production',
  types: ['AWS::ElasticLoadBalancingV2::LoadBalancer'],
  check: (balancer) => (balancer.at('SubnetMappings').present
    ? spread(balancer.at('SubnetMappings'), 3, 'the load balancer', (mapping) => mapping.at('SubnetId'))
    : spread(balancer.at('Subnets'), 3, 'the load balancer')),
};
