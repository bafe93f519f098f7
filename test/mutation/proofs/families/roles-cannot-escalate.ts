import { RolesCannotEscalate } from '../../../../lib/checks/proofs/properties/roles-cannot-escalate';
import type { Resource, TemplateSet } from '../../../../lib/checks/template';
import type { Break, Family, ProofMutant } from '../mutants';
import { mutantIn } from '../network';

function roles(set: TemplateSet, make: (role: Resource) => Partial<ProofMutant>): ProofMutant[] {
  return set.ofType('AWS::IAM::Role').map((role) => ({ site: `${role.view.template.source.name} ${role.logicalId}`, about: role, names: [role], edit: () => undefined, ...make(role) }));
}

/** A statement in an inline policy of a role. */
function inline(name: string, statement: object): Break {
  return { name, mutants: (set) => roles(set, (role) => ({ edit: (drafts) => {
    const raw = drafts.properties(role);
    raw.Policies = [...(raw.Policies as object[] | undefined) ?? [], { PolicyName: 'Mutant', PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Resource: '*', ...statement }] } }];
  } })) };
}

const administrator = (trust: object) => ({ AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', ...trust }] }, Policies: [{ PolicyName: 'x', PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'iam:*', Resource: '*' }] } }] });

export const FAMILY: Family = {
  property: RolesCannotEscalate,
  breaks: [
    inline('everything', { Action: '*' }),
    inline('policies of roles', { Action: 'iam:PutRolePolicy' }),
    inline('policies that are attached', { Action: ['iam:Attach*', 'iam:List*'] }),
    inline('versions of a policy', { Action: 'iam:CreatePolicyVersion', Resource: 'arn:aws:iam::*:policy/Mine' }),
    inline('boundaries', { Action: 'iam:DeleteRolePermissionsBoundary' }),
    inline('who may assume', { Action: 'iam:UpdateAssumeRolePolicy' }),
    inline('all that is not said', { NotAction: 's3:*' }),
    inline('new roles, with MFA', { Action: 'iam:CreateRole', Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }),
    { name: 'a role of administrators that it may assume', mutants: (set) => roles(set, (role) => ({
      names: [mutantIn(role), /may sts:AssumeRole/], edit: (drafts) => drafts.add(role.view.template, 'Mutant', 'IAM::Role', administrator({ Principal: { AWS: { 'Fn::GetAtt': [role.logicalId, 'Arn'] } } })),
    })) },
    { name: 'a role of administrators that it may pass to a function', mutants: (set) => roles(set, (role) => ({
      names: [/may iam:PassRole/, mutantIn(role, 'MutantRole')],
      edit: (drafts) => {
        drafts.add(role.view.template, 'MutantRole', 'IAM::Role', administrator({ Principal: { Service: 'lambda.amazonaws.com' } }));
        drafts.add(role.view.template, 'Mutant', 'IAM::RolePolicy', { PolicyName: 'x', RoleName: { Ref: role.logicalId }, PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['iam:PassRole', 'lambda:CreateFunction', 'lambda:InvokeFunction'], Resource: '*' }] } });
      },
    })) },
  ],
};
