const MOST = 8;

/** Those names that are written most like a text: with the same beginning and the same end. */
export function nearest(text: string, names: Iterable<string>): string[] {
  const wanted = text.toLowerCase();
  const likeness = new Map([...new Set(names)].map((name) => [name, alike(wanted, name.toLowerCase())]));
  return [...likeness].sort(([one, a], [other, b]) => b - a || one.length - other.length || (one < other ? -1 : 1)).slice(0, MOST).map(([name]) => name);
}

function alike(one: string, other: string): number {
  const shorter = Math.min(one.length, other.length);
  const begin = count(shorter, (i) => one[i] === other[i]);
  return begin + count(shorter - begin, (i) => one[one.length - 1 - i] === other[other.length - 1 - i]);
}

function count(most: number, same: (i: number) => boolean): number {
  let found = 0;
  while (found < most && same(found)) {
    found += 1;
  }
  return found;
}
