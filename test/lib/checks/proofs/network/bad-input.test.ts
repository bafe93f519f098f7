import { acl, admitting, ALLOW_ALL, ask, att, base, hostOf, networkFrom, peering, reasons, ref, route, second, sources, type Resources } from './ground';
import { OnlyLoadBalancerReachableFromInternet } from '../../../../../lib/checks/proofs/properties/only-load-balancer-reachable-from-internet';
import { TemplateSet } from '../../../../../lib/checks/template';
import { networkOf } from '../../../../../lib/checks/proofs/network/network';
import { whoReaches } from '../../../../../lib/checks/proofs/network/reach';

const answerTo = (resources: Resources, from: string, to: string, port?: number, sections?: Record<string, unknown>) => ask(networkFrom({ ...base(), ...resources }, sections), from, to, port);
const PARAMETERS = { Parameters: { It: { Type: 'String' } } };

describe('what is odd, but decided', () => {
  test('security groups that name each other in a circle admit each other\'s members', () => {
    const circle = (id: string, other: string): Resources => ({ [id]: ['EC2::SecurityGroup', { GroupDescription: 'x', VpcId: ref('Vpc'), SecurityGroupIngress: [{ IpProtocol: '-1', SourceSecurityGroupId: att(other, 'GroupId') }] }] });
    const resources = { ...circle('AppGroup', 'DbGroup'), ...circle('DbGroup', 'WebGroup'), ...circle('WebGroup', 'AppGroup') };
    expect(answerTo(resources, 'App', 'Web').verdict).toBe('yes');
    expect(answerTo(resources, 'App', 'Db').verdict).toBe('no');
  });

  test('a group that names itself', () => {
    expect(answerTo(admitting('DbGroup', { IpProtocol: '-1', SourceSecurityGroupId: ref('DbGroup') }), 'App', 'Db').verdict).toBe('no');
  });

  test('a firewall endpoint whose subnet leads to itself: packets go in circles', () => {
    const resources: Resources = {
      Gwlb: ['EC2::VPCEndpoint', { VpcEndpointType: 'GatewayLoadBalancer', ServiceName: 'com.amazonaws.vpce.x', VpcId: ref('Vpc'), SubnetIds: [ref('Data')] }],
      There: route('PrivateTable', '0.0.0.0/0', { VpcEndpointId: ref('Gwlb') }), Again: route('DataTable', '0.0.0.0/0', { VpcEndpointId: ref('Gwlb') }),
    };
    const answer = answerTo(resources, 'App', 'internet');
    expect([answer.verdict, reasons(answer)]).toEqual(['no', expect.stringContaining('in circles')]);
  });

  test('NAT gateways that lead to each other', () => {
    const resources: Resources = {
      NatA: ['EC2::NatGateway', { SubnetId: ref('Data') }], NatB: ['EC2::NatGateway', { SubnetId: ref('Private') }],
      A: route('PrivateTable', '0.0.0.0/0', { NatGatewayId: ref('NatA') }), B: route('DataTable', '0.0.0.0/0', { NatGatewayId: ref('NatB') }),
    };
    const answer = answerTo(resources, 'App', 'internet');
    expect([answer.verdict, reasons(answer)]).toEqual(['no', expect.stringContaining('in circles')]);
  });

  test('overlapping routes: the more specific one leads nowhere, and hides the default route for its part only', () => {
    const resources: Resources = { ...second(), ...peering(), Hole: route('PublicTable', '1.0.0.0/8', { VpcPeeringConnectionId: ref('Peer') }) };
    expect(answerTo(resources, '1.2.3.4', 'Web').verdict).toBe('no');
    expect(answerTo(resources, '2.2.3.4', 'Web').verdict).toBe('yes');
  });

  test('a network ACL without rules', () => {
    expect(answerTo(acl('Empty', ['Public'], []), 'internet', 'Web').verdict).toBe('no');
  });

  test('ports in the wrong order admit nothing', () => {
    expect(answerTo(admitting('DbGroup', { IpProtocol: 'tcp', FromPort: 500, ToPort: 400, CidrIp: '0.0.0.0/0' }), 'App', 'Db').verdict).toBe('no');
  });

  test('no template at all has no hosts', () => {
    expect(networkFrom({}).hosts).toEqual([]);
  });
});

describe('what the templates leave open is unknown, with the reason', () => {
  test.each<[string, Resources, [string, string, number?], RegExp, Record<string, unknown>?]>([
    ['a peering to a VPC that nobody knows', { Peer: ['EC2::VPCPeeringConnection', { VpcId: ref('Vpc'), PeerVpcId: 'vpc-12345' }], ...second(), Over: route('PrivateTable', '10.1.0.0/16', { VpcPeeringConnectionId: ref('Peer') }) }, ['App', 'Other'], /the other side of T\/Peer/],
    ['a route to a peering of somebody else', { ...second(), Over: route('PrivateTable', '10.1.0.0/16', { VpcPeeringConnectionId: 'pcx-1' }) }, ['App', 'Other'], /pcx-1/],
    ['a range that is none', admitting('DbGroup', { IpProtocol: 'tcp', FromPort: 1, ToPort: 2, CidrIp: '10.0.1.0/240' }), ['App', 'Db', 1], /DbGroup Properties\.SecurityGroupIngress\[0\]/],
    ['a range by parameter', admitting('DbGroup', { IpProtocol: 'tcp', FromPort: 1, ToPort: 2, CidrIp: ref('It') }), ['App', 'Db', 1], /DbGroup/, PARAMETERS],
    ['a port by parameter', admitting('DbGroup', { IpProtocol: 'tcp', FromPort: ref('It'), ToPort: 2, CidrIp: '0.0.0.0/0' }), ['App', 'Db', 1], /DbGroup/, PARAMETERS],
    ['a protocol by parameter', admitting('DbGroup', { IpProtocol: ref('It'), CidrIp: '0.0.0.0/0' }), ['App', 'Db', 1], /DbGroup/, PARAMETERS],
    ['rules by parameter', { DbGroup: ['EC2::SecurityGroup', { VpcId: ref('Vpc'), SecurityGroupIngress: ref('It') }] }, ['App', 'Db'], /It/, PARAMETERS],
    ['a group outside the templates', { Db: ['EC2::Instance', { SubnetId: ref('Data'), SecurityGroupIds: ['sg-0123'] }] }, ['App', 'Db'], /sg-0123/],
    ['a rule for a group that is open', { ...admitting('DbGroup'), Stray: ['EC2::SecurityGroupIngress', { GroupId: ref('It'), ...ALLOW_ALL }] }, ['App', 'Db'], /Stray Properties\.GroupId/, PARAMETERS],
    ['a subnet by parameter', { Db: ['EC2::Instance', { SubnetId: ref('It'), SecurityGroupIds: [ref('DbGroup')] }] }, ['App', 'Db'], /Db Properties\.SubnetId/, PARAMETERS],
    ['a VPC whose range is a parameter', { Vpc: ['EC2::VPC', { CidrBlock: ref('It') }], Data: ['EC2::Subnet', { VpcId: ref('Vpc'), CidrBlock: ref('It') }] }, ['App', 'Db'], /addresses of T\/Data|destination of Vpc/, PARAMETERS],
    ['one of several subnets by parameter', { Db: ['RDS::DBInstance', { DBSubnetGroupName: ref('Subnets'), VPCSecurityGroups: [ref('DbGroup')] }], Subnets: ['RDS::DBSubnetGroup', { SubnetIds: [ref('Data'), ref('It')] }] }, ['internet', 'Db'], /Subnets Properties\.SubnetIds\[1\]/, PARAMETERS],
    ['a subnet that is imported', { Db: ['EC2::Instance', { SubnetId: { 'Fn::ImportValue': 'data' }, SecurityGroupIds: [ref('DbGroup')] }] }, ['App', 'Db'], /import data/],
    ['a route table that hangs on a condition', { Default: ['EC2::Route', { RouteTableId: ref('PublicTable'), DestinationCidrBlock: '0.0.0.0/0', GatewayId: ref('Igw') }, { Condition: 'Perhaps' }] }, ['internet', 'Web'], /condition Perhaps/, { ...PARAMETERS, Conditions: { Perhaps: { 'Fn::Equals': [ref('It'), 'yes'] } } }],
    ['a rule that hangs on a condition', { ...admitting('DbGroup', { 'Fn::If': ['Perhaps', ALLOW_ALL, ref('AWS::NoValue')] }) }, ['App', 'Db'], /condition Perhaps in DbGroup/, { ...PARAMETERS, Conditions: { Perhaps: { 'Fn::Equals': [ref('It'), 'yes'] } } }],
    ['a route whose destination hangs on a condition', { Default: route('PublicTable', { 'Fn::If': ['Perhaps', '0.0.0.0/0', '192.0.2.0/24'] } as never, { GatewayId: ref('Igw') }) }, ['internet', 'Web'], /condition Perhaps/, { ...PARAMETERS, Conditions: { Perhaps: { 'Fn::Equals': [ref('It'), 'yes'] } } }],
    ['a network ACL entry whose range hangs on a condition', acl('Fence', ['Data'], [{ CidrBlock: { 'Fn::If': ['Perhaps', '0.0.0.0/0', '192.0.2.0/24'] } as never }, { Egress: true }]), ['App', 'Db'], /condition Perhaps/, { ...PARAMETERS, Conditions: { Perhaps: { 'Fn::Equals': [ref('It'), 'yes'] } } }],
    ['conditions that name each other in a circle', { Default: ['EC2::Route', { RouteTableId: ref('PublicTable'), DestinationCidrBlock: '0.0.0.0/0', GatewayId: ref('Igw') }, { Condition: 'A' }] }, ['internet', 'Web'], /condition A/, { Conditions: { A: { Condition: 'B' }, B: { Condition: 'A' } } }],
    ['a network ACL entry with an open number', { ...acl('Fence', ['Data'], [{ RuleNumber: ref('It'), RuleAction: 'deny' }, { RuleNumber: 200 }, { Egress: true }]) }, ['App', 'Db'], /FenceEntry0/, PARAMETERS],
    ['two entries with one number', acl('Fence', ['Data'], [{ RuleNumber: 5, RuleAction: 'deny' }, { RuleNumber: 5 }, { Egress: true }]), ['App', 'Db'], /have number 5/],
    ['two routes to one destination', { Twice: route('PublicTable', '0.0.0.0/0', { InstanceId: ref('App') }) }, ['internet', 'Web'], /same destination|where T\/Twice/],
    ['an association of a table that nobody knows', { PublicUses: ['EC2::SubnetRouteTableAssociation', { SubnetId: ref('Public'), RouteTableId: 'rtb-1' }] }, ['internet', 'Web'], /rtb-1/],
    ['an instance as router', { Through: route('PrivateTable', '10.0.2.0/24', { InstanceId: ref('Web') }) }, ['App', 'Db'], /Through Properties\.InstanceId/],
    ['a launch template from elsewhere', { Db: ['AutoScaling::AutoScalingGroup', { VPCZoneIdentifier: [ref('Data')], LaunchTemplate: { LaunchTemplateId: 'lt-1', Version: '1' } }] }, ['App', 'Db'], /launch template/],
    ['a dangling reference', { Db: ['EC2::Instance', { SubnetId: ref('Nowhere'), SecurityGroupIds: [ref('DbGroup')] }] }, ['App', 'Db'], /Nowhere/],
    ['the default group after the CDK has emptied it', { Db: ['EC2::Instance', { SubnetId: ref('Data') }], App: ['EC2::Instance', { SubnetId: ref('Private') }], Empty: ['Custom::VpcRestrictDefaultSG', { DefaultSecurityGroupId: att('Vpc', 'DefaultSecurityGroup') }] }, ['App', 'Db'], /what T\/Empty does/],
  ])('%s', (...[, resources, [from, to, port], because, sections]) => {
    const answer = answerTo(resources, from, to, port, sections);
    expect({ verdict: answer.verdict, open: answer.open.join('\n') }).toEqual({ verdict: 'unknown', open: expect.stringMatching(because) });
  });

  test('but a choice between equal values is none', () => {
    const same = { 'Fn::If': ['Perhaps', '0.0.0.0/0', '0.0.0.0/0'] } as never;
    expect(answerTo({ Default: route('PublicTable', same, { GatewayId: ref('Igw') }) }, 'internet', 'Web', undefined, { ...PARAMETERS, Conditions: { Perhaps: { 'Fn::Equals': [ref('It'), 'yes'] } } }).verdict).toBe('yes');
  });

  test('but what is open and does not matter changes nothing', () => {
    const open = admitting('WebGroup', { IpProtocol: 'tcp', FromPort: 1, ToPort: 2, CidrIp: ref('It') });
    expect(answerTo(open, 'App', 'Db', undefined, PARAMETERS).verdict).toBe('yes');
    expect(answerTo({ ...open, ...acl('Fence', ['Data'], []) }, 'App', 'Db', undefined, PARAMETERS).verdict).toBe('no');
  });
});

test.each([null, 'text', 7, [], {}, { A: null }, { Vpc: { Type: 'AWS::EC2::VPC' }, S: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc' } } }, R: { Type: 'AWS::EC2::Route', Properties: { RouteTableId: { Ref: 'R' } } }, G: { Type: 'AWS::EC2::SecurityGroup', Properties: { SecurityGroupIngress: 'x' } }, I: { Type: 'AWS::EC2::Instance', Properties: { SubnetId: { Ref: 'S' }, SecurityGroupIds: { Ref: 'G' }, NetworkInterfaces: 3 } } }])('resources such as %j do not break it', (resources) => {
  expect(() => networkOf(new TemplateSet([{ name: 'T', body: { Resources: resources } as never }])).hosts.map((host) => host.name)).not.toThrow();
});

test('a load balancer of which nothing but its listener is known is no more than that', () => {
  const balancer = (port: number): Resources => ({ Edge: ['ElasticLoadBalancingV2::LoadBalancer', { Subnets: ref('It') }], On: ['ElasticLoadBalancingV2::Listener', { LoadBalancerArn: ref('Edge'), Port: port }] });
  const kinds = (port: number) => OnlyLoadBalancerReachableFromInternet.check(new TemplateSet(sources(balancer(port), PARAMETERS))).map(({ verdict }) => verdict.kind);
  expect([kinds(443), kinds(8080)]).toEqual([['compliant'], ['unknown']]);
});

test('everyone who reaches a host is told, and nobody else', () => {
  const network = networkFrom({ ...base(), ...admitting('DbGroup', { IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, SourceSecurityGroupId: att('AppGroup', 'GroupId') }, { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '10.0.0.0/24' }) });
  expect(whoReaches(network, hostOf(network, 'Db'), { protocol: 6 }).map(({ from, verdict }) => `${verdict} ${from}`)).toEqual(['yes whoever has an address in T/Public', 'yes T/Web', 'yes T/App']);
});
