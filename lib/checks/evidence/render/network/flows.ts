import { companions } from '../../../companions';
import { facesInternet, leadsToInternet, portsOf, routesOf, routeTable } from '../../../network';
import { containsRange, isEverywhere, rangeValue } from '../../../ranges';
import type { Resource, Value } from '../../../template';
import type { Flow, GatewayEndpoint, Node, Subnet } from './model';

/** Ports that a rule of a security group admits. */
interface Ports {
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
}

/** What the flows are worked out from. */
interface Scene {
  readonly nodes: readonly Node[];
  readonly endpoints: readonly GatewayEndpoint[];
}

/** Security group rules of a direction: inline ones, then those that stand apart, in whatever template. */
const DIRECTIONS = {
  in: { inline: 'SecurityGroupIngress', apart: 'AWS::EC2::SecurityGroupIngress', group: 'SourceSecurityGroupId' },
  out: { inline: 'SecurityGroupEgress', apart: 'AWS::EC2::SecurityGroupEgress', group: 'DestinationSecurityGroupId' },
} as const;
type Direction = keyof typeof DIRECTIONS;

/** Who may talk to whom: what one's security groups let out, the other's let in, and routes lead to. */
export function flowsOf(scene: Scene): Flow[] {
  const talking = scene.nodes.filter((node) => node.groups !== undefined);
  return [
    ...talking.flatMap((node) => inbound(node, scene)),
    ...talking.flatMap((from) => talking.filter((to) => to !== from).flatMap((to) => between(from, to))),
    ...talking.flatMap((node) => outbound(node, scene)),
    ...talking.flatMap((node) => toEndpoints(node, scene)),
    ...talking.flatMap(undecided),
  ];
}

function between(from: Node, to: Node): Flow[] {
  const leaving = rulesOf(from, 'out').filter((rule) => rule === 'any' || admits(rule, 'out', to));
  // Whoever is open to the Internet is open to its own network too: one arrow says so.
  const open = to.resources.some(isPublic);
  const entering = rulesOf(to, 'in').filter((rule) => rule !== 'any' && admits(rule, 'in', from) && !(open && fromEverywhere(rule)));
  const ports = leaving.flatMap((out) => entering.flatMap((into) => meet(range(out), range(into))));
  return flow(from.id, to.id, ports);
}

function inbound(node: Node, { nodes }: Scene): Flow[] {
  const entry = node.resources.some(isPublic) ? node.subnets.map(wayOut).find((way) => way !== undefined) : undefined;
  if (!entry) {
    return [];
  }
  const ports = rulesOf(node, 'in').filter((rule) => rule !== 'any' && fromEverywhere(rule)).flatMap((rule) => range(rule));
  return flow('internet', node.id, ports, passed(entry, nodes).reverse());
}

function outbound(node: Node, { nodes }: Scene): Flow[] {
  const way = node.subnets.map(wayOut).find((found) => found !== undefined);
  if (!way || (passed(way, nodes).every((id) => !isNat(id, nodes)) && !node.resources.some(isPublic))) {
    return [];
  }
  return flow(node.id, 'internet', toEverywhere(node), passed(way, nodes));
}

function toEndpoints(node: Node, { endpoints }: Scene): Flow[] {
  const web = toEverywhere(node, true).filter(({ protocol, from, to }) => protocol !== 'udp' && from <= 443 && to >= 443);
  return endpoints.filter(({ tiers }) => tiers.includes(node.tier)).flatMap(({ id }) => flow(node.id, id, web.length > 0 ? [{ protocol: 'tcp', from: 443, to: 443 }] : []));
}

/** What may come in from somewhere that the templates do not tell. */
function undecided(node: Node): Flow[] {
  const open = rulesOf(node, 'in').filter((rule) => rule !== 'any' && ['CidrIp', 'CidrIpv6', 'SourceSecurityGroupId', 'SourcePrefixListId'].every((key) => rule.at(key).absent || rule.at(key).open !== undefined));
  return flow('open', node.id, open.flatMap((rule) => range(rule)));
}

function flow(from: string, to: string, ports: readonly Ports[], via: readonly string[] = []): Flow[] {
  const texts = [...new Set([...ports].sort((a, b) => a.from - b.from).reverse().map(textOf))];
  return texts.length === 0 ? [] : [{ from, to, ports: texts, via }];
}

/** The rules of a node's groups. A group without egress rules of its own lets everything out. */
function rulesOf(node: Node, direction: Direction): (Value | 'any')[] {
  const { inline, apart } = DIRECTIONS[direction];
  return (node.groups ?? []).flatMap((group) => {
    const written = group.at(inline).items;
    return [...(direction === 'out' && group.at(inline).absent ? ['any' as const] : written), ...companions(group, apart, 'GroupId').map((rule) => rule.properties)];
  });
}

function admits(rule: Value, direction: Direction, peer: Node): boolean {
  const group = rule.at(DIRECTIONS[direction].group);
  return (peer.groups ?? []).some((other) => group.refersTo(other))
    || rangesOf(rule).some((outer) => peer.subnets.some(({ cidr }) => containsRange(outer, cidr)));
}

function fromEverywhere(rule: Value): boolean {
  return rangesOf(rule).some(isEverywhere);
}

function rangesOf(rule: Value): string[] {
  return [rule.at('CidrIp'), rule.at('CidrIpv6')].flatMap((value) => rangeValue(value).text ?? []);
}

function toEverywhere(node: Node, prefixLists = false): Ports[] {
  return rulesOf(node, 'out').filter((rule) => rule === 'any' || fromEverywhere(rule) || (prefixLists && rule.at('DestinationPrefixListId').present)).flatMap((rule) => range(rule));
}

function range(rule: Value | 'any'): Ports[] {
  if (rule === 'any') {
    return [{ protocol: 'all', from: 0, to: 65535 }];
  }
  const ports = portsOf(rule);
  const protocol = rule.at('IpProtocol').text?.toLowerCase() ?? '-1';
  return ports ? [{ protocol: ({ 6: 'tcp', 17: 'udp', 1: 'icmp', 58: 'icmpv6', [-1]: 'all' } as Record<string, string>)[protocol] ?? protocol, ...ports }] : [];
}

function meet(a: readonly Ports[], b: readonly Ports[]): Ports[] {
  return a.flatMap((one) => b.flatMap((other) => {
    const [from, to] = [Math.max(one.from, other.from), Math.min(one.to, other.to)];
    const protocol = one.protocol === 'all' ? other.protocol : other.protocol === 'all' || other.protocol === one.protocol ? one.protocol : undefined;
    return protocol === undefined || from > to ? [] : [{ protocol, from, to }];
  }));
}

function textOf({ protocol, from, to }: Ports): string {
  const ports = from <= 0 && to >= 65535 ? 'all' : from === to ? String(from) : `${from}–${to}`;
  return protocol === 'icmp' || protocol === 'icmpv6' ? protocol : protocol === 'tcp' || protocol === 'all' ? ports : `${protocol} ${ports}`;
}

/** Whether a resource has an address that the Internet can reach. */
function isPublic(resource: Resource): boolean {
  switch (resource.type) {
    case 'AWS::ElasticLoadBalancingV2::LoadBalancer': return facesInternet(resource);
    case 'AWS::ECS::Service': return resource.at('NetworkConfiguration', 'AwsvpcConfiguration', 'AssignPublicIp').text === 'ENABLED';
    case 'AWS::RDS::DBInstance': return resource.at('PubliclyAccessible').isTrue;
    case 'AWS::EC2::Instance': return resource.at('SubnetId').target?.at('MapPublicIpOnLaunch').isTrue ?? false;
    default: return false;
  }
}

/** The resources that a packet from a subnet to the Internet passes. Undefined if no route leads there. */
function wayOut({ resource }: Subnet): Resource[] | undefined {
  return follow(resource, []);
}

function follow(subnet: Resource, passedBefore: readonly Resource[]): Resource[] | undefined {
  const table = routeTable(subnet)?.target;
  const defaults = table ? routesOf(table).filter((route) => ['0.0.0.0/0', '::/0'].includes(route.at('DestinationCidrBlock').text ?? route.at('DestinationIpv6CidrBlock').text ?? '')) : [];
  if (defaults.some(leadsToInternet)) {
    return [...passedBefore];
  }
  const next = defaults.flatMap((route) => [route.at('NatGatewayId').target, ...route.at('VpcEndpointId').targets]).find((target) => target !== undefined);
  const places = next?.type === 'AWS::EC2::NatGateway' ? next.at('SubnetId').items : next?.at('SubnetMappings').items.map((mapping) => mapping.at('SubnetId'));
  const place = places?.find((value) => value.target)?.target;
  return next && place && passedBefore.length < 4 ? follow(place, [...passedBefore, next]) : undefined;
}

function passed(way: readonly Resource[], nodes: readonly Node[]): string[] {
  return way.flatMap((resource) => nodes.find((node) => node.resources.some((each) => each.is(resource)))?.id ?? []);
}

function isNat(id: string, nodes: readonly Node[]): boolean {
  return nodes.some((node) => node.id === id && node.resources[0].type === 'AWS::EC2::NatGateway');
}
