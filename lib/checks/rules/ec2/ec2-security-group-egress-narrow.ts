import { all, compliant, demand, isEverywhere, open, portsOf, rangeValue, violation, type Resource, type Rule, type Value, type Verdict } from '../../rule';

export const Ec2SecurityGroupEgressNarrow: Rule = {
  id: 'Ec2SecurityGroupEgressNarrow',
  title: 'A security group lets traffic out to everywhere on TCP 443 and 80 at most.',
  why: 'A group without rules of its own lets everything out; the firewall is then the only thing between an intruder and the Internet.',
  mend: 'Write SecurityGroupEgress: the groups and ranges that are called, and TCP 443 where the firewall\'s list of names decides.',
  controls: ['NET4', 'NET7'],
  references: ['https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html'],
  where: 'acceptance-and-production',
  types: ['AWS::EC2::SecurityGroup', 'AWS::EC2::SecurityGroupEgress'],
  check: (resource) => {
    const rules = rulesOf(resource);
    return rules.length === 0 ? violation('without egress rules the group lets everything out', resource.at('SecurityGroupEgress')) : all(rules.map(verdict));
  },
};

function rulesOf(resource: Resource): Value[] {
  return resource.type === 'AWS::EC2::SecurityGroup' ? resource.at('SecurityGroupEgress').items : [resource.properties];
}

function verdict(rule: Value): Verdict {
  if (rule.open !== undefined && !rule.isObject) {
    return open(rule);
  }
  const ranges = [rule.at('CidrIp'), rule.at('CidrIpv6')].filter((range) => range.present).map(rangeValue);
  return all([compliant(rule.at('DestinationSecurityGroupId')), ...ranges.map((range) => verdictOnRange(range, rule))]);
}

function verdictOnRange(range: Value, rule: Value): Verdict {
  if (range.open !== undefined) {
    return open(range);
  }
  const ports = portsOf(rule);
  const web = ports && ports.from === ports.to && [80, 443].includes(ports.from);
  return !isEverywhere(range.text ?? '') ? compliant(range)
    : !ports ? open(rule) : demand(rule.at('IpProtocol'), ({ text }) => web === true && /^(tcp|6)$/i.test(text ?? ''), `${range.text} is reached on more than TCP 443 or 80`);
}
