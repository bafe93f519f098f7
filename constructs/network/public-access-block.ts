import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import type { TieredVpc } from './tiered-vpc';

/** Properties of `PublicAccessBlock`. */
export interface PublicAccessBlockProps {
  /**
   * The networks of this account and region that have business with the Internet. Of a network without a firewall only
   * the edge subnets are excluded; a network with a firewall is excluded whole. Their construct ids must differ.
   *
   * @default - nothing in the account and region is reached from the Internet, or reaches it
   */
  readonly networks?: TieredVpc[];
}

/**
 * Blocks all traffic between Internet gateways and every VPC of the account in this region, in both directions, except
 * where a network is built for it (control NET10). One per account and region: the setting is the account's.
 *
 * A network with AWS Network Firewall is excluded whole, because AWS blocks a firewall's traffic even when the firewall's
 * subnets are excluded: https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-basics.html
 */
export class PublicAccessBlock extends Construct {
  constructor(scope: Construct, id: string, props: PublicAccessBlockProps = {}) {
    super(scope, id);
    const block = new ec2.CfnVPCBlockPublicAccessOptions(this, 'Resource', { internetGatewayBlockMode: 'block-bidirectional' });
    for (const network of props.networks ?? []) {
      this.exclude(network).forEach((exclusion) => block.addResourceDependency(exclusion));
    }
  }

  /** The exclusions come first: traffic flows on while the block is switched on. */
  private exclude(network: TieredVpc): ec2.CfnVPCBlockPublicAccessExclusion[] {
    const id = network.node.id;
    const mode = 'allow-bidirectional';
    if (network.firewall) {
      return [new ec2.CfnVPCBlockPublicAccessExclusion(this, id, { internetGatewayExclusionMode: mode, vpcId: network.vpc.vpcId })];
    }
    return network.vpc.selectSubnets(network.edgeSubnets).subnets.map((subnet, zone) =>
      new ec2.CfnVPCBlockPublicAccessExclusion(this, `${id}Zone${zone + 1}`, { internetGatewayExclusionMode: mode, subnetId: subnet.subnetId }));
  }
}
