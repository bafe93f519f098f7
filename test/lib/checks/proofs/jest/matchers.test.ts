import { App, NestedStack, Stack, Stage, Tags } from 'aws-cdk-lib/core';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { TemplateSet } from '../../../../../lib/checks/template';
import { compliant, NOT_APPLICABLE } from '../../../../../lib/checks/verdict';
import { templatesOf } from '../../../../../lib/checks/proofs/jest';

/** An app of somebody else: nothing in it is ours. */
class Shop extends Stack {
  public readonly vpc = new ec2.Vpc(this, 'Vpc', {
    maxAzs: 2, natGateways: 0, ipAddresses: ec2.IpAddresses.cidr('10.1.0.0/16'),
    subnetConfiguration: [{ name: 'Open', subnetType: ec2.SubnetType.PUBLIC }, { name: 'Shut', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
  });
  public readonly server: ec2.Instance;
  public readonly database: rds.DatabaseInstance;
  public readonly invoices: s3.Bucket;
  public readonly clerk: iam.Role;
  public readonly visitor: iam.Role;

  constructor(scope: App | Stage, id = 'Shop', account = '111111111111') {
    super(scope, id, { env: { account, region: 'eu-central-1' } });
    this.server = new ec2.Instance(this, 'Server', {
      vpc: this.vpc, vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC }, associatePublicIpAddress: true,
      instanceType: new ec2.InstanceType('t3.micro'), machineImage: ec2.MachineImage.genericLinux({ 'eu-central-1': 'ami-1' }),
    });
    this.server.connections.allowFromAnyIpv4(ec2.Port.tcp(443));
    this.database = new rds.DatabaseInstance(this, 'Database', { vpc: this.vpc, vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED }, engine: rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_17 }) });
    this.database.connections.allowFrom(this.server, ec2.Port.tcp(5432));
    this.invoices = new s3.Bucket(this, 'Invoices', { bucketName: 'invoices' });
    [this.clerk, this.visitor] = ['Clerk', 'Visitor'].map((name) => new iam.Role(this, name, { roleName: name, assumedBy: new iam.AccountPrincipal(account) }));
    const second = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };
    this.clerk.addToPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [this.invoices.arnForObjects('*')], conditions: second }));
    this.invoices.addToResourcePolicy(new iam.PolicyStatement({
      sid: 'OnlyClerks', effect: iam.Effect.DENY, principals: [new iam.AnyPrincipal()], actions: ['s3:GetObject'], resources: [this.invoices.arnForObjects('*')],
      conditions: { ArnNotEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111111111111:role/Clerk' } },
    }));
  }
}

const app = new App();
const shop = new Shop(app);

/** What Jest prints when an assertion fails. */
function failure(assertion: () => void): string {
  try {
    assertion();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('the assertion held');
}

describe('the network', () => {
  test('is asserted by construct, path, kind and range', () => {
    expect(app).toReach('internet', shop.server, 443);
    expect(app).toReach('Shop/Server', 'Shop/Database', 5432);
    expect(app).not.toReach('internet', 'any data store');
    expect(app).not.toReach(shop.vpc.publicSubnets[0], shop.database, '1-65535');
    expect(app).toReach('10.1.0.0/16', shop.database);
    expect(app).not.toReach('internet', shop.server, { ports: 53, protocol: 'udp' });
    expect(app).toReach('anything', 'internet', 443);
  });

  test('tells the way that should not be there, line by line', () => {
    expect(failure(() => expect(app).not.toReach('internet', shop.server))).toMatch(new RegExp([
      'expected the templates not to let the Internet reach Shop/Server\\w+', '',
      'The Internet reaches Shop/Server\\w+\\.', ' {2}packets: any address of the Internet \\(IPv4\\) to 10\\.1\\.0\\.4 to [\\d.]+, port 443',
      '[^]*admits tcp 443 from 0\\.0\\.0\\.0/0 \\(Shop/ServerInstanceSecurityGroup\\w+ Properties\\.SecurityGroupIngress\\[0\\]\\)',
    ].join('\n')));
  });

  test('tells the lines that stop what should get through', () => {
    expect(failure(() => expect(app).toReach('internet', shop.database, 5432))).toMatch(
      /^expected the templates to let the Internet reach Shop\/Database\w+ on port 5432\n\nThe Internet does not reach Shop\/Database\w+\.\n {2}what stops it:\n {4}false \(Shop\/Database\w+ Properties\.PubliclyAccessible\)/,
    );
  });

  test('has nobody else reach something, or tells who does', () => {
    expect(app).toBeReachedOnlyBy(shop.database, [shop.server]);
    expect(app).toBeReachedOnlyBy(shop.server, ['internet', 'Shop/*'], 443);
    expect(app).toBeReachedOnlyBy(shop.server, ['0.0.0.0/0'], 443);
    expect(app).not.toBeReachedOnlyBy(shop.server, [shop.database], 443);
    expect(failure(() => expect(app).toBeReachedOnlyBy(shop.database, ['internet']))).toMatch(
      /^expected the templates to let only internet reach Shop\/Database\w+\n\nShop\/Server\w+ reaches Shop\/Database\w+, e\.g\. 10\.1\.\d+\.4:\d+ → 10\.1\.\d+\.4:5432, let pass by /,
    );
    expect(failure(() => expect(app).not.toBeReachedOnlyBy(shop.database, [shop.server]))).toContain('nobody else does');
  });

  test('tells ways over a load balancer apart only if asked to', () => {
    const own = new App();
    const stack = new Stack(own, 'Web', { env: { account: '111111111111', region: 'eu-central-1' } });
    const { ApplicationLoadBalancer, ApplicationProtocol } = jest.requireActual<typeof import('aws-cdk-lib/aws-elasticloadbalancingv2')>('aws-cdk-lib/aws-elasticloadbalancingv2');
    const { InstanceTarget } = jest.requireActual<typeof import('aws-cdk-lib/aws-elasticloadbalancingv2-targets')>('aws-cdk-lib/aws-elasticloadbalancingv2-targets');
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1 });
    const server = new ec2.Instance(stack, 'Server', { vpc, instanceType: new ec2.InstanceType('t3.micro'), machineImage: ec2.MachineImage.genericLinux({ 'eu-central-1': 'ami-1' }) });
    const listener = new ApplicationLoadBalancer(stack, 'Balancer', { vpc, internetFacing: true }).addListener('Http', { port: 80 });
    listener.addTargets('Servers', { port: 8080, protocol: ApplicationProtocol.HTTP, targets: [new InstanceTarget(server)] });
    server.connections.allowFrom(listener, ec2.Port.tcp(8080));
    expect(own).toReach('internet', server);
    expect(own).not.toReach('internet', server, { directly: true });
  });
});

describe('access', () => {
  test('is asserted in one context, and in any', () => {
    const object = 'arn:aws:s3:::invoices/2026/1.pdf';
    expect(app).toAllow(shop.clerk, 's3:GetObject', object, { 'aws:MultiFactorAuthPresent': 'true' });
    expect(app).not.toAllow(shop.clerk, 's3:GetObject', object);
    expect(app).toEverAllow(shop.clerk, 's3:GetObject', shop.invoices);
    expect(app).not.toEverAllow(shop.clerk, 's3:GetObject', shop.invoices, { without: 'mfa' });
    expect(app).toEverAllow(shop.clerk, 's3:GetObject', shop.invoices, { without: 'fresh mfa' });
    expect(app).not.toEverAllow('Shop/Visitor', 's3:GetObject', shop.invoices);
    expect(app).not.toEverAllow('internet', 's3:GetObject', shop.invoices);
    expect(app).toAllowOnly([shop.clerk], 's3:GetObject', shop.invoices);
    expect(app).not.toAllowOnly([shop.visitor], 's3:GetObject', shop.invoices);
  });

  test('tells the statements that decide', () => {
    expect(failure(() => expect(app).not.toEverAllow(shop.clerk, 's3:GetObject', shop.invoices))).toMatch(
      /^expected the templates not ever to allow Shop\/Clerk s3:GetObject on Shop\/Invoices\n\nallowed: .*role\/Clerk may s3:GetObject on arn:aws:s3:::invoices\/x\n {2}when aws:MultiFactorAuthPresent is true\n {2}by Shop ClerkDefaultPolicy\w+ Properties\.PolicyDocument\.Statement\[0\]/,
    );
    expect(failure(() => expect(app).toAllow(shop.visitor, 's3:GetObject', 'arn:aws:s3:::invoices/1'))).toMatch(/denied: .*\n {2}denied by Shop InvoicesPolicy\w+ .*\(OnlyClerks\)/);
    expect(failure(() => expect(app).toAllow(shop.visitor, 's3:PutObject', 'arn:aws:s3:::invoices/1'))).toContain('since no policy of its own allows it');
    expect(failure(() => expect(app).toAllowOnly([], 's3:GetObject', shop.invoices, { context: { 'aws:MultiFactorAuthPresent': 'true' } }))).toMatch(
      /^expected the templates to allow only nobody s3:GetObject on Shop\/Invoices\n\nallowed: .*role\/Clerk may [^]*allowed: an identity of account 111111111111 may /,
    );
  });

  test('of many things is no single request', () => {
    expect(() => expect(app).toAllow(shop.clerk, 's3:GetObject', shop.invoices)).toThrow(/'Shop\/Invoices' means many, and a request is about one: name one by its ARN, or use toEverAllow/);
  });
});

describe('a property', () => {
  test('is stated by its id, or as one of your own', () => {
    expect(app).toKeep('DataStoreUnreachableFromInternet');
    expect(app).toKeep('Dtap::Dtap-DataStoreReachedOnlyByNamedGroups');
    expect(app).not.toKeep('OnlyLoadBalancerReachableFromInternet');
    const words = { id: 'Own', title: 'It is ours.', why: '', mend: '', proof: 'path', controls: [], references: [] } as const;
    expect(app).toKeep({ ...words, check: (set) => set.templates.map((template) => ({ template, logicalId: 'Invoices', verdict: compliant() })) });
  });

  test('that is broken tells where, and the witness; one that holds tells the cut', () => {
    expect(failure(() => expect(app).toKeep('OnlyLoadBalancerReachableFromInternet'))).toMatch(
      /^expected the templates to keep OnlyLoadBalancerReachableFromInternet: From the Internet only .*\n\nShop\/Server\w+\n {2}the Internet reaches it, e\.g\. .*:443/,
    );
    expect(failure(() => expect(app).not.toKeep('DataStoreUnreachableFromInternet'))).toMatch(/^expected the templates not to keep .*\n\nShop\/Database\w+\n {2}Shop\/Database\w+ Properties\.PubliclyAccessible: false\n.* has no route there/);
  });

  test('that is about nothing there fails either way, and so does one of access without accounts', () => {
    const none = { Resources: { Queue: { Type: 'AWS::SQS::Queue' } } };
    for (const assertion of [() => expect(none).toKeep('DataStoreUnreachableFromInternet'), () => expect(none).not.toKeep('DataStoreUnreachableFromInternet')]) {
      expect(failure(assertion)).toMatch(/so neither the assertion nor its negation holds\.\n\nnothing in the templates is what it is about/);
    }
    expect(failure(() => expect(app).not.toKeep('EnvironmentsShareNoAccess'))).toContain('who the accounts belong to is not known: tag the stacks `dtap:environment`, or say it with templatesOf');
    expect(templatesOf(app, { accounts: { 111111111111: 'production' } })).toKeep('EnvironmentsShareNoAccess');
    const skipped = { id: 'Skips', title: '', why: '', mend: '', proof: 'path', controls: [], references: [] } as const;
    expect(() => expect(app).toKeep({ ...skipped, check: (set) => set.templates.map((template) => ({ template, logicalId: 'X', verdict: NOT_APPLICABLE })) })).toThrow();
  });
});

describe('what is not decided', () => {
  const open = {
    Parameters: { Subnet: { Type: 'String' }, Who: { Type: 'String' } },
    Resources: {
      Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
      Server: { Type: 'AWS::EC2::Instance', Properties: { SubnetId: { Ref: 'Subnet' } } },
      Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'jobs' } },
      Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'r', AssumeRolePolicyDocument: {}, Policies: [{ PolicyName: 'p', PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sqs:*', Resource: { Ref: 'Who' } }] } }] } },
    },
  };
  const queue = 'Template1/Queue';

  test.each<[string, () => void, RegExp]>([
    ['toReach', () => expect(open).toReach('internet', 'Template1/Server'), /Whether the Internet reaches .* is not decided by the templates\.\n {2}open: .*parameter Subnet/],
    ['not.toReach', () => expect(open).not.toReach('internet', 'Template1/Server'), /open: .*parameter Subnet/],
    ['toBeReachedOnlyBy', () => expect(open).toBeReachedOnlyBy('Template1/Server', []), /it is not decided whether the Internet reaches Template1\/Server: .*parameter Subnet/],
    ['not.toBeReachedOnlyBy', () => expect(open).not.toBeReachedOnlyBy('Template1/Server', []), /parameter Subnet/],
    ['toKeep', () => expect(open).toKeep('OnlyLoadBalancerReachableFromInternet'), /Template1\/Server\n {2}it is not decided/],
    ['not.toKeep', () => expect(open).not.toKeep('OnlyLoadBalancerReachableFromInternet'), /it is not decided/],
    ['toAllow', () => expect(open).toAllow('Template1/Role', 'sqs:SendMessage', queue), /open Template1 Role /],
    ['not.toAllow', () => expect(open).not.toAllow('Template1/Role', 'sqs:SendMessage', queue), /open Template1 Role /],
    ['toEverAllow', () => expect(open).toEverAllow('Template1/Role', 'sqs:SendMessage', queue), /open Template1 Role /],
    ['not.toEverAllow', () => expect(open).not.toEverAllow('Template1/Role', 'sqs:SendMessage', queue), /open Template1 Role /],
    ['toAllowOnly', () => expect([{ name: 'T', account: '111111111111', body: open }]).toAllowOnly(['111111111111'], 'sqs:SendMessage', 'T/Queue'), /not decided by the templates:\nunknown: /],
  ])('fails %s, and says so', (_, assertion, reason) => {
    const text = failure(assertion);
    expect(text).toContain('The templates do not decide it, so neither the assertion nor its negation holds.');
    expect(text).toMatch(reason);
  });
});

describe('the subject', () => {
  const staged = new App({ context: { 'aws:cdk:enable-asset-metadata': true } });
  const stage = new Stage(staged, 'Live');
  const live = new Shop(stage);
  Tags.of(live).add('dtap:environment', 'production');
  const part = new NestedStack(live, 'Part');
  new s3.Bucket(part, 'Inner', { bucketName: 'inner' });

  test.each<[string, () => unknown]>([
    ['an app', () => staged], ['a stage', () => stage], ['a stack', () => live], ['stacks', () => [live]], ['a cloud assembly', () => staged.synth()],
  ])('can be %s, with its nested stacks and whose its accounts are', (_, subject) => {
    const set = templatesOf(subject());
    expect(set.templates.map(({ source }) => source.name.replace(/\.NestedStack.*/, ''))).toEqual(['Live/Shop', expect.stringMatching(/^Live\/Shop\/Part/)]);
    expect([set.accounts, set.templates[0].source]).toMatchObject([{ 111111111111: 'production' }, { stackName: 'Live-Shop', account: '111111111111', region: 'eu-central-1', environment: 'production' }]);
    expect(set).toReach('internet', 'any server', 443);
  });

  test('can be templates, however they are given', () => {
    const [{ source }] = templatesOf(staged).templates;
    for (const subject of [Template.fromJSON(source.body as Record<string, unknown>), source.body, [source], new TemplateSet([source])]) {
      expect(subject).not.toReach('internet', 'any data store');
    }
  });

  test('is no assembly that does not say where its nested stacks are', () => {
    const plain = new App();
    new NestedStack(new Stack(plain, 'Outer'), 'Part');
    expect(() => templatesOf(plain.synth())).toThrow(/the template of the nested stack Outer\/Part\w+ is not known to the assembly: give the app instead/);
    expect(templatesOf(plain).templates).toHaveLength(2);
  });

  test('is read once', () => {
    expect(templatesOf(app)).toBe(templatesOf(app));
    expect(templatesOf(app)).not.toBe(templatesOf(app, { accounts: {} }));
  });

  test.each<[string, () => void, RegExp]>([
    ['no templates', () => expect([]).toKeep('ShellPortsUnreachable'), /there are no templates in what was given/],
    ['something else', () => expect('template.json').toKeep('ShellPortsUnreachable'), /this is no app, stage, stack, cloud assembly, template or list of these/],
    ['a property that there is not', () => expect(app).toKeep('Nothing'), /there is no property 'Nothing'; there are BarredPeopleDenied, /],
    ['a name that nothing has', () => expect(app).not.toReach('internet', 'Shop/Nothing'), /there is no 'Shop\/Nothing' with a network interface/],
    ['a kind that there is none of', () => expect(app).not.toReach('internet', 'any load balancer'), /there is nothing in the templates that 'any load balancer' means/],
    ['a port that is none', () => expect(app).not.toReach('internet', shop.server, 70000), /'70000' is no port/],
    ['an end without interfaces', () => expect(app).toBeReachedOnlyBy('internet', []), /'internet' is nothing that has network interfaces/],
    ['a principal that there is not', () => expect(app).not.toEverAllow('Shop/Nobody', 's3:GetObject', '*'), /there is no role or user 'Shop\/Nobody'/],
  ])('%s is an error, never a pass', (_, assertion, why) => expect(assertion).toThrow(why));
});
