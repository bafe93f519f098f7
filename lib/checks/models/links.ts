import type { Host } from '../proofs/network/model';
import { keyOf, nameOf, targetOf } from '../proofs/network/reading';
import type { Resource } from '../template';
import { spreadOf } from './databases';
import { naming, within, type Site } from './ground';
import { LEVELS, type Level } from './levels';
import { running } from './members';
import { crossings } from './ways';
import { shown, zonesOf, type Zones } from './zones';

/** What every request has to pass, in a row: if one is away, all is. */
export interface Link {
  readonly what: string;
  readonly resource: Resource;
  readonly name: string;
  /** How it is made redundant. */
  readonly how: string;
  readonly level: Level;
  /** Why the templates do not decide the level. */
  readonly open?: string;
}

/** What the application uses without which it still answers. */
export interface Aside {
  readonly what: string;
  readonly why: string;
  readonly level?: Level;
}

/** The links of a site that requests come in to over a load balancer, in the order of the way. */
export function linksOf(site: Site, balancer: Host): Link[] {
  const behind = site.ground.network.forwards.filter(({ from }) => from.key === balancer.key).map(({ to }) => to);
  return [
    ...webFirewalls(site, balancer), ...firewalls(site, balancer), balancing(balancer),
    ...[...new Map(behind.map((host) => [host.key, host])).values()].map((host) => computing(site, host)), ...site.stores.flatMap((store) => storing(site, store)),
  ];
}

/** A load balancer that cannot ask its web firewall refuses, unless it is told to let pass. */
function webFirewalls(site: Site, { resource: balancer }: Host): Link[] {
  const attribute = balancer.at('LoadBalancerAttributes').items.find((item) => item.at('Key').text === 'waf.fail_open.enabled')?.at('Value');
  return attribute?.isTrue ? [] : naming(within(site, 'AWS::WAFv2::WebACLAssociation'), balancer, 'ResourceArn').map(({ resource, doubt }) => link('web firewall', resource, 'regional', LEVELS.webFirewall, doubt ?? attribute?.open));
}

function firewalls(site: Site, { places }: Host): Link[] {
  const all = site.vpcs.flatMap(crossings);
  const passed = all.filter(({ subnet }) => places.some((place) => place.subnet === subnet)).flatMap(({ boxes }) => boxes).filter(({ firewall }) => firewall);
  return [...new Map(passed.map((box) => [keyOf(box.resource), box.resource])).values()].map((resource) => {
    const zones = zonesOf(all.flatMap(({ boxes }) => boxes).filter((box) => box.resource === resource));
    return link('firewall', resource, `endpoints in ${shown(zones)}`, zones.known.length > 1 ? LEVELS.firewall : LEVELS.firewallOneZone, doubtful(zones));
  });
}

function balancing({ resource, places, doubt }: Host): Link {
  const zones = zonesOf(places, doubt);
  return link('load balancer', resource, `in ${shown(zones)}`, zones.known.length > 1 ? LEVELS.balancer : LEVELS.balancerOneZone, doubtful(zones));
}

function computing(site: Site, host: Host): Link {
  const zones = zonesOf(host.places, host.doubt);
  const { least, open } = running(site, host);
  return link('application', host.resource, `${least} or more in ${shown(zones)}`, zones.known.length > 1 && least > 1 ? LEVELS.compute : LEVELS.computeAlone, open ?? doubtful(zones));
}

/** A database, and the key without which it does not start. */
function storing(site: Site, host: Host): Link[] {
  const { resource } = host;
  const zones = zonesOf(host.places, host.doubt);
  const spread = spreadOf(site, host, zones);
  const [apart, alone] = levelsOf(resource);
  const key = resource.at('KmsKeyId').target;
  return [
    link('database', resource, spread === 'yes' ? `members or standby in other zones of ${shown(zones)}` : 'nothing takes over in another zone', spread === 'yes' ? apart : alone, spread === 'open' ? `where the members of ${nameOf(resource)} stand` : host.doubt),
    ...(key ? [link('key of the database', key, 'regional', LEVELS.keys)] : []),
  ];
}

function levelsOf(resource: Resource): readonly [Level, Level] {
  const { type } = resource;
  const engine = resource.at('Engine').text ?? '';
  return type === 'AWS::RDS::DBCluster' && engine.startsWith('aurora') ? [LEVELS.aurora, LEVELS.auroraOneZone]
    : type.startsWith('AWS::RDS::') ? [LEVELS.rds, LEVELS.rdsAlone] : [LEVELS.store, LEVELS.store];
}

function link(what: string, resource: Resource, how: string, level: Level, open?: string): Link {
  return { what, resource, name: nameOf(resource), how, level, ...(open !== undefined && { open }) };
}

/** Zones that are open matter as long as fewer than two are known. */
function doubtful({ known, open }: Zones): string | undefined {
  return known.length > 1 ? undefined : open[0];
}

/** What is left out of the row, and why. */
export function asides(site: Site): Aside[] {
  const buckets = contents(site);
  return [
    ...(buckets.length > 0 ? [{ what: `objects: ${buckets.map((bucket) => nameOf(bucket)).join(', ')}`, level: LEVELS.objects, why: 'counts failed requests, not minutes, and SDKs repeat those; without objects pages and records are still served' }] : []),
    ...(site.ground.network.nats.some(({ subnet }) => site.vpcs.includes(subnet.vpc)) ? [{ what: 'NAT gateways', why: 'carry what the application asks of others, no answer to a request' }] : []),
    ...(site.hosts.some(({ role }) => role === 'endpoint') ? [{ what: 'endpoints: images, secrets, logs, keys', why: 'used when a task starts or a secret changes; running tasks serve without' }] : []),
  ];
}

/** The buckets that the application's tasks are told of. */
export function contents({ applications }: Site): Resource[] {
  const tasks = applications.flatMap(({ resource }) => {
    const value = resource.at('TaskDefinition');
    return value.target ?? (targetOf(resource, value) ? resource.view.resource(value.text ?? '') ?? [] : []);
  });
  const named = tasks.flatMap((task) => task.at('ContainerDefinitions').items.flatMap((container) => container.at('Environment').targets)).filter(({ type }) => type === 'AWS::S3::Bucket');
  return [...new Map(named.map((bucket) => [keyOf(bucket), bucket])).values()];
}
