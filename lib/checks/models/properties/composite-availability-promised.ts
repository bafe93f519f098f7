import type { Property, PropertyFinding } from '../../proofs/property';
import { compliant, unknown, violation, type Verdict } from '../../verdict';
import { availabilityOf, breakEven, OUTAGE_MINUTES, OUTAGE_SOURCE, type Availability, type Row } from '../availability';
import { told } from '../durations';
import { templateOf } from '../ground';
import { LEVELS, percent } from '../levels';
import { asides } from '../links';
import { pairOf, type Pair } from '../standby';
import type { Table } from '../table';

/** Control AVA3. */
const LEAST = 0.9997;

export const CompositeAvailabilityPromised: Property = {
  id: 'CompositeAvailabilityPromised',
  title: 'What production is made of is available 99.97 % of the time by its providers’ service levels.',
  why: 'An availability that is promised without being computed is a hope. One weak link in the row takes it all.',
  mend: 'Make the link that is named redundant, or let a second region take over: a pair of fail-over records with a health check, and a global database.',
  proof: 'model',
  controls: ['AVA3'],
  references: [
    'https://aws.amazon.com/legal/service-level-agreements/',
    'https://docs.aws.amazon.com/whitepapers/latest/availability-and-beyond-improving-resilience/availability-with-dependencies.html',
    'https://docs.aws.amazon.com/whitepapers/latest/availability-and-beyond-improving-resilience/availability-with-redundancy.html',
  ],
  check: (set) => {
    const pair = pairOf(set);
    return pair ? [finding(pair)] : [];
  },
};

function finding(pair: Pair): PropertyFinding {
  const result = availabilityOf(pair);
  const { ground } = pair.first.site;
  const verdict = verdictOn(pair, result);
  const { resource } = pair.first.balancer;
  return { template: templateOf(ground, resource), logicalId: resource.logicalId, verdict, table: tableOf(pair, result, verdict) };
}

function verdictOn({ missing }: Pair, { share, first, weakest, switching, open }: Availability): Verdict {
  if (open.length > 0) {
    return unknown(`the availability is not decided: ${open.slice(0, 3).join('; ')}`);
  }
  if (share >= LEAST) {
    return { ...compliant(), facts: [{ path: 'composite availability', value: `${percent(share)}, ${percent(first.share)} of it by the first region alone` }] };
  }
  const parallel = switching !== undefined ? `; the second region takes over after ${told(switching)} only` : `; no second region makes up for it: ${missing.join('; ')}`;
  return violation(`the composite availability is ${percent(share)}, ${percent(LEAST - share)} short of ${percent(LEAST)}: the weakest link is the ${weakest.what} ${weakest.name} with ${weakest.level.percent} % (${weakest.level.says})${parallel}`);
}

function tableOf(pair: Pair, result: Availability, verdict: Verdict): Table {
  const { first, second, share, switching } = result;
  const rows = [first, ...(second ? [second] : [])].flatMap((row) => [...row.links.map((link) => [link.what, link.name, row.side.site.region, link.how, `${link.level.percent} %`, link.level.says, link.level.source]), total(row)]);
  return {
    title: `Composite availability: ${pair.first.site.environment}`,
    columns: ['Link', 'What', 'Region', 'Redundancy', 'Level', 'For', 'Source'],
    rows: [...rows, ...(second ? [['second region takes over', '', 'both', `after ${told(switching!)}`, percent(share), `outages of ${told(OUTAGE_MINUTES)}`, OUTAGE_SOURCE]] : []),
      ...asides(pair.first.site).map(({ what, why, level }) => [what, '', '', 'not in the row', level ? `${level.percent} %` : '', why, level?.source ?? ''])],
    notes: [
      verdict.kind === 'compliant' ? `Result: ${percent(share)}; ${percent(LEAST)} is promised.` : `Result: ${verdict.messages.join('; ')}.`,
      ...counted(result),
      ...objects(pair, result),
      'A service level is the uptime of a month below which AWS owes a credit: no forecast, and no measurement. The monitoring measures.',
      'Assumed: links fail independently of each other, and so do regions; a row is there while all its links are. What we do ourselves, deployments and faults of the application, is not in it.',
    ],
  };
}

function total({ side, links, share }: Row): string[] {
  return ['all in a row', '', side.site.region, `${links.length} links`, percent(share), 'product of the levels', ''];
}

function counted({ first, second, switching }: Availability): string[] {
  return second && switching !== undefined ? [
    `With the second region: the first is away ${percent(1 - first.share)} of the time, in outages of ${told(OUTAGE_MINUTES)} on average (assumed; the one of ${OUTAGE_SOURCE} took 257 min); each costs ${told(switching)} until the second serves, which is itself away ${percent(1 - second.share)} of the time.`,
    `${percent(LEAST)} is reached as long as outages last ${told(breakEven(first.share, second.share, switching, LEAST))} or longer on average. Shorter ones end before the second region serves, and it does not help with them.`,
  ] : [];
}

/** What it would be if a failed request for an object counted as an outage. */
function objects(pair: Pair, { first }: Availability): string[] {
  return asides(pair.first.site).some(({ level }) => level === LEVELS.objects) ? [`With objects in the row the first region alone would be at ${percent((first.share * LEVELS.objects.percent) / 100)}.`] : [];
}
