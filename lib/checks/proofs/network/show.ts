import { showAddress, showAddresses, showPorts, type Family } from './addresses';
import type { Line } from './model';
import { keyOf } from './reading';
import { linesBack, linesOf, type Answer, type Witness } from './reach';
import type { Relay } from './relays';
import { project, type Packet, type Space } from './space';

/** Answers, in words. */

/** A line of a template: where it is and what it says. */
export function showLine({ resource, path, says }: Line): string {
  return `${says} (${keyOf(resource)} ${path})`;
}

/** A packet as `source:port → destination:port`. */
export function showPacket({ src, sport, dst, dport }: Packet, family: Family): string {
  const end = (address: bigint, port: number) => (family === 4 ? `${showAddress(address, family)}:${port}` : `[${showAddress(address, family)}]:${port}`);
  return `${end(src, sport)} → ${end(dst, dport)}`;
}

/** Which packets get through, as sets. */
export function showSpace(space: Space, family: Family): string {
  const [src, dst, dport, sport] = [project(space, 'src')!, project(space, 'dst')!, project(space, 'dport')!, project(space, 'sport')!];
  const from = showPorts(sport);
  return `${showAddresses(src, family)}${from === 'every port' ? '' : ` from ${from}`} to ${showAddresses(dst, family)}, ${showPorts(dport)}`;
}

/** One witness in one line: an example packet, and the lines that let it pass. */
export function showWitness(witness: Witness): string {
  const lines = linesOf(witness).map(showLine);
  const boxes = witness.path.crossed.there.map(({ name }) => name);
  return `e.g. ${showPacket(witness.packets[0], witness.family)}${boxes.length > 0 ? ` through ${boxes.join(', ')}` : ''}, let pass by ${lines.join('; ')}`;
}

/** The lines that let the answer to a witness pass, in one line. */
export function showAnswered(witness: Witness): string {
  return `answered by ${linesBack(witness).map(showLine).join('; ')}`;
}

/** An answer as people read it on a terminal. */
export function showAnswer(answer: Answer): string[] {
  switch (answer.verdict) {
    case 'yes': return [`${capital(answer.from)} reaches ${answer.to}.`, ...showWay(answer.witnesses[0], 'sure')];
    case 'unknown': return [
      `Whether ${answer.from} reaches ${answer.to} is not decided by the templates.`, ...answer.open.map((open) => `  open: ${open}`), ...(answer.witnesses.length > 0 ? showWay(answer.witnesses[0], 'may') : []),
    ];
    default: return [`${capital(answer.from)} does not reach ${answer.to}.`, ...showCut(answer.cut)];
  }
}

function showWay(witness: Witness, bound: 'sure' | 'may'): string[] {
  const { path, family, packets } = witness;
  return [
    `  packets: ${showSpace(path.flow[bound], family)}`,
    ...path.legs.flatMap((leg, i) => [
      `  ${i === 0 ? 'way there' : 'then, translated'}, e.g. ${showPacket(packets[i], family)}:`,
      ...leg.there.flatMap((hop) => {
        const lines = hop.lines(packets[i]);
        return lines.length === 0 ? [`    ${hop.at}`] : lines.map((line) => `    ${showLine(line)}`);
      }),
    ]),
    `  way back: ${path.legs.flatMap((leg) => leg.back.map(({ at }) => at)).join(', ') || 'the same'}`,
  ];
}

function capital(name: string): string {
  return name.startsWith('the ') || name.startsWith('whoever ') ? `${name[0].toUpperCase()}${name.slice(1)}` : name;
}

function showCut(cut: readonly Line[]): string[] {
  return cut.length === 0 ? ['  nothing there has an address that could be reached'] : ['  what stops it:', ...cut.slice(0, 12).map((line) => `    ${showLine(line)}`), ...(cut.length > 12 ? [`    and ${cut.length - 12} more lines`] : [])];
}

/** A way over a load balancer. */
export function showRelay({ forward, first, second, verdict }: Relay): string[] {
  return [
    `Over ${forward.from.name}, which hands on port ${forward.port}${verdict === 'yes' ? '' : ' (not decided by the templates)'}:`,
    ...[...showAnswer(first), `  hands on by ${showLine(forward.line)}`, ...showAnswer(second)].map((line) => `  ${line}`),
  ];
}
