import { setTimeout } from 'node:timers/promises';
import { RDS } from '@aws-sdk/client-rds';
import { SecretsManager } from '@aws-sdk/client-secrets-manager';
import { rotate, type RotationRequest } from './steps';

const SECONDS_BETWEEN_LOOKS = 10;

const partners = {
  secrets: new SecretsManager({}),
  databases: new RDS({}),
  cluster: process.env.CLUSTER ?? '',
  wait: () => setTimeout(SECONDS_BETWEEN_LOOKS * 1000),
};

/**
 * Does one step of changing the master password of a database, and records which. The password goes on no record.
 *
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html
 */
export async function handler(request: RotationRequest): Promise<void> {
  await rotate(request, partners);
  console.log({ step: request.Step, secret: request.SecretId, version: request.ClientRequestToken, cluster: partners.cluster });
}
