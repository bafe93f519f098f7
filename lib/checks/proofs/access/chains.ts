import { mayEver, type Asked } from './ask';
import type { Existence } from './exists';
import { better, mayByGrant } from './grants';
import type { Identity } from './identities';
import type { AccessModel, Principal } from './model';
import { isFullAccess } from './organisation';
import { mayPerhaps, stepsOf, type Step, type Way } from './ways';

/** Longer chains of roles are not followed. */
const MOST_ROLES = 4;

/** A way to do something: what somebody becomes, one after the other, and the request at the end. */
export interface Chain {
  /** The roles, first to last, each with what lets it be assumed, or come by otherwise. Empty if none is needed. */
  readonly roles: readonly Step[];
  readonly existence: Existence;
}

/**
 * Whether somebody may do something, by itself or after assuming roles of the templates, in whichever account. The shortest way
 * is told; the answer is unknown if nothing was found and a step is open. What is said of the context is said of every request;
 * apart from that each may have its own.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining
 *
 * @param ways ways to rights beside assuming a role
 */
export function mayThroughRoles(model: AccessModel, asked: Asked, ways: readonly Way[] = []): Chain {
  const last = (principal: Principal, of = mayPerhaps): Existence => {
    const existence = of(model, { ...asked, principal });
    return existence.answer === 'yes' || !ways.includes('grant') ? existence : better(existence, mayByGrant(model, { ...asked, principal }));
  };
  const direct = last(asked.principal, mayEver);
  let open: Chain | undefined = direct.answer === 'unknown' ? { roles: [], existence: direct } : undefined;
  let ends: { principal: Principal; roles: Chain['roles'] }[] = direct.answer === 'yes' ? [] : [{ principal: asked.principal, roles: [] }];
  const seen = new Set<string>();
  for (let length = 0; length < MOST_ROLES && ends.length > 0; length += 1) {
    const next: typeof ends = [];
    for (const end of ends) {
      open ??= intoTheDark(model, { ...asked, principal: end.principal }, end.roles);
      for (const step of stepsOf(model, carriedBy(asked, end.principal), ways, seen).filter(({ role }) => isNew(role, seen))) {
        const roles = [...end.roles, step];
        const principal: Principal = { kind: 'identity', identity: step.role };
        const existence = last(principal);
        if (existence.answer === 'yes' && roles.every(({ assumed }) => assumed.answer === 'yes')) {
          return { roles, existence };
        }
        open ??= existence.answer !== 'no' ? { roles, existence: { ...existence, answer: 'unknown', reasons: [...existence.reasons, ...roles.flatMap(({ assumed }) => assumed.reasons)] } } : undefined;
        next.push({ principal, roles });
      }
    }
    ends = next;
  }
  return open ?? { roles: [], existence: direct };
}

/** Of the request at the end, only what is said of a second factor and the like is true of the requests before it. */
function carriedBy({ demands }: Asked, principal: Principal): Pick<Asked, 'principal' | 'demands'> {
  return { principal, demands };
}

/** Whether an identity, with these rights, was not come by before. */
function isNew({ arn, policies, bounded, boundary }: Identity, seen: Set<string>): boolean {
  const key = policies.some(isFullAccess) ? `${arn} with all that ${boundary === undefined ? 'there is' : bounded} leaves` : arn;
  return !seen.has(key) && seen.add(key).has(key);
}

/** Roles of an account whose templates are not given may lead anywhere that the account's identities may go. */
function intoTheDark(model: AccessModel, asked: Asked, roles: Chain['roles']): Chain | undefined {
  for (const account of model.missing) {
    const within = [`arn:aws:iam::${account}:role/*`];
    const assumed = mayEver(model, { ...carriedBy(asked, asked.principal), action: 'sts:AssumeRole', resource: model.object(within[0]), within });
    if (assumed.answer !== 'no' && mayEver(model, { ...asked, principal: { kind: 'account', account } }).answer !== 'no') {
      return { roles, existence: { ...assumed, answer: 'unknown', reasons: [`the templates of account ${model.tellAccount(account)} are not given, and so not the roles there that may be assumed`] } };
    }
  }
  return undefined;
}
