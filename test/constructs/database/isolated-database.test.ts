import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as rds from 'aws-cdk-lib/aws-rds';
import type { IsolatedDatabaseProps } from '../../../constructs/database';
import { IsolatedDatabase } from '../../../constructs/database';

const KEY = { 'Fn::GetAtt': [Match.stringLikeRegexp('^DataKey'), 'Arn'] };
const ISOLATED = { subnetType: ec2.SubnetType.PRIVATE_ISOLATED };

function build(props?: Partial<IsolatedDatabaseProps>) {
  const stack = new Stack(new App(), 'Data', { env: { account: '111122223333', region: 'eu-central-1' } });
  const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 3, natGateways: 1, subnetConfiguration: [
    { name: 'Edge', subnetType: ec2.SubnetType.PUBLIC },
    { name: 'App', subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
    { name: 'Data', subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
  ] });
  const database = new IsolatedDatabase(stack, 'Database', { vpc, subnets: ISOLATED, key: new kms.Key(stack, 'DataKey'), ...props });
  return { stack, vpc, database };
}

function synthesize(props?: Partial<IsolatedDatabaseProps>): Template {
  return Template.fromStack(build(props).stack);
}

describe('An isolated database', () => {
  test('encrypts storage, secret and performance data under the given key', () => {
    const template = synthesize();
    template.hasResourceProperties('AWS::RDS::DBCluster', { StorageEncrypted: true, KmsKeyId: KEY, MasterUserSecret: { KmsKeyId: KEY }, PerformanceInsightsEnabled: true, PerformanceInsightsKmsKeyId: KEY });
    template.allResourcesProperties('AWS::RDS::DBInstance', { EnablePerformanceInsights: true, PerformanceInsightsKMSKeyId: KEY });
  });

  test('leaves the master password to RDS, which rotates it', () => {
    synthesize().hasResourceProperties('AWS::RDS::DBCluster', { ManageMasterUserPassword: true, MasterUserPassword: Match.absent() });
  });

  test('accepts TLS 1.2 or newer only, keeps passwords as SCRAM hashes, and records who changed what', () => {
    synthesize().hasResourceProperties('AWS::RDS::DBClusterParameterGroup', { Parameters: {
      'rds.force_ssl': '1',
      'ssl_min_protocol_version': 'TLSv1.2',
      'rds.accepted_password_auth_method': 'scram',
      'shared_preload_libraries': Match.stringLikeRegexp('pgaudit'),
      'pgaudit.log': 'write,role,ddl',
      'pgaudit.log_parameter': '0',
      'log_connections': '1',
      'log_disconnections': '1',
    } });
  });

  test('takes sign-ins by IAM, and lets a role in as a named user', () => {
    const { stack, database } = build();
    database.grantConnect(new iam.Role(stack, 'Task', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') }), 'app');
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::RDS::DBCluster', { EnableIAMDatabaseAuthentication: true });
    template.hasResourceProperties('AWS::IAM::Policy', { PolicyDocument: { Statement: [Match.objectLike({ Action: 'rds-db:connect' })] } });
  });

  test('refuses deletion, and leaves a final snapshot with its tags', () => {
    synthesize().hasResource('AWS::RDS::DBCluster', { DeletionPolicy: 'Snapshot', UpdateReplacePolicy: 'Snapshot', Properties: { DeletionProtection: true, CopyTagsToSnapshot: true, DeleteAutomatedBackups: false } });
  });

  test('is backed up for 35 days, at a time that does not meet maintenance', () => {
    synthesize().hasResourceProperties('AWS::RDS::DBCluster', { BackupRetentionPeriod: 35, PreferredBackupWindow: '01:00-02:00', PreferredMaintenanceWindow: 'sun:03:00-sun:04:00' });
  });

  test('has a writer and a reader, private, watched by the minute, upgraded by themselves', () => {
    const template = synthesize();
    template.resourceCountIs('AWS::RDS::DBInstance', 2);
    template.allResourcesProperties('AWS::RDS::DBInstance', { PubliclyAccessible: false, MonitoringInterval: 60, AutoMinorVersionUpgrade: true, DBInstanceClass: 'db.serverless' });
    template.hasResourceProperties('AWS::IAM::Role', { AssumeRolePolicyDocument: { Statement: [Match.objectLike({ Principal: { Service: 'monitoring.rds.amazonaws.com' }, Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } } })] } });
  });

  test('runs on named instance types when asked, without serverless capacity', () => {
    const template = synthesize({ instanceType: new ec2.InstanceType('r7g.large'), instances: 3 });
    template.resourceCountIs('AWS::RDS::DBInstance', 3);
    template.allResourcesProperties('AWS::RDS::DBInstance', { DBInstanceClass: 'db.r7g.large' });
    template.hasResourceProperties('AWS::RDS::DBCluster', { ServerlessV2ScalingConfiguration: Match.absent() });
  });

  test('keeps 15 months of performance data when insights are advanced', () => {
    synthesize({ insights: rds.DatabaseInsightsMode.ADVANCED }).hasResourceProperties('AWS::RDS::DBCluster', { DatabaseInsightsMode: 'advanced', PerformanceInsightsRetentionPeriod: 465 });
  });

  test('carries its classification', () => {
    synthesize().hasResourceProperties('AWS::RDS::DBCluster', { Tags: [{ Key: 'dtap:classification', Value: 'personal' }] });
  });

  test('goes without trace where that is asked for', () => {
    const template = synthesize({ removalPolicy: RemovalPolicy.DESTROY, deletionProtection: false });
    template.hasResource('AWS::RDS::DBCluster', { DeletionPolicy: 'Delete', Properties: { DeletionProtection: false } });
    Object.values(template.findResources('AWS::Logs::LogGroup')).forEach((group) => expect(group.DeletionPolicy).toBe('Delete'));
  });
});

describe('Logs of the database', () => {
  test('find their log groups there before the cluster, encrypted and with an end', () => {
    const template = synthesize();
    const [cluster] = Object.values(template.findResources('AWS::RDS::DBCluster'));
    const groups = template.findResources('AWS::Logs::LogGroup');
    const identifier = cluster.Properties.DBClusterIdentifier;
    expect(identifier).toMatch(/^[a-z][a-z0-9-]{1,49}$/);
    expect(Object.values(groups).map((group) => group.Properties.LogGroupName).sort()).toEqual(cluster.Properties.EnableCloudwatchLogsExports.map((type: string) => `/aws/rds/cluster/${identifier}/${type}`).sort());
    expect(cluster.DependsOn).toEqual(expect.arrayContaining(Object.keys(groups)));
    template.allResourcesProperties('AWS::Logs::LogGroup', { KmsKeyId: KEY, RetentionInDays: 400 });
  });

  test('include the database log and refused IAM sign-ins', () => {
    synthesize().hasResourceProperties('AWS::RDS::DBCluster', { EnableCloudwatchLogsExports: ['postgresql', 'iam-db-auth-error'] });
  });
});

describe('The network of the database', () => {
  test('is the data tier', () => {
    const template = synthesize();
    const [group] = Object.values(template.findResources('AWS::RDS::DBSubnetGroup'));
    expect(group.Properties.SubnetIds.map(({ Ref }: { Ref: string }) => Ref)).toEqual([expect.stringContaining('DataSubnet1'), expect.stringContaining('DataSubnet2'), expect.stringContaining('DataSubnet3')].slice(0, group.Properties.SubnetIds.length));
  });

  test('admits nobody until a security group is named, and then that one on the port alone', () => {
    const { stack, vpc, database } = build({ port: 6543 });
    expect(Object.keys(Template.fromStack(stack).findResources('AWS::EC2::SecurityGroupIngress'))).toEqual([]);
    const again = build({ port: 6543 });
    again.database.allowFrom(new ec2.SecurityGroup(again.stack, 'Application', { vpc: again.vpc }));
    const template = Template.fromStack(again.stack);
    template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 1);
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', { FromPort: 6543, ToPort: 6543, IpProtocol: 'tcp', SourceSecurityGroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Application'), 'GroupId'] }, CidrIp: Match.absent() });
    template.hasResourceProperties('AWS::EC2::SecurityGroup', { GroupDescription: Match.stringLikeRegexp('Database'), SecurityGroupIngress: Match.absent() });
    expect([vpc.node.id, database.port]).toEqual(['Vpc', 6543]);
  });

  test('does not use the well-known port', () => {
    synthesize().hasResourceProperties('AWS::RDS::DBCluster', { Port: 5433 });
  });
});

describe('An isolated database is refused', () => {
  test.each<[string, Partial<IsolatedDatabaseProps>, RegExp]>([
    ['in a public subnet', { subnets: { subnetType: ec2.SubnetType.PUBLIC } }, /subnets: got .*EdgeSubnet.*isolated data tier/],
    ['in a subnet with a way to the Internet', { subnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS } }, /subnets: got .*AppSubnet/],
    ['on the well-known port', { port: 5432 }, /port: got 5432/],
    ['on a port RDS does not take', { port: 1149 }, /port: got 1149/],
    ['with backups kept for 6 days', { backupRetention: Duration.days(6) }, /backupRetention: got 6/],
    ['with backups kept for 36 days', { backupRetention: Duration.days(36) }, /backupRetention: got 36/],
    ['with windows that overlap', { backupWindow: '03:30-04:30' }, /maintenanceWindow: got "sun:03:00-sun:04:00".*03:30-04:30/],
    ['with a maintenance window over midnight that meets the backup', { backupWindow: '00:15-01:00', maintenanceWindow: 'sat:23:45-sun:00:30' }, /It overlaps/],
    ['with a backup window of 29 minutes', { backupWindow: '01:00-01:29' }, /backupWindow: got "01:00-01:29".*30 minutes/],
    ['with a maintenance window on no day', { maintenanceWindow: 'xyz:03:00-xyz:04:00' }, /maintenanceWindow: got "xyz/],
    ['with an identifier RDS refuses', { identifier: 'Main--DB' }, /identifier: got "Main--DB"/],
    ['with no member', { instances: 0 }, /instances: got 0/],
    ['with more members than Aurora has', { instances: 17 }, /instances: got 17/],
    ['with less capacity at most than at least', { minCapacity: 4, maxCapacity: 2 }, /minCapacity: got "4 to 2"/],
    ['with an audit that leaves out changes', { auditedStatements: ['ddl'] }, /auditedStatements: got \["ddl"\].*Include 'write'/],
    ['with an audit of what pgAudit does not know', { auditedStatements: ['write', 'deletes'] }, /auditedStatements: got \["deletes"\]/],
  ])('%s', (_, props, message) => {
    expect(() => build(props)).toThrow(message);
  });

  test('with all its problems at once', () => {
    expect(() => build({ port: 5432, instances: 0, identifier: '1' })).toThrow(/3 problems/);
  });

  test('not at the edges of what is allowed', () => {
    expect(() => build({ port: 1150, instances: 16, backupRetention: Duration.days(7), minCapacity: 0, maxCapacity: 256, backupWindow: '02:30-03:00', auditedStatements: ['all'] })).not.toThrow();
  });
});
