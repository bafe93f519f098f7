import { Stack } from 'aws-cdk-lib/core';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/**
 * Lets the log delivery service write into log groups. It would add such a policy by itself, but unbounded and only if
 * whoever deploys may change resource policies.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
 */
export function allowLogDelivery(scope: Construct, id: string, groups: logs.ILogGroup[]): logs.ResourcePolicy {
  const stack = Stack.of(scope);
  return new logs.ResourcePolicy(scope, id, {
    policyStatements: [new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal('delivery.logs.amazonaws.com')],
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: groups.map((group) => group.logGroupArn),
      conditions: {
        StringEquals: { 'aws:SourceAccount': stack.account },
        ArnLike: { 'aws:SourceArn': stack.formatArn({ service: 'logs', resource: '*' }) },
      },
    })],
  });
}
