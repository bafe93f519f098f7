import { description, networkSvg } from '../../../../../lib/checks/evidence/render/network/svg';
import { picturesOf } from '../../../../../lib/checks/evidence/render/network/picture';
import type { Flow, Picture } from '../../../../../lib/checks/evidence/render/network/model';
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
  Listener: { Type: 'AWS::ElasticLoadBalancingV2::Listener', Properties: { LoadBalancerArn: ref('Balancer'), Port: 443, Protocol: 'HTTPS', DefaultActions: [] } },
  BalancerGroup: group({ SecurityGroupIngress: [tcp(443, { CidrIp: '0.0.0.0/0' })], SecurityGroupEgress: [tcp(8080, { DestinationSecurityGroupId: ref('ServiceGroup') })] }),
  Service: { Type: 'AWS::ECS::Service', Properties: { NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [ref('App')], SecurityGroups: [ref('ServiceGroup')] } } } },
  ServiceGroup: group({ SecurityGroupIngress: [tcp(8080, { SourceSecurityGroupId: ref('BalancerGroup') })] }),
  Group: { Type: 'AWS::RDS::DBSubnetGroup', Properties: { SubnetIds: [ref('Data')] } },
  Database: { Type: 'AWS::RDS::DBInstance', Properties: { Engine: 'postgres', DBSubnetGroupName: ref('Group'), VPCSecurityGroups: [ref('DatabaseGroup')] } },
  DatabaseGroup: group({ ...nobody, SecurityGroupIngress: [tcp(5432, { CidrIp: '10.0.1.0/24' })] }),
};

function networks(...bodies: (Body | TemplateSource)[]): Picture[] {
  const sources = bodies.map((body, i): TemplateSource => ('body' in body && 'name' in body ? body as TemplateSource
    : { name: `Stack${i}`, body: { Resources: body as never }, stackName: `Stack${i}`, account: '111111111111', region: 'eu-central-1', environment: 'production' }));
  return picturesOf(new TemplateSet(sources), ({ logicalId }) => logicalId);
}

const idOf = (id: string) => id.split('/').at(-1) ?? '';
/** `From > To: ports via A, B`, by logical ids; with a question mark if it is not decided. */
const told = ({ from, to, ports, via, certain }: Flow) => `${idOf(from)} > ${idOf(to)}: ${ports.join(', ')}${via.length > 0 ? ` via ${via.map(idOf).join(', ')}` : ''}${certain ? '' : ' ?'}`;
const flows = (...bodies: (Body | TemplateSource)[]): string[] => networks(...bodies).flatMap((network) => network.flows.map(told));
const PROVED = ['internet > Balancer: 443', 'Balancer > Service: 8080', 'Service > Balancer: 443', 'Service > Database: 5432', 'Service > internet: all via Nat'];

describe('an arrow', () => {
  test('stands for what the network proof says gets through, and nothing else does', () => {
    expect(flows({ ...NETWORK, ...WORKLOAD })).toEqual(PROVED);
  });

  test('stands for no more than routes, network ACLs and groups together let through', () => {
    const fence = (egress: boolean): Body => ({
      Fence: { Type: 'AWS::EC2::NetworkAcl', Properties: { VpcId: ref('Vpc') } },
      Fences: { Type: 'AWS::EC2::SubnetNetworkAclAssociation', Properties: { NetworkAclId: ref('Fence'), SubnetId: ref('Data') } },
      [`Passes${egress}`]: { Type: 'AWS::EC2::NetworkAclEntry', Properties: { NetworkAclId: ref('Fence'), RuleNumber: 1, Egress: egress, Protocol: -1, RuleAction: 'allow', CidrBlock: '0.0.0.0/0' } },
    });
    const open = { ...NETWORK, ...WORKLOAD, ...fence(true), ...fence(false) };
    expect(flows(open)).toEqual(PROVED);
    // One direction only: requests get there, answers do not come back.
    expect(flows({ ...NETWORK, ...WORKLOAD, ...fence(false) })).toEqual(PROVED.filter((flow) => !flow.includes('Database')));
  });

  test('is the same whether one template holds all or imports join several', () => {
    const exported = ['Vpc', 'Edge', 'App', 'Data'];
    const base: TemplateSource = {
      name: 'Network', account: '111111111111', region: 'eu-central-1', environment: 'production',
      body: { Resources: NETWORK as never, Outputs: Object.fromEntries(exported.map((id) => [id, { Value: ref(id), Export: { Name: `net-${id}` } }])) },
    };
    const imported = JSON.parse(JSON.stringify(WORKLOAD).replaceAll(/\{"Ref":"(Vpc|Edge|App|Data)"\}/g, '{"Fn::ImportValue":"net-$1"}')) as Body;
    expect(flows(base, imported)).toEqual(PROVED);
  });

  test('needs both ends, a route and an address', () => {
    expect(flows({ ...NETWORK, ...WORKLOAD, ServiceGroup: group({ ...nobody, SecurityGroupIngress: [tcp(8081, { SourceSecurityGroupId: ref('BalancerGroup') })] }) })).toEqual(['internet > Balancer: 443']);
    const internal = { ...WORKLOAD.Balancer, Properties: { ...WORKLOAD.Balancer.Properties, Scheme: 'internal' } };
    expect(flows({ ...NETWORK, ...table('App'), AppRoute: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: ref('Vpc') } }, ...WORKLOAD, Balancer: internal })).toEqual(['Balancer > Service: 8080', 'Service > Balancer: 443', 'Service > Database: 5432']);
  });

  test('passes the firewall where packets do, and goes past it where they do', () => {
    const wall = { 'Fn::Select': [1, { 'Fn::Split': [':', { 'Fn::Select': [0, { 'Fn::GetAtt': ['Firewall', 'EndpointIds'] }] }] }] };
    const guarded: Body = {
      ...NETWORK, ...WORKLOAD,
      Wall: subnet('Wall', 'eu-central-1a', '10.0.9.0/28'), ...table('Wall', { GatewayId: ref('Igw') }),
      Firewall: { Type: 'AWS::NetworkFirewall::Firewall', Properties: { SubnetMappings: [{ SubnetId: ref('Wall') }] } },
      ...table('Edge', { VpcEndpointId: wall }),
      Ingress: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: ref('Vpc') } },
      IngressOf: { Type: 'AWS::EC2::GatewayRouteTableAssociation', Properties: { GatewayId: ref('Igw'), RouteTableId: ref('Ingress') } },
      IngressRoute: { Type: 'AWS::EC2::Route', Properties: { RouteTableId: ref('Ingress'), DestinationCidrBlock: '10.0.0.0/24', VpcEndpointId: wall } },
    };
    expect(flows(guarded).filter((flow) => flow.includes('internet'))).toEqual(['internet > Balancer: 443 via Firewall', 'Service > internet: all via Nat, Firewall']);
    const [{ tiers, nodes }] = networks(guarded);
    expect(tiers.map(({ kind, name }) => `${kind} ${name}`)).toEqual(['firewall Wall', 'edge Edge', 'application App', 'data Data']);
    const { IngressRoute, ...past } = guarded;
    expect(IngressRoute).toBeDefined();
    // Requests go past the firewall, answers do not: what it does with them is open. It is shown all the same.
    expect(flows(past)).toContain('internet > Balancer: 443 ?');
    expect(nodes.map(({ label }) => label)).toContain('Network Firewall');
  });

  test('leads to a service by its gateway endpoint from subnets whose route tables know it, if the groups let out everywhere', () => {
    const endpoint = (tables: string[]) => ({ Type: 'AWS::EC2::VPCEndpoint', Properties: { VpcId: ref('Vpc'), ServiceName: { 'Fn::Sub': 'com.amazonaws.${AWS::Region}.s3' }, RouteTableIds: tables.map(ref) } });
    const toStore = (...changes: Body[]) => flows(Object.assign({}, NETWORK, WORKLOAD, ...changes) as Body).filter((flow) => flow.includes('S3'));
    expect(toStore({ S3: endpoint(['AppTable']) })).toEqual(['Service > S3: 80, 443']);
    expect(toStore({ S3: endpoint(['DataTable']) })).toEqual([]);
    const out = (rule: Record<string, unknown>) => toStore({ S3: endpoint(['AppTable']), ServiceGroup: group({ SecurityGroupEgress: [tcp(443, rule)] }) });
    expect(out({ CidrIp: '0.0.0.0/0' })).toEqual(['Service > S3: 443']);
    // Which addresses AWS keeps in its list, and which of these the service has, no template says.
    expect(out({ DestinationPrefixListId: 'pl-6ea54007' })).toEqual(['Service > S3: 443 ?']);
    expect(out({ CidrIp: '52.0.0.0/8' })).toEqual(['Service > S3: 443 ?']);
    expect(out({ CidrIp: '10.0.0.0/8' })).toEqual([]);
  });

  test('looks otherwise where the templates leave open who may come in, and says what is open', () => {
    const open: TemplateSource = {
      name: 'Open', account: '111111111111', region: 'eu-central-1',
      body: { Parameters: { From: { Type: 'String' } }, Resources: { ...NETWORK, ...WORKLOAD, DatabaseGroup: group({ ...nobody, SecurityGroupIngress: [tcp(5432, { CidrIp: ref('From') })] }) } as never },
    };
    const [picture] = networks(open);
    expect(picture.flows.map(told)).toEqual([...PROVED.slice(0, 3), 'Service > Database: 5432 ?', PROVED[4]]);
    expect(picture.flows.find(({ certain }) => !certain)?.open.join()).toContain('DatabaseGroup Properties.SecurityGroupIngress[0]');
    const svg = networkSvg(picture);
    expect(svg).toMatch(/<path class="wire unsure"[^>]*marker-end="url\(#network-1-unsure\)"/);
    expect(svg).toContain('>5432 ?</text>');
    expect(svg).toContain('>not decided by the templates</text>');
  });

  test('tells ranges, protocols and everything apart', () => {
    const admitted = (rule: Record<string, unknown>) => flows({
      ...NETWORK, ...WORKLOAD, Server: { Type: 'AWS::EC2::Instance', Properties: { SubnetId: ref('Data'), SecurityGroupIds: [ref('ServerGroup')] } },
      ServerGroup: group({ ...nobody, SecurityGroupIngress: [{ CidrIp: '10.0.0.0/16', ...rule }] }),
    }).filter((flow) => flow.startsWith('Service > Server'));
    expect(admitted({ IpProtocol: 'tcp', FromPort: 5432, ToPort: 5440 })).toEqual(['Service > Server: 5432–5440']);
    expect(admitted({ IpProtocol: '17', FromPort: '53', ToPort: '53' })).toEqual(['Service > Server: udp 53']);
    expect(admitted({ IpProtocol: 'icmp', FromPort: -1, ToPort: -1 })).toEqual(['Service > Server: icmp']);
    expect(admitted({ IpProtocol: -1 })).toEqual(['Service > Server: all']);
    expect(admitted({ IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, CidrIp: '10.0.7.0/24' })).toEqual([]);
  });

  test('stands in the zones where packets get through, and across where they change it', () => {
    const second: Body = {
      Data2: subnet('Data', 'eu-central-1b', '10.0.5.0/24'), ...table('Data2'), Data3: subnet('Data', 'eu-central-1c', '10.0.6.0/24'), ...table('Data3'),
      Group: { Type: 'AWS::RDS::DBSubnetGroup', Properties: { SubnetIds: [ref('Data2'), ref('Data3')] } },
    };
    const [picture] = networks({ ...NETWORK, ...WORKLOAD, ...second });
    const flow = picture.flows.find(({ to }) => idOf(to) === 'Database');
    expect(flow?.steps.map(({ zones }) => zones.join(' > '))).toEqual(['eu-central-1a > eu-central-1b', 'eu-central-1a > eu-central-1c']);
    expect(networkSvg(picture).match(/>5432<\/text>/g)).toHaveLength(1);
  });

  test('comes from another network by what joins them, drawn as somebody outside', () => {
    const joined: Body = {
      ...NETWORK, ...WORKLOAD, DatabaseGroup: group({ ...nobody, SecurityGroupIngress: [tcp(5432, { CidrIp: '10.9.0.0/16' })] }),
      Far: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.9.0.0/16' } },
      Desk: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: ref('Far'), CidrBlock: '10.9.0.0/24', AvailabilityZone: 'eu-central-1a' } },
      Peering: { Type: 'AWS::EC2::VPCPeeringConnection', Properties: { VpcId: ref('Far'), PeerVpcId: ref('Vpc') } },
      DeskTable: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: ref('Far') } },
      DeskUses: { Type: 'AWS::EC2::SubnetRouteTableAssociation', Properties: { RouteTableId: ref('DeskTable'), SubnetId: ref('Desk') } },
      There: { Type: 'AWS::EC2::Route', Properties: { RouteTableId: ref('DeskTable'), DestinationCidrBlock: '10.0.0.0/16', VpcPeeringConnectionId: ref('Peering') } },
      Back: { Type: 'AWS::EC2::Route', Properties: { RouteTableId: ref('DataTable'), DestinationCidrBlock: '10.9.0.0/16', VpcPeeringConnectionId: ref('Peering') } },
      Admin: { Type: 'AWS::EC2::Instance', Properties: { SubnetId: ref('Desk'), SecurityGroupIds: [ref('AdminGroup')] } },
      AdminGroup: { Type: 'AWS::EC2::SecurityGroup', Properties: { VpcId: ref('Far') } },
    };
    const [picture, far] = networks(joined);
    expect(picture.flows.map(told).filter((flow) => flow.includes('Database'))).toEqual([expect.stringMatching(/> Database: 5432$/)]);
    expect(picture.outsiders.map(({ label, door }) => `${label} by ${door}`)).toEqual(['Internet by Internet gateway', 'Far production by Peering']);
    expect(networkSvg(picture)).toContain('>Far production</text>');
    expect(far.outsiders.map(({ label }) => label)).toEqual(['Vpc production']);
  });

  test('leads on from a network load balancer that hands its client\'s address on, though its own would not be let in', () => {
    const handing: Body = {
      ...NETWORK, ...WORKLOAD,
      Balancer: { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: { Type: 'network', Scheme: 'internet-facing', Subnets: [ref('Edge')] } },
      Listener: { Type: 'AWS::ElasticLoadBalancingV2::Listener', Properties: { LoadBalancerArn: ref('Balancer'), Port: 443, Protocol: 'TCP', DefaultActions: [{ Type: 'forward', TargetGroupArn: ref('Targets') }] } },
      Targets: { Type: 'AWS::ElasticLoadBalancingV2::TargetGroup', Properties: { Port: 8443, Protocol: 'TCP', TargetType: 'instance', VpcId: ref('Vpc'), Targets: [{ Id: ref('Server') }] } },
      Server: { Type: 'AWS::EC2::Instance', Properties: { SubnetId: ref('App'), SecurityGroupIds: [ref('ServerGroup')] } },
      ServerGroup: group({ SecurityGroupIngress: [tcp(8443, { CidrIp: '84.0.0.0/8' })] }),
    };
    expect(flows(handing).filter((flow) => flow.endsWith('> Server: 8443'))).toEqual(['Balancer > Server: 8443']);
  });
});

describe('what is outside the VPC', () => {
  test('is the stores of the account, and which of them holds copies of which', () => {
    const bucket = (name: string, to?: string) => ({ Type: 'AWS::S3::Bucket', Properties: { BucketName: name, ...(to && { ReplicationConfiguration: { Rules: [{ Destination: { Bucket: `arn:aws:s3:::${to}` } }] } }) } });
    const other = (name: string, region: string, environment: string, body: Body): TemplateSource => ({ name, account: environment === 'production' ? '111111111111' : '222222222222', region, environment, body: { Resources: body as never } });
    const [network] = networks(NETWORK, other('Files', 'eu-central-1', 'production', { Here: bucket('files', 'copies') }), other('Recovery', 'eu-west-1', 'production', { There: bucket('copies') }), other('Test', 'eu-central-1', 'test', { Elsewhere: bucket('x') }));
    expect(network.stores.map(({ name, region, copyOf }) => [name, region, copyOf])).toEqual([['Here', 'eu-central-1', undefined], ['There', 'eu-west-1', 'Files/Here']]);
    const svg = networkSvg(network);
    expect(svg).toContain('>Recovery region</text>');
    expect(svg).toContain('>Bucket, copy</text>');
    expect(svg).not.toContain('Elsewhere');
  });
});

describe('the picture', () => {
  const [network] = networks({ ...NETWORK, ...WORKLOAD });

  test('has a title and says in words what it shows', () => {
    expect(networkSvg(network)).toMatch(/<svg [^>]*role="img" aria-labelledby="network-1-title network-1-desc">\n<title id="network-1-title">Network of production<\/title>/);
    expect(description(network)).toBe('VPC 10.0.0.0/16 with 1 zone. Tiers from top to bottom: Edge: NAT gateway, Load balancer Balancer; App: ECS service Service; Data: PostgreSQL Database. The table below lists what is proved to get through.');
  });

  test('is the same for the same templates, and safe whatever things are called', () => {
    expect(networkSvg(networks({ ...NETWORK, ...WORKLOAD })[0])).toBe(networkSvg(network));
    const odd = picturesOf(new TemplateSet([{ name: 'S', body: { Resources: { ...NETWORK, ...WORKLOAD } as never }, environment: '<b>&"' }]), () => '<script>')[0];
    expect(networkSvg(odd)).not.toMatch(/<script|<b>/);
  });

  test('is drawn of a VPC without subnets, and of one without zones or names that templates show', () => {
    expect(networkSvg(networks({ Vpc: vpc })[0])).toContain('<svg');
    const bare = { Type: 'AWS::EC2::Subnet', Properties: { VpcId: ref('Vpc') } };
    const [plain] = networks({ Vpc: vpc, PrivateSubnet1: bare, PrivateSubnet2: { ...bare, Properties: { ...bare.Properties, AvailabilityZone: { 'Fn::Select': [1, { 'Fn::GetAZs': '' }] } } } });
    expect([plain.tiers.map(({ name, kind }) => `${name} ${kind}`), plain.zones]).toEqual([['Private application'], ['zone 2', 'zone not shown']]);
    expect(networkSvg(plain)).toContain('zone not shown');
  });

  test('shows what the network makes no difference between as one, and all else by itself', () => {
    const services = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`Service${i}`, WORKLOAD.Service]));
    const svg = networkSvg(networks({ ...NETWORK, ...WORKLOAD, ...services })[0]);
    expect(svg.match(/>ECS service<\/text>/g)).toHaveLength(1);
    expect(svg).toContain('>Service and 9 more</text>');
    const guarded = Object.fromEntries(Array.from({ length: 9 }, (_, i): [string, Body[string]][] => [
      [`Group${i}`, group()], [`Own${i}`, { Type: 'AWS::ECS::Service', Properties: { NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [ref('App')], SecurityGroups: [ref(`Group${i}`)] } } } }],
    ]).flat());
    const many = networkSvg(networks({ ...NETWORK, ...WORKLOAD, ...guarded })[0]);
    expect(many.match(/>ECS service<\/text>/g)).toHaveLength(10);
    expect(many).not.toMatch(/NaN|undefined|Infinity/);
  });

  test('leaves out what a condition rules out, and draws what one leaves open with arrows that are not certain', () => {
    const under = (Conditions: Record<string, unknown>): TemplateSource => ({
      name: 'T', account: '111111111111', region: 'eu-central-1', environment: 'production',
      body: { Parameters: { On: { Type: 'String' } }, Conditions, Resources: { ...NETWORK, ...WORKLOAD, Perhaps: { ...WORKLOAD.Service, Condition: 'If' } } } as never,
    });
    expect(networkSvg(networks(under({ If: { 'Fn::Equals': ['a', 'b'] } }))[0])).not.toContain('>Perhaps</text>');
    expect(flows(under({ If: { 'Fn::Equals': [ref('On'), 'yes'] } })).filter((flow) => flow.includes('Perhaps')).every((flow) => flow.endsWith(' ?'))).toBe(true);
    expect(flows(under({ If: { 'Fn::Equals': [ref('On'), 'yes'] } }))).toContain('Perhaps > Database: 5432 ?');
  });
});
