import { ALL_ADDRESSES, ALL_PORTS, INTERNET, NO_ADDRESSES, ports, type Addresses, type Family, type Ports } from './addresses';
import { groupFilter, groupLines } from './filters';
import { natHost } from './nat';
import type { Host, Middlebox, Nat, Network, Place, Vpc } from './model';
import { connectedTo } from './joined';
import { line } from './reading';
import { both, doubtful, gone, narrow, NOTHING, only, pass, sample, turned, type Bounds, type Condition, type Flow } from './space';
import { doubted, seen, START, Walk, type Arrival, type Hop, type Stop, type Trail } from './walk';

/** One end of a connection. */
export type End =
  | { readonly kind: 'host'; readonly host: Host; readonly place: Place }
  | { readonly kind: 'internet' }
  /** Whatever lies behind a virtual private gateway or a transit gateway's other attachments. */
  | { readonly kind: 'premises' };

/** What is asked about. */
export interface Ask {
  readonly family: Family;
  /** IP protocol number. */
  readonly protocol: number;
  readonly ports: Ports;
  /** @default - whatever addresses the ends have */
  readonly sources?: Addresses;
  /** @default - whatever addresses the ends have */
  readonly destinations?: Addresses;
}

/** One stretch of a way: from an end, or a NAT gateway, to the next. */
export interface Leg {
  readonly there: readonly Hop[];
  readonly back: readonly Hop[];
  /** The packets on it, as they are there. */
  readonly flow: Flow;
}

/** A way that packets take and their answers come back. */
export interface Path {
  /** The packets that go this way, as they leave the sender. */
  readonly flow: Flow;
  readonly legs: readonly Leg[];
  /** Firewalls and the like that packets pass on their way there, and answers on their way back. */
  readonly crossed: { readonly there: readonly Middlebox[]; readonly back: readonly Middlebox[] };
  /** Why some of it is not certain. */
  readonly doubts: readonly string[];
}

/** What gets from one end to the other, by which ways, and where the rest ends. */
export interface Connection {
  /** Every packet that gets there and whose answer gets back. */
  readonly flow: Flow;
  readonly paths: readonly Path[];
  readonly stops: readonly Stop[];
  /** Whether it ends at one of the hosts itself, wherever in its network each of them is. */
  readonly barred: boolean;
}

/**
 * NAT gateways and load balancers send from these ports.
 *
 * Sources: https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html,
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-update-security-groups.html
 */
const OWN_PORTS: Ports = ports(1024, 65535);

/** Which packets of one end reach the other, and get an answer. */
export function connect(network: Network, from: End, to: End, ask: Ask): Connection {
  return new Attempt(network, from, to, ask, []).run();
}

class Attempt {
  private readonly stops: Stop[] = [];
  private barred = false;

  constructor(private readonly network: Network, private readonly from: End, private readonly to: End, private readonly ask: Ask, private readonly passed: readonly Nat[]) {}

  public run(): Connection {
    const paths = this.depart().flatMap((arrival) => this.arrive(arrival));
    const flow = paths.reduce<Flow>((all, path) => both(all, path.flow), NOTHING);
    return { flow, paths, stops: this.stops, barred: this.barred && !(this.from.kind === 'host' && this.from.place.limit) };
  }

  /** What leaves the sender and is not refused by the receiver's security groups anyway. */
  private depart(): Arrival[] {
    const { from, to, ask } = this;
    const sender = from.kind === 'host' ? from.host : undefined;
    let flow: Flow = this.offered();
    let trail: Trail = doubted(START, ...[from, to].flatMap((end) => (isPlaced(end, ask.family) ? [] : [`the addresses of ${end.place.subnet.name}`])), ...limitedBy(from));
    if (gone(flow)) {
      return [];
    }
    if (to.kind === 'host' && from.kind === 'internet') {
      const { name, open, openLine, resource } = to.host;
      if (open[ask.family] === 'no') {
        this.barred = true;
        return this.stop({ lines: [openLine ?? line(resource, 'Properties', 'no public address')] });
      }
      trail = openLine ? seen(trail, { at: name, lines: () => [openLine] }) : trail;
      [flow, trail] = open[ask.family] === 'yes' ? [flow, trail] : [doubtful(flow), doubted(trail, `whether ${name} has a public address`)];
    }
    if (sender) {
      const out = this.grouped(sender, true, to.kind === 'host' ? to.host : undefined, true, flow, trail);
      if (!out) {
        this.barred = groupFilter(sender, true, to.kind === 'host' ? to.host : undefined, true, ask.family, ask.protocol).conditions.may.length === 0;
        return [];
      }
      [flow, trail] = [out.flow, out.trail];
    }
    return to.kind === 'host' && !this.mayEnter(to.host, sender, flow) ? [] : this.set(flow, trail);
  }

  /**
   * The receiver's groups, asked before any way is looked for: one group that refuses it is a shorter cut than all ways there.
   * Where a NAT gateway may change the source, the source does not decide yet.
   */
  private mayEnter(host: Host, sender: Host | undefined, flow: Flow): boolean {
    const { family, protocol } = this.ask;
    const { may } = groupFilter(host, false, sender, true, family, protocol).conditions;
    this.barred = may.length === 0;
    const translated = sender?.places.some(({ subnet }) => isTranslated(this.network, subnet.vpc)) ?? false;
    const enters = narrow(flow.may, translated ? may.map(({ dst, dport }) => ({ dst, dport })) : may).length > 0;
    if (!enters) {
      this.stop({ lines: groupLines(host, false, sender, true, family, protocol, sample(flow.may)!) });
    }
    return enters;
  }

  private stop(stop: Stop): never[] {
    this.stops.push(stop);
    return [];
  }

  /** The packets that the question is about. */
  private offered(): Flow {
    const { from, to, ask } = this;
    const [src, dst] = [addressesOf(from, ask.family), addressesOf(to, ask.family)];
    const sport = from.kind === 'host' && (from.host.role === 'nat' || from.host.role === 'balancer') ? OWN_PORTS : ALL_PORTS;
    const limited = from.kind === 'host' && from.place.limit ? from.place.limit.destinations : undefined;
    const box = (sender: Addresses, receiver: Addresses) => {
      const [a, b] = [ask.sources ? sender.intersect(ask.sources) : sender, ask.destinations ? receiver.intersect(ask.destinations) : receiver];
      return a.empty || b.empty || ask.ports.empty ? [] : [{ src: a, sport, dst: b, dport: ask.ports }];
    };
    const same = src.sure === src.may && dst.sure === dst.may;
    const sure = box(src.sure, dst.sure);
    const flow = same ? only(sure) : { sure, may: box(src.may, dst.may) };
    if (!limited || gone(flow)) {
      return flow;
    }
    const allowed = pass(flow, { sure: [{ dst: limited.sure }], may: [{ dst: limited.may }] });
    if (gone(allowed) && from.kind === 'host') {
      this.stop({ lines: [from.place.limit!.missing] });
    }
    return allowed;
  }

  private grouped(host: Host, egress: boolean, peer: Host | undefined, references: boolean, flow: Flow, trail: Trail): { flow: Flow; trail: Trail } | undefined {
    const { family, protocol } = this.ask;
    const filter = groupFilter(host, egress, peer, references, family, protocol);
    const passed = pass(flow, filter.conditions);
    if (gone(passed)) {
      this.stop({ lines: groupLines(host, egress, peer, references, family, protocol, sample(flow.may)!) });
      return undefined;
    }
    const hop: Hop = { at: host.name, lines: (packet) => (host.groups ? groupLines(host, egress, peer, references, family, protocol, packet) : []) };
    return { flow: passed, trail: doubted(seen(trail, hop), ...filter.doubts) };
  }

  /** Lets it go where routes lead. */
  private set(flow: Flow, trail: Trail): Arrival[] {
    const { from, to } = this;
    const near = from.kind === 'host' ? from : to.kind === 'host' ? to : undefined;
    if (!near) {
      return [];
    }
    const walk = this.walk(near, from.kind === 'host' ? 'inside' : 'outside');
    const arrivals = from.kind === 'host' ? this.leaveHost(walk, from.host, from.place, flow, trail)
      : from.kind === 'internet' ? this.fromInternet(walk, near.place.subnet.vpc, flow, trail) : this.fromPremises(walk, near.place.subnet.vpc, flow, trail);
    this.stops.push(...walk.stops);
    return arrivals;
  }

  private leaveHost(walk: Walk, host: Host, { subnet }: Place, flow: Flow, trail: Trail): Arrival[] {
    const known = host.doubt === undefined ? { flow, trail } : { flow: doubtful(flow), trail: doubted(trail, host.doubt) };
    return walk.leave(subnet, known.flow, known.trail);
  }

  private walk(end: { host: Host; place: Place }, initiated: 'inside' | 'outside'): Walk {
    return new Walk(this.network, this.ask.family, this.ask.protocol, { host: end.host, subnet: end.place.subnet }, initiated);
  }

  private fromInternet(walk: Walk, vpc: Vpc, flow: Flow, trail: Trail): Arrival[] {
    return vpc.internet ? walk.enter(vpc, vpc.internet, flow, trail) : this.stop({ lines: [line(vpc.resource, 'Properties', `no Internet gateway is attached to ${vpc.name}`)] });
  }

  private fromPremises(walk: Walk, vpc: Vpc, flow: Flow, trail: Trail): Arrival[] {
    const beyond = doubted(trail, `what lies beyond the private gateways of ${vpc.name}`);
    const attached = this.network.transits.flatMap(({ attachments }) => (attachments.some((one) => one.doubt !== undefined) ? attachments.filter((one) => one.vpc === vpc) : []));
    return [
      ...(vpc.premises ? walk.enter(vpc, vpc.premises, doubtful(flow), beyond) : []),
      ...attached.flatMap(({ subnets }) => subnets.slice(0, 1).flatMap((subnet) => walk.leave(subnet, doubtful(flow), beyond))),
    ];
  }

  private arrive(arrival: Arrival): Path[] {
    const { to, from } = this;
    if (arrival.kind === 'nat') {
      return this.throughNat(arrival.nat, arrival.flow, arrival.trail);
    }
    if (arrival.kind === 'open') {
      const doubt = this.accepted(arrival.flow, arrival.trail);
      return doubt ? [path(doubtful(doubt.flow), doubt.trail, doubt.trail)] : [];
    }
    const there = arrival.kind === to.kind || (arrival.kind === 'subnet' && to.kind === 'host' && to.place.subnet === arrival.subnet);
    if (!there) {
      return this.stop({ lines: [line(placeOf(arrival), 'Properties', 'packets to this address end up here')] });
    }
    const accepted = this.accepted(arrival.flow, arrival.trail);
    if (!accepted) {
      return [];
    }
    if (to.kind === 'premises' || from.kind === 'premises') {
      return [path(doubtful(accepted.flow), doubted(accepted.trail, 'what lies beyond a private gateway'), accepted.trail)];
    }
    return this.answered(accepted.flow, accepted.trail, arrival);
  }

  /** What the receiver's security groups let in, now that the way is known. */
  private accepted(flow: Flow, trail: Trail): { flow: Flow; trail: Trail } | undefined {
    const { from, to } = this;
    if (to.kind !== 'host') {
      return { flow, trail };
    }
    const sender = from.kind === 'host' ? from.host : undefined;
    const into = this.grouped(to.host, false, sender, trail.references, flow, trail);
    return into && to.host.doubt !== undefined ? { flow: doubtful(into.flow), trail: doubted(into.trail, to.host.doubt) } : into;
  }

  /** Answers take their own way. Security groups remember the connection, network ACLs and routes do not. */
  private answered(flow: Flow, trail: Trail, arrival: Arrival): Path[] {
    const { from, to } = this;
    const near = to.kind === 'host' ? to : from.kind === 'host' ? from : undefined;
    if (!near) {
      return [];
    }
    const walk = this.walk(near, from.kind === 'host' ? 'inside' : 'outside');
    const back = to.kind === 'host' ? walk.leave(to.place.subnet, turned(flow), START)
      : arrival.kind === 'internet' ? walk.enter(arrival.vpc, arrival.egressOnly ? undefined : arrival.vpc.internet, turned(flow), START) : [];
    this.stops.push(...walk.stops);
    return back.flatMap((answer) => this.returned(answer, trail));
  }

  private returned(answer: Arrival, trail: Trail): Path[] {
    const { from, to } = this;
    if (answer.kind === 'open') {
      return [path(doubtful(turned(answer.flow)), doubted(trail, ...answer.trail.doubts), answer.trail)];
    }
    const home = from.kind === 'internet' ? answer.kind === 'internet' && to.kind === 'host' && answer.vpc === to.place.subnet.vpc && !answer.egressOnly
      : from.kind === 'host' && answer.kind === 'subnet' && answer.subnet === from.place.subnet;
    if (!home) {
      return this.stop({ lines: answer.trail.hops.flatMap((hop) => hop.lines(sample(answer.flow.may)!)).slice(-1).map((one) => ({ ...one, says: `${one.says}, so that answers do not get back` })) });
    }
    const same = sameBoxes(trail.crossed, answer.trail.crossed);
    const known = doubted(trail, ...answer.trail.doubts, ...(same ? [] : ['answers take another way than requests: a stateful firewall sees only one of them']));
    const flow = turned(answer.flow);
    return [path(doubtfulUnless(same, flow), known, answer.trail)];
  }

  /** A NAT gateway sends packets on in its own name; answers come back to it. */
  private throughNat(nat: Nat, flow: Flow, trail: Trail): Path[] {
    const { from, to, ask, network } = this;
    if (from.kind !== 'host' || this.passed.includes(nat)) {
      return this.stop({ lines: [line(nat.resource, 'Properties', from.kind === 'host' ? `packets go in circles through ${nat.name}` : `${nat.name} lets nobody in from outside`)] });
    }
    const walk = this.walk(from, 'inside');
    const home = walk.leave(nat.subnet, turned(flow), START).filter((answer) => answer.kind === 'open' || (answer.kind === 'subnet' && answer.subnet === from.place.subnet));
    this.stops.push(...walk.stops);
    const sender = natHost(nat);
    return home.flatMap((answer) => {
      const same = sameBoxes(trail.crossed, answer.trail.crossed);
      const first = answer.kind === 'open' ? doubtful(turned(answer.flow)) : doubtfulUnless(same, turned(answer.flow));
      const onward = new Attempt(network, { kind: 'host', host: sender, place: sender.places[0] }, to, { ...ask, sources: undefined, ...reached(first) }, [...this.passed, nat]).run();
      this.stops.push(...onward.stops);
      return onward.paths.flatMap((second) => this.joined(first, second, trail, answer.trail));
    });
  }

  private joined(first: Flow, second: Path, there: Trail, back: Trail): Path[] {
    const goals = (space: Flow['sure']): Condition[] => space.map(({ dst, dport }) => ({ dst, dport }));
    const flow = { sure: narrow(first.sure, goals(second.flow.sure)), may: narrow(first.may, goals(second.flow.may)) };
    return gone(flow) ? [] : [{
      flow, legs: [{ there: there.hops, back: back.hops, flow }, ...second.legs], doubts: [...there.doubts, ...back.doubts, ...second.doubts],
      crossed: { there: [...there.crossed, ...second.crossed.there], back: [...back.crossed, ...second.crossed.back] },
    }];
  }
}

/** Why it is open where somebody may send. */
function limitedBy(from: End): string[] {
  const doubt = from.kind === 'host' ? from.place.limit?.doubt : undefined;
  return doubt === undefined ? [] : [doubt];
}

/** Whether the addresses of an end are known. */
function isPlaced(end: End, family: Family): end is Exclude<End, { kind: 'host' }> {
  return end.kind !== 'host' || end.place.addresses[family].sure === end.place.addresses[family].may;
}

/** Whether a NAT gateway stands in a VPC or in one that is joined with it. */
function isTranslated(network: Network, vpc: Vpc): boolean {
  const near = connectedTo(network, vpc);
  return network.nats.some(({ subnet }) => near.has(subnet.vpc));
}

/** The part of a question that is left for whoever sends on. */
function reached(flow: Flow): Pick<Ask, 'destinations' | 'ports'> {
  const destinations = flow.may.map(({ dst }) => dst).reduce((all, one) => all.union(one), NO_ADDRESSES);
  return { destinations, ports: flow.may.map(({ dport }) => dport).reduce((all, one) => all.union(one)) };
}

function path(flow: Flow, there: Trail, back: Trail): Path {
  return { flow, legs: [{ there: there.hops, back: back.hops, flow }], crossed: { there: there.crossed, back: back.crossed }, doubts: [...new Set(there.doubts)] };
}

function doubtfulUnless(certain: boolean, flow: Flow): Flow {
  return certain ? flow : doubtful(flow);
}

function sameBoxes(there: readonly Middlebox[], back: readonly Middlebox[]): boolean {
  return there.length === back.length && there.every(({ key }) => back.some((box) => box.key === key));
}

function placeOf(arrival: Arrival) {
  return arrival.kind === 'subnet' ? arrival.subnet.resource : arrival.kind === 'nat' ? arrival.nat.resource : (arrival as { vpc: Vpc }).vpc.resource;
}

function addressesOf(end: End, family: Family): Bounds<Addresses> {
  switch (end.kind) {
    case 'internet': return only(INTERNET[family]);
    case 'premises': return only(ALL_ADDRESSES[family]);
    default: return end.place.addresses[family];
  }
}
