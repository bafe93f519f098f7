import { type RemovalPolicy, Stack, Token } from 'aws-cdk-lib/core';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type Ipv4Range, parseIpv4Range } from '../shared/ip-range';
import { NetworkLogs } from '../shared/network-logs';
import { Problems } from '../shared/problems';
import { SubnetPlan, type TierShare } from '../shared/subnet-plan';
import { DataTierFence } from './data-tier-fence';
import { type FirewallOptions, InspectionFirewall } from './inspection-firewall';
import { OrganizationEndpoints, type OrganizationEndpointsOptions } from './organization-endpoints';

const EDGE = 'Edge';
const APPLICATION = 'Application';
const DATA = 'Data';
const ENDPOINTS = 'Endpoints';

/** The application tier takes the lower half, the other tiers an eighth each. Every tier has room for four zones. */
const SHARES: Readonly<Record<string, TierShare>> = {
  [APPLICATION]: { eighth: 0, extraBits: 3 },
  [EDGE]: { eighth: 4, extraBits: 5 },
  [DATA]: { eighth: 5, extraBits: 5 },
  [ENDPOINTS]: { eighth: 6, extraBits: 5 },
};

/** AWS Network Firewall asks for a subnet of its own in each zone, and one address of it: /28 is the smallest there is. */
const FIREWALL_EIGHTH = 7;
const FIREWALL_PREFIX = 28;

/** How many NAT gateways lead the application tier out; each is paid by the hour. */
export enum NatPlacement {
  /** One, in the first zone. The cheapest; losing that zone cuts every zone's way out. */
  ONE = 'one',
  /** One in each zone: losing a zone cuts no other zone's way out (control NET9). */
  PER_ZONE = 'per-zone',
}

/** What AWS does about traffic inside the VPC that is not encrypted on the wire. */
export enum EncryptionControlMode {
  /** Nothing is watched, and nothing is paid. */
  OFF = 'off',
  /** Every flow record tells whether the flow was encrypted. Load balancers and Fargate move to hardware that encrypts. */
  MONITOR = 'monitor',
  /**
   * Resources that cannot encrypt are refused. AWS takes it on a VPC that has been monitored before, and not together with a
   * firewall: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-encryption-controls.html
   */
  ENFORCE = 'enforce',
}

/**
 * What may stay in a VPC that enforces encryption although AWS cannot vouch for its traffic. The network's own Internet and NAT
 * gateways are excluded already.
 */
export enum EncryptionExclusion {
  /** Amazon EFS: mount with TLS. */
  ELASTIC_FILE_SYSTEM = 'elastic-file-system',
  /** Functions inside the VPC, e.g. those that rotate secrets. */
  LAMBDA = 'lambda',
  /** A VPN or Direct Connect gateway. */
  VIRTUAL_PRIVATE_GATEWAY = 'virtual-private-gateway',
  /** Amazon VPC Lattice. */
  VPC_LATTICE = 'vpc-lattice',
  /** Peering with a VPC that does not enforce encryption. */
  VPC_PEERING = 'vpc-peering',
}

/** Properties of `TieredVpc`. */
export interface TieredVpcProps {
  /** IPv4 range of the VPC, /16 to /20, e.g. `10.10.0.0/16`. */
  readonly cidr: string;

  /**
   * Names of the availability zones, two or three, e.g. `eu-central-1a`. Append, never insert: a zone's subnets follow from
   * its place in this list.
   */
  readonly availabilityZones: string[];

  /** How many NAT gateways lead the application tier out. */
  readonly natGateways: NatPlacement;

  /** The organisation's id: its principals and resources alone pass the endpoints. */
  readonly organizationId: string;

  /** TCP ports the stores in the data tier listen on. Append, never insert. */
  readonly storePorts: number[];

  /**
   * Ranges that administrators reach the stores from.
   *
   * @default - none: only the application tier reaches the stores
   */
  readonly accessRanges?: string[];

  /**
   * What the firewall between the Internet and the edge tier lets through.
   *
   * @default - no firewall and no firewall tier: edge subnets lead straight to the Internet gateway
   */
  readonly firewall?: FirewallOptions;

  /**
   * Which interface endpoints there are.
   *
   * @default - in every zone, what a service on Fargate calls
   */
  readonly endpoints?: OrganizationEndpointsOptions;

  /**
   * What AWS does about traffic inside the VPC that is not encrypted.
   *
   * @default EncryptionControlMode.MONITOR
   */
  readonly encryptionControl?: EncryptionControlMode;

  /**
   * What may stay in the VPC although AWS cannot vouch for its traffic. Counts with `EncryptionControlMode.ENFORCE` only.
   *
   * @default - nothing but the Internet and NAT gateways
   */
  readonly encryptionExclusions?: EncryptionExclusion[];

  /**
   * Key all log groups are encrypted with. Its policy must let `logs.<region>.amazonaws.com` use it for the account's log
   * groups: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
   */
  readonly logEncryptionKey: kms.IKey;

  /** How long flow, query and firewall records are kept. */
  readonly logRetention: logs.RetentionDays;

  /**
   * What becomes of the logs when the stack is deleted. `RemovalPolicy.DESTROY` also leaves the firewall
   * unprotected unless its own options say otherwise.
   *
   * @default - the logs are kept, and the firewall is protected against deletion
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * A VPC in tiers: edge (load balancers and NAT gateways), firewall (only where one is asked for), application, data and
 * endpoints. Data and endpoint subnets have no way out of the VPC; application subnets have one through their zone's NAT
 * gateway; nothing gets a public address by itself; the default security group admits nothing; every flow and every name
 * query is recorded (controls NET1, NET5, NET8, NET9, NET11, AVA1; with a firewall NET4 and NET7).
 *
 * IPv4 only. Subnet ranges follow from tier and zone alone, so adding a zone at the end moves none.
 *
 * @throws InvalidInputError naming everything that is wrong with the range, the zones and the combination of options
 */
export class TieredVpc extends Construct {
  /** The VPC. Firewall subnets are not among its subnets: nothing else may be placed there. */
  public readonly vpc: ec2.IVpc;
  /** Range of the VPC as configured. */
  public readonly cidr: string;

  /** Subnets of load balancers and NAT gateways. */
  public readonly edgeSubnets: ec2.SubnetSelection = { subnetGroupName: EDGE };
  /** Subnets of the application. */
  public readonly applicationSubnets: ec2.SubnetSelection = { subnetGroupName: APPLICATION };
  /** Isolated subnets of the stores. */
  public readonly dataSubnets: ec2.SubnetSelection = { subnetGroupName: DATA };
  /** Isolated subnets of the interface endpoints. */
  public readonly endpointSubnets: ec2.SubnetSelection = { subnetGroupName: ENDPOINTS };

  /** IPv4 ranges of the edge subnets, in the order of the zones. */
  public readonly edgeRanges: string[];
  /** IPv4 ranges of the application subnets, in the order of the zones. */
  public readonly applicationRanges: string[];
  /** IPv4 ranges of the data subnets, in the order of the zones. */
  public readonly dataRanges: string[];

  /** Ids of the NAT gateways, in the order of their zones. */
  public readonly natGatewayIds: string[];
  /** The endpoints of AWS services. */
  public readonly endpoints: OrganizationEndpoints;
  /** Guards the interface endpoints. */
  public readonly endpointSecurityGroup: ec2.ISecurityGroup;
  /** The network ACL around the data tier. */
  public readonly dataTierFence: DataTierFence;
  /** The flow and query records. */
  public readonly logs: NetworkLogs;
  /** The firewall, if one was asked for. */
  public readonly firewall?: InspectionFirewall;

  constructor(scope: Construct, id: string, props: TieredVpcProps) {
    super(scope, id);
    const plan = new SubnetPlan(props.cidr, validate(props, Stack.of(this).region), props.availabilityZones, SHARES);
    const ranges = (tier: string) => props.availabilityZones.map((_, ordinal) => plan.tierRange(tier, ordinal));
    this.cidr = props.cidr;
    this.edgeRanges = ranges(EDGE);
    this.applicationRanges = ranges(APPLICATION);
    this.dataRanges = ranges(DATA);

    const nat = ec2.NatProvider.gateway();
    const vpc = this.createVpc(props, plan, nat);
    this.vpc = vpc;
    this.natGatewayIds = nat.configuredGateways.map((gateway) => gateway.gatewayId);
    this.controlEncryption(props.encryptionControl ?? EncryptionControlMode.MONITOR, props.encryptionExclusions ?? []);
    this.logs = new NetworkLogs(this, 'Logs', {
      vpc,
      encryptionKey: props.logEncryptionKey,
      retention: props.logRetention,
      removalPolicy: props.removalPolicy,
    });
    this.dataTierFence = new DataTierFence(this, 'DataTierFence', {
      vpc,
      dataSubnets: this.dataSubnets,
      applicationRanges: this.applicationRanges,
      accessRanges: props.accessRanges,
      storePorts: props.storePorts,
    });
    this.endpoints = new OrganizationEndpoints(this, 'Endpoints', {
      ...props.endpoints,
      vpc,
      endpointSubnets: this.endpointSubnets,
      applicationSubnets: this.applicationSubnets,
      applicationRanges: this.applicationRanges,
      organizationId: props.organizationId,
    });
    this.endpointSecurityGroup = this.endpoints.securityGroup;
    if (props.firewall) {
      this.firewall = this.insertFirewall(vpc, plan, props.firewall, props);
    }
  }

  private createVpc(props: TieredVpcProps, plan: SubnetPlan, nat: ec2.NatProvider): ec2.Vpc {
    return new ec2.Vpc(this, 'Vpc', {
      ipAddresses: plan,
      availabilityZones: props.availabilityZones,
      natGatewayProvider: nat,
      natGateways: props.natGateways === NatPlacement.ONE ? 1 : props.availabilityZones.length,
      natGatewaySubnets: this.edgeSubnets,
      restrictDefaultSecurityGroup: true,
      subnetConfiguration: [
        { name: EDGE, subnetType: ec2.SubnetType.PUBLIC, mapPublicIpOnLaunch: false },
        { name: APPLICATION, subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
        { name: DATA, subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
        { name: ENDPOINTS, subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
      ],
    });
  }

  /** Internet and NAT gateways lead where only the application can encrypt, so AWS asks that they be excluded by name. */
  private controlEncryption(mode: EncryptionControlMode, exclusions: EncryptionExclusion[]): void {
    if (mode === EncryptionControlMode.OFF) {
      return;
    }
    const enforced = mode === EncryptionControlMode.ENFORCE;
    const when = (excluded: boolean) => enforced && excluded ? 'enable' : undefined;
    new ec2.CfnVPCEncryptionControl(this, 'EncryptionControl', {
      vpcId: this.vpc.vpcId,
      mode,
      internetGatewayExclusionInput: when(true),
      natGatewayExclusionInput: when(true),
      elasticFileSystemExclusionInput: when(exclusions.includes(EncryptionExclusion.ELASTIC_FILE_SYSTEM)),
      lambdaExclusionInput: when(exclusions.includes(EncryptionExclusion.LAMBDA)),
      virtualPrivateGatewayExclusionInput: when(exclusions.includes(EncryptionExclusion.VIRTUAL_PRIVATE_GATEWAY)),
      vpcLatticeExclusionInput: when(exclusions.includes(EncryptionExclusion.VPC_LATTICE)),
      vpcPeeringExclusionInput: when(exclusions.includes(EncryptionExclusion.VPC_PEERING)),
    });
  }

  /**
   * Puts the firewall between the Internet gateway and the edge tier, zone by zone, both ways: the gateway's own route table
   * leads to the zone's endpoint, and so does the edge subnet's way out. Both directions of a connection meet one endpoint.
   * https://docs.aws.amazon.com/network-firewall/latest/developerguide/arch-igw-ngw.html
   */
  private insertFirewall(vpc: ec2.Vpc, plan: SubnetPlan, options: FirewallOptions, props: TieredVpcProps): InspectionFirewall {
    const attachment = vpc.node.findChild('VPCGW') as ec2.CfnVPCGatewayAttachment;
    const internetGatewayId = attachment.internetGatewayId!;
    const subnets = props.availabilityZones.map((availabilityZone, ordinal) => {
      const subnet = new ec2.PublicSubnet(this, `FirewallSubnet${ordinal + 1}`, {
        availabilityZone,
        vpcId: vpc.vpcId,
        cidrBlock: plan.slice(FIREWALL_EIGHTH, FIREWALL_PREFIX, ordinal),
        mapPublicIpOnLaunch: false,
      });
      subnet.addDefaultInternetRoute(internetGatewayId, attachment);
      return subnet;
    });
    const firewall = new InspectionFirewall(this, 'Firewall', {
      ...options,
      vpc,
      vpcRange: this.cidr,
      edgeRanges: this.edgeRanges,
      subnets,
      logEncryptionKey: props.logEncryptionKey,
      logRetention: props.logRetention,
      removalPolicy: props.removalPolicy,
    });
    this.routeThrough(firewall, vpc, attachment, internetGatewayId);
    return firewall;
  }

  private routeThrough(firewall: InspectionFirewall, vpc: ec2.Vpc, attachment: ec2.CfnVPCGatewayAttachment, internetGatewayId: string): void {
    const table = new ec2.CfnRouteTable(this, 'IngressRouteTable', { vpcId: vpc.vpcId });
    const association = new ec2.CfnGatewayRouteTableAssociation(this, 'IngressRouteTableAssociation', {
      gatewayId: internetGatewayId,
      routeTableId: table.attrRouteTableId,
    });
    association.addResourceDependency(attachment);
    vpc.selectSubnets(this.edgeSubnets).subnets.forEach((subnet, ordinal) => {
      const endpointId = firewall.endpointIdIn(subnet.availabilityZone);
      new ec2.CfnRoute(this, `IngressRoute${ordinal + 1}`, {
        routeTableId: table.attrRouteTableId,
        destinationCidrBlock: this.edgeRanges[ordinal],
        vpcEndpointId: endpointId,
      });
      const wayOut = subnet.node.findChild('DefaultRoute') as ec2.CfnRoute;
      wayOut.gatewayId = undefined;
      wayOut.vpcEndpointId = endpointId;
    });
  }
}

/** Returns the VPC's range, or throws with everything that is wrong. */
function validate(props: TieredVpcProps, region: string): Ipv4Range {
  const problems = new Problems('Tiered VPC');
  const range = parseIpv4Range(props.cidr);
  if (!range || range.prefix < 16 || range.prefix > 20) {
    problems.add('cidr', props.cidr, 'Write an IPv4 range from /16 (65536 addresses) to /20 (4096 addresses) without host bits, e.g. 10.10.0.0/16: the tiers need at least a /20, AWS takes at most a /16.');
  }
  validateZones(problems, props.availabilityZones, region);
  problems.require(!(props.firewall && props.encryptionControl === EncryptionControlMode.ENFORCE), 'encryptionControl', props.encryptionControl,
    'AWS Network Firewall does not run in a VPC that enforces encryption. Choose EncryptionControlMode.MONITOR, or leave out the firewall.');
  problems.throwIfAny();
  return range!;
}

function validateZones(problems: Problems, zones: string[], region: string): void {
  problems.require(zones.length === 2 || zones.length === 3, 'availabilityZones', zones, 'Name two or three zones.');
  problems.require(new Set(zones).size === zones.length, 'availabilityZones', zones, 'Name each zone once.');
  const prefix = Token.isUnresolved(region) ? '' : region;
  zones.forEach((zone, i) => {
    if (!/^[a-z]{2}(-[a-z]+)+-\d[a-z]$/.test(zone) || !zone.startsWith(prefix)) {
      problems.add(`availabilityZones[${i}]`, zone, `Write the name of a zone of the stack's region, e.g. ${prefix || 'eu-central-1'}a.`);
    }
  });
}
