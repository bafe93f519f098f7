import { all, insideEea, type Rule } from '../../rule';

export const DynamoDbReplicasInsideEea: Rule = {
  id: 'DynamoDbReplicasInsideEea',
  title: 'A global table has replicas inside the European Economic Area only.',
  why: 'A replica elsewhere takes personal data out of the reach of European law.',
  mend: 'Name EEA regions only in Replicas.',
  controls: ['RES2'],
  references: ['https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GlobalTables.html'],
  types: ['AWS::DynamoDB::GlobalTable'],
  check: (table) => all(table.at('Replicas').items.map((replica) => insideEea(replica.at('Region')))),
};
