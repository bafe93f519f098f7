import { any, compliant, open, violation, type Rule } from '../../rule';

export const NetworkFirewallPolicyThreatSignatures: Rule = {
  id: 'NetworkFirewallPolicyThreatSignatures',
  title: 'A firewall policy looks for the threat signatures that AWS keeps.',
  why: 'Without signatures the firewall knows addresses and names, but no attack when it sees one.',
  mend: 'Refer to the managed rule groups ThreatSignatures…StrictOrder among StatefulRuleGroupReferences.',
  controls: ['NET6'],
  references: ['https://docs.aws.amazon.com/network-firewall/latest/developerguide/aws-managed-rule-groups-threat-signature.html'],
  where: 'acceptance-and-production',
  types: ['AWS::NetworkFirewall::FirewallPolicy'],
  check: (policy) => {
    const references = policy.at('FirewallPolicy', 'StatefulRuleGroupReferences');
    return any([violation('no threat signatures are looked for', references), ...references.items.map((reference) => {
      const group = reference.at('ResourceArn');
      return /:aws-managed:stateful-rulegroup\/ThreatSignatures/.test(group.text ?? '') ? compliant(group)
        : group.open !== undefined ? open(group) : violation('no threat signatures are looked for', group);
    })]);
  },
};
