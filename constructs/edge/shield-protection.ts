import { Names } from 'aws-cdk-lib/core';
import { CfnProtection } from 'aws-cdk-lib/aws-shield';
import { Construct } from 'constructs';

/** Properties of `ShieldProtection`. */
export interface ShieldProtectionProps {
  /** ARN of what is protected: a load balancer, an Elastic IP address, a hosted zone or an accelerator. */
  readonly resourceArn: string;
}

/**
 * Puts a resource under AWS Shield Advanced (control EDG5).
 *
 * The account must have its subscription first (`aws shield create-subscription`), or the deployment fails: CloudFormation cannot
 * subscribe. The subscription costs 3,000 US dollars a month for the whole organisation, is bound for a year and renews by itself;
 * traffic out of protected resources is charged on top. Shield Standard covers every account without it.
 *
 * @see https://aws.amazon.com/shield/pricing/
 */
export class ShieldProtection extends Construct {
  /** Id of the protection. */
  public readonly protectionId: string;

  constructor(scope: Construct, id: string, props: ShieldProtectionProps) {
    super(scope, id);
    const protection = new CfnProtection(this, 'Resource', {
      name: Names.uniqueResourceName(this, { maxLength: 128, separator: '-' }),
      resourceArn: props.resourceArn,
    });
    this.protectionId = protection.attrProtectionId;
  }
}
