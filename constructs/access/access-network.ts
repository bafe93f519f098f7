import { type RemovalPolicy, Stack, Token } from 'aws-cdk-lib/core';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { endpointId, restrictToOrganization } from '../shared/endpoint-policies';
import { type Ipv4Range, overlap, parseIpv4Range } from '../shared/ip-range';
import { NetworkLogs } from '../shared/network-logs';
import { Problems } from '../shared/problems';
import { SubnetPlan, type TierShare } from '../shared/subnet-plan';
import { AccessNetworkAcls, RULES_PER_DIRECTION, rulesOut } from './access-network-acls';

const VPN = 'Vpn';
const BASTION = 'Bastion';
const ENDPOINTS = 'Endpoints';

/**
 * Of a /24: the VPN's subnets are /27, as an association asks for at least, the others /28. Every tier has room for four zones.
 * https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/what-is-best-practices.html
 */
const SHARES: Readonly<Record<string, TierShare>> = {
  [VPN]: { eighth: 0, extraBits: 3 },
  [BASTION]: { eighth: 4, extraBits: 4 },
  [ENDPOINTS]: { eighth: 6, extraBits: 4 },
};

/** What a bastion calls: Session Manager, its log, keys and secrets. */
const SERVICES_OF_BASTION = [
  ec2.InterfaceVpcEndpointAwsService.SSM,
  ec2.InterfaceVpcEndpointAwsService.SSM_MESSAGES,
  ec2.InterfaceVpcEndpointAwsService.EC2_MESSAGES,
  ec2.InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS,
  ec2.InterfaceVpcEndpointAwsService.KMS,
  ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
];

/** The VPC that administrators work on, and what of it they may reach. */
export interface AccessedWorkload {
  /** The VPC, in the same account and region. */
  readonly vpc: ec2.IVpc;
  /** IPv4 range of the VPC. */
  readonly cidr: string;
  /** The application's subnets. Their route tables get the way back. */
  readonly applicationSubnets: ec2.SubnetSelection;
  /** IPv4 ranges of the application's subnets. Append, never insert: rule numbers follow the order. */
  readonly applicationRanges: string[];

  /**
   * TCP ports of the application that are reached from the bastion. Append, never insert.
   *
   * @default - none: administrators reach the stores alone
   */
  readonly applicationPorts?: number[];

  /** The stores' subnets. Their route tables get the way back. */
  readonly dataSubnets: ec2.SubnetSelection;
  /** IPv4 ranges of the stores' subnets. Append, never insert. */
  readonly dataRanges: string[];
  /** TCP ports that the stores listen on. Append, never insert. */
  readonly storePorts: number[];
}

/** Properties of `AccessNetwork`. */
export interface AccessNetworkProps {
  /** IPv4 range of the network, /20 to /24, e.g. `10.50.0.0/24`. Overlaps no range that it is to reach. */
  readonly cidr: string;

  /**
   * Names of the availability zones, one to three. Append, never insert: a zone's subnets follow from its place in this list. Each
   * zone has an address of each endpoint and an association of the VPN, paid by the hour.
   */
  readonly availabilityZones: string[];

  /** The organisation's id: its principals and resources alone pass the endpoints. */
  readonly organizationId: string;

  /** What administrators work on. */
  readonly workload: AccessedWorkload;

  /**
   * Services reached through interface endpoints. S3 has a gateway endpoint besides.
   *
   * @default - what a bastion calls: Systems Manager (three), CloudWatch Logs, KMS and Secrets Manager
   */
  readonly endpointServices?: ec2.InterfaceVpcEndpointAwsService[];

  /**
   * Key the log groups are encrypted with. Its policy must let `logs.<region>.amazonaws.com` use it for the account's log
   * groups.
   */
  readonly logEncryptionKey: kms.IKey;

  /** How long flow and query records are kept. */
  readonly logRetention: logs.RetentionDays;

  /**
   * What becomes of the records when the stack is deleted.
   *
   * @default - they are kept
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * The network that administrators work from: a VPC of its own without an Internet gateway, peered to one workload's VPC, with routes to
 * that VPC's application and data subnets alone, and back from there to the bastion's subnets alone. Endpoints admit the organisation
 * only; every flow and name query is recorded; the default security group admits nothing; network ACLs let clients of the VPN to port
 * 22 of the bastion, and the bastion to the application's and the stores' ports (controls ACC1, ACC8, ACC9, NET8, NET11, LOG3).
 *
 * The workload's own fences decide too: let the data tier's network ACL admit `bastionRange` (`accessRanges` of `TieredVpc`), and
 * give the stores' security groups a rule for the bastion's group.
 *
 * Names of stores need no setting: the names of RDS resolve to private addresses wherever they are asked for. VPC block public access
 * is the account's setting and excludes nothing here.
 *
 * @throws InvalidInputError naming everything that is wrong with the ranges, zones, ports and services
 */
export class AccessNetwork extends Construct {
  /**
   * Range that the bastion's subnets lie in, zones to come included: what other networks' fences and routes name.
   *
   * @param cidr range of the access network, /20 to /24
   * @throws InvalidInputError if that is not such a range
   */
  public static bastionRangeOf(cidr: string): string {
    const problems = new Problems('Access network');
    const range = requireNetwork(problems, cidr);
    problems.throwIfAny();
    return blockOf(cidr, range!, BASTION);
  }

  /** The VPC. */
  public readonly vpc: ec2.IVpc;
  /** Range of the VPC as configured. */
  public readonly cidr: string;
  /** What administrators work on. */
  public readonly workload: AccessedWorkload;

  /** Subnets that the client VPN is associated with. */
  public readonly vpnSubnets: ec2.SubnetSelection = { subnetGroupName: VPN };
  /** Subnets of the bastion. */
  public readonly bastionSubnets: ec2.SubnetSelection = { subnetGroupName: BASTION };
  /** Subnets of the interface endpoints. */
  public readonly endpointSubnets: ec2.SubnetSelection = { subnetGroupName: ENDPOINTS };

  /** Range that the VPN's subnets lie in, zones to come included: clients' packets come from there. */
  public readonly vpnRange: string;
  /** Range that the bastion's subnets lie in, zones to come included. */
  public readonly bastionRange: string;

  /** Guards the interface endpoints: admits port 443 from the bastion's subnets. */
  public readonly endpointSecurityGroup: ec2.ISecurityGroup;
  /** The peering with the workload's VPC. */
  public readonly peering: ec2.CfnVPCPeeringConnection;
  /** The flow and query records. */
  public readonly logs: NetworkLogs;

  constructor(scope: Construct, id: string, props: AccessNetworkProps) {
    super(scope, id);
    const services = props.endpointServices ?? SERVICES_OF_BASTION;
    const range = validate(props, services, Stack.of(this).region);
    this.cidr = props.cidr;
    this.workload = props.workload;
    this.vpnRange = blockOf(props.cidr, range, VPN);
    this.bastionRange = blockOf(props.cidr, range, BASTION);
    const vpc = this.createVpc(props, new SubnetPlan(props.cidr, range, props.availabilityZones, SHARES));
    this.vpc = vpc;
    this.logs = new NetworkLogs(this, 'Logs', { vpc, encryptionKey: props.logEncryptionKey, retention: props.logRetention, removalPolicy: props.removalPolicy });
    new AccessNetworkAcls(this, 'Acls', {
      vpc,
      vpnSubnets: this.vpnSubnets,
      bastionSubnets: this.bastionSubnets,
      endpointSubnets: this.endpointSubnets,
      vpnRange: this.vpnRange,
      bastionRange: this.bastionRange,
      workloadRange: props.workload.cidr,
      applicationRanges: props.workload.applicationRanges,
      applicationPorts: props.workload.applicationPorts ?? [],
      dataRanges: props.workload.dataRanges,
      storePorts: props.workload.storePorts,
    });
    this.endpointSecurityGroup = this.createEndpoints(new Construct(this, 'Endpoints'), props, services);
    this.peering = new ec2.CfnVPCPeeringConnection(this, 'Peering', { vpcId: vpc.vpcId, peerVpcId: props.workload.vpc.vpcId });
    this.route(props.workload);
  }

  private createVpc(props: AccessNetworkProps, plan: SubnetPlan): ec2.Vpc {
    return new ec2.Vpc(this, 'Vpc', {
      ipAddresses: plan,
      availabilityZones: props.availabilityZones,
      createInternetGateway: false,
      restrictDefaultSecurityGroup: true,
      subnetConfiguration: [VPN, BASTION, ENDPOINTS].map((name) => ({ name, subnetType: ec2.SubnetType.PRIVATE_ISOLATED })),
    });
  }

  private createEndpoints(scope: Construct, props: AccessNetworkProps, services: ec2.InterfaceVpcEndpointAwsService[]): ec2.SecurityGroup {
    const group = new ec2.SecurityGroup(scope, 'SecurityGroup', { vpc: this.vpc, description: 'Interface endpoints: HTTPS from the bastion', allowAllOutbound: false });
    group.addIngressRule(ec2.Peer.ipv4(this.bastionRange), ec2.Port.HTTPS, 'HTTPS from the bastion');
    const s3 = new ec2.GatewayVpcEndpoint(scope, 'S3', { vpc: this.vpc, service: ec2.GatewayVpcEndpointAwsService.S3, subnets: [this.bastionSubnets] });
    restrictToOrganization(s3, 's3', props.organizationId);
    for (const service of services) {
      const endpoint = new ec2.InterfaceVpcEndpoint(scope, endpointId(service), {
        vpc: this.vpc,
        service,
        subnets: this.endpointSubnets,
        securityGroups: [group],
        privateDnsEnabled: true,
        open: false,
      });
      restrictToOrganization(endpoint, service.shortName, props.organizationId);
    }
    return group;
  }

  private route(workload: AccessedWorkload): void {
    const via = (id: string, subnet: ec2.ISubnet, destinationCidrBlock: string) => new ec2.CfnRoute(this, id, {
      routeTableId: subnet.routeTable.routeTableId,
      destinationCidrBlock,
      vpcPeeringConnectionId: this.peering.attrId,
    });
    this.vpc.selectSubnets(this.bastionSubnets).subnets.forEach((subnet, zone) => {
      workload.applicationRanges.forEach((range, i) => via(`Zone${zone + 1}ToApplication${i + 1}`, subnet, range));
      workload.dataRanges.forEach((range, i) => via(`Zone${zone + 1}ToData${i + 1}`, subnet, range));
    });
    workload.vpc.selectSubnets(workload.applicationSubnets).subnets.forEach((subnet, zone) => via(`ApplicationZone${zone + 1}Back`, subnet, this.bastionRange));
    workload.vpc.selectSubnets(workload.dataSubnets).subnets.forEach((subnet, zone) => via(`DataZone${zone + 1}Back`, subnet, this.bastionRange));
  }
}

/** The range that all subnets of a tier lie in: room for four. */
function blockOf(cidr: string, range: Ipv4Range, tier: string): string {
  const { eighth, extraBits } = SHARES[tier];
  return new SubnetPlan(cidr, range, [], SHARES).slice(eighth, range.prefix + extraBits - 2, 0);
}

function requireNetwork(problems: Problems, cidr: string): Ipv4Range | undefined {
  const range = parseIpv4Range(cidr);
  const fits = !!range && range.prefix >= 20 && range.prefix <= 24;
  problems.require(fits, 'cidr', cidr, 'Write an IPv4 range from /20 to /24 without host bits, e.g. 10.50.0.0/24.');
  return fits ? range : undefined;
}

/** Returns the network's range, or throws with everything that is wrong. */
function validate(props: AccessNetworkProps, services: ec2.InterfaceVpcEndpointAwsService[], region: string): Ipv4Range {
  const problems = new Problems('Access network');
  const range = requireNetwork(problems, props.cidr);
  const zones = props.availabilityZones;
  problems.require(zones.length >= 1 && zones.length <= 3, 'availabilityZones', zones, 'Name one to three zones.');
  problems.require(new Set(zones).size === zones.length, 'availabilityZones', zones, 'Name each zone once.');
  const prefix = Token.isUnresolved(region) ? '' : region;
  zones.forEach((zone, i) => problems.require(/^[a-z]{2}(-[a-z]+)+-\d[a-z]$/.test(zone) && zone.startsWith(prefix), `availabilityZones[${i}]`, zone,
    `Write the name of a zone of the stack's region, e.g. ${prefix || 'eu-central-1'}a.`));
  problems.require(/^o-[a-z0-9]{10,32}$/.test(props.organizationId), 'organizationId', props.organizationId, 'Write the id of the AWS organisation, e.g. o-a1b2c3d4e5.');
  const names = services.map((service) => service.shortName);
  problems.require(new Set(names).size === names.length, 'endpointServices', names, 'Name each service once.');
  validateWorkload(problems, props.workload, props.cidr, range);
  problems.throwIfAny();
  return range!;
}

function validateWorkload(problems: Problems, workload: AccessedWorkload, cidr: string, range: Ipv4Range | undefined): void {
  const whole = parseIpv4Range(workload.cidr);
  problems.require(!!whole && whole.prefix >= 8, 'workload.cidr', workload.cidr, 'Write the IPv4 range of the workload\'s VPC without host bits, e.g. 10.10.0.0/16.');
  problems.require(!range || !whole || !overlap(range, whole), 'cidr', cidr, `Choose a range that does not overlap the workload's, ${workload.cidr}: AWS peers no VPCs whose ranges overlap.`);
  const lists = { applicationRanges: workload.applicationRanges, dataRanges: workload.dataRanges };
  for (const [name, ranges] of Object.entries(lists)) {
    problems.require(ranges.length > 0, `workload.${name}`, ranges, 'Name the range of each subnet.');
    ranges.forEach((text, i) => {
      const part = parseIpv4Range(text);
      problems.require(!!part && !!whole && whole.first <= part.first && part.last <= whole.last && part.prefix > whole.prefix, `workload.${name}[${i}]`, text,
        `Write the range of a subnet of ${workload.cidr}: the whole network is never opened.`);
    });
  }
  const applicationPorts = workload.applicationPorts ?? [];
  for (const [name, ports] of Object.entries({ applicationPorts, storePorts: workload.storePorts })) {
    problems.require(new Set(ports).size === ports.length, `workload.${name}`, ports, 'Name each port once.');
    ports.forEach((port, i) => problems.require(Number.isInteger(port) && port >= 1 && port <= 65535, `workload.${name}[${i}]`, port, 'Name a TCP port from 1 to 65535.'));
  }
  problems.require(workload.storePorts.length > 0, 'workload.storePorts', workload.storePorts, 'Name at least one port that a store listens on.');
  const rules = rulesOut(workload.applicationRanges.length, applicationPorts.length, workload.dataRanges.length, workload.storePorts.length);
  problems.require(rules <= RULES_PER_DIRECTION, 'workload.storePorts', workload.storePorts, `Ranges and ports make ${rules} rules; a network ACL takes ${RULES_PER_DIRECTION}. Name fewer ports.`);
}
