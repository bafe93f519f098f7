import { all, any, compliant, kilometresApart, NOT_APPLICABLE, planRules, type Resource, type Rule, runsDaily, unknown, type Value, type Verdict, violation } from '../../rule';

/** Fewest kilometres between a backup and its copy. */
const FAR = 500;

export const BackupPlanCopiedFarAway: Rule = {
  id: 'BackupPlanCopiedFarAway',
  title: 'Every backup is copied into another account, in a region at least 500 km away.',
  why: 'A disaster, or an intruder with the rights of the account, takes the data and the backups together.',
  mend: 'Add to each rule of the plan a CopyAction into a vault of the backup account in a distant region. A rule for continuous backup may go without, beside a daily one that copies.',
  controls: ['BAK3'],
  references: ['https://docs.aws.amazon.com/aws-backup/latest/devguide/cross-region-backup.html', 'https://docs.aws.amazon.com/aws-backup/latest/devguide/create-cross-account-backup.html'],
  types: ['AWS::Backup::BackupPlan'],
  where: 'acceptance-and-production',
  check: (plan) => {
    const rules = planRules(plan);
    const copied = (rule: Value) => any([...rule.at('CopyActions').items.map((action) => farAway(action.at('DestinationBackupVaultArn'), plan)), violation('a rule copies its backups nowhere', rule)]);
    const daily = any([...rules.map((rule) => all([runsDaily(rule), copied(rule)])), violation('no daily backup is copied far away', plan.at('BackupPlan'))]);
    // A copy of a continuous backup is a snapshot: a daily rule beside it copies the same.
    return rules.length === 0 ? NOT_APPLICABLE : all([daily, ...rules.filter((rule) => !rule.at('EnableContinuousBackup').isTrue).map(copied)]);
  },
};

function farAway(vault: Value, plan: Resource): Verdict {
  const [, , , region, account] = vault.target ? [, , , vault.target.region, vault.target.account] : (vault.text ?? '').split(':');
  return all([elsewhere(vault, region, plan), ofAnother(vault, account, plan)]);
}

function elsewhere(vault: Value, region: string | undefined, { region: here }: Resource): Verdict {
  const apart = region !== undefined && here !== undefined ? kilometresApart(here, region) : undefined;
  return apart === undefined ? unknown(`how far ${vault.path} is away is not known`, vault)
    : apart >= FAR ? compliant(vault) : violation(apart === 0 ? `backups are copied within ${region}` : `${region} is only ${Math.round(apart)} km from ${here}`, vault);
}

function ofAnother(vault: Value, account: string | undefined, { account: here, accounts }: Resource): Verdict {
  if (account === '${AWS::AccountId}' || (account !== undefined && account === here)) {
    return violation('backups are copied into a vault of the same account', vault);
  }
  if (account === undefined || !/^\d{12}$/.test(account) || here === undefined) {
    return unknown(`whose vault ${vault.path} is, is not known`, vault);
  }
  return accounts[account] === 'backup' || Object.keys(accounts).length === 0 ? compliant(vault) : violation(`account ${account} is not the backup account`, vault);
}
