import { ALL_PORTS, FAMILIES, NO_PORTS, showPorts, type Family, type Ports } from './addresses';
import { connect, type Ask, type Connection, type End, type Path } from './connect';
import type { Host, Line, Network } from './model';
import { both, gone, NOTHING, sample, type Flow, type Packet } from './space';
import { line } from './reading';
import { hostParty, sendersTo, type Party } from './parties';

/** A question: may packets of a protocol go to a port and be answered? */
export interface Question {
  /** IP protocol number: 6 is TCP, 17 UDP. */
  readonly protocol: number;
  /** @default - every port */
  readonly ports?: Ports;
  /** Ask about ports that the receiver is known not to listen on, too. @default false */
  readonly anyPort?: boolean;
}

/** A way that was found, with an example of the packets that take it. */
export interface Witness {
  readonly family: Family;
  readonly from: End;
  readonly to: End;
  readonly path: Path;
  /** By leg: the packet as it is there. */
  readonly packets: readonly Packet[];
}

/** The answer to a question. */
export interface Answer {
  readonly verdict: 'yes' | 'no' | 'unknown';
  readonly from: string;
  readonly to: string;
  /** Every packet that gets there and is answered, by family. */
  readonly flows: Readonly<Record<Family, Flow>>;
  /** Every way, certain ones first. */
  readonly witnesses: readonly Witness[];
  /** For a no: the lines at which each way ends. */
  readonly cut: readonly Line[];
  /** The same, a line perhaps several times. */
  readonly ends: readonly Line[];
  /** For an unknown: what the templates leave open. */
  readonly open: readonly string[];
}

const SPOKEN: Readonly<Record<string, string>> = { 6: 'TCP', 17: 'UDP' };

/** Whether one party reaches the other, and how. Load balancers are ends of their own: what they hand on is {@link relays}. */
export function reach(network: Network, from: Party, to: Party, question: Question): Answer {
  const found = FAMILIES.map((family) => inFamily(network, family, from, to, question));
  const flows = Object.fromEntries(found.map(({ family, flow }) => [family, flow])) as Record<Family, Flow>;
  const witnesses = found.flatMap((each) => each.witnesses);
  const sure = FAMILIES.some((family) => flows[family].sure.length > 0);
  const lost = [from.doubt, to.doubt].filter((doubt) => doubt !== undefined);
  const unsure = witnesses.length > 0 || lost.length > 0;
  const verdict = sure ? 'yes' : unsure ? 'unknown' : 'no';
  const ends = verdict === 'no' ? found.flatMap(({ stops }) => stops) : [];
  const open = verdict === 'unknown' ? [...new Set([...lost, ...witnesses.flatMap(({ path }) => path.doubts)])].slice(0, 12) : [];
  return new Answered(verdict, from.name, to.name, flows, witnesses.sort((a, b) => Number(b.path.flow.sure.length > 0) - Number(a.path.flow.sure.length > 0)), ends, open);
}

/** An answer that works its cut out when somebody reads it: most go unread. */
class Answered implements Answer {
  #cut?: readonly Line[];

  constructor(public readonly verdict: Answer['verdict'], public readonly from: string, public readonly to: string, public readonly flows: Answer['flows'], public readonly witnesses: readonly Witness[],
    public readonly ends: readonly Line[], public readonly open: readonly string[]) {}

  public get cut(): readonly Line[] {
    return this.#cut ??= unique(this.ends);
  }
}

interface Found {
  readonly family: Family;
  readonly flow: Flow;
  readonly witnesses: readonly Witness[];
  readonly stops: readonly Line[];
}

/** Each end of the one with each of the other, unless one of the hosts refuses it wherever they are. */
function inFamily(network: Network, family: Family, from: Party, to: Party, question: Question): Found {
  const witnesses: Witness[] = [];
  const stops: Line[] = [];
  const asks = new Map<unknown, Ask | undefined>();
  const barred = new Map<unknown, Set<unknown>>();
  let flow = NOTHING;
  for (const [sender, receiver] of pairs(from, to)) {
    const [source, target] = [whoIs(sender), whoIs(receiver)];
    if (!asks.has(target)) {
      asks.set(target, askOf(family, from, to, receiver, question));
    }
    const ask = asks.get(target);
    if (!ask) {
      stops.push(...unheard(receiver));
    } else if (!barred.get(source)?.has(target)) {
      const found = connect(network, sender, receiver, ask);
      flow = gone(found.flow) ? flow : both(flow, found.flow);
      witnesses.push(...witnessesOf(family, sender, receiver, found));
      stops.push(...found.stops.flatMap(({ lines }) => lines));
      if (found.barred) {
        barred.set(source, (barred.get(source) ?? new Set()).add(target));
      }
    }
  }
  return { family, flow, witnesses, stops };
}

function witnessesOf(family: Family, from: End, to: End, { paths }: Connection): Witness[] {
  return paths.filter((path) => !gone(path.flow)).map((path) => ({ family, from, to, path, packets: path.legs.map((leg) => sample([...leg.flow.sure, ...leg.flow.may])!) }));
}

/** The host that an end is one of, or what else it is. */
function whoIs(end: End): Host | End['kind'] {
  return end.kind === 'host' ? end.host : end.kind;
}

function pairs(from: Party, to: Party): [End, End][] {
  return from.ends.flatMap((sender) => to.ends.flatMap((receiver): [End, End][] => (sender.kind !== 'host' && receiver.kind !== 'host' ? [] : [[sender, receiver]])));
}

/** The question as it is put to two ends. Nothing is asked about ports that the receiver is known not to listen on. */
function askOf(family: Family, from: Party, to: Party, receiver: End, { protocol, ports = ALL_PORTS, anyPort = false }: Question): Ask | undefined {
  const listens = receiver.kind === 'host' && !anyPort ? receiver.host.listens : undefined;
  const asked = listens ? ports.intersect(listens[protocol] ?? NO_PORTS) : ports;
  const wrongFamily = [from, to].some(({ addresses }) => addresses && addresses.family !== family);
  return asked.empty || wrongFamily ? undefined : { family, protocol, ports: asked, sources: from.addresses?.addresses, destinations: to.addresses?.addresses };
}

const UNHEARD = new WeakMap<Host, Line[]>();

/** What says that a receiver does not listen on what is asked about. */
function unheard(receiver: End): Line[] {
  const known = receiver.kind === 'host' ? UNHEARD.get(receiver.host) ?? unheardBy(receiver) : [];
  if (receiver.kind === 'host') {
    UNHEARD.set(receiver.host, known);
  }
  return known;
}

function unheardBy(receiver: End): Line[] {
  const listens = receiver.kind === 'host' ? receiver.host.listens : undefined;
  const told = Object.entries(listens ?? {}).map(([protocol, heard]) => `${SPOKEN[protocol] ?? `protocol ${protocol}`} ${showPorts(heard!)}`);
  return receiver.kind === 'host' && listens ? [line(receiver.host.resource, 'Properties', told.length === 0 ? 'it takes no connections' : `it listens on ${told.join(' and ')} only`)] : [];
}

/** Each line once, or as many of them as are asked for. */
export function unique(lines: readonly Line[], most = Infinity): Line[] {
  const found = new Map<string, Line>();
  for (const one of lines) {
    found.set(`${one.resource.view.template.source.name} ${one.resource.logicalId} ${one.path} ${one.says}`, one);
    if (found.size >= most) {
      break;
    }
  }
  return [...found.values()];
}

/** What was found of each host: several properties ask the same. */
const REACHING = new WeakMap<Host, { readonly question: Question; readonly answers: readonly Answer[] }[]>();

/** Who reaches a host at all. Only those who do, or may, are told. */
export function whoReaches(network: Network, host: Host, question: Question): readonly Answer[] {
  const known = REACHING.get(host) ?? [];
  REACHING.set(host, known);
  const same = known.find(({ question: { protocol, ports, anyPort } }) => protocol === question.protocol && ports === question.ports && anyPort === question.anyPort);
  if (same) {
    return same.answers;
  }
  const to = hostParty(host);
  const answers = sendersTo(network, host).map((from) => reach(network, from, to, question)).filter(({ verdict }) => verdict !== 'no');
  known.push({ question, answers });
  return answers;
}

/** The lines that let a witness pass, in the order of its way. */
export function linesOf({ path, packets }: Witness): Line[] {
  return unique(path.legs.flatMap((leg, i) => leg.there.flatMap((hop) => hop.lines(packets[i]))));
}

/** The lines that let its answer pass. */
export function linesBack({ path, packets }: Witness): Line[] {
  return unique(path.legs.flatMap((leg, i) => {
    const { src, sport, dst, dport } = packets[i];
    return leg.back.flatMap((hop) => hop.lines({ src: dst, sport: dport, dst: src, dport: sport }));
  }));
}
