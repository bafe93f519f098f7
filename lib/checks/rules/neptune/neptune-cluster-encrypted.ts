import { all, customerKey, demand, notShown, type Rule } from '../../rule';

export const NeptuneClusterEncrypted: Rule = {
  id: 'NeptuneClusterEncrypted',
  title: 'A Neptune cluster is encrypted under a customer-managed key.',
  why: "Unencrypted, or under Amazon's own key, nobody can withdraw the data from somebody who holds a snapshot.",
  mend: 'Set StorageEncrypted to true and KmsKeyId to a key of your own.',
  controls: ['ENC1'],
  references: ['https://docs.aws.amazon.com/neptune/latest/userguide/encrypt.html'],
  types: ['AWS::Neptune::DBCluster'],
  check: (cluster) => {
    const snapshot = cluster.at('SnapshotIdentifier');
    return snapshot.present && cluster.at('KmsKeyId').absent ? notShown(snapshot, 'a snapshot whose encryption is inherited') : all([
      demand(cluster.at('StorageEncrypted'), (value) => value.isTrue, 'the storage is not encrypted'),
      customerKey(cluster.at('KmsKeyId'), 'the cluster'),
    ]);
  },
};
