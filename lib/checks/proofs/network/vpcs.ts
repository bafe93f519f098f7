import type { Resource, Value } from '../../template';
import { ALL_PORTS, ASSIGNED, FAMILIES, NO_ADDRESSES, rangeOf, type Addresses, type Family } from './addresses';
import { Intervals } from './intervals';
import type { Acl, AddressBounds, Group, Line, Route, RouteTable, Subnet, Vpc } from './model';
import { anything, keyOf, line, nameOf, openId, targetOf, referred } from './reading';
import type { Found, Resources } from './resources';
import { only, type Bounds } from './space';

/** Everything that has an address range or a name by which others refer to it. */
export interface Ground {
  readonly vpcs: Map<string, Vpc>;
  readonly subnets: Map<string, Subnet>;
  readonly tables: Map<string, RouteTable>;
  readonly acls: Map<string, Acl>;
  /** Address ranges by what a template calls them: `<resource> <attribute>`. */
  readonly ranges: Map<string, AddressBounds>;
}

/** Ranges that AWS assigns: each gets a place of its own in {@link ASSIGNED}. */
class Assigned {
  private vpcs = 0n;
  private subnets = 0n;

  public vpc(): { addresses: Addresses; base: bigint } {
    const base = ASSIGNED.first! + (this.vpcs++ << 72n);
    return { base, addresses: Intervals.of([base, base + (1n << 72n)]) };
  }

  public subnet(base: bigint): Addresses {
    const from = base + ((this.subnets++ % 256n) << 64n);
    return Intervals.of([from, from + (1n << 64n)]);
  }
}

/** VPCs, subnets, route tables and network ACLs, with what is associated with what. */
export function groundOf(resources: Resources): Ground {
  const ground: Ground = { vpcs: new Map(), subnets: new Map(), tables: new Map(), acls: new Map(), ranges: new Map() };
  const assigned = new Assigned();
  const bases = new Map<string, bigint>();
  for (const found of resources.of('AWS::EC2::VPC')) {
    addVpc(found, resources, ground, assigned, bases);
  }
  for (const { resource, doubt } of resources.of('AWS::EC2::Subnet')) {
    const vpc = vpcOf(resource, resource.at('VpcId'), ground);
    if (vpc) {
      addSubnet(resource, vpc, doubt, resources, ground, assigned, bases);
    }
  }
  for (const { resource, doubt } of resources.of('AWS::EC2::RouteTable')) {
    const vpc = vpcOf(resource, resource.at('VpcId'), ground);
    if (vpc) {
      ground.tables.set(keyOf(resource), tableOf(resource, vpc, doubt));
    }
  }
  for (const { resource } of resources.of('AWS::EC2::NetworkAcl')) {
    ground.acls.set(keyOf(resource), { resource, name: nameOf(resource), entries: [] });
  }
  associate(resources, ground);
  return ground;
}

/** The VPC that a property refers to. */
export function vpcOf(from: Resource, value: Value, ground: Pick<Ground, 'vpcs'>): Vpc | undefined {
  return referred(ground.vpcs, from, value);
}

export function subnetOf(from: Resource, value: Value, ground: Pick<Ground, 'subnets'>): Subnet | undefined {
  return referred(ground.subnets, from, value);
}

function addVpc({ resource, doubt }: Found, resources: Resources, ground: Ground, assigned: Assigned, bases: Map<string, bigint>): void {
  const key = keyOf(resource);
  const own = resources.of('AWS::EC2::VPCCidrBlock').filter(({ resource: block }) => block.at('VpcId').refersTo(resource));
  const ranges = { 4: [boundsOf(resource.at('CidrBlock'), 4)], 6: [] as Bounds<Addresses>[] };
  for (const { resource: block, doubt: blockDoubt } of own) {
    if (block.at('CidrBlock').present) {
      ranges[4].push(weaken(boundsOf(block.at('CidrBlock'), 4), blockDoubt));
    } else {
      const given = block.at('Ipv6CidrBlock');
      const place = given.present && given.open === undefined ? undefined : assigned.vpc();
      bases.set(key, place?.base ?? 0n);
      ranges[6].push(weaken(place ? only(place.addresses) : boundsOf(given, 6), blockDoubt));
    }
  }
  const addresses: AddressBounds = { 4: unionOf(ranges[4], doubt), 6: unionOf(ranges[6], doubt) };
  ground.ranges.set(`${key} CidrBlock`, { 4: addresses[4], 6: only(NO_ADDRESSES) }).set(`${key} Ipv6CidrBlocks`, { 4: only(NO_ADDRESSES), 6: addresses[6] });
  const vpc: Vpc = {
    resource, name: nameOf(resource), addresses, subnets: [], defaultAcl: defaultAcl(resource), defaultGroup: defaultGroup(resource), main: undefined as never,
  };
  ground.vpcs.set(key, Object.assign(vpc, { main: tableOf(resource, vpc) }));
  ground.acls.set(`${key} default`, vpc.defaultAcl);
}

function addSubnet(resource: Resource, vpc: Vpc, doubt: string | undefined, resources: Resources, ground: Ground, assigned: Assigned, bases: Map<string, bigint>): void {
  const key = keyOf(resource);
  const block = resources.of('AWS::EC2::SubnetCidrBlock').find(({ resource: one }) => one.at('SubnetId').refersTo(resource));
  const six = block ? block.resource.at('Ipv6CidrBlock') : resource.at('Ipv6CidrBlock');
  const base = bases.get(keyOf(vpc.resource));
  const of6 = six.absent ? [] : [six.open === undefined ? boundsOf(six, 6) : base ? only(assigned.subnet(base)) : anything(6)];
  const of4 = resource.at('Ipv6Native').isTrue ? [] : [boundsOf(resource.at('CidrBlock'), 4)];
  const subnet: Subnet = {
    resource, name: nameOf(resource), vpc, zone: resource.at('AvailabilityZone').text ?? resource.at('AvailabilityZoneId').text,
    addresses: { 4: unionOf(of4, doubt), 6: unionOf(of6, block?.doubt ?? doubt) }, table: vpc.main, acl: vpc.defaultAcl,
  };
  ground.subnets.set(key, subnet);
  ground.ranges.set(`${key} CidrBlock`, { 4: subnet.addresses[4], 6: only(NO_ADDRESSES) });
  ground.ranges.set(`${key} Ipv6CidrBlocks`, { 4: only(NO_ADDRESSES), 6: subnet.addresses[6] }).set(`${key} Ipv6CidrBlock`, { 4: only(NO_ADDRESSES), 6: subnet.addresses[6] });
  vpc.subnets.push(subnet);
}

function boundsOf(value: Value, family: Family): Bounds<Addresses> {
  const range = value.open === undefined ? rangeOf(value.text ?? '') : undefined;
  return range?.family === family ? only(range.addresses) : anything(family);
}

function weaken(bounds: Bounds<Addresses>, doubt: string | undefined): Bounds<Addresses> {
  return doubt === undefined ? bounds : { sure: NO_ADDRESSES, may: bounds.may };
}

function unionOf(all: readonly Bounds<Addresses>[], doubt?: string): Bounds<Addresses> {
  const sure = all.reduce((set, { sure: one }) => set.union(one), NO_ADDRESSES);
  const may = all.reduce((set, { may: one }) => set.union(one), NO_ADDRESSES);
  return weaken(all.every((one) => one.sure === one.may) ? only(sure) : { sure, may }, doubt);
}

/** A route table with the routes that nobody writes: to the VPC itself. */
function tableOf(resource: Resource, vpc: Vpc, doubt?: string): RouteTable {
  const local = (family: Family): Route[] => prefixed(vpc.addresses[family])
    .map(({ destination, prefix }) => ({ destination, prefix, rank: 0, target: { kind: 'local' }, line: line(vpc.resource, 'Properties.CidrBlock', 'the local route') }));
  return { resource, name: resource === vpc.resource ? `the main route table of ${vpc.name}` : nameOf(resource), vpc, routes: { 4: local(4), 6: local(6) }, doubt };
}

/** The ranges of a set, with the length of their prefix: it only orders routes, so that of merged ranges is that of their size. */
export function prefixed({ sure, may }: Bounds<Addresses>): { destination: Bounds<Addresses>; prefix: number }[] {
  if (sure !== may) {
    return [{ destination: { sure, may }, prefix: 0 }];
  }
  return sure.ranges.map(([from, to]) => ({ destination: only(Intervals.of([from, to])), prefix: lengthOf(to - from, from) }));
}

function lengthOf(size: bigint, from: bigint): number {
  return (from > 0xffffffffn ? 128 : 32) - (size.toString(2).length - 1);
}

function defaultAcl(vpc: Resource): Acl {
  const everything: AddressBounds = { 4: rangeBounds('0.0.0.0/0'), 6: rangeBounds('::/0') };
  const entry = (egress: boolean) => ({
    egress, number: 100, allow: 'yes' as const, protocol: -1, remote: everything, ports: only(ALL_PORTS), line: line(vpc, 'Properties', 'the default network ACL allows everything'),
  });
  return { resource: vpc, name: `the default network ACL of ${nameOf(vpc)}`, entries: [entry(false), entry(true)] };
}

function rangeBounds(text: string): Bounds<Addresses> {
  return only(rangeOf(text)?.addresses ?? NO_ADDRESSES);
}

/** The group of those who name none: its members may talk to each other and to everybody. */
function defaultGroup(vpc: Resource): Group {
  const says = (what: string): Line => line(vpc, 'Properties', `the default security group ${what}`);
  const group: Group = { key: `${keyOf(vpc)} default`, name: `the default security group of ${nameOf(vpc)}`, resource: vpc, rules: [] };
  group.rules.push(
    { egress: false, protocol: -1, ports: only(ALL_PORTS), peer: { group }, line: says('admits its members') },
    { egress: true, protocol: -1, ports: only(ALL_PORTS), peer: { addresses: { 4: rangeBounds('0.0.0.0/0'), 6: rangeBounds('::/0') } }, line: says('lets everything out') },
  );
  return group;
}

function associate(resources: Resources, ground: Ground): void {
  for (const { resource, doubt } of resources.of('AWS::EC2::SubnetRouteTableAssociation')) {
    const table = referred(ground.tables, resource, resource.at('RouteTableId'));
    for (const [subnet, stray] of subnetsOf(resource, resource.at('SubnetId'), ground)) {
      const why = doubt ?? stray ?? (table ? table.doubt : unclear(resource, 'RouteTableId'));
      subnet.table = { ...(table ?? subnet.vpc.main), ...(why !== undefined && { doubt: why }) };
    }
  }
  resources.of('AWS::EC2::SubnetNetworkAclAssociation').forEach((found) => fence(found, ground));
}

function fence({ resource, doubt }: Found, ground: Ground): void {
  const acls = aclsOf(resource, resource.at('NetworkAclId'), ground);
  for (const [subnet, stray] of subnetsOf(resource, resource.at('SubnetId'), ground)) {
    const why = doubt ?? stray ?? (acls.length === 1 ? undefined : unclear(resource, 'NetworkAclId'));
    subnet.acl = why === undefined ? acls[0] : openAcl(subnet.acl, why, resource);
  }
}

function unclear(resource: Resource, property: string): string {
  const id = resource.at(property);
  return `${keyOf(resource)} ${id.path} (${id.open ?? id.shown(60)})`;
}

/** The subnets that an id means: one, or, if it is open, any, with the reason. */
function subnetsOf(from: Resource, id: Value, ground: Ground): (readonly [Subnet, string | undefined])[] {
  const subnet = subnetOf(from, id, ground);
  const stray = openId(from, id);
  return subnet ? [[subnet, undefined]] : stray === undefined ? [] : [...ground.subnets.values()].map((one) => [one, stray] as const);
}

/** The network ACLs that an id means: one, or, if it is open, any. A VPC's default one goes by an attribute of the VPC. */
export function aclsOf(from: Resource, id: Value, ground: Ground): Acl[] {
  const target = targetOf(from, id);
  const acl = target && ground.acls.get(target.attribute === 'DefaultNetworkAcl' ? `${target.key} default` : target.key);
  return acl ? [acl] : openId(from, id) === undefined ? [] : [...ground.acls.values()];
}

/** A network ACL of which it is not known whether it is this one: nothing is sure to pass, everything may. */
function openAcl(acl: Acl, doubt: string, resource: Resource): Acl {
  const entry = (egress: boolean) => ({
    egress, allow: 'open' as const, remote: { 4: anything(4), 6: anything(6) }, ports: only(ALL_PORTS), line: line(resource, 'Properties', 'the association is open'), doubt,
  });
  return { ...acl, entries: [entry(false), entry(true)] };
}

/** Subnets have addresses that AWS keeps for itself: the first four and the last. */
export function usable(addresses: AddressBounds): AddressBounds {
  const [four, six] = FAMILIES.map((family) => {
    const { sure, may } = addresses[family];
    return sure === may ? only(Intervals.of(...sure.ranges.map(([from, to]) => [from + 4n, to - 1n] as const))) : { sure, may };
  });
  return { 4: four, 6: six };
}
