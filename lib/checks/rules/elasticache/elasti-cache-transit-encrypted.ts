import { all, demand, NOT_APPLICABLE, type Rule } from '../../rule';

export const ElastiCacheTransitEncrypted: Rule = {
  id: 'ElastiCacheTransitEncrypted',
  title: 'A cache refuses connections without TLS.',
  why: 'The cache protocol is plain text: keys and values would cross the network readable.',
  mend: 'Set TransitEncryptionEnabled to true, and TransitEncryptionMode to required.',
  controls: ['ENC3'],
  references: ['https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/in-transit-encryption.html'],
  types: ['AWS::ElastiCache::ReplicationGroup', 'AWS::ElastiCache::CacheCluster'],
  check: (cache) => (cache.at('ReplicationGroupId').present ? NOT_APPLICABLE : all([
    demand(cache.at('TransitEncryptionEnabled'), (value) => value.isTrue, 'connections are not encrypted'),
    demand(cache.at('TransitEncryptionMode'), (mode) => mode.text !== 'preferred', 'plain connections are accepted too'),
  ])),
};
