/** Where a value stands in a file, and where what is below it stands. It mirrors the template: `!Ref A` is a `Ref` with a text below. */
export interface Place {
  /** Line, from 1. */
  readonly line: number;
  /** Column, from 1. */
  readonly column: number;
  /** By key or index. A key's place is that of the key, not of its value. */
  readonly below?: ReadonlyMap<string, Place>;
}

/** A line and column of a file. */
export type Point = Pick<Place, 'line' | 'column'>;

/** Finds the line and column of an offset in a text. */
export function pointer(text: string): (offset: number) => Point {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    starts.push(at + 1);
  }
  return (offset) => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      [low, high] = starts[middle] <= offset ? [middle, high] : [low, middle - 1];
    }
    return { line: low + 1, column: offset - starts[low] + 1 };
  };
}

/**
 * Where to look for a finding: at the first of the deciding values that stands in the resource, as far down as it is
 * written; at the resource otherwise. A value may be another resource's, or be missing, or be made by a function.
 *
 * @param section `Resources`, `Outputs` or `Parameters`
 * @param paths   the deciding values, e.g. `Properties.Tags[0].Value`
 */
export function locate(template: Place, section: string, logicalId: string, paths: readonly string[]): Point {
  const holder = template.below?.get(section);
  const part = holder?.below?.get(logicalId) ?? loopOf(holder, logicalId) ?? holder ?? template;
  // The properties of an output or a parameter are its body.
  const root: Place = section === 'Resources' ? part : { ...part, below: new Map([['Properties', part]]) };
  for (const path of paths) {
    const found = follow(root, path, 0);
    if (found) {
      return point(found);
    }
  }
  return point(part);
}

function point({ line, column }: Place): Point {
  return { line, column };
}

/** The deepest place on the way down a path; undefined if not even a property of it is written. */
function follow(place: Place, path: string, depth: number): Place | undefined {
  for (const [key, below] of place.below ?? []) {
    const rest = path.startsWith(`[${key}]`) ? path.slice(key.length + 2) : path.startsWith(key) ? path.slice(key.length) : undefined;
    if (rest !== undefined && /^($|[.[])/.test(rest)) {
      return follow(below, rest.replace(/^\./, ''), depth + 1);
    }
  }
  return depth > 1 || path === '' ? place : undefined;
}

/** A resource that no line names is made by a loop that writes something like its id. */
function loopOf(holder: Place | undefined, logicalId: string): Place | undefined {
  const loops = [...holder?.below ?? []].filter(([key]) => key.startsWith('Fn::ForEach::'));
  const makes = (place: Place): boolean => [...place.below ?? []].some(([key, below]) => patternOf(key).test(logicalId) || makes(below));
  return loops.find(([, place]) => makes(place))?.[1];
}

function patternOf(key: string): RegExp {
  return /[$&]\{/.test(key) ? new RegExp(`^${key.split(/[$&]\{[^}]*\}/).map((text) => text.replace(/\W/g, '\\$&')).join('.+')}$`) : /^$/;
}
