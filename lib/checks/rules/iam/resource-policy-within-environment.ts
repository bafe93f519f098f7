import { accountOf, accountWithin, NOT_APPLICABLE, open, type Rule, withinEnvironment } from '../../rule';

/** Where each type keeps its policy. */
const POLICIES: Readonly<Record<string, readonly string[]>> = {
  'AWS::Backup::BackupVault': ['AccessPolicy'],
  'AWS::Backup::LogicallyAirGappedBackupVault': ['AccessPolicy'],
  'AWS::DynamoDB::Table': ['ResourcePolicy', 'PolicyDocument'],
  'AWS::ECR::RegistryPolicy': ['PolicyText'],
  'AWS::ECR::Repository': ['RepositoryPolicyText'],
  'AWS::EFS::FileSystem': ['FileSystemPolicy'],
  'AWS::Events::EventBusPolicy': [],
  'AWS::KMS::Key': ['KeyPolicy'],
  'AWS::KMS::ReplicaKey': ['KeyPolicy'],
  'AWS::Kinesis::ResourcePolicy': ['ResourcePolicy'],
  'AWS::Logs::Destination': ['DestinationPolicy'],
  'AWS::Logs::ResourcePolicy': ['PolicyDocument'],
  'AWS::OpenSearchService::Domain': ['AccessPolicies'],
  'AWS::S3::AccessPoint': ['Policy'],
  'AWS::S3::BucketPolicy': ['PolicyDocument'],
  'AWS::SNS::TopicPolicy': ['PolicyDocument'],
  'AWS::SQS::QueuePolicy': ['PolicyDocument'],
  'AWS::SSM::ResourcePolicy': ['Policy'],
  'AWS::SecretsManager::ResourcePolicy': ['ResourcePolicy'],
};

export const ResourcePolicyWithinEnvironment: Rule = {
  id: 'ResourcePolicyWithinEnvironment',
  title: "A resource's policy names no account of another environment.",
  why: 'Whoever a policy names from outside can reach in: development could read production.',
  mend: 'Name principals of the same environment, or of the release, backup, security or management account.',
  controls: ['SEP3'],
  references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies-cross-account-resource-access.html'],
  types: Object.keys(POLICIES),
  check: (resource) => {
    // The old form of a policy of a bus of events is no document: it names an account.
    const principal = resource.at('Principal');
    const account = accountOf({ kind: 'AWS', value: principal });
    return resource.type !== 'AWS::Events::EventBusPolicy' || principal.absent || resource.at('Statement').present ? withinEnvironment(resource.at(...POLICIES[resource.type]), resource)
      : account === undefined ? (principal.open !== undefined ? open(principal) : NOT_APPLICABLE) : accountWithin(account, principal, resource);
  },
};
