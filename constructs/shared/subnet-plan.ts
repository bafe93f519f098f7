import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Ipv4Range } from './ip-range';

/** Where a tier of a VPC begins and how large its subnets are, as parts of the VPC's range. */
export interface TierShare {
  /** First eighth of the VPC's range that the tier occupies, 0 to 7. */
  readonly eighth: number;
  /** Bits that a subnet's prefix is longer than the VPC's. */
  readonly extraBits: number;
}

/**
 * Hands out the ranges of a VPC's subnets: each follows from its tier and its zone's ordinal and from nothing else, so that a new
 * zone moves no subnet.
 */
export class SubnetPlan implements ec2.IIpAddresses {
  /**
   * @param cidr the VPC's range as written
   * @param range the same, parsed
   * @param zones the zones in order; a zone's ordinal is its place in this list
   * @param shares what each tier gets, by its name
   */
  constructor(
    private readonly cidr: string,
    private readonly range: Ipv4Range,
    private readonly zones: readonly string[],
    private readonly shares: Readonly<Record<string, TierShare>>,
  ) {}

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
    const { eighth, extraBits } = this.shares[tier];
    return this.slice(eighth, this.range.prefix + extraBits, ordinal);
  }

  /**
   * Range of a slice of the VPC.
   *
   * @param eighth the eighth of the VPC's range that the first such slice begins with
   * @param prefix the slice's prefix length
   * @param ordinal which slice, counted from 0
   */
  public slice(eighth: number, prefix: number, ordinal: number): string {
    const start = this.range.first + eighth * 2 ** (29 - this.range.prefix) + ordinal * 2 ** (32 - prefix);
    const octets = [24, 16, 8, 0].map((shift) => Math.floor(start / 2 ** shift) % 256);
    return `${octets.join('.')}/${prefix}`;
  }
}
