import type { Resource } from '../../template';
import type { MadeUp, Names } from './names';

/** What `Ref` and `Fn::GetAtt` give for a resource. */
export interface Naming {
  /** What `Ref` gives; a character of its own if not said. */
  readonly ref?: string;
  readonly arn: string;
  readonly attributes: Readonly<Record<string, string>>;
}

type Make = (resource: Resource, names: Names, own: string) => Naming;

/** An ARN of the commercial partition, which is the only one that regions of the European Economic Area are in. */
export function partitioned(...parts: string[]): string {
  return ['arn', 'aws', ...parts].join(':');
}

function regional(service: string, resource: Resource, names: Names, rest: string): string {
  return partitioned(service, names.region(resource), names.account(resource), rest);
}

/** A resource with a name of its own; `Ref` gives the name unless said otherwise. */
function named(service: string, property: string, prefix: string, attribute = 'Arn', ref: 'name' | 'arn' = 'name', made: MadeUp = {}): Make {
  return (resource, names) => {
    const name = names.physical(resource, property, made);
    const arn = regional(service, resource, names, `${prefix}${name}`);
    return { ref: ref === 'arn' ? arn : name, arn, attributes: { [attribute]: arn } };
  };
}

/** A resource that AWS names; `Ref` gives its id unless said otherwise. */
function numbered(service: string, prefix: string, attribute = 'Arn', ref: 'id' | 'arn' = 'id'): Make {
  return (resource, names, own) => {
    const arn = regional(service, resource, names, `${prefix}${own}`);
    return { ref: ref === 'arn' ? arn : own, arn, attributes: { [attribute]: arn } };
  };
}

function identity(property: string, kind: string): Make {
  return (resource, names) => {
    const name = names.physical(resource, property);
    const path = resource.at('Path').present ? names.text(resource.at('Path').raw) : '/';
    const arn = partitioned('iam', '', names.account(resource), `${kind}${path}${name}`);
    return { ref: kind === 'policy' ? arn : name, arn, attributes: { Arn: arn, PolicyArn: arn } };
  };
}

/** ARNs as each service makes them, by type; the one for `''` is for every other type. */
export const ARNS: ReadonlyMap<string, Make> = new Map<string, Make>([
  ['AWS::IAM::Role', identity('RoleName', 'role')],
  ['AWS::IAM::User', identity('UserName', 'user')],
  ['AWS::IAM::Group', identity('GroupName', 'group')],
  ['AWS::IAM::ManagedPolicy', identity('ManagedPolicyName', 'policy')],
  ['AWS::IAM::InstanceProfile', identity('InstanceProfileName', 'instance-profile')],
  ['AWS::IAM::SAMLProvider', (resource, names) => {
    const arn = partitioned('iam', '', names.account(resource), `saml-provider/${names.physical(resource, 'Name')}`);
    return { ref: arn, arn, attributes: { Arn: arn } };
  }],
  ['AWS::IAM::OIDCProvider', (resource, names) => {
    const arn = partitioned('iam', '', names.account(resource), `oidc-provider/${names.text(resource.at('Url').raw).replace(/^https:\/\//, '')}`);
    return { ref: arn, arn, attributes: { Arn: arn } };
  }],
  ['AWS::SSO::PermissionSet', (_resource, _names, own) => {
    const arn = partitioned('sso', '', '', `permissionSet/${own}`);
    return { arn, attributes: { PermissionSetArn: arn } };
  }],
  ['AWS::S3::Bucket', (resource, names) => {
    const name = names.physical(resource, 'BucketName', { lower: true });
    const arn = partitioned('s3', '', '', name);
    return { ref: name, arn, attributes: { Arn: arn } };
  }],
  ['AWS::KMS::Key', numbered('kms', 'key/')],
  ['AWS::KMS::ReplicaKey', numbered('kms', 'key/')],
  ['AWS::KMS::Alias', named('kms', 'AliasName', '')],
  ['AWS::SQS::Queue', (resource, names) => {
    const name = names.physical(resource, 'QueueName');
    const arn = regional('sqs', resource, names, name);
    return { ref: `https://sqs.${names.region(resource)}.amazonaws.com/${names.account(resource)}/${name}`, arn, attributes: { Arn: arn, QueueName: name } };
  }],
  ['AWS::SNS::Topic', (resource, names) => {
    const name = names.physical(resource, 'TopicName');
    const arn = regional('sns', resource, names, name);
    return { ref: arn, arn, attributes: { TopicArn: arn, TopicName: name } };
  }],
  ['AWS::SecretsManager::Secret', (resource, names, own) => {
    const name = resource.at('Name').present ? `${names.text(resource.at('Name').raw)}-${own}` : own;
    const arn = regional('secretsmanager', resource, names, `secret:${name}`);
    return { ref: arn, arn, attributes: { Id: arn } };
  }],
  ['AWS::DynamoDB::Table', named('dynamodb', 'TableName', 'table/')],
  ['AWS::DynamoDB::GlobalTable', named('dynamodb', 'TableName', 'table/')],
  ['AWS::Lambda::Function', named('lambda', 'FunctionName', 'function:')],
  ['AWS::Logs::LogGroup', (resource, names) => {
    const name = names.physical(resource, 'LogGroupName');
    const arn = regional('logs', resource, names, `log-group:${name}:*`);
    return { ref: name, arn, attributes: { Arn: arn } };
  }],
  ['AWS::Logs::Destination', named('logs', 'DestinationName', 'destination:')],
  ['AWS::ECR::Repository', named('ecr', 'RepositoryName', 'repository/', 'Arn', 'name', { lower: true })],
  ['AWS::Backup::BackupVault', named('backup', 'BackupVaultName', 'backup-vault:', 'BackupVaultArn')],
  ['AWS::Backup::LogicallyAirGappedBackupVault', named('backup', 'BackupVaultName', 'backup-vault:', 'BackupVaultArn')],
  ['AWS::EFS::FileSystem', numbered('elasticfilesystem', 'file-system/')],
  ['AWS::RDS::DBCluster', named('rds', 'DBClusterIdentifier', 'cluster:', 'DBClusterArn', 'name', { lower: true })],
  ['AWS::RDS::DBInstance', named('rds', 'DBInstanceIdentifier', 'db:', 'DBInstanceArn', 'name', { lower: true })],
  ['AWS::Events::EventBus', named('events', 'Name', 'event-bus/')],
  ['AWS::StepFunctions::StateMachine', named('states', 'StateMachineName', 'stateMachine:', 'Arn', 'arn')],
  ['AWS::Kinesis::Stream', named('kinesis', 'Name', 'stream/')],
  ['AWS::OpenSearchService::Domain', named('es', 'DomainName', 'domain/', 'Arn', 'name', { lower: true, longest: 28 })],
  ['AWS::S3::AccessPoint', named('s3', 'Name', 'accesspoint/', 'Arn', 'name', { lower: true, longest: 50 })],
  ['AWS::EC2::VPCEndpoint', numbered('ec2', 'vpc-endpoint/')],
  ['AWS::EC2::VPC', numbered('ec2', 'vpc/')],
  ['', (resource, names, own) => {
    const service = resource.type.split('::')[1]?.toLowerCase() ?? '';
    return { arn: regional(service, resource, names, own), attributes: { Arn: regional(service, resource, names, own) } };
  }],
]);
