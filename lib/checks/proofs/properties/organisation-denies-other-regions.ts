import { EEA_REGIONS } from '../../regions';
import { mayEver } from '../access/ask';
import { guarding, verdictOnControl } from '../access/controls';
import { AccessModel, type Principal } from '../access/model';
import type { Found } from '../access/parties';
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
    const model = AccessModel.of(set);
    const controls = guarding(model, /aws:requestedregion/i);
    const found = controls.length === 0 ? [] : foundOf(model);
    return controls.map((control) => verdictOnControl(model, found, control));
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
