import { mapped, type Applicable } from './decide';
import { overlapsOneOf } from './glob';
import type { Caller } from './principal';
import type { Statement } from './statement';

/**
 * Policies without the denials of actions that nothing grants the caller: those are not allowed anyway, and what is denied of
 * them need not be told apart. For questions about any action at all, which would otherwise look at every denial of the organisation.
 */
export function withoutIdleDenials(applicable: Applicable, { kind }: Caller): Applicable {
  const grants = [...applicable.identity, ...applicable.resource].flatMap(({ statements }) => statements.filter(({ effect }) => effect !== 'Deny'));
  if (!['role', 'user', 'identity'].includes(kind) || !grants.every(({ actions }) => actions !== undefined)) {
    return applicable;
  }
  const fits = overlapsOneOf([...new Set(grants.flatMap(({ actions }) => actions ?? []))]);
  const matters = ({ effect, actions }: Statement): boolean => effect !== 'Deny' || actions === undefined || actions.some(fits);
  return mapped(applicable, (statements) => statements.filter(matters));
}
