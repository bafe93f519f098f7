import { Mixin } from 'aws-cdk-lib/core';
import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnTopic, Topic } from 'aws-cdk-lib/aws-sns';
import type { IConstruct } from 'constructs';
import { denyPlaintext } from './tls-only-statements';

/**
 * A topic that refuses messages over plaintext connections.
 *
 * Control ENC3. https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html
 */
export class TopicTlsOnly extends Mixin {
  /** Supports `AWS::SNS::Topic`. */
  public override supports(construct: IConstruct): boolean {
    return CfnTopic.isCfnTopic(construct);
  }

  public override applyTo(construct: IConstruct): void {
    const topic = construct as CfnTopic;
    const parent = topic.node.scope;
    const policy = parent instanceof Topic ? parent : iam.ResourceWithPolicies.of(topic);
    policy?.addToResourcePolicy(denyPlaintext(['sns:Publish'], [topic.attrTopicArn]));
  }
}
