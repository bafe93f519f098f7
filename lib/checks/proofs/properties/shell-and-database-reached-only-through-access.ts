import type { TemplateSet } from '../../template';
import type { Verdict } from '../../verdict';
import { accessNetworks, vpcsOf } from '../network/access-networks';
import { ALL_PORTS, ports, type Ports } from '../network/addresses';
import { originalOf } from '../network/conditions';
import { connectedTo } from '../network/joined';
import type { Host, Network, Vpc } from '../network/model';
import { networkOf } from '../network/network';
import { anybodyIn, hostParty, PREMISES, THE_INTERNET, type Party } from '../network/parties';
import { reach, whoReaches, type Answer } from '../network/reach';
import { EVERY_PROTOCOL, findingsOn, proved, unreached, WITH_PORTS, worstOf } from '../network/verdicts';
import type { Property, PropertyFinding } from '../property';

const SSH = ports(22);
const SHELL = SSH.union(ports(3389));
const OUTSIDE: readonly Party[] = [THE_INTERNET, PREMISES];

export const ShellAndDatabaseReachedOnlyThroughAccess: Property = {
  id: 'ShellAndDatabaseReachedOnlyThroughAccess',
  title: 'From outside its own network a data store is reached by the bastion alone, and so is the shell of every server; the bastion by clients of its VPN alone, on port 22, and they reach nothing else. The bastion reaches stores and services, and nothing in its network the Internet.',
  why: "A second way to a shell or a database is a way around the VPN's second factor and the bastion's record; a way out of the access network takes the data along.",
  mend: "Put VPN and bastion into a VPC of their own without any gateway; admit port 22 of the bastion from the VPN's security group, and shells and stores from the bastion's. Write the bastion's egress by group.",
  proof: 'path',
  controls: ['ACC1', 'ACC8'],
  references: ['https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/how-it-works.html', 'https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html'],
  check: (set) => {
    const access = accessNetworks(networkOf(set));
    return [
      ...findingsOn(set, ({ role }) => ['server', 'service', 'other', 'store'].includes(role), (network, host) => worstOf([...reached(network, host, access), ...(isBastion(host, access) ? keptIn(network, host) : [])])),
      ...findingsOn(set, ({ role }) => role === 'vpn', (network, host) => worstOf(toBastionOnly(network, host, access))),
      ...[...access].map((vpc) => withoutWayOut(set, vpc)),
    ];
  },
};

function isBastion({ role, places }: Host, access: ReadonlySet<Vpc>): boolean {
  return role === 'server' && places.length > 0 && places.every(({ subnet }) => access.has(subnet.vpc));
}

/** Who comes to a shell or a store. */
function reached(network: Network, host: Host, access: ReadonlySet<Vpc>): Verdict[] {
  const own = new Set(vpcsOf([host]));
  const mayCome = ({ witnesses }: Answer): boolean => witnesses.length > 0 && witnesses.every(({ from }) => from.kind === 'host' && from.host.role !== 'anybody' && (isBastion(host, access)
    ? from.host.role === 'vpn' && own.has(from.place.subnet.vpc)
    : isBastion(from.host, access) || (host.role === 'store' && from.host.role !== 'vpn' && own.has(from.place.subnet.vpc))));
  const others = WITH_PORTS.flatMap((protocol) => whoReaches(network, host, { protocol, ...(host.role !== 'store' && { ports: SHELL }) })).filter((answer) => !mayCome(answer));
  return [
    proved((host.groups ?? []).map(({ name, resource }) => ({ resource: resource ?? host.resource, path: 'Properties', says: `${name} admits nobody else` }))),
    ...others.slice(0, 3).map((answer) => unreached(answer, ({ from }) => `${from} reaches ${host.role === 'store' ? 'it' : 'a shell port of it'}`)),
  ];
}

/** A bastion sends to stores and services, and to what stands in its own network. */
function keptIn(network: Network, host: Host): Verdict[] {
  const own = new Set(vpcsOf([host]));
  const beyond = [...joined(network, host)].filter((vpc) => !own.has(vpc));
  const others = network.hosts.filter((other) => !['store', 'service', 'nat'].includes(other.role) && other.places.some(({ subnet }) => beyond.includes(subnet.vpc)));
  const parties = [...OUTSIDE, ...beyond.flatMap(({ subnets }) => subnets.map(anybodyIn)), ...others.map(hostParty)];
  return parties.flatMap((to) => EVERY_PROTOCOL.map((protocol) => unreached(reach(network, hostParty(host), to, { protocol }), () => `the bastion reaches ${to.name}`)));
}

/** Clients of a VPN send to port 22 of the bastion in its network. */
function toBastionOnly(network: Network, vpn: Host, access: ReadonlySet<Vpc>): Verdict[] {
  const near = joined(network, vpn);
  const bastions = network.hosts.filter((host) => isBastion(host, access) && host.places.some(({ subnet }) => near.has(subnet.vpc)));
  const theirs = new Set(bastions.flatMap(({ places }) => places.map(({ subnet }) => subnet)));
  const asked: (readonly [to: Party, spared: boolean])[] = [
    ...OUTSIDE.map((party) => [party, false] as const),
    ...[...near].flatMap(({ subnets }) => subnets.map((subnet) => [anybodyIn(subnet), theirs.has(subnet)] as const)),
    ...network.hosts.filter((host) => host !== vpn && host.role !== 'nat' && host.places.some(({ subnet }) => near.has(subnet.vpc))).map((host) => [hostParty(host), bastions.includes(host)] as const),
  ];
  return asked.flatMap(([to, spared]) => EVERY_PROTOCOL.map((protocol) => unreached(reach(network, hostParty(vpn), to, { protocol, ports: portsOf(protocol, spared) }), () => `clients of the VPN reach ${to.name}`)));
}

/** Every port, but port 22 by TCP where the bastion listens. */
function portsOf(protocol: number, spared: boolean): Ports {
  return spared && protocol === 6 ? ALL_PORTS.minus(SSH) : ALL_PORTS;
}

function joined(network: Network, host: Host): Set<Vpc> {
  return new Set(vpcsOf([host]).flatMap((vpc) => [...connectedTo(network, vpc)]));
}

/** Whoever has an address in an access network has no way out of it but to what it is peered with. */
function withoutWayOut(set: TemplateSet, vpc: Vpc): PropertyFinding {
  const network = networkOf(set);
  const verdict = worstOf(vpc.subnets.flatMap((subnet) => OUTSIDE.flatMap((to) => EVERY_PROTOCOL.flatMap((protocol) => [
    unreached(reach(network, anybodyIn(subnet), to, { protocol }), () => `its subnet ${subnet.name} has a way to ${to.name}`),
    unreached(reach(network, to, anybodyIn(subnet), { protocol }), () => `its subnet ${subnet.name} is reached from ${to.name}`),
  ]))));
  return { template: originalOf(set, vpc.resource.view.template), logicalId: vpc.resource.logicalId, verdict };
}
