import { ALL_PORTS, FAMILIES, INTERNET, NO_ADDRESSES, ports, type Addresses, type Family, type Ports } from './addresses';
import { aclFilter, groupFilter } from './filters';
import type { Forward, Host, Network, Place } from './model';
import { hostParty, type Party } from './parties';
import { reach, type Answer, type Question } from './reach';
import { gone, only, pass, project, turned, type Bounds, type Flow } from './space';

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
  const { protocol } = question;
  return network.forwards.filter((forward) => forward.to === to && forward.protocols.includes(protocol) && !passed.includes(forward.from)).flatMap((forward): Relay[] => {
    const nodes = nodesOf(forward.from);
    const direct = nodes.map((node): Way => ({ node, last: reach(network, from, node, { ...question, ports: ports(forward.port), anyPort: true }), client: from }));
    const earlier = relays(network, from, forward.from, { ...question, ports: ports(forward.port) }, [...passed, to])
      .flatMap((one) => nodes.map((node): Way => ({ node, last: one.second, client: hostParty(one.forward.from), before: one })));
    const found = [direct, earlier].map((ways) => ways.flatMap((way) => handedOn(network, forward, question, way)).sort((a, b) => Number(b.verdict === 'yes') - Number(a.verdict === 'yes')));
    return found.flatMap((all) => all.slice(0, 1));
  });
}

/** A load balancer has a node in each of its subnets. */
function nodesOf(balancer: Host): Party[] {
  const whole = hostParty(balancer);
  return whole.ends.length === 0 ? [whole] : whole.ends.map((end) => ({ ...whole, ends: [end] }));
}

/** How packets get to a node of a load balancer. */
interface Way {
  readonly node: Party;
  /** The connection that ends there, and whose it is. */
  readonly last: Answer;
  readonly client: Party;
  /** The way over another load balancer that they came by. */
  readonly before?: Relay;
}

/** The node that gets the packets is the one that hands them on. */
function handedOn(network: Network, forward: Forward, question: Question, { node, last, client, before }: Way): Relay[] {
  if (last.verdict === 'no') {
    return [];
  }
  const own = ownName(network, forward, node, question);
  const second = forward.keepsClient === 'no' ? own : { ...own, ...asClient(forward, node, client, last, question, own) };
  const certain = forward.doubt === undefined && (before ?? last).verdict === 'yes' && second.verdict === 'yes';
  return second.verdict === 'no' ? [] : [{ forward, first: before?.first ?? last, second, verdict: certain ? 'yes' : 'unknown' }];
}

/** Whether the balancer reaches its target on the target's port in its own name. */
function ownName(network: Network, forward: Forward, node: Party, question: Question): Answer {
  return reach(network, node, hostParty(forward.to), { ...question, ports: targetPorts(forward, question), anyPort: true });
}

function targetPorts({ toPort }: Forward, question: Question): Ports | undefined {
  return toPort === undefined ? question.ports : question.ports ? question.ports.intersect(ports(toPort)) : ports(toPort);
}

/**
 * A network load balancer that keeps the client's address: the target's security groups and the network ACLs on the way see
 * the client that got in, and so do the balancer's own outbound rules see the target. Answers go back to the balancer, whatever route
 * tables say. Its own name is good for nothing then.
 *
 * Sources: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#client-ip-preservation,
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
 */
function asClient(forward: Forward, node: Party, client: Party, last: Answer, question: Question, own: Answer): Partial<Answer> {
  const { keepsClient } = forward;
  const flows = FAMILIES.flatMap((family) => node.ends.flatMap((end) => forward.to.places.map((receiver) => kept(forward, clients(client, last, family), { ...question, ports: targetPorts(forward, question) }, family, (end as { place: Place }).place, receiver))));
  const surely = flows.some((flow) => flow.sure.length > 0);
  const isLost = [node.doubt, forward.to.doubt].some((doubt) => doubt !== undefined) || (last.verdict === 'unknown' && last.witnesses.length === 0);
  const possibly = isLost || flows.some((flow) => !gone(flow));
  if (keepsClient === 'yes' ? surely : surely && own.verdict === 'yes') {
    return { verdict: 'yes', cut: [], open: [] };
  }
  if (possibly || (keepsClient === 'open' && own.verdict !== 'no')) {
    return { verdict: 'unknown', cut: [], open: [...own.open, `whether ${forward.from.name} hands its client's address on, and what of it passes`] };
  }
  return { verdict: 'no' };
}

function kept({ from: balancer, to }: Forward, src: Bounds<Addresses>, { protocol, ports: asked = ALL_PORTS }: Question, family: Family, sender: Place, receiver: Place): Flow {
  const box = (sources: Addresses) => (sources.empty || receiver.addresses[family].may.empty || asked.empty ? [] : [{ src: sources, sport: ALL_PORTS, dst: receiver.addresses[family].may, dport: asked }]);
  const out = groupFilter(balancer, true, to, true, family, protocol).conditions;
  const left = pass(src.sure === src.may ? only(box(src.sure)) : { sure: box(src.sure), may: box(src.may) }, out);
  const admitted = pass(left, groupFilter(to, false, balancer, true, family, protocol).conditions);
  return sender.subnet === receiver.subnet ? admitted : turned(fenced(turned(fenced(admitted, sender, receiver, family, protocol)), receiver, sender, family, protocol));
}

/** What the network ACLs between two subnets let pass. */
function fenced(flow: Flow, from: Place, to: Place, family: Family, protocol: number): Flow {
  const out = pass(flow, aclFilter(from.subnet.acl, true, family, protocol).conditions);
  return pass(out, aclFilter(to.subnet.acl, false, family, protocol).conditions);
}

/** The addresses of the clients that got to the balancer. */
function clients(party: Party, { flows }: Answer, family: Family): Bounds<Addresses> {
  const { sure, may } = flows[family];
  const all = clientAddresses(party, family);
  return { sure: (project(sure, 'src') ?? NO_ADDRESSES).intersect(all), may: (project(may, 'src') ?? NO_ADDRESSES).intersect(all) };
}

function clientAddresses({ ends, addresses }: Party, family: Family): Addresses {
  const all = ends.map((end) => (end.kind === 'host' ? end.place.addresses[family].may : INTERNET[family])).reduce((sum, one) => sum.union(one), NO_ADDRESSES);
  return addresses ? (addresses.family === family ? all.intersect(addresses.addresses) : NO_ADDRESSES) : all;
}
