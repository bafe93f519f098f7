import type { Construct } from 'constructs';
import { AccountStage, type AccountStageProps } from './account-stage';

/** The security account. */
export class SecurityStage extends AccountStage {
  constructor(scope: Construct, id: string, props: AccountStageProps) {
    super(scope, id, props);
    this.baseline('Baseline', this.placement(props.regions.primary, true));
  }
}
