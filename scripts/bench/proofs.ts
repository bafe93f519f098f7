/**
 * Proves all properties of a synthetic estate, a share of the whole one, in a process of its own. Prints milliseconds by
 * property, findings, and the most memory that the process ever had. Processor time, which a busy machine does not stretch.
 */
import { PROPERTIES } from '../../lib/checks/proofs/properties';
import { prove } from '../../lib/checks/proofs/prove';
import { TemplateSet } from '../../lib/checks/template';
import { syntheticEstate, WHOLE } from './synthetic';

const share = Number(process.argv[2]);
const { sources, accounts } = syntheticEstate({ ...WHOLE, vpcs: Math.round(WHOLE.vpcs * share) });
const set = new TemplateSet(sources, accounts);
const took: Record<string, number> = {};
const verdicts: Record<string, number> = {};
for (const property of PROPERTIES) {
  const started = process.cpuUsage();
  prove(set, [property]).forEach(({ verdict: { kind } }) => { verdicts[kind] = (verdicts[kind] ?? 0) + 1; });
  const { user, system } = process.cpuUsage(started);
  took[property.id] = (user + system) / 1e3;
}
console.log(`BENCH ${JSON.stringify({ took, verdicts, bytes: process.resourceUsage().maxRSS * 1024 })}`);
