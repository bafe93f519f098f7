import type { Resource, TemplateSet, Value } from '../../../template';
import type { Node, Subnet, SubnetTier } from './model';

/** How a resource says where it stands. */
interface Placement {
  readonly label: string;
  readonly subnets: (resource: Resource) => readonly Value[];
  readonly groups?: (resource: Resource) => readonly Value[];
  readonly passes?: boolean;
  /** What is one on the picture: resources of the same tier with the same key. Each is one of its own if left out. */
  readonly together?: string;
}

const at = (...path: string[]) => (resource: Resource): Value[] => resource.at(...path).items;
/** The subnets of the subnet group that a property names. */
const throughGroup = (property: string) => (resource: Resource): Value[] => resource.at(property).target?.at('SubnetIds').items ?? [];

/** The types that stand in subnets. */
const PLACEMENTS: Readonly<Record<string, Placement>> = {
  'AWS::NetworkFirewall::Firewall': { label: 'Network Firewall', subnets: (firewall) => firewall.at('SubnetMappings').items.map((mapping) => mapping.at('SubnetId')), passes: true, together: 'firewall' },
  'AWS::EC2::NatGateway': { label: 'NAT gateway', subnets: at('SubnetId'), passes: true, together: 'nat' },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': {
    label: 'Load balancer',
    subnets: (balancer) => [...balancer.at('Subnets').items, ...balancer.at('SubnetMappings').items.map((mapping) => mapping.at('SubnetId'))],
    groups: at('SecurityGroups'),
  },
  'AWS::ECS::Service': { label: 'ECS service', subnets: at('NetworkConfiguration', 'AwsvpcConfiguration', 'Subnets'), groups: at('NetworkConfiguration', 'AwsvpcConfiguration', 'SecurityGroups') },
  'AWS::EKS::Cluster': { label: 'EKS cluster', subnets: at('ResourcesVpcConfig', 'SubnetIds'), groups: at('ResourcesVpcConfig', 'SecurityGroupIds') },
  'AWS::Lambda::Function': { label: 'Function', subnets: at('VpcConfig', 'SubnetIds'), groups: at('VpcConfig', 'SecurityGroupIds') },
  'AWS::EC2::Instance': { label: 'Instance', subnets: at('SubnetId'), groups: at('SecurityGroupIds') },
  'AWS::AutoScaling::AutoScalingGroup': {
    label: 'Instances',
    subnets: at('VPCZoneIdentifier'),
    groups: (group) => group.at('LaunchTemplate', 'LaunchTemplateId').target?.at('LaunchTemplateData', 'SecurityGroupIds').items ?? [],
  },
  'AWS::RDS::DBCluster': { label: 'Database cluster', subnets: throughGroup('DBSubnetGroupName'), groups: at('VpcSecurityGroupIds') },
  'AWS::RDS::DBInstance': { label: 'Database', subnets: throughGroup('DBSubnetGroupName'), groups: at('VPCSecurityGroups') },
  'AWS::RDS::DBProxy': { label: 'Database proxy', subnets: at('VpcSubnetIds'), groups: at('VpcSecurityGroupIds') },
  'AWS::DocDB::DBCluster': { label: 'DocumentDB', subnets: throughGroup('DBSubnetGroupName'), groups: at('VpcSecurityGroupIds') },
  'AWS::Neptune::DBCluster': { label: 'Neptune', subnets: throughGroup('DBSubnetGroupName'), groups: at('VpcSecurityGroupIds') },
  'AWS::ElastiCache::ReplicationGroup': { label: 'Cache', subnets: throughGroup('CacheSubnetGroupName'), groups: at('SecurityGroupIds') },
  'AWS::ElastiCache::ServerlessCache': { label: 'Cache', subnets: at('SubnetIds'), groups: at('SecurityGroupIds') },
  'AWS::MemoryDB::Cluster': { label: 'MemoryDB', subnets: throughGroup('SubnetGroupName'), groups: at('SecurityGroupIds') },
  'AWS::EFS::MountTarget': { label: 'File system', subnets: at('SubnetId'), groups: at('SecurityGroups'), together: 'efs' },
  'AWS::OpenSearchService::Domain': { label: 'OpenSearch', subnets: at('VPCOptions', 'SubnetIds'), groups: at('VPCOptions', 'SecurityGroupIds') },
  'AWS::EC2::VPCEndpoint': { label: 'Interface endpoints', subnets: at('SubnetIds'), groups: at('SecurityGroupIds'), together: 'endpoints' },
};

/** The types that stand in subnets. */
export const PLACED_TYPES = Object.keys(PLACEMENTS);

/** The values by which a resource names its subnets. */
export function subnetValues(resource: Resource): readonly Value[] {
  return PLACEMENTS[resource.type].subnets(resource);
}

/** What stands in the subnets of a VPC, in the order of the templates. */
export function nodesOf(set: TemplateSet, tiers: readonly SubnetTier[], nameOf: (resource: Resource) => string): Node[] {
  const nodes = new Map<string, Node>();
  for (const resource of PLACED_TYPES.flatMap((type) => set.templates.flatMap((template) => template.base.ofType(type)))) {
    const placement = PLACEMENTS[resource.type];
    const named = placement.subnets(resource);
    const tier = tiers.findIndex(({ subnets }) => subnets.some((subnet) => named.some((value) => value.refersTo(subnet.resource))));
    if (tier >= 0) {
      const key = `${tier} ${placement.together ? `${placement.together} ${groupsOf(resource).map((group) => group.logicalId).join(' ')}` : keyOf(resource)}`;
      const before = nodes.get(key);
      const subnets = tiers.flatMap((each) => each.subnets).filter((subnet) => named.some((value) => value.refersTo(subnet.resource)));
      nodes.set(key, before ? joined(before, resource, subnets) : nodeOf(resource, tier, subnets, nameOf(resource)));
    }
  }
  return [...nodes.values()];
}

/** Name of an AWS service in the name of an endpoint service, e.g. `ecr.api`. */
export function serviceOf(endpoint: Resource): string {
  return (endpoint.at('ServiceName').text ?? '').replace(/^com\.amazonaws\.(\$\{[^}]*\}|[a-z0-9-]+)\./, '');
}

/** Identifies a resource over all templates. */
export function keyOf(resource: Resource): string {
  return `${resource.view.template.source.name} ${resource.logicalId}`;
}

function nodeOf(resource: Resource, tier: number, subnets: readonly Subnet[], name: string): Node {
  const { label, passes = false, groups } = PLACEMENTS[resource.type];
  return {
    id: keyOf(resource), label: engineOf(resource) ?? label, name, tier, passes, subnets,
    zones: zonesOf(subnets), resources: [resource], ...(groups && { groups: groupsOf(resource) }),
  };
}

/** A gateway in each zone is one thing on the picture. So are the endpoints with the same guard. */
function joined(node: Node, resource: Resource, more: readonly Subnet[]): Node {
  const subnets = [...new Set([...node.subnets, ...more])];
  const resources = [...node.resources, resource];
  const endpoints = resource.type === 'AWS::EC2::VPCEndpoint';
  return { ...node, subnets, resources, zones: zonesOf(subnets), name: endpoints ? `${resources.length} services` : node.name };
}

function groupsOf(resource: Resource): Resource[] {
  return PLACEMENTS[resource.type].groups?.(resource).flatMap((value) => value.target ?? []) ?? [];
}

function zonesOf(subnets: readonly Subnet[]): string[] {
  return [...new Set(subnets.map((subnet) => subnet.zone))].sort();
}

function engineOf(resource: Resource): string | undefined {
  const engine = resource.type.startsWith('AWS::RDS::DB') ? resource.at('Engine').text : undefined;
  return engine?.replace('aurora-postgresql', 'Aurora PostgreSQL').replace('aurora-mysql', 'Aurora MySQL').replace(/^postgres$/, 'PostgreSQL').replace(/^mysql$/, 'MySQL');
}
