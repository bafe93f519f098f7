import { all, any, compliant, demand, open, violation, type Rule, type Value, type Verdict } from '../../rule';

export const NetworkFirewallPolicyStrictDrop: Rule = {
  id: 'NetworkFirewallPolicyStrictDrop',
  title: 'A firewall policy inspects every packet in strict order and drops what no rule lets pass.',
  why: 'In the default order whatever is not forbidden passes; a stateless pass goes round every rule.',
  mend: 'Set RuleOrder STRICT_ORDER, a stateful default of aws:drop_… and stateless defaults of aws:forward_to_sfe.',
  controls: ['NET4', 'NET7'],
  references: ['https://docs.aws.amazon.com/network-firewall/latest/developerguide/suricata-rule-evaluation-order.html'],
  where: 'acceptance-and-production',
  types: ['AWS::NetworkFirewall::FirewallPolicy'],
  check: (resource) => {
    const policy = resource.at('FirewallPolicy');
    return all([
      demand(policy.at('StatefulEngineOptions', 'RuleOrder'), ({ text }) => text === 'STRICT_ORDER', 'rules are not evaluated in strict order'),
      demand(policy.at('StatefulEngineOptions', 'StreamExceptionPolicy'), ({ text }) => text !== 'CONTINUE', 'a connection that the firewall has lost sight of goes on'),
      any([violation('no stateful default drops what is left', policy.at('StatefulDefaultActions')), ...policy.at('StatefulDefaultActions').items.map(drops)]),
      ...['StatelessDefaultActions', 'StatelessFragmentDefaultActions'].map((key) => inspects(policy.at(key))),
    ]);
  },
};

function drops(action: Value): Verdict {
  return demand(action, ({ text }) => /^aws:drop_/.test(text ?? ''), 'no stateful default drops what is left');
}

/** Packets must go to the stateful engine, or nowhere. */
function inspects(actions: Value): Verdict {
  const safe = actions.items.find(({ text }) => text === 'aws:forward_to_sfe' || text === 'aws:drop');
  return safe ? compliant(safe) : actions.open !== undefined ? open(actions) : violation('packets pass without inspection by default', actions);
}
