import type { Family } from './addresses';
import { aclFilter, aclLine } from './filters';
import type { Acl, Attachment, Gateway, Host, Line, Middlebox, Nat, Network, Peering, Route, RouteTable, Subnet, Transit, TransitTable, Vpc } from './model';
import { line } from './reading';
import { doubtful, gone, pass, sample, split, type Bounds, type Flow, type Packet } from './space';
import { blockOf } from './access-block';

/** A place that packets pass, with the lines that let them. */
export interface Hop {
  readonly at: string;
  readonly lines: (packet: Packet) => readonly Line[];
}

/** The way that packets have come. */
export interface Trail {
  readonly hops: readonly Hop[];
  readonly crossed: readonly Middlebox[];
  /** Whether security groups still know the sender by its groups. */
  readonly references: boolean;
  /** How often a transit gateway was crossed. */
  readonly laps: number;
  readonly doubts: readonly string[];
}

export const START: Trail = { hops: [], crossed: [], references: true, laps: 0, doubts: [] };

/** Where packets end up. */
export type Arrival = { readonly flow: Flow; readonly trail: Trail } & (
  | { readonly kind: 'subnet'; readonly subnet: Subnet }
  | { readonly kind: 'internet'; readonly vpc: Vpc; readonly egressOnly: boolean }
  | { readonly kind: 'premises'; readonly vpc: Vpc }
  | { readonly kind: 'nat'; readonly nat: Nat }
  | { readonly kind: 'open' });

/** Where packets end. */
export interface Stop {
  readonly lines: readonly Line[];
}

/** More middleboxes or transit gateways than this in one way are not followed: it goes in circles. */
const MOST_BOXES = 8;

/**
 * Follows packets of one family and protocol through route tables and network ACLs, in one direction. Security groups are
 * the ends' affair.
 *
 * Sources: https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html,
 * https://docs.aws.amazon.com/vpc/latest/userguide/route-table-options.html, https://docs.aws.amazon.com/vpc/latest/tgw/tgw-nacls.html
 */
export class Walk {
  public readonly stops: Stop[] = [];

  /**
   * @param end       whose address the Internet would have to know
   * @param initiated whether the connection was started from inside or outside
   */
  constructor(private readonly network: Network, private readonly family: Family, private readonly protocol: number,
    private readonly end: { readonly host: Host; readonly subnet: Subnet }, private readonly initiated: 'inside' | 'outside') {}

  /** Packets leave a network interface in a subnet. Inside the subnet nothing stands in their way. */
  public leave(subnet: Subnet, flow: Flow, trail: Trail): Arrival[] {
    const { to, past } = split(flow, subnet.addresses[this.family]);
    const known = isExact(subnet.addresses[this.family]) ? trail : doubted(trail, `the addresses of ${subnet.name}`);
    const inside: Arrival[] = gone(to) ? [] : [{ kind: 'subnet', subnet, flow: to, trail: seen(known, { at: subnet.name, lines: () => [] }) }];
    if (gone(past)) {
      return inside;
    }
    const out = this.filtered(subnet.acl, true, past, known);
    return [...inside, ...(out ? this.route(subnet.table, subnet, out.flow, out.trail) : [])];
  }

  /** Packets come in through the gateway of a VPC. */
  public enter(vpc: Vpc, gateway: Gateway | undefined, flow: Flow, trail: Trail): Arrival[] {
    const through = gateway ? seen(trail, { at: `the gateway of ${vpc.name}`, lines: () => [gateway.attachment] }) : trail;
    const weakened = gateway?.doubt === undefined ? { flow, trail: through } : { flow: doubtful(flow), trail: doubted(through, gateway.doubt) };
    return gateway?.table ? this.route(gateway.table, undefined, weakened.flow, weakened.trail) : this.deliver(vpc, undefined, weakened.flow, weakened.trail);
  }

  private filtered(acl: Acl, egress: boolean, flow: Flow, trail: Trail): { flow: Flow; trail: Trail } | undefined {
    const { family, protocol } = this;
    const filter = aclFilter(acl, egress, family, protocol);
    const passed = pass(flow, filter.conditions);
    if (gone(passed)) {
      this.stop(() => [aclLine(acl, egress, family, protocol, sample(flow.may)!)]);
      return undefined;
    }
    return { flow: passed, trail: doubted(seen(trail, { at: acl.name, lines: (packet) => [aclLine(acl, egress, family, protocol, packet)] }), ...filter.doubts) };
  }

  private stop(lines: () => readonly Line[]): Arrival[] {
    this.stops.push({ lines: lines() });
    return [];
  }

  private route(table: RouteTable, from: Subnet | undefined, flow: Flow, trail: Trail): Arrival[] {
    const arrivals: Arrival[] = [];
    let rest = table.doubt === undefined ? flow : doubtful(flow);
    let known = table.doubt === undefined ? trail : doubted(trail, table.doubt);
    if (table.doubt !== undefined) {
      arrivals.push({ kind: 'open', flow: rest, trail: known });
    }
    for (const route of table.routes[this.family]) {
      const { to, past } = split(rest, route.destination);
      if (!gone(to)) {
        const certain = route.doubt === undefined;
        known = doubted(known, ...(certain ? [] : [route.doubt]), ...(isExact(route.destination) ? [] : [`the destination of ${route.line.resource.logicalId}`]));
        arrivals.push(...this.follow(route, table, from, certain ? to : doubtful(to), seen(known, { at: table.name, lines: () => [route.line] })));
        rest = certain ? past : { sure: past.sure, may: rest.may };
      }
    }
    if (!gone(rest)) {
      this.stop(() => [line(table.resource, 'Properties', `${table.name} has no route there`)]);
    }
    return arrivals;
  }

  private follow(route: Route, { vpc }: RouteTable, from: Subnet | undefined, flow: Flow, trail: Trail): Arrival[] {
    const { target } = route;
    switch (target.kind) {
      case 'local': return this.deliver(vpc, from, flow, trail);
      case 'internet': return this.toInternet(vpc, route, flow, trail, false);
      case 'egress-only': return this.toInternet(vpc, route, flow, trail, true);
      case 'premises': return [{ kind: 'premises', vpc, flow, trail }];
      case 'nat': return this.toNat(target.nat, from, flow, trail);
      case 'middlebox': return target.boxes.flatMap((box) => this.throughBox(box, target.boxes.length > 1, from, flow, trail));
      case 'peering': return this.toPeer(target.peering, route, vpc, flow, trail);
      case 'transit': return this.throughTransit(target.transit, route, vpc, from, flow, trail);
      default: return [{ kind: 'open', flow: doubtful(flow), trail: doubted(trail, target.why) }];
    }
  }

  /** To the subnets of a VPC that have the addresses. */
  private deliver(vpc: Vpc, from: Subnet | undefined, flow: Flow, trail: Trail): Arrival[] {
    const arrivals: Arrival[] = [];
    let [rest, known] = [flow, trail];
    for (const subnet of vpc.subnets) {
      const { to, past } = split(rest, subnet.addresses[this.family]);
      rest = past;
      if (!gone(to)) {
        known = isExact(subnet.addresses[this.family]) ? known : doubted(known, `the addresses of ${subnet.name}`);
        const inside = subnet === from ? { flow: to, trail: known } : this.filtered(subnet.acl, false, to, known);
        if (inside) {
          arrivals.push({ kind: 'subnet', subnet, flow: inside.flow, trail: seen(inside.trail, { at: subnet.name, lines: () => [] }) });
        }
      }
    }
    if (!gone(rest)) {
      this.stop(() => [line(vpc.resource, 'Properties.CidrBlock', `no subnet of ${vpc.name} has the address`)]);
    }
    return arrivals;
  }

  private toInternet(vpc: Vpc, route: Route, flow: Flow, trail: Trail, egressOnly: boolean): Arrival[] {
    const gateway = vpc.internet;
    if (!egressOnly && !gateway) {
      return this.stop(() => [{ ...route.line, says: `${route.line.says}, which is not attached to ${vpc.name}` }]);
    }
    const { host, subnet } = this.end;
    const block = blockOf(this.network, subnet, { initiated: this.initiated, translated: host.role === 'nat' || egressOnly, inspected: trail.crossed.length > 0 });
    if (block?.verdict === 'no') {
      return this.stop(() => [block.line]);
    }
    const address = host.open[this.family];
    if (address === 'no') {
      return this.stop(() => [host.openLine ?? line(host.resource, 'Properties', `${host.name} has no public address`)]);
    }
    const doubts = [
      block?.verdict === 'open' ? block.why : undefined, address === 'open' ? `whether ${host.name} has a public address` : undefined, egressOnly ? undefined : gateway?.doubt,
    ].filter((doubt) => doubt !== undefined);
    const { openLine } = host;
    const known = openLine && !egressOnly ? seen(trail, { at: host.name, lines: () => [openLine] }) : trail;
    return [{ kind: 'internet', vpc, egressOnly, flow: doubts.length > 0 ? doubtful(flow) : flow, trail: doubted(known, ...doubts) }];
  }

  private toNat(nat: Nat, from: Subnet | undefined, flow: Flow, trail: Trail): Arrival[] {
    const inside = nat.subnet === from ? { flow, trail } : this.filtered(nat.subnet.acl, false, flow, trail);
    return inside ? [{ kind: 'nat', nat, flow: inside.flow, trail: inside.trail }] : [];
  }

  /** A firewall endpoint takes packets into its subnet and lets them go on from there, as its own table says. */
  private throughBox(box: Middlebox, oneOfMany: boolean, from: Subnet | undefined, flow: Flow, trail: Trail): Arrival[] {
    if (trail.crossed.some(({ key }) => key === box.key) || trail.crossed.length >= MOST_BOXES) {
      return this.stop(() => [line(box.resource, 'Properties', `packets go in circles through ${box.name}`)]);
    }
    const inside = box.subnet === from ? { flow, trail } : this.filtered(box.subnet.acl, false, flow, trail);
    if (!inside) {
      return [];
    }
    const crossed: Trail = { ...seen(inside.trail, { at: box.name, lines: () => [] }), crossed: [...trail.crossed, box], references: false };
    return oneOfMany ? this.leave(box.subnet, doubtful(inside.flow), doubted(crossed, `which endpoint of ${box.resource.logicalId} is meant`)) : this.leave(box.subnet, inside.flow, crossed);
  }

  /** A peering leads to the ranges of the other VPC, and no further. */
  private toPeer(peering: Peering, route: Route, vpc: Vpc, flow: Flow, trail: Trail): Arrival[] {
    const other = peering.sides[0] === vpc ? peering.sides[1] : peering.sides[1] === vpc ? peering.sides[0] : undefined;
    if (!peering.sides.includes(vpc) && peering.sides.every((side) => side !== undefined)) {
      return this.stop(() => [{ ...route.line, says: `${route.line.says}, a peering of other VPCs` }]);
    }
    if (!other) {
      return [{ kind: 'open', flow: doubtful(flow), trail: doubted(trail, `the VPC at the other side of ${peering.name}`) }];
    }
    const { to, past } = split(flow, other.addresses[this.family]);
    if (!gone(past)) {
      this.stop(() => [line(peering.resource, 'Properties', `a peering leads no further than ${other.name}`)]);
    }
    const known: Trail = { ...trail, references: trail.references && peering.sameRegion };
    return gone(to) ? [] : this.deliver(other, undefined, peering.doubt === undefined ? to : doubtful(to), peering.doubt === undefined ? known : doubted(known, peering.doubt));
  }

  private throughTransit(transit: Transit, route: Route, vpc: Vpc, from: Subnet | undefined, flow: Flow, trail: Trail): Arrival[] {
    const own = transit.attachments.find((attachment) => attachment.vpc === vpc);
    if (!own) {
      return this.stop(() => [{ ...route.line, says: `${route.line.says}, to which ${vpc.name} is not attached` }]);
    }
    if (trail.laps >= MOST_BOXES) {
      return this.stop(() => [{ ...route.line, says: `${route.line.says}, where packets go in circles` }]);
    }
    const entries = this.entriesOf(own, from?.zone);
    if (entries.length === 0) {
      return this.stop(() => [line(own.resource, 'Properties.SubnetIds', `no subnet of the attachment is in the zone of ${from?.name}`)]);
    }
    return entries.flatMap(({ subnet, certain }) => {
      const inside = this.filtered(subnet.acl, false, certain ? flow : doubtful(flow), certain ? trail : doubted(trail, `which subnet of ${own.resource.logicalId} takes the packets`));
      return inside ? this.inTransit(transit, own, subnet.zone, inside.flow, { ...inside.trail, laps: trail.laps + 1, references: trail.references && transit.groupReferences && !own.hidesGroups }) : [];
    });
  }

  /**
   * Packets get into a transit gateway by the attachment's subnet in their own zone only.
   *
   * Source: https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html
   */
  private entriesOf({ subnets }: Attachment, zone: string | undefined): { subnet: Subnet; certain: boolean }[] {
    const near = subnets.filter((subnet) => zone === undefined || subnet.zone === undefined || subnet.zone === zone);
    return near.map((subnet) => ({ subnet, certain: near.length === 1 && zone !== undefined && subnet.zone === zone }));
  }

  /** Packets leave it by the attachment's subnet in the zone that they came from, or, if there is none, by any. */
  private ofZone(subnets: readonly Subnet[], zone: string | undefined): { subnet: Subnet; certain: boolean }[] {
    const same = zone === undefined ? [] : subnets.filter((subnet) => subnet.zone === zone);
    return same.length === 1 ? [{ subnet: same[0], certain: true }] : subnets.map((subnet) => ({ subnet, certain: subnets.length === 1 }));
  }

  private inTransit(transit: Transit, own: Attachment, zone: string | undefined, flow: Flow, trail: Trail): Arrival[] {
    if (own.doubt !== undefined || !own.table) {
      return own.table ? [{ kind: 'open', flow: doubtful(flow), trail: doubted(trail, own.doubt!) }]
        : this.stop(() => [line(own.resource, 'Properties', `no route table of ${transit.name} is associated`)]);
    }
    const arrivals: Arrival[] = [];
    const rest = this.routeInTransit(own.table, flow, trail, zone, arrivals);
    if (!gone(rest)) {
      this.stop(() => [line(own.table!.resource, 'Properties', 'the transit gateway has no route there')]);
    }
    return arrivals;
  }

  private routeInTransit(table: TransitTable, flow: Flow, trail: Trail, zone: string | undefined, arrivals: Arrival[]): Flow {
    let [rest, known] = [flow, trail];
    for (const route of table.routes.filter(({ family }) => family === this.family)) {
      const { to, past } = split(rest, route.destination);
      if (gone(to)) {
        continue;
      }
      const certain = route.doubt === undefined;
      rest = certain ? past : { sure: past.sure, may: rest.may };
      known = doubted(known, ...(certain ? [] : [route.doubt]), ...(isExact(route.destination) ? [] : [`the destination of ${route.line.resource.logicalId}`]));
      const way = seen(known, { at: 'the transit gateway', lines: () => [route.line] });
      const onward = certain ? to : doubtful(to);
      if (route.to?.vpc) {
        const { subnets, hidesGroups } = route.to;
        const near: Trail = { ...way, references: way.references && !hidesGroups };
        arrivals.push(...this.ofZone(subnets, zone).flatMap(({ subnet, certain: clear }) => this.leave(subnet, clear ? onward : doubtful(onward), clear ? near : doubted(near, `which zone of ${route.to?.resource.logicalId} packets come out in`))));
      } else if (route.to || !certain) {
        arrivals.push({ kind: 'open', flow: doubtful(onward), trail: doubted(way, route.to?.doubt ?? 'where a transit gateway route leads') });
      } else {
        this.stop(() => [route.line]);
      }
    }
    return rest;
  }
}

function isExact<T>({ sure, may }: Bounds<T>): boolean {
  return sure === may;
}

export function seen(trail: Trail, hop: Hop): Trail {
  return { ...trail, hops: [...trail.hops, hop] };
}

export function doubted(trail: Trail, ...doubts: readonly string[]): Trail {
  return doubts.length === 0 ? trail : { ...trail, doubts: [...trail.doubts, ...doubts] };
}
