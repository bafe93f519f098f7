import type { KeyValues } from './context';
import type { Decision, Hit } from './decide';
import type { Existence } from './exists';
import type { AccessModel, Principal } from './model';
import type { Statement } from './statement';

/** Who is asked about, for people. */
export function tellPrincipal(model: AccessModel, principal: Principal): string {
  switch (principal.kind) {
    case 'identity': return model.names.tell(principal.identity.arn);
    case 'stranger': return principal.arn;
    case 'account': return `an identity of account ${model.tellAccount(principal.account)}`;
    case 'root': return `the root user of account ${model.tellAccount(principal.account)}`;
    case 'service': return principal.name;
    case 'federated': return `whoever ${model.names.tell(principal.provider)} vouches for`;
    default: return 'anybody on the Internet';
  }
}

/** Where a statement stands, for people. */
export function tellStatement({ place, sid }: Statement): string {
  return [place.template, place.logicalId, place.path].filter((part) => part !== '').join(' ') + (sid === undefined ? '' : ` (${sid})`);
}

/** What a request must have, for people. Empty if nothing. */
export function tellContext(model: AccessModel, context: ReadonlyMap<string, KeyValues>): string {
  return [...context].map(([key, values]) => (values === null ? `${key} is absent` : `${key} is ${values.map((value) => model.names.tell(value)).join(' and ')}`)).join(', ');
}

/** A witness: who may do what on what, in which context, and which statements say so. */
export function tellWitness(model: AccessModel, principal: Principal, { about, context, decision }: Existence): string {
  const when = tellContext(model, new Map([...context].filter(([, values]) => values !== null)));
  const by = grantsOf(decision).map(tellStatement).join(' and ');
  return `${tellPrincipal(model, principal)} may ${about?.action} on ${model.names.tell(about?.resource ?? '')}${when === '' ? '' : ` when ${when}`}${by === '' ? '' : `, by ${by}`}`;
}

/** The statements that allow, without those that stand for whatever an account's administrators give. */
export function grantsOf({ grants }: Decision): Statement[] {
  const found = grants.filter(({ matched, statement }) => matched === true && statement.place.template !== '').map(({ statement }) => statement);
  return [...new Set(found)];
}

/** The statements of which it is open whether they allow or deny. */
export function openOf({ grants, denials }: Decision): Statement[] {
  return [...new Set([...denials, ...grants].filter(({ matched }) => matched === undefined).map(({ statement }) => statement))];
}

/** The statements that deny, of a decision. */
export function denialsOf(hits: readonly Hit[]): Statement[] {
  return [...new Set(hits.filter(({ matched }) => matched === true).map(({ statement }) => statement))];
}
