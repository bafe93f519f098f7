import { EEA_REGIONS } from '../../regions';
import { compliant, violation, type Verdict } from '../../verdict';
import { mayEver } from '../access/ask';
import { AccessModel, type Principal } from '../access/model';
import { refuted, valuesOf, type Found } from '../access/parties';
import { eachOf } from '../access/reading';
import type { Resource, Template } from '../../template';
import type { Property } from '../property';

/** What creates a store or takes in data, one action of each trade. */
const ACTIONS = ['ec2:RunInstances', 's3:CreateBucket', 's3:PutObject', 'rds:CreateDBInstance', 'rds:CopyDBSnapshot', 'dynamodb:CreateTable', 'backup:StartCopyJob', 'lambda:CreateFunction', 'logs:CreateLogGroup', 'sqs:CreateQueue', 'secretsmanager:CreateSecret'];

export const OrganisationDeniesOtherRegions: Property = {
  id: 'OrganisationDeniesOtherRegions',
  title: 'No identity of a member account can create or store anything outside the European Economic Area.',
  why: 'What the estate does not deploy elsewhere, an administrator may create there by hand, under any condition that the policy forgot.',
  mend: 'Deny everything but global services when aws:RequestedRegion is none of the regions in the EEA, for every account and every identity.',
  proof: 'iam',
  controls: ['RES1'],
  references: ['https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples_general.html'],
  check: (set) => {
    const policies: { template: Template; logicalId: string; resource: Resource }[] = [];
    eachOf(set, ['AWS::Organizations::Policy'], (template, logicalId, resource) => {
      if (resource.at('Type').text === 'SERVICE_CONTROL_POLICY') {
        policies.push({ template, logicalId, resource });
      }
    });
    const about = policies.filter(({ resource }) => /aws:requestedregion/i.test(JSON.stringify(resource.at('Content').literal ?? '')));
    const judged = about.length > 0 ? about : policies.slice(0, 1);
    if (judged.length === 0) {
      return [];
    }
    const model = AccessModel.of(set);
    const found = foundOf(model);
    return judged.map(({ template, logicalId, resource }) => ({ template, logicalId, verdict: verdictOn(model, found, resource) }));
  },
};

function foundOf(model: AccessModel): Found[] {
  const members = model.organisation.accounts.filter((account) => !model.organisation.manages(account));
  const principals = members.map((account): Principal => ({ kind: 'account', account }));
  return principals.flatMap((principal) => ACTIONS.map((action) => ({
    principal,
    existence: mayEver(model, { principal, action, resource: '*', demands: [{ StringNotEquals: { 'aws:RequestedRegion': [...EEA_REGIONS] } }] }),
  })));
}

/** The first witness tells enough: the next ones are the same for other accounts and actions. */
function verdictOn(model: AccessModel, found: readonly Found[], resource: Resource): Verdict {
  const witness = found.find(({ existence }) => existence.answer === 'yes');
  const refutation = refuted(model, witness ? [witness] : found, resource);
  if (refutation?.kind === 'violation') {
    return violation(refutation.messages[0], resource.at('Content'));
  }
  return refutation ?? compliant(...valuesOf(found.flatMap(({ existence }) => existence.denials), resource));
}
