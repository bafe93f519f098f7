import type { Construct } from 'constructs';
import { AccountStage, type AccountStageProps } from './account-stage';

/** The backup account, in the backup region: the only region where it keeps anything. */
export class BackupStage extends AccountStage {
  constructor(scope: Construct, id: string, props: AccountStageProps) {
    super(scope, id, props);
    this.baseline('Baseline', this.placement(props.regions.backup, true));
  }
}
