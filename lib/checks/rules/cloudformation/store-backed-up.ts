import { any, BACKED_UP_TYPES, holdsLogsOnly, isClusterMember, mentions, NOT_APPLICABLE, type Resource, type Rule, selectedDaily, unknown, type Verdict, violation } from '../../rule';

export const StoreBackedUp: Rule = {
  id: 'StoreBackedUp',
  title: 'A store is selected by a backup plan that runs every day.',
  why: 'What no plan selects is gone with the first mistake, and nobody notices before.',
  mend: 'Tag the store so that a selection of its account and region takes it, or name it in Resources of one.',
  controls: ['BAK1'],
  references: ['https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html'],
  types: BACKED_UP_TYPES,
  check: (store) => (holdsNothingOfItsOwn(store) || plansAreElsewhere(store) ? NOT_APPLICABLE : any([
    ...store.set.ofType('AWS::Backup::BackupSelection').map((selection) => selectedDaily(selection, store)),
    byOrganization(store),
  ])),
};

/** A part of an application says nothing of the account's plans. An estate, whose accounts are known, says it all. */
function plansAreElsewhere(store: Resource): boolean {
  return Object.keys(store.accounts).length === 0 && store.set.ofType('AWS::Backup::BackupPlan').length === 0 && store.set.ofType('AWS::Backup::BackupSelection').length === 0;
}

/** Logs of services, and what another store holds: members of clusters, read replicas, secondary clusters, targets of replication. */
function holdsNothingOfItsOwn(store: Resource): boolean {
  switch (store.type) {
    case 'AWS::S3::Bucket': return holdsLogsOnly(store) || isReplica(store);
    case 'AWS::RDS::DBInstance': return isClusterMember(store) || store.at('SourceDBInstanceIdentifier').present;
    case 'AWS::RDS::DBCluster': return store.at('ReplicationSourceIdentifier').present || isSecondary(store);
    default: return false;
  }
}

function isReplica(bucket: Resource): boolean {
  return bucket.set.ofType('AWS::S3::Bucket').some((source) => !source.is(bucket)
    && source.at('ReplicationConfiguration', 'Rules').items.some((rule) => rule.at('Status').text === 'Enabled' && mentions(rule.at('Destination', 'Bucket'), bucket)));
}

/** A cluster of a global database that is given no user and no data takes both from the primary. */
function isSecondary(cluster: Resource): boolean {
  return cluster.at('GlobalClusterIdentifier').present
    && ['MasterUsername', 'SnapshotIdentifier', 'SourceDBClusterIdentifier'].every((key) => cluster.at(key).absent);
}

/** Backup policies of the organisation make plans in accounts whose templates do not show them. */
function byOrganization(store: Resource): Verdict {
  const policy = store.set.ofType('AWS::Organizations::Policy').find((candidate) => candidate.at('Type').text === 'BACKUP_POLICY');
  return policy ? unknown('a backup policy of the organisation may select the store', policy.at('Content')) : violation('no backup plan selects the store');
}
