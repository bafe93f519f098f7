import { InternetPathsCrossFirewall } from '../../../../lib/checks/proofs/properties/internet-paths-cross-firewall';
import type { Resource, TemplateSet } from '../../../../lib/checks/template';
import type { Edit, Family, ProofMutant } from '../mutants';
import { admit, ANYWHERE, associationOf, beside, defaultRouteOf, firewallOf, gatewayOf, ingressRouteOf, ingressTableOf, mutantIn, route, servicesIn, subnetsIn, tableOf, tcp, vpcOf, type ServiceSite } from '../network';

/** Each subnet of a load balancer behind a firewall. */
function places(set: TemplateSet, make: (subnet: Resource, site: ServiceSite) => Partial<ProofMutant>): ProofMutant[] {
  return servicesIn(set).filter(({ edge }) => firewallOf(vpcOf(edge[0]))).flatMap((site) => site.edge.map((subnet) => ({
    site: subnet.logicalId, about: site.balancer, names: [], edit: () => undefined, ...make(subnet, site),
  })));
}

const firewallSubnets = (subnet: Resource) => subnetsIn(firewallOf(vpcOf(subnet))!, 'SubnetMappings');
const addressIn = (subnet: Resource) => new RegExp(`→ ${subnet.at('CidrBlock').text!.replace(/\.\d+\/.*/, '').replaceAll('.', '\\.')}\\.`);

function straight(way: Resource, gateway: Resource): Edit {
  return (drafts) => { const raw = drafts.properties(way); delete raw.VpcEndpointId; raw.GatewayId = { Ref: gateway.logicalId }; };
}

export const FAMILY: Family = {
  property: InternetPathsCrossFirewall,
  breaks: [
    // What is gone cannot be named: in its place the gateway's table keeps to the local route of the VPC.
    { name: 'no route from the gateway to the firewall', mutants: (set) => places(set, (subnet) => ({
      names: [addressIn(subnet), /for answers only/, vpcOf(subnet)], edit: (drafts) => drafts.remove(ingressRouteOf(subnet)!),
    })) },
    { name: 'the gateway without a route table of its own', mutants: (set) => places(set, (subnet, { edge }) => ({
      names: [addressIn(edge[0]), /for answers only/, vpcOf(subnet)], edit: (drafts) => ingressTableOf(vpcOf(subnet))!.referredBy('AWS::EC2::GatewayRouteTableAssociation').forEach((one) => drafts.remove(one)),
    })) },
    { name: 'a route from the gateway straight to the subnet', mutants: (set) => places(set, (subnet) => ({
      names: [addressIn(subnet), ingressRouteOf(subnet)!], edit: (drafts) => { const raw = drafts.properties(ingressRouteOf(subnet)!); delete raw.VpcEndpointId; raw.GatewayId = 'local'; },
    })) },
    { name: 'a narrower route from the gateway straight to half of the subnet', mutants: (set) => places(set, (subnet) => ({
      names: [addressIn(subnet), mutantIn(subnet)], edit: beside(ingressTableOf(vpcOf(subnet))!, 'EC2::Route', () => ({ RouteTableId: { Ref: ingressTableOf(vpcOf(subnet))!.logicalId }, DestinationCidrBlock: subnet.at('CidrBlock').text!.replace(/\d+$/, '24'), GatewayId: 'local' })),
    })) },
    { name: 'answers straight to the gateway', mutants: (set) => places(set, (subnet) => ({
      names: [/but answers do not/, defaultRouteOf(subnet)!], edit: straight(defaultRouteOf(subnet)!, gatewayOf(vpcOf(subnet))),
    })) },
    { name: 'answers to part of the Internet straight to the gateway', mutants: (set) => places(set, (subnet) => ({
      names: [/but answers do not/, mutantIn(subnet)], edit: route(tableOf(subnet), { GatewayId: gatewayOf(vpcOf(subnet)) }, { DestinationCidrBlock: '64.0.0.0/2' }),
    })) },
    { name: "the firewall's own route table", mutants: (set) => places(set, (subnet) => ({
      names: [/but answers do not/, defaultRouteOf(firewallSubnets(subnet)[0])!], edit: (drafts) => { drafts.properties(associationOf(subnet)!).RouteTableId = { Ref: tableOf(firewallSubnets(subnet)[0]).logicalId }; },
    })) },
    { name: 'both ways past the firewall', mutants: (set) => places(set, (subnet) => ({
      names: [/without crossing a firewall/, vpcOf(subnet), addressIn(subnet)],
      edit: (drafts) => { drafts.remove(ingressRouteOf(subnet)!); straight(defaultRouteOf(subnet)!, gatewayOf(vpcOf(subnet)))(drafts); },
    })) },
    { name: 'the load balancer beside the firewall', mutants: (set) => places(set, (subnet, { balancer }) => ({
      names: [/without crossing a firewall/, addressIn(firewallSubnets(subnet)[0])], edit: (drafts) => { drafts.properties(balancer).Subnets = firewallSubnets(subnet).map((one) => drafts.ref(balancer.view.template, one) as unknown); },
    })) },
    { name: 'a second load balancer beside the firewall', mutants: (set) => places(set, (subnet, { balancer, edgeGroup }) => ({
      about: mutantIn(balancer), names: [/without crossing a firewall/, edgeGroup],
      edit: (drafts) => {
        drafts.add(balancer.view.template, 'Mutant', 'ElasticLoadBalancingV2::LoadBalancer', { Scheme: 'internet-facing', SecurityGroups: [{ 'Fn::GetAtt': [edgeGroup.logicalId, 'GroupId'] }], Subnets: firewallSubnets(subnet).map((one) => drafts.ref(balancer.view.template, one) as unknown) });
        drafts.add(balancer.view.template, 'MutantListener', 'ElasticLoadBalancingV2::Listener', { LoadBalancerArn: { Ref: 'Mutant' }, Port: 443, Protocol: 'HTTPS', DefaultActions: [] });
      },
    })) },
    { name: 'a server beside the firewall', mutants: (set) => places(set, (subnet) => ({
      about: mutantIn(subnet), names: [/without crossing a firewall/, mutantIn(subnet, 'MutantGroup')],
      edit: (drafts) => {
        const [place] = firewallSubnets(subnet);
        drafts.add(subnet.view.template, 'MutantGroup', 'EC2::SecurityGroup', { GroupDescription: 'x', VpcId: { Ref: vpcOf(subnet).logicalId } });
        drafts.add(subnet.view.template, 'Mutant', 'EC2::Instance', { NetworkInterfaces: [{ DeviceIndex: '0', AssociatePublicIpAddress: true, SubnetId: { Ref: place.logicalId }, GroupSet: [{ Ref: 'MutantGroup' }] }] });
        admitNew(drafts.of(subnet.view.template).body.Resources.MutantGroup.Properties as Record<string, unknown>);
      },
    })) },
    { name: 'a service that is published past the firewall', mutants: (set) => places(set, (subnet, { service, securityGroup, subnets }) => ({
      about: service, names: [/without crossing a firewall/, service, securityGroup, vpcOf(subnet)],
      edit: (drafts) => { drafts.properties(service).NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp = 'ENABLED'; },
      behind: {
        'its security group': admit(securityGroup, tcp(8443, { CidrIp: ANYWHERE })),
        'no way out': (drafts) => subnets.forEach((one) => straightFromNat(defaultRouteOf(one)!, gatewayOf(vpcOf(one)))(drafts)),
      },
    })) },
  ],
};

function admitNew(group: Record<string, unknown>): void {
  group.SecurityGroupIngress = [tcp(443, { CidrIp: ANYWHERE })];
}

function straightFromNat(way: Resource, gateway: Resource): Edit {
  return (drafts) => { const raw = drafts.properties(way); delete raw.NatGatewayId; raw.GatewayId = { Ref: gateway.logicalId }; };
}
