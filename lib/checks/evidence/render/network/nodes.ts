import type { Host, Network, Role, Subnet } from '../../../proofs/network/model';
import { keyOf, targetOf } from '../../../proofs/network/reading';
import type { Resource } from '../../../template';
import { zoneOf, type Node, type SubnetTier } from './model';

/** Something that stands in subnets. */
export interface Placed {
  readonly resource: Resource;
  readonly role: Role | 'firewall';
  readonly subnets: readonly Subnet[];
  readonly host?: Host;
}

/** What types are called. */
const LABELS: Readonly<Record<string, string>> = {
  'AWS::NetworkFirewall::Firewall': 'Network Firewall', 'AWS::EC2::NatGateway': 'NAT gateway', 'AWS::ElasticLoadBalancingV2::LoadBalancer': 'Load balancer', 'AWS::ElasticLoadBalancing::LoadBalancer': 'Load balancer',
  'AWS::ECS::Service': 'ECS service', 'AWS::EKS::Cluster': 'EKS cluster', 'AWS::Lambda::Function': 'Function', 'AWS::EC2::Instance': 'Instance', 'AWS::AutoScaling::AutoScalingGroup': 'Instances',
  'AWS::RDS::DBCluster': 'Database cluster', 'AWS::RDS::DBInstance': 'Database', 'AWS::RDS::DBProxy': 'Database proxy', 'AWS::DocDB::DBCluster': 'DocumentDB', 'AWS::Neptune::DBCluster': 'Neptune',
  'AWS::ElastiCache::ReplicationGroup': 'Cache', 'AWS::ElastiCache::ServerlessCache': 'Cache', 'AWS::ElastiCache::CacheCluster': 'Cache', 'AWS::MemoryDB::Cluster': 'MemoryDB', 'AWS::EFS::MountTarget': 'File system',
  'AWS::OpenSearchService::Domain': 'OpenSearch', 'AWS::EC2::VPCEndpoint': 'Interface endpoints', 'AWS::EC2::InstanceConnectEndpoint': 'Connect endpoint', 'AWS::EC2::ClientVpnEndpoint': 'VPN clients',
  'AWS::Transfer::Server': 'File transfer', 'AWS::Route53Resolver::ResolverEndpoint': 'Resolver endpoint',
};
const ENGINES: Readonly<Record<string, string>> = { 'aurora-postgresql': 'Aurora PostgreSQL', 'aurora-mysql': 'Aurora MySQL', 'postgres': 'PostgreSQL', 'mysql': 'MySQL' };

/** Everything that stands in subnets: hosts, and the firewalls that traffic passes. */
export function placedIn(network: Network): Placed[] {
  const subnets = new Map(network.subnets.map((subnet) => [keyOf(subnet.resource), subnet]));
  const firewalls = network.vpcs.length === 0 ? [] : network.vpcs[0].resource.set.ofType('AWS::NetworkFirewall::Firewall');
  return [
    ...firewalls.map((resource): Placed => ({
      resource, role: 'firewall', subnets: resource.at('SubnetMappings').items.flatMap((mapping) => subnets.get(targetOf(resource, mapping.at('SubnetId'))?.key ?? '') ?? []),
    })),
    ...[...network.hosts].sort((a, b) => rank(a) - rank(b)).map((host): Placed => ({ resource: host.resource, role: host.role, subnets: [...new Set(host.places.map(({ subnet }) => subnet))], host })),
  ];
}

/** What passes traffic on first, then in the order of the tiers. */
function rank({ role }: Host): number {
  return (['nat', 'balancer', 'transfer', 'vpn', 'service', 'server', 'other', 'store', 'endpoint'] as Role[]).indexOf(role);
}

/** What stands in the subnets of these tiers. A gateway in each zone is one thing on the picture, and so are a cluster, a file system, and the endpoints with the same guard. */
export function nodesOf(placed: readonly Placed[], tiers: readonly SubnetTier[], nameOf: (resource: Resource) => string): Node[] {
  const groups = new Map<string, Group>();
  for (const one of placed) {
    const tier = tiers.findIndex(({ subnets }) => subnets.some((subnet) => one.subnets.includes(subnet)));
    if (tier >= 0) {
      const key = `${tier} ${together(one)}`;
      groups.set(key, { tier, members: [...(groups.get(key)?.members ?? []), one] });
    }
  }
  return merged([...groups.values()]).map(({ tier, members, more }) => nodeOf(tier, members, more, nameOf));
}

/** Of so many things that the network makes no difference between, one stands for all. */
const CROWD = 4;

interface Group {
  readonly tier: number;
  readonly members: readonly Placed[];
  /** Number of things beside the first. */
  readonly more?: number;
}

function merged(groups: readonly Group[]): Group[] {
  const alike = new Map<string, Group[]>();
  for (const group of groups) {
    const [{ resource, host }] = group.members;
    const key = host && host.role !== 'nat' ? `${group.tier} ${resource.type} ${classOf(host)}` : keyOf(resource);
    alike.set(key, [...(alike.get(key) ?? []), group]);
  }
  return [...alike.values()].flatMap((all) => (all.length < CROWD ? all : [{ tier: all[0].tier, members: all.flatMap(({ members }) => members), more: all.length - 1 }]));
}

/** Hosts between which the network makes no difference have the same class. */
export function classOf({ role, doubt, open, listens, groups = [], places }: Host): string {
  return [
    role, doubt, open[4], open[6], JSON.stringify(Object.entries(listens ?? {}).map(([protocol, heard]) => [protocol, heard?.ranges])), ...groups.map(({ key }) => key),
    ...places.map(({ subnet, addresses }) => `${keyOf(subnet.resource)} ${addresses[4].may.first} ${addresses[4].may.ranges.length}`),
  ].join('|');
}

/** What is one thing has the same key. */
function together({ resource, role, host }: Placed): string {
  const owner = targetOf(resource, resource.at(resource.type === 'AWS::EFS::MountTarget' ? 'FileSystemId' : 'DBClusterIdentifier'))?.key;
  return role === 'firewall' || role === 'nat' ? role : resource.type === 'AWS::EC2::VPCEndpoint' ? `endpoints ${host?.groups?.map(({ key }) => key).join(' ') ?? ''}` : owner ?? keyOf(resource);
}

/** What a resource is called by its type. */
export function labelOf({ type }: Resource): string {
  return LABELS[type] ?? type.split('::').slice(1).join(' ');
}

function nodeOf(tier: number, members: readonly Placed[], more: number | undefined, nameOf: (resource: Resource) => string): Node {
  const [{ resource }] = members;
  const passes = members[0].role === 'firewall' || members[0].role === 'nat';
  const engine = resource.type.startsWith('AWS::RDS::DB') ? resource.at('Engine').text : undefined;
  const named = resource.type === 'AWS::EFS::MountTarget' ? resource.at('FileSystemId').target ?? resource : resource;
  const subnets = [...new Set(members.flatMap((member) => member.subnets))];
  return {
    id: keyOf(resource), label: engine ? ENGINES[engine] ?? engine : labelOf(resource), tier, passes,
    name: resource.type === 'AWS::EC2::VPCEndpoint' ? `${members.length} ${members.length === 1 ? 'service' : 'services'}` : `${nameOf(named)}${more === undefined ? '' : ` and ${more} more`}`,
    zones: [...new Set(subnets.map(zoneOf))].sort(), hosts: members.flatMap(({ host }) => host ?? []), boxes: passes ? subnets.map((subnet) => ({ subnet })) : [],
  };
}
