import { mayEver, type Demand } from '../access/ask';
import { matches, patternOf } from '../access/glob';
import { AccessModel, type Principal } from '../access/model';
import { guarding, verdictOnControl } from '../access/controls';
import { allowsOnly, refuted, type Found } from '../access/parties';
import type { Property, PropertyFinding } from '../property';

const CHANGE = [
  'cloudformation:Activate*', 'cloudformation:Cancel*', 'cloudformation:ContinueUpdateRollback', 'cloudformation:Create*', 'cloudformation:Deactivate*', 'cloudformation:Delete*', 'cloudformation:Deregister*',
  'cloudformation:Execute*', 'cloudformation:Import*', 'cloudformation:Register*', 'cloudformation:RollbackStack', 'cloudformation:Set*', 'cloudformation:Stop*', 'cloudformation:Update*',
];
/** By each of these a role of a name that is let through could be made, or made one's own. */
const MAKE = ['iam:AttachRolePolicy', 'iam:CreateRole', 'iam:DeleteRolePermissionsBoundary', 'iam:PutRolePermissionsBoundary', 'iam:PutRolePolicy', 'iam:UpdateAssumeRolePolicy'];
/** The roles that the bootstrap stack makes for deployments. */
const DEPLOYMENT = ['arn:aws:iam::*:role/cdk-*-deploy-role-*', 'arn:aws:iam::*:role/cdk-*-cfn-exec-role-*'];
/** The role of the management account, which stands above the policies anyway, by which accounts are bootstrapped. */
const BOOTSTRAP = ['arn:aws:iam::*:role/OrganizationAccountAccessRole'];
const GUARDED = ['acceptance', 'production'];

export const OnlyDeploymentRolesChangeStacks: Property = {
  id: 'OnlyDeploymentRolesChangeStacks',
  title: 'Nobody in acceptance and production changes stacks but the deployment roles, which nobody there makes or changes.',
  why: 'A workload or a person that can change stacks passes by the pipeline, its tests and its approvals.',
  mend: 'Deny cloudformation actions that write, and changes of the deployment roles, in a service control policy for every account; take them from the policies of every role of a template.',
  proof: 'iam',
  controls: ['REL2'],
  references: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/control-access-with-iam.html',
    'https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html',
  ],
  check: (set) => {
    const model = AccessModel.of(set);
    return [...inTemplates(model), ...inOrganisation(model)];
  },
};

/** What the roles and users of the templates may do by their own policies: none is to need the organisation to hold it back. */
function inTemplates(model: AccessModel): PropertyFinding[] {
  const excepted = [...DEPLOYMENT, ...BOOTSTRAP].map((text) => patternOf(text, 'text'));
  const judged = model.identities.filter(({ arn, account, template }) => GUARDED.includes(model.set.accounts[account] ?? template.source.environment ?? 'production') && !excepted.some((pattern) => matches(pattern, arn)));
  const byResource = new Map<string, typeof judged>();
  judged.forEach((identity) => {
    const key = `${identity.template.source.name}/${identity.logicalId}`;
    byResource.set(key, [...byResource.get(key) ?? [], identity]);
  });
  // A permission set is one resource, and a role in each account.
  return [...byResource.values()].map((identities) => {
    const [{ template, logicalId }] = identities;
    const found = identities.map((identity): Found => {
      const principal: Principal = { kind: 'identity', identity };
      return { principal, existence: mayEver(model, { principal, action: CHANGE, resource: '*', within: ['*'], withoutOrganisation: true }) };
    });
    return { template, logicalId, verdict: refuted(model, found, identities[0]) ?? allowsOnly(model, identities) };
  });
}

/** What anybody of the accounts may do, whatever its administrators give it: the service control policies decide. */
function inOrganisation(model: AccessModel): PropertyFinding[] {
  const controls = guarding(model, /cloudformation:/i);
  if (controls.length === 0) {
    return [];
  }
  const accounts = model.organisation.accounts.filter((account) => GUARDED.includes(model.set.accounts[account]));
  const others = (arns: readonly string[]): Demand[] => [{ ArnNotLike: { 'aws:PrincipalArn': arns } }];
  const found = accounts.flatMap((account): Found[] => {
    const principal: Principal = { kind: 'account', account };
    const roles = [...DEPLOYMENT, ...BOOTSTRAP].map((text) => text.replace('::*:', `::${account}:`));
    return [
      { principal, existence: mayEver(model, { principal, action: CHANGE, resource: '*', within: ['*'], demands: others([...DEPLOYMENT, ...BOOTSTRAP]) }) },
      { principal, existence: mayEver(model, { principal, action: MAKE, resource: '*', within: roles, demands: others(BOOTSTRAP) }) },
    ];
  });
  return controls.map((control) => verdictOnControl(model, found, control));
}
