import { customerKey, type Rule } from '../../rule';

export const LogGroupEncrypted: Rule = {
  id: 'LogGroupEncrypted',
  title: 'A log group is encrypted under a customer-managed key.',
  why: "Under Amazon's own key, nobody can withdraw the data from somebody who may use the group.",
  mend: 'Set KmsKeyId to a key of your own.',
  controls: ['ENC1'],
  references: ['https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html'],
  types: ['AWS::Logs::LogGroup'],
  check: (resource) => customerKey(resource.at('KmsKeyId'), 'the log group'),
};
