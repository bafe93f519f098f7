import { demand, type Rule, setting } from '../../rule';

/** Where each kind of store keeps its tags. */
const TAGS: Readonly<Record<string, string>> = {
  'AWS::DocDB::DBCluster': 'Tags',
  'AWS::DynamoDB::Table': 'Tags',
  'AWS::EFS::FileSystem': 'FileSystemTags',
  'AWS::ElastiCache::ReplicationGroup': 'Tags',
  'AWS::Neptune::DBCluster': 'Tags',
  'AWS::OpenSearchService::Domain': 'Tags',
  'AWS::RDS::DBCluster': 'Tags',
  'AWS::RDS::DBInstance': 'Tags',
  'AWS::Redshift::Cluster': 'Tags',
  'AWS::S3::Bucket': 'Tags',
};
const CLASSES = ['public', 'internal', 'confidential', 'personal'];

export const StoreClassified: Rule = {
  id: 'StoreClassified',
  title: 'A store says by a tag what kind of data it holds.',
  why: 'What nobody classified nobody can protect, find or delete in time.',
  mend: 'Tag the store dtap:classification with public, internal, confidential or personal.',
  controls: ['DAT3'],
  references: ['https://docs.aws.amazon.com/whitepapers/latest/tagging-best-practices/tagging-best-practices.html'],
  types: Object.keys(TAGS),
  check: (store) => demand(setting(store.at(TAGS[store.type]), 'dtap:classification'), (value) => CLASSES.includes(value.text ?? ''), 'the store carries no known classification'),
};
