import type { Host, Network, Vpc } from './model';

/** The networks that a client VPN leads into and that hold nothing but ways to servers: no load balancer, no data store. */
export function accessNetworks({ hosts }: Network): Set<Vpc> {
  const workload = new Set(vpcsOf(hosts.filter(({ role }) => ['balancer', 'store', 'service'].includes(role))));
  return new Set(vpcsOf(hosts.filter(({ role }) => role === 'vpn')).filter((vpc) => !workload.has(vpc)));
}

/** The VPCs that hosts stand in. */
export function vpcsOf(hosts: readonly Host[]): Vpc[] {
  return [...new Set(hosts.flatMap(({ places }) => places.map(({ subnet }) => subnet.vpc)))];
}
