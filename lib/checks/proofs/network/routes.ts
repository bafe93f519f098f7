import { isMap, type Json, type Resource, type Value } from '../../template';
import { FAMILIES, rangeOf, type Family } from './addresses';
import type { AddressBounds, Middlebox, Nat, Peering, Route, RouteTable, Target, Transit, Vpc } from './model';
import { addressesOf, anything, keyOf, line, NO_BOUNDS, nameOf, ofFamily, openId, targetOf, referred } from './reading';
import type { Found, Resources } from './resources';
import { prefixList } from './rules';
import { subnetOf, vpcOf, type Ground } from './vpcs';

/** What routes can lead to, by key. */
export interface Exits {
  readonly nats: ReadonlyMap<string, Nat>;
  readonly peerings: ReadonlyMap<string, Peering>;
  readonly transits: ReadonlyMap<string, Transit>;
}

/** Attaches Internet and virtual private gateways, with their own route tables. */
export function attachGateways(resources: Resources, ground: Ground): void {
  for (const { resource, doubt } of resources.of('AWS::EC2::VPCGatewayAttachment')) {
    const vpc = vpcOf(resource, resource.at('VpcId'), ground);
    for (const [property, kind] of [['InternetGatewayId', 'internet'], ['VpnGatewayId', 'premises']] as const) {
      const gateway = resource.at(property);
      if (vpc && gateway.present) {
        vpc[kind] = { resource: gateway.target ?? resource, attachment: line(resource, gateway.path, `the gateway is attached to ${vpc.name}`), doubt };
      }
    }
  }
  for (const { resource } of resources.of('AWS::EC2::EgressOnlyInternetGateway')) {
    const vpc = vpcOf(resource, resource.at('VpcId'), ground);
    if (vpc) {
      vpc.egressOnly = resource;
    }
  }
  resources.of('AWS::EC2::GatewayRouteTableAssociation').forEach((found) => associateGateway(found, ground));
}

function associateGateway({ resource, doubt }: Found, ground: Ground): void {
  const table = referred(ground.tables, resource, resource.at('RouteTableId'));
  const id = targetOf(resource, resource.at('GatewayId'))?.key;
  const why = [doubt, table?.doubt, openId(resource, resource.at('GatewayId')), table ? undefined : `${keyOf(resource)} Properties.RouteTableId`].find((one) => one !== undefined);
  const gateways = [...ground.vpcs.values()].flatMap((vpc) => [vpc.internet, vpc.premises].flatMap((gateway) => (gateway ? [{ gateway, main: vpc.main }] : [])));
  for (const { gateway, main } of gateways.filter((one) => (id === undefined ? why !== undefined : keyOf(one.gateway.resource) === id))) {
    gateway.table = { ...(table ?? main), ...(why !== undefined && { doubt: why }) };
  }
}

/** Adds the routes that templates write to their tables, and puts each table in the order in which routes count. */
export function addRoutes(resources: Resources, ground: Ground, exits: Exits): void {
  const routes = resources.of('AWS::EC2::Route');
  for (const { resource, doubt } of routes) {
    const id = resource.at('RouteTableId');
    const table = referred(ground.tables, resource, id);
    const open = openId(resource, id);
    for (const one of table ? [table] : open === undefined ? [] : [...ground.tables.values(), ...[...ground.vpcs.values()].map(({ main }) => main)]) {
      addRoute({ resource, doubt: doubt ?? open }, one, ground, exits);
    }
  }
  for (const { resource } of resources.of('AWS::EC2::VPNGatewayRoutePropagation')) {
    for (const id of resource.at('RouteTableIds').items) {
      const table = referred(ground.tables, resource, id);
      const says = line(resource, id.path, 'routes that a virtual private gateway learns');
      FAMILIES.forEach((family) => table?.routes[family].push({
        destination: anything(family), prefix: 0, rank: 2, target: { kind: 'premises' }, line: says, doubt: `routes propagated into ${table.name}`,
      }));
    }
  }
  [...ground.tables.values(), ...[...ground.vpcs.values()].map(({ main }) => main)].forEach(order);
}

function addRoute({ resource, doubt }: Found, table: RouteTable, ground: Ground, exits: Exits): void {
  const [four, six, list] = [resource.at('DestinationCidrBlock'), resource.at('DestinationIpv6CidrBlock'), resource.at('DestinationPrefixListId')];
  const value = four.present ? four : six;
  const target = targetOfRoute(resource, table.vpc, ground, exits);
  const route = { rank: list.present ? 1 : 0, target, line: line(resource, 'Properties', `${(list.present ? list : value).shown(60)} goes to ${targetText(resource)}`), doubt };
  const bounds: AddressBounds = list.present ? prefixList(list) : value.absent ? NO_BOUNDS
    : addressesOf(resource, value, ground.ranges) ?? ofFamily(four.present ? 4 : 6, anything(four.present ? 4 : 6));
  for (const family of FAMILIES) {
    const destination = bounds[family];
    if (!destination.may.empty) {
      table.routes[family].push(...(list.present ? listed(list, family) : [{ destination, prefix: rangeOf(value.text ?? '')?.prefix ?? 0 }]).map((one) => ({ ...route, ...one })));
    }
  }
}

/** A route by prefix list is one route for each entry. */
function listed(list: Value, family: Family): Pick<Route, 'destination' | 'prefix'>[] {
  const bounds = prefixList(list)[family];
  if (bounds.sure !== bounds.may) {
    return [{ destination: bounds, prefix: 0 }];
  }
  return list.target!.at('Entries').items.flatMap((entry) => {
    const range = rangeOf(entry.at('Cidr').text ?? '');
    return range?.family === family ? [{ destination: { sure: range.addresses, may: range.addresses }, prefix: range.prefix }] : [];
  });
}

const TARGETS = [
  'GatewayId', 'NatGatewayId', 'VpcEndpointId', 'VpcPeeringConnectionId', 'TransitGatewayId', 'EgressOnlyInternetGatewayId', 'NetworkInterfaceId', 'InstanceId',
  'CarrierGatewayId', 'CoreNetworkArn', 'LocalGatewayId', 'OdbNetworkArn',
];

function targetText(route: Resource): string {
  const value = TARGETS.map((key) => route.at(key)).find((one) => one.present);
  return value?.target?.logicalId ?? value?.targets[0]?.logicalId ?? value?.shown(60) ?? 'nothing';
}

function targetOfRoute(route: Resource, vpc: Vpc, ground: Ground, exits: Exits): Target {
  const name = TARGETS.find((key) => route.at(key).present);
  const value = route.at(name ?? 'GatewayId');
  const key = targetOf(route, value)?.key ?? '';
  const nat = exits.nats.get(key);
  const peering = exits.peerings.get(key);
  const transit = exits.transits.get(key);
  switch (name) {
    case 'GatewayId': return gateway(value, vpc);
    case 'NatGatewayId': return nat ? { kind: 'nat', nat } : open(route, value);
    case 'VpcPeeringConnectionId': return peering ? { kind: 'peering', peering } : open(route, value);
    case 'TransitGatewayId': return transit ? { kind: 'transit', transit } : open(route, value);
    case 'EgressOnlyInternetGatewayId': return vpc.egressOnly && value.refersTo(vpc.egressOnly) ? { kind: 'egress-only' } : open(route, value);
    case 'VpcEndpointId': return toBoxes(route, value, ground);
    default: return open(route, value);
  }
}

function toBoxes(route: Resource, value: Value, ground: Ground): Target {
  const boxes = middleboxes(route, value, ground);
  return boxes.length > 0 ? { kind: 'middlebox', boxes } : open(route, value);
}

function open(route: Resource, value: Value): Target {
  return { kind: 'open', why: `where ${keyOf(route)} ${value.path} leads (${value.open ?? value.shown(60)})` };
}

function gateway(value: Value, vpc: Vpc): Target {
  if (value.text === 'local') {
    return { kind: 'local' };
  }
  const kind = (['internet', 'premises'] as const).find((one) => vpc[one] && value.refersTo(vpc[one].resource));
  const type = value.target?.type;
  return kind ? { kind } : type === 'AWS::EC2::InternetGateway' ? { kind: 'internet' } : type === 'AWS::EC2::VPNGateway' ? { kind: 'premises' }
    : { kind: 'open', why: `which gateway ${value.path} names (${value.open ?? value.shown(60)})` };
}

/**
 * The endpoints that a value can be. A firewall lists its endpoints as `<zone>:<id>`; which of them is meant is told by the
 * zone at which the list is split. Without a zone, each of them is possible.
 */
function middleboxes(route: Resource, value: Value, ground: Ground): Middlebox[] {
  const owners = value.target ? [value.target] : [...new Set(value.targets)];
  return owners.flatMap((owner) => {
    const firewall = owner.type === 'AWS::NetworkFirewall::Firewall' || owner.type === 'AWS::NetworkFirewall::VpcEndpointAssociation';
    const items = owner.type === 'AWS::NetworkFirewall::Firewall' ? owner.at('SubnetMappings').items.map((item) => item.at('SubnetId'))
      : owner.type === 'AWS::NetworkFirewall::VpcEndpointAssociation' ? [owner.at('SubnetMapping', 'SubnetId')]
        : owner.type === 'AWS::EC2::VPCEndpoint' && owner.at('VpcEndpointType').text === 'GatewayLoadBalancer' ? owner.at('SubnetIds').items : [];
    const zone = zoneOf(route.view.template.section('Resources')[route.logicalId]);
    const boxes = items.flatMap((item): Middlebox[] => {
      const subnet = subnetOf(owner, item, ground);
      return subnet ? [{ key: `${keyOf(owner)} ${keyOf(subnet.resource)}`, name: `${nameOf(owner)} in ${subnet.name}`, resource: owner, subnet, firewall }] : [];
    });
    return zone === undefined ? boxes : boxes.filter(({ subnet }) => subnet.zone === undefined || subnet.zone === zone);
  });
}

/** The text `<zone>:` at which a list of endpoints is split. */
function zoneOf(body: Json | undefined): string | undefined {
  if (typeof body !== 'object' || body === null) {
    return undefined;
  }
  const split = isMap(body) && Array.isArray(body['Fn::Split']) ? body['Fn::Split'][0] : undefined;
  const zone = typeof split === 'string' ? /^(.+):$/.exec(split)?.[1] : undefined;
  return zone ?? Object.values(body).map(zoneOf).find((found) => found !== undefined);
}

/** Longest prefix first; of equal ones static before prefix lists before propagated. Two static ones with the same destination cannot be deployed. */
function order(table: RouteTable): void {
  for (const family of FAMILIES) {
    const routes = table.routes[family];
    routes.sort((a, b) => Number(isOpen(b)) - Number(isOpen(a)) || b.prefix - a.prefix || a.rank - b.rank);
    for (let i = 1; i < routes.length; i += 1) {
      const [one, other] = [routes[i - 1], routes[i]];
      if (!isOpen(one) && one.doubt === undefined && one.prefix === other.prefix && one.rank === other.rank && one.destination.sure.first === other.destination.sure.first) {
        const doubt = `two routes of ${table.name} have the same destination`;
        routes[i - 1] = { ...one, doubt };
        routes[i] = { ...other, doubt: other.doubt ?? doubt };
      }
    }
  }
}

/** A route whose destination is open can be more specific than any other one. */
function isOpen({ destination }: Route): boolean {
  return destination.sure !== destination.may;
}

/** NAT gateways. One for a whole VPC chooses its subnets itself and is not known. */
export function natsOf(resources: Resources, ground: Ground): Map<string, Nat> {
  return new Map(resources.of('AWS::EC2::NatGateway').flatMap(({ resource, doubt }) => {
    const subnet = subnetOf(resource, resource.at('SubnetId'), ground);
    const type = resource.at('ConnectivityType');
    const connectivity = doubt !== undefined || type.open !== undefined ? 'open' : type.text === 'private' ? 'no' : 'yes';
    return subnet ? [[keyOf(resource), { resource, name: nameOf(resource), subnet, connectivity }] as const] : [];
  }));
}

export function peeringsOf(resources: Resources, ground: Ground): Map<string, Peering> {
  return new Map(resources.of('AWS::EC2::VPCPeeringConnection').map(({ resource, doubt }) => {
    const [own, peer] = [vpcOf(resource, resource.at('VpcId'), ground), vpcOf(resource, resource.at('PeerVpcId'), ground)];
    const region = resource.at('PeerRegion');
    const sameRegion = region.absent ? true : region.text === resource.region;
    return [keyOf(resource), { resource, name: nameOf(resource), sides: [own, peer], sameRegion, doubt }] as const;
  }));
}
