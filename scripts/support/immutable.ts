import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { ROOT } from './assembly';

/** Types whose resources hold data, or without which data is lost or out of reach. */
const STATEFUL = [
  'AWS::AmazonMQ::Broker', 'AWS::Backup::BackupVault', 'AWS::Backup::LogicallyAirGappedBackupVault', 'AWS::Cassandra::Keyspace', 'AWS::Cassandra::Table',
  'AWS::CloudTrail::EventDataStore', 'AWS::Cognito::UserPool', 'AWS::DocDB::DBCluster', 'AWS::DocDB::DBInstance', 'AWS::DynamoDB::GlobalTable', 'AWS::DynamoDB::Table',
  'AWS::EC2::Volume', 'AWS::ECR::Repository', 'AWS::EFS::FileSystem', 'AWS::ElastiCache::CacheCluster', 'AWS::ElastiCache::ReplicationGroup',
  'AWS::ElastiCache::ServerlessCache', 'AWS::Elasticsearch::Domain', 'AWS::FSx::FileSystem', 'AWS::KMS::Key', 'AWS::KMS::ReplicaKey', 'AWS::Kinesis::Stream',
  'AWS::Logs::LogGroup', 'AWS::MSK::Cluster', 'AWS::MemoryDB::Cluster', 'AWS::Neptune::DBCluster', 'AWS::Neptune::DBInstance', 'AWS::OpenSearchServerless::Collection',
  'AWS::OpenSearchService::Domain', 'AWS::Organizations::Account', 'AWS::RDS::DBCluster', 'AWS::RDS::DBInstance', 'AWS::RDS::GlobalCluster', 'AWS::Redshift::Cluster',
  'AWS::RedshiftServerless::Namespace', 'AWS::Route53::HostedZone', 'AWS::S3::Bucket', 'AWS::SQS::Queue', 'AWS::SSM::Parameter', 'AWS::SecretsManager::Secret',
  'AWS::Timestream::Database', 'AWS::Timestream::Table',
];

interface ServiceDatabase {
  readonly schema: { readonly resource: { readonly entities: readonly {
    readonly cloudFormationType: string;
    readonly properties: Readonly<Record<string, { readonly causesReplacement?: 'yes' | 'no' | 'maybe' }>>;
  }[] } };
}

/** The table of stateful types and their immutable properties, as CloudFormation's resource schemas have them in the CDK's database. */
export function immutableTable(): string {
  const database = JSON.parse(gunzipSync(readFileSync(join(ROOT, 'node_modules/aws-cdk/db.json.gz'))).toString()) as ServiceDatabase;
  const types = new Map(database.schema.resource.entities.map((entity) => [entity.cloudFormationType, entity]));
  const rows = STATEFUL.map((type) => {
    const properties = Object.entries(types.get(type)?.properties ?? {});
    const having = (replacement: string) => properties.filter(([, { causesReplacement }]) => causesReplacement === replacement).map(([name]) => `'${name}'`).sort().join(', ');
    if (properties.length === 0) {
      throw new Error(`The CDK's database knows no ${type}.`);
    }
    return `  '${type}': { replaced: [${having('yes')}], maybe: [${having('maybe')}] },`;
  });
  return [
    "// Generated from CloudFormation's resource schemas by `npm run generate`. Do not edit.",
    '',
    '/** Properties of a type whose change replaces the resource: always, or by the value. */',
    'export interface Immutable {',
    '  readonly replaced: readonly string[];',
    '  readonly maybe: readonly string[];',
    '}',
    '',
    '/** Types whose resources hold data, or without which data is lost or out of reach. */',
    'export const STATEFUL: Readonly<Record<string, Immutable>> = {',
    ...rows,
    '};',
    '',
  ].join('\n');
}
