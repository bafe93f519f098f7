import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';

/** Ports that Linux takes for its own connections, by default: the way back of what the bastion asks for. */
const BASTION_PORTS = { from: 32768, to: 60999 };
const ANSWERS_TO_BASTION = ec2.AclTraffic.tcpPortRange(BASTION_PORTS.from, BASTION_PORTS.to);
/** Ports that an endpoint of the client VPN takes for its clients' connections. */
const ANSWERS_TO_CLIENTS = ec2.AclTraffic.tcpPortRange(1024, 65535);
const SSH = ec2.AclTraffic.tcpPort(22);
const HTTPS = ec2.AclTraffic.tcpPort(443);
/** Gap between the rule numbers of two ranges, so that a range can gain ports without renumbering the next. */
const STEP = 100;
/** Rules a network ACL takes in each direction before a quota increase. */
export const RULES_PER_DIRECTION = 20;

/** Where the network ACLs of an access network stand, and what they let through. */
export interface AccessNetworkAclsProps {
  readonly vpc: ec2.IVpc;
  readonly vpnSubnets: ec2.SubnetSelection;
  readonly bastionSubnets: ec2.SubnetSelection;
  readonly endpointSubnets: ec2.SubnetSelection;
  readonly vpnRange: string;
  readonly bastionRange: string;
  readonly workloadRange: string;
  readonly applicationRanges: string[];
  readonly applicationPorts: number[];
  readonly dataRanges: string[];
  readonly storePorts: number[];
}

/** How many rules the bastion's network ACL has in its fuller direction. */
export function rulesOut(applicationRanges: number, applicationPorts: number, dataRanges: number, storePorts: number): number {
  return applicationRanges * applicationPorts + dataRanges * storePorts + 3;
}

/**
 * The network ACLs of an access network: clients of the VPN reach port 22 of the bastion; the bastion reaches the application and the
 * stores on their ports, and by HTTPS the endpoints and S3; of the workload's VPC it reaches nothing else.
 */
export class AccessNetworkAcls extends Construct {
  constructor(scope: Construct, id: string, private readonly props: AccessNetworkAclsProps) {
    super(scope, id);
    this.fenceVpn(this.acl('Vpn', props.vpnSubnets));
    this.fenceBastion(this.acl('Bastion', props.bastionSubnets));
    this.fenceEndpoints(this.acl('Endpoints', props.endpointSubnets));
  }

  private acl(tier: string, subnets: ec2.SubnetSelection): ec2.NetworkAcl {
    const acl = new ec2.NetworkAcl(this, tier, { vpc: this.props.vpc });
    // Associated one by one: the network ACL's own association takes its id from the subnet's path, stage and all.
    this.props.vpc.selectSubnets(subnets).subnets.forEach((subnet, i) =>
      new ec2.SubnetNetworkAclAssociation(this, `${tier}Zone${i + 1}`, { networkAcl: acl, subnet }));
    return acl;
  }

  private fenceVpn(acl: ec2.NetworkAcl): void {
    const { bastionRange } = this.props;
    outbound(acl, 'SshOut', bastionRange, STEP, SSH);
    inbound(acl, 'AnswersIn', bastionRange, STEP, ANSWERS_TO_CLIENTS);
  }

  private fenceBastion(acl: ec2.NetworkAcl): void {
    const { vpnRange, workloadRange, applicationRanges, applicationPorts, dataRanges, storePorts } = this.props;
    inbound(acl, 'SshIn', vpnRange, STEP, SSH);
    outbound(acl, 'SshAnswersOut', vpnRange, STEP, ANSWERS_TO_CLIENTS);
    const tiers = [{ name: 'Application', ranges: applicationRanges, ports: applicationPorts }, { name: 'Data', ranges: dataRanges, ports: storePorts }];
    tiers.forEach(({ name, ranges, ports }, tier) => ranges.forEach((range, i) => {
      const first = 1000 * (tier + 1) + STEP * i;
      ports.forEach((port, j) => outbound(acl, `${name}${i + 1}Port${port}Out`, range, first + j, ec2.AclTraffic.tcpPort(port)));
      if (ports.length > 0) {
        inbound(acl, `${name}${i + 1}AnswersIn`, range, first, ANSWERS_TO_BASTION);
      }
    }));
    // S3 has public addresses, which no network ACL can name; the route table leads to none but those.
    outbound(acl, 'RestOfWorkloadOut', workloadRange, 9000, ec2.AclTraffic.allTraffic(), ec2.Action.DENY);
    inbound(acl, 'RestOfWorkloadIn', workloadRange, 9000, ec2.AclTraffic.allTraffic(), ec2.Action.DENY);
    outbound(acl, 'HttpsOut', '0.0.0.0/0', 9100, HTTPS);
    inbound(acl, 'HttpsAnswersIn', '0.0.0.0/0', 9100, ANSWERS_TO_BASTION);
  }

  private fenceEndpoints(acl: ec2.NetworkAcl): void {
    const { bastionRange } = this.props;
    inbound(acl, 'HttpsIn', bastionRange, STEP, HTTPS);
    outbound(acl, 'AnswersOut', bastionRange, STEP, ANSWERS_TO_BASTION);
  }
}

function inbound(acl: ec2.NetworkAcl, id: string, range: string, ruleNumber: number, traffic: ec2.AclTraffic, ruleAction?: ec2.Action): void {
  acl.addEntry(id, { cidr: ec2.AclCidr.ipv4(range), direction: ec2.TrafficDirection.INGRESS, ruleNumber, traffic, ruleAction });
}

function outbound(acl: ec2.NetworkAcl, id: string, range: string, ruleNumber: number, traffic: ec2.AclTraffic, ruleAction?: ec2.Action): void {
  acl.addEntry(id, { cidr: ec2.AclCidr.ipv4(range), direction: ec2.TrafficDirection.EGRESS, ruleNumber, traffic, ruleAction });
}
