import type { Context } from './context';
import { isOpenHole, matches, patternOf } from './glob';
import type { Named, Statement } from './statement';
import { allOf, anyOf, not, type Tri } from './tri';

/**
 * Who makes a request. An `identity` is any user or role of an account; which one is in `aws:PrincipalArn`. A `root` is the
 * root user of an account, a `federated` one somebody whom an identity provider vouches for.
 */
export interface Caller {
  readonly kind: 'role' | 'user' | 'identity' | 'root' | 'service' | 'federated' | 'anonymous';
  /** The account of a role, a user, an identity or a root user. */
  readonly account?: string;
  /** Name of the service, or ARN of the identity provider. */
  readonly name?: string;
  /** ARN of a role's session. @default - any session */
  readonly session?: string;
  /** Whether a permissions boundary is set. */
  readonly bounded?: boolean;
}

/** How the policy of a resource names the caller, which says what else has to allow the request. */
export interface Naming {
  /** By itself, as a user, a session or a service, or as everybody. */
  readonly self: Tri;
  /** By its role. */
  readonly role: Tri;
  /** By its account, which hands the decision to that account. */
  readonly account: Tri;
}

const ALL: Naming = { self: true, role: true, account: true };
const NOBODY: Naming = { self: false, role: false, account: false };

/**
 * How a statement names the caller.
 *
 * Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html,
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
export function namingOf(statement: Statement, caller: Caller, context: Context): Naming {
  if (statement.notPrincipals) {
    const excepted = layersOf(statement.notPrincipals, caller, context);
    const self = statement.effect === 'Allow' ? not(anyOf(excepted)) : isBarred(excepted, caller);
    return { ...NOBODY, self };
  }
  if (!statement.principals) {
    return ALL;
  }
  const found = statement.principals.map((named) => one(named, caller, context));
  return { self: anyOf(found.map(({ self }) => self)), role: anyOf(found.map(({ role }) => role)), account: anyOf(found.map(({ account }) => account)) };
}

function one({ kind, name }: Named, caller: Caller, context: Context): Naming {
  const self = (matched: Tri): Naming => ({ ...NOBODY, self: matched });
  if (kind === '*') {
    return self(true);
  }
  if (kind === 'Service' || kind === 'Federated') {
    return self(caller.kind === kind.toLowerCase() && (name === '*' || matches(patternOf(name, 'literal'), caller.name ?? '')));
  }
  if (caller.account === undefined) {
    return NOBODY;
  }
  return kind !== 'AWS' || isOpenText(name) ? self(undefined) : namedByArn(name, caller.account, caller, context);
}

function namedByArn(name: string, own: string, caller: Caller, context: Context): Naming {
  const account = accountNamed(name);
  if (account !== undefined) {
    return { ...NOBODY, account: matches(patternOf(account, 'literal'), own) };
  }
  if (matches(patternOf(name.split(':')[4] ?? '', 'literal'), own) === false) {
    return NOBODY;
  }
  if (/^arn:[^:]*:sts:/.test(name)) {
    return { ...NOBODY, self: caller.kind === 'role' || caller.kind === 'identity' ? isSession(name, caller, context) : false };
  }
  const arn = context.look('aws:principalarn');
  const matched = arn === undefined ? undefined : arn !== null && matches(patternOf(name, 'literal'), arn[0]);
  return /^arn:[^:]*:iam::[^:]*:user\//.test(name) ? { ...NOBODY, self: matched } : { ...NOBODY, role: matched };
}

function isSession(name: string, caller: Caller, context: Context): Tri {
  const arn = caller.kind === 'role' ? context.look('aws:principalarn')?.[0] : undefined;
  // Whoever the session is, it is one of the role's own: `arn:aws:sts::<account>:assumed-role/<role>/<session>`.
  const own = arn === undefined ? true : matches(patternOf(name.split('/')[1] ?? '', 'literal'), arn.split('/').at(-1) ?? '');
  if (own !== true) {
    return own;
  }
  const session = caller.session === undefined ? context.look('@session') : [caller.session];
  return session === undefined ? undefined : session !== null && matches(patternOf(name, 'literal'), session[0]);
}

/** The account that a name stands for: its number, or its root. */
export function accountNamed(name: string): string | undefined {
  return /^arn:[^:]*:iam::([^:]*):root$/.exec(name)?.[1] ?? (/^(\d{12}|[\u{f0000}-\u{fffff}])$/u.test(name) ? name : undefined);
}

function isOpenText(name: string): boolean {
  return [...name].some(isOpenHole) && !name.startsWith('arn:');
}

/** Whether each thing that a caller is, its account first, is among the names. */
function layersOf(names: readonly Named[], caller: Caller, context: Context): Tri[] {
  const found = names.map((named) => one(named, caller, context));
  const layer = (of: (naming: Naming) => Tri): Tri => anyOf(found.map(of));
  if (caller.account === undefined) {
    return [layer(({ self }) => self)];
  }
  return [layer(({ account }) => account), layer(({ role, self }) => anyOf([role, self]))];
}

/**
 * A denial of all but some applies to whoever is not named at all. For whoever is named in part (the user, but not its account)
 * it depends on the service; for whoever has a permissions boundary it always applies.
 */
function isBarred(layers: readonly Tri[], caller: Caller): Tri {
  if (caller.bounded || anyOf(layers) === false) {
    return true;
  }
  return allOf(layers) === true ? false : undefined;
}
