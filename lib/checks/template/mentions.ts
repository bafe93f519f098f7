import { isMap, type Json } from './json';

/** The logical ids that a value may refer to, whatever the conditions: by `Ref`, `Fn::GetAtt` or `Fn::Sub`. */
export function mentioned(value: Json | undefined, found: Set<string> = new Set()): Set<string> {
  if (Array.isArray(value)) {
    value.forEach((item) => mentioned(item, found));
  } else if (isMap(value)) {
    for (const [key, below] of Object.entries(value)) {
      if (key === 'Ref' || key === 'Fn::GetAtt') {
        found.add(String(Array.isArray(below) ? below[0] : below).split('.')[0]);
      } else if (key === 'Fn::Sub') {
        const text = String(Array.isArray(below) ? below[0] : below);
        [...text.matchAll(/\$\{([^!.}][^.}]*)/g)].forEach(([, id]) => found.add(id));
      }
      mentioned(below, found);
    }
  }
  return found;
}

/** What is written under a path, before anything is worked out. */
export function below(value: Json | undefined, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((found, key) => (isMap(found) ? found[key] : undefined), value);
}

/** Whether a value is nothing but references to these resources. */
export function refersTo(logicalIds: ReadonlySet<string>, value: Json | undefined): boolean {
  return Array.isArray(value) ? value.length > 0 && value.every((item) => refersTo(logicalIds, item))
    : isMap(value) && ('Ref' in value || 'Fn::GetAtt' in value) && [...mentioned(value)].every((id) => logicalIds.has(id));
}
