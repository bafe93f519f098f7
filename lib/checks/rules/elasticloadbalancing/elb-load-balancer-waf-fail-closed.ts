import { demand, isApplicationBalancer, NOT_APPLICABLE, setting, type Rule } from '../../rule';

export const ElbLoadBalancerWafFailClosed: Rule = {
  id: 'ElbLoadBalancerWafFailClosed',
  title: 'A load balancer lets nothing through while its web application firewall does not answer.',
  why: 'Whoever can overload the firewall otherwise gets past it.',
  mend: 'Leave the attribute waf.fail_open.enabled out or false.',
  controls: ['EDG1'],
  references: ['https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#load-balancer-attributes'],
  types: ['AWS::ElasticLoadBalancingV2::LoadBalancer'],
  check: (balancer) => (isApplicationBalancer(balancer)
    ? demand(setting(balancer.at('LoadBalancerAttributes'), 'waf.fail_open.enabled'), (value) => !value.isTrue, 'requests pass unchecked when the web application firewall does not answer')
    : NOT_APPLICABLE),
};
