import { notPublic, type Rule } from '../../rule';

export const SnsTopicPolicyNotPublic: Rule = {
  id: 'SnsTopicPolicyNotPublic',
  title: 'The policy of a topic admits nobody whom it does not name.',
  why: 'A policy for everybody hands the topic to any account.',
  mend: 'Name the principals, or tie the statement to the organisation by a condition.',
  controls: ['NET10'],
  references: ['https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html'],
  types: ['AWS::SNS::TopicPolicy'],
  check: (resource) => notPublic(resource.at('PolicyDocument'), 'the policy of the topic'),
};
