import { keyOf, nameOf } from '../proofs/network/reading';
import type { Resource, Value } from '../template';
import { GLOBAL_DATABASE, REPLICATION_TIME, told } from './durations';
import type { Ground, Site } from './ground';
import { contents } from './links';
import { joining, replica, type Pair, type Side } from './standby';

/** Control AVA5. */
export const POINT_MINUTES = 5;

/** How much of one kind of data may be lost with the first region. */
export interface Point {
  readonly what: string;
  readonly resource: Resource;
  readonly how: string;
  readonly typical: string;
  /** What AWS commits to. */
  readonly committed: string;
  /** What bounds it, or tells when it is longer, in minutes. */
  readonly held?: { readonly minutes: number; readonly by: string; readonly bounded: boolean };
  readonly source: string;
  /** What is missing. */
  readonly missing?: string;
  readonly open?: string;
}

/** The recovery points of an environment's databases, and of the objects that its application is told of. */
export function pointsOf({ first }: Pair, second: Side | undefined): Point[] {
  return [...first.site.stores.map(({ resource }) => database(first.site, resource, second)), ...contents(first.site).map((bucket) => objects(first.site, bucket, second))];
}

function database(site: Site, cluster: Resource, second: Side | undefined): Point {
  const base = { what: nameOf(cluster), resource: cluster, source: GLOBAL_DATABASE };
  const copy = second && replica(site.ground, cluster, second.site);
  if (!copy) {
    return { ...base, how: 'backups only', typical: 'up to a day', committed: 'nothing', missing: 'it is in no global database with a cluster in a second region' };
  }
  const bound = cluster.at('DBClusterParameterGroupName').target?.at('Parameters', 'rds.global_db_rpo');
  const open = joining(site) ?? (bound?.open !== undefined ? `how far the replica may be behind (${bound.open})` : undefined);
  const lag = alarmOn(site.ground, [cluster, copy.resource], 'AWS/RDS', ['AuroraGlobalDBRPOLag', 'AuroraGlobalDBReplicationLag', 'AuroraGlobalDBProgressLag'], 60_000);
  const held = bound?.number !== undefined ? { minutes: bound.number / 60, by: 'bounded by rds.global_db_rpo: commits wait', bounded: true } : lag;
  return {
    ...base, how: 'global database, by storage', typical: 'about a second', committed: 'nothing', ...(held ? { held } : { missing: 'nothing bounds how far its replica is behind, and no alarm tells' }), ...(open !== undefined && { open }),
  };
}

function objects(site: Site, bucket: Resource, second: Side | undefined): Point {
  const base = { what: nameOf(bucket), resource: bucket, source: REPLICATION_TIME };
  const rules = bucket.at('ReplicationConfiguration', 'Rules').items.filter((rule) => rule.at('Status').text === 'Enabled');
  const away = rules.filter((rule) => leaves(bucket, rule.at('Destination', 'Bucket'), second?.site.region));
  if (away.length === 0) {
    const open = rules.map((rule) => rule.at('Destination', 'Bucket').open).find((why) => why !== undefined);
    return { ...base, how: 'backups only', typical: 'up to a day', committed: 'nothing', missing: 'nothing is copied to the second region', ...(open !== undefined && { open: `where its copies go (${open})` }) };
  }
  const timed = away.some((rule) => rule.at('Destination', 'ReplicationTime', 'Status').text === 'Enabled');
  const held = alarmOn(site.ground, [bucket], 'AWS/S3', ['ReplicationLatency'], 60);
  const missing = !timed ? 'its copies are promised no time (ReplicationTime)' : held ? undefined : 'AWS promises 15 minutes only, and no alarm tells when copies are later than 5';
  return {
    ...base, how: timed ? 'replicated, in controlled time' : 'replicated', typical: 'seconds for most', committed: timed ? '15 min for 99.9 % of a month’s objects' : 'nothing',
    ...(held && { held }), ...(missing !== undefined && { missing }),
  };
}

/** Whether a destination is a bucket of the same environment in another region, by reference or by the name that was agreed ahead. */
function leaves(bucket: Resource, destination: Value, region: string | undefined): boolean {
  const name = destination.text?.split(':').at(-1);
  return bucket.view.template.set.ofType('AWS::S3::Bucket').some((one) => one.environment === bucket.environment && one.region !== bucket.region && (region === undefined || one.region === region)
    && (destination.targets.some((target) => target.is(one)) || (one.at('BucketName').present && one.at('BucketName').text === name)));
}

/**
 * An alarm that tells somebody when a lag is longer than a recovery point allows. Thresholds count in so many to a minute.
 *
 * @param of what its dimensions may name: the data, or its copy
 */
function alarmOn({ resources }: Ground, of: readonly Resource[], namespace: string, metrics: readonly string[], perMinute: number): Point['held'] {
  const found = resources.of('AWS::CloudWatch::Alarm').filter(({ resource, doubt }) => doubt === undefined && resource.environment === of[0].environment && resource.at('Namespace').text === namespace
    && metrics.includes(resource.at('MetricName').text ?? '') && /^GreaterThan/.test(resource.at('ComparisonOperator').text ?? '') && resource.at('AlarmActions').items.length > 0 && !resource.at('ActionsEnabled').isFalse
    && resource.at('Dimensions').items.some((dimension) => of.some((one) => isNamed(one, dimension.at('Value')))));
  const minutes = found.flatMap(({ resource }) => resource.at('Threshold').number ?? []).map((threshold) => threshold / perMinute);
  const least = Math.min(...minutes);
  return minutes.length > 0 ? { minutes: least, by: `watched: an alarm tells of more than ${told(least)}`, bounded: false } : undefined;
}

/** Whether a value is a cluster's or bucket's name, by reference or as it was agreed ahead. */
function isNamed(resource: Resource, value: Value): boolean {
  const name = resource.at(resource.type === 'AWS::S3::Bucket' ? 'BucketName' : 'DBClusterIdentifier');
  return value.targets.some((target) => keyOf(target) === keyOf(resource)) || (name.present && name.text === value.text);
}
