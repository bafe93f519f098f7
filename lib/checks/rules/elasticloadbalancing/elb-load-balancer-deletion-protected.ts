import { demand, setting, type Rule } from '../../rule';

export const ElbLoadBalancerDeletionProtected: Rule = {
  id: 'ElbLoadBalancerDeletionProtected',
  title: 'A load balancer cannot be deleted by one call.',
  why: 'A deleted load balancer takes the service off the Internet, and its name and addresses do not come back.',
  mend: 'Set the attribute deletion_protection.enabled to true.',
  controls: ['REL4'],
  references: ['https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-6'],
  where: 'acceptance-and-production',
  types: ['AWS::ElasticLoadBalancingV2::LoadBalancer'],
  check: (balancer) => demand(setting(balancer.at('LoadBalancerAttributes'), 'deletion_protection.enabled'), (value) => value.isTrue, 'the load balancer can be deleted'),
};
