/** An address of either family, as a number. */
export interface Address {
  readonly six: boolean;
  readonly value: bigint;
}

interface Range {
  readonly six: boolean;
  readonly shift: bigint;
  readonly first: bigint;
}

const ADDRESSES = new Map<string, Address>();
const RANGES = new Map<string, Range>();

/** The number that an address is. */
export function address(text: string): Address {
  let known = ADDRESSES.get(text);
  if (!known) {
    known = text.includes(':') ? { six: true, value: sixth(text) } : { six: false, value: text.split('.').reduce((sum, octet) => sum * 256n + BigInt(octet), 0n) };
    ADDRESSES.set(text, known);
  }
  return known;
}

function sixth(text: string): bigint {
  const [head, tail] = text.split('::').map((part) => (part === '' ? [] : part.split(':')));
  const groups = tail === undefined ? head : [...head, ...Array.from({ length: 8 - head.length - tail.length }, () => '0'), ...tail];
  return groups.reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n);
}

/** Whether an address lies in a range. Ranges of the other family have none of it. */
export function within({ six, value }: Address, cidr: string): boolean {
  let range = RANGES.get(cidr);
  if (!range) {
    const [first, length] = cidr.split('/');
    const from = address(first);
    const shift = BigInt((from.six ? 128 : 32) - Number(length));
    range = { six: from.six, shift, first: from.value >> shift };
    RANGES.set(cidr, range);
  }
  return six === range.six && value >> range.shift === range.first;
}

/** How long the prefix of a range is. */
export function length(cidr: string): number {
  return Number(cidr.split('/')[1]);
}

/** The address so far from the first one of a range. */
export function nth(cidr: string, offset: number): Address {
  const { six, value } = address(cidr.split('/')[0]);
  return { six, value: value + BigInt(offset) };
}
