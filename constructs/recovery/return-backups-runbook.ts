import { Stack } from 'aws-cdk-lib/core';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { Problems } from '../shared/problems';
import { isEeaRegion } from '../shared/regions';
import { RunbookNames } from '../shared/runbook-names';
import { FIND_SCRIPT } from './restore-scripts';
import { checkFiles, checkVault, MOMENT } from './restore-stores-runbook';
import { checkRunbook, runbook, type RunbookProps } from './runbook';
import { api, assertIs, script, type Step, waitFor } from './runbook-steps';

/** Which backups go back, and where to. */
export interface ReturnBackupsRunbookProps extends RunbookProps {
  /** Environment that the backups are of, e.g. `production`: stands in the runbook's name. */
  readonly environment: string;

  /** Name of the locked vault, which keeps databases. */
  readonly lockedVaultName: string;

  /** Name of the logically air-gapped vault, which keeps files. */
  readonly airGappedVaultName: string;

  /** Key of both vaults. */
  readonly key: IKey;

  /** ARN of the environment's own vault, whose policy lets this account copy into it. */
  readonly destinationVaultArn: string;

  /**
   * Part of the name of the bucket whose backups are meant, 3 letters or more: what other buckets keep may lie in the same vault.
   * A part, since a bucket that is made anew gets another end to its name.
   */
  readonly filesOf: string;

  /**
   * Name of the role that AWS Backup copies with: policies of vaults and keys name it, and the organisation's leave its changes to deployments.
   *
   * @default CloudFormation makes a name up
   */
  readonly copyRoleName?: string;
}

const HOURS_24 = 86_400;
const ENDED = ['COMPLETED', 'FAILED', 'PARTIAL'];

/**
 * Sends an environment's newest backups back into its own vault, out of the vaults of the backup account: the runbook
 * `ReturnBackups-<environment>`, for the day on which everything there is lost. `RestoreStoresRunbook` makes stores of them.
 *
 * Copies; the backups in the locked vaults stay. The privacy officer starts it, and nobody else: it runs as a role that the
 * vaults' policies must name among their restorers, and its first step refuses whoever is not among the starters.
 *
 * Controls AVA6, BAK5, BAK6. https://docs.aws.amazon.com/aws-backup/latest/devguide/create-cross-account-backup.html
 */
export class ReturnBackupsRunbook extends Construct {
  /** Role that AWS Backup copies with. */
  public readonly copyRole: iam.Role;

  /** @throws InvalidInputError listing every problem of the props */
  constructor(scope: Construct, id: string, props: ReturnBackupsRunbookProps) {
    super(scope, id);
    validate(this.node.path, props);
    this.copyRole = this.makeCopyRole(props);
    runbook(this, props, {
      name: `${RunbookNames.RETURN_BACKUPS}-${props.environment}`,
      description: `Sends the newest backups of ${props.environment} back into its own vault. See docs/recovery.md.`,
      parameters: { Moment: MOMENT },
      confirmations: { return: `return the backups of ${props.environment}` },
      checks: [script('Find', FIND_SCRIPT, 'find', { moment: '{{ Moment }}', vaults: { Aurora: props.lockedVaultName, S3: props.airGappedVaultName }, files: props.filesOf }, ['Said', 'Database', 'Files'])],
      ways: { return: 'CopyDatabase' },
      steps: [
        this.copy('Database', props.lockedVaultName, props),
        this.copy('Files', props.airGappedVaultName, props),
        ...arrived('Database'),
        ...arrived('Files'),
      ],
      statements: this.statements(props),
      outputs: ['Find.Said', 'Database.Backup', 'Files.Backup'],
    });
  }

  private copy(what: string, vault: string, { destinationVaultArn }: ReturnBackupsRunbookProps): Step {
    return api(`Copy${what}`, 'backup', 'StartCopyJob', {
      RecoveryPointArn: `{{ Find.${what} }}`, SourceBackupVaultName: vault, DestinationBackupVaultArn: destinationVaultArn, IamRoleArn: this.copyRole.roleArn,
      IdempotencyToken: `{{automation:EXECUTION_ID}}-${what.toLowerCase()}`,
    }, { Job: '$.CopyJobId' });
  }

  private statements({ lockedVaultName, airGappedVaultName }: ReturnBackupsRunbookProps): iam.PolicyStatement[] {
    const { partition, region, account } = Stack.of(this);
    const vaults = [lockedVaultName, airGappedVaultName].map((name) => `arn:${partition}:backup:${region}:${account}:backup-vault:${name}`);
    const backups = [`arn:${partition}:backup:${region}:${account}:recovery-point:*`, `arn:${partition}:rds:${region}:${account}:cluster-snapshot:awsbackup:*`];
    return [
      new iam.PolicyStatement({ sid: 'FindBackups', actions: ['backup:ListRecoveryPointsByBackupVault'], resources: vaults }),
      new iam.PolicyStatement({ sid: 'CopyBackups', actions: ['backup:StartCopyJob'], resources: [...vaults, ...backups] }),
      // It takes no resource.
      new iam.PolicyStatement({ sid: 'FollowCopies', actions: ['backup:DescribeCopyJob'], resources: ['*'] }),
      new iam.PolicyStatement({ sid: 'CopyWithItsRole', actions: ['iam:PassRole'], resources: [this.copyRole.roleArn], conditions: { StringEquals: { 'iam:PassedToService': 'backup.amazonaws.com' } } }),
    ];
  }

  /** What AWS's own policy for backups gives for copies, and out of these two vaults only. */
  private makeCopyRole({ lockedVaultName, airGappedVaultName, destinationVaultArn, key, copyRoleName }: ReturnBackupsRunbookProps): iam.Role {
    const { partition, region, account } = Stack.of(this);
    const arn = (service: string, resource: string) => `arn:${partition}:${service}:${region}:${account}:${resource}`;
    const allow = (sid: string, actions: string[], resources: string[], conditions?: iam.Conditions) => new iam.PolicyStatement({ sid, actions, resources, conditions });
    const role = new iam.Role(this, 'CopyRole', {
      roleName: copyRoleName,
      description: 'Copies backups back to the account that they are of',
      assumedBy: new iam.ServicePrincipal('backup.amazonaws.com', { conditions: { StringEquals: { 'aws:SourceAccount': account } } }),
    });
    new iam.ManagedPolicy(this, 'CopyPolicy', {
      roles: [role],
      statements: [
        allow('CopyOutOf', ['backup:CopyFromBackupVault', 'backup:DescribeBackupVault'], [lockedVaultName, airGappedVaultName].map((name) => arn('backup', `backup-vault:${name}`))),
        allow('CopyInto', ['backup:CopyIntoBackupVault', 'backup:DescribeBackupVault'], [destinationVaultArn]),
        allow('TagBackups', ['backup:TagResource'], [arn('backup', 'recovery-point:*')]),
        allow('ShareSnapshots', ['rds:AddTagsToResource', 'rds:CopyDBClusterSnapshot', 'rds:DescribeDBClusterSnapshots', 'rds:ListTagsForResource', 'rds:ModifyDBClusterSnapshotAttribute'], [arn('rds', 'cluster-snapshot:awsbackup:*')]),
        allow('UseKeyThroughServices', ['kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'], [key.keyArn], { StringEquals: { 'kms:ViaService': ['backup', 'rds', 's3'].map((service) => `${service}.${region}.amazonaws.com`) } }),
        allow('LetServicesUseKey', ['kms:CreateGrant'], [key.keyArn], { Bool: { 'kms:GrantIsForAWSResource': 'true' } }),
      ],
    });
    return role;
  }
}

/** Waits for a copy, fails unless all of it arrived, and says what it is called there. */
function arrived(what: string): Step[] {
  const job = { CopyJobId: `{{ Copy${what}.Job }}` };
  return [
    waitFor(`WaitFor${what}`, 'backup', 'DescribeCopyJob', job, '$.CopyJob.State', ENDED, { timeoutSeconds: HOURS_24 }),
    assertIs(`${what}Arrived`, 'backup', 'DescribeCopyJob', job, '$.CopyJob.State', ['COMPLETED']),
    api(what, 'backup', 'DescribeCopyJob', job, { Backup: '$.CopyJob.DestinationRecoveryPointArn' }),
  ];
}

function validate(path: string, props: ReturnBackupsRunbookProps): void {
  const problems = new Problems(`ReturnBackupsRunbook '${path}'`);
  checkRunbook(problems, props);
  problems.require(/^[a-z][a-z0-9-]{1,30}$/.test(props.environment), 'environment', props.environment, 'Write its name in lower-case letters.');
  checkVault(problems, 'lockedVaultName', props.lockedVaultName);
  checkVault(problems, 'airGappedVaultName', props.airGappedVaultName);
  checkFiles(problems, props.filesOf);
  const region = /^arn:[^:]+:backup:([^:]+):\d{12}:backup-vault:[\w-]{2,50}$/.exec(props.destinationVaultArn)?.[1];
  problems.require(region !== undefined, 'destinationVaultArn', props.destinationVaultArn, 'Write the ARN of a vault, e.g. arn:aws:backup:eu-central-1:111122223333:backup-vault:acme-production-backup.');
  problems.require(region === undefined || isEeaRegion(region), 'destinationVaultArn', props.destinationVaultArn, 'Backups stay inside the European Economic Area.');
  problems.throwIfAny();
}
