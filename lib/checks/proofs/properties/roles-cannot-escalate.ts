import { all, unknown, type Verdict } from '../../verdict';
import { mayThroughRoles } from '../access/chains';
import type { Demand } from '../access/ask';
import { decidedBy } from '../access/cut';
import type { Identity } from '../access/identities';
import { AccessModel, type Principal } from '../access/model';
import { allowsOnly } from '../access/parties';
import { grantsOf, tellPrincipal, tellWitness } from '../access/words';
import type { Property } from '../property';

/** Whoever may do one of these to roles, users or policies gives itself what it likes. */
const WIDEN = [
  'iam:AddUserToGroup', 'iam:AttachGroupPolicy', 'iam:AttachRolePolicy', 'iam:AttachUserPolicy', 'iam:CreateAccessKey', 'iam:CreateLoginProfile', 'iam:CreatePolicyVersion', 'iam:CreateRole',
  'iam:CreateUser', 'iam:DeleteRolePermissionsBoundary', 'iam:DeleteUserPermissionsBoundary', 'iam:PutGroupPolicy', 'iam:PutRolePermissionsBoundary', 'iam:PutRolePolicy', 'iam:PutUserPolicy',
  'iam:SetDefaultPolicyVersion', 'iam:UpdateAssumeRolePolicy', 'iam:UpdateLoginProfile',
];

export const RolesCannotEscalate: Property = {
  id: 'RolesCannotEscalate',
  title: 'No role or user of the templates comes to changing what roles and users may do: not by itself, by assuming roles, or by passing one to a service.',
  why: 'What a role may do says little if it can give itself the rest, or start something that can.',
  mend: 'Take iam actions that write from the role, and limit iam:PassRole to the one role and service that it needs, by Resource and iam:PassedToService.',
  proof: 'iam',
  controls: ['REL2'],
  references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html', 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html'],
  check: (set) => {
    const model = AccessModel.of(set);
    const demands = unbounded(model);
    const byResource = new Map<string, Identity[]>();
    model.identities.forEach((identity) => {
      const key = `${identity.template.source.name}/${identity.logicalId}`;
      byResource.set(key, [...byResource.get(key) ?? [], identity]);
    });
    return [...byResource.values()].map((identities) => ({ template: identities[0].template, logicalId: identities[0].logicalId, verdict: all(identities.map((identity) => verdictOn(model, identity, demands))) }));
  },
};

/**
 * What widens under a boundary that the templates make, and that gives nothing to widen with, widens nothing.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html#access_policies_boundaries-delegate
 */
function unbounded(model: AccessModel): Demand[] {
  const boundaries = model.managed.without('iam', 'sts', 'organizations', 'sso');
  return boundaries.length === 0 ? [] : [{ StringNotEquals: { 'iam:PermissionsBoundary': boundaries } }];
}

function verdictOn(model: AccessModel, identity: Identity, demands: readonly Demand[]): Verdict {
  const principal: Principal = { kind: 'identity', identity };
  const { roles, existence } = mayThroughRoles(model, { principal, action: WIDEN, resource: '*', within: ['*'], demands }, ['pass']);
  if (existence.answer === 'no') {
    return allowsOnly(model, [identity]);
  }
  if (existence.answer === 'unknown') {
    return unknown(`whether ${tellPrincipal(model, principal)} comes to more rights is not decided: ${model.names.tell(existence.reasons.join('; '))}`);
  }
  const steps = roles.flatMap(({ assumed, also }, i) => [assumed, ...also].map((each) => tellWitness(model, i === 0 ? principal : { kind: 'identity', identity: roles[i - 1].role }, each)));
  const last = roles.at(-1)?.role;
  const message = [...steps, tellWitness(model, last ? { kind: 'identity', identity: last } : principal, existence)].join('; and then ');
  return decidedBy(model, 'violation', [message], [...roles.flatMap(({ assumed, also }) => [assumed, ...also]), existence].flatMap(({ decision }) => grantsOf(decision)), identity);
}
