import { notPublic, type Rule } from '../../rule';

export const S3BucketPolicyNotPublic: Rule = {
  id: 'S3BucketPolicyNotPublic',
  title: 'A bucket policy admits nobody whom it does not name.',
  why: 'A policy for everybody opens the bucket to the Internet.',
  mend: 'Name the principals, or tie the statement to the organisation or an endpoint by a condition.',
  controls: ['NET10'],
  references: [
   
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status',
  ],
  types: ['AWS::S3::BucketPolicy'],
  check: (policy) => notPublic(policy.at('PolicyDocument'), 'the bucket policy'),
};
