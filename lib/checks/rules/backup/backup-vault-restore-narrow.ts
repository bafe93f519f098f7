import { all, isAnybody, operatorOf, refuses, type Rule, type Statement, VAULT_TYPES } from '../../rule';

export const BackupVaultRestoreNarrow: Rule = {
  id: 'BackupVaultRestoreNarrow',
  title: 'Only named roles restore from a backup vault, or copy out of it.',
  why: 'A backup holds everything: whoever may restore it into a place of their own reads it all, whatever the data itself is guarded by.',
  mend: 'Deny backup:StartRestoreJob and backup:StartCopyJob to everybody in AccessPolicy, but for the ARNs of the roles that restore (ArnNotLike aws:PrincipalArn).',
  controls: ['BAK6'],
  references: ['https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html', 'https://docs.aws.amazon.com/aws-backup/latest/devguide/multipartyapproval.html'],
  types: VAULT_TYPES,
  where: 'acceptance-and-production',
  check: (vault) => all(['backup:StartRestoreJob', 'backup:StartCopyJob'].map((action) => refuses(vault.at('AccessPolicy'), action, sparesFew))),
};

/** Whether the one condition spares principals by name only, none of any account. */
function sparesFew({ conditions }: Statement): boolean {
  const [condition] = conditions;
  return conditions.length === 1 && condition.key === 'aws:principalarn' && /^(arn|string)not(like|equals|equalsignorecase)$/.test(operatorOf(condition))
    && condition.values.length > 0 && condition.values.every((value) => value.open === undefined && !isAnybody(value.text ?? '*') && !/:(root|role\/\**|\*)$/.test(value.text ?? ''));
}
