import type { Addresses, Ports } from './addresses';

/** One packet, as far as routers and filters look at it. The protocol is that of the question. */
export interface Packet {
  readonly src: bigint;
  readonly sport: number;
  readonly dst: bigint;
  readonly dport: number;
}

/** All packets whose four fields lie in these sets. */
export interface Box {
  readonly src: Addresses;
  readonly sport: Ports;
  readonly dst: Addresses;
  readonly dport: Ports;
}

/** A set of packets: a union of boxes. */
export type Space = readonly Box[];

/** What of a packet a filter looks at: a union of such conditions is what it lets pass. */
export type Condition = Partial<Box>;

/** What holds for certain, and what holds if everything that the templates leave open turns out that way. */
export interface Bounds<T> {
  readonly sure: T;
  readonly may: T;
}

/** Packets that surely pass, and packets that may. */
export type Flow = Bounds<Space>;

export const NOTHING: Flow = { sure: [], may: [] };

const FIELDS = ['src', 'sport', 'dst', 'dport'] as const;

function narrowBox(box: Box, condition: Condition): Box | undefined {
  let narrowed = box;
  for (const field of FIELDS) {
    const set = condition[field];
    if (set && set !== box[field]) {
      const common = (box[field] as Ports).intersect(set as Ports);
      if (common.empty) {
        return undefined;
      }
      narrowed = { ...narrowed, [field]: common };
    }
  }
  return narrowed;
}

/** The packets that meet one of the conditions. */
export function narrow(space: Space, conditions: readonly Condition[]): Space {
  const found = space.flatMap((box) => conditions.flatMap((condition) => narrowBox(box, condition) ?? []));
  return found.length > 1 ? lean(found) : found;
}

/** Without boxes that lie inside others. */
function lean(space: Space): Space {
  return space.filter((box, i) => !space.some((other, j) => i !== j && inside(box, other) && (!inside(other, box) || j < i)));
}

function inside(box: Box, other: Box): boolean {
  return FIELDS.every((field) => (other[field] as Ports).covers(box[field] as Ports));
}

/** The packets that go to none of these addresses. */
export function withoutDestination(space: Space, addresses: Addresses): Space {
  return space.flatMap((box) => {
    const dst = box.dst.minus(addresses);
    return dst.empty ? [] : [{ ...box, dst }];
  });
}

/** The answers to these packets. */
export function answers(space: Space): Space {
  return space.map(({ src, sport, dst, dport }) => ({ src: dst, sport: dport, dst: src, dport: sport }));
}

export function holds(space: Space, packet: Packet): boolean {
  return space.some((box) => box.src.has(packet.src) && box.sport.has(packet.sport) && box.dst.has(packet.dst) && box.dport.has(packet.dport));
}

/** One packet of the set, from an ordinary client port if possible. */
export function sample(space: Space): Packet | undefined {
  const box = space[0];
  const { src, dst, dport } = box ?? {};
  return box && { src: src.first!, sport: box.sport.has(49152) ? 49152 : box.sport.first!, dst: dst.first!, dport: dport.first! };
}

/** The union of the sets that a field takes. */
export function project<F extends keyof Box>(space: Space, field: F): Box[F] | undefined {
  return space.map((box) => box[field]).reduce<Box[F] | undefined>((all, one) => (all ? ((all as Ports).union(one as Ports) as Box[F]) : one), undefined);
}

/** What passes conditions of which some are certain and some only possible. */
export function pass(flow: Flow, conditions: Bounds<readonly Condition[]>): Flow {
  const sure = narrow(flow.sure, conditions.sure);
  return { sure, may: flow.sure === flow.may && conditions.sure === conditions.may ? sure : narrow(flow.may, conditions.may) };
}

/** The part of a flow that goes to these addresses, and the part that goes elsewhere. */
export function split(flow: Flow, addresses: Bounds<Addresses>): { readonly to: Flow; readonly past: Flow } {
  const same = flow.sure === flow.may && addresses.sure === addresses.may;
  const past = withoutDestination(flow.sure, addresses.may);
  return {
    to: pass(flow, same ? only([{ dst: addresses.sure }]) : { sure: [{ dst: addresses.sure }], may: [{ dst: addresses.may }] }),
    past: { sure: past, may: same ? past : withoutDestination(flow.may, addresses.sure) },
  };
}

/** The same, whatever is left open. */
export function only<T>(value: T): Bounds<T> {
  return { sure: value, may: value };
}

/** Nothing of it is certain any more. */
export function doubtful(flow: Flow): Flow {
  return { sure: [], may: flow.may };
}

export function both(a: Flow, b: Flow): Flow {
  const sure = [...a.sure, ...b.sure];
  return { sure, may: a.sure === a.may && b.sure === b.may ? sure : [...a.may, ...b.may] };
}

export function turned(flow: Flow): Flow {
  const sure = answers(flow.sure);
  return { sure, may: flow.sure === flow.may ? sure : answers(flow.may) };
}

export function gone(flow: Flow): boolean {
  return flow.may.length === 0;
}
