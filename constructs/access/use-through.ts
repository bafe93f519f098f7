import { Stack } from 'aws-cdk-lib/core';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

/** Lets a role use a key, never directly, but through one service. */
export function useThrough(scope: Construct, key: IKey, service: string): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: `UseKeyThrough${service[0].toUpperCase()}${service.slice(1)}`,
    actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
    resources: [key.keyArn],
    conditions: { StringEquals: { 'kms:ViaService': `${service}.${Stack.of(scope).region}.amazonaws.com` } },
  });
}
