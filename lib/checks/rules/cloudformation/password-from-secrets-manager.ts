import { compliant, NOT_APPLICABLE, open, type Rule, violation } from '../../rule';

/** Where each type takes a password. */
const PASSWORDS: Readonly<Record<string, readonly string[]>> = {
  'AWS::Cognito::UserPoolIdentityProvider': ['ProviderDetails', 'client_secret'],
  'AWS::DMS::Endpoint': ['Password'],
  'AWS::DirectoryService::MicrosoftAD': ['Password'],
  'AWS::DocDB::DBCluster': ['MasterUserPassword'],
  'AWS::ElastiCache::ReplicationGroup': ['AuthToken'],
  'AWS::FSx::FileSystem': ['WindowsConfiguration', 'SelfManagedActiveDirectoryConfiguration', 'Password'],
  'AWS::IAM::User': ['LoginProfile', 'Password'],
  'AWS::OpenSearchService::Domain': ['AdvancedSecurityOptions', 'MasterUserOptions', 'MasterUserPassword'],
  'AWS::Redshift::Cluster': ['MasterUserPassword'],
  'AWS::RedshiftServerless::Namespace': ['AdminUserPassword'],
};

export const PasswordFromSecretsManager: Rule = {
  id: 'PasswordFromSecretsManager',
  title: 'A password in a template is a reference to Secrets Manager.',
  why: 'A password in a template or parameter is read by everybody who may read the stack, and never changes.',
  mend: 'Write {{resolve:secretsmanager:…}}, or let the service manage the password.',
  controls: ['SEC1', 'SEC2'],
  references: ['https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html'],
  types: Object.keys(PASSWORDS),
  check: (resource) => {
    const password = resource.at(...PASSWORDS[resource.type]);
    return password.absent ? NOT_APPLICABLE
      : password.text?.includes('{{resolve:secretsmanager:') ? compliant(password)
        : password.open?.startsWith('parameter ') || password.open === undefined || password.text?.includes('{{resolve:')
          ? violation('the password does not come from Secrets Manager', password) : open(password);
  },
};
