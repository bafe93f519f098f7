import { compareNetworks, renderedNetwork } from '../../local/network/compare';
import type { PlaceState } from '../../local/network/state';
import type { Json, TemplateSource } from '../../lib/checks/template';

const ref = (id: string) => ({ Ref: id });
const [account, region] = ['200000000001', 'eu-central-1'];
const att = (id: string, name: string) => ({ 'Fn::GetAtt': [id, name] });

/** A VPC with a load balancer behind a firewall, and a database behind a network ACL. */
const RESOURCES: Record<string, [string, object]> = {
  Vpc: ['EC2::VPC', { CidrBlock: '10.0.0.0/16' }],
  Edge: ['EC2::Subnet', { VpcId: ref('Vpc'), CidrBlock: '10.0.0.0/24', AvailabilityZone: 'eu-central-1a' }],
  Data: ['EC2::Subnet', { VpcId: ref('Vpc'), CidrBlock: '10.0.1.0/24', AvailabilityZone: 'eu-central-1a' }],
  Wall: ['EC2::Subnet', { VpcId: ref('Vpc'), CidrBlock: '10.0.2.0/24', AvailabilityZone: 'eu-central-1a' }],
  Igw: ['EC2::InternetGateway', {}],
  Attached: ['EC2::VPCGatewayAttachment', { VpcId: ref('Vpc'), InternetGatewayId: ref('Igw') }],
  Firewall: ['NetworkFirewall::Firewall', { VpcId: ref('Vpc'), SubnetMappings: [{ SubnetId: ref('Wall') }] }],
  EdgeTable: ['EC2::RouteTable', { VpcId: ref('Vpc') }],
  EdgeUses: ['EC2::SubnetRouteTableAssociation', { SubnetId: ref('Edge'), RouteTableId: ref('EdgeTable') }],
  EdgeOut: ['EC2::Route', { RouteTableId: ref('EdgeTable'), DestinationCidrBlock: '0.0.0.0/0', VpcEndpointId: { 'Fn::Select': [1, { 'Fn::Split': [':', { 'Fn::Select': [0, att('Firewall', 'EndpointIds')] }] }] } }],
  WallTable: ['EC2::RouteTable', { VpcId: ref('Vpc') }],
  WallUses: ['EC2::SubnetRouteTableAssociation', { SubnetId: ref('Wall'), RouteTableId: ref('WallTable') }],
  WallOut: ['EC2::Route', { RouteTableId: ref('WallTable'), DestinationCidrBlock: '0.0.0.0/0', GatewayId: ref('Igw') }],
  GateTable: ['EC2::RouteTable', { VpcId: ref('Vpc') }],
  GateUses: ['EC2::GatewayRouteTableAssociation', { GatewayId: ref('Igw'), RouteTableId: ref('GateTable') }],
  GateIn: ['EC2::Route', { RouteTableId: ref('GateTable'), DestinationCidrBlock: '10.0.0.0/24', VpcEndpointId: { 'Fn::Select': [1, { 'Fn::Split': [':', { 'Fn::Select': [0, att('Firewall', 'EndpointIds')] }] }] } }],
  Fence: ['EC2::NetworkAcl', { VpcId: ref('Vpc') }],
  FenceIn: ['EC2::NetworkAclEntry', { NetworkAclId: ref('Fence'), RuleNumber: 100, Egress: false, Protocol: 6, RuleAction: 'allow', CidrBlock: '10.0.0.0/24', PortRange: { From: 5432, To: 5432 } }],
  FenceOut: ['EC2::NetworkAclEntry', { NetworkAclId: ref('Fence'), RuleNumber: 100, Egress: true, Protocol: 6, RuleAction: 'allow', CidrBlock: '10.0.0.0/24', PortRange: { From: 1024, To: 65535 } }],
  FenceAt: ['EC2::SubnetNetworkAclAssociation', { NetworkAclId: ref('Fence'), SubnetId: ref('Data') }],
  EdgeGroup: ['EC2::SecurityGroup', { GroupDescription: 'x', VpcId: ref('Vpc'), SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' }], SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }] }],
  DataGroup: ['EC2::SecurityGroup', { GroupDescription: 'x', VpcId: ref('Vpc'), SecurityGroupEgress: [{ IpProtocol: 'icmp', FromPort: 252, ToPort: 86, CidrIp: '255.255.255.255/32' }] }],
  Admits: ['EC2::SecurityGroupIngress', { GroupId: ref('DataGroup'), IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, SourceSecurityGroupId: att('EdgeGroup', 'GroupId') }],
  Balancer: ['ElasticLoadBalancingV2::LoadBalancer', { Scheme: 'internet-facing', Subnets: [ref('Edge')], SecurityGroups: [ref('EdgeGroup')] }],
  Listener: ['ElasticLoadBalancingV2::Listener', { LoadBalancerArn: ref('Balancer'), Port: 443, Protocol: 'HTTPS' }],
  Subnets: ['RDS::DBSubnetGroup', { SubnetIds: [ref('Data')] }],
  Database: ['RDS::DBInstance', { Engine: 'postgres', Port: '5432', PubliclyAccessible: false, DBSubnetGroupName: ref('Subnets'), VPCSecurityGroups: [ref('DataGroup')] }],
  Service: ['ECS::Service', { NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [ref('Edge')], SecurityGroups: [ref('EdgeGroup')], AssignPublicIp: 'DISABLED' } } }],
  Api: ['EC2::VPCEndpoint', { VpcEndpointType: 'Interface', VpcId: ref('Vpc'), ServiceName: 'com.amazonaws.eu-central-1.kms', SubnetIds: [ref('Edge')], SecurityGroupIds: [ref('EdgeGroup')] }],
  Block: ['EC2::VPCBlockPublicAccessOptions', { InternetGatewayBlockMode: 'block-bidirectional' }],
  Except: ['EC2::VPCBlockPublicAccessExclusion', { InternetGatewayExclusionMode: 'allow-bidirectional', VpcId: ref('Vpc') }],
};
const TEMPLATES: TemplateSource[] = [{
  name: 'Test/Network', stackName: 'Test-Network', account, region, body: { Resources: Object.fromEntries(Object.entries(RESOURCES).map(([id, [type, properties]]) => [id, { Type: `AWS::${type}`, Properties: properties }])) } as unknown as Json,
}];

/** What each resource is called by the APIs: its logical id behind a prefix. */
const PHYSICAL: Record<string, string> = { Igw: 'igw-Igw', Except: 'vpcbpa-exclude-Except' };
const id = (logicalId: string) => PHYSICAL[logicalId] ?? `id-${logicalId}`;
const table = (name: string, routes: object[], associations: object[]) => ({ RouteTableId: id(name), VpcId: id('Vpc'), Routes: [{ DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local' }, ...routes], Associations: associations });
const everything = (egress: boolean) => ({ RuleNumber: 100, Egress: egress, Protocol: '-1', RuleAction: 'allow', CidrBlock: '0.0.0.0/0' });
const fenced = (egress: boolean, from: number, to: number) => ({ RuleNumber: 100, Egress: egress, Protocol: '6', RuleAction: 'allow', CidrBlock: '10.0.0.0/24', PortRange: { From: from, To: to } });
const all = { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] };

function deployed() {
  return {
    vpcs: [{ VpcId: id('Vpc'), CidrBlock: '10.0.0.0/16', CidrBlockAssociationSet: [{ AssociationId: 'a', CidrBlock: '10.0.0.0/16' }], IsDefault: false }, { VpcId: 'vpc-aws', CidrBlock: '172.31.0.0/16', IsDefault: true }],
    subnets: [
      ...['Edge', 'Data', 'Wall'].map((name, i) => ({ SubnetId: id(name), VpcId: id('Vpc'), CidrBlock: `10.0.${i}.0/24`, AvailabilityZone: 'eu-central-1a' })),
      { SubnetId: 'subnet-aws', VpcId: 'vpc-aws', CidrBlock: '172.31.0.0/20', AvailabilityZone: 'eu-central-1a' },
    ],
    routeTables: [
      table('Main', [], [{ Main: true }]),
      table('EdgeTable', [{ DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'vpce-wall' }, { DestinationPrefixListId: 'pl-1', GatewayId: 'vpce-s3' }], [{ SubnetId: id('Edge') }]),
      table('WallTable', [{ DestinationCidrBlock: '0.0.0.0/0', GatewayId: id('Igw') }], [{ SubnetId: id('Wall') }]),
      table('GateTable', [{ DestinationCidrBlock: '10.0.0.0/24', GatewayId: 'vpce-wall' }], [{ GatewayId: id('Igw') }]),
    ],
    internetGateways: [{ InternetGatewayId: id('Igw'), Attachments: [{ VpcId: id('Vpc') }] }],
    egressOnlyGateways: [] as object[], natGateways: [] as object[], peerings: [] as object[], databases: [] as object[],
    networkAcls: [
      { NetworkAclId: 'acl-default', VpcId: id('Vpc'), IsDefault: true, Entries: [everything(false), everything(true), { ...everything(false), RuleNumber: 32767, RuleAction: 'deny' }], Associations: [{ NetworkAclAssociationId: 'b', SubnetId: id('Edge') }] },
      { NetworkAclId: id('Fence'), VpcId: id('Vpc'), IsDefault: false, Entries: [fenced(false, 5432, 5432), fenced(true, 1024, 65535)], Associations: [{ NetworkAclAssociationId: 'c', SubnetId: id('Data') }] },
    ],
    securityGroups: [
      { GroupId: 'sg-default', GroupName: 'default', VpcId: id('Vpc'), IpPermissions: [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: 'sg-default' }] }], IpPermissionsEgress: [all] },
      { GroupId: id('EdgeGroup'), GroupName: 'edge', VpcId: id('Vpc'), IpPermissions: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }], IpPermissionsEgress: [all] },
      { GroupId: id('DataGroup'), GroupName: 'data', VpcId: id('Vpc'), IpPermissions: [{ IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, UserIdGroupPairs: [{ GroupId: id('EdgeGroup') }] }], IpPermissionsEgress: [] as object[] },
    ],
    endpoints: [
      { VpcEndpointId: 'vpce-wall', VpcEndpointType: 'GatewayLoadBalancer', VpcId: id('Vpc'), SubnetIds: [id('Wall')], Tags: [{ Key: 'Firewall', Value: id('Firewall') }] },
      { VpcEndpointId: id('Api'), VpcEndpointType: 'Interface', ServiceName: 'com.amazonaws.eu-central-1.kms', VpcId: id('Vpc'), SubnetIds: [id('Edge')], Groups: [{ GroupId: id('EdgeGroup') }] },
    ],
    accessBlock: { InternetGatewayBlockMode: 'block-bidirectional' },
    accessExclusions: [{ ExclusionId: id('Except'), InternetGatewayExclusionMode: 'allow-bidirectional', ResourceArn: `arn:aws:ec2:${region}:${account}:vpc/${id('Vpc')}` }],
    loadBalancers: [{ LoadBalancerArn: id('Balancer'), VpcId: id('Vpc'), Scheme: 'internet-facing', Type: 'application', AvailabilityZones: [{ SubnetId: id('Edge') }], SecurityGroups: [id('EdgeGroup')] }],
    listeners: [{ ListenerArn: id('Listener'), LoadBalancerArn: id('Balancer'), Port: 443, Protocol: 'HTTPS' }],
    services: [{ serviceArn: id('Service'), networkConfiguration: { awsvpcConfiguration: { subnets: [id('Edge')], securityGroups: [id('EdgeGroup')], assignPublicIp: 'DISABLED' } } }],
    subnetGroups: [{ DBSubnetGroupName: id('Subnets'), Subnets: [{ SubnetIdentifier: id('Data') }] }],
    instances: [{ DBInstanceIdentifier: id('Database'), Engine: 'postgres', Endpoint: { Port: 5432 }, PubliclyAccessible: false, DBSubnetGroup: { DBSubnetGroupName: id('Subnets') }, VpcSecurityGroups: [{ VpcSecurityGroupId: id('DataGroup') }] }],
  };
}

type State = ReturnType<typeof deployed>;

function compared(alter: (state: State) => void = () => undefined) {
  const state = deployed();
  alter(state);
  const stacks = { 'Test-Network': Object.entries(RESOURCES).map(([logicalId, [type]]) => ({ type: `AWS::${type}`, logicalId, physicalId: id(logicalId) })) };
  return compareNetworks(TEMPLATES, [{ account, region, stacks, state } as PlaceState]);
}

test('what is deployed as the templates say is the same network, with the same answers', () => {
  const result = compared();
  expect(result.differences).toEqual([]);
  expect(result).toMatchObject({ parts: 17, answers: 17 });
  expect(renderedNetwork(result)).toMatch(/17 parts and 17 answers to who reaches whom compared, no difference\.$/);
});

test.each<[string, (state: State) => void, RegExp]>([
  ['a security group that was opened', ({ securityGroups: [, , data] }) => { data.IpPermissions.push({ IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, IpRanges: [{ CidrIp: '10.0.0.0/8' }] } as never); }, /^security group Test-Network DataGroup differs: templates say nothing more; the APIs tell in 6 port 5432 10\.0\.0\.0\/8$/],
  ['a security group that was closed', ({ securityGroups: [, edge] }) => { edge.IpPermissions = []; }, /^from the Internet to Test-Network Balancer differs: templates say yes: .* 443; the APIs tell no$/],
  ['a rule for everything that leaves', ({ securityGroups: [, , data] }) => { data.IpPermissionsEgress = [all]; }, /^security group Test-Network DataGroup differs/],
  ['a default security group without rules', ({ securityGroups: [group] }) => { Object.assign(group, { IpPermissions: [], IpPermissionsEgress: [] }); }, /^VPC Test-Network Vpc differs: templates say default security group with rules; the APIs tell default security group without rules$/],
  ['a route straight to the gateway', ({ routeTables: [, edge] }) => { edge.Routes[1] = { DestinationCidrBlock: '0.0.0.0/0', GatewayId: id('Igw') } as never; }, /^route table Test-Network EdgeTable differs: templates say any address to Test-Network Firewall in Test-Network Wall; the APIs tell any address to internet$/],
  ['a route more', ({ routeTables: [, , wall] }) => { wall.Routes.push({ DestinationCidrBlock: '192.168.0.0/16', VpcPeeringConnectionId: 'pcx-1' } as never); }, /^route table Test-Network WallTable differs/],
  ['a route in the main table', ({ routeTables: [main] }) => { main.Routes.push({ DestinationCidrBlock: '0.0.0.0/0', GatewayId: id('Igw') } as never); }, /^subnet Test-Network Data differs: templates say routed by the main route table; the APIs tell routed by id-Main$/],
  ['another route table', ({ routeTables: [, edge, wall] }) => { [edge.Associations, wall.Associations] = [wall.Associations, edge.Associations]; }, /^subnet Test-Network Edge differs: templates say routed by Test-Network EdgeTable; the APIs tell routed by Test-Network WallTable$/],
  ['a gateway without its table', ({ routeTables }) => { routeTables.pop(); }, /^VPC Test-Network Vpc differs: .*routed by Test-Network GateTable/],
  ['a gateway that is not attached', ({ internetGateways: [gateway] }) => { gateway.Attachments = []; }, /^VPC Test-Network Vpc differs/],
  ['an entry of the network ACL', ({ networkAcls: [, fence] }) => { fence.Entries[0].CidrBlock = '0.0.0.0/0'; }, /^network ACL Test-Network Fence differs/],
  ['a network ACL that is not associated', ({ networkAcls: [, fence] }) => { fence.Associations = []; }, /^subnet Test-Network Data differs: templates say behind Test-Network Fence; the APIs tell behind the default network ACL$/],
  ['a default network ACL that was changed', ({ networkAcls: [acl] }) => { acl.Entries[0].RuleAction = 'deny'; }, /^subnet Test-Network Edge differs: templates say behind the default network ACL; the APIs tell behind acl-default$/],
  ['a subnet that is not there', ({ subnets }) => { subnets.splice(1, 1); }, /^subnet Test-Network Data is not there$/],
  ['a subnet by hand', ({ subnets }) => { subnets.push({ SubnetId: 'subnet-hand', VpcId: id('Vpc'), CidrBlock: '10.0.9.0/24', AvailabilityZone: 'eu-central-1a' }); }, /^subnet subnet-hand is in no template$/],
  ['another zone', ({ subnets }) => { subnets[0].AvailabilityZone = 'eu-central-1b'; }, /^subnet Test-Network Edge differs/],
  ['a peering by hand', ({ peerings }) => { peerings.push({ VpcPeeringConnectionId: 'pcx-1', RequesterVpcInfo: { VpcId: id('Vpc') }, AccepterVpcInfo: { VpcId: 'vpc-9', OwnerId: '9' } }); }, /^peering pcx-1 is in no template$/],
  ['a NAT gateway by hand', ({ natGateways }) => { natGateways.push({ NatGatewayId: 'nat-1', VpcId: id('Vpc'), SubnetId: id('Wall'), ConnectivityType: 'public' }); }, /^host nat-1 is in no template$/],
  ['no VPC block public access', (state) => { state.accessBlock.InternetGatewayBlockMode = 'off'; }, /^VPC block public access 200000000001 eu-central-1 is not there$/],
  ['an exclusion of a subnet', ({ accessExclusions: [one] }) => { one.ResourceArn = `arn:aws:ec2:${region}:${account}:subnet/${id('Edge')}`; }, /^VPC block public access .* differs/],
  ['an endpoint in another subnet', ({ endpoints: [, api] }) => { api.SubnetIds = [id('Data')]; }, /^host Test-Network Api differs/],
  ['a firewall that stands elsewhere', ({ endpoints: [wall] }) => { wall.SubnetIds = [id('Data')]; }, /^route table Test-Network EdgeTable differs/],
  ['a database with a public address', ({ instances: [one] }) => { one.PubliclyAccessible = true; }, /^host Test-Network Database differs: templates say public no no; the APIs tell public yes no$/],
  ['a service with a public address', ({ services: [one] }) => { one.networkConfiguration.awsvpcConfiguration.assignPublicIp = 'ENABLED'; }, /^host Test-Network Service differs/],
  ['a listener more', ({ listeners }) => { listeners.push({ ListenerArn: 'x', LoadBalancerArn: id('Balancer'), Port: 8080, Protocol: 'HTTP' }); }, /^host Test-Network Balancer differs/],
])('%s is noticed', (_, alter, difference) => {
  const { differences } = compared(alter);
  expect(differences).toEqual(expect.arrayContaining([expect.stringMatching(difference)]));
});
