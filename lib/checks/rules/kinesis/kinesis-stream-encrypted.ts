import { customerKey, type Rule } from '../../rule';

export const KinesisStreamEncrypted: Rule = {
  id: 'KinesisStreamEncrypted',
  title: 'A stream is encrypted under a customer-managed key.',
  why: "Unencrypted, or under Amazon's own key, nobody can withdraw the records.",
  mend: 'Set StreamEncryption to KMS with a KeyId of your own.',
  controls: ['ENC1'],
  references: ['https://docs.aws.amazon.com/streams/latest/dev/what-is-sse.html'],
  types: ['AWS::Kinesis::Stream'],
  check: (stream) => customerKey(stream.at('StreamEncryption', 'KeyId'), 'the stream'),
};
