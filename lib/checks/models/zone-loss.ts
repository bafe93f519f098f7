import type { Host, Nat, Subnet, Tri } from '../proofs/network/model';
import type { Resource } from '../template';
import { all, compliant, type Verdict } from '../verdict';
import { withoutZone } from './databases';
import { within, type Site } from './ground';
import { leftRunning, running } from './members';
import { crossings, Ways } from './ways';
import { gone, kept, short, shown, stands, vague, worst, zoneOf, zonesOf, type Loss, type Zones } from './zones';

/** Something that requests or data pass, and what becomes of it without one zone. */
export interface Component {
  readonly tier: string;
  readonly resource: Resource;
  readonly name: string;
  readonly zones: Zones;
  readonly without: (zone: string) => Loss;
}

/** A component, judged for the loss of every zone. */
export interface Judged extends Component {
  readonly losses: readonly Loss[];
  readonly verdict: Verdict;
}

/** The zones that a site stands in. */
export function siteZones({ vpcs }: Site): Zones {
  return zonesOf(vpcs.flatMap(({ subnets }) => subnets).map((subnet) => ({ subnet })));
}

/** Every component of a site, without each of its zones in turn. */
export function loseEachZone(site: Site): Judged[] {
  const zones = siteZones(site).known;
  return components(site).map((component) => {
    const losses = zones.map((zone) => component.without(zone));
    const found = all(losses.map(({ verdict }) => verdict));
    const verdict = found.kind === 'violation' || found.kind === 'unknown' ? { ...found, messages: found.messages.map((message) => `${component.tier}: ${message}`) }
      : { ...compliant(), facts: [{ path: component.tier, value: `stands in ${shown(component.zones)}; without ${zones.map((zone, i) => `${short(zone)}: ${losses[i].left}`).join(', without ')}` }] };
    return { ...component, losses, verdict };
  });
}

function components(site: Site): Component[] {
  return [
    ...site.balancers.map((host) => balancer(site, host)), ...firewalls(site), ...applications(site), ...site.stores.map((host) => store(site, host)),
    ...egress(site), ...endpoints(site).map(endpoint),
  ];
}

function named(host: Host, tier: string): Pick<Component, 'tier' | 'resource' | 'name' | 'zones'> {
  return { tier, resource: host.resource, name: host.name, zones: zonesOf(host.places, host.doubt) };
}

/** It stands where it has subnets; those that are left must be reached from the Internet, and reach what is left of what is behind. */
function balancer(site: Site, host: Host): Component {
  const { network } = site.ground;
  const about = named(host, 'load balancer');
  const fromInternet = host.open[4] === 'no' && host.open[6] === 'no' ? undefined : Ways.between(network, undefined, host);
  const onward = network.forwards.filter(({ from }) => from.key === host.key).map(({ to, toPort }) => Ways.between(network, host, to, toPort));
  return { ...about, without: (lost) => worstFirst([stands(about.name, about.zones, lost), ...[...(fromInternet ? [fromInternet] : []), ...onward].map((ways) => ways.without(lost))]) };
}

/** The first that is not well, or else what is left of the first. */
function worstFirst([own, ...ways]: readonly Loss[]): Loss {
  const bad = [own, ...ways].filter(({ verdict }) => verdict.kind !== 'compliant');
  return bad.length === 0 ? own : worst(bad);
}

/** Endpoints of a firewall: no subnet that is left may depend on one in the lost zone. */
function firewalls(site: Site): Component[] {
  const all = site.vpcs.flatMap(crossings);
  const owners = [...new Map(all.flatMap(({ boxes }) => boxes).filter(({ firewall }) => firewall).map((box) => [box.resource.logicalId, box])).values()];
  return owners.map(({ resource, name }) => {
    const own = all.map((crossing) => ({ ...crossing, boxes: crossing.boxes.filter((box) => box.resource === resource) })).filter(({ boxes }) => boxes.length > 0);
    const zones = zonesOf(own.flatMap(({ boxes }) => boxes));
    const label = name.replace(/ in .*$/, '');
    return { tier: 'firewall', resource, name: label, zones, without: (lost) => worstFirst([stands(label, zones, lost), ...own.map((crossing) => crossed(crossing, lost))]) };
  });
}

function crossed({ subnet, boxes, route }: ReturnType<typeof crossings>[number], lost: string): Loss {
  const [zone, ends] = [zoneOf(subnet), boxes.map((box) => zoneOf(box.subnet))];
  if (zone === lost || !ends.some((end) => end === lost || end === undefined)) {
    return kept('');
  }
  return zone !== undefined && ends.every((end) => end === lost) ? gone(`${subnet.name} in ${zone} goes through the endpoint in ${lost}, by ${route}`, `${short(zone)} cut off`)
    : vague(`it is not decided whether ${subnet.name} goes through the endpoint in ${lost}, by ${route}`);
}

function applications(site: Site): Component[] {
  const single = site.applications.filter(({ resource }) => resource.type === 'AWS::EC2::Instance');
  const groups = [...(single.length > 0 ? [single] : []), ...site.applications.filter((host) => !single.includes(host)).map((host) => [host])];
  return groups.map((hosts) => {
    const about = { ...named(hosts[0], 'application'), zones: zonesOf(hosts.flatMap(({ places }) => places), hosts.find(({ doubt }) => doubt !== undefined)?.doubt) };
    const ways = hosts.flatMap((host) => site.stores.map((to) => Ways.between(site.ground.network, host, to))).filter((way) => way.any);
    return { ...about, without: (lost) => worstFirst([tasks(site, hosts, about.name, about.zones, lost), ...ways.map((way) => way.without(lost))]) };
  });
}

/** Tasks are spread evenly over the zones: how many are left at least. */
function tasks(site: Site, hosts: readonly Host[], name: string, zones: Zones, lost: string): Loss {
  const own = stands(name, zones, lost);
  if (own.verdict.kind !== 'compliant' || hosts[0].resource.type === 'AWS::EC2::Instance') {
    return own;
  }
  const { least, open } = running(site, hosts[0]);
  if (open !== undefined) {
    return vague(`it is not decided how much of ${name} runs (${open})`);
  }
  const left = zones.known.includes(lost) ? leftRunning(least, zones.known.length) : least;
  return left < 1 ? gone(`${name} runs ${least === 1 ? 'one task' : `${least} tasks`}: without zone ${lost} none may be left`, 'no task') : kept(`${left} of ${least} or more in ${own.left}`);
}

function store(site: Site, host: Host): Component {
  const about = named(host, 'database');
  const twins = host.resource.type === 'AWS::EFS::MountTarget' ? within(site, 'AWS::EFS::MountTarget').filter(({ resource }) => resource.at('FileSystemId').text === host.resource.at('FileSystemId').text) : [];
  if (twins.length === 0) {
    return { ...about, without: (lost) => withoutZone(site, host, about.name, about.zones, lost) };
  }
  const zones = zonesOf(site.stores.filter(({ resource }) => twins.some(({ resource: twin }) => twin === resource)).flatMap(({ places }) => places));
  return { ...about, zones, without: (lost) => stands(about.name, zones, lost) };
}

/** A NAT gateway stands in one zone: no subnet of another one may go out through it. */
function egress(site: Site): Component[] {
  const nats = site.ground.network.nats.filter(({ subnet }) => site.vpcs.includes(subnet.vpc));
  return nats.map((nat) => ({ tier: 'egress', resource: nat.resource, name: nat.name, zones: zonesOf([nat]), without: (lost) => withoutNat(site, nat, lost) }));
}

function withoutNat({ vpcs }: Site, nat: Nat, lost: string): Loss {
  const zone = zoneOf(nat.subnet);
  if (zone !== lost && zone !== undefined) {
    return kept('still there');
  }
  const others = vpcs.filter((vpc) => vpc === nat.subnet.vpc).flatMap(({ subnets }) => subnets).filter((subnet) => zoneOf(subnet) !== lost);
  const users = others.filter((subnet) => leadsTo(subnet, nat) === 'yes');
  const perhaps = others.filter((subnet) => leadsTo(subnet, nat) === 'open');
  const certain = zone === lost ? users.filter((subnet) => zoneOf(subnet) !== undefined) : [];
  const told = (subnets: readonly Subnet[]) => `${subnets.map((subnet) => `${subnet.name} in ${zoneOf(subnet) ?? 'a zone that is open'}`).join(' and ')} ${subnets.length === 1 ? 'goes' : 'go'}`;
  return certain.length > 0 ? gone(`${told(certain)} out through ${nat.name} in ${lost}`, 'others cut off')
    : users.length + perhaps.length > 0 ? vague(`it is not decided whether ${told([...users, ...perhaps])} out through zone ${lost}`) : kept('no other zone uses it');
}

/** Whether a subnet goes out through a NAT gateway; open where a route leads to one that is not decided. */
function leadsTo({ table }: Subnet, nat: Nat): Tri {
  const routes = [...table.routes[4], ...table.routes[6]];
  return routes.some(({ target, doubt }) => target.kind === 'nat' && target.nat === nat && (doubt ?? table.doubt) === undefined) ? 'yes'
    : routes.some(({ target, line }) => (target.kind === 'nat' && target.nat === nat) || (target.kind === 'open' && line.resource.at('NatGatewayId').present)) ? 'open' : 'no';
}

/** Interface endpoints. One whose subnets are not known may be anywhere. */
function endpoints({ hosts, vpcs }: Site): Host[] {
  return hosts.filter(({ role, resource, places }) => role === 'endpoint' && resource.type === 'AWS::EC2::VPCEndpoint' && (places.length === 0 || places.some(({ subnet }) => vpcs.includes(subnet.vpc))));
}

function endpoint(host: Host): Component {
  const about = named(host, 'endpoint');
  return { ...about, without: (lost) => stands(about.name, about.zones, lost) };
}
