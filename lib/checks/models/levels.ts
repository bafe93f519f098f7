/** An availability that a provider commits to, or, where none does, one that is assumed. */
export interface Level {
  /** In per cent of a month. */
  readonly percent: number;
  /** Where it is published. */
  readonly source: string;
  /** What it is committed for, or why it is assumed. */
  readonly says: string;
}

/** Where AWS lists its service level agreements. */
export const AGREEMENTS = 'https://aws.amazon.com/legal/service-level-agreements/';

/** The least that AWS commits to for anything here, a single server: taken for what there is no commitment for. */
const LEAST = 99.5;

const ELB = 'https://aws.amazon.com/elasticloadbalancing/sla/';
const COMPUTE = 'https://aws.amazon.com/compute/sla/';
const AURORA = 'https://aws.amazon.com/rds/aurora/sla/';
const RDS = 'https://aws.amazon.com/rds/sla/';

/** The monthly uptime below which AWS owes a credit, and what has to be so for that. */
export const LEVELS = {
  dns: { percent: 100, source: 'https://aws.amazon.com/route53/sla/', says: 'answers of hosted zones' },
  webFirewall: { percent: 99.95, source: 'https://aws.amazon.com/waf/sla/', says: 'web ACLs of a region' },
  firewall: { percent: 99.99, source: 'https://aws.amazon.com/network-firewall/sla/', says: 'firewalls of a region' },
  firewallOneZone: { percent: LEAST, source: COMPUTE, says: 'assumed, as for one server: the commitment is for a region' },
  balancer: { percent: 99.99, source: ELB, says: 'a load balancer in two zones or more' },
  balancerOneZone: { percent: 99.9, source: ELB, says: 'a load balancer in one zone' },
  compute: { percent: 99.99, source: COMPUTE, says: 'tasks or servers running in two zones or more at once' },
  computeAlone: { percent: LEAST, source: COMPUTE, says: 'a single server; for a single task it is assumed' },
  aurora: { percent: 99.99, source: AURORA, says: 'a cluster with members in two zones or more' },
  auroraOneZone: { percent: 99.9, source: AURORA, says: 'a cluster in one zone' },
  rds: { percent: 99.95, source: RDS, says: 'a Multi-AZ instance or cluster' },
  rdsAlone: { percent: LEAST, source: RDS, says: 'a single instance' },
  store: { percent: LEAST, source: AGREEMENTS, says: 'assumed: the model has no level for this kind of store' },
  keys: { percent: 99.999, source: 'https://aws.amazon.com/kms/sla/', says: 'keys of a region' },
  objects: { percent: 99.9, source: 'https://aws.amazon.com/s3/sla/', says: 'requests to S3 Standard that do not fail' },
} as const satisfies Readonly<Record<string, Level>>;

/** A percentage, with as many digits as tell it from the next, up to four. */
export function percent(share: number): string {
  return `${(Math.floor(share * 1e6 + 1e-6) / 1e4).toFixed(4).replace(/0{1,2}$/, '')} %`;
}
