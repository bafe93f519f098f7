import { Stack } from 'aws-cdk-lib/core';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

/** What sending an encrypted message takes, https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html. */
const MESSAGES = ['kms:Decrypt', 'kms:GenerateDataKey'];
/** What using an encrypted table takes, https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html. */
const TABLES = ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'];
const ACTIONS = { dynamodb: TABLES, sns: MESSAGES, sqs: MESSAGES };

/** Lets a role use a key, never directly, but through one service. */
export function useThrough(scope: Construct, key: IKey, service: keyof typeof ACTIONS): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: `UseKeyThrough${service[0].toUpperCase()}${service.slice(1)}`,
    actions: ACTIONS[service],
    resources: [key.keyArn],
    conditions: { StringEquals: { 'kms:ViaService': `${service}.${Stack.of(scope).region}.amazonaws.com` } },
  });
}
