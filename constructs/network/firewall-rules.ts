import { Aws } from 'aws-cdk-lib/core';
import type { FirewallIngress } from './inspection-firewall';

/**
 * Rule groups that AWS keeps: names and addresses of known malware and botnets, then signatures of attacks on servers.
 * Together they use 18 700 of the 30 000 rules, and 16 of the 20 groups, that a policy may hold before a quota increase.
 * https://docs.aws.amazon.com/network-firewall/latest/developerguide/nwfw-managed-rule-groups.html
 */
const THREAT_SIGNATURES = [
  'BotNetCommandAndControlDomains',
  'AbusedLegitBotNetCommandAndControlDomains',
  'MalwareDomains',
  'AbusedLegitMalwareDomains',
  'ThreatSignaturesBotnet',
  'ThreatSignaturesBotnetWeb',
  'ThreatSignaturesMalware',
  'ThreatSignaturesMalwareWeb',
  'ThreatSignaturesMalwareCoinmining',
  'ThreatSignaturesExploits',
  'ThreatSignaturesWebAttacks',
  'ThreatSignaturesIOC',
  'ThreatSignaturesScanners',
  'ThreatSignaturesSuspect',
  'ThreatSignaturesEmergingEvents',
  'ThreatSignaturesDoS',
];

/** ARNs of the rule groups that AWS keeps, in the variants made for strict order. */
export function threatSignatureArns(): string[] {
  return THREAT_SIGNATURES.map((name) =>
    `arn:${Aws.PARTITION}:network-firewall:${Aws.REGION}:aws-managed:stateful-rulegroup/${name}StrictOrder`);
}

/**
 * What may pass by address, port and protocol. The order decides.
 *
 * The policy's default drops a connection's data but not its handshake, since a server's name comes after it; and it does not
 * drop a first datagram. So everything that is not TCP is dropped here, as are handshakes on other ports. No rule lets a whole
 * range out: outbound data passes by its domain alone, in the group that follows this one. Names and time need no rule: the
 * VPC's resolver and time service are reached without leaving the VPC.
 *
 * Connections from outside pass at their first data, not at their handshake: passing the handshake would pass the whole
 * connection before the threat signatures saw a byte of it.
 */
export function transportRules(ingress: FirewallIngress[]): string {
  const ports = ingress.map((rule) => rule.port);
  return [
    'pass icmp any any -> $HOME_NET any (itype:3; icode:4; msg:"Path MTU discovery"; sid:100; rev:1;)',
    'drop ip any any -> any any (ip_proto:!6; msg:"Not TCP"; sid:101; rev:1;)',
    `drop tcp $EXTERNAL_NET any -> $HOME_NET ${ports.length > 0 ? `![${ports.join(',')}]` : 'any'} (flow:to_server; msg:"Inbound on a closed port"; sid:102; rev:1;)`,
    ...ingress.flatMap(ingressRules),
    'reject tcp $HOME_NET any -> $EXTERNAL_NET ![80,443] (flow:to_server; msg:"Outbound on a closed port"; sid:103; rev:1;)',
    'reject tcp $HOME_NET any -> $EXTERNAL_NET 443 (app-layer-protocol:!tls; flow:to_server; msg:"Outbound on port 443 but not TLS"; sid:104; rev:1;)',
    'reject tcp $HOME_NET any -> $EXTERNAL_NET 80 (app-layer-protocol:!http; flow:to_server; msg:"Outbound on port 80 but not HTTP"; sid:105; rev:1;)',
  ].join('\n');
}

function ingressRules(rule: FirewallIngress, index: number): string[] {
  const sid = 200 + 2 * index;
  const pass = (from: string) => `pass tcp ${from} any -> $EDGE_NET ${rule.port} (flow:established,to_server; sid:${sid}; rev:1;)`;
  if (!rule.sources) {
    return [pass('$EXTERNAL_NET')];
  }
  const listed = `[${rule.sources.join(',')}]`;
  return [
    `drop tcp !${listed} any -> $EDGE_NET ${rule.port} (flow:to_server; msg:"Inbound from a range that is not listed"; sid:${sid + 1}; rev:1;)`,
    pass(listed),
  ];
}
