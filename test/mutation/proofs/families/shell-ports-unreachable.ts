import { ShellPortsUnreachable } from '../../../../lib/checks/proofs/properties/shell-ports-unreachable';
import type { Resource } from '../../../../lib/checks/template';
import type { Drafts } from '../drafts';
import type { Break, Family } from '../mutants';
import { admit, ANYWHERE, defaultRouteOf, mutantIn, route, servicesIn, tableOf, tcp, vpcOf, type ServiceSite } from '../network';

/** A server with a group of its own, in the subnets of each service. */
function server(name: string, rules: (drafts: Drafts, site: ServiceSite) => readonly object[], more: Partial<Record<'subnet', (site: ServiceSite) => Resource>> = {}): Break {
  return { name, mutants: (set) => servicesIn(set).flatMap((site) => {
    const subnet = more.subnet?.(site) ?? site.subnets[0];
    return [{
      site: subnet.view.template.source.name, about: mutantIn(subnet), names: [mutantIn(subnet, 'MutantGroup'), /:(22|3389)\b/],
      edit: (drafts) => {
        const { template } = subnet.view;
        drafts.add(template, 'MutantGroup', 'EC2::SecurityGroup', { GroupDescription: 'x', VpcId: { Ref: vpcOf(subnet).logicalId }, SecurityGroupIngress: rules(drafts, site) });
        drafts.add(template, 'Mutant', 'EC2::Instance', { SubnetId: { Ref: subnet.logicalId }, SecurityGroupIds: [{ 'Fn::GetAtt': ['MutantGroup', 'GroupId'] }] });
      },
    }];
  }) };
}

const vpcRange = ({ subnets }: ServiceSite) => ({ CidrIp: vpcOf(subnets[0]).at('CidrBlock').text });

export const FAMILY: Family = {
  property: ShellPortsUnreachable,
  breaks: [
    server('SSH from the VPC', (_, site) => [tcp(22, vpcRange(site))]),
    server('RDP from the VPC', (_, site) => [tcp(3389, vpcRange(site))]),
    server('SSH from private addresses', () => [tcp(22, { CidrIp: '10.0.0.0/8' })]),
    server('SSH from everybody', () => [tcp(22, { CidrIp: ANYWHERE })]),
    server('ports around it', (_, site) => [tcp(20, vpcRange(site), 25)]),
    server('every port, as a number of a protocol', (_, site) => [{ IpProtocol: '6', FromPort: 0, ToPort: 65535, ...vpcRange(site) }]),
    server('every protocol', (_, site) => [{ IpProtocol: '-1', ...vpcRange(site) }]),
    server('UDP, too', (_, site) => [{ IpProtocol: 'udp', FromPort: 3389, ToPort: 3389, ...vpcRange(site) }]),
    server('SSH from the service', (drafts, { securityGroup, subnets: [subnet], service }) => {
      // The service may send only where its group lets it.
      drafts.add(service.view.template, 'MutantEgress', 'EC2::SecurityGroupEgress', { GroupId: { 'Fn::GetAtt': [securityGroup.logicalId, 'GroupId'] }, ...tcp(22, { CidrIp: '10.0.0.0/8' }) });
      return [tcp(22, { SourceSecurityGroupId: drafts.ref(subnet.view.template, securityGroup, 'GroupId') as unknown })];
    }),
    server('SSH from the VPC, among load balancers', (_, site) => [tcp(22, vpcRange(site))], { subnet: ({ edge }) => edge[0] }),
    server('SSH from an EC2 Instance Connect Endpoint', (drafts, { subnets: [subnet] }) => {
      const { template } = subnet.view;
      drafts.add(template, 'MutantTunnelGroup', 'EC2::SecurityGroup', { GroupDescription: 'x', VpcId: { Ref: vpcOf(subnet).logicalId } });
      drafts.add(template, 'MutantTunnel', 'EC2::InstanceConnectEndpoint', { SubnetId: { Ref: subnet.logicalId }, SecurityGroupIds: [{ 'Fn::GetAtt': ['MutantTunnelGroup', 'GroupId'] }] });
      return [tcp(22, { SourceSecurityGroupId: { 'Fn::GetAtt': ['MutantTunnelGroup', 'GroupId'] } })];
    }),
    { name: 'a service that admits SSH', mutants: (set) => servicesIn(set).map((site) => ({
      site: site.service.logicalId, about: site.service, names: [site.securityGroup, /:22\b/], edit: admit(site.securityGroup, tcp(22, vpcRange(site))),
    })) },
    { name: 'a peering of a stranger, with a way back', mutants: (set) => servicesIn(set).filter(({ subnets }) => defaultRouteOf(subnets[0])).map(({ subnets: [subnet] }) => ({
      site: subnet.view.template.source.name, about: mutantIn(subnet), names: [mutantIn(subnet, 'MutantGroup')],
      edit: (drafts) => {
        const { template } = subnet.view;
        drafts.add(template, 'MutantVpc', 'EC2::VPC', { CidrBlock: '172.20.0.0/16' });
        drafts.add(template, 'MutantSubnet', 'EC2::Subnet', { VpcId: { Ref: 'MutantVpc' }, CidrBlock: '172.20.0.0/24' });
        drafts.add(template, 'MutantTable', 'EC2::RouteTable', { VpcId: { Ref: 'MutantVpc' } });
        drafts.add(template, 'MutantUses', 'EC2::SubnetRouteTableAssociation', { SubnetId: { Ref: 'MutantSubnet' }, RouteTableId: { Ref: 'MutantTable' } });
        drafts.add(template, 'MutantPeering', 'EC2::VPCPeeringConnection', { VpcId: { Ref: vpcOf(subnet).logicalId }, PeerVpcId: { Ref: 'MutantVpc' } });
        drafts.add(template, 'MutantThere', 'EC2::Route', { RouteTableId: { Ref: 'MutantTable' }, DestinationCidrBlock: '10.0.0.0/8', VpcPeeringConnectionId: { Ref: 'MutantPeering' } });
        route(tableOf(subnet), {}, { DestinationCidrBlock: '172.20.0.0/16', VpcPeeringConnectionId: { Ref: 'MutantPeering' } }, 'MutantBack')(drafts);
        drafts.add(template, 'MutantGroup', 'EC2::SecurityGroup', { GroupDescription: 'x', VpcId: { Ref: vpcOf(subnet).logicalId }, SecurityGroupIngress: [tcp(22, { CidrIp: '172.16.0.0/12' })] });
        drafts.add(template, 'Mutant', 'EC2::Instance', { SubnetId: { Ref: subnet.logicalId }, SecurityGroupIds: [{ Ref: 'MutantGroup' }] });
      },
    })) },
  ],
};
