import { all, compliant, demand, notShown, violation, type Resource, type Rule, type Value, type Verdict } from '../../rule';

const MESSAGE = 'the server gets a public address';

export const Ec2InstanceNoPublicAddress: Rule = {
  id: 'Ec2InstanceNoPublicAddress',
  title: 'No server has a public address.',
  why: 'A server with a public address is attacked directly, round the load balancer and its web application firewall.',
  mend: 'Set AssociatePublicIpAddress to false, name a subnet that maps none, and attach no elastic IP address to servers.',
  controls: ['NET3', 'ACC1'],
  references: ['https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-9'],
  types: ['AWS::EC2::Instance', 'AWS::EC2::LaunchTemplate', 'AWS::AutoScaling::LaunchConfiguration', 'AWS::EC2::EIP', 'AWS::EC2::EIPAssociation'],
  check: (resource) => {
    switch (resource.type) {
      case 'AWS::EC2::Instance': return verdictOnInstance(resource);
      case 'AWS::EC2::LaunchTemplate': return all([compliant(), ...verdictsOnInterfaces(resource.at('LaunchTemplateData', 'NetworkInterfaces'))]);
      case 'AWS::AutoScaling::LaunchConfiguration': return verdictOnFlag(resource.at('AssociatePublicIpAddress'));
      default: return verdictOnAddress(resource);
    }
  },
};

/** Load balancers and NAT gateways name their addresses themselves: an address that names its bearer is a server's. */
function verdictOnAddress(address: Resource): Verdict {
  const bearer = [address.at('InstanceId'), address.at('NetworkInterfaceId')].find((value) => value.present);
  return bearer ? violation('a server gets an elastic IP address', bearer) : compliant(address.at('InstanceId'));
}

function verdictOnFlag(flag: Value): Verdict {
  return demand(flag, (value) => !value.isTrue, MESSAGE);
}

function verdictsOnInterfaces(interfaces: Value): Verdict[] {
  return interfaces.items.map((item) => verdictOnFlag(item.at('AssociatePublicIpAddress')));
}

/** Without a word about it, the subnet decides; without a subnet, the server stands in the default VPC, whose subnets map public addresses. */
function verdictOnInstance(instance: Resource): Verdict {
  const interfaces = instance.at('NetworkInterfaces');
  const flags = interfaces.items.map((item) => item.at('AssociatePublicIpAddress'));
  if (flags.length > 0 && flags.every((flag) => flag.present)) {
    return all(flags.map(verdictOnFlag));
  }
  const subnet = instance.at('SubnetId').present ? instance.at('SubnetId') : interfaces.at(0, 'SubnetId');
  if (instance.at('LaunchTemplate').present || interfaces.items.some((item) => item.at('NetworkInterfaceId').present)) {
    return compliant(instance.at('LaunchTemplate'));
  }
  if (subnet.absent) {
    return violation('the server stands in the default VPC, where it gets a public address', subnet);
  }
  return subnet.target?.type === 'AWS::EC2::Subnet' ? verdictOnFlag(subnet.target.at('MapPublicIpOnLaunch')) : notShown(subnet, 'a subnet');
}
