import { FAMILIES, NO_PORTS, type Ports } from '../../../proofs/network/addresses';
import type { Path } from '../../../proofs/network/connect';
import { reachesService } from '../../../proofs/network/gateways';
import type { Host, Network } from '../../../proofs/network/model';
import { hostParty, THE_INTERNET, type Party } from '../../../proofs/network/parties';
import { reach, type Answer } from '../../../proofs/network/reach';
import { keyOf } from '../../../proofs/network/reading';
import { relays } from '../../../proofs/network/relays';
import { project, type Space } from '../../../proofs/network/space';
import { EVERY_PROTOCOL } from '../../../proofs/network/verdicts';
import { zoneOf, type Flow, type GatewayEndpoint, type Node, type Outsider, type Step } from './model';
import { Found, minus } from './found';
import { classOf } from './nodes';

/** What the flows are worked out from. */
export interface Scene {
  readonly network: Network;
  readonly nodes: readonly Node[];
  readonly endpoints: readonly GatewayEndpoint[];
  readonly outside: ReadonlyMap<Party | Host, Outsider>;
}

interface End {
  readonly id: string;
  readonly party: Party;
  readonly host?: Host;
}

/** What is proved to get from one thing on the picture to another, and what may, for all that the templates say. */
export function flowsOf(scene: Scene): Flow[] {
  const found = new Found();
  const inside = scene.nodes.filter(({ passes }) => !passes).flatMap(({ id, hosts }) => different(hosts).map((host): End => ({ id, host, party: hostParty(host) })));
  const outside = [...scene.outside].map(([one, { id }]): End => ('places' in one ? { id, host: one, party: hostParty(one) } : { id, party: one }));
  const pairs = [
    ...outside.flatMap((from) => inside.map((to) => [from, to] as const)),
    ...inside.flatMap((from) => inside.filter((to) => to.id !== from.id).map((to) => [from, to] as const)),
    ...inside.flatMap((from) => outside.map((to) => [from, to] as const)),
  ];
  const way = wayOf(scene);
  for (const [from, to] of pairs.filter((pair) => isSender(pair[0]))) {
    for (const protocol of EVERY_PROTOCOL) {
      add(found, from, to, protocol, reach(scene.network, from.party, to.party, { protocol }), way);
    }
  }
  handedOn(scene, inside, found);
  inside.forEach((from) => scene.endpoints.forEach((to) => toService(found, from, to)));
  return found.flows;
}

/** Interface endpoints answer, but start nothing. */
function isSender({ host }: End): boolean {
  return host?.resource.type !== 'AWS::EC2::VPCEndpoint';
}

/** Hosts between which the network makes a difference. */
function different(hosts: readonly Host[]): Host[] {
  return [...new Map(hosts.map((host) => [classOf(host), host])).values()];
}

type Way = (path: Path, from: End, to: End, answer: Answer['witnesses'][number]) => Step[];

function add(found: Found, from: End, to: End, protocol: number, answer: Answer, way: Way): void {
  for (const witness of answer.witnesses) {
    const { flow, doubts } = witness.path;
    const [sure, may] = [portsIn(flow.sure), portsIn(flow.may)];
    const steps = way(witness.path, from, to, witness);
    found.add({ from: from.id, to: to.id, steps, certain: true, protocol, ports: sure });
    found.add({ from: from.id, to: to.id, steps, certain: false, protocol, ports: minus(may, sure), open: doubts });
  }
}

function portsIn(space: Space): Ports {
  return project(space, 'dport') ?? NO_PORTS;
}

/** The steps of a way over the firewalls and NAT gateways that it passes, zone by zone. */
function wayOf({ network, nodes }: Scene): Way {
  const nats = new Map(network.nats.map(({ name, resource, subnet }) => [name, { key: keyOf(resource), subnet }]));
  const nodeOf = new Map(nodes.filter(({ passes }) => passes).flatMap(({ id, boxes }) => boxes.map(({ subnet }) => [keyOf(subnet.resource), id] as const)));
  return ({ legs, crossed }, from, to, { from: sender, to: receiver }) => {
    const boxes = new Map([...nats, ...crossed.there.map(({ name, resource, subnet }) => [name, { key: keyOf(resource), subnet }] as const)]);
    const passed = legs.flatMap(({ there }) => there.flatMap(({ at }) => boxes.get(at) ?? [])).filter((box, i, all) => all.findIndex(({ subnet, key }) => subnet === box.subnet && key === box.key) === i);
    const stops = [
      { id: from.id, zone: sender.kind === 'host' && !isOutside(from, nodes) ? zoneOf(sender.place.subnet) : '' },
      ...passed.flatMap(({ key, subnet }) => { const id = nodes.find((node) => node.id === key)?.id ?? nodeOf.get(keyOf(subnet.resource)); return id === undefined ? [] : [{ id, zone: zoneOf(subnet) }]; }),
      { id: to.id, zone: receiver.kind === 'host' && !isOutside(to, nodes) ? zoneOf(receiver.place.subnet) : '' },
    ];
    return stops.slice(1).map((stop, i): Step => ({ from: stops[i].id, to: stop.id, zones: [stops[i].zone, stop.zone] }));
  };
}

function isOutside({ id }: End, nodes: readonly Node[]): boolean {
  return !nodes.some((node) => node.id === id);
}

/** What network load balancers hand on in their client's name is no connection of their own. */
function handedOn({ network }: Scene, inside: readonly End[], found: Found): void {
  for (const to of inside) {
    const kept = network.forwards.filter((forward) => forward.to === to.host && forward.keepsClient !== 'no');
    for (const { forward, second } of kept.length > 0 ? relays(network, THE_INTERNET, to.host!, { protocol: 6 }) : []) {
      const from = inside.find(({ host }) => host === forward.from);
      if (from && second.witnesses.length === 0) {
        const ports = portsIn(FAMILIES.flatMap((family) => second.flows[family].may));
        const steps = forward.from.places.map(({ subnet }, i): Step => ({ from: from.id, to: to.id, zones: [zoneOf(subnet), zoneOf((forward.to.places[i] ?? forward.to.places[0]).subnet)] }));
        steps.forEach((step) => found.add({ from: from.id, to: to.id, steps: [step], certain: second.verdict === 'yes', protocol: 6, ports: ports.empty ? forward.toPort : ports, open: second.open }));
      }
    }
  }
}

function toService(found: Found, from: End, { id, gateway }: GatewayEndpoint): void {
  for (const { sure, may, place, open } of from.host ? reachesService(from.host, gateway) : []) {
    const steps: Step[] = [{ from: from.id, to: id, zones: [zoneOf(place.subnet), ''] }];
    found.add({ from: from.id, to: id, steps, certain: true, protocol: 6, ports: sure });
    found.add({ from: from.id, to: id, steps, certain: false, protocol: 6, ports: minus(may, sure), open });
  }
}
