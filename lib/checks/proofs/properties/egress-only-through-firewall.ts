import { throughFirewall } from '../network/firewalls';
import { hostParty, THE_INTERNET } from '../network/parties';
import { reach } from '../network/reach';
import { EVERY_PROTOCOL, findingsOn, isGuarded, worstOf } from '../network/verdicts';
import type { Property } from '../property';

export const EgressOnlyThroughFirewall: Property = {
  id: 'EgressOnlyThroughFirewall',
  title: 'What leaves acceptance and production for the Internet leaves through the network firewall only.',
  why: 'The allow-list of domain names is worth nothing to traffic that does not pass it, and stolen data needs one such way.',
  mend: 'Let the route tables of NAT gateways and public subnets lead to the firewall endpoint of their zone instead of the Internet gateway.',
  proof: 'path',
  controls: ['NET7'],
  references: ['https://docs.aws.amazon.com/network-firewall/latest/developerguide/arch-igw-ngw.html'],
  check: (set) => findingsOn(set, isGuarded, (network, host) => worstOf(
    EVERY_PROTOCOL.map((protocol) => throughFirewall(reach(network, hostParty(host), THE_INTERNET, { protocol }), 'it reaches the Internet')),
  )),
};
