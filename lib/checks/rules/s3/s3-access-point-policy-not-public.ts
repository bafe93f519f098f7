import { notPublic, type Rule } from '../../rule';

export const S3AccessPointPolicyNotPublic: Rule = {
  id: 'S3AccessPointPolicyNotPublic',
  title: 'The policy of a bucket access point admits nobody whom it does not name.',
  why: 'A policy for everybody hands the bucket access point to any account.',
  mend: 'Name the principals, or tie the statement to the organisation by a condition.',
  controls: ['NET10'],
  references: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html'],
  types: ['AWS::S3::AccessPoint'],
  check: (resource) => notPublic(resource.at('Policy'), 'the policy of the bucket access point'),
};
