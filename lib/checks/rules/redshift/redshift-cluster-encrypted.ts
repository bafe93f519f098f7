import { all, customerKey, demand, type Rule } from '../../rule';

export const RedshiftClusterEncrypted: Rule = {
  id: 'RedshiftClusterEncrypted',
  title: 'A warehouse is encrypted under a customer-managed key.',
  why: "Under Amazon's own key, nobody can withdraw the data from somebody who holds a snapshot.",
  mend: 'Set Encrypted to true and KmsKeyId to a key of your own.',
  controls: ['ENC1'],
  references: ['https://docs.aws.amazon.com/redshift/latest/mgmt/working-with-db-encryption.html'],
  types: ['AWS::Redshift::Cluster'],
  check: (cluster) => all([
    demand(cluster.at('Encrypted'), (value) => value.isTrue, 'the storage is not encrypted'),
    customerKey(cluster.at('KmsKeyId'), 'the warehouse'),
  ]),
};
