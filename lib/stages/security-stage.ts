import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { SharedAccountKind } from '../environment';
import { AnalyzersStack } from '../stacks/analyzers-stack';
import { AccountStage, type AccountStageProps } from './account-stage';

/** How long access lies unused before it is reported. */
const UNUSED_AFTER = Duration.days(90);

/** The security account: the delegated administrator of what watches the whole organisation. */
export class SecurityStage extends AccountStage {
  constructor(scope: Construct, id: string, props: AccountStageProps) {
    super(scope, id, props);
    const { primary, recovery, backup } = props.regions;
    const placement = this.placement(primary, true);
    const baseline = this.baseline('Baseline', placement);
    this.people(placement, SharedAccountKind.SECURITY, baseline);
    new AnalyzersStack(this, 'Analyzers', { ...placement, onCall: baseline.onCall, unusedAfter: UNUSED_AFTER });
    for (const [id, region] of [['Recovery', recovery], ...(backup === recovery ? [] : [['Backup', backup]])]) {
      const elsewhere = this.placement(region, true);
      new AnalyzersStack(this, `${id}Analyzers`, { ...elsewhere, onCall: this.baseline(`${id}Baseline`, elsewhere).onCall });
    }
  }
}
