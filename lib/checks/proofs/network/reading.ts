import type { Resource, Value } from '../../template';
import { ALL_ADDRESSES, ALL_PORTS, NO_ADDRESSES, NO_PORTS, ports, rangeOf, type Addresses, type Family, type Ports } from './addresses';
import type { AddressBounds, Line, Tri } from './model';
import { only, type Bounds } from './space';

/** How things are read from templates: what they leave open becomes a bound, never a guess. */

/** The name of a resource for people: its construct path, or template and logical id. */
export function nameOf(resource: Resource): string {
  const path = resource.attribute('Metadata').at('aws:cdk:path').text;
  return path === undefined ? keyOf(resource) : plain(path);
}

/** A construct path without the ids that say nothing. */
export function plain(path: string): string {
  return path.replaceAll(/\/(Resource|Default)(?=\/|$)/g, '');
}

export function keyOf(resource: Resource): string {
  return `${resource.view.template.source.name}/${resource.logicalId}`;
}

export function line(resource: Resource, path: string, says: string): Line {
  return { resource, path, says };
}

export function lineOf(resource: Resource, value: Value, says?: string): Line {
  return { resource, path: value.path, says: says ?? value.shown(120) };
}

const NONE = only(NO_ADDRESSES);

/** No address of either family. */
export const NO_BOUNDS: AddressBounds = { 4: NONE, 6: NONE };

/** Addresses that nothing is known of. */
export function anything(family: Family): Bounds<Addresses> {
  return { sure: NO_ADDRESSES, may: ALL_ADDRESSES[family] };
}

/** The addresses that a range property means. `undefined` if it is written but open or no range. */
export function addressesOf(from: Resource, value: Value, known: ReadonlyMap<string, AddressBounds>): AddressBounds | undefined {
  const target = targetOf(from, value);
  if (target) {
    return known.get(`${target.key} ${target.attribute}`);
  }
  const range = value.open === undefined ? rangeOf(value.text ?? '') : undefined;
  return range && ofFamily(range.family, only(range.addresses));
}

export function ofFamily(family: Family, addresses: Bounds<Addresses>): AddressBounds {
  return family === 4 ? { 4: addresses, 6: NONE } : { 4: NONE, 6: addresses };
}

const PROTOCOLS: Readonly<Record<string, number>> = { 'all': -1, 'tcp': 6, 'udp': 17, 'icmp': 1, 'icmpv6': 58 };

/** A protocol's number, -1 for all. Undefined if it is open. */
export function protocolOf(value: Value): number | undefined {
  const text = value.open === undefined ? value.text?.toLowerCase() : undefined;
  return text === undefined ? undefined : PROTOCOLS[text] ?? (/^-?\d+$/.test(text) ? Number(text) : undefined);
}

const ANY_PORT = only(ALL_PORTS);
const OPEN_PORTS: Bounds<Ports> = { sure: NO_PORTS, may: ALL_PORTS };

/**
 * The ports that a rule is about. Kinds of ICMP messages are not told apart: a rule about one kind may or may not let
 * pass what is asked about. Protocols without ports have one for all.
 */
export function portsOf(protocol: number | undefined, from: Value, to: Value): Bounds<Ports> {
  if (protocol === undefined) {
    return OPEN_PORTS;
  }
  if (protocol === 1 || protocol === 58) {
    return from.absent || from.number === -1 ? ANY_PORT : OPEN_PORTS;
  }
  return (protocol !== 6 && protocol !== 17) || (from.absent && to.absent) ? ANY_PORT : between(from, to);
}

function between(from: Value, to: Value): Bounds<Ports> {
  const [first, last] = [from.number ?? to.number, to.number ?? from.number];
  if (from.open !== undefined || to.open !== undefined || first === undefined || last === undefined) {
    return OPEN_PORTS;
  }
  return only(first === -1 ? ALL_PORTS : ports(Math.max(0, first), Math.min(65535, last)));
}

/**
 * The resource that a value refers to, as a key. Follows references to resources of the same template that exist only under
 * an open condition, too: the resolver leaves those open.
 */
export function targetOf(from: Resource, value: Value): { readonly key: string; readonly attribute: string } | undefined {
  if (value.target) {
    return { key: keyOf(value.target), attribute: value.attribute ?? '' };
  }
  const [id, ...attribute] = value.open?.split('.') ?? [''];
  const { template } = from.view;
  return Object.hasOwn(template.section('Resources'), id) ? { key: `${template.source.name}/${id}`, attribute: attribute.join('.') } : undefined;
}

/** The entry of a map by key that a value refers to. */
export function referred<T>(map: ReadonlyMap<string, T>, from: Resource, value: Value): T | undefined {
  const target = targetOf(from, value);
  return target && map.get(target.key);
}

/** Why an id may be any resource's: it is open. One that is written out is that of a resource outside the templates. */
export function openId(from: Resource, id: Value): string | undefined {
  return id.open !== undefined && !targetOf(from, id) ? `${keyOf(from)} ${id.path} (${id.open})` : undefined;
}

export function triOf(value: Value, whenAbsent: Tri): Tri {
  return value.absent ? whenAbsent : value.open !== undefined ? 'open' : value.isTrue ? 'yes' : 'no';
}
