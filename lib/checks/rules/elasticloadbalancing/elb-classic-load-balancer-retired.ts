import { all, demand, facesInternet, violation, type Rule } from '../../rule';

export const ElbClassicLoadBalancerRetired: Rule = {
  id: 'ElbClassicLoadBalancerRetired',
  title: 'No classic load balancer faces the Internet, and one inside speaks TLS.',
  why: 'It can have no web application firewall, no TLS 1.3, no redirect and no security headers.',
  mend: 'Use AWS::ElasticLoadBalancingV2::LoadBalancer.',
  controls: ['EDG1', 'EDG3'],
  references: ['https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/migrate-classic-load-balancer.html'],
  types: ['AWS::ElasticLoadBalancing::LoadBalancer'],
  check: (balancer) => (facesInternet(balancer) ? violation('a classic load balancer cannot be guarded by a web application firewall', balancer.at('Scheme'))
    : all(balancer.at('Listeners').items.map((listener) =>
      demand(listener.at('Protocol'), ({ text }) => /^(https|ssl)$/i.test(text ?? ''), 'the load balancer speaks plaintext')))),
};
