import { EgressOnlyThroughFirewall } from '../../../../lib/checks/proofs/properties/egress-only-through-firewall';
import type { Resource, TemplateSet } from '../../../../lib/checks/template';
import type { Edit, Family, ProofMutant } from '../mutants';
import { ANYWHERE, associationOf, defaultRouteOf, firewallOf, gatewayOf, ingressRouteOf, ingressTableOf, mutantIn, natsOf, route, servicesIn, subnetsIn, tableOf, tcp, vpcOf, type ServiceSite } from '../network';

/** Each subnet of a service behind a firewall, with the load balancer's subnet in its zone. */
function places(set: TemplateSet, make: (subnet: Resource, edge: Resource, site: ServiceSite) => Partial<ProofMutant>): ProofMutant[] {
  return servicesIn(set).filter(({ edge }) => firewallOf(vpcOf(edge[0]))).flatMap((site) => site.subnets.map((subnet, i) => ({
    site: subnet.logicalId, about: site.service, names: [], edit: () => undefined, ...make(subnet, site.edge[i], site),
  })));
}

const firewallSubnet = (subnet: Resource) => subnetsIn(firewallOf(vpcOf(subnet))!, 'SubnetMappings')[0];
const gatewayIn = (subnet: Resource) => gatewayOf(vpcOf(subnet));

function leads(way: Resource, key: string, to: Resource): Edit {
  return (drafts) => {
    const raw = drafts.properties(way);
    ['NatGatewayId', 'VpcEndpointId', 'GatewayId'].forEach((name) => { delete raw[name]; });
    raw[key] = { Ref: to.logicalId };
  };
}

export const FAMILY: Family = {
  property: EgressOnlyThroughFirewall,
  breaks: [
    { name: 'requests straight to the gateway', mutants: (set) => places(set, (_, edge) => ({ names: [/for answers only/, defaultRouteOf(edge)!], edit: leads(defaultRouteOf(edge)!, 'GatewayId', gatewayIn(edge)) })) },
    { name: 'requests to part of the Internet straight to the gateway', mutants: (set) => places(set, (_, edge) => ({ names: [/for answers only/, mutantIn(edge)], edit: route(tableOf(edge), { GatewayId: gatewayIn(edge) }, { DestinationCidrBlock: '52.0.0.0/8' }) })) },
    { name: 'both ways past the firewall', mutants: (set) => places(set, (_, edge) => ({
      names: [/without crossing a firewall/, defaultRouteOf(edge)!, vpcOf(edge)], edit: (drafts) => { leads(defaultRouteOf(edge)!, 'GatewayId', gatewayIn(edge))(drafts); drafts.remove(ingressRouteOf(edge)!); },
    })) },
    { name: 'answers past the firewall', mutants: (set) => places(set, (_, edge) => ({ names: [/but answers do not/, vpcOf(edge)], edit: (drafts) => drafts.remove(ingressRouteOf(edge)!) })) },
    { name: 'the gateway without a route table of its own', mutants: (set) => places(set, (_, edge) => ({
      names: [/but answers do not/, vpcOf(edge)], edit: (drafts) => ingressTableOf(vpcOf(edge))!.referredBy('AWS::EC2::GatewayRouteTableAssociation').forEach((one) => drafts.remove(one)),
    })) },
    { name: "the NAT gateway's subnet with the firewall's route table", mutants: (set) => places(set, (_, edge) => ({
      names: [/for answers only/, defaultRouteOf(firewallSubnet(edge))!], edit: (drafts) => { drafts.properties(associationOf(edge)!).RouteTableId = { Ref: tableOf(firewallSubnet(edge)).logicalId }; },
    })) },
    { name: 'a NAT gateway beside the firewall', mutants: (set) => places(set, (subnet) => ({
      names: [/without crossing a firewall/, defaultRouteOf(subnet)!, defaultRouteOf(firewallSubnet(subnet))!],
      edit: (drafts) => {
        drafts.add(subnet.view.template, 'Mutant', 'EC2::NatGateway', { AllocationId: 'eipalloc-1', SubnetId: { Ref: firewallSubnet(subnet).logicalId } });
        drafts.properties(defaultRouteOf(subnet)!).NatGatewayId = { Ref: 'Mutant' };
      },
    })) },
    { name: 'a NAT gateway that is moved beside the firewall', mutants: (set) => places(set, (subnet) => {
      const nat = defaultRouteOf(subnet)!.at('NatGatewayId').target ?? natsOf(vpcOf(subnet))[0];
      return { names: [/without crossing a firewall/, defaultRouteOf(subnet)!, defaultRouteOf(firewallSubnet(subnet))!], edit: (drafts) => { drafts.properties(nat).SubnetId = { Ref: firewallSubnet(subnet).logicalId }; } };
    }) },
    { name: 'a public address of its own, where the route leads to the gateway', mutants: (set) => places(set, (subnet, _, { service }) => ({
      names: [/without crossing a firewall/, service, defaultRouteOf(subnet)!],
      edit: (drafts) => { drafts.properties(service).NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp = 'ENABLED'; },
      behind: { 'no route to the gateway': leads(defaultRouteOf(subnet)!, 'GatewayId', gatewayIn(subnet)) },
    })) },
    { name: 'a route to the gateway, where addresses are private', mutants: (set) => places(set, (subnet, _, { service }) => ({
      names: [/without crossing a firewall/, mutantIn(subnet)], edit: route(tableOf(subnet), { GatewayId: gatewayIn(subnet) }, { DestinationCidrBlock: '3.0.0.0/8' }),
      behind: { 'no public address': (drafts) => { drafts.properties(service).NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp = 'ENABLED'; } },
    })) },
    { name: 'a server with a public address beside the firewall', mutants: (set) => places(set, (subnet) => ({
      about: mutantIn(subnet), names: [/without crossing a firewall/, mutantIn(subnet, 'MutantGroup'), defaultRouteOf(firewallSubnet(subnet))!],
      edit: (drafts) => {
        drafts.add(subnet.view.template, 'MutantGroup', 'EC2::SecurityGroup', { GroupDescription: 'x', VpcId: { Ref: vpcOf(subnet).logicalId }, SecurityGroupEgress: [tcp(443, { CidrIp: ANYWHERE })] });
        drafts.add(subnet.view.template, 'Mutant', 'EC2::Instance', { NetworkInterfaces: [{ DeviceIndex: '0', AssociatePublicIpAddress: true, SubnetId: { Ref: firewallSubnet(subnet).logicalId }, GroupSet: [{ Ref: 'MutantGroup' }] }] });
      },
    })) },
    { name: 'a server with IPv6 by an egress-only gateway', mutants: (set) => places(set, (subnet) => ({
      about: mutantIn(subnet, 'MutantServer'), names: [/without crossing a firewall/, mutantIn(subnet), mutantIn(subnet, 'MutantGroup')],
      edit: (drafts) => {
        const { template } = subnet.view;
        const VpcId = { Ref: vpcOf(subnet).logicalId };
        drafts.add(template, 'MutantRange', 'EC2::VPCCidrBlock', { VpcId, Ipv6CidrBlock: '2a05:d014:0:100::/56', Ipv6Pool: 'ipv6pool-ec2-1' });
        drafts.add(template, 'MutantGateway', 'EC2::EgressOnlyInternetGateway', { VpcId });
        drafts.add(template, 'MutantGroup', 'EC2::SecurityGroup', { GroupDescription: 'x', VpcId, SecurityGroupEgress: [tcp(443, { CidrIpv6: '::/0' })] });
        drafts.add(template, 'MutantServer', 'EC2::Instance', { SubnetId: { Ref: subnet.logicalId }, SecurityGroupIds: [{ Ref: 'MutantGroup' }], Ipv6AddressCount: 1 });
        drafts.properties(subnet).Ipv6CidrBlock = '2a05:d014:0:101::/64';
        route(tableOf(subnet), {}, { DestinationIpv6CidrBlock: '::/0', EgressOnlyInternetGatewayId: { Ref: 'MutantGateway' } })(drafts);
      },
    })) },
  ],
};
