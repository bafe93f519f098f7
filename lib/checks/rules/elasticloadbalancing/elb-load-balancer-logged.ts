import { all, demand, isApplicationBalancer, setting, type Rule } from '../../rule';

export const ElbLoadBalancerLogged: Rule = {
  id: 'ElbLoadBalancerLogged',
  title: 'A load balancer logs requests and connections.',
  why: 'Without the log nobody can tell who asked for what, nor which connection attempts failed and why.',
  mend: 'Set access_logs.s3.enabled and, for an application load balancer, connection_logs.s3.enabled to true, with their buckets.',
  controls: ['LOG3'],
  references: ['https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-monitoring.html'],
  types: ['AWS::ElasticLoadBalancingV2::LoadBalancer'],
  check: (balancer) => {
    const logs = isApplicationBalancer(balancer) ? ['access_logs', 'connection_logs'] : balancer.at('Type').text === 'network' ? ['access_logs'] : [];
    const attributes = balancer.at('LoadBalancerAttributes');
    return all(logs.flatMap((log) => [
      demand(setting(attributes, `${log}.s3.enabled`), (value) => value.isTrue, `${log} are off`),
      demand(setting(attributes, `${log}.s3.bucket`), ({ text }) => (text ?? '') !== '', `${log} have no bucket`),
    ]));
  },
};
