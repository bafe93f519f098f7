import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Stage } from 'aws-cdk-lib/core';
import { parse } from 'yaml';
import { exceptionsOf } from '../../bin/exceptions';
import { EEA_REGIONS } from '../../constructs/shared/regions';
import { costTable, HOURS, monthly, PRICES, withTable } from '../../scripts/cost';
import { picture } from '../../scripts/picture';
import { readStacks, type AssemblyStack, type Template } from '../../scripts/support/assembly';
import { buildEstate } from '../support/estate';
import { referenceAssembly } from '../support/reference-assembly';
import { REFERENCE, WITH_IDENTITY_ACCOUNT, withValue } from '../support/reference-props';
import type { EstateProps } from '../../lib/estate-props';

const ROOT = resolve(__dirname, '../..');
const textOf = (path: string) => readFileSync(join(ROOT, path), 'utf8');

type DeployedStack = Pick<AssemblyStack, 'path' | 'stage' | 'account' | 'region' | 'template'>;

/** Stacks of one stage of an estate. */
function stacksOfStage(props: EstateProps, stage: string): DeployedStack[] {
  const { app } = buildEstate({ ...props, exceptions: exceptionsOf(props) });
  return app.node.children.filter(Stage.isStage).filter(({ node }) => node.id === stage).flatMap((made) => made.synth().stacks.map((stack) => ({
    path: stack.hierarchicalId, stage: made.node.id, account: stack.environment.account, region: stack.environment.region, template: stack.template as Template,
  })));
}

let stacks: DeployedStack[];
beforeAll(async () => {
  stacks = readStacks((await referenceAssembly()).folder);
}, 120_000);

interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Action?: string | string[];
  readonly NotAction?: string[];
  readonly Resource?: unknown;
  readonly NotResource?: unknown;
  readonly Condition?: Record<string, Record<string, unknown>>;
}

interface PolicyTemplate {
  readonly Parameters: Record<string, { readonly Default?: string; readonly AllowedValues?: string[] }>;
  readonly Resources: Record<string, { readonly Properties: { readonly PolicyDocument: { readonly Statement: unknown[] } } }>;
}

/** A CloudFormation template with its short functions written out. */
function policyTemplate(path: string): PolicyTemplate {
  const short = ['Sub', 'Ref', 'If', 'Equals', 'Join'].flatMap((name) => ['str', 'seq'].map((kind) => ({
    tag: `!${name}`,
    ...(kind === 'seq' && { collection: 'seq' as const }),
    resolve: (value: unknown) => ({ [name === 'Ref' ? 'Ref' : `Fn::${name}`]: kind === 'seq' ? (value as { toJSON(): unknown }).toJSON() : value }),
  })));
  return parse(textOf(path), { customTags: short }) as PolicyTemplate;
}

/** A value with its `Fn::If` decided, where one condition of the template holds or none does. What is `AWS::NoValue` goes. */
function decided(value: unknown, holds?: string): unknown {
  if (Array.isArray(value)) {
    return value.map((each) => decided(each, holds)).filter((each) => (each as { Ref?: string }).Ref !== 'AWS::NoValue');
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if ('Fn::If' in value) {
    const [condition, then, otherwise] = value['Fn::If'] as [string, unknown, unknown];
    return decided(condition === holds ? then : otherwise, holds);
  }
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, decided(each, holds)]));
}

/** Statements of each policy of a template, where a condition of it holds or none does. */
function policiesOf(template: PolicyTemplate, holds?: string): Statement[][] {
  return Object.values(template.Resources).map((policy) => decided(policy.Properties.PolicyDocument.Statement, holds) as Statement[]);
}

/** Statements of all policies of a template together. */
const statementsOf = (template: PolicyTemplate, holds?: string): Statement[] => policiesOf(template, holds).flat();

/** Characters that IAM counts of a policy for an account: functions filled in, no whitespace. */
function sizeOf(statements: Statement[], stage: string): number {
  const values: Record<string, string> = { 'AWS::Partition': 'aws', 'AWS::AccountId': '123456789012', 'Stage': stage, 'PolicyName': 'cdk-dtap-boundary', 'BoundaryName': 'cdk-dtap-boundary', 'ExecutionPolicyName': 'cdk-dtap-execution' };
  return JSON.stringify({ Version: '2012-10-17', Statement: statements }, (_, value) => {
    const object = value as { 'Fn::Sub'?: string; 'Ref'?: string } | null;
    return object?.['Fn::Sub']?.replace(/\$\{([\w:]+)\}/g, (__, name: string) => values[name]) ?? (object?.Ref === 'Regions' ? Object.keys(EEA_REGIONS) : value);
  }).length;
}

const matches = (pattern: string, action: string) => new RegExp(`^${pattern.replaceAll('*', '.*')}$`, 'i').test(action);
const actionsOf = (statement: Statement) => [statement.Action ?? []].flat();
const namesAction = (statements: Statement[], effect: string, action: string) => statements.filter((statement) => statement.Effect === effect && actionsOf(statement).some((pattern) => matches(pattern, action)));

/** An action that CloudFormation needs for each resource type of the estate. */
const NEEDED: Record<string, string> = {
  'AWS::SecretsManager::RotationSchedule': 'secretsmanager:RotateSecret',
  'AWS::SecretsManager::Secret': 'secretsmanager:CreateSecret',
  'AWS::Route53::HealthCheck': 'route53:CreateHealthCheck',
  'AWS::RDS::GlobalCluster': 'rds:CreateGlobalCluster',
  'AWS::Lambda::Permission': 'lambda:AddPermission',
  'AWS::FIS::ExperimentTemplate': 'fis:CreateExperimentTemplate',
  'AWS::ECR::ReplicationConfiguration': 'ecr:PutReplicationConfiguration',
  'AWS::Config::DeliveryChannel': 'config:PutDeliveryChannel',
  'AWS::Config::ConfigurationRecorder': 'config:PutConfigurationRecorder',
  'AWS::Backup::RestoreTestingSelection': 'backup:CreateRestoreTestingSelection',
  'AWS::Backup::RestoreTestingPlan': 'backup:CreateRestoreTestingPlan',
  'AWS::Backup::ReportPlan': 'backup:CreateReportPlan',
  'AWS::Backup::Framework': 'backup:CreateFramework',
  'AWS::AccessAnalyzer::Analyzer': 'access-analyzer:CreateAnalyzer',
  'AWS::ApplicationAutoScaling::ScalableTarget': 'application-autoscaling:RegisterScalableTarget',
  'AWS::ApplicationAutoScaling::ScalingPolicy': 'application-autoscaling:PutScalingPolicy',
  'AWS::AutoScaling::AutoScalingGroup': 'autoscaling:CreateAutoScalingGroup',
  'AWS::Backup::BackupPlan': 'backup:CreateBackupPlan',
  'AWS::Backup::BackupSelection': 'backup:CreateBackupSelection',
  'AWS::Backup::BackupVault': 'backup:CreateBackupVault',
  'AWS::Backup::LogicallyAirGappedBackupVault': 'backup:CreateLogicallyAirGappedBackupVault',
  'AWS::CertificateManager::Certificate': 'acm:RequestCertificate',
  'AWS::CloudWatch::Alarm': 'cloudwatch:PutMetricAlarm',
  'AWS::DynamoDB::Table': 'dynamodb:CreateTable',
  'AWS::EC2::ClientVpnAuthorizationRule': 'ec2:AuthorizeClientVpnIngress',
  'AWS::EC2::ClientVpnEndpoint': 'ec2:CreateClientVpnEndpoint',
  'AWS::EC2::ClientVpnTargetNetworkAssociation': 'ec2:AssociateClientVpnTargetNetwork',
  'AWS::EC2::EIP': 'ec2:AllocateAddress',
  'AWS::EC2::FlowLog': 'ec2:CreateFlowLogs',
  'AWS::EC2::GatewayRouteTableAssociation': 'ec2:AssociateRouteTable',
  'AWS::EC2::InternetGateway': 'ec2:CreateInternetGateway',
  'AWS::EC2::LaunchTemplate': 'ec2:CreateLaunchTemplate',
  'AWS::EC2::NatGateway': 'ec2:CreateNatGateway',
  'AWS::EC2::NetworkAcl': 'ec2:CreateNetworkAcl',
  'AWS::EC2::NetworkAclEntry': 'ec2:CreateNetworkAclEntry',
  'AWS::EC2::Route': 'ec2:CreateRoute',
  'AWS::EC2::RouteTable': 'ec2:CreateRouteTable',
  'AWS::EC2::SecurityGroup': 'ec2:CreateSecurityGroup',
  'AWS::EC2::SecurityGroupEgress': 'ec2:AuthorizeSecurityGroupEgress',
  'AWS::EC2::SecurityGroupIngress': 'ec2:AuthorizeSecurityGroupIngress',
  'AWS::EC2::SnapshotBlockPublicAccess': 'ec2:EnableSnapshotBlockPublicAccess',
  'AWS::EC2::Subnet': 'ec2:CreateSubnet',
  'AWS::EC2::SubnetNetworkAclAssociation': 'ec2:ReplaceNetworkAclAssociation',
  'AWS::EC2::SubnetRouteTableAssociation': 'ec2:AssociateRouteTable',
  'AWS::EC2::VPC': 'ec2:CreateVpc',
  'AWS::EC2::VPCBlockPublicAccessExclusion': 'ec2:CreateVpcBlockPublicAccessExclusion',
  'AWS::EC2::VPCBlockPublicAccessOptions': 'ec2:ModifyVpcBlockPublicAccessOptions',
  'AWS::EC2::VPCEncryptionControl': 'ec2:CreateVpcEncryptionControl',
  'AWS::EC2::VPCEndpoint': 'ec2:CreateVpcEndpoint',
  'AWS::EC2::VPCGatewayAttachment': 'ec2:AttachInternetGateway',
  'AWS::EC2::VPCPeeringConnection': 'ec2:CreateVpcPeeringConnection',
  'AWS::ECR::PullThroughCacheRule': 'ecr:CreatePullThroughCacheRule',
  'AWS::ECR::RegistryScanningConfiguration': 'ecr:PutRegistryScanningConfiguration',
  'AWS::ECR::Repository': 'ecr:CreateRepository',
  'AWS::ECR::RepositoryCreationTemplate': 'ecr:CreateRepositoryCreationTemplate',
  'AWS::ECS::Cluster': 'ecs:CreateCluster',
  'AWS::ECS::Service': 'ecs:CreateService',
  'AWS::ECS::TaskDefinition': 'ecs:RegisterTaskDefinition',
  'AWS::ElasticLoadBalancingV2::Listener': 'elasticloadbalancing:CreateListener',
  'AWS::ElasticLoadBalancingV2::ListenerRule': 'elasticloadbalancing:CreateRule',
  'AWS::ElasticLoadBalancingV2::LoadBalancer': 'elasticloadbalancing:CreateLoadBalancer',
  'AWS::ElasticLoadBalancingV2::TargetGroup': 'elasticloadbalancing:CreateTargetGroup',
  'AWS::Events::Rule': 'events:PutRule',
  'AWS::IAM::Group': 'iam:CreateGroup',
  'AWS::IAM::InstanceProfile': 'iam:CreateInstanceProfile',
  'AWS::IAM::ManagedPolicy': 'iam:CreatePolicy',
  'AWS::IAM::Role': 'iam:CreateRole',
  'AWS::IAM::SAMLProvider': 'iam:CreateSAMLProvider',
  'AWS::KMS::Alias': 'kms:CreateAlias',
  'AWS::KMS::Key': 'kms:CreateKey',
  'AWS::Lambda::Function': 'lambda:CreateFunction',
  'AWS::Logs::LogGroup': 'logs:CreateLogGroup',
  'AWS::Logs::LogStream': 'logs:CreateLogStream',
  'AWS::Logs::ResourcePolicy': 'logs:PutResourcePolicy',
  'AWS::NetworkFirewall::Firewall': 'network-firewall:CreateFirewall',
  'AWS::NetworkFirewall::FirewallPolicy': 'network-firewall:CreateFirewallPolicy',
  'AWS::NetworkFirewall::LoggingConfiguration': 'network-firewall:UpdateLoggingConfiguration',
  'AWS::NetworkFirewall::RuleGroup': 'network-firewall:CreateRuleGroup',
  'AWS::Organizations::Policy': 'organizations:CreatePolicy',
  'AWS::RDS::DBCluster': 'rds:CreateDBCluster',
  'AWS::RDS::DBClusterParameterGroup': 'rds:CreateDBClusterParameterGroup',
  'AWS::RDS::DBInstance': 'rds:CreateDBInstance',
  'AWS::RDS::DBSubnetGroup': 'rds:CreateDBSubnetGroup',
  'AWS::Route53::HostedZone': 'route53:CreateHostedZone',
  'AWS::Route53::RecordSet': 'route53:ChangeResourceRecordSets',
  'AWS::Route53Resolver::ResolverQueryLoggingConfig': 'route53resolver:CreateResolverQueryLogConfig',
  'AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation': 'route53resolver:AssociateResolverQueryLogConfig',
  'AWS::S3::Bucket': 's3:CreateBucket',
  'AWS::S3::BucketPolicy': 's3:PutBucketPolicy',
  'AWS::SNS::Subscription': 'sns:Subscribe',
  'AWS::SNS::Topic': 'sns:CreateTopic',
  'AWS::SNS::TopicPolicy': 'sns:SetTopicAttributes',
  'AWS::SQS::Queue': 'sqs:CreateQueue',
  'AWS::SQS::QueuePolicy': 'sqs:SetQueueAttributes',
  'AWS::SSM::Association': 'ssm:CreateAssociation',
  'AWS::SSM::Document': 'ssm:CreateDocument',
  'AWS::SSO::Assignment': 'sso:CreateAccountAssignment',
  'AWS::SSO::PermissionSet': 'sso:CreatePermissionSet',
  'AWS::Scheduler::Schedule': 'scheduler:CreateSchedule',
  'AWS::Scheduler::ScheduleGroup': 'scheduler:CreateScheduleGroup',
  'AWS::StepFunctions::StateMachine': 'states:CreateStateMachine',
  'AWS::WAFv2::LoggingConfiguration': 'wafv2:PutLoggingConfiguration',
  'AWS::WAFv2::WebACL': 'wafv2:CreateWebACL',
  'AWS::WAFv2::WebACLAssociation': 'wafv2:AssociateWebACL',
  'Custom::VpcRestrictDefaultSG': 'lambda:InvokeFunction',
};

describe('the execution policy', () => {
  const template = policyTemplate('bootstrap/execution-policy.yaml');
  const ordinary = statementsOf(template);
  const management = statementsOf(template, 'IsManagementAccount');

  test('lets CloudFormation make every resource type of the estate, in the account that has it', () => {
    const identity = statementsOf(template, 'IsIdentityAccount');
    const statements: Record<string, Statement[]> = { Organization: management, Identity: identity };
    const withIdentity = [...stacks, ...stacksOfStage(WITH_IDENTITY_ACCOUNT, 'Identity')];
    expect(withIdentity.map(({ path }) => path)).toContain('Identity/Groups');
    const denied = withIdentity.flatMap(({ path, stage, template: { Resources = {} } }) => [...new Set(Object.values(Resources).map(({ Type }) => Type))]
      .filter((type) => namesAction(statements[stage] ?? ordinary, 'Allow', NEEDED[type] ?? 'none:Such').length === 0)
      .map((type) => `${path}: ${type} (${NEEDED[type] ?? 'say in NEEDED which action it takes, and add it to the policy'})`));
    expect(denied).toEqual([]);
  });

  test('reads outputs of other stacks, which every reference between stacks needs', () => {
    expect(namesAction(ordinary, 'Allow', 'cloudformation:DescribeStacks')).toHaveLength(1);
  });

  test.each([
    'iam:CreateUser', 'iam:CreateAccessKey', 'iam:UpdateAccessKey', 'iam:AttachUserPolicy', 'iam:AddUserToGroup', 'iam:CreateGroup', 'iam:DeleteRolePermissionsBoundary', 'sts:AssumeRole',
    'kms:DisableKey', 's3:PutObject', 's3:DeleteObject', 'rds:ModifyDBSnapshotAttribute', 'rds:ModifyDBClusterSnapshotAttribute', 'rds:RestoreDBClusterFromSnapshot',
    'rds:DeleteDBClusterAutomatedBackup', 'ec2:ModifySnapshotAttribute', 'ec2:ModifyVpcPeeringConnectionOptions', 'ec2:ExportClientVpnClientConfiguration', 'ecs:ExecuteCommand', 'ecs:RunTask',
    'lambda:CreateFunctionUrlConfig', 'logs:GetLogEvents', 'logs:PutLogEvents', 'ssm:StartSession', 'ssm:SendCommand', 'ssm:StartAutomationExecution', 'ssm:GetParameter',
    'states:StartExecution', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Scan', 'sqs:ReceiveMessage', 'sqs:SendMessage', 'ec2-instance-connect:SendSSHPublicKey',
    'sso:CreateAccountAssignment', 'sso:CreatePermissionSet', 'organizations:CreatePolicy', 'guardduty:DeleteDetector', 'cloudtrail:StopLogging',
  ])('does not grant %s', (action) => {
    expect(namesAction(ordinary, 'Allow', action)).toEqual([]);
  });

  const vpcsOfAccount = { 'Fn::Sub': 'arn:${AWS::Partition}:ec2:*:${AWS::AccountId}:vpc/*' };
  test.each([
    ['uses keys on behalf of a service alone', 'kms:Encrypt', { Null: { 'kms:ViaService': 'false' } }],
    ['decrypts on behalf of a service alone', 'kms:Decrypt', { Null: { 'kms:ViaService': 'false' } }],
    ['starts servers from launch templates of the account alone', 'ec2:RunInstances', { ArnLike: { 'ec2:LaunchTemplate': { 'Fn::Sub': 'arn:${AWS::Partition}:ec2:*:${AWS::AccountId}:launch-template/*' } } }],
    ['joins networks of the account alone', 'ec2:CreateVpcPeeringConnection', { ArnLike: { 'ec2:AccepterVpc': vpcsOfAccount, 'ec2:RequesterVpc': vpcsOfAccount } }],
    ['accepts networks of the account alone', 'ec2:AcceptVpcPeeringConnection', { ArnLike: { 'ec2:AccepterVpc': vpcsOfAccount, 'ec2:RequesterVpc': vpcsOfAccount } }],
  ])('%s', (_, action, condition) => {
    const granted = namesAction(ordinary, 'Allow', action);
    const bound = granted.filter(({ Condition }) => Condition !== undefined);
    expect(bound.map(({ Condition }) => Condition)).toEqual([condition]);
    // What names no condition names the networks of the account.
    expect(granted.filter((statement) => !bound.includes(statement)).map(({ Resource }) => Resource)).toEqual(action.includes('Vpc') ? [vpcsOfAccount] : []);
  });

  test("runs no document on servers but AWS's runbook of the password policy, and reads no parameter but AWS's images and the bootstrap's version", () => {
    const resources = (action: string) => namesAction(ordinary, 'Allow', action).flatMap(({ Resource }) => [Resource].flat()).map((resource) => /[^:]*$/.exec((resource as { 'Fn::Sub': string })['Fn::Sub'])![0]);
    expect(resources('ssm:CreateAssociation')).toEqual(['association/*', 'document/AWSConfigRemediation-SetIAMPasswordPolicy']);
    expect(resources('ssm:GetParameters')).toEqual(['parameter/cdk-bootstrap/*', 'parameter/aws/service/ami-amazon-linux-latest/*']);
  });

  test('reads one secret, that of the master user of the database, and lets nobody but Secrets Manager call a function', () => {
    expect(namesAction(ordinary, 'Allow', 'secretsmanager:GetSecretValue').map(({ Resource }) => JSON.stringify(Resource))).toEqual([expect.stringContaining(':secret:MasterSecret*')]);
    expect(namesAction(ordinary, 'Allow', 'lambda:AddPermission').map(({ Condition }) => Condition)).toEqual([{ StringEquals: { 'lambda:Principal': 'secretsmanager.amazonaws.com' } }]);
  });

  test('changes no identity of any name: those of the stage, those whose names accounts agree on, and those below /people/ and /grants/', () => {
    const identity = ordinary.filter((statement) => actionsOf(statement).some((action) => /^iam:/.test(action) && !/^iam:(Get|List)/.test(action)));
    const named = identity.flatMap(({ Resource }) => [Resource].flat()).map((resource) => /[^:]*$/.exec((resource as { 'Fn::Sub': string })['Fn::Sub'])![0]);
    expect([...new Set(named)].sort()).toEqual([
      'instance-profile/${Stage}-*', 'policy/${Stage}-*', 'policy/grants/*', 'policy/people/*', 'role/${Stage}-*', 'role/*-runbook', 'role/aws-service-role/*', 'role/bar-person*', 'role/bar-person-runbook', 'role/master-key-grant-door',
      'role/people/*', 'role/stale-key-rotation', 'role/support-grant-door', 'saml-provider/*',
    ]);
  });

  test('makes roles under the boundary alone, and those of people under one of theirs', () => {
    const bound = (statements: Statement[]) => statements.map(({ Resource, Condition }) => [JSON.stringify(Resource).includes('role/people/*'), Condition]);
    const boundary = [false, { StringEquals: { 'iam:PermissionsBoundary': { 'Fn::Sub': expect.stringContaining('policy/${BoundaryName}') } } }];
    const people = [true, { ArnLike: { 'iam:PermissionsBoundary': { 'Fn::Sub': expect.stringContaining('policy/people/PersonBoundary-*') } } }];
    for (const action of ['iam:CreateRole', 'iam:PutRolePermissionsBoundary', 'iam:AttachRolePolicy', 'iam:PutRolePolicy']) {
      expect(bound(namesAction(ordinary, 'Allow', action))).toEqual([boundary, people]);
      const [reserved, ...others] = namesAction(management, 'Allow', action).filter(({ Condition }) => Condition === undefined);
      expect([others, JSON.stringify(reserved.Resource)]).toEqual([[], expect.stringMatching(/:role\/aws-reserved\/sso\.amazonaws\.com\/\*/)]);
    }
  });

  test('makes groups in the identity account alone, below /people/, with the policies of people', () => {
    const [groups] = namesAction(statementsOf(template, 'IsIdentityAccount'), 'Allow', 'iam:CreateGroup');
    expect(groups.Resource).toEqual({ 'Fn::Sub': expect.stringMatching(/:group\/people\/\*$/) });
    expect(groups.Condition).toEqual({ ArnLikeIfExists: { 'iam:PolicyARN': { 'Fn::Sub': expect.stringMatching(/:policy\/people\/\*$/) } } });
  });

  /** Whether statements name an action on a resource of an account, given as what follows the account in its ARN. */
  const reaches = (statements: Statement[], action: string, stage: string, resource: string) => namesAction(statements, 'Allow', action).some(({ Resource }) => [Resource].flat().some((each) => {
    const pattern = (each as { 'Fn::Sub'?: string })['Fn::Sub']?.replaceAll('${Stage}', stage).replace(/^.*\$\{AWS::AccountId\}:/, '') ?? '*';
    return new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(resource);
  }));

  test('reaches every role, policy and function of the estate by its name', () => {
    const kinds: Record<string, [string, string, string]> = {
      'AWS::IAM::Role': ['iam:CreateRole', 'role', 'RoleName'],
      'AWS::IAM::ManagedPolicy': ['iam:CreatePolicy', 'policy', 'ManagedPolicyName'],
      'AWS::Lambda::Function': ['lambda:CreateFunction', 'function', 'FunctionName'],
    };
    const arnOf = (kind: string, path: string, name: string) => kind === 'function' ? `function:${name}` : `${kind}${path}${name}`;
    const identities = stacks.flatMap(({ path, stage, template: { Resources = {} } }) => Object.values(Resources).filter(({ Type }) => Type in kinds).map(({ Type, Properties = {} }) => {
      const [action, kind, name] = kinds[Type];
      return { stage, action, resource: arnOf(kind, String(Properties.Path ?? '/'), String(Properties[name] ?? `${path.replace('/', '-')}-Id-1A2B3C`)) };
    }));
    expect(identities.length).toBeGreaterThan(200);
    expect(identities.filter(({ stage, action, resource }) => !reaches(stage === 'Organization' ? management : ordinary, action, stage, resource))).toEqual([]);
  });

  test('hands roles to the services that they trust, and to no other', () => {
    const roles = stacks.flatMap(({ stage, path, template: { Resources = {} } }) => Object.values(Resources).filter(({ Type }) => Type === 'AWS::IAM::Role').map(({ Properties = {} }) => ({
      stage,
      name: String(Properties.RoleName ?? `${path.replace('/', '-')}-Id-1A2B3C`),
      services: (Properties.AssumeRolePolicyDocument as { Statement: { Principal: { Service?: string } }[] }).Statement.flatMap(({ Principal }) => Principal.Service ?? []),
    }))).filter(({ services }) => services.length > 0);
    const [pass, ...others] = namesAction(ordinary, 'Allow', 'iam:PassRole');
    expect(others).toEqual([]);
    expect(pass.Condition!.StringEquals['iam:PassedToService']).toEqual([...new Set(roles.flatMap(({ services }) => services))].sort());
    expect(roles.filter(({ stage, name }) => !reaches(ordinary, 'iam:PassRole', stage, `role/${name}`))).toEqual([]);
  });

  test('knows the stages of the estate, and that of the identity account', () => {
    const stages = [...new Set(stacks.map(({ stage }) => stage))];
    expect([...template.Parameters.Stage.AllowedValues!].sort()).toEqual([...stages, 'Identity'].sort());
  });

  test('is no longer than a managed policy may be', () => {
    const sizes = [['IsManagementAccount', 'Organization'], ['IsIdentityAccount', 'Identity'], ['none', 'Development']].flatMap(([holds, stage]) => policiesOf(template, holds).map((policy) => sizeOf(policy, stage)));
    expect(sizes.filter((size) => size > 6144)).toEqual([]);
  });
});

describe('the permissions boundary', () => {
  const template = policyTemplate('bootstrap/permissions-boundary.yaml');
  const ordinary = statementsOf(template, 'IsOrdinaryAccount');
  const management = statementsOf(template);

  test.each([
    'iam:CreateUser', 'iam:CreateAccessKey', 'iam:CreateLoginProfile', 'iam:AddUserToGroup', 'iam:DeleteRolePermissionsBoundary', 'organizations:LeaveOrganization', 'account:CloseAccount', 'account:EnableRegion',
    'cloudtrail:StopLogging', 'guardduty:DeleteDetector', 'securityhub:DisassociateFromAdministratorAccount',
  ])('denies %s, without a condition', (action) => {
    expect(namesAction(management, 'Deny', action).filter(({ Condition, Resource }) => Condition === undefined && Resource === '*')).toHaveLength(1);
  });

  test('denies a role without the boundary, and a role of people without one of theirs', () => {
    const within = (pattern: string) => ({ 'Fn::Sub': expect.stringMatching(new RegExp(`:${pattern.replaceAll('*', '\\*')}$`)) });
    for (const action of ['iam:CreateRole', 'iam:PutRolePermissionsBoundary', 'iam:AttachRolePolicy', 'iam:PutRolePolicy']) {
      const denials = (statements: Statement[]) => namesAction(statements, 'Deny', action).filter(({ Condition }) => JSON.stringify(Condition ?? '').includes('iam:PermissionsBoundary'));
      const [estate, people, ...others] = denials(ordinary);
      expect(others).toEqual([]);
      expect(estate).toMatchObject({ NotResource: [within('role/people/*')], Condition: { StringNotEquals: { 'iam:PermissionsBoundary': { 'Fn::Sub': expect.stringContaining(':policy/${PolicyName}') } } } });
      expect(people).toMatchObject({ Resource: within('role/people/*'), Condition: { ArnNotLike: { 'iam:PermissionsBoundary': within('policy/people/PersonBoundary-*') } } });
      expect(denials(management)[0].NotResource).toEqual([within('role/people/*'), within('role/aws-reserved/sso.amazonaws.com/*')]);
    }
  });

  test('lets only deployments and the runbook that bars change what people may do and where they sign in, and only what disables keys touch keys', () => {
    const except = (action: string, resource: string) => namesAction(management, 'Deny', action).filter(({ Resource = '' }) => JSON.stringify(Resource).includes(resource))
      .map(({ Condition }) => JSON.stringify(Condition?.ArnNotLike['aws:PrincipalArn'] ?? 'everybody').match(/role\/[\w*-]+/g));
    for (const [action, resource] of [
      ['iam:CreateSAMLProvider', ':saml-provider/*'], ['iam:UpdateSAMLProvider', ':saml-provider/*'], ['iam:CreatePolicyVersion', ':policy/people/*'], ['iam:DeletePolicy', ':policy/grants/*'], ['iam:UpdateAssumeRolePolicy', ':role/people/*'], ['iam:AttachGroupPolicy', ':group/*'], ['iam:PutRolePolicy', ':role/aws-reserved/*'],
    ]) {
      expect(except(action, resource)).toEqual([['role/bar-person-runbook', 'role/cdk-*-cfn-exec-role-*']]);
    }
    expect(except('iam:UpdateAccessKey', '"*"')).toEqual([['role/bar-person*', 'role/stale-key-rotation']]);
  });

  test('denies touching or borrowing what guards the account', () => {
    for (const action of ['iam:CreatePolicyVersion', 'iam:DeletePolicy', 'iam:SetDefaultPolicyVersion', 'iam:UpdateAssumeRolePolicy', 'iam:PassRole', 'sts:AssumeRole', 'iam:DeleteRole', 'iam:UpdateSAMLProvider']) {
      const guarded = (statements: Statement[]) => namesAction(statements, 'Deny', action).filter(({ Condition }) => Condition === undefined).map(({ Resource }) => JSON.stringify(Resource).match(/(?<=:)(role|policy|saml-provider)\/[^"]+/g));
      expect(guarded(management)).toEqual([['role/cdk-*', 'role/OrganizationAccountAccessRole', 'policy/${PolicyName}', 'policy/${ExecutionPolicyName}*']]);
      expect(guarded(ordinary)).toEqual([['role/cdk-*', 'role/OrganizationAccountAccessRole', 'role/aws-reserved/*', 'saml-provider/AWSSSO_*', 'policy/${PolicyName}', 'policy/${ExecutionPolicyName}*']]);
    }
  });

  test('denies every region but those of the account, all of them inside the EEA', () => {
    const [fence] = ordinary.filter(({ NotAction }) => NotAction);
    expect(fence).toMatchObject({ Effect: 'Deny', Resource: '*', Condition: { StringNotEquals: { 'aws:RequestedRegion': { Ref: 'Regions' } } } });
    // IAM's sign-in to a database tells no region: denied with the others, no service would reach its database.
    expect(fence.NotAction).toContain('rds-db:connect');
    expect(template.Parameters.Regions.AllowedValues).toEqual(Object.keys(EEA_REGIONS));
    const { primary, recovery, backup } = REFERENCE.regions;
    expect(template.Parameters.Regions.Default).toBe([primary, recovery, backup].join(','));
  });

  test('lets only the management account write policies of the organisation', () => {
    expect(namesAction(ordinary, 'Deny', 'organizations:CreatePolicy').map(({ Sid }) => Sid)).toEqual(['DenyOrganizationPolicies']);
    expect(namesAction(management, 'Deny', 'organizations:CreatePolicy')).toEqual([]);
  });

  test('is no longer than a managed policy may be', () => {
    expect([ordinary, management].map((statements) => sizeOf(statements, 'Development')).filter((size) => size > 6144)).toEqual([]);
  });
});

describe('docs/deploying.md', () => {
  const text = textOf('docs/deploying.md');

  test('bootstraps every account and region of the estate and no other; the environments alone trust the release account', () => {
    const bootstrapped = [...text.matchAll(/^regions='?([\w -]+?)'? bootstrap acme-(\w+) (\d+)( \$trust)?$/gm)].flatMap(([, regions, , account, trust]) =>
      regions.split(' ').map((region) => `${account} ${region}${trust ? ' trusts' : ''}`));
    const environments = Object.values(REFERENCE.environments).map(({ account }) => account);
    const needed = stacks.map(({ account, region }) => `${account} ${region}${environments.includes(account) ? ' trusts' : ''}`);
    expect(bootstrapped.sort()).toEqual([...new Set(needed)].sort());
    expect(text).toContain(`trust='--trust ${REFERENCE.sharedAccounts.release} --trust-for-lookup ${REFERENCE.sharedAccounts.release}'`);
  });

  test('switches on the policy types that the guardrails are of', () => {
    const types = stacks.flatMap(({ template: { Resources = {} } }) => Object.values(Resources)).filter(({ Type }) => Type === 'AWS::Organizations::Policy').map(({ Properties }) => String(Properties!.Type));
    expect(/for type in ([A-Z0-9_ ]+);/.exec(text)![1].split(' ').sort()).toEqual([...new Set(types)].sort());
  });

  test('deploys stacks that there are, and every stage', () => {
    const selected = [...(text + textOf('README.md')).matchAll(/cdk (?:deploy|diff) '([^']+)'/g)].map(([, selection]) => selection);
    const unknown = selected.filter((selection) => !stacks.some(({ path, stage }) => selection === path || selection === `${stage}/**`));
    expect(unknown).toEqual([]);
    expect(selected).toEqual(expect.arrayContaining(['Organization/Guardrails', 'Organization/**', 'Security/**', 'Backup/**', 'Release/**', 'Production/Domain', 'Production/**']));
  });

  test('names the policies as the templates and the configuration do', () => {
    const boundary = policyTemplate('bootstrap/permissions-boundary.yaml').Parameters;
    const execution = policyTemplate('bootstrap/execution-policy.yaml').Parameters;
    expect([execution.BoundaryName.Default, boundary.ExecutionPolicyName.Default]).toEqual([boundary.PolicyName.Default, execution.PolicyName.Default]);
    expect(text).toContain(`--custom-permissions-boundary ${boundary.PolicyName.Default} `);
    expect(text).toContain(`policies=arn:aws:iam::$account:policy/${execution.PolicyName.Default}\n`);
    expect(text).toContain('--cloudformation-execution-policies $policies,$policies-operations,$policies-access,$policies-recovery ');
    const names = Object.values(policyTemplate('bootstrap/execution-policy.yaml').Resources).map(({ Properties }) => (Properties as unknown as { ManagedPolicyName: { 'Ref'?: string; 'Fn::Sub'?: string } }).ManagedPolicyName);
    expect(names.map((name) => name['Fn::Sub'] ?? '${PolicyName}')).toEqual(['${PolicyName}', '${PolicyName}-operations', '${PolicyName}-access', '${PolicyName}-recovery']);
    expect(text).toContain(`permissionsBoundary: '${boundary.PolicyName.Default}'`);
  });
});

describe('the cost of an environment', () => {
  const resource = (Type: string, Properties: Record<string, unknown> = {}) => ({ Type, Properties });
  const cost = (item: string, ...resources: { Type: string; Properties: Record<string, unknown> }[]) => {
    const price = PRICES.find((one) => one.item === item)!;
    return monthly(price, resources);
  };
  const nat = resource('AWS::EC2::NatGateway');
  const firewall = (endpoints: number) => resource('AWS::NetworkFirewall::Firewall', { SubnetMappings: Array(endpoints).fill({}) });

  test('is hours of a month times the price by the hour, or the price by the month', () => {
    expect(cost('Load balancer', resource('AWS::ElasticLoadBalancingV2::LoadBalancer'), resource('AWS::ElasticLoadBalancingV2::LoadBalancer'))).toBeCloseTo(2 * 730 * 0.027);
    expect(cost('Customer-managed key', resource('AWS::KMS::Key'), resource('AWS::KMS::Alias'))).toBe(1);
    expect(HOURS).toBe(730);
  });

  test('takes a NAT gateway off for each endpoint of a firewall, and never more than there are', () => {
    expect(cost('NAT gateway without a firewall', nat, nat)).toBeCloseTo(2 * 730 * 0.052);
    expect(cost('NAT gateway without a firewall', nat, nat, firewall(1))).toBeCloseTo(730 * 0.052);
    expect(cost('NAT gateway without a firewall', nat, firewall(3))).toBe(0);
    expect(cost('Network Firewall endpoint', firewall(3))).toBeCloseTo(3 * 730 * 0.395);
  });

  test('counts interface endpoints by zone, and gateway endpoints not at all', () => {
    const endpoint = (VpcEndpointType: string, zones: number) => resource('AWS::EC2::VPCEndpoint', { VpcEndpointType, SubnetIds: Array(zones).fill('subnet') });
    expect(cost('Interface endpoint in a zone', endpoint('Interface', 3), endpoint('Interface', 1), endpoint('Gateway', 0))).toBeCloseTo(4 * 730 * 0.012);
  });

  test('counts what tasks and members keep at least', () => {
    const target = resource('AWS::ApplicationAutoScaling::ScalableTarget', { MinCapacity: 2, MaxCapacity: 24 });
    const task = resource('AWS::ECS::TaskDefinition', { Cpu: '512', Memory: '1024' });
    expect(cost('Fargate processor (ARM)', target, task)).toBeCloseTo(2 * 0.5 * 730 * 0.03725);
    expect(cost('Fargate GB of memory (ARM)', target, task)).toBeCloseTo(2 * 730 * 0.00409);
    const cluster = resource('AWS::RDS::DBCluster', { ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 8 }, ManageMasterUserPassword: true });
    expect(cost('Aurora capacity unit', cluster, resource('AWS::RDS::DBInstance'), resource('AWS::RDS::DBInstance'))).toBeCloseTo(2 * 0.5 * 730 * 0.14);
    expect(cost('Secret', cluster)).toBe(0.4);
  });

  test('counts public addresses of NAT gateways and of load balancers that face the Internet', () => {
    const balancer = (Scheme: string) => resource('AWS::ElasticLoadBalancingV2::LoadBalancer', { Scheme, Subnets: ['a', 'b', 'c'] });
    expect(cost('Public IPv4 address', resource('AWS::EC2::EIP'), balancer('internet-facing'), balancer('internal'))).toBeCloseTo(4 * 730 * 0.005);
  });

  test('counts each network of a client VPN, and the servers that groups keep, with their volumes', () => {
    const association = resource('AWS::EC2::ClientVpnTargetNetworkAssociation');
    const template = resource('AWS::EC2::LaunchTemplate', { LaunchTemplateData: { BlockDeviceMappings: [{ Ebs: { VolumeSize: 20 } }, { Ebs: { VolumeSize: 5 } }] } });
    const access = [resource('AWS::EC2::ClientVpnEndpoint'), association, association, template, resource('AWS::AutoScaling::AutoScalingGroup', { MinSize: '1', MaxSize: '3' })];
    expect(cost('Client VPN association', ...access)).toBeCloseTo(2 * 730 * 0.1);
    expect(cost('Server (t4g.small)', ...access)).toBeCloseTo(730 * 0.0192);
    expect(cost('GB of a volume (gp3)', ...access)).toBeCloseTo(25 * 0.0952);
  });

  test('is for the servers and volumes that the launch templates ask for', () => {
    const launched = stacks.flatMap(({ template: { Resources = {} } }) => Object.values(Resources)).filter(({ Type }) => Type === 'AWS::EC2::LaunchTemplate')
      .map(({ Properties }) => Properties!.LaunchTemplateData as { InstanceType: string; Monitoring: { Enabled: boolean }; BlockDeviceMappings: { Ebs: { VolumeType: string } }[] });
    expect(new Set(launched.map(({ InstanceType, Monitoring, BlockDeviceMappings }) => `${InstanceType} ${Monitoring.Enabled} ${BlockDeviceMappings.map(({ Ebs }) => Ebs.VolumeType).join()}`))).toEqual(new Set(['t4g.small true gp3']));
  });

  test('is for the processor that the tasks ask for', () => {
    const tasks = stacks.flatMap(({ template: { Resources = {} } }) => Object.values(Resources)).filter(({ Type }) => Type === 'AWS::ECS::TaskDefinition');
    expect(new Set(tasks.map(({ Properties }) => (Properties!.RuntimePlatform as { CpuArchitecture: string }).CpuArchitecture))).toEqual(new Set(['ARM64']));
  });

  test('stands in docs/cost.md as the templates say: `npm run cost -- --write` puts it there', () => {
    expect(textOf('docs/cost.md')).toBe(withTable(textOf('docs/cost.md'), costTable(stacks)));
  });
});

describe('the picture of the estate', () => {
  const svg = picture(REFERENCE);

  test('shows every account, host name and range, and loads nothing from elsewhere', () => {
    const { environments, sharedAccounts, regions } = REFERENCE;
    for (const shown of [...Object.values(sharedAccounts), ...Object.values(environments).flatMap(({ account, cidr }) => [account, cidr]), 'www.acme.example', 'test.acme.example', regions.recovery, regions.backup]) {
      expect(svg).toContain(shown);
    }
    expect(svg.match(/https?:[^"]*/g)).toEqual(['http://www.w3.org/2000/svg']);
  });

  test('says what the tier table says: two environments without a firewall, one with a replica', () => {
    expect(svg.match(/not in this environment/g)).toHaveLength(2);
    expect(svg.match(/service, 2 to 24 tasks/g)).toHaveLength(1);
    expect(svg.match(/>Recovery, /g)).toHaveLength(1);
  });

  test('writes names out that have signs of their own in SVG', () => {
    expect(picture(withValue<EstateProps>(REFERENCE, 'domain', 'a&b<c'))).toContain('www.a&amp;b&lt;c');
  });
});
