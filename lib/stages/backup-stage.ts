import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { PersonRole } from '../../constructs/access';
import { RunbookNames } from '../../constructs/shared';
import type { BackupsProps } from '../backups';
import { SharedAccountKind } from '../environment';
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

/** The backup account, in the backup region: the only region where it keeps anything. */
export class BackupStage extends AccountStage {
  constructor(scope: Construct, id: string, props: BackupStageProps) {
    super(scope, id, props);
    const placement = this.placement(props.regions.backup, true);
    const baseline = this.baseline('Baseline', placement);
    this.people(placement, SharedAccountKind.BACKUP, baseline, { restoreRoleArns: [this.roleOf('Restore')] });
    const { onCall, logsKey } = baseline;
    const officer = this.person(PersonRole.PRIVACY_OFFICER);
    const environments = props.environments.map(({ name, account }) => ({ name, account, region: props.regions.primary, key: this.vaults(name, account, props, onCall).key }));
    new ReturnStack(this, 'Runbooks', { ...placement, environments, restorers: [officer], logsKey, onCall });
  }

  private vaults(name: string, account: string, props: BackupStageProps, onCall: sns.ITopic): VaultStack {
    return new VaultStack(this, `${name.charAt(0).toUpperCase()}${name.slice(1)}Vault`, {
      ...this.placement(props.regions.backup, true),
      backups: props.backups,
      environment: name,
      environmentAccount: account,
      organizationId: props.organization.id,
      restorers: [this.person(PersonRole.PRIVACY_OFFICER), this.runbookRole(`${RunbookNames.RETURN_BACKUPS}-${name}`), this.roleOf('Runbooks')],
      onCall,
    });
  }
}
