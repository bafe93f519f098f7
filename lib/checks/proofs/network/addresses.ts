import { parseRange } from '../../ranges';
import { Intervals } from './intervals';

/** IPv4 or IPv6. */
export type Family = 4 | 6;
/** A set of addresses of one family. */
export type Addresses = Intervals<bigint>;
/** A set of TCP or UDP ports. */
export type Ports = Intervals<number>;

export const FAMILIES: readonly Family[] = [4, 6];
export const NO_ADDRESSES: Addresses = Intervals.of<bigint>();
export const NO_PORTS: Ports = Intervals.of<number>();
export const ALL_PORTS: Ports = Intervals.of([0, 65536]);
export const ALL_ADDRESSES: Readonly<Record<Family, Addresses>> = { 4: Intervals.of([0n, 1n << 32n]), 6: Intervals.of([0n, 1n << 128n]) };

/** Where the model places IPv6 ranges that AWS assigns and no template knows: the documentation prefix of RFC 9637. */
export const ASSIGNED: Addresses = range('3fff::/20');

/** What is no part of the Internet: private use, shared, loopback, link-local, documentation, multicast, reserved. */
const SPECIAL4 = [
  '0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.168.0.0/16', '198.18.0.0/15', '224.0.0.0/3',
].map(range).reduce((all, one) => all.union(one));

/** The addresses that hosts on the Internet have. */
export const INTERNET: Readonly<Record<Family, Addresses>> = { 4: ALL_ADDRESSES[4].minus(SPECIAL4), 6: range('2000::/3').minus(ASSIGNED) };

/** The addresses of a range such as `10.0.0.0/8`. Undefined if the text is none, or has no prefix length. */
export function rangeOf(text: string): { readonly family: Family; readonly addresses: Addresses; readonly prefix: number } | undefined {
  const parsed = text.includes('/') ? parseRange(text) : undefined;
  return parsed && { family: parsed.version, addresses: Intervals.of([parsed.first, parsed.last + 1n]), prefix: parsed.prefix };
}

function range(text: string): Addresses {
  return rangeOf(text)?.addresses ?? NO_ADDRESSES;
}

/** One port, or from one to another. */
export function ports(from: number, to = from): Ports {
  return Intervals.of([from, to + 1]);
}

/** An address as people write it. */
export function showAddress(address: bigint, family: Family): string {
  if (family === 4) {
    return [24n, 16n, 8n, 0n].map((shift) => String((address >> shift) & 255n)).join('.');
  }
  const groups = Array.from({ length: 8 }, (_, i) => ((address >> BigInt(112 - 16 * i)) & 0xffffn).toString(16));
  const runs = groups.map((_, i) => groups.slice(i).findIndex((group) => group !== '0')).map((length, i) => (length < 0 ? 8 - i : length));
  const longest = Math.max(...runs);
  const at = runs.indexOf(longest);
  return longest < 2 ? groups.join(':') : `${groups.slice(0, at).join(':')}::${groups.slice(at + longest).join(':')}`;
}

/** A set of addresses as people write it: as few ranges as it takes, the first few of them. */
export function showAddresses(addresses: Addresses, family: Family, most = 4): string {
  if (addresses.covers(INTERNET[family])) {
    return addresses.covers(ALL_ADDRESSES[family]) ? 'any address' : `any address of the Internet (IPv${family})`;
  }
  const shown = addresses.ranges.slice(0, most).map(([from, to]) => showRange(from, to, family));
  return shown.join(', ') + (addresses.ranges.length > most ? ` and ${addresses.ranges.length - most} more ranges` : '');
}

function showRange(from: bigint, to: bigint, family: Family): string {
  const size = to - from;
  const bits = size.toString(2).length - 1;
  if (size === 1n) {
    return showAddress(from, family);
  }
  return size === 1n << BigInt(bits) && from % size === 0n ? `${showAddress(from, family)}/${(family === 4 ? 32 : 128) - bits}`
    : `${showAddress(from, family)} to ${showAddress(to - 1n, family)}`;
}

/** A set of ports as people write it. */
export function showPorts(set: Ports, most = 6): string {
  if (set.covers(ALL_PORTS)) {
    return 'every port';
  }
  const shown = set.ranges.slice(0, most).map(([from, to]) => (to - from === 1 ? String(from) : `${from}-${to - 1}`)).join(', ');
  return `${set.ranges.length === 1 && set.ranges[0][1] - set.ranges[0][0] === 1 ? 'port' : 'ports'} ${shown}${set.ranges.length > most ? ', …' : ''}`;
}
