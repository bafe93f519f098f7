import { TemplateSet, type Json, type TemplateSource } from '../../../../../lib/checks/template';
import { ports } from '../../../../../lib/checks/proofs/network/addresses';
import type { Host, Network } from '../../../../../lib/checks/proofs/network/model';
import { named } from '../../../../../lib/checks/proofs/network/names';
import { networkOf } from '../../../../../lib/checks/proofs/network/network';
import { reach, type Answer } from '../../../../../lib/checks/proofs/network/reach';
import { showLine } from '../../../../../lib/checks/proofs/network/show';

/** Resources by logical id: type without `AWS::`, and properties. */
export type Resources = Record<string, readonly [string, Record<string, unknown>, Record<string, unknown>?]>;

export const ref = (id: string) => ({ Ref: id });
export const att = (id: string, attribute: string) => ({ 'Fn::GetAtt': [id, attribute] });

export function body(resources: Resources, sections: Record<string, unknown> = {}): Json {
  const made = Object.entries(resources).map(([id, [type, properties, more]]) => [id, { Type: /^(Custom::|AWS::)/.test(type) ? type : `AWS::${type}`, Properties: properties, ...more }]);
  return { ...sections, Resources: Object.fromEntries(made) } as Json;
}

export function sources(resources: Resources, sections?: Record<string, unknown>): TemplateSource[] {
  return [{ name: 'T', stackName: 't', account: '111111111111', region: 'eu-central-1', body: body(resources, sections) }];
}

export function networkFrom(resources: Resources, sections?: Record<string, unknown>): Network {
  return networkOf(new TemplateSet(sources(resources, sections)));
}

export function hostOf(network: Network, id: string): Host {
  return network.hosts.find(({ resource }) => resource.logicalId === id)!;
}

/** Asks by name, as the command does. */
export function ask(network: Network, from: string, to: string, port?: number, protocol = 6): Answer {
  const [sender, receiver] = [from, to].map((name) => named(network, /^[A-Z]/.test(name) ? `T/${name}` : name));
  if (typeof sender === 'string' || typeof receiver === 'string') {
    throw new Error([sender, receiver].filter((one) => typeof one === 'string').join('; '));
  }
  return reach(network, sender.party, receiver.party, { protocol, ...(port !== undefined && { ports: ports(port) }) });
}

/** What decided: the cut, the witness's lines, or what is open. */
export function reasons(answer: Answer): string {
  return answer.verdict === 'no' ? answer.cut.map(showLine).join('\n') : answer.open.join('\n');
}

export const ALLOW_ALL = { IpProtocol: '-1', CidrIp: '0.0.0.0/0' };

/**
 * A VPC 10.0.0.0/16 with an Internet gateway; Public (10.0.0.0/24) leads to it, Private (10.0.1.0/24) and Data (10.0.2.0/24)
 * lead nowhere. Web stands in Public with a public address, App in Private, Db in Data; all admit everything.
 */
export function base(): Record<string, [string, Record<string, unknown>, Record<string, unknown>?]> {
  const subnet = (n: number) => ['EC2::Subnet', { VpcId: ref('Vpc'), CidrBlock: `10.0.${n}.0/24`, AvailabilityZone: 'a' }] as [string, Record<string, unknown>];
  const server = (where: string, isPublic: boolean, groups: string[]) => ['EC2::Instance', {
    NetworkInterfaces: [{ DeviceIndex: '0', SubnetId: ref(where), AssociatePublicIpAddress: isPublic, GroupSet: groups.map((id) => att(id, 'GroupId')) }],
  }] as [string, Record<string, unknown>];
  const group = (): [string, Record<string, unknown>] => ['EC2::SecurityGroup', { GroupDescription: 'x', VpcId: ref('Vpc'), SecurityGroupIngress: [{ ...ALLOW_ALL }] }];
  const names = ['Public', 'Private', 'Data'];
  return {
    Vpc: ['EC2::VPC', { CidrBlock: '10.0.0.0/16' }],
    Igw: ['EC2::InternetGateway', {}],
    Attached: ['EC2::VPCGatewayAttachment', { VpcId: ref('Vpc'), InternetGatewayId: ref('Igw') }],
    Public: subnet(0), Private: subnet(1), Data: subnet(2),
    ...Object.fromEntries(names.flatMap((name): [string, [string, Record<string, unknown>]][] => [
      [`${name}Table`, ['EC2::RouteTable', { VpcId: ref('Vpc') }]],
      [`${name}Uses`, ['EC2::SubnetRouteTableAssociation', { SubnetId: ref(name), RouteTableId: ref(`${name}Table`) }]],
    ])),
    Default: ['EC2::Route', { RouteTableId: ref('PublicTable'), DestinationCidrBlock: '0.0.0.0/0', GatewayId: ref('Igw') }],
    WebGroup: group(), AppGroup: group(), DbGroup: group(),
    Web: server('Public', true, ['WebGroup']), App: server('Private', false, ['AppGroup']), Db: server('Data', false, ['DbGroup']),
  };
}

/** A network ACL with entries for subnets. */
export function acl(id: string, subnets: readonly string[], entries: readonly Record<string, unknown>[]): Resources {
  return {
    [id]: ['EC2::NetworkAcl', { VpcId: ref('Vpc') }],
    ...Object.fromEntries(subnets.map((subnet) => [`${id}On${subnet}`, ['EC2::SubnetNetworkAclAssociation', { SubnetId: ref(subnet), NetworkAclId: ref(id) }] as const])),
    ...Object.fromEntries(entries.map((entry, i) => [`${id}Entry${i}`, ['EC2::NetworkAclEntry', { NetworkAclId: ref(id), CidrBlock: '0.0.0.0/0', Protocol: -1, RuleAction: 'allow', RuleNumber: 100 + i, ...entry }] as const])),
  };
}

/** A firewall with an endpoint in its own subnet (10.0.9.0/28), which leads to the Internet gateway. */
export function firewall(): Resources {
  return {
    Guard: ['EC2::Subnet', { VpcId: ref('Vpc'), CidrBlock: '10.0.9.0/28', AvailabilityZone: 'a' }],
    GuardTable: ['EC2::RouteTable', { VpcId: ref('Vpc') }],
    GuardUses: ['EC2::SubnetRouteTableAssociation', { SubnetId: ref('Guard'), RouteTableId: ref('GuardTable') }],
    GuardOut: ['EC2::Route', { RouteTableId: ref('GuardTable'), DestinationCidrBlock: '0.0.0.0/0', GatewayId: ref('Igw') }],
    Firewall: ['NetworkFirewall::Firewall', { VpcId: ref('Vpc'), SubnetMappings: [{ SubnetId: ref('Guard') }] }],
  };
}

export const ENDPOINT = { 'Fn::Select': [1, { 'Fn::Split': [':', { 'Fn::Select': [0, att('Firewall', 'EndpointIds')] }] }] };

/** A second VPC 10.1.0.0/16 with one subnet and one server, Other, that admits everything. */
export function second(): Resources {
  return {
    Vpc2: ['EC2::VPC', { CidrBlock: '10.1.0.0/16' }],
    Far: ['EC2::Subnet', { VpcId: ref('Vpc2'), CidrBlock: '10.1.0.0/24', AvailabilityZone: 'a' }],
    FarTable: ['EC2::RouteTable', { VpcId: ref('Vpc2') }],
    FarUses: ['EC2::SubnetRouteTableAssociation', { SubnetId: ref('Far'), RouteTableId: ref('FarTable') }],
    OtherGroup: ['EC2::SecurityGroup', { GroupDescription: 'x', VpcId: ref('Vpc2'), SecurityGroupIngress: [ALLOW_ALL] }],
    Other: ['EC2::Instance', { SubnetId: ref('Far'), SecurityGroupIds: [att('OtherGroup', 'GroupId')] }],
  };
}

export function peering(extra: Record<string, unknown> = {}): Resources {
  return {
    Peer: ['EC2::VPCPeeringConnection', { VpcId: ref('Vpc'), PeerVpcId: ref('Vpc2'), ...extra }],
    Over: ['EC2::Route', { RouteTableId: ref('PrivateTable'), DestinationCidrBlock: '10.1.0.0/16', VpcPeeringConnectionId: ref('Peer') }],
    Home: ['EC2::Route', { RouteTableId: ref('FarTable'), DestinationCidrBlock: '10.0.0.0/16', VpcPeeringConnectionId: ref('Peer') }],
  };
}

export function route(table: string, cidr: string, target: Record<string, unknown>): Resources[string] {
  return ['EC2::Route', { RouteTableId: ref(table), DestinationCidrBlock: cidr, ...target }];
}

/** The base with security group rules of a group replaced. */
export function admitting(group: string, ...rules: Record<string, unknown>[]): Resources {
  return { [group]: ['EC2::SecurityGroup', { GroupDescription: 'x', VpcId: ref('Vpc'), SecurityGroupIngress: rules }] };
}
