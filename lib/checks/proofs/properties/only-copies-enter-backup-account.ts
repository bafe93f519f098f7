import { SHARED } from '../../access';
import { mayEver } from '../access/ask';
import { AccessModel, type Principal } from '../access/model';
import { holderOf, namesOnly, refuted, type Found } from '../access/parties';
import { noneOf, ROLES_OF_BACKUP } from '../access/people';
import { policyOf } from '../access/statement';
import type { Target } from '../access/targets';
import { isVault } from '../access/vaults';
import type { Property, PropertyFinding } from '../property';

/** Copies into a vault aside. */
const COPIES = policyOf({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Principal: '*', Action: 'backup:CopyIntoBackupVault', Resource: '*' }] }, 'resource', { template: '', logicalId: '', path: '' });

export const OnlyCopiesEnterBackupAccount: Property = {
  id: 'OnlyCopiesEnterBackupAccount',
  title: 'Nobody of an environment, AWS Backup itself aside, does anything to what the backup account keeps but copy backups into a vault, each vault taking those of one environment.',
  why: 'Backups are for the day on which production is in the wrong hands: whatever production may do to them, those hands may.',
  mend: "Name environments in the backup account's policies for backup:CopyIntoBackupVault only, one for each vault; let roles and keys there trust the account itself.",
  proof: 'iam',
  controls: ['BAK5'],
  references: [
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html', 'https://docs.aws.amazon.com/aws-backup/latest/devguide/create-cross-account-backup.html',
  ],
  check: (set) => {
    const model = AccessModel.of(set);
    const environments = Object.keys(set.accounts).filter((account) => !SHARED.includes(set.accounts[account]));
    return [...model.targets, ...model.loose].filter(({ account, policies }) => set.accounts[account] === 'backup' && policies.length > 0).map((target) => finding(model, target, environments));
  },
};

function finding(model: AccessModel, target: Target, environments: readonly string[]): PropertyFinding {
  const object = model.objectOf(target);
  const within = model.loose.includes(target) ? ['*'] : [target.arn, '*'];
  const callers = environments.map((account): Principal => ({ kind: 'account', account }));
  const found = callers.map((principal): Found => ({ principal, existence: mayEver(model, { principal, resource: { ...object, policies: [...target.policies, COPIES] }, within, demands: [noneOf([ROLES_OF_BACKUP])] }) }));
  const copying = isVault(target) ? callers.map((principal): Found => ({ principal, existence: mayEver(model, { principal, action: 'backup:CopyIntoBackupVault', resource: object }) })) : [];
  const several = copying.filter(({ existence }) => existence.answer !== 'no');
  const holder = holderOf(model, target);
  const verdict = refuted(model, [...found, ...(several.length > 1 ? several : [])], holder) ?? namesOnly(model, { ...target, ...holder }, found);
  return { ...holder, verdict };
}
