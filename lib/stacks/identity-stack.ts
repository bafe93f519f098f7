import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { BarPerson, IdentityCenterAccess, type IdentityProps, type RoleAccounts } from '../../constructs/access';
import { EstateStack, type PlacementProps } from './estate-stack';

/** Properties of `IdentityStack`. */
export interface IdentityStackProps extends PlacementProps {
  /** Where people sign in. */
  readonly identity: IdentityProps;
  /** Accounts that people of each role work in. */
  readonly roles: RoleAccounts[];
  /** Every other account, from which barred people are thrown out. */
  readonly accounts: string[];
  /** Regions with a bastion. */
  readonly regions: string[];
  /** ARNs, or their patterns, of the roles that bar people. */
  readonly barredBy: string[];
  /** Key of the runbooks' records. */
  readonly logsKey: kms.IKey;
  /** Topic that hears of it. */
  readonly onCall: sns.ITopic;
}

/** Who works in which account, through Identity Center if that is where people sign in; and the runbook that bars a person everywhere. */
export class IdentityStack extends EstateStack {
  constructor(scope: Construct, id: string, props: IdentityStackProps) {
    super(scope, id, props, 'People of the organisation');
    const center = props.identity.identityCenter;
    if (center) {
      new IdentityCenterAccess(this, 'Access', { instanceArn: center.instanceArn, groups: center.groups, roles: props.roles });
    }
    new BarPerson(this, 'BarPerson', {
      starters: props.barredBy,
      accounts: props.accounts,
      regions: props.regions,
      identityStoreId: center?.identityStoreId,
      notificationTopic: props.onCall,
      encryptionKey: props.logsKey,
    });
  }
}
