import type { Resource, Template, TemplateSet } from '../template';
import { originalOf, withOpenChoices } from '../proofs/network/conditions';
import type { Host, Network, Vpc } from '../proofs/network/model';
import { networkOf } from '../proofs/network/network';
import { keyOf, targetOf } from '../proofs/network/reading';
import { Resources, type Found } from '../proofs/network/resources';

/** Where a service runs: one environment in one region. */
export interface Site {
  readonly environment: string;
  readonly region: string;
  readonly ground: Ground;
  readonly hosts: readonly Host[];
  /** Those that something that serves stands in: not the one that administrators come by. */
  readonly vpcs: readonly Vpc[];
  /** Load balancers that applications stand behind. */
  readonly balancers: readonly Host[];
  /** What load balancers hand on to, and every container service. */
  readonly applications: readonly Host[];
  /** Data stores with network interfaces. A member of a cluster is not one by itself. */
  readonly stores: readonly Host[];
}

/** What the models read: the network, and everything else by type. */
export interface Ground {
  readonly set: TemplateSet;
  readonly network: Network;
  readonly resources: Resources;
  readonly sites: readonly Site[];
}

const GROUNDS = new WeakMap<TemplateSet, Ground>();

/** What is read of the templates, once for each set. Open choices in it are open values. */
export function groundOf(set: TemplateSet): Ground {
  let ground = GROUNDS.get(set);
  if (!ground) {
    const base = { set, network: networkOf(set), resources: new Resources(withOpenChoices(set)) };
    const sites: Site[] = [];
    ground = { ...base, sites };
    sites.push(...sitesOf(ground));
    GROUNDS.set(set, ground);
  }
  return ground;
}

/** The template that a resource of the ground is in, as it was given. */
export function templateOf({ set }: Ground, resource: Resource): Template {
  return originalOf(set, resource.view.template);
}

/** The resources of a type that are in a site. */
export function within({ ground, environment, region }: Pick<Site, 'ground' | 'environment' | 'region'>, ...types: readonly string[]): Found[] {
  return ground.resources.of(...types).filter(({ resource }) => resource.environment === environment && resource.region === region);
}

/** Those of some resources that name another one at a path. */
export function naming(found: readonly Found[], resource: Resource, ...path: string[]): Found[] {
  return found.filter(({ resource: one }) => {
    const value = one.at(...path);
    return value.items.some((item) => targetOf(one, item)?.key === keyOf(resource)) || value.targets.some((target) => keyOf(target) === keyOf(resource));
  });
}

/** Environments that are subject to a model: what is known to be one of these. */
export function sitesIn({ sites }: Ground, ...environments: readonly string[]): Site[] {
  return sites.filter(({ environment }) => environments.includes(environment));
}

function sitesOf(ground: Ground): Site[] {
  const places = new Map<string, Host[]>();
  for (const host of ground.network.hosts) {
    const { environment, region } = host.resource;
    if (environment !== undefined && region !== undefined) {
      const key = `${environment} ${region}`;
      places.set(key, [...places.get(key) ?? [], host]);
    }
  }
  return [...places.values()].map((hosts) => siteOf(ground, hosts));
}

function siteOf(ground: Ground, hosts: readonly Host[]): Site {
  const { environment, region } = hosts[0].resource as { environment: string; region: string };
  const { vpcs, forwards } = ground.network;
  const behind = new Set(forwards.map(({ to }) => to.key));
  const balancers = hosts.filter(({ role }) => role === 'balancer');
  const applications = hosts.filter(({ key, role, resource }) => (behind.has(key) && role !== 'balancer') || resource.type === 'AWS::ECS::Service');
  const stores = hosts.filter((host) => host.role === 'store' && !isMember(host));
  const serving = new Set([...balancers, ...applications, ...stores].flatMap(({ places }) => places.map(({ subnet }) => subnet.vpc)));
  return { environment, region, ground, hosts, balancers, applications, stores, vpcs: vpcs.filter((vpc) => serving.has(vpc)) };
}

/** A database instance of a cluster. */
function isMember({ resource }: Host): boolean {
  return resource.type.endsWith('::DBInstance') && resource.at('DBClusterIdentifier').present;
}
