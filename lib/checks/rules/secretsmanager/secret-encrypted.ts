import { customerKey, type Rule } from '../../rule';

export const SecretEncrypted: Rule = {
  id: 'SecretEncrypted',
  title: 'A secret is encrypted under a customer-managed key.',
  why: "Under Amazon's own key, everybody who may read secrets in the account may read this one.",
  mend: 'Set KmsKeyId to a key of your own.',
  controls: ['ENC1', 'SEC2'],
  references: ['https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html'],
  types: ['AWS::SecretsManager::Secret'],
  check: (secret) => customerKey(secret.at('KmsKeyId'), 'the secret'),
};
