import { LOAD_BALANCER_ACCOUNTS, SHARED } from '../../access';
import { unknown, type Verdict } from '../../verdict';
import { mayEver } from '../access/ask';
import { AccessModel, type Principal } from '../access/model';
import { namesOnly, outsiders, refuted, resourceOf } from '../access/parties';
import type { Target } from '../access/targets';
import type { Property, PropertyFinding } from '../property';

export const EnvironmentsShareNoAccess: Property = {
  id: 'EnvironmentsShareNoAccess',
  title: 'No policy of an environment lets a principal of another environment, or of nobody, in.',
  why: 'Whoever holds development could read production, whatever its own administrators may.',
  mend: 'Name principals of the same environment, or of a shared account; where a condition names them, let it name no organisation as a whole.',
  proof: 'iam',
  controls: ['SEP3'],
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies-cross-account-resource-access.html',
  ],
  check: (set) => {
    const model = AccessModel.of(set);
    return [...model.targets, ...model.loose].filter(({ policies }) => policies.length > 0).flatMap((target) => findingsOf(model, target));
  },
};

/** A finding for the resource, and for every one that is its policy. */
function findingsOf(model: AccessModel, target: Target): PropertyFinding[] {
  const holders = new Set(target.policies.map(({ place }) => `${place.template} ${place.logicalId}`));
  const own = `${target.template.source.name} ${target.logicalId}`;
  const holder = holders.size === 1 && !holders.has(own) ? target.policies[0].place : undefined;
  const template = holder ? model.set.templates.find(({ source }) => source.name === holder.template) ?? target.template : target.template;
  return [{ template, logicalId: holder?.logicalId ?? target.logicalId, verdict: verdictOn(model, target, { template, logicalId: holder?.logicalId ?? target.logicalId }) }];
}

function verdictOn(model: AccessModel, target: Target, holder: Pick<Target, 'template' | 'logicalId'>): Verdict {
  const { accounts } = model.set;
  const here = accounts[target.account] ?? target.template.source.environment;
  if (Object.keys(accounts).length === 0 || here === undefined) {
    return unknown('which environment an account belongs to is not known');
  }
  const others = SHARED.includes(here) ? [] : Object.keys(accounts).filter((account) => account !== target.account && !SHARED.includes(accounts[account]) && accounts[account] !== here);
  const callers: Principal[] = [...others.filter((account) => !LOAD_BALANCER_ACCOUNTS.includes(account)).map((account): Principal => ({ kind: 'account', account })), ...outsiders(model, target.policies)];
  // Policies may name what is inside the resource in many ways: a statement that is not about it at all is still one too many.
  const within = model.loose.includes(target) ? ['*'] : [target.arn, '*'];
  const found = callers.map((principal) => ({ principal, existence: mayEver(model, { principal, resource: model.objectOf(target), within }) }));
  const resource = resourceOf(holder);
  return refuted(model, found, resource) ?? namesOnly(model, { ...target, logicalId: resource.logicalId });
}
