import { unknown, violation, type Verdict } from '../../verdict';
import type { Line } from './model';
import type { Answer, Witness } from './reach';
import { showAnswered, showWitness } from './show';
import { along, proved, stopped, worstOf } from './verdicts';

/** The verdict on ways that must all cross a network firewall, requests and answers alike. */
export function throughFirewall(answer: Answer, what: string): Verdict {
  if (answer.verdict === 'unknown' && answer.witnesses.length === 0) {
    return unknown(`it is not decided whether ${what}: ${answer.open.join('; ')}`);
  }
  return answer.verdict === 'no' ? stopped(answer) : worstOf(answer.witnesses.map((witness) => judged(witness, what)));
}

function judged(witness: Witness, what: string): Verdict {
  const { crossed, flow, doubts } = witness.path;
  const boxes = crossed.there.filter(({ firewall }) => firewall);
  const [there, back] = [boxes.length > 0, crossed.back.some(({ firewall }) => firewall)];
  if (there && back) {
    return proved(boxes.map((box): Line => ({ resource: box.resource, path: 'Properties.SubnetMappings', says: `${what} through ${box.name}` })));
  }
  const bypass = there ? 'but answers do not' : back ? 'for answers only' : 'without';
  return flow.sure.length > 0 || there !== back ? along(witness, violation(`${what} ${there ? 'through a firewall, ' : ''}${bypass}${there || back ? '' : ' crossing a firewall'}, ${showWitness(witness)}${back ? '' : `, ${showAnswered(witness)}`}`))
    : along(witness, unknown(`it is not decided whether ${what} without crossing a firewall: ${doubts.join('; ')}`));
}
