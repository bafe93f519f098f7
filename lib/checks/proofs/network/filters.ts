import { Memory } from '../memory';
import type { Addresses, Family, Ports } from './addresses';
import { ALL_ADDRESSES, ALL_PORTS } from './addresses';
import type { Acl, AclEntry, Group, GroupRule, Host, Line, Tri } from './model';
import { line } from './reading';
import { only, type Bounds, type Condition, type Packet } from './space';

/** What lets packets pass, with the reasons why some of it is not certain. */
export interface Filter {
  readonly conditions: Bounds<readonly Condition[]>;
  readonly doubts: readonly string[];
}

const EVERYTHING: Filter = { conditions: only([{}]), doubts: [] };

interface Plane {
  readonly remote: Addresses;
  readonly ports: Ports;
}

const ACL_FILTERS = new Memory<Acl, Filter>();

/**
 * What a network ACL lets pass in one direction. Its entries count in the order of their numbers, the first that matches
 * decides, and what none allows is denied. It looks at the other end's address and at the port that the packet goes to.
 *
 * Source: https://docs.aws.amazon.com/vpc/latest/userguide/nacl-basics.html
 */
export function aclFilter(acl: Acl, egress: boolean, family: Family, protocol: number): Filter {
  return ACL_FILTERS.of(acl, `${egress} ${family} ${protocol}`, () => {
    const entries = acl.entries.filter((entry) => (entry.egress === egress || entry.doubt !== undefined) && speaks(entry.protocol, protocol) !== 'no' && !entry.remote[family].may.empty);
    const field = egress ? 'dst' : 'src';
    const conditions = (optimist: boolean) => passing(entries, family, protocol, optimist).map(({ remote, ports }) => ({ [field]: remote, dport: ports }));
    const certain = entries.every((entry) => isCertain(entry, family, protocol));
    const sure = conditions(false);
    return { conditions: certain ? only(sure) : { sure, may: conditions(true) }, doubts: certain ? [] : entries.flatMap((entry) => (isCertain(entry, family, protocol) ? [] : [doubtOf(entry)])) };
  });
}

function doubtOf({ doubt, line: { resource } }: AclEntry): string {
  return doubt ?? `what ${resource.logicalId} says`;
}

/** Whether a rule is about a protocol. */
function speaks(ruled: number | undefined, protocol: number): Tri {
  return ruled === undefined ? 'open' : ruled === -1 || ruled === protocol ? 'yes' : 'no';
}

function isCertain(entry: AclEntry, family: Family, protocol: number): boolean {
  return entry.doubt === undefined && entry.number !== undefined && entry.allow !== 'open' && speaks(entry.protocol, protocol) === 'yes'
    && entry.remote[family].sure === entry.remote[family].may && entry.ports.sure === entry.ports.may;
}

/** What passes if everything open turns out badly, or well. */
function passing(entries: readonly AclEntry[], family: Family, protocol: number, optimist: boolean): Plane[] {
  const passed: Plane[] = [];
  let left: Plane[] = [{ remote: ALL_ADDRESSES[family], ports: ALL_PORTS }];
  for (const entry of entries) {
    const region: Plane = { remote: entry.remote[family].may, ports: entry.ports.may };
    const certain = isCertain(entry, family, protocol);
    if (entry.allow === 'yes' ? certain || optimist : optimist && entry.allow === 'open') {
      passed.push(...left.flatMap((plane) => common(plane, region)));
    }
    if (certain || (!optimist && entry.allow !== 'yes')) {
      left = left.flatMap((plane) => without(plane, region));
    }
  }
  return passed;
}

function common(a: Plane, b: Plane): Plane[] {
  const remote = a.remote.intersect(b.remote);
  const ports = a.ports.intersect(b.ports);
  return remote.empty || ports.empty ? [] : [{ remote, ports }];
}

function without(a: Plane, b: Plane): Plane[] {
  const outside = { remote: a.remote.minus(b.remote), ports: a.ports };
  const beside = { remote: a.remote.intersect(b.remote), ports: a.ports.minus(b.ports) };
  return [outside, beside].filter(({ remote, ports }) => !remote.empty && !ports.empty);
}

/** The entry that decides about a packet. */
export function aclLine(acl: Acl, egress: boolean, family: Family, protocol: number, packet: Packet): Line {
  const remote = egress ? packet.dst : packet.src;
  const entry = acl.entries.find((one) => one.egress === egress && speaks(one.protocol, protocol) !== 'no' && one.remote[family].may.has(remote) && one.ports.may.has(packet.dport));
  return entry?.line ?? line(acl.resource, 'Properties', `${acl.name} has no ${egress ? 'outbound' : 'inbound'} entry that allows it`);
}

/**
 * What the security groups of a host let pass in one direction: whatever one rule of one group allows. Rules that name a
 * group match members of that group; as a source, only as long as no middlebox, NAT gateway or region stands between.
 *
 * Source: https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html#security-group-referencing
 */
export function groupFilter(host: Host, egress: boolean, peer: Host | undefined, references: boolean, family: Family, protocol: number): Filter {
  if (!host.groups) {
    return EVERYTHING;
  }
  const sure: Condition[] = [];
  const may: Condition[] = [];
  const doubts: string[] = [];
  for (const group of host.groups) {
    if (group.doubt !== undefined) {
      may.push({});
      doubts.push(group.doubt);
    }
    for (const rule of group.rules) {
      const condition = rule.egress === egress ? conditionOf(rule, peer, references, family, protocol) : undefined;
      if (condition) {
        may.push(condition.may);
        const certain = condition.certain && group.doubt === undefined;
        if (certain) {
          sure.push(condition.may);
        } else {
          doubts.push(rule.doubt ?? group.doubt ?? `${rule.line.resource.logicalId} ${rule.line.path}`);
          if (condition.sure && group.doubt === undefined && rule.doubt === undefined) {
            sure.push(condition.sure);
          }
        }
      }
    }
  }
  return { conditions: doubts.length === 0 ? only(sure) : { sure, may }, doubts };
}

function conditionOf(rule: GroupRule, peer: Host | undefined, references: boolean, family: Family, protocol: number): { certain: boolean; may: Condition; sure?: Condition } | undefined {
  const spoken = speaks(rule.protocol, protocol);
  if (spoken === 'no') {
    return undefined;
  }
  const plain = rule.doubt === undefined && spoken === 'yes' && rule.ports.sure === rule.ports.may;
  if ('group' in rule.peer) {
    const member = references && peer ? isMember(peer, rule.peer.group) : 'no';
    return member === 'no' ? undefined : { certain: plain && member === 'yes', may: { dport: rule.ports.may } };
  }
  const { sure, may } = rule.peer.addresses[family];
  const field = rule.egress ? 'dst' : 'src';
  return may.empty ? undefined
    : { certain: plain && sure === may, may: { [field]: may, dport: rule.ports.may }, ...(spoken === 'yes' && { sure: { [field]: sure, dport: rule.ports.sure } }) };
}

function isMember({ groups = [] }: Host, group: Group): Tri {
  const found = groups.find(({ key }) => key === group.key);
  return found ? (found.doubt === undefined || !found.resource ? 'yes' : 'open') : groups.some(({ key, doubt }) => doubt !== undefined && key.includes(' Properties')) ? 'open' : 'no';
}

/** The rule that lets a packet pass; the groups, if none does. */
export function groupLines(host: Host, egress: boolean, peer: Host | undefined, references: boolean, family: Family, protocol: number, packet: Packet): Line[] {
  const groups = host.groups ?? [];
  for (const rule of groups.flatMap((group) => group.rules)) {
    const condition = rule.egress === egress ? conditionOf(rule, peer, references, family, protocol)?.may : undefined;
    if (condition && (condition.src?.has(packet.src) ?? true) && (condition.dst?.has(packet.dst) ?? true) && (condition.dport?.has(packet.dport) ?? true)) {
      return [rule.line];
    }
  }
  return groups.map((group) => line(group.resource ?? host.resource, 'Properties', `${group.name} has no rule that ${egress ? 'lets it out' : 'admits it'}`));
}
