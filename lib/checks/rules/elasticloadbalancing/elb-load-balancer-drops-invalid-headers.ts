import { demand, isApplicationBalancer, NOT_APPLICABLE, setting, type Rule } from '../../rule';

export const ElbLoadBalancerDropsInvalidHeaders: Rule = {
  id: 'ElbLoadBalancerDropsInvalidHeaders',
  title: 'A load balancer drops header fields that are not valid.',
  why: 'Proxies and servers read malformed header fields differently, which lets attackers smuggle requests past the checks.',
  mend: 'Set the attribute routing.http.drop_invalid_header_fields.enabled to true.',
  controls: ['EDG6'],
  references: ['https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#load-balancer-attributes'],
  types: ['AWS::ElasticLoadBalancingV2::LoadBalancer'],
  check: (balancer) => (isApplicationBalancer(balancer)
    ? demand(setting(balancer.at('LoadBalancerAttributes'), 'routing.http.drop_invalid_header_fields.enabled'), (value) => value.isTrue, 'invalid header fields are passed on')
    : NOT_APPLICABLE),
};
