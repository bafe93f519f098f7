import { all, demand, type Rule, VAULT_TYPES } from '../../rule';

/** Fewest days for which a lock keeps every backup. */
const LEAST_DAYS = 7;

export const BackupVaultLocked: Rule = {
  id: 'BackupVaultLocked',
  title: 'A backup vault is locked in compliance mode: nobody deletes a backup, or keeps it for less than a week.',
  why: 'An intruder who holds the account, or a person by mistake, deletes the backups first.',
  mend: 'Set LockConfiguration with MinRetentionDays, and ChangeableForDays (3 or more): after these days the lock is for good. Or use a logically air-gapped vault.',
  controls: ['BAK7'],
  references: ['https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html'],
  types: VAULT_TYPES,
  where: 'acceptance-and-production',
  check: (vault) => {
    const airGapped = vault.type === 'AWS::Backup::LogicallyAirGappedBackupVault';
    const kept = demand(airGapped ? vault.at('MinRetentionDays') : vault.at('LockConfiguration', 'MinRetentionDays'), (days) => (days.number ?? 0) >= LEAST_DAYS, `backups may be kept for less than ${LEAST_DAYS} days`);
    return airGapped ? kept : all([kept, demand(vault.at('LockConfiguration', 'ChangeableForDays'), (days) => (days.number ?? 0) >= 3, 'the lock can be taken off')]);
  },
};
