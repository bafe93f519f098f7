import { all, compliant, covers, NOT_APPLICABLE, notShown, refuses, type Resource, type Rule, statements, VAULT_TYPES, vaultKey, type Verdict } from '../../rule';

export const BackupVaultKeyKept: Rule = {
  id: 'BackupVaultKeyKept',
  title: 'The key of a locked backup vault cannot be disabled or deleted.',
  why: 'The lock keeps the backups, not their key: without it they are noise, and they can still be paid for until they expire.',
  mend: "Deny kms:ScheduleKeyDeletion and kms:DisableKey to everybody in the key's policy, or allow neither to anybody.",
  controls: ['BAK7', 'KEY2'],
  references: ['https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html', 'https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html'],
  types: VAULT_TYPES,
  where: 'acceptance-and-production',
  check: (vault) => {
    const [arn, lock] = [vault.at('EncryptionKeyArn'), vault.at('LockConfiguration')];
    if (arn.absent || (vault.type === 'AWS::Backup::BackupVault' && lock.absent)) {
      return NOT_APPLICABLE;
    }
    const key = vaultKey(vault);
    return key ? all(['kms:ScheduleKeyDeletion', 'kms:DisableKey'].map((action) => nobodyMay(action, key))) : notShown(arn, 'a key');
  },
};

function nobodyMay(action: string, key: Resource): Verdict {
  const policy = key.at('KeyPolicy');
  const allowing = statements(policy).filter(({ effect, actions, notActions }) => effect !== 'Deny'
    && (notActions.length > 0 || actions.length === 0 || actions.some((pattern) => covers(pattern, action) || pattern.startsWith('${'))));
  return policy.present && policy.open === undefined && allowing.length === 0 ? compliant(policy.at('Statement')) : refuses(policy, action);
}
