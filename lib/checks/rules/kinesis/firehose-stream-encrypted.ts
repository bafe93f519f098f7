import { customerKey, NOT_APPLICABLE, type Rule } from '../../rule';

export const FirehoseStreamEncrypted: Rule = {
  id: 'FirehoseStreamEncrypted',
  title: 'A delivery stream is encrypted under a customer-managed key.',
  why: "Unencrypted, or under Amazon's own key, nobody can withdraw the records.",
  mend: 'Set DeliveryStreamEncryptionConfigurationInput to CUSTOMER_MANAGED_CMK with a KeyARN of your own.',
  controls: ['ENC1'],
  references: ['https://docs.aws.amazon.com/firehose/latest/dev/encryption.html'],
  types: ['AWS::KinesisFirehose::DeliveryStream'],
  check: (stream) => (stream.at('KinesisStreamSourceConfiguration').present || stream.at('MSKSourceConfiguration').present ? NOT_APPLICABLE
    : customerKey(stream.at('DeliveryStreamEncryptionConfigurationInput', 'KeyARN'), 'the delivery stream')),
};
