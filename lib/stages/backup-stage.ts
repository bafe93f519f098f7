import type { Construct } from 'constructs';
import { PersonRole } from '../../constructs/access';
import type { BackupsProps } from '../backups';
import { SharedAccountKind } from '../environment';
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

/** The backup account, in the backup region: the only region where it keeps anything. */
export class BackupStage extends AccountStage {
  constructor(scope: Construct, id: string, props: BackupStageProps) {
    super(scope, id, props);
    const placement = this.placement(props.regions.backup, true);
    const baseline = this.baseline('Baseline', placement);
    this.people(placement, SharedAccountKind.BACKUP, baseline, { restoreRoleArns: [this.roleOf('Restore')] });
    props.environments.forEach(({ name, account }) => new VaultStack(this, `${name.charAt(0).toUpperCase()}${name.slice(1)}Vault`, {
      ...placement,
      backups: props.backups,
      environment: name,
      environmentAccount: account,
      organizationId: props.organization.id,
      restorers: [this.person(PersonRole.PRIVACY_OFFICER)],
      onCall: baseline.onCall,
    }));
  }
}
