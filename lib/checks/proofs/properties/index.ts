// Generated from the folder by `npm run generate`. Do not edit.
import type { Property } from '../property';
import { BarredPeopleDenied } from './barred-people-denied';
import { CustomerDataForPrivacyOfficerOnly } from './customer-data-for-privacy-officer-only';
import { DataStoreReachedOnlyByNamedGroups } from './data-store-reached-only-by-named-groups';
import { DataStoreUnreachableFromInternet } from './data-store-unreachable-from-internet';
import { EgressOnlyThroughFirewall } from './egress-only-through-firewall';
import { EnvironmentsDisjoint } from './environments-disjoint';
import { EnvironmentsShareNoAccess } from './environments-share-no-access';
import { InternetPathsCrossFirewall } from './internet-paths-cross-firewall';
import { KeyAdministratorsCannotUse } from './key-administrators-cannot-use';
import { MasterKeyNeedsApproval } from './master-key-needs-approval';
import { NobodyDeletesBackups } from './nobody-deletes-backups';
import { NobodyOutsideOrganisationReadsBuckets } from './nobody-outside-organisation-reads-buckets';
import { NobodyStopsRecording } from './nobody-stops-recording';
import { OnlyCopiesEnterBackupAccount } from './only-copies-enter-backup-account';
import { OnlyDeploymentRolesChangeStacks } from './only-deployment-roles-change-stacks';
import { OnlyLoadBalancerReachableFromInternet } from './only-load-balancer-reachable-from-internet';
import { OnlyPrivacyOfficerRestores } from './only-privacy-officer-restores';
import { OrganisationDeniesOtherRegions } from './organisation-denies-other-regions';
import { PeopleHoldTheirTaskOnly } from './people-hold-their-task-only';
import { PeopleNeedFreshMfa } from './people-need-fresh-mfa';
import { PersonalDataKeysUsedThroughServices } from './personal-data-keys-used-through-services';
import { ProductionDataNotShared } from './production-data-not-shared';
import { RolesCannotEscalate } from './roles-cannot-escalate';
import { ShellAndDatabaseReachedOnlyThroughAccess } from './shell-and-database-reached-only-through-access';
import { ShellPortsUnreachable } from './shell-ports-unreachable';
import { SshTakesTwoFactors } from './ssh-takes-two-factors';
import { SupportConfinedToGrant } from './support-confined-to-grant';
import { CompositeAvailabilityPromised } from '../../models/properties/composite-availability-promised';
import { EveryTierSurvivesZoneLoss } from '../../models/properties/every-tier-survives-zone-loss';
import { RecoveryAsPromised } from '../../models/properties/recovery-as-promised';

/** Every property, by its file's path. */
export const PROPERTIES: readonly Property[] = [
  BarredPeopleDenied,
  CustomerDataForPrivacyOfficerOnly,
  DataStoreReachedOnlyByNamedGroups,
  DataStoreUnreachableFromInternet,
  EgressOnlyThroughFirewall,
  EnvironmentsDisjoint,
  EnvironmentsShareNoAccess,
  InternetPathsCrossFirewall,
  KeyAdministratorsCannotUse,
  MasterKeyNeedsApproval,
  NobodyDeletesBackups,
  NobodyOutsideOrganisationReadsBuckets,
  NobodyStopsRecording,
  OnlyCopiesEnterBackupAccount,
  OnlyDeploymentRolesChangeStacks,
  OnlyLoadBalancerReachableFromInternet,
  OnlyPrivacyOfficerRestores,
  OrganisationDeniesOtherRegions,
  PeopleHoldTheirTaskOnly,
  PeopleNeedFreshMfa,
  PersonalDataKeysUsedThroughServices,
  ProductionDataNotShared,
  RolesCannotEscalate,
  ShellAndDatabaseReachedOnlyThroughAccess,
  ShellPortsUnreachable,
  SshTakesTwoFactors,
  SupportConfinedToGrant,
  CompositeAvailabilityPromised,
  EveryTierSurvivesZoneLoss,
  RecoveryAsPromised,
];
