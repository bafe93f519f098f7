import { RdsClusterScalesByLoad } from '../../../../../lib/checks/rules/rds/rds-cluster-scales-by-load';
import { RdsSecurityGroupFromGroupsOnly } from '../../../../../lib/checks/rules/rds/rds-security-group-from-groups-only';
import { RdsSubnetGroupIsolated } from '../../../../../lib/checks/rules/rds/rds-subnet-group-isolated';
import { RdsSubnetGroupZones } from '../../../../../lib/checks/rules/rds/rds-subnet-group-zones';
import { describeRule } from '../../../../support/rule-table';

const ref = (id: string) => ({ Ref: id });
const att = (id: string, attribute: string) => ({ 'Fn::GetAtt': [id, attribute] });
const resource = (type: string, properties?: object) => ({ Type: type, ...(properties && { Properties: properties }) });
const withParameter = (resources: object, type = 'String') => ({ Parameters: { P: { Type: type } }, Resources: resources });
const topic = { Topic: resource('AWS::SNS::Topic') };

const routed = {
  Data: resource('AWS::EC2::Subnet', {}), Table: resource('AWS::EC2::RouteTable', {}),
  Link: resource('AWS::EC2::SubnetRouteTableAssociation', { SubnetId: ref('Data'), RouteTableId: ref('Table') }),
};
const stores = (subnets: unknown = [ref('Data')]) => ({ Stores: resource('AWS::RDS::DBSubnetGroup', { SubnetIds: subnets }) });
const route = (to: object) => ({ Out: resource('AWS::EC2::Route', { RouteTableId: ref('Table'), DestinationCidrBlock: '0.0.0.0/0', ...to }) });
const gateway = { Igw: resource('AWS::EC2::InternetGateway') };

describeRule(RdsSubnetGroupIsolated, {
  compliant: {
    'no routes': { ...routed, ...stores() },
    'a route to a peer and a gateway endpoint': { ...routed, ...stores(), ...route({ VpcPeeringConnectionId: 'pcx-1', DestinationCidrBlock: '10.9.0.0/16' }) },
    'a mount target': { ...routed, Mount: resource('AWS::EFS::MountTarget', { SubnetId: ref('Data') }) },
    'a domain in a VPC': { ...routed, Domain: resource('AWS::OpenSearchService::Domain', { VPCOptions: { SubnetIds: [ref('Data')] } }) },
    'subnets of another template': {
      templates: [{ body: { Resources: routed, Outputs: { S: { Value: ref('Data'), Export: { Name: 'data' } } } } }, { body: stores([{ 'Fn::ImportValue': 'data' }]) }],
    },
  },
  violation: {
    'an Internet gateway': { ...routed, ...stores(), ...gateway, ...route({ GatewayId: ref('Igw') }) },
    'a NAT server': { ...routed, ...stores(), ...route({ NetworkInterfaceId: 'eni-1', DestinationCidrBlock: '0.0.0.0/0' }) },
    'everything through a transit gateway, by IPv6': { ...routed, ...stores(), ...route({ TransitGatewayId: 'tgw-1', DestinationIpv6CidrBlock: '::/0', DestinationCidrBlock: undefined }) },
    'a NAT gateway': { ...routed, ...stores(), ...route({ NatGatewayId: 'nat-1' }) },
    'an egress-only gateway': { ...routed, ...stores(), ...route({ EgressOnlyInternetGatewayId: 'eigw-1', DestinationIpv6CidrBlock: '::/0' }) },
    'a cache by literal gateway id': { ...routed, Cache: resource('AWS::ElastiCache::SubnetGroup', { SubnetIds: [ref('Data')] }), ...route({ GatewayId: 'igw-1' }) },
    'a domain outside any VPC': { Domain: resource('AWS::OpenSearchService::Domain', {}) },
  },
  notApplicable: { 'no store': routed, 'another type': topic },
  unknown: {
    'the main route table': { Data: routed.Data, ...stores() },
    'subnets as a parameter': withParameter(stores(ref('P')), 'List<AWS::EC2::Subnet::Id>'),
    'a literal subnet': stores(['subnet-1']),
    'a gateway as a parameter': withParameter({ ...routed, ...stores(), ...route({ GatewayId: ref('P') }) }),
  },
});

const zoned = (...zones: unknown[]) => ({
  ...Object.fromEntries(zones.map((AvailabilityZone, i) => [`S${i}`, resource('AWS::EC2::Subnet', { AvailabilityZone })])),
  ...stores(zones.map((_, i) => ref(`S${i}`))),
});
const nth = (i: number) => ({ 'Fn::Select': [i, { 'Fn::GetAZs': '' }] });

describeRule(RdsSubnetGroupZones, {
  compliant: { 'three zones': zoned('a', 'b', 'c'), 'three places in the list of zones': zoned(nth(0), nth(1), nth(2)) },
  violation: { 'two zones': zoned('a', 'b'), 'three subnets in two zones': zoned('a', 'b', 'b'), 'twice the same place in the list': zoned(nth(0), nth(1), nth(1)) },
  notApplicable: { 'development': { templates: [{ environment: 'development', body: zoned('a', 'b') }] }, 'a mount target': { Mount: resource('AWS::EFS::MountTarget', { SubnetId: 'subnet-1' }) } },
  unknown: { 'a parameter': withParameter(stores(ref('P'))), 'three literal subnets': stores(['subnet-1', 'subnet-2', 'subnet-3']), 'zones left to AWS': zoned('a', 'b', undefined) },
});

const group = (...ingress: object[]) => ({ Group: resource('AWS::EC2::SecurityGroup', { SecurityGroupIngress: ingress }) });
const database = (properties: object = {}) => ({ Db: resource('AWS::RDS::DBCluster', { VpcSecurityGroupIds: [att('Group', 'GroupId')], ...properties }) });
const from = (source: object, ports: object = { FromPort: 5432, ToPort: 5432 }) => ({ IpProtocol: 'tcp', ...ports, ...source });
const app = { SourceSecurityGroupId: att('App', 'GroupId') };
const appGroup = { App: resource('AWS::EC2::SecurityGroup', {}) };

describeRule(RdsSecurityGroupFromGroupsOnly, {
  compliant: {
    'a group on the port': { ...appGroup, ...group(from(app)), ...database({ Port: 5432 }) },
    'a group on the store\'s own port by reference, in another template': {
      templates: [
        { body: { Resources: { ...group(), ...database() }, Outputs: { G: { Value: att('Group', 'GroupId'), Export: { Name: 'g' } }, P: { Value: att('Db', 'Endpoint.Port'), Export: { Name: 'p' } } } } },
        { body: { ...appGroup, In: resource('AWS::EC2::SecurityGroupIngress', { GroupId: { 'Fn::ImportValue': 'g' }, IpProtocol: 'tcp', FromPort: { 'Fn::ImportValue': 'p' }, ToPort: { 'Fn::ImportValue': 'p' }, SourceSecurityGroupId: att('App', 'GroupId') }) } },
      ],
    },
    'no rules': { ...group(), ...database() },
  },
  violation: {
    'a private range': { ...group(from({ CidrIp: '10.0.0.0/16' })), ...database() },
    'a range over IPv6': { ...group(from({ CidrIpv6: 'fd00::/64' })), ...database() },
    'a prefix list': { ...group(from({ SourcePrefixListId: 'pl-1' })), ...database() },
    'a range of a parameter': withParameter({ ...group(from({ CidrIp: ref('P') })), ...database() }),
    'all ports': { ...appGroup, ...group({ IpProtocol: '-1', ...app }), ...database() },
    'a range of ports': { ...appGroup, ...group(from(app, { FromPort: 0, ToPort: 65535 })), ...database() },
    'another port': { ...appGroup, ...group(from(app, { FromPort: 22, ToPort: 22 })), ...database({ Port: '5432' }) },
    'a rule of its own for a cache': {
      ...group(), Cache: resource('AWS::ElastiCache::ReplicationGroup', { SecurityGroupIds: [ref('Group')] }),
      In: resource('AWS::EC2::SecurityGroupIngress', { GroupId: ref('Group'), ...from({ CidrIp: '10.0.0.0/16' }) }),
    },
  },
  notApplicable: { 'no store': group(from({ CidrIp: '10.0.0.0/16' })), 'another type': topic },
  unknown: {
    'the port is a parameter': withParameter({ ...appGroup, ...group(from(app, { FromPort: ref('P'), ToPort: ref('P') })), ...database() }),
    'the source is a parameter': withParameter({ ...group(from({ SourceSecurityGroupId: ref('P') })), ...database() }),
    'the rules are a parameter': withParameter({ Group: resource('AWS::EC2::SecurityGroup', { SecurityGroupIngress: ref('P') }), ...database() }),
  },
});

const cluster = (properties: object = {}) => ({ Cluster: resource('AWS::RDS::DBCluster', { Engine: 'aurora-postgresql', ...properties }) });
const readers = (id: unknown = { 'Fn::Sub': 'cluster:${Cluster}' }) => ({ Target: resource('AWS::ApplicationAutoScaling::ScalableTarget', { ResourceId: id }) });
const readerPolicy = { Policy: resource('AWS::ApplicationAutoScaling::ScalingPolicy', { ScalingTargetId: ref('Target') }) };

describeRule(RdsClusterScalesByLoad, {
  compliant: { 'serverless': cluster({ ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: '8' } }), 'more readers by load': { ...cluster(), ...readers(), ...readerPolicy } },
  violation: { 'a fixed size': cluster(), 'whatever the case': cluster({ Engine: 'Aurora-MySQL' }), 'serverless without room': cluster({ ServerlessV2ScalingConfiguration: { MinCapacity: 2, MaxCapacity: 2 } }), 'a target without a policy': { ...cluster(), ...readers() } },
  notApplicable: { 'no Aurora': cluster({ Engine: 'mysql' }), 'development': { templates: [{ environment: 'development', body: cluster() }] } },
  unknown: {
    'the engine is a parameter': withParameter(cluster({ Engine: ref('P') })), 'a size is a parameter': withParameter(cluster({ ServerlessV2ScalingConfiguration: { MinCapacity: 1, MaxCapacity: ref('P') } })),
    'a target of a parameter': withParameter({ ...cluster(), ...readers(ref('P')), ...readerPolicy }),
  },
});
