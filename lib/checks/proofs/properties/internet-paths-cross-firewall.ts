import { throughFirewall } from '../network/firewalls';
import { hostParty, THE_INTERNET } from '../network/parties';
import { reach } from '../network/reach';
import { EVERY_PROTOCOL, findingsOn, isGuarded, worstOf } from '../network/verdicts';
import type { Property } from '../property';

export const InternetPathsCrossFirewall: Property = {
  id: 'InternetPathsCrossFirewall',
  title: 'Every way from the Internet to acceptance and production crosses the network firewall, there and back.',
  why: 'A way around the firewall is a way without its rules and its intrusion detection; half a way around breaks its state.',
  mend: "Lead the Internet gateway's own route table to the firewall endpoint of each zone, and the edge subnets' default routes back to the same one.",
  proof: 'path',
  controls: ['NET4'],
  references: ['https://docs.aws.amazon.com/network-firewall/latest/developerguide/arch-igw-ngw.html', 'https://docs.aws.amazon.com/network-firewall/latest/developerguide/asymmetric-routing.html'],
  check: (set) => findingsOn(set, (host) => isGuarded(host) && !['nat', 'vpn'].includes(host.role), (network, host) => worstOf(
    EVERY_PROTOCOL.map((protocol) => throughFirewall(reach(network, THE_INTERNET, hostParty(host), { protocol }), 'the Internet reaches it')),
  )),
};
