/** How long something takes that no template says: as documented, or assumed. */
export interface Length {
  readonly minutes: number;
  readonly says: string;
  readonly source: string;
}

/** What is assumed is to be shown by each rehearsal. */
export const ASSUMED = 'assumed; each rehearsal shows it';

export const HEALTH_CHECKS = 'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html';
export const AUTOMATION = 'https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html';
export const GLOBAL_DATABASE = 'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-disaster-recovery.html';
export const REPLICATION_TIME = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-time-control.html';

export const LENGTHS = {
  /** An alias of a load balancer: Route 53 answers with the time to live of the load balancer. */
  alias: { minutes: 1, says: 'an alias of a load balancer lives 60 seconds in caches', source: 'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html' },
  decision: { minutes: 15, says: 'those on call look, and decide to leave the region', source: ASSUMED },
  byHand: { minutes: 15, says: 'no runbook: somebody signs in, finds the page, and promotes the database by hand', source: ASSUMED },
  call: { minutes: 0.5, says: 'one call', source: ASSUMED },
  script: { minutes: 1, says: 'a script that does not wait', source: ASSUMED },
  wait: { minutes: 3, says: 'waits for something to be ready; a promoted cluster takes about a minute', source: GLOBAL_DATABASE },
  member: { minutes: 15, says: 'the standby cluster has no member: one is made', source: ASSUMED },
  task: { minutes: 3, says: 'Fargate starts a task: interface, image, application', source: ASSUMED },
} as const satisfies Readonly<Record<string, Length>>;

/** Share of all that is added for what nobody thought of. */
export const MARGIN = 0.2;

/** Minutes of an ISO 8601 duration such as PT5M. Undefined if it is none. */
export function isoMinutes(text: string): number | undefined {
  const found = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text);
  const [days, hours, minutes, seconds] = (found ?? []).slice(1).map((part) => Number(part ?? 0));
  return found ? days * 1440 + hours * 60 + minutes + seconds / 60 : undefined;
}

/** Minutes for people. */
export function told(minutes: number): string {
  return minutes < 1 ? `${Math.round(minutes * 60)} s` : `${Number(minutes.toFixed(1))} min`;
}
