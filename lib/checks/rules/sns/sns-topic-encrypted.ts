import { customerKey, type Rule } from '../../rule';

export const SnsTopicEncrypted: Rule = {
  id: 'SnsTopicEncrypted',
  title: 'A topic is encrypted under a customer-managed key.',
  why: "Under Amazon's own key, nobody can withdraw the data from somebody who may use the topic.",
  mend: 'Set KmsMasterKeyId to a key of your own.',
  controls: ['ENC1'],
  references: ['https://docs.aws.amazon.com/sns/latest/dg/sns-server-side-encryption.html'],
  types: ['AWS::SNS::Topic'],
  check: (resource) => customerKey(resource.at('KmsMasterKeyId'), 'the topic'),
};
