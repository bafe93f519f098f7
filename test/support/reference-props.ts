import { ESTATE } from '../../bin/config';
import type { EstateProps } from '../../lib/estate-props';

/** A valid configuration, to be broken in one place by a test. */
export const REFERENCE: EstateProps = ESTATE;

/** A copy of a configuration with the value at a path (`environments.test.cidr`) replaced. */
export function withValue<T>(props: T, path: string, value: unknown): T {
  const copy = structuredClone(props) as Record<string, unknown>;
  const keys = path.split('.');
  const last = keys.pop() as string;
  const parent = keys.reduce((object, key) => object[key] as Record<string, unknown>, copy);
  parent[last] = value;
  return copy as T;
}
