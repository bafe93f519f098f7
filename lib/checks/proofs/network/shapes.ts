import type { Role } from './model';

/** Where a type of resource says what its network interfaces are like. */
export interface Shape {
  readonly type: string;
  readonly role: Role;
  /** Where its subnets are named. */
  readonly subnets?: readonly string[];
  /** A property that names a group of subnets or another resource, where that one names subnets, and how it is called if not referred to. */
  readonly via?: { readonly path: readonly string[]; readonly type: string; readonly subnets: readonly string[]; readonly name: string };
  readonly groups?: readonly string[];
  /** Property that makes the Internet know it: present and true. */
  readonly publicAt?: readonly string[];
  /** Port it listens on: a property, or the default. */
  readonly portAt?: readonly string[];
  readonly ports?: readonly number[];
  /** Whether it listens by UDP, too. */
  readonly datagrams?: boolean;
  /** Whether it listens to nobody. */
  readonly silent?: boolean;
}

const DB_SUBNETS = { path: ['DBSubnetGroupName'], type: 'AWS::RDS::DBSubnetGroup', subnets: ['SubnetIds'], name: 'DBSubnetGroupName' };
const CACHE_SUBNETS = { path: ['CacheSubnetGroupName'], type: 'AWS::ElastiCache::SubnetGroup', subnets: ['SubnetIds'], name: 'CacheSubnetGroupName' };

/** Everything that puts network interfaces into subnets, except what needs more than a table: see hosts.ts. */
export const SHAPES: readonly Shape[] = [
  { type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', role: 'balancer', subnets: ['Subnets'], groups: ['SecurityGroups'] },
  { type: 'AWS::ElasticLoadBalancing::LoadBalancer', role: 'balancer', subnets: ['Subnets'], groups: ['SecurityGroups'] },
  { type: 'AWS::ECS::Service', role: 'service', subnets: ['NetworkConfiguration', 'AwsvpcConfiguration', 'Subnets'], groups: ['NetworkConfiguration', 'AwsvpcConfiguration', 'SecurityGroups'], publicAt: ['NetworkConfiguration', 'AwsvpcConfiguration', 'AssignPublicIp'] },
  { type: 'AWS::ECS::TaskSet', role: 'service', subnets: ['NetworkConfiguration', 'AwsVpcConfiguration', 'Subnets'], groups: ['NetworkConfiguration', 'AwsVpcConfiguration', 'SecurityGroups'], publicAt: ['NetworkConfiguration', 'AwsVpcConfiguration', 'AssignPublicIp'] },
  { type: 'AWS::Lambda::Function', role: 'service', subnets: ['VpcConfig', 'SubnetIds'], groups: ['VpcConfig', 'SecurityGroupIds'], silent: true },
  { type: 'AWS::CodeBuild::Project', role: 'service', subnets: ['VpcConfig', 'Subnets'], groups: ['VpcConfig', 'SecurityGroupIds'], silent: true },
  { type: 'AWS::EKS::Cluster', role: 'service', subnets: ['ResourcesVpcConfig', 'SubnetIds'], groups: ['ResourcesVpcConfig', 'SecurityGroupIds'] },
  { type: 'AWS::SageMaker::NotebookInstance', role: 'server', subnets: ['SubnetId'], groups: ['SecurityGroupIds'] },
  { type: 'AWS::ApiGatewayV2::VpcLink', role: 'service', subnets: ['SubnetIds'], groups: ['SecurityGroupIds'], silent: true },
  { type: 'AWS::AppRunner::VpcConnector', role: 'service', subnets: ['Subnets'], groups: ['SecurityGroups'], silent: true },
  { type: 'AWS::Transfer::Server', role: 'transfer', subnets: ['EndpointDetails', 'SubnetIds'], groups: ['EndpointDetails', 'SecurityGroupIds'] },
  { type: 'AWS::EC2::InstanceConnectEndpoint', role: 'endpoint', subnets: ['SubnetId'], groups: ['SecurityGroupIds'], silent: true },
  { type: 'AWS::Route53Resolver::ResolverEndpoint', role: 'endpoint', subnets: ['IpAddresses', '*', 'SubnetId'], groups: ['SecurityGroupIds'], ports: [53], datagrams: true },
  { type: 'AWS::DMS::ReplicationInstance', role: 'server', groups: ['VpcSecurityGroupIds'], publicAt: ['PubliclyAccessible'], via: { path: ['ReplicationSubnetGroupIdentifier'], type: 'AWS::DMS::ReplicationSubnetGroup', subnets: ['SubnetIds'], name: 'ReplicationSubnetGroupIdentifier' } },
  { type: 'AWS::RDS::DBCluster', role: 'store', groups: ['VpcSecurityGroupIds'], publicAt: ['PubliclyAccessible'], portAt: ['Port'], via: DB_SUBNETS },
  { type: 'AWS::RDS::DBInstance', role: 'store', groups: ['VPCSecurityGroups'], publicAt: ['PubliclyAccessible'], portAt: ['Port'], via: DB_SUBNETS },
  { type: 'AWS::RDS::DBProxy', role: 'store', subnets: ['VpcSubnetIds'], groups: ['VpcSecurityGroupIds'] },
  { type: 'AWS::DocDB::DBCluster', role: 'store', groups: ['VpcSecurityGroupIds'], portAt: ['Port'], ports: [27017], via: { path: ['DBSubnetGroupName'], type: 'AWS::DocDB::DBSubnetGroup', subnets: ['SubnetIds'], name: 'DBSubnetGroupName' } },
  { type: 'AWS::Neptune::DBCluster', role: 'store', groups: ['VpcSecurityGroupIds'], portAt: ['DBPort'], ports: [8182], via: { path: ['DBSubnetGroupName'], type: 'AWS::Neptune::DBSubnetGroup', subnets: ['SubnetIds'], name: 'DBSubnetGroupName' } },
  { type: 'AWS::ElastiCache::CacheCluster', role: 'store', groups: ['VpcSecurityGroupIds'], portAt: ['Port'], ports: [6379, 11211], via: CACHE_SUBNETS },
  { type: 'AWS::ElastiCache::ReplicationGroup', role: 'store', groups: ['SecurityGroupIds'], portAt: ['Port'], ports: [6379], via: CACHE_SUBNETS },
  { type: 'AWS::ElastiCache::ServerlessCache', role: 'store', subnets: ['SubnetIds'], groups: ['SecurityGroupIds'], ports: [6379, 6380, 11211, 11212] },
  { type: 'AWS::MemoryDB::Cluster', role: 'store', groups: ['SecurityGroupIds'], portAt: ['Port'], ports: [6379], via: { path: ['SubnetGroupName'], type: 'AWS::MemoryDB::SubnetGroup', subnets: ['SubnetIds'], name: 'SubnetGroupName' } },
  { type: 'AWS::DAX::Cluster', role: 'store', groups: ['SecurityGroupIds'], ports: [8111, 9111], via: { path: ['SubnetGroupName'], type: 'AWS::DAX::SubnetGroup', subnets: ['SubnetIds'], name: 'SubnetGroupName' } },
  { type: 'AWS::Redshift::Cluster', role: 'store', groups: ['VpcSecurityGroupIds'], publicAt: ['PubliclyAccessible'], portAt: ['Port'], ports: [5439], via: { path: ['ClusterSubnetGroupName'], type: 'AWS::Redshift::ClusterSubnetGroup', subnets: ['SubnetIds'], name: 'ClusterSubnetGroupName' } },
  { type: 'AWS::RedshiftServerless::Workgroup', role: 'store', subnets: ['SubnetIds'], groups: ['SecurityGroupIds'], publicAt: ['PubliclyAccessible'], portAt: ['Port'], ports: [5439] },
  { type: 'AWS::OpenSearchService::Domain', role: 'store', subnets: ['VPCOptions', 'SubnetIds'], groups: ['VPCOptions', 'SecurityGroupIds'], ports: [80, 443] },
  { type: 'AWS::EFS::MountTarget', role: 'store', subnets: ['SubnetId'], groups: ['SecurityGroups'], ports: [2049] },
  { type: 'AWS::FSx::FileSystem', role: 'store', subnets: ['SubnetIds'], groups: ['SecurityGroupIds'] },
  { type: 'AWS::MSK::Cluster', role: 'store', subnets: ['BrokerNodeGroupInfo', 'ClientSubnets'], groups: ['BrokerNodeGroupInfo', 'SecurityGroups'] },
  { type: 'AWS::AmazonMQ::Broker', role: 'store', subnets: ['SubnetIds'], groups: ['SecurityGroups'], publicAt: ['PubliclyAccessible'] },
  { type: 'AWS::EC2::NetworkInterface', role: 'server', subnets: ['SubnetId'], groups: ['GroupSet'] },
];
