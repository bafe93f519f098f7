import type { EstateProps } from '../../lib/estate-props';
import { type Acceptance, frameworks, wildcard } from './acceptance';

/** Stacks of the recovery region that are made as those of the primary region are. */
const TWINS = { 'Production/Access/': 'Production/RecoveryAccess/', 'Production/Network/': 'Production/RecoveryNetwork/', 'Production/Service/': 'Production/RecoveryService/' };

/** What only the primary region has need of: grants keep their record there, in a table that no network asks. */
const AT_HOME_ONLY = ['Dtap::Dtap-Ec2VpcServicesPrivate'];

/** What the recovery region accepts on the twins of resources of the primary region, for the same reasons. */
function onTwins(acceptances: readonly Acceptance[]): Acceptance[] {
  return acceptances.filter(({ findings }) => !findings.some((finding) => finding.includes('Fn::GetStackOutput') || AT_HOME_ONLY.includes(finding))).flatMap((acceptance) => {
    const resources = Object.entries(TWINS).flatMap(([stack, twin]) => acceptance.resources.filter((path) => path.startsWith(stack)).map((path) => path.replace(stack, twin)));
    return resources.length > 0 ? [{ ...acceptance, resources }] : [];
  });
}

/** What only the recovery region, and the secret that it shares, accept. */
const own = ({ regions }: EstateProps): Acceptance[] => [
  {
    findings: [wildcard(`{"Fn::GetStackOutput":{"StackName":"Production-Recovery","Region":"${regions.recovery}","OutputName":"PublishOutputFnGetAttContent88381566Arn9C8D2448"}}/*`)],
    resources: ['Production/RecoveryService/Service/TaskPolicy/Resource'],
    reason: 'The service reads and writes any file of its own bucket; the bucket is named, its objects are not known ahead.',
    owner: 'platform',
    until: '2027-11-30',
  },
  {
    findings: frameworks('RDSInBackupPlan').filter((finding) => !finding.startsWith('PCI')),
    resources: ['Production/RecoveryData/Database/Resource/Member1/Resource', 'Production/RecoveryData/Database/Resource/Member2/Resource'],
    reason: 'They follow the primary cluster, which the plans back up; Aurora keeps continuous backups of this copy besides.',
    owner: 'platform',
    until: '2027-05-31',
  },
  {
    findings: ['AwsSolutions::AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole]'],
    resources: ['Production/RecoveryData/Database/MonitoringRole/Resource'],
    reason: 'RDS documents this managed policy for the role: it may write to the log group RDSOSMetrics and nothing else.',
    owner: 'platform',
    until: '2027-11-30',
  },
  {
    findings: ['guard::rds_cluster_logging_enabled_check'],
    resources: ['Production/RecoveryData/Database/Resource/Resource'],
    reason: 'All logs are exported, failed sign-ins by IAM included, which the list of the rule does not know yet.',
    owner: 'platform',
    until: '2027-05-31',
  },
  {
    findings: ['Dtap::Dtap-StoreBackedUp'],
    resources: ['Production/RecoveryAccess/SessionRecords/Resource'],
    reason: 'No plan stands in the recovery region; sessions are held there while home is gone, and each is in a log group besides.',
    owner: 'platform',
    until: '2027-05-31',
  },
  {
    findings: [wildcard('*')],
    resources: ['Production/Data/MasterSecretRotation/Function/Policy/Resource'],
    reason: 'The two actions of AWS X-Ray take no resource; every other statement of the policy names its own.',
    owner: 'platform',
    until: '2027-11-30',
  },
  {
    findings: [...frameworks('LambdaInsideVPC'), 'guard::lambda_inside_vpc_check', 'checkov::CKV_AWS_117'],
    resources: ['Production/Data/MasterSecretRotation/Function/Resource/Resource'],
    reason: 'It changes the password through the interfaces of RDS and Secrets Manager, and signs in nowhere: in the network it would only be nearer to the data.',
    owner: 'platform',
    until: '2027-11-30',
  },
];

/** What the recovery region accepts, beside what the accounts accept in every region. */
export const recoveryExceptions = (estate: EstateProps, atHome: readonly Acceptance[]): Acceptance[] => [...onTwins(atHome), ...own(estate)];
