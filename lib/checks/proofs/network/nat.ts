import type { Host, Nat } from './model';
import { keyOf, line } from './reading';
import { usable } from './vpcs';

const HOSTS = new WeakMap<Nat, Host>();

/** A NAT gateway as one that sends in its own name. It lets nobody in. */
export function natHost(nat: Nat): Host {
  let host = HOSTS.get(nat);
  if (!host) {
    const { resource, name, subnet, connectivity } = nat;
    host = {
      key: keyOf(resource), name, resource, role: 'nat', places: [{ subnet, addresses: usable(subnet.addresses) }], open: { 4: connectivity, 6: 'no' },
      openLine: line(resource, 'Properties.ConnectivityType', connectivity === 'no' ? 'private' : 'public'), listens: {},
    };
    HOSTS.set(nat, host);
  }
  return host;
}
