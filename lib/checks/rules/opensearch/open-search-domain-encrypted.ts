import { all, customerKey, demand, type Rule } from '../../rule';

export const OpenSearchDomainEncrypted: Rule = {
  id: 'OpenSearchDomainEncrypted',
  title: 'A search domain is encrypted under a customer-managed key.',
  why: "Under Amazon's own key, nobody can withdraw the data from somebody who may restore a snapshot.",
  mend: 'Set EncryptionAtRestOptions to Enabled with a KmsKeyId of your own.',
  controls: ['ENC1'],
  references: ['https://docs.aws.amazon.com/opensearch-service/latest/developerguide/encryption-at-rest.html'],
  types: ['AWS::OpenSearchService::Domain'],
  check: (domain) => all([
    demand(domain.at('EncryptionAtRestOptions', 'Enabled'), (value) => value.isTrue, 'the domain is not encrypted'),
    customerKey(domain.at('EncryptionAtRestOptions', 'KmsKeyId'), 'the domain'),
  ]),
};
