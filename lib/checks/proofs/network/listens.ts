import type { Resource } from '../../template';
import { NO_PORTS, ports, type Ports } from './addresses';
import type { Heard } from './model';
import { keyOf, targetOf } from './reading';
import type { Resources } from './resources';
import type { Shape } from './shapes';

const [TCP, UDP] = [6, 17];
const ENGINE_PORTS: readonly [RegExp, number][] = [[/postgres/, 5432], [/mysql|mariadb|^aurora$/, 3306], [/oracle/, 1521], [/sqlserver/, 1433], [/db2/, 50000]];

/**
 * What file transfer servers in a VPC listen on, by protocol of theirs.
 *
 * Source: https://docs.aws.amazon.com/transfer/latest/userguide/create-server-in-vpc.html
 */
const TRANSFER_PORTS: Readonly<Record<string, Ports>> = {
  SFTP: [22, 2222, 2223, 22000].map((port) => ports(port)).reduce((all, one) => all.union(one)), FTPS: ports(21).union(ports(8192, 8200)), FTP: ports(21).union(ports(8192, 8200)), AS2: ports(5080),
};

/** AWS's services that interface endpoints serve on other ports than 443. */
const OTHER_PORTS = /\.(cassandra|dynamodb|elasticache|email-smtp|iot|memory-?db|redshift|s3|s3express|transfer|workspaces)\b/;

/** The ports that something of a shape listens on; undefined if they are not known. */
export function listens(resource: Resource, cluster: Resource | undefined, shape: Shape, resources: Resources): Heard | undefined {
  if (shape.silent) {
    return {};
  }
  if (shape.role === 'balancer') {
    return listeners(resource, resources);
  }
  if (shape.role === 'transfer') {
    return transfers(resource);
  }
  const value = shape.portAt && (cluster ?? resource).at(...shape.portAt);
  if (value?.present) {
    return value.open === undefined && value.number !== undefined ? { [TCP]: ports(value.number) } : undefined;
  }
  const engine = resource.type.startsWith('AWS::RDS') ? (cluster ?? resource).at('Engine').text : undefined;
  const known = shape.ports ?? ENGINE_PORTS.filter(([pattern]) => engine !== undefined && pattern.test(engine)).map(([, port]) => port);
  const all = known.map((port) => ports(port)).reduce((sum, one) => sum.union(one), NO_PORTS);
  return known.length > 0 ? { [TCP]: all, ...(shape.datagrams && { [UDP]: all }) } : undefined;
}

/** What an interface endpoint of a service of AWS listens on; undefined if that is not known. */
export function heardAtEndpoint(service: string): Heard | undefined {
  return /^com\.amazonaws\.(?!vpce)/.test(service) && !OTHER_PORTS.test(service) ? { [TCP]: ports(443) } : undefined;
}

function transfers(server: Resource): Heard | undefined {
  const protocols = server.at('Protocols');
  const names = protocols.absent ? ['SFTP'] : protocols.items.map((item) => (item.open === undefined ? item.text ?? '' : ''));
  const known = names.map((name): Ports | undefined => TRANSFER_PORTS[name]);
  return protocols.open !== undefined || known.includes(undefined) ? undefined : { [TCP]: known.reduce<Ports>((all, one) => all.union(one!), NO_PORTS) };
}

/** IP protocols that a load balancer speaks at a listener: both if that is open. */
export function spokenBy(balancer: Resource, listener: Resource): readonly number[] {
  const type = balancer.at('Type');
  const protocol = listener.at('Protocol').text?.toUpperCase();
  if (type.absent || type.text === 'application' || (protocol !== undefined && !/UDP|QUIC/.test(protocol))) {
    return [TCP];
  }
  return protocol === 'UDP' || protocol === 'QUIC' ? [UDP] : [TCP, UDP];
}

function listeners(balancer: Resource, resources: Resources): Heard | undefined {
  const own = resources.of('AWS::ElasticLoadBalancingV2::Listener').filter(({ resource }) => targetOf(resource, resource.at('LoadBalancerArn'))?.key === keyOf(balancer)).map(({ resource }) => resource);
  const heard = [
    ...own.map((listener) => ({ port: listener.at('Port').number, protocols: spokenBy(balancer, listener) })),
    ...balancer.at('Listeners').items.map((item) => ({ port: item.at('LoadBalancerPort').number, protocols: [TCP] })),
  ];
  const elsewhere = resources.of('AWS::ElasticLoadBalancingV2::Listener').some(({ resource }) => resource.at('LoadBalancerArn').open !== undefined);
  const of = (protocol: number) => heard.filter(({ protocols }) => protocols.includes(protocol)).reduce((all, { port }) => all.union(ports(port!)), NO_PORTS);
  return elsewhere || heard.some(({ port }) => port === undefined) ? undefined : Object.fromEntries([TCP, UDP].map((protocol) => [protocol, of(protocol)] as const).filter(([, all]) => !all.empty));
}
