import type { Json } from '../../../../../../lib/checks/template';
import type { BalancerSpec, EntrySpec, GroupRuleSpec, HostSpec, RouteSpec, TransitSpec, VpcSpec, VpnSpec, World } from './world';

type Add = (id: string, type: string, properties: Record<string, unknown>) => void;

const ref = (id: string) => ({ Ref: id });
const groupIds = (groups: readonly number[]) => groups.map((g) => ref(`Group${g}`));

/** The template that makes a world. */
export function templateOf(world: World): Json {
  const resources: Record<string, { Type: string; Properties: Record<string, unknown> }> = {};
  const add: Add = (id, type, properties) => {
    resources[id] = { Type: `AWS::${type}`, Properties: JSON.parse(JSON.stringify(properties)) as Record<string, unknown> };
  };
  world.lists.forEach(({ six, cidrs }, l) => add(`List${l}`, 'EC2::PrefixList', { PrefixListName: `list-${l}`, AddressFamily: six ? 'IPv6' : 'IPv4', MaxEntries: 5, Entries: cidrs.map((Cidr) => ({ Cidr })) }));
  world.vpcs.forEach((vpc, v) => addVpc(vpc, v, add));
  if (world.peering) {
    add('Peering', 'EC2::VPCPeeringConnection', { VpcId: ref('Vpc0'), PeerVpcId: ref('Vpc1') });
  }
  const ruleOf = ({ protocol, from, to, peer }: GroupRuleSpec, egress: boolean) => ({ IpProtocol: protocol, FromPort: from, ToPort: to, ...peerOf(peer, egress, world.groups.length) });
  world.groups.forEach(({ vpc, ingress, egress }, g) => add(`Group${g}`, 'EC2::SecurityGroup', {
    GroupDescription: 'x', VpcId: ref(`Vpc${vpc}`), SecurityGroupIngress: ingress.map((rule) => ruleOf(rule, false)), SecurityGroupEgress: egress?.map((rule) => ruleOf(rule, true)),
  }));
  world.hosts.forEach((host, h) => addHost(host, `Host${h}`, add));
  addTransit(world.transit, add);
  world.vpns.forEach((vpn, n) => addVpn(vpn, n, add));
  world.balancers.forEach((balancer, b) => addBalancer(balancer, b, add));
  if (world.block) {
    add('Block', 'EC2::VPCBlockPublicAccessOptions', { InternetGatewayBlockMode: world.block.mode });
    world.block.exclusions.forEach(({ vpc, subnet, bidirectional }, e) => add(`Except${e}`, 'EC2::VPCBlockPublicAccessExclusion', {
      ...(subnet === undefined ? { VpcId: ref(`Vpc${vpc}`) } : { SubnetId: ref(`Subnet${vpc}x${subnet}`) }), InternetGatewayExclusionMode: bidirectional ? 'allow-bidirectional' : 'allow-egress',
    }));
  }
  return { Resources: resources } as unknown as Json;
}

function addVpc(vpc: VpcSpec, v: number, add: Add): void {
  add(`Vpc${v}`, 'EC2::VPC', { CidrBlock: vpc.cidr });
  if (vpc.six) {
    add(`Six${v}`, 'EC2::VPCCidrBlock', { VpcId: ref(`Vpc${v}`), Ipv6CidrBlock: vpc.six, Ipv6Pool: 'ipv6pool-ec2-1' });
  }
  if (vpc.internet) {
    add(`Igw${v}`, 'EC2::InternetGateway', {});
    add(`Attached${v}`, 'EC2::VPCGatewayAttachment', { VpcId: ref(`Vpc${v}`), InternetGatewayId: ref(`Igw${v}`) });
  }
  if (vpc.egressOnly) {
    add(`Eigw${v}`, 'EC2::EgressOnlyInternetGateway', { VpcId: ref(`Vpc${v}`) });
  }
  const firewalls = vpc.subnets.flatMap(({ firewall }, s) => (firewall ? [s] : []));
  if (firewalls.length > 0) {
    add(`Firewall${v}`, 'NetworkFirewall::Firewall', { VpcId: ref(`Vpc${v}`), SubnetMappings: firewalls.map((s) => ({ SubnetId: ref(`Subnet${v}x${s}`) })) });
  }
  const addRoute = (id: string, table: string, { cidr, to }: RouteSpec): void => add(id, 'EC2::Route', { RouteTableId: ref(table), ...destination(cidr), ...target(vpc, v, to) });
  vpc.subnets.forEach((subnet, s) => {
    const name = `${v}x${s}`;
    add(`Subnet${name}`, 'EC2::Subnet', { VpcId: ref(`Vpc${v}`), CidrBlock: subnet.cidr, Ipv6CidrBlock: subnet.six, AvailabilityZone: `zone-${subnet.zone}` });
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
}

function destination(cidr: string): Record<string, unknown> {
  return cidr.startsWith('list:') ? { DestinationPrefixListId: { 'Fn::GetAtt': [`List${cidr.slice(5)}`, 'PrefixListId'] } } : { [cidr.includes(':') ? 'DestinationIpv6CidrBlock' : 'DestinationCidrBlock']: cidr };
}

function target({ subnets }: VpcSpec, v: number, to: RouteSpec['to']): Record<string, unknown> {
  const [kind, subnet] = to.split(':');
  switch (kind) {
    case 'internet': return { GatewayId: ref(`Igw${v}`) };
    case 'egress-only': return { EgressOnlyInternetGatewayId: ref(`Eigw${v}`) };
    case 'peering': return { VpcPeeringConnectionId: ref('Peering') };
    case 'transit': return { TransitGatewayId: ref('Tgw') };
    case 'nat': return { NatGatewayId: ref(`Nat${v}x${subnet}`) };
    default: return { VpcEndpointId: { 'Fn::Select': [0, { 'Fn::Split': [',', { 'Fn::Select': [1, { 'Fn::Split': [`zone-${subnets[Number(subnet)].zone}:`, { 'Fn::Join': [',', { 'Fn::GetAtt': [`Firewall${v}`, 'EndpointIds'] }] }] }] }] }] } };
  }
}

function entryOf(acl: string, { number, egress, allow, protocol, cidr, from, to }: EntrySpec): Record<string, unknown> {
  return { NetworkAclId: ref(acl), RuleNumber: number, Egress: egress, RuleAction: allow ? 'allow' : 'deny', Protocol: protocol, [cidr.includes(':') ? 'Ipv6CidrBlock' : 'CidrBlock']: cidr, PortRange: { From: from, To: to } };
}

function peerOf(peer: string | number, egress: boolean, groups: number): Record<string, unknown> {
  if (typeof peer === 'number') {
    return { [egress ? 'DestinationSecurityGroupId' : 'SourceSecurityGroupId']: { 'Fn::GetAtt': [`Group${peer % groups}`, 'GroupId'] } };
  }
  return peer.startsWith('list:') ? { [egress ? 'DestinationPrefixListId' : 'SourcePrefixListId']: ref(`List${peer.slice(5)}`) } : { [peer.includes(':') ? 'CidrIpv6' : 'CidrIp']: peer };
}

function addHost({ kind, vpc, subnets, address, six, groups, isPublic, speaks }: HostSpec, id: string, add: Add): void {
  const SubnetIds = subnets.map((s) => ref(`Subnet${vpc}x${s}`));
  const SecurityGroupIds = groups.length > 0 ? groupIds(groups) : undefined;
  switch (kind) {
    case 'function': add(id, 'Lambda::Function', { VpcConfig: { SubnetIds, SecurityGroupIds, ...(six && { Ipv6AllowedForDualStack: true }) } }); break;
    case 'transfer': add(id, 'Transfer::Server', {
      EndpointType: 'VPC', Protocols: speaks, ...(six && { IpAddressType: 'DUALSTACK' }), EndpointDetails: { VpcId: ref(`Vpc${vpc}`), SubnetIds, SecurityGroupIds, ...(isPublic && { AddressAllocationIds: ['eipalloc-1'] }) },
    }); break;
    default: add(id, 'EC2::Instance', {
      NetworkInterfaces: [{ DeviceIndex: '0', SubnetId: SubnetIds[0], PrivateIpAddress: address, AssociatePublicIpAddress: isPublic, GroupSet: SecurityGroupIds, ...(six && { Ipv6AddressCount: 1 }) }],
    });
  }
}

function addTransit(transit: TransitSpec | undefined, add: Add): void {
  if (!transit) {
    return;
  }
  const { isDefault, references, attachments, tables } = transit;
  const defaults = isDefault ? {} : { DefaultRouteTableAssociation: 'disable', DefaultRouteTablePropagation: 'disable' };
  add('Tgw', 'EC2::TransitGateway', { ...defaults, ...(references && { SecurityGroupReferencingSupport: 'enable' }) });
  attachments.forEach(({ subnets, six, hidesGroups, table, teaches }, v) => {
    const Options = { Ipv6Support: six ? 'enable' : undefined, SecurityGroupReferencingSupport: hidesGroups ? 'disable' : undefined };
    add(`Join${v}`, 'EC2::TransitGatewayAttachment', { TransitGatewayId: ref('Tgw'), VpcId: ref(`Vpc${v}`), SubnetIds: subnets.map((s) => ref(`Subnet${v}x${s}`)), Options });
    const between = (t: number) => ({ TransitGatewayAttachmentId: ref(`Join${v}`), TransitGatewayRouteTableId: ref(`Transit${t}`) });
    if (table !== undefined) {
      add(`Associated${v}`, 'EC2::TransitGatewayRouteTableAssociation', between(table));
    }
    teaches.forEach((t) => add(`Taught${v}x${t}`, 'EC2::TransitGatewayRouteTablePropagation', between(t)));
  });
  tables.forEach((routes, t) => {
    add(`Transit${t}`, 'EC2::TransitGatewayRouteTable', { TransitGatewayId: ref('Tgw') });
    routes.forEach(({ cidr, to }, r) => add(`Onward${t}x${r}`, 'EC2::TransitGatewayRoute', {
      TransitGatewayRouteTableId: ref(`Transit${t}`), DestinationCidrBlock: cidr, ...(to === 'blackhole' ? { Blackhole: true } : { TransitGatewayAttachmentId: ref(`Join${to}`) }),
    }));
  });
}

function addVpn({ vpc, subnets, groups, rules, routes }: VpnSpec, n: number, add: Add): void {
  const ClientVpnEndpointId = ref(`Vpn${n}`);
  add(`Vpn${n}`, 'EC2::ClientVpnEndpoint', { ClientCidrBlock: '172.16.0.0/22', VpcId: ref(`Vpc${vpc}`), ...(groups.length > 0 && { SecurityGroupIds: groupIds(groups) }) });
  subnets.forEach((s) => add(`Door${n}x${s}`, 'EC2::ClientVpnTargetNetworkAssociation', { ClientVpnEndpointId, SubnetId: ref(`Subnet${vpc}x${s}`) }));
  rules.forEach(({ cidr, group }, r) => add(`Allowed${n}x${r}`, 'EC2::ClientVpnAuthorizationRule', { ClientVpnEndpointId, TargetNetworkCidr: cidr, ...(group === undefined ? { AuthorizeAllGroups: true } : { AccessGroupId: group }) }));
  routes.forEach(({ cidr, subnet }, r) => add(`Leads${n}x${r}`, 'EC2::ClientVpnRoute', { ClientVpnEndpointId, DestinationCidrBlock: cidr, TargetVpcSubnetId: ref(`Subnet${vpc}x${subnet}`) }));
}

function addBalancer({ kind, vpc, subnets, groups, isPublic, listeners }: BalancerSpec, b: number, add: Add): void {
  add(`Edge${b}Balancer`, 'ElasticLoadBalancingV2::LoadBalancer', {
    Type: kind, Scheme: isPublic ? 'internet-facing' : 'internal', Subnets: subnets.map((s) => ref(`Subnet${vpc}x${s}`)), ...(groups && groups.length > 0 && { SecurityGroups: groupIds(groups) }),
  });
  listeners.forEach(({ port, protocol, target: host, toPort, byAddress, preserve }, l) => {
    add(`Listener${b}x${l}`, 'ElasticLoadBalancingV2::Listener', { LoadBalancerArn: ref(`Edge${b}Balancer`), Port: port, Protocol: protocol, DefaultActions: [{ Type: 'forward', TargetGroupArn: ref(`Targets${b}x${l}`) }] });
    add(`Targets${b}x${l}`, 'ElasticLoadBalancingV2::TargetGroup', {
      Protocol: protocol, Port: toPort, TargetType: byAddress ? 'ip' : 'instance', Targets: [{ Id: byAddress ? { 'Fn::GetAtt': [`Host${host}`, 'PrivateIp'] } : ref(`Host${host}`), Port: toPort }],
      ...(preserve !== undefined && { TargetGroupAttributes: [{ Key: 'preserve_client_ip.enabled', Value: String(preserve) }] }),
    });
  });
}
