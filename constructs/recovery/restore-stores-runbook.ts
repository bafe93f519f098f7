import { Stack } from 'aws-cdk-lib/core';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { Problems } from '../shared/problems';
import { RunbookNames } from '../shared/runbook-names';
import { restoreRole } from './restore-role';
import { checkRestored } from './restore-customer-runbook';
import { databasePayload, memberStatements, memberSteps, type RestoredDatabaseProps } from './restored-database';
import { FIND_SCRIPT, RESTORE_DATABASE_SCRIPT } from './restore-scripts';
import { checkRunbook, runbook, type RunbookProps } from './runbook';
import { api, assertIs, script, waitFor } from './runbook-steps';

/** Stores that are made anew out of a vault. */
export interface RestoreStoresRunbookProps extends RunbookProps {
  /** Name of the vault of this account and region. */
  readonly vaultName: string;

  /** Key of the vault. Its policy must let the role of AWS Backup use it through Backup, RDS and S3. */
  readonly vaultKey: IKey;

  /** Where the restored database stands. */
  readonly database: RestoredDatabaseProps;

  /** Bucket into which files are restored: those of today stay as earlier versions. Under the key of the database. */
  readonly bucket: IBucket;

  /**
   * Part of the name of the bucket whose backups are meant, 3 letters or more: what other buckets keep may lie in the same vault.
   * A part, since a bucket that is made anew gets another end to its name.
   */
  readonly filesOf: string;

  /**
   * Name of the role that AWS Backup restores with: policies of vaults and keys name it, and the organisation's leave its changes to deployments.
   *
   * @default CloudFormation makes a name up
   */
  readonly restoreRoleName?: string;
}

/** The longest that AWS Backup may take, in seconds. */
const HOURS_24 = 86_400;
const ENDED = ['COMPLETED', 'FAILED', 'ABORTED'];
export const MOMENT = { type: 'String', description: 'The newest backup before this moment in UTC, e.g. 2026-03-01T14:05:00Z, or latest', allowedPattern: '^(latest|20\\d\\d-[01]\\d-[0-3]\\dT[0-2]\\d:[0-5]\\d:[0-5]\\dZ)$', default: 'latest' };

/**
 * Makes an environment's stores anew out of the backups in its own vault: the runbook `RestoreStores`.
 *
 * The newest backups before a moment: the database as a new cluster beside the old one, under the key and guards of today; the
 * files into the bucket. The service is pointed at the new database by a deployment, see docs/recovery.md. What the vault has
 * lost, `ReturnBackupsRunbook` brings back from the backup account. AWS Backup restores by a role of this construct, which
 * nobody else may take on.
 *
 * Control AVA6. https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-a-backup.html
 */
export class RestoreStoresRunbook extends Construct {
  /** Role that AWS Backup restores with. */
  public readonly restoreRole: iam.Role;
  /** Role that the runbook runs as: among the restorers of the vault's policy. */
  public readonly role: iam.Role;

  /** @throws InvalidInputError listing every problem of the props */
  constructor(scope: Construct, id: string, props: RestoreStoresRunbookProps) {
    super(scope, id);
    const problems = new Problems(`RestoreStoresRunbook '${this.node.path}'`);
    checkRunbook(problems, props);
    checkVault(problems, 'vaultName', props.vaultName);
    checkFiles(problems, props.filesOf);
    checkRestored(problems, props.database);
    problems.throwIfAny();
    const { vaultName, database, bucket } = props;
    this.restoreRole = restoreRole(this, database, bucket, props.vaultKey, props.restoreRoleName);
    const role = this.restoreRole.roleArn;
    const job = (name: string) => ({ RestoreJobId: `{{ ${name} }}` });
    this.role = runbook(this, props, {
      name: RunbookNames.RESTORE_STORES,
      description: 'Makes the stores anew out of the backups in the vault of this account. See docs/recovery.md.',
      parameters: { Moment: MOMENT },
      confirmations: { restore: 'restore all stores' },
      checks: [script('Find', FIND_SCRIPT, 'find', { moment: '{{ Moment }}', vaults: { Aurora: vaultName, S3: vaultName }, files: props.filesOf }, ['Said', 'Database', 'Files'])],
      ways: { restore: 'RestoreDatabase' },
      steps: [
        script('RestoreDatabase', RESTORE_DATABASE_SCRIPT, 'restore', { ...databasePayload(database), vault: vaultName, backup: '{{ Find.Database }}', role }, ['Job', 'Cluster']),
        api('RestoreFiles', 'backup', 'StartRestoreJob', {
          RecoveryPointArn: '{{ Find.Files }}', IamRoleArn: role, ResourceType: 'S3', IdempotencyToken: '{{automation:EXECUTION_ID}}-files',
          Metadata: { DestinationBucketName: bucket.bucketName, NewBucket: 'false', Encrypted: 'true', EncryptionType: 'SSE-KMS', KMSKey: database.key.keyArn },
        }, { Job: '$.RestoreJobId' }, { goOn: true }),
        waitFor('WaitForDatabase', 'backup', 'DescribeRestoreJob', job('RestoreDatabase.Job'), '$.Status', ENDED, { timeoutSeconds: HOURS_24 }),
        assertIs('DatabaseIsRestored', 'backup', 'DescribeRestoreJob', job('RestoreDatabase.Job'), '$.Status', ['COMPLETED']),
        ...memberSteps('restored-{{automation:EXECUTION_ID}}', database, false),
        waitFor('WaitForFiles', 'backup', 'DescribeRestoreJob', job('RestoreFiles.Job'), '$.Status', ENDED, { timeoutSeconds: HOURS_24 }),
        assertIs('FilesAreRestored', 'backup', 'DescribeRestoreJob', job('RestoreFiles.Job'), '$.Status', ['COMPLETED']),
      ],
      statements: [...memberStatements(this, database), ...this.statements(vaultName)],
      outputs: ['Find.Said', 'RestoreDatabase.Cluster', 'Address.Endpoint'],
    });
  }

  private statements(vaultName: string): iam.PolicyStatement[] {
    const { partition, region, account } = Stack.of(this);
    const vault = `arn:${partition}:backup:${region}:${account}:backup-vault:${vaultName}`;
    return [
      new iam.PolicyStatement({ sid: 'FindBackups', actions: ['backup:ListRecoveryPointsByBackupVault'], resources: [vault] }),
      // The backup of a database is a snapshot of RDS, and named as one.
      new iam.PolicyStatement({ sid: 'Restore', actions: ['backup:GetRecoveryPointRestoreMetadata', 'backup:StartRestoreJob'], resources: [`arn:${partition}:backup:${region}:${account}:recovery-point:*`, `arn:${partition}:rds:${region}:${account}:cluster-snapshot:awsbackup:*`] }),
      // It takes no resource.
      new iam.PolicyStatement({ sid: 'FollowRestores', actions: ['backup:DescribeRestoreJob'], resources: ['*'] }),
      new iam.PolicyStatement({ sid: 'RestoreWithItsRole', actions: ['iam:PassRole'], resources: [this.restoreRole.roleArn], conditions: { StringEquals: { 'iam:PassedToService': 'backup.amazonaws.com' } } }),
    ];
  }
}

/** Records a part of a bucket's name that is none, or that fits too much. */
export function checkFiles(problems: Problems, part: string): void {
  problems.require(/^[a-z0-9.-]{3,63}$/.test(part), 'filesOf', part, "Write part of the bucket's name, in lower case, e.g. content.");
}

/** Records a name that is no vault's. */
export function checkVault(problems: Problems, path: string, name: string): void {
  problems.require(/^[\w-]{2,50}$/.test(name), path, name, 'Write the name of a vault: 2 to 50 letters, digits, hyphens or underscores.');
}
