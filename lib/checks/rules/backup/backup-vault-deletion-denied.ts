import { all, refuses, type Rule, VAULT_TYPES } from '../../rule';

export const BackupVaultDeletionDenied: Rule = {
  id: 'BackupVaultDeletionDenied',
  title: 'The policy of a backup vault refuses everybody to delete or shorten what it keeps.',
  why: 'Until a lock is final, and where its time is over, whoever may delete backups in the account may empty the vault.',
  mend: 'Deny backup:DeleteRecoveryPoint, backup:UpdateRecoveryPointLifecycle, backup:DeleteBackupVault and backup:DeleteBackupVaultAccessPolicy to everybody in AccessPolicy, without conditions.',
  controls: ['BAK7'],
  references: ['https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html'],
  types: VAULT_TYPES,
  where: 'acceptance-and-production',
  check: (vault) => all(['backup:DeleteRecoveryPoint', 'backup:UpdateRecoveryPointLifecycle', 'backup:DeleteBackupVault', 'backup:DeleteBackupVaultAccessPolicy']
    .map((action) => refuses(vault.at('AccessPolicy'), action))),
};
