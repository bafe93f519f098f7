import { length, nth, within, type Address } from './addresses';
import type { Outcome, Ping } from './walker';
import type { BalancerSpec, HostSpec, TransferProtocol, VpnSpec, World } from './world';

/** Somebody who stands in a subnet, with what a packet needs to know. */
export interface Standing {
  readonly kind: HostSpec['kind'] | 'client' | 'balancer' | 'nat';
  readonly vpc: number;
  readonly subnet: number;
  /** Undefined: nothing filters there. Empty: the default group. */
  readonly groups?: readonly number[];
  readonly isPublic: boolean;
  readonly listens: (protocol: number, port: number) => boolean;
  readonly vpn?: VpnSpec;
}

/** Somebody with several interfaces, and the addresses that they can have. */
export interface Being {
  readonly logicalId: string;
  readonly standings: readonly Standing[];
  readonly addresses: (standing: Standing, six: boolean, random: () => number) => Address | undefined;
}

const TRANSFERS: Readonly<Record<TransferProtocol, readonly (readonly [number, number])[]>> = { SFTP: [[22, 22], [2222, 2223], [22000, 22000]], FTPS: [[21, 21], [8192, 8200]], AS2: [[5080, 5080]] };

/**
 * What stands in a world.
 *
 * Sources: https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html, https://docs.aws.amazon.com/transfer/latest/userguide/create-server-in-vpc.html,
 * https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/how-it-works.html, https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
 */
export function beings(world: World): Being[] {
  const anyOf = ({ vpc, subnet }: Standing, six: boolean, random: () => number): Address | undefined => {
    const { cidr, six: sixth } = world.vpcs[vpc].subnets[subnet];
    const range = six ? sixth : cidr;
    return range === undefined ? undefined : nth(range, 4 + Math.floor(random() * (six ? 200 : 11)));
  };
  const hosts = world.hosts.map((host, h): Being => ({
    logicalId: `Host${h}`, standings: host.subnets.map((subnet) => ({ ...host, subnet, listens: heardBy(host) })),
    addresses: (standing, six, random) => (six && !host.six ? undefined : host.address !== undefined && !six ? nth(`${host.address}/32`, 0) : anyOf(standing, six, random)),
  }));
  const only4 = (standing: Standing, six: boolean, random: () => number) => (six ? undefined : anyOf(standing, six, random));
  const vpns = world.vpns.map((vpn, n): Being => ({
    logicalId: `Vpn${n}`, addresses: only4, standings: vpn.subnets.map((subnet) => ({ kind: 'client', vpc: vpn.vpc, subnet, groups: vpn.groups, isPublic: true, listens: () => false, vpn })),
  }));
  const balancers = world.balancers.map((balancer, b): Being => ({ logicalId: `Edge${b}Balancer`, addresses: only4, standings: nodesOf(balancer) }));
  return [...hosts, ...vpns, ...balancers];
}

/** The nodes of a load balancer, one in each of its subnets. */
export function nodesOf({ vpc, subnets, groups, isPublic, listeners }: BalancerSpec): Standing[] {
  const heard = (protocol: number, port: number) => listeners.some((listener) => listener.port === port && speaks(listener.protocol, protocol));
  return subnets.map((subnet) => ({ kind: 'balancer', vpc, subnet, groups, isPublic, listens: heard }));
}

/** Whether a listener of this name takes packets of this IP protocol. */
export function speaks(listener: string, protocol: number): boolean {
  return protocol === 6 ? listener !== 'UDP' : protocol === 17 && listener.includes('UDP');
}

function heardBy({ kind, speaks: protocols = [] }: HostSpec): Standing['listens'] {
  switch (kind) {
    case 'function': return () => false;
    case 'transfer': return (protocol, port) => protocol === 6 && protocols.some((one) => TRANSFERS[one].some(([from, to]) => port >= from && port <= to));
    default: return () => true;
  }
}

/**
 * Whether somebody may send at all: clients of a VPN only where a rule authorizes a group that one of them is in, and a route leads by
 * the subnet that they are at. Of several rules, and of several routes, the longest prefix counts. Load balancers send from
 * the ports that they choose.
 *
 * Sources: https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/cvpn-working-rules.html,
 * https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/cvpn-working-routes.html
 */
export function permitted(world: World, { kind, vpn, subnet }: Standing, { dst, sport }: Ping): Outcome {
  if (!vpn) {
    return kind === 'balancer' && sport < 1024 ? 'no' : 'yes';
  }
  const rules = vpn.rules.filter(({ cidr }) => within(dst, cidr)).sort((a, b) => length(b.cidr) - length(a.cidr));
  const people = [undefined, ...new Set(vpn.rules.flatMap(({ group }) => group ?? []))];
  const authorized = people.some((group) => rules.some((rule) => length(rule.cidr) === length(rules[0].cidr) && (rule.group === undefined || rule.group === group)));
  const leads = [{ cidr: world.vpcs[vpn.vpc].cidr, subnet }, ...vpn.routes].filter(({ cidr }) => within(dst, cidr)).sort((a, b) => length(b.cidr) - length(a.cidr));
  const own = leads.filter((route) => route.subnet === subnet);
  if (!authorized || own.length === 0) {
    return 'no';
  }
  return length(own[0].cidr) === length(leads[0].cidr) ? 'yes' : 'half';
}
