import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { Problems } from '../shared/problems';
import { ABILITIES, BackupKind } from './backup-kind';
import { EnforcedSetting } from './enforced-setting';

/** What an account lets AWS Backup do, and who hears if that cannot be set. */
export interface BackupOptInProps {
  /** Kinds of stores that are backed up, copied or restored in this account and region. */
  readonly kinds: BackupKind[];

  /** Topic of those on call. It must let `events.amazonaws.com` publish. */
  readonly onCall: ITopic;

  /**
   * Name of the role that opts in: the organisation's policies may leave the setting to it and to deployments.
   *
   * @default CloudFormation makes a name up
   */
  readonly roleName?: string;
}

/**
 * Opts an account and region in to the services that AWS Backup takes care of.
 *
 * Guarantees: the kinds of stores named are opted in, today and again every day; a run that fails is told. Without it a plan
 * that selects by tag passes over every store of a service that is not opted in, and says nothing: such a selection obeys
 * the account's settings. Tables are backed up in AWS Backup's own format besides, without which they are not copied to
 * another account. Other services keep the setting they have.
 *
 * Controls BAK1, BAK9. https://docs.aws.amazon.com/aws-backup/latest/devguide/API_UpdateRegionSettings.html and
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html
 */
export class BackupOptIn extends Construct {
  /** @throws InvalidInputError listing every problem of the props */
  constructor(scope: Construct, id: string, props: BackupOptInProps) {
    super(scope, id);
    const problems = new Problems('BackupOptIn');
    problems.require(props.kinds.length > 0, 'kinds', props.kinds, 'Name the kinds of stores that are there.');
    problems.throwIfAny();
    const services = [...new Set(props.kinds)].flatMap((kind) => ABILITIES[kind].services);
    new EnforcedSetting(this, 'Services', {
      description: `AWS Backup takes care of ${services.join(', ')}`,
      operation: 'UpdateRegionSettings',
      input: {
        ResourceTypeOptInPreference: Object.fromEntries(services.map((service) => [service, true])),
        ...(props.kinds.includes(BackupKind.TABLE) && { ResourceTypeManagementPreference: { DynamoDB: true } }),
      },
      actions: ['backup:UpdateRegionSettings'],
      roleName: props.roleName,
      onCall: props.onCall,
    });
  }
}

/** What the organisation lets AWS Backup do, and who hears if that cannot be set. */
export interface OrganizationBackupSettingsProps {
  /**
   * Whether approval teams may open air-gapped vaults (control BAK6).
   *
   * @default the setting stays as it is
   */
  readonly multiPartyApproval?: boolean;

  /** Topic of those on call. It must let `events.amazonaws.com` publish. */
  readonly onCall: ITopic;
}

/**
 * Lets the accounts of an organisation copy backups to each other. For the management account, once.
 *
 * Guarantees: copies across accounts are allowed, today and again every day; a run that fails is told. Which account copies
 * where is the matter of vault policies: without this setting none does.
 *
 * Control BAK3. https://docs.aws.amazon.com/aws-backup/latest/devguide/API_UpdateGlobalSettings.html
 */
export class OrganizationBackupSettings extends Construct {
  constructor(scope: Construct, id: string, props: OrganizationBackupSettingsProps) {
    super(scope, id);
    new EnforcedSetting(this, 'Settings', {
      description: 'Accounts of the organisation copy backups to each other',
      operation: 'UpdateGlobalSettings',
      input: { GlobalSettings: { isCrossAccountBackupEnabled: 'true', ...(props.multiPartyApproval !== undefined && { isMpaEnabled: String(props.multiPartyApproval) }) } },
      actions: ['backup:UpdateGlobalSettings', 'organizations:DescribeOrganization'],
      onCall: props.onCall,
    });
  }
}
