import type { Verdict } from '../../verdict';
import { ports } from '../network/addresses';
import type { Host, Network, Vpc } from '../network/model';
import { whoReaches, type Answer } from '../network/reach';
import { findingsOn, proved, unreached, WITH_PORTS, worstOf } from '../network/verdicts';
import type { Property } from '../property';

const SHELL = ports(22).union(ports(3389));

export const ShellPortsUnreachable: Property = {
  id: 'ShellPortsUnreachable',
  title: 'Ports 22 and 3389 of a server are reachable from the access network only.',
  why: 'A shell that answers from elsewhere, an EC2 Instance Connect Endpoint among it, is a way in beside the VPN, its second factor and its log.',
  mend: "Admit ports 22 and 3389 from the bastion's security group only, and put the bastion into the network of the client VPN. Take EC2 Instance Connect Endpoints away.",
  proof: 'path',
  controls: ['ACC1'],
  references: ['https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/how-it-works.html', 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/connect-with-ec2-instance-connect-endpoint.html'],
  check: (set) => findingsOn(set, ({ role }) => ['server', 'service', 'other'].includes(role), (network, host) => worstOf(WITH_PORTS.map((protocol) => check(network, host, protocol)))),
};

function check(network: Network, host: Host, protocol: number): Verdict {
  const access = accessNetworks(network);
  const others = whoReaches(network, host, { protocol, ports: SHELL }).filter((answer) => !isAccess(answer, access));
  return worstOf([
    proved((host.groups ?? []).map(({ name, resource }) => ({ resource: resource ?? host.resource, path: 'Properties', says: `${name} admits nobody else to ports 22 and 3389` }))),
    ...others.slice(0, 3).map((answer) => unreached(answer, ({ from }) => `${from} reaches a shell port of it`)),
  ]);
}

/** The networks that a client VPN leads into and that hold nothing but ways to servers: no load balancer, no data store. */
function accessNetworks({ hosts }: Network): Set<Vpc> {
  const vpcsOf = (roles: readonly string[]) => hosts.filter(({ role }) => roles.includes(role)).flatMap(({ places }) => places.map(({ subnet }) => subnet.vpc));
  const workload = new Set(vpcsOf(['balancer', 'store', 'service']));
  return new Set(vpcsOf(['vpn']).filter((vpc) => !workload.has(vpc)));
}

/**
 * Clients of a VPN, and whatever stands in an access network. Not so an EC2 Instance Connect Endpoint, wherever it stands: whoever may call
 * `ec2-instance-connect:OpenTunnel` comes by it from the Internet, without the VPN.
 */
function isAccess({ witnesses }: Answer, access: ReadonlySet<Vpc>): boolean {
  return witnesses.length > 0 && witnesses.every(({ from }) => from.kind === 'host' && !isTunnel(from.host) && (from.host.role === 'vpn' || access.has(from.place.subnet.vpc)));
}

function isTunnel({ resource }: Host): boolean {
  return resource.type === 'AWS::EC2::InstanceConnectEndpoint';
}
