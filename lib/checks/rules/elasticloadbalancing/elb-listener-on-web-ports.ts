import { demand, facesInternet, NOT_APPLICABLE, notShown, open, type Rule } from '../../rule';

export const ElbListenerOnWebPorts: Rule = {
  id: 'ElbListenerOnWebPorts',
  title: 'An Internet-facing load balancer listens on ports 443 and 80 only.',
  why: 'Every further port is another way in, which the web application firewall and the reviews do not know.',
  mend: 'Listen on 443, and on 80 to redirect; put other services behind the VPN.',
  controls: ['NET3'],
  references: ['https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html'],
  types: ['AWS::ElasticLoadBalancingV2::Listener'],
  check: (listener) => {
    const balancer = listener.at('LoadBalancerArn');
    if (balancer.target?.type !== 'AWS::ElasticLoadBalancingV2::LoadBalancer') {
      return balancer.open !== undefined ? open(balancer) : notShown(balancer, 'a load balancer');
    }
    return facesInternet(balancer.target) ? demand(listener.at('Port'), ({ text }) => ['80', '443'].includes(text ?? ''), 'the Internet reaches another port than 443 and 80') : NOT_APPLICABLE;
  },
};
