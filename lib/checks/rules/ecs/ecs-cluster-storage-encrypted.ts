import { companions, customerKey, NOT_APPLICABLE, type Resource, type Rule } from '../../rule';

export const EcsClusterStorageEncrypted: Rule = {
  id: 'EcsClusterStorageEncrypted',
  title: 'The storage of Fargate tasks is encrypted under a customer-managed key.',
  why: 'Tasks write uploads and caches to their own storage, under a key of AWS that nobody can withdraw.',
  mend: 'Set Configuration.ManagedStorageConfiguration.FargateEphemeralStorageKmsKeyId of the cluster.',
  controls: ['ENC1'],
  references: ['https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-storage-encryption.html'],
  types: ['AWS::ECS::Cluster'],
  check: (cluster) => (runsFargate(cluster)
    ? customerKey(cluster.at('Configuration', 'ManagedStorageConfiguration', 'FargateEphemeralStorageKmsKeyId'), 'the storage of tasks') : NOT_APPLICABLE),
};

function runsFargate(cluster: Resource): boolean {
  return companions(cluster, 'AWS::ECS::Service', 'Cluster').some((service) => service.at('LaunchType').text === 'FARGATE')
    || cluster.at('CapacityProviders').items.some(({ text }) => /^FARGATE/.test(text ?? ''));
}
