// Generated from CloudFormation's resource schemas by `npm run generate`. Do not edit.

/** Properties of a type whose change replaces the resource: always, or by the value. */
export interface Immutable {
  readonly replaced: readonly string[];
  readonly maybe: readonly string[];
}

/** Types whose resources hold data, or without which data is lost or out of reach. */
export const STATEFUL: Readonly<Record<string, Immutable>> = {
  'AWS::AmazonMQ::Broker': { replaced: ['AuthenticationStrategy', 'BrokerName', 'DeploymentMode', 'EncryptionOptions', 'EngineType', 'PubliclyAccessible', 'StorageType', 'SubnetIds'], maybe: [] },
  'AWS::Backup::BackupVault': { replaced: ['BackupVaultName', 'EncryptionKeyArn'], maybe: [] },
  'AWS::Backup::LogicallyAirGappedBackupVault': { replaced: ['BackupVaultName', 'EncryptionKeyArn', 'MaxRetentionDays', 'MinRetentionDays'], maybe: [] },
  'AWS::Cassandra::Keyspace': { replaced: ['KeyspaceName', 'ReplicationSpecification'], maybe: [] },
  'AWS::Cassandra::Table': { replaced: ['ClientSideTimestampsEnabled', 'ClusteringKeyColumns', 'KeyspaceName', 'PartitionKeyColumns', 'TableName'], maybe: [] },
  'AWS::CloudTrail::EventDataStore': { replaced: [], maybe: [] },
  'AWS::Cognito::UserPool': { replaced: [], maybe: [] },
  'AWS::DocDB::DBCluster': { replaced: ['AvailabilityZones', 'DBClusterIdentifier', 'DBSubnetGroupName', 'EngineVersion', 'KmsKeyId', 'MasterUsername', 'SnapshotIdentifier', 'SourceDBClusterIdentifier', 'StorageEncrypted'], maybe: [] },
  'AWS::DocDB::DBInstance': { replaced: ['AvailabilityZone', 'DBClusterIdentifier', 'DBInstanceIdentifier'], maybe: [] },
  'AWS::DynamoDB::GlobalTable': { replaced: ['KeySchema', 'LocalSecondaryIndexes', 'TableName'], maybe: [] },
  'AWS::DynamoDB::Table': { replaced: ['ImportSourceSpecification', 'KeySchema', 'TableName'], maybe: [] },
  'AWS::EC2::Volume': { replaced: [], maybe: [] },
  'AWS::ECR::Repository': { replaced: ['EncryptionConfiguration', 'RepositoryName'], maybe: [] },
  'AWS::EFS::FileSystem': { replaced: ['AvailabilityZoneName', 'Encrypted', 'KmsKeyId', 'PerformanceMode'], maybe: [] },
  'AWS::ElastiCache::CacheCluster': { replaced: ['CacheSubnetGroupName', 'ClusterName', 'Engine', 'NetworkType', 'Port', 'SnapshotArns', 'SnapshotName'], maybe: ['AZMode', 'NumCacheNodes', 'PreferredAvailabilityZone', 'PreferredAvailabilityZones'] },
  'AWS::ElastiCache::ReplicationGroup': { replaced: ['AtRestEncryptionEnabled', 'CacheSubnetGroupName', 'DataTieringEnabled', 'Engine', 'GlobalReplicationGroupId', 'KmsKeyId', 'NetworkType', 'Port', 'PreferredCacheClusterAZs', 'ReplicasPerNodeGroup', 'ReplicationGroupId', 'SnapshotArns', 'SnapshotName'], maybe: ['AuthToken', 'NodeGroupConfiguration', 'NumNodeGroups'] },
  'AWS::ElastiCache::ServerlessCache': { replaced: ['ConnectionType', 'KmsKeyId', 'NetworkType', 'ServerlessCacheName', 'SnapshotArnsToRestore', 'SubnetIds'], maybe: [] },
  'AWS::Elasticsearch::Domain': { replaced: ['DomainName'], maybe: ['AdvancedSecurityOptions', 'ElasticsearchVersion', 'EncryptionAtRestOptions', 'NodeToNodeEncryptionOptions'] },
  'AWS::FSx::FileSystem': { replaced: ['BackupId', 'FileSystemType', 'FileSystemTypeVersion', 'KmsKeyId', 'SecurityGroupIds', 'SubnetIds'], maybe: [] },
  'AWS::KMS::Key': { replaced: [], maybe: [] },
  'AWS::KMS::ReplicaKey': { replaced: ['PrimaryKeyArn'], maybe: [] },
  'AWS::Kinesis::Stream': { replaced: ['Name'], maybe: [] },
  'AWS::Logs::LogGroup': { replaced: ['LogGroupName'], maybe: [] },
  'AWS::MSK::Cluster': { replaced: ['ClusterName'], maybe: [] },
  'AWS::MemoryDB::Cluster': { replaced: ['ClusterName', 'DataTiering', 'KmsKeyId', 'MultiRegionClusterName', 'NetworkType', 'Port', 'SnapshotArns', 'SnapshotName', 'SubnetGroupName', 'TLSEnabled'], maybe: [] },
  'AWS::Neptune::DBCluster': { replaced: ['AvailabilityZones', 'DBClusterIdentifier', 'DBSubnetGroupName', 'GlobalClusterIdentifier', 'KmsKeyId', 'RestoreToTime', 'RestoreType', 'SnapshotIdentifier', 'SourceDBClusterIdentifier', 'StorageEncrypted', 'UseLatestRestorableTime'], maybe: [] },
  'AWS::Neptune::DBInstance': { replaced: ['AvailabilityZone', 'DBClusterIdentifier', 'DBInstanceIdentifier', 'DBSnapshotIdentifier', 'DBSubnetGroupName'], maybe: [] },
  'AWS::OpenSearchServerless::Collection': { replaced: ['CollectionGroupName', 'EncryptionConfig', 'Name', 'StandbyReplicas', 'Tags', 'Type'], maybe: [] },
  'AWS::OpenSearchService::Domain': { replaced: ['DomainName', 'EngineMode'], maybe: [] },
  'AWS::Organizations::Account': { replaced: [], maybe: [] },
  'AWS::RDS::DBCluster': { replaced: ['AvailabilityZones', 'ClusterScalabilityType', 'DBClusterIdentifier', 'DBSubnetGroupName', 'DBSystemId', 'DatabaseName', 'EngineMode', 'KmsKeyId', 'PubliclyAccessible', 'RestoreToTime', 'RestoreType', 'SnapshotIdentifier', 'SourceDBClusterIdentifier', 'SourceDbClusterResourceId', 'SourceRegion', 'StorageEncrypted', 'UseLatestRestorableTime', 'WithExpressConfiguration'], maybe: ['Engine', 'GlobalClusterIdentifier', 'MasterUsername'] },
  'AWS::RDS::DBInstance': { replaced: ['BackupTarget', 'CharacterSetName', 'CustomIAMInstanceProfile', 'DBClusterIdentifier', 'DBInstanceIdentifier', 'DBName', 'DBSubnetGroupName', 'DBSystemId', 'KmsKeyId', 'MasterUsername', 'NcharCharacterSetName', 'Port', 'SourceRegion', 'StorageEncrypted', 'Timezone'], maybe: ['AutoMinorVersionUpgrade', 'AvailabilityZone', 'BackupRetentionPeriod', 'DBClusterSnapshotIdentifier', 'DBParameterGroupName', 'DBSnapshotIdentifier', 'Engine', 'MultiAZ', 'PerformanceInsightsKMSKeyId', 'PreferredMaintenanceWindow', 'RestoreTime', 'SourceDBClusterIdentifier', 'SourceDBInstanceAutomatedBackupsArn', 'SourceDBInstanceIdentifier', 'SourceDbiResourceId', 'StorageType', 'UseLatestRestorableTime'] },
  'AWS::RDS::GlobalCluster': { replaced: ['Engine', 'GlobalClusterIdentifier', 'SourceDBClusterIdentifier', 'StorageEncrypted'], maybe: [] },
  'AWS::Redshift::Cluster': { replaced: ['ClusterIdentifier', 'ClusterSubnetGroupName', 'DBName', 'MasterUsername', 'OwnerAccount', 'SnapshotClusterIdentifier', 'SnapshotIdentifier'], maybe: [] },
  'AWS::RedshiftServerless::Namespace': { replaced: ['NamespaceName', 'Tags'], maybe: [] },
  'AWS::Route53::HostedZone': { replaced: ['DelegationSetId', 'Name'], maybe: [] },
  'AWS::S3::Bucket': { replaced: ['BucketName', 'BucketNamePrefix', 'BucketNamespace', 'ObjectLockEnabled'], maybe: [] },
  'AWS::SQS::Queue': { replaced: ['FifoQueue', 'QueueName'], maybe: [] },
  'AWS::SSM::Parameter': { replaced: ['Name'], maybe: [] },
  'AWS::SecretsManager::Secret': { replaced: ['Name'], maybe: [] },
  'AWS::Timestream::Database': { replaced: ['DatabaseName'], maybe: [] },
  'AWS::Timestream::Table': { replaced: ['DatabaseName', 'TableName'], maybe: [] },
};
