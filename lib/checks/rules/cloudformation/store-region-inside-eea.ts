import { compliant, isInsideEea, type Rule, unknown, violation } from '../../rule';

export const StoreRegionInsideEea: Rule = {
  id: 'StoreRegionInsideEea',
  title: 'What holds data is deployed into a region inside the European Economic Area.',
  why: 'Elsewhere, London and Zurich included, personal data is out of the reach of European law.',
  mend: 'Deploy the stack into eu-central-1, eu-west-1, eu-west-3, eu-north-1, eu-south-1 or eu-south-2.',
  controls: ['RES1', 'RES2'],
  references: ['https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html'],
  types: [
    'AWS::Backup::BackupVault', 'AWS::Backup::LogicallyAirGappedBackupVault', 'AWS::Cognito::UserPool', 'AWS::DocDB::DBCluster',
    'AWS::DynamoDB::GlobalTable', 'AWS::DynamoDB::Table', 'AWS::EC2::VPC', 'AWS::ECR::Repository', 'AWS::EFS::FileSystem',
    'AWS::ElastiCache::ReplicationGroup', 'AWS::ElastiCache::ServerlessCache', 'AWS::FSx::FileSystem', 'AWS::KMS::ReplicaKey',
    'AWS::Kinesis::Stream', 'AWS::Neptune::DBCluster', 'AWS::OpenSearchService::Domain', 'AWS::RDS::DBCluster', 'AWS::RDS::DBInstance',
    'AWS::Redshift::Cluster', 'AWS::S3::Bucket', 'AWS::SecretsManager::Secret', 'AWS::SQS::Queue', 'AWS::Timestream::Database',
  ],
  check: ({ region }) => (region === undefined ? unknown('the region of the stack is not known')
    : isInsideEea(region) ? compliant() : violation(`the stack is deployed into ${region}, outside the European Economic Area`)),
};
