import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { parseIpv4Range } from '../shared/ip-range';
import { Problems } from '../shared/problems';

/** Rules a network ACL takes in each direction before a quota increase. */
const RULES_PER_DIRECTION = 20;
/** Most application ranges: one a zone, with room to spare. */
const APPLICATION_RANGES_MAX = 10;
/** Gap between the rule numbers of two sources, so that a source can gain ports without renumbering the next. */
const SOURCE_STEP = 100;

/** Properties of `DataTierFence`. */
export interface DataTierFenceProps {
  /** The VPC. */
  readonly vpc: ec2.IVpc;

  /** The data tier's subnets. */
  readonly dataSubnets: ec2.SubnetSelection;

  /** Ranges of the application tier's subnets, in the order of their zones. Append, never insert: rule numbers follow the order. */
  readonly applicationRanges: string[];

  /**
   * Ranges of the access subnets that administrators reach the stores from.
   *
   * @default - none: only the application reaches the stores
   */
  readonly accessRanges?: string[];

  /** TCP ports the stores listen on, 1 to 65535. Append, never insert: rule numbers follow the order. */
  readonly storePorts: number[];
}

/**
 * Fences the data tier: its network ACL lets the application's and the access subnets in on the stores' ports and lets the
 * answers out, and nothing else in either direction (control NET5). Second to the stores' security groups.
 *
 * The VPC's resolver and time service answer regardless: network ACLs do not see them.
 *
 * @throws InvalidInputError naming every range and port that is wrong, and when the rules exceed AWS's 20 per direction
 */
export class DataTierFence extends Construct {
  /** The network ACL of the data tier's subnets. */
  public readonly networkAcl: ec2.INetworkAcl;

  constructor(scope: Construct, id: string, props: DataTierFenceProps) {
    super(scope, id);
    const sources = [...props.applicationRanges, ...(props.accessRanges ?? [])];
    validate(props, sources);
    const acl = new ec2.NetworkAcl(this, 'Resource', { vpc: props.vpc });
    // Associated one by one: the network ACL's own association takes its id from the subnet's path, stage and all.
    props.vpc.selectSubnets(props.dataSubnets).subnets.forEach((subnet, i) =>
      new ec2.SubnetNetworkAclAssociation(this, `Zone${i + 1}`, { networkAcl: acl, subnet }));
    props.applicationRanges.forEach((range, i) => admit(acl, `Application${i + 1}`, range, SOURCE_STEP * (i + 1), props.storePorts));
    // Access ranges are numbered after the last application range there can be, so that a new zone renumbers none of them.
    (props.accessRanges ?? []).forEach((range, i) => admit(acl, `Access${i + 1}`, range, SOURCE_STEP * (APPLICATION_RANGES_MAX + 1 + i), props.storePorts));
    this.networkAcl = acl;
  }
}

function admit(acl: ec2.NetworkAcl, id: string, range: string, firstNumber: number, ports: number[]): void {
  const cidr = ec2.AclCidr.ipv4(range);
  ports.forEach((port, i) => acl.addEntry(`${id}Port${port}In`, {
    cidr,
    direction: ec2.TrafficDirection.INGRESS,
    ruleNumber: firstNumber + i,
    traffic: ec2.AclTraffic.tcpPort(port),
  }));
  acl.addEntry(`${id}AnswersOut`, {
    cidr,
    direction: ec2.TrafficDirection.EGRESS,
    ruleNumber: firstNumber,
    traffic: ec2.AclTraffic.tcpPortRange(1024, 65535),
  });
}

function validate(props: DataTierFenceProps, sources: string[]): void {
  const problems = new Problems('Data tier fence');
  props.applicationRanges.forEach((range, i) => requireRange(problems, `applicationRanges[${i}]`, range));
  (props.accessRanges ?? []).forEach((range, i) => requireRange(problems, `accessRanges[${i}]`, range));
  problems.require(props.applicationRanges.length <= APPLICATION_RANGES_MAX, 'applicationRanges', props.applicationRanges.length, `Name at most ${APPLICATION_RANGES_MAX} ranges.`);
  problems.require(props.storePorts.length > 0, 'storePorts', props.storePorts, 'Name at least one port that a store listens on.');
  problems.require(new Set(props.storePorts).size === props.storePorts.length, 'storePorts', props.storePorts, 'Name each port once.');
  props.storePorts.forEach((port, i) => problems.require(Number.isInteger(port) && port >= 1 && port <= 65535,
    `storePorts[${i}]`, port, 'Name a TCP port from 1 to 65535.'));
  const rules = sources.length * props.storePorts.length;
  problems.require(rules <= RULES_PER_DIRECTION, 'storePorts', props.storePorts,
    `${sources.length} ranges on ${props.storePorts.length} ports make ${rules} rules; a network ACL takes ${RULES_PER_DIRECTION}. Name fewer ports or fewer access ranges.`);
  problems.throwIfAny();
}

function requireRange(problems: Problems, path: string, range: string): void {
  const parsed = parseIpv4Range(range);
  problems.require(!!parsed && parsed.prefix > 0, path, range, 'Write an IPv4 range narrower than 0.0.0.0/0, e.g. 10.10.0.0/24, without host bits.');
}
