import { customerKey, type Rule } from '../../rule';

export const CloudTrailEncrypted: Rule = {
  id: 'CloudTrailEncrypted',
  title: 'A trail is encrypted under a customer-managed key.',
  why: "Under Amazon's own key, everybody who may read the bucket may read who did what.",
  mend: 'Set KMSKeyId (KmsKeyId of an event data store) to a key of your own.',
  controls: ['ENC1'],
  references: ['https://docs.aws.amazon.com/awscloudtrail/latest/userguide/encrypting-cloudtrail-log-files-with-aws-kms.html'],
  types: ['AWS::CloudTrail::Trail', 'AWS::CloudTrail::EventDataStore'],
  check: (trail) => customerKey(trail.at(trail.type === 'AWS::CloudTrail::Trail' ? 'KMSKeyId' : 'KmsKeyId'), 'the trail'),
};
