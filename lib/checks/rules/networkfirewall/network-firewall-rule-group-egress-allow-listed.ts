import { all, compliant, NOT_APPLICABLE, open, violation, type Rule, type Value, type Verdict } from '../../rule';

/** A name that stands for everything, or for everything under a top-level domain. */
const TOO_WIDE = /^\.?(\*|[a-z]*)$/i;
/** What a Suricata rule compares names with. */
const NAMES = /\b(tls[._]sni|http[._]host|dns[._]query|ssl_state)\b/;
const ANYWHERE = /^(any|\$EXTERNAL_NET|!\[?\$HOME_NET\]?|0\.0\.0\.0\/0|::\/0)$/i;

export const NetworkFirewallRuleGroupEgressAllowListed: Rule = {
  id: 'NetworkFirewallRuleGroupEgressAllowListed',
  title: 'A rule group lets traffic out to listed names only.',
  why: 'A rule that passes traffic to anywhere undoes the list of names: stolen data leaves like any other.',
  mend: 'Pass by a list of kind ALLOWLIST, or by rules that compare tls.sni or http.host, or to named addresses.',
  controls: ['NET7'],
  references: ['https://docs.aws.amazon.com/network-firewall/latest/developerguide/stateful-rule-groups-domain-names.html'],
  where: 'acceptance-and-production',
  types: ['AWS::NetworkFirewall::RuleGroup'],
  check: (group) => {
    const source = group.at('RuleGroup', 'RulesSource');
    const text = source.at('RulesString').present ? source.at('RulesString') : group.at('Rules');
    if (group.at('Type').text !== 'STATEFUL') {
      return group.at('Type').open !== undefined ? open(group.at('Type')) : all(source.at('StatelessRulesAndCustomActions', 'StatelessRules').items.map(stateless));
    }
    return all([
      source.open !== undefined ? open(source) : compliant(source),
      names(source.at('RulesSourceList')),
      ...(text.text ?? '').split('\n').map((line) => suricata(line, text)),
      ...source.at('StatefulRules').items.map(header),
    ]);
  },
};

function names(list: Value): Verdict {
  if (list.at('GeneratedRulesType').text !== 'ALLOWLIST') {
    return NOT_APPLICABLE;
  }
  const wide = list.at('Targets').items.find(({ text }) => TOO_WIDE.test(text ?? ''));
  return wide ? violation(`the list names everything under ${wide.text}`, wide) : compliant(list.at('Targets'));
}

/** A line such as `pass tcp $HOME_NET any -> $EXTERNAL_NET any (…)`. Replies about a connection (ICMP into the network) are not traffic out. */
function suricata(line: string, where: Value): Verdict {
  const [, source, destination, options] = /^\s*pass\s+\S+\s+(\S+)\s+\S+\s+[-<]>\s+(\S+)\s+\S+\s*\((.*)\)\s*$/.exec(line) ?? [];
  if (!destination || !ANYWHERE.test(destination) || source === '$EXTERNAL_NET' || namesSomebody(options)) {
    return NOT_APPLICABLE;
  }
  // A rule for the handshake only: the connection is decided on by its name later.
  return /flow:\s*[^;]*\bnot_established\b/.test(options) ? NOT_APPLICABLE : violation(`a rule passes traffic to anywhere: ${line.trim().slice(0, 80)}`, where);
}

/** Whether a rule compares names with one that is not everything. */
function namesSomebody(options: string): boolean {
  return NAMES.test(options) && (/\bpcre:/.test(options)
    || [...options.matchAll(/\bcontent:\s*(!?)"([^"]*)"/g)].some(([, not, name]) => not === '' && !TOO_WIDE.test(name)));
}

function header(rule: Value): Verdict {
  const destination = rule.at('Header', 'Destination');
  return rule.at('Action').text === 'PASS' && ANYWHERE.test(destination.text ?? '') && rule.at('Header', 'Source').text !== '$EXTERNAL_NET'
    ? violation('a rule passes traffic to anywhere', destination) : NOT_APPLICABLE;
}

function stateless(rule: Value): Verdict {
  const passes = rule.at('RuleDefinition', 'Actions').items.find(({ text }) => text === 'aws:pass');
  return passes ? violation('a stateless rule passes traffic round the list of names', passes) : compliant(rule.at('RuleDefinition', 'Actions'));
}
