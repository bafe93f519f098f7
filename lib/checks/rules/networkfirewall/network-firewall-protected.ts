import { all, demand, type Rule } from '../../rule';

export const NetworkFirewallProtected: Rule = {
  id: 'NetworkFirewallProtected',
  title: 'A firewall cannot be deleted, moved or given another policy by one call.',
  why: 'Who wants to get round the firewall takes it away first.',
  mend: 'Set DeleteProtection, SubnetChangeProtection and FirewallPolicyChangeProtection to true.',
  controls: ['NET4'],
  references: ['https://docs.aws.amazon.com/securityhub/latest/userguide/networkfirewall-controls.html#networkfirewall-9'],
  where: 'acceptance-and-production',
  types: ['AWS::NetworkFirewall::Firewall'],
  check: (firewall) => all(['DeleteProtection', 'SubnetChangeProtection', 'FirewallPolicyChangeProtection'].map((key) =>
    demand(firewall.at(key), (value) => value.isTrue, `${key} is off`))),
};
