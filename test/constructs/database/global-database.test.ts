import { App, Duration, Stack } from 'aws-cdk-lib/core';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as sns from 'aws-cdk-lib/aws-sns';
import { GlobalDatabase, IsolatedDatabase, type IsolatedDatabaseProps, MasterSecret, type MasterSecretReplica, MasterSecretRotation, type MasterSecretRotationProps, StandbyDatabase, type StandbyDatabaseProps } from '../../../constructs/database';

const KEY = { 'Fn::GetAtt': [Match.stringLikeRegexp('^DataKey'), 'Arn'] };
const IRELAND: MasterSecretReplica = { region: 'eu-west-1', keyArn: 'arn:aws:kms:eu-west-1:111122223333:key/1' };
const SUBNETS = { subnetType: ec2.SubnetType.PRIVATE_ISOLATED };

function parts(region = 'eu-central-1') {
  const stack = new Stack(new App(), 'Data', { env: { account: '111122223333', region } });
  const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 3, natGateways: 0, subnetConfiguration: [{ name: 'Data', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }] });
  return { stack, vpc, subnets: SUBNETS, key: new kms.Key(stack, 'DataKey'), topic: new sns.Topic(stack, 'OnCall') };
}

function primary(changes?: { rotation?: Partial<MasterSecretRotationProps>; identifier?: string; replicas?: MasterSecretReplica[] }): Template {
  const { stack, vpc, subnets, key, topic } = parts();
  const replicas = changes?.replicas ?? [IRELAND];
  const database = new IsolatedDatabase(stack, 'Database', { vpc, subnets, key, masterSecret: new MasterSecret(stack, 'MasterSecret', { key, replicas }) });
  new GlobalDatabase(stack, 'Global', { primary: database, identifier: changes?.identifier ?? 'acme-production-data' });
  new MasterSecretRotation(stack, 'Rotation', { database, key, replicas, logRetention: RetentionDays.ONE_YEAR, alarmTopic: topic, ...changes?.rotation });
  return Template.fromStack(stack);
}

function standby(props?: Partial<StandbyDatabaseProps>): Template {
  const { stack, vpc, subnets, key, topic } = parts('eu-west-1');
  new StandbyDatabase(stack, 'Database', { vpc, subnets, key, alarmTopic: topic, globalDatabaseIdentifier: 'acme-production-data', ...props });
  return Template.fromStack(stack);
}

/** The cluster as it stands in the template without a global database around it, less what is to differ. */
function clusterOf(template: Template) {
  const [[logicalId, resource]] = Object.entries(template.findResources('AWS::RDS::DBCluster'));
  return { logicalId, resource: resource as { Properties: Record<string, unknown> } };
}

describe('A global database', () => {
  const template = primary();

  test('is made from the primary cluster once that runs, and cannot be deleted by mistake', () => {
    template.hasResource('AWS::RDS::GlobalCluster', {
      DeletionPolicy: 'Retain',
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('^DatabaseReader1'), Match.stringLikeRegexp('^DatabaseWriter')]),
      Properties: { GlobalClusterIdentifier: 'acme-production-data', SourceDBClusterIdentifier: Match.anyValue(), DeletionProtection: true, Engine: Match.absent(), StorageEncrypted: Match.absent() },
    });
  });

  test('leaves of the primary cluster everything as it was but the password: nothing in it makes CloudFormation replace it', () => {
    const { stack, vpc, subnets, key } = parts();
    new IsolatedDatabase(stack, 'Database', { vpc, subnets, key });
    const before = clusterOf(Template.fromStack(stack));
    const after = clusterOf(template);
    const password = { ManageMasterUserPassword: false, MasterUserSecret: undefined, MasterUserPassword: expect.anything() as unknown };
    expect(after.logicalId).toBe(before.logicalId);
    expect(after.resource.Properties).toEqual({ ...before.resource.Properties, ...password });
  });

  test('is refused for a database whose password RDS keeps, and under an identifier that RDS does not take', () => {
    const { stack, vpc, subnets, key } = parts();
    const database = new IsolatedDatabase(stack, 'Database', { vpc, subnets, key });
    const build = () => new GlobalDatabase(stack, 'Global', { primary: database, identifier: 'Acme--Data' });
    expect(build).toThrow(/identifier: got "Acme--Data"[\s\S]*primary: got "Data\/Database".*Give it a masterSecret/);
  });
});

describe('A master secret', () => {
  const template = primary();

  test('is made by Secrets Manager, encrypted under the key here and under a key of each region it is copied to', () => {
    template.hasResource('AWS::SecretsManager::Secret', { DeletionPolicy: 'Retain', Properties: {
      KmsKeyId: KEY,
      GenerateSecretString: { GenerateStringKey: 'password', SecretStringTemplate: '{"username":"dbadmin"}', PasswordLength: 43 },
      ReplicaRegions: [{ Region: 'eu-west-1', KmsKeyId: IRELAND.keyArn }],
    } });
  });

  test('is read by CloudFormation alone: the template says where it is, not what it is', () => {
    expect(JSON.stringify(clusterOf(template).resource.Properties.MasterUserPassword)).toContain('{{resolve:secretsmanager:');
  });

  test('stays inside the European Economic Area, under a key of the region, once in each: all that is wrong is said at once', () => {
    const build = () => primary({ replicas: [{ region: 'eu-west-2', keyArn: 'arn:aws:kms:eu-west-1:111122223333:key/1' }, IRELAND, IRELAND] });
    expect(build).toThrow(/replicas\[0\].region: got "eu-west-2". Name a region inside the European Economic Area/);
    expect(build).toThrow(/replicas\[0\].keyArn: .*Write the ARN of a key in eu-west-2/);
    expect(build).toThrow(/replicas\[2\].region: got "eu-west-1". Name each region once/);
  });
});

describe('The rotation of a master secret', () => {
  const template = primary();

  test('takes place every seven days, by a function that only Secrets Manager calls for this secret', () => {
    template.hasResourceProperties('AWS::SecretsManager::RotationSchedule', { RotationRules: { AutomaticallyAfterDays: 7 } });
    template.hasResourceProperties('AWS::Lambda::Permission', { Principal: 'secretsmanager.amazonaws.com', SourceAccount: '111122223333', SourceArn: { Ref: Match.stringLikeRegexp('^MasterSecret') } });
  });

  test('begins once the cluster is there, and never in the middle of a deployment', () => {
    template.hasResource('AWS::SecretsManager::RotationSchedule', { Properties: { RotateImmediatelyOnUpdate: false }, DependsOn: Match.arrayWith([Match.stringLikeRegexp('^Database'), Match.stringLikeRegexp('^RotationFunction')]) });
  });

  test('may change this secret and the password of this cluster, and stands in no network', () => {
    template.hasResourceProperties('AWS::IAM::ManagedPolicy', { PolicyDocument: { Statement: Match.arrayWith([
      Match.objectLike({ Action: Match.arrayWith(['secretsmanager:PutSecretValue']), Resource: { Ref: Match.stringLikeRegexp('^MasterSecret') } }),
      Match.objectLike({ Action: ['rds:DescribeDBClusters', 'rds:ModifyDBCluster'], Resource: { 'Fn::Join': Match.anyValue() } }),
      Match.objectLike({ Resource: IRELAND.keyArn, Condition: { StringEquals: { 'kms:ViaService': 'secretsmanager.eu-west-1.amazonaws.com' } } }),
    ]) } });
    template.hasResourceProperties('AWS::Lambda::Function', { VpcConfig: Match.absent(), ReservedConcurrentExecutions: 1, Timeout: 300 });
  });

  test('is refused for a password that RDS rotates, and for more than 30 days', () => {
    const { stack, vpc, subnets, key } = parts();
    const database = new IsolatedDatabase(stack, 'Other', { vpc, subnets, key } as IsolatedDatabaseProps);
    const build = () => primary({ rotation: { database, every: Duration.days(31) } });
    expect(build).toThrow(/database: got "Data\/Other". RDS keeps and rotates/);
    expect(build).toThrow(/every: got "31 days". Write 1 to 30 days/);
  });
});

describe('A standby database', () => {
  const template = standby();

  test('joins by the identifier agreed ahead, forwards no writes, and brings no user and no database of its own', () => {
    template.hasResourceProperties('AWS::RDS::DBCluster', {
      GlobalClusterIdentifier: 'acme-production-data',
      EnableGlobalWriteForwarding: false,
      MasterUsername: Match.absent(),
      MasterUserPassword: Match.absent(),
      ManageMasterUserPassword: Match.absent(),
      MasterUserSecret: Match.absent(),
      DatabaseName: Match.absent(),
    });
  });

  test('is guarded as its primary is: under a key of its region, isolated, TLS only, IAM sign-in, deletion refused', () => {
    template.hasResourceProperties('AWS::RDS::DBCluster', { StorageEncrypted: true, KmsKeyId: KEY, EnableIAMDatabaseAuthentication: true, DeletionProtection: true, Port: 5433 });
    template.hasResourceProperties('AWS::RDS::DBClusterParameterGroup', { Parameters: Match.objectLike({ 'rds.force_ssl': '1' }) });
    template.resourceCountIs('AWS::RDS::DBInstance', 2);
  });

  test('tells those on call after three minutes of lag or of silence', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'AuroraGlobalDBRPOLag',
      Threshold: 60_000,
      Period: 60,
      EvaluationPeriods: 3,
      TreatMissingData: 'breaching',
      Dimensions: [{ Name: 'DBClusterIdentifier', Value: { Ref: Match.stringLikeRegexp('^Database') } }],
      AlarmActions: [{ Ref: Match.stringLikeRegexp('^OnCall') }],
    });
  });

  test('is refused with all that is wrong at once', () => {
    const build = () => standby({ globalDatabaseIdentifier: '-', lagAlarm: Duration.minutes(5), minCapacity: 0, instances: 0 });
    expect(build).toThrow(/globalDatabaseIdentifier/);
    expect(build).toThrow(/lagAlarm: got "5 minutes". Write 1 to 240 seconds/);
    expect(build).toThrow(/minCapacity: got 0. A standby that pauses falls behind/);
    expect(build).toThrow(/instances/);
  });
});
