import { App, Duration, Fn, Stack } from 'aws-cdk-lib/core';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { InstanceType, SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { ManagedPolicy, type PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { BastionAccess, SessionBastion, type SessionBastionProps, SessionPreferences, type SessionPreferencesProps } from '../../../constructs/access';

const ENV = { account: '111122223333', region: 'eu-central-1' };
const PEOPLE = 'arn:aws:iam::111122223333:role/people/Operator';

/** The access network and the workload's groups in stacks of their own, key and topic beside the bastion. */
class Surroundings {
  public readonly app = new App();
  public readonly network = new Stack(this.app, 'Network', { env: ENV });
  public readonly stack = new Stack(this.app, 'Access', { env: ENV });
  public readonly vpc = new Vpc(this.network, 'Vpc', { natGateways: 0, availabilityZones: ['eu-central-1a', 'eu-central-1b'], subnetConfiguration: [{ name: 'Access', subnetType: SubnetType.PRIVATE_ISOLATED }] });
  public readonly key = new Key(this.stack, 'Key');
  public readonly bucket = new Bucket(this.stack, 'Bucket', { encryption: BucketEncryption.KMS, encryptionKey: new Key(this.stack, 'BucketKey') });

  public group(id: string): SecurityGroup {
    return new SecurityGroup(this.network, id, { vpc: this.vpc, allowAllOutbound: false });
  }

  public bastion(props?: Partial<SessionBastionProps>): SessionBastion {
    return new SessionBastion(this.stack, 'Bastion', {
      vpc: this.vpc,
      subnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
      vpnSecurityGroup: this.group('Vpn'),
      endpointSecurityGroup: this.group('Endpoints'),
      s3PrefixListId: 'pl-6ea54007',
      databases: [{ host: 'database.example.internal', port: 5433, securityGroup: this.group('Database') }],
      application: { port: 8443, securityGroup: this.group('Application') },
      encryptionKey: this.key,
      alarmTopic: new Topic(this.stack, 'OnCall'),
      logRetention: RetentionDays.ONE_YEAR,
      ...props,
    });
  }

  public preferences(props?: Partial<SessionPreferencesProps>): SessionPreferences {
    return new SessionPreferences(this.stack, 'Preferences', { key: this.key, usedBy: [PEOPLE], bucket: this.bucket, logRetention: RetentionDays.ONE_YEAR, ...props });
  }

  public template(): Template {
    return Template.fromStack(this.stack);
  }
}

function messageOf(build: () => void): string {
  try {
    build();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('Nothing was refused');
}

interface Statement {
  readonly Sid?: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: Record<string, unknown>;
}

const listed = (value: string | string[]) => [value].flat();

function bastionPolicy(template: Template): Statement[] {
  return Object.values(template.findResources('AWS::IAM::ManagedPolicy'))[0].Properties.PolicyDocument.Statement;
}

function rendered(statements: PolicyStatement[]): Statement[] {
  return statements.map((statement) => new Stack(new App(), 'Stack', { env: ENV }).resolve(statement.toStatementJson()) as Statement);
}

describe('SessionBastion', () => {
  const surroundings = new Surroundings();
  surroundings.bastion({ sessionPreferences: surroundings.preferences({ forwarding: { host: 'database.example.internal', port: 5433 } }) });
  const template = surroundings.template();

  test('cannot be had from outside: metadata version 2, no key pair, no public address, an encrypted volume', () => {
    template.hasResourceProperties('AWS::EC2::LaunchTemplate', { LaunchTemplateData: {
      MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 1 },
      KeyName: Match.absent(),
      NetworkInterfaces: [Match.objectLike({ AssociatePublicIpAddress: false })],
      BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: Match.objectLike({ Encrypted: true, KmsKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] }, VolumeType: 'gp3' }) }],
      Monitoring: { Enabled: true },
      ImageId: 'resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64',
      InstanceType: 't4g.small',
      InstanceInitiatedShutdownBehavior: 'terminate',
    } });
  });

  test('is a group of one that heals, in any zone, and is new every week', () => {
    template.hasResource('AWS::AutoScaling::AutoScalingGroup', {
      UpdatePolicy: { AutoScalingRollingUpdate: Match.objectLike({ MinInstancesInService: 0, MaxBatchSize: 1 }) },
      Properties: {
        MinSize: '1', MaxSize: '1', MaxInstanceLifetime: 7 * 86400, HealthCheckType: 'EBS', HealthCheckGracePeriod: 360,
        InstanceMaintenancePolicy: { MinHealthyPercentage: 100, MaxHealthyPercentage: 200 },
        VPCZoneIdentifier: [Match.anyValue(), Match.anyValue()],
        Tags: Match.arrayWith([{ Key: 'dtap:access', Value: 'bastion', PropagateAtLaunch: true }]),
      },
    });
  });

  test('answers port 22 to the client VPN only, and leads to named places only; every rule stands in its own stack', () => {
    const [[, group]] = Object.entries(template.findResources('AWS::EC2::SecurityGroup'));
    expect(group.Properties.SecurityGroupIngress).toBeUndefined();
    expect(group.Properties.SecurityGroupEgress).toEqual([expect.objectContaining({ CidrIp: '169.254.169.123/32', FromPort: 123, ToPort: 123 })]);
    const rules = (type: string) => Object.values(template.findResources(type)).map(({ Properties: { FromPort, ToPort, IpProtocol, CidrIp } }) => [IpProtocol, FromPort, ToPort, CidrIp].join(' ').trim()).sort();
    expect(rules('AWS::EC2::SecurityGroupEgress').filter((rule) => rule !== 'tcp 22 22')).toEqual(['tcp 443 443', 'tcp 443 443', 'tcp 5433 5433', 'tcp 8443 8443']);
    template.hasResourceProperties('AWS::EC2::SecurityGroupEgress', { DestinationPrefixListId: 'pl-6ea54007', FromPort: 443, ToPort: 443 });
    expect(rules('AWS::EC2::SecurityGroupIngress')).toEqual(['tcp 22 22', 'tcp 5433 5433', 'tcp 8443 8443']);
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', { FromPort: 22, GroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Bastion'), 'GroupId'] }, SourceSecurityGroupId: { 'Fn::ImportValue': Match.stringLikeRegexp('Vpn') } });
    expect(Template.fromStack(surroundings.network).findResources('AWS::EC2::SecurityGroupIngress')).toEqual({});
  });

  test('admits a range where there is no group of a client VPN', () => {
    const other = new Surroundings();
    other.bastion({ vpnSecurityGroup: undefined, sourceRanges: ['10.50.0.0/27'] });
    other.template().hasResourceProperties('AWS::EC2::SecurityGroup', { SecurityGroupIngress: [Match.objectLike({ CidrIp: '10.50.0.0/27', FromPort: 22, ToPort: 22 })] });
    other.template().resourcePropertiesCountIs('AWS::EC2::SecurityGroupIngress', { FromPort: 22 }, 0);
  });

  test('may add to its record, and neither delete it nor change how long it is kept', () => {
    const actions = bastionPolicy(template).flatMap(({ Action }) => listed(Action));
    expect(actions.filter((action) => action.startsWith('logs:')).sort()).toEqual([
      'logs:CreateLogStream', 'logs:CreateLogStream', 'logs:DescribeLogGroups', 'logs:DescribeLogStreams', 'logs:DescribeLogStreams', 'logs:PutLogEvents', 'logs:PutLogEvents',
    ]);
    expect(actions.filter((action) => /\*|Delete(?!Message)|sts:|iam:/.test(action))).toEqual([]);
    template.resourceCountIs('AWS::IAM::Policy', 0);
    template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 365, KmsKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] } });
    template.allResources('AWS::Logs::LogGroup', { DeletionPolicy: 'Retain' });
  });

  test('stores its host key once, under the key, and reads no other parameter', () => {
    const statements = bastionPolicy(template);
    const parameters = statements.filter(({ Action }) => listed(Action).some((action) => /Parameter/.test(action)));
    expect(parameters.map(({ Sid, Action, Condition }) => [Sid, Action, Condition])).toEqual([
      ['ReadHostKey', 'ssm:GetParameter', undefined],
      ['StoreHostKeyOnce', 'ssm:PutParameter', { StringEquals: { 'ssm:Overwrite': 'false' } }],
    ]);
    parameters.forEach(({ Resource }) => expect((Resource as { 'Fn::Join': [string, string[]] }[]).map((arn) => arn['Fn::Join'][1].at(-1))).toEqual([
      ':ssm:eu-central-1:111122223333:parameter/access/bastion/host-key', ':ssm:eu-central-1:111122223333:parameter/access/bastion/host-key-public',
    ]));
    expect(statements.find(({ Sid }) => Sid === 'EncryptHostKey')).toMatchObject({ Action: ['kms:Decrypt', 'kms:Encrypt'], Condition: { StringEquals: { 'kms:ViaService': 'ssm.eu-central-1.amazonaws.com' } } });
    template.hasResourceProperties('AWS::KMS::Key', { KeyPolicy: { Statement: Match.arrayWith([Match.objectLike({ Sid: 'BastionEncryptsHostKey', Action: ['kms:Decrypt', 'kms:Encrypt'] })]) } });
  });

  test('raises an alarm when it is missing, unwell or silent', () => {
    const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => [Properties.MetricName, Properties.ComparisonOperator, Properties.TreatMissingData, Properties.AlarmActions.length]);
    expect(alarms.sort()).toEqual([
      ['GroupInServiceInstances', 'LessThanThreshold', 'breaching', 1],
      ['IncomingLogEvents', 'LessThanThreshold', 'breaching', 1],
      ['StatusCheckFailed', 'GreaterThanOrEqualToThreshold', 'notBreaching', 1],
    ]);
    template.hasResourceProperties('AWS::AutoScaling::AutoScalingGroup', { MetricsCollection: [{ Granularity: '1Minute', Metrics: ['GroupInServiceInstances'] }] });
  });

  test('gets a database whose name is known at deployment into sshd', () => {
    const other = new Surroundings();
    other.bastion({ databases: [{ host: Fn.importValue('Endpoint'), port: 5432, securityGroup: other.group('Cluster') }] });
    const [{ Properties }] = Object.values(other.template().findResources('AWS::EC2::LaunchTemplate'));
    expect(JSON.stringify(Properties.LaunchTemplateData.UserData)).toMatch(/PermitOpen ",\{"Fn::ImportValue":"Endpoint"\},":5432/);
  });

  test('forwards nothing where there is no database', () => {
    const other = new Surroundings();
    other.bastion({ databases: [], users: [{ name: 'ops' }] });
    const [{ Properties }] = Object.values(other.template().findResources('AWS::EC2::LaunchTemplate'));
    const data = JSON.stringify(Properties.LaunchTemplateData.UserData);
    expect(data).toContain('AllowUsers ops\\n');
    expect(data).not.toContain('Match User');
    expect(data).not.toContain('tcp dport');
  });

  test.each<[string, Partial<SessionBastionProps>, string]>([
    ['an open range', { sourceRanges: ['0.0.0.0/0'] }, 'sourceRanges[0]: got "0.0.0.0/0". Write the IPv4 range of a subnet'],
    ['an open IPv6 range', { sourceRanges: ['::/0'] }, 'sourceRanges[0]: got "::/0"'],
    ['a public range', { sourceRanges: ['10.0.0.0/24', '203.0.113.0/24'] }, 'sourceRanges[1]: got "203.0.113.0/24"'],
    ['half the private world', { sourceRanges: ['10.0.0.0/8'] }, 'sourceRanges[0]: got "10.0.0.0/8"'],
    ['a range with host bits', { sourceRanges: ['10.50.0.1/24'] }, 'sourceRanges[0]: got "10.50.0.1/24"'],
    ['nobody who reaches it', { vpnSecurityGroup: undefined }, 'vpnSecurityGroup: got nothing. Give the security group of the client VPN endpoint'],
    ['a system account', { users: [{ name: 'operator' }] }, 'users[0].name: got "operator"'],
    ['a name that would be a command', { users: [{ name: 'ops; id' }] }, 'users[0].name: got "ops; id"'],
    ['an account twice', { users: [{ name: 'ops' }, { name: 'ops' }] }, 'users[1].name: got "ops". Name each account once'],
    ['no account', { users: [] }, 'users: got []'],
    ['database users without a database', { databases: [], users: [{ name: 'dba', reachesDatabases: true }] }, 'users[0].reachesDatabases: got true. Name the database in databases'],
    ['another shell as application', { application: { port: 22, securityGroup: undefined as never } }, 'application.port: got 22. The bastion leads to no other shell'],
    ['an impossible port', { application: { port: 0, securityGroup: undefined as never } }, 'application.port: got 0'],
    ['a host that is none', { databases: [{ host: '* 10.0.0.1', port: 5432, securityGroup: undefined as never }] }, 'databases[0].host: got "* 10.0.0.1"'],
    ['another processor', { instanceType: new InstanceType('t3.small') }, 'instanceType: got "t3.small"'],
    ['a server that grows old', { maxAge: Duration.days(31) }, 'maxAge: got "31 days"'],
    ['a session that never ends', { idleTimeout: Duration.hours(2) }, 'idleTimeout: got "2 hours"'],
    ['a prefix list that is none', { s3PrefixListId: 'vpce-1' }, 's3PrefixListId: got "vpce-1"'],
    ['a banner that ends its own file', { banner: 'Hello\nEND_OF_FILE\nrm -rf /' }, 'banner: got "Hello'],
    ['a package that would be an option', { clientPackages: ['--nogpgcheck'] }, 'clientPackages[0]: got "--nogpgcheck"'],
    ['more than EC2 takes', { banner: 'x'.repeat(16_384) }, 'characters of user data". EC2 takes 16384'],
  ])('refuses %s', (_, props, message) => {
    expect(messageOf(() => { new Surroundings().bastion(props); })).toContain(message);
  });

  test('refuses everything at once', () => {
    expect(messageOf(() => { new Surroundings().bastion({ sourceRanges: ['0.0.0.0/0'], users: [], maxAge: Duration.days(90) }); })).toContain('3 problems');
  });
});

describe('SessionPreferences', () => {
  const surroundings = new Surroundings();
  const preferences = surroundings.preferences({ forwarding: { host: 'database.example.internal', port: 5433 } });
  const bastion = surroundings.bastion({ sessionPreferences: preferences });
  const template = surroundings.template();

  test('encrypts, records and limits every session that names no document', () => {
    expect(preferences.documentName).toBe('SSM-SessionManagerRunShell');
    template.hasResourceProperties('AWS::SSM::Document', {
      Name: 'SSM-SessionManagerRunShell', DocumentType: 'Session', UpdateMethod: 'NewVersion',
      Content: { schemaVersion: '1.0', sessionType: 'Standard_Stream', inputs: {
        kmsKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] },
        s3BucketName: { Ref: Match.stringLikeRegexp('^Bucket') }, s3KeyPrefix: 'sessions', s3EncryptionEnabled: true,
        cloudWatchLogGroupName: { Ref: Match.stringLikeRegexp('^PreferencesRecord') }, cloudWatchEncryptionEnabled: true, cloudWatchStreamingEnabled: true,
        runAsEnabled: true, runAsDefaultUser: 'ops', idleSessionTimeout: '20', maxSessionDuration: '480',
        shellProfile: { linux: 'exec /bin/bash --login', windows: '' },
      } },
    });
  });

  test('forwards to the database, which the caller cannot change', () => {
    template.hasResourceProperties('AWS::SSM::Document', { Name: 'ForwardToDatabase', Content: {
      sessionType: 'Port',
      parameters: { localPortNumber: Match.objectLike({ type: 'String', default: '0' }) },
      properties: { host: 'database.example.internal', portNumber: '5433', type: 'LocalPortForwarding', localPortNumber: '{{ localPortNumber }}' },
    } });
    const alone = new Surroundings();
    alone.preferences();
    alone.template().resourceCountIs('AWS::SSM::Document', 1);
  });

  test('lets the server add to bucket and log group and take part in sessions, and people encrypt theirs', () => {
    const statements = bastionPolicy(template);
    const of = (sid: string) => statements.find(({ Sid }) => Sid === sid);
    expect(of('AddToSessionBucket')).toMatchObject({ Action: 's3:PutObject', Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': [expect.stringMatching(/^Bucket/), 'Arn'] }, '/sessions/*']] } });
    expect(of('SeeBucketEncryption')).toMatchObject({ Action: 's3:GetEncryptionConfiguration', Resource: { 'Fn::GetAtt': [expect.stringMatching(/^Bucket/), 'Arn'] } });
    const ofSession = { Null: { 'kms:EncryptionContext:aws:ssm:SessionId': 'false' } };
    expect(of('TakePartInSessions')).toMatchObject({ Action: 'kms:Decrypt', Condition: ofSession });
    const keys = Object.values(template.findResources('AWS::KMS::Key')).flatMap(({ Properties }) => Properties.KeyPolicy.Statement as Statement[]);
    expect(keys.find(({ Sid }) => Sid === 'ServersTakePartInSessions')).toMatchObject({ Action: 'kms:Decrypt', Condition: ofSession, Principal: { AWS: { 'Fn::GetAtt': [expect.stringMatching(/^BastionRole/), 'Arn'] } } });
    expect(keys.find(({ Sid }) => Sid === 'ServersEncryptSessionRecords')).toMatchObject({ Condition: { StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' } } });
    expect(keys.find(({ Sid }) => Sid === 'PeopleEncryptSessions')).toMatchObject({ Action: 'kms:GenerateDataKey', Condition: { ArnLike: { 'aws:PrincipalArn': [PEOPLE] }, ...ofSession } });
    expect(bastion.role).toBeDefined();
  });

  test('asks for no key of a bucket that is imported without one', () => {
    const other = new Surroundings();
    const policy = new ManagedPolicy(other.stack, 'Policy');
    other.preferences({ bucket: Bucket.fromBucketName(other.stack, 'Imported', 'records') }).recordSessionsOf(other.bastion().role, policy);
    expect(JSON.stringify(other.template().toJSON())).not.toContain('EncryptSessionRecords');
  });

  test.each<[string, Partial<SessionPreferencesProps>, string]>([
    ['nobody who uses it', { usedBy: [] }, 'usedBy: got []'],
    ['everybody', { usedBy: ['arn:aws:iam::111122223333:role/*'] }, 'usedBy[0]: got "arn:aws:iam::111122223333:role/*"'],
    ['a user', { usedBy: ['arn:aws:iam::111122223333:user/bob'] }, 'usedBy[0]'],
    ['an account that becomes root', { runAsUser: 'ssm-user' }, 'runAsUser: got "ssm-user"'],
    ['a prefix with a slash', { bucketPrefix: '/sessions/' }, 'bucketPrefix: got "/sessions/"'],
    ['an idle hour and more', { idleTimeout: Duration.minutes(61) }, 'idleTimeout: got'],
    ['half a minute', { idleTimeout: Duration.seconds(90) }, 'idleTimeout: got'],
    ['more than a working day', { maxDuration: Duration.hours(9) }, 'maxDuration: got "9 hours". Give whole minutes, up to 8 hours'],
    ['forwarding to a shell', { forwarding: { host: 'host', port: 22 } }, 'forwarding.port: got 22'],
  ])('refuses %s', (_, props, message) => {
    expect(messageOf(() => { new Surroundings().preferences(props); })).toContain(message);
  });

  test.each(['arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_Operator_*', 'arn:aws:iam::*:role/people/Operator', 'arn:aws:iam::111122223333:role/grants/support/*'])('takes %s', (arn) => {
    expect(() => new Surroundings().preferences({ usedBy: [arn] })).not.toThrow();
  });
});

describe('BastionAccess', () => {
  const TAGGED = { 'aws:ResourceTag/dtap:access': 'bastion' };

  test('a key is pushed to the bastion only, and for one account', () => {
    const [push] = rendered([BastionAccess.pushKey('dba')]);
    expect(push).toMatchObject({ Action: 'ec2-instance-connect:SendSSHPublicKey', Condition: { StringEquals: { ...TAGGED, 'ec2:osuser': 'dba' } } });
    expect(JSON.stringify(push.Resource)).toContain(':instance/*');
  });

  test('a session starts on the bastion only, by one document only', () => {
    for (const [statements, document] of [[BastionAccess.startShell(), 'SSM-SessionManagerRunShell'], [BastionAccess.forwardToDatabase(), 'ForwardToDatabase']] as const) {
      const [instance, named] = rendered(statements);
      expect(instance).toMatchObject({ Action: 'ssm:StartSession', Condition: { StringEquals: { 'ssm:resourceTag/dtap:access': 'bastion' }, BoolIfExists: { 'ssm:SessionDocumentAccessCheck': 'true' } } });
      expect(named.Action).toBe('ssm:StartSession');
      expect(JSON.stringify(named.Resource)).toContain(`:document/${document}"`);
    }
  });

  test('sessions are taken up and ended by who started them', () => {
    const [channel, end] = rendered(BastionAccess.ownSessions());
    expect(channel.Action).toBe('ssmmessages:OpenDataChannel');
    expect(JSON.stringify(channel.Resource)).toContain(':session/${aws:userid}-*');
    expect(end).toMatchObject({ Action: ['ssm:ResumeSession', 'ssm:TerminateSession'], Condition: { StringLike: { 'ssm:resourceTag/aws:ssmmessages:session-id': ['${aws:userid}', '${aws:userid}-*'] } } });
  });

  test('no way around the VPN is allowed, nothing but listing is without bounds, and no private key is read', () => {
    const all = rendered([...BastionAccess.find(), BastionAccess.pushKey('ops'), ...BastionAccess.startShell(), ...BastionAccess.forwardToDatabase(), ...BastionAccess.ownSessions(), BastionAccess.encryptSession('arn:aws:kms:eu-central-1:111122223333:key/x')]);
    const actions = all.flatMap(({ Action }) => listed(Action));
    expect(actions.filter((action) => /\*|OpenTunnel|SerialConsole|SendCommand/.test(action))).toEqual([]);
    expect(all.filter(({ Resource }) => Resource === '*').flatMap(({ Action }) => listed(Action))).toEqual(['ec2:DescribeInstances']);
    expect(JSON.stringify(all)).not.toMatch(/host-key"/);
  });

  test('the accounts are those of a bastion whose props name none', () => {
    const surroundings = new Surroundings();
    surroundings.bastion();
    const [{ Properties }] = Object.values(surroundings.template().findResources('AWS::EC2::LaunchTemplate'));
    expect(JSON.stringify(Properties.LaunchTemplateData.UserData)).toContain(`AllowUsers ${BastionAccess.users().map(({ name }) => name).join(' ')}\\n`);
  });
});
