/** A set of numbers as ranges, from the first up to but not including the second. */
export type Range<T> = readonly [T, T];

/** An exact set of whole numbers: addresses or ports. Immutable; its ranges are sorted and do not touch. */
export class Intervals<T extends number | bigint> {
  private constructor(public readonly ranges: readonly Range<T>[]) {}

  /** The union of ranges, in any order. Empty ranges count for nothing. */
  public static of<T extends number | bigint>(...ranges: readonly Range<T>[]): Intervals<T> {
    const sorted = ranges.filter(([from, to]) => from < to).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    const merged: Range<T>[] = [];
    for (const range of sorted) {
      const last = merged.at(-1);
      if (last && range[0] <= last[1]) {
        merged[merged.length - 1] = [last[0], range[1] > last[1] ? range[1] : last[1]];
      } else {
        merged.push(range);
      }
    }
    return new Intervals(merged);
  }

  public get empty(): boolean {
    return this.ranges.length === 0;
  }

  /** The least member. Undefined if there is none. */
  public get first(): T | undefined {
    return this.ranges[0]?.[0];
  }

  public has(member: T): boolean {
    return this.ranges.some(([from, to]) => from <= member && member < to);
  }

  /** Whether every member of the other one is a member of this one. */
  public covers(other: Intervals<T>): boolean {
    return this === other || other.minus(this).empty;
  }

  public union(other: Intervals<T>): Intervals<T> {
    return this === other || other.empty ? this : this.empty ? other : Intervals.of(...this.ranges, ...other.ranges);
  }

  public intersect(other: Intervals<T>): Intervals<T> {
    if (this === other) {
      return this;
    }
    const common: Range<T>[] = [];
    for (let i = 0, j = 0; i < this.ranges.length && j < other.ranges.length;) {
      const [a, b] = [this.ranges[i], other.ranges[j]];
      const from = a[0] > b[0] ? a[0] : b[0];
      const to = a[1] < b[1] ? a[1] : b[1];
      if (from < to) {
        common.push([from, to]);
      }
      if (a[1] < b[1]) {
        i += 1;
      } else {
        j += 1;
      }
    }
    return new Intervals(common);
  }

  public minus(other: Intervals<T>): Intervals<T> {
    if (this === other || this.empty || other.empty) {
      return this === other ? new Intervals<T>([]) : this;
    }
    const left: Range<T>[] = [];
    for (const [start, end] of this.ranges) {
      let from = start;
      for (const [cutFrom, cutTo] of other.ranges) {
        if (cutFrom < end && cutTo > from) {
          if (from < cutFrom) {
            left.push([from, cutFrom]);
          }
          from = cutTo;
        }
      }
      if (from < end) {
        left.push([from, end]);
      }
    }
    return new Intervals(left);
  }
}
