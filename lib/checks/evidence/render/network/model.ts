import type { Resource } from '../../../template';

/** What a tier is for: the rows of a picture, in this order. */
export const TIER_KINDS = ['firewall', 'edge', 'application', 'data', 'endpoints'] as const;
/** What a tier is for. */
export type TierKind = (typeof TIER_KINDS)[number];

/** Subnets of a VPC that have one purpose. */
export interface SubnetTier {
  readonly name: string;
  readonly kind: TierKind;
  readonly subnets: readonly Subnet[];
}

/** A subnet, and the zone it stands in. */
export interface Subnet {
  readonly resource: Resource;
  readonly zone: string;
  readonly cidr: string;
}

/** Something that stands in subnets. */
export interface Node {
  readonly id: string;
  /** What it is, e.g. `Load balancer`. */
  readonly label: string;
  /** How the estate calls it. */
  readonly name: string;
  /** Index of its tier. */
  readonly tier: number;
  readonly zones: readonly string[];
  /** Whether it only passes traffic on: a NAT gateway or a firewall. */
  readonly passes: boolean;
  readonly resources: readonly Resource[];
  readonly subnets: readonly Subnet[];
  /** Security groups. Undefined if it has none by its nature. */
  readonly groups?: readonly Resource[];
}

/** A gateway endpoint: a way out of the VPC that routes lead to. */
export interface GatewayEndpoint {
  readonly id: string;
  /** Service, e.g. `s3`. */
  readonly service: string;
  /** Indices of the tiers whose route tables know it. */
  readonly tiers: readonly number[];
}

/** A data store outside the VPC. */
export interface RegionalStore {
  readonly id: string;
  /** Service, e.g. `s3`. */
  readonly service: string;
  readonly name: string;
  readonly region?: string;
  /** Id of the store that it holds copies of. */
  readonly copyOf?: string;
}

/** Who may talk to whom. */
export interface Flow {
  /** Id of a node, `internet`, or `open` for a source that the templates leave open. */
  readonly from: string;
  /** Id of a node, a gateway endpoint, or `internet`. */
  readonly to: string;
  /** E.g. `443`, `udp 53`, `all`. */
  readonly ports: readonly string[];
  /** Ids of the nodes that it passes. */
  readonly via: readonly string[];
}

/** What a picture shows: one VPC and what belongs to it. */
export interface Network {
  readonly id: string;
  readonly environment: string;
  readonly account?: string;
  readonly region?: string;
  readonly vpc: string;
  readonly cidr: string;
  readonly zones: readonly string[];
  readonly tiers: readonly SubnetTier[];
  readonly nodes: readonly Node[];
  readonly internetGateway: boolean;
  readonly endpoints: readonly GatewayEndpoint[];
  readonly stores: readonly RegionalStore[];
  readonly flows: readonly Flow[];
}
