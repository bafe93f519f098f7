import type { EstateProps } from '../../lib/estate-props';
import { ACCOUNTS, type Acceptance, ENVIRONMENTS, frameworks, FULL_SIZE, inEach } from './acceptance';

const CHEAP = ['Development', 'Test'];
const FENCE_ENTRIES = ['Resource', 'Application1Port5433In/Resource', 'Application1AnswersOut/Resource', 'Application2Port5433In/Resource', 'Application2AnswersOut/Resource'];

const LOG_BUCKETS = [...inEach(ACCOUNTS, 'Baseline/Logs/Resource'), 'Production/RecoveryBaseline/Logs/Resource', 'Security/RecoveryBaseline/Logs/Resource', 'Security/BackupBaseline/Logs/Resource'];
const CONTENT_BUCKETS = [...inEach(ENVIRONMENTS, 'Data/Content/Resource'), 'Production/Recovery/Content/Resource'];

const ANYWHERE: readonly Acceptance[] = [
  {
    findings: ['AwsSolutions::AwsSolutions-S1', ...frameworks('S3BucketLoggingEnabled'), 'checkov::CKV_AWS_18', 'guard::s3_bucket_logging_enabled_check'],
    resources: LOG_BUCKETS,
    reason: 'It receives the access logs of all other buckets; logging its own deliveries would log without end.',
    owner: 'platform',
    until: '2027-11-30',
  },
  {
    findings: ['Dtap::Dtap-S3BucketEncrypted', ...frameworks('S3DefaultEncryptionKMS'), 'guard::s3_bucket_default_encryption_kms_check'],
    resources: LOG_BUCKETS,
    reason: 'Server access logs and load balancer logs are delivered only to buckets under S3-managed keys (AES-256).',
    owner: 'platform',
    until: '2027-11-30',
  },
  {
    findings: [...frameworks('S3BucketReplicationEnabled'), 'guard::s3_bucket_object_lock_enabled_check'],
    resources: LOG_BUCKETS,
    reason: 'Delivery logs are kept in versions in three zones; what an audit needs is recorded in log groups besides.',
    owner: 'platform',
    until: '2027-11-30',
  },
  {
    findings: frameworks('S3BucketReplicationEnabled'),
    resources: [...inEach(['Development', 'Test', 'Acceptance'], 'Data/Content/Resource'), 'Production/Recovery/Content/Resource'],
    reason: 'Only files of production are replicated to the recovery region; this is either another environment or the replica.',
    owner: 'platform',
    until: '2027-11-30',
  },
  {
    findings: ['AwsSolutions::AwsSolutions-VPC3'],
    resources: [
      ...FENCE_ENTRIES.flatMap((entry) => inEach(ENVIRONMENTS, `Network/Network/DataTierFence/Resource/${entry}`)),
      ...['Application3Port5433In/Resource', 'Application3AnswersOut/Resource'].flatMap((entry) => inEach(FULL_SIZE, `Network/Network/DataTierFence/Resource/${entry}`)),
    ],
    reason: 'The rule prefers security groups alone; the data tier is fenced by both, as control NET5 asks.',
    owner: 'platform',
    until: '2027-11-30',
  },
  {
    findings: frameworks('VPCNoUnrestrictedRouteToIGW'),
    resources: [
      ...[1, 2].flatMap((zone) => inEach(CHEAP, `Network/Network/Vpc/EdgeSubnet${zone}/DefaultRoute`)),
      ...[1, 2, 3].flatMap((zone) => inEach(FULL_SIZE, `Network/Network/FirewallSubnet${zone}/DefaultRoute`)),
    ],
    reason: 'It is the one way out of the network; only the firewall, or in small environments the load balancer and NAT gateway, stand in these subnets.',
    owner: 'platform',
    until: '2027-11-30',
  },
  {
    findings: frameworks('RDSInBackupPlan').filter((finding) => !finding.startsWith('PCI')),
    resources: [...inEach(ENVIRONMENTS, 'Data/Database/Resource/Writer/Resource'), ...inEach(FULL_SIZE, 'Data/Database/Resource/Reader1/Resource')],
    reason: 'Aurora backs up the cluster, never its members; it keeps continuous backups of its own for the configured days.',
    owner: 'platform',
    until: '2027-05-31',
  },
  {
    findings: frameworks('ELBv2ACMCertificateRequired'),
    resources: inEach(ENVIRONMENTS, 'Service/Edge/Resource/Redirect/Resource'),
    reason: 'The listener on port 80 answers with a redirect to HTTPS only, as control EDG3 asks; it has nothing to encrypt.',
    owner: 'platform',
    until: '2027-11-30',
  },
  {
    findings: ['AwsSolutions::AwsSolutions-EC23', 'checkov::CKV_AWS_260'],
    resources: inEach(ENVIRONMENTS, 'Service/Edge/SecurityGroup/Resource'),
    reason: 'The load balancer is the public way in: ports 443 and 80 stand open to the Internet behind the web firewall.',
    owner: 'platform',
    until: '2027-11-30',
  },
  {
    findings: ['AwsSolutions::AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole]'],
    resources: inEach(ENVIRONMENTS, 'Data/Database/MonitoringRole/Resource'),
    reason: 'RDS documents this managed policy for the role: it may write to the log group RDSOSMetrics and nothing else.',
    owner: 'platform',
    until: '2027-11-30',
  },
  {
    findings: ['AwsSolutions::AwsSolutions-ECS2'],
    resources: inEach(ENVIRONMENTS, 'Service/Service/Task/Resource'),
    reason: 'The variables name host, port, database and bucket; names and values that look like secrets are refused.',
    owner: 'platform',
    until: '2027-11-30',
  },
  {
    findings: ['AwsSolutions::AwsSolutions-IAM5[Resource::*]'],
    resources: inEach(ENVIRONMENTS, 'Service/Service/ExecutionPolicy/Resource'),
    reason: 'ecr:GetAuthorizationToken takes no resource; every other statement of the policy names its own.',
    owner: 'platform',
    until: '2027-11-30',
  },
  {
    findings: ['guard::s3_bucket_object_lock_enabled_check'],
    resources: CONTENT_BUCKETS,
    reason: 'The service changes and deletes its files in the course of business; versions keep what was there before.',
    owner: 'platform',
    until: '2027-11-30',
  },
  {
    findings: ['guard::s3_event_notifications_enabled_check'],
    resources: CONTENT_BUCKETS,
    reason: 'Nothing waits for the events of this bucket; who touched an object is on record in its access log.',
    owner: 'platform',
    until: '2027-11-30',
  },
  {
    findings: ['guard::s3_event_notifications_enabled_check'],
    resources: LOG_BUCKETS,
    reason: 'Nothing waits for the events of this bucket: only the delivery services of AWS write to it, and people read it.',
    owner: 'platform',
    until: '2027-11-30',
  },
  {
    findings: ['guard::cloudwatch_log_group_retention_period_check'],
    resources: LOG_BUCKETS.map((bucket) => bucket.replace('Logs', 'Account/DatabaseMetrics')),
    reason: 'It holds readings of processor and memory of databases every few seconds, no log; a month of them is enough.',
    owner: 'platform',
    until: '2027-11-30',
  },
  {
    findings: ['guard::rds_cluster_logging_enabled_check'],
    resources: inEach(ENVIRONMENTS, 'Data/Database/Resource/Resource'),
    reason: 'All logs are exported, failed sign-ins by IAM included, which the list of the rule does not know yet.',
    owner: 'platform',
    until: '2027-05-31',
  },
  {
    findings: ['guard::ecs_container_insights_enabled_check'],
    resources: inEach(ENVIRONMENTS, 'Service/Service/Cluster/Resource'),
    reason: "Container Insights are on with enhanced observability ('enhanced'), which is more than the rule's 'enabled'.",
    owner: 'platform',
    until: '2027-05-31',
  },
  {
    findings: ['guard::lambda_inside_vpc_check', 'checkov::CKV_AWS_115', 'checkov::CKV_AWS_116', 'checkov::CKV_AWS_117', 'cfn-lint::W3005'],
    resources: [...['Network', 'Access'].flatMap((stack) => inEach(ENVIRONMENTS, stack)), 'Backup/AcceptanceRehearsal', 'Backup/ProductionRehearsal']
      .map((stack) => `${stack}/Custom::VpcRestrictDefaultSGCustomResourceProvider/Handler`),
    reason: "The CDK's own function that closes the default security group: it runs during deployments only, calls EC2 alone, and an error stops the deployment.",
    owner: 'platform',
    until: '2027-11-30',
  },
];

/** Findings whose ids name something of the configuration. */
const byName = ({ organization, environments, regions, sharedAccounts }: EstateProps): Acceptance[] => [
  ...ENVIRONMENTS.map((stage) => ({
    findings: [`AwsSolutions::AwsSolutions-IAM5[Resource::{"Fn::GetStackOutput":{"StackName":"${stage}-Data","Region":"${regions.primary}","OutputName":"PublishOutputFnGetAttContent88381566Arn9C8D2448"}}/*]`],
    resources: [`${stage}/Service/Service/TaskPolicy/Resource`],
    reason: 'The service reads and writes any file of its own bucket; the bucket is named, its objects are not known ahead.',
    owner: 'platform',
    until: '2027-11-30',
  })),
  {
    findings: [
      'AwsSolutions::AwsSolutions-IAM5[Resource::<Content88381566.Arn>/*]',
      `AwsSolutions::AwsSolutions-IAM5[Resource::arn:aws:s3:::${organization.name}-production-content-${environments.production.account}-${regions.recovery}/*]`,
    ],
    resources: ['Production/Data/Content/ReplicationPolicy/Resource'],
    reason: 'Replication copies every object of the one bucket to the one replica; both buckets are named.',
    owner: 'platform',
    until: '2027-11-30',
  },
  {
    findings: [`AwsSolutions::AwsSolutions-IAM5[Resource::arn:aws:ecr:${regions.primary}:${sharedAccounts.release}:repository/ecr-public/*]`],
    resources: ['Release/Images/PublicImages/Policy/Resource'],
    reason: 'Repositories for cached images are made on their first pull, below this one prefix; their names are not known ahead.',
    owner: 'platform',
    until: '2027-11-30',
  },
];

/** The baseline of the identity account, where an estate has one, accepts what that of the release account does. */
const identityBaseline = ({ identity }: EstateProps, acceptances: readonly Acceptance[]): Acceptance[] => identity.identityAccount === undefined ? [] : acceptances.flatMap((acceptance) => {
  const resources = acceptance.resources.filter((path) => path.startsWith('Release/Baseline/')).map((path) => path.replace('Release/', 'Identity/'));
  return resources.length > 0 ? [{ ...acceptance, resources }] : [];
});

/** What network, stores, service and accounts accept. */
export const platformExceptions = (estate: EstateProps): Acceptance[] => {
  const everywhere = [...ANYWHERE, ...byName(estate)];
  return [...everywhere, ...identityBaseline(estate, everywhere)];
};
