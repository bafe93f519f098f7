import { address, nth, type Address } from './addresses';
import { nodesOf, speaks, type Standing } from './standing';
import { best, OFFSETS, SPORTS, worse, type Outcome, type Ping, type Somebody, type Walker } from './walker';
import { OUTSIDE, type BalancerSpec, type ListenerSpec, type World } from './world';

/**
 * Whether somebody gets to a target over a load balancer: the client to a node, and that node to the target, from an address and port of
 * its own, or from those of the client. There is no telling the node's address; one for which it works is enough.
 *
 * Sources: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-update-security-groups.html,
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#client-ip-preservation
 */
export function overBalancer(world: World, walker: Walker, from: readonly { who: Somebody; addresses: readonly Address[] }[], balancer: BalancerSpec, protocol: number, target: number): Outcome {
  const listeners = balancer.listeners.filter((listener) => listener.target === target && speaks(listener.protocol, protocol));
  return best(listeners.flatMap((listener) => nodesOf(balancer).flatMap((node) => {
    const places = OFFSETS.map((offset) => nth(world.vpcs[node.vpc].subnets[node.subnet].cidr, offset));
    return from.flatMap(({ who, addresses }) => addresses.map((src) => {
      const first = best(places.flatMap((dst) => SPORTS.map((sport) => walker.outcome(who, node, { src, sport, dst, dport: listener.port, protocol }))));
      return first === 'no' ? 'no' : worse(first, handedOn(world, walker, node, places, src, balancer, listener, protocol));
    }));
  })));
}

function handedOn(world: World, walker: Walker, node: Standing, places: readonly Address[], client: Address, balancer: BalancerSpec, listener: ListenerSpec, protocol: number): Outcome {
  const spec = world.hosts[listener.target];
  const target: Standing = { ...spec, subnet: spec.subnets[0], listens: () => true };
  const dst = address(spec.address!);
  const keeps = balancer.kind === 'network' && (listener.preserve ?? !(listener.byAddress && listener.protocol === 'TCP'));
  const pings = (keeps ? [client] : places).flatMap((src) => SPORTS.map((sport): Ping => ({ src, sport, dst, dport: listener.toPort, protocol })));
  return best(pings.map((ping) => (keeps ? kept(world, walker, node, target, ping) : walker.outcome(node, target, ping))));
}

/** The target takes the packet for the client's. Its answer goes back to the load balancer all the same. */
function kept(world: World, walker: Walker, node: Standing, target: Standing, ping: Ping): Outcome {
  const [near, far] = [node, target].map(({ vpc, subnet }) => world.vpcs[vpc].subnets[subnet]);
  const back: Ping = { src: ping.dst, sport: ping.dport, dst: ping.src, dport: ping.sport, protocol: ping.protocol };
  const fenced = near === far || (walker.allows(near, true, ping) && walker.allows(far, false, ping) && walker.allows(far, true, back) && walker.allows(near, false, back));
  return fenced && walker.matches(node, true, ping, target) && walker.matches(target, false, ping, node) ? 'yes' : 'no';
}

/** Clients on the Internet. */
export function strangers(): { who: Somebody; addresses: readonly Address[] }[] {
  return [{ who: 'internet', addresses: OUTSIDE[4].map(address) }];
}
