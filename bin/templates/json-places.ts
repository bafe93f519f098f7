import { pointer, type Place } from '../../lib/checks/check/place';

/** Deeper than any real template; what walks it is not to run out of stack. */
export const MOST_LEVELS = 100;

/** What a reader finds besides the value. */
export interface Places {
  readonly root: Place;
  /** Keys that stand twice in one object. The last one counts. */
  readonly duplicates: readonly { readonly key: string; readonly line: number }[];
}

/** Where everything stands in a text that is JSON. */
export function placesOfJson(text: string): Places {
  const pointAt = pointer(text);
  const duplicates: { key: string; line: number }[] = [];
  const token = /[{}[\],]|"(?:[^"\\]|\\.)*"|[^\s{}[\],:"]+/gs;
  const next = (): RegExpExecArray => token.exec(text)!;

  const value = (start: RegExpExecArray, at: number, level: number): Place => {
    if (level > MOST_LEVELS) {
      throw new Error(`it is nested more than ${MOST_LEVELS} levels deep`);
    }
    const below = new Map<string, Place>();
    if (start[0] === '{') {
      for (let key = next(); key[0] !== '}'; key = next()) {
        if (key[0] !== ',') {
          const name = JSON.parse(key[0]) as string;
          if (below.has(name)) {
            duplicates.push({ key: name, line: pointAt(key.index).line });
          }
          below.set(name, value(next(), key.index, level + 1));
        }
      }
    } else if (start[0] === '[') {
      for (let item = next(); item[0] !== ']'; item = next()) {
        if (item[0] !== ',') {
          below.set(String(below.size), value(item, item.index, level + 1));
        }
      }
    }
    return { ...pointAt(at), ...(below.size > 0 && { below }) };
  };
  const first = next();
  return { root: value(first, first.index, 0), duplicates };
}
