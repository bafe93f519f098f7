import { demand, type Rule } from '../../rule';

export const DocDbClusterDeletionProtected: Rule = {
  id: 'DocDbClusterDeletionProtected',
  title: 'A DocumentDB cluster is protected from deletion.',
  why: 'One wrong call, or one wrong update of the stack, would delete the data.',
  mend: 'Set DeletionProtection to true.',
  controls: ['DAT2'],
  references: ['https://docs.aws.amazon.com/documentdb/latest/developerguide/encryption-at-rest.html'],
  types: ['AWS::DocDB::DBCluster'],
  check: (cluster) => demand(cluster.at('DeletionProtection'), (value) => value.isTrue, 'the cluster can be deleted at once'),
};
