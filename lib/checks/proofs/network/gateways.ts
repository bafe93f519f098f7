import { ALL_PORTS, INTERNET, NO_PORTS, ports, type Ports } from './addresses';
import { aclFilter, groupFilter } from './filters';
import type { Host, Network, Place, RouteTable, Vpc } from './model';
import { keyOf, targetOf } from './reading';
import { Resources } from './resources';
import { doubtful, only, pass, project, turned, type Flow, type Space } from './space';
import type { Resource } from '../../template';

/** A gateway endpoint: routes to the addresses of a service, which AWS keeps. */
export interface ServiceGateway {
  readonly resource: Resource;
  /** Service, e.g. `s3`. */
  readonly service: string;
  readonly vpc: Vpc;
  readonly tables: ReadonlySet<RouteTable>;
  /** Why the templates do not decide which route tables know it. */
  readonly doubt?: string;
}

/** What of a host reaches a service through a gateway endpoint, from one of its places. */
export interface ServiceAnswer {
  readonly place: Place;
  readonly sure: Ports;
  readonly may: Ports;
  readonly open: readonly string[];
}

/** What S3 and DynamoDB listen on. */
const WEB = ports(80).union(ports(443));

/**
 * The gateway endpoints of a network's VPCs.
 *
 * Source: https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
 */
export function gatewaysOf(network: Network): ServiceGateway[] {
  if (network.vpcs.length === 0) {
    return [];
  }
  const resources = new Resources(network.vpcs[0].resource.view.template.set);
  const tables = new Map(network.subnets.map(({ table }) => [keyOf(table.resource), table]));
  return resources.of('AWS::EC2::VPCEndpoint').flatMap(({ resource, doubt }) => {
    const type = resource.at('VpcEndpointType');
    const vpc = network.vpcs.find((one) => keyOf(one.resource) === targetOf(resource, resource.at('VpcId'))?.key);
    const ids = resource.at('RouteTableIds');
    const known = ids.items.map((id) => tables.get(targetOf(resource, id)?.key ?? ''));
    const open = doubt ?? ids.open ?? ids.items.find((id, i) => id.open !== undefined && known[i] === undefined)?.open ?? type.open;
    const service = (resource.at('ServiceName').text ?? '').replace(/^com\.amazonaws\.(\$\{[^}]*\}|[a-z0-9-]+)\./, '');
    return vpc && (type.absent || type.open !== undefined || type.text === 'Gateway') ? [{ resource, service, vpc, tables: new Set(known.flatMap((table) => table ?? [])), doubt: open }] : [];
  });
}

/**
 * Whether a host reaches the service, place by place. Which addresses of the Internet the service has is not known: it is certain
 * where the security groups and the network ACL let everything there out, and answers in.
 */
export function reachesService(host: Host, gateway: ServiceGateway): ServiceAnswer[] {
  return host.places.filter(({ subnet }) => subnet.vpc === gateway.vpc && (gateway.tables.has(subnet.table) || gateway.doubt !== undefined)).map((place) => {
    const { subnet, addresses, limit } = place;
    const box = { src: addresses[4].may, sport: ALL_PORTS, dst: INTERNET[4], dport: WEB };
    const limited = limit ? pass(only([box]), { sure: [{ dst: limit.destinations.sure }], may: [{ dst: limit.destinations.may }] }) : only(box.src.empty ? [] : [box]);
    const [group, out, back] = [groupFilter(host, true, undefined, true, 4, 6), aclFilter(subnet.acl, true, 4, 6), aclFilter(subnet.acl, false, 4, 6)];
    const answered = turned(pass(turned(pass(pass(limited, group.conditions), out.conditions)), back.conditions));
    const doubts = [host.doubt, subnet.table.doubt, gateway.tables.has(subnet.table) ? undefined : gateway.doubt].filter((doubt) => doubt !== undefined);
    const flow: Flow = doubts.length > 0 ? doubtful(answered) : answered;
    const partly = answered.may.length > answered.sure.length || answered.sure.some(({ dst }) => !dst.covers(INTERNET[4]));
    return {
      place, sure: portsTo(flow.sure.filter(({ dst }) => dst.covers(INTERNET[4]))), may: portsTo(flow.may),
      open: [...doubts, ...group.doubts, ...out.doubts, ...back.doubts, ...(partly ? [`which addresses ${gateway.service} has`] : [])],
    };
  });
}

function portsTo(space: Space): Ports {
  return project(space, 'dport') ?? NO_PORTS;
}
