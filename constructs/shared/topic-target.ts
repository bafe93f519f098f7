import type { IRuleTarget } from 'aws-cdk-lib/aws-events';
import type { ITopic } from 'aws-cdk-lib/aws-sns';

/**
 * A topic as the target of rules of this account.
 *
 * The CDK's own target adds a statement to the topic's policy, and to its key's, that lets EventBridge in on behalf of
 * every account. A topic of those on call lets it in for its own account already.
 */
export function topicTarget(topic: ITopic): IRuleTarget {
  return { bind: () => ({ arn: topic.topicArn, targetResource: topic }) };
}
