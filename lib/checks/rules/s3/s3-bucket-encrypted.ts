import { all, customerKey, demand, type Rule, type Value, type Verdict, violation } from '../../rule';

export const S3BucketEncrypted: Rule = {
  id: 'S3BucketEncrypted',
  title: 'A bucket encrypts under a customer-managed key by default.',
  why: "Under Amazon's own key, nobody can withdraw the data from somebody who may read the bucket.",
  mend: 'Set BucketEncryption to aws:kms with a KMSMasterKeyID of a key of your own.',
  controls: ['ENC1'],
  references: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html'],
  types: ['AWS::S3::Bucket'],
  check: (bucket) => {
    const rules = bucket.at('BucketEncryption', 'ServerSideEncryptionConfiguration');
    return rules.absent ? violation("the bucket is encrypted under Amazon's own key", rules)
      : rules.items.length === 0 ? violation('no encryption is configured', rules) : all(rules.items.map(encrypts));
  },
};

function encrypts(rule: Value): Verdict {
  const byDefault = rule.at('ServerSideEncryptionByDefault');
  const algorithm = demand(byDefault.at('SSEAlgorithm'), (value) => /^aws:kms(:dsse)?$/.test(value.text ?? ''), "the bucket is encrypted under Amazon's own key");
  return algorithm.kind === 'compliant' ? all([algorithm, customerKey(byDefault.at('KMSMasterKeyID'), 'the bucket')]) : algorithm;
}
