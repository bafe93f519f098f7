/** Names of actions of one service. */
function of(service: string, names: string): string[] {
  return names.trim().split(/\s+/).map((name) => `${service}:${name}`);
}

export const METRICS = of('cloudwatch', 'DescribeAlarmHistory DescribeAlarms GetDashboard GetMetricData GetMetricStatistics ListDashboards ListMetrics');

/**
 * Written out, so that nothing that a service adds later is allowed unseen. Left out on purpose: what returns content
 * (`s3:ListBucket` names files, `ec2:DescribeInstanceAttribute` and `GetConsoleOutput` show scripts and screens,
 * `lambda:GetFunction` hands out code, `ssm:GetParameter` and `secretsmanager:GetSecretValue` hand out values).
 */
export const CONFIGURATION = [
  ...of('acm', 'DescribeCertificate ListCertificates'),
  ...of('application-autoscaling', 'DescribeScalableTargets DescribeScalingActivities'),
  ...of('autoscaling', 'DescribeAutoScalingGroups DescribeScalingActivities'),
  ...of('backup', 'DescribeBackupVault DescribeRecoveryPoint ListBackupJobs ListBackupPlans ListBackupVaults ListCopyJobs ListRecoveryPointsByBackupVault ListRestoreJobs'),
  ...of('cloudformation', 'DescribeStackEvents DescribeStackResources DescribeStacks GetTemplate ListStacks'),
  ...of('ec2', `DescribeClientVpnConnections DescribeClientVpnEndpoints DescribeFlowLogs DescribeInstanceStatus DescribeInstances DescribeInternetGateways DescribeNatGateways
    DescribeNetworkAcls DescribeNetworkInterfaces DescribeRouteTables DescribeSecurityGroupRules DescribeSecurityGroups DescribeSubnets DescribeVolumes DescribeVpcEndpoints
    DescribeVpcPeeringConnections DescribeVpcs`),
  ...of('ecr', 'DescribeImageScanFindings DescribeImages DescribeRepositories'),
  ...of('ecs', 'DescribeClusters DescribeServices DescribeTaskDefinition DescribeTasks ListClusters ListServices ListTasks'),
  ...of('elasticloadbalancing', 'DescribeListeners DescribeLoadBalancers DescribeRules DescribeTargetGroups DescribeTargetHealth'),
  ...of('events', 'DescribeRule ListRules ListTargetsByRule'),
  ...of('kms', 'DescribeKey GetKeyPolicy GetKeyRotationStatus ListAliases ListKeys'),
  ...of('lambda', 'GetFunctionConfiguration ListFunctions'),
  ...of('logs', 'DescribeLogGroups'),
  ...of('rds', 'DescribeDBClusterParameters DescribeDBClusters DescribeDBInstances DescribeEvents'),
  ...of('route53', 'ListHostedZones ListResourceRecordSets'),
  ...of('s3', 'GetBucketLogging GetBucketPolicy GetBucketPublicAccessBlock GetBucketVersioning GetEncryptionConfiguration GetLifecycleConfiguration GetReplicationConfiguration ListAllMyBuckets'),
  ...of('secretsmanager', 'DescribeSecret ListSecrets'),
  ...of('sns', 'GetTopicAttributes ListTopics'),
  ...of('sqs', 'GetQueueAttributes ListQueues'),
  ...of('ssm', 'DescribeInstanceInformation DescribeSessions'),
  ...of('states', 'DescribeExecution DescribeStateMachine ListExecutions ListStateMachines'),
  ...of('wafv2', 'GetWebACL ListWebACLs'),
];

/** Reading what is in a log group. */
export const LOG_CONTENT = of('logs', 'FilterLogEvents GetLogEvents StartLiveTail StartQuery');
/** What reading a log group asks for besides. */
export const LOG_QUERIES = of('logs', 'DescribeLogGroups DescribeLogStreams GetQueryResults StopQuery');
export const TRAIL = of('cloudtrail', 'LookupEvents');

export const FINDINGS = [
  ...of('access-analyzer', 'GetFinding ListAnalyzers ListFindings'),
  ...of('config', 'DescribeComplianceByConfigRule DescribeConfigRules GetComplianceDetailsByConfigRule GetResourceConfigHistory'),
  ...of('guardduty', 'GetFindings ListDetectors ListFindings'),
  ...of('inspector2', 'ListCoverage ListFindings'),
  ...of('securityhub', 'GetEnabledStandards GetFindings'),
];

export const IDENTITIES = [
  ...of('iam', `GenerateCredentialReport GenerateServiceLastAccessedDetails GetAccountAuthorizationDetails GetAccountPasswordPolicy GetAccountSummary GetCredentialReport
    GetPolicy GetPolicyVersion GetRole GetRolePolicy GetServiceLastAccessedDetails ListAttachedRolePolicies ListPolicies ListRoles ListUsers`),
  ...of('organizations', 'DescribeOrganization DescribePolicy ListAccounts ListPolicies ListTargetsForPolicy'),
  ...of('sso', 'DescribePermissionSet ListAccountAssignments ListInstances ListPermissionSets'),
];

export const DATABASE_HEALTH = [
  ...of('pi', 'DescribeDimensionKeys GetResourceMetadata GetResourceMetrics ListAvailableResourceMetrics'),
  ...of('rds', 'DescribeDBClusterParameters DescribeDBClusterSnapshots DescribeDBClusters DescribeDBInstances DescribeDBLogFiles DescribeEvents DescribePendingMaintenanceActions'),
];

/** Administration without `PutKeyPolicy` and aliases: what a key is used for and by whom is changed by a deployment that somebody reviewed. */
export const KEY_ADMINISTRATION = of('kms', `CancelKeyDeletion DescribeKey DisableKey EnableKey EnableKeyRotation GetKeyPolicy GetKeyRotationStatus ListGrants
  ListKeyRotations ListResourceTags RevokeGrant RotateKeyOnDemand ScheduleKeyDeletion`);
export const KEY_LISTS = of('kms', 'ListAliases ListKeys');
export const KEY_USE = of('kms', 'CreateGrant Decrypt DeriveSharedSecret Encrypt GenerateDataKey* GenerateMac PutKeyPolicy ReEncrypt* Sign');

export const RESTORE_READS = of('backup', `DescribeBackupVault DescribeRecoveryPoint DescribeRestoreJob GetRecoveryPointRestoreMetadata ListBackupVaults ListProtectedResources
  ListRecoveryPointsByBackupVault ListRecoveryPointsByResource ListRestoreJobs`);

/**
 * Ways to data that customers gave, for a denial. `kms:GenerateDataKey` is not among them: it opens nothing that is
 * stored, and Session Manager asks it of whoever starts an encrypted session.
 */
export const CUSTOMER_DATA = [
  ...of('backup', 'StartCopyJob StartRestoreJob'),
  ...of('dynamodb', 'BatchGetItem ExportTable* GetItem PartiQL* Query Scan'),
  ...of('ebs', 'GetSnapshotBlock'),
  ...of('ec2', 'CreateImage CreateSnapshot* ModifySnapshotAttribute'),
  ...of('ecs', 'ExecuteCommand'),
  ...of('kinesis', 'GetRecords'),
  ...of('kms', 'Decrypt ReEncrypt*'),
  ...of('logs', 'Unmask'),
  ...of('pi', 'GetDimensionKeyDetails'),
  ...of('rds', 'CopyDB*Snapshot DownloadCompleteDBLogFile DownloadDBLogFilePortion ModifyDB*SnapshotAttribute RestoreDB* StartExportTask'),
  ...of('rds-data', '*'),
  ...of('s3', 'GetObject* ListBucket*'),
  ...of('secretsmanager', 'BatchGetSecretValue GetSecretValue'),
  ...of('sqs', 'ReceiveMessage'),
];

/** Ways to more rights than one has. */
export const ESCALATION = of('iam', 'Add* Attach* Create* Deactivate* Delete* Detach* Enable* Put* Remove* Set* Tag* Untag* Update* Upload*');

/** Services with one endpoint for the world: their requests carry us-east-1, wherever they come from. */
export const GLOBAL_SERVICES = ['health:*', 'iam:*', 'organizations:*', 'route53:*', 's3:ListAllMyBuckets', 'sts:*'];
