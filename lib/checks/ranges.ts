import type { Value } from './template';

/** An IPv4 or IPv6 range as its first and last address. */
export interface Range {
  readonly version: 4 | 6;
  readonly prefix: number;
  readonly first: bigint;
  readonly last: bigint;
}

/** Ranges that are no part of the Internet: RFC 1918, RFC 6598 and RFC 4193. */
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7'];

/** The range that a value means: its text, or the range of the VPC or subnet that it refers to. */
export function rangeValue(value: Value): Value {
  const target = value.target;
  return target && ['AWS::EC2::VPC', 'AWS::EC2::Subnet'].includes(target.type) && /^CidrBlock/.test(value.attribute ?? '') ? target.at('CidrBlock') : value;
}

/** Whether a text is an address range. */
export function isRange(text: string): boolean {
  return parseRange(text) !== undefined;
}

/** Whether a range is so wide that it means everybody: wider than a /8 (IPv6: a /16). Two halves of 0.0.0.0/0 are as wide as the whole. */
export function isEverywhere(text: string): boolean {
  const range = parseRange(text);
  return range !== undefined && !isPrivate(text) && range.prefix < (range.version === 4 ? 8 : 16);
}

/** Whether a range lies in private address space. */
export function isPrivate(text: string): boolean {
  return PRIVATE.some((outer) => containsRange(outer, text));
}

/** Whether one range lies inside another. */
export function containsRange(outer: string, inner: string): boolean {
  const [a, b] = [parseRange(outer), parseRange(inner)];
  return a !== undefined && b !== undefined && a.version === b.version && a.first <= b.first && b.last <= a.last;
}

/** The length of a range's prefix. Undefined if the text is no range. */
export function prefixOf(text: string): number | undefined {
  return parseRange(text)?.prefix;
}

/** A range from its text. A single address is a range of one. Undefined if the text is none. */
export function parseRange(text: string): Range | undefined {
  const [address, length] = text.trim().split('/');
  const version = address.includes(':') ? 6 : 4;
  const bits = version === 4 ? 32 : 128;
  const prefix = length === undefined ? bits : Number(length);
  const number = version === 4 ? ipv4(address) : ipv6(address);
  if (number === undefined || !Number.isInteger(prefix) || prefix < 0 || prefix > bits) {
    return undefined;
  }
  const size = 1n << BigInt(bits - prefix);
  const first = number - number % size;
  return { version, prefix, first, last: first + size - 1n };
}

function ipv4(address: string): bigint | undefined {
  const octets = address.split('.');
  return octets.length === 4 && octets.every((octet) => /^\d{1,3}$/.test(octet) && Number(octet) < 256)
    ? octets.reduce((sum, octet) => sum * 256n + BigInt(octet), 0n) : undefined;
}

function ipv6(address: string): bigint | undefined {
  const [head, tail, more] = address.split('::');
  const left = head ? head.split(':') : [];
  const right = tail ? tail.split(':') : [];
  const gap = 8 - left.length - right.length;
  if (more !== undefined || (tail === undefined ? gap !== 0 : gap < 1)) {
    return undefined;
  }
  const groups = [...left, ...Array<string>(gap).fill('0'), ...right];
  return groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group)) ? groups.reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n) : undefined;
}
