import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { AccountBaseline } from '../../constructs/governance';
import { DomainKey } from '../../constructs/keys';
import { TopicTlsOnly } from '../../constructs/mixins';
import { LogBucket } from '../../constructs/storage';
import { EstateStack, keyAlias, type PlacementProps } from './estate-stack';

/** Properties of `BaselineStack`. */
export interface BaselineStackProps extends PlacementProps {
  /** ARN patterns of roles of this account that send alarms and dead letters under the key of the logs. */
  readonly keyUsers: string[];
  /** Address to which alarms are sent. */
  readonly onCallEmail: string;
}

/**
 * What every account of the estate gets in a region before anything else: the account's own switches, the key of the
 * logs, the bucket that logs are delivered to, and the topic of the alarms.
 */
export class BaselineStack extends EstateStack {
  /** Key of log groups and of the alarm topic. */
  public readonly logsKey: kms.IKey;
  /** Bucket of load balancer logs and server access logs. */
  public readonly logBucket: LogBucket;
  /** Topic that alarms are sent to. */
  public readonly onCall: sns.ITopic;

  constructor(scope: Construct, id: string, props: BaselineStackProps) {
    super(scope, id, props, `Baseline of the ${props.owner} account in ${props.region}`);
    const key = new DomainKey(this, 'LogsKey', { domain: 'logs', alias: keyAlias(props, 'logs'), usedBy: props.keyUsers, usedThrough: ['sns', 'sqs'] });
    key.allowLogGroups();
    key.allowService('cloudwatch.amazonaws.com');
    key.allowService('events.amazonaws.com');
    this.logsKey = key;
    new AccountBaseline(this, 'Account', { logKey: key });
    this.logBucket = new LogBucket(this, 'Logs');
    this.onCall = this.alarmTopic(key, props.onCallEmail);
  }

  private alarmTopic(key: DomainKey, email: string): sns.ITopic {
    const topic = new sns.Topic(this, 'OnCall', { masterKey: key, displayName: 'Alarms' });
    topic.with(new TopicTlsOnly());
    topic.addSubscription(new EmailSubscription(email));
    topic.addToResourcePolicy(new iam.PolicyStatement({
      sid: 'AlarmsOfThisAccount',
      principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com'), new iam.ServicePrincipal('events.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
    }));
    return topic;
  }
}
