import { DynamoDbReplicasInsideEea } from '../../../../../lib/checks/rules/dynamodb/dynamo-db-replicas-inside-eea';
import { DynamoDbTableDeletionProtected } from '../../../../../lib/checks/rules/dynamodb/dynamo-db-table-deletion-protected';
import { DynamoDbTableEncrypted } from '../../../../../lib/checks/rules/dynamodb/dynamo-db-table-encrypted';
import { DynamoDbTableRecoverable } from '../../../../../lib/checks/rules/dynamodb/dynamo-db-table-recoverable';
import { describeRule } from '../../../../support/rule-table';

const open = (resources: object) => ({ Parameters: { Open: { Type: 'String' }, Hidden: { Type: 'String', NoEcho: true } }, Resources: resources });
const OPEN = { Ref: 'Open' };
const OTHER = { Other: { Type: 'AWS::CloudFormation::WaitConditionHandle' } };
const KEY = 'arn:aws:kms:eu-central-1:111111111111:key/1';
const table = (properties: object = {}) => ({ Table: { Type: 'AWS::DynamoDB::Table', Properties: properties } });
const globalTable = (properties: object = {}) => ({ Table: { Type: 'AWS::DynamoDB::GlobalTable', Properties: properties } });

const sse = (more: object = {}) => ({ SSESpecification: { SSEEnabled: true, SSEType: 'KMS', ...more } });
describeRule(DynamoDbTableEncrypted, {
  compliant: { 'a key': table(sse({ KMSMasterKeyId: KEY })), 'a key in each replica': globalTable({ ...sse(), Replicas: [{ Region: 'eu-central-1', SSESpecification: { KMSMasterKeyId: KEY } }] }) },
  violation: {
    'nothing said': table(), "Amazon's key": table(sse()), 'switched off': table(sse({ SSEEnabled: false, KMSMasterKeyId: KEY })),
    'one replica without': globalTable({ ...sse(), Replicas: [{ SSESpecification: { KMSMasterKeyId: KEY } }, { Region: 'eu-west-1' }] }),
  },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a parameter': open(table(sse({ KMSMasterKeyId: OPEN }))) },
});

const recovery = (PointInTimeRecoveryEnabled: unknown) => ({ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled } });
describeRule(DynamoDbTableRecoverable, {
  compliant: { 'on': table(recovery(true)), 'on in each replica': globalTable({ Replicas: [recovery('true'), recovery(true)] }) },
  violation: { 'nothing said': table(), 'off': table(recovery(false)), 'one replica without': globalTable({ Replicas: [recovery(true), {}] }) },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a parameter': open(table(recovery(OPEN))), 'open replicas': open(globalTable({ Replicas: OPEN })) },
});

describeRule(DynamoDbTableDeletionProtected, {
  compliant: { 'on': table({ DeletionProtectionEnabled: true }), 'on in each replica': globalTable({ Replicas: [{ DeletionProtectionEnabled: true }] }) },
  violation: { 'nothing said': table(), 'one replica without': globalTable({ Replicas: [{ DeletionProtectionEnabled: true }, {}] }) },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a parameter': open(table({ DeletionProtectionEnabled: OPEN })) },
});

describeRule(DynamoDbReplicasInsideEea, {
  compliant: { 'two of the EEA': globalTable({ Replicas: [{ Region: 'eu-central-1' }, { Region: 'eu-west-1' }] }) },
  violation: { 'Zurich': globalTable({ Replicas: [{ Region: 'eu-central-1' }, { Region: 'eu-central-2' }] }) },
  notApplicable: { 'a table of one region': table() },
  unknown: { 'a parameter': open(globalTable({ Replicas: [{ Region: OPEN }] })) },
});
