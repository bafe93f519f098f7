import { all, customerKey, demand, isClusterMember, NOT_APPLICABLE, notShown, type Resource, type Rule, type Value, type Verdict } from '../../rule';

/** Restored from one of these, a database takes its encryption from there. */
const SOURCES = ['SnapshotIdentifier', 'DBSnapshotIdentifier', 'DBClusterSnapshotIdentifier', 'SourceDBInstanceIdentifier', 'SourceDBClusterIdentifier',
  'SourceDbiResourceId', 'SourceDBInstanceAutomatedBackupsArn', 'ReplicationSourceIdentifier'];

export const RdsStorageEncrypted: Rule = {
  id: 'RdsStorageEncrypted',
  title: 'A database is encrypted under a customer-managed key.',
  why: "Unencrypted, or under Amazon's own key, nobody can withdraw the data from somebody who holds a snapshot.",
  mend: 'Set StorageEncrypted to true and KmsKeyId to a key of your own.',
  controls: ['ENC1'],
  references: ['https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html'],
  types: ['AWS::RDS::DBCluster', 'AWS::RDS::DBInstance', 'AWS::RDS::GlobalCluster'],
  check: (database) => {
    const encrypted = database.at('StorageEncrypted');
    const source = SOURCES.map((key) => database.at(key)).find((value) => value.present);
    if (isClusterMember(database) || (database.type === 'AWS::RDS::GlobalCluster' && source)) {
      return NOT_APPLICABLE;
    }
    if (source && database.at('KmsKeyId').absent && !encrypted.isFalse) {
      return source.target?.at('StorageEncrypted').present
        ? encryptedUnder(source.target, source.target.at('StorageEncrypted')) : notShown(source, 'a source whose encryption is inherited');
    }
    return database.type === 'AWS::RDS::GlobalCluster'
      ? demand(encrypted, (value) => value.isTrue, 'the storage is not encrypted') : encryptedUnder(database, encrypted);
  },
};

function encryptedUnder(database: Resource, encrypted: Value): Verdict {
  const storage = demand(encrypted, (value) => value.isTrue, 'the storage is not encrypted');
  return storage.kind === 'compliant' ? all([storage, customerKey(database.at('KmsKeyId'), 'the database')]) : storage;
}
