import { demand, isApplicationBalancer, NOT_APPLICABLE, setting, type Rule } from '../../rule';

export const ElbLoadBalancerDesyncStrictest: Rule = {
  id: 'ElbLoadBalancerDesyncStrictest',
  title: 'A load balancer mitigates request smuggling in its strictest mode.',
  why: 'In the default mode, ambiguous requests are still passed on, over connections that other users share.',
  mend: 'Set the attribute routing.http.desync_mitigation_mode to strictest.',
  controls: ['EDG6'],
  references: ['https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#load-balancer-attributes'],
  types: ['AWS::ElasticLoadBalancingV2::LoadBalancer'],
  check: (balancer) => (isApplicationBalancer(balancer)
    ? demand(setting(balancer.at('LoadBalancerAttributes'), 'routing.http.desync_mitigation_mode'), (value) => value.text === 'strictest', 'requests that do not keep to the standard are passed on')
    : NOT_APPLICABLE),
};
