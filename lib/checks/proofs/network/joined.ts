import type { Network, Vpc } from './model';

const CONNECTED = new WeakMap<Network, Map<Vpc, Set<Vpc>>>();

/** The VPCs that peerings and transit gateways join with one, itself included. */
export function connectedTo(network: Network, vpc: Vpc): Set<Vpc> {
  let all = CONNECTED.get(network);
  if (!all) {
    all = new Map(network.vpcs.map((one) => [one, new Set([one])]));
    CONNECTED.set(network, all);
    const links = [...network.peerings.map(({ sides }) => sides.flatMap((side) => side ?? [])), ...network.transits.map(({ attachments }) => attachments.flatMap((one) => one.vpc ?? []))];
    for (const link of links) {
      const joined = new Set(link.flatMap((one) => [...all!.get(one)!]));
      joined.forEach((one) => all!.set(one, joined));
    }
  }
  return all.get(vpc) ?? new Set([vpc]);
}

