import type { Construct } from 'constructs';
import { OrganizationGuardrails, RegionFence } from '../../constructs/governance';
import type { RegionsProps } from '../environment';
import { EstateStack, type PlacementProps } from './estate-stack';

/** Properties of `GuardrailsStack`. */
export interface GuardrailsStackProps extends PlacementProps {
  /** Id of the organisation. */
  readonly organizationId: string;
  /** Id of the organisation's root, to which the policies are attached. */
  readonly rootId: string;
  /** Regions of the estate. */
  readonly regions: RegionsProps;
}

/** The policies that hold for every account of the organisation, whatever the account itself allows. */
export class GuardrailsStack extends EstateStack {
  constructor(scope: Construct, id: string, props: GuardrailsStackProps) {
    super(scope, id, props, 'Guardrails of the organisation');
    const { primary, recovery, backup } = props.regions;
    new RegionFence(this, 'Regions', { regions: [...new Set([primary, recovery, backup])], targetIds: [props.rootId] });
    new OrganizationGuardrails(this, 'Guardrails', { organizationId: props.organizationId, targetIds: [props.rootId] });
  }
}
