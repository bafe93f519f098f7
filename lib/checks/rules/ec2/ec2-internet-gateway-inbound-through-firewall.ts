import {
  all, companions, compliant, facesInternet, NOT_APPLICABLE, notShown, open, rangeValue, routesOf, violation, type Resource, type Rule, type Value, type Verdict,
} from '../../rule';

export const Ec2InternetGatewayInboundThroughFirewall: Rule = {
  id: 'Ec2InternetGatewayInboundThroughFirewall',
  title: 'What comes in by the Internet gateway passes a firewall endpoint before it reaches a load balancer.',
  why: 'Without a route table of its own, the Internet gateway delivers straight to the load balancer, past the firewall.',
  mend: 'Associate a route table with the gateway that leads each load balancer subnet\'s range to the firewall endpoint of its zone.',
  controls: ['NET4'],
  references: ['https://docs.aws.amazon.com/vpc/latest/userguide/gateway-route-tables.html'],
  where: 'acceptance-and-production',
  types: ['AWS::EC2::VPCGatewayAttachment'],
  check: (attachment) => {
    const gateway = attachment.at('InternetGatewayId');
    const vpc = attachment.at('VpcId').target;
    if (gateway.absent) {
      return NOT_APPLICABLE;
    }
    if (!gateway.target || !vpc) {
      return notShown(gateway.target ? attachment.at('VpcId') : gateway, 'a gateway or VPC');
    }
    const routes = companions(gateway.target, 'AWS::EC2::GatewayRouteTableAssociation', 'GatewayId')
      .flatMap((association) => association.at('RouteTableId').target ?? []).flatMap(routesOf).filter((route) => route.at('VpcEndpointId').present);
    return all(balancerSubnets(vpc).map((subnet) => verdict(subnet, routes)));
  },
};

function balancerSubnets(vpc: Resource): Resource[] {
  const balancers = vpc.set.ofType('AWS::ElasticLoadBalancingV2::LoadBalancer').filter(facesInternet);
  const subnets = balancers.flatMap((balancer) => [...balancer.at('Subnets').items, ...balancer.at('SubnetMappings').items.map((mapping) => mapping.at('SubnetId'))]);
  return subnets.flatMap((subnet) => (subnet.target?.at('VpcId').refersTo(vpc) ? subnet.target : []));
}

function verdict(subnet: Resource, routes: readonly Resource[]): Verdict {
  return all([
    covered(subnet, subnet.at('CidrBlock'), routes.map((route) => route.at('DestinationCidrBlock'))),
    subnet.at('Ipv6CidrBlock').present ? covered(subnet, subnet.at('Ipv6CidrBlock'), routes.map((route) => route.at('DestinationIpv6CidrBlock'))) : NOT_APPLICABLE,
  ]);
}

function covered(subnet: Resource, range: Value, destinations: readonly Value[]): Verdict {
  const found = destinations.find((destination) => (destination.refersTo(subnet) || (range.open === undefined && rangeValue(destination).text === range.text)));
  if (found) {
    return compliant(found);
  }
  const vague = [range, ...destinations].find((value) => value.open !== undefined);
  return destinations.some((destination) => destination.present) && vague ? open(vague) : violation(`what comes in for ${subnet.logicalId} passes no firewall`, range);
}
