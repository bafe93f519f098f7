import { App, Stack } from 'aws-cdk-lib/core';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { IsolatedInstanceProps } from '../../../constructs/database';
import { IsolatedInstance } from '../../../constructs/database';

const KEY = { 'Fn::GetAtt': [Match.stringLikeRegexp('^DataKey'), 'Arn'] };
const POSTGRES = rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_17_9 });
const SQL_SERVER = rds.DatabaseInstanceEngine.sqlServerSe({ version: rds.SqlServerEngineVersion.VER_16_00_4236_2_V1 });

function build(engine: rds.IInstanceEngine, props?: Partial<IsolatedInstanceProps>) {
  const stack = new Stack(new App(), 'Data', { env: { account: '111122223333', region: 'eu-central-1' } });
  const vpc = new ec2.Vpc(stack, 'Vpc', { natGateways: 0, subnetConfiguration: [{ name: 'Data', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }] });
  const instance = new IsolatedInstance(stack, 'Database', {
    vpc, engine, subnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED }, key: new kms.Key(stack, 'DataKey'), instanceType: new ec2.InstanceType('m7g.large'), ...props,
  });
  return { stack, vpc, instance };
}

function synthesize(engine: rds.IInstanceEngine, props?: Partial<IsolatedInstanceProps>): Template {
  return Template.fromStack(build(engine, props).stack);
}

describe.each([['PostgreSQL', POSTGRES], ['SQL Server', SQL_SERVER]])('An isolated instance of %s', (_, engine) => {
  test('is encrypted, private, redundant, protected and maintained', () => {
    synthesize(engine).hasResource('AWS::RDS::DBInstance', {
      DeletionPolicy: 'Snapshot',
      Properties: {
        StorageEncrypted: true,
        KmsKeyId: KEY,
        PubliclyAccessible: false,
        MultiAZ: true,
        DeletionProtection: true,
        CopyTagsToSnapshot: true,
        DeleteAutomatedBackups: false,
        AutoMinorVersionUpgrade: true,
        BackupRetentionPeriod: 35,
        MonitoringInterval: 60,
        EnablePerformanceInsights: true,
        PerformanceInsightsKMSKeyId: KEY,
        ManageMasterUserPassword: true,
        MasterUserSecret: { KmsKeyId: KEY },
        StorageType: 'gp3',
        MaxAllocatedStorage: 400,
        Tags: Match.arrayWith([{ Key: 'dtap:classification', Value: 'personal' }]),
      },
    });
  });

  test('forces TLS', () => {
    synthesize(engine).hasResourceProperties('AWS::RDS::DBParameterGroup', { Parameters: Match.objectLike({ 'rds.force_ssl': '1' }) });
  });

  test('finds its log groups there before it starts, encrypted and with an end', () => {
    const template = synthesize(engine);
    const [instance] = Object.values(template.findResources('AWS::RDS::DBInstance'));
    const groups = template.findResources('AWS::Logs::LogGroup');
    expect(Object.values(groups).map((group) => group.Properties.LogGroupName).sort())
      .toEqual(instance.Properties.EnableCloudwatchLogsExports.map((type: string) => `/aws/rds/instance/${instance.Properties.DBInstanceIdentifier}/${type}`).sort());
    expect(instance.DependsOn).toEqual(expect.arrayContaining(Object.keys(groups)));
    template.allResourcesProperties('AWS::Logs::LogGroup', { KmsKeyId: KEY, RetentionInDays: 400 });
  });

  test('admits the security group that is named, on its port', () => {
    const { stack, vpc, instance } = build(engine);
    instance.allowFrom(new ec2.SecurityGroup(stack, 'Application', { vpc }));
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::SecurityGroupIngress', { FromPort: instance.port, ToPort: instance.port, SourceSecurityGroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Application'), 'GroupId'] } });
    expect([1433, 5432]).not.toContain(instance.port);
  });
});

describe('PostgreSQL', () => {
  test('takes sign-ins by IAM, audits changes and exports what it logs', () => {
    const template = synthesize(POSTGRES);
    template.hasResourceProperties('AWS::RDS::DBInstance', { EnableIAMDatabaseAuthentication: true, DBName: 'app', EnableCloudwatchLogsExports: ['postgresql', 'upgrade', 'iam-db-auth-error'] });
    template.hasResourceProperties('AWS::RDS::DBParameterGroup', { Parameters: Match.objectLike({ 'ssl_min_protocol_version': 'TLSv1.2', 'pgaudit.log': 'write,role,ddl' }) });
  });
});

describe('SQL Server', () => {
  test('refuses old TLS and weak ciphers, exports error and agent logs, and brings its licence', () => {
    const template = synthesize(SQL_SERVER, { timezone: 'Central European Standard Time' });
    template.hasResourceProperties('AWS::RDS::DBParameterGroup', { Parameters: { 'rds.force_ssl': '1', 'rds.tls10': 'disabled', 'rds.tls11': 'disabled', 'rds.rc4': 'disabled', 'rds.3des168': 'disabled' } });
    template.hasResourceProperties('AWS::RDS::DBInstance', {
      EnableCloudwatchLogsExports: ['agent', 'error'], LicenseModel: 'license-included', Timezone: 'Central European Standard Time', DBName: Match.absent(), EnableIAMDatabaseAuthentication: Match.absent(),
    });
  });

  test('writes audit files to a bucket, as a role of this account that can do that alone', () => {
    const { stack } = build(SQL_SERVER);
    const key = new kms.Key(stack, 'AuditKey');
    const bucket = new s3.Bucket(stack, 'Audit', { encryptionKey: key });
    const vpc = stack.node.findChild('Vpc') as ec2.Vpc;
    new IsolatedInstance(stack, 'Audited', { vpc, engine: SQL_SERVER, subnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED }, key, instanceType: new ec2.InstanceType('m7i.large'), auditBucket: bucket });

    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::RDS::OptionGroup', { OptionConfigurations: [{ OptionName: 'SQLSERVER_AUDIT', OptionSettings: Match.arrayWith([{ Name: 'S3_BUCKET_ARN', Value: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Audit'), 'Arn'] } }]) }] });
    template.hasResourceProperties('AWS::IAM::Role', { AssumeRolePolicyDocument: { Statement: [Match.objectLike({ Principal: { Service: 'rds.amazonaws.com' }, Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } } })] } });
    const [policy] = Object.values(template.findResources('AWS::IAM::ManagedPolicy'));
    expect(policy.Properties.PolicyDocument.Statement.flatMap(({ Action }: { Action: string | string[] }) => Action)).not.toContain('s3:GetObject');
  });

  test('has no IAM sign-in to grant', () => {
    const { stack, instance } = build(SQL_SERVER);
    const role = new iam.Role(stack, 'Task', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') });
    expect(() => instance.grantConnect(role, 'app')).toThrow(/SQL Server has no IAM sign-in/);
  });
});

describe('An isolated instance is refused', () => {
  test.each<[string, rds.IInstanceEngine, Partial<IsolatedInstanceProps>, RegExp]>([
    ['on the express edition', rds.DatabaseInstanceEngine.sqlServerEx({ version: rds.SqlServerEngineVersion.VER_16_00_4236_2_V1 }), {}, /engine: got "sqlserver-ex"/],
    ['on another engine', rds.DatabaseInstanceEngine.mysql({ version: rds.MysqlEngineVersion.VER_8_0_39 }), {}, /engine: got "mysql"/],
    ['without a version', rds.DatabaseInstanceEngine.POSTGRES, {}, /engine: got "postgres".*version/],
    ['with a standby on the web edition', rds.DatabaseInstanceEngine.sqlServerWeb({ version: rds.SqlServerEngineVersion.VER_16_00_4236_2_V1 }), {}, /multiAz: got true/],
    ['with a time zone on PostgreSQL', POSTGRES, { timezone: 'UTC' }, /timezone: got "UTC"/],
    ['with a first database on SQL Server', SQL_SERVER, { databaseName: 'app' }, /databaseName: got "app"/],
    ['on the well-known port', SQL_SERVER, { port: 1433 }, /port: got 1433/],
  ])('%s', (_, engine, props, message) => {
    expect(() => build(engine, props)).toThrow(message);
  });
});
