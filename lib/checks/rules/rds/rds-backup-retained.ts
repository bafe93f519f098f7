import { demand, isClusterMember, NOT_APPLICABLE, type Rule } from '../../rule';

export const RdsBackupRetained: Rule = {
  id: 'RdsBackupRetained',
  title: 'A database keeps its automatic backups for seven days or more.',
  why: 'With a day of backups, what is noticed after the weekend cannot be undone.',
  mend: 'Set BackupRetentionPeriod to 7 or more.',
  controls: ['BAK2', 'DAT2'],
  references: ['https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.BackupRetention.html'],
  types: ['AWS::RDS::DBCluster', 'AWS::RDS::DBInstance'],
  check: (database) => (isClusterMember(database) || ['SourceDBInstanceIdentifier', 'SourceDBClusterIdentifier'].some((key) => database.at(key).present) ? NOT_APPLICABLE
    : demand(database.at('BackupRetentionPeriod'), (days) => (days.number ?? 1) >= 7, 'automatic backups are kept for less than seven days')),
};
