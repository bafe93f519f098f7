import { Memory } from '../memory';
import { mayEver } from './ask';
import { overlaps, patternOf } from './glob';
import type { Identity } from './identities';
import type { AccessModel, Principal } from './model';
import type { Found } from './parties';
import { noneOf } from './people';

/** Whom a template deploys as, and who bootstraps for it. */
const DEPLOYMENT = ['arn:aws:iam::*:role/cdk-*-deploy-role-*', 'arn:aws:iam::*:role/cdk-*-cfn-exec-role-*', 'arn:aws:iam::*:role/OrganizationAccountAccessRole'];
/** By each of these a role of a name could be made, or made one's own. */
const MAKE = ['iam:AttachRolePolicy', 'iam:CreateRole', 'iam:PutRolePolicy', 'iam:UpdateAssumeRolePolicy'];
const PASS = 'iam:PassRole';

/**
 * Whoever has a service take on one of these roles, with steps of their own: anybody of the account, whatever its administrators
 * allow. Deployments aside, those spared, and roles of names that the organisation lets deployments alone make. Nobody is asked
 * about where no organisation is in view.
 */
export function borrowers(model: AccessModel, account: string, roles: readonly Identity[], spared: readonly string[]): Found[] {
  if (!model.organisation.shown || roles.length === 0) {
    return [];
  }
  const others = noneOf([...spared, ...DEPLOYMENT, ...KEPT.of(model, account, () => namesKept(model, account))]);
  const everybody: Principal[] = [{ kind: 'account', account }, { kind: 'root', account }];
  return roles.flatMap(({ arn }) => everybody.map((principal): Found => ({ principal, existence: mayEver(model, { principal, action: PASS, resource: arn, demands: [others] }) })));
}

/** What was found: each vault of an account asks the same. */
const KEPT = new Memory<AccessModel, string[]>();

/** Patterns of names that the organisation's denials spare, and of which nobody but deployments makes a role. */
function namesKept(model: AccessModel, account: string): string[] {
  const asked = patternOf(PASS, 'text', true);
  const denials = model.organisation.serviceControl(account, undefined).flat().flatMap(({ statements }) => statements)
    .filter(({ effect, actions }) => effect === 'Deny' && (actions?.some((pattern) => overlaps(pattern, asked)) ?? false));
  const names = new Set(denials.flatMap(({ conditions }) => conditions).filter(({ key, operator }) => key === 'aws:principalarn' && operator.negated).flatMap(({ values }) => values));
  const principal: Principal = { kind: 'account', account };
  const own = [...names].map((name) => name.replace('::*:', `::${account}:`)).filter((name) => name.split(':')[4] === account);
  return own.filter((name) => mayEver(model, { principal, action: MAKE, resource: '*', within: [name], demands: [noneOf(DEPLOYMENT)] }).answer === 'no');
}
