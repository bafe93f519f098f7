import { customerKey, type Rule } from '../../rule';

export const SqsQueueEncrypted: Rule = {
  id: 'SqsQueueEncrypted',
  title: 'A queue is encrypted under a customer-managed key.',
  why: "Under Amazon's own key, nobody can withdraw the data from somebody who may use the queue.",
  mend: 'Set KmsMasterKeyId to a key of your own.',
  controls: ['ENC1'],
  references: ['https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html'],
  types: ['AWS::SQS::Queue'],
  check: (resource) => customerKey(resource.at('KmsMasterKeyId'), 'the queue'),
};
