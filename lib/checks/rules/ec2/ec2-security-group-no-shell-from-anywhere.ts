import {
  all, compliant, INGRESS_TYPES, ingressRules, isPrivate, isRange, NOT_APPLICABLE, notShown, open, portsOf, prefixOf, rangeValue, violation,
  type Rule, type Value, type Verdict,
} from '../../rule';

/** SSH, RDP, and Windows Remote Management. */
const SHELL_PORTS = [22, 3389, 5985, 5986];
/** A private range wider than this is no access network. */
const WIDEST = { v4: 16, v6: 48 };

export const Ec2SecurityGroupNoShellFromAnywhere: Rule = {
  id: 'Ec2SecurityGroupNoShellFromAnywhere',
  title: 'A server\'s shell is reachable from the access network only.',
  why: 'A shell that answers elsewhere is reachable round the VPN and the bastion, and is what attackers look for first.',
  mend: 'Admit the bastion\'s security group, or the private range of the access network, on ports 22 and 3389; avoid rules for all ports.',
  controls: ['ACC1', 'ACC9'],
  references: ['https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-13'],
  types: INGRESS_TYPES,
  check: (resource) => all(ingressRules(resource).map(verdict)),
};

function verdict(rule: Value): Verdict {
  const sources = [rule.at('CidrIp'), rule.at('CidrIpv6'), rule.at('SourcePrefixListId')].filter((source) => source.present);
  if (sources.length === 0 && rule.open !== undefined && !rule.isObject) {
    return open(rule);
  }
  const ports = portsOf(rule);
  if (ports && !SHELL_PORTS.some((port) => ports.from <= port && port <= ports.to)) {
    return NOT_APPLICABLE;
  }
  return sources.length === 0 ? compliant(rule) : all(sources.flatMap(entries).map((source) => (ports ? verdictOnSource(source) : open(rule))));
}

function entries(source: Value): Value[] {
  return source.target?.type === 'AWS::EC2::PrefixList' ? source.target.at('Entries').items.map((entry) => entry.at('Cidr')) : [source];
}

function verdictOnSource(source: Value): Verdict {
  const range = rangeValue(source);
  const text = range.text ?? '';
  if (range.open !== undefined) {
    return open(range);
  }
  if (!isRange(text)) {
    return notShown(source, 'a prefix list or range');
  }
  const widest = text.includes(':') ? WIDEST.v6 : WIDEST.v4;
  return isPrivate(text) && (prefixOf(text) ?? 0) >= widest ? compliant(source)
    : violation(`${text}, which is no access network, reaches a shell port`, source);
}
