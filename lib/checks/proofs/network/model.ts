import type { Resource } from '../../template';
import type { Addresses, Family, Ports } from './addresses';
import type { Bounds } from './space';

/** A line of a template that lets traffic pass or stops it. */
export interface Line {
  readonly resource: Resource;
  /** Where in the resource, e.g. `Properties.SecurityGroupIngress[0]`. */
  readonly path: string;
  /** What it says there, in a few words. */
  readonly says: string;
}

/** Whether something is so; `open` if the templates do not tell. */
export type Tri = 'yes' | 'no' | 'open';

/** Addresses of both families; what is open may be anything. */
export type AddressBounds = Readonly<Record<Family, Bounds<Addresses>>>;

/** A VPC with what is attached to it. */
export interface Vpc {
  readonly resource: Resource;
  readonly name: string;
  readonly addresses: AddressBounds;
  readonly subnets: Subnet[];
  /** The main route table: templates cannot change it, so it leads nowhere but inside. */
  readonly main: RouteTable;
  readonly defaultAcl: Acl;
  readonly defaultGroup: Group;
  internet?: Gateway;
  premises?: Gateway;
  egressOnly?: Resource;
}

/** An Internet or virtual private gateway as it is attached to a VPC. */
export interface Gateway {
  readonly resource: Resource;
  readonly attachment: Line;
  /** Why the templates do not decide whether it is attached. */
  readonly doubt?: string;
  /** The route table of the gateway itself. @default - what comes in goes straight to its subnet */
  table?: RouteTable;
}

/** A subnet with the route table and network ACL that count for it. */
export interface Subnet {
  readonly resource: Resource;
  readonly name: string;
  readonly vpc: Vpc;
  readonly addresses: AddressBounds;
  readonly zone?: string;
  table: RouteTable;
  acl: Acl;
}

/** The routes of a subnet or gateway. */
export interface RouteTable {
  readonly resource: Resource;
  readonly name: string;
  readonly vpc: Vpc;
  /** By family, the one that counts first first. */
  readonly routes: Readonly<Record<Family, Route[]>>;
  /** Why the templates do not decide which table it is. */
  readonly doubt?: string;
}

/** Where packets to some addresses go. */
export interface Route {
  readonly destination: Bounds<Addresses>;
  readonly prefix: number;
  /** 0 local or static, 1 by prefix list, 2 propagated: decides between equal prefixes. */
  readonly rank: number;
  readonly target: Target;
  readonly line: Line;
  readonly doubt?: string;
}

export type Target =
  | { readonly kind: 'local' | 'internet' | 'egress-only' | 'premises' }
  | { readonly kind: 'nat'; readonly nat: Nat }
  | { readonly kind: 'middlebox'; readonly boxes: readonly Middlebox[] }
  | { readonly kind: 'peering'; readonly peering: Peering }
  | { readonly kind: 'transit'; readonly transit: Transit }
  | { readonly kind: 'open'; readonly why: string };

/** A NAT gateway. */
export interface Nat {
  readonly resource: Resource;
  readonly name: string;
  readonly subnet: Subnet;
  readonly connectivity: Tri;
}

/** An endpoint of a firewall or of a Gateway Load Balancer: takes packets and gives them back unchanged. */
export interface Middlebox {
  readonly key: string;
  readonly name: string;
  readonly resource: Resource;
  readonly subnet: Subnet;
  /** Whether it is a Network Firewall's. */
  readonly firewall: boolean;
}

/** A peering connection. A side that is not in the templates is undefined. */
export interface Peering {
  readonly resource: Resource;
  readonly name: string;
  readonly sides: readonly [Vpc | undefined, Vpc | undefined];
  readonly sameRegion: boolean;
  readonly doubt?: string;
}

/** A transit gateway. */
export interface Transit {
  readonly resource: Resource;
  readonly name: string;
  readonly attachments: Attachment[];
  /** Whether security groups may name groups of other VPCs behind it. */
  readonly groupReferences: boolean;
}

/** What is attached to a transit gateway: a VPC, or something that the templates do not show. */
export interface Attachment {
  readonly resource: Resource;
  readonly vpc?: Vpc;
  readonly subnets: readonly Subnet[];
  /** Whether the VPC's IPv6 ranges propagate. */
  readonly learnsSix: Tri;
  /** Whether rules of the VPC may not name groups of VPCs behind the gateway, even if the gateway lets them. */
  readonly hidesGroups: boolean;
  /** The gateway's table that routes what comes from here. */
  table?: TransitTable;
  /** Why it is not known where it leads, or what routes it. */
  doubt?: string;
}

/** A route table of a transit gateway. */
export interface TransitTable {
  readonly resource: Resource;
  readonly routes: TransitRoute[];
}

/** A route of a transit gateway. */
export interface TransitRoute {
  readonly family: Family;
  readonly destination: Bounds<Addresses>;
  readonly prefix: number;
  readonly propagated: boolean;
  /** Where it leads; undefined drops. */
  readonly to?: Attachment;
  readonly line: Line;
  readonly doubt?: string;
}

/** A network ACL; its entries are sorted by number. */
export interface Acl {
  readonly resource: Resource;
  readonly name: string;
  readonly entries: AclEntry[];
}

/** An entry of a network ACL. */
export interface AclEntry {
  readonly egress: boolean;
  /** Undefined if open: it may come first. */
  readonly number?: number;
  readonly allow: Tri;
  /** Undefined if open; -1 for all. */
  readonly protocol?: number;
  /** By family; what is open may match everything. */
  readonly remote: AddressBounds;
  readonly ports: Bounds<Ports>;
  readonly line: Line;
  readonly doubt?: string;
}

/** A security group. */
export interface Group {
  readonly key: string;
  readonly name: string;
  readonly resource?: Resource;
  readonly rules: GroupRule[];
  /** Why its rules are not known, or not all of them. */
  readonly doubt?: string;
}

/** A rule of a security group. */
export interface GroupRule {
  readonly egress: boolean;
  /** Undefined if open; -1 for all. */
  readonly protocol?: number;
  readonly ports: Bounds<Ports>;
  readonly peer: { readonly addresses: AddressBounds } | { readonly group: Group };
  readonly line: Line;
  readonly doubt?: string;
}

/** Something with network interfaces. */
export interface Host {
  readonly key: string;
  readonly name: string;
  readonly resource: Resource;
  readonly role: Role;
  readonly places: readonly Place[];
  /** Undefined: no group filters here (a NAT gateway, or whoever takes an address in a subnet). */
  readonly groups?: readonly Group[];
  /** Why some of its subnets or groups are not known. */
  readonly doubt?: string;
  /** Whether the Internet knows an address of it. */
  readonly open: Readonly<Record<Family, Tri>>;
  readonly openLine?: Line;
  /** The ports it listens on by IP protocol, as far as known: none of a protocol that is not named. */
  readonly listens?: Heard;
}

export type Role = 'balancer' | 'store' | 'service' | 'server' | 'endpoint' | 'transfer' | 'vpn' | 'nat' | 'other' | 'anybody';

/** Ports by IP protocol. */
export type Heard = Readonly<Partial<Record<number, Ports>>>;

/** What a client VPN endpoint lets its clients send from a subnet: routes and authorization rules. */
export interface Limit {
  readonly destinations: Bounds<Addresses>;
  /** Why some of it is not certain. */
  readonly doubt?: string;
  readonly lines: readonly Line[];
  readonly missing: Line;
}

/** Where a host has a network interface. */
export interface Place {
  readonly subnet: Subnet;
  readonly addresses: AddressBounds;
  /** Where its owner lets it send from here. @default - anywhere */
  readonly limit?: Limit;
}

/** The network that the templates describe. */
export interface Network {
  readonly vpcs: readonly Vpc[];
  readonly subnets: readonly Subnet[];
  readonly hosts: readonly Host[];
  readonly groups: readonly Group[];
  readonly nats: readonly Nat[];
  readonly peerings: readonly Peering[];
  readonly transits: readonly Transit[];
  readonly forwards: readonly Forward[];
  readonly accessBlocks: readonly AccessBlock[];
}

/** A load balancer that hands what it gets on one port to its targets. */
export interface Forward {
  readonly from: Host;
  readonly port: number;
  /** IP protocols that it is handed on by. */
  readonly protocols: readonly number[];
  readonly to: Host;
  readonly toPort?: number;
  /** Whether the target sees the client's address. */
  readonly keepsClient: Tri;
  readonly line: Line;
  readonly doubt?: string;
}

/** VPC block public access of an account and region. */
export interface AccessBlock {
  readonly line: Line;
  readonly account?: string;
  readonly region?: string;
  readonly mode: 'block-bidirectional' | 'block-ingress' | 'open';
  readonly exclusions: readonly { readonly of: Resource; readonly egressOnly: boolean; readonly line: Line }[];
  readonly doubt?: string;
}
