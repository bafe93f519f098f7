import { notPublic, type Rule } from '../../rule';

export const SqsQueuePolicyNotPublic: Rule = {
  id: 'SqsQueuePolicyNotPublic',
  title: 'The policy of a queue admits nobody whom it does not name.',
  why: 'A policy for everybody hands the queue to any account.',
  mend: 'Name the principals, or tie the statement to the organisation by a condition.',
  controls: ['NET10'],
  references: ['https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html'],
  types: ['AWS::SQS::QueuePolicy'],
  check: (resource) => notPublic(resource.at('PolicyDocument'), 'the policy of the queue'),
};
