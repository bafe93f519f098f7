import { RdsAuditLogged } from '../../../../../lib/checks/rules/rds/rds-audit-logged';
import { RdsBackupReplicaInsideEea } from '../../../../../lib/checks/rules/rds/rds-backup-replica-inside-eea';
import { RdsBackupRetained } from '../../../../../lib/checks/rules/rds/rds-backup-retained';
import { RdsCopiesTags } from '../../../../../lib/checks/rules/rds/rds-copies-tags';
import { RdsDeletionProtected } from '../../../../../lib/checks/rules/rds/rds-deletion-protected';
import { RdsFinalSnapshot } from '../../../../../lib/checks/rules/rds/rds-final-snapshot';
import { RdsForcesTls } from '../../../../../lib/checks/rules/rds/rds-forces-tls';
import { RdsIamSignIn } from '../../../../../lib/checks/rules/rds/rds-iam-sign-in';
import { RdsManagedPassword } from '../../../../../lib/checks/rules/rds/rds-managed-password';
import { RdsMinorUpgrades } from '../../../../../lib/checks/rules/rds/rds-minor-upgrades';
import { RdsMultiZone } from '../../../../../lib/checks/rules/rds/rds-multi-zone';
import { RdsNotPublic } from '../../../../../lib/checks/rules/rds/rds-not-public';
import { RdsPerformanceInsightsEncrypted } from '../../../../../lib/checks/rules/rds/rds-performance-insights-encrypted';
import { RdsProxyTlsOnly } from '../../../../../lib/checks/rules/rds/rds-proxy-tls-only';
import { RdsStorageEncrypted } from '../../../../../lib/checks/rules/rds/rds-storage-encrypted';
import { describeRule } from '../../../../support/rule-table';

const cluster = (properties: object = {}, attributes: object = {}) => ({ Cluster: { Type: 'AWS::RDS::DBCluster', ...attributes, Properties: { Engine: 'aurora-postgresql', DBClusterIdentifier: 'its-own-name', ...properties } } });
const instance = (properties: object = {}, attributes: object = {}) => ({ Instance: { Type: 'AWS::RDS::DBInstance', ...attributes, Properties: { Engine: 'postgres', ...properties } } });
const member = (properties: object = {}, id = 'Member') => ({ [id]: { Type: 'AWS::RDS::DBInstance', Properties: { Engine: 'aurora-postgresql', DBClusterIdentifier: { Ref: 'Cluster' }, ...properties } } });
const open = (resources: object) => ({ Parameters: { Open: { Type: 'String' } }, Resources: resources });
const conditional = (resources: object) => ({ Parameters: { Env: { Type: 'String' } }, Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'Env' }, 'prod'] } }, Resources: resources });
const OPEN = { Ref: 'Open' };
const KEY = 'arn:aws:kms:eu-central-1:111111111111:key/1';
const TOPIC = { Topic: { Type: 'AWS::SNS::Topic' } };

describeRule(RdsStorageEncrypted, {
  compliant: {
    'a cluster under a key': cluster({ StorageEncrypted: true, KmsKeyId: KEY }),
    'an instance under a key of the template': { ...instance({ StorageEncrypted: 'true', KmsKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } }), Key: { Type: 'AWS::KMS::Key' } },
    'a replica of an instance of the template': { ...instance({ StorageEncrypted: true, KmsKeyId: KEY }), Replica: { Type: 'AWS::RDS::DBInstance', Properties: { SourceDBInstanceIdentifier: { Ref: 'Instance' } } } },
    'restored under a key': cluster({ SnapshotIdentifier: 's', StorageEncrypted: true, KmsKeyId: KEY }),
  },
  violation: {
    'nothing said': cluster(),
    'off': instance({ StorageEncrypted: false, KmsKeyId: KEY }),
    "under Amazon's key": cluster({ StorageEncrypted: true }),
    'off but in production': conditional(cluster({ StorageEncrypted: { 'Fn::If': ['IsProd', true, false] }, KmsKeyId: KEY })),
    'a replica of a plain one': { ...instance({ StorageEncrypted: false }), Replica: { Type: 'AWS::RDS::DBInstance', Properties: { SourceDBInstanceIdentifier: { Ref: 'Instance' } } } },
    'a plain global cluster': { Global: { Type: 'AWS::RDS::GlobalCluster' } },
  },
  notApplicable: { 'a member of a cluster': { Member: { Type: 'AWS::RDS::DBInstance', Properties: { DBClusterIdentifier: 'c' } } } },
  unknown: { 'a parameter': open(cluster({ StorageEncrypted: true, KmsKeyId: OPEN })), 'restored from a snapshot elsewhere': instance({ DBSnapshotIdentifier: 'arn:aws:rds:eu-central-1:1:snapshot:s' }) },
});

describeRule(RdsPerformanceInsightsEncrypted, {
  compliant: { 'an instance': instance({ EnablePerformanceInsights: true, PerformanceInsightsKMSKeyId: KEY }), 'a cluster': cluster({ PerformanceInsightsEnabled: true, PerformanceInsightsKmsKeyId: KEY }) },
  violation: { "under Amazon's key": instance({ EnablePerformanceInsights: true }), "a cluster under Amazon's key": cluster({ PerformanceInsightsEnabled: 'true' }) },
  notApplicable: { 'off': instance({ EnablePerformanceInsights: false }), 'nothing said': cluster() },
  unknown: { 'a parameter': open(instance({ EnablePerformanceInsights: true, PerformanceInsightsKMSKeyId: OPEN })), 'perhaps on': open(cluster({ PerformanceInsightsEnabled: OPEN })) },
});

const clusterGroup = (Parameters: object, Family = 'aurora-postgresql16') => ({ Group: { Type: 'AWS::RDS::DBClusterParameterGroup', Properties: { Family, Parameters } } });
const group = (Parameters: object, Family = 'postgres14', more: object = {}) => ({ Group: { Type: 'AWS::RDS::DBParameterGroup', Properties: { Family, Parameters, ...more } } });
const inClusterGroup = { DBClusterParameterGroupName: { Ref: 'Group' } };
const inGroup = { DBParameterGroupName: { Ref: 'Group' } };
describeRule(RdsForcesTls, {
  compliant: {
    'Aurora PostgreSQL': { ...cluster(inClusterGroup), ...clusterGroup({ 'rds.force_ssl': '1' }) },
    'PostgreSQL': { ...instance(inGroup), ...group({ 'rds.force_ssl': 1 }) },
    'a version that does so by itself, whatever the case': instance({ Engine: 'Postgres', EngineVersion: '16.3' }),
    'by the name of the group': { ...instance({ DBParameterGroupName: 'mine' }), ...group({ 'rds.force_ssl': '1' }, 'postgres14', { DBParameterGroupName: 'mine' }) },
    'SQL Server': { ...instance({ Engine: 'sqlserver-se', ...inGroup }), ...group({ 'rds.force_ssl': '1' }, 'sqlserver-se-16.0') },
    'Aurora MySQL': { ...cluster({ Engine: 'aurora-mysql', ...inClusterGroup }), ...clusterGroup({ require_secure_transport: 'ON' }, 'aurora-mysql8.0') },
    'PostgreSQL 16 by default': instance({ EngineVersion: '16.3' }),
    'a PostgreSQL 16 group that leaves it': { ...instance(inGroup), ...group({ log_connections: '1' }, 'postgres16') },
    'MariaDB 11.8 by default': instance({ Engine: 'mariadb', EngineVersion: '11.8.3' }),
    'Aurora PostgreSQL 17 by default': cluster({ EngineVersion: '17.4', DBClusterParameterGroupName: 'default.aurora-postgresql17' }),
  },
  violation: {
    'switched off': { ...instance(inGroup), ...group({ 'rds.force_ssl': '0' }, 'postgres16') },
    'Aurora PostgreSQL 16 by default': cluster({ EngineVersion: '16.4' }),
    'an Aurora PostgreSQL 16 group that leaves it': { ...cluster(inClusterGroup), ...clusterGroup({}) },
    'PostgreSQL 14 by default': instance({ EngineVersion: '14.12' }),
    'MariaDB by default': instance({ Engine: 'mariadb', EngineVersion: '10.11' }),
    'SQL Server by default': instance({ Engine: 'sqlserver-ee', EngineVersion: '16.00' }),
  },
  notApplicable: { 'a member of a cluster': { Member: { Type: 'AWS::RDS::DBInstance', Properties: { DBClusterIdentifier: 'c', Engine: 'aurora-postgresql' } } } },
  unknown: {
    'a group elsewhere': cluster({ DBClusterParameterGroupName: 'elsewhere' }),
    'an open group': open(instance({ DBParameterGroupName: OPEN })),
    'an open value': open({ ...instance(inGroup), ...group({ 'rds.force_ssl': OPEN }) }),
    'PostgreSQL of no version': instance(),
    'PostgreSQL of an open version': open(instance({ EngineVersion: OPEN })),
    'a group of an open family': open({ ...instance(inGroup), Group: { Type: 'AWS::RDS::DBParameterGroup', Properties: { Family: OPEN } } }),
    'Oracle': instance({ Engine: 'oracle-ee' }),
  },
});

describeRule(RdsIamSignIn, {
  compliant: { 'on': cluster({ EnableIAMDatabaseAuthentication: true }) },
  violation: { 'off, whatever the case': instance({ Engine: 'MySQL' }), 'nothing said': instance(), 'off': cluster({ EnableIAMDatabaseAuthentication: 'false' }) },
  notApplicable: { 'SQL Server': instance({ Engine: 'sqlserver-se' }), 'a member': member({ DBClusterIdentifier: 'c' }) },
  unknown: { 'a parameter': open(cluster({ EnableIAMDatabaseAuthentication: OPEN })), 'an open engine': open(instance({ Engine: OPEN })) },
});

describeRule(RdsAuditLogged, {
  compliant: {
    'PostgreSQL': cluster({ EnableCloudwatchLogsExports: ['postgresql'] }), 'MySQL': cluster({ Engine: 'aurora-mysql', EnableCloudwatchLogsExports: ['error', 'audit'] }),
    'SQL Server': instance({ Engine: 'sqlserver-se', EnableCloudwatchLogsExports: ['agent', 'error'] }),
  },
  violation: { 'nothing': instance(), 'nothing, whatever the case': instance({ Engine: 'MySQL' }), 'the wrong log': cluster({ Engine: 'aurora-mysql', EnableCloudwatchLogsExports: ['slowquery'] }) },
  notApplicable: { 'a member': member({ DBClusterIdentifier: 'c' }) },
  unknown: { 'a parameter': open(instance({ EnableCloudwatchLogsExports: OPEN })), 'an engine nobody knows': instance({ Engine: 'custom' }) },
});

describeRule(RdsMultiZone, {
  compliant: {
    'two members in two zones': { ...cluster(), ...member({ AvailabilityZone: 'eu-central-1a' }, 'A'), ...member({ AvailabilityZone: 'eu-central-1b' }, 'B') },
    'two members': { ...cluster(), ...member({}, 'A'), ...member({}, 'B') },
    'a member in another template': { templates: [
      { body: { Resources: { ...cluster(), ...member({}, 'A') }, Outputs: { Id: { Value: { Ref: 'Cluster' }, Export: { Name: 'Id' } } } } },
      { body: member({ DBClusterIdentifier: { 'Fn::ImportValue': 'Id' } }, 'B') },
    ] },
    'a multi-zone cluster': cluster({ Engine: 'postgres', DBClusterInstanceClass: 'db.m6gd.large' }),
    'an instance': instance({ MultiAZ: true }),
  },
  violation: {
    'two members in one zone': { ...cluster(), ...member({ AvailabilityZone: 'eu-central-1a' }, 'A'), ...member({ AvailabilityZone: 'eu-central-1a' }, 'B') },
    'one member': { ...cluster(), ...member() }, 'no member': cluster(), 'an instance in one zone': instance(), 'off': instance({ MultiAZ: 'false' }),
    'a second member but in production': conditional({ ...cluster(), ...member({}, 'A'), B: { Condition: 'IsProd', ...member({}, 'B').B } }),
  },
  notApplicable: {
    'in development': { templates: [{ environment: 'development', body: instance() }] },
    'a read replica': instance({ SourceDBInstanceIdentifier: 'x' }),
  },
  unknown: { 'a parameter': open(instance({ MultiAZ: OPEN })) },
});

describeRule(RdsDeletionProtected, {
  compliant: { 'a cluster': cluster({ DeletionProtection: true }), 'an instance': instance({ DeletionProtection: 'true' }), 'a global cluster': { Global: { Type: 'AWS::RDS::GlobalCluster', Properties: { DeletionProtection: true } } } },
  violation: { 'nothing said': cluster(), 'off': instance({ DeletionProtection: false }) },
  notApplicable: { 'a member': member({ DBClusterIdentifier: 'c' }) },
  unknown: { 'a parameter': open(cluster({ DeletionProtection: OPEN })) },
});

describeRule(RdsFinalSnapshot, {
  compliant: {
    'a snapshot': cluster({}, { DeletionPolicy: 'Snapshot', UpdateReplacePolicy: 'Snapshot' }), 'kept': instance({}, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' }),
    'a snapshot by default': instance({}, { UpdateReplacePolicy: 'Snapshot' }),
  },
  violation: { 'nothing on replacement': cluster(), 'deleted': instance({}, { DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Snapshot' }), 'deleted on replacement': cluster({}, { DeletionPolicy: 'Snapshot', UpdateReplacePolicy: 'Delete' }) },
  notApplicable: { 'a member': { ...member({ DBClusterIdentifier: 'c' }) } },
  unknown: { 'a parameter': open(cluster({}, { DeletionPolicy: OPEN, UpdateReplacePolicy: 'Retain' })) },
});

describeRule(RdsMinorUpgrades, {
  compliant: { 'by default': instance(), 'on': instance({ AutoMinorVersionUpgrade: true }) },
  violation: { 'off': instance({ AutoMinorVersionUpgrade: false }), 'off in a cluster': cluster({ AutoMinorVersionUpgrade: 'false' }) },
  notApplicable: { 'another type': TOPIC },
  unknown: { 'a parameter': open(instance({ AutoMinorVersionUpgrade: OPEN })) },
});

describeRule(RdsNotPublic, {
  compliant: { 'off': instance({ PubliclyAccessible: false }), 'a member': member({ DBClusterIdentifier: 'c', PubliclyAccessible: 'false' }) },
  violation: { 'nothing said': instance(), 'on': instance({ PubliclyAccessible: true }), 'a public cluster': cluster({ PubliclyAccessible: true }) },
  notApplicable: { 'a cluster of members': cluster() },
  unknown: { 'a parameter': open(instance({ PubliclyAccessible: OPEN })) },
});

describeRule(RdsManagedPassword, {
  compliant: {
    'managed': cluster({ ManageMasterUserPassword: true, MasterUserSecret: { KmsKeyId: KEY } }),
    'from a secret': { ...cluster({ MasterUserPassword: { 'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: 'Secret' }, ':SecretString:password::}}']] } }), Secret: { Type: 'AWS::SecretsManager::Secret' } },
    'from a secret by name': instance({ MasterUserPassword: '{{resolve:secretsmanager:db:SecretString:password}}' }),
  },
  violation: {
    'written out': instance({ MasterUserPassword: 'hunter22' }), 'a parameter': open(instance({ MasterUserPassword: OPEN })), 'from Parameter Store': instance({ MasterUserPassword: '{{resolve:ssm-secure:/db}}' }),
    "managed under Amazon's key": cluster({ ManageMasterUserPassword: true }), 'nothing said': cluster(),
  },
  notApplicable: { 'restored': instance({ DBSnapshotIdentifier: 's' }), 'a member': member({ DBClusterIdentifier: 'c' }) },
  unknown: { 'an open key': open(cluster({ ManageMasterUserPassword: true, MasterUserSecret: { KmsKeyId: OPEN } })), 'perhaps managed': open(cluster({ ManageMasterUserPassword: OPEN })) },
});

describeRule(RdsBackupRetained, {
  compliant: { 'seven days': cluster({ BackupRetentionPeriod: 7 }), 'as text': instance({ BackupRetentionPeriod: '35' }) },
  violation: { 'a day by default': cluster(), 'none': instance({ BackupRetentionPeriod: 0 }) },
  notApplicable: { 'a member': member({ DBClusterIdentifier: 'c' }) },
  unknown: { 'a parameter': open(cluster({ BackupRetentionPeriod: OPEN })) },
});

describeRule(RdsCopiesTags, {
  compliant: { 'on': cluster({ CopyTagsToSnapshot: true }) },
  violation: { 'nothing said': instance(), 'off': cluster({ CopyTagsToSnapshot: false }) },
  notApplicable: { 'a member': member({ DBClusterIdentifier: 'c' }) },
  unknown: { 'a parameter': open(cluster({ CopyTagsToSnapshot: OPEN })) },
});

describeRule(RdsBackupReplicaInsideEea, {
  compliant: { 'Ireland': instance({ AutomaticBackupReplicationRegion: 'eu-west-1' }) },
  violation: { 'London': instance({ AutomaticBackupReplicationRegion: 'eu-west-2' }) },
  notApplicable: { 'none': instance() },
  unknown: { 'a parameter': open(instance({ AutomaticBackupReplicationRegion: OPEN })) },
});

const proxy = (properties: object) => ({ Proxy: { Type: 'AWS::RDS::DBProxy', Properties: properties } });
describeRule(RdsProxyTlsOnly, {
  compliant: { 'on': proxy({ RequireTLS: true }) },
  violation: { 'nothing said': proxy({}), 'off': proxy({ RequireTLS: false }) },
  notApplicable: { 'another type': TOPIC },
  unknown: { 'a parameter': open(proxy({ RequireTLS: OPEN })) },
});
