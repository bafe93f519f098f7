import { mayEver } from '../access/ask';
import { AccessModel, type Principal } from '../access/model';
import { namesOnly, refuted, type Found } from '../access/parties';
import { noneOf } from '../access/people';
import type { Target } from '../access/targets';
import { inside, isVault, keyOfVault } from '../access/vaults';
import type { Property, PropertyFinding } from '../property';

/** Where backups are those of customers. */
const HOLDING = ['acceptance', 'production', 'backup'];
/** What takes a backup away, or shortens how long it is kept, or takes away what keeps it. */
const TAKE_AWAY = [
  'backup:DeleteBackupVault', 'backup:DeleteBackupVaultAccessPolicy', 'backup:DeleteBackupVaultLockConfiguration', 'backup:DeleteRecoveryPoint', 'backup:DisassociateRecoveryPoint',
  'backup:DisassociateRecoveryPointFromParent', 'backup:UpdateRecoveryPointLifecycle',
];
/** What writes anew who may do what with a vault, or, until the cooling-off period of its lock is over, how long it keeps backups. */
const WRITE_ANEW = ['backup:PutBackupVaultAccessPolicy', 'backup:PutBackupVaultLockConfiguration'];
const LOSE_KEY = ['kms:DeleteImportedKeyMaterial', 'kms:DisableKey', 'kms:ScheduleKeyDeletion'];
/** What CloudFormation runs as under `cdk bootstrap`. */
const DEPLOYMENT = ['arn:*:iam::*:role/cdk-*-cfn-exec-role-*'];

export const NobodyDeletesBackups: Property = {
  id: 'NobodyDeletesBackups',
  title: "Nobody, whatever rights the account gives, deletes or shortens a backup of acceptance or production through AWS Backup, takes the vault, its policy or its lock away, or disables or deletes its key; the vault's policy and its lock, and the key's policy where the organisation is in view, are written by CloudFormation alone.",
  why: 'Whoever holds a system to ransom deletes its backups first, with the rights of its administrators.',
  mend: "Deny it in the vault's policy to everybody, and kms:ScheduleKeyDeletion and kms:DisableKey in the key's; leave backup:PutBackupVaultAccessPolicy and backup:PutBackupVaultLockConfiguration, and in a service control policy kms:PutKeyPolicy of such keys, to the role that CloudFormation runs as.",
  proof: 'iam',
  controls: ['BAK7'],
  references: [
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html', 'https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html',
    'https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html',
  ],
  check: (set) => {
    const model = AccessModel.of(set);
    const vaults = model.targets.filter((target) => isVault(target) && HOLDING.includes(set.accounts[target.account] ?? ''));
    const keys = [...new Set(vaults.flatMap((vault) => keyOfVault(model, vault) ?? []))];
    return [...vaults.map((vault) => ofVault(model, vault)), ...keys.map((key) => ofKey(model, key))];
  },
};

/** Any role or user of the account with all rights that it can give, and its root user. */
function withFullRights({ account }: Target): Principal[] {
  return [{ kind: 'account', account }, { kind: 'root', account }];
}

function ofVault(model: AccessModel, vault: Target): PropertyFinding {
  const resource = model.objectOf(vault);
  return finding(model, vault, withFullRights(vault).flatMap((principal): Found[] => [
    { principal, existence: mayEver(model, { principal, action: TAKE_AWAY, resource, within: inside(vault) }) },
    { principal, existence: mayEver(model, { principal, action: WRITE_ANEW, resource, demands: [noneOf(DEPLOYMENT)] }) },
  ]));
}

/** No policy of a key keeps an account's administrators from writing it anew: the organisation does. */
function ofKey(model: AccessModel, key: Target): PropertyFinding {
  const resource = model.objectOf(key);
  return finding(model, key, withFullRights(key).flatMap((principal): Found[] => [
    { principal, existence: mayEver(model, { principal, action: LOSE_KEY, resource }) },
    ...(model.organisation.shown ? [{ principal, existence: mayEver(model, { principal, action: 'kms:PutKeyPolicy', resource, demands: [noneOf(DEPLOYMENT)] }) }] : []),
  ]));
}

function finding(model: AccessModel, target: Target, found: readonly Found[]): PropertyFinding {
  return { template: target.template, logicalId: target.logicalId, verdict: refuted(model, found, target) ?? namesOnly(model, target, found) };
}
