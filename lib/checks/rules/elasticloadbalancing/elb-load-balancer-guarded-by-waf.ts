import { companions, compliant, facesInternet, isApplicationBalancer, needs, NOT_APPLICABLE, open, violation, type Rule } from '../../rule';

export const ElbLoadBalancerGuardedByWaf: Rule = {
  id: 'ElbLoadBalancerGuardedByWaf',
  title: 'A web application firewall guards an Internet-facing load balancer.',
  why: 'Security groups and network firewalls let HTTPS through unread; injections and known exploits arrive at the application.',
  mend: 'Associate a web ACL with the load balancer (AWS::WAFv2::WebACLAssociation).',
  controls: ['EDG1'],
  references: ['https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-associating-aws-resource.html'],
  types: ['AWS::ElasticLoadBalancingV2::LoadBalancer'],
  check: (balancer) => {
    if (!facesInternet(balancer)) {
      return NOT_APPLICABLE;
    }
    if (balancer.at('Type').open !== undefined) {
      return open(balancer.at('Type'));
    }
    if (isApplicationBalancer(balancer)) {
      return needs(balancer, 'AWS::WAFv2::WebACLAssociation', ['ResourceArn'], 'no web application firewall guards the load balancer');
    }
    // A network load balancer cannot have one: it may only pass on to an application load balancer, or carry no web traffic.
    const web = companions(balancer, 'AWS::ElasticLoadBalancingV2::Listener', 'LoadBalancerArn').find((listener) => ['80', '443'].includes(listener.at('Port').text ?? ''));
    const toBalancer = web?.at('DefaultActions').targets.some((target) => target.at('TargetType').text === 'alb');
    return !web ? NOT_APPLICABLE : toBalancer ? compliant(web.at('DefaultActions')) : violation('web traffic comes in by a network load balancer, which no web application firewall can guard', web.at('Port'));
  },
};
