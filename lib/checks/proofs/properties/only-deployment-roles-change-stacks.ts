import { documentsOf } from '../../policy';
import { compliant } from '../../verdict';
import { mayEver } from '../access/ask';
import { AccessModel } from '../access/model';
import { refuted, resourceOf } from '../access/parties';
import { matches, patternOf } from '../access/glob';
import type { Property } from '../property';

const CHANGE = ['cloudformation:Create*', 'cloudformation:Update*', 'cloudformation:Delete*', 'cloudformation:Execute*', 'cloudformation:Set*', 'cloudformation:Import*', 'cloudformation:RollbackStack', 'cloudformation:ContinueUpdateRollback', 'cloudformation:Cancel*'];
/** The roles that the bootstrap stack makes for deployments. */
const DEPLOYMENT = ['*:role/cdk-*-deploy-role-*', '*:role/cdk-*-cfn-exec-role-*'].map((text) => patternOf(text, 'text'));
const GUARDED = ['acceptance', 'production'];

export const OnlyDeploymentRolesChangeStacks: Property = {
  id: 'OnlyDeploymentRolesChangeStacks',
  title: 'No role or user that the templates make changes stacks of acceptance or production, deployment roles excepted.',
  why: 'A workload or a person that can change stacks passes by the pipeline, its tests and its approvals.',
  mend: 'Take cloudformation actions that write from the policies of every role but the deployment roles.',
  proof: 'iam',
  controls: ['REL2'],
  references: ['https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/control-access-with-iam.html'],
  check: (set) => {
    const model = AccessModel.of(set);
    return model.identities.filter(({ arn, account, template }) => GUARDED.includes(set.accounts[account] ?? template.source.environment ?? 'production') && !DEPLOYMENT.some((pattern) => matches(pattern, arn))).map((identity) => {
      const principal = { kind: 'identity', identity } as const;
      const existence = mayEver(model, { principal, action: CHANGE, resource: '*', within: ['*'] });
      const resource = resourceOf(identity);
      return { template: identity.template, logicalId: identity.logicalId, verdict: refuted(model, [{ principal, existence }], resource) ?? compliant(...documentsOf(resource), resource.at('ManagedPolicyArns')) };
    });
  },
};
