import { Aws, Duration, Stack, Token } from 'aws-cdk-lib/core';
import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import { type ISecurityGroup, type IVpc, Peer, Port, SecurityGroup, type SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import {
  ApplicationListener, ApplicationLoadBalancer, ApplicationProtocol, DesyncMitigationMode, IpAddressType, ListenerAction, SslPolicy,
  XffHeaderProcessingMode,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { Problems } from '../shared/problems';
import type { WebFirewall } from './web-firewall';

/** Properties of `ProtectedLoadBalancer`. */
export interface ProtectedLoadBalancerProps {
  /** Network that the load balancer stands in. */
  readonly vpc: IVpc;

  /** The edge subnets, in at least two zones: the only ones with a way in from the Internet. */
  readonly subnets: SubnetSelection;

  /** Certificates, the default one first. At least one. */
  readonly certificates: ICertificate[];

  /** Firewall that judges every request before the load balancer passes it on. */
  readonly webFirewall: WebFirewall;

  /**
   * Bucket for access, connection and health check logs: in the same region and encrypted with SSE-S3, the only encryption that
   * load balancer logs can be written under.
   *
   * The statement that lets the logs in is added to the bucket's policy. For a bucket that was imported by name or belongs to
   * another account, its owner must add it: `s3:PutObject` for `logdelivery.elasticloadbalancing.amazonaws.com` on
   * `<prefix>/<access|connection|health-check>/AWSLogs/<account>/*`.
   */
  readonly logBucket: IBucket;

  /**
   * First part of the logs' object keys, without a slash at either end.
   *
   * @default - `load-balancer`
   */
  readonly logPrefix?: string;

  /**
   * Whether the load balancer must be unlocked before it can be deleted.
   *
   * @default - it must
   */
  readonly deletionProtection?: boolean;

  /**
   * Content-Security-Policy that every answer carries, in place of the application's own. At most 1,024 characters.
   *
   * @default - content from the application's own origin only, no plug-ins, no framing, forms to itself, HTTPS enforced
   */
  readonly contentSecurityPolicy?: string;

  /**
   * How long browsers remember to use HTTPS only, for the domain and everything below it. At least 365 days.
   *
   * @default - two years
   */
  readonly hstsMaxAge?: Duration;

  /**
   * Whether the domain asks to be built into browsers as HTTPS-only (https://hstspreload.org); hard to undo.
   *
   * @default - it does not
   */
  readonly hstsPreload?: boolean;

  /**
   * How long a connection may stand idle. At most 4,000 seconds.
   *
   * @default - 60 seconds
   */
  readonly idleTimeout?: Duration;
}

const DEFAULT_CONTENT_SECURITY_POLICY = [
  "default-src 'self'", "object-src 'none'", "base-uri 'self'", "form-action 'self'", "frame-ancestors 'none'", 'upgrade-insecure-requests',
].join('; ');
const MAX_HEADER_LENGTH = 1024;
const MIN_HSTS_DAYS = 365;

/**
 * The one way in from the Internet: an application load balancer behind a web firewall, HTTPS only.
 *
 * - TLS 1.3, and TLS 1.2 with forward secrecy and authenticated encryption only, post-quantum key exchange where the client has it;
 *   port 80 answers 301 to HTTPS; HSTS is sent (EDG3).
 * - Requests wait rather than pass if the firewall does not answer (EDG1). Invalid headers are dropped, desync mitigation is
 *   strictest, the Server header is hidden, security headers are set (EDG6).
 * - Access, connection and health check logs are kept (LOG3). IPv4 only; ports 443 and 80 are all that is open (NET3).
 * - Nothing is forwarded by default: a request that no listener rule claims, e.g. for a foreign host name, gets 404. Services
 *   attach by a rule of their own on `httpsListener`, and open the way to themselves in `securityGroup`.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/header-modification.html
 */
export class ProtectedLoadBalancer extends Construct {
  /** The load balancer, e.g. for an alias record or an alarm. */
  public readonly loadBalancer: ApplicationLoadBalancer;
  /** The listener on port 443, which services add their rules to. */
  public readonly httpsListener: ApplicationListener;
  /** The listener on port 80, which redirects. */
  public readonly redirectListener: ApplicationListener;
  /** The load balancer's security group: open to the Internet on 443 and 80, closed outwards until a service opens its port. */
  public readonly securityGroup: ISecurityGroup;

  /**
   * @throws InvalidInputError that lists every property out of bounds
   */
  constructor(scope: Construct, id: string, props: ProtectedLoadBalancerProps) {
    super(scope, id);
    validate(this.node.path, props);
    this.securityGroup = this.createSecurityGroup(props.vpc);
    this.loadBalancer = new ApplicationLoadBalancer(this, 'Resource', {
      vpc: props.vpc,
      vpcSubnets: props.subnets,
      internetFacing: true,
      ipAddressType: IpAddressType.IPV4,
      securityGroup: this.securityGroup,
      deletionProtection: props.deletionProtection ?? true,
      crossZoneEnabled: true,
      dropInvalidHeaderFields: true,
      desyncMitigationMode: DesyncMitigationMode.STRICTEST,
      xffHeaderProcessingMode: XffHeaderProcessingMode.APPEND,
      idleTimeout: props.idleTimeout ?? Duration.seconds(60),
    });
    // Said out loud, though it is the service's own default: whoever reads the template need not know that.
    this.loadBalancer.setAttribute('waf.fail_open.enabled', 'false');
    this.loadBalancer.setAttribute('zonal_shift.config.enabled', 'true');
    this.keepLogs(props.logBucket, props.logPrefix ?? 'load-balancer');

    // Nobody listens before the firewall stands in front.
    const firewall = new CfnWebACLAssociation(this, 'Firewall', {
      webAclArn: props.webFirewall.webAclArn,
      resourceArn: this.loadBalancer.loadBalancerArn,
    });
    this.httpsListener = this.loadBalancer.addListener('Https', {
      port: 443,
      protocol: ApplicationProtocol.HTTPS,
      certificates: props.certificates,
      sslPolicy: SslPolicy.TLS13_12_RES_PQ,
      open: false,
      defaultAction: ListenerAction.fixedResponse(404, { contentType: 'text/plain', messageBody: 'Not found' }),
    });
    this.httpsListener.node.addDependency(firewall);
    this.setResponseHeaders(props);
    this.redirectListener = this.loadBalancer.addListener('Redirect', {
      port: 80,
      protocol: ApplicationProtocol.HTTP,
      open: false,
      defaultAction: ListenerAction.redirect({ protocol: 'HTTPS', port: '443', permanent: true }),
    });
    this.redirectListener.setAttribute('routing.http.response.server.enabled', 'false');
  }

  private createSecurityGroup(vpc: IVpc): ISecurityGroup {
    const group = new SecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: 'Load balancer: HTTPS and its redirect from the Internet, out to the services only',
      allowAllOutbound: false,
    });
    group.addIngressRule(Peer.anyIpv4(), Port.tcp(443), 'HTTPS from the Internet');
    group.addIngressRule(Peer.anyIpv4(), Port.tcp(80), 'HTTP from the Internet, answered with a redirect');
    return group;
  }

  /** One statement by service principal, and not by the region's account of Elastic Load Balancing: no foreign account is named. */
  private keepLogs(bucket: IBucket, prefix: string): void {
    const logs = { access_logs: 'access', connection_logs: 'connection', health_check_logs: 'health-check' };
    for (const [attribute, folder] of Object.entries(logs)) {
      this.loadBalancer.setAttribute(`${attribute}.s3.enabled`, 'true');
      this.loadBalancer.setAttribute(`${attribute}.s3.bucket`, bucket.bucketName);
      this.loadBalancer.setAttribute(`${attribute}.s3.prefix`, `${prefix}/${folder}`);
    }
    bucket.addToResourcePolicy(new PolicyStatement({
      principals: [new ServicePrincipal('logdelivery.elasticloadbalancing.amazonaws.com')],
      actions: ['s3:PutObject'],
      resources: Object.values(logs).map((folder) => bucket.arnForObjects(`${prefix}/${folder}/AWSLogs/${Aws.ACCOUNT_ID}/*`)),
      conditions: { ArnLike: { 'aws:SourceArn': Stack.of(this).formatArn({ service: 'elasticloadbalancing', resource: 'loadbalancer', resourceName: '*' }) } },
    }));
    // Elastic Load Balancing writes a test object at creation: the policy must stand by then.
    if (bucket.policy) {
      this.loadBalancer.node.addDependency(bucket.policy);
    }
  }

  private setResponseHeaders(props: ProtectedLoadBalancerProps): void {
    const maxAge = (props.hstsMaxAge ?? Duration.days(2 * 365)).toSeconds();
    const headers = {
      strict_transport_security: `max-age=${maxAge}; includeSubDomains${props.hstsPreload ? '; preload' : ''}`,
      content_security_policy: props.contentSecurityPolicy ?? DEFAULT_CONTENT_SECURITY_POLICY,
      x_content_type_options: 'nosniff',
      x_frame_options: 'DENY',
    };
    for (const [name, value] of Object.entries(headers)) {
      this.httpsListener.setAttribute(`routing.http.response.${name}.header_value`, value);
    }
    this.httpsListener.setAttribute('routing.http.response.server.enabled', 'false');
  }
}

function validate(path: string, props: ProtectedLoadBalancerProps): void {
  const problems = new Problems(`ProtectedLoadBalancer '${path}'`);
  const { certificates, logBucket, logPrefix, contentSecurityPolicy, hstsMaxAge } = props;
  problems.require(certificates.length > 0, 'certificates', certificates.length, 'Give at least one certificate, the default one first.');
  problems.require(!logBucket.encryptionKey, 'logBucket', logBucket.encryptionKey && 'a bucket under a KMS key', 'Give a bucket encrypted with SSE-S3: Elastic Load Balancing cannot write under a KMS key.');
  if (logPrefix !== undefined) {
    problems.require(/^[^/].*[^/]$|^[^/]$/.test(logPrefix) && !logPrefix.includes('AWSLogs'), 'logPrefix', logPrefix, "Give a key prefix without a slash at either end and without 'AWSLogs'.");
  }
  if (contentSecurityPolicy !== undefined && !Token.isUnresolved(contentSecurityPolicy)) {
    problems.require(contentSecurityPolicy.length > 0 && contentSecurityPolicy.length <= MAX_HEADER_LENGTH, 'contentSecurityPolicy', contentSecurityPolicy, `Give 1 to ${MAX_HEADER_LENGTH} characters.`);
  }
  problems.require(!hstsMaxAge || hstsMaxAge.toDays({ integral: false }) >= MIN_HSTS_DAYS, 'hstsMaxAge', hstsMaxAge?.toString(), `Give at least ${MIN_HSTS_DAYS} days.`);
  problems.throwIfAny();
}
