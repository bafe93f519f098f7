import { keyOf, targetOf } from '../proofs/network/reading';
import type { Resource } from '../template';
import { membersOf } from './databases';
import { ASSUMED, HEALTH_CHECKS, LENGTHS, MARGIN } from './durations';
import { within, type Ground, type Site } from './ground';
import { running } from './members';
import { runbookIn, stage, type Stage } from './runbook';
import { replica, type Pair, type Side } from './standby';

/** How long a fail-over takes, from the first failed request to full service in the second region. */
export interface RecoveryTime {
  readonly stages: readonly Stage[];
  readonly minutes: number;
  readonly open: readonly string[];
}

export function recoveryTime({ first, open }: Pair, second: Side): RecoveryTime {
  const { ground } = first.site;
  const book = runbookIn(second.site);
  const before = [...detection(first), ...caches(first), stage('decision', LENGTHS.decision), ...(book ?? [stage('promotion of the database', LENGTHS.byHand)])];
  const stages = [...before, ...members(ground, first, second), ...(book ? [] : tasks(first, second))];
  const sum = stages.reduce((total, { minutes }) => total + minutes, 0);
  const margin: Stage = { what: 'margin', minutes: sum * MARGIN, says: `${MARGIN * 100} % of all that`, source: ASSUMED };
  return { stages: [...stages, margin], minutes: sum + margin.minutes, open: [...open, ...stages.flatMap((one) => one.open ?? [])] };
}

/** How long it takes until Route 53 sees that the first region is not well. */
function detection({ record, site }: Side): Stage[] {
  const value = record?.resource.at('HealthCheckId');
  const key = record && value && targetOf(record.resource, value)?.key;
  const check = site.ground.resources.of('AWS::Route53::HealthCheck').find(({ resource }) => keyOf(resource) === key);
  if (check) {
    const { seconds, open } = secondsOf(site.ground, check.resource);
    return [{ what: 'detection', minutes: seconds / 60, says: 'interval of the health check × failures in a row', source: HEALTH_CHECKS, ...(open !== undefined && { open }) }];
  }
  if (value?.present) {
    return [{ what: 'detection', minutes: 0, says: 'the health check is not in the templates', source: HEALTH_CHECKS, open: `how often the health of the first region is checked (${value.open ?? value.shown(60)})` }];
  }
  return [{ what: 'detection', minutes: unwell(site) / 60, says: 'no health check of its own: the load balancer finds its targets unwell', source: HEALTH_CHECKS }];
}

/** Seconds until a load balancer counts its targets as unwell. */
function unwell(site: Site): number {
  const group = within(site, 'AWS::ElasticLoadBalancingV2::TargetGroup')[0]?.resource;
  return (group?.at('HealthCheckIntervalSeconds').number ?? 30) * (group?.at('UnhealthyThresholdCount').number ?? 5);
}

/** An endpoint is found unwell by failures in a row, a metric by its alarm, a calculated check by the slowest that it looks at. */
function secondsOf(ground: Ground, check: Resource, depth = 0): { seconds: number; open?: string } {
  const config = check.at('HealthCheckConfig');
  const named = config.at('ChildHealthChecks').items;
  const children = named.flatMap((child) => child.target ?? []).filter(({ type }) => type === 'AWS::Route53::HealthCheck');
  if (config.at('Type').text === 'CALCULATED' && depth < 4) {
    const found = children.map((child) => secondsOf(ground, child, depth + 1));
    return found.length < named.length || found.length === 0 ? { seconds: 0, open: 'what the calculated health check looks at' } : { seconds: Math.max(...found.map(({ seconds }) => seconds)), open: found.find(({ open }) => open !== undefined)?.open };
  }
  if (config.at('Type').text === 'CLOUDWATCH_METRIC') {
    const alarm = config.at('AlarmIdentifier', 'Name').target;
    return alarm ? { seconds: (alarm.at('Period').number ?? 60) * (alarm.at('EvaluationPeriods').number ?? 1) } : { seconds: 0, open: 'the alarm that the health check looks at' };
  }
  const [interval, failures] = [config.at('RequestInterval'), config.at('FailureThreshold')];
  const open = interval.open ?? failures.open;
  return { seconds: (interval.number ?? 30) * (failures.number ?? 3), ...(open !== undefined && { open: `how often health is checked (${open})` }) };
}

function caches({ record }: Side): Stage[] {
  const life = record?.resource.at('TTL');
  return !record || !life || life.absent ? [stage('names in caches', LENGTHS.alias)]
    : [{ what: 'names in caches', minutes: (life.number ?? 0) / 60, says: 'time to live of the record', source: LENGTHS.alias.source, ...(life.number === undefined && { open: `how long the record lives (${life.open ?? life.shown(40)})` }) }];
}

/** A standby cluster without members has to be given one first. */
function members(ground: Ground, first: Side, second: Side): Stage[] {
  const empty = first.site.stores.flatMap(({ resource }) => replica(ground, resource, second.site) ?? []).filter(({ resource }) => membersOf(second.site, resource).count === 0);
  return empty.map(({ name }) => stage(`a member for ${name}`, LENGTHS.member));
}

/** Without a runbook that does it beside the rest: more tasks where fewer stand by, and their health checks. */
function tasks(first: Side, second: Side): Stage[] {
  const of = ({ site }: Side) => site.applications.map((host) => running(site, host)).reduce((sum, { least }) => sum + least, 0);
  const group = within(second.site, 'AWS::ElasticLoadBalancingV2::TargetGroup')[0]?.resource;
  const checks = ((group?.at('HealthCheckIntervalSeconds').number ?? 30) * (group?.at('HealthyThresholdCount').number ?? 5)) / 60;
  return of(second) >= of(first) ? [] : [{ ...stage('more tasks', LENGTHS.task), minutes: LENGTHS.task.minutes + checks }];
}
