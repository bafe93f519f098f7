import type { Resource, Value } from '../../template';
import { compliant, unknown, violation, type Verdict } from '../../verdict';
import { mayEver, WITHOUT_FRESH_MFA } from './ask';
import type { Identity } from './identities';
import type { AccessModel, Principal } from './model';
import { outsiders, refuted, servicesIn, type Found } from './parties';
import { isSettled } from './reading';
import type { Target } from './targets';
import { tellPrincipal } from './words';

/** What makes a role one's own. */
export const ASSUME = ['sts:AssumeRole', 'sts:AssumeRoleWithSAML', 'sts:AssumeRoleWithWebIdentity'];
/** One hour, if a role does not say. */
const USUAL_SECONDS = 3600;

/**
 * Whether nobody becomes this role without a second factor that is younger than an hour. Identity Center asks for it when people sign in,
 * and tells AWS nothing: of its roles there is nothing to ask here.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
 *
 * @param byServices whether services count, too
 */
export function entersFresh(model: AccessModel, identity: Identity, byServices = true): Verdict {
  const target = model.targetOf(identity.arn);
  if (identity.center || identity.kind === 'user' || !target) {
    return compliant();
  }
  const callers = callersOf(model, target, () => byServices);
  const found = callers.map((principal): Found => ({ principal, existence: mayEver(model, { principal, action: ASSUME, resource: model.objectOf(target), demands: WITHOUT_FRESH_MFA }) }));
  return refuted(model, found, target) ?? compliant();
}

/** Everybody who might become a role: every account, whatever its administrators give, whom its trust policy names besides, and strangers. */
export function callersOf(model: AccessModel, { policies }: Target, services: (name: string) => boolean): Principal[] {
  const named = policies.flatMap(({ statements }) => statements.flatMap(({ effect, principals }) => (effect === 'Deny' ? [] : principals ?? [])));
  return [
    ...model.organisation.accounts.map((account): Principal => ({ kind: 'account', account })),
    ...named.filter(({ kind }) => kind === 'Federated').map(({ name }): Principal => ({ kind: 'federated', provider: name })),
    ...servicesIn(policies).filter((principal) => principal.kind === 'service' && services(principal.name)),
    ...outsiders(model, policies),
  ];
}

/** Whether a session lasts no longer than so many hours. */
export function lastsAtMost(model: AccessModel, identity: Identity, hours: number, why: string): Verdict {
  const seconds = secondsOf(identity);
  const who = tellPrincipal(model, { kind: 'identity', identity });
  return seconds === undefined ? unknown(`how long a session of ${who} lasts is not decided by the template`)
    : seconds > hours * 3600 ? violation(`a session of ${who} lasts ${seconds / 3600} hours, where ${hours} is the most: ${why}`) : compliant();
}

function secondsOf({ kind, center, template, logicalId }: Identity): number | undefined {
  if (center || kind === 'user') {
    return center ? center.sessionSeconds : 0;
  }
  const longest = (resource: Resource | undefined): Value | undefined => resource?.at('MaxSessionDuration');
  const value = longest(template.resource(logicalId));
  return !isSettled(template, logicalId, (seen) => longest(seen)?.text ?? null) ? undefined : value?.present ? value.number : USUAL_SECONDS;
}
