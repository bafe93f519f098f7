import { acl, admitting, ALLOW_ALL, ask, att, base, ENDPOINT, firewall, networkFrom, peering, reasons, ref, route, second, type Resources } from './ground';

const VPC = 'https://docs.aws.amazon.com/vpc/latest/userguide';
const TGW = 'https://docs.aws.amazon.com/vpc/latest/tgw';
const VPN = 'https://docs.aws.amazon.com/vpn/latest/clientvpn-admin';

interface Row {
  readonly rule: string;
  readonly page: string;
  readonly resources?: Resources;
  readonly sections?: Record<string, unknown>;
  /** From, to, port, protocol. */
  readonly asked: readonly [string, string, number?, number?];
  readonly expected: 'yes' | 'no' | 'unknown';
  /** What the cut or the open things must name. */
  readonly because?: RegExp;
}

const tcp = (port: number, peer: Record<string, unknown>) => ({ IpProtocol: 'tcp', FromPort: port, ToPort: port, ...peer });
const nat: Resources = {
  Nat: ['EC2::NatGateway', { SubnetId: ref('Public') }],
  Out: route('PrivateTable', '0.0.0.0/0', { NatGatewayId: ref('Nat') }),
};
const inspected: Resources = {
  ...firewall(),
  Default: route('PublicTable', '0.0.0.0/0', { VpcEndpointId: ENDPOINT }),
  Edge: ['EC2::RouteTable', { VpcId: ref('Vpc') }],
  EdgeUses: ['EC2::GatewayRouteTableAssociation', { GatewayId: ref('Igw'), RouteTableId: ref('Edge') }],
  In: route('Edge', '10.0.0.0/24', { VpcEndpointId: ENDPOINT }),
};
const transit = (properties: Record<string, unknown> = {}): Resources => ({
  Tgw: ['EC2::TransitGateway', properties],
  One: ['EC2::TransitGatewayAttachment', { TransitGatewayId: ref('Tgw'), VpcId: ref('Vpc'), SubnetIds: [ref('Data')] }],
  Two: ['EC2::TransitGatewayAttachment', { TransitGatewayId: ref('Tgw'), VpcId: ref('Vpc2'), SubnetIds: [ref('Far')] }],
  ToTwo: route('PrivateTable', '10.1.0.0/16', { TransitGatewayId: ref('Tgw') }),
  ToOne: route('FarTable', '10.0.0.0/16', { TransitGatewayId: ref('Tgw') }),
});
const six: Resources = {
  Six: ['EC2::VPCCidrBlock', { VpcId: ref('Vpc'), AmazonProvidedIpv6CidrBlock: true }],
  Public: ['EC2::Subnet', { VpcId: ref('Vpc'), CidrBlock: '10.0.0.0/24', Ipv6CidrBlock: { 'Fn::Select': [0, { 'Fn::Cidr': [{ 'Fn::Select': [0, att('Vpc', 'Ipv6CidrBlocks')] }, 4, 64] }] }, AssignIpv6AddressOnCreation: true, AvailabilityZone: 'a' }],
  Web: ['EC2::Instance', { SubnetId: ref('Public'), SecurityGroupIds: [att('WebGroup', 'GroupId')] }],
};
const blocked = (mode: string, exclusion?: Record<string, unknown>): Resources => ({
  Block: ['EC2::VPCBlockPublicAccessOptions', { InternetGatewayBlockMode: mode }],
  ...(exclusion && { Except: ['EC2::VPCBlockPublicAccessExclusion', exclusion] as const }),
});
const vpn = (rules: readonly string[]): Resources => ({
  Vpn: ['EC2::ClientVpnEndpoint', { VpcId: ref('Vpc'), ClientCidrBlock: '172.16.0.0/22', SecurityGroupIds: [att('AppGroup', 'GroupId')] }],
  Joined: ['EC2::ClientVpnTargetNetworkAssociation', { ClientVpnEndpointId: ref('Vpn'), SubnetId: ref('Private') }],
  ...Object.fromEntries(rules.map((cidr, i) => [`May${i}`, ['EC2::ClientVpnAuthorizationRule', { ClientVpnEndpointId: ref('Vpn'), TargetNetworkCidr: cidr, AuthorizeAllGroups: true }] as const])),
});

const sixJoined = (Options: Record<string, unknown>): Resources => ({
  ...six, ...second(), ...transit(), One: ['EC2::TransitGatewayAttachment', { TransitGatewayId: ref('Tgw'), VpcId: ref('Vpc'), SubnetIds: [ref('Public')], Options }], Two: ['EC2::TransitGatewayAttachment', { TransitGatewayId: ref('Tgw'), VpcId: ref('Vpc2'), SubnetIds: [ref('Far')], Options }],
  Six2: ['EC2::VPCCidrBlock', { VpcId: ref('Vpc2'), AmazonProvidedIpv6CidrBlock: true }],
  Far: ['EC2::Subnet', { VpcId: ref('Vpc2'), CidrBlock: '10.1.0.0/24', Ipv6CidrBlock: { 'Fn::Select': [0, { 'Fn::Cidr': [{ 'Fn::Select': [0, att('Vpc2', 'Ipv6CidrBlocks')] }, 4, 64] }] }, AssignIpv6AddressOnCreation: true, AvailabilityZone: 'a' }],
  Far6: ['EC2::Instance', { SubnetId: ref('Far'), SecurityGroupIds: [ref('Far6Group')] }], Far6Group: ['EC2::SecurityGroup', { GroupDescription: 'x', VpcId: ref('Vpc2'), SecurityGroupIngress: [{ IpProtocol: '-1', CidrIpv6: '::/0' }] }],
  There: ['EC2::Route', { RouteTableId: ref('PublicTable'), DestinationIpv6CidrBlock: '::/0', TransitGatewayId: ref('Tgw') }], Back: ['EC2::Route', { RouteTableId: ref('FarTable'), DestinationIpv6CidrBlock: '::/0', TransitGatewayId: ref('Tgw') }],
});
const files = (protocol: string): Resources => ({ Files: ['Transfer::Server', { EndpointType: 'VPC', Protocols: [protocol], EndpointDetails: { VpcId: ref('Vpc'), SubnetIds: [ref('Data')], SecurityGroupIds: [ref('DbGroup')] } }] });
const tunnel = (properties: Record<string, unknown>): Resources => ({ Tunnel: ['EC2::InstanceConnectEndpoint', { SubnetId: ref('Private'), SecurityGroupIds: [ref('AppGroup')], ...properties }] });

const ROWS: readonly Row[] = [
  { rule: 'a public address, a route to the gateway and a rule let the Internet in', page: `${VPC}/VPC_Internet_Gateway.html`, asked: ['internet', 'Web', 443], expected: 'yes' },
  { rule: 'without a public address nobody on the Internet gets in', page: `${VPC}/VPC_Internet_Gateway.html`, asked: ['internet', 'App'], expected: 'no', because: /App Properties\.NetworkInterfaces\[0\]\.AssociatePublicIpAddress/ },
  { rule: 'a gateway that is not attached lets nobody in', page: `${VPC}/VPC_Internet_Gateway.html`, resources: { Attached: ['SNS::Topic', {}] }, asked: ['internet', 'Web'], expected: 'no', because: /no Internet gateway is attached/ },
  { rule: 'without a route back to the gateway no connection comes about', page: `${VPC}/VPC_Internet_Gateway.html`, resources: { Default: ['SNS::Topic', {}] }, asked: ['internet', 'Web'], expected: 'no', because: /PublicTable .*|no route there/ },
  { rule: 'a subnet without an association uses the main table, which leads nowhere', page: `${VPC}/VPC_Route_Tables.html`, resources: { PublicUses: ['SNS::Topic', {}] }, asked: ['internet', 'Web'], expected: 'no', because: /main route table/ },
  { rule: 'MapPublicIpOnLaunch gives a public address', page: `${VPC}/vpc-ip-addressing.html`, resources: { Public: ['EC2::Subnet', { VpcId: ref('Vpc'), CidrBlock: '10.0.0.0/24', MapPublicIpOnLaunch: true }], Web: ['EC2::Instance', { SubnetId: ref('Public'), SecurityGroupIds: [att('WebGroup', 'GroupId')] }] }, asked: ['internet', 'Web'], expected: 'yes' },
  { rule: 'an Elastic IP address gives one, too', page: `${VPC}/vpc-eips.html`, resources: { Web: ['EC2::Instance', { SubnetId: ref('Public'), SecurityGroupIds: [att('WebGroup', 'GroupId')] }], Ip: ['EC2::EIP', { InstanceId: ref('Web') }] }, asked: ['internet', 'Web'], expected: 'yes' },
  { rule: 'the longest prefix wins over the default route', page: `${VPC}/route-tables-priority.html`, resources: { ...nat, Specific: route('PublicTable', '1.0.0.0/8', { NatGatewayId: ref('Nat') }) }, asked: ['1.2.3.4', 'Web'], expected: 'no', because: /answers do not get back/ },
  { rule: 'a route more specific than the local one takes traffic between subnets', page: `${VPC}/route-tables-priority.html`, resources: { ...firewall(), Between: route('PrivateTable', '10.0.2.0/24', { VpcEndpointId: ENDPOINT }) }, asked: ['App', 'Db', 5432], expected: 'unknown', because: /another way/ },
  { rule: 'what a private gateway learns may be more specific than a static route', page: `${VPC}/route-tables-priority.html`, resources: { Vgw: ['EC2::VPNGateway', {}], VgwAttached: ['EC2::VPCGatewayAttachment', { VpcId: ref('Vpc'), VpnGatewayId: ref('Vgw') }], Learnt: ['EC2::VPNGatewayRoutePropagation', { RouteTableIds: [ref('PublicTable')], VpnGatewayId: ref('Vgw') }] }, asked: ['internet', 'Web'], expected: 'unknown', because: /propagated/ },
  { rule: 'a network ACL looks at its entries in the order of their numbers', page: `${VPC}/nacl-basics.html`, resources: acl('Fence', ['Public'], [{ RuleNumber: 90, RuleAction: 'deny', CidrBlock: '1.0.0.0/8' }, { RuleNumber: 100 }, { RuleNumber: 100, Egress: true }]), asked: ['1.2.3.4', 'Web'], expected: 'no', because: /FenceEntry0/ },
  { rule: 'an entry with a lower number hides a later one', page: `${VPC}/nacl-basics.html`, resources: acl('Fence', ['Public'], [{ RuleNumber: 110, RuleAction: 'deny', CidrBlock: '1.0.0.0/8' }, { RuleNumber: 100 }, { RuleNumber: 100, Egress: true }]), asked: ['1.2.3.4', 'Web'], expected: 'yes' },
  { rule: 'a network ACL is stateless: answers need ephemeral ports', page: `${VPC}/custom-network-acl.html`, resources: acl('Fence', ['Public'], [{}, { Egress: true, Protocol: 6, PortRange: { From: 443, To: 443 } }]), asked: ['internet', 'Web', 22], expected: 'yes' },
  { rule: 'without any way out there is no answer', page: `${VPC}/custom-network-acl.html`, resources: acl('Fence', ['Public'], [{}]), asked: ['internet', 'Web'], expected: 'no', because: /Fence Properties|no outbound entry/ },
  { rule: 'a network ACL without entries denies everything', page: `${VPC}/nacl-basics.html`, resources: acl('Fence', ['Data'], []), asked: ['App', 'Db'], expected: 'no', because: /no inbound entry/ },
  { rule: 'the default network ACL allows everything', page: `${VPC}/default-network-acl.html`, asked: ['App', 'Db', 5432], expected: 'yes' },
  { rule: 'an entry of the default network ACL with a lower number counts before that', page: `${VPC}/default-network-acl.html`, resources: { No: ['EC2::NetworkAclEntry', { NetworkAclId: att('Vpc', 'DefaultNetworkAcl'), RuleNumber: 1, Protocol: 6, RuleAction: 'deny', CidrBlock: '10.0.1.0/24', PortRange: { From: 5432, To: 5432 } }] }, asked: ['App', 'Db', 5432], expected: 'no', because: /No Properties/ },
  { rule: 'no network ACL stands between two in one subnet', page: `${VPC}/nacl-basics.html`, resources: { ...acl('Fence', ['Data'], []), App: ['EC2::Instance', { SubnetId: ref('Data'), SecurityGroupIds: [ref('AppGroup')] }] }, asked: ['App', 'Db'], expected: 'yes' },
  { rule: 'an entry for UDP says nothing of TCP', page: `${VPC}/nacl-rules.html`, resources: acl('Fence', ['Data'], [{ Protocol: 17, PortRange: { From: 0, To: 65535 } }, { Egress: true }]), asked: ['App', 'Db'], expected: 'no', because: /no inbound entry/ },
  { rule: 'a security group admits what one of its rules admits', page: `${VPC}/security-group-rules.html`, resources: admitting('DbGroup', tcp(5432, { CidrIp: '10.0.1.0/24' })), asked: ['App', 'Db', 5432], expected: 'yes' },
  { rule: 'and nothing else', page: `${VPC}/security-group-rules.html`, resources: admitting('DbGroup', tcp(5432, { CidrIp: '10.0.1.0/24' })), asked: ['Web', 'Db', 5432], expected: 'no', because: /DbGroup/ },
  { rule: 'a security group remembers: answers need no rule', page: `${VPC}/vpc-security-groups.html`, resources: { DbGroup: ['EC2::SecurityGroup', { GroupDescription: 'x', VpcId: ref('Vpc'), SecurityGroupIngress: [ALLOW_ALL], SecurityGroupEgress: [tcp(1, { CidrIp: '255.255.255.255/32' })] }] }, asked: ['App', 'Db'], expected: 'yes' },
  { rule: 'a group that names egress rules lets out these only', page: `${VPC}/security-group-rules.html`, resources: { AppGroup: ['EC2::SecurityGroup', { GroupDescription: 'x', VpcId: ref('Vpc'), SecurityGroupEgress: [tcp(443, { CidrIp: '0.0.0.0/0' })] }] }, asked: ['App', 'Db', 5432], expected: 'no', because: /AppGroup/ },
  { rule: 'a rule that names a group matches its members', page: `${VPC}/security-group-rules.html#security-group-referencing`, resources: admitting('DbGroup', tcp(5432, { SourceSecurityGroupId: att('AppGroup', 'GroupId') })), asked: ['App', 'Db', 5432], expected: 'yes' },
  { rule: 'and nobody who merely has an address beside them', page: `${VPC}/security-group-rules.html#security-group-referencing`, resources: admitting('DbGroup', tcp(5432, { SourceSecurityGroupId: att('AppGroup', 'GroupId') })), asked: ['Private', 'Db', 5432], expected: 'no', because: /DbGroup/ },
  { rule: 'a rule may stand in a resource of its own', page: `${VPC}/security-group-rules.html`, resources: { ...admitting('DbGroup'), Own: ['EC2::SecurityGroupIngress', { GroupId: att('DbGroup', 'GroupId'), IpProtocol: 6, FromPort: 5432, ToPort: 5432, SourceSecurityGroupId: att('AppGroup', 'GroupId') }] }, asked: ['App', 'Db', 5432], expected: 'yes' },
  { rule: 'a rule by own prefix list matches its entries', page: `${VPC}/managed-prefix-lists.html`, resources: { ...admitting('DbGroup', tcp(5432, { SourcePrefixListId: ref('List') })), List: ['EC2::PrefixList', { Entries: [{ Cidr: '10.0.1.0/24' }] }] }, asked: ['App', 'Db', 5432], expected: 'yes' },
  { rule: "what a list of AWS's holds is not in the templates", page: `${VPC}/working-with-aws-managed-prefix-lists.html`, resources: admitting('DbGroup', tcp(5432, { SourcePrefixListId: 'pl-12345678' })), asked: ['App', 'Db', 5432], expected: 'unknown', because: /DbGroup Properties\.SecurityGroupIngress/ },
  { rule: 'the default group admits its members only', page: `${VPC}/default-security-group.html`, resources: { Db: ['EC2::Instance', { SubnetId: ref('Data') }] }, asked: ['App', 'Db'], expected: 'no', because: /Vpc Properties/ },
  { rule: 'through a firewall endpoint a rule that names a group as its source does not match', page: `${VPC}/security-group-rules.html#security-group-referencing`, resources: { ...firewall(), ...admitting('DbGroup', tcp(5432, { SourceSecurityGroupId: att('AppGroup', 'GroupId') })), Between: route('PrivateTable', '10.0.2.0/24', { VpcEndpointId: ENDPOINT }), Back: route('DataTable', '10.0.1.0/24', { VpcEndpointId: ENDPOINT }) }, asked: ['App', 'Db', 5432], expected: 'no', because: /DbGroup/ },
  { rule: 'a NAT gateway lets out what starts inside', page: `${VPC}/vpc-nat-gateway.html`, resources: nat, asked: ['App', 'internet', 443], expected: 'yes' },
  { rule: 'and nothing in', page: `${VPC}/vpc-nat-gateway.html`, resources: { ...nat, App: ['EC2::Instance', { NetworkInterfaces: [{ SubnetId: ref('Private'), AssociatePublicIpAddress: true, GroupSet: [ref('AppGroup')] }] }] }, asked: ['internet', 'App'], expected: 'no', because: /answers do not get back/ },
  { rule: 'a private NAT gateway has no public address', page: `${VPC}/vpc-nat-gateway.html`, resources: { ...nat, Nat: ['EC2::NatGateway', { SubnetId: ref('Public'), ConnectivityType: 'private' }] }, asked: ['App', 'internet'], expected: 'no', because: /Nat Properties\.ConnectivityType/ },
  { rule: 'NAT gateways answer from ports 1024 and above', page: `${VPC}/nat-gateway-troubleshooting.html`, resources: { ...nat, ...acl('Fence', ['Public'], [{ Protocol: 6, PortRange: { From: 0, To: 1023 } }, { Egress: true }]) }, asked: ['App', 'internet', 443], expected: 'no' },
  { rule: 'a firewall endpoint on both ways lets the Internet through', page: 'https://docs.aws.amazon.com/network-firewall/latest/developerguide/arch-igw-ngw.html', resources: inspected, asked: ['internet', 'Web', 443], expected: 'yes' },
  { rule: 'on one way only, what happens depends on the firewall', page: 'https://docs.aws.amazon.com/network-firewall/latest/developerguide/asymmetric-routing.html', resources: { ...inspected, In: ['SNS::Topic', {}] }, asked: ['internet', 'Web', 443], expected: 'unknown', because: /another way than requests/ },
  { rule: 'a peering joins where both sides have routes', page: 'https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-routing.html', resources: { ...second(), ...peering() }, asked: ['App', 'Other', 22], expected: 'yes' },
  { rule: 'without the route back it does not', page: 'https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-routing.html', resources: { ...second(), ...peering(), Home: ['SNS::Topic', {}] }, asked: ['App', 'Other'], expected: 'no', because: /FarTable/ },
  { rule: 'a peering leads no further than the other VPC', page: 'https://docs.aws.amazon.com/vpc/latest/peering/invalid-peering-configurations.html', resources: { ...second(), ...peering(), Over: route('PrivateTable', '0.0.0.0/0', { VpcPeeringConnectionId: ref('Peer') }) }, asked: ['App', 'internet'], expected: 'no', because: /no further/ },
  { rule: 'over a peering a rule may name a group of the other VPC', page: 'https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html', resources: { ...second(), ...peering(), OtherGroup: ['EC2::SecurityGroup', { GroupDescription: 'x', VpcId: ref('Vpc2'), SecurityGroupIngress: [tcp(22, { SourceSecurityGroupId: ref('AppGroup') })] }] }, asked: ['App', 'Other', 22], expected: 'yes' },
  { rule: 'not over one between regions', page: 'https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html', resources: { ...second(), ...peering({ PeerRegion: 'eu-west-1' }), OtherGroup: ['EC2::SecurityGroup', { GroupDescription: 'x', VpcId: ref('Vpc2'), SecurityGroupIngress: [tcp(22, { SourceSecurityGroupId: ref('AppGroup') })] }] }, asked: ['App', 'Other', 22], expected: 'no', because: /OtherGroup/ },
  { rule: 'a transit gateway joins what its default table learns', page: `${TGW}/how-transit-gateways-work.html`, resources: { ...second(), ...transit() }, asked: ['App', 'Other', 22], expected: 'yes' },
  { rule: 'not where nothing propagates', page: `${TGW}/how-transit-gateways-work.html`, resources: { ...second(), ...transit({ DefaultRouteTablePropagation: 'disable' }) }, asked: ['App', 'Other'], expected: 'no', because: /transit gateway has no route/ },
  { rule: 'the network ACL of the attachment counts on the way in', page: `${TGW}/tgw-nacls.html`, resources: { ...second(), ...transit(), ...acl('Fence', ['Data'], [{ Egress: true }]) }, asked: ['App', 'Other'], expected: 'no', because: /no inbound entry/ },
  { rule: 'a blackhole route drops', page: `${TGW}/how-transit-gateways-work.html`, resources: { ...second(), ...transit({ DefaultRouteTableAssociation: 'disable', DefaultRouteTablePropagation: 'disable' }), Table: ['EC2::TransitGatewayRouteTable', { TransitGatewayId: ref('Tgw') }], A: ['EC2::TransitGatewayRouteTableAssociation', { TransitGatewayAttachmentId: ref('One'), TransitGatewayRouteTableId: ref('Table') }], Drop: ['EC2::TransitGatewayRoute', { TransitGatewayRouteTableId: ref('Table'), DestinationCidrBlock: '10.1.0.0/16', Blackhole: true }] }, asked: ['App', 'Other'], expected: 'no', because: /Drop Properties/ },
  { rule: 'IPv6 needs no public address besides its own', page: `${VPC}/vpc-ip-addressing.html`, resources: { ...six, WebGroup: ['EC2::SecurityGroup', { GroupDescription: 'x', VpcId: ref('Vpc'), SecurityGroupIngress: [{ IpProtocol: '-1', CidrIpv6: '::/0' }] }], Six0: ['EC2::Route', { RouteTableId: ref('PublicTable'), DestinationIpv6CidrBlock: '::/0', GatewayId: ref('Igw') }] }, asked: ['internet', 'Web', 443], expected: 'yes' },
  { rule: 'an egress-only gateway lets nobody in', page: `${VPC}/egress-only-internet-gateway.html`, resources: { ...six, Eigw: ['EC2::EgressOnlyInternetGateway', { VpcId: ref('Vpc') }], WebGroup: ['EC2::SecurityGroup', { GroupDescription: 'x', VpcId: ref('Vpc'), SecurityGroupIngress: [{ IpProtocol: '-1', CidrIpv6: '::/0' }] }], Default: ['EC2::Route', { RouteTableId: ref('PublicTable'), DestinationIpv6CidrBlock: '::/0', EgressOnlyInternetGatewayId: ref('Eigw') }] }, asked: ['internet', 'Web', 443], expected: 'no', because: /answers do not get back|AssociatePublic|MapPublic/ },
  { rule: 'but lets out', page: `${VPC}/egress-only-internet-gateway.html`, resources: { ...six, Eigw: ['EC2::EgressOnlyInternetGateway', { VpcId: ref('Vpc') }], Default: ['EC2::Route', { RouteTableId: ref('PublicTable'), DestinationIpv6CidrBlock: '::/0', EgressOnlyInternetGatewayId: ref('Eigw') }] }, asked: ['Web', 'internet', 443], expected: 'yes' },
  { rule: 'VPC block public access stops both ways', page: `${VPC}/security-vpc-bpa-basics.html`, resources: blocked('block-bidirectional'), asked: ['internet', 'Web'], expected: 'no', because: /Block Properties\.InternetGatewayBlockMode/ },
  { rule: 'but not an excluded subnet', page: `${VPC}/security-vpc-bpa-basics.html`, resources: blocked('block-bidirectional', { SubnetId: ref('Public'), InternetGatewayExclusionMode: 'allow-bidirectional' }), asked: ['internet', 'Web'], expected: 'yes' },
  { rule: 'an exclusion for what leaves lets nobody in', page: `${VPC}/security-vpc-bpa-basics.html`, resources: blocked('block-bidirectional', { VpcId: ref('Vpc'), InternetGatewayExclusionMode: 'allow-egress' }), asked: ['internet', 'Web'], expected: 'no', because: /Block/ },
  { rule: 'blocking what comes in leaves NAT gateways alone', page: `${VPC}/security-vpc-bpa-basics.html`, resources: { ...nat, ...blocked('block-ingress') }, asked: ['App', 'internet', 443], expected: 'yes' },
  { rule: 'clients of a VPN reach what a rule authorizes', page: 'https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/how-it-works.html', resources: vpn(['10.0.2.0/24']), asked: ['Vpn', 'Db', 5432], expected: 'yes' },
  { rule: 'and nothing else', page: 'https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/how-it-works.html', resources: vpn(['10.0.2.0/24']), asked: ['Vpn', 'Web', 22], expected: 'no', because: /no authorization rule/ },
  { rule: 'every client is at one of the subnets, and goes where a route leads by this one', page: `${VPN}/cvpn-working-routes.html`, resources: { ...vpn(['0.0.0.0/0']), Leads: ['EC2::ClientVpnRoute', { ClientVpnEndpointId: ref('Vpn'), DestinationCidrBlock: '0.0.0.0/0', TargetVpcSubnetId: ref('Public') }] }, asked: ['Vpn', 'internet', 443], expected: 'no', because: /no authorization rule and route/ },
  { rule: 'the interfaces of a client VPN have public addresses', page: `${VPN}/scenario-internet.html`, resources: { ...vpn(['0.0.0.0/0']), Joined: ['EC2::ClientVpnTargetNetworkAssociation', { ClientVpnEndpointId: ref('Vpn'), SubnetId: ref('Public') }], Leads: ['EC2::ClientVpnRoute', { ClientVpnEndpointId: ref('Vpn'), DestinationCidrBlock: '0.0.0.0/0', TargetVpcSubnetId: ref('Public') }] }, asked: ['Vpn', 'internet', 443], expected: 'yes' },
  { rule: 'and let nobody in', page: `${VPN}/how-it-works.html`, resources: { ...vpn(['0.0.0.0/0']), Joined: ['EC2::ClientVpnTargetNetworkAssociation', { ClientVpnEndpointId: ref('Vpn'), SubnetId: ref('Public') }] }, asked: ['internet', 'Vpn'], expected: 'no', because: /takes no connections/ },
  { rule: 'where a more specific route leads by another subnet, it is open which one counts', page: `${VPN}/cvpn-working-routes.html`, resources: { ...second(), ...peering(), ...vpn(['10.1.0.0/16']), Joined2: ['EC2::ClientVpnTargetNetworkAssociation', { ClientVpnEndpointId: ref('Vpn'), SubnetId: ref('Data') }], All: ['EC2::ClientVpnRoute', { ClientVpnEndpointId: ref('Vpn'), DestinationCidrBlock: '10.0.0.0/8', TargetVpcSubnetId: ref('Private') }], Some: ['EC2::ClientVpnRoute', { ClientVpnEndpointId: ref('Vpn'), DestinationCidrBlock: '10.1.0.0/16', TargetVpcSubnetId: ref('Data') }] }, asked: ['Vpn', 'Other', 22], expected: 'unknown' },
  { rule: 'packets get into a transit gateway by the attachment in their own zone', page: `${TGW}/tgw-vpc-attachments.html`, resources: { ...second(), ...transit(), Private: ['EC2::Subnet', { VpcId: ref('Vpc'), CidrBlock: '10.0.1.0/24', AvailabilityZone: 'b' }] }, asked: ['App', 'Other'], expected: 'no', because: /no subnet of the attachment is in the zone of T\/Private/ },
  { rule: 'an attachment may hide its groups from a gateway that shows them', page: `${TGW}/tgw-vpc-attachments.html`, resources: { ...second(), ...transit({ SecurityGroupReferencingSupport: 'enable' }), One: ['EC2::TransitGatewayAttachment', { TransitGatewayId: ref('Tgw'), VpcId: ref('Vpc'), SubnetIds: [ref('Data')], Options: { SecurityGroupReferencingSupport: 'disable' } }], OtherGroup: ['EC2::SecurityGroup', { GroupDescription: 'x', VpcId: ref('Vpc2'), SecurityGroupIngress: [tcp(22, { SourceSecurityGroupId: ref('AppGroup') })] }] }, asked: ['App', 'Other', 22], expected: 'no', because: /OtherGroup/ },
  { rule: 'what goes in circles between a transit gateway and a VPC ends', page: `${TGW}/how-transit-gateways-work.html`, resources: { ...second(), ...transit({ DefaultRouteTableAssociation: 'disable', DefaultRouteTablePropagation: 'disable' }), Table: ['EC2::TransitGatewayRouteTable', { TransitGatewayId: ref('Tgw') }], A: ['EC2::TransitGatewayRouteTableAssociation', { TransitGatewayAttachmentId: ref('One'), TransitGatewayRouteTableId: ref('Table') }], Home: ['EC2::TransitGatewayRoute', { TransitGatewayRouteTableId: ref('Table'), DestinationCidrBlock: '0.0.0.0/0', TransitGatewayAttachmentId: ref('One') }], Again: route('DataTable', '10.1.0.0/16', { TransitGatewayId: ref('Tgw') }) }, asked: ['App', 'Other'], expected: 'no', because: /in circles/ },
  { rule: 'ranges of IPv6 propagate only where the attachment is told so', page: `${TGW}/tgw-vpc-attachments.html`, resources: { ...sixJoined({}) }, asked: ['Web', 'Far6'], expected: 'no', because: /transit gateway has no route/ },
  { rule: 'and then do', page: `${TGW}/tgw-vpc-attachments.html`, resources: { ...sixJoined({ Ipv6Support: 'enable' }) }, asked: ['Web', 'Far6'], expected: 'yes' },
  { rule: 'a network interface may ask for IPv6 addresses', page: `${VPC}/vpc-ip-addressing.html`, resources: { ...six, Public: ['EC2::Subnet', { ...(six.Public[1] as object), AssignIpv6AddressOnCreation: false }], Web: ['EC2::Instance', { NetworkInterfaces: [{ SubnetId: ref('Public'), Ipv6AddressCount: 1, GroupSet: [ref('WebGroup')] }] }], WebGroup: ['EC2::SecurityGroup', { GroupDescription: 'x', VpcId: ref('Vpc'), SecurityGroupIngress: [{ IpProtocol: '-1', CidrIpv6: '::/0' }] }], Six0: ['EC2::Route', { RouteTableId: ref('PublicTable'), DestinationIpv6CidrBlock: '::/0', GatewayId: ref('Igw') }] }, asked: ['internet', 'Web', 443], expected: 'yes' },
  { rule: 'an exclusion for what leaves counts only where both directions are blocked', page: `${VPC}/security-vpc-bpa.html`, resources: blocked('block-ingress', { VpcId: ref('Vpc'), InternetGatewayExclusionMode: 'allow-egress' }), asked: ['Web', 'internet', 443], expected: 'no', because: /Block/ },
  { rule: 'there it does', page: `${VPC}/security-vpc-bpa.html`, resources: blocked('block-bidirectional', { VpcId: ref('Vpc'), InternetGatewayExclusionMode: 'allow-egress' }), asked: ['Web', 'internet', 443], expected: 'yes' },
  { rule: 'turned off it blocks nothing', page: `${VPC}/security-vpc-bpa.html`, resources: blocked('off'), asked: ['internet', 'Web', 443], expected: 'yes' },
  { rule: 'a file transfer server listens on the ports of its protocols', page: 'https://docs.aws.amazon.com/transfer/latest/userguide/create-server-in-vpc.html', resources: files('SFTP'), asked: ['App', 'Files', 2222], expected: 'yes' },
  { rule: 'and on no others', page: 'https://docs.aws.amazon.com/transfer/latest/userguide/create-server-in-vpc.html', resources: files('SFTP'), asked: ['App', 'Files', 21], expected: 'no', because: /it listens on TCP ports 22, 2222-2223, 22000 only/ },
  { rule: 'FTPS takes its data on ports of its own', page: 'https://docs.aws.amazon.com/transfer/latest/userguide/create-server-in-vpc.html', resources: files('FTPS'), asked: ['App', 'Files', 8200], expected: 'yes' },
  { rule: 'some services answer at interface endpoints on other ports than 443', page: 'https://docs.aws.amazon.com/ses/latest/dg/send-email-set-up-vpc-endpoints.html', resources: { Mail: ['EC2::VPCEndpoint', { VpcEndpointType: 'Interface', VpcId: ref('Vpc'), ServiceName: 'com.amazonaws.eu-central-1.email-smtp', SubnetIds: [ref('Data')], SecurityGroupIds: [ref('DbGroup')] }] }, asked: ['App', 'Mail', 587], expected: 'yes' },
  { rule: 'an EC2 Instance Connect Endpoint sends from its own address', page: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/connect-with-ec2-instance-connect-endpoint.html', resources: { ...tunnel({}), ...admitting('DbGroup', tcp(22, { SourceSecurityGroupId: ref('AppGroup') })) }, asked: ['Tunnel', 'Db', 22], expected: 'yes' },
  { rule: 'or from those of its clients, which nobody knows', page: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/connect-with-ec2-instance-connect-endpoint.html', resources: { ...tunnel({ PreserveClientIp: true }), ...admitting('DbGroup', tcp(22, { CidrIp: '203.0.113.0/24' })) }, asked: ['Tunnel', 'Db', 22], expected: 'unknown', because: /those who come by T\/Tunnel/ },
  { rule: 'the first four addresses of a subnet and its last one are nobody\'s', page: `${VPC}/subnet-sizing.html`, asked: ['10.0.1.3', 'Db'], expected: 'no' },
];

test.each(ROWS)('$rule ($page)', ({ resources = {}, sections, asked: [from, to, port, protocol], expected, because }) => {
  const answer = ask(networkFrom({ ...base(), ...resources }, sections), from, to, port, protocol);
  expect({ verdict: answer.verdict, open: answer.open }).toEqual(expect.objectContaining({ verdict: expected }));
  if (because) {
    expect(reasons(answer)).toMatch(because);
  }
  // A yes has a witness, a no a cut, an unknown says what is open; but nobody stands at an address that no host can have.
  const told = answer.verdict === 'yes' ? answer.witnesses : answer.verdict === 'unknown' ? answer.open : answer.cut;
  expect(told.length > 0 || from === '10.0.1.3').toBe(true);
});
