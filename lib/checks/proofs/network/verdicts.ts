import type { TemplateSet } from '../../template';
import { all, compliant, unknown, violation, type Verdict } from '../../verdict';
import type { PropertyFinding } from '../property';
import { originalOf } from './conditions';
import type { Host, Line, Network } from './model';
import { networkOf } from './network';
import { keyOf } from './reading';
import type { Answer } from './reach';
import { showWitness } from './show';

/** Protocols that a question about everything is asked for: TCP, UDP, ICMP, ICMPv6, and GRE for all others. */
export const EVERY_PROTOCOL: readonly number[] = [6, 17, 1, 58, 47];
/** Those that have ports. */
export const WITH_PORTS: readonly number[] = [6, 17];
/** More lines of a cut are not told. */
const MOST_LINES = 6;

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
    case 'yes': return violation(`${what(answer)}, ${showWitness(answer.witnesses[0])}`);
    case 'unknown': return unknown(`it is not decided whether ${what(answer)}: ${answer.open.join('; ')}`);
    default: return proved(answer.cut);
  }
}

/** It holds, because of these lines. */
export function proved(lines: readonly Line[]): Verdict {
  return { ...compliant(), facts: lines.slice(0, MOST_LINES).map((line) => ({ path: `${keyOf(line.resource)} ${line.path}`, value: line.says })) };
}

export function worstOf(verdicts: readonly Verdict[]): Verdict {
  const verdict = all(verdicts);
  return verdict.kind === 'compliant' ? { ...verdict, facts: verdict.facts.filter((fact, i, facts) => facts.findIndex(({ path }) => path === fact.path) === i).slice(0, MOST_LINES) } : verdict;
}
