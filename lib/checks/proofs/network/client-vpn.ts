import type { Resource } from '../../template';
import { NO_ADDRESSES, NO_PORTS, type Addresses } from './addresses';
import { groupsOf, placesOf, type Reading } from './hosts';
import type { Host, Limit, Line, Place } from './model';
import { addressesOf, anything, keyOf, line, nameOf, targetOf } from './reading';
import type { Bounds } from './space';
import { vpcOf } from './vpcs';

/**
 * Client VPN endpoints, as senders: a client's packets carry an address of the endpoint's network interface in the
 * associated subnet, and go where a route of the endpoint and an authorization rule let them.
 *
 * Source: https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/how-it-works.html
 */
export function clientVpns(reading: Reading): Host[] {
  return reading.resources.of('AWS::EC2::ClientVpnEndpoint').map(({ resource, doubt }) => {
    const associations = reading.resources.of('AWS::EC2::ClientVpnTargetNetworkAssociation').filter(({ resource: one }) => belongs(one, resource));
    const placed = associations.map(({ resource: one }) => placesOf(one, one.at('SubnetId'), reading.ground));
    const places: Place[] = placed.flatMap((one) => one.places);
    const vpc = vpcOf(resource, resource.at('VpcId'), reading.ground) ?? places[0]?.subnet.vpc;
    const groups = groupsOf(resource, resource.at('SecurityGroupIds'), places, reading.groups);
    const viaTransit = resource.at('TransitGatewayConfiguration').present ? `what ${keyOf(resource)} reaches through its transit gateway` : undefined;
    return {
      key: keyOf(resource), name: `clients of ${nameOf(resource)}`, resource, role: 'vpn' as const, places: places.map((place) => ({ ...place, addresses: { 4: place.addresses[4], 6: { sure: NO_ADDRESSES, may: NO_ADDRESSES } } })),
      doubt: doubt ?? viaTransit ?? placed.find((one) => one.doubt !== undefined)?.doubt ?? associations.find((one) => one.doubt !== undefined)?.doubt,
      groups: groups.length > 0 ? groups : vpc ? [vpc.defaultGroup] : [], open: { 4: 'no' as const, 6: 'no' as const }, listens: NO_PORTS, limit: limitOf(resource, places, reading),
    };
  });
}

function belongs(part: Resource, endpoint: Resource): boolean {
  return targetOf(part, part.at('ClientVpnEndpointId'))?.key === keyOf(endpoint);
}

function limitOf(endpoint: Resource, places: readonly Place[], { resources, ground }: Reading): Limit {
  const rules = resources.of('AWS::EC2::ClientVpnAuthorizationRule').filter(({ resource }) => belongs(resource, endpoint));
  const routes = resources.of('AWS::EC2::ClientVpnRoute').filter(({ resource }) => belongs(resource, endpoint));
  const read = (found: typeof rules, property: string) => found.map(({ resource, doubt }) => {
    const bounds = addressesOf(resource, resource.at(property), ground.ranges)?.[4] ?? anything(4);
    return doubt === undefined ? bounds : { sure: NO_ADDRESSES, may: bounds.may };
  });
  const authorized = union(read(rules, 'TargetNetworkCidr'));
  const routed = union([...read(routes, 'DestinationCidrBlock'), ...places.map(({ subnet }) => subnet.vpc.addresses[4])]);
  const lines: Line[] = rules.map(({ resource }) => line(resource, 'Properties.TargetNetworkCidr', `clients may reach ${resource.at('TargetNetworkCidr').shown(40)}`));
  return {
    destinations: { sure: authorized.sure.intersect(routed.sure), may: authorized.may.intersect(routed.may) }, lines,
    missing: line(endpoint, 'Properties', 'no authorization rule and route of the client VPN endpoint lead there'),
  };
}

function union(all: readonly Bounds<Addresses>[]): Bounds<Addresses> {
  return all.reduce((a, b) => ({ sure: a.sure.union(b.sure), may: a.may.union(b.may) }), { sure: NO_ADDRESSES, may: NO_ADDRESSES });
}
