import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Ipv4Range } from '../shared/ip-range';

/** Where a tier begins and how large its subnets are, both as powers of two of the VPC's range. */
interface TierShare {
  /** First eighth of the VPC's range that the tier occupies. */
  readonly eighth: number;
  /** Bits that a subnet's prefix is longer than the VPC's. */
  readonly extraBits: number;
}

/**
 * The application tier takes the lower half, the other tiers an eighth each. Every tier has room for four zones whether
 * they are used or not, so a subnet's range depends on its tier and its zone's ordinal and on nothing else.
 */
const SHARES: Readonly<Record<string, TierShare>> = {
  Application: { eighth: 0, extraBits: 3 },
  Edge: { eighth: 4, extraBits: 5 },
  Data: { eighth: 5, extraBits: 5 },
  Endpoints: { eighth: 6, extraBits: 5 },
};

/** AWS Network Firewall asks for a subnet of its own in each zone, and one address of it: /28 is the smallest there is. */
const FIREWALL_EIGHTH = 7;
const FIREWALL_PREFIX = 28;

/** Hands out the ranges of a tiered VPC: the same for a zone however many zones there are. */
export class SubnetPlan implements ec2.IIpAddresses {
  /**
   * @param cidr the VPC's range as written
   * @param range the same, parsed
   * @param zones the zones in order; a zone's ordinal is its place in this list
   */
  constructor(private readonly cidr: string, private readonly range: Ipv4Range, private readonly zones: readonly string[]) {}

  public allocateVpcCidr(): ec2.VpcIpamOptions {
    return { cidrBlock: this.cidr };
  }

  public allocateSubnetsCidr(request: ec2.AllocateCidrRequest): ec2.SubnetIpamOptions {
    return {
      allocatedSubnets: request.requestedSubnets.map((subnet) => ({
        cidr: this.tierRange(subnet.configuration.name, this.zones.indexOf(subnet.availabilityZone)),
      })),
    };
  }

  /** Range of a tier's subnet in the zone with that ordinal, counted from 0. */
  public tierRange(tier: string, ordinal: number): string {
    const share = SHARES[tier];
    const prefix = this.range.prefix + share.extraBits;
    return this.slice(share.eighth, prefix, ordinal);
  }

  /** Range of the firewall's subnet in the zone with that ordinal, counted from 0. */
  public firewallRange(ordinal: number): string {
    return this.slice(FIREWALL_EIGHTH, FIREWALL_PREFIX, ordinal);
  }

  private slice(eighth: number, prefix: number, ordinal: number): string {
    const start = this.range.first + eighth * 2 ** (29 - this.range.prefix) + ordinal * 2 ** (32 - prefix);
    const octets = [24, 16, 8, 0].map((shift) => Math.floor(start / 2 ** shift) % 256);
    return `${octets.join('.')}/${prefix}`;
  }
}
