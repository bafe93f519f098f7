import { admitting, att, base, hostOf, networkFrom, ref, route, type Resources } from './ground';
import { THE_INTERNET } from '../../../../../lib/checks/proofs/network/parties';
import { ports } from '../../../../../lib/checks/proofs/network/addresses';
import { relays } from '../../../../../lib/checks/proofs/network/relays';

const tcp = (port: number, peer: Record<string, unknown>) => ({ IpProtocol: 'tcp', FromPort: port, ToPort: port, ...peer });

/** A load balancer in the public subnet that hands port 443 on to App's port 8443. */
function balancer(type: 'application' | 'network', targets: Record<string, unknown> = {}, listener: Record<string, unknown> = {}): Resources {
  const protocol = type === 'application' ? 'HTTPS' : 'TCP';
  return {
    Edge: ['ElasticLoadBalancingV2::LoadBalancer', { Type: type, Subnets: [ref('Public')], SecurityGroups: [att('WebGroup', 'GroupId')] }],
    Listener: ['ElasticLoadBalancingV2::Listener', { LoadBalancerArn: ref('Edge'), Port: 443, Protocol: protocol, DefaultActions: [{ Type: 'forward', TargetGroupArn: ref('Targets') }], ...listener }],
    Targets: ['ElasticLoadBalancingV2::TargetGroup', { Protocol: protocol, Port: 8443, Targets: [{ Id: ref('App') }], ...targets }],
  };
}

const group = (ingress: unknown[], egress?: unknown[]): Resources[string] => ['EC2::SecurityGroup', { GroupDescription: 'x', VpcId: ref('Vpc'), SecurityGroupIngress: ingress, ...(egress && { SecurityGroupEgress: egress }) }];

function over(resources: Resources, port?: number): string[] {
  const network = networkFrom({ ...base(), ...resources });
  return relays(network, THE_INTERNET, hostOf(network, 'App'), { protocol: 6, ...(port !== undefined && { ports: ports(port) }) }).map(({ forward, verdict, second }) => `${verdict} over ${forward.from.name}, ${second.to}`);
}

test.each<[string, Resources, string[]]>([
  ['an application load balancer talks to its targets in its own name', { ...balancer('application'), ...admitting('AppGroup', tcp(8443, { SourceSecurityGroupId: att('WebGroup', 'GroupId') })) }, ['yes over T/Edge, T/App']],
  ['and is refused like anybody', { ...balancer('application'), ...admitting('AppGroup', tcp(443, { SourceSecurityGroupId: att('WebGroup', 'GroupId') })) }, []],
  ['an internal one is reached by nobody outside', { ...balancer('application'), Edge: ['ElasticLoadBalancingV2::LoadBalancer', { Scheme: 'internal', Subnets: [ref('Public')], SecurityGroups: [ref('WebGroup')] }] }, []],
  ['a network load balancer hands the client\'s address on to instances', { ...balancer('network'), ...admitting('AppGroup', tcp(8443, { CidrIp: '1.0.0.0/8' })) }, ['yes over T/Edge, T/App']],
  ['its own group is known to the target all the same', { ...balancer('network'), ...admitting('AppGroup', tcp(8443, { SourceSecurityGroupId: ref('WebGroup') })) }, ['yes over T/Edge, T/App']],
  ['not where it is told not to', { ...balancer('network', { TargetGroupAttributes: [{ Key: 'preserve_client_ip.enabled', Value: 'false' }] }), ...admitting('AppGroup', tcp(8443, { CidrIp: '1.0.0.0/8' })) }, []],
  ['and nothing is certain where that is open', { ...balancer('network', { TargetGroupAttributes: [{ Key: 'preserve_client_ip.enabled', Value: ref('Nowhere') }] }), ...admitting('AppGroup', tcp(8443, { CidrIp: '1.0.0.0/8' })) }, ['unknown over T/Edge, T/App']],
  ['a listener rule forwards, too', { ...balancer('application', {}, { DefaultActions: [{ Type: 'fixed-response' }] }), Rule: ['ElasticLoadBalancingV2::ListenerRule', { ListenerArn: ref('Listener'), Actions: [{ Type: 'forward', ForwardConfig: { TargetGroups: [{ TargetGroupArn: ref('Targets') }] } }] }] }, ['yes over T/Edge, T/App']],
  ['whose own address is good for nothing then', { ...balancer('network'), ...admitting('AppGroup', tcp(8443, { CidrIp: '10.0.0.0/24' })) }, []],
  ['only clients that get in are handed on', { ...balancer('network'), WebGroup: group([tcp(443, { CidrIp: '1.0.0.0/8' })]), ...admitting('AppGroup', tcp(8443, { CidrIp: '8.0.0.0/8' })) }, []],
  ['and only where its own group lets them out', { ...balancer('network'), WebGroup: group([tcp(443, { CidrIp: '0.0.0.0/0' })], [tcp(9, { CidrIp: '0.0.0.0/0' })]) }, []],
  ['the node that takes a connection hands it on', { ...balancer('application'), Edge: ['ElasticLoadBalancingV2::LoadBalancer', { Subnets: [ref('Public'), ref('Data')], SecurityGroups: [ref('WebGroup')] }], ...admitting('AppGroup', tcp(8443, { CidrIp: '10.0.2.0/24' })) }, []],
  ['a listener by UDP hands on no TCP', balancer('network', {}, { Protocol: 'UDP' }), []],
  ['a load balancer that nobody reaches hands nothing on', { ...balancer('application'), Default: route('PublicTable', '9.9.9.0/24', { GatewayId: ref('Igw') }), ...admitting('WebGroup', tcp(443, { CidrIp: '8.8.8.0/24' })) }, []],
])('%s', (_, resources, expected) => {
  expect(over(resources)).toEqual(expected);
});

test('only the port of the target counts', () => {
  expect(over(balancer('application'), 8443)).toHaveLength(1);
  expect(over(balancer('application'), 22)).toEqual([]);
});
