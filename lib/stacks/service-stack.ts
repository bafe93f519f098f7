import { SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { LoadBalancerTarget } from 'aws-cdk-lib/aws-route53-targets';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { IClusterDatabase } from '../../constructs/database';
import { ProtectedLoadBalancer, ValidatedCertificate, WebFirewall } from '../../constructs/edge';
import { DomainKey } from '../../constructs/keys';
import type { TieredVpc } from '../../constructs/network';
import { FailoverAddress, FailoverPart } from '../../constructs/recovery';
import { ContainerService } from '../../constructs/service';
import type { HostedServiceProps } from '../environment';
import type { Tier } from '../tier';
import { EstateStack, keyAlias, type PlacementProps } from './estate-stack';

/** Port on which the service speaks HTTPS unless the configuration says otherwise. */
export const DEFAULT_SERVICE_PORT = 8443;

/** Database user that the service signs in as, by IAM. */
const DATABASE_USER = 'service';

/** What part the stack's region has in an environment that runs in two. */
export interface ServiceFailover {
  /** Its part. */
  readonly part: FailoverPart;
  /**
   * Health check of the fail-over's switch.
   *
   * @default - none: the region stands by
   */
  readonly switchHealthCheckId?: string;
}

/** Properties of `ServiceStack`. */
export interface ServiceStackProps extends PlacementProps {
  /** What the environment gets. */
  readonly tier: Tier;
  /** What is hosted. */
  readonly service: HostedServiceProps;
  /** Host name under which it is reached. */
  readonly hostName: string;
  /** Zone of the host name. */
  readonly zone: route53.IHostedZone;
  /** Network that it stands in. */
  readonly network: TieredVpc;
  /** Its database. */
  readonly database: IClusterDatabase;
  /** Its files. */
  readonly content: s3.IBucket;
  /** Key of the web firewall's log. */
  readonly logsKey: kms.IKey;
  /** Bucket of the load balancer's logs. */
  readonly logBucket: s3.IBucket;
  /** Topic that alarms are sent to. */
  readonly onCall: sns.ITopic;
  /**
   * What part the region has, if another one stands by or is stood by for.
   *
   * @default - the environment runs in this region alone
   */
  readonly failover?: ServiceFailover;
}

/** The hosted service and its edge: certificate, web firewall, load balancer, containers, and the name they answer to. */
export class ServiceStack extends EstateStack {
  /** The load balancer. */
  public readonly edge: ProtectedLoadBalancer;
  /** The containers. */
  public readonly service: ContainerService;

  constructor(scope: Construct, id: string, props: ServiceStackProps) {
    super(scope, id, props, `Service of ${props.owner}`, props.failover !== undefined);
    this.edge = this.buildEdge(props);
    this.service = new ContainerService(this, 'Service', {
      vpc: props.network.vpc,
      subnets: props.network.applicationSubnets,
      image: props.service.image,
      containerPort: props.service.port ?? DEFAULT_SERVICE_PORT,
      route: {
        listener: this.edge.httpsListener,
        securityGroup: this.edge.securityGroup,
        hostNames: this.hostNames(props),
        healthCheckPath: props.service.healthCheckPath,
      },
      minTasks: props.tier.serviceMinimum,
      maxTasks: props.tier.serviceMaximum,
      encryptionKey: this.serviceKey(props),
      logRetention: props.tier.logRetention,
      environment: {
        CONTENT_BUCKET: props.content.bucketName,
        DATABASE_HOST: props.database.writerEndpoint,
        DATABASE_NAME: props.database.databaseName,
        DATABASE_PORT: String(props.database.port),
        DATABASE_USER,
      },
    });
    this.connectStores(props);
    this.publish(props);
  }

  /** The name of the service, and the region's own if there are two. */
  private hostNames({ hostName, failover, region }: ServiceStackProps): string[] {
    return [hostName, ...(failover ? [FailoverAddress.regionalHostName(hostName, region)] : [])];
  }

  private publish(props: ServiceStackProps): void {
    const { zone, failover } = props;
    if (!failover) {
      new route53.ARecord(this, 'Address', { zone, target: route53.RecordTarget.fromAlias(new LoadBalancerTarget(this.edge.loadBalancer)) });
      return;
    }
    new FailoverAddress(this, 'Address', {
      ...failover,
      hostedZone: zone,
      loadBalancer: this.edge.loadBalancer,
      targetGroup: this.service.targetGroup,
      healthCheckPath: props.service.healthCheckPath,
      alarmTopic: props.onCall,
    });
  }

  /** A key of the service's own: its policy names the cluster, which a key of another stack could not. */
  private serviceKey(props: ServiceStackProps): DomainKey {
    const key = new DomainKey(this, 'ServiceKey', { domain: 'service', alias: keyAlias(props, 'service') });
    key.allowLogGroups();
    return key;
  }

  private buildEdge(props: ServiceStackProps): ProtectedLoadBalancer {
    const certificate = new ValidatedCertificate(this, 'Certificate', {
      domainName: props.hostName,
      subjectAlternativeNames: props.failover && this.hostNames(props).slice(1),
      hostedZone: props.zone,
      alarmTopic: props.onCall,
    });
    const webFirewall = new WebFirewall(this, 'WebFirewall', { encryptionKey: props.logsKey, logRetention: props.tier.logRetention });
    return new ProtectedLoadBalancer(this, 'Edge', {
      vpc: props.network.vpc,
      subnets: props.network.edgeSubnets,
      certificates: [certificate.certificate],
      webFirewall,
      logBucket: props.logBucket,
    });
  }

  /** The database's group is imported by its id, so that the rule that admits the service lands in this stack. */
  private connectStores(props: ServiceStackProps): void {
    const databaseGroup = SecurityGroup.fromSecurityGroupId(this, 'DatabaseSecurityGroup', props.database.securityGroup.securityGroupId);
    this.service.connections.allowTo(databaseGroup, props.database.connections.defaultPort!, 'The service to its database');
    props.database.grantConnect(this.service, DATABASE_USER);
    this.grantContent(props.content);
  }

  /**
   * Written out, because the grants of a bucket would ask its key's policy to name a role that is made after the key.
   * The key's policy lets principals of the account use it through S3.
   */
  private grantContent(content: s3.IBucket): void {
    const statements = [
      new PolicyStatement({ actions: ['s3:ListBucket'], resources: [content.bucketArn] }),
      new PolicyStatement({ actions: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload'], resources: [content.arnForObjects('*')] }),
      new PolicyStatement({
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: [content.encryptionKey!.keyArn],
        conditions: { StringEquals: { 'kms:ViaService': `s3.${this.region}.amazonaws.com` } },
      }),
    ];
    statements.forEach((statement) => this.service.grantPrincipal.addToPrincipalPolicy(statement));
  }
}
