import { companions } from '../../../companions';
import { holdsStores } from '../../../network';
import type { Resource, TemplateSet } from '../../../template';
import { flowsOf } from './flows';
import { TIER_KINDS, type GatewayEndpoint, type Network, type RegionalStore, type Subnet, type SubnetTier, type TierKind } from './model';
import { keyOf, nodesOf, serviceOf } from './nodes';

/** Data stores that stand in no VPC. */
const REGIONAL: Readonly<Record<string, string>> = { 'AWS::S3::Bucket': 's3', 'AWS::DynamoDB::Table': 'dynamodb', 'AWS::DynamoDB::GlobalTable': 'dynamodb' };

/**
 * What the network pictures show, one for each VPC, in the order of the templates.
 *
 * @param nameOf how the estate calls a resource
 */
export function networksOf(set: TemplateSet, nameOf: (resource: Resource) => string): Network[] {
  const all = (type: string) => set.templates.flatMap((template) => template.base.ofType(type));
  return all('AWS::EC2::VPC').map((vpc, i) => {
    const subnets = all('AWS::EC2::Subnet').filter((subnet) => subnet.at('VpcId').refersTo(vpc));
    const tiers = tiersOf(subnets);
    const nodes = nodesOf(set, tiers, nameOf);
    const endpoints = all('AWS::EC2::VPCEndpoint').filter((endpoint) => endpoint.at('VpcId').refersTo(vpc) && (endpoint.at('VpcEndpointType').text ?? 'Gateway') === 'Gateway')
      .map((endpoint) => gatewayEndpoint(endpoint, tiers));
    return {
      id: `network-${i + 1}`,
      environment: vpc.environment ?? vpc.view.template.source.name,
      account: vpc.account,
      region: vpc.region,
      vpc: nameOf(vpc),
      cidr: vpc.at('CidrBlock').text ?? '',
      zones: [...new Set(tiers.flatMap((tier) => tier.subnets.map(({ zone }) => zone)))].sort(),
      tiers,
      nodes,
      internetGateway: all('AWS::EC2::VPCGatewayAttachment').some((attachment) => attachment.at('VpcId').refersTo(vpc) && attachment.at('InternetGatewayId').present),
      endpoints,
      stores: storesOf(Object.keys(REGIONAL).flatMap(all).filter((store) => store.account === vpc.account && store.environment === vpc.environment), nameOf),
      flows: flowsOf({ nodes, endpoints }),
    };
  });
}

function tiersOf(subnets: readonly Resource[]): SubnetTier[] {
  const tiers = new Map<string, Resource[]>();
  for (const subnet of subnets) {
    const name = tierName(subnet);
    tiers.set(name, [...(tiers.get(name) ?? []), subnet]);
  }
  return [...tiers].map(([name, members]) => ({ name, kind: kindOf(members), subnets: members.map(subnetOf) }))
    .sort((a, b) => TIER_KINDS.indexOf(a.kind) - TIER_KINDS.indexOf(b.kind));
}

function subnetOf(resource: Resource): Subnet {
  const zone = resource.at('AvailabilityZone').text ?? 'zone not shown';
  return { resource, cidr: resource.at('CidrBlock').text ?? '', zone: zone.replace(/^\$\{AWS::AvailabilityZone (\d+) of .*\}$/, (_, index: string) => `zone ${Number(index) + 1}`) };
}

/** Subnets of one purpose are told apart by a number: in the CDK's tag, in the name, or in the logical id. */
function tierName(subnet: Resource): string {
  const tag = (key: string) => subnet.at('Tags').items.find((item) => item.at('Key').text === key)?.at('Value').text;
  const name = tag('aws-cdk:subnet-name') ?? (tag('Name') ?? subnet.logicalId).split('/').at(-1) ?? '';
  return name.replace(/[-_ ]?(Subnet)?[-_ ]?\d+$/i, '').replace(/[-_ ]?Subnet$/i, '') || name;
}

function kindOf(subnets: readonly Resource[]): TierKind {
  const [first] = subnets;
  const holds = (type: string, ...path: string[]) => subnets.some((subnet) => companions(subnet, type, ...path).length > 0);
  if (first.set.ofType('AWS::NetworkFirewall::Firewall').some((firewall) => firewall.at('SubnetMappings').items.some((mapping) => subnets.some((subnet) => mapping.at('SubnetId').refersTo(subnet))))) {
    return 'firewall';
  }
  if (holds('AWS::EC2::NatGateway', 'SubnetId') || holds('AWS::ElasticLoadBalancingV2::LoadBalancer', 'Subnets')) {
    return 'edge';
  }
  if (subnets.some(holdsStores)) {
    return 'data';
  }
  return holds('AWS::EC2::VPCEndpoint', 'SubnetIds') ? 'endpoints' : 'application';
}

function gatewayEndpoint(endpoint: Resource, tiers: readonly SubnetTier[]): GatewayEndpoint {
  const tables = endpoint.at('RouteTableIds').targets;
  const uses = ({ resource }: Subnet) => companions(resource, 'AWS::EC2::SubnetRouteTableAssociation', 'SubnetId').some((association) => tables.some((table) => association.at('RouteTableId').refersTo(table)));
  return { id: keyOf(endpoint), service: serviceOf(endpoint), tiers: tiers.flatMap(({ subnets }, i) => (subnets.some(uses) ? [i] : [])) };
}

function storesOf(stores: readonly Resource[], nameOf: (resource: Resource) => string): RegionalStore[] {
  return stores.map((store) => {
    const source = stores.find((other) => !other.is(store) && copiesTo(other, store));
    return { id: keyOf(store), service: REGIONAL[store.type], name: nameOf(store), region: store.region, ...(source && { copyOf: keyOf(source) }) };
  });
}

function copiesTo(source: Resource, store: Resource): boolean {
  const name = store.at('BucketName').text;
  return source.at('ReplicationConfiguration', 'Rules').items.map((rule) => rule.at('Destination', 'Bucket'))
    .some((destination) => destination.targets.some((target) => target.is(store)) || (name !== undefined && destination.text?.split(':').at(-1) === name));
}
