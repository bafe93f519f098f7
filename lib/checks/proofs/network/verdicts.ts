import type { TemplateSet } from '../../template';
import { all, unknown, verdict, violation, type Fact, type Verdict } from '../../verdict';
import type { PropertyFinding } from '../property';
import { originalOf } from './conditions';
import type { Host, Line, Network } from './model';
import { networkOf } from './network';
import { keyOf } from './reading';
import { linesOf, unique, type Answer, type Witness } from './reach';
import { showWitness } from './show';

/** Protocols that a question about everything is asked for: TCP, UDP, ICMP, ICMPv6, and GRE for all others. */
export const EVERY_PROTOCOL: readonly number[] = [6, 17, 1, 58, 47];
/** Those that have ports. */
export const WITH_PORTS: readonly number[] = [6, 17];
/** More lines of a cut are not told, nor more of the ways there are. */
const MOST_LINES = { compliant: 6, other: 16 };

/** A finding for each host that the property is about. */
export function findingsOn(set: TemplateSet, isAbout: (host: Host) => boolean, check: (network: Network, host: Host) => Verdict): PropertyFinding[] {
  const network = networkOf(set);
  return network.hosts.filter(isAbout).map((host) => ({ template: originalOf(set, host.resource.view.template), logicalId: host.resource.logicalId, verdict: check(network, host) }));
}

/** Acceptance, production, and what belongs to no known environment. */
export function isGuarded({ resource: { environment } }: Host): boolean {
  return environment === undefined || !['development', 'test'].includes(environment);
}

/** The verdict on something that must not be reached. */
export function unreached(answer: Answer, what: (answer: Answer) => string): Verdict {
  switch (answer.verdict) {
    case 'yes': return along(answer.witnesses[0], violation(`${what(answer)}, ${showWitness(answer.witnesses[0])}`));
    case 'unknown': return along(answer.witnesses[0], unknown(`it is not decided whether ${what(answer)}: ${answer.open.join('; ')}`));
    default: return stopped(answer);
  }
}

/** It holds, because of the lines at which each way ends. */
export function stopped({ ends }: Answer): Verdict {
  return proved(unique(ends, MOST_LINES.compliant));
}

/** It holds, because of these lines. */
export function proved(lines: readonly Line[]): Verdict {
  return verdict('compliant', [], () => lines.slice(0, MOST_LINES.compliant).map(factOf));
}

/** A verdict with the lines that let a way pass as its facts. */
export function along(way: Witness | undefined, { kind, messages }: Verdict): Verdict {
  return verdict(kind, messages, () => (way ? linesOf(way).map(factOf) : []));
}

function factOf({ resource, path, says }: Line): Fact {
  return { path: `${keyOf(resource)} ${path}`, value: says };
}

export function worstOf(verdicts: readonly Verdict[]): Verdict {
  const { kind, messages, facts } = all(verdicts);
  const isSame = (a: Fact, b: Fact) => a.path === b.path && (kind === 'compliant' || a.value === b.value);
  return { kind, messages, facts: facts.filter((fact, i) => facts.findIndex((other) => isSame(fact, other)) === i).slice(0, MOST_LINES[kind === 'compliant' ? kind : 'other']) };
}
