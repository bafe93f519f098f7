import { all, customerKey, demand, NOT_APPLICABLE, type Rule } from '../../rule';

export const ElastiCacheEncrypted: Rule = {
  id: 'ElastiCacheEncrypted',
  title: 'A cache is encrypted under a customer-managed key.',
  why: "Backups and swapped pages of a cache hold its data; under Amazon's own key nobody can withdraw it.",
  mend: 'Set AtRestEncryptionEnabled to true and KmsKeyId to a key of your own.',
  controls: ['ENC1'],
  references: ['https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/at-rest-encryption.html'],
  types: ['AWS::ElastiCache::ReplicationGroup', 'AWS::ElastiCache::ServerlessCache'],
  check: (cache) => all([
    cache.type === 'AWS::ElastiCache::ServerlessCache' ? NOT_APPLICABLE
      : demand(cache.at('AtRestEncryptionEnabled'), (value) => value.isTrue, 'the cache is not encrypted'),
    customerKey(cache.at('KmsKeyId'), 'the cache'),
  ]),
};
