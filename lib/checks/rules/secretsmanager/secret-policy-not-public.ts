import { notPublic, type Rule } from '../../rule';

export const SecretPolicyNotPublic: Rule = {
  id: 'SecretPolicyNotPublic',
  title: "A secret's policy admits nobody whom it does not name.",
  why: 'A policy for everybody hands the secret to any account.',
  mend: 'Name the principals in the ResourcePolicy.',
  controls: ['NET10', 'SEC2'],
  references: ['https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html'],
  types: ['AWS::SecretsManager::ResourcePolicy'],
  check: (policy) => notPublic(policy.at('ResourcePolicy'), 'the policy of the secret'),
};
