import { Mixin } from 'aws-cdk-lib/core';
import { CfnQueue, CfnQueuePolicy, Queue } from 'aws-cdk-lib/aws-sqs';
import type { IConstruct } from 'constructs';
import { PolicyDocument } from 'aws-cdk-lib/aws-iam';
import { denyPlaintext } from './tls-only-statements';

/**
 * A queue that refuses plaintext connections.
 *
 * Control ENC3. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html
 */
export class QueueTlsOnly extends Mixin {
  /** Supports `AWS::SQS::Queue`. */
  public override supports(construct: IConstruct): boolean {
    return CfnQueue.isCfnQueue(construct);
  }

  public override applyTo(construct: IConstruct): void {
    const queue = construct as CfnQueue;
    const statement = denyPlaintext(['sqs:*'], [queue.attrArn]);
    const parent = queue.node.scope;
    if (parent instanceof Queue) {
      parent.addToResourcePolicy(statement);
      return;
    }
    new CfnQueuePolicy(queue, 'TlsOnlyPolicy', { queues: [queue.ref], policyDocument: new PolicyDocument({ statements: [statement] }) });
  }
}
