import { ALL_PORTS, FAMILIES, INTERNET, NO_ADDRESSES, ports, type Addresses, type Family } from './addresses';
import { aclFilter, groupFilter } from './filters';
import type { Forward, Host, Network, Place } from './model';
import { hostParty, type Party } from './parties';
import { reach, type Answer, type Question } from './reach';
import { gone, only, pass, turned, type Flow } from './space';

/** A way over a load balancer: the client reaches the balancer, and the balancer the target, in a connection of its own. */
export interface Relay {
  readonly forward: Forward;
  /** From the client to the balancer. */
  readonly first: Answer;
  /** From the balancer to the target. */
  readonly second: Answer;
  readonly verdict: 'yes' | 'unknown';
}

/** The load balancers over which one party reaches a host, chains of them included. */
export function relays(network: Network, from: Party, to: Host, question: Question, passed: readonly Host[] = []): Relay[] {
  return network.forwards.filter((forward) => forward.to === to && !passed.includes(forward.from)).flatMap((forward): Relay[] => {
    const second = handedOn(network, forward, from, question);
    if (second.verdict === 'no') {
      return [];
    }
    const first = reach(network, from, hostParty(forward.from), { ...question, ports: ports(forward.port), anyPort: true });
    const certain = forward.doubt === undefined && second.verdict === 'yes';
    return [
      ...(first.verdict === 'no' ? [] : [{ forward, first, second, verdict: certain && first.verdict === 'yes' ? 'yes' as const : 'unknown' as const }]),
      ...relays(network, from, forward.from, { ...question, ports: ports(forward.port) }, [...passed, to])
        .map((earlier) => ({ forward, first: earlier.first, second, verdict: certain && earlier.verdict === 'yes' ? 'yes' as const : 'unknown' as const })),
    ];
  });
}

/** Whether the balancer reaches its target on the target's port. */
function handedOn(network: Network, forward: Forward, from: Party, question: Question): Answer {
  const asked = forward.toPort === undefined ? question.ports : question.ports ? question.ports.intersect(ports(forward.toPort)) : ports(forward.toPort);
  const own = reach(network, hostParty(forward.from), hostParty(forward.to), { ...question, ports: asked, anyPort: true });
  return own.verdict === 'yes' || forward.keepsClient === 'no' ? own : { ...own, ...asClient(forward, from, { ...question, ports: asked }, own) };
}

/**
 * A network load balancer that keeps the client's address: the target's security groups and the network ACLs on the way see
 * the client. Answers go back to the balancer, whatever route tables say.
 *
 * Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#client-ip-preservation
 */
function asClient(forward: Forward, from: Party, question: Question, own: Answer): Partial<Answer> {
  const flows = FAMILIES.flatMap((family) => forward.from.places.flatMap((sender) => forward.to.places.map((receiver) => kept(forward, from, question, family, sender, receiver))));
  const sure = forward.keepsClient === 'yes' && flows.some((flow) => flow.sure.length > 0);
  const may = own.verdict === 'unknown' || flows.some((flow) => !gone(flow));
  return sure ? { verdict: 'yes', cut: [], open: [] } : may ? { verdict: 'unknown', cut: [], open: [...own.open, `whether ${forward.from.name} hands its client's address on`] } : {};
}

function kept({ from: balancer, to }: Forward, client: Party, { protocol, ports: asked = ALL_PORTS }: Question, family: Family, sender: Place, receiver: Place): Flow {
  const box = { src: clientAddresses(client, family), sport: ALL_PORTS, dst: receiver.addresses[family].may, dport: asked };
  const [stranger, member] = [undefined, balancer].map((peer) => groupFilter(to, false, peer, true, family, protocol).conditions);
  const admitted = pass(only(box.src.empty || box.dst.empty ? [] : [box]), { sure: [...stranger.sure, ...member.sure], may: [...stranger.may, ...member.may] });
  return sender.subnet === receiver.subnet ? admitted : turned(fenced(turned(fenced(admitted, sender, receiver, family, protocol)), receiver, sender, family, protocol));
}

/** What the network ACLs between two subnets let pass. */
function fenced(flow: Flow, from: Place, to: Place, family: Family, protocol: number): Flow {
  const out = pass(flow, aclFilter(from.subnet.acl, true, family, protocol).conditions);
  return pass(out, aclFilter(to.subnet.acl, false, family, protocol).conditions);
}

function clientAddresses({ ends, addresses }: Party, family: Family): Addresses {
  const all = ends.map((end) => (end.kind === 'host' ? end.place.addresses[family].may : INTERNET[family])).reduce((sum, one) => sum.union(one), NO_ADDRESSES);
  return addresses ? (addresses.family === family ? all.intersect(addresses.addresses) : NO_ADDRESSES) : all;
}
