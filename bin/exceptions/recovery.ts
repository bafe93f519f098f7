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
    reason: 'A member is backed up with its cluster, which the plans of the recovery region select by its tag.',
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
];

/** What the function that rotates the master user's secret accepts. */
const ROTATION: readonly Acceptance[] = [
  {
    findings: [wildcard('*')],
    resources: ['Production/Data/MasterSecretRotation/Function/Policy/Resource'],
    reason: 'The two actions of AWS X-Ray take no resource; every other statement of the policy names its own.',
    owner: 'platform',
    until: '2027-11-30',
  },
  {
    findings: ['cfn-lint::W3005'],
    resources: ['Production/Data/GlobalDatabase/Resource', 'Production/Data/MasterSecretRotation/Function/Resource/Resource', 'Production/Data/MasterSecretRotation/Resource'],
    reason: 'What must be there first is said twice, by reference and by name; the second says it where a reference does not.',
    owner: 'platform',
    until: '2027-11-30',
  },
  {
    findings: ['checkov::CKV_AWS_173'],
    resources: ['Production/Data/MasterSecretRotation/Function/Resource/Resource'],
    reason: 'Its one variable is the id of the database, no secret.',
    owner: 'platform',
    until: '2027-11-30',
  },
  {
    findings: ['guard::sqs_dlq_check'],
    resources: ['Production/Data/MasterSecretRotation/Function/DeadLetters/Resource'],
    reason: 'It is the dead-letter queue of the rotation; errors of the rotation raise an alarm.',
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
export const recoveryExceptions = (estate: EstateProps, atHome: readonly Acceptance[]): Acceptance[] => [...onTwins(atHome), ...own(estate), ...ROTATION];
