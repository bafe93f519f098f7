import { Duration } from 'aws-cdk-lib/core';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { AirGappedBackupVault, type BackupCopies, LockedBackupVault } from '../../constructs/backup';
import { DomainKey, KeyWatch } from '../../constructs/keys';
import { AgreedNames } from '../../constructs/shared';
import type { BackupsProps } from '../backups';
import { EstateStack, keyAlias, type PlacementProps } from './estate-stack';

/** Properties of `VaultStack`. */
export interface VaultStackProps extends PlacementProps {
  /** How the estate keeps its backups. */
  readonly backups: BackupsProps;
  /** Environment whose backups are kept, e.g. `production`. */
  readonly environment: string;
  /** Account that they come from. */
  readonly environmentAccount: string;
  /** Id of the organisation. */
  readonly organizationId: string;
  /** ARNs of the roles that restore. */
  readonly restorers: string[];
  /** ARN of the role that restores are rehearsed with. */
  readonly rehearser: string;
  /** Topic that alarms are sent to. */
  readonly onCall: sns.ITopic;
}

/** Where the backup account keeps an environment's backups: a locked vault and an air-gapped one, under a key of that environment's own. */
export class VaultStack extends EstateStack {
  /** Key of both vaults. */
  public readonly key: kms.IKey;

  /** The vaults of an environment, by the names agreed ahead. */
  public static copiesOf(organization: string, environment: string, account: string, region: string): BackupCopies {
    const arn = (purpose: string) => AgreedNames.backupVaultArn({ organization, owner: environment, purpose }, account, region);
    return { lockedVaultArn: arn('locked'), airGappedVaultArn: arn('airgap') };
  }

  constructor(scope: Construct, id: string, props: VaultStackProps) {
    super(scope, id, props, `Vaults of the backups of ${props.environment}`);
    const { backups, environment, organization } = props;
    const key = new DomainKey(this, 'VaultKey', { domain: 'backup', alias: keyAlias(props, `backup-${environment}`), usedBy: [...props.restorers, props.rehearser], usedThrough: ['backup', 'rds', 's3'] });
    key.allowBackupVaults();
    // AWS Backup of the environment's account reads what is sent back to it.
    key.allowBackupCopies(props.environmentAccount);
    this.key = key;
    key.denyLoss();
    const lock = { minRetention: Duration.days(backups.minRetentionDays), maxRetention: Duration.days(backups.maxRetentionDays) };
    const access = { organizationId: props.organizationId, copiedFrom: [props.environmentAccount], restorers: props.restorers, rehearsed: true };
    const name = (purpose: string) => AgreedNames.backupVault({ organization, owner: environment, purpose });
    new LockedBackupVault(this, 'Locked', { backupVaultName: name('locked'), key, vaultLock: { ...lock, coolingOff: Duration.days(backups.coolingOffDays) }, access });
    new AirGappedBackupVault(this, 'AirGapped', { backupVaultName: name('airgap'), key, vaultLock: lock, access, approvalTeamArn: backups.approvalTeamArn });
    new KeyWatch(this, 'KeyWatch', { key, onCall: props.onCall });
  }
}
