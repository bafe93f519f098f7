import { gatewaysOf } from '../../../proofs/network/gateways';
import type { Subnet, Vpc } from '../../../proofs/network/model';
import { networkOf } from '../../../proofs/network/network';
import { keyOf } from '../../../proofs/network/reading';
import type { Resource, TemplateSet } from '../../../template';
import { flowsOf } from './flows';
import { INTERNET, TIER_KINDS, zoneOf, type Outsider, type Picture, type RegionalStore, type SubnetTier, type TierKind } from './model';
import { labelOf, nodesOf, type Placed, placedIn } from './nodes';
import { outsideOf } from './outside';

/** Data stores that stand in no VPC. */
const REGIONAL: Readonly<Record<string, string>> = { 'AWS::S3::Bucket': 's3', 'AWS::DynamoDB::Table': 'dynamodb', 'AWS::DynamoDB::GlobalTable': 'dynamodb' };

/**
 * What the network pictures show, one for each VPC, in the order of the templates: arrows stand for what the network proof says.
 *
 * @param nameOf how the estate calls a resource
 */
export function picturesOf(set: TemplateSet, nameOf: (resource: Resource) => string): Picture[] {
  const network = networkOf(set);
  const placed = placedIn(network);
  const stores = Object.keys(REGIONAL).flatMap((type) => set.ofType(type));
  const gateways = gatewaysOf(network);
  return network.vpcs.map((vpc, i) => {
    const { resource } = vpc;
    const tiers = tiersOf(vpc, placed);
    const nodes = nodesOf(placed, tiers, nameOf);
    const endpoints = gateways.filter((gateway) => gateway.vpc === vpc).map((gateway) => ({
      id: keyOf(gateway.resource), service: gateway.service, gateway, tiers: tiers.flatMap(({ subnets }, tier) => (subnets.some(({ table }) => gateway.tables.has(table)) ? [tier] : [])),
    }));
    const outside = outsideOf(network, vpc, nameOf);
    const flows = flowsOf({ network, nodes, endpoints, outside });
    return {
      id: `network-${i + 1}`, environment: resource.environment ?? resource.view.template.source.name, account: resource.account, region: resource.region,
      cidr: resource.at('CidrBlock').text ?? '', zones: [...new Set(vpc.subnets.map(zoneOf))].sort(), tiers, nodes, endpoints,
      outsiders: seen([...outside.values()], flows, vpc),
      stores: storesOf(stores.filter((store) => store.account === resource.account && store.environment === resource.environment), nameOf),
      flows,
    };
  });
}

/** What stands in no picture, since the templates tell none of its subnets, with what is open about it. */
export function unplacedOf(set: TemplateSet, nameOf: (resource: Resource) => string): { readonly name: string; readonly open: string }[] {
  return networkOf(set).hosts.filter(({ places }) => places.length === 0).map(({ resource, doubt }) => ({ name: `${labelOf(resource)} ${nameOf(resource)} (${keyOf(resource)})`, open: doubt ?? 'its subnets' }));
}

/** The Internet is shown where a gateway leads there, others where something gets through. */
function seen(outsiders: readonly Outsider[], flows: Picture['flows'], vpc: Vpc): Outsider[] {
  const unique = [...new Map(outsiders.map((outsider) => [outsider.id, outsider])).values()];
  return unique.filter(({ id }) => (id === INTERNET && vpc.internet) || flows.some(({ from, to }) => from === id || to === id));
}

function tiersOf(vpc: Vpc, placed: readonly Placed[]): SubnetTier[] {
  const tiers = new Map<string, Subnet[]>();
  for (const subnet of vpc.subnets) {
    const name = tierName(subnet.resource);
    tiers.set(name, [...(tiers.get(name) ?? []), subnet]);
  }
  return [...tiers].map(([name, subnets]) => ({ name, kind: kindOf(subnets, placed), subnets })).sort((a, b) => TIER_KINDS.indexOf(a.kind) - TIER_KINDS.indexOf(b.kind));
}

/** Subnets of one purpose are told apart by a number: in the CDK's tag, in the name, or in the logical id. */
function tierName(subnet: Resource): string {
  const tag = (key: string) => subnet.at('Tags').items.find((item) => item.at('Key').text === key)?.at('Value').text;
  const name = tag('aws-cdk:subnet-name') ?? (tag('Name') ?? subnet.logicalId).split('/').at(-1) ?? '';
  return name.replace(/[-_ ]?(Subnet)?[-_ ]?\d+$/i, '').replace(/[-_ ]?Subnet$/i, '') || name;
}

const KINDS: readonly (readonly [TierKind, readonly Placed['role'][]])[] = [['firewall', ['firewall']], ['edge', ['nat', 'balancer']], ['data', ['store']], ['application', ['service', 'server']], ['endpoints', ['endpoint']]];

/** What stands there tells what subnets are for. */
function kindOf(subnets: readonly Subnet[], placed: readonly Placed[]): TierKind {
  const roles = new Set(placed.filter((one) => one.subnets.some((subnet) => subnets.includes(subnet))).map(({ role }) => role));
  return KINDS.find(([, members]) => members.some((role) => roles.has(role)))?.[0] ?? 'application';
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

