import { demand, type Rule } from '../../rule';

export const NeptuneClusterDeletionProtected: Rule = {
  id: 'NeptuneClusterDeletionProtected',
  title: 'A Neptune cluster is protected from deletion.',
  why: 'One wrong call, or one wrong update of the stack, would delete the data.',
  mend: 'Set DeletionProtection to true.',
  controls: ['DAT2'],
  references: ['https://docs.aws.amazon.com/neptune/latest/userguide/encrypt.html'],
  types: ['AWS::Neptune::DBCluster'],
  check: (cluster) => demand(cluster.at('DeletionProtection'), (value) => value.isTrue, 'the cluster can be deleted at once'),
};
