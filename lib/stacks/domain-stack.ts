import * as route53 from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';
import { EstateStack, type PlacementProps } from './estate-stack';

/** Properties of `DomainStack`. */
export interface DomainStackProps extends PlacementProps {
  /** Host name of the environment's service, and name of its zone. */
  readonly hostName: string;
}

/**
 * The hosted zone of an environment. A stack of its own: its name servers must be delegated from the parent domain
 * before a certificate for it can be issued.
 */
export class DomainStack extends EstateStack {
  /** The zone. */
  public readonly zone: route53.IHostedZone;

  constructor(scope: Construct, id: string, props: DomainStackProps) {
    super(scope, id, props, `Domain of ${props.owner}`);
    const zone = new route53.PublicHostedZone(this, 'Zone', { zoneName: props.hostName });
    // Only Amazon's authority, which ACM is, may issue certificates for the name.
    new route53.CaaAmazonRecord(this, 'CertificateAuthority', { zone });
    this.zone = zone;
  }
}
