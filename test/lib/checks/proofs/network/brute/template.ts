import type { Json } from '../../../../../../lib/checks/template';
import type { EntrySpec, GroupRuleSpec, RouteSpec, World } from './world';

const ref = (id: string) => ({ Ref: id });

/** The template that makes a world. */
export function templateOf(world: World): Json {
  const resources: Record<string, { Type: string; Properties: Record<string, unknown> }> = {};
  const add = (id: string, type: string, properties: Record<string, unknown>): void => {
    resources[id] = { Type: `AWS::${type}`, Properties: JSON.parse(JSON.stringify(properties)) as Record<string, unknown> };
  };
  world.vpcs.forEach((vpc, v) => {
    add(`Vpc${v}`, 'EC2::VPC', { CidrBlock: vpc.cidr });
    if (vpc.internet) {
      add(`Igw${v}`, 'EC2::InternetGateway', {});
      add(`Attached${v}`, 'EC2::VPCGatewayAttachment', { VpcId: ref(`Vpc${v}`), InternetGatewayId: ref(`Igw${v}`) });
    }
    const firewalls = vpc.subnets.flatMap(({ firewall }, s) => (firewall ? [s] : []));
    if (firewalls.length > 0) {
      add(`Firewall${v}`, 'NetworkFirewall::Firewall', { VpcId: ref(`Vpc${v}`), SubnetMappings: firewalls.map((s) => ({ SubnetId: ref(`Subnet${v}x${s}`) })) });
    }
    const addRoute = (id: string, table: string, { cidr, to }: RouteSpec): void => add(id, 'EC2::Route', { RouteTableId: ref(table), DestinationCidrBlock: cidr, ...target(v, to) });
    vpc.subnets.forEach((subnet, s) => {
      const name = `${v}x${s}`;
      add(`Subnet${name}`, 'EC2::Subnet', { VpcId: ref(`Vpc${v}`), CidrBlock: subnet.cidr, AvailabilityZone: `zone-${s}` });
      add(`Table${name}`, 'EC2::RouteTable', { VpcId: ref(`Vpc${v}`) });
      add(`Uses${name}`, 'EC2::SubnetRouteTableAssociation', { SubnetId: ref(`Subnet${name}`), RouteTableId: ref(`Table${name}`) });
      subnet.routes.forEach((route, r) => addRoute(`Route${name}x${r}`, `Table${name}`, route));
      if (subnet.nat) {
        add(`Nat${name}`, 'EC2::NatGateway', { SubnetId: ref(`Subnet${name}`) });
      }
      if (subnet.acl) {
        add(`Acl${name}`, 'EC2::NetworkAcl', { VpcId: ref(`Vpc${v}`) });
        add(`Fence${name}`, 'EC2::SubnetNetworkAclAssociation', { SubnetId: ref(`Subnet${name}`), NetworkAclId: ref(`Acl${name}`) });
        subnet.acl.forEach((entry, e) => add(`Entry${name}x${e}`, 'EC2::NetworkAclEntry', entryOf(`Acl${name}`, entry)));
      }
    });
    if (vpc.edge) {
      add(`Edge${v}`, 'EC2::RouteTable', { VpcId: ref(`Vpc${v}`) });
      add(`EdgeUse${v}`, 'EC2::GatewayRouteTableAssociation', { GatewayId: ref(`Igw${v}`), RouteTableId: ref(`Edge${v}`) });
      vpc.edge.forEach((route, r) => addRoute(`EdgeRoute${v}x${r}`, `Edge${v}`, route));
    }
  });
  if (world.peering) {
    add('Peering', 'EC2::VPCPeeringConnection', { VpcId: ref('Vpc0'), PeerVpcId: ref('Vpc1') });
  }
  const ruleOf = ({ protocol, from, to, peer }: GroupRuleSpec, egress: boolean) => ({
    IpProtocol: protocol, FromPort: from, ToPort: to,
    ...(typeof peer === 'string' ? { CidrIp: peer } : { [egress ? 'DestinationSecurityGroupId' : 'SourceSecurityGroupId']: { 'Fn::GetAtt': [`Group${peer % world.groups.length}`, 'GroupId'] } }),
  });
  world.groups.forEach(({ vpc, ingress, egress }, g) => add(`Group${g}`, 'EC2::SecurityGroup', {
    GroupDescription: 'x', VpcId: ref(`Vpc${vpc}`), SecurityGroupIngress: ingress.map((rule) => ruleOf(rule, false)), SecurityGroupEgress: egress?.map((rule) => ruleOf(rule, true)),
  }));
  world.hosts.forEach(({ vpc, subnet, address, groups, isPublic }, h) => add(`Host${h}`, 'EC2::Instance', {
    NetworkInterfaces: [{ DeviceIndex: '0', SubnetId: ref(`Subnet${vpc}x${subnet}`), PrivateIpAddress: address, AssociatePublicIpAddress: isPublic, ...(groups.length > 0 && { GroupSet: groups.map((g) => ref(`Group${g}`)) }) }],
  }));
  return { Resources: resources } as unknown as Json;
}

function target(v: number, to: RouteSpec['to']): Record<string, unknown> {
  const [kind, subnet] = to.split(':');
  switch (kind) {
    case 'internet': return { GatewayId: ref(`Igw${v}`) };
    case 'peering': return { VpcPeeringConnectionId: ref('Peering') };
    case 'nat': return { NatGatewayId: ref(`Nat${v}x${subnet}`) };
    default: return { VpcEndpointId: { 'Fn::Select': [0, { 'Fn::Split': [',', { 'Fn::Select': [1, { 'Fn::Split': [`zone-${subnet}:`, { 'Fn::Join': [',', { 'Fn::GetAtt': [`Firewall${v}`, 'EndpointIds'] }] }] }] }] }] } };
  }
}

function entryOf(acl: string, { number, egress, allow, protocol, cidr, from, to }: EntrySpec): Record<string, unknown> {
  return { NetworkAclId: ref(acl), RuleNumber: number, Egress: egress, RuleAction: allow ? 'allow' : 'deny', Protocol: protocol, CidrBlock: cidr, PortRange: { From: from, To: to } };
}
