import { Memory } from '../memory';
import { meets, substitute, type Context } from './context';
import { matches, patternOf, type Pattern } from './glob';
import { namingOf, type Caller, type Naming } from './principal';
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
  /** How it names the caller, and whether it is about the request, where a resource's policy says so. */
  readonly named?: { readonly naming: Naming; readonly about: Tri };
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
  const found = NAMED.of(list, action, () => anyOf(list.map((pattern) => matches(pattern, action))));
  return actions ? found : not(found);
}

/** Whether the patterns of a statement name an action, or a resource. */
const NAMED = new Memory<readonly (Pattern | string)[], Tri>();

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
  const found = variables && list.some((text) => text.includes('${')) ? anyOf(list.map((text) => {
    const pieces = substitute(text, context);
    return pieces ? matches(patternOf(pieces, 'resource'), resource) : pieces === null && resources ? false : undefined;
  })) : NAMED.of(list, resource, () => anyOf(list.map((text) => matches(patternOf(text, 'resource'), resource))));
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

/** The statements that are hit, among those of policies. */
function sideOf(policies: readonly Policy[], of: (policy: Policy) => readonly Statement[], hit: (statement: Statement) => Hit | undefined): Side {
  const denials: Hit[] = [];
  const grants: Hit[] = [];
  for (const policy of policies) {
    for (const statement of of(policy)) {
      const found = hit(statement);
      if (found) {
        (statement.effect === 'Allow' ? grants : denials).push(found);
        if (statement.effect === undefined) {
          grants.push(found);
        }
      }
    }
  }
  return { denials, grants };
}

/** Whether one of them applies. */
function matchedAny(hits: readonly Hit[]): Tri {
  let outcome: Tri = false;
  for (const { matched } of hits) {
    if (matched) {
      return true;
    }
    outcome = undefined;
  }
  return outcome;
}

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
  const about = (statement: Statement): Hit | undefined => {
    const matched = isAbout(statement, context);
    return matched === false ? undefined : { statement, matched };
  };
  const named = (statement: Statement): Hit | undefined => {
    const before = context.waiting.length;
    const naming = namingOf(statement, caller, context);
    const addressed = anyOf([naming.self, naming.role, naming.account]);
    const itself = addressed === false ? false : isAbout(statement, context);
    const matched = context.settle(before, allOf([addressed, itself]));
    return matched === false ? undefined : { statement, matched, named: { naming, about: itself } };
  };
  const sides = {
    identity: sideOf(applicable.identity, of, about),
    boundary: sideOf(applicable.boundary ? [applicable.boundary] : [], of, about),
    session: sideOf(applicable.session ? [applicable.session] : [], of, about),
    resource: sideOf(applicable.resource, of, named),
    endpoint: sideOf(applicable.endpoint ? [applicable.endpoint] : [], of, named),
    resourceControl: sideOf(applicable.resourceControl, of, named),
  };
  return { sides, levels: applicable.serviceControl.map((policies) => sideOf(policies, of, about)) };
}

/** The decision that follows from them. */
export function decideBy({ sides, levels }: Hits, applicable: Applicable, caller: Caller, context: Context): Decision {
  const denials: Hit[] = [];
  for (const side of [sides.identity, sides.boundary, sides.session, sides.resource, sides.endpoint, sides.resourceControl, ...levels]) {
    denials.push(...side.denials);
  }
  const denied = matchedAny(denials);
  if (denied) {
    return { allowed: false, denials: denials.filter(({ matched }) => matched), grants: [], missing: [] };
  }
  const granted = grantedBy(applicable, caller, context, sides);
  const layers: [Layer, Tri][] = [
    ...levels.map((level): [Layer, Tri] => ['service control', matchedAny(level.grants)]),
    ['endpoint', applicable.endpoint ? matchedAny(sides.endpoint.grants) : true],
  ];
  const allowed = allOf([not(denied), granted.allowed, ...layers.map(([, grants]) => grants)]);
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
  const namings = grants.map(({ statement, matched, named }) => {
    const { naming, about } = named!;
    // Where it is hit whichever way it names the caller, it may still matter which: what that waits for is asked for again.
    const isOpen = matched && (naming.self === undefined || naming.role === undefined || naming.account === undefined);
    return { naming: isOpen ? namingOf(statement, caller, context) : naming, about };
  });
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
