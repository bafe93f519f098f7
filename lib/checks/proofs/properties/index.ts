// Generated from the folder by `npm run generate`. Do not edit.
import type { Property } from '../property';
import { DataStoreReachedOnlyByNamedGroups } from './data-store-reached-only-by-named-groups';
import { DataStoreUnreachableFromInternet } from './data-store-unreachable-from-internet';
import { EgressOnlyThroughFirewall } from './egress-only-through-firewall';
import { EnvironmentsDisjoint } from './environments-disjoint';
import { EnvironmentsShareNoAccess } from './environments-share-no-access';
import { InternetPathsCrossFirewall } from './internet-paths-cross-firewall';
import { KeyAdministratorsCannotUse } from './key-administrators-cannot-use';
import { NobodyOutsideOrganisationReadsBuckets } from './nobody-outside-organisation-reads-buckets';
import { NobodyStopsRecording } from './nobody-stops-recording';
import { OnlyDeploymentRolesChangeStacks } from './only-deployment-roles-change-stacks';
import { OnlyLoadBalancerReachableFromInternet } from './only-load-balancer-reachable-from-internet';
import { OrganisationDeniesOtherRegions } from './organisation-denies-other-regions';
import { PersonalDataKeysUsedThroughServices } from './personal-data-keys-used-through-services';
import { ProductionDataNotShared } from './production-data-not-shared';
import { RolesCannotEscalate } from './roles-cannot-escalate';
import { ShellPortsUnreachable } from './shell-ports-unreachable';
import { CompositeAvailabilityPromised } from '../../models/properties/composite-availability-promised';
import { EveryTierSurvivesZoneLoss } from '../../models/properties/every-tier-survives-zone-loss';
import { RecoveryAsPromised } from '../../models/properties/recovery-as-promised';

/** Every property, by its file's path. */
export const PROPERTIES: readonly Property[] = [
  DataStoreReachedOnlyByNamedGroups,
  DataStoreUnreachableFromInternet,
  EgressOnlyThroughFirewall,
  EnvironmentsDisjoint,
  EnvironmentsShareNoAccess,
  InternetPathsCrossFirewall,
  KeyAdministratorsCannotUse,
  NobodyOutsideOrganisationReadsBuckets,
  NobodyStopsRecording,
  OnlyDeploymentRolesChangeStacks,
  OnlyLoadBalancerReachableFromInternet,
  OrganisationDeniesOtherRegions,
  PersonalDataKeysUsedThroughServices,
  ProductionDataNotShared,
  RolesCannotEscalate,
  ShellPortsUnreachable,
  CompositeAvailabilityPromised,
  EveryTierSurvivesZoneLoss,
  RecoveryAsPromised,
];
