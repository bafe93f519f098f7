import { cellsOf, type Cells } from './cells';
import type { Pattern } from './glob';

/** Actions that people know, by which a class of actions is told if it has one of them. */
const WELL_KNOWN = [
  's3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:ListBucket', 's3:PutBucketPolicy', 'kms:Decrypt', 'kms:GenerateDataKey', 'kms:Encrypt', 'kms:PutKeyPolicy', 'kms:CreateGrant',
  'kms:DescribeKey', 'kms:ReEncryptFrom', 'kms:GenerateDataKeyPair', 's3:GetObjectVersion', 's3:GetObjectTagging', 's3:ListBucketVersions', 'sts:AssumeRole', 'sts:AssumeRoleWithSAML', 'sts:AssumeRoleWithWebIdentity', 'sts:TagSession', 'sqs:SendMessage', 'sqs:ReceiveMessage', 'sns:Publish',
  'sns:Subscribe', 'secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue', 'lambda:InvokeFunction', 'lambda:InvokeFunctionUrl', 'ecr:BatchGetImage', 'ecr:PutImage', 'ecr:GetDownloadUrlForLayer',
  'backup:CopyIntoBackupVault', 'backup:StartRestoreJob', 'dynamodb:GetItem', 'dynamodb:PutItem', 'elasticfilesystem:ClientMount', 'events:PutEvents', 'logs:PutLogEvents', 'kinesis:PutRecord',
  'ec2:RunInstances', 'rds:CreateDBInstance', 'iam:PassRole', 'iam:CreateUser', 'cloudformation:UpdateStack', 'ssm:StartSession', 'es:ESHttpGet',
];

/** The actions that patterns tell apart, one of each class. */
export function actionsOf(patterns: readonly Pattern[], within: readonly Pattern[]): Cells {
  return cellsOf(patterns, within, WELL_KNOWN);
}
