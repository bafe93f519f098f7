import type { Property, PropertyFinding } from '../../proofs/property';
import { compliant, unknown, violation, type Verdict } from '../../verdict';
import { groundOf, sitesIn, templateOf, type Site } from '../ground';
import type { Table } from '../table';
import { loseEachZone, siteZones, type Judged } from '../zone-loss';
import { short, shown } from '../zones';

const LEAST_ZONES = 3;

export const EveryTierSurvivesZoneLoss: Property = {
  id: 'EveryTierSurvivesZoneLoss',
  title: 'Without any one availability zone, every tier of acceptance and production still serves.',
  why: 'A zone fails as a whole. What stands in it alone, or goes out through it, takes the other zones down with it.',
  mend: 'Spread what is named over three zones, two members or more, and let the routes of each zone stay in it.',
  proof: 'model',
  controls: ['AVA1'],
  references: [
    'https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/availability-zones.html',
    'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html',
  ],
  check: (set) => sitesIn(groundOf(set), 'acceptance', 'production').filter(({ balancers, applications, stores }) => balancers.length + applications.length + stores.length > 0).flatMap(findings),
};

function findings(site: Site): PropertyFinding[] {
  const judged = loseEachZone(site);
  const table = tableOf(site, judged);
  const of = (verdict: Verdict, resource: Judged['resource']): PropertyFinding => ({ template: templateOf(site.ground, resource), logicalId: resource.logicalId, verdict });
  const vpcs = site.vpcs.map(({ resource }, i) => ({ ...of(enough(site), resource), ...(i === 0 && { table }) }));
  return [...vpcs, ...judged.map(({ resource, verdict }) => of(verdict, resource))];
}

function enough(site: Site): Verdict {
  const zones = siteZones(site);
  return zones.known.length >= LEAST_ZONES ? { ...compliant(), facts: [{ path: 'zones', value: shown(zones) }] }
    : zones.open.length > 0 ? unknown(`it is not decided that there are ${LEAST_ZONES} availability zones: ${zones.open[0]}`)
      : violation(`it has subnets in ${zones.known.length} availability zones, not ${LEAST_ZONES}`);
}

/** Components of the same tier that fare alike are one row. */
function tableOf(site: Site, judged: readonly Judged[]): Table {
  const zones = siteZones(site).known;
  const rows = new Map<string, { names: string[]; cells: string[] }>();
  for (const { tier, name, zones: own, losses } of judged) {
    const cells = [shown(own), ...losses.map(({ left }) => left)];
    const key = [tier, ...cells].join('|');
    rows.set(key, { names: [...rows.get(key)?.names ?? [], name], cells: [tier, ...cells] });
  }
  const bad = judged.filter(({ verdict }) => verdict.kind !== 'compliant');
  return {
    title: `Loss of a zone: ${site.environment}, ${site.region}`,
    columns: ['Tier', 'What', 'Stands in', ...zones.map((zone) => `Without ${short(zone)}`)],
    rows: [...rows.values()].map(({ names, cells: [tier, ...cells] }) => [tier, names.length > 2 ? `${names.length}: ${names[0].split('/').slice(0, -1).join('/')}/…` : names.join(', '), ...cells]),
    notes: [
      bad.length === 0 ? `Result: every tier still serves without ${zones.map(short).join(', without ')}.` : `Result: ${bad.length} of ${judged.length} components do not, or not certainly: ${bad.flatMap(({ verdict }) => verdict.messages).slice(0, 4).join('; ')}.`,
      'Ways are those of the network proof: every place that is left is reached from the Internet or reaches what it lives from, and crosses nothing that stands in the lost zone.',
      'Assumed: ECS and Auto Scaling spread tasks and servers evenly over their zones; Aurora spreads members that name no zone; both as AWS documents. Capacity that is left is not asked: scaling has to make up for it.',
      'Route 53, WAF, S3, KMS and the APIs of AWS stand in no zone of ours.',
    ],
  };
}
