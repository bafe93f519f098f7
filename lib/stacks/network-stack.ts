import type * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { AccessNetwork } from '../../constructs/access';
import { EndpointPlacement, NatPlacement, PublicAccessBlock, TieredVpc } from '../../constructs/network';
import type { Tier } from '../tier';
import { EstateStack, type PlacementProps } from './estate-stack';

/** Properties of `NetworkStack`. */
export interface NetworkStackProps extends PlacementProps {
  /** What the environment gets. */
  readonly tier: Tier;
  /** IPv4 range of the network. */
  readonly cidr: string;
  /** Availability zones, as many as the tier has. */
  readonly availabilityZones: string[];
  /** Id of the organisation: its principals and resources alone pass the endpoints. */
  readonly organizationId: string;
  /** TCP ports of the stores in the data tier. */
  readonly storePorts: number[];
  /**
   * IPv4 range of the administrators' access network: its bastion reaches the stores.
   *
   * @default - administrators do not come here
   */
  readonly accessCidr?: string;
  /** Domain names that the application may call out to. */
  readonly egressDomains: string[];
  /** Key of the log groups. */
  readonly logsKey: kms.IKey;
}

/** The network of an environment. */
export class NetworkStack extends EstateStack {
  /** The network. */
  public readonly network: TieredVpc;

  constructor(scope: Construct, id: string, props: NetworkStackProps) {
    super(scope, id, props, `Network of ${props.owner}`);
    const { tier } = props;
    this.network = new TieredVpc(this, 'Network', {
      cidr: props.cidr,
      availabilityZones: props.availabilityZones,
      natGateways: tier.natPerZone ? NatPlacement.PER_ZONE : NatPlacement.ONE,
      organizationId: props.organizationId,
      storePorts: props.storePorts,
      accessRanges: props.accessCidr === undefined ? undefined : [AccessNetwork.bastionRangeOf(props.accessCidr)],
      firewall: tier.networkFirewall ? { egressDomains: props.egressDomains } : undefined,
      endpoints: { placement: tier.natPerZone ? EndpointPlacement.PER_ZONE : EndpointPlacement.ONE },
      logEncryptionKey: props.logsKey,
      logRetention: tier.logRetention,
    });
    new PublicAccessBlock(this, 'PublicAccessBlock', { networks: [this.network] });
  }
}
