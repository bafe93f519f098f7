import { notPublic, type Rule } from '../../rule';

export const KmsKeyPolicyNotPublic: Rule = {
  id: 'KmsKeyPolicyNotPublic',
  title: 'A key policy admits nobody whom it does not name.',
  why: 'A policy for everybody lets any account decrypt.',
  mend: 'Name the principals, or tie the statement to an account by kms:CallerAccount.',
  controls: ['NET10', 'ENC1'],
  references: ['https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html'],
  types: ['AWS::KMS::Key', 'AWS::KMS::ReplicaKey'],
  check: (key) => notPublic(key.at('KeyPolicy'), 'the key policy'),
};
