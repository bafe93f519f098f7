import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Stage } from 'aws-cdk-lib/core';
import { parse } from 'yaml';
import { exceptionsOf } from '../../bin/exceptions';
import { EEA_REGIONS } from '../../constructs/shared/regions';
import { costTable, HOURS, monthly, PRICES, withTable } from '../../scripts/cost';
import { picture } from '../../scripts/picture';
import type { Template } from '../../scripts/support/assembly';
import { buildEstate } from '../support/estate';
import { REFERENCE, withValue } from '../support/reference-props';
import type { EstateProps } from '../../lib/estate-props';

const ROOT = resolve(__dirname, '../..');
const textOf = (path: string) => readFileSync(join(ROOT, path), 'utf8');

interface DeployedStack {
  readonly path: string;
  readonly stage: string;
  readonly account: string;
  readonly region: string;
  readonly template: Template;
}

let stacks: DeployedStack[];
beforeAll(() => {
  const { app } = buildEstate({ ...REFERENCE, exceptions: exceptionsOf(REFERENCE) });
  stacks = app.node.children.filter(Stage.isStage).flatMap((stage) => stage.synth().stacks.map((stack) => ({
    path: stack.hierarchicalId, stage: stage.node.id, account: stack.environment.account, region: stack.environment.region, template: stack.template as Template,
  })));
});

interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Action?: string | string[];
  readonly NotAction?: string[];
  readonly Resource: unknown;
  readonly Condition?: Record<string, Record<string, unknown>>;
}

interface PolicyTemplate {
  readonly Parameters: Record<string, { readonly Default?: string; readonly AllowedValues?: string[] }>;
  readonly Resources: Record<string, { readonly Properties: { readonly PolicyDocument: { readonly Statement: (Statement | { 'Fn::If': [string, Statement, unknown] })[] } } }>;
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

/** Statements of each policy of a template, where a condition of it holds or none does. */
function policiesOf(template: PolicyTemplate, holds?: string): Statement[][] {
  return Object.values(template.Resources).map((policy) => policy.Properties.PolicyDocument.Statement.flatMap((statement) => {
    if (!('Fn::If' in statement)) {
      return [statement];
    }
    const [condition, then] = statement['Fn::If'];
    return condition === holds ? [then] : [];
  }));
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
  'AWS::AccessAnalyzer::Analyzer': 'access-analyzer:CreateAnalyzer',
  'AWS::ApplicationAutoScaling::ScalableTarget': 'application-autoscaling:RegisterScalableTarget',
  'AWS::ApplicationAutoScaling::ScalingPolicy': 'application-autoscaling:PutScalingPolicy',
  'AWS::Backup::BackupPlan': 'backup:CreateBackupPlan',
  'AWS::Backup::BackupSelection': 'backup:CreateBackupSelection',
  'AWS::Backup::BackupVault': 'backup:CreateBackupVault',
  'AWS::Backup::LogicallyAirGappedBackupVault': 'backup:CreateLogicallyAirGappedBackupVault',
  'AWS::CertificateManager::Certificate': 'acm:RequestCertificate',
  'AWS::CloudWatch::Alarm': 'cloudwatch:PutMetricAlarm',
  'AWS::EC2::EIP': 'ec2:AllocateAddress',
  'AWS::EC2::FlowLog': 'ec2:CreateFlowLogs',
  'AWS::EC2::GatewayRouteTableAssociation': 'ec2:AssociateRouteTable',
  'AWS::EC2::InternetGateway': 'ec2:CreateInternetGateway',
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
  'AWS::IAM::ManagedPolicy': 'iam:CreatePolicy',
  'AWS::IAM::Role': 'iam:CreateRole',
  'AWS::KMS::Alias': 'kms:CreateAlias',
  'AWS::KMS::Key': 'kms:CreateKey',
  'AWS::Lambda::Function': 'lambda:CreateFunction',
  'AWS::Logs::LogGroup': 'logs:CreateLogGroup',
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
    const denied = stacks.flatMap(({ path, stage, template: { Resources = {} } }) => [...new Set(Object.values(Resources).map(({ Type }) => Type))]
      .filter((type) => namesAction(stage === 'Organization' ? management : ordinary, 'Allow', NEEDED[type] ?? 'none:Such').length === 0)
      .map((type) => `${path}: ${type} (${NEEDED[type] ?? 'say in NEEDED which action it takes, and add it to the policy'})`));
    expect(denied).toEqual([]);
  });

  test('reads outputs of other stacks, which every reference between stacks needs', () => {
    expect(namesAction(ordinary, 'Allow', 'cloudformation:DescribeStacks')).toHaveLength(1);
  });

  test.each([
    'iam:CreateUser', 'iam:CreateAccessKey', 'iam:AttachUserPolicy', 'iam:DeleteRolePermissionsBoundary', 'iam:CreateSAMLProvider', 'sts:AssumeRole',
    'secretsmanager:GetSecretValue', 'kms:Encrypt', 'kms:DisableKey', 's3:PutObject', 's3:DeleteObject', 'rds:ModifyDBSnapshotAttribute', 'rds:ModifyDBClusterSnapshotAttribute', 'rds:RestoreDBClusterFromSnapshot',
    'rds:DeleteDBClusterAutomatedBackup', 'ec2:ModifySnapshotAttribute', 'ec2:RunInstances', 'ec2:CreateVpcPeeringConnection', 'ecs:ExecuteCommand', 'ecs:RunTask', 'lambda:AddPermission', 'lambda:CreateFunctionUrlConfig',
    'logs:GetLogEvents', 'ssm:StartSession', 'ssm:GetParameter', 'organizations:CreatePolicy', 'guardduty:DeleteDetector', 'cloudtrail:StopLogging',
  ])('does not grant %s', (action) => {
    expect(namesAction(ordinary, 'Allow', action)).toEqual([]);
  });

  test('changes and hands on only the roles and policies of the stage, and makes none without the boundary', () => {
    const identity = ordinary.filter((statement) => actionsOf(statement).some((action) => /^iam:/.test(action) && !/^iam:(Get|List)/.test(action)));
    for (const { Sid, Resource } of identity) {
      expect([Sid, JSON.stringify(Resource)]).toEqual([Sid, expect.stringMatching(Sid === 'ServiceLinkedRoles' ? /role\/aws-service-role\/\*/ : /^(?!.*role\/\*).*\$\{Stage\}-\*/)]);
    }
    const [create] = namesAction(ordinary, 'Allow', 'iam:CreateRole');
    expect(create.Condition).toEqual({ StringEquals: { 'iam:PermissionsBoundary': { 'Fn::Sub': expect.stringContaining('policy/${BoundaryName}') } } });
    const [pass] = namesAction(ordinary, 'Allow', 'iam:PassRole');
    const passed = stacks.flatMap(({ template: { Resources = {} } }) => Object.values(Resources).filter(({ Type }) => Type === 'AWS::IAM::Role')
      .flatMap(({ Properties }) => (Properties!.AssumeRolePolicyDocument as { Statement: { Principal: { Service: string } }[] }).Statement.map(({ Principal }) => Principal.Service)));
    expect([...new Set(passed)].sort()).toEqual(pass.Condition!.StringEquals['iam:PassedToService']);
  });

  test('knows the stages of the estate, and the names that their roles begin with', () => {
    expect(template.Parameters.Stage.AllowedValues).toEqual([...new Set(stacks.map(({ stage }) => stage))]);
    const named = stacks.flatMap(({ template: { Resources = {} } }) => Object.values(Resources)).filter(({ Properties }) => Properties?.RoleName ?? Properties?.ManagedPolicyName ?? Properties?.FunctionName);
    expect(named).toEqual([]);
  });

  test('is no longer than a managed policy may be', () => {
    const sizes = [...policiesOf(template, 'IsManagementAccount').map((policy) => sizeOf(policy, 'Organization')), ...policiesOf(template).map((policy) => sizeOf(policy, 'Development'))];
    expect(sizes.filter((size) => size > 6144)).toEqual([]);
  });
});

describe('the permissions boundary', () => {
  const template = policyTemplate('bootstrap/permissions-boundary.yaml');
  const ordinary = statementsOf(template, 'IsOrdinaryAccount');
  const management = statementsOf(template);

  test.each([
    'iam:CreateUser', 'iam:CreateAccessKey', 'iam:CreateLoginProfile', 'iam:CreateSAMLProvider', 'iam:DeleteRolePermissionsBoundary', 'organizations:LeaveOrganization', 'account:CloseAccount', 'account:EnableRegion',
    'cloudtrail:StopLogging', 'guardduty:DeleteDetector', 'securityhub:DisassociateFromAdministratorAccount',
  ])('denies %s, without a condition', (action) => {
    expect(namesAction(management, 'Deny', action).filter(({ Condition, Resource }) => Condition === undefined && Resource === '*')).toHaveLength(1);
  });

  test('denies a role without the boundary', () => {
    for (const action of ['iam:CreateRole', 'iam:PutRolePermissionsBoundary', 'iam:AttachRolePolicy', 'iam:PutRolePolicy']) {
      const denials = namesAction(management, 'Deny', action).filter(({ Resource }) => Resource === '*');
      expect(denials.map(({ Condition }) => Condition)).toEqual([{ StringNotEquals: { 'iam:PermissionsBoundary': { 'Fn::Sub': expect.stringContaining(':policy/${PolicyName}') } } }]);
    }
  });

  test('denies touching or borrowing what guards the account', () => {
    for (const action of ['iam:CreatePolicyVersion', 'iam:DeletePolicy', 'iam:SetDefaultPolicyVersion', 'iam:UpdateAssumeRolePolicy', 'iam:PassRole', 'sts:AssumeRole', 'iam:DeleteRole']) {
      const [denial] = namesAction(management, 'Deny', action).filter(({ Resource }) => Resource !== '*');
      expect(JSON.stringify(denial.Resource)).toMatch(/role\/cdk-\*.*policy\/\$\{PolicyName\}.*policy\/\$\{ExecutionPolicyName\}/);
    }
  });

  test('denies every region but those of the account, all of them inside the EEA', () => {
    const [fence] = ordinary.filter(({ NotAction }) => NotAction);
    expect(fence).toMatchObject({ Effect: 'Deny', Resource: '*', Condition: { StringNotEquals: { 'aws:RequestedRegion': { Ref: 'Regions' } } } });
    expect(template.Parameters.Regions.AllowedValues).toEqual(Object.keys(EEA_REGIONS));
    const { primary, recovery, backup } = REFERENCE.regions;
    expect(template.Parameters.Regions.Default).toBe([primary, recovery, backup].join(','));
  });

  test('lets only the management account write policies of the organisation', () => {
    expect(namesAction(ordinary, 'Deny', 'organizations:CreatePolicy').map(({ Sid }) => Sid)).toEqual(['DenyOrganizationPolicies']);
    expect(namesAction(management, 'Deny', 'organizations:CreatePolicy')).toEqual([]);
  });

  test('is no longer than a managed policy may be', () => {
    expect(sizeOf(ordinary, 'Development')).toBeLessThanOrEqual(6144);
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
    expect(selected).toEqual(expect.arrayContaining(['Organization/**', 'Security/**', 'Backup/**', 'Release/**', 'Production/Domain', 'Production/**']));
  });

  test('names the policies as the templates and the configuration do', () => {
    const boundary = policyTemplate('bootstrap/permissions-boundary.yaml').Parameters;
    const execution = policyTemplate('bootstrap/execution-policy.yaml').Parameters;
    expect([execution.BoundaryName.Default, boundary.ExecutionPolicyName.Default]).toEqual([boundary.PolicyName.Default, execution.PolicyName.Default]);
    expect(text).toContain(`--custom-permissions-boundary ${boundary.PolicyName.Default} `);
    expect(text).toContain(`:policy/${execution.PolicyName.Default},arn:aws:iam::$account:policy/${execution.PolicyName.Default}-operations" `);
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
