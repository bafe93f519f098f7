import { all, companions, compliant, holdsStores, notShown, type Resource, type Rule, unknown, type Value, type Verdict, violation } from '../../rule';

export const Ec2ClientVpnNetworkSealed: Rule = {
  id: 'Ec2ClientVpnNetworkSealed',
  title: 'The client VPN ends in a network of its own, with no way to the Internet and no workload in it.',
  why: 'A VPN that ends beside the workload puts every device of every administrator into its network; a way out carries data away.',
  mend: 'End the VPN in a VPC for access alone: no Internet or NAT gateway, AWS services by endpoints, the workload by peering.',
  controls: ['ACC8'],
  references: ['https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/what-is-best-practices.html', 'https://docs.aws.amazon.com/vpc/latest/privatelink/concepts.html'],
  types: ['AWS::EC2::ClientVpnEndpoint'],
  where: 'acceptance-and-production',
  check: (endpoint) => {
    const subnets = companions(endpoint, 'AWS::EC2::ClientVpnTargetNetworkAssociation', 'ClientVpnEndpointId').map((association) => association.at('SubnetId'));
    const named = [endpoint.at('VpcId'), ...subnets.map((subnet) => subnet.target?.at('VpcId') ?? subnet)].filter((value) => value.present);
    const networks = named.flatMap(({ target }) => (target?.type === 'AWS::EC2::VPC' ? [target] : []));
    const hidden = named.filter(({ target }) => target?.type !== 'AWS::EC2::VPC');
    const routes = companions(endpoint, 'AWS::EC2::ClientVpnRoute', 'ClientVpnEndpointId').map((route) => route.at('DestinationCidrBlock')).filter((range) => /\/0$/.test(range.text ?? ''));
    return all([
      ...routes.map((range) => violation('the tunnel leads to the Internet', range)),
      ...networks.map(sealed), ...hidden.map((value) => notShown(value, 'a network')),
      ...(named.length === 0 ? [unknown('the templates do not show in which network the VPN ends')] : []),
    ]);
  },
};

function sealed(vpc: Resource): Verdict {
  const inside = (subnet: Value) => subnet.target?.at('VpcId').target?.is(vpc) ?? false;
  const standing = (type: string, ...path: string[]) => vpc.set.ofType(type).map((resource) => resource.at(...path)).filter((subnets) => subnets.items.some(inside));
  const gateways = [
    ...companions(vpc, 'AWS::EC2::VPCGatewayAttachment', 'VpcId').map((attachment) => attachment.at('InternetGatewayId')).filter((gateway) => gateway.present),
    ...companions(vpc, 'AWS::EC2::EgressOnlyInternetGateway', 'VpcId').map((gateway) => gateway.at('VpcId')),
    ...standing('AWS::EC2::NatGateway', 'SubnetId'),
  ];
  const workloads = [
    ...standing('AWS::ElasticLoadBalancingV2::LoadBalancer', 'Subnets'),
    ...standing('AWS::ECS::Service', 'NetworkConfiguration', 'AwsvpcConfiguration', 'Subnets'),
    ...vpc.set.ofType('AWS::EC2::Subnet').filter((subnet) => subnet.at('VpcId').refersTo(vpc) && holdsStores(subnet)).map((subnet) => subnet.at('VpcId')),
  ];
  return all([
    compliant(vpc.at('CidrBlock')),
    ...gateways.map((gateway) => violation('the network of the VPN has a gateway to the Internet', gateway)),
    ...workloads.map((subnets) => violation('a workload stands in the network of the VPN', subnets)),
  ]);
}
