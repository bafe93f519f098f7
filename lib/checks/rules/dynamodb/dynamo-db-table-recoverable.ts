import { all, demand, type Resource, type Rule, type Value } from '../../rule';

/** The table, or each of its replicas. */
const copies = (table: Resource): Value[] => (table.type === 'AWS::DynamoDB::Table' ? [table.properties] : table.at('Replicas').items);

export const DynamoDbTableRecoverable: Rule = {
  id: 'DynamoDbTableRecoverable',
  title: 'A table can be brought back to any second of the last weeks.',
  why: 'Without point-in-time recovery a wrong write is undone only as far as the last backup.',
  mend: 'Set PointInTimeRecoveryEnabled to true, in every replica.',
  controls: ['DAT2', 'BAK2'],
  references: ['https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery.html'],
  types: ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'],
  check: (table) => all(copies(table).map((copy) =>
    demand(copy.at('PointInTimeRecoverySpecification', 'PointInTimeRecoveryEnabled'), (value) => value.isTrue, 'there is no point-in-time recovery'))),
};
