import type { Resource, Value } from '../../template';
import { at, placesOf, type Reading } from './hosts';
import type { Host, Line, Place, Tri } from './model';
import { keyOf, line, lineOf, targetOf, triOf } from './reading';
import type { Found } from './resources';

/** An EC2 instance, or those of an Auto Scaling group. */
export interface Machine {
  readonly resource: Resource;
  readonly places: readonly Place[];
  readonly doubt?: string;
  /** What it is launched with, if that is not in the templates. */
  readonly lost?: string;
  /** The resource that names the groups: the instance itself, or its launch template. */
  readonly from: Resource;
  readonly groupIds: Value;
  readonly publicLine: Line;
  readonly open: Host['open'];
}

/** Where launch templates are named. */
const TEMPLATES = [['LaunchTemplate'], ['MixedInstancesPolicy', 'LaunchTemplate', 'LaunchTemplateSpecification']] as const;

export function machines(reading: Reading): Machine[] {
  return [
    ...reading.resources.of('AWS::EC2::Instance').flatMap((found) => instance(found, reading)),
    ...reading.resources.of('AWS::AutoScaling::AutoScalingGroup').flatMap((found) => scalingGroup(found, reading)),
  ];
}

/** The launch template or configuration that a resource uses, and what it says. `undefined` if it is not in the templates. */
function launch(resource: Resource, { resources }: Reading): { from: Resource; data: (...keys: string[]) => Value } | undefined {
  const ids = [...TEMPLATES.flatMap((path) => ['LaunchTemplateId', 'LaunchTemplateName'].map((key) => resource.at(...path, key))), resource.at('LaunchConfigurationName')];
  const id = ids.find((one) => one.present);
  const key = id && targetOf(resource, id)?.key;
  const found = id && resources.of('AWS::EC2::LaunchTemplate', 'AWS::AutoScaling::LaunchConfiguration').find(({ resource: one }) => keyOf(one) === key
    || (key === undefined && one.at('LaunchTemplateName').present && one.at('LaunchTemplateName').text === id.text))?.resource;
  return found && { from: found, data: (...keys) => (found.type === 'AWS::EC2::LaunchTemplate' ? found.at('LaunchTemplateData', ...keys) : found.at(...keys)) };
}

/** Why it is not known what a resource is launched with, if it names something that is not in the templates. */
function lostLaunch(resource: Resource, given: ReturnType<typeof launch>): string | undefined {
  const names = TEMPLATES.some((path) => resource.at(...path).present) || resource.at('LaunchConfigurationName').present;
  return names && !given ? `the launch template of ${keyOf(resource)}` : undefined;
}

function instance({ resource, doubt }: Found, reading: Reading): Machine[] {
  const interfaces = resource.at('NetworkInterfaces').items;
  if (interfaces.length > 0 && interfaces.every((one) => one.at('NetworkInterfaceId').present)) {
    return [];
  }
  const given = launch(resource, reading);
  const first = interfaces[0] ?? given?.data('NetworkInterfaces').items[0];
  const why = doubt ?? lostLaunch(resource, given);
  const placed = placeOf(resource, interfaces.length > 0 ? resource : given?.from ?? resource, first, reading);
  if (placed.places.length === 0 && (why ?? placed.doubt) === undefined) {
    return [];
  }
  const [from, groupIds] = groupsAt(resource, first, given, interfaces.length > 0);
  return [machine(resource, from, placed.places, why ?? placed.doubt, groupIds, first?.at('AssociatePublicIpAddress'), reading)];
}

/** Where an instance is: as it says itself, or as its first network interface does. */
function placeOf(resource: Resource, from: Resource, first: Value | undefined, { ground }: Reading): { places: Place[]; doubt?: string } {
  const own = resource.at('SubnetId');
  const { places, doubt } = own.present ? placesOf(resource, own, ground) : first?.at('SubnetId').present ? placesOf(from, first.at('SubnetId'), ground) : { places: [] };
  const address = [resource.at('PrivateIpAddress'), first?.at('PrivateIpAddress')].find((one) => one?.present);
  return { places: address ? places.map((place) => at(place, address)) : places, doubt };
}

function groupsAt(resource: Resource, first: Value | undefined, given: ReturnType<typeof launch>, ownInterfaces: boolean): [Resource, Value] {
  const own = ownInterfaces && first ? first.at('GroupSet') : resource.at('SecurityGroupIds').present ? resource.at('SecurityGroupIds') : resource.at('SecurityGroups');
  return own.present || !given ? [resource, own] : [given.from, launchedGroups(given)];
}

function launchedGroups({ data }: NonNullable<ReturnType<typeof launch>>): Value {
  const first = data('NetworkInterfaces').items[0];
  return first?.at('Groups').present ? first.at('Groups') : data('SecurityGroupIds').present ? data('SecurityGroupIds') : data('SecurityGroups');
}

function scalingGroup({ resource, doubt }: Found, reading: Reading): Machine[] {
  const given = launch(resource, reading);
  const { places, doubt: lost } = placesOf(resource, resource.at('VPCZoneIdentifier'), reading.ground);
  if (places.length === 0 && lost === undefined) {
    return [];
  }
  const unknown = lostLaunch(resource, given) ?? (given ? undefined : `what ${keyOf(resource)} launches`);
  const first = given?.data('NetworkInterfaces').items[0];
  const associate = first?.at('AssociatePublicIpAddress') ?? given?.data('AssociatePublicIpAddress');
  return [machine(resource, given?.from ?? resource, places, doubt ?? lost ?? unknown, given ? launchedGroups(given) : resource.at('SecurityGroupIds'), associate, reading)];
}

function machine(resource: Resource, from: Resource, places: readonly Place[], doubt: string | undefined, groupIds: Value, associate: Value | undefined, reading: Reading): Machine {
  const [publicLine, four] = publicity(resource, from, places, associate, reading);
  const given = launch(resource, reading);
  return { resource, from, places, doubt, lost: lostLaunch(resource, given), groupIds, publicLine, open: { 4: four, 6: sixth([resource.properties, resource.at('NetworkInterfaces').items[0], given?.data('NetworkInterfaces').items[0]], places) } };
}

/** An instance has a public address by an Elastic IP, by its network interface, or else by its subnet. */
function publicity(resource: Resource, from: Resource, places: readonly Place[], associate: Value | undefined, { resources }: Reading): [Line, Tri] {
  const elastic = resources.of('AWS::EC2::EIP', 'AWS::EC2::EIPAssociation').find(({ resource: one }) => targetOf(one, one.at('InstanceId'))?.key === keyOf(resource));
  if (elastic) {
    return [line(elastic.resource, 'Properties.InstanceId', 'an Elastic IP address of its own'), elastic.doubt === undefined ? 'yes' : 'open'];
  }
  if (associate?.present) {
    return [lineOf(from, associate), triOf(associate, 'no')];
  }
  const subnet = places.find(({ subnet: one }) => triOf(one.resource.at('MapPublicIpOnLaunch'), 'no') !== 'no')?.subnet ?? places[0]?.subnet;
  const mapped = subnet?.resource.at('MapPublicIpOnLaunch');
  return subnet && mapped ? [lineOf(subnet.resource, mapped), triOf(mapped, 'no')] : [line(resource, 'Properties', 'no subnet'), 'open'];
}

/** An instance has IPv6 addresses if it asks for some, by its network interface or its launch template, or else by its subnet. */
function sixth(askers: readonly (Value | undefined)[], places: readonly Place[]): Tri {
  const own = askers.some((asker) => ['Ipv6AddressCount', 'Ipv6Addresses', 'Ipv6PrefixCount', 'Ipv6Prefixes'].some((key) => asker?.at(key).present));
  const tris = places.map(({ subnet }) => (subnet.addresses[6].may.empty ? 'no' : own ? 'yes' : triOf(subnet.resource.at('AssignIpv6AddressOnCreation'), 'no')));
  return tris.includes('yes') ? 'yes' : tris.includes('open') ? 'open' : 'no';
}
