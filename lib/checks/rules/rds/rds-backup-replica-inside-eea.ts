import { insideEea, NOT_APPLICABLE, type Rule } from '../../rule';

export const RdsBackupReplicaInsideEea: Rule = {
  id: 'RdsBackupReplicaInsideEea',
  title: "A database's automatic backups are copied inside the European Economic Area only.",
  why: 'A copy elsewhere takes personal data out of the reach of European law.',
  mend: 'Set AutomaticBackupReplicationRegion to an EEA region.',
  controls: ['RES2'],
  references: ['https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReplicateBackups.html'],
  types: ['AWS::RDS::DBInstance'],
  check: (database) => {
    const region = database.at('AutomaticBackupReplicationRegion');
    return region.absent ? NOT_APPLICABLE : insideEea(region);
  },
};
