import { EDGES, type AttachmentSpec, type BalancerSpec, type BlockSpec, type EntrySpec, type GroupRuleSpec, type GroupSpec, type HostSpec, type ListenerSpec, type ListSpec, type RouteSpec, type SubnetSpec, type TransitRouteSpec, type TransitSpec, type VpcSpec, type VpnSpec, type World } from './world';

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

interface Shape {
  readonly cidr: string;
  readonly base: string;
  readonly six?: string;
  readonly subnets: number;
}

/** A world of one to three VPCs with two to four subnets each. */
export function world(seed: number): World {
  return new Maker(random(seed)).world();
}

class Maker {
  private shapes: Shape[] = [];
  private ranges: string[] = [];
  private lists: ListSpec[] = [];
  private overlapping = false;

  constructor(private readonly next: Random) {}

  public world(): World {
    const wide = this.chance(0.25);
    const count = wide ? this.pick([2, 2, 3]) : this.chance(0.6) ? 1 : 2;
    this.overlapping = !wide && this.chance(0.1);
    const dual = !this.overlapping && this.chance(0.4);
    this.shapes = Array.from({ length: count }, (_, v) => ({
      cidr: this.overlapping ? '10.0.0.0/24' : `10.${v}.0.0/24`, base: this.overlapping ? '10.0.0' : `10.${v}.0`, subnets: 2 + (this.chance(0.5) ? 0 : 1 + (this.chance(0.5) ? 1 : 0)),
      ...(dual && this.chance(0.8) && { six: `3fff:0:0:${v + 1}00::/56` }),
    }));
    this.ranges = this.rangesOf();
    this.lists = this.chance(0.3) ? this.times(1, 2, () => this.list()) : [];
    const peering = !wide && count === 2 && this.chance(0.7);
    const vpcs = this.shapes.map((shape, v) => this.vpc(shape, v, peering, wide));
    const groups = this.times(1, 4, (): GroupSpec => ({
      vpc: Math.floor(this.chance(0.5) ? 0 : count - 1), ingress: this.times(0, 3, () => this.groupRule(true)), ...(this.chance(0.4) && { egress: this.times(1, 3, () => this.groupRule(!wide)) }),
    }));
    const hosts = this.hosts(vpcs, groups);
    const transit = wide ? this.transit(vpcs) : undefined;
    return {
      vpcs, peering, groups, hosts, lists: this.lists, transit, vpns: this.chance(0.25) ? [this.vpn(vpcs, groups)] : [],
      balancers: this.chance(0.25) ? this.balancer(vpcs, groups, hosts) : [], block: this.chance(0.2) ? this.block(vpcs) : undefined,
    };
  }

  private chance(share: number): boolean {
    return this.next() < share;
  }

  private pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.next() * items.length)];
  }

  private times<T>(least: number, most: number, make: (i: number) => T): T[] {
    return Array.from({ length: least + Math.floor(this.next() * (most - least + 1)) }, (_, i) => make(i));
  }

  private some<T>(items: readonly T[]): T[] {
    const chosen = items.filter(() => this.chance(0.6));
    return chosen.length === 0 ? items.slice(0, 1) : chosen;
  }

  private ports(): { from: number; to: number } {
    const [a, b] = [this.pick([0, ...EDGES]), this.pick(EDGES)];
    return this.chance(0.5) ? { from: 0, to: 65535 } : { from: Math.min(a, b), to: Math.max(a, b) };
  }

  private range(v: number, s: number): string {
    return `${this.shapes[v].base}.${16 * s}/28`;
  }

  private six(v: number, s: number): string | undefined {
    return this.shapes[v].six?.replace('00::/56', `0${s}::/64`);
  }

  private rangesOf(): string[] {
    const { shapes } = this;
    const four = [
      '0.0.0.0/0', '0.0.0.0/0', '0.0.0.0/1', '1.1.1.0/24', '1.0.0.0/8', '128.0.0.0/1', ...shapes.map(({ cidr }) => cidr), ...shapes.flatMap((shape, v) => Array.from({ length: shape.subnets }, (_, s) => this.range(v, s))),
      ...shapes.map(({ base }) => `${base}.5/32`), ...shapes.map(({ base }) => `${base}.20/31`),
    ];
    const six = shapes.flatMap((shape, v) => (shape.six ? [shape.six, ...Array.from({ length: shape.subnets }, (_, s) => this.six(v, s)!)] : []));
    return six.length === 0 ? four : [...four, ...six, '::/0', '::/0', '::/0', '::/0', '2001::/16', '2000::/3', '2606::/16'];
  }

  private list(): ListSpec {
    const six = this.chance(0.3) && this.ranges.some((range) => range.includes(':'));
    const own = this.ranges.filter((range) => range.includes(':') === six);
    return { six, cidrs: [...new Set(this.times(1, 3, () => this.pick(own)))] };
  }

  private vpc(shape: Shape, v: number, peering: boolean, transit: boolean): VpcSpec {
    const internet = this.chance(0.8);
    const egressOnly = shape.six !== undefined && this.chance(0.5);
    const zones = Array.from({ length: shape.subnets }, (_, s) => (transit ? s % 2 : s));
    const roles = zones.map((zone, s) => ({ firewall: this.chance(0.3) && zones.indexOf(zone) === s, nat: this.chance(0.25) }));
    const both = [
      ...(internet ? ['internet', 'internet'] as const : []), ...(peering ? ['peering', 'peering'] as const : []), ...(transit ? ['transit', 'transit', 'transit'] as const : []),
      ...roles.flatMap(({ firewall }, s) => (firewall ? [`firewall:${s}` as const] : [])),
    ];
    const nats = roles.flatMap(({ nat }, s) => (nat ? [`nat:${s}` as const] : []));
    const exits = { 4: [...both, ...nats], 6: [...both, ...(egressOnly ? ['egress-only', 'egress-only'] as const : [])] };
    const routes = (): RouteSpec[] => [...this.routes(v, shape, exits[4], false), ...(shape.six ? this.routes(v, shape, exits[6], true) : [])];
    return {
      cidr: shape.cidr, six: shape.six, internet, egressOnly,
      subnets: roles.map((role, s): SubnetSpec => ({
        ...role, cidr: this.range(v, s), zone: zones[s], routes: [...routes(), ...this.listed(exits[4])], ...(this.chance(0.85) && { six: this.six(v, s) }), ...(this.chance(0.5) && { acl: this.entries() }),
      })),
      ...(internet && this.chance(0.4) && { edge: routes().filter(({ to }) => to.startsWith('firewall')).filter(({ cidr }) => cidr.startsWith(shape.base) || (shape.six !== undefined && cidr.startsWith(shape.six.slice(0, 10)))) }),
    };
  }

  private routes(v: number, shape: Shape, exits: readonly RouteSpec['to'][], six: boolean): RouteSpec[] {
    const others = this.shapes.filter((_, other) => other !== v && !this.overlapping);
    const own = Array.from({ length: shape.subnets }, (_, s) => (six ? this.six(v, s)! : this.range(v, s)));
    const cidrs = six ? ['::/0', '::/0', '2001::/16', ...others.flatMap((other) => other.six ?? []), ...own] : ['0.0.0.0/0', '0.0.0.0/0', '1.1.0.0/16', '1.0.0.0/8', ...others.map(({ cidr }) => cidr), ...own];
    const chosen = exits.length === 0 ? [] : this.times(0, 4, (): RouteSpec => ({ cidr: this.pick(cidrs), to: this.pick(exits) }));
    return [...new Map(chosen.map((route) => [route.cidr, route])).values()];
  }

  /** A route by a prefix list of IPv4, only one: two lists in a table must not name the same range. */
  private listed(exits: readonly RouteSpec['to'][]): RouteSpec[] {
    const usable = this.lists.flatMap(({ six }, l) => (six ? [] : [`list:${l}`]));
    return usable.length > 0 && exits.length > 0 && this.chance(0.4) ? [{ cidr: this.pick(usable), to: this.pick(exits) }] : [];
  }

  private entries(): EntrySpec[] {
    const numbers = [...new Set(this.times(0, 4, () => this.pick([90, 100, 110, 120, 200])))];
    const all = (egress: boolean, cidr: string, number: number): EntrySpec => ({ number, egress, allow: true, protocol: -1, cidr, from: 0, to: 65535 });
    return [false, true].flatMap((egress) => [
      ...numbers.filter(() => this.chance(0.8)).map((number) => ({ number, egress, allow: this.chance(0.6), protocol: this.pick([-1, 6, 6, 17]), cidr: this.pick(this.ranges), ...this.ports() })),
      ...(this.chance(0.6) ? [all(egress, '0.0.0.0/0', 32000)] : []), ...(this.chance(0.7) ? [all(egress, '::/0', 32001)] : []),
    ]);
  }

  private groupRule(byGroup: boolean): GroupRuleSpec {
    const range = this.lists.length > 0 && this.chance(0.3) ? `list:${Math.floor(this.next() * this.lists.length)}` : this.pick(this.ranges);
    return { protocol: this.pick(['-1', 'tcp', 'tcp', 'udp']), peer: byGroup && this.chance(0.35) ? this.pick([0, 1, 2, 3]) : range, ...this.ports() };
  }

  private groupsIn(vpc: number, groups: readonly GroupSpec[]): number[] {
    const own = groups.flatMap((group, g) => (group.vpc === vpc ? [g] : []));
    return own.length === 0 ? [] : [...new Set([this.pick(own), this.pick(own)])];
  }

  private hosts(vpcs: readonly VpcSpec[], groups: readonly GroupSpec[]): HostSpec[] {
    return vpcs.flatMap(({ subnets }, vpc) => [
      ...subnets.flatMap(({ cidr, six }, subnet) => this.times(0, 2, (i): HostSpec => ({
        kind: 'server', vpc, subnets: [subnet], address: cidr.replace(/\.(\d+)\/28$/, (_, first: string) => `.${Number(first) + 4 + i}`), six: six !== undefined && this.chance(0.8), groups: this.groupsIn(vpc, groups), isPublic: this.chance(0.5),
      }))),
      ...(this.chance(0.2) ? [this.silent(vpc, subnets, groups)] : []), ...(this.chance(0.2) ? [this.files(vpc, subnets, groups)] : []),
    ]);
  }

  private silent(vpc: number, subnets: readonly SubnetSpec[], groups: readonly GroupSpec[]): HostSpec {
    const chosen = this.some(subnets.map((_, s) => s));
    return { kind: 'function', vpc, subnets: chosen, six: chosen.every((s) => subnets[s].six) && this.chance(0.5), groups: this.groupsIn(vpc, groups), isPublic: false };
  }

  private files(vpc: number, subnets: readonly SubnetSpec[], groups: readonly GroupSpec[]): HostSpec {
    const chosen = this.some(subnets.map((_, s) => s));
    const isPublic = this.chance(0.5);
    return { kind: 'transfer', vpc, subnets: chosen, six: !isPublic && chosen.every((s) => subnets[s].six) && this.chance(0.5), groups: this.groupsIn(vpc, groups), isPublic, speaks: this.some(['SFTP', 'FTPS', 'AS2'] as const) };
  }

  private transit(vpcs: readonly VpcSpec[]): TransitSpec {
    const isDefault = this.chance(0.4);
    const tables = isDefault ? [] : this.times(1, 2, (): TransitRouteSpec[] => {
      const cidrs = ['0.0.0.0/0', '1.0.0.0/8', ...vpcs.flatMap(({ cidr, six, subnets }) => [cidr, ...(six ? [six, '::/0'] : []), subnets[0].cidr])];
      const routes = this.times(0, 3, (): TransitRouteSpec => ({ cidr: this.pick(cidrs), to: this.chance(0.25) ? 'blackhole' : Math.floor(this.next() * vpcs.length) }));
      return [...new Map(routes.map((route) => [route.cidr, route])).values()];
    });
    return {
      isDefault, references: this.chance(0.6), tables,
      attachments: vpcs.map(({ subnets }): AttachmentSpec => ({
        subnets: this.perZone(subnets), six: this.chance(0.6), hidesGroups: this.chance(0.2), ...(!isDefault && this.chance(0.9) && { table: Math.floor(this.next() * tables.length) }), teaches: tables.flatMap((_, t) => (this.chance(0.7) ? [t] : [])),
      })),
    };
  }

  /** One subnet in each of some zones. */
  private perZone(subnets: readonly SubnetSpec[]): number[] {
    const zones = this.chance(0.6) ? [...new Set(subnets.map(({ zone }) => zone))] : this.some([...new Set(subnets.map(({ zone }) => zone))]);
    return zones.map((zone) => this.pick(subnets.flatMap((subnet, s) => (subnet.zone === zone ? [s] : []))));
  }

  private vpn(vpcs: readonly VpcSpec[], groups: readonly GroupSpec[]): VpnSpec {
    const vpc = Math.floor(this.next() * vpcs.length);
    const { subnets } = vpcs[vpc];
    const own = this.perZone(subnets);
    const cidrs = ['0.0.0.0/0', '0.0.0.0/0', '1.0.0.0/8', ...this.shapes.map(({ cidr }) => cidr), ...subnets.map(({ cidr }) => cidr)];
    return {
      vpc, subnets: own, groups: this.groupsIn(vpc, groups),
      rules: this.times(1, 3, () => ({ cidr: this.pick(cidrs), ...(this.chance(0.5) && { group: this.pick(['engineers', 'managers']) }) })),
      routes: this.times(0, 3, () => ({ cidr: this.pick(cidrs.filter((cidr) => cidr !== this.shapes[vpc].cidr)), subnet: this.pick(own) })),
    };
  }

  private balancer(vpcs: readonly VpcSpec[], groups: readonly GroupSpec[], hosts: readonly HostSpec[]): BalancerSpec[] {
    const vpc = Math.floor(this.next() * vpcs.length);
    const servers = hosts.flatMap(({ kind, vpc: where }, h) => (kind === 'server' && where === vpc ? [h] : []));
    const kind = this.pick(['application', 'network', 'network'] as const);
    const chosen = this.groupsIn(vpc, groups);
    const own = kind === 'network' && (chosen.length === 0 || this.chance(0.3)) ? undefined : chosen;
    const ports = [...new Set(this.times(1, 2, () => this.pick([80, 443, 5432])))];
    return servers.length === 0 ? [] : [{
      kind, vpc, subnets: this.some(vpcs[vpc].subnets.map((_, s) => s)), isPublic: this.chance(0.6), ...(own && { groups: own }),
      listeners: ports.map((port): ListenerSpec => {
        const protocol = kind === 'application' ? 'HTTPS' : this.pick(['TCP', 'TCP', 'UDP', 'TCP_UDP'] as const);
        return {
          port, protocol, target: this.pick(servers), toPort: this.pick([80, 443, 1024, 5432]), byAddress: this.chance(0.5), ...(protocol === 'TCP' && this.chance(0.3) && { preserve: this.chance(0.5) }),
        };
      }),
    }];
  }

  private block(vpcs: readonly VpcSpec[]): BlockSpec {
    const exclusions = vpcs.flatMap(({ subnets }, vpc) => (this.chance(0.3) ? [{ vpc, bidirectional: this.chance(0.6) }]
      : subnets.flatMap((_, subnet) => (this.chance(0.3) ? [{ vpc, subnet, bidirectional: this.chance(0.6) }] : []))));
    return { mode: this.pick(['block-bidirectional', 'block-bidirectional', 'block-ingress', 'block-ingress', 'off'] as const), exclusions };
  }
}
