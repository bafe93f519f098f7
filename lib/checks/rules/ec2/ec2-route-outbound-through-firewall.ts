import {
  all, companions, compliant, leadsToInternet, NOT_APPLICABLE, notShown, open, subnetsOf, violation, type Resource, type Rule, type Value, type Verdict,
} from '../../rule';

export const Ec2RouteOutboundThroughFirewall: Rule = {
  id: 'Ec2RouteOutboundThroughFirewall',
  title: 'Only AWS Network Firewall, or NAT gateways behind it, have a route to the Internet gateway.',
  why: 'Traffic that goes to the Internet gateway directly is inspected by nobody, and data leaves to anywhere.',
  mend: 'Route every other subnet to the firewall\'s endpoint, and only the firewall\'s subnets to the Internet gateway.',
  controls: ['NET4', 'NET7'],
  references: ['https://docs.aws.amazon.com/network-firewall/latest/developerguide/architectures.html'],
  where: 'acceptance-and-production',
  types: ['AWS::EC2::Route'],
  check: (route) => {
    const gateway = route.at('GatewayId');
    if (!leadsToInternet(route) && route.at('EgressOnlyInternetGatewayId').absent) {
      return gateway.open !== undefined ? open(gateway) : NOT_APPLICABLE;
    }
    const table = route.at('RouteTableId');
    return table.target ? all(subnetsOf(table.target).map(verdict)) : notShown(table, 'a route table');
  },
};

function verdict(subnet: Value): Verdict {
  if (!subnet.target) {
    return notShown(subnet, 'a subnet');
  }
  return holdsFirewall(subnet.target) || holdsGuardedNat(subnet.target) ? compliant(subnet)
    : violation(`${subnet.target.logicalId} goes to the Internet gateway without a firewall`, subnet);
}

function holdsFirewall(subnet: Resource): boolean {
  return subnet.set.ofType('AWS::NetworkFirewall::Firewall').some((firewall) => firewall.at('SubnetMappings').items.some((mapping) => mapping.at('SubnetId').refersTo(subnet)))
    || companions(subnet, 'AWS::NetworkFirewall::VpcEndpointAssociation', 'SubnetMapping', 'SubnetId').length > 0;
}

/** Whether a subnet is the place of NAT gateways that only the firewall's subnets lead to, and of no load balancer. */
function holdsGuardedNat(subnet: Resource): boolean {
  const gateways = companions(subnet, 'AWS::EC2::NatGateway', 'SubnetId');
  const routes = gateways.flatMap((gateway) => companions(gateway, 'AWS::EC2::Route', 'NatGatewayId'));
  const balancers = companions(subnet, 'AWS::ElasticLoadBalancingV2::LoadBalancer', 'Subnets');
  return gateways.length > 0 && balancers.length === 0 && routes.every((route) => {
    const table = route.at('RouteTableId').target;
    return table !== undefined && subnetsOf(table).every((source) => source.target !== undefined && holdsFirewall(source.target));
  });
}
