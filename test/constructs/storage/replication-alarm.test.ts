import { App, Duration, Stack } from 'aws-cdk-lib/core';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { ReplicationAlarm } from '../../../constructs/storage';

function alarm(behind?: Duration): Template {
  const stack = new Stack(new App(), 'Data');
  new ReplicationAlarm(stack, 'Files', { sourceBucketName: 'files', destinationBucketName: 'copies', behind, alarmTopic: new Topic(stack, 'OnCall') });
  return Template.fromStack(stack);
}

test('an alarm goes off when the copy of a bucket is more than five minutes behind', () => {
  alarm().hasResourceProperties('AWS::CloudWatch::Alarm', {
    Namespace: 'AWS/S3',
    MetricName: 'ReplicationLatency',
    Statistic: 'Maximum',
    Threshold: 300,
    ComparisonOperator: 'GreaterThanThreshold',
    Dimensions: [{ Name: 'DestinationBucket', Value: 'copies' }, { Name: 'RuleId', Value: 'ReplicateAll' }, { Name: 'SourceBucket', Value: 'files' }],
    AlarmActions: [{ Ref: Match.stringLikeRegexp('^OnCall') }],
  });
});

test('a lag that the recovery point does not allow is refused', () => {
  expect(() => alarm(Duration.minutes(6))).toThrow(/behind: got "6 minutes". Write 1 to 5 minutes/);
});
