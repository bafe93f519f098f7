import { length, nth, within, type Address } from './addresses';
import { permitted, type Standing } from './standing';
import { EDGES, type GroupRuleSpec, type RouteSpec, type SubnetSpec, type TransitSpec, type VpcSpec, type World } from './world';

/**
 * Takes one packet after another through a world, step by step, as AWS describes it. Written without the model that it is
 * compared with: whole numbers, loops, no sets.
 *
 * Sources: https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html,
 * https://docs.aws.amazon.com/vpc/latest/userguide/nacl-basics.html, https://docs.aws.amazon.com/vpc/latest/userguide/managed-prefix-lists.html,
 * https://docs.aws.amazon.com/vpc/latest/userguide/egress-only-internet-gateway.html, https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-basics.html,
 * https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html, https://docs.aws.amazon.com/vpc/latest/tgw/tgw-nacls.html
 */
export interface Ping {
  readonly src: Address;
  readonly sport: number;
  readonly dst: Address;
  readonly dport: number;
  readonly protocol: number;
}

/** `half`: what happens depends on what the template does not say, such as the rules of a firewall that sees requests only. */
export type Outcome = 'yes' | 'half' | 'no';
export type Somebody = Standing | 'internet';

type Goal = { readonly at: 'subnet' | 'internet' | 'egress-only' | 'nat'; readonly vpc: number; readonly subnet: number };

interface Journey {
  readonly goal: Goal;
  readonly firewalls: readonly string[];
  readonly certain: boolean;
  /** Whether the far end still knows the groups of the sender. */
  readonly known: boolean;
}

/** On whose behalf a packet travels: it decides at the Internet gateway. */
interface Behalf {
  readonly vpc: number;
  readonly subnet: number;
  readonly isPublic: boolean;
  readonly initiated: 'inside' | 'outside';
  readonly translated: boolean;
}

interface Trip {
  readonly firewalls: readonly string[];
  readonly certain: boolean;
  readonly known: boolean;
  readonly laps: number;
}

const START: Trip = { firewalls: [], certain: true, known: true, laps: 0 };
const MOST_LAPS = 8;

/** Ports that rules can tell apart. */
export const SPORTS = [0, ...EDGES, ...EDGES.map((edge) => edge + 1).filter((port) => port < 65536)];
/** Addresses of a subnet that rules can tell apart, as offsets. */
export const OFFSETS = [4, 5, 6];

export class Walker {
  constructor(private readonly world: World) {}

  /** Whether a packet gets there and its answer comes back. */
  public outcome(from: Somebody, to: Somebody, ping: Ping): Outcome {
    if (to !== 'internet' && !to.listens(ping.protocol, ping.dport)) {
      return 'no';
    }
    const may = from === 'internet' ? 'yes' : permitted(this.world, from, ping);
    if (may === 'no' || (from !== 'internet' && !this.matches(from, true, ping, to === 'internet' ? undefined : to))) {
      return 'no';
    }
    return worse(may, this.connected(from, to, ping, []));
  }

  private connected(from: Somebody, to: Somebody, ping: Ping, passed: readonly string[]): Outcome {
    return best(this.request(from, to, ping).map((journey) => {
      if (journey.goal.at === 'nat') {
        return from === 'internet' ? 'no' : this.translated(from, to, ping, journey, passed);
      }
      return isAt(journey.goal, to, from) && this.admits(to, from, ping, journey.known) ? this.answered(from, to, ping, journey) : 'no';
    }));
  }

  private admits(to: Somebody, from: Somebody, ping: Ping, known: boolean): boolean {
    return to === 'internet' || this.matches(to, false, ping, known && from !== 'internet' && from.kind !== 'nat' ? from : undefined);
  }

  private request(from: Somebody, to: Somebody, ping: Ping): Journey[] {
    if (from === 'internet') {
      const host = to as Standing;
      return (host.isPublic || ping.dst.six) && this.world.vpcs[host.vpc].internet ? this.comeIn(host.vpc, ping, behalf(host, 'outside')) : [];
    }
    return this.goOut(from.vpc, from.subnet, ping, behalf(from, 'inside'), START);
  }

  private answered(from: Somebody, to: Somebody, { src, sport, dst, dport, protocol }: Ping, journey: Journey): Outcome {
    const back: Ping = { src: dst, sport: dport, dst: src, dport: sport, protocol };
    const near = (to === 'internet' ? from : to) as Standing;
    const answers = to !== 'internet' ? this.goOut(to.vpc, to.subnet, back, behalf(to, from === 'internet' ? 'outside' : 'inside'), START)
      : journey.goal.at === 'egress-only' ? this.local(near.vpc, undefined, back, START) : this.comeIn(near.vpc, back, behalf(near, 'inside'));
    return best(answers.map((answer) => {
      const home = from === 'internet' ? answer.goal.at === 'internet' && answer.goal.vpc === near.vpc : isAt(answer.goal, from, to);
      return home ? together(journey, answer) : 'no';
    }));
  }

  /** NAT gateways choose an address and a port: one for which it works is enough. */
  private translated(from: Standing, to: Somebody, ping: Ping, first: Journey, passed: readonly string[]): Outcome {
    const { vpc, subnet } = first.goal;
    const name = `${vpc}:${subnet}`;
    if (passed.includes(name) || ping.dst.six) {
      return 'no';
    }
    const nat: Standing = { kind: 'nat', vpc, subnet, groups: undefined, isPublic: true, listens: () => false };
    const back: Ping = { src: ping.dst, sport: ping.dport, dst: ping.src, dport: ping.sport, protocol: ping.protocol };
    const homes = this.goOut(vpc, subnet, back, behalf(nat, 'inside'), START).filter(({ goal }) => isAt(goal, from, to));
    if (homes.length === 0) {
      return 'no';
    }
    const { cidr } = this.world.vpcs[vpc].subnets[subnet];
    const onward = best(OFFSETS.flatMap((offset) => SPORTS.filter((port) => port >= 1024).map((sport) => this.connected(nat, to, { ...ping, src: nth(cidr, offset), sport }, [...passed, name]))));
    return worse(onward, best(homes.map((home) => together(first, home))));
  }

  public matches({ groups, vpc }: Standing, egress: boolean, ping: Ping, peer: Standing | undefined): boolean {
    if (!groups) {
      return true;
    }
    if (groups.length === 0) {
      return egress || (peer?.groups?.length === 0 && peer.vpc === vpc);
    }
    return groups.some((g) => {
      const rules = egress ? this.world.groups[g].egress : this.world.groups[g].ingress;
      return rules === undefined || rules.some((rule) => this.ruleMatches(rule, egress ? ping.dst : ping.src, ping, peer));
    });
  }

  private ruleMatches({ protocol, from, to, peer: allowed }: GroupRuleSpec, remote: Address, { protocol: spoken, dport }: Ping, peer: Standing | undefined): boolean {
    const right = protocol === '-1' || ((protocol === 'tcp' ? 6 : 17) === spoken && dport >= from && dport <= to);
    if (!right || typeof allowed === 'number') {
      return right && (peer?.groups?.includes(Number(allowed) % this.world.groups.length) ?? false);
    }
    return this.spelled(allowed).some((cidr) => within(remote, cidr));
  }

  /** The ranges that a range or a list stands for. */
  private spelled(cidr: string): readonly string[] {
    return cidr.startsWith('list:') ? this.world.lists[Number(cidr.slice(5))].cidrs : [cidr];
  }

  public allows({ acl }: SubnetSpec, egress: boolean, ping: Ping): boolean {
    if (!acl) {
      return true;
    }
    const remote = egress ? ping.dst : ping.src;
    const ordered = acl.filter((entry) => entry.egress === egress).sort((a, b) => a.number - b.number);
    for (const entry of ordered) {
      const right = entry.protocol === -1 || (entry.protocol === ping.protocol && ping.dport >= entry.from && ping.dport <= entry.to);
      if (right && within(remote, entry.cidr)) {
        return entry.allow;
      }
    }
    return false;
  }

  private goOut(v: number, s: number, ping: Ping, on: Behalf, trip: Trip): Journey[] {
    const subnet = this.world.vpcs[v].subnets[s];
    if (isIn(ping.dst, subnet)) {
      return [{ goal: { at: 'subnet', vpc: v, subnet: s }, ...trip }];
    }
    return this.allows(subnet, true, ping) ? this.follow(v, s, subnet.routes, ping, on, trip) : [];
  }

  private comeIn(v: number, ping: Ping, on: Behalf): Journey[] {
    return this.follow(v, undefined, this.world.vpcs[v].edge ?? [], ping, on, START);
  }

  /** The longest prefix wins; of equal ones the local route, then those that are written out, then those by a list. */
  private follow(v: number, s: number | undefined, routes: readonly RouteSpec[], ping: Ping, on: Behalf, trip: Trip): Journey[] {
    const vpc = this.world.vpcs[v];
    const all = [
      ...[vpc.cidr, ...(vpc.six ? [vpc.six] : [])].map((cidr) => ({ cidr, to: 'local', rank: 0 })),
      ...routes.flatMap(({ cidr, to }) => this.spelled(cidr).map((one) => ({ cidr: one, to, rank: one === cidr ? 1 : 2 }))),
    ];
    const [route] = all.filter(({ cidr }) => within(ping.dst, cidr)).sort((a, b) => length(b.cidr) - length(a.cidr) || a.rank - b.rank);
    return route ? this.along(route.to, v, s, ping, on, trip) : [];
  }

  private along(to: string, v: number, s: number | undefined, ping: Ping, on: Behalf, trip: Trip): Journey[] {
    const [kind, index] = to.split(':');
    switch (kind) {
      case 'local': return this.local(v, s, ping, trip);
      case 'internet': return on.isPublic || ping.dst.six ? this.leave('internet', v, on, trip) : [];
      case 'egress-only': return this.leave('egress-only', v, { ...on, translated: true }, trip);
      case 'peering': return this.isOf(1 - v, ping.dst) ? this.local(1 - v, undefined, ping, trip) : [];
      case 'transit': return this.throughTransit(this.world.transit!, v, s!, ping, on, trip);
      case 'nat': return this.enters(v, Number(index), s, ping) ? [{ goal: { at: 'nat', vpc: v, subnet: Number(index) }, ...trip }] : [];
      default: return this.enters(v, Number(index), s, ping) && !trip.firewalls.includes(`${v}:${index}`) ? this.goOut(v, Number(index), ping, on, { ...trip, firewalls: [...trip.firewalls, `${v}:${index}`], known: false }) : [];
    }
  }

  private isOf(v: number, dst: Address): boolean {
    const { cidr, six } = this.world.vpcs[v];
    return within(dst, cidr) || (six !== undefined && within(dst, six));
  }

  /** Within a subnet nothing stands in the way. */
  private enters(v: number, s: number, from: number | undefined, ping: Ping): boolean {
    return s === from || this.allows(this.world.vpcs[v].subnets[s], false, ping);
  }

  private local(v: number, from: number | undefined, ping: Ping, trip: Trip): Journey[] {
    const { subnets } = this.world.vpcs[v];
    const s = subnets.findIndex((subnet) => isIn(ping.dst, subnet));
    return s >= 0 && this.enters(v, s, from, ping) ? [{ goal: { at: 'subnet', vpc: v, subnet: s }, ...trip }] : [];
  }

  private leave(at: 'internet' | 'egress-only', v: number, on: Behalf, trip: Trip): Journey[] {
    const open = this.unblocked(on, trip.firewalls.length > 0);
    return open === 'no' ? [] : [{ goal: { at, vpc: v, subnet: 0 }, ...trip, certain: trip.certain && open === 'yes' }];
  }

  /**
   * VPC block public access. An exclusion for what leaves counts only where both directions are blocked. What goes through a firewall
   * endpoint is blocked although its subnet is excluded; whether that of the end helps is not documented.
   */
  private unblocked({ vpc, subnet, initiated, translated }: Behalf, inspected: boolean): Outcome {
    const { mode = 'off', exclusions = [] } = this.world.block ?? {};
    if (mode === 'off') {
      return 'yes';
    }
    const exclusion = exclusions.find((one) => one.vpc === vpc && (one.subnet === undefined || one.subnet === subnet));
    if (exclusion && (exclusion.bidirectional || (mode === 'block-bidirectional' && initiated === 'inside'))) {
      return inspected && exclusion.subnet !== undefined ? 'half' : 'yes';
    }
    return mode === 'block-ingress' && initiated === 'inside' && translated ? 'yes' : 'no';
  }

  /** In by the attachment's subnet in the same zone, out by that in the same zone or, if there is none, by any. */
  private throughTransit(transit: TransitSpec, v: number, s: number, ping: Ping, on: Behalf, trip: Trip): Journey[] {
    const own = transit.attachments[v];
    const { subnets } = this.world.vpcs[v];
    const entry = own.subnets.find((one) => subnets[one].zone === subnets[s].zone);
    if (entry === undefined || trip.laps >= MOST_LAPS || !this.allows(subnets[entry], false, ping)) {
      return [];
    }
    const next = this.onward(transit, v, ping.dst);
    if (next === undefined) {
      return [];
    }
    const far = transit.attachments[next];
    const zoneOf = (vpc: VpcSpec, one: number) => vpc.subnets[one].zone;
    const same = far.subnets.filter((one) => zoneOf(this.world.vpcs[next], one) === subnets[s].zone);
    const exits = same.length > 0 ? same : far.subnets;
    const known = trip.known && transit.references && !own.hidesGroups && !far.hidesGroups;
    return exits.flatMap((exit) => this.goOut(next, exit, ping, on, { ...trip, known, laps: trip.laps + 1, certain: trip.certain && exits.length === 1 }));
  }

  /** The VPC that a transit gateway sends a packet on to: by the longest prefix, static routes before learned ones. */
  private onward({ isDefault, attachments, tables }: TransitSpec, v: number, dst: Address): number | undefined {
    const { table } = attachments[v];
    if (!isDefault && table === undefined) {
      return undefined;
    }
    const learned = attachments.flatMap(({ teaches, six }, other) => (isDefault || teaches.includes(table!)
      ? [this.world.vpcs[other].cidr, ...(six ? [this.world.vpcs[other].six] : [])].flatMap((cidr) => (cidr ? [{ cidr, to: other as number | 'blackhole', rank: 1 }] : [])) : []));
    const written = isDefault ? [] : tables[table!].map((route) => ({ ...route, rank: 0 }));
    const [best] = [...written, ...learned].filter(({ cidr }) => within(dst, cidr)).sort((a, b) => length(b.cidr) - length(a.cidr) || a.rank - b.rank);
    return best === undefined || best.to === 'blackhole' ? undefined : best.to;
  }
}

function behalf({ kind, vpc, subnet, isPublic }: Standing, initiated: 'inside' | 'outside'): Behalf {
  return { vpc, subnet, isPublic, initiated, translated: kind === 'nat' };
}

function isIn(dst: Address, { cidr, six }: SubnetSpec): boolean {
  return within(dst, cidr) || (six !== undefined && within(dst, six));
}

function isAt({ at, vpc, subnet }: Goal, who: Somebody, other: Somebody): boolean {
  return who === 'internet' ? (at === 'internet' || at === 'egress-only') && vpc === (other as Standing).vpc : at === 'subnet' && vpc === who.vpc && subnet === who.subnet;
}

/** A firewall that does not see both ways may stop them. */
function together(there: Journey, back: Journey): Outcome {
  const same = there.firewalls.length === back.firewalls.length && there.firewalls.every((name) => back.firewalls.includes(name));
  return same && there.certain && back.certain ? 'yes' : 'half';
}

export function best(outcomes: readonly Outcome[]): Outcome {
  return outcomes.includes('yes') ? 'yes' : outcomes.includes('half') ? 'half' : 'no';
}

export function worse(a: Outcome, b: Outcome): Outcome {
  return a === 'no' || b === 'no' ? 'no' : a === 'half' || b === 'half' ? 'half' : 'yes';
}
