import type { Resource } from '../../../lib/checks/template';
import { add, alsoNew, append, attribute, drop, operator, put, remove, swap, through, type Loose, type Operator } from '../support/operator';
import { keyLost, leavesEea, madePublic, plaintextAdmitted, switchedOff, zoneCollapsed, zonesLost } from './common';

const CLUSTER = 'AWS::RDS::DBCluster';
const INSTANCE = 'AWS::RDS::DBInstance';
const BOTH = [CLUSTER, INSTANCE];
const TABLE = 'AWS::DynamoDB::Table';
const GLOBAL = 'AWS::DynamoDB::GlobalTable';
const FILES = 'AWS::EFS::FileSystem';
const CACHE = 'AWS::ElastiCache::ReplicationGroup';
const SERVERLESS_CACHE = 'AWS::ElastiCache::ServerlessCache';
const DOMAIN = 'AWS::OpenSearchService::Domain';
const WAREHOUSE = 'AWS::Redshift::Cluster';
const SUBNET_GROUP = 'AWS::RDS::DBSubnetGroup';
const INGRESS = 'AWS::EC2::SecurityGroupIngress';
const PARAMETERS = ['AWS::RDS::DBClusterParameterGroup', 'AWS::RDS::DBParameterGroup'];

const usersOf = (group: Resource) => group.referredBy(...BOTH);
const storesIn = (subnet: Resource) => subnet.set.ofType(SUBNET_GROUP).filter((group) => group.at('SubnetIds').items.some((item) => item.refersTo(subnet)));
const dataTables = (table: Resource) => table.referredBy('AWS::EC2::SubnetRouteTableAssociation').flatMap((association) => association.at('SubnetId').targets).flatMap(storesIn).slice(0, 1);
const wayOut = (label: string, route: (table: Resource) => object | undefined) => add('AWS::EC2::RouteTable', label, (table) => {
  const made = route(table);
  return made && { Type: 'AWS::EC2::Route', Properties: { RouteTableId: { Ref: table.logicalId }, ...made } };
}, dataTables);
const group = 'AWS::EC2::SecurityGroup';
const inline = (rule: object) => append(group, 'SecurityGroupIngress', rule);
const separate = (rule: object) => add(group, `separate ingress ${JSON.stringify(rule)}`, (each) => ({ Type: INGRESS, Properties: { GroupId: { 'Fn::GetAtt': [each.logicalId, 'GroupId'] }, ...rule } }));

/** Databases, tables, file systems, caches, search and warehouses. */
export const DATA: Readonly<Record<string, readonly Operator[]>> = {
  DocDbClusterDeletionProtected: switchedOff('AWS::DocDB::DBCluster', 'DeletionProtection'),
  DocDbClusterEncrypted: [...switchedOff('AWS::DocDB::DBCluster', 'StorageEncrypted'), ...keyLost('AWS::DocDB::DBCluster', 'KmsKeyId', 'rds')],
  DynamoDbReplicasInsideEea: [...leavesEea(GLOBAL, 'Replicas.*.Region'), append(GLOBAL, 'Replicas', { Region: 'us-east-1' })],
  DynamoDbTableDeletionProtected: [...switchedOff(TABLE, 'DeletionProtectionEnabled'), ...switchedOff(GLOBAL, 'Replicas.*.DeletionProtectionEnabled')],
  DynamoDbTableEncrypted: [
    drop([TABLE, GLOBAL], 'SSESpecification'), ...switchedOff([TABLE, GLOBAL], 'SSESpecification.SSEEnabled'), ...keyLost(TABLE, 'SSESpecification.KMSMasterKeyId', 'dynamodb'), ...keyLost(GLOBAL, 'Replicas.*.SSESpecification.KMSMasterKeyId', 'dynamodb'),
  ],
  DynamoDbTableRecoverable: [
    drop(TABLE, 'PointInTimeRecoverySpecification'), ...switchedOff(TABLE, 'PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled'), ...switchedOff(GLOBAL, 'Replicas.*.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled'),
  ],
  EfsFileSystemEncrypted: [...switchedOff(FILES, 'Encrypted'), ...keyLost(FILES, 'KmsKeyId', 'elasticfilesystem')],
  EfsFileSystemRegional: [put(FILES, 'AvailabilityZoneName', 'eu-central-1a'), put(FILES, 'AvailabilityZoneName', { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] })],
  EfsFileSystemTlsOnly: [drop(FILES, 'FileSystemPolicy'), ...plaintextAdmitted(FILES, 'FileSystemPolicy')],
  EfsPolicyNotPublic: madePublic(FILES, 'FileSystemPolicy'),
  ElastiCacheEncrypted: [...switchedOff(CACHE, 'AtRestEncryptionEnabled'), ...keyLost([CACHE, SERVERLESS_CACHE], 'KmsKeyId', 'elasticache')],
  ElastiCacheTransitEncrypted: [
    ...switchedOff([CACHE, 'AWS::ElastiCache::CacheCluster'], 'TransitEncryptionEnabled'), put(CACHE, 'TransitEncryptionMode', 'preferred'),
  ],
  NeptuneClusterDeletionProtected: switchedOff('AWS::Neptune::DBCluster', 'DeletionProtection'),
  NeptuneClusterEncrypted: [...switchedOff('AWS::Neptune::DBCluster', 'StorageEncrypted'), ...keyLost('AWS::Neptune::DBCluster', 'KmsKeyId', 'rds')],
  OpenSearchDomainEncrypted: [drop(DOMAIN, 'EncryptionAtRestOptions'), ...switchedOff(DOMAIN, 'EncryptionAtRestOptions.Enabled'), ...keyLost(DOMAIN, 'EncryptionAtRestOptions.KmsKeyId', 'es')],
  OpenSearchDomainInVpc: [drop(DOMAIN, 'VPCOptions'), put(DOMAIN, 'VPCOptions.SubnetIds', [])],
  OpenSearchDomainTlsOnly: [
    ...switchedOff(DOMAIN, 'DomainEndpointOptions.EnforceHTTPS'), drop(DOMAIN, 'DomainEndpointOptions.TLSSecurityPolicy'), put(DOMAIN, 'DomainEndpointOptions.TLSSecurityPolicy', 'Policy-Min-TLS-1-0-2019-07'),
    ...switchedOff(DOMAIN, 'NodeToNodeEncryptionOptions.Enabled'), drop(DOMAIN, 'DomainEndpointOptions'),
  ],
  RdsAuditLogged: [
    drop(BOTH, 'EnableCloudwatchLogsExports'), put(BOTH, 'EnableCloudwatchLogsExports', []), put(BOTH, 'EnableCloudwatchLogsExports', ['upgrade']),
  ],
  RdsBackupReplicaInsideEea: leavesEea(INSTANCE, 'AutomaticBackupReplicationRegion'),
  RdsBackupRetained: [drop(BOTH, 'BackupRetentionPeriod'), ...[0, 1, 6, '6'].map((days) => put(BOTH, 'BackupRetentionPeriod', days))],
  RdsClusterScalesByLoad: [
    drop(CLUSTER, 'ServerlessV2ScalingConfiguration'), put(CLUSTER, 'ServerlessV2ScalingConfiguration.MaxCapacity', (_: Loose, cluster: Resource) => cluster.at('ServerlessV2ScalingConfiguration', 'MinCapacity').literal, 'MaxCapacity as MinCapacity'),
  ],
  RdsCopiesTags: switchedOff(BOTH, 'CopyTagsToSnapshot'),
  RdsDeletionProtected: switchedOff([...BOTH, 'AWS::RDS::GlobalCluster'], 'DeletionProtection'),
  RdsFinalSnapshot: [attribute(BOTH, 'DeletionPolicy', 'Delete'), attribute(BOTH, 'UpdateReplacePolicy', 'Delete'), attribute(BOTH, 'UpdateReplacePolicy', undefined)],
  RdsForcesTls: [
    ...['rds.force_ssl', 'require_secure_transport'].flatMap((key) => ['0', 0, 'OFF'].map((value) => through(swap(PARAMETERS, ['Parameters', key], value), usersOf))),
    ...['DBClusterParameterGroupName', 'DBParameterGroupName'].map((key) => put(BOTH, key, (old: Loose, database: Resource) => (old !== undefined && /mysql|mariadb/.test(database.at('Engine').text ?? '') ? 'default.mysql8.0' : undefined), `${key}: the default one`)),
    ...['DBClusterParameterGroupName', 'DBParameterGroupName'].map((key) => swap(BOTH, key, 'somebody-elses', `${key}: one outside the templates`)),
    through(drop(PARAMETERS, ['Parameters', 'require_secure_transport']), usersOf),
    through(operator('an old version without the parameter', PARAMETERS, (_, raw) => (/postgres/.test(raw.Properties.Family as string) ? [{ apply: (draft) => {
      draft.Properties.Family = (draft.Properties.Family as string).replace(/\d+$/, '14');
      delete draft.Properties.Parameters['rds.force_ssl'];
    } }] : [])), usersOf),
  ],
  RdsIamSignIn: switchedOff(BOTH, 'EnableIAMDatabaseAuthentication'),
  RdsManagedPassword: [
    ...switchedOff(BOTH, 'ManageMasterUserPassword').map((made) => through(made, (database) => (database.at('ManageMasterUserPassword').isTrue ? [database] : []))), ...keyLost(BOTH, 'MasterUserSecret.KmsKeyId', 'secretsmanager'), drop(BOTH, 'MasterUserSecret'),
    ...['correct-horse-battery', { Ref: 'Password' }, '{{resolve:ssm-secure:/db/password:1}}'].map((password) => operator(`MasterUserPassword: ${JSON.stringify(password)}`, BOTH, () => [{ apply: (raw) => {
      delete raw.Properties.ManageMasterUserPassword;
      raw.Properties.MasterUserPassword = password;
    } }])),
  ],
  RdsMinorUpgrades: [put(BOTH, 'AutoMinorVersionUpgrade', false), put(BOTH, 'AutoMinorVersionUpgrade', 'false')],
  RdsMultiZone: [
    ...switchedOff(INSTANCE, 'MultiAZ'),
    operator('delete all members but one', CLUSTER, (cluster) => {
      const members = cluster.referredBy(INSTANCE).filter((member) => member.at('DBClusterIdentifier').refersTo(cluster));
      return members.length < 2 ? [] : [{ apply: (_raw, draft) => { members.slice(1).forEach(({ logicalId }) => { delete draft.body.Resources[logicalId]; }); } }];
    }),
    operator('delete all members', CLUSTER, (cluster) => {
      const members = cluster.referredBy(INSTANCE).filter((member) => member.at('DBClusterIdentifier').refersTo(cluster));
      return members.length < 2 ? [] : [{ apply: (_raw, draft) => { members.forEach(({ logicalId }) => { delete draft.body.Resources[logicalId]; }); } }];
    }),
    operator('all members in one zone', CLUSTER, (cluster) => {
      const members = cluster.referredBy(INSTANCE).filter((member) => member.at('DBClusterIdentifier').refersTo(cluster));
      return members.length < 2 ? [] : [{ apply: (_raw, draft) => { members.forEach(({ logicalId }) => { draft.body.Resources[logicalId].Properties.AvailabilityZone = 'eu-central-1a'; }); } }];
    }),
    drop(CLUSTER, 'DBClusterInstanceClass'),
  ],
  RdsNotPublic: [put(INSTANCE, 'PubliclyAccessible', true), drop(INSTANCE, 'PubliclyAccessible'), put(INSTANCE, 'PubliclyAccessible', 'true'), alsoNew(put(CLUSTER, 'PubliclyAccessible', true, 'a cluster with a public address'))],
  RdsPerformanceInsightsEncrypted: [...keyLost(CLUSTER, 'PerformanceInsightsKmsKeyId', 'rds'), ...keyLost(INSTANCE, 'PerformanceInsightsKMSKeyId', 'rds')],
  RdsProxyTlsOnly: switchedOff('AWS::RDS::DBProxy', 'RequireTLS'),
  RdsSecurityGroupFromGroupsOnly: [
    ...[{ CidrIp: '10.0.0.0/19' }, { CidrIpv6: '2001:db8::/32' }, { SourcePrefixListId: 'pl-12345' }].flatMap((source) => [inline, separate].map((how) => how({ IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, ...source }))),
    ...[{ IpProtocol: '-1' }, { IpProtocol: 'tcp', FromPort: 0, ToPort: 65535 }].flatMap((ports) => [inline, separate].map((how) => how({ SourceSecurityGroupId: 'sg-0123456789abcdef0', ...ports }))),
    put(INGRESS, 'FromPort', 22), put(INGRESS, 'ToPort', 65535), put(INGRESS, 'IpProtocol', '-1'),
    operator('a range instead of a group', INGRESS, () => [{ apply: (raw) => { delete raw.Properties.SourceSecurityGroupId; raw.Properties.CidrIp = '10.0.0.0/24'; } }]),
  ].map((made): Operator => ({ ...made, mutations: (set) => made.mutations(set).filter(({ subject }) => guards(subject)) })),
  RdsStorageEncrypted: [...switchedOff(BOTH, 'StorageEncrypted'), ...switchedOff('AWS::RDS::GlobalCluster', 'StorageEncrypted'), ...keyLost(BOTH, 'KmsKeyId', 'rds')].map((made, i) => ({ ...made, name: `${made.name} #${i}` })),
  RdsSubnetGroupIsolated: [
    wayOut('a way out through NAT', (table) => (table.view.ofType('AWS::EC2::NatGateway')[0] ? { DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: { Ref: table.view.ofType('AWS::EC2::NatGateway')[0].logicalId } } : undefined)),
    wayOut('a way out through the Internet gateway', (table) => (table.view.ofType('AWS::EC2::InternetGateway')[0] ? { DestinationCidrBlock: '0.0.0.0/0', GatewayId: { Ref: table.view.ofType('AWS::EC2::InternetGateway')[0].logicalId } } : undefined)),
    wayOut('a way out by IPv6', () => ({ DestinationIpv6CidrBlock: '::/0', EgressOnlyInternetGatewayId: 'eigw-1' })),
    wayOut('a way out through a NAT gateway elsewhere', () => ({ DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-0123456789abcdef0' })),
    wayOut('a way out through a transit gateway', () => ({ DestinationCidrBlock: '0.0.0.0/0', TransitGatewayId: 'tgw-0123456789abcdef0' })),
    wayOut('a way out through a server', () => ({ DestinationCidrBlock: '0.0.0.0/0', NetworkInterfaceId: 'eni-0123456789abcdef0' })),
    wayOut('a way out through the firewall', () => ({ DestinationCidrBlock: '0.0.0.0/0', VpcEndpointId: 'vpce-0123456789abcdef0' })),
    operator('the subnet uses a table that leads out', 'AWS::EC2::SubnetRouteTableAssociation', (association) => {
      const out = association.view.ofType('AWS::EC2::Route').find((route) => route.at('NatGatewayId').present)?.at('RouteTableId').target;
      return out ? association.at('SubnetId').targets.flatMap(storesIn).slice(0, 1).map((subject) => ({ subject, apply: (raw: Loose) => { raw.Properties.RouteTableId = { Ref: out.logicalId }; } })) : [];
    }),
    remove('AWS::EC2::SubnetRouteTableAssociation', (association) => association.at('SubnetId').targets.flatMap(storesIn).slice(0, 1)),
    append(SUBNET_GROUP, 'SubnetIds', 'subnet-0123456789abcdef0'), drop(DOMAIN, 'VPCOptions'),
    operator('stand in a subnet that leads out', SUBNET_GROUP, (store) => store.view.ofType('AWS::ECS::Service').flatMap((service) => service.at('NetworkConfiguration', 'AwsvpcConfiguration', 'Subnets').targets).slice(0, 1)
      .map((subnet) => ({ apply: (raw: Loose) => { raw.Properties.SubnetIds[0] = { Ref: subnet.logicalId }; } }))),
  ],
  RdsSubnetGroupZones: [
    ...['AWS::RDS::DBSubnetGroup', 'AWS::DocDB::DBSubnetGroup', 'AWS::Neptune::DBSubnetGroup', 'AWS::ElastiCache::SubnetGroup', 'AWS::Redshift::ClusterSubnetGroup', 'AWS::MemoryDB::SubnetGroup', 'AWS::DAX::SubnetGroup', SERVERLESS_CACHE].flatMap((type) => zonesLost(type, 'SubnetIds').map((made) => ({ ...made, name: `${made.name} (${type})` }))),
    zoneCollapsed(SUBNET_GROUP, ['SubnetIds']),
  ],
  RedshiftClusterEncrypted: [...switchedOff(WAREHOUSE, 'Encrypted'), ...keyLost(WAREHOUSE, 'KmsKeyId', 'redshift')],
  RedshiftClusterNotPublic: ['AWS::Redshift::Cluster', 'AWS::RedshiftServerless::Workgroup'].flatMap((type) => [drop(type, 'PubliclyAccessible'), put(type, 'PubliclyAccessible', true), put(type, 'PubliclyAccessible', 'true')].map((made) => ({ ...made, name: `${made.name} (${type})` }))),
  RedshiftForcesTls: [
    ...[undefined, 'false'].map((value) => through(operator(value ? 'require_ssl: false' : 'no word of require_ssl', 'AWS::Redshift::ClusterParameterGroup', () => [{ apply: (raw) => {
      raw.Properties.Parameters = value ? [{ ParameterName: 'require_ssl', ParameterValue: value }] : [];
    } }]), (each) => each.referredBy(WAREHOUSE))),
    put(WAREHOUSE, 'ClusterParameterGroupName', 'default.redshift-1.0'), drop(WAREHOUSE, 'ClusterParameterGroupName'),
  ],
};

/** Whether the group that a rule belongs to guards a data store: the rule about such groups has no say elsewhere. */
function guards(subject: Resource): boolean {
  const owner = subject.type === INGRESS ? subject.at('GroupId').target : subject;
  return owner !== undefined && BOTH.some((type) => subject.set.ofType(type).some((database) => [...database.at('VpcSecurityGroupIds').targets, ...database.at('VPCSecurityGroups').targets].some((each) => each.is(owner))));
}
