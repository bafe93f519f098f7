import type { Resource, Value } from '../../template';
import { rangeOf, type Family } from './addresses';
import type { AddressBounds, Acl, AclEntry, Group, GroupRule } from './model';
import { addressesOf, anything, keyOf, line, lineOf, NO_BOUNDS, nameOf, ofFamily, openId, portsOf, protocolOf, targetOf } from './reading';
import type { Found, Resources } from './resources';
import { only } from './space';
import { aclsOf, type Ground } from './vpcs';

const EVERYWHERE: AddressBounds = { 4: only(rangeOf('0.0.0.0/0')!.addresses), 6: only(rangeOf('::/0')!.addresses) };

/** The addresses that a range property of a rule means; open ones may be any of their family. */
export function rangeBounds(from: Resource, value: Value, family: Family, ground: Pick<Ground, 'ranges'>): AddressBounds {
  return addressesOf(from, value, ground.ranges) ?? ofFamily(family, anything(family));
}

/** Adds the entries of network ACLs to their lists. One for an open list may be any list's. */
export function addAclEntries(resources: Resources, ground: Ground): void {
  for (const { resource, doubt } of resources.of('AWS::EC2::NetworkAclEntry')) {
    const id = resource.at('NetworkAclId');
    const entry = aclEntry(resource, doubt ?? openId(resource, id), ground);
    for (const acl of aclsOf(resource, id, ground)) {
      acl.entries.push(entry);
    }
  }
  ground.acls.forEach(sortEntries);
}

function aclEntry(resource: Resource, doubt: string | undefined, ground: Ground): AclEntry {
  const [four, six] = [resource.at('CidrBlock'), resource.at('Ipv6CidrBlock')];
  const protocol = protocolOf(resource.at('Protocol'));
  const icmp = protocol === 1 || protocol === 58;
  const [from, to] = icmp ? [resource.at('Icmp', 'Type'), resource.at('Icmp', 'Code')] : [resource.at('PortRange', 'From'), resource.at('PortRange', 'To')];
  const action = resource.at('RuleAction').text?.toLowerCase();
  const range = four.present ? rangeBounds(resource, four, 4, ground) : six.present ? rangeBounds(resource, six, 6, ground) : NO_BOUNDS;
  const says = `rule ${resource.at('RuleNumber').shown(10)} ${action ?? 'decides'} ${resource.at('Egress').isTrue ? 'to' : 'from'} ${(four.present ? four : six).shown(60)}`;
  const egress = resource.at('Egress');
  return {
    egress: egress.isTrue, number: resource.at('RuleNumber').number, allow: action === 'allow' ? 'yes' : action === 'deny' ? 'no' : 'open',
    protocol, remote: range, ports: portsOf(protocol, from, to), line: line(resource, 'Properties', says), doubt: doubt ?? (egress.open === undefined ? undefined : egress.open),
  };
}

/** By number. Two with the same number cannot both be deployed: which one counts is open. */
function sortEntries(acl: Acl): void {
  const numbered = new Map<string, number>();
  for (const { egress, number, doubt } of acl.entries) {
    if (doubt === undefined) {
      numbered.set(`${egress} ${number}`, (numbered.get(`${egress} ${number}`) ?? 0) + 1);
    }
  }
  const entries = acl.entries.map((entry) => ((numbered.get(`${entry.egress} ${entry.number}`) ?? 0) > 1
    ? { ...entry, doubt: entry.doubt ?? `two entries of ${acl.name} have number ${entry.number}` } : entry));
  entries.sort((a, b) => (a.number ?? 0) - (b.number ?? 0));
  acl.entries.splice(0, acl.entries.length, ...entries);
}

/** The security groups, their rules from wherever they are written. */
export class Groups {
  public readonly all = new Map<string, Group>();

  constructor(resources: Resources, private readonly ground: Ground) {
    for (const vpc of ground.vpcs.values()) {
      this.all.set(vpc.defaultGroup.key, vpc.defaultGroup);
    }
    for (const { resource, doubt } of resources.of('AWS::EC2::SecurityGroup')) {
      this.all.set(keyOf(resource), { key: keyOf(resource), name: nameOf(resource), resource, rules: [], doubt });
    }
    for (const found of resources.of('AWS::EC2::SecurityGroup')) {
      this.addInline(found);
    }
    for (const found of resources.of('AWS::EC2::SecurityGroupIngress', 'AWS::EC2::SecurityGroupEgress')) {
      this.addSeparate(found);
    }
    for (const { resource } of resources.of('Custom::VpcRestrictDefaultSG')) {
      this.emptyDefault(resource);
    }
  }

  /** The group that an id means. One outside the templates is known by its id only. */
  public of(from: Resource, id: Value): Group {
    const target = targetOf(from, id);
    const key = target ? (target.attribute === 'DefaultSecurityGroup' ? `${target.key} default` : target.key) : `${keyOf(from)} ${id.path}`;
    const known = this.all.get(key) ?? this.all.get(id.text ?? '');
    if (known) {
      return known;
    }
    const written = id.open === undefined && !id.target ? id.text ?? '' : undefined;
    const group: Group = { key: written ?? key, name: written ?? `${id.path} of ${nameOf(from)}`, rules: [], doubt: `security group ${id.open ?? id.shown(60)}` };
    if (written !== undefined) {
      this.all.set(written, group);
    }
    return group;
  }

  private addInline({ resource, doubt }: Found): void {
    const group = this.all.get(keyOf(resource))!;
    for (const item of resource.at('SecurityGroupIngress').items) {
      group.rules.push(this.rule(resource, item, false, doubt));
    }
    const egress = resource.at('SecurityGroupEgress');
    if (egress.items.length === 0) {
      const everything = line(resource, egress.path, 'no egress rule, so everything may leave');
      group.rules.push({ egress: true, protocol: -1, ports: portsOf(-1, egress, egress), peer: { addresses: EVERYWHERE }, line: everything, doubt });
    }
    for (const item of egress.items) {
      group.rules.push(this.rule(resource, item, true, doubt));
    }
  }

  private addSeparate({ resource, doubt }: Found): void {
    const id = resource.at('GroupId').present ? resource.at('GroupId') : resource.at('GroupName');
    const open = openId(resource, id);
    const rule = this.rule(resource, resource.properties, resource.type.endsWith('Egress'), doubt ?? open);
    const groups = open === undefined ? [this.of(resource, id)] : [...this.all.values()];
    groups.forEach((group) => group.rules.push(rule));
  }

  private rule(resource: Resource, value: Value, egress: boolean, doubt: string | undefined): GroupRule {
    const protocol = protocolOf(value.at('IpProtocol'));
    const whole = value.open !== undefined && !value.isObject ? value.open : undefined;
    return {
      egress, protocol, ports: portsOf(protocol, value.at('FromPort'), value.at('ToPort')), peer: this.peer(resource, value, egress),
      line: lineOf(resource, value, ruleText(value, egress)), doubt: doubt ?? whole,
    };
  }

  private peer(resource: Resource, value: Value, egress: boolean): GroupRule['peer'] {
    const group = [egress ? 'DestinationSecurityGroupId' : 'SourceSecurityGroupId', 'SourceSecurityGroupName'].map((key) => value.at(key)).find((id) => id.present);
    if (group && value.isObject) {
      return { group: this.of(resource, group) };
    }
    const list = value.at(egress ? 'DestinationPrefixListId' : 'SourcePrefixListId');
    if (list.present && value.isObject) {
      return { addresses: prefixList(list) };
    }
    const [four, six] = [value.at('CidrIp'), value.at('CidrIpv6')];
    if (!value.isObject) {
      return { addresses: { 4: anything(4), 6: anything(6) } };
    }
    return { addresses: four.present ? rangeBounds(resource, four, 4, this.ground) : six.present ? rangeBounds(resource, six, 6, this.ground) : NO_BOUNDS };
  }

  /** The CDK's custom resource takes the rules from the default group after its VPC is made. */
  private emptyDefault(resource: Resource): void {
    const group = this.all.get(`${targetOf(resource, resource.at('DefaultSecurityGroupId'))?.key} default`);
    if (group) {
      const doubt = `what ${keyOf(resource)} does to ${group.name}`;
      group.rules.splice(0, group.rules.length, ...group.rules.map((rule) => ({ ...rule, doubt })));
    }
  }
}

function ruleText(value: Value, egress: boolean): string {
  const peer = ['CidrIp', 'CidrIpv6', 'SourceSecurityGroupId', 'DestinationSecurityGroupId', 'SourcePrefixListId', 'DestinationPrefixListId', 'SourceSecurityGroupName']
    .map((key) => value.at(key)).find((one) => one.present);
  const from = value.at('FromPort');
  const numbers = from.absent ? '' : ` ${from.shown(12)}${value.at('ToPort').text === from.text ? '' : `-${value.at('ToPort').shown(12)}`}`;
  const protocol = value.at('IpProtocol').shown(12);
  return `${egress ? 'lets out' : 'admits'} ${protocol === '-1' ? 'every protocol' : protocol}${protocol === '-1' ? '' : numbers} ${egress ? 'to' : 'from'} ${peer?.shown(80) ?? 'nobody'}`;
}

/** The entries of a prefix list of the templates. What AWS keeps in its own lists is not known. */
export function prefixList(id: Value): AddressBounds {
  const list = id.target;
  if (list?.type !== 'AWS::EC2::PrefixList') {
    return { 4: anything(4), 6: anything(6) };
  }
  const entries = list.at('Entries');
  const ranges = entries.items.map((entry) => (entry.at('Cidr').open === undefined ? rangeOf(entry.at('Cidr').text ?? '') : undefined));
  if (entries.open !== undefined || ranges.includes(undefined)) {
    return { 4: anything(4), 6: anything(6) };
  }
  const of = (family: Family) => only(ranges.filter((range) => range?.family === family).reduce((all, range) => all.union(range!.addresses), NO_BOUNDS[family].sure));
  return { 4: of(4), 6: of(6) };
}

