import { Duration } from 'aws-cdk-lib/core';
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { Problems } from '../shared/problems';
import { REPLICATION_RULE } from './bucket-replica';

/** Longest lag that the recovery point allows (control AVA5). */
const LONGEST = Duration.minutes(5);

/** What a `ReplicationAlarm` watches, and whom it tells. */
export interface ReplicationAlarmProps {
  /** Name of the bucket that objects are copied from: a `PrivateBucket` whose `replica` is `withinFifteenMinutes`. */
  readonly sourceBucketName: string;

  /** Name of the bucket that they are copied to. */
  readonly destinationBucketName: string;

  /**
   * How far the copy may be behind, up to 5 minutes.
   *
   * @default 5 minutes
   */
  readonly behind?: Duration;

  /** Topic of those on call, in the region of the destination. */
  readonly alarmTopic: ITopic;
}

/**
 * Tells those on call when the copy of a bucket falls behind.
 *
 * It belongs into the region of the destination bucket, where S3 publishes how far behind it is. S3 promises 15 minutes for
 * 99.99 % of the objects, and needs seconds for most; the alarm is on the shorter time that the recovery point allows.
 *
 * Control AVA5. https://docs.aws.amazon.com/AmazonS3/latest/userguide/repl-metrics.html
 */
export class ReplicationAlarm extends Construct {
  /** The alarm. */
  public readonly alarm: Alarm;

  /** @throws InvalidInputError if the tolerated lag is out of bounds */
  constructor(scope: Construct, id: string, props: ReplicationAlarmProps) {
    super(scope, id);
    const behind = props.behind ?? LONGEST;
    const problems = new Problems('ReplicationAlarm');
    problems.require(behind.toMilliseconds() >= 60_000 && behind.toMilliseconds() <= LONGEST.toMilliseconds(), 'behind', behind.toHumanString(), 'Write 1 to 5 minutes.');
    problems.throwIfAny();
    this.alarm = new Alarm(this, 'Resource', {
      metric: new Metric({
        namespace: 'AWS/S3',
        metricName: 'ReplicationLatency',
        dimensionsMap: { SourceBucket: props.sourceBucketName, DestinationBucket: props.destinationBucketName, RuleId: REPLICATION_RULE },
        statistic: 'Maximum',
        period: Duration.minutes(1),
      }),
      alarmDescription: `Files in the recovery region are more than ${behind.toMinutes()} minutes behind.`,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: behind.toSeconds(),
      evaluationPeriods: 1,
      // Nothing is published while nothing is written.
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    this.alarm.addAlarmAction(new SnsAction(props.alarmTopic));
    this.alarm.addOkAction(new SnsAction(props.alarmTopic));
  }
}
