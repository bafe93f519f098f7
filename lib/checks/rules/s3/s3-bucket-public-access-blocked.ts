import { all, demand, type Rule } from '../../rule';

export const S3BucketPublicAccessBlocked: Rule = {
  id: 'S3BucketPublicAccessBlocked',
  title: 'A bucket blocks public access in all four ways.',
  why: 'One careless policy or access control list would open the data to the Internet.',
  mend: 'Set all four members of PublicAccessBlockConfiguration to true.',
  controls: ['NET10'],
  references: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html'],
  types: ['AWS::S3::Bucket'],
  check: (bucket) => all(['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'].map((way) =>
    demand(bucket.at('PublicAccessBlockConfiguration', way), (value) => value.isTrue, `${way} is not on`))),
};
