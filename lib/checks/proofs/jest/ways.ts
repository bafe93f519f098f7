import type { TemplateSet } from '../../template';
import { FAMILIES, rangeOf, showPorts } from '../network/addresses';
import { asked } from '../network/asked';
import type { Host, Network, Role, Subnet } from '../network/model';
import { named } from '../network/names';
import { networkOf } from '../network/network';
import { anybodyIn, hostParty, sendersTo, type Party } from '../network/parties';
import { reach, type Answer, type Question } from '../network/reach';
import { nameOf as resourceName, keyOf, plain } from '../network/reading';
import { relays } from '../network/relays';
import { showAnswer, showRelay, showWitness } from '../network/show';
import { project } from '../network/space';
import { nameOf, type Judgement, type Named } from './judgement';
import { pathsOf } from './subject';

/** What is asked about. */
export interface Through {
  /** A port, or a range such as `1024-65535`. @default - every port that the receiver may listen on */
  readonly ports?: number | string;
  /** `tcp`, `udp`, `icmp`, `icmpv6` or a number. @default tcp */
  readonly protocol?: string | number;
  /** Leave out ways over a load balancer, which are connections of its own. @default false */
  readonly directly?: boolean;
}

/** A port, a range of ports, or more of the question. */
export type Port = number | string | Through;

/** Names for everything of a kind. */
const KINDS: Readonly<Record<string, readonly Role[]>> = {
  'any load balancer': ['balancer'], 'any data store': ['store'], 'any service': ['service'], 'any server': ['server'], 'any endpoint': ['endpoint'], 'any file transfer': ['transfer'],
  'any VPN client': ['vpn'], 'anything': ['balancer', 'store', 'service', 'server', 'endpoint', 'transfer', 'other'],
};

/** Whoever a name means. */
interface Meant {
  readonly party: Party;
  readonly hosts: readonly Host[];
  readonly subnets: readonly Subnet[];
}

/** Whether one party reaches the other, ways over load balancers included. */
export function reaches(set: TemplateSet, from: Named, to: Named, port?: Port): Judgement {
  const network = networkOf(set);
  const question = questionOf(port);
  const [sender, receiver] = [meant(set, network, nameOf(from)), meant(set, network, nameOf(to))];
  const direct = reach(network, sender.party, receiver.party, question);
  const over = isThrough(port) && port.directly ? [] : receiver.hosts.flatMap((host) => relays(network, sender.party, host, question));
  const verdicts = [direct.verdict, ...over.map(({ verdict }) => verdict)];
  const answer = verdicts.includes('yes') ? 'yes' : verdicts.includes('unknown') ? 'unknown' : 'no';
  const telling = over.filter(({ verdict }) => verdict === answer);
  const because = [...(direct.verdict === answer ? showAnswer(direct) : []), ...telling.flatMap(showRelay)];
  return { answer, claim: `to let ${sender.party.name} reach ${receiver.party.name}${about(question)}`, because: because.join('\n') };
}

/** Whether nobody but these reaches something directly. */
export function reachedOnlyBy(set: TemplateSet, to: Named, by: readonly Named[], port?: Port): Judgement {
  const network = networkOf(set);
  const question = questionOf(port);
  const receiver = meant(set, network, nameOf(to));
  if (receiver.hosts.length === 0) {
    throw new Error(`'${nameOf(to)}' is nothing that has network interfaces`);
  }
  const isFriend = friends(by.map((one) => meant(set, network, nameOf(one))));
  const strangers = receiver.hosts.flatMap((host) => sendersTo(network, host).filter((sender) => !receiver.hosts.some(({ key }) => sender.name === key))
    .map((sender) => ({ sender, answer: reach(network, sender, hostParty(host), question) })))
    .filter(({ sender, answer }) => answer.verdict !== 'no' && !isFriend(sender, answer)).map(({ answer }) => answer);
  const sure = strangers.filter(({ verdict }) => verdict === 'yes');
  const answer = sure.length > 0 ? 'no' : strangers.length > 0 ? 'unknown' : 'yes';
  const because = answer === 'yes' ? ['nobody else does'] : (sure.length > 0 ? sure : strangers).map(tell);
  return { answer, claim: `to let only ${by.map(nameOf).join(', ') || 'nobody'} reach ${receiver.party.name}${about(question)}`, because: because.join('\n') };
}

function tell({ verdict, from, to, witnesses: [witness], open }: Answer): string {
  return verdict === 'yes' ? `${from} reaches ${to}, ${showWitness(witness)}` : `it is not decided whether ${from} reaches ${to}: ${open.join('; ')}`;
}

/** Whether a sender is one of these, or stands where they are, or sends from their addresses only. */
function friends(all: readonly Meant[]): (sender: Party, answer: Answer) => boolean {
  const hosts = new Set(all.flatMap((one) => one.hosts.map(({ key }) => key)));
  const subnets = new Set(all.flatMap((one) => one.subnets));
  const kinds = new Set(all.flatMap(({ party }) => party.ends.map(({ kind }) => kind)).filter((kind) => kind !== 'host'));
  const ranges = all.flatMap(({ party }) => party.addresses ?? []);
  return ({ ends }, { flows }) => {
    const isNamed = ends.length > 0 && ends.every((end) => (end.kind === 'host' ? hosts.has(end.host.key) || subnets.has(end.place.subnet) : kinds.has(end.kind) && ranges.length === 0));
    return isNamed || (ranges.length > 0 && FAMILIES.every((family) => {
      const sources = project(flows[family].may, 'src');
      return !sources || ranges.some((range) => range.family === family && range.addresses.covers(sources));
    }));
  };
}

function meant(set: TemplateSet, network: Network, name: string): Meant {
  const roles = KINDS[name];
  if (roles) {
    return together(name, network.hosts.filter(({ role }) => roles.includes(role)), []);
  }
  if (name.endsWith('/*')) {
    const below = (resource: Host['resource']) => [keyOf(resource), resourceName(resource), pathsOf(set).get(keyOf(resource)) ?? ''].some((one) => plain(one).startsWith(plain(name).slice(0, -1)));
    return together(name, network.hosts.filter(({ role, resource }) => role !== 'nat' && below(resource)), network.subnets.filter(({ resource, vpc }) => below(resource) || below(vpc.resource)));
  }
  const found = named(network, name, pathsOf(set));
  if (typeof found === 'string') {
    throw new Error(found);
  }
  const anybody = found.party.ends.flatMap((end) => (end.kind === 'host' && end.host.role === 'anybody' && !rangeOf(name) ? [end.place.subnet] : []));
  return { party: found.party, hosts: found.host ? [found.host] : [], subnets: anybody };
}

function together(name: string, hosts: readonly Host[], subnets: readonly Subnet[]): Meant {
  const parties = [...hosts.map(hostParty), ...subnets.map(anybodyIn)];
  if (parties.length === 0) {
    throw new Error(`there is nothing in the templates that '${name}' means`);
  }
  return { party: { name, ends: parties.flatMap(({ ends }) => ends), doubt: parties.find(({ doubt }) => doubt !== undefined)?.doubt }, hosts, subnets };
}

function isThrough(port: Port | undefined): port is Through {
  return typeof port === 'object';
}

function questionOf(port: Port | undefined): Question {
  const { ports, protocol } = isThrough(port) ? port : { ports: port, protocol: undefined };
  const question = asked(ports === undefined ? undefined : String(ports), protocol === undefined ? undefined : String(protocol));
  if (Array.isArray(question)) {
    throw new Error(question.join('; '));
  }
  return question;
}

function about({ ports, protocol }: Question): string {
  return `${ports ? ` on ${showPorts(ports)}` : ''}${protocol === 6 ? '' : ` by IP protocol ${protocol}`}`;
}
