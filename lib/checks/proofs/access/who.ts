import { mayEver, type Asked, type Demand } from './ask';
import { better, mayByGrant } from './grants';
import type { AccessModel, Object_, Principal } from './model';
import { outsiders, servicesIn, type Found } from './parties';

/** What is asked about whoever there is. */
export type AskedOfAll = Omit<Asked, 'principal'>;

/**
 * Who may do something, or may for all that the templates say: the roles and users of the templates, any identity of each account
 * whose administrators give it that, the services that the resource's policy names, strangers and the Internet.
 *
 * @param leftOut is not asked about; nor is it one of the identities of its account
 * @param ways `grant`: also those who may make a grant on the key, by which they or others use it
 */
export function who(model: AccessModel, asked: AskedOfAll, leftOut: readonly Principal[] = [], ways: readonly 'grant'[] = []): Found[] {
  const { arn, policies }: Object_ = typeof asked.resource === 'string' ? model.object(asked.resource) : asked.resource;
  const principals: Principal[] = [
    ...model.identities.map((identity): Principal => ({ kind: 'identity', identity })),
    ...model.organisation.accounts.map((account): Principal => ({ kind: 'account', account })),
    ...servicesIn(policies),
    // What is about no resource happens in the caller's own account: whoever is none of ours does it to itself.
    ...(arn === '*' ? [] : outsiders(model, policies)),
  ];
  const out = new Set(leftOut.map(keyOf));
  const others = othersThan(leftOut, asked.demands);
  return principals.filter((principal) => !out.has(keyOf(principal)))
    .map((principal) => foundOf(model, { ...asked, principal, demands: principal.kind === 'account' ? others : asked.demands }, ways))
    .filter(({ existence }) => existence.answer !== 'no');
}

function foundOf(model: AccessModel, asked: Asked, ways: readonly 'grant'[]): Found {
  const { principal } = asked;
  const existence = mayEver(model, asked);
  const granted = existence.answer === 'yes' || ways.length === 0 ? undefined : mayByGrant(model, asked);
  return granted && better(existence, granted) === granted ? { principal, existence: granted, way: 'grant' } : { principal, existence };
}

/** What tells principals apart. */
function keyOf(principal: Principal): string {
  switch (principal.kind) {
    case 'identity': return `role ${principal.identity.arn}`;
    case 'stranger': return `role ${principal.arn}`;
    case 'account':
    case 'root': return `${principal.kind} ${principal.account}`;
    case 'service': return `service ${principal.name}`;
    case 'federated': return `provider ${principal.provider}`;
    default: return principal.kind;
  }
}

/** Demands that none of these roles and users meets. */
function othersThan(leftOut: readonly Principal[], demands: readonly Demand[] = []): readonly Demand[] {
  const arns = leftOut.flatMap((principal) => (principal.kind === 'identity' ? [principal.identity.arn] : principal.kind === 'stranger' ? [principal.arn] : []));
  return arns.length === 0 ? demands : (demands.length === 0 ? [{}] : demands).map((demand): Demand => ({ ...demand, ArnNotLike: { ...demand.ArnNotLike, 'aws:PrincipalArn': arns } }));
}
