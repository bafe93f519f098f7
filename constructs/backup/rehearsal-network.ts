import type { RemovalPolicy } from 'aws-cdk-lib/core';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnDBSubnetGroup } from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import { parseIpv4Range } from '../shared/ip-range';
import { NetworkLogs } from '../shared/network-logs';
import { Problems } from '../shared/problems';
import { SubnetPlan, type TierShare } from '../shared/subnet-plan';

const DATABASES = 'Databases';
const VALIDATION = 'Validation';
/** The lower half of the range for databases, the upper for the validation, each with room for four zones. */
const SHARES: Readonly<Record<string, TierShare>> = { [DATABASES]: { eighth: 0, extraBits: 3 }, [VALIDATION]: { eighth: 4, extraBits: 3 } };

/** What a `RehearsalNetwork` is made of. */
export interface RehearsalNetworkProps {
  /** IPv4 range of the network, /20 to /25, e.g. `10.60.0.0/24`. It meets no other: nothing is connected to it. */
  readonly cidr: string;

  /** Names of the availability zones, two or three: a database asks for two. Append, never insert. */
  readonly availabilityZones: string[];

  /**
   * TCP port on which restored databases listen, 1150 to 65535.
   *
   * @default 5433
   */
  readonly databasePort?: number;

  /** Key of the records of flows and name queries. It must let CloudWatch Logs of this region use it. */
  readonly logKey: kms.IKey;

  /** How long flows and name queries are on record. */
  readonly logRetention: RetentionDays;

  /**
   * What becomes of the records when the stack is deleted.
   *
   * @default they are kept
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * A network with no way out, in which restored data is looked at.
 *
 * Guarantees: no Internet gateway, NAT gateway, endpoint or peering, and no route but its own; network ACLs that let the
 * database's port and its answers through, inside the network alone; a restored database admits the validation and nobody
 * else, and speaks to nobody; every flow and name query on record.
 *
 * Controls BAK8, NET1, NET2, NET5, NET11, LOG3.
 */
export class RehearsalNetwork extends Construct {
  /** The network. */
  public readonly vpc: ec2.IVpc;
  /** Subnets of restored databases. */
  public readonly databaseSubnets: ec2.SubnetSelection = { subnetGroupName: DATABASES };
  /** Subnets of the validation. */
  public readonly validationSubnets: ec2.SubnetSelection = { subnetGroupName: VALIDATION };
  /** Guards restored databases. */
  public readonly databaseSecurityGroup: ec2.ISecurityGroup;
  /** Guards the validation. */
  public readonly validationSecurityGroup: ec2.ISecurityGroup;
  /** Name of the group of subnets that databases are restored into. */
  public readonly subnetGroupName: string;
  /** Port on which restored databases listen. */
  public readonly databasePort: number;

  /** @throws InvalidInputError listing every problem of the props */
  constructor(scope: Construct, id: string, props: RehearsalNetworkProps) {
    super(scope, id);
    this.databasePort = props.databasePort ?? 5433;
    const range = validate(props, this.databasePort);
    const plan = new SubnetPlan(props.cidr, range, props.availabilityZones, SHARES);
    const [databaseRange, validationRange] = [DATABASES, VALIDATION].map((tier) => plan.slice(SHARES[tier].eighth, range.prefix + 1, 0));
    const vpc = new ec2.Vpc(this, 'Vpc', {
      ipAddresses: plan,
      availabilityZones: props.availabilityZones,
      createInternetGateway: false,
      restrictDefaultSecurityGroup: true,
      subnetConfiguration: [DATABASES, VALIDATION].map((name) => ({ name, subnetType: ec2.SubnetType.PRIVATE_ISOLATED })),
    });
    this.vpc = vpc;
    this.fence(DATABASES, this.databaseSubnets, { asked: validationRange });
    this.fence(VALIDATION, this.validationSubnets, { asks: databaseRange });
    new NetworkLogs(this, 'Logs', { vpc, encryptionKey: props.logKey, retention: props.logRetention, removalPolicy: props.removalPolicy });
    const databases = new ec2.SecurityGroup(this, 'Databases', { vpc, allowAllOutbound: false, description: 'Restored databases: from the validation' });
    const validation = new ec2.SecurityGroup(this, 'Validation', { vpc, allowAllOutbound: false, description: 'Validation: to restored databases' });
    databases.addIngressRule(validation, ec2.Port.tcp(this.databasePort), 'From the validation');
    // By range: a rule to a group would stand beside the group, which then lets everything out besides.
    validation.addEgressRule(ec2.Peer.ipv4(databaseRange), ec2.Port.tcp(this.databasePort), 'To restored databases');
    this.databaseSecurityGroup = databases;
    this.validationSecurityGroup = validation;
    this.subnetGroupName = new CfnDBSubnetGroup(this, 'DatabaseSubnets', {
      dbSubnetGroupDescription: 'Restored databases, without a way out',
      subnetIds: vpc.selectSubnets(this.databaseSubnets).subnetIds,
    }).ref;
  }

  /** Who is asked answers, and nothing else. */
  private fence(tier: string, selection: ec2.SubnetSelection, { asked, asks }: { asked?: string; asks?: string }): void {
    const acl = new ec2.NetworkAcl(this, `${tier}Acl`, { vpc: this.vpc });
    const [asking, answering] = asks ? [ec2.TrafficDirection.EGRESS, ec2.TrafficDirection.INGRESS] : [ec2.TrafficDirection.INGRESS, ec2.TrafficDirection.EGRESS];
    const cidr = ec2.AclCidr.ipv4((asks ?? asked)!);
    acl.addEntry('Questions', { cidr, direction: asking, ruleNumber: 100, traffic: ec2.AclTraffic.tcpPort(this.databasePort) });
    acl.addEntry('Answers', { cidr, direction: answering, ruleNumber: 100, traffic: ec2.AclTraffic.tcpPortRange(1024, 65535) });
    this.vpc.selectSubnets(selection).subnets.forEach((subnet, i) => new ec2.SubnetNetworkAclAssociation(this, `${tier}Zone${i + 1}`, { networkAcl: acl, subnet }));
  }
}

function validate(props: RehearsalNetworkProps, port: number) {
  const problems = new Problems('RehearsalNetwork');
  const range = parseIpv4Range(props.cidr);
  problems.require(!!range && range.prefix >= 20 && range.prefix <= 25, 'cidr', props.cidr, 'Write a private IPv4 range without host bits, /20 to /25, e.g. 10.60.0.0/24.');
  const zones = props.availabilityZones;
  problems.require(zones.length >= 2 && zones.length <= 3 && new Set(zones).size === zones.length, 'availabilityZones', zones, 'Name two or three zones, each once: a database asks for two.');
  problems.require(Number.isInteger(port) && port >= 1150 && port <= 65535, 'databasePort', port, 'Write a port from 1150 to 65535: Aurora takes no lower one.');
  problems.throwIfAny();
  return range!;
}
