import { OnlyDeploymentRolesChangeStacks } from '../../../../lib/checks/proofs/properties/only-deployment-roles-change-stacks';
import type { Resource, TemplateSet } from '../../../../lib/checks/template';
import { policiesOf, statementsOf } from '../access';
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

interface Written { Sid: string; Effect: string; Action: string[]; Resource: string | string[]; Condition: Record<string, Record<string, string | string[]>> }

/** The policy of the organisation that says who changes stacks, and what changes it. What is gone cannot be named: the witness tells what it lets happen now, and by whom. */
function control(name: string, names: readonly RegExp[], change: (content: { Statement: Written[] }, raw: Record<string, unknown>) => void): Break {
  return { name, mutants: (set) => {
    const controls = policiesOf(set, 'SERVICE_CONTROL_POLICY');
    const guarding = controls.filter((policy) => (statementsOf(policy, 'Content') as Written[] | undefined)?.some(({ Sid }) => Sid === 'ProtectStacks'));
    return guarding.map((policy) => {
      const left = { Statement: structuredClone(statementsOf(policy, 'Content')) as Written[] };
      change(left, {});
      // Where no policy speaks of stacks any more, it is said of the first one that could.
      const about = JSON.stringify(left).includes('cloudformation:') ? policy : controls[0];
      return { site: policy.logicalId, about, names, edit: (drafts) => { const raw = drafts.properties(policy); change(raw.Content as { Statement: Written[] }, raw as Record<string, unknown>); } };
    });
  } };
}

/** One of its statements is changed. */
const stated = (name: string, sid: string, names: readonly RegExp[], change: (statement: Written) => void): Break =>
  control(name, names, (content) => content.Statement.filter((each) => each.Sid === sid).forEach(change));
const without = (sid: string) => (content: { Statement: Written[] }) => { content.Statement = content.Statement.filter((each) => each.Sid !== sid); };
const exempt = (role: string) => (each: Written) => { (each.Condition.ArnNotLike['aws:PrincipalArn'] as string[]).push(`arn:aws:iam::*:role/${role}`); };
const attached = (name: string, names: readonly RegExp[], targets: string[] | undefined): Break => control(name, names, (_, raw) => { raw.TargetIds = targets; });

const ANYBODY = /an identity of account 20000000000[34] .* may cloudformation:/;
const MAKES = /an identity of account 20000000000[34] .* may iam:(AttachRolePolicy|CreateRole|DeleteRolePermissionsBoundary|Put\w+|UpdateAssumeRolePolicy) on arn:aws:iam::20000000000[34]:role\/(cdk-|OrganizationAccountAccessRole)/;

const CONTROLS: readonly Break[] = [
  control('the organisation denies no change of stacks', [ANYBODY], without('ProtectStacks')),
  stated('the organisation denies no updates', 'ProtectStacks', [ANYBODY, /may cloudformation:Update/], (each) => { each.Action = each.Action.filter((action) => !action.includes('Update')); }),
  stated('the organisation denies a few changes', 'ProtectStacks', [ANYBODY], (each) => { each.Action = ['cloudformation:CreateStack', 'cloudformation:DeleteStack', 'cloudformation:UpdateStack']; }),
  stated('the organisation lets administrators through', 'ProtectStacks', [ANYBODY, /aws:PrincipalArn is arn:aws:iam::\d+:role\/Admin/], exempt('Admin*')),
  stated('the organisation lets all roles of the bootstrap through', 'ProtectStacks', [ANYBODY, /aws:PrincipalArn is arn:aws:iam::\d+:role\/cdk-/], exempt('cdk-*')),
  stated('the organisation lets roles through whose names end so', 'ProtectStacks', [ANYBODY, /aws:PrincipalArn is /], exempt('*-deploy-role-*')),
  stated('the organisation lets whoever has a tag through', 'ProtectStacks', [ANYBODY, /aws:PrincipalTag\/pipeline is yes/], (each) => { each.Condition.StringNotEquals = { 'aws:PrincipalTag/pipeline': 'yes' }; }),
  stated('the organisation denies it without MFA', 'ProtectStacks', [ANYBODY, /aws:MultiFactorAuthPresent is true/], (each) => { each.Condition.BoolIfExists = { 'aws:MultiFactorAuthPresent': 'false' }; }),
  stated('the organisation denies it unless a service calls', 'ProtectStacks', [ANYBODY], (each) => { each.Condition.BoolIfExists = { 'aws:ViaAWSService': 'false' }; }),
  stated('the organisation protects some stacks', 'ProtectStacks', [ANYBODY], (each) => { each.Resource = 'arn:aws:cloudformation:*:*:stack/Production-*/*'; }),
  stated('the organisation allows instead', 'ProtectStacks', [ANYBODY], (each) => { each.Effect = 'Allow'; }),
  control('deployment roles are anybody\'s to change', [MAKES], without('ProtectDeploymentRoles')),
  stated('deployment roles are anybody\'s to make', 'ProtectDeploymentRoles', [MAKES, /may iam:CreateRole/], (each) => { each.Action = each.Action.filter((action) => action !== 'iam:Create*'); }),
  stated('deployment roles of one qualifier are protected', 'ProtectDeploymentRoles', [MAKES], (each) => { each.Resource = ['arn:aws:iam::*:role/cdk-hnb659fds-*', 'arn:aws:iam::*:role/OrganizationAccountAccessRole']; }),
  stated('the role above them is not protected', 'ProtectDeploymentRoles', [/role\/OrganizationAccountAccessRole/], (each) => { each.Resource = 'arn:aws:iam::*:role/cdk-*'; }),
  stated('who deploys changes deployment roles', 'ProtectDeploymentRoles', [MAKES, /aws:PrincipalArn is arn:aws:iam::\d+:role\/cdk-/], exempt('cdk-*-cfn-exec-role-*')),
  attached('the control holds in development alone', [ANYBODY], ['200000000001']),
  attached('the control holds in production alone', [/an identity of account 200000000003 .* may cloudformation:/], ['200000000004']),
  attached('the control holds in the management account, which it never binds', [ANYBODY], ['100000000001']),
  attached('the control holds nowhere', [ANYBODY], undefined),
];

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
    ...CONTROLS,
  ],
};
