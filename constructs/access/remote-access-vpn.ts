import { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { classify, DataClassification } from '../shared/tags';
import type { WatchedFunction } from '../shared/watched-function';
import type { AccessNetwork } from './access-network';
import { createConnectHandler } from './connect-handler';
import { groupId, SESSION_DEFAULT, validateRemoteAccess } from './remote-access-vpn-checks';

const BANNER = 'Access is for authorised persons and for their task alone. Every connection and every session is recorded. Disconnect now if you are not authorised.';

/** Properties of `RemoteAccessVpn`. */
export interface RemoteAccessVpnProps {
  /** The access network that clients reach. */
  readonly network: AccessNetwork;

  /** Name of the VPN, 1 to 51 letters, digits, hyphens or underscores, e.g. `acme-production`: ends the name of its connect handler. One of that name in the account and region. */
  readonly name: string;

  /**
   * Metadata document of the SAML identity provider, as XML. The provider asks for the second factor: AWS cannot. With IAM Identity
   * Center it is that of a SAML application of its own for the VPN.
   * https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/federated-authentication.html
   */
  readonly samlMetadata: string;

  /**
   * Groups that may connect, as the provider's assertions name them (attribute `memberOf`); with IAM Identity Center ids of groups.
   * Without commas.
   */
  readonly groups: string[];

  /** Public IPv4 and IPv6 ranges that people come from; IPv4 /16 or longer, IPv6 /32 or longer. */
  readonly sourceRanges: string[];

  /** Versions of OpenVPN that clients may have, by their leading numbers: `2.6` admits 2.6.0 and 2.6.14, and not 2.60. */
  readonly clientVersions: string[];

  /**
   * Operating systems that clients may have, as Client VPN names them, e.g. `win`, `mac`, `linux`.
   *
   * @default - all
   */
  readonly platforms?: string[];

  /** Certificate that the endpoint shows, in the same account and region. */
  readonly serverCertificate: ICertificate;

  /**
   * Certificate in ACM whose authority signs the certificates of devices: then people connect from a device that has one, and sign in.
   *
   * @default - people sign in, from any device
   */
  readonly clientCertificateAuthority?: ICertificate;

  /** IPv4 range of clients' addresses, /12 to /22. Overlaps neither the access network nor the workload. Never changes. */
  readonly clientCidr: string;

  /**
   * When a session ends by force, and people sign in anew. AWS takes 8, 10, 12 and 24 hours; more than 8 are refused here.
   *
   * @default Duration.hours(8)
   */
  readonly sessionTimeout?: Duration;

  /**
   * Text that AWS's client shows when a session begins, 1 to 1400 bytes.
   *
   * @default - says that access is for authorised people, and that everything is recorded
   */
  readonly loginBanner?: string;

  /**
   * IPv4 addresses of name servers for clients, at most two.
   *
   * @default - none: clients keep their own
   */
  readonly dnsServers?: string[];

  /**
   * Key that the logs and the handler's dead letters are encrypted with: see `WatchedFunction`.
   */
  readonly encryptionKey: IKey;

  /** How long connections and decisions are kept on record. */
  readonly logRetention: logs.RetentionDays;

  /** Topic that hears of a connect handler that fails. */
  readonly alarmTopic: ITopic;

  /**
   * What becomes of the records when the stack is deleted.
   *
   * @default - they are kept
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * The moment by which the identity provider's certificates must not have expired.
   *
   * @default - the moment of synthesis
   */
  readonly now?: Date;
}

/**
 * The way in for administrators: a client VPN endpoint where people sign in at their identity provider, with the second factor that it
 * asks for, and, if so configured, from a device with a certificate. A handler admits listed public ranges, groups and client versions,
 * and refuses in doubt; groups reach the bastion's subnets on port 22 and nothing else; every connection is on record; sessions end
 * after 8 hours; there is no self-service portal (controls ACC1, ACC2, ACC8, ACC9, LOG3).
 *
 * Only traffic to the access network takes the tunnel. AWS adds the route to the network with the first association. Clients'
 * packets carry the address of the endpoint's network interface, so that groups and fences name `securityGroup` and the
 * network's `vpnRange`, not the clients' range. https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/how-it-works.html
 *
 * An endpoint takes one change at a time: its parts depend on each other in a row.
 *
 * @throws InvalidInputError naming everything that is wrong with the ranges, the groups, the metadata and the limits
 */
export class RemoteAccessVpn extends Construct {
  /** Id of the endpoint. */
  public readonly endpointId: string;
  /** ARN of the endpoint. */
  public readonly endpointArn: string;
  /** The group that clients' packets come from: what the bastion's group admits. */
  public readonly securityGroup: ec2.ISecurityGroup;
  /** Holds what became of every connection. */
  public readonly connectionLogGroup: logs.ILogGroup;
  /** Decides who may connect. */
  public readonly connectHandler: WatchedFunction;
  /** The identity provider. */
  public readonly samlProvider: iam.ISamlProvider;

  constructor(scope: Construct, id: string, props: RemoteAccessVpnProps) {
    super(scope, id);
    validateRemoteAccess(props, props.now ?? new Date());
    this.samlProvider = new iam.SamlProvider(this, 'SamlProvider', { metadataDocument: iam.SamlMetadataDocument.fromXml(props.samlMetadata) });
    this.connectHandler = createConnectHandler(this, 'ConnectHandler', props);
    this.securityGroup = this.createSecurityGroup(props.network);
    const connections = new logs.LogGroup(this, 'Connections', {
      encryptionKey: props.encryptionKey,
      retention: props.logRetention,
      removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN,
    });
    classify(connections, DataClassification.CONFIDENTIAL);
    this.connectionLogGroup = connections;
    const endpoint = this.createEndpoint(props, connections);
    this.endpointId = endpoint.ref;
    this.endpointArn = this.arnOf(endpoint);
    this.admit(endpoint, props);
  }

  private createSecurityGroup(network: AccessNetwork): ec2.SecurityGroup {
    const group = new ec2.SecurityGroup(this, 'SecurityGroup', { vpc: network.vpc, description: 'Clients of the VPN: SSH to the bastion', allowAllOutbound: false });
    group.addEgressRule(ec2.Peer.ipv4(network.bastionRange), ec2.Port.SSH, 'SSH to the bastion');
    return group;
  }

  private createEndpoint(props: RemoteAccessVpnProps, connections: logs.LogGroup): ec2.CfnClientVpnEndpoint {
    const stream = new logs.LogStream(this, 'ConnectionStream', { logGroup: connections, removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN });
    return new ec2.CfnClientVpnEndpoint(this, 'Resource', {
      description: `Client VPN ${props.name}`,
      authenticationOptions: this.authentication(props),
      serverCertificateArn: props.serverCertificate.certificateArn,
      clientCidrBlock: props.clientCidr,
      clientConnectOptions: { enabled: true, lambdaFunctionArn: this.connectHandler.lambdaFunction.functionArn },
      clientLoginBannerOptions: { enabled: true, bannerText: props.loginBanner ?? BANNER },
      connectionLogOptions: { enabled: true, cloudwatchLogGroup: connections.logGroupName, cloudwatchLogStream: stream.logStreamName },
      dnsServers: props.dnsServers,
      vpcId: props.network.vpc.vpcId,
      securityGroupIds: [this.securityGroup.securityGroupId],
      selfServicePortal: 'disabled',
      sessionTimeoutHours: (props.sessionTimeout ?? SESSION_DEFAULT).toHours(),
      disconnectOnSessionTimeout: true,
      splitTunnel: true,
      transportProtocol: 'udp',
      vpnPort: 443,
    });
  }

  private authentication(props: RemoteAccessVpnProps): ec2.CfnClientVpnEndpoint.ClientAuthenticationRequestProperty[] {
    const authority = props.clientCertificateAuthority;
    return [
      { type: 'federated-authentication', federatedAuthentication: { samlProviderArn: this.samlProvider.samlProviderArn } },
      ...(authority ? [{ type: 'certificate-authentication', mutualAuthentication: { clientRootCertificateChainArn: authority.certificateArn } }] : []),
    ];
  }

  /** One change after the other: networks in the order of their zones, then groups. */
  private admit(endpoint: ec2.CfnClientVpnEndpoint, { network, groups }: RemoteAccessVpnProps): void {
    const clientVpnEndpointId = endpoint.ref;
    const associations = network.vpc.selectSubnets(network.vpnSubnets).subnets.map((subnet, zone) =>
      new ec2.CfnClientVpnTargetNetworkAssociation(this, `Zone${zone + 1}`, { clientVpnEndpointId, subnetId: subnet.subnetId }));
    const authorizations = groups.map((group) => new ec2.CfnClientVpnAuthorizationRule(this, groupId(group), {
      clientVpnEndpointId,
      description: 'The bastion',
      accessGroupId: group,
      authorizeAllGroups: false,
      targetNetworkCidr: network.bastionRange,
    }));
    const changes = [...associations, ...authorizations];
    changes.slice(1).forEach((change, i) => change.addResourceDependency(changes[i]));
  }

  private arnOf(endpoint: ec2.CfnClientVpnEndpoint): string {
    return endpoint.stack.formatArn({ service: 'ec2', resource: 'client-vpn-endpoint', resourceName: endpoint.ref });
  }
}
