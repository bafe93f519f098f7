import { connectedTo } from '../../../proofs/network/joined';
import type { Host, Network, Vpc } from '../../../proofs/network/model';
import { hasPremises, PREMISES, THE_INTERNET, type Party } from '../../../proofs/network/parties';
import type { Resource } from '../../../template';
import { INTERNET, type Outsider } from './model';

/** Of so many other networks each is shown by itself. */
const MOST_NETWORKS = 2;

/** Whoever may send to a VPC, or be sent to, from outside it: with the outsider that stands for it on the picture. */
export function outsideOf(network: Network, vpc: Vpc, nameOf: (resource: Resource) => string): Map<Party | Host, Outsider> {
  const others = [...connectedTo(network, vpc)].filter((other) => other !== vpc);
  const peered = (other: Vpc) => network.peerings.some(({ sides }) => sides.includes(vpc) && sides.includes(other));
  const merged: Outsider = { id: 'networks', label: 'Other networks', door: 'Peerings' };
  return new Map<Party | Host, Outsider>([
    [THE_INTERNET, { id: INTERNET, label: 'Internet', door: vpc.internet || !vpc.egressOnly ? 'Internet gateway' : 'Egress-only gateway' }],
    ...(hasPremises(network) ? [[PREMISES, { id: 'premises', label: 'Private networks', door: 'Private gateway' }] as const] : []),
    ...others.flatMap((other) => {
      const outsider = others.length > MOST_NETWORKS ? merged
        : { id: `network ${other.name}`, label: `${nameOf(other.resource)} ${other.resource.environment ?? ''}`.trim(), door: peered(other) ? 'Peering' : 'Transit gateway' };
      return network.hosts.filter((host) => host.role !== 'nat' && host.places.some(({ subnet }) => subnet.vpc === other)).map((host) => [host, outsider] as const);
    }),
  ]);
}
