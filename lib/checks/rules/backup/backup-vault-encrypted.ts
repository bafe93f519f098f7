import { customerKey, type Rule } from '../../rule';

export const BackupVaultEncrypted: Rule = {
  id: 'BackupVaultEncrypted',
  title: 'A backup vault is encrypted under a customer-managed key.',
  why: "Under Amazon's own key, whoever may restore in the account can read everything that was ever backed up.",
  mend: 'Set EncryptionKeyArn to a key of your own.',
  controls: ['ENC1', 'BAK4'],
  references: ['https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html'],
  types: ['AWS::Backup::BackupVault', 'AWS::Backup::LogicallyAirGappedBackupVault'],
  check: (vault) => customerKey(vault.at('EncryptionKeyArn'), 'the vault'),
};
