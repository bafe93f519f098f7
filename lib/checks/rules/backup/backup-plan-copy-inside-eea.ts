import { all, compliant, isInsideEea, regionOfArn, type Rule, unknown, type Value, type Verdict, violation } from '../../rule';

export const BackupPlanCopyInsideEea: Rule = {
  id: 'BackupPlanCopyInsideEea',
  title: 'Backups are copied inside the European Economic Area only.',
  why: 'A copy elsewhere takes personal data out of the reach of European law.',
  mend: 'Copy into vaults of EEA regions only.',
  controls: ['RES2'],
  references: ['https://docs.aws.amazon.com/aws-backup/latest/devguide/cross-region-backup.html'],
  types: ['AWS::Backup::BackupPlan'],
  check: (plan) => all(plan.at('BackupPlan', 'BackupPlanRule').items.flatMap((rule) => rule.at('CopyActions').items)
    .map((action) => vaultInside(action.at('DestinationBackupVaultArn')))),
};

function vaultInside(vault: Value): Verdict {
  const region = vault.target ? vault.target.region : regionOfArn(vault);
  if (region === undefined || region.includes('${')) {
    return unknown('the region of the vault is not known', vault);
  }
  return isInsideEea(region) ? compliant(vault) : violation(`backups are copied to ${region}, outside the European Economic Area`, vault);
}
