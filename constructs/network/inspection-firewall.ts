import { Fn, Names, RemovalPolicy } from 'aws-cdk-lib/core';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as nfw from 'aws-cdk-lib/aws-networkfirewall';
import { Construct } from 'constructs';
import { parseIpv4Range } from '../shared/ip-range';
import { allowLogDelivery } from '../shared/log-delivery';
import { Problems } from '../shared/problems';
import { threatSignatureArns, transportRules } from './firewall-rules';

/**
 * Rules that each of our groups has room for. A group's capacity cannot be changed once it exists, so both have room to grow.
 * A domain takes two: one for TLS, one for HTTP.
 */
const TRANSPORT_CAPACITY = 200;
const DOMAIN_CAPACITY = 1000;
const DOMAINS_MAX = DOMAIN_CAPACITY / 2;
const INGRESS_MAX = 50;

const DOMAIN = /^\.?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/;

/** What the firewall does with traffic that carries a known threat's signature. */
export enum ThreatAction {
  /** Raises an alert and lets the traffic pass: for getting to know one's traffic. */
  ALERT = 'alert',
  /** Raises an alert and drops the traffic. */
  DROP = 'drop',
}

/** What AWS refuses to do to the firewall until the protection is taken back in a deployment of its own. */
export enum FirewallProtection {
  /** Nothing. */
  NONE = 'none',
  /** To delete it. Choose this for the deployment before one that adds or removes a zone. */
  DELETION = 'deletion',
  /** To delete it, to change its subnets, or to give it another policy. */
  FULL = 'full',
}

/** A port of the edge tier that may be reached from outside. */
export interface FirewallIngress {
  /** TCP port, 1 to 65535. */
  readonly port: number;

  /**
   * IPv4 ranges outside the VPC that may reach it.
   *
   * @default - the whole Internet
   */
  readonly sources?: string[];
}

/** What the firewall of a network lets through. */
export interface FirewallOptions {
  /**
   * Domains that may be reached from inside, on port 443 by TLS and port 80 by HTTP. `api.example.com` is that name alone,
   * `.example.com` the domain and all names below it. At most 500. Empty: nothing gets out.
   */
  readonly egressDomains: string[];

  /**
   * Ports of the edge tier that may be reached from outside.
   *
   * @default - 443 and 80, from the whole Internet
   */
  readonly ingress?: FirewallIngress[];

  /**
   * What happens to traffic that carries a known threat's signature.
   *
   * @default ThreatAction.DROP
   */
  readonly threatAction?: ThreatAction;

  /**
   * What AWS refuses to do to the firewall.
   *
   * @default FirewallProtection.FULL, or NONE where the logs go with the stack
   */
  readonly protection?: FirewallProtection;
}

/** Properties of `InspectionFirewall`. */
export interface InspectionFirewallProps extends FirewallOptions {
  /** The VPC. */
  readonly vpc: ec2.IVpc;

  /** Range of the VPC: what counts as inside. */
  readonly vpcRange: string;

  /** Ranges of the edge tier's subnets: what may be reached from outside. */
  readonly edgeRanges: string[];

  /** One subnet in each zone that is the firewall's alone. */
  readonly subnets: ec2.ISubnet[];

  /**
   * Key the log groups are encrypted with. Its policy must let `logs.<region>.amazonaws.com` use it for the account's log
   * groups.
   */
  readonly logEncryptionKey: kms.IKey;

  /** How long alerts and flow records are kept. */
  readonly logRetention: logs.RetentionDays;

  /**
   * What becomes of the logs when the stack is deleted.
   *
   * @default - they are kept
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * AWS Network Firewall between the Internet and the edge tier, both ways, with an endpoint in every zone (controls NET4, NET6,
 * NET7, NET9). Rules are taken strictly in order: known threats first, then what address, port and protocol allow, then the
 * domains that may be reached; the rest is dropped and raises an alert. A connection whose beginning it did not see is reset.
 *
 * The rules are encrypted under a key of AWS's: CloudFormation has no property for a key of one's own. They hold no secret.
 *
 * https://docs.aws.amazon.com/network-firewall/latest/developerguide/suricata-rule-evaluation-order.html
 *
 * @throws InvalidInputError naming every domain, port and range that is wrong
 */
export class InspectionFirewall extends Construct {
  /** ARN of the firewall. */
  public readonly firewallArn: string;
  /** Name of the firewall, the `FirewallName` dimension of its metrics. */
  public readonly firewallName: string;
  /** Holds what was dropped, refused or recognised as a threat. */
  public readonly alertLogGroup: logs.ILogGroup;
  /** Holds a record of every connection. */
  public readonly flowLogGroup: logs.ILogGroup;

  private readonly resource: nfw.CfnFirewall;

  constructor(scope: Construct, id: string, props: InspectionFirewallProps) {
    super(scope, id);
    validate(props);
    const protection = props.protection ?? (props.removalPolicy === RemovalPolicy.DESTROY ? FirewallProtection.NONE : FirewallProtection.FULL);
    this.firewallName = this.nameOf('Firewall');
    this.resource = new nfw.CfnFirewall(this, 'Resource', {
      firewallName: this.firewallName,
      firewallPolicyArn: this.policy(props).attrFirewallPolicyArn,
      vpcId: props.vpc.vpcId,
      subnetMappings: props.subnets.map((subnet) => ({ subnetId: subnet.subnetId, ipAddressType: 'IPV4' })),
      deleteProtection: protection !== FirewallProtection.NONE,
      subnetChangeProtection: protection === FirewallProtection.FULL,
      firewallPolicyChangeProtection: protection === FirewallProtection.FULL,
    });
    this.firewallArn = this.resource.attrFirewallArn;
    this.alertLogGroup = this.logGroup('Alerts', props);
    this.flowLogGroup = this.logGroup('Flows', props);
    this.record();
  }

  /**
   * Id of the firewall's endpoint in a zone, to route traffic to.
   *
   * @param availabilityZone name of a zone that the firewall has a subnet in, e.g. `eu-central-1a`
   */
  public endpointIdIn(availabilityZone: string): string {
    // AWS lists `zone:endpoint` pairs in no particular order: cut the list at the zone's name, then at the next comma.
    const pairs = Fn.join(',', this.resource.attrEndpointIds);
    return Fn.select(0, Fn.split(',', Fn.select(1, Fn.split(`${availabilityZone}:`, pairs))));
  }

  private policy(props: InspectionFirewallProps): nfw.CfnFirewallPolicy {
    const alertOnly = props.threatAction === ThreatAction.ALERT ? { action: 'DROP_TO_ALERT' } : undefined;
    const groups: nfw.CfnFirewallPolicy.StatefulRuleGroupReferenceProperty[] = [
      ...threatSignatureArns().map((resourceArn) => ({ resourceArn, override: alertOnly })),
      { resourceArn: this.transportGroup(props).attrRuleGroupArn },
      ...(props.egressDomains.length > 0 ? [{ resourceArn: this.domainGroup(props).attrRuleGroupArn }] : []),
    ];
    return new nfw.CfnFirewallPolicy(this, 'Policy', {
      firewallPolicyName: this.nameOf('Policy'),
      firewallPolicy: {
        policyVariables: { ruleVariables: { HOME_NET: { definition: [props.vpcRange] } } },
        statelessDefaultActions: ['aws:forward_to_sfe'],
        statelessFragmentDefaultActions: ['aws:forward_to_sfe'],
        statefulEngineOptions: { ruleOrder: 'STRICT_ORDER', streamExceptionPolicy: 'REJECT' },
        // The application-layer variants wait until a server's name has arrived whole, which takes several packets once the
        // handshake is post-quantum; `to_server` spares acknowledgements and banners of servers.
        statefulDefaultActions: ['aws:drop_established_app_layer_to_server', 'aws:alert_established_app_layer_to_server'],
        statefulRuleGroupReferences: groups.map((group, i) => ({ ...group, priority: (i + 1) * 10 })),
      },
    });
  }

  private transportGroup(props: InspectionFirewallProps): nfw.CfnRuleGroup {
    return new nfw.CfnRuleGroup(this, 'Transport', {
      ruleGroupName: this.nameOf('Transport'),
      type: 'STATEFUL',
      capacity: TRANSPORT_CAPACITY,
      ruleGroup: {
        ruleVariables: { ipSets: { HOME_NET: { definition: [props.vpcRange] }, EDGE_NET: { definition: props.edgeRanges } } },
        rulesSource: { rulesString: transportRules(props.ingress ?? [{ port: 443 }, { port: 80 }]) },
        statefulRuleOptions: { ruleOrder: 'STRICT_ORDER' },
      },
    });
  }

  private domainGroup(props: InspectionFirewallProps): nfw.CfnRuleGroup {
    return new nfw.CfnRuleGroup(this, 'EgressDomains', {
      ruleGroupName: this.nameOf('EgressDomains'),
      type: 'STATEFUL',
      capacity: DOMAIN_CAPACITY,
      ruleGroup: {
        ruleVariables: { ipSets: { HOME_NET: { definition: [props.vpcRange] } } },
        rulesSource: {
          rulesSourceList: { generatedRulesType: 'ALLOWLIST', targets: props.egressDomains, targetTypes: ['TLS_SNI', 'HTTP_HOST'] },
        },
        statefulRuleOptions: { ruleOrder: 'STRICT_ORDER' },
      },
    });
  }

  private record(): void {
    const delivery = allowLogDelivery(this, 'LogDelivery', [this.alertLogGroup, this.flowLogGroup]);
    const toLogGroup = (logType: string, group: logs.ILogGroup): nfw.CfnLoggingConfiguration.LogDestinationConfigProperty =>
      ({ logType, logDestinationType: 'CloudWatchLogs', logDestination: { logGroup: group.logGroupName } });
    const logging = new nfw.CfnLoggingConfiguration(this, 'Logging', {
      firewallArn: this.firewallArn,
      firewallName: this.firewallName,
      loggingConfiguration: {
        logDestinationConfigs: [toLogGroup('ALERT', this.alertLogGroup), toLogGroup('FLOW', this.flowLogGroup)],
      },
    });
    logging.node.addDependency(delivery);
  }

  private logGroup(id: string, props: InspectionFirewallProps): logs.LogGroup {
    return new logs.LogGroup(this, id, {
      encryptionKey: props.logEncryptionKey,
      retention: props.logRetention,
      removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN,
    });
  }

  /** AWS demands a name for each part; derived from the path, it is the same at every synthesis. */
  private nameOf(part: string): string {
    return `${Names.uniqueResourceName(this, { maxLength: 100, separator: '-' })}-${part}`;
  }
}

function validate(props: InspectionFirewallProps): void {
  const problems = new Problems('Inspection firewall');
  problems.require(props.subnets.length > 0, 'subnets', props.subnets.length, 'Give the firewall a subnet in each zone.');
  problems.require(props.egressDomains.length <= DOMAINS_MAX, 'egressDomains', props.egressDomains.length, `List at most ${DOMAINS_MAX} domains.`);
  problems.require(new Set(props.egressDomains).size === props.egressDomains.length, 'egressDomains', props.egressDomains, 'List each domain once.');
  props.egressDomains.forEach((domain, i) => problems.require(DOMAIN.test(domain) && domain.length <= 254, `egressDomains[${i}]`, domain,
    "Write a name in lower case such as 'api.example.com', or '.example.com' for the domain and all names below it; no '*', scheme or path."));
  validateIngress(problems, props.ingress ?? []);
  problems.throwIfAny();
}

function validateIngress(problems: Problems, ingress: FirewallIngress[]): void {
  const ports = ingress.map((rule) => rule.port);
  problems.require(ports.length <= INGRESS_MAX, 'ingress', ports.length, `List at most ${INGRESS_MAX} ports.`);
  problems.require(new Set(ports).size === ports.length, 'ingress', ports, 'List each port once, with all its sources.');
  ingress.forEach((rule, i) => {
    problems.require(Number.isInteger(rule.port) && rule.port >= 1 && rule.port <= 65535, `ingress[${i}].port`, rule.port, 'Name a TCP port from 1 to 65535.');
    problems.require(rule.sources?.length !== 0, `ingress[${i}].sources`, rule.sources, 'List at least one range, or leave it out for the whole Internet.');
    (rule.sources ?? []).forEach((range, j) => problems.require(!!parseIpv4Range(range), `ingress[${i}].sources[${j}]`, range,
      'Write an IPv4 range without host bits, e.g. 203.0.113.0/24.'));
  });
}
