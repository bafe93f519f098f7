import type { Host } from '../proofs/network/model';
import { keyOf, nameOf, targetOf } from '../proofs/network/reading';
import type { Found } from '../proofs/network/resources';
import type { Resource } from '../template';
import { groundOf, naming, sitesIn, type Ground, type Site } from './ground';
import type { TemplateSet } from '../template';

/** One of the two regions. */
export interface Side {
  readonly site: Site;
  readonly balancer: Host;
  /** The record by which names lead here, and what checks its health. */
  readonly record?: Found;
}

/** An environment's first region, and the second one if it can take over. */
export interface Pair {
  readonly first: Side;
  readonly second?: Side;
  /** What is missing for the second region to take over. */
  readonly missing: readonly string[];
  /** What the templates leave open of it. */
  readonly open: readonly string[];
}

/** The regions of production, by what the records for fail-over say. Undefined if nothing is served. */
export function pairOf(set: TemplateSet): Pair | undefined {
  const ground = groundOf(set);
  const sides = sitesIn(ground, 'production').flatMap((site) => site.balancers.filter((balancer) => leads(site, balancer)).map((balancer): Side => ({ site, balancer, record: recordOf(ground, balancer) })));
  const first = sides.find(({ record }) => failover(record) === 'PRIMARY') ?? sides.find(({ record }) => failover(record) !== 'SECONDARY') ?? sides[0];
  const other = sides.find(({ site }) => first && site.region !== first.site.region);
  return first && { first, second: other, ...wanting(first, other) };
}

/** Whether applications stand behind a load balancer. */
function leads({ ground, applications }: Site, balancer: Host): boolean {
  return ground.network.forwards.some(({ from, to }) => from.key === balancer.key && applications.some(({ key }) => key === to.key));
}

/** A record of the environment that leads to a load balancer; one for fail-over before any other. */
function recordOf({ resources }: Ground, { resource }: Host): Found | undefined {
  const found = naming(resources.of('AWS::Route53::RecordSet').filter((one) => one.resource.environment === resource.environment), resource, 'AliasTarget', 'DNSName');
  return found.find((one) => failover(one) !== undefined) ?? found[0];
}

function failover(record: Found | undefined): string | undefined {
  return record?.resource.at('Failover').text;
}

function wanting(first: Side, second: Side | undefined): Pick<Pair, 'missing' | 'open'> {
  if (!second) {
    return { missing: ['no second region has a load balancer with a service behind it'], open: [] };
  }
  const checked = first.record && (first.record.resource.at('HealthCheckId').present || first.record.resource.at('AliasTarget', 'EvaluateTargetHealth').isTrue);
  const stores = first.site.stores.filter(({ resource }) => !replica(first.site.ground, resource, second.site));
  const records = [first.record, second.record].flatMap((record) => record ?? []);
  const doubts = [...second.site.ground.network.forwards.filter(({ from }) => from.key === second.balancer.key), second.balancer, ...second.site.applications, ...second.site.stores].flatMap(({ doubt }) => doubt ?? []).concat(joining(first.site) ?? []);
  return {
    missing: [
      ...(failover(first.record) === 'PRIMARY' && failover(second.record) === 'SECONDARY' ? [] : ['no pair of records fails over from one load balancer to the other']),
      ...(checked ? [] : ['nothing checks the health of the first region']),
      ...stores.map(({ name }) => `${name} has no replica in ${second.site.region}`),
    ],
    open: [...new Set(doubts), ...records.flatMap(({ resource, doubt }) => [doubt, resource.at('Failover').open, resource.at('HealthCheckId').open].flatMap((why) => (why === undefined || targetOf(resource, resource.at('HealthCheckId')) ? [] : [`${nameOf(resource)}: ${why}`])))],
  };
}

/** The cluster of another region in the same global database. */
export function replica(ground: Ground, store: Resource, other: Site): Host | undefined {
  const own = globals(ground, store);
  return own.length === 0 ? undefined : other.stores.find(({ resource }) => globals(ground, resource).some((id) => own.includes(id)));
}

/** Why the templates do not decide whether there is a global database. */
export function joining({ ground, environment }: Site): string | undefined {
  return ground.resources.of('AWS::RDS::GlobalCluster').filter(({ resource }) => resource.environment === environment).map(({ doubt }) => doubt).find((doubt) => doubt !== undefined);
}

/** By what names a cluster's global database is called. */
function globals({ resources }: Ground, cluster: Resource): string[] {
  const all = resources.of('AWS::RDS::GlobalCluster').map(({ resource }) => resource);
  const value = cluster.at('GlobalClusterIdentifier');
  const key = targetOf(cluster, value)?.key;
  const owner = all.find((one) => (key !== undefined ? keyOf(one) === key : value.present && one.at('GlobalClusterIdentifier').text === value.text))
    ?? all.find((one) => targetOf(one, one.at('SourceDBClusterIdentifier'))?.key === keyOf(cluster)
      || one.at('SourceDBClusterIdentifier').targets.some((target) => keyOf(target) === keyOf(cluster)));
  const name = owner?.at('GlobalClusterIdentifier').text;
  return [...(owner ? [keyOf(owner)] : []), ...(name === undefined ? [] : [name]), ...(value.present && key === undefined && value.open === undefined ? [value.text ?? ''] : [])];
}
