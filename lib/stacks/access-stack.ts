import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import { SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type * as route53 from 'aws-cdk-lib/aws-route53';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { AccessNetwork, RemoteAccessVpn, SessionBastion, SessionPreferences } from '../../constructs/access';
import type { IClusterDatabase } from '../../constructs/database';
import { ValidatedCertificate } from '../../constructs/edge';
import { DomainKey } from '../../constructs/keys';
import type { TieredVpc } from '../../constructs/network';
import type { ContainerService } from '../../constructs/service';
import { DataClassification } from '../../constructs/shared';
import { classify } from '../../constructs/shared/tags';
import { PrivateBucket } from '../../constructs/storage';
import type { RemoteAccessProps } from '../remote-access';
import { EstateStack, keyAlias, type PlacementProps } from './estate-stack';

/** Properties of `AccessStack`. */
export interface AccessStackProps extends PlacementProps {
  /** IPv4 range of the access network. */
  readonly cidr: string;
  /** IPv4 range that clients of the VPN get addresses from. */
  readonly clientCidr: string;
  /** Availability zones of the access network. */
  readonly availabilityZones: string[];
  /** Id of the organisation. */
  readonly organizationId: string;
  /** Name of the VPN, one of its kind in the account, e.g. `acme-production`. */
  readonly vpnName: string;
  /** How administrators come in. */
  readonly remoteAccess: RemoteAccessProps;
  /**
   * ARN of the certificate, in ACM of this region, of the authority that issues certificates of managed devices.
   *
   * @default - devices show no certificate
   */
  readonly deviceAuthority?: string;
  /** Groups that come in by VPN, as the identity provider names them. */
  readonly groups: string[];
  /** Public ranges that administrators come from. */
  readonly administratorRanges: string[];
  /** ARNs, or their patterns, of the roles that open sessions through Session Manager. */
  readonly sessionRoles: string[];
  /** Host name of the environment's service: the VPN's lies below it. */
  readonly hostName: string;
  /** Zone of the host name. */
  readonly zone: route53.IHostedZone;
  /** Network of the workload. */
  readonly network: TieredVpc;
  /** Database that database administrators reach. */
  readonly database: IClusterDatabase;
  /** Service that operators reach, and its port. */
  readonly service: ContainerService;
  /** Port of the service. */
  readonly servicePort: number;
  /** ARN pattern of the role that makes the backups. */
  readonly planRole: string;
  /** Bucket of the access logs. */
  readonly logBucket: s3.IBucket;
  /** How long records are kept. */
  readonly logRetention: RetentionDays;
  /** Topic that alarms are sent to. */
  readonly onCall: sns.ITopic;
}

/** How administrators come in to an environment: a network of its own, the VPN into it, and the bastion that it leads to. */
export class AccessStack extends EstateStack {
  private readonly key: DomainKey;

  constructor(scope: Construct, id: string, props: AccessStackProps) {
    super(scope, id, props, `Administrators' access to ${props.owner}`);
    this.key = new DomainKey(this, 'AccessKey', { domain: 'access', alias: keyAlias(props, 'access'), usedBy: [props.planRole], usedThrough: ['s3'] });
    this.key.allowLogGroups();
    this.key.allowAutoScaling();
    const network = this.network(props);
    const vpn = this.vpn(props, network);
    this.bastion(props, network, vpn);
    classify(this, DataClassification.CONFIDENTIAL);
  }

  private network(props: AccessStackProps): AccessNetwork {
    const { network } = props;
    return new AccessNetwork(this, 'Network', {
      cidr: props.cidr,
      availabilityZones: props.availabilityZones,
      organizationId: props.organizationId,
      workload: {
        vpc: network.vpc,
        cidr: network.cidr,
        applicationSubnets: network.applicationSubnets,
        applicationRanges: network.applicationRanges,
        applicationPorts: [props.servicePort],
        dataSubnets: network.dataSubnets,
        dataRanges: network.dataRanges,
        storePorts: [props.database.port],
      },
      logEncryptionKey: this.key,
      logRetention: props.logRetention,
    });
  }

  private vpn(props: AccessStackProps, network: AccessNetwork): RemoteAccessVpn {
    const { remoteAccess, onCall } = props;
    const certificate = new ValidatedCertificate(this, 'Certificate', { domainName: `vpn.${props.hostName}`, hostedZone: props.zone, alarmTopic: onCall });
    const authority = props.deviceAuthority;
    return new RemoteAccessVpn(this, 'RemoteAccess', {
      network,
      name: props.vpnName,
      samlMetadata: remoteAccess.samlMetadata,
      groups: props.groups,
      sourceRanges: props.administratorRanges,
      clientVersions: remoteAccess.clientVersions,
      serverCertificate: certificate.certificate,
      clientCertificateAuthority: authority === undefined ? undefined : acm.Certificate.fromCertificateArn(this, 'DeviceAuthority', authority),
      clientCidr: props.clientCidr,
      encryptionKey: this.key,
      logRetention: props.logRetention,
      alarmTopic: onCall,
    });
  }

  /** Groups of other stacks are imported by their ids, so that the rules that admit the bastion land in this stack. */
  private bastion(props: AccessStackProps, network: AccessNetwork, vpn: RemoteAccessVpn): void {
    const host = props.database.writerEndpoint;
    const { port } = props.database;
    const sessions = new SessionPreferences(this, 'Sessions', {
      key: this.key,
      usedBy: props.sessionRoles,
      bucket: new PrivateBucket(this, 'SessionRecords', { key: this.key, accessLogBucket: props.logBucket, classification: DataClassification.CONFIDENTIAL }),
      logRetention: props.logRetention,
      forwarding: { host, port },
    });
    const bastion = new SessionBastion(this, 'Bastion', {
      vpc: network.vpc,
      subnets: network.bastionSubnets,
      vpnSecurityGroup: vpn.securityGroup,
      endpointSecurityGroup: network.endpointSecurityGroup,
      databases: [{ host, port, securityGroup: SecurityGroup.fromSecurityGroupId(this, 'DatabaseSecurityGroup', props.database.securityGroup.securityGroupId) }],
      application: { port: props.servicePort, securityGroup: SecurityGroup.fromSecurityGroupId(this, 'ServiceSecurityGroup', props.service.securityGroup.securityGroupId) },
      sessionPreferences: sessions,
      encryptionKey: this.key,
      alarmTopic: props.onCall,
      logRetention: props.logRetention,
    });
    bastion.node.addDependency(network.peering);
  }
}
