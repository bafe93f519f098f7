// Generated from the folder by `npm run generate`. Do not edit.
/* eslint-disable max-lines -- two lines for each */
import type { Rule } from '../rule';
import { AccessAnalyzerFindsBoth } from './accessanalyzer/access-analyzer-finds-both';
import { AcmCertificateDnsValidated } from './acm/acm-certificate-dns-validated';
import { AcmCertificateExpiryAlarmed } from './acm/acm-certificate-expiry-alarmed';
import { ApiGatewayDomainTls12 } from './apigateway/api-gateway-domain-tls12';
import { ApiGatewayHttpApiClosed } from './apigateway/api-gateway-http-api-closed';
import { ApiGatewayStageGuardedByWaf } from './apigateway/api-gateway-stage-guarded-by-waf';
import { AppSyncApiGuardedByWaf } from './appsync/app-sync-api-guarded-by-waf';
import { AutoScalingGroupReplaced } from './autoscaling/auto-scaling-group-replaced';
import { AutoScalingGroupScalesByLoad } from './autoscaling/auto-scaling-group-scales-by-load';
import { AutoScalingGroupTwoRunning } from './autoscaling/auto-scaling-group-two-running';
import { AutoScalingGroupZones } from './autoscaling/auto-scaling-group-zones';
import { BackupFrameworkReported } from './backup/backup-framework-reported';
import { BackupJobFailureTold } from './backup/backup-job-failure-told';
import { BackupJobMissingTold } from './backup/backup-job-missing-told';
import { BackupPlanCopiedFarAway } from './backup/backup-plan-copied-far-away';
import { BackupPlanCopyInsideEea } from './backup/backup-plan-copy-inside-eea';
import { BackupRestoreFailureTold } from './backup/backup-restore-failure-told';
import { BackupRestoreTestingScheduled } from './backup/backup-restore-testing-scheduled';
import { BackupRestoreTestingValidated } from './backup/backup-restore-testing-validated';
import { BackupVaultAudited } from './backup/backup-vault-audited';
import { BackupVaultDeletionDenied } from './backup/backup-vault-deletion-denied';
import { BackupVaultEncrypted } from './backup/backup-vault-encrypted';
import { BackupVaultKeyKept } from './backup/backup-vault-key-kept';
import { BackupVaultKeyWatched } from './backup/backup-vault-key-watched';
import { BackupVaultLocked } from './backup/backup-vault-locked';
import { BackupVaultPolicyNotPublic } from './backup/backup-vault-policy-not-public';
import { BackupVaultRestoreNarrow } from './backup/backup-vault-restore-narrow';
import { BackupVaultRestoreTested } from './backup/backup-vault-restore-tested';
import { PasswordFromSecretsManager } from './cloudformation/password-from-secrets-manager';
import { StackOutputNoSecrets } from './cloudformation/stack-output-no-secrets';
import { StackParameterNoSecrets } from './cloudformation/stack-parameter-no-secrets';
import { StoreBackedUp } from './cloudformation/store-backed-up';
import { StoreClassified } from './cloudformation/store-classified';
import { StoreRegionInsideEea } from './cloudformation/store-region-inside-eea';
import { StoreRetained } from './cloudformation/store-retained';
import { CloudFrontDistributionGuardedByWaf } from './cloudfront/cloud-front-distribution-guarded-by-waf';
import { CloudFrontDistributionTls12 } from './cloudfront/cloud-front-distribution-tls12';
import { CloudTrailEncrypted } from './cloudtrail/cloud-trail-encrypted';
import { CloudWatchAlarmActs } from './cloudwatch/cloud-watch-alarm-acts';
import { CodeBuildEnvironmentNoSecrets } from './codebuild/code-build-environment-no-secrets';
import { CognitoUserPoolGuardedByWaf } from './cognito/cognito-user-pool-guarded-by-waf';
import { DocDbClusterDeletionProtected } from './docdb/doc-db-cluster-deletion-protected';
import { DocDbClusterEncrypted } from './docdb/doc-db-cluster-encrypted';
import { DynamoDbReplicasInsideEea } from './dynamodb/dynamo-db-replicas-inside-eea';
import { DynamoDbTableDeletionProtected } from './dynamodb/dynamo-db-table-deletion-protected';
import { DynamoDbTableEncrypted } from './dynamodb/dynamo-db-table-encrypted';
import { DynamoDbTableRecoverable } from './dynamodb/dynamo-db-table-recoverable';
import { Ec2ClientVpnAuthorizationNarrow } from './ec2/ec2-client-vpn-authorization-narrow';
import { Ec2ClientVpnConnectHandled } from './ec2/ec2-client-vpn-connect-handled';
import { Ec2ClientVpnFederated } from './ec2/ec2-client-vpn-federated';
import { Ec2ClientVpnLogged } from './ec2/ec2-client-vpn-logged';
import { Ec2ClientVpnNetworkSealed } from './ec2/ec2-client-vpn-network-sealed';
import { Ec2ClientVpnPortalOff } from './ec2/ec2-client-vpn-portal-off';
import { Ec2ClientVpnSessionEnds } from './ec2/ec2-client-vpn-session-ends';
import { Ec2ClientVpnSplitTunnel } from './ec2/ec2-client-vpn-split-tunnel';
import { Ec2DefaultSecurityGroupClosed } from './ec2/ec2-default-security-group-closed';
import { Ec2EndpointServiceWithinEnvironment } from './ec2/ec2-endpoint-service-within-environment';
import { Ec2InstanceMetadataV2 } from './ec2/ec2-instance-metadata-v2';
import { Ec2InstanceNoKeyPair } from './ec2/ec2-instance-no-key-pair';
import { Ec2InstanceNoPublicAddress } from './ec2/ec2-instance-no-public-address';
import { Ec2InternetGatewayInboundThroughFirewall } from './ec2/ec2-internet-gateway-inbound-through-firewall';
import { Ec2LaunchTemplateNewestImage } from './ec2/ec2-launch-template-newest-image';
import { Ec2NatGatewayPerZone } from './ec2/ec2-nat-gateway-per-zone';
import { Ec2NetworkAclFencesData } from './ec2/ec2-network-acl-fences-data';
import { Ec2PeeringWithinEnvironment } from './ec2/ec2-peering-within-environment';
import { Ec2RouteOutboundThroughFirewall } from './ec2/ec2-route-outbound-through-firewall';
import { Ec2SecurityGroupClosedToInternet } from './ec2/ec2-security-group-closed-to-internet';
import { Ec2SecurityGroupEgressNarrow } from './ec2/ec2-security-group-egress-narrow';
import { Ec2SecurityGroupNoShellFromAnywhere } from './ec2/ec2-security-group-no-shell-from-anywhere';
import { Ec2SnapshotCopyInsideEea } from './ec2/ec2-snapshot-copy-inside-eea';
import { Ec2SnapshotPublicSharingBlocked } from './ec2/ec2-snapshot-public-sharing-blocked';
import { Ec2SubnetNoPublicAddress } from './ec2/ec2-subnet-no-public-address';
import { Ec2TransitGatewayWithinEnvironment } from './ec2/ec2-transit-gateway-within-environment';
import { Ec2UserDataNoAuthorizedKeys } from './ec2/ec2-user-data-no-authorized-keys';
import { Ec2UserDataNoSecrets } from './ec2/ec2-user-data-no-secrets';
import { Ec2VolumeEncrypted } from './ec2/ec2-volume-encrypted';
import { Ec2VpcAccountOwn } from './ec2/ec2-vpc-account-own';
import { Ec2VpcEndpointOrganisationOnly } from './ec2/ec2-vpc-endpoint-organisation-only';
import { Ec2VpcEndpointPrivateDns } from './ec2/ec2-vpc-endpoint-private-dns';
import { Ec2VpcEndpointZones } from './ec2/ec2-vpc-endpoint-zones';
import { Ec2VpcFlowLogged } from './ec2/ec2-vpc-flow-logged';
import { Ec2VpcPublicAccessBlocked } from './ec2/ec2-vpc-public-access-blocked';
import { Ec2VpcPublicAccessExclusionNarrow } from './ec2/ec2-vpc-public-access-exclusion-narrow';
import { Ec2VpcResolverQueriesLogged } from './ec2/ec2-vpc-resolver-queries-logged';
import { Ec2VpcServicesPrivate } from './ec2/ec2-vpc-services-private';
import { EcrReplicationInsideEea } from './ecr/ecr-replication-inside-eea';
import { EcrRepositoryEncrypted } from './ecr/ecr-repository-encrypted';
import { EcrRepositoryImmutable } from './ecr/ecr-repository-immutable';
import { EcrRepositoryNotPublic } from './ecr/ecr-repository-not-public';
import { EcrRepositoryScanned } from './ecr/ecr-repository-scanned';
import { EcsClusterContainerInsights } from './ecs/ecs-cluster-container-insights';
import { EcsClusterStorageEncrypted } from './ecs/ecs-cluster-storage-encrypted';
import { EcsServiceNoPublicAddress } from './ecs/ecs-service-no-public-address';
import { EcsServiceNoShell } from './ecs/ecs-service-no-shell';
import { EcsServicePlatformNewest } from './ecs/ecs-service-platform-newest';
import { EcsServiceRollsBack } from './ecs/ecs-service-rolls-back';
import { EcsServiceScalesByLoad } from './ecs/ecs-service-scales-by-load';
import { EcsServiceTwoRunning } from './ecs/ecs-service-two-running';
import { EcsServiceZones } from './ecs/ecs-service-zones';
import { EcsTaskImagePinned } from './ecs/ecs-task-image-pinned';
import { EcsTaskLogged } from './ecs/ecs-task-logged';
import { EcsTaskNoSecrets } from './ecs/ecs-task-no-secrets';
import { EcsTaskNonRoot } from './ecs/ecs-task-non-root';
import { EcsTaskNotPrivileged } from './ecs/ecs-task-not-privileged';
import { EcsTaskReadOnlyRoot } from './ecs/ecs-task-read-only-root';
import { EfsFileSystemEncrypted } from './efs/efs-file-system-encrypted';
import { EfsFileSystemRegional } from './efs/efs-file-system-regional';
import { EfsFileSystemTlsOnly } from './efs/efs-file-system-tls-only';
import { EfsPolicyNotPublic } from './efs/efs-policy-not-public';
import { ElastiCacheEncrypted } from './elasticache/elasti-cache-encrypted';
import { ElastiCacheTransitEncrypted } from './elasticache/elasti-cache-transit-encrypted';
import { ElbClassicLoadBalancerRetired } from './elasticloadbalancing/elb-classic-load-balancer-retired';
import { ElbListenerOnWebPorts } from './elasticloadbalancing/elb-listener-on-web-ports';
import { ElbListenerRedirectsToHttps } from './elasticloadbalancing/elb-listener-redirects-to-https';
import { ElbListenerSendsHsts } from './elasticloadbalancing/elb-listener-sends-hsts';
import { ElbListenerSendsSecurityHeaders } from './elasticloadbalancing/elb-listener-sends-security-headers';
import { ElbListenerTls12 } from './elasticloadbalancing/elb-listener-tls12';
import { ElbLoadBalancerDeletionProtected } from './elasticloadbalancing/elb-load-balancer-deletion-protected';
import { ElbLoadBalancerDesyncStrictest } from './elasticloadbalancing/elb-load-balancer-desync-strictest';
import { ElbLoadBalancerDropsInvalidHeaders } from './elasticloadbalancing/elb-load-balancer-drops-invalid-headers';
import { ElbLoadBalancerGuardedByWaf } from './elasticloadbalancing/elb-load-balancer-guarded-by-waf';
import { ElbLoadBalancerLogged } from './elasticloadbalancing/elb-load-balancer-logged';
import { ElbLoadBalancerWafFailClosed } from './elasticloadbalancing/elb-load-balancer-waf-fail-closed';
import { ElbLoadBalancerZones } from './elasticloadbalancing/elb-load-balancer-zones';
import { ElbTargetGroupEncrypted } from './elasticloadbalancing/elb-target-group-encrypted';
import { EventBusPolicyNotPublic } from './events/event-bus-policy-not-public';
import { IamGrantPolicyConfined } from './iam/iam-grant-policy-confined';
import { IamMasterKeyGrantApproved } from './iam/iam-master-key-grant-approved';
import { IamPasswordPolicyEnforced } from './iam/iam-password-policy-enforced';
import { IamPeopleSessionsRecorded } from './iam/iam-people-sessions-recorded';
import { IamPolicyNoStarStar } from './iam/iam-policy-no-star-star';
import { IamPolicyWithinEnvironment } from './iam/iam-policy-within-environment';
import { IamRoleTrustNotEverybody } from './iam/iam-role-trust-not-everybody';
import { IamTrustWithinEnvironment } from './iam/iam-trust-within-environment';
import { IamUserNoAccessKey } from './iam/iam-user-no-access-key';
import { ResourcePolicyWithinEnvironment } from './iam/resource-policy-within-environment';
import { ImageBuilderDistributionNotPublic } from './imagebuilder/image-builder-distribution-not-public';
import { FirehoseStreamEncrypted } from './kinesis/firehose-stream-encrypted';
import { KinesisStreamEncrypted } from './kinesis/kinesis-stream-encrypted';
import { KmsKeyAdministrationApart } from './kms/kms-key-administration-apart';
import { KmsKeyAes256 } from './kms/kms-key-aes256';
import { KmsKeyDeletionDelayed } from './kms/kms-key-deletion-delayed';
import { KmsKeyPolicyNotPublic } from './kms/kms-key-policy-not-public';
import { KmsKeyRotated } from './kms/kms-key-rotated';
import { LambdaEnvironmentNoSecrets } from './lambda/lambda-environment-no-secrets';
import { LambdaPermissionNotPublic } from './lambda/lambda-permission-not-public';
import { LambdaPermissionWithinEnvironment } from './lambda/lambda-permission-within-environment';
import { LambdaUrlSignedIn } from './lambda/lambda-url-signed-in';
import { LogDestinationPolicyNotPublic } from './logs/log-destination-policy-not-public';
import { LogGroupEncrypted } from './logs/log-group-encrypted';
import { LogGroupRetained } from './logs/log-group-retained';
import { LogSubscriptionInsideEea } from './logs/log-subscription-inside-eea';
import { NeptuneClusterDeletionProtected } from './neptune/neptune-cluster-deletion-protected';
import { NeptuneClusterEncrypted } from './neptune/neptune-cluster-encrypted';
import { NetworkFirewallLogged } from './networkfirewall/network-firewall-logged';
import { NetworkFirewallPolicyStrictDrop } from './networkfirewall/network-firewall-policy-strict-drop';
import { NetworkFirewallPolicyThreatSignatures } from './networkfirewall/network-firewall-policy-threat-signatures';
import { NetworkFirewallProtected } from './networkfirewall/network-firewall-protected';
import { NetworkFirewallRuleGroupEgressAllowListed } from './networkfirewall/network-firewall-rule-group-egress-allow-listed';
import { NetworkFirewallZones } from './networkfirewall/network-firewall-zones';
import { OpenSearchDomainEncrypted } from './opensearch/open-search-domain-encrypted';
import { OpenSearchDomainInVpc } from './opensearch/open-search-domain-in-vpc';
import { OpenSearchDomainTlsOnly } from './opensearch/open-search-domain-tls-only';
import { OrganizationsRegionPolicyDeniesOthers } from './organizations/organizations-region-policy-denies-others';
import { RamShareWithinEnvironment } from './ram/ram-share-within-environment';
import { RdsAuditLogged } from './rds/rds-audit-logged';
import { RdsBackupReplicaInsideEea } from './rds/rds-backup-replica-inside-eea';
import { RdsBackupRetained } from './rds/rds-backup-retained';
import { RdsClusterScalesByLoad } from './rds/rds-cluster-scales-by-load';
import { RdsCopiesTags } from './rds/rds-copies-tags';
import { RdsDeletionProtected } from './rds/rds-deletion-protected';
import { RdsFinalSnapshot } from './rds/rds-final-snapshot';
import { RdsForcesTls } from './rds/rds-forces-tls';
import { RdsGlobalClusterRunbooks } from './rds/rds-global-cluster-runbooks';
import { RdsGlobalClusterSecondRegion } from './rds/rds-global-cluster-second-region';
import { RdsIamSignIn } from './rds/rds-iam-sign-in';
import { RdsManagedPassword } from './rds/rds-managed-password';
import { RdsMinorUpgrades } from './rds/rds-minor-upgrades';
import { RdsMultiZone } from './rds/rds-multi-zone';
import { RdsNotPublic } from './rds/rds-not-public';
import { RdsPerformanceInsightsEncrypted } from './rds/rds-performance-insights-encrypted';
import { RdsProxyTlsOnly } from './rds/rds-proxy-tls-only';
import { RdsSecurityGroupFromGroupsOnly } from './rds/rds-security-group-from-groups-only';
import { RdsStorageEncrypted } from './rds/rds-storage-encrypted';
import { RdsSubnetGroupIsolated } from './rds/rds-subnet-group-isolated';
import { RdsSubnetGroupZones } from './rds/rds-subnet-group-zones';
import { RedshiftClusterEncrypted } from './redshift/redshift-cluster-encrypted';
import { RedshiftClusterNotPublic } from './redshift/redshift-cluster-not-public';
import { RedshiftForcesTls } from './redshift/redshift-forces-tls';
import { Route53RecordFailsOver } from './route53/route53-record-fails-over';
import { S3AccessPointPolicyNotPublic } from './s3/s3-access-point-policy-not-public';
import { S3BucketAccessLogged } from './s3/s3-bucket-access-logged';
import { S3BucketEncrypted } from './s3/s3-bucket-encrypted';
import { S3BucketKeyReused } from './s3/s3-bucket-key-reused';
import { S3BucketLifeEnds } from './s3/s3-bucket-life-ends';
import { S3BucketOwnerEnforced } from './s3/s3-bucket-owner-enforced';
import { S3BucketPolicyNotPublic } from './s3/s3-bucket-policy-not-public';
import { S3BucketPublicAccessBlocked } from './s3/s3-bucket-public-access-blocked';
import { S3BucketReplicationInsideEea } from './s3/s3-bucket-replication-inside-eea';
import { S3BucketReplicationWithinEnvironment } from './s3/s3-bucket-replication-within-environment';
import { S3BucketTlsOnly } from './s3/s3-bucket-tls-only';
import { S3BucketVersioned } from './s3/s3-bucket-versioned';
import { SecretEncrypted } from './secretsmanager/secret-encrypted';
import { SecretNotLiteral } from './secretsmanager/secret-not-literal';
import { SecretPolicyNotPublic } from './secretsmanager/secret-policy-not-public';
import { SecretReplicaInsideEea } from './secretsmanager/secret-replica-inside-eea';
import { SecretRotated } from './secretsmanager/secret-rotated';
import { SnsTopicEncrypted } from './sns/sns-topic-encrypted';
import { SnsTopicPolicyNotPublic } from './sns/sns-topic-policy-not-public';
import { SnsTopicTlsOnly } from './sns/sns-topic-tls-only';
import { SqsQueueEncrypted } from './sqs/sqs-queue-encrypted';
import { SqsQueuePolicyNotPublic } from './sqs/sqs-queue-policy-not-public';
import { SqsQueueTlsOnly } from './sqs/sqs-queue-tls-only';
import { SsmParameterNoSecrets } from './ssm/ssm-parameter-no-secrets';
import { SsmSessionsEncrypted } from './ssm/ssm-sessions-encrypted';
import { SsmSessionsEnd } from './ssm/ssm-sessions-end';
import { SsmSessionsRecorded } from './ssm/ssm-sessions-recorded';
import { StepFunctionsGrantEnds } from './stepfunctions/step-functions-grant-ends';
import { WafLogRedacted } from './wafv2/waf-log-redacted';
import { WafWebAclBlocksCommonAttacks } from './wafv2/waf-web-acl-blocks-common-attacks';
import { WafWebAclLogged } from './wafv2/waf-web-acl-logged';
import { WafWebAclRateLimited } from './wafv2/waf-web-acl-rate-limited';

/** Every rule, by its file's path. */
export const RULES: readonly Rule[] = [
  AccessAnalyzerFindsBoth,
  AcmCertificateDnsValidated,
  AcmCertificateExpiryAlarmed,
  ApiGatewayDomainTls12,
  ApiGatewayHttpApiClosed,
  ApiGatewayStageGuardedByWaf,
  AppSyncApiGuardedByWaf,
  AutoScalingGroupReplaced,
  AutoScalingGroupScalesByLoad,
  AutoScalingGroupTwoRunning,
  AutoScalingGroupZones,
  BackupFrameworkReported,
  BackupJobFailureTold,
  BackupJobMissingTold,
  BackupPlanCopiedFarAway,
  BackupPlanCopyInsideEea,
  BackupRestoreFailureTold,
  BackupRestoreTestingScheduled,
  BackupRestoreTestingValidated,
  BackupVaultAudited,
  BackupVaultDeletionDenied,
  BackupVaultEncrypted,
  BackupVaultKeyKept,
  BackupVaultKeyWatched,
  BackupVaultLocked,
  BackupVaultPolicyNotPublic,
  BackupVaultRestoreNarrow,
  BackupVaultRestoreTested,
  PasswordFromSecretsManager,
  StackOutputNoSecrets,
  StackParameterNoSecrets,
  StoreBackedUp,
  StoreClassified,
  StoreRegionInsideEea,
  StoreRetained,
  CloudFrontDistributionGuardedByWaf,
  CloudFrontDistributionTls12,
  CloudTrailEncrypted,
  CloudWatchAlarmActs,
  CodeBuildEnvironmentNoSecrets,
  CognitoUserPoolGuardedByWaf,
  DocDbClusterDeletionProtected,
  DocDbClusterEncrypted,
  DynamoDbReplicasInsideEea,
  DynamoDbTableDeletionProtected,
  DynamoDbTableEncrypted,
  DynamoDbTableRecoverable,
  Ec2ClientVpnAuthorizationNarrow,
  Ec2ClientVpnConnectHandled,
  Ec2ClientVpnFederated,
  Ec2ClientVpnLogged,
  Ec2ClientVpnNetworkSealed,
  Ec2ClientVpnPortalOff,
  Ec2ClientVpnSessionEnds,
  Ec2ClientVpnSplitTunnel,
  Ec2DefaultSecurityGroupClosed,
  Ec2EndpointServiceWithinEnvironment,
  Ec2InstanceMetadataV2,
  Ec2InstanceNoKeyPair,
  Ec2InstanceNoPublicAddress,
  Ec2InternetGatewayInboundThroughFirewall,
  Ec2LaunchTemplateNewestImage,
  Ec2NatGatewayPerZone,
  Ec2NetworkAclFencesData,
  Ec2PeeringWithinEnvironment,
  Ec2RouteOutboundThroughFirewall,
  Ec2SecurityGroupClosedToInternet,
  Ec2SecurityGroupEgressNarrow,
  Ec2SecurityGroupNoShellFromAnywhere,
  Ec2SnapshotCopyInsideEea,
  Ec2SnapshotPublicSharingBlocked,
  Ec2SubnetNoPublicAddress,
  Ec2TransitGatewayWithinEnvironment,
  Ec2UserDataNoAuthorizedKeys,
  Ec2UserDataNoSecrets,
  Ec2VolumeEncrypted,
  Ec2VpcAccountOwn,
  Ec2VpcEndpointOrganisationOnly,
  Ec2VpcEndpointPrivateDns,
  Ec2VpcEndpointZones,
  Ec2VpcFlowLogged,
  Ec2VpcPublicAccessBlocked,
  Ec2VpcPublicAccessExclusionNarrow,
  Ec2VpcResolverQueriesLogged,
  Ec2VpcServicesPrivate,
  EcrReplicationInsideEea,
  EcrRepositoryEncrypted,
  EcrRepositoryImmutable,
  EcrRepositoryNotPublic,
  EcrRepositoryScanned,
  EcsClusterContainerInsights,
  EcsClusterStorageEncrypted,
  EcsServiceNoPublicAddress,
  EcsServiceNoShell,
  EcsServicePlatformNewest,
  EcsServiceRollsBack,
  EcsServiceScalesByLoad,
  EcsServiceTwoRunning,
  EcsServiceZones,
  EcsTaskImagePinned,
  EcsTaskLogged,
  EcsTaskNoSecrets,
  EcsTaskNonRoot,
  EcsTaskNotPrivileged,
  EcsTaskReadOnlyRoot,
  EfsFileSystemEncrypted,
  EfsFileSystemRegional,
  EfsFileSystemTlsOnly,
  EfsPolicyNotPublic,
  ElastiCacheEncrypted,
  ElastiCacheTransitEncrypted,
  ElbClassicLoadBalancerRetired,
  ElbListenerOnWebPorts,
  ElbListenerRedirectsToHttps,
  ElbListenerSendsHsts,
  ElbListenerSendsSecurityHeaders,
  ElbListenerTls12,
  ElbLoadBalancerDeletionProtected,
  ElbLoadBalancerDesyncStrictest,
  ElbLoadBalancerDropsInvalidHeaders,
  ElbLoadBalancerGuardedByWaf,
  ElbLoadBalancerLogged,
  ElbLoadBalancerWafFailClosed,
  ElbLoadBalancerZones,
  ElbTargetGroupEncrypted,
  EventBusPolicyNotPublic,
  IamGrantPolicyConfined,
  IamMasterKeyGrantApproved,
  IamPasswordPolicyEnforced,
  IamPeopleSessionsRecorded,
  IamPolicyNoStarStar,
  IamPolicyWithinEnvironment,
  IamRoleTrustNotEverybody,
  IamTrustWithinEnvironment,
  IamUserNoAccessKey,
  ResourcePolicyWithinEnvironment,
  ImageBuilderDistributionNotPublic,
  FirehoseStreamEncrypted,
  KinesisStreamEncrypted,
  KmsKeyAdministrationApart,
  KmsKeyAes256,
  KmsKeyDeletionDelayed,
  KmsKeyPolicyNotPublic,
  KmsKeyRotated,
  LambdaEnvironmentNoSecrets,
  LambdaPermissionNotPublic,
  LambdaPermissionWithinEnvironment,
  LambdaUrlSignedIn,
  LogDestinationPolicyNotPublic,
  LogGroupEncrypted,
  LogGroupRetained,
  LogSubscriptionInsideEea,
  NeptuneClusterDeletionProtected,
  NeptuneClusterEncrypted,
  NetworkFirewallLogged,
  NetworkFirewallPolicyStrictDrop,
  NetworkFirewallPolicyThreatSignatures,
  NetworkFirewallProtected,
  NetworkFirewallRuleGroupEgressAllowListed,
  NetworkFirewallZones,
  OpenSearchDomainEncrypted,
  OpenSearchDomainInVpc,
  OpenSearchDomainTlsOnly,
  OrganizationsRegionPolicyDeniesOthers,
  RamShareWithinEnvironment,
  RdsAuditLogged,
  RdsBackupReplicaInsideEea,
  RdsBackupRetained,
  RdsClusterScalesByLoad,
  RdsCopiesTags,
  RdsDeletionProtected,
  RdsFinalSnapshot,
  RdsForcesTls,
  RdsGlobalClusterRunbooks,
  RdsGlobalClusterSecondRegion,
  RdsIamSignIn,
  RdsManagedPassword,
  RdsMinorUpgrades,
  RdsMultiZone,
  RdsNotPublic,
  RdsPerformanceInsightsEncrypted,
  RdsProxyTlsOnly,
  RdsSecurityGroupFromGroupsOnly,
  RdsStorageEncrypted,
  RdsSubnetGroupIsolated,
  RdsSubnetGroupZones,
  RedshiftClusterEncrypted,
  RedshiftClusterNotPublic,
  RedshiftForcesTls,
  Route53RecordFailsOver,
  S3AccessPointPolicyNotPublic,
  S3BucketAccessLogged,
  S3BucketEncrypted,
  S3BucketKeyReused,
  S3BucketLifeEnds,
  S3BucketOwnerEnforced,
  S3BucketPolicyNotPublic,
  S3BucketPublicAccessBlocked,
  S3BucketReplicationInsideEea,
  S3BucketReplicationWithinEnvironment,
  S3BucketTlsOnly,
  S3BucketVersioned,
  SecretEncrypted,
  SecretNotLiteral,
  SecretPolicyNotPublic,
  SecretReplicaInsideEea,
  SecretRotated,
  SnsTopicEncrypted,
  SnsTopicPolicyNotPublic,
  SnsTopicTlsOnly,
  SqsQueueEncrypted,
  SqsQueuePolicyNotPublic,
  SqsQueueTlsOnly,
  SsmParameterNoSecrets,
  SsmSessionsEncrypted,
  SsmSessionsEnd,
  SsmSessionsRecorded,
  StepFunctionsGrantEnds,
  WafLogRedacted,
  WafWebAclBlocksCommonAttacks,
  WafWebAclLogged,
  WafWebAclRateLimited,
];
