import { ALL_PORTS, NO_PORTS, ports as portsOf, type Ports } from '../../../proofs/network/addresses';
import type { Flow, Step } from './model';

interface Part {
  readonly from: string;
  readonly to: string;
  readonly steps: readonly Step[];
  readonly certain: boolean;
  readonly protocol: number;
  readonly ports: Ports | number | undefined;
  readonly open?: readonly string[];
}

interface Sum {
  readonly part: Part;
  readonly ports: Map<number, Ports>;
  readonly steps: Map<string, Step>;
  readonly open: Set<string>;
}

const [TCP, UDP, ICMP, ICMP6] = [6, 17, 1, 58];
const NAMES: Readonly<Record<number, string>> = { [UDP]: 'udp', [ICMP]: 'icmp', [ICMP6]: 'icmpv6' };
/** More ranges of ports are not told. */
const MOST_RANGES = 4;

/** Adds up what was found: what takes the same way is one flow, with all its ports and zones. */
export class Found {
  private readonly sums = new Map<string, Sum>();

  public add(part: Part): void {
    const ports = typeof part.ports === 'number' ? portsOf(part.ports) : part.ports ?? NO_PORTS;
    if (ports.empty) {
      return;
    }
    const key = [part.from, part.to, part.certain, ...part.steps.map(({ to }) => to)].join('|');
    const sum = this.sums.get(key) ?? { part, ports: new Map<number, Ports>(), steps: new Map<string, Step>(), open: new Set<string>() };
    this.sums.set(key, sum);
    sum.ports.set(part.protocol, (sum.ports.get(part.protocol) ?? NO_PORTS).union(ports));
    part.steps.forEach((step) => sum.steps.set(`${step.from} ${step.to} ${step.zones.join(' ')}`, step));
    part.open?.forEach((reason) => sum.open.add(reason));
  }

  /** What is certain of a way is not told as open once more. */
  public get flows(): Flow[] {
    return [...this.sums].flatMap(([key, { part, ports, steps, open }]) => {
      const sure = part.certain ? undefined : this.sums.get(key.replace('|false|', '|true|'))?.ports;
      const left = new Map([...ports].map(([protocol, set]) => [protocol, minus(set, sure?.get(protocol) ?? NO_PORTS)]));
      const texts = textsOf(left);
      const { from, to, certain } = part;
      return texts.length === 0 ? [] : [{ from, to, certain, ports: texts, via: part.steps.slice(1).map((step) => step.from), steps: [...steps.values()], open: [...open] }];
    });
  }
}

export function minus(ports: Ports, others: Ports): Ports {
  return ports.minus(others);
}

function textsOf(found: ReadonlyMap<number, Ports>): string[] {
  const isAll = (protocol: number) => found.get(protocol)?.covers(ALL_PORTS) ?? false;
  if (isAll(TCP) && isAll(UDP) && (isAll(ICMP) || isAll(ICMP6))) {
    return ['all'];
  }
  return [...found].flatMap(([protocol, ports]) => {
    const name = NAMES[protocol] ?? 'other protocols';
    const texts = protocol === TCP || protocol === UDP ? rangesOf(ports) : ports.empty ? [] : [''];
    return texts.map((text) => (protocol === TCP ? text : `${name} ${text}`.trim()));
  });
}

function rangesOf(ports: Ports): string[] {
  if (ports.covers(ALL_PORTS)) {
    return ['all'];
  }
  const texts = ports.ranges.slice(0, MOST_RANGES).map(([from, to]) => (to - from === 1 ? String(from) : `${from}–${to - 1}`));
  return [...texts, ...(ports.ranges.length > MOST_RANGES ? ['…'] : [])];
}
