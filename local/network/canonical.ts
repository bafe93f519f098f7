import { showAddresses, showPorts, FAMILIES, type Family } from '../../lib/checks/proofs/network/addresses';
import type { AddressBounds, GroupRule, Host, Network, Route, RouteTable, Subnet, Target, Vpc } from '../../lib/checks/proofs/network/model';
import { hostParty, THE_INTERNET } from '../../lib/checks/proofs/network/parties';
import { keyOf } from '../../lib/checks/proofs/network/reading';
import { reach, type Answer } from '../../lib/checks/proofs/network/reach';
import { showSpace } from '../../lib/checks/proofs/network/show';
import type { Resource } from '../../lib/checks/template';

/** Types of hosts whose state is read back. */
export const COMPARED = new Set(['AWS::ElasticLoadBalancingV2::LoadBalancer', 'AWS::ECS::Service', 'AWS::RDS::DBCluster', 'AWS::RDS::DBInstance', 'AWS::EC2::VPCEndpoint', 'AWS::EC2::NatGateway']);
const TCP = 6;

/** A network as lines of text: what is the same network has the same lines, wherever it was read from. */
export class Canonical {
  /** What each part is like, by its name. */
  public readonly parts: ReadonlyMap<string, readonly string[]>;

  /**
   * @param nameOf what a resource is called
   * @param isOpen whether a VPC's default security group has rules
   */
  constructor(private readonly network: Network, private readonly nameOf: (resource: Resource) => string, isOpen: (vpc: Vpc) => boolean) {
    const tables = new Map([...network.subnets.map(({ table }) => table), ...network.vpcs.flatMap(({ internet }) => internet?.table ?? [])].map((table) => [keyOf(table.resource), table]));
    const acls = new Map(network.subnets.map(({ acl }) => [acl.name, acl]));
    this.parts = new Map<string, readonly string[]>([
      ...network.vpcs.map((vpc) => [`VPC ${nameOf(vpc.resource)}`, this.vpc(vpc, isOpen(vpc))] as const),
      ...network.subnets.map((subnet) => [`subnet ${nameOf(subnet.resource)}`, this.subnet(subnet)] as const),
      ...[...tables.values()].map((table) => [`route table ${nameOf(table.resource)}`, this.table(table)] as const),
      ...[...acls.values()].map(({ resource, entries }) => [`network ACL ${nameOf(resource)}`, entries.map((entry) => `${entry.egress ? 'out' : 'in'} ${entry.number} ${entry.allow} ${entry.protocol} ${ranges(entry.remote)} ${showPorts(entry.ports.may)}`)] as const),
      ...network.groups.filter(({ resource }) => resource?.type === 'AWS::EC2::SecurityGroup').map(({ resource, rules }) => [`security group ${nameOf(resource!)}`, rules.map((rule) => this.rule(rule)).sort()] as const),
      ...network.peerings.map(({ resource, sides }) => [`peering ${nameOf(resource)}`, sides.map((side) => (side ? nameOf(side.resource) : 'elsewhere'))] as const),
      ...network.accessBlocks.map(({ account, region, mode, exclusions }) => [`VPC block public access ${account} ${region}`, [mode, ...exclusions.map(({ of, egressOnly }) => `not ${nameOf(of)}${egressOnly ? ' outwards' : ''}`).sort()]] as const),
      ...this.hosts.map((host) => [`host ${nameOf(host.resource)}`, this.host(host)] as const),
    ]);
  }

  /** The hosts that are compared. */
  public get hosts(): Host[] {
    return this.network.hosts.filter(({ resource }) => COMPARED.has(resource.type));
  }

  /** The answers to who reaches whom by TCP: the Internet and every host, and hosts of one VPC. */
  public answers(): Map<string, string> {
    const { hosts } = this;
    const answers = new Map<string, string>();
    const ask = (from: string, to: string, answer: Answer) => answers.set(`${from} to ${to}`, told(answer));
    for (const host of hosts) {
      const name = this.nameOf(host.resource);
      ask('the Internet', name, reach(this.network, THE_INTERNET, hostParty(host), { protocol: TCP }));
      ask(name, 'the Internet', reach(this.network, hostParty(host), THE_INTERNET, { protocol: TCP, ports: undefined }));
      const near = hosts.filter((other) => other !== host && other.role !== 'endpoint' && other.places.some(({ subnet }) => host.places.some((place) => place.subnet.vpc === subnet.vpc)));
      near.forEach((other) => ask(this.nameOf(other.resource), name, reach(this.network, hostParty(other), hostParty(host), { protocol: TCP })));
    }
    return answers;
  }

  private vpc({ addresses, internet, egressOnly, premises }: Vpc, isOpen: boolean): string[] {
    return [
      ranges(addresses), `Internet gateway ${internet ? this.nameOf(internet.resource) : 'none'}${internet?.table ? `, routed by ${this.tableName(internet.table)}` : ''}`,
      `egress-only gateway ${egressOnly ? this.nameOf(egressOnly) : 'none'}`, `private gateway ${premises ? this.nameOf(premises.resource) : 'none'}`, `default security group ${isOpen ? 'with' : 'without'} rules`,
    ];
  }

  private subnet({ vpc, addresses, table, acl, zone = '' }: Subnet): string[] {
    return [`in ${this.nameOf(vpc.resource)}`, ranges(addresses), `routed by ${this.tableName(table)}`, `behind ${acl.resource === vpc.resource ? 'the default network ACL' : this.nameOf(acl.resource)}`, `zone ${zone.includes('AWS::') ? '' : zone}`];
  }

  private tableName({ resource, vpc }: RouteTable): string {
    return resource === vpc.resource ? 'the main route table' : this.nameOf(resource);
  }

  private table({ routes }: RouteTable): string[] {
    return FAMILIES.flatMap((family) => routes[family].map((route) => `${shown(route, family)} to ${this.target(route.target)}`)).sort();
  }

  private target(target: Target): string {
    switch (target.kind) {
      case 'nat': return this.nameOf(target.nat.resource);
      case 'middlebox': return target.boxes.map((box) => `${this.nameOf(box.resource)} in ${this.nameOf(box.subnet.resource)}`).sort().join(' or ');
      case 'peering': return this.nameOf(target.peering.resource);
      case 'transit': return this.nameOf(target.transit.resource);
      default: return target.kind;
    }
  }

  private rule({ egress, protocol, ports, peer }: GroupRule): string {
    return `${egress ? 'out' : 'in'} ${protocol} ${showPorts(ports.may)} ${'group' in peer ? peer.group.resource ? this.nameOf(peer.group.resource) : peer.group.name : ranges(peer.addresses)}`;
  }

  private host({ role, places, groups, open, listens }: Host): string[] {
    return [
      role, ...places.map(({ subnet }) => `in ${this.nameOf(subnet.resource)}`).sort(), ...(groups ?? []).map(({ resource, name }) => `group ${resource ? this.nameOf(resource) : name}`).sort(),
      `public ${open[4]} ${open[6]}`, `listens on ${listens ? Object.entries(listens).map(([protocol, heard]) => `${protocol} ${showPorts(heard!)}`).join(', ') : 'whatever'}`,
    ];
  }
}

function shown({ destination }: Route, family: Family): string {
  return showAddresses(destination.may, family);
}

function ranges(addresses: AddressBounds): string {
  return FAMILIES.flatMap((family) => (addresses[family].may.empty ? [] : [`${addresses[family].sure === addresses[family].may ? '' : 'perhaps '}${showAddresses(addresses[family].may, family, 99)}`])).join(' and ');
}

function told({ verdict, flows }: Answer): string {
  return [verdict, ...FAMILIES.flatMap((family) => (flows[family].may.length > 0 ? [showSpace(flows[family].may, family)] : []))].join(': ');
}
