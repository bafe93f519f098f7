import type { Host } from '../proofs/network/model';
import type { Resource } from '../template';
import { naming, within, type Site } from './ground';
import { gone, kept, leftOf, short, stands, vague, type Loss, type Zones } from './zones';

/** The types of clusters, and that of their members. */
const MEMBERS: Readonly<Record<string, string>> = {
  'AWS::RDS::DBCluster': 'AWS::RDS::DBInstance', 'AWS::DocDB::DBCluster': 'AWS::DocDB::DBInstance', 'AWS::Neptune::DBCluster': 'AWS::Neptune::DBInstance',
};
/** What AWS itself keeps in every zone that it is given a subnet in. */
const IN_EVERY_ZONE = ['AWS::RDS::DBProxy', 'AWS::ElastiCache::ServerlessCache', 'AWS::RedshiftServerless::Workgroup'];

/** Members of a cluster by where they are told to stand. Aurora spreads those that are not told over the zones of their subnets. */
export interface Members {
  readonly count: number;
  readonly zones: readonly (string | undefined)[];
  readonly open?: string;
}

/** The members of a database cluster. */
export function membersOf(site: Site, cluster: Resource): Members {
  const found = naming(within(site, MEMBERS[cluster.type] ?? ''), cluster, 'DBClusterIdentifier');
  const zones = found.map(({ resource }) => resource.at('AvailabilityZone'));
  const open = found.map(({ doubt }) => doubt).find((doubt) => doubt !== undefined) ?? zones.map((zone) => zone.open).find((why) => why !== undefined);
  return { count: found.length, zones: zones.map(({ text }) => text), ...(open !== undefined && { open }) };
}

/** Whether a database has a standby or member in another zone by itself. */
export type Spread = 'yes' | 'no' | 'open';

export function spreadOf(site: Site, { resource }: Host, zones: Zones): Spread {
  if (resource.type in MEMBERS && resource.at('DBClusterInstanceClass').absent) {
    const { count, zones: told, open } = membersOf(site, resource);
    const apart = count >= 2 && (told.includes(undefined) || new Set(told).size > 1);
    return open !== undefined ? 'open' : apart ? several(zones) : 'no';
  }
  const multi = resource.at('MultiAZ');
  return resource.type === 'AWS::RDS::DBInstance' && !multi.isTrue ? (multi.open !== undefined ? 'open' : 'no') : several(zones);
}

function several({ known, open }: Zones): Spread {
  return known.length > 1 ? 'yes' : open.length > 0 ? 'open' : 'no';
}

/** What is left of a data store without a zone. */
export function withoutZone(site: Site, host: Host, name: string, zones: Zones, lost: string): Loss {
  const { resource } = host;
  if (resource.type in MEMBERS && resource.at('DBClusterInstanceClass').absent) {
    return ofMembers(membersOf(site, resource), name, zones, lost);
  }
  if (resource.type === 'AWS::RDS::DBInstance') {
    const multi = resource.at('MultiAZ');
    return multi.open !== undefined ? vague(`it is not decided whether ${name} has a standby in another zone (${multi.open})`)
      : multi.isTrue ? stands(name, zones, lost) : gone(`${name} runs in one zone, and has no standby if that is ${lost}`, 'no standby');
  }
  if (resource.type === 'AWS::ElastiCache::ReplicationGroup') {
    return resource.at('MultiAZEnabled').isTrue ? stands(name, zones, lost) : gone(`${name} has no standby in another zone (MultiAZEnabled) if its own is ${lost}`, 'no standby');
  }
  return resource.type === 'AWS::RDS::DBCluster' || IN_EVERY_ZONE.includes(resource.type) ? stands(name, zones, lost)
    : vague(`what becomes of ${name} without zone ${lost} is not known: the model knows nothing of ${resource.type}`);
}

/** A member takes over if one stands elsewhere. Members without a zone are spread over those of the subnets. */
function ofMembers({ count, zones: told, open }: Members, name: string, zones: Zones, lost: string): Loss {
  const subnets = stands(name, zones, lost);
  if (subnets.verdict.kind !== 'compliant' || open !== undefined) {
    return open === undefined ? subnets : vague(`it is not decided where the members of ${name} stand (${open})`);
  }
  if (count < 2) {
    return gone(`${name} has ${count === 1 ? 'one member' : 'no member'}: without its zone, which may be ${lost}, none takes over`, 'no member');
  }
  const elsewhere = told.filter((zone) => zone === undefined || zone !== lost);
  return elsewhere.length === 0 ? gone(`every member of ${name} stands in ${lost}`, 'no member')
    : kept(told.includes(undefined) ? `a member in ${leftOf(zones, lost).map(short).join(' or ')}` : `a member in ${[...new Set(elsewhere)].map((zone) => short(zone!)).join(', ')}`);
}
