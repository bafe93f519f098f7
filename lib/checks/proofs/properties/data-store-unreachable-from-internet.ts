import { anybodyIn, hostParty, THE_INTERNET } from '../network/parties';
import { reach } from '../network/reach';
import { relays } from '../network/relays';
import { findingsOn, unreached, WITH_PORTS, worstOf } from '../network/verdicts';
import type { Property } from '../property';

export const DataStoreUnreachableFromInternet: Property = {
  id: 'DataStoreUnreachableFromInternet',
  title: 'Nothing on the Internet reaches a data store, nor does its subnet reach the Internet.',
  why: 'A store that one wrong rule opens to everybody, or that can send its content anywhere, has leaked as soon as a credential has.',
  mend: 'Put the store into subnets whose route tables lead neither to an Internet gateway nor to a NAT gateway, without a public address.',
  proof: 'path',
  controls: ['NET1', 'NET3'],
  references: ['https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html', 'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html'],
  check: (set) => findingsOn(set, ({ role }) => role === 'store', (network, host) => worstOf(WITH_PORTS.flatMap((protocol) => [
    unreached(reach(network, THE_INTERNET, hostParty(host), { protocol }), () => 'the Internet reaches it'),
    ...relays(network, THE_INTERNET, host, { protocol }).map(({ forward, second }) => unreached(second, () => `the Internet reaches it over ${forward.from.name}`)),
    ...host.places.map(({ subnet }) => unreached(reach(network, anybodyIn(subnet), THE_INTERNET, { protocol }), () => `its subnet ${subnet.name} has a way to the Internet`)),
  ]))),
};
