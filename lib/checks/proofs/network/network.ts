import type { TemplateSet } from '../../template';
import { clientVpns } from './client-vpn';
import { withOpenChoices } from './conditions';
import { accessBlocksOf, forwardsOf } from './forwards';
import { hostsOf } from './hosts';
import type { Network } from './model';
import { Resources } from './resources';
import { addRoutes, attachGateways, natsOf, peeringsOf } from './routes';
import { addAclEntries, Groups } from './rules';
import { transitsOf } from './transit';
import { groundOf } from './vpcs';

const NETWORKS = new WeakMap<TemplateSet, Network>();

/** The network that a set of templates describes. Read once for each set. */
export function networkOf(set: TemplateSet): Network {
  let network = NETWORKS.get(set);
  if (!network) {
    network = read(withOpenChoices(set));
    NETWORKS.set(set, network);
  }
  return network;
}

function read(set: TemplateSet): Network {
  const resources = new Resources(set);
  const ground = groundOf(resources);
  addAclEntries(resources, ground);
  const groups = new Groups(resources, ground);
  attachGateways(resources, ground);
  const nats = natsOf(resources, ground);
  const peerings = peeringsOf(resources, ground);
  const transits = transitsOf(resources, ground);
  addRoutes(resources, ground, { nats, peerings, transits });
  const reading = { resources, ground, groups };
  const hosts = [...hostsOf(reading, [...nats.values()]), ...clientVpns(reading)];
  return {
    vpcs: [...ground.vpcs.values()], subnets: [...ground.subnets.values()], hosts, groups: [...groups.all.values()], nats: [...nats.values()], peerings: [...peerings.values()],
    transits: [...transits.values()], forwards: forwardsOf(resources, hosts), accessBlocks: accessBlocksOf(resources),
  };
}
