import { Duration, Stack } from 'aws-cdk-lib/core';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { functionCode } from '../shared/function-code';
import { Problems } from '../shared/problems';
import { WatchedFunction } from '../shared/watched-function';
import type { IsolatedDatabase } from './isolated-database';
import type { MasterSecretReplica } from './master-secret';

/** Longest time that a secret stays the same (control SEC2). */
const LONGEST = Duration.days(30);

/** What a `MasterSecretRotation` is made of. */
export interface MasterSecretRotationProps {
  /** The database, made with `masterSecret`. */
  readonly database: IsolatedDatabase;

  /** Key of the secret, and of the function's log and dead letters. Its policy must allow CloudWatch Logs. */
  readonly key: kms.IKey;

  /**
   * Regions that the secret is copied to, as `MasterSecret` has them.
   *
   * @default the secret stays in its region
   */
  readonly replicas?: MasterSecretReplica[];

  /**
   * Time between two changes of the password, 1 to 30 days.
   *
   * @default 7 days
   */
  readonly every?: Duration;

  /** How long the function's log is kept. */
  readonly logRetention: logs.RetentionDays;

  /** Topic that hears of a rotation that failed. */
  readonly alarmTopic: sns.ITopic;
}

/**
 * Changes the master password of a database that RDS does not change itself: the primary cluster of a global database.
 *
 * Guarantees: a new password of 256 random bits every 7 days, set through RDS's own interface, so that nothing of ours stands
 * in the data tier or signs in; the old one stays current until the cluster has taken the new one; those on call hear of a
 * failure. It works where the cluster is the writer: after a fail-over the copy of the secret is promoted and rotated there.
 *
 * Controls SEC1, SEC2. https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html
 */
export class MasterSecretRotation extends Construct {
  /** The function that changes the password. */
  public readonly rotationFunction: WatchedFunction;

  /** @throws InvalidInputError listing every problem of the props */
  constructor(scope: Construct, id: string, props: MasterSecretRotationProps) {
    super(scope, id);
    const every = props.every ?? Duration.days(7);
    validate(props, every);
    const { secret, cluster } = props.database;
    this.rotationFunction = new WatchedFunction(this, 'Function', {
      code: functionCode('rotate-master'),
      description: 'Changes the master password of a database',
      environment: { CLUSTER: cluster.clusterIdentifier },
      permissions: permissions(this, props),
      // A cluster takes a password within a minute or two; each step may wait for it.
      timeout: Duration.minutes(5),
      reservedConcurrency: 1,
      encryptionKey: props.key,
      logRetention: props.logRetention,
      alarmTopic: props.alarmTopic,
    });
    const { lambdaFunction } = this.rotationFunction;
    lambdaFunction.addPermission('SecretsManager', { principal: new iam.ServicePrincipal('secretsmanager.amazonaws.com'), sourceArn: secret.secretArn, sourceAccount: Stack.of(this).account });
    const schedule = new secretsmanager.CfnRotationSchedule(this, 'Resource', {
      secretId: secret.secretArn,
      rotationLambdaArn: lambdaFunction.functionArn,
      rotationRules: { automaticallyAfterDays: every.toDays() },
      // The password is as new as the secret; changing it now would be in the way of what the deployment does to the cluster.
      rotateImmediatelyOnUpdate: false,
    });
    schedule.node.addDependency(lambdaFunction, cluster);
  }
}

function permissions(scope: Construct, { database, key, replicas = [] }: MasterSecretRotationProps): iam.PolicyStatement[] {
  const { secret, cluster } = database;
  const throughSecrets = (region: string) => ({ StringEquals: { 'kms:ViaService': `secretsmanager.${region}.amazonaws.com` } });
  return [
    new iam.PolicyStatement({
      sid: 'ChangeSecret',
      actions: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue', 'secretsmanager:UpdateSecretVersionStage'],
      resources: [secret.secretArn],
    }),
    new iam.PolicyStatement({ sid: 'SetPassword', actions: ['rds:DescribeDBClusters', 'rds:ModifyDBCluster'], resources: [cluster.clusterArn] }),
    new iam.PolicyStatement({ sid: 'EncryptSecret', actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [key.keyArn], conditions: throughSecrets(Stack.of(scope).region) }),
    ...replicas.map(({ region, keyArn }) => new iam.PolicyStatement({ actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [keyArn], conditions: throughSecrets(region) })),
  ];
}

function validate({ database }: MasterSecretRotationProps, every: Duration): void {
  const problems = new Problems('MasterSecretRotation');
  problems.require(database.keepsOwnSecret, 'database', database.node.path, 'RDS keeps and rotates the password of this database. Give it a masterSecret, or leave the rotation to RDS.');
  problems.require(every.toMilliseconds() >= Duration.days(1).toMilliseconds() && every.toMilliseconds() <= LONGEST.toMilliseconds(), 'every', every.toHumanString(), 'Write 1 to 30 days.');
  problems.throwIfAny();
}
