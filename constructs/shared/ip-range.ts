import { isIPv4, isIPv6 } from 'node:net';

/** An IPv4 range: the first and the last address as numbers, and the prefix length it was written with. */
export interface Ipv4Range {
  readonly first: number;
  readonly last: number;
  readonly prefix: number;
}

/** Reads an IPv4 range in CIDR notation. Undefined if it is not one, or has host bits set (`10.0.0.1/8`). */
export function parseIpv4Range(cidr: string): Ipv4Range | undefined {
  const match = /^([^/]+)\/(\d{1,2})$/.exec(cidr);
  if (!match || !isIPv4(match[1]) || Number(match[2]) > 32) {
    return undefined;
  }
  const prefix = Number(match[2]);
  const address = match[1].split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
  const size = 2 ** (32 - prefix);
  return address % size === 0 ? { first: address, last: address + size - 1, prefix } : undefined;
}

/** Whether a text is an IPv6 range in CIDR notation. */
export function isIpv6Range(cidr: string): boolean {
  const match = /^([^/]+)\/(\d{1,3})$/.exec(cidr);
  return !!match && isIPv6(match[1]) && Number(match[2]) <= 128;
}

/** Whether two IPv4 ranges share an address. */
export function overlap(a: Ipv4Range, b: Ipv4Range): boolean {
  return a.first <= b.last && b.first <= a.last;
}
