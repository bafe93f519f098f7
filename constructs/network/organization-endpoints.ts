import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { endpointId, restrictToOrganization } from '../shared/endpoint-policies';
import { Problems } from '../shared/problems';

/** In how many zones each interface endpoint has an address; each address is paid by the hour. */
export enum EndpointPlacement {
  /** In the first zone only. The cheapest; losing that zone cuts every zone from the services. */
  ONE = 'one',
  /** In every zone: losing one cuts no other (control NET9). */
  PER_ZONE = 'per-zone',
}

/** What a service on Fargate calls: its images, logs, metrics, secrets, keys, parameters, shells and credentials. */
const SERVICES_ON_FARGATE = [
  ec2.InterfaceVpcEndpointAwsService.ECR,
  ec2.InterfaceVpcEndpointAwsService.ECR_DOCKER,
  ec2.InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS,
  ec2.InterfaceVpcEndpointAwsService.CLOUDWATCH_MONITORING,
  ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
  ec2.InterfaceVpcEndpointAwsService.KMS,
  ec2.InterfaceVpcEndpointAwsService.SSM,
  ec2.InterfaceVpcEndpointAwsService.SSM_MESSAGES,
  ec2.InterfaceVpcEndpointAwsService.STS,
];

/** Which interface endpoints a network has. */
export interface OrganizationEndpointsOptions {
  /**
   * Services reached through interface endpoints. An empty list makes none.
   *
   * @default - what a service on Fargate calls: ECR (two), CloudWatch Logs and metrics, Secrets Manager, KMS, Systems Manager
   * and its session messages, and STS
   */
  readonly services?: ec2.InterfaceVpcEndpointAwsService[];

  /**
   * In how many zones each interface endpoint has an address.
   *
   * @default EndpointPlacement.PER_ZONE
   */
  readonly placement?: EndpointPlacement;

  /**
   * Further IPv4 ranges that may use the interface endpoints, e.g. a bastion's subnets.
   *
   * @default - the application tier alone
   */
  readonly clientRanges?: string[];
}

/** Properties of `OrganizationEndpoints`. */
export interface OrganizationEndpointsProps extends OrganizationEndpointsOptions {
  /** The VPC. */
  readonly vpc: ec2.IVpc;

  /** The subnets the interface endpoints have their addresses in. */
  readonly endpointSubnets: ec2.SubnetSelection;

  /** The application tier's subnets, whose route tables lead to the gateway endpoints. */
  readonly applicationSubnets: ec2.SubnetSelection;

  /** IPv4 ranges of the application tier's subnets, which may use the interface endpoints. */
  readonly applicationRanges: string[];

  /** The organisation's id, `o-` and 10 to 32 letters and digits. */
  readonly organizationId: string;
}

/**
 * The ways to AWS's services that do not cross the Internet: gateway endpoints for S3 and DynamoDB, interface endpoints with
 * private names for the others. Each admits only the organisation's principals acting on the organisation's resources, and,
 * as statements of their own, the few resources that AWS itself owns (control NET8).
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_data-perimeters.html
 *
 * @throws InvalidInputError if the organisation's id is malformed or a service is named twice
 */
export class OrganizationEndpoints extends Construct {
  /** Guards the interface endpoints: admits port 443 from the application tier and the listed client ranges. */
  public readonly securityGroup: ec2.ISecurityGroup;
  /** The way to S3. */
  public readonly s3: ec2.GatewayVpcEndpoint;
  /** The way to DynamoDB. */
  public readonly dynamoDb: ec2.GatewayVpcEndpoint;
  /** The interface endpoints by the service's short name, e.g. `ecr.api`. */
  public readonly interfaceEndpoints: { [service: string]: ec2.InterfaceVpcEndpoint } = {};

  constructor(scope: Construct, id: string, props: OrganizationEndpointsProps) {
    super(scope, id);
    const services = props.services ?? SERVICES_ON_FARGATE;
    validate(props, services);
    this.securityGroup = this.guard(props);
    this.s3 = this.gateway('S3', 's3', ec2.GatewayVpcEndpointAwsService.S3, props);
    this.dynamoDb = this.gateway('DynamoDb', 'dynamodb', ec2.GatewayVpcEndpointAwsService.DYNAMODB, props);
    for (const service of services) {
      this.interfaceEndpoints[service.shortName] = this.interface(service, props);
    }
  }

  private guard(props: OrganizationEndpointsProps): ec2.SecurityGroup {
    const group = new ec2.SecurityGroup(this, 'SecurityGroup', {
      vpc: props.vpc,
      description: 'Interface endpoints: HTTPS from the application tier',
      allowAllOutbound: false,
    });
    for (const range of [...props.applicationRanges, ...(props.clientRanges ?? [])]) {
      group.addIngressRule(ec2.Peer.ipv4(range), ec2.Port.HTTPS, 'HTTPS from a client range');
    }
    return group;
  }

  private gateway(id: string, name: string, service: ec2.GatewayVpcEndpointAwsService, props: OrganizationEndpointsProps): ec2.GatewayVpcEndpoint {
    const endpoint = new ec2.GatewayVpcEndpoint(this, id, { vpc: props.vpc, service, subnets: [props.applicationSubnets] });
    restrictToOrganization(endpoint, name, props.organizationId);
    return endpoint;
  }

  private interface(service: ec2.InterfaceVpcEndpointAwsService, props: OrganizationEndpointsProps): ec2.InterfaceVpcEndpoint {
    const subnets = props.vpc.selectSubnets(props.endpointSubnets).subnets;
    const endpoint = new ec2.InterfaceVpcEndpoint(this, endpointId(service), {
      vpc: props.vpc,
      service,
      subnets: { subnets: props.placement === EndpointPlacement.ONE ? subnets.slice(0, 1) : subnets },
      securityGroups: [this.securityGroup],
      privateDnsEnabled: true,
      open: false,
    });
    restrictToOrganization(endpoint, service.shortName, props.organizationId);
    return endpoint;
  }
}

function validate(props: OrganizationEndpointsProps, services: ec2.InterfaceVpcEndpointAwsService[]): void {
  const problems = new Problems('Organization endpoints');
  problems.require(/^o-[a-z0-9]{10,32}$/.test(props.organizationId), 'organizationId', props.organizationId,
    'Write the id of the AWS organisation, e.g. o-a1b2c3d4e5: aws organizations describe-organization prints it.');
  const names = services.map((service) => service.shortName);
  problems.require(new Set(names).size === names.length, 'services', names, 'Name each service once.');
  problems.throwIfAny();
}
