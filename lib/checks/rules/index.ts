// Generated from the folder by `npm run generate`. Do not edit.
import type { Rule } from '../rule';
import { AcmCertificateDnsValidated } from './acm/acm-certificate-dns-validated';
import { AcmCertificateExpiryAlarmed } from './acm/acm-certificate-expiry-alarmed';
import { ApiGatewayStageGuardedByWaf } from './apigateway/api-gateway-stage-guarded-by-waf';
import { AppSyncApiGuardedByWaf } from './appsync/app-sync-api-guarded-by-waf';
import { BackupPlanCopyInsideEea } from './backup/backup-plan-copy-inside-eea';
import { BackupVaultEncrypted } from './backup/backup-vault-encrypted';
import { BackupVaultPolicyNotPublic } from './backup/backup-vault-policy-not-public';
import { CloudFrontDistributionGuardedByWaf } from './cloudfront/cloud-front-distribution-guarded-by-waf';
import { CloudFrontDistributionTls12 } from './cloudfront/cloud-front-distribution-tls12';
import { CloudWatchAlarmActs } from './cloudwatch/cloud-watch-alarm-acts';
import { CognitoUserPoolGuardedByWaf } from './cognito/cognito-user-pool-guarded-by-waf';
import { DynamoDbReplicasInsideEea } from './dynamodb/dynamo-db-replicas-inside-eea';
import { DynamoDbTableDeletionProtected } from './dynamodb/dynamo-db-table-deletion-protected';
import { DynamoDbTableEncrypted } from './dynamodb/dynamo-db-table-encrypted';
import { DynamoDbTableRecoverable } from './dynamodb/dynamo-db-table-recoverable';
import { Ec2DefaultSecurityGroupClosed } from './ec2/ec2-default-security-group-closed';
import { Ec2InstanceMetadataV2 } from './ec2/ec2-instance-metadata-v2';
import { Ec2InstanceNoKeyPair } from './ec2/ec2-instance-no-key-pair';
import { Ec2InstanceNoPublicAddress } from './ec2/ec2-instance-no-public-address';
import { Ec2InternetGatewayInboundThroughFirewall } from './ec2/ec2-internet-gateway-inbound-through-firewall';
import { Ec2LaunchTemplateNewestImage } from './ec2/ec2-launch-template-newest-image';
import { Ec2NatGatewayPerZone } from './ec2/ec2-nat-gateway-per-zone';
import { Ec2NetworkAclFencesData } from './ec2/ec2-network-acl-fences-data';
import { Ec2RouteOutboundThroughFirewall } from './ec2/ec2-route-outbound-through-firewall';
import { Ec2SecurityGroupClosedToInternet } from './ec2/ec2-security-group-closed-to-internet';
import { Ec2SecurityGroupNoShellFromAnywhere } from './ec2/ec2-security-group-no-shell-from-anywhere';
import { Ec2SnapshotPublicSharingBlocked } from './ec2/ec2-snapshot-public-sharing-blocked';
import { Ec2SubnetNoPublicAddress } from './ec2/ec2-subnet-no-public-address';
import { Ec2VolumeEncrypted } from './ec2/ec2-volume-encrypted';
import { Ec2VpcEndpointOrganisationOnly } from './ec2/ec2-vpc-endpoint-organisation-only';
import { Ec2VpcFlowLogged } from './ec2/ec2-vpc-flow-logged';
import { Ec2VpcPublicAccessBlocked } from './ec2/ec2-vpc-public-access-blocked';
import { Ec2VpcPublicAccessExclusionNarrow } from './ec2/ec2-vpc-public-access-exclusion-narrow';
import { Ec2VpcResolverQueriesLogged } from './ec2/ec2-vpc-resolver-queries-logged';
import { EcrReplicationInsideEea } from './ecr/ecr-replication-inside-eea';
import { EcrRepositoryEncrypted } from './ecr/ecr-repository-encrypted';
import { EcrRepositoryPolicyNotPublic } from './ecr/ecr-repository-policy-not-public';
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
import { KmsKeyAdministrationApart } from './kms/kms-key-administration-apart';
import { KmsKeyAes256 } from './kms/kms-key-aes256';
import { KmsKeyDeletionDelayed } from './kms/kms-key-deletion-delayed';
import { KmsKeyPolicyNotPublic } from './kms/kms-key-policy-not-public';
import { KmsKeyRotated } from './kms/kms-key-rotated';
import { LambdaPermissionNotPublic } from './lambda/lambda-permission-not-public';
import { LambdaUrlSignedIn } from './lambda/lambda-url-signed-in';
import { LogDestinationPolicyNotPublic } from './logs/log-destination-policy-not-public';
import { LogGroupEncrypted } from './logs/log-group-encrypted';
import { LogGroupRetained } from './logs/log-group-retained';
import { LogSubscriptionInsideEea } from './logs/log-subscription-inside-eea';
import { NetworkFirewallLogged } from './networkfirewall/network-firewall-logged';
import { NetworkFirewallPolicyStrictDrop } from './networkfirewall/network-firewall-policy-strict-drop';
import { NetworkFirewallPolicyThreatSignatures } from './networkfirewall/network-firewall-policy-threat-signatures';
import { NetworkFirewallProtected } from './networkfirewall/network-firewall-protected';
import { NetworkFirewallRuleGroupEgressAllowListed } from './networkfirewall/network-firewall-rule-group-egress-allow-listed';
import { NetworkFirewallZones } from './networkfirewall/network-firewall-zones';
import { RdsAuditLogged } from './rds/rds-audit-logged';
import { RdsBackupReplicaInsideEea } from './rds/rds-backup-replica-inside-eea';
import { RdsBackupRetained } from './rds/rds-backup-retained';
import { RdsCopiesTags } from './rds/rds-copies-tags';
import { RdsDeletionProtected } from './rds/rds-deletion-protected';
import { RdsFinalSnapshot } from './rds/rds-final-snapshot';
import { RdsForcesTls } from './rds/rds-forces-tls';
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
import { S3AccessPointPolicyNotPublic } from './s3/s3-access-point-policy-not-public';
import { S3BucketAccessLogged } from './s3/s3-bucket-access-logged';
import { S3BucketEncrypted } from './s3/s3-bucket-encrypted';
import { S3BucketKeyReused } from './s3/s3-bucket-key-reused';
import { S3BucketLifeEnds } from './s3/s3-bucket-life-ends';
import { S3BucketOwnerEnforced } from './s3/s3-bucket-owner-enforced';
import { S3BucketPolicyNotPublic } from './s3/s3-bucket-policy-not-public';
import { S3BucketPublicAccessBlocked } from './s3/s3-bucket-public-access-blocked';
import { S3BucketReplicationInsideEea } from './s3/s3-bucket-replication-inside-eea';
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
import { WafLogRedacted } from './wafv2/waf-log-redacted';
import { WafWebAclBlocksCommonAttacks } from './wafv2/waf-web-acl-blocks-common-attacks';
import { WafWebAclLogged } from './wafv2/waf-web-acl-logged';
import { WafWebAclRateLimited } from './wafv2/waf-web-acl-rate-limited';

/** Every rule, by its file's path. */
export const RULES: readonly Rule[] = [
  AcmCertificateDnsValidated,
  AcmCertificateExpiryAlarmed,
  ApiGatewayStageGuardedByWaf,
  AppSyncApiGuardedByWaf,
  BackupPlanCopyInsideEea,
  BackupVaultEncrypted,
  BackupVaultPolicyNotPublic,
  CloudFrontDistributionGuardedByWaf,
  CloudFrontDistributionTls12,
  CloudWatchAlarmActs,
  CognitoUserPoolGuardedByWaf,
  DynamoDbReplicasInsideEea,
  DynamoDbTableDeletionProtected,
  DynamoDbTableEncrypted,
  DynamoDbTableRecoverable,
  Ec2DefaultSecurityGroupClosed,
  Ec2InstanceMetadataV2,
  Ec2InstanceNoKeyPair,
  Ec2InstanceNoPublicAddress,
  Ec2InternetGatewayInboundThroughFirewall,
  Ec2LaunchTemplateNewestImage,
  Ec2NatGatewayPerZone,
  Ec2NetworkAclFencesData,
  Ec2RouteOutboundThroughFirewall,
  Ec2SecurityGroupClosedToInternet,
  Ec2SecurityGroupNoShellFromAnywhere,
  Ec2SnapshotPublicSharingBlocked,
  Ec2SubnetNoPublicAddress,
  Ec2VolumeEncrypted,
  Ec2VpcEndpointOrganisationOnly,
  Ec2VpcFlowLogged,
  Ec2VpcPublicAccessBlocked,
  Ec2VpcPublicAccessExclusionNarrow,
  Ec2VpcResolverQueriesLogged,
  EcrReplicationInsideEea,
  EcrRepositoryEncrypted,
  EcrRepositoryPolicyNotPublic,
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
  KmsKeyAdministrationApart,
  KmsKeyAes256,
  KmsKeyDeletionDelayed,
  KmsKeyPolicyNotPublic,
  KmsKeyRotated,
  LambdaPermissionNotPublic,
  LambdaUrlSignedIn,
  LogDestinationPolicyNotPublic,
  LogGroupEncrypted,
  LogGroupRetained,
  LogSubscriptionInsideEea,
  NetworkFirewallLogged,
  NetworkFirewallPolicyStrictDrop,
  NetworkFirewallPolicyThreatSignatures,
  NetworkFirewallProtected,
  NetworkFirewallRuleGroupEgressAllowListed,
  NetworkFirewallZones,
  RdsAuditLogged,
  RdsBackupReplicaInsideEea,
  RdsBackupRetained,
  RdsCopiesTags,
  RdsDeletionProtected,
  RdsFinalSnapshot,
  RdsForcesTls,
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
  S3AccessPointPolicyNotPublic,
  S3BucketAccessLogged,
  S3BucketEncrypted,
  S3BucketKeyReused,
  S3BucketLifeEnds,
  S3BucketOwnerEnforced,
  S3BucketPolicyNotPublic,
  S3BucketPublicAccessBlocked,
  S3BucketReplicationInsideEea,
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
  WafLogRedacted,
  WafWebAclBlocksCommonAttacks,
  WafWebAclLogged,
  WafWebAclRateLimited,
];
