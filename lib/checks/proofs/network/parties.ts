import { INTERNET, rangeOf, type Addresses, type Family } from './addresses';
import type { End } from './connect';
import { connectedTo } from './joined';
import type { Host, Network, Subnet } from './model';
import { usable } from './vpcs';

/** Somebody that a question is about. */
export interface Party {
  readonly name: string;
  readonly ends: readonly End[];
  /** Restricts the addresses. @default - those of the ends */
  readonly addresses?: { readonly family: Family; readonly addresses: Addresses };
  /** Why it is not known where its interfaces are. */
  readonly doubt?: string;
}

export const THE_INTERNET: Party = { name: 'the Internet', ends: [{ kind: 'internet' }] };
/** What lies behind virtual private gateways and the other attachments of transit gateways. */
export const PREMISES: Party = { name: 'what lies behind private gateways', ends: [{ kind: 'premises' }] };

export function hostParty(host: Host): Party {
  return { name: host.name, ends: host.places.map((place) => ({ kind: 'host', host, place })), doubt: host.doubt };
}

const ANYBODY = new WeakMap<Subnet, Party>();

/** Whoever takes an address in a subnet, a public one too, without any security group: what the network alone lets it do. */
export function anybodyIn(subnet: Subnet): Party {
  let party = ANYBODY.get(subnet);
  if (!party) {
    const place = { subnet, addresses: usable(subnet.addresses) };
    const host: Host = {
      key: `anybody in ${subnet.name}`, name: `whoever has an address in ${subnet.name}`, resource: subnet.resource, role: 'anybody', places: [place],
      open: { 4: 'yes', 6: subnet.addresses[6].may.empty ? 'no' : 'yes' },
    };
    party = hostParty(host);
    ANYBODY.set(subnet, party);
  }
  return party;
}

/** Everybody who has an address of a range: on the Internet, in a subnet, or as a host. */
export function rangeParty(network: Network, text: string): Party | undefined {
  const range = rangeOf(text.includes('/') ? text : `${text}/${text.includes(':') ? 128 : 32}`);
  if (!range) {
    return undefined;
  }
  const { family, addresses } = range;
  const overlaps = (other: Addresses) => !other.intersect(addresses).empty;
  const places = network.hosts.flatMap((host): End[] => host.places.filter((place) => overlaps(place.addresses[family].may)).map((place) => ({ kind: 'host', host, place })));
  const subnets = network.subnets.filter((subnet) => overlaps(subnet.addresses[family].may)).flatMap((subnet) => anybodyIn(subnet).ends);
  const outside: End[] = overlaps(INTERNET[family]) ? [{ kind: 'internet' }] : hasPremises(network) ? [{ kind: 'premises' }] : [];
  return { name: text, ends: [...outside, ...subnets, ...places], addresses: { family, addresses } };
}

/** Whether something is attached that leads out of the templates by a private way. */
export function hasPremises({ vpcs, transits }: Network): boolean {
  return vpcs.some(({ premises }) => premises) || transits.some(({ attachments }) => attachments.some(({ doubt }) => doubt !== undefined));
}

/** Everybody who might send to a host: hosts and subnets of VPCs that a way can lead from, clients of VPNs, and those outside. */
export function sendersTo(network: Network, host: Host): Party[] {
  const near = new Set(host.places.flatMap(({ subnet }) => [...connectedTo(network, subnet.vpc)]));
  return [
    THE_INTERNET, ...(hasPremises(network) ? [PREMISES] : []),
    ...[...near].flatMap(({ subnets }) => subnets.map(anybodyIn)),
    ...network.hosts.filter((other) => other.key !== host.key && other.role !== 'nat' && isSender(other) && (other.places.some(({ subnet }) => near.has(subnet.vpc)) || other.doubt !== undefined)).map(hostParty),
  ];
}

/** Interface endpoints answer, but start nothing; an EC2 Instance Connect Endpoint does. */
function isSender({ role, resource }: Host): boolean {
  return role !== 'endpoint' || resource.type !== 'AWS::EC2::VPCEndpoint';
}
