import type { Verdict } from '../../verdict';
import type { Host, Network } from '../network/model';
import { linesOf, whoReaches, type Answer } from '../network/reach';
import { findingsOn, proved, unreached, WITH_PORTS, worstOf } from '../network/verdicts';
import type { Property } from '../property';

export const DataStoreReachedOnlyByNamedGroups: Property = {
  id: 'DataStoreReachedOnlyByNamedGroups',
  title: 'Only members of security groups that are named reach a data store; an address alone does not do.',
  why: 'Whoever gets hold of an address in an admitted range, in whatever subnet or network behind it, talks to the store.',
  mend: "Admit the application's and the bastion's security groups on the store's port, never a range of addresses.",
  proof: 'path',
  controls: ['NET2'],
  references: ['https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html'],
  check: (set) => findingsOn(set, ({ role }) => role === 'store', (network, host) => worstOf(WITH_PORTS.map((protocol) => check(network, host, protocol)))),
};

function check(network: Network, host: Host, protocol: number): Verdict {
  const answers = whoReaches(network, host, { protocol });
  const strangers = answers.filter((answer) => !isHost(answer));
  const unclear = answers.filter((answer) => isHost(answer) && answer.verdict === 'unknown');
  return worstOf([
    proved(answers.filter(isHost).flatMap(({ from, witnesses: [witness] }) => (witness ? linesOf(witness).slice(-1) : []).map((line) => ({ ...line, says: `${from}: ${line.says}` })))),
    ...strangers.map((answer) => unreached(answer, ({ from }) => `${from} reaches it by its address alone`)),
    ...unclear.map((answer) => unreached(answer, ({ from }) => `${from} reaches it`)),
  ]);
}

function isHost({ witnesses: [witness], verdict }: Answer): boolean {
  return witness ? witness.from.kind === 'host' && witness.from.host.role !== 'anybody' : verdict === 'unknown';
}
