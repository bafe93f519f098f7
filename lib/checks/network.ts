import { companions } from './companions';
import type { Resource, Value } from './template';
import { compliant, open, unknown, violation, type Verdict } from './verdict';

/** The types that carry ingress rules of security groups. */
export const INGRESS_TYPES = ['AWS::EC2::SecurityGroup', 'AWS::EC2::SecurityGroupIngress'];

/** Where data stores name their subnets. */
const STORE_SUBNETS: Readonly<Record<string, readonly string[]>> = {
  'AWS::DAX::SubnetGroup': ['SubnetIds'],
  'AWS::DocDB::DBSubnetGroup': ['SubnetIds'],
  'AWS::EFS::MountTarget': ['SubnetId'],
  'AWS::ElastiCache::ServerlessCache': ['SubnetIds'],
  'AWS::ElastiCache::SubnetGroup': ['SubnetIds'],
  'AWS::MemoryDB::SubnetGroup': ['SubnetIds'],
  'AWS::Neptune::DBSubnetGroup': ['SubnetIds'],
  'AWS::OpenSearchService::Domain': ['VPCOptions', 'SubnetIds'],
  'AWS::RDS::DBProxy': ['VpcSubnetIds'],
  'AWS::RDS::DBSubnetGroup': ['SubnetIds'],
  'AWS::Redshift::ClusterSubnetGroup': ['SubnetIds'],
  'AWS::RedshiftServerless::Workgroup': ['SubnetIds'],
};

/** Where data stores name their security groups. */
const STORE_GROUPS: Readonly<Record<string, readonly string[]>> = {
  'AWS::DAX::Cluster': ['SecurityGroupIds'],
  'AWS::DocDB::DBCluster': ['VpcSecurityGroupIds'],
  'AWS::EFS::MountTarget': ['SecurityGroups'],
  'AWS::ElastiCache::CacheCluster': ['VpcSecurityGroupIds'],
  'AWS::ElastiCache::ReplicationGroup': ['SecurityGroupIds'],
  'AWS::ElastiCache::ServerlessCache': ['SecurityGroupIds'],
  'AWS::MemoryDB::Cluster': ['SecurityGroupIds'],
  'AWS::Neptune::DBCluster': ['VpcSecurityGroupIds'],
  'AWS::OpenSearchService::Domain': ['VPCOptions', 'SecurityGroupIds'],
  'AWS::RDS::DBCluster': ['VpcSecurityGroupIds'],
  'AWS::RDS::DBInstance': ['VPCSecurityGroups'],
  'AWS::RDS::DBProxy': ['VpcSecurityGroupIds'],
  'AWS::Redshift::Cluster': ['VpcSecurityGroupIds'],
  'AWS::RedshiftServerless::Workgroup': ['SecurityGroupIds'],
};

/** The types that place a data store in subnets. */
export const STORE_SUBNET_TYPES = Object.keys(STORE_SUBNETS);

/** The subnets that a data store, or a subnet group of data stores, is placed in. */
export function storeSubnets(store: Resource): Value {
  return store.at(...STORE_SUBNETS[store.type]);
}

/** Whether data stores are placed in a subnet. */
export function holdsStores(subnet: Resource): boolean {
  return STORE_SUBNET_TYPES.some((type) => subnet.set.ofType(type).some((store) => storeSubnets(store).items.some((item) => item.refersTo(subnet))));
}

/** The data stores that a security group guards. */
export function guardedStores(group: Resource): Resource[] {
  return Object.entries(STORE_GROUPS).flatMap(([type, path]) =>
    group.set.ofType(type).filter((store) => store.at(...path).items.some((item) => item.refersTo(group))));
}

/** The ingress rules that a resource writes: inline ones of a group, or the one of a resource of its own. */
export function ingressRules(resource: Resource): Value[] {
  return resource.type === 'AWS::EC2::SecurityGroup' ? resource.at('SecurityGroupIngress').items : [resource.properties];
}

/** The security group whose ingress a resource writes. Undefined if the templates do not show it. */
export function ingressGroup(resource: Resource): Resource | undefined {
  const group = resource.type === 'AWS::EC2::SecurityGroup' ? resource : resource.at('GroupId').target;
  return group?.type === 'AWS::EC2::SecurityGroup' ? group : undefined;
}

/** The ports that an ingress or network ACL rule admits; all of them for a rule about all protocols. Undefined if open. */
export function portsOf(rule: Value): { readonly from: number; readonly to: number } | undefined {
  if (['IpProtocol', 'FromPort', 'ToPort'].some((key) => rule.at(key).open !== undefined)) {
    return undefined;
  }
  const protocol = rule.at('IpProtocol').text?.toLowerCase();
  return ['tcp', '6', 'udp', '17'].includes(protocol ?? '')
    ? { from: Math.max(0, rule.at('FromPort').number ?? 0), to: rule.at('ToPort').number ?? rule.at('FromPort').number ?? 65535 }
    : ['icmp', '1', 'icmpv6', '58'].includes(protocol ?? '') ? { from: -1, to: -1 } : { from: 0, to: 65535 };
}

/** The load balancers that face the Internet. Without a scheme, a load balancer does. */
export function facesInternet(balancer: Resource): boolean {
  const scheme = balancer.at('Scheme');
  return scheme.absent || scheme.open !== undefined || scheme.text === 'internet-facing';
}

/** Whether a load balancer is one for applications. Without a type, it is. */
export function isApplicationBalancer(balancer: Resource): boolean {
  return (balancer.at('Type').text ?? 'application') === 'application';
}

/** The route table of a subnet. Undefined if it uses the main one of its VPC, which templates cannot describe. */
export function routeTable(subnet: Resource): Value | undefined {
  return companions(subnet, 'AWS::EC2::SubnetRouteTableAssociation', 'SubnetId')[0]?.at('RouteTableId');
}

/** The subnets that use a route table. */
export function subnetsOf(table: Resource): Value[] {
  return companions(table, 'AWS::EC2::SubnetRouteTableAssociation', 'RouteTableId').map((association) => association.at('SubnetId'));
}

/** The routes of a route table. */
export function routesOf(table: Resource): Resource[] {
  return companions(table, 'AWS::EC2::Route', 'RouteTableId');
}

/** Whether a route leads to an Internet gateway (not one for outgoing IPv6 only). */
export function leadsToInternet(route: Resource): boolean {
  const gateway = route.at('GatewayId');
  return gateway.target?.type === 'AWS::EC2::InternetGateway' || /^igw-/.test(gateway.text ?? '');
}

/**
 * The subnets must stand in at least so many different availability zones.
 *
 * @param subnetOf how an item of the list names its subnet, if it is not the subnet itself
 */
export function spread(list: Value, least: number, what: string, subnetOf: (item: Value) => Value = (item) => item): Verdict {
  if (list.open === undefined && list.items.length < least) {
    return violation(`${what} stands in fewer than ${least} availability zones`, list);
  }
  const zones = list.items.map((item) => {
    const subnet = subnetOf(item);
    return subnet.target?.type === 'AWS::EC2::Subnet' ? subnet.target.at('AvailabilityZone') : undefined;
  });
  const known = new Set(zones.flatMap((zone) => (zone && zone.open === undefined ? zone.text ?? [] : [])));
  if (known.size >= least) {
    return compliant(list);
  }
  const vague = zones.findIndex((zone) => zone === undefined || zone.absent || zone.open !== undefined);
  if (vague < 0) {
    return violation(`${what} stands in ${known.size} availability zones, not ${least}`, list);
  }
  const value = zones[vague] ?? subnetOf(list.items[vague]);
  return value.open === undefined ? unknown(`${value.path} does not show its availability zone`, value) : open(value);
}
