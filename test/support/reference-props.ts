import { ESTATE } from '../../bin/config';
import type { EstateProps } from '../../lib/estate-props';

/** A valid configuration, to be broken in one place by a test. */
export const REFERENCE: EstateProps = ESTATE;

/** The same where people sign in to an identity account; the groups that come in by VPN are another provider's. */
export const WITH_IDENTITY_ACCOUNT: EstateProps = {
  ...REFERENCE,
  identity: { identityAccount: { account: '100000000005' } },
  remoteAccess: { ...REFERENCE.remoteAccess, groups: Object.fromEntries(['operator', 'database-administrator', 'break-glass'].map((role) => [role, `acme-${role}`])) },
};

/** A copy of a configuration with the value at a path (`environments.test.cidr`) replaced. */
export function withValue<T>(props: T, path: string, value: unknown): T {
  const copy = structuredClone(props) as Record<string, unknown>;
  const keys = path.split('.');
  const last = keys.pop() as string;
  const parent = keys.reduce((object, key) => object[key] as Record<string, unknown>, copy);
  parent[last] = value;
  return copy as T;
}
