import type { Construct } from 'constructs';
import { PersonRole } from '../../constructs/access';
import { BackupKind } from '../../constructs/backup';
import { BackupPlace, BackupRoleNames } from '../backup-roles';
import type { BackupsProps, RestoreExpectations } from '../backups';
import { SharedAccountKind } from '../environment';
import { pascal } from '../pascal';
import { BackupAuditStack } from '../stacks/backup-audit-stack';
import type { BaselineStack } from '../stacks/baseline-stack';
import { BackupWatchStack } from '../stacks/backup-watch-stack';
import { RehearsalStack } from '../stacks/rehearsal-stack';
import { RunbookNames } from '../../constructs/shared';
import { ReturnStack } from '../stacks/return-stack';
import { VaultStack } from '../stacks/vault-stack';
import { AccountStage, type AccountStageProps } from './account-stage';

/** An environment whose backups are copied. */
export interface CopiedEnvironment {
  /** Its name, e.g. `production`. */
  readonly name: string;
  /** Its account. */
  readonly account: string;
}

/** Properties of `BackupStage`. */
export interface BackupStageProps extends AccountStageProps {
  /** How the estate keeps its backups. */
  readonly backups: BackupsProps;
  /** Environments whose backups are copied here. */
  readonly environments: CopiedEnvironment[];
}

/** What can be asked of every environment. */
const LEAST: RestoreExpectations = {
  queries: [{ name: 'tables', sql: "SELECT count(*) FROM pg_tables WHERE schemaname NOT IN ('information_schema', 'pg_catalog')", atLeast: 1 }],
  objects: { atLeast: 1 },
};

/** The backup account, in the backup region: the only region where it keeps anything. */
export class BackupStage extends AccountStage {
  constructor(scope: Construct, id: string, props: BackupStageProps) {
    super(scope, id, props);
    this.nameZones(props.regions.backup, ['a', 'b', 'c'].map((zone) => `${props.regions.backup}${zone}`));
    const placement = this.placement(props.regions.backup, true);
    const baseline = this.baseline('Baseline', placement);
    this.people(placement, SharedAccountKind.BACKUP, baseline, { restoreRoleArns: props.environments.map(({ name }) => this.roleNamed(BackupRoleNames.rehearsal(name))) });
    const { onCall, logsKey, logBucket } = baseline;
    new BackupWatchStack(this, 'Watch', { ...placement, optInRoleName: BackupRoleNames.optIn(this.stageName, BackupPlace.VAULTS), logsKey, onCall });
    new BackupAuditStack(this, 'Audit', {
      ...placement, retentionDays: props.backups.minRetentionDays, restoredKinds: [BackupKind.DATABASE, BackupKind.OBJECTS], ownRoles: this.roleOf('Audit'), logBucket,
    });
    const environments = props.environments.map(({ name, account }) => ({ name, account, region: props.regions.primary, key: this.vaults(name, account, props, baseline).key, copyRoleName: BackupRoleNames.copyBack(name) }));
    new ReturnStack(this, 'Runbooks', { ...placement, environments, restorers: [this.person(PersonRole.PRIVACY_OFFICER)], logsKey, onCall });
  }

  /** The vaults of an environment, and the rehearsal of their restoration. */
  private vaults(name: string, account: string, props: BackupStageProps, { onCall, logsKey }: BaselineStack): VaultStack {
    const placement = this.placement(props.regions.backup, true);
    const vault = new VaultStack(this, `${pascal(name)}Vault`, {
      ...placement,
      backups: props.backups,
      environment: name,
      environmentAccount: account,
      organizationId: props.organization.id,
      restorers: [this.person(PersonRole.PRIVACY_OFFICER), this.runbookRole(`${RunbookNames.RETURN_BACKUPS}-${name}`), this.roleNamed(BackupRoleNames.copyBack(name))],
      rehearser: this.roleNamed(BackupRoleNames.rehearsal(name)),
      onCall,
    });
    const { lockedVaultArn, airGappedVaultArn } = VaultStack.copiesOf(props.organization.name, name, props.account, props.regions.backup);
    new RehearsalStack(this, `${pascal(name)}Rehearsal`, {
      ...placement, environment: name, vaultArns: [lockedVaultArn, airGappedVaultArn!], expectations: props.backups.rehearsal ?? LEAST, restoreRoleName: BackupRoleNames.rehearsal(name), ownRoles: this.roleOf(`${pascal(name)}Rehearsal`), logsKey, onCall,
    }).addStackDependency(vault);
    return vault;
  }
}
