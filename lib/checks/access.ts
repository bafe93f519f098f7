import { accountOf, covers, isEverybody, isOptional, operatorOf, statements, like, type Condition, type Statement } from './policy';
import type { Resource, Value } from './template';
import { all, compliant, NOT_APPLICABLE, open, unknown, violation, type Verdict } from './verdict';

/** Condition keys that tell who calls, or on whose behalf: they keep the public out when they name somebody. */
const WHO_KEYS: ReadonlySet<string> = new Set(['aws:principalorgid', 'aws:principalorgpaths', 'aws:principalaccount', 'aws:principalarn',
  'aws:sourceaccount', 'aws:sourceowner', 'aws:sourcearn', 'aws:sourceorgid', 'aws:sourceorgpaths', 'aws:sourcevpc', 'aws:sourcevpce',
  'aws:vpceaccount', 'aws:vpceorgid', 'aws:userid', 'kms:calleraccount', 's3:dataaccesspointaccount', 's3:dataaccesspointarn', 'sns:endpoint',
  'lambda:eventsourcetoken', 'elasticfilesystem:accesspointarn']);
const POSITIVE = ['stringequals', 'stringequalsignorecase', 'stringlike', 'arnequals', 'arnlike'];
/** Accounts of AWS itself from which load balancers write their access logs, in regions inside the European Economic Area. */
export const LOAD_BALANCER_ACCOUNTS = ['054676820928', '156460612806', '009996457667', '897822967062', '635631232127'];
/** The accounts that serve every environment, for the actions of their trade. */
export const SHARED: readonly string[] = ['management', 'security', 'backup', 'release', 'identity'];

/** No statement of a policy may admit everybody, unless a condition says who. */
export function notPublic(policy: Value, what: string): Verdict {
  return all(statements(policy).map((statement) => statementNotPublic(statement, what)));
}

function statementNotPublic(statement: Statement, what: string): Verdict {
  const { value, effect, principals, notPrincipals, conditions } = statement;
  if (effect === 'Deny') {
    return compliant(value.at('Effect'));
  }
  if (effect === undefined) {
    return open(value.at('Effect').present ? value.at('Effect') : value);
  }
  if (!principals.some(isEverybody) && notPrincipals.length === 0) {
    const opened = principals.find((principal) => principal.value.open !== undefined);
    return opened ? open(opened.value) : compliant(value.at('Principal'));
  }
  if (conditions.some(saysWho)) {
    return compliant(value.at('Principal'), value.at('Condition'));
  }
  return value.at('Condition').open !== undefined ? open(value.at('Condition')) : violation(`${what} admits everybody`, value.at('Principal'));
}

/** Whether a condition admits only callers that it names. */
function saysWho(condition: Condition): boolean {
  // Through a mount target is through the VPC's own network.
  return (condition.key === 'elasticfilesystem:accessedviamounttarget' && operatorOf(condition) === 'bool' && !isOptional(condition)
    && condition.values.every((value) => value.isTrue)) || namesSomebody(condition);
}

function namesSomebody(condition: Condition): boolean {
  return WHO_KEYS.has(condition.key) && POSITIVE.includes(operatorOf(condition)) && !isOptional(condition)
    && condition.values.length > 0 && condition.values.every((value) => (condition.key === 'sns:endpoint' ? !/^[*?]*$/.test(value.text ?? '*') : !isAnybody(value.text ?? '*')));
}

/**
 * Whether a text that callers or sources are compared with fits those of any account: `*`, `o-*`, `arn:aws:iam::*:role/x`.
 * Everybody can call a role of an account of their own as somebody else's is called.
 */
export function isAnybody(text: string): boolean {
  // What references and parameters stand for is somebody.
  const pattern = text.replace(/\$\{[^}]*\}/g, 'x');
  if (!pattern.startsWith('arn:')) {
    return /^$|^[^/:]*[*?]/.test(pattern);
  }
  const [, , , , account = '*', ...resource] = pattern.split(':');
  return /[*?]/.test(account) || (account === '' && /^[*?]/.test(resource.join(':')));
}

/**
 * A policy must deny everybody requests without TLS.
 *
 * @param action    an action that must be denied, e.g. `s3:GetObject`
 * @param resources texts that each must be matched by the statement's resources, as alternatives that mean
 *                  the same; none if the policy can only be about the one resource
 */
export function deniesPlaintext(policy: Value, action: string, resources: readonly (readonly string[])[] = []): Verdict {
  const denials = statements(policy).filter(isPlaintextDenial);
  const denying = denials.filter((statement) => statement.actions.some((pattern) => covers(pattern, action)));
  if (denying.length > 0 && resources.every((alternatives) => denying.some((statement) => matchesResource(statement, alternatives)))) {
    return compliant(...denials.map(({ value }) => value.at('Condition')));
  }
  return policy.open !== undefined ? open(policy) : violation('requests without TLS are not denied', policy.at('Statement'));
}

function isPlaintextDenial({ effect, principals, conditions }: Statement): boolean {
  const [condition] = conditions;
  return effect === 'Deny' && principals.some(isEverybody) && conditions.length === 1 && condition.key === 'aws:securetransport'
    && ['bool', 'stringequals', 'stringequalsignorecase'].includes(operatorOf(condition)) && condition.values.length === 1 && condition.values[0].isFalse;
}

function matchesResource({ resources }: Statement, alternatives: readonly string[]): boolean {
  return resources.some((resource) => alternatives.some((text) => like(resource.text ?? '', text)));
}

/**
 * A policy must not name another environment's account. The shared accounts (release, backup, security, management) may be
 * named. What a shared account's own policy names must belong to the estate.
 */
export function withinEnvironment(policy: Value, owner: Resource): Verdict {
  return all(statements(policy).map((statement) => statementWithin(statement, owner)));
}

function statementWithin(statement: Statement, owner: Resource): Verdict {
  if (statement.effect === 'Deny') {
    return compliant(statement.value.at('Effect'));
  }
  const principals = statement.principals.map((principal) => {
    const account = accountOf(principal);
    return account !== undefined ? accountWithin(account, principal.value, owner)
      : principal.kind === 'AWS' && principal.value.open !== undefined ? open(principal.value) : compliant(principal.value);
  });
  const conditions = statement.conditions.filter((condition) => POSITIVE.includes(operatorOf(condition)))
    .flatMap((condition) => condition.values.map((value) => {
      const account = accountInCondition(condition.key, value.text ?? '');
      return account === undefined ? NOT_APPLICABLE : accountWithin(account, value, owner);
    }));
  return statement.effect === undefined && statement.value.open !== undefined ? open(statement.value) : all([...principals, ...conditions]);
}

function accountInCondition(key: string, text: string): string | undefined {
  return /account$|^aws:sourceowner$/.test(key) ? /^\d{12}$/.exec(text)?.[0]
    : /arn$/.test(key) ? /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(text)?.[1] : undefined;
}

/** An account that something of an environment names must be its own or a shared one. */
export function accountWithin(account: string, value: Value, owner: Resource): Verdict {
  const { accounts } = owner;
  const here = owner.environment ?? accounts[owner.account ?? ''];
  const there = accounts[account];
  if (account === '${AWS::AccountId}' || account === owner.account || LOAD_BALANCER_ACCOUNTS.includes(account)) {
    return compliant(value);
  }
  if (Object.keys(accounts).length === 0) {
    return unknown(`whose account ${account} is, is not known`, value);
  }
  if (there === undefined) {
    return violation(`account ${account} does not belong to the estate`, value);
  }
  if (SHARED.includes(there) || there === here) {
    return compliant(value);
  }
  return here === undefined ? unknown(`it is not known which environment this belongs to, and account ${account} is ${there}'s`, value)
    : SHARED.includes(here) ? compliant(value) : violation(`account ${account} belongs to ${there}, this to ${here}`, value);
}

