import { any, demand, NOT_APPLICABLE, type Rule, sameAccountAndRegion, VAULT_TYPES, violation } from '../../rule';

/** Accounts whose backups are those of customers. */
const AUDITED = ['acceptance', 'production', 'backup'];

export const BackupVaultAudited: Rule = {
  id: 'BackupVaultAudited',
  title: 'Where an estate keeps backups, a backup audit framework looks at that account and region.',
  why: 'Nothing tells of a framework that is gone: plans may then say less from day to day, and no report will.',
  mend: 'Make an AWS::Backup::Framework in the account and region of the vault, with controls on frequency, retention, encryption and deletion.',
  controls: ['BAK9'],
  references: ['https://docs.aws.amazon.com/aws-backup/latest/devguide/working-with-audit-frameworks.html'],
  types: VAULT_TYPES,
  check: (vault) => (AUDITED.includes(vault.accounts[vault.account ?? ''] ?? '') ? any([
    ...vault.set.ofType('AWS::Backup::Framework').filter((framework) => sameAccountAndRegion(framework, vault)).map((framework) => demand(framework.at('FrameworkControls'), (controls) => controls.items.length > 0, 'the backup audit framework asks nothing')),
    violation('no backup audit framework looks at the account and region of the vault'),
  ]) : NOT_APPLICABLE),
};
