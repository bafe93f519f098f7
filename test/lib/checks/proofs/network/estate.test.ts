import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { readAssembly } from '../../../../../bin/commands/assembly';
import { run } from '../../../../../bin/commands/reach';
import { TemplateSet, type Json, type TemplateSource } from '../../../../../lib/checks/template';
import { DataStoreReachedOnlyByNamedGroups } from '../../../../../lib/checks/proofs/properties/data-store-reached-only-by-named-groups';
import { DataStoreUnreachableFromInternet } from '../../../../../lib/checks/proofs/properties/data-store-unreachable-from-internet';
import { EgressOnlyThroughFirewall } from '../../../../../lib/checks/proofs/properties/egress-only-through-firewall';
import { EnvironmentsDisjoint } from '../../../../../lib/checks/proofs/properties/environments-disjoint';
import { InternetPathsCrossFirewall } from '../../../../../lib/checks/proofs/properties/internet-paths-cross-firewall';
import { OnlyLoadBalancerReachableFromInternet } from '../../../../../lib/checks/proofs/properties/only-load-balancer-reachable-from-internet';
import { ShellPortsUnreachable } from '../../../../../lib/checks/proofs/properties/shell-ports-unreachable';
import type { Property } from '../../../../../lib/checks/proofs/property';
import { referenceAssembly } from '../../../../support/reference-assembly';
import type { Evidence } from '../../../../../lib/checks/evidence/evidence';
import { recordEvidence } from '../../../../../lib/checks/evidence/record';
import { PROPERTIES as ALL } from '../../../../../lib/checks/proofs/properties';
import { prove } from '../../../../../lib/checks/proofs/prove';
import { templatesOf } from '../../../../../lib/checks/proofs/jest';
import { body } from './ground';

const PROPERTIES = [
  DataStoreUnreachableFromInternet, DataStoreReachedOnlyByNamedGroups, OnlyLoadBalancerReachableFromInternet, InternetPathsCrossFirewall, EgressOnlyThroughFirewall,
  ShellPortsUnreachable, EnvironmentsDisjoint,
];

interface Edited { Type: string; Properties: Record<string, unknown> }
type Templates = Record<string, Record<string, Edited>>;

let folder: string;
let own: string;
let sources: readonly TemplateSource[];
let accounts: Readonly<Record<string, string>>;
let app: CloudAssembly;

beforeAll(async () => {
  own = mkdtempSync(join(tmpdir(), 'cdk-dtap-reach-'));
  ({ folder } = await referenceAssembly());
  app = new CloudAssembly(folder);
  const assembly = readAssembly(folder);
  [sources, accounts] = [assembly.sources, assembly.evidence.estate.accounts];
}, 120_000);

afterAll(() => rmSync(own, { recursive: true }));

function resourcesOf(template: Json): Record<string, Edited> {
  return (template as unknown as { Resources: Record<string, Edited> }).Resources;
}

/** The estate with its templates edited. */
function edited(edit: (templates: Templates) => void): TemplateSet {
  const copies = structuredClone(sources) as TemplateSource[];
  edit(Object.fromEntries(copies.map(({ name, body: template }) => [name, resourcesOf(template)])));
  return new TemplateSet(copies, accounts);
}

/** Logical id of the one resource of a type whose id begins so. */
function id(resources: Record<string, Edited>, type: string, start = ''): string {
  const found = Object.keys(resources).filter((one) => resources[one].Type === `AWS::${type}` && one.startsWith(start));
  expect(found.length).toBeGreaterThan(0);
  return found[0];
}

function add(resources: Record<string, Edited>, made: Parameters<typeof body>[0]): void {
  Object.assign(resources, resourcesOf(body(made)));
}

const ref = (logicalId: string) => ({ Ref: logicalId });
const broken = (property: Property, set: TemplateSet): string[] => property.check(set).filter(({ verdict }) => verdict.kind !== 'compliant')
  .map(({ template, logicalId, verdict }) => `${verdict.kind} ${template.source.name}/${logicalId}: ${verdict.messages.join(' | ')}`);

/** What the estate accepts of its own, with its reasons in bin/exceptions/access.ts. */
const ACCEPTED = new Set(['AccessBreakGlass9EA414F6', 'AccessKeyCustodian6F1C482E', 'BarPersonRoleFC8AB4A8'].map((id) => `RolesCannotEscalate ${id}`));

test.each(PROPERTIES)('the reference estate keeps $id', (property) => {
  const findings = property.check(edited(() => undefined));
  expect(findings.length).toBeGreaterThan(0);
  expect(findings.filter(({ logicalId, verdict }) => verdict.kind !== 'compliant' && !ACCEPTED.has(`${property.id} ${logicalId}`)).map(({ verdict }) => verdict.messages)).toEqual([]);
  expect(findings.some(({ verdict }) => verdict.facts.length > 0)).toBe(true);
});

describe('what is promised of every environment, as assertions', () => {
  const environments = ['Development', 'Test', 'Acceptance', 'Production'];

  test('whose the accounts are is read from the stacks', () => expect(templatesOf(app).accounts).toEqual(accounts));

  test.each(environments)('%s: in by the load balancer, from there to the service, from there to the database, and by the bastion to both', (environment) => {
    const [edge, service, database, bastion] = ['Service/Edge', 'Service/Service', 'Data/Database/Writer', 'Access/Bastion'].map((path) => `${environment}/${path}`);
    expect(app).toReach('internet', edge, 443);
    expect(app).not.toReach('internet', edge, '444-65535');
    expect(app).not.toReach('internet', service, { directly: true });
    expect(app).toBeReachedOnlyBy(service, [edge, bastion]);
    expect(app).toBeReachedOnlyBy(database, [service, bastion]);
    expect(app).not.toReach('internet', bastion, 22);
    expect(app).toReach(service, database, 5433);
    expect(app).not.toReach(database, 'internet');
  });

  test.each(environments)('%s: by VPN to the bastion, from there to the database, and no other way', (environment) => {
    const [clients, bastion, service, database] = ['Access/RemoteAccess', 'Access/Bastion', 'Service/Service', 'Data/Database/Writer'].map((path) => `${environment}/${path}`);
    expect(app).toReach(clients, bastion, 22);
    expect(app).toBeReachedOnlyBy(bastion, [clients]);
    expect(app).not.toReach(clients, database);
    expect(app).not.toReach(clients, 'internet');
    expect(app).toReach(bastion, database, 5433);
    expect(app).not.toReach(bastion, database, '1-5432');
    expect(app).not.toReach(service, bastion);
    expect(app).not.toReach(bastion, 'internet');
    for (const other of environments.filter((one) => one !== environment)) {
      expect(app).not.toReach(clients, `${other}/Access/*`);
      expect(app).not.toReach(clients, `${other}/Data/*`);
      expect(app).not.toReach(bastion, `${other}/Data/*`);
    }
  });

  test.each(environments)('%s reaches no other environment, and reads no other one\'s content', (environment) => {
    for (const other of environments.filter((one) => one !== environment)) {
      expect(app).not.toReach(`${environment}/Service/*`, `${other}/Data/*`);
      expect(app).not.toEverAllow(`${environment}/Service/Service/TaskRole`, 's3:GetObject', `${other}/Data/Content`);
    }
    expect(app).toEverAllow(`${environment}/Service/Service/TaskRole`, 's3:GetObject', `${environment}/Data/Content`);
    expect(app).not.toEverAllow('internet', 's3:GetObject', `${environment}/Data/Content`);
  });

  test.each(['EnvironmentsShareNoAccess', 'NobodyOutsideOrganisationReadsBuckets', 'OrganisationDeniesOtherRegions'])('%s', (property) => expect(app).toKeep(property));
});

describe('the evidence of a proof, resource by resource', () => {
  const verdictsOf = (evidence: Evidence) => evidence.verdicts.filter(({ rule, verdict }) => verdict !== 'not-applicable' && evidence.rules.some(({ id, proof }) => id === rule && proof !== undefined));
  const factsOf = (evidence: Evidence, rule: string, stack: string, type: string) => verdictsOf(evidence)
    .filter((one) => one.rule === rule && one.stack === stack && one.type === type).map(({ facts }) => facts.map(({ path, value }) => `${path}: ${value}`).join('\n'));

  test('says of what holds by which lines and statements it does', () => {
    const { evidence } = readAssembly(folder);
    expect(verdictsOf(evidence).length).toBeGreaterThan(100);
    expect(verdictsOf(evidence).filter(({ facts }) => facts.length === 0 || facts.some(({ path, value }) => path === '' || value === '')).map(({ rule, path }) => `${rule} ${path}`)).toEqual([]);
    expect(factsOf(evidence, 'DataStoreUnreachableFromInternet', 'Production/Data', 'AWS::RDS::DBInstance')[0]).toMatch(
      /^Production\/Data\/DatabaseWriter\w+ Properties\.PubliclyAccessible: false\nProduction\/Network\/NetworkDataTierFence\w+ Properties: .*has no outbound entry that allows it\nProduction\/Data\/DatabaseWriter\w+ Properties: it listens on TCP port 5433 only$/,
    );
    expect(factsOf(evidence, 'DataStoreReachedOnlyByNamedGroups', 'Production/Data', 'AWS::RDS::DBCluster')[0]).toMatch(/^Production\/Service\/DatabaseSecurityGroupfrom\w+ Properties: Production\/Service\/Service\/Service: admits tcp 5433 from /);
    expect(factsOf(evidence, 'NobodyOutsideOrganisationReadsBuckets', 'Production/Data', 'AWS::S3::Bucket')[0]).toMatch(/^ContentPolicy\w+ Properties\.PolicyDocument\.Statement\[0\]: DenyPlaintext: Deny \* s3:\* if aws:SecureTransport Bool false\n/);
    expect(factsOf(evidence, 'KeyAdministratorsCannotUse', 'Production/Data', 'AWS::KMS::Key')[0]).toMatch(/^Properties\.KeyPolicy\.Statement\[0\]: \w+: Allow arn:aws:iam::200000000004:root kms:\w+, kms:\w+, kms:\w+, kms:\w+ and \d+ more\n/);
  });

  test('says of what is broken by which lines and statements packets or people get in', () => {
    const set = edited((templates) => {
      publish(templates);
      const { 'Production/Data': data, 'Production/Service': service } = templates;
      const statements = (resource: Edited) => (resource.Properties.PolicyDocument as { Statement: unknown[] }).Statement;
      statements(service[id(service, 'IAM::ManagedPolicy', 'ServiceTaskPolicy')]).push({ Sid: 'Deploys', Effect: 'Allow', Action: 'cloudformation:UpdateStack', Resource: '*' });
      statements(data[id(data, 'S3::BucketPolicy', 'Content')]).push({ Sid: 'Partner', Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::888888888888:root' }, Action: 's3:GetObject', Resource: '*' });
    });
    const evidence = recordEvidence({ estate: 'x', set, findings: prove(set), rules: [], properties: ALL, pathOf: ({ logicalId }) => logicalId, fileOf: () => undefined, exceptions: [], held: { config: [] } });
    const broken = verdictsOf(evidence).filter(({ verdict }) => verdict === 'violation');
    expect(broken.filter(({ messages, facts }) => messages.length === 0 || facts.length === 0)).toEqual([]);
    expect(broken.filter(({ rule, stack }) => rule === 'DataStoreUnreachableFromInternet' && stack === 'Development/Data').flatMap(({ facts }) => facts.map(({ path, value }) => `${path}: ${value}`))).toEqual(expect.arrayContaining([
      expect.stringMatching(/^Development\/Network\/Openfalse Properties: rule 1 allow from 0\.0\.0\.0\/0$/),
      expect.stringMatching(/^Development\/Data\/DatabaseSecurityGroup\w+ Properties\.SecurityGroupIngress\[0\]: admits tcp 5433 from 0\.0\.0\.0\/0$/),
    ]));
    expect(broken.find(({ rule, stack }) => rule === 'OnlyDeploymentRolesChangeStacks' && stack === 'Production/Service')).toMatchObject({
      messages: [expect.stringMatching(/TaskRole\S* may cloudformation:UpdateStack on \*/)], facts: [{ path: expect.stringMatching(/^ServiceTaskPolicy\w+ Properties\.PolicyDocument\.Statement\[\d+\]$/), value: 'Deploys: Allow cloudformation:UpdateStack on *' }],
    });
    // The bucket lets a stranger in; that it holds all the same is the organisation's doing, and the cut says so.
    expect(factsOf(evidence, 'NobodyOutsideOrganisationReadsBuckets', 'Production/Data', 'AWS::S3::Bucket')[0]).toMatch(
      /: Partner: Allow arn:aws:iam::888888888888:root s3:GetObject\n[^]*Organization\/Guardrails\/\w+ Properties\.Content\.Statement\[\d+\]: DenyOutsiders: Deny \* /,
    );
  });
});

/** Opens the data tier's fence, so that routes and groups decide. */
function openFence(network: Record<string, Edited>): void {
  const fence = id(network, 'EC2::NetworkAcl', 'NetworkDataTierFence');
  for (const egress of [false, true]) {
    add(network, { [`Open${egress}`]: ['EC2::NetworkAclEntry', { NetworkAclId: ref(fence), RuleNumber: 1, Egress: egress, Protocol: -1, RuleAction: 'allow', CidrBlock: '0.0.0.0/0' }] });
  }
}

function publish(resources: Templates): void {
  const [network, data] = [resources['Development/Network'], resources['Development/Data']];
  openFence(network);
  add(network, { WayOut: ['EC2::Route', { RouteTableId: ref(id(network, 'EC2::RouteTable', 'NetworkVpcDataSubnet1')), DestinationCidrBlock: '0.0.0.0/0', GatewayId: ref(id(network, 'EC2::InternetGateway')) }] });
  add(network, { Except: ['EC2::VPCBlockPublicAccessExclusion', { InternetGatewayExclusionMode: 'allow-bidirectional', SubnetId: ref(id(network, 'EC2::Subnet', 'NetworkVpcDataSubnet1')) }] });
  data[id(data, 'RDS::DBInstance', 'DatabaseWriter')].Properties.PubliclyAccessible = true;
  data[id(data, 'EC2::SecurityGroup', 'Database')].Properties.SecurityGroupIngress = [{ IpProtocol: 'tcp', FromPort: 5433, ToPort: 5433, CidrIp: '0.0.0.0/0' }];
}

const BROKEN: readonly [string, Property, (templates: Templates) => void, RegExp[]][] = [
  ['a database with a public address, a route and an open group', DataStoreUnreachableFromInternet, publish, [
    /^violation Development\/Data\/DatabaseWriter\w+: the Internet reaches it, e\.g\. 1\.0\.0\.0:\d+ → 10\.10\.160\.4:5433, let pass by .*rule 1 allow .*Development\/Network\/Openfalse.*admits tcp 5433 from 0\.0\.0\.0\/0 \(Development\/Data\/DatabaseSecurityGroup\w+ Properties\.SecurityGroupIngress\[0\]\)/,
  ]],
  ['a way out of the data tier', DataStoreUnreachableFromInternet, ({ 'Production/Network': network }) => {
    openFence(network);
    add(network, { WayOut: ['EC2::Route', { RouteTableId: ref(id(network, 'EC2::RouteTable', 'NetworkVpcDataSubnet2')), DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: ref(id(network, 'EC2::NatGateway', 'NetworkVpcEdgeSubnet2')) }] });
  }, [/^violation Production\/Data\/\w+: its subnet Production\/Network\/\S+DataSubnet2\S* has a way to the Internet, .*Production\/Network\/WayOut/]],
  ['a database that admits a range', DataStoreReachedOnlyByNamedGroups, ({ 'Production/Data': data }) => {
    data[id(data, 'EC2::SecurityGroup', 'Database')].Properties.SecurityGroupIngress = [{ IpProtocol: 'tcp', FromPort: 5433, ToPort: 5433, CidrIp: '10.40.0.0/19' }];
  }, [/^violation Production\/Data\/DatabaseF\w+: whoever has an address in Production\/Network\/\S+ApplicationSubnet1\S* reaches it by its address alone, .*10\.40\.0\.4:\d+ → 10\.40\.160\.4:5433.*DatabaseSecurityGroup\w+ Properties\.SecurityGroupIngress\[0\]/]],
  ['a service with public addresses in the edge subnets', OnlyLoadBalancerReachableFromInternet, ({ 'Development/Network': network, 'Development/Service': service }) => {
    const { Properties } = service[id(service, 'ECS::Service')];
    const balancer = service[id(service, 'ElasticLoadBalancingV2::LoadBalancer')].Properties;
    Properties.NetworkConfiguration = { AwsvpcConfiguration: { AssignPublicIp: 'ENABLED', Subnets: balancer.Subnets, SecurityGroups: balancer.SecurityGroups } };
    expect(id(network, 'EC2::InternetGateway')).toBeTruthy();
  }, [/^violation Development\/Service\/Service\w+: the Internet reaches it, e\.g\. .*admits tcp 443 from 0\.0\.0\.0\/0/]],
  ['a load balancer that listens on another port', OnlyLoadBalancerReachableFromInternet, ({ 'Production/Service': service }) => {
    const group = service[id(service, 'EC2::SecurityGroup', 'Edge')].Properties.SecurityGroupIngress as unknown[];
    group.push({ IpProtocol: 'tcp', FromPort: 8080, ToPort: 8080, CidrIp: '0.0.0.0/0' });
    add(service, { Extra: ['ElasticLoadBalancingV2::Listener', { LoadBalancerArn: ref(id(service, 'ElasticLoadBalancingV2::LoadBalancer')), Port: 8080, Protocol: 'HTTP', DefaultActions: [] }] });
  }, [/^violation Production\/Service\/Edge\w+: the Internet reaches it on ports 80, 443, 8080/]],
  ['an ingress route that is gone', InternetPathsCrossFirewall, ({ 'Production/Network': network }) => {
    delete network[id(network, 'EC2::Route', 'NetworkIngressRoute1')];
  }, [/^violation Production\/Service\/Edge\w+: the Internet reaches it for answers only, e\.g\. .*10\.40\.128\.4:443/]],
  ['an edge subnet that answers past the firewall', InternetPathsCrossFirewall, ({ 'Acceptance/Network': network }) => {
    const route = network[id(network, 'EC2::Route', 'NetworkVpcEdgeSubnet2DefaultRoute')].Properties;
    delete route.VpcEndpointId;
    route.GatewayId = ref(id(network, 'EC2::InternetGateway'));
  }, [/^violation Acceptance\/Service\/Edge\w+: the Internet reaches it through a firewall, but answers do not/]],
  ['egress past the firewall', EgressOnlyThroughFirewall, ({ 'Production/Network': network }) => {
    delete network[id(network, 'EC2::Route', 'NetworkIngressRoute3')];
    const route = network[id(network, 'EC2::Route', 'NetworkVpcEdgeSubnet3DefaultRoute')].Properties;
    delete route.VpcEndpointId;
    route.GatewayId = ref(id(network, 'EC2::InternetGateway'));
  }, [/^violation Production\/Service\/Service\w+: it reaches the Internet without crossing a firewall, .*NetworkVpcEdgeSubnet3DefaultRoute/, /^violation Production\/Network\/NetworkVpcEdgeSubnet3NATGateway/]],
  ['a server whose shell admits the whole VPC', ShellPortsUnreachable, ({ 'Test/Network': network }) => {
    add(network, {
      ShellGroup: ['EC2::SecurityGroup', { GroupDescription: 'x', VpcId: ref(id(network, 'EC2::VPC')), SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '10.20.0.0/16' }] }],
      Server: ['EC2::Instance', { SubnetId: ref(id(network, 'EC2::Subnet', 'NetworkVpcApplicationSubnet1')), SecurityGroupIds: [ref('ShellGroup')] }],
    });
  }, [/^violation Test\/Network\/Server: whoever has an address in .* reaches a shell port of it, e\.g\. .*:22, .*admits tcp 22 from 10\.20\.0\.0\/16 \(Test\/Network\/ShellGroup Properties\.SecurityGroupIngress\[0\]\)/]],
  ['an EC2 Instance Connect Endpoint, in the access network too', ShellPortsUnreachable, ({ 'Test/Access': access }) => {
    const bastion = id(access, 'EC2::SecurityGroup', 'BastionSecurityGroup');
    add(access, {
      TunnelGroup: ['EC2::SecurityGroup', { GroupDescription: 'x', VpcId: ref(id(access, 'EC2::VPC')) }],
      Tunnel: ['EC2::InstanceConnectEndpoint', { SubnetId: ref(id(access, 'EC2::Subnet', 'NetworkVpcBastionSubnet1')), SecurityGroupIds: [ref('TunnelGroup')] }],
      Admitted: ['EC2::SecurityGroupIngress', { GroupId: ref(bastion), IpProtocol: 'tcp', FromPort: 22, ToPort: 22, SourceSecurityGroupId: ref('TunnelGroup') }],
    });
  }, [/^violation Test\/Access\/BastionASG\w+: Test\/Access\/Tunnel reaches a shell port of it, e\.g\. .*:22, .*Test\/Access\/Admitted/]],
  ['a peering between test and production', EnvironmentsDisjoint, ({ 'Production/Network': network }) => {
    add(network, { Peer: ['EC2::VPCPeeringConnection', { VpcId: ref(id(network, 'EC2::VPC')), PeerVpcId: 'vpc-0123', PeerOwnerId: '200000000002' }] });
  }, [/^violation Production\/Network\/Peer: the peering joins production and test$/]],
  ['a resource share with the organisation', EnvironmentsDisjoint, ({ 'Production/Network': network }) => {
    add(network, { Share: ['RAM::ResourceShare', { Name: 'x', Principals: ['arn:aws:organizations::100000000001:organization/o-a1b2c3d4e5'] }] });
  }, [/^violation Production\/Network\/Share: the resource share joins production and development and test and acceptance$/]],
  ['two environments with one range', EnvironmentsDisjoint, ({ 'Test/Network': network }) => {
    network[id(network, 'EC2::VPC')].Properties.CidrBlock = '10.40.0.0/16';
  }, [/^violation Production\/Network\/\w+: its address range is one of .*Test\/Network/, /^violation Test\/Network/]],
];

test.each(BROKEN)('%s is seen, with a witness', (_, property, breakIt, witnesses) => {
  const said = broken(property, edited(breakIt));
  for (const witness of witnesses) {
    expect(said).toEqual(expect.arrayContaining([expect.stringMatching(witness)]));
  }
});

describe('the command', () => {
  let said: string[];
  const told = (...args: string[]): [number, string] => {
    said = [];
    jest.spyOn(console, 'log').mockImplementation((text) => { said.push(String(text)); });
    jest.spyOn(console, 'error').mockImplementation((text) => { said.push(String(text)); });
    return [run(args), said.join('\n')];
  };
  afterEach(() => jest.restoreAllMocks());

  test('shows the way there and back, and exits with 1', () => {
    const [code, text] = told('internet', 'Production/Service/Edge', '443', '--assembly', folder);
    expect(code).toBe(1);
    expect(text).toMatch(/^The Internet reaches Production\/Service\/Edge\.\n {2}packets: any address of the Internet \(IPv4\) to 10\.40\.128\.4 to 10\.40\.135\.254, port 443\n/);
    expect(text).toMatch(/10\.40\.128\.0\/21 goes to NetworkFirewall\w+ \(Production\/Network\/NetworkIngressRoute1\w+ Properties\)/);
    expect(text).toMatch(/way back: .*EdgeSubnet1\/RouteTable/);
  });

  test('tells ways over a load balancer from direct ones', () => {
    const [code, text] = told('internet', 'Production/Service/Service', '--assembly', folder);
    expect([code, text]).toEqual([1, expect.stringMatching(/^The Internet does not reach Production\/Service\/Service\/Service\.\n[^]*\nOver Production\/Service\/Edge, which hands on port 443:\n/)]);
  });

  test('shows the cut, and exits with 0', () => {
    const [code, text] = told('internet', 'Production/Data/Database/Writer', '--assembly', folder);
    expect([code, text]).toEqual([0, expect.stringMatching(/does not reach .*\n {2}what stops it:\n {4}false \(Production\/Data\/DatabaseWriter\w+ Properties\.PubliclyAccessible\)/)]);
  });

  test('lists who reaches something', () => {
    const [code, text] = told('anybody', 'Production/Data/Database/Writer', '--assembly', folder);
    expect([code, text.split('\n').length]).toEqual([1, 3]);
    expect(text).toMatch(/\nyes {5}Production\/Access\/Bastion/);
    expect(text).toMatch(/\nyes {5}Production\/Service\/Service/);
  });

  test('reads templates, and exits with 3 where they do not decide', () => {
    const file = join(own, 'open.yaml');
    writeFileSync(file, 'Parameters: {Subnet: {Type: String}}\nResources:\n  Server: {Type: AWS::EC2::Instance, Properties: {SubnetId: !Ref Subnet}}\n');
    expect(told('internet', `${file}/Server`, '22', '--template', file)).toEqual([3, expect.stringMatching(/not decided by the templates\.\n {2}open: .*Server Properties\.SubnetId \(parameter Subnet\)/)]);
  });

  test.each<[string, string[], RegExp]>([
    ['no ends', [], /say from where, and to where/],
    ['a port that is none', ['internet', 'x', '70000'], /'70000' is no port/],
    ['a protocol that is none', ['internet', 'x', '--protocol', 'carrier-pigeon'], /the protocol is 'carrier-pigeon'/],
    ['both an assembly and a template', ['internet', 'x', '--assembly', 'a', '--template', 'b'], /not both/],
    ['too much', ['internet', 'x', '1', '2', '3'], /'2 3' is too much/],
  ])('refuses %s with 2', (_, args, message) => {
    expect(told(...args)).toEqual([2, expect.stringMatching(message)]);
  });

  test('refuses names that nothing has, or several things have', () => {
    expect(told('internet', 'Production/Nothing', '--assembly', folder)).toEqual([2, expect.stringMatching(/there is no 'Production\/Nothing' with a network interface; nearest to it: Production\//)]);
    expect(told('internet', 'Production', '--assembly', folder)).toEqual([2, expect.stringMatching(/'Production' means several things: /)]);
    expect(told('anybody', 'internet', '--assembly', folder)).toEqual([2, expect.stringMatching(/needs one resource/)]);
    expect(told('10.0.0.0/99', 'internet', '--assembly', folder)).toEqual([2, expect.stringMatching(/is no address or range/)]);
    expect(told('internet', 'x', '--template', join(own, 'nowhere.json'))).toEqual([2, expect.stringMatching(/nowhere.json: there is no such file/)]);
  });
});
