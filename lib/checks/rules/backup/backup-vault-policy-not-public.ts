import { notPublic, type Rule } from '../../rule';

export const BackupVaultPolicyNotPublic: Rule = {
  id: 'BackupVaultPolicyNotPublic',
  title: 'The policy of a backup vault admits nobody whom it does not name.',
  why: 'A policy for everybody hands the backup vault to any account.',
  mend: 'Name the principals, or tie the statement to the organisation by a condition.',
  controls: ['NET10', 'BAK7'],
  references: ['https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html'],
  types: ['AWS::Backup::BackupVault', 'AWS::Backup::LogicallyAirGappedBackupVault'],
  check: (resource) => notPublic(resource.at('AccessPolicy'), 'the policy of the backup vault'),
};
