import { all, customerKey, demand, type Rule } from '../../rule';

export const EcrRepositoryEncrypted: Rule = {
  id: 'EcrRepositoryEncrypted',
  title: 'An image repository is encrypted under a customer-managed key.',
  why: "Images hold code and configuration; under Amazon's own key nobody can withdraw them.",
  mend: 'Set EncryptionConfiguration to KMS with a KmsKey of your own.',
  controls: ['ENC1'],
  references: ['https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html'],
  types: ['AWS::ECR::Repository', 'AWS::ECR::RepositoryCreationTemplate'],
  check: (repository) => {
    const encryption = repository.at('EncryptionConfiguration');
    return all([
      demand(encryption.at('EncryptionType'), (type) => /^KMS(_DSSE)?$/.test(type.text ?? ''), "images are encrypted under Amazon's own key"),
      customerKey(encryption.at('KmsKey'), 'the repository'),
    ]);
  },
};
