import type { Resource, Value } from '../../template';
import { NO_ADDRESSES, rangeOf, type Family } from './addresses';
import { heardAtEndpoint, listens } from './listens';
import type { AddressBounds, Group, Host, Line, Nat, Place, Tri } from './model';
import { natHost } from './nat';
import { keyOf, lineOf, nameOf, targetOf, triOf } from './reading';
import type { Found, Resources } from './resources';
import type { Groups } from './rules';
import { machines, type Machine } from './machines';
import { SHAPES, type Shape } from './shapes';
import { only } from './space';
import { subnetOf, usable, type Ground } from './vpcs';

/** What hosts are read with. */
export interface Reading {
  readonly resources: Resources;
  readonly ground: Ground;
  readonly groups: Groups;
}

/** Everything that has network interfaces in the VPCs of the templates. */
export function hostsOf(reading: Reading, nats: readonly Nat[]): Host[] {
  return [
    ...SHAPES.flatMap((shape) => reading.resources.of(shape.type).flatMap((found) => hostOfShape(found, shape, reading))),
    ...machines(reading).map((machine) => hostOfMachine(machine, reading)),
    ...reading.resources.of('AWS::EC2::VPCEndpoint').flatMap((found) => endpoint(found, reading)),
    ...nats.map(natHost),
  ];
}

/** Subnets by what a template names, and why some of them are not known. */
export function placesOf(from: Resource, ids: Value, ground: Ground): { places: Place[]; doubt?: string } {
  const places: Place[] = [];
  let doubt: string | undefined;
  for (const id of ids.items) {
    const subnet = subnetOf(from, id, ground);
    if (subnet) {
      places.push({ subnet, addresses: usable(subnet.addresses) });
    } else {
      doubt ??= `${keyOf(from)} ${id.path} (${id.open ?? id.shown(60)})`;
    }
  }
  return { places, doubt };
}

/** The groups that a list names; without any, the default group of the VPC. */
export function groupsOf(from: Resource, ids: Value, places: readonly Place[], groups: Groups): Group[] {
  return ids.items.length > 0 ? ids.items.map((id) => groups.of(from, id)) : places.slice(0, 1).map(({ subnet }) => subnet.vpc.defaultGroup);
}

function hostOfShape({ resource, doubt }: Found, shape: Shape, reading: Reading): Host[] {
  const cluster = clusterOf(resource, reading);
  const from = cluster ?? resource;
  const { places, doubt: lost } = placesOfShape(from, cluster ? SHAPES.find(({ type }) => type === cluster.type)! : shape, reading);
  if (places.length === 0 && lost === undefined) {
    return [];
  }
  const groupsAt = cluster ? ['VpcSecurityGroupIds'] : shape.groups ?? [];
  const groupless = resource.type === 'AWS::ElasticLoadBalancingV2::LoadBalancer' && resource.at('Type').text !== undefined && resource.at('Type').text !== 'application' && resource.at('SecurityGroups').absent;
  const [publicLine, open] = publicity(resource, shape, places);
  const kept = keepsClients(resource);
  return [withFamilies({
    key: keyOf(resource), name: nameOf(resource), resource, role: shape.role, places, doubt: doubt ?? lost ?? kept, openLine: publicLine, open: { 4: open, 6: sixth(resource, shape, places, open) },
    ...(!groupless && { groups: groupsOf(from, from.at(...groupsAt), places, reading.groups) }), listens: listens(resource, cluster, shape, reading.resources),
  })];
}

/** An EC2 Instance Connect Endpoint that keeps its clients' addresses sends from addresses that no template names. */
function keepsClients(resource: Resource): string | undefined {
  const value = resource.at('PreserveClientIp');
  return resource.type === 'AWS::EC2::InstanceConnectEndpoint' && value.present && !value.isFalse ? `the addresses of those who come by ${keyOf(resource)}` : undefined;
}

/** The cluster that a database instance is a member of: it has the subnets and groups. */
function clusterOf(resource: Resource, { resources }: Reading): Resource | undefined {
  const target = resource.type.endsWith('::DBInstance') ? targetOf(resource, resource.at('DBClusterIdentifier')) : undefined;
  return target && resources.of('AWS::RDS::DBCluster').find(({ resource: cluster }) => keyOf(cluster) === target.key)?.resource;
}

function placesOfShape(resource: Resource, { subnets, via }: Shape, reading: Reading): { places: Place[]; doubt?: string } {
  if (subnets) {
    const star = subnets.indexOf('*');
    if (star < 0) {
      const own = placesOf(resource, resource.at(...subnets), reading.ground);
      const mapped = subnets[0] === 'Subnets' ? resource.at('SubnetMappings').items.map((item) => placesOf(resource, item.at('SubnetId'), reading.ground)) : [];
      return merged([own, ...mapped]);
    }
    return merged(resource.at(...subnets.slice(0, star)).items.map((item) => placesOf(resource, item.at(...subnets.slice(star + 1)), reading.ground)));
  }
  const group = via && resource.at(...via.path);
  if (!via || !group || group.absent) {
    return { places: [] };
  }
  const target = targetOf(resource, group);
  const found = reading.resources.of(via.type).find(({ resource: one }) => (target ? keyOf(one) === target.key : one.at(via.name).text === group.text));
  return found ? placesOf(found.resource, found.resource.at(...via.subnets), reading.ground) : { places: [], doubt: `${keyOf(resource)} ${group.path} (${group.open ?? group.shown(60)})` };
}

function merged(all: readonly { places: Place[]; doubt?: string }[]): { places: Place[]; doubt?: string } {
  return { places: all.flatMap(({ places }) => places), doubt: all.find(({ doubt }) => doubt !== undefined)?.doubt };
}

/** Whether the Internet knows an IPv4 address of it, and the line that decides. */
function publicity(resource: Resource, shape: Shape, places: readonly Place[]): [Line, Tri] {
  if (shape.role === 'balancer') {
    const scheme = resource.at('Scheme');
    return [lineOf(resource, scheme, scheme.absent ? 'no scheme, so it faces the Internet' : undefined), scheme.open !== undefined ? 'open' : scheme.text === 'internal' ? 'no' : 'yes'];
  }
  if (shape.role === 'transfer') {
    const addresses = resource.at('EndpointDetails', 'AddressAllocationIds');
    return [lineOf(resource, addresses), addresses.absent ? 'no' : 'yes'];
  }
  const value = resource.at(...(shape.publicAt ?? ['PubliclyAccessible']));
  return value.absent && standsAlone(resource) ? byGateway(resource, value, places) : [lineOf(resource, value), value.text?.toUpperCase() === 'ENABLED' ? 'yes' : triOf(value, 'no')];
}

/** A database that is no member of a cluster, or a cluster that has instances of its own. */
function standsAlone(resource: Resource): boolean {
  return (resource.type === 'AWS::RDS::DBInstance' && resource.at('DBClusterIdentifier').absent) || (resource.type === 'AWS::RDS::DBCluster' && resource.at('DBClusterInstanceClass').present);
}

/**
 * A database that says nothing is public if its VPC has an Internet gateway.
 *
 * Source: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
 */
function byGateway(resource: Resource, value: Value, places: readonly Place[]): [Line, Tri] {
  const reaches = places.some(({ subnet }) => subnet.vpc.internet);
  return [lineOf(resource, value, `PubliclyAccessible is absent, and its VPC has ${reaches ? 'an' : 'no'} Internet gateway`), reaches ? 'yes' : 'no'];
}

/** Whether it has IPv6 addresses, which the Internet knows as soon as a route leads there. */
function sixth(resource: Resource, shape: Shape, places: readonly Place[], four: Tri): Tri {
  if (places.every(({ subnet }) => subnet.addresses[6].may.empty)) {
    return 'no';
  }
  const type = resource.at(shape.role === 'store' ? 'NetworkType' : 'IpAddressType');
  if (shape.role === 'balancer' || shape.role === 'transfer' || resource.type.startsWith('AWS::RDS')) {
    return type.open !== undefined ? 'open' : /^dual/i.test(type.text ?? '') ? (shape.role === 'transfer' ? 'yes' : four) : 'no';
  }
  return resource.type === 'AWS::Lambda::Function' ? triOf(resource.at('VpcConfig', 'Ipv6AllowedForDualStack'), 'no') : 'open';
}

/** Places without addresses of a family that it has none of. */
export function withFamilies(host: Host): Host {
  const of = (addresses: AddressBounds, family: Family) => (host.open[family] === 'no' ? only(NO_ADDRESSES)
    : host.open[family] === 'open' ? { sure: NO_ADDRESSES, may: addresses[family].may } : addresses[family]);
  return { ...host, places: host.places.map((place) => ({ ...place, addresses: { 4: place.addresses[4], 6: of(place.addresses, 6) } })) };
}

function hostOfMachine(machine: Machine, { groups }: Reading): Host {
  const { resource, places, doubt, from, groupIds, publicLine, open, lost } = machine;
  const unknown: Group[] = lost !== undefined && groupIds.absent ? [{ key: `${keyOf(resource)} Properties`, name: lost, rules: [], doubt: lost }] : [];
  return withFamilies({
    key: keyOf(resource), name: nameOf(resource), resource, role: 'server', places, doubt, open, openLine: publicLine, groups: unknown.length > 0 ? unknown : groupsOf(from, groupIds, places, groups),
  });
}

/** An interface endpoint: it takes requests, and starts none. */
function endpoint({ resource, doubt }: Found, { ground, groups }: Reading): Host[] {
  if (resource.at('VpcEndpointType').text !== 'Interface') {
    return [];
  }
  const { places, doubt: lost } = placesOf(resource, resource.at('SubnetIds'), ground);
  const service = resource.at('ServiceName').text ?? '';
  return [withFamilies({
    key: keyOf(resource), name: nameOf(resource), resource, role: 'endpoint', places, doubt: doubt ?? lost, groups: groupsOf(resource, resource.at('SecurityGroupIds'), places, groups),
    open: { 4: 'no', 6: resource.at('IpAddressType').text === 'dualstack' ? 'open' : 'no' }, listens: heardAtEndpoint(service),
  })];
}

/** A place at one literal address of its subnet. */
export function at(place: Place, address: Value): Place {
  const range = address.open === undefined && address.text !== undefined ? rangeOf(`${address.text}/32`) : undefined;
  return range?.family === 4 ? { subnet: place.subnet, addresses: { 4: only(range.addresses), 6: place.addresses[6] } } : place;
}
