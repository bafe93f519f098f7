import { mayEver, type Asked } from './ask';
import type { Existence } from './exists';
import type { Identity } from './identities';
import type { AccessModel, Object_, Principal } from './model';
import { outsiders, servicesIn, type Found } from './parties';

/** Longer chains of roles are not followed. */
const MOST_ROLES = 4;

/** What is asked about whoever there is. */
export type AskedOfAll = Omit<Asked, 'principal'>;

/**
 * Who may do something, or may for all that the templates say: the roles and users of the templates, any identity of each account
 * whose administrators give it that, the services that the resource's policy names, strangers and the Internet.
 */
export function who(model: AccessModel, asked: AskedOfAll): Found[] {
  const { arn, policies }: Object_ = typeof asked.resource === 'string' ? model.object(asked.resource) : asked.resource;
  const principals: Principal[] = [
    ...model.identities.map((identity): Principal => ({ kind: 'identity', identity })),
    ...model.organisation.accounts.map((account): Principal => ({ kind: 'account', account })),
    ...servicesIn(policies),
    // What is about no resource happens in the caller's own account: whoever is none of ours does it to itself.
    ...(arn === '*' ? [] : outsiders(model, policies)),
  ];
  return principals.map((principal) => ({ principal, existence: mayEver(model, { ...asked, principal }) })).filter(({ existence }) => existence.answer !== 'no');
}

/** A way to do something: the roles that are assumed one after the other, and the request at the end. */
export interface Chain {
  /** The roles, first to last, each with what lets it be assumed. Empty if none is needed. */
  readonly roles: readonly { readonly role: Identity; readonly assumed: Existence }[];
  readonly existence: Existence;
}

/**
 * Whether somebody may do something, by itself or after assuming roles of the templates, in whichever account. The shortest way
 * is told; the answer is unknown if nothing was found and a step is open.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining
 */
export function mayThroughRoles(model: AccessModel, asked: Asked): Chain {
  const direct = mayEver(model, asked);
  let open: Chain | undefined = direct.answer === 'unknown' ? { roles: [], existence: direct } : undefined;
  let ends: { principal: Principal; roles: Chain['roles'] }[] = direct.answer === 'yes' ? [] : [{ principal: asked.principal, roles: [] }];
  const seen = new Set<Identity>();
  for (let length = 0; length < MOST_ROLES && ends.length > 0; length += 1) {
    const next: typeof ends = [];
    for (const end of ends) {
      for (const { role, assumed } of assumable(model, end.principal, seen, asked.demands)) {
        const roles = [...end.roles, { role, assumed }];
        const existence = mayEver(model, { ...asked, principal: { kind: 'identity', identity: role } });
        if (existence.answer === 'yes' && roles.every((step) => step.assumed.answer === 'yes')) {
          return { roles, existence };
        }
        open ??= existence.answer !== 'no' ? { roles, existence: { ...existence, answer: 'unknown', reasons: [...existence.reasons, ...roles.flatMap((step) => step.assumed.reasons)] } } : undefined;
        next.push({ principal: { kind: 'identity', identity: role }, roles });
      }
    }
    ends = next;
  }
  return open ?? { roles: [], existence: direct };
}

/** The roles that somebody may assume, or may for all that the templates say, and that were not assumed before. */
function assumable(model: AccessModel, principal: Principal, seen: Set<Identity>, demands: Asked['demands']): { role: Identity; assumed: Existence }[] {
  return model.identities.flatMap((role) => {
    if (role.kind !== 'role' || seen.has(role) || (principal.kind === 'identity' && principal.identity === role)) {
      return [];
    }
    const assumed = mayEver(model, { principal, action: 'sts:AssumeRole', resource: role.arn, demands });
    if (assumed.answer === 'no') {
      return [];
    }
    seen.add(role);
    return [{ role, assumed }];
  });
}
