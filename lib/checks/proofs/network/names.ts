import type { Host, Network, Subnet } from './model';
import { anybodyIn, hostParty, rangeParty, THE_INTERNET, PREMISES, type Party } from './parties';
import { keyOf, nameOf, plain } from './reading';
import type { Resource } from '../../template';
import { nearest } from '../near';

/** The party that a name means, and, if it is one host, the host. A text says why there is none. */
export type Named = { readonly party: Party; readonly host?: Host } | string;

/**
 * Finds what a name means: `internet`, `premises`, an address or range, or a resource by construct path or
 * `Template/LogicalId`. A construct's path means the one thing with network interfaces below it.
 *
 * @param paths construct paths by `Template/LogicalId`
 */
export function named(network: Network, name: string, paths: ReadonlyMap<string, string> = new Map()): Named {
  if (/^(the )?internet$/i.test(name)) {
    return { party: THE_INTERNET };
  }
  if (/^premises$/i.test(name)) {
    return { party: PREMISES };
  }
  if (/^[\d.]+(\/\d+)?$/.test(name) || /^[\da-f:]*:[\da-f:]*(\/\d+)?$/i.test(name)) {
    const party = rangeParty(network, name);
    return party ? { party } : `'${name}' is no address or range`;
  }
  const wanted = plain(name);
  const isNamed = (resource: Resource, below: boolean) => names(resource, paths).some((one) => one === wanted || (below && one.startsWith(`${wanted}/`)));
  for (const below of [false, true]) {
    const hosts = network.hosts.filter(({ resource }) => isNamed(resource, below));
    const subnets = network.subnets.filter(({ resource }) => isNamed(resource, below));
    if (hosts.length === 1 && (subnets.length === 0 || !below)) {
      return { party: hostParty(hosts[0]), host: hosts[0] };
    }
    if (subnets.length === 1 && hosts.length === 0) {
      return { party: anybodyIn(subnets[0]) };
    }
    if (hosts.length + subnets.length > 1) {
      return `'${name}' means several things: ${list(hosts, subnets)}`;
    }
  }
  const there = [...network.hosts, ...network.subnets].map(({ resource }) => keyOf(resource));
  return `there is no '${name}' with a network interface; ${there.length === 0 ? 'there is none at all' : `nearest to it: ${nearest(name, there).join(', ')}`}`;
}

function names(resource: Resource, paths: ReadonlyMap<string, string>): string[] {
  const path = paths.get(keyOf(resource));
  return [keyOf(resource), nameOf(resource), ...(path === undefined ? [] : [path])].map(plain);
}

function list(hosts: readonly Host[], subnets: readonly Subnet[]): string {
  const all = [...hosts, ...subnets].map(({ resource }) => keyOf(resource));
  return all.slice(0, 12).join(', ') + (all.length > 12 ? ` and ${all.length - 12} more` : '') || 'none';
}
