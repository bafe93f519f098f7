import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { OrganizationBackupSettings } from '../../constructs/backup';
import { OrganizationGuardrails, RegionFence } from '../../constructs/governance';
import type { BackupControl } from '../backup-roles';
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
  /** Accounts whose stacks the deployment roles alone change (control REL2). */
  readonly releasedAccounts: string[];
  /** The roles of backups in all accounts. */
  readonly backups: BackupControl;
  /** ARN pattern of the role of those who restore, in any account. */
  readonly restorer: string;
  /**
   * Account that people's users stand in.
   *
   * @default - no account has users
   */
  readonly identityAccount?: string;
  /** Topic that alarms are sent to. */
  readonly onCall: sns.ITopic;
}

/** The policies that hold for every account of the organisation, whatever the account itself allows. */
export class GuardrailsStack extends EstateStack {
  constructor(scope: Construct, id: string, props: GuardrailsStackProps) {
    super(scope, id, props, 'Guardrails of the organisation');
    const { primary, recovery, backup } = props.regions;
    new RegionFence(this, 'Regions', { regions: [...new Set([primary, recovery, backup])], targetIds: [props.rootId] });
    new OrganizationGuardrails(this, 'Guardrails', {
      organizationId: props.organizationId,
      targetIds: [props.rootId],
      releasedAccounts: props.releasedAccounts,
      identityAccount: props.identityAccount,
      // AWS Backup shares a snapshot with the backup account while it copies it there.
      backupRoleArns: props.backups.sharing,
      keptRoleArns: props.backups.kept,
      restorerArns: [props.restorer],
      settingRoleArns: props.backups.settings,
    });
    new OrganizationBackupSettings(this, 'Backups', { onCall: props.onCall });
  }
}
