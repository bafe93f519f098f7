import type { Resource } from '../../template';
import { NO_ADDRESSES, rangeOf, type Addresses } from './addresses';
import { groupsOf, placesOf, withFamilies, type Reading } from './hosts';
import type { Host, Limit, Line, Place, Subnet } from './model';
import { addressesOf, anything, keyOf, line, nameOf, openId, targetOf } from './reading';
import type { Bounds } from './space';
import { prefixed, subnetOf, vpcOf } from './vpcs';

/**
 * Client VPN endpoints, as senders: a client's packets carry an address of the endpoint's network interface in the associated
 * subnet, and go where a route of the endpoint by this subnet and an authorization rule let them. Nothing comes in by it. The
 * interfaces have public addresses. Clients by IPv6 keep theirs, which no template names.
 *
 * Sources: https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/how-it-works.html,
 * https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/scenario-internet.html
 */
export function clientVpns(reading: Reading): Host[] {
  return reading.resources.of('AWS::EC2::ClientVpnEndpoint').map(({ resource, doubt }) => {
    const associations = reading.resources.of('AWS::EC2::ClientVpnTargetNetworkAssociation').filter(({ resource: one }) => belongs(one, resource));
    const placed = associations.map(({ resource: one }) => placesOf(one, one.at('SubnetId'), reading.ground));
    const found: Place[] = placed.flatMap((one) => one.places);
    const vpc = vpcOf(resource, resource.at('VpcId'), reading.ground) ?? found[0]?.subnet.vpc;
    const groups = groupsOf(resource, resource.at('SecurityGroupIds'), found, reading.groups);
    const viaTransit = resource.at('TransitGatewayConfiguration').present ? `what ${keyOf(resource)} reaches through its transit gateway` : undefined;
    const carried = resource.at('TrafficIpAddressType');
    const six = carried.absent || carried.text === 'ipv4' ? 'no' as const : 'open' as const;
    const limits = limitsOf(resource, reading);
    return withFamilies({
      key: keyOf(resource), name: `whoever comes by ${nameOf(resource)}`, resource, role: 'vpn' as const, places: found.map((place) => ({ ...place, limit: limits(place) })),
      doubt: doubt ?? viaTransit ?? placed.find((one) => one.doubt !== undefined)?.doubt ?? associations.find((one) => one.doubt !== undefined)?.doubt,
      groups: groups.length > 0 ? groups : vpc ? [vpc.defaultGroup] : [], open: { 4: 'yes' as const, 6: six }, listens: {},
    });
  });
}

function belongs(part: Resource, endpoint: Resource): boolean {
  return targetOf(part, part.at('ClientVpnEndpointId'))?.key === keyOf(endpoint);
}

/** A destination of the endpoint's route table, and the subnet that it is reached by: undefined if that is open. */
interface EndpointRoute {
  readonly bounds: Bounds<Addresses>;
  readonly prefix: number;
  readonly by?: Subnet;
}

/**
 * Every association brings the route to its VPC. A client is at one of the associated subnets, and what has no route by this one does
 * not get through. Where a more specific route leads by another subnet only, it is not documented which one counts.
 *
 * Source: https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/troubleshooting-common.html
 */
function limitsOf(endpoint: Resource, reading: Reading): (place: Place) => Limit {
  const { resources, ground } = reading;
  const read = (resource: Resource, doubt: string | undefined, property: string): Bounds<Addresses> => {
    const bounds = addressesOf(resource, resource.at(property), ground.ranges)?.[4] ?? anything(4);
    return doubt === undefined ? bounds : { sure: NO_ADDRESSES, may: bounds.may };
  };
  const rules = resources.of('AWS::EC2::ClientVpnAuthorizationRule').filter(({ resource }) => belongs(resource, endpoint));
  const authorized = union(rules.map(({ resource, doubt }) => read(resource, doubt, 'TargetNetworkCidr')));
  const routes = resources.of('AWS::EC2::ClientVpnRoute').filter(({ resource }) => belongs(resource, endpoint)).flatMap(({ resource, doubt }): EndpointRoute[] => {
    const target = resource.at('TargetVpcSubnetId');
    const open = openId(resource, target);
    const by = subnetOf(resource, target, ground);
    return by || open !== undefined ? [{ bounds: read(resource, doubt ?? open, 'DestinationCidrBlock'), prefix: rangeOf(resource.at('DestinationCidrBlock').text ?? '')?.prefix ?? 0, by }] : [];
  });
  const lines: Line[] = rules.map(({ resource }) => line(resource, 'Properties.TargetNetworkCidr', `clients may reach ${resource.at('TargetNetworkCidr').shown(40)}`));
  const missing = line(endpoint, 'Properties', 'no authorization rule and route of the client VPN endpoint lead there');
  return (place) => {
    const routed = routedBy(place, routes);
    const destinations = { sure: authorized.sure.intersect(routed.sure), may: authorized.may.intersect(routed.may) };
    return { destinations, lines, missing, ...(!destinations.sure.covers(destinations.may) && { doubt: `which routes and rules of ${keyOf(endpoint)} count in ${place.subnet.name}` }) };
  };
}

function routedBy({ subnet }: Place, routes: readonly EndpointRoute[]): Bounds<Addresses> {
  const own = [...routes.filter(({ by }) => by === undefined || by === subnet), ...prefixed(subnet.vpc.addresses[4]).map(({ destination, prefix }) => ({ bounds: destination, prefix, by: subnet }))];
  const others = routes.filter(({ by }) => by !== undefined && by !== subnet);
  const disputed = ({ prefix }: EndpointRoute) => others.filter((other) => other.prefix > prefix && !own.some((one) => one.prefix >= other.prefix && one.bounds.sure.covers(other.bounds.may)));
  return union(own.map((one) => ({ sure: disputed(one).reduce((left, { bounds }) => left.minus(bounds.may), one.bounds.sure), may: one.bounds.may })));
}

function union(all: readonly Bounds<Addresses>[]): Bounds<Addresses> {
  return all.reduce((a, b) => ({ sure: a.sure.union(b.sure), may: a.may.union(b.may) }), { sure: NO_ADDRESSES, may: NO_ADDRESSES });
}
