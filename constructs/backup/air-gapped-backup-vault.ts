import { ArnFormat, RemovalPolicy, Resource, Stack } from 'aws-cdk-lib/core';
import { CfnLogicallyAirGappedBackupVault } from 'aws-cdk-lib/aws-backup';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { Problems } from '../shared/problems';
import { DataClassification, classify } from '../shared/tags';
import { checkAccess } from './vault-checks';
import { checkLock, type VaultLock } from './vault-lock';
import { vaultPolicy, type VaultAccess } from './vault-statements';

/** What an `AirGappedBackupVault` is made of. */
export interface AirGappedBackupVaultProps {
  /** Name of the vault, 2 to 50 letters, digits, hyphens and underscores: agreed ahead, as copies name it. */
  readonly backupVaultName: string;

  /** Key of the vault, another than that of the data (control BAK4). */
  readonly key: kms.IKey;

  /** Least time for which every backup is kept: 7 days or more; and the longest. The lock needs no cooling-off period. */
  readonly vaultLock: VaultLock;

  /** Who may do what. */
  readonly access: VaultAccess;

  /**
   * ARN of a multi-party approval team, whose members together open the vault to another account when this one is out of
   * reach (control BAK6). Cannot be changed afterwards.
   *
   * @default no team: the vault is opened from its own account only
   */
  readonly approvalTeamArn?: string;
}

/**
 * A logically air-gapped vault: in compliance mode from the moment it is made, without a cooling-off period.
 *
 * Guarantees: under its own key; nobody deletes or shortens; few restore; kept when its stack goes. Takes what AWS Backup
 * copies there across accounts and regions: see `BackupKind` for what it does not.
 *
 * Controls BAK3, BAK4, BAK5, BAK6, BAK7. https://docs.aws.amazon.com/aws-backup/latest/devguide/logicallyairgappedvault.html
 */
export class AirGappedBackupVault extends Resource {
  /** ARN of the vault. */
  public readonly backupVaultArn: string;

  /** @throws InvalidInputError listing every problem of the props */
  constructor(scope: Construct, id: string, props: AirGappedBackupVaultProps) {
    validate(props);
    super(scope, id, { physicalName: props.backupVaultName });
    const vault = new CfnLogicallyAirGappedBackupVault(this, 'Resource', {
      backupVaultName: props.backupVaultName,
      encryptionKeyArn: props.key.keyArn,
      minRetentionDays: props.vaultLock.minRetention.toDays(),
      maxRetentionDays: props.vaultLock.maxRetention.toDays(),
      accessPolicy: vaultPolicy(this, props.access),
      mpaApprovalTeamArn: props.approvalTeamArn,
    });
    vault.applyRemovalPolicy(RemovalPolicy.RETAIN);
    classify(this, DataClassification.PERSONAL);
    this.backupVaultArn = Stack.of(this).formatArn({ service: 'backup', resource: 'backup-vault', resourceName: props.backupVaultName, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
  }
}

function validate(props: AirGappedBackupVaultProps): void {
  const problems = new Problems('AirGappedBackupVault');
  problems.require(/^[\w-]{2,50}$/.test(props.backupVaultName), 'backupVaultName', props.backupVaultName, 'Write 2 to 50 letters, digits, hyphens or underscores.');
  checkLock(problems, props.vaultLock, 7);
  problems.require(props.vaultLock.coolingOff === undefined, 'vaultLock.coolingOff', props.vaultLock.coolingOff?.toDays(), 'An air-gapped vault is locked at once: leave it out.');
  checkAccess(problems, props.access);
  const team = props.approvalTeamArn;
  problems.require(team === undefined || /^arn:[^:]+:mpa:[^:]+:\d{12}:approval-team\/.+$/.test(team), 'approvalTeamArn', team, 'Write the ARN of a multi-party approval team, e.g. arn:aws:mpa:eu-central-1:111122223333:approval-team/backup.');
  problems.throwIfAny();
}
