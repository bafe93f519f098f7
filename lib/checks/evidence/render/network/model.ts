import type { Host, Middlebox, Subnet } from '../../../proofs/network/model';
import type { ServiceGateway } from '../../../proofs/network/gateways';

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

/** Something that stands in subnets: one host, or several that are one thing to people. */
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
  /** What of it sends and receives. */
  readonly hosts: readonly Host[];
  /** What of it traffic only passes. */
  readonly boxes: readonly Pick<Middlebox, 'subnet'>[];
}

/** Somebody outside the VPC. */
export interface Outsider {
  readonly id: string;
  /** E.g. `Internet`. */
  readonly label: string;
  /** By what it comes in, e.g. `Internet gateway`. */
  readonly door: string;
}

/** A gateway endpoint: a way out of the VPC that routes lead to. */
export interface GatewayEndpoint {
  readonly id: string;
  /** Service, e.g. `s3`. */
  readonly service: string;
  /** Indices of the tiers whose route tables know it. */
  readonly tiers: readonly number[];
  readonly gateway: ServiceGateway;
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

/** From one thing on the picture to the next. */
export interface Step {
  readonly from: string;
  readonly to: string;
  /** The zones that packets go from and to; empty for what stands in none. */
  readonly zones: readonly [string, string];
}

/** What is proved to get from one to the other, one way. */
export interface Flow {
  /** Id of a node or an outsider. */
  readonly from: string;
  /** Id of a node, a gateway endpoint or an outsider. */
  readonly to: string;
  /** E.g. `443`, `udp 53`, `all`. */
  readonly ports: readonly string[];
  /** Whether it is certain; else the templates leave open whether it gets through. */
  readonly certain: boolean;
  /** Ids of the nodes that it passes. */
  readonly via: readonly string[];
  readonly steps: readonly Step[];
  /** What is open, if it is not certain. */
  readonly open: readonly string[];
}

/** What a picture shows: one VPC and what belongs to it. */
export interface Picture {
  readonly id: string;
  readonly environment: string;
  readonly account?: string;
  readonly region?: string;
  readonly cidr: string;
  readonly zones: readonly string[];
  readonly tiers: readonly SubnetTier[];
  readonly nodes: readonly Node[];
  /** The Internet first, if a gateway leads there. */
  readonly outsiders: readonly Outsider[];
  readonly endpoints: readonly GatewayEndpoint[];
  readonly stores: readonly RegionalStore[];
  readonly flows: readonly Flow[];
}

/** Id of the Internet. */
export const INTERNET = 'internet';

/** The zone of a subnet, as pictures call it. */
export function zoneOf({ zone }: Subnet): string {
  return (zone ?? 'zone not shown').replace(/^\$\{AWS::AvailabilityZone (\d+) of .*\}$/, (_, index: string) => `zone ${Number(index) + 1}`);
}
