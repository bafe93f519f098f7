/** A small network as plain data, from which a template is written and which a packet walker reads. */
export interface World {
  readonly vpcs: VpcSpec[];
  readonly hosts: HostSpec[];
  readonly groups: GroupSpec[];
  readonly peering: boolean;
}

export interface VpcSpec {
  readonly cidr: string;
  readonly internet: boolean;
  readonly subnets: SubnetSpec[];
  /** Routes of the Internet gateway's own table. */
  readonly edge?: RouteSpec[];
}

export interface SubnetSpec {
  readonly cidr: string;
  readonly acl?: EntrySpec[];
  readonly routes: RouteSpec[];
  /** Whether a firewall endpoint, or a NAT gateway, stands in it. */
  readonly firewall: boolean;
  readonly nat: boolean;
}

/** `firewall:1` is the endpoint in subnet 1 of the same VPC. */
export interface RouteSpec {
  readonly cidr: string;
  readonly to: 'internet' | 'peering' | `firewall:${number}` | `nat:${number}`;
}

export interface EntrySpec {
  readonly number: number;
  readonly egress: boolean;
  readonly allow: boolean;
  readonly protocol: number;
  readonly cidr: string;
  readonly from: number;
  readonly to: number;
}

export interface GroupSpec {
  readonly vpc: number;
  readonly ingress: GroupRuleSpec[];
  /** Undefined: everything may leave. */
  readonly egress?: GroupRuleSpec[];
}

export interface GroupRuleSpec {
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
  readonly peer: string | number;
}

export interface HostSpec {
  readonly vpc: number;
  readonly subnet: number;
  readonly address: string;
  readonly groups: number[];
  readonly isPublic: boolean;
}

/** Ports at which rules begin or end. */
export const EDGES = [22, 80, 443, 1024, 5432, 32768, 65535];
export const OUTSIDE = ['1.1.1.1', '1.1.2.2', '200.0.0.9'];

type Random = () => number;

/** Numbers that look random and are the same for the same seed. */
export function random(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

class Maker {
  constructor(private readonly next: Random) {}

  public chance(share: number): boolean {
    return this.next() < share;
  }

  public pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.next() * items.length)];
  }

  public times<T>(least: number, most: number, make: (i: number) => T): T[] {
    return Array.from({ length: least + Math.floor(this.next() * (most - least + 1)) }, (_, i) => make(i));
  }

  public ports(): { from: number; to: number } {
    const [a, b] = [this.pick([0, ...EDGES]), this.pick(EDGES)];
    return this.chance(0.5) ? { from: 0, to: 65535 } : { from: Math.min(a, b), to: Math.max(a, b) };
  }
}

/** A world of one or two VPCs with two to four subnets each. */
export function world(seed: number): World {
  const make = new Maker(random(seed));
  const count = make.chance(0.6) ? 1 : 2;
  const overlapping = make.chance(0.1);
  const shapes = Array.from({ length: count }, (_, v) => ({ cidr: overlapping ? '10.0.0.0/24' : `10.${v}.0.0/24`, base: overlapping ? '10.0.0' : `10.${v}.0`, subnets: 2 + Math.floor(make.chance(0.5) ? 0 : 1 + (make.chance(0.5) ? 1 : 0)) }));
  const subnetRange = (v: number, s: number) => `${shapes[v].base}.${16 * s}/28`;
  const ranges = [
    '0.0.0.0/0', '0.0.0.0/0', '0.0.0.0/1', '1.1.1.0/24', '1.0.0.0/8', '128.0.0.0/1', ...shapes.map(({ cidr }) => cidr), ...shapes.flatMap((shape, v) => Array.from({ length: shape.subnets }, (_, s) => subnetRange(v, s))),
    ...shapes.map(({ base }) => `${base}.5/32`), ...shapes.map(({ base }) => `${base}.20/31`),
  ];
  const peering = count === 2 && make.chance(0.7);
  const vpcs = shapes.map((shape, v): VpcSpec => {
    const internet = make.chance(0.8);
    const roles = Array.from({ length: shape.subnets }, () => ({ firewall: make.chance(0.3), nat: make.chance(0.25) }));
    const exits = [
      ...(internet ? ['internet', 'internet'] as const : []), ...(peering ? ['peering', 'peering'] as const : []),
      ...roles.flatMap(({ firewall, nat }, s) => [...(firewall ? [`firewall:${s}` as const] : []), ...(nat ? [`nat:${s}` as const] : [])]),
    ];
    const routes = (): RouteSpec[] => {
      const cidrs = ['0.0.0.0/0', '0.0.0.0/0', '1.1.0.0/16', '1.0.0.0/8', ...shapes.filter((_, other) => other !== v && !overlapping).map(({ cidr }) => cidr), ...Array.from({ length: shape.subnets }, (_, s) => subnetRange(v, s))];
      const chosen = exits.length === 0 ? [] : make.times(0, 4, (): RouteSpec => ({ cidr: make.pick(cidrs), to: make.pick(exits) }));
      return [...new Map(chosen.map((route) => [route.cidr, route])).values()];
    };
    return {
      cidr: shape.cidr, internet,
      subnets: roles.map((role, s) => ({ ...role, cidr: subnetRange(v, s), routes: routes(), ...(make.chance(0.5) && { acl: entries(make, ranges) }) })),
      ...(internet && make.chance(0.4) && { edge: routes().filter(({ to }) => to.startsWith('firewall')).filter(({ cidr }) => cidr.startsWith(shape.base)) }),
    };
  });
  const groups = make.times(1, 4, (): GroupSpec => ({
    vpc: Math.floor(make.chance(0.5) ? 0 : count - 1), ingress: make.times(0, 3, () => groupRule(make, ranges)), ...(make.chance(0.4) && { egress: make.times(1, 3, () => groupRule(make, ranges)) }),
  }));
  return { vpcs, peering, groups, hosts: hosts(make, vpcs, groups) };
}

function entries(make: Maker, ranges: readonly string[]): EntrySpec[] {
  const numbers = [...new Set(make.times(0, 4, () => make.pick([90, 100, 110, 120, 200])))];
  return [false, true].flatMap((egress) => [
    ...numbers.filter(() => make.chance(0.8)).map((number) => ({ number, egress, allow: make.chance(0.6), protocol: make.pick([-1, 6, 6, 17]), cidr: make.pick(ranges), ...make.ports() })),
    ...(make.chance(0.6) ? [{ number: 32000, egress, allow: true, protocol: -1, cidr: '0.0.0.0/0', from: 0, to: 65535 }] : []),
  ]);
}

function groupRule(make: Maker, ranges: readonly string[]): GroupRuleSpec {
  return { protocol: make.pick(['-1', 'tcp', 'tcp', 'udp']), peer: make.chance(0.35) ? make.pick([0, 1, 2, 3]) : make.pick(ranges), ...make.ports() };
}

function hosts(make: Maker, vpcs: readonly VpcSpec[], groups: readonly GroupSpec[]): HostSpec[] {
  return vpcs.flatMap(({ subnets }, vpc) => subnets.flatMap(({ cidr }, subnet) => make.times(0, 2, (i): HostSpec => {
    const own = groups.flatMap((group, g) => (group.vpc === vpc ? [g] : []));
    const chosen = own.length === 0 ? [] : [...new Set([make.pick(own), make.pick(own)])];
    return { vpc, subnet, address: cidr.replace(/\.(\d+)\/28$/, (_, first: string) => `.${Number(first) + 4 + i}`), groups: chosen, isPublic: make.chance(0.5) };
  })));
}
