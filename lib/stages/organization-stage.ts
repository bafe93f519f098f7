import type { Construct } from 'constructs';
import { GuardrailsStack } from '../stacks/guardrails-stack';
import { AccountStage, type AccountStageProps } from './account-stage';

/** The management account: the organisation's policies. */
export class OrganizationStage extends AccountStage {
  constructor(scope: Construct, id: string, props: AccountStageProps) {
    super(scope, id, props);
    const placement = this.placement(props.regions.primary, true);
    this.baseline('Baseline', placement);
    new GuardrailsStack(this, 'Guardrails', { ...placement, organizationId: props.organization.id, rootId: props.organization.rootId, regions: props.regions });
  }
}
