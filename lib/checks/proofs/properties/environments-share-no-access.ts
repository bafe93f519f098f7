import { LOAD_BALANCER_ACCOUNTS, SHARED } from '../../access';
import { unknown, type Verdict } from '../../verdict';
import { mayEver, type Demand } from '../access/ask';
import { AccessModel, type Principal } from '../access/model';
import { holderOf, namesOnly, outsiders, refuted, servicesIn, type Found } from '../access/parties';
import type { Statement } from '../access/statement';
import type { Target } from '../access/targets';
import type { Property, PropertyFinding } from '../property';

export const EnvironmentsShareNoAccess: Property = {
  id: 'EnvironmentsShareNoAccess',
  title: 'No policy of an environment lets a principal of another environment, or of nobody, in, nor a service on behalf of another environment.',
  why: 'Whoever holds development could read production, whatever its own administrators may; a service that asks for anybody asks for development, too.',
  mend: 'Name principals of the same environment, or of a shared account; where a condition names them, let it name no organisation as a whole. Of services demand aws:SourceAccount.',
  proof: 'iam',
  controls: ['SEP3'],
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies-cross-account-resource-access.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
  ],
  check: (set) => {
    const model = AccessModel.of(set);
    return [...model.targets, ...model.loose].filter(({ policies }) => policies.length > 0).map((target) => findingOf(model, target));
  },
};

function findingOf(model: AccessModel, target: Target): PropertyFinding {
  const holder = holderOf(model, target);
  return { ...holder, verdict: verdictOn(model, target, holder) };
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
  const found = callers.filter((caller) => mayMean(target, caller)).map((principal): Found => ({ principal, existence: mayEver(model, { principal, resource: model.objectOf(target), within }) }));
  found.push(...deputies(model, target, others, within));
  return refuted(model, found, holder) ?? namesOnly(model, { ...target, ...holder }, found);
}

/** Whether a statement that allows is for an account, or for whoever: one that names others by their accounts is not. */
function mayMean({ policies }: Target, caller: Principal): boolean {
  return caller.kind !== 'account' || policies.some(({ statements }) => statements.some(({ effect, open, principals }) => effect !== 'Deny'
    && (open !== undefined || principals === undefined || principals.some(({ kind, name }) => kind !== 'Service' && kind !== 'Federated' && [undefined, caller.account].includes(accountIn(name))))));
}

/** The account that a principal's name is of. */
function accountIn(name: string): string | undefined {
  return /^(?:arn:[^:]*:(?:iam|sts)::)?(\d{12})(?::|$)/.exec(name)?.[1];
}

/**
 * Services that may act on behalf of another environment. A role needs no condition for that: it is passed to a service within its account.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
function deputies(model: AccessModel, target: Target, others: readonly string[], within: readonly string[]): Found[] {
  if (others.length === 0 || target.type === 'AWS::IAM::Role') {
    return [];
  }
  const loose = target.policies.map((policy) => ({ ...policy, statements: policy.statements.filter((statement) => !isForAccount(statement, target.account) && !isEmptyHanded(statement)) }));
  const demands: Demand[] = [{ StringEquals: { 'aws:SourceAccount': others } }];
  return servicesIn(loose).map((principal) => ({ principal, existence: mayEver(model, { principal, resource: { ...model.objectOf(target), policies: loose }, within, demands }) }));
}

/** Whether a statement is met by what a service does for this account alone, by its source or, of a key, by its encryption context. */
function isForAccount({ effect, open, conditions }: Statement, account: string): boolean {
  return effect === 'Allow' && open === undefined && conditions.some(({ key, operator: { negated, ifExists, set }, values }) => {
    const names = key === 'aws:sourceaccount' ? (value: string): boolean => value === account
      : key === 'aws:sourcearn' ? (value: string): boolean => value.split(':')[4] === account
        : key.startsWith('kms:encryptioncontext:') ? (value: string): boolean => value.includes(account) : undefined;
    return names !== undefined && !negated && !ifExists && set !== 'all' && values.length > 0 && values.every(names);
  });
}

/**
 * Whether a statement lets a service make log streams and no more: an empty stream says nothing, and EventBridge makes it without telling for whom.
 *
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 */
function isEmptyHanded({ effect, open, actions }: Statement): boolean {
  return effect === 'Allow' && open === undefined && (actions?.every(({ source }) => source.toLowerCase() === 'logs:createlogstream') ?? false);
}
