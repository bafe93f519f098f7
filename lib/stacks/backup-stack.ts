import { Arn, Duration } from 'aws-cdk-lib/core';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { BackupAlarms, type BackupCopies, BackupJobKind, type BackupKind, BackupOptIn, BackupPlans, LockedBackupVault } from '../../constructs/backup';
import { DomainKey, KeyWatch } from '../../constructs/keys';
import { AgreedNames } from '../../constructs/shared';
import type { BackupsProps } from '../backups';
import type { Tier } from '../tier';
import { EstateStack, keyAlias, type PlacementProps } from './estate-stack';

/** Properties of `BackupStack`. */
export interface BackupStackProps extends PlacementProps {
  /** What the environment gets. */
  readonly tier: Tier;
  /** Kinds of stores that are there. */
  readonly kinds: BackupKind[];
  /** How the estate keeps its backups. */
  readonly backups: BackupsProps;
  /** Id of the organisation. */
  readonly organizationId: string;
  /** Account that copies go to. */
  readonly backupAccount: string;
  /**
   * Vaults that copies go to.
   *
   * @default - backups are not copied
   */
  readonly copies?: BackupCopies;
  /** ARNs of people's roles that restore in this account. */
  readonly restorers: string[];
  /** ARNs of the roles that restore stores by a runbook, and of the role that AWS Backup does it with. */
  readonly restoreRoles: string[];
  /** ARN of the role that makes the backups. */
  readonly planRole: string;
  /** Name of the role that opts in to the services that AWS Backup takes care of. */
  readonly optInRoleName: string;
  /** Key of the record of jobs. */
  readonly logsKey: kms.IKey;
  /** Topic that alarms are sent to. */
  readonly onCall: sns.ITopic;
}

/** The backups of an environment: a vault under a key of its own, the plans, and the alarms. */
export class BackupStack extends EstateStack {
  /** Key of the vault. */
  public readonly key: kms.IKey;

  constructor(scope: Construct, id: string, props: BackupStackProps) {
    super(scope, id, props, `Backups of ${props.owner}`);
    const { tier, copies, onCall } = props;
    const key = this.vaultKey(props);
    this.key = key;
    const vault = new LockedBackupVault(this, 'Vault', {
      backupVaultName: AgreedNames.backupVault({ organization: props.organization, owner: props.owner, purpose: 'backup' }),
      key,
      vaultLock: {
        minRetention: Duration.days(Math.min(tier.dailyBackupDays, tier.databaseRetentionDays)),
        maxRetention: Duration.days(props.backups.maxRetentionDays),
        coolingOff: copies && Duration.days(props.backups.coolingOffDays),
      },
      access: {
        organizationId: props.organizationId,
        copiedFrom: copies && [props.backupAccount],
        restorers: [...props.restorers, ...props.restoreRoles, props.planRole],
      },
    });
    new BackupOptIn(this, 'OptIn', { kinds: props.kinds, onCall, roleName: props.optInRoleName });
    new BackupPlans(this, 'Plans', {
      vault,
      kinds: props.kinds,
      dailyRetention: Duration.days(tier.dailyBackupDays),
      monthlyRetention: tier.monthlyBackupDays === undefined ? undefined : Duration.days(tier.monthlyBackupDays),
      continuousRetention: Duration.days(tier.databaseRetentionDays),
      copies,
      roleName: Arn.extractResourceName(props.planRole, 'role'),
    });
    new BackupAlarms(this, 'Alarms', {
      onCall,
      logKey: props.logsKey,
      logRetention: tier.logRetention,
      daily: [BackupJobKind.BACKUP, ...(copies ? [BackupJobKind.COPY] : [])],
    });
    new KeyWatch(this, 'KeyWatch', { key, onCall });
  }

  /**
   * The role of the plans uses it through AWS Backup; so does the backup account's service role, to copy, and this
   * account's, to take back what comes from there. Restores use it through RDS and S3, too.
   */
  private vaultKey(props: BackupStackProps): DomainKey {
    const key = new DomainKey(this, 'VaultKey', { domain: 'backup', alias: keyAlias(props, 'backup'), usedBy: [props.planRole, ...props.restoreRoles], usedThrough: props.copies ? ['backup', 'rds', 's3'] : ['backup'] });
    if (props.copies) {
      key.allowBackupCopies(props.backupAccount);
      key.allowBackupVaults();
      key.denyLoss();
    }
    return key;
  }
}
