import { FirehoseStreamEncrypted } from '../../../../../lib/checks/rules/kinesis/firehose-stream-encrypted';
import { KinesisStreamEncrypted } from '../../../../../lib/checks/rules/kinesis/kinesis-stream-encrypted';
import { describeRule } from '../../../../support/rule-table';

const open = (resources: object) => ({ Parameters: { Open: { Type: 'String' }, Hidden: { Type: 'String', NoEcho: true } }, Resources: resources });
const OPEN = { Ref: 'Open' };
const OTHER = { Other: { Type: 'AWS::CloudFormation::WaitConditionHandle' } };
const KEY = 'arn:aws:kms:eu-central-1:111111111111:key/1';
const stream = (properties: object = {}) => ({ Stream: { Type: 'AWS::Kinesis::Stream', Properties: properties } });
const delivery = (properties: object = {}) => ({ Delivery: { Type: 'AWS::KinesisFirehose::DeliveryStream', Properties: properties } });

const encrypted = (KeyId: unknown) => stream({ StreamEncryption: { EncryptionType: 'KMS', KeyId } });
describeRule(KinesisStreamEncrypted, {
  compliant: { 'a key': encrypted(KEY) },
  violation: { 'nothing said': stream(), "Amazon's key": encrypted('alias/aws/kinesis') },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a parameter': open(encrypted(OPEN)) },
});

const input = (KeyARN: unknown) => delivery({ DeliveryStreamEncryptionConfigurationInput: { KeyType: 'CUSTOMER_MANAGED_CMK', KeyARN } });
describeRule(FirehoseStreamEncrypted, {
  compliant: { 'a key': input(KEY) },
  violation: { 'nothing said': delivery(), "Amazon's key": delivery({ DeliveryStreamEncryptionConfigurationInput: { KeyType: 'AWS_OWNED_CMK' } }) },
  notApplicable: { 'fed by a stream, under its key': delivery({ KinesisStreamSourceConfiguration: { KinesisStreamARN: 'arn' } }) },
  unknown: { 'a parameter': open(input(OPEN)) },
});
