import { meets, substitute, type Context } from './context';
import { matches, patternOf, type Pattern } from './glob';
import { namingOf, type Caller } from './principal';
import type { Policy, Statement } from './statement';
import { allOf, anyOf, not, type Tri } from './tri';

/** The policies that apply to a request. */
export interface Applicable {
  readonly identity: readonly Policy[];
  readonly boundary?: Policy;
  readonly session?: Policy;
  /** The policies of the resource. */
  readonly resource: readonly Policy[];
  /** Whether the resource's own policy has to allow: keys, and roles that are to be assumed. */
  readonly guarded: boolean;
  /** Service control policies, a list for every level: the root, the organizational units, the account. */
  readonly serviceControl: readonly (readonly Policy[])[];
  /** Resource control policies of every level. */
  readonly resourceControl: readonly Policy[];
  /** Policy of the VPC endpoint that the request goes through. */
  readonly endpoint?: Policy;
  /** The account that the resource belongs to. @default - the caller's */
  readonly owner?: string;
}

/** A statement that applies, or may apply. */
export interface Hit {
  readonly statement: Statement;
  /** True, or open. */
  readonly matched: Tri;
}

/** What came of a request: allowed, denied or open, and the statements that decided. */
export interface Decision {
  readonly allowed: Tri;
  /** Statements that deny. */
  readonly denials: readonly Hit[];
  /** Statements that allow, of every kind of policy that must. */
  readonly grants: readonly Hit[];
  /** What does not allow, though it must. */
  readonly missing: readonly Layer[];
}

/** A kind of policy that has to allow. */
export type Layer = 'identity' | 'boundary' | 'session' | 'resource' | 'service control' | 'endpoint';

interface Side {
  readonly denials: readonly Hit[];
  readonly grants: readonly Hit[];
}

const PARTS: readonly ((statement: Statement, context: Context) => Tri)[] = [aboutAction, aboutResource, ({ conditions, variables }, context) => meets(conditions, variables, context)];

/** Whether a statement is about a request: about its action, its resource and its context. Its principals are looked at elsewhere. */
export function isAbout(statement: Statement, context: Context): Tri {
  const start = context.waiting.length;
  let outcome: Tri = statement.open === undefined ? true : undefined;
  for (const part of PARTS) {
    const before = context.waiting.length;
    const one = context.settle(before, part(statement, context));
    if (one === false) {
      return context.settle(start, false);
    }
    outcome &&= one;
  }
  return context.settle(start, outcome);
}

/** Whether a statement is about the action of a request. */
export function aboutAction(statement: Statement, context: Context): Tri {
  const { actions, notActions } = statement;
  const list = actions ?? notActions;
  const action = context.look('@action')?.[0];
  if (action === undefined || list === undefined || list.length === 0) {
    return undefined;
  }
  const known = NAMED.get(list) ?? new Map<string, Tri>();
  NAMED.set(list, known);
  if (!known.has(action)) {
    known.set(action, anyOf(list.map((pattern) => matches(pattern, action))));
  }
  return actions ? known.get(action) : not(known.get(action));
}

/** Whether patterns of actions name an action: the same statements stand in front of many requests. */
const NAMED = new WeakMap<readonly Pattern[], Map<string, Tri>>();

/** Whether a statement is about the resource of a request. */
export function aboutResource(statement: Statement, context: Context): Tri {
  const { resources, notResources, variables } = statement;
  const list = resources ?? notResources;
  if (list === undefined || (resources?.length === 1 && resources[0] === '*')) {
    return list !== undefined || !isWithoutEffect(statement, context);
  }
  const resource = context.look('@resource')?.[0];
  if (resource === undefined || list.length === 0) {
    return undefined;
  }
  const found = anyOf(list.map((text) => {
    const pieces = variables ? substitute(text, context) : [text];
    return pieces ? matches(patternOf(pieces, 'resource'), resource) : pieces === null && resources ? false : undefined;
  }));
  return resources ? found : not(found);
}

/**
 * Trust policies and some others name no resource. A statement of a key policy that names none has no effect.
 *
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
 */
function isWithoutEffect({ policy, open }: Statement, context: Context): boolean {
  return open === undefined && policy === 'resource' && /^kms:/i.test(context.look('@action')?.[0] ?? '');
}

function sideOf(policies: readonly (readonly Statement[])[], hit: (statement: Statement) => Tri): Side {
  const denials: Hit[] = [];
  const grants: Hit[] = [];
  for (const statements of policies) {
    for (const statement of statements) {
      const matched = hit(statement);
      if (matched !== false) {
        (statement.effect === 'Allow' ? grants : denials).push({ statement, matched });
        if (statement.effect === undefined) {
          grants.push({ statement, matched });
        }
      }
    }
  }
  return { denials, grants };
}

const matchedAny = (hits: readonly Hit[]): Tri => anyOf(hits.map(({ matched }) => matched));

/**
 * Decides a request as AWS documents it: an explicit denial anywhere denies; service control policies must allow on every
 * level; in one account the policy of the identity or that of the resource is enough, across accounts both are needed; a
 * boundary and a session policy limit what the identity's policy grants, and what is granted to its role.
 *
 * Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html,
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 */
export function decide(applicable: Applicable, caller: Caller, context: Context): Decision {
  return decideBy(hitsOf(applicable, caller, context), applicable, caller, context);
}

/** The statements that apply, or may apply, by what they are of. */
export interface Hits {
  readonly sides: Readonly<Record<'identity' | 'boundary' | 'session' | 'resource' | 'endpoint' | 'resourceControl', Side>>;
  readonly levels: readonly Side[];
}

/**
 * Those of a request. What is not among them is not among those of any request of which more is known, either.
 *
 * @param of the statements of a policy that are looked at. @default - all of them
 */
export function hitsOf(applicable: Applicable, caller: Caller, context: Context, of: (policy: Policy) => readonly Statement[] = ({ statements }) => statements): Hits {
  const about = (statement: Statement): Tri => isAbout(statement, context);
  const named = (statement: Statement): Tri => {
    const before = context.waiting.length;
    const { self, role, account } = namingOf(statement, caller, context);
    const addressed = anyOf([self, role, account]);
    return context.settle(before, addressed === false ? false : allOf([addressed, about(statement)]));
  };
  const side = (policies: readonly Policy[], hit: (statement: Statement) => Tri): Side => sideOf(policies.map(of), hit);
  const sides = {
    identity: side(applicable.identity, about),
    boundary: side(applicable.boundary ? [applicable.boundary] : [], about),
    session: side(applicable.session ? [applicable.session] : [], about),
    resource: side(applicable.resource, named),
    endpoint: side(applicable.endpoint ? [applicable.endpoint] : [], named),
    resourceControl: side(applicable.resourceControl, named),
  };
  return { sides, levels: applicable.serviceControl.map((policies) => side(policies, about)) };
}

/** The decision that follows from them. */
export function decideBy({ sides, levels }: Hits, applicable: Applicable, caller: Caller, context: Context): Decision {
  const denials = [...Object.values(sides), ...levels].flatMap((side) => side.denials);
  if (matchedAny(denials) === true) {
    return { allowed: false, denials: denials.filter(({ matched }) => matched), grants: [], missing: [] };
  }
  const granted = grantedBy(applicable, caller, context, sides);
  const layers: [Layer, Tri][] = [
    ...levels.map((level): [Layer, Tri] => ['service control', matchedAny(level.grants)]),
    ['endpoint', applicable.endpoint ? matchedAny(sides.endpoint.grants) : true],
  ];
  const allowed = allOf([not(matchedAny(denials)), granted.allowed, ...layers.map(([, grants]) => grants)]);
  const missing = [...granted.missing, ...layers.filter(([, grants]) => grants !== true).map(([layer]) => layer)];
  return { allowed, denials, grants: [...sides.identity.grants, ...sides.resource.grants, ...sides.boundary.grants, ...sides.session.grants], missing: [...new Set(missing)] };
}

type Granted = { readonly allowed: Tri; readonly missing: readonly Layer[] };

function grantedBy(applicable: Applicable, caller: Caller, context: Context, sides: Readonly<Record<'identity' | 'boundary' | 'session' | 'resource', Side>>): Granted {
  const by = resourceGrants(sides.resource.grants, caller, context);
  if (caller.account === undefined) {
    const allowed = anyOf([by.self, by.role, by.account]);
    return { allowed, missing: allowed === true ? [] : ['resource'] };
  }
  const identity = matchedAny(sides.identity.grants);
  const boundary = applicable.boundary ? matchedAny(sides.boundary.grants) : true;
  const session = applicable.session ? matchedAny(sides.session.grants) : true;
  const limits = allOf([boundary, session]);
  const same = applicable.owner === undefined ? true : matches(patternOf(applicable.owner, 'literal'), caller.account);
  const within = anyOf([by.self, allOf([by.role, limits]), allOf([identity, limits, applicable.guarded ? by.account : true])]);
  const across = allOf([anyOf([by.self, by.role, by.account]), identity, limits]);
  const allowed = same === true ? within : same === false || within === across ? across : undefined;
  const needed: [Layer, Tri][] = [['identity', identity], ['boundary', boundary], ['session', session],
    ...(same !== true || applicable.guarded ? [['resource', anyOf([by.self, by.role, by.account])] as [Layer, Tri]] : [])];
  return { allowed, missing: allowed === true ? [] : needed.filter(([, grants]) => grants !== true).map(([layer]) => layer) };
}

/** What the policies of the resource grant, by how they name the caller. */
function resourceGrants(grants: readonly Hit[], caller: Caller, context: Context): { self: Tri; role: Tri; account: Tri } {
  const namings = grants.map(({ statement }) => ({ naming: namingOf(statement, caller, context), about: isAbout(statement, context) }));
  const by = (pick: 'self' | 'role' | 'account'): Tri => anyOf(namings.map(({ naming, about }) => allOf([naming[pick], about])));
  return { self: by('self'), role: by('role'), account: by('account') };
}

/** Policies with only some of their statements. */
export function mapped(applicable: Applicable, keep: (statements: readonly Statement[]) => readonly Statement[]): Applicable {
  const some = (policy: Policy): Policy => ({ ...policy, statements: keep(policy.statements) });
  return {
    ...applicable,
    identity: applicable.identity.map(some),
    boundary: applicable.boundary && some(applicable.boundary),
    session: applicable.session && some(applicable.session),
    resource: applicable.resource.map(some),
    serviceControl: applicable.serviceControl.map((level) => level.map(some)),
    resourceControl: applicable.resourceControl.map(some),
    endpoint: applicable.endpoint && some(applicable.endpoint),
  };
}
