import { parseArgs } from 'node:util';
import { asked } from '../../lib/checks/proofs/network/asked';
import type { Host, Network } from '../../lib/checks/proofs/network/model';
import { named } from '../../lib/checks/proofs/network/names';
import { networkOf } from '../../lib/checks/proofs/network/network';
import type { Party } from '../../lib/checks/proofs/network/parties';
import { reach, whoReaches, type Question } from '../../lib/checks/proofs/network/reach';
import { relays } from '../../lib/checks/proofs/network/relays';
import { showAnswer, showRelay, showWitness } from '../../lib/checks/proofs/network/show';
import { DEFAULT_ASSEMBLY, refusing, UnusableInput } from './assembly';
import { readSet } from './template-set';

export const SUMMARY = 'Proves whether one thing can reach another over the network, and shows the way or what stops it.';
export const USAGE = `Usage: cdk-dtap reach <from> <to> [port] [options]

${SUMMARY}

<from> and <to> are one of
  internet                    everybody on the Internet
  premises                    what lies behind virtual private gateways and other attachments of transit gateways
  10.0.0.0/24, 2001:db8::1    everybody with an address of a range
  Production/Service/Edge     a resource, by its construct path, or by template and logical id; a subnet means whoever
                              takes an address in it, without security groups
<from> may also be 'anybody': then everyone who reaches <to> is listed.
[port] is a port or a range such as 1024-65535 (every port that <to> may listen on).

  --protocol tcp|udp|icmp|icmpv6|<number>   (tcp)
  --assembly <directory>      the cloud assembly to read (${DEFAULT_ASSEMBLY})
  --template <file>           a template, JSON or YAML, instead of an assembly; may be repeated, imports are followed

Load balancers are ends of their own: ways over them are told apart from direct ones, and count as a way.

Exit code: 0 there is no way; 1 there is one; 2 unusable input; 3 the templates do not decide.`;

const OPTIONS = { assembly: { type: 'string' }, protocol: { type: 'string', default: 'tcp' }, template: { type: 'string', multiple: true } } as const;

interface Ends {
  readonly from: Party | 'anybody';
  readonly to: Party;
  readonly host?: Host;
}

/** Runs the command. */
export function run(args: string[]): number {
  return refusing('reach', () => {
    const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
    const [from, to, port] = positionals;
    const question = asked(port, values.protocol);
    const problems = [
      ...(from === undefined || to === undefined ? ['say from where, and to where'] : []),
      ...(positionals.length > 3 ? [`'${positionals.slice(3).join(' ')}' is too much: write one port or range`] : []),
      ...(Array.isArray(question) ? question : []),
      ...(values.assembly !== undefined && values.template ? ['write --assembly or --template, not both'] : []),
    ];
    if (problems.length > 0 || Array.isArray(question)) {
      throw new UnusableInput('it was called wrongly', problems);
    }
    const { set, paths } = readSet(values);
    const network = networkOf(set);
    return answer(network, endsOf(network, from, to, paths), question);
  });
}

function endsOf(network: Network, from: string, to: string, paths: ReadonlyMap<string, string>): Ends {
  const [sender, receiver] = [from === 'anybody' ? undefined : named(network, from, paths), named(network, to, paths)];
  const problems = [sender, receiver].filter((found) => typeof found === 'string');
  if (typeof sender === 'string' || typeof receiver === 'string') {
    throw new UnusableInput('it cannot be asked', problems);
  }
  if (!sender && !receiver.host) {
    throw new UnusableInput('it cannot be asked', [`'anybody' needs one resource as <to>, and '${to}' is none`]);
  }
  return { from: sender?.party ?? 'anybody', to: receiver.party, host: receiver.host };
}

function answer(network: Network, { from, to, host }: Ends, question: Question): number {
  if (from === 'anybody') {
    const answers = whoReaches(network, host!, question);
    const lines = answers.map((one) => `${one.verdict === 'yes' ? 'yes    ' : 'unknown'} ${one.from}${one.witnesses[0] ? `, ${showWitness(one.witnesses[0])}` : `: ${one.open.join('; ')}`}`);
    console.log(lines.length > 0 ? [`Who reaches ${to.name}:`, ...lines].join('\n') : `Nobody reaches ${to.name}.`);
    return exitCode(answers.map(({ verdict }) => verdict));
  }
  const direct = reach(network, from, to, question);
  const over = host ? relays(network, from, host, question) : [];
  console.log([...showAnswer(direct), ...over.flatMap((relay) => ['', ...showRelay(relay)])].join('\n'));
  return exitCode([direct.verdict, ...over.map(({ verdict }) => verdict)]);
}

function exitCode(verdicts: readonly ('yes' | 'no' | 'unknown')[]): number {
  return verdicts.includes('yes') ? 1 : verdicts.includes('unknown') ? 3 : 0;
}
