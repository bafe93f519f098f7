import { all, demand, type Resource, type Rule, type Value } from '../../rule';

/** The table, or each of its replicas. */
const copies = (table: Resource): Value[] => (table.type === 'AWS::DynamoDB::Table' ? [table.properties] : table.at('Replicas').items);

export const DynamoDbTableDeletionProtected: Rule = {
  id: 'DynamoDbTableDeletionProtected',
  title: 'A table is protected from deletion.',
  why: 'One wrong call, or one wrong update of the stack, would delete the data.',
  mend: 'Set DeletionProtectionEnabled to true, in every replica.',
  controls: ['DAT2'],
  references: [
   
    'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithTables.Basics.html#WorkingWithTables.Basics.DeletionProtection',
  ],
  types: ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'],
  check: (table) => all(copies(table).map((copy) => demand(copy.at('DeletionProtectionEnabled'), (value) => value.isTrue, 'the table can be deleted at once'))),
};
