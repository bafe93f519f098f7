import { Ec2InternetGatewayInboundThroughFirewall } from '../../../../../lib/checks/rules/ec2/ec2-internet-gateway-inbound-through-firewall';
import { Ec2NatGatewayPerZone } from '../../../../../lib/checks/rules/ec2/ec2-nat-gateway-per-zone';
import { Ec2NetworkAclFencesData } from '../../../../../lib/checks/rules/ec2/ec2-network-acl-fences-data';
import { Ec2RouteOutboundThroughFirewall } from '../../../../../lib/checks/rules/ec2/ec2-route-outbound-through-firewall';
import { describeRule } from '../../../../support/rule-table';

const ref = (id: string) => ({ Ref: id });
const resource = (type: string, properties?: object) => ({ Type: type, ...(properties && { Properties: properties }) });
const withParameter = (resources: object) => ({ Parameters: { P: { Type: 'String' } }, Resources: resources });
const topic = { Topic: resource('AWS::SNS::Topic') };

const vpc = { Vpc: resource('AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16' }) };
const subnet = (id: string, properties: object = {}) => ({ [id]: resource('AWS::EC2::Subnet', { VpcId: ref('Vpc'), ...properties }) });
/** A subnet with a route table of its own, named after it. */
const routed = (id: string, properties: object = {}) => ({
  ...subnet(id, properties),
  [`${id}Table`]: resource('AWS::EC2::RouteTable', { VpcId: ref('Vpc') }),
  [`${id}Link`]: resource('AWS::EC2::SubnetRouteTableAssociation', { SubnetId: ref(id), RouteTableId: ref(`${id}Table`) }),
});
const route = (id: string, table: string, to: object) => ({ [id]: resource('AWS::EC2::Route', { RouteTableId: ref(table), ...to }) });
const zone = (letter: string) => ({ AvailabilityZone: `eu-central-1${letter}` });
const nat = (id: string, place: unknown, properties: object = {}) => ({ [id]: resource('AWS::EC2::NatGateway', { SubnetId: place, ...properties }) });
const out = (to: object) => ({ DestinationCidrBlock: '0.0.0.0/0', ...to });
const gateway = { Igw: resource('AWS::EC2::InternetGateway') };

describeRule(Ec2NatGatewayPerZone, {
  compliant: {
    'the same zone': { ...routed('App', zone('a')), ...subnet('Edge', zone('a')), ...nat('Nat', ref('Edge')), ...route('Out', 'AppTable', out({ NatGatewayId: ref('Nat') })) },
    'the same place in the list of zones': {
      ...routed('App', { AvailabilityZone: { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] } }), ...subnet('Edge', { AvailabilityZone: { 'Fn::Select': ['0', { 'Fn::GetAZs': ref('AWS::Region') }] } }),
      ...nat('Nat', ref('Edge')), ...route('Out', 'AppTable', out({ NatGatewayId: ref('Nat') })),
    },
    'a regional gateway': { ...routed('App', zone('a')), Nat: resource('AWS::EC2::NatGateway', { AvailabilityMode: 'regional' }), ...route('Out', 'AppTable', out({ NatGatewayId: ref('Nat') })) },
  },
  violation: {
    'another zone': { ...routed('App', zone('b')), ...subnet('Edge', zone('a')), ...nat('Nat', ref('Edge')), ...route('Out', 'AppTable', out({ NatGatewayId: ref('Nat') })) },
    'one of two subnets of the table': {
      ...routed('App', zone('a')), ...subnet('Second', zone('b')), ...subnet('Edge', zone('a')), ...nat('Nat', ref('Edge')), ...route('Out', 'AppTable', out({ NatGatewayId: ref('Nat') })),
      SecondLink: resource('AWS::EC2::SubnetRouteTableAssociation', { SubnetId: ref('Second'), RouteTableId: ref('AppTable') }),
    },
  },
  notApplicable: { 'no NAT gateway': { ...routed('App'), ...route('Out', 'AppTable', out({ GatewayId: 'igw-1' })) } },
  unknown: {
    'zones left to AWS': { ...routed('App'), ...subnet('Edge', zone('a')), ...nat('Nat', ref('Edge')), ...route('Out', 'AppTable', out({ NatGatewayId: ref('Nat') })) },
    'the gateway is a parameter': withParameter({ ...routed('App', zone('a')), ...route('Out', 'AppTable', out({ NatGatewayId: ref('P') })) }),
    'the gateway stands elsewhere': { ...routed('App', zone('a')), ...nat('Nat', 'subnet-1'), ...route('Out', 'AppTable', out({ NatGatewayId: ref('Nat') })) },
  },
});

const firewall = { Firewall: resource('AWS::NetworkFirewall::Firewall', { VpcId: ref('Vpc'), SubnetMappings: [{ SubnetId: ref('Wall') }] }) };

describeRule(Ec2RouteOutboundThroughFirewall, {
  compliant: {
    'the firewall\'s subnet': { ...gateway, ...firewall, ...routed('Wall'), ...route('Out', 'WallTable', out({ GatewayId: ref('Igw') })) },
    'a NAT gateway behind the firewall': {
      ...gateway, ...firewall, ...routed('Wall'), ...routed('NatPlace'), ...nat('Nat', ref('NatPlace')),
      ...route('Out', 'NatPlaceTable', out({ GatewayId: ref('Igw') })), ...route('ToNat', 'WallTable', out({ NatGatewayId: ref('Nat') })),
    },
  },
  violation: {
    'an edge subnet': { ...gateway, ...firewall, ...routed('Edge'), ...routed('Wall'), ...route('Out', 'EdgeTable', out({ GatewayId: ref('Igw') })) },
    'over IPv6': { ...gateway, ...routed('Edge'), ...route('Out', 'EdgeTable', { DestinationIpv6CidrBlock: '::/0', GatewayId: ref('Igw') }) },
    'by an egress-only gateway': { ...routed('App'), ...route('Out', 'AppTable', { DestinationIpv6CidrBlock: '::/0', EgressOnlyInternetGatewayId: 'eigw-1' }) },
    'a NAT gateway that the application reaches directly': {
      ...gateway, ...firewall, ...routed('Wall'), ...routed('App'), ...routed('NatPlace'), ...nat('Nat', ref('NatPlace')),
      ...route('Out', 'NatPlaceTable', out({ GatewayId: ref('Igw') })), ...route('ToNat', 'AppTable', out({ NatGatewayId: ref('Nat') })),
    },
  },
  notApplicable: {
    'a route to the firewall': { ...routed('App'), ...route('Out', 'AppTable', out({ VpcEndpointId: 'vpce-1' })) },
    'a VPN gateway': { ...routed('App'), ...route('Out', 'AppTable', out({ GatewayId: 'vgw-1' })) },
    'a development environment': { templates: [{ environment: 'development', body: { ...gateway, ...routed('Edge'), ...route('Out', 'EdgeTable', out({ GatewayId: ref('Igw') })) } }] },
  },
  unknown: {
    'the gateway is a parameter': withParameter({ ...routed('Edge'), ...route('Out', 'EdgeTable', out({ GatewayId: ref('P') })) }),
    'the table is elsewhere': { ...gateway, Out: resource('AWS::EC2::Route', out({ RouteTableId: 'rtb-1', GatewayId: ref('Igw') })) },
  },
});

const attached = { ...vpc, ...gateway, Attach: resource('AWS::EC2::VPCGatewayAttachment', { VpcId: ref('Vpc'), InternetGatewayId: ref('Igw') }) };
const balanced = (properties: object = {}) => ({ ...subnet('Edge', { CidrBlock: '10.0.8.0/24' }), Balancer: resource('AWS::ElasticLoadBalancingV2::LoadBalancer', { Subnets: [ref('Edge')], ...properties }) });
const ingress = {
  InTable: resource('AWS::EC2::RouteTable', { VpcId: ref('Vpc') }),
  InLink: resource('AWS::EC2::GatewayRouteTableAssociation', { GatewayId: ref('Igw'), RouteTableId: ref('InTable') }),
};

describeRule(Ec2InternetGatewayInboundThroughFirewall, {
  compliant: {
    'the subnet\'s range to an endpoint': { ...attached, ...balanced(), ...ingress, ...route('In', 'InTable', { DestinationCidrBlock: '10.0.8.0/24', VpcEndpointId: 'vpce-1' }) },
    'the range by reference': { ...attached, ...balanced(), ...ingress, ...route('In', 'InTable', { DestinationCidrBlock: { 'Fn::GetAtt': ['Edge', 'CidrBlock'] }, VpcEndpointId: 'vpce-1' }) },
    'a load balancer in another template': {
      templates: [
        { body: { Resources: { ...attached, ...subnet('Edge', { CidrBlock: '10.0.8.0/24' }), ...ingress, ...route('In', 'InTable', { DestinationCidrBlock: '10.0.8.0/24', VpcEndpointId: 'vpce-1' }) }, Outputs: { S: { Value: ref('Edge'), Export: { Name: 'edge' } } } } },
        { body: { Balancer: resource('AWS::ElasticLoadBalancingV2::LoadBalancer', { Subnets: [{ 'Fn::ImportValue': 'edge' }] }) } },
      ],
    },
  },
  violation: {
    'no route table of the gateway': { ...attached, ...balanced() },
    'the table leads nowhere': { ...attached, ...balanced(), ...ingress },
    'the other range only': { ...attached, ...balanced(), ...ingress, ...route('In', 'InTable', { DestinationCidrBlock: '10.0.9.0/24', VpcEndpointId: 'vpce-1' }) },
    'a route to something else': { ...attached, ...balanced(), ...ingress, ...route('In', 'InTable', { DestinationCidrBlock: '10.0.8.0/24', NetworkInterfaceId: 'eni-1' }) },
    'IPv6 left out': {
      ...attached, ...balanced(), ...subnet('Edge', { CidrBlock: '10.0.8.0/24', Ipv6CidrBlock: '2001:db8::/64' }), ...ingress, ...route('In', 'InTable', { DestinationCidrBlock: '10.0.8.0/24', VpcEndpointId: 'vpce-1' }),
    },
  },
  notApplicable: { 'no load balancer': attached, 'an internal one': { ...attached, ...balanced({ Scheme: 'internal' }) } },
  unknown: {
    'the range is a parameter': withParameter({ ...attached, ...balanced(), ...subnet('Edge', { CidrBlock: ref('P') }), ...ingress, ...route('In', 'InTable', { DestinationCidrBlock: '10.0.8.0/24', VpcEndpointId: 'vpce-1' }) }),
    'the gateway is elsewhere': { ...vpc, ...balanced(), Attach: resource('AWS::EC2::VPCGatewayAttachment', { VpcId: ref('Vpc'), InternetGatewayId: 'igw-1' }) },
  },
});

const data = { ...vpc, ...subnet('Data'), Stores: resource('AWS::RDS::DBSubnetGroup', { SubnetIds: [ref('Data')] }) };
const acl = { Acl: resource('AWS::EC2::NetworkAcl', { VpcId: ref('Vpc') }), AclLink: resource('AWS::EC2::SubnetNetworkAclAssociation', { SubnetId: ref('Data'), NetworkAclId: ref('Acl') }) };
const entry = (id: string, properties: object) => ({ [id]: resource('AWS::EC2::NetworkAclEntry', { NetworkAclId: ref('Acl'), RuleAction: 'allow', Protocol: 6, RuleNumber: 1, ...properties }) });
const port = (from: number, to = from) => ({ PortRange: { From: from, To: to } });

describeRule(Ec2NetworkAclFencesData, {
  compliant: {
    'the store\'s port in, answers out': {
      ...data, ...acl, ...entry('In', { CidrBlock: '10.0.1.0/24', ...port(5432) }), ...entry('Out', { Egress: true, CidrBlock: '10.0.1.0/24', ...port(1024, 65535) }),
    },
    'a subnet\'s range by reference, and a denial of everybody': {
      ...data, ...acl, ...subnet('App', { CidrBlock: '10.0.1.0/24' }), ...entry('In', { CidrBlock: { 'Fn::GetAtt': ['App', 'CidrBlock'] }, ...port(5432) }),
      ...entry('Deny', { RuleAction: 'deny', Protocol: -1, CidrBlock: '0.0.0.0/0' }),
    },
    'entries none: nothing passes': { ...data, ...acl },
  },
  violation: {
    'the VPC\'s own': data,
    'the default one by name': { ...data, AclLink: resource('AWS::EC2::SubnetNetworkAclAssociation', { SubnetId: ref('Data'), NetworkAclId: { 'Fn::GetAtt': ['Vpc', 'DefaultNetworkAcl'] } }) },
    'everybody': { ...data, ...acl, ...entry('In', { CidrBlock: '0.0.0.0/0', ...port(5432) }) },
    'everybody out over IPv6': { ...data, ...acl, ...entry('Out', { Egress: true, Ipv6CidrBlock: '::/0', ...port(1024, 65535) }) },
    'the whole VPC': { ...data, ...acl, ...entry('In', { CidrBlock: '10.0.0.0/16', ...port(5432) }) },
    'all protocols': { ...data, ...acl, ...entry('In', { CidrBlock: '10.0.1.0/24', Protocol: '-1' }) },
    'all ports': { ...data, ...acl, ...entry('In', { CidrBlock: '10.0.1.0/24', ...port(0, 65535) }) },
  },
  notApplicable: { 'a subnet without stores': { ...vpc, ...subnet('App') }, 'another type': topic },
  unknown: {
    'the range is a parameter': withParameter({ ...data, ...acl, ...entry('In', { CidrBlock: ref('P'), ...port(5432) }) }),
    'a network ACL elsewhere': { ...data, AclLink: resource('AWS::EC2::SubnetNetworkAclAssociation', { SubnetId: ref('Data'), NetworkAclId: 'acl-1' }) },
    'an association of a parameter': withParameter({ ...data, AclLink: resource('AWS::EC2::SubnetNetworkAclAssociation', { SubnetId: ref('P'), NetworkAclId: 'acl-1' }) }),
  },
});
