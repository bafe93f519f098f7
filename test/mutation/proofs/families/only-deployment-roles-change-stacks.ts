import { OnlyDeploymentRolesChangeStacks } from '../../../../lib/checks/proofs/properties/only-deployment-roles-change-stacks';
import type { Resource, TemplateSet } from '../../../../lib/checks/template';
import type { Break, Family, ProofMutant } from '../mutants';
import { mutantIn } from '../network';

const GUARDED = ['acceptance', 'production'];

function roles(set: TemplateSet, make: (role: Resource) => Partial<ProofMutant> | undefined): ProofMutant[] {
  return set.ofType('AWS::IAM::Role').filter((role) => GUARDED.includes(role.environment ?? '')).flatMap((role) => {
    const made = make(role);
    return made ? [{ site: `${role.view.template.source.name} ${role.logicalId}`, about: role, names: [role], edit: () => undefined, ...made }] : [];
  });
}

/** A statement in an inline policy of a role. */
function inline(name: string, statement: object): Break {
  return { name, mutants: (set) => roles(set, (role) => ({ edit: (drafts) => {
    const raw = drafts.properties(role);
    raw.Policies = [...(raw.Policies as object[] | undefined) ?? [], { PolicyName: 'Mutant', PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Resource: '*', ...statement }] } }];
  } })) };
}

const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'cloudformation:*', Resource: '*' }] };

export const FAMILY: Family = {
  property: OnlyDeploymentRolesChangeStacks,
  breaks: [
    inline('everything of CloudFormation', { Action: 'cloudformation:*' }),
    inline('everything', { Action: '*' }),
    inline('updates', { Action: ['cloudformation:DescribeStacks', 'cloudformation:UpdateStack'] }),
    inline('change sets, whatever the case', { Action: 'CloudFormation:execute*' }),
    inline('one letter open', { Action: 'cloudformation:Delet?Stack' }),
    inline('all that is not said', { NotAction: ['iam:*', 'organizations:*'] }),
    inline('one stack', { Action: 'cloudformation:SetStackPolicy', Resource: 'arn:aws:cloudformation:eu-central-1:200000000004:stack/Production-Network/*' }),
    inline('all that is no other resource', { Action: 'cloudformation:CreateStack', Resource: undefined, NotResource: 'arn:aws:s3:::x' }),
    inline('if the day is right', { Action: 'cloudformation:ContinueUpdateRollback', Condition: { DateGreaterThan: { 'aws:CurrentTime': '2030-01-01T00:00:00Z' } } }),
    inline('with MFA, or without saying so', { Action: 'cloudformation:RollbackStack', Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'true' } } }),
    inline('unless it is somebody else', { Action: 'cloudformation:ImportStacksToStackSet', Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/Somebody' } } }),
    { name: 'a statement in its policy', mutants: (set) => roles(set, (role) => {
      const [policy] = role.at('ManagedPolicyArns').targets;
      return policy?.type === 'AWS::IAM::ManagedPolicy' ? { names: [policy], edit: (drafts) => { drafts.properties(policy).PolicyDocument.Statement.push(everything.Statement[0]); } } : undefined;
    }) },
    { name: 'a policy that attaches itself', mutants: (set) => roles(set, (role) => ({
      names: [mutantIn(role)], edit: (drafts) => drafts.add(role.view.template, 'Mutant', 'IAM::ManagedPolicy', { PolicyDocument: everything, Roles: [{ Ref: role.logicalId }] }),
    })) },
    { name: 'a policy of its own, apart', mutants: (set) => roles(set, (role) => ({
      names: [mutantIn(role)], edit: (drafts) => drafts.add(role.view.template, 'Mutant', 'IAM::RolePolicy', { PolicyName: 'x', RoleName: { Ref: role.logicalId }, PolicyDocument: everything }),
    })) },
    { name: 'AdministratorAccess', mutants: (set) => roles(set, (role) => ({
      names: [/cloudformation:/], edit: (drafts) => { const raw = drafts.properties(role); raw.ManagedPolicyArns = [...(raw.ManagedPolicyArns as object[] | undefined) ?? [], 'arn:aws:iam::aws:policy/AdministratorAccess']; },
    })) },
    { name: 'another role beside it', mutants: (set) => roles(set, (role) => ({
      about: mutantIn(role), names: [mutantIn(role)], edit: (drafts) => drafts.add(role.view.template, 'Mutant', 'IAM::Role', { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] }, Policies: [{ PolicyName: 'x', PolicyDocument: everything }] }),
    })) },
    { name: 'a user, by the policy of a group', mutants: (set) => roles(set, (role) => ({
      about: mutantIn(role), names: [mutantIn(role, 'MutantGroup')], edit: (drafts) => {
        drafts.add(role.view.template, 'MutantGroup', 'IAM::Group', { Policies: [{ PolicyName: 'x', PolicyDocument: everything }] });
        drafts.add(role.view.template, 'Mutant', 'IAM::User', { Groups: [{ Ref: 'MutantGroup' }] });
      },
    })) },
  ],
};
