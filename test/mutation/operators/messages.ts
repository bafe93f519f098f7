import type { Resource } from '../../../lib/checks/template';
import { drop, put, swap, type Loose, type Operator } from '../support/operator';
import { keyLost, madePublic } from './common';

const ALARM = 'AWS::CloudWatch::Alarm';
const SUBSCRIPTION = 'AWS::Logs::SubscriptionFilter';
const arn = (region: string) => `arn:aws:logs:${region}:100000000002:destination:Central`;

/** Logs, trails, streams, topics, queues and alarms. */
export const MESSAGES: Readonly<Record<string, readonly Operator[]>> = {
  CloudTrailEncrypted: [...keyLost('AWS::CloudTrail::Trail', 'KMSKeyId', 'cloudtrail'), ...keyLost('AWS::CloudTrail::EventDataStore', 'KmsKeyId', 'cloudtrail')],
  CloudWatchAlarmActs: [
    drop([ALARM, 'AWS::CloudWatch::CompositeAlarm'], 'AlarmActions'), swap([ALARM, 'AWS::CloudWatch::CompositeAlarm'], 'AlarmActions', []), put([ALARM, 'AWS::CloudWatch::CompositeAlarm'], 'ActionsEnabled', false), put(ALARM, 'ActionsEnabled', 'false'),
  ],
  FirehoseStreamEncrypted: [drop('AWS::KinesisFirehose::DeliveryStream', 'DeliveryStreamEncryptionConfigurationInput'), ...keyLost('AWS::KinesisFirehose::DeliveryStream', 'DeliveryStreamEncryptionConfigurationInput.KeyARN', 'firehose')],
  KinesisStreamEncrypted: [drop('AWS::Kinesis::Stream', 'StreamEncryption'), ...keyLost('AWS::Kinesis::Stream', 'StreamEncryption.KeyId', 'kinesis')],
  LogDestinationPolicyNotPublic: [
    ...[{ Principal: '*' }, { Principal: { AWS: '*' } }, { Principal: '*', Condition: { StringLike: { 'aws:PrincipalOrgID': '*' } } }].map((policy) => put('AWS::Logs::Destination', 'DestinationPolicy', (_: Loose, __: Resource) =>
      JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'logs:PutSubscriptionFilter', Resource: '*', ...policy }] }), `everybody: ${JSON.stringify(policy)}`)),
  ],
  LogGroupEncrypted: keyLost('AWS::Logs::LogGroup', 'KmsKeyId', 'logs'),
  LogGroupRetained: [drop('AWS::Logs::LogGroup', 'RetentionInDays'), put('AWS::Logs::LogGroup', 'RetentionInDays', 0), put('AWS::Logs::LogGroup', 'RetentionInDays', { Ref: 'AWS::NoValue' })],
  LogSubscriptionInsideEea: ['us-east-1', 'eu-west-2', 'eu-central-2'].map((region) => put(SUBSCRIPTION, 'DestinationArn', arn(region))),
  SnsTopicEncrypted: keyLost('AWS::SNS::Topic', 'KmsMasterKeyId', 'sns'),
  SnsTopicPolicyNotPublic: madePublic('AWS::SNS::TopicPolicy', 'PolicyDocument'),
  SqsQueueEncrypted: [...keyLost('AWS::SQS::Queue', 'KmsMasterKeyId', 'sqs'), swap('AWS::SQS::Queue', 'KmsMasterKeyId', { Ref: 'AWS::NoValue' })],
  SqsQueuePolicyNotPublic: madePublic('AWS::SQS::QueuePolicy', 'PolicyDocument'),
};
