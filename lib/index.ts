// Generated from the folders by `npm run generate`. Do not edit.
export { IdentityWay, PersonArns, PersonRole } from '../constructs/access';
export { type DatabaseProps, IsolatedDatabase, type IsolatedDatabaseProps, IsolatedInstance, type IsolatedInstanceProps } from '../constructs/database';
export { CertificateKey, type CountedRule, ManagedRuleGroup, ProtectedLoadBalancer, type ProtectedLoadBalancerProps, ShieldProtection, type ShieldProtectionProps, ValidatedCertificate, type ValidatedCertificateProps, WebFirewall, type WebFirewallProps } from '../constructs/edge';
export { AccountBaseline, type AccountBaselineProps, OrganizationGuardrails, type OrganizationGuardrailsProps, RegionFence, type RegionFenceProps } from '../constructs/governance';
export { DomainKey, type DomainKeyProps, KeyWatch, type KeyWatchProps, type ServiceUseOptions } from '../constructs/keys';
export { BucketPrivate, BucketTlsOnly, DatabaseProtected, InstanceMetadataV2, KeyRotated, LoadBalancerStrict, LogGroupEncrypted, type LogGroupEncryptedProps, QueueTlsOnly, RepositoryImmutable, TopicTlsOnly } from '../constructs/mixins';
export { DataTierFence, type DataTierFenceProps, EncryptionControlMode, EncryptionExclusion, EndpointPlacement, type FirewallIngress, type FirewallOptions, FirewallProtection, InspectionFirewall, type InspectionFirewallProps, NatPlacement, NetworkLogs, type NetworkLogsProps, OrganizationEndpoints, type OrganizationEndpointsOptions, type OrganizationEndpointsProps, PublicAccessBlock, type PublicAccessBlockProps, ThreatAction, TieredVpc, type TieredVpcProps } from '../constructs/network';
export { type ContainerSecret, ContainerService, type ContainerServiceProps, ImageRepository, type ImageRepositoryProps, type LoadBalancerRoute, PullThroughCache, type PullThroughCacheProps, RegistryScanning, ServerFleet, type ServerFleetProps, UpstreamRegistry } from '../constructs/service';
export { type AgreedNameParts, AgreedNames, DataClassification, WatchedFunction, type WatchedFunctionProps } from '../constructs/shared';
export { type BucketLifecycle, type BucketReplica, LogBucket, type LogBucketProps, type ObjectLock, ObjectLockMode, PrivateBucket, type PrivateBucketProps } from '../constructs/storage';
export { DtapChecks, type DtapChecksProps } from './checks';
export { EnvironmentKind, type EnvironmentProps, type EnvironmentsProps, type HostedServiceProps, type OrganizationProps, type RegionsProps, SharedAccountKind, type SharedAccountsProps } from './environment';
export { Estate } from './estate';
export { type EstateProps } from './estate-props';
export { type FindingException } from './exceptions';
export { BaselineStack, type BaselineStackProps, DataStack, type DataStackProps, DomainStack, type DomainStackProps, EstateStack, GuardrailsStack, type GuardrailsStackProps, ImagesStack, type ImagesStackProps, NetworkStack, type NetworkStackProps, type PlacementProps, RecoveryStack, type RecoveryStackProps, ServiceStack, type ServiceStackProps } from './stacks';
export { AccountStage, type AccountStageProps, BackupStage, EnvironmentStage, type EnvironmentStageProps, OrganizationStage, ReleaseStage, type ReleaseStageProps, SecurityStage } from './stages';
export { type Tier } from './tier';
