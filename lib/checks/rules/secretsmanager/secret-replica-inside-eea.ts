import { all, insideEea, type Rule } from '../../rule';

export const SecretReplicaInsideEea: Rule = {
  id: 'SecretReplicaInsideEea',
  title: 'A secret is replicated inside the European Economic Area only.',
  why: 'What opens the data must not lie where European law does not reach.',
  mend: 'Name EEA regions only in ReplicaRegions.',
  controls: ['RES2'],
  references: ['https://docs.aws.amazon.com/secretsmanager/latest/userguide/replicate-secrets.html'],
  types: ['AWS::SecretsManager::Secret'],
  check: (secret) => all(secret.at('ReplicaRegions').items.map((replica) => insideEea(replica.at('Region')))),
};
