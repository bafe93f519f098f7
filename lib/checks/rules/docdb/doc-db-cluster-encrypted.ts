import { all, customerKey, demand, notShown, type Rule } from '../../rule';

export const DocDbClusterEncrypted: Rule = {
  id: 'DocDbClusterEncrypted',
  title: 'A DocumentDB cluster is encrypted under a customer-managed key.',
  why: "Unencrypted, or under Amazon's own key, nobody can withdraw the data from somebody who holds a snapshot.",
  mend: 'Set StorageEncrypted to true and KmsKeyId to a key of your own.',
  controls: ['ENC1'],
  references: ['https://docs.aws.amazon.com/documentdb/latest/developerguide/encryption-at-rest.html'],
  types: ['AWS::DocDB::DBCluster'],
  check: (cluster) => {
    const snapshot = cluster.at('SnapshotIdentifier');
    return snapshot.present && cluster.at('KmsKeyId').absent ? notShown(snapshot, 'a snapshot whose encryption is inherited') : all([
      demand(cluster.at('StorageEncrypted'), (value) => value.isTrue, 'the storage is not encrypted'),
      customerKey(cluster.at('KmsKeyId'), 'the cluster'),
    ]);
  },
};
