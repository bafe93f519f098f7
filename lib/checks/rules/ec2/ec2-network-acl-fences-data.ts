import {
  all, companions, compliant, containsRange, holdsStores, isEverywhere, needs, NOT_APPLICABLE, notShown, open, rangeValue, violation,
  type Resource, type Rule, type Value, type Verdict,
} from '../../rule';

export const Ec2NetworkAclFencesData: Rule = {
  id: 'Ec2NetworkAclFencesData',
  title: 'A network ACL lets named ranges reach a subnet of data stores, on named ports, and nobody else.',
  why: 'The default network ACL lets everything through, so that one wrong security group opens the stores.',
  mend: 'Associate a network ACL of its own; allow the application\'s and access subnets\' ranges, the stores\' ports and answers.',
  controls: ['NET5'],
  references: ['https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html'],
  types: ['AWS::EC2::Subnet'],
  check: (subnet) => (holdsStores(subnet)
    ? needs(subnet, 'AWS::EC2::SubnetNetworkAclAssociation', ['SubnetId'], 'no network ACL of its own fences the subnet', (association) => verdict(association, subnet))
    : NOT_APPLICABLE),
};

function verdict(association: Resource, subnet: Resource): Verdict {
  const acl = association.at('NetworkAclId');
  if (acl.target?.type !== 'AWS::EC2::NetworkAcl') {
    return acl.attribute === 'DefaultNetworkAcl' ? violation('the default network ACL admits everybody', acl) : notShown(acl, 'a network ACL');
  }
  const network = subnet.at('VpcId').target?.at('CidrBlock');
  const entries = companions(acl.target, 'AWS::EC2::NetworkAclEntry', 'NetworkAclId').filter((entry) => entry.at('RuleAction').text?.toLowerCase() !== 'deny');
  return all([compliant(acl), ...entries.map((entry) => verdictOnEntry(entry, network))]);
}

function verdictOnEntry(entry: Resource, network: Value | undefined): Verdict {
  const range = rangeValue(entry.at('CidrBlock').present ? entry.at('CidrBlock') : entry.at('Ipv6CidrBlock'));
  const [protocol, from, to] = [entry.at('Protocol'), entry.at('PortRange', 'From'), entry.at('PortRange', 'To')];
  const vague = [range, protocol, from, to].find((value) => value.open !== undefined);
  const text = range.text ?? '';
  if (vague) {
    return open(vague);
  }
  if (isEverywhere(text)) {
    return violation(`${entry.logicalId} allows ${text}`, range);
  }
  if (network?.text !== undefined && containsRange(text, network.text)) {
    return violation(`${entry.logicalId} allows the whole VPC, ${text}`, range);
  }
  const ports = ['6', '17'].includes(protocol.text ?? '') && from.number !== undefined && to.number !== undefined && to.number - from.number < 65000;
  return ports || ['1', '58'].includes(protocol.text ?? '') ? compliant(range) : violation(`${entry.logicalId} allows ${text} on all ports`, protocol, from, to);
}
