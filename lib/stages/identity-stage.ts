import type { Construct } from 'constructs';
import { IdentityAccountAccess, PersonArns } from '../../constructs/access';
import { accountsOf } from '../people';
import { EstateStack } from '../stacks/estate-stack';
import { AccountStage, type AccountStageProps } from './account-stage';

/** Properties of `IdentityStage`. */
export interface IdentityStageProps extends AccountStageProps {
  /** Every account of the estate, by its kind. */
  readonly accounts: { [kind: string]: string };
}

/** The account that people's users stand in, where they do not sign in through Identity Center: users, groups, and nothing else. */
export class IdentityStage extends AccountStage {
  constructor(scope: Construct, id: string, props: IdentityStageProps) {
    super(scope, id, props);
    const placement = this.placement(props.regions.primary, true);
    const baseline = this.baseline('Baseline', placement);
    this.people(placement, 'identity', baseline);
    const groups = new EstateStack(this, 'Groups', placement, 'Groups of people, and what each may enter');
    new IdentityAccountAccess(groups, 'Access', {
      roles: PersonArns.ROLES.map((role) => ({ role, accounts: accountsOf(role).map((kind) => props.accounts[kind]) })),
    });
  }
}
