import {
  all, compliant, facesInternet, INGRESS_TYPES, ingressGroup, ingressRules, isEverywhere, mentions, notShown, open, portsOf, rangeValue, violation,
  type Resource, type Rule, type Value, type Verdict,
} from '../../rule';

/** What may carry a security group beside load balancers and stands behind them. */
const WORKLOADS = ['AWS::EC2::Instance', 'AWS::EC2::LaunchTemplate', 'AWS::AutoScaling::LaunchConfiguration', 'AWS::ECS::Service', 'AWS::Lambda::Function'];

export const Ec2SecurityGroupClosedToInternet: Rule = {
  id: 'Ec2SecurityGroupClosedToInternet',
  title: 'Nobody but an Internet-facing load balancer is reachable from everywhere, and it on ports 443 and 80 only.',
  why: 'Whatever everybody can reach, everybody can attack, round the web application firewall.',
  mend: 'Admit security groups or the listed ranges that need access. Leave 0.0.0.0/0 and ::/0 to the load balancer, on TCP 443 and 80.',
  controls: ['NET3'],
  references: ['https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html'],
  types: INGRESS_TYPES,
  check: (resource) => {
    const rules = ingressRules(resource);
    return rules.length === 0 ? compliant(resource.at('SecurityGroupIngress')) : all(rules.map((rule) => all(sources(rule).map((source) => verdict(source, rule, resource)))));
  },
};

/** Everything but security groups that a rule admits: addresses, and the entries of prefix lists. */
function sources(rule: Value): Value[] {
  const list = rule.at('SourcePrefixListId');
  const direct = [rule.at('CidrIp'), rule.at('CidrIpv6')].filter((range) => range.present);
  const entries = list.target?.type === 'AWS::EC2::PrefixList' ? list.target.at('Entries').items.map((entry) => entry.at('Cidr')) : list.present ? [list] : [];
  const found = [...direct, ...entries];
  return found.length > 0 ? found : [rule.at('SourceSecurityGroupId').present ? rule.at('SourceSecurityGroupId') : rule];
}

function verdict(source: Value, rule: Value, resource: Resource): Verdict {
  if (source.path.endsWith('.SourceSecurityGroupId')) {
    return compliant(source);
  }
  if (source.path.endsWith('.SourcePrefixListId')) {
    return notShown(source, 'a prefix list');
  }
  const range = rangeValue(source);
  if (range.open !== undefined) {
    return open(range);
  }
  return isEverywhere(range.text ?? '') ? verdictOnEverywhere(source, rule, resource) : compliant(source);
}

function verdictOnEverywhere(source: Value, rule: Value, resource: Resource): Verdict {
  const ports = portsOf(rule);
  const group = ingressGroup(resource);
  if (!ports || !group) {
    return ports ? notShown(resource.at('GroupId'), 'a security group') : open(rule);
  }
  const web = ports.from === ports.to && [80, 443].includes(ports.from) && ['tcp', '6'].includes(rule.at('IpProtocol').text?.toLowerCase() ?? '');
  if (!web) {
    return violation(`${source.text} is admitted on more than TCP 443 or 80`, source, rule.at('FromPort'), rule.at('ToPort'));
  }
  return guardsOnlyBalancers(group) ? compliant(source) : violation(`${source.text} is admitted, and the group is no Internet-facing load balancer's`, source);
}

function guardsOnlyBalancers(group: Resource): boolean {
  const balancers = group.set.ofType('AWS::ElasticLoadBalancingV2::LoadBalancer')
    .filter((balancer) => facesInternet(balancer) && balancer.at('SecurityGroups').items.some((item) => item.refersTo(group)));
  return balancers.length > 0 && !shared(group);
}

/** Whether servers, tasks or functions carry the load balancer's group too. */
function shared(group: Resource): boolean {
  return WORKLOADS.some((type) => group.set.ofType(type).some((user) => mentions(user.properties, group)));
}
