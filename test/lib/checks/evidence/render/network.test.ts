import { description, networkSvg } from '../../../../../lib/checks/evidence/render/network/svg';
import { networksOf } from '../../../../../lib/checks/evidence/render/network/networks';
import type { Network } from '../../../../../lib/checks/evidence/render/network/model';
import { TemplateSet, type TemplateSource } from '../../../../../lib/checks/template';

type Body = Record<string, { Type: string; Properties?: Record<string, unknown>; Condition?: string }>;
const ref = (id: string) => ({ Ref: id });
const tags = (name: string) => [{ Key: 'aws-cdk:subnet-name', Value: name }];
const vpc = { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } };
const subnet = (name: string, zone: string, cidr: string) => ({ Type: 'AWS::EC2::Subnet', Properties: { VpcId: ref('Vpc'), AvailabilityZone: zone, CidrBlock: cidr, Tags: tags(name) } });
const table = (id: string, route?: Record<string, unknown>): Body => ({
  [`${id}Table`]: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: ref('Vpc') } },
  [`${id}Association`]: { Type: 'AWS::EC2::SubnetRouteTableAssociation', Properties: { RouteTableId: ref(`${id}Table`), SubnetId: ref(id) } },
  ...(route && { [`${id}Route`]: { Type: 'AWS::EC2::Route', Properties: { RouteTableId: ref(`${id}Table`), DestinationCidrBlock: '0.0.0.0/0', ...route } } }),
});
const group = (properties: Record<string, unknown> = {}) => ({ Type: 'AWS::EC2::SecurityGroup', Properties: { VpcId: ref('Vpc'), ...properties } });
const tcp = (port: number, properties: Record<string, unknown>) => ({ IpProtocol: 'tcp', FromPort: port, ToPort: port, ...properties });
const nobody = { SecurityGroupEgress: [{ IpProtocol: 'icmp', FromPort: 252, ToPort: 86, CidrIp: '255.255.255.255/32' }] };

/** One zone; a public subnet with a balancer and a NAT gateway, an application subnet with a service, a data subnet with a database. */
const NETWORK: Body = {
  Vpc: vpc,
  Igw: { Type: 'AWS::EC2::InternetGateway' },
  Attachment: { Type: 'AWS::EC2::VPCGatewayAttachment', Properties: { VpcId: ref('Vpc'), InternetGatewayId: ref('Igw') } },
  Edge: subnet('Edge', 'eu-central-1a', '10.0.0.0/24'), ...table('Edge', { GatewayId: ref('Igw') }),
  App: subnet('App', 'eu-central-1a', '10.0.1.0/24'), ...table('App', { NatGatewayId: ref('Nat') }),
  Data: subnet('Data', 'eu-central-1a', '10.0.2.0/24'), ...table('Data'),
  Nat: { Type: 'AWS::EC2::NatGateway', Properties: { SubnetId: ref('Edge') } },
};
const WORKLOAD: Body = {
  Balancer: { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: { Scheme: 'internet-facing', Subnets: [ref('Edge')], SecurityGroups: [ref('BalancerGroup')] } },
  BalancerGroup: group({ SecurityGroupIngress: [tcp(443, { CidrIp: '0.0.0.0/0' })], SecurityGroupEgress: [tcp(8080, { DestinationSecurityGroupId: ref('ServiceGroup') })] }),
  Service: { Type: 'AWS::ECS::Service', Properties: { NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [ref('App')], SecurityGroups: [ref('ServiceGroup')] } } } },
  ServiceGroup: group({ SecurityGroupIngress: [tcp(8080, { SourceSecurityGroupId: ref('BalancerGroup') })] }),
  Group: { Type: 'AWS::RDS::DBSubnetGroup', Properties: { SubnetIds: [ref('Data')] } },
  Database: { Type: 'AWS::RDS::DBInstance', Properties: { Engine: 'postgres', DBSubnetGroupName: ref('Group'), VPCSecurityGroups: [ref('DatabaseGroup')] } },
  DatabaseGroup: group({ ...nobody, SecurityGroupIngress: [tcp(5432, { CidrIp: '10.0.1.0/24' })] }),
};

function networks(...bodies: (Body | TemplateSource)[]): Network[] {
  const sources = bodies.map((body, i): TemplateSource => ('body' in body && 'name' in body ? body as TemplateSource
    : { name: `Stack${i}`, body: { Resources: body as never }, stackName: `Stack${i}`, account: '111111111111', region: 'eu-central-1', environment: 'production' }));
  return networksOf(new TemplateSet(sources), ({ logicalId }) => logicalId);
}

/** `From > To: ports via A, B`, by logical ids. */
function flows(...bodies: (Body | TemplateSource)[]): string[] {
  const name = (id: string) => id.split(' ').at(-1) ?? '';
  return networks(...bodies).flatMap((network) => network.flows.map(({ from, to, ports, via }) => `${name(from)} > ${name(to)}: ${ports.join(', ')}${via.length > 0 ? ` via ${via.map(name).join(', ')}` : ''}`));
}

describe('who may talk to whom', () => {
  test('is what routes lead to and the groups at both ends let through', () => {
    expect(flows({ ...NETWORK, ...WORKLOAD })).toEqual([
      'internet > Balancer: 443', 'Balancer > Service: 8080', 'Service > Database: 5432', 'Service > internet: all via Nat',
    ]);
  });

  test('is the same whether a rule stands in the group or apart', () => {
    const { ServiceGroup, ...rest } = WORKLOAD;
    const apart: Body = {
      ...rest,
      ServiceGroup: group(),
      Rule: { Type: 'AWS::EC2::SecurityGroupIngress', Properties: { GroupId: { 'Fn::GetAtt': ['ServiceGroup', 'GroupId'] }, ...tcp(8080, { SourceSecurityGroupId: { 'Fn::GetAtt': ['BalancerGroup', 'GroupId'] } }) } },
    };
    expect(ServiceGroup).toBeDefined();
    expect(flows({ ...NETWORK, ...apart })).toEqual(flows({ ...NETWORK, ...WORKLOAD }));
  });

  test('is the same whether one template holds all or imports join several', () => {
    const exported = ['Vpc', 'Edge', 'App', 'Data'];
    const base: TemplateSource = {
      name: 'Network', account: '111111111111', region: 'eu-central-1', environment: 'production',
      body: { Resources: NETWORK as never, Outputs: Object.fromEntries(exported.map((id) => [id, { Value: ref(id), Export: { Name: `net-${id}` } }])) },
    };
    const imported = JSON.parse(JSON.stringify(WORKLOAD).replaceAll(/\{"Ref":"(Vpc|Edge|App|Data)"\}/g, '{"Fn::ImportValue":"net-$1"}')) as Body;
    expect(flows(base, imported)).toEqual(flows({ ...NETWORK, ...WORKLOAD }));
  });

  test('needs both ends: what one lets out and the other does not let in is nothing', () => {
    expect(flows({ ...NETWORK, ...WORKLOAD, ServiceGroup: group({ ...nobody, SecurityGroupIngress: [tcp(8081, { SourceSecurityGroupId: ref('BalancerGroup') })] }) })).toEqual(['internet > Balancer: 443']);
  });

  test('does not reach the Internet without a route, nor from it without an address', () => {
    const internal = { ...WORKLOAD.Balancer, Properties: { ...WORKLOAD.Balancer.Properties, Scheme: 'internal' } };
    expect(flows({ ...NETWORK, ...table('App'), AppRoute: { Type: 'AWS::EC2::RouteTable' }, ...WORKLOAD, Balancer: internal })).toEqual(['Balancer > Service: 8080', 'Service > Balancer: 443', 'Service > Database: 5432']);
  });

  test('passes the firewall where routes lead to its endpoints', () => {
    const guarded: Body = {
      ...NETWORK, ...WORKLOAD,
      Wall: subnet('Wall', 'eu-central-1a', '10.0.9.0/28'), ...table('Wall', { GatewayId: ref('Igw') }),
      Firewall: { Type: 'AWS::NetworkFirewall::Firewall', Properties: { SubnetMappings: [{ SubnetId: ref('Wall') }] } },
      ...table('Edge', { VpcEndpointId: { 'Fn::Select': [1, { 'Fn::Split': [':', { 'Fn::Select': [0, { 'Fn::GetAtt': ['Firewall', 'EndpointIds'] }] }] }] } }),
    };
    expect(flows(guarded).filter((flow) => flow.includes('internet'))).toEqual(['internet > Balancer: 443 via Firewall', 'Service > internet: all via Nat, Firewall']);
    expect(networks(guarded)[0].tiers.map(({ kind, name }) => `${kind} ${name}`)).toEqual(['firewall Wall', 'edge Edge', 'application App', 'data Data']);
  });

  test('goes to gateway endpoints from the subnets whose route tables know them', () => {
    const endpoint = (tables: string[]) => ({ Type: 'AWS::EC2::VPCEndpoint', Properties: { VpcId: ref('Vpc'), ServiceName: { 'Fn::Sub': 'com.amazonaws.${AWS::Region}.s3' }, RouteTableIds: tables.map(ref) } });
    expect(flows({ ...NETWORK, ...WORKLOAD, S3: endpoint(['AppTable']) })).toContain('Service > S3: 443');
    expect(flows({ ...NETWORK, ...WORKLOAD, S3: endpoint(['DataTable']) }).filter((flow) => flow.includes('S3'))).toEqual([]);
  });

  test('says so when the templates leave open who may come in', () => {
    const open: TemplateSource = {
      name: 'Open', account: '111111111111', region: 'eu-central-1',
      body: { Parameters: { From: { Type: 'String' } }, Resources: { ...NETWORK, ...WORKLOAD, DatabaseGroup: group({ ...nobody, SecurityGroupIngress: [tcp(5432, { CidrIp: ref('From') })] }) } as never },
    };
    expect(flows(open)).toContain('open > Database: 5432');
  });

  test('tells ranges, protocols and everything apart', () => {
    const admitted = (rule: Record<string, unknown>) => flows({ ...NETWORK, ...WORKLOAD, DatabaseGroup: group({ ...nobody, SecurityGroupIngress: [{ CidrIp: '10.0.0.0/16', ...rule }] }) }).filter((flow) => flow.startsWith('Service > Database'));
    expect(admitted({ IpProtocol: 'tcp', FromPort: 5432, ToPort: 5440 })).toEqual(['Service > Database: 5432–5440']);
    expect(admitted({ IpProtocol: '17', FromPort: '53', ToPort: '53' })).toEqual(['Service > Database: udp 53']);
    expect(admitted({ IpProtocol: -1 })).toEqual(['Service > Database: all']);
    expect(admitted({ IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, CidrIp: '10.0.7.0/24' })).toEqual([]);
  });
});

describe('what is outside the VPC', () => {
  test('is the stores of the account, and which of them holds copies of which', () => {
    const bucket = (name: string, to?: string) => ({ Type: 'AWS::S3::Bucket', Properties: { BucketName: name, ...(to && { ReplicationConfiguration: { Rules: [{ Destination: { Bucket: `arn:aws:s3:::${to}` } }] } }) } });
    const other = (name: string, region: string, environment: string, body: Body): TemplateSource => ({ name, account: environment === 'production' ? '111111111111' : '222222222222', region, environment, body: { Resources: body as never } });
    const [network] = networks(NETWORK, other('Files', 'eu-central-1', 'production', { Here: bucket('files', 'copies') }), other('Recovery', 'eu-west-1', 'production', { There: bucket('copies') }), other('Test', 'eu-central-1', 'test', { Elsewhere: bucket('x') }));
    expect(network.stores.map(({ name, region, copyOf }) => [name, region, copyOf])).toEqual([['Here', 'eu-central-1', undefined], ['There', 'eu-west-1', 'Files Here']]);
    const svg = networkSvg(network);
    expect(svg).toContain('>Recovery region</text>');
    expect(svg).toContain('>copies</text>');
    expect(svg).not.toContain('Elsewhere');
  });
});

describe('the picture', () => {
  const [network] = networks({ ...NETWORK, ...WORKLOAD });

  test('has a title and says in words what it shows', () => {
    expect(networkSvg(network)).toMatch(/<svg [^>]*role="img" aria-labelledby="network-1-title network-1-desc">\n<title id="network-1-title">Network of production<\/title>/);
    expect(description(network)).toBe('VPC 10.0.0.0/16 with 1 zone. Tiers from top to bottom: Edge: NAT gateway, Load balancer Balancer; App: ECS service Service; Data: PostgreSQL Database. The table below lists who may talk to whom.');
  });

  test('is the same for the same templates, and safe whatever things are called', () => {
    expect(networkSvg(networks({ ...NETWORK, ...WORKLOAD })[0])).toBe(networkSvg(network));
    const odd = networksOf(new TemplateSet([{ name: 'S', body: { Resources: { ...NETWORK, ...WORKLOAD } as never }, environment: '<b>&"' }]), () => '<script>')[0];
    expect(networkSvg(odd)).not.toMatch(/<script|<b>/);
  });

  test('is drawn of a VPC without subnets, and of one without zones or names that templates show', () => {
    expect(networkSvg(networks({ Vpc: vpc })[0])).toContain('<svg');
    const bare = { Type: 'AWS::EC2::Subnet', Properties: { VpcId: ref('Vpc') } };
    const [plain] = networks({ Vpc: vpc, PrivateSubnet1: bare, PrivateSubnet2: { ...bare, Properties: { ...bare.Properties, AvailabilityZone: { 'Fn::Select': [1, { 'Fn::GetAZs': '' }] } } } });
    expect([plain.tiers.map(({ name, kind }) => `${name} ${kind}`), plain.zones]).toEqual([['Private application'], ['zone 2', 'zone not shown']]);
    expect(networkSvg(plain)).toContain('zone not shown');
  });

  test('is drawn of many things in one tier, and of conditions that leave some out', () => {
    const services = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`Service${i}`, WORKLOAD.Service]));
    const svg = networkSvg(networks({ ...NETWORK, ...WORKLOAD, ...services, Gone: { ...WORKLOAD.Service, Condition: 'Never' } })[0]);
    expect(svg).toContain('>Service8</text>');
    expect(svg).not.toContain('>Gone</text>');
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });
});
