import { all, any, compliant, copiedInto, demand, isVaultAt, mentions, NOT_APPLICABLE, type Resource, restoreTestOf, type Rule, sameAccountAndRegion, VAULT_TYPES, type Verdict, violation } from '../../rule';

export const BackupVaultRestoreTested: Rule = {
  id: 'BackupVaultRestoreTested',
  title: 'Personal data that plans copy into a vault of the backup account is restored there by plan, each kind of store.',
  why: 'Nothing tells of a plan that is gone: the day of need is then the first on which anything is restored.',
  mend: 'Make a restore testing plan whose IncludeVaults names the vault, with a selection for each kind of store that is copied there, e.g. Aurora, S3.',
  controls: ['BAK8'],
  references: ['https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html'],
  types: VAULT_TYPES,
  check: (vault) => (vault.accounts[vault.account ?? ''] !== 'backup' ? NOT_APPLICABLE : all([...new Set(copiedInto(vault).flatMap((store) => restoreTestOf(store) ?? []))].map((kind) => any([
    ...vault.set.ofType('AWS::Backup::RestoreTestingPlan').filter((plan) => sameAccountAndRegion(plan, vault)).map((plan) => all([includes(plan, vault), restores(plan, kind)])),
    violation(`no restore testing plan of the account and region restores ${kind} out of the vault`),
  ])))),
};

function includes(plan: Resource, vault: Resource): Verdict {
  const [included, excluded] = ['IncludeVaults', 'ExcludeVaults'].map((key) => plan.at('RecoveryPointSelection', key));
  const out = any([...excluded.items.map((arn) => isVaultAt(arn, vault)), violation('none is left out')]);
  return out.kind === 'violation' ? any([...included.items.map((arn) => isVaultAt(arn, vault)), violation('a restore testing plan for other vaults', included)])
    : out.kind === 'unknown' ? out : violation('a restore testing plan leaves the vault out', excluded);
}

function restores(plan: Resource, kind: string): Verdict {
  const name = plan.at('RestoreTestingPlanName').text;
  return any([
    ...plan.set.ofType('AWS::Backup::RestoreTestingSelection').map((selection) => {
      const of = selection.at('RestoreTestingPlanName');
      const isOwn = mentions(of, plan) ? compliant(of) : demand(of, (value) => name !== undefined && value.text === name, 'a selection of another plan');
      return all([isOwn, demand(selection.at('ProtectedResourceType'), (type) => type.text === kind, 'a selection of another kind')]);
    }),
    violation('the restore testing plan selects nothing', plan.at('RestoreTestingPlanName')),
  ]);
}
