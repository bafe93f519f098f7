import { EDGES, type GroupRuleSpec, type HostSpec, type RouteSpec, type SubnetSpec, type VpcSpec, type World } from './world';

/**
 * Takes one packet after another through a world, step by step, as AWS describes it. Written without the model that it is
 * compared with: whole numbers, loops, no sets.
 */
export interface Ping {
  readonly src: number;
  readonly sport: number;
  readonly dst: number;
  readonly dport: number;
  readonly protocol: number;
}

/** `half`: requests and answers pass different firewalls, so that what happens depends on the firewall. */
export type Outcome = 'yes' | 'half' | 'no';
export type Somebody = HostSpec | 'internet';

type Goal = { readonly at: 'subnet'; readonly vpc: number; readonly subnet: number } | { readonly at: 'internet'; readonly vpc: number } | { readonly at: 'nat'; readonly vpc: number; readonly subnet: number } | undefined;

interface Journey {
  readonly goal: Goal;
  readonly firewalls: string[];
}

export function number(address: string): number {
  return address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
}

function within(address: number, cidr: string): boolean {
  const [first, length] = cidr.split('/');
  const size = 2 ** (32 - Number(length));
  return Math.floor(address / size) === Math.floor(number(first) / size);
}

export class Walker {
  constructor(private readonly world: World) {}

  /** Whether a packet gets there and its answer comes back. */
  public outcome(from: Somebody, to: Somebody, ping: Ping): Outcome {
    const journey = this.request(from, to, ping);
    if (journey?.goal?.at === 'nat') {
      return from === 'internet' || !this.matches(from, true, ping, to === 'internet' ? undefined : to) ? 'no' : this.translated(from, to, ping, journey, []);
    }
    if (!journey || !this.isAt(journey.goal, to, from) || !this.admitted(from, to, ping, journey.firewalls.length > 0)) {
      return 'no';
    }
    const answer = this.answer(to, ping, to === 'internet' ? (from as HostSpec).vpc : undefined);
    return answer && this.isAt(answer.goal, from, to) ? same(journey, answer) : 'no';
  }

  private request(from: Somebody, to: Somebody, ping: Ping): Journey | undefined {
    if (from === 'internet') {
      const host = to as HostSpec;
      return host.isPublic && this.world.vpcs[host.vpc].internet ? this.comeIn(host.vpc, ping) : undefined;
    }
    return this.goOut(from.vpc, from.subnet, ping, from.isPublic);
  }

  private answer(to: Somebody, { src, sport, dst, dport, protocol }: Ping, vpc: number | undefined): Journey | undefined {
    const back: Ping = { src: dst, sport: dport, dst: src, dport: sport, protocol };
    return to === 'internet' ? this.comeIn(vpc!, back) : this.goOut(to.vpc, to.subnet, back, to.isPublic);
  }

  private isAt(goal: Goal, who: Somebody, other: Somebody): boolean {
    return who === 'internet' ? goal?.at === 'internet' && goal.vpc === (other as HostSpec).vpc : goal?.at === 'subnet' && goal.vpc === who.vpc && goal.subnet === who.subnet;
  }

  /** NAT gateways choose an address and a port: one for which it works is enough. The offsets and ports are one of each kind that rules can tell apart. */
  private translated(from: HostSpec, to: Somebody, ping: Ping, first: Journey, passed: readonly string[]): Outcome {
    const { vpc, subnet } = first.goal as { vpc: number; subnet: number };
    const name = `${vpc}:${subnet}`;
    const home = this.goOut(vpc, subnet, { src: ping.dst, sport: ping.dport, dst: ping.src, dport: ping.sport, protocol: ping.protocol }, true);
    if (passed.includes(name) || !home || !this.isAt(home.goal, from, to)) {
      return 'no';
    }
    const base = number(this.world.vpcs[vpc].subnets[subnet].cidr.split('/')[0]);
    let best: Outcome = 'no';
    for (const offset of [4, 5, 6]) {
      for (const sport of [...EDGES, ...EDGES.map((edge) => edge + 1)].filter((port) => port >= 1024 && port <= 65535)) {
        const outcome = this.fromNat(vpc, subnet, to, { ...ping, src: base + offset, sport }, [...passed, name]);
        best = outcome === 'yes' || (outcome === 'half' && best === 'no') ? outcome : best;
      }
    }
    return best === 'yes' ? same(first, home) : best;
  }

  private fromNat(vpc: number, subnet: number, to: Somebody, ping: Ping, passed: readonly string[]): Outcome {
    const sender: HostSpec = { vpc, subnet, address: '', groups: [], isPublic: true };
    const journey = this.goOut(vpc, subnet, ping, true);
    if (journey?.goal?.at === 'nat') {
      return this.translated(sender, to, ping, journey, passed);
    }
    if (!journey || !this.isAt(journey.goal, to, sender) || (to !== 'internet' && !this.matches(to, false, ping, undefined))) {
      return 'no';
    }
    const answer = this.answer(to, ping, vpc);
    return answer && this.isAt(answer.goal, sender, to) ? same(journey, answer) : 'no';
  }

  private admitted(from: Somebody, to: Somebody, ping: Ping, inspected: boolean): boolean {
    const known = (peer: Somebody) => (peer === 'internet' ? undefined : peer);
    return (from === 'internet' || this.matches(from, true, ping, known(to))) && (to === 'internet' || this.matches(to, false, ping, inspected ? undefined : known(from)));
  }

  private matches(host: HostSpec, egress: boolean, ping: Ping, peer: HostSpec | undefined): boolean {
    if (host.groups.length === 0) {
      return egress || (peer !== undefined && peer.groups.length === 0 && peer.vpc === host.vpc);
    }
    return host.groups.some((g) => {
      const rules = egress ? this.world.groups[g].egress : this.world.groups[g].ingress;
      return rules === undefined || rules.some((rule) => this.ruleMatches(rule, egress ? ping.dst : ping.src, ping, peer));
    });
  }

  private ruleMatches({ protocol, from, to, peer: allowed }: GroupRuleSpec, remote: number, { protocol: spoken, dport }: Ping, peer: HostSpec | undefined): boolean {
    const right = protocol === '-1' || ((protocol === 'tcp' ? 6 : 17) === spoken && dport >= from && dport <= to);
    return right && (typeof allowed === 'string' ? within(remote, allowed) : (peer?.groups.includes(allowed % this.world.groups.length) ?? false));
  }

  private allows({ acl }: SubnetSpec, egress: boolean, ping: Ping): boolean {
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

  private goOut(v: number, s: number, ping: Ping, isPublic: boolean, firewalls: string[] = []): Journey | undefined {
    const subnet = this.world.vpcs[v].subnets[s];
    if (within(ping.dst, subnet.cidr)) {
      return { goal: { at: 'subnet', vpc: v, subnet: s }, firewalls };
    }
    return this.allows(subnet, true, ping) ? this.follow(v, s, subnet.routes, ping, isPublic, firewalls) : undefined;
  }

  private comeIn(v: number, ping: Ping): Journey | undefined {
    return this.follow(v, undefined, this.world.vpcs[v].edge ?? [], ping, true, []);
  }

  private follow(v: number, s: number | undefined, routes: readonly RouteSpec[], ping: Ping, isPublic: boolean, firewalls: string[]): Journey | undefined {
    const vpc = this.world.vpcs[v];
    const all: { cidr: string; to: string }[] = [{ cidr: vpc.cidr, to: 'local' }, ...routes];
    const best = all.filter(({ cidr }) => within(ping.dst, cidr)).sort((a, b) => Number(b.cidr.split('/')[1]) - Number(a.cidr.split('/')[1]))[0];
    const [kind, index] = best?.to.split(':') ?? [];
    const through = Number(index);
    switch (kind) {
      case 'local': return this.local(vpc, v, s, ping, firewalls);
      case 'internet': return isPublic ? { goal: { at: 'internet', vpc: v }, firewalls } : undefined;
      case 'peering': return within(ping.dst, this.world.vpcs[1 - v].cidr) ? this.local(this.world.vpcs[1 - v], 1 - v, undefined, ping, firewalls) : undefined;
      case 'nat': return through === s || this.allows(vpc.subnets[through], false, ping) ? { goal: { at: 'nat', vpc: v, subnet: through }, firewalls } : undefined;
      case 'firewall': {
        const name = `${v}:${through}`;
        return firewalls.includes(name) || (through !== s && !this.allows(vpc.subnets[through], false, ping)) ? undefined : this.goOut(v, through, ping, isPublic, [...firewalls, name]);
      }
      default: return undefined;
    }
  }

  private local(vpc: VpcSpec, v: number, from: number | undefined, ping: Ping, firewalls: string[]): Journey | undefined {
    const s = vpc.subnets.findIndex(({ cidr }) => within(ping.dst, cidr));
    return s >= 0 && (s === from || this.allows(vpc.subnets[s], false, ping)) ? { goal: { at: 'subnet', vpc: v, subnet: s }, firewalls } : undefined;
  }
}

function same(there: Journey, back: Journey): Outcome {
  return there.firewalls.length === back.firewalls.length && there.firewalls.every((name) => back.firewalls.includes(name)) ? 'yes' : 'half';
}
