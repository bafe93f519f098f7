import { all, customerKey, demand, type Rule } from '../../rule';

export const DynamoDbTableEncrypted: Rule = {
  id: 'DynamoDbTableEncrypted',
  title: 'A table is encrypted under a customer-managed key.',
  why: "Under Amazon's own key, nobody can withdraw the data from somebody who may read the table.",
  mend: 'Set SSESpecification to SSEEnabled, SSEType KMS and a key of your own, in every replica.',
  controls: ['ENC1'],
  references: ['https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/EncryptionAtRest.html'],
  types: ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'],
  check: (table) => {
    const own = table.at('SSESpecification');
    const enabled = demand(own.at('SSEEnabled'), (value) => value.isTrue, "the table is encrypted under Amazon's own key");
    const keys = table.type === 'AWS::DynamoDB::Table' ? [own.at('KMSMasterKeyId')]
      : table.at('Replicas').items.map((replica) => replica.at('SSESpecification', 'KMSMasterKeyId'));
    return all([enabled, ...(enabled.kind === 'compliant' ? keys.map((key) => customerKey(key, 'the table')) : [])]);
  },
};
