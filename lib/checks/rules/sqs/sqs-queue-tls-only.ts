import { deniesPlaintext, needs, type Rule } from '../../rule';

export const SqsQueueTlsOnly: Rule = {
  id: 'SqsQueueTlsOnly',
  title: 'A queue refuses requests without TLS.',
  why: 'SQS takes plain HTTP too: messages would cross the network readable.',
  mend: 'Add a queue policy that denies sqs:* to everybody when aws:SecureTransport is false.',
  controls: ['ENC3'],
  references: ['https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html'],
  types: ['AWS::SQS::Queue'],
  check: (queue) => needs(queue, 'AWS::SQS::QueuePolicy', ['Queues'], 'no queue policy denies requests without TLS', (policy) =>
    deniesPlaintext(policy.at('PolicyDocument'), 'sqs:*',
      [[`\${${queue.logicalId}.Arn}`, `arn:aws:sqs:${queue.region}:${queue.account}:${queue.at('QueueName').text}`]])),
};
