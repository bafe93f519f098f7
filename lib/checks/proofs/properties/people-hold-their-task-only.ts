import { all, compliant, unknown, violation, type Verdict } from '../../verdict';
import { mayEver } from '../access/ask';
import { decidedBy, statementsOf } from '../access/cut';
import { matches } from '../access/glob';
import type { Identity } from '../access/identities';
import { AccessModel, type Principal } from '../access/model';
import { fullAccess } from '../access/organisation';
import { allowsOnly, refuted } from '../access/parties';
import { isPerson, writtenAt } from '../access/people';
import { policyOf, type Statement } from '../access/statement';
import { tellPrincipal, tellStatement } from '../access/words';
import type { Property } from '../property';

const NOWHERE = { template: '', logicalId: '', path: '' };

export const PeopleHoldTheirTaskOnly: Property = {
  id: 'PeopleHoldTheirTaskOnly',
  title: "No role of people has a wildcard action on a wildcard resource, and a permissions boundary leaves it the actions that its own policies name, whatever else is attached to it.",
  why: 'A task is finished one day; a right that was given in passing stays, and what a wildcard holds grows with every service.',
  mend: 'Write the actions out, or name the resources; give every role of people a boundary that lists the actions of its task.',
  proof: 'iam',
  controls: ['ACC6'],
  references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege', 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html'],
  check: (set) => {
    const model = AccessModel.of(set);
    return model.identities.filter(isPerson).map((identity) => ({ ...writtenAt(model, identity), verdict: verdictOn(model, identity) }));
  },
};

function verdictOn(model: AccessModel, identity: Identity): Verdict {
  const verdict = all([...statementsOf(identity.policies).map((statement) => withoutWildcards(model, identity, statement)), keptByBoundary(model, identity)]);
  return verdict.kind === 'compliant' ? allowsOnly(model, [identity]) : verdict;
}

function withoutWildcards(model: AccessModel, identity: Identity, statement: Statement): Verdict {
  const { effect, open, actions, notActions, resources, notResources } = statement;
  if (effect === 'Deny') {
    return compliant();
  }
  if (open !== undefined) {
    return unknown(`whether ${tellPrincipal(model, { kind: 'identity', identity })} has wildcards is not decided: ${model.names.tell(open)}`);
  }
  const wide = notActions !== undefined ? 'all but some' : actions?.map(({ source }) => source).find((action) => /[*?]/.test(action));
  const everywhere = notResources !== undefined || resources?.some((resource) => /^(\*+|arn:[^:]*:[^:]*:[^:]*:[^:]*:\*)$/.test(resource));
  return wide !== undefined && everywhere
    ? decidedBy(model, 'violation', [`${tellPrincipal(model, { kind: 'identity', identity })} has the actions ${wide} on any resource, by ${tellStatement(statement)}`], [statement], writtenAt(model, identity))
    : compliant();
}

/** With everything attached to it that there is, the identity does nothing that its own policies do not name. */
function keptByBoundary(model: AccessModel, identity: Identity): Verdict {
  if (identity.boundary === undefined) {
    return violation(`${tellPrincipal(model, { kind: 'identity', identity })} has no permissions boundary`);
  }
  const opened = statementsOf([identity.boundary]).find(({ open }) => open !== undefined);
  if (opened) {
    return unknown(`what the boundary of ${tellPrincipal(model, { kind: 'identity', identity })} leaves is not decided: ${model.names.tell(opened.open ?? '')}`);
  }
  const own = statementsOf(identity.policies).filter(({ effect }) => effect === 'Allow').flatMap(({ actions }) => actions ?? []);
  const named = new Set(own.map(({ source }) => source.toLowerCase()));
  const wide = own.filter(({ plain }) => !plain);
  const more = statementsOf([identity.boundary]).filter(({ effect }) => effect !== 'Deny').flatMap(({ actions }) => actions?.map(({ source }) => source) ?? ['*'])
    .filter((action) => !named.has(action.toLowerCase()) && (/[*?]/.test(action) || !wide.some((pattern) => matches(pattern, action) === true)));
  if (more.length === 0) {
    return compliant();
  }
  const without = own.length === 0 ? [] : [policyOf({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: own.map(({ source }) => source), Resource: '*' }] }, 'identity', NOWHERE)];
  const principal: Principal = { kind: 'identity', identity: { ...identity, policies: [fullAccess(), ...without] } };
  return refuted(model, [{ principal, existence: mayEver(model, { principal, action: more, resource: '*', within: ['*'] }) }], writtenAt(model, identity)) ?? compliant();
}
