import type { Construct } from 'constructs';
import { Capability, PersonArns, PersonRole } from '../../constructs/access';
import { wayOf } from '../../constructs/access/identity';
import type { BackupControl } from '../backup-roles';
import { SharedAccountKind } from '../environment';
import { type AccountKind, accountsOf, rolesWith } from '../people';
import { GuardrailsStack } from '../stacks/guardrails-stack';
import { IdentityStack } from '../stacks/identity-stack';
import { AccountStage, type AccountStageProps } from './account-stage';

/** Properties of `OrganizationStage`. */
export interface OrganizationStageProps extends AccountStageProps {
  /** Every account of the estate, by its kind. */
  readonly accounts: { [kind: string]: string };
  /** Accounts whose stacks the deployment roles alone change: the environments. */
  readonly releasedAccounts: string[];
  /** The roles of backups in all accounts. */
  readonly backups: BackupControl;
  /** Regions with a bastion. */
  readonly bastionRegions: string[];
}

/** The management account: the organisation's policies, and who works in which account. */
export class OrganizationStage extends AccountStage {
  constructor(scope: Construct, id: string, props: OrganizationStageProps) {
    super(scope, id, props);
    const placement = this.placement(props.regions.primary, true);
    const baseline = this.baseline('Baseline', placement);
    this.people(placement, SharedAccountKind.MANAGEMENT, baseline);
    new GuardrailsStack(this, 'Guardrails', {
      ...placement,
      organizationId: props.organization.id,
      rootId: props.organization.rootId,
      regions: props.regions,
      releasedAccounts: props.releasedAccounts,
      backups: props.backups,
      restorer: PersonArns.role(wayOf(props.identity), '*', PersonRole.PRIVACY_OFFICER),
      identityAccount: props.identity.identityAccount?.account,
      onCall: baseline.onCall,
    });
    const inAccount = (kind: AccountKind) => props.accounts[kind] === undefined ? [] : [props.accounts[kind]];
    new IdentityStack(this, 'Identity', {
      ...placement,
      identity: props.identity,
      roles: PersonArns.ROLES.map((role) => ({ role, accounts: accountsOf(role).flatMap(inAccount) })),
      accounts: Object.values(props.accounts).filter((account) => account !== props.account),
      regions: props.bastionRegions,
      barredBy: this.persons(rolesWith(SharedAccountKind.MANAGEMENT, Capability.BAR_PEOPLE)),
      logsKey: baseline.logsKey,
      onCall: baseline.onCall,
    });
  }
}
