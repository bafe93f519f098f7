import { demand, isClusterMember, NOT_APPLICABLE, type Rule } from '../../rule';

export const RdsCopiesTags: Rule = {
  id: 'RdsCopiesTags',
  title: 'A database copies its tags to its snapshots.',
  why: 'A snapshot without its classification is a store of personal data that nobody knows of.',
  mend: 'Set CopyTagsToSnapshot to true.',
  controls: ['DAT3'],
  references: ['https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Tagging.html#USER_Tagging.CopyTags'],
  types: ['AWS::RDS::DBCluster', 'AWS::RDS::DBInstance'],
  check: (database) => (isClusterMember(database) ? NOT_APPLICABLE
    : demand(database.at('CopyTagsToSnapshot'), (value) => value.isTrue, 'snapshots lose the tags')),
};
