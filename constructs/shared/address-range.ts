import { isIPv4, isIPv6 } from 'node:net';
import type { Problems } from './problems';

/** Shortest prefixes that a range of a person's or an office's addresses may have: wider than this is an open door. */
const IPV4_PREFIX_MIN = 16;
const IPV6_PREFIX_MIN = 32;

/** An address of either family, as a number. */
export interface Address {
  readonly version: 4 | 6;
  readonly value: bigint;
}

/** A range of addresses of either family: its first and last address as numbers, and the prefix length it was written with. */
export interface AddressRange {
  readonly version: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
  readonly prefix: number;
}

/** Reads an address. Undefined if it is not one, or names a zone (`fe80::1%eth0`), which means something on one machine only. */
export function parseAddress(text: string): Address | undefined {
  if (isIPv4(text)) {
    return { version: 4, value: ipv4(text) };
  }
  return isIPv6(text) && !text.includes('%') ? { version: 6, value: ipv6(text) } : undefined;
}

/** Reads a range in CIDR notation. Undefined if it is not one, or has host bits set (`192.0.2.1/24`). */
export function parseRange(text: string): AddressRange | undefined {
  const [, host, bits] = /^([^/]+)\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
  const address = host === undefined ? undefined : parseAddress(host);
  const width = address?.version === 4 ? 32 : 128;
  const prefix = Number(bits);
  if (!address || prefix > width) {
    return undefined;
  }
  const size = 1n << BigInt(width - prefix);
  return address.value % size === 0n ? { version: address.version, first: address.value, last: address.value + size - 1n, prefix } : undefined;
}

/** Whether an address lies in a range. Addresses of one family never lie in a range of the other. */
export function contains(range: AddressRange, address: Address): boolean {
  return range.version === address.version && range.first <= address.value && address.value <= range.last;
}

/**
 * Ranges whose addresses do not reach over the Internet, and of IPv6 those that wrap another address. Documentation ranges are not
 * among them: examples are written with them, and nothing comes from there.
 * https://www.iana.org/assignments/iana-ipv4-special-registry and https://www.iana.org/assignments/iana-ipv6-special-registry
 */
const NOT_PUBLIC = [
  '0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.88.99.0/24',
  '192.168.0.0/16', '198.18.0.0/15', '224.0.0.0/3',
  '::/3', '2001::/23', '2002::/16', '4000::/2', '8000::/1',
].map((range) => parseRange(range)!);

/** Whether an address is one that the Internet delivers to. */
export function isPublic(address: Address): boolean {
  return !NOT_PUBLIC.some((range) => contains(range, address));
}

/** What is wrong with a range that people come from over the Internet. Undefined if nothing is. */
export function flawOfSourceRange(text: string): string | undefined {
  const range = parseRange(text);
  const shortest = range?.version === 4 ? IPV4_PREFIX_MIN : IPV6_PREFIX_MIN;
  if (!range) {
    return 'Write an IPv4 or IPv6 range in CIDR notation without host bits, e.g. 203.0.113.0/28.';
  }
  if (range.prefix < shortest) {
    return `Name the addresses that people come from: IPv4 ranges of /${IPV4_PREFIX_MIN} or longer, IPv6 ranges of /${IPV6_PREFIX_MIN} or longer. Nothing is opened to everybody.`;
  }
  return NOT_PUBLIC.some((other) => other.version === range.version && other.first <= range.last && range.first <= other.last)
    ? 'Name public addresses, as the Internet sees them: private ones stand behind a router whose public address is what arrives.' : undefined;
}

/** Records what is wrong with the ranges that people come from: none named, malformed, too wide, private, or named twice. */
export function requireSourceRanges(problems: Problems, path: string, ranges: readonly string[]): void {
  problems.require(ranges.length > 0, path, ranges, 'Name at least one range that people come from.');
  ranges.forEach((range, i) => {
    const flaw = flawOfSourceRange(range);
    problems.require(flaw === undefined, `${path}[${i}]`, range, flaw ?? '');
    problems.require(ranges.indexOf(range) === i, `${path}[${i}]`, range, 'Name each range once.');
  });
}

function ipv4(text: string): bigint {
  return BigInt(text.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0));
}

function ipv6(text: string): bigint {
  const plain = text.replace(/\d+\.\d+\.\d+\.\d+$/, (tail) => {
    const value = Number(ipv4(tail));
    return `${Math.floor(value / 0x10000).toString(16)}:${(value % 0x10000).toString(16)}`;
  });
  const [head, tail] = plain.split('::').map((part) => (part === '' ? [] : part.split(':')));
  const groups = tail === undefined ? head : [...head, ...Array<string>(8 - head.length - tail.length).fill('0'), ...tail];
  return groups.reduce((sum, group) => (sum << 16n) + BigInt(`0x${group}`), 0n);
}
