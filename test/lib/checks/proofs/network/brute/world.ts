/** A small network as plain data, from which a template is written and which a packet walker reads. */
export interface World {
  readonly vpcs: VpcSpec[];
  readonly hosts: HostSpec[];
  readonly groups: GroupSpec[];
  readonly lists: ListSpec[];
  /** Between the first two VPCs. */
  readonly peering: boolean;
  readonly transit?: TransitSpec;
  readonly vpns: VpnSpec[];
  readonly balancers: BalancerSpec[];
  readonly block?: BlockSpec;
}

export interface VpcSpec {
  readonly cidr: string;
  readonly six?: string;
  readonly internet: boolean;
  readonly egressOnly: boolean;
  readonly subnets: SubnetSpec[];
  /** Routes of the Internet gateway's own table. */
  readonly edge?: RouteSpec[];
}

export interface SubnetSpec {
  readonly cidr: string;
  readonly six?: string;
  readonly zone: number;
  readonly acl?: EntrySpec[];
  readonly routes: RouteSpec[];
  /** Whether a firewall endpoint, or a NAT gateway, stands in it. */
  readonly firewall: boolean;
  readonly nat: boolean;
}

/** `firewall:1` is the endpoint in subnet 1 of the same VPC; `list:0` as destination is that prefix list. */
export interface RouteSpec {
  readonly cidr: string;
  readonly to: 'internet' | 'egress-only' | 'peering' | 'transit' | `firewall:${number}` | `nat:${number}`;
}

/** A managed prefix list of the customer's. */
export interface ListSpec {
  readonly six: boolean;
  readonly cidrs: string[];
}

export interface EntrySpec {
  readonly number: number;
  readonly egress: boolean;
  readonly allow: boolean;
  readonly protocol: number;
  readonly cidr: string;
  readonly from: number;
  readonly to: number;
}

export interface GroupSpec {
  readonly vpc: number;
  readonly ingress: GroupRuleSpec[];
  /** Undefined: everything may leave. */
  readonly egress?: GroupRuleSpec[];
}

/** The peer is a range, a list as `list:0`, or the number of a group. */
export interface GroupRuleSpec {
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
  readonly peer: string | number;
}

export type TransferProtocol = 'SFTP' | 'FTPS' | 'AS2';

/** A function and a file transfer server have an address in each of their subnets, nobody knows which; a server has the one that is named. */
export interface HostSpec {
  readonly kind: 'server' | 'function' | 'transfer';
  readonly vpc: number;
  readonly subnets: number[];
  readonly address?: string;
  /** Whether it has IPv6 addresses. */
  readonly six: boolean;
  readonly groups: number[];
  readonly isPublic: boolean;
  readonly speaks?: TransferProtocol[];
}

export interface TransitSpec {
  /** Whether all attachments use the default table, and teach it their ranges. */
  readonly isDefault: boolean;
  readonly references: boolean;
  /** By VPC. */
  readonly attachments: AttachmentSpec[];
  readonly tables: TransitRouteSpec[][];
}

export interface AttachmentSpec {
  readonly subnets: number[];
  readonly six: boolean;
  readonly hidesGroups: boolean;
  readonly table?: number;
  /** Tables that learn its ranges. */
  readonly teaches: number[];
}

/** Leads to the attachment of a VPC, or drops. */
export interface TransitRouteSpec {
  readonly cidr: string;
  readonly to: number | 'blackhole';
}

export interface VpnSpec {
  readonly vpc: number;
  readonly subnets: number[];
  readonly groups: number[];
  /** Without a group: everybody. */
  readonly rules: { readonly cidr: string; readonly group?: string }[];
  readonly routes: { readonly cidr: string; readonly subnet: number }[];
}

export interface BalancerSpec {
  readonly kind: 'application' | 'network';
  readonly vpc: number;
  readonly subnets: number[];
  /** Undefined: a network load balancer without any. */
  readonly groups?: number[];
  readonly isPublic: boolean;
  readonly listeners: ListenerSpec[];
}

export interface ListenerSpec {
  readonly port: number;
  readonly protocol: 'HTTPS' | 'TCP' | 'UDP' | 'TCP_UDP';
  /** Index of a server. */
  readonly target: number;
  readonly toPort: number;
  readonly byAddress: boolean;
  /** What the target group says of the client's address, if anything. */
  readonly preserve?: boolean;
}

/** VPC block public access. */
export interface BlockSpec {
  readonly mode: 'block-bidirectional' | 'block-ingress' | 'off';
  readonly exclusions: { readonly vpc: number; readonly subnet?: number; readonly bidirectional: boolean }[];
}

/** Ports at which rules begin or end. */
export const EDGES = [22, 80, 443, 1024, 5432, 32768, 65535];
/** Addresses of the Internet, one of each kind that rules can tell apart. */
export const OUTSIDE = { 4: ['1.1.1.1', '1.1.2.2', '1.2.3.4', '9.9.9.9', '200.0.0.9'], 6: ['2001:4860::1', '2001:db7::2', '2606:4700::3'] };
