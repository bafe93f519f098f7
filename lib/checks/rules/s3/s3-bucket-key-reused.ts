import { all, demand, NOT_APPLICABLE, open, type Rule } from '../../rule';

export const S3BucketKeyReused: Rule = {
  id: 'S3BucketKeyReused',
  title: 'A bucket under a KMS key uses a bucket key.',
  why: 'Without it every object costs a call to KMS: slow, expensive, and throttled for everything else in the account.',
  mend: 'Set BucketKeyEnabled to true beside ServerSideEncryptionByDefault.',
  controls: ['ENC1'],
  references: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html'],
  types: ['AWS::S3::Bucket'],
  check: (bucket) => all(bucket.at('BucketEncryption', 'ServerSideEncryptionConfiguration').items.map((rule) =>
    (rule.at('ServerSideEncryptionByDefault', 'SSEAlgorithm').text === 'aws:kms'
      ? demand(rule.at('BucketKeyEnabled'), (value) => value.isTrue, 'no bucket key is used')
      : rule.open !== undefined ? open(rule) : NOT_APPLICABLE))),
};
