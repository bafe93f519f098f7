import {
  all, compliant, guardedStores, INGRESS_TYPES, ingressGroup, ingressRules, NOT_APPLICABLE, notShown, open, violation,
  type Resource, type Rule, type Value, type Verdict,
} from '../../rule';

export const RdsSecurityGroupFromGroupsOnly: Rule = {
  id: 'RdsSecurityGroupFromGroupsOnly',
  title: 'A data store admits security groups on its port, and no address range.',
  why: 'A range admits whatever gets an address in it; a security group admits what was given it.',
  mend: 'Write ingress rules with SourceSecurityGroupId and the store\'s port as FromPort and ToPort.',
  controls: ['NET2'],
  references: ['https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.RDSSecurityGroups.html'],
  types: INGRESS_TYPES,
  check: (resource) => {
    const group = ingressGroup(resource);
    const stores = group ? guardedStores(group) : [];
    if (stores.length === 0) {
      return NOT_APPLICABLE;
    }
    return all([compliant(), ...ingressRules(resource).map((rule) => verdict(rule, stores))]);
  },
};

function verdict(rule: Value, stores: readonly Resource[]): Verdict {
  const range = ['CidrIp', 'CidrIpv6', 'SourcePrefixListId'].map((key) => rule.at(key)).find((source) => source.present);
  const source = [rule.at('SourceSecurityGroupId'), rule.at('SourceSecurityGroupName')].find((named) => named.present);
  if (rule.open !== undefined && !rule.isObject) {
    return open(rule);
  }
  if (range) {
    return violation(`${range.open === undefined ? range.text : 'an address range'} is admitted to a data store`, range);
  }
  return source ? all([verdictOnPort(rule, stores), source.open === undefined ? compliant(source) : open(source)]) : notShown(rule, 'a source');
}

function verdictOnPort(rule: Value, stores: readonly Resource[]): Verdict {
  const [from, to] = [rule.at('FromPort'), rule.at('ToPort')];
  const opened = [rule.at('IpProtocol'), from, to].find((value) => value.open !== undefined);
  if (opened) {
    return open(opened);
  }
  if (!['tcp', '6', 'udp', '17'].includes(rule.at('IpProtocol').text?.toLowerCase() ?? '') || from.text === undefined || from.text !== to.text) {
    return violation('more than one port of a data store is open', from, to);
  }
  const ports = stores.map((store) => store.at('Port').text);
  return from.target || ports.some((port) => port === undefined || port === from.text) ? compliant(from)
    : violation(`port ${from.text} is not the data store's (${ports.join(', ')})`, from);
}
