import { all, type Verdict } from '../../verdict';
import { NO_PORTS, ports, showPorts, type Addresses, type Ports } from '../network/addresses';
import type { Host } from '../network/model';
import { hostParty, THE_INTERNET } from '../network/parties';
import { reach, type Answer } from '../network/reach';
import { project } from '../network/space';
import { EVERY_PROTOCOL, findingsOn, proved, unreached, worstOf } from '../network/verdicts';
import type { Property } from '../property';

const WEB: Ports = ports(80).union(ports(443));
/** As many addresses in a row mean everybody: a /8 of IPv4, a /16 of IPv6. */
const EVERYBODY = { 4: 1n << 24n, 6: 1n << 112n };

export const OnlyLoadBalancerReachableFromInternet: Property = {
  id: 'OnlyLoadBalancerReachableFromInternet',
  title: 'From the Internet only load balancers, on 443 and 80, and file transfer from listed ranges are reachable.',
  why: 'Whatever else answers the Internet is found by scanners within minutes, and is guarded by no web application firewall.',
  mend: 'Take the public address, the route to the Internet gateway or the security group rule away; serve through the load balancer.',
  proof: 'path',
  controls: ['NET3'],
  references: ['https://docs.aws.amazon.com/elasticloadbalancing/latest/application/introduction.html', 'https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html'],
  check: (set) => findingsOn(set, ({ role }) => !['nat', 'vpn'].includes(role), (network, host) => worstOf(EVERY_PROTOCOL.map((protocol) => judged(host, protocol, reach(network, THE_INTERNET, hostParty(host), { protocol }))))),
};

function judged(host: Host, protocol: number, answer: Answer): Verdict {
  if (answer.verdict === 'no' || !['balancer', 'transfer'].includes(host.role)) {
    return unreached(answer, () => `the Internet reaches it${protocol === 6 ? '' : ` by IP protocol ${protocol}`}`);
  }
  const reached = ([4, 6] as const).flatMap((family) => {
    const space = answer.flows[family].may;
    return space.length === 0 ? [] : [{ family, src: project(space, 'src')!, dport: project(space, 'dport')! }];
  });
  // Where it stands may be open; what it listens on is enough.
  const harmless = host.role === 'balancer' && host.listens !== undefined && WEB.covers(host.listens[6] ?? NO_PORTS) && host.listens[17] === undefined;
  return reached.length === 0 && !harmless ? unreached(answer, () => 'the Internet reaches it') : all([proved([]), ...reached.map(({ family, src, dport }) => {
    const fine = host.role === 'balancer' ? protocol === 6 && WEB.covers(dport) : isListed(src, EVERYBODY[family]);
    return fine ? proved([{ resource: host.resource, path: 'reachable from the Internet', says: showPorts(dport) }]) : unreached(answer, () => `the Internet reaches it on ${showPorts(dport)}`);
  })]);
}

function isListed(sources: Addresses, everybody: bigint): boolean {
  return sources.ranges.every(([from, to]) => to - from < everybody);
}
