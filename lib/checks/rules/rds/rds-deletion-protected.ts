import { demand, isClusterMember, NOT_APPLICABLE, type Rule } from '../../rule';

export const RdsDeletionProtected: Rule = {
  id: 'RdsDeletionProtected',
  title: 'A database is protected from deletion.',
  why: 'One wrong call, or one wrong update of the stack, would delete the data.',
  mend: 'Set DeletionProtection to true.',
  controls: ['DAT2'],
  references: ['https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html'],
  types: ['AWS::RDS::DBCluster', 'AWS::RDS::DBInstance', 'AWS::RDS::GlobalCluster'],
  check: (database) => (isClusterMember(database) ? NOT_APPLICABLE
    : demand(database.at('DeletionProtection'), (value) => value.isTrue, 'the database can be deleted at once')),
};
