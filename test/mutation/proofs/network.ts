import type { Resource, TemplateSet } from '../../../lib/checks/template';
import type { Loose } from '../support/operator';
import type { Drafts } from './drafts';
import { keyOf, type Edit, type Found } from './mutants';

/** Where things stand in the network of the templates, and what opens it. Nothing here asks the proofs. */

export const ANYWHERE = '0.0.0.0/0';

/** The subnets that a property names, in this template or another. */
export function subnetsIn(resource: Resource, ...path: string[]): Resource[] {
  return resource.at(...path).items.flatMap((item) => item.target ?? item.at('SubnetId').target ?? []);
}

export function vpcOf(subnet: Resource): Resource {
  return subnet.at('VpcId').target!;
}

export function inVpc(vpc: Resource, type: string): readonly Resource[] {
  return vpc.view.ofType(`AWS::${type}`).filter((resource) => resource.at('VpcId').refersTo(vpc));
}

export function associationOf(subnet: Resource): Resource | undefined {
  return subnet.referredBy('AWS::EC2::SubnetRouteTableAssociation')[0];
}

export function tableOf(subnet: Resource): Resource {
  return associationOf(subnet)!.at('RouteTableId').target!;
}

export function defaultRouteOf(subnet: Resource): Resource | undefined {
  return routesOf(tableOf(subnet)).find((route) => route.at('DestinationCidrBlock').text === ANYWHERE);
}

export function routesOf(table: Resource): readonly Resource[] {
  return table.referredBy('AWS::EC2::Route');
}

export function gatewayOf(vpc: Resource): Resource {
  return vpc.referredBy('AWS::EC2::VPCGatewayAttachment').flatMap((attachment) => attachment.at('InternetGatewayId').target ?? [])[0];
}

export function natsOf(vpc: Resource): readonly Resource[] {
  return vpc.view.ofType('AWS::EC2::NatGateway');
}

/** The network ACL that is associated with a subnet. */
export function fenceOf(subnet: Resource): { readonly acl: Resource; readonly association: Resource } | undefined {
  return subnet.referredBy('AWS::EC2::SubnetNetworkAclAssociation').flatMap((association) => {
    const acl = association.at('NetworkAclId').target;
    return acl ? [{ acl, association }] : [];
  })[0];
}

/** What stands where: a data store with the subnets of its group. */
export interface StoreSite {
  readonly store: Resource;
  readonly group: Resource;
  readonly subnets: readonly Resource[];
  readonly securityGroup: Resource;
  readonly instances: readonly Resource[];
}

export function storesIn(set: TemplateSet): StoreSite[] {
  return set.ofType('AWS::RDS::DBSubnetGroup').flatMap((group) => group.referredBy('AWS::RDS::DBCluster').flatMap((store) => {
    const securityGroup = store.at('VpcSecurityGroupIds').items[0]?.target;
    return securityGroup ? [{ store, group, subnets: subnetsIn(group, 'SubnetIds'), securityGroup, instances: store.referredBy('AWS::RDS::DBInstance') }] : [];
  }));
}

/** A service with its subnets, its security group and the load balancer in front of it. */
export interface ServiceSite {
  readonly service: Resource;
  readonly subnets: readonly Resource[];
  readonly securityGroup: Resource;
  readonly balancer: Resource;
  readonly edge: readonly Resource[];
  readonly edgeGroup: Resource;
  readonly guarded: boolean;
}

export function servicesIn(set: TemplateSet): ServiceSite[] {
  return set.ofType('AWS::ECS::Service').flatMap((service) => {
    const [balancer] = service.view.ofType('AWS::ElasticLoadBalancingV2::LoadBalancer');
    const [securityGroup, edgeGroup] = [service.at('NetworkConfiguration', 'AwsvpcConfiguration', 'SecurityGroups').items[0]?.target, balancer?.at('SecurityGroups').items[0]?.target];
    return securityGroup && edgeGroup ? [{
      service, securityGroup, balancer, edgeGroup, subnets: subnetsIn(service, 'NetworkConfiguration', 'AwsvpcConfiguration', 'Subnets'), edge: subnetsIn(balancer, 'Subnets'),
      guarded: !['development', 'test'].includes(service.environment ?? ''),
    }] : [];
  });
}

export function firewallOf(vpc: Resource): Resource | undefined {
  return inVpc(vpc, 'NetworkFirewall::Firewall')[0];
}

/** The Internet gateway's own route table. */
export function ingressTableOf(vpc: Resource): Resource | undefined {
  return gatewayOf(vpc).referredBy('AWS::EC2::GatewayRouteTableAssociation')[0]?.at('RouteTableId').target;
}

/** The route of an Internet gateway's own table that leads to a subnet. */
export function ingressRouteOf(subnet: Resource): Resource | undefined {
  const table = ingressTableOf(vpcOf(subnet));
  return table && routesOf(table).find((route) => route.at('DestinationCidrBlock').text === subnet.at('CidrBlock').text);
}

export function mutantIn(resource: Resource, logicalId = 'Mutant'): Found {
  return { ...keyOf(resource), logicalId };
}

/** Adds a resource beside another one. */
export function beside(resource: Resource, type: string, properties: (drafts: Drafts) => object, logicalId = 'Mutant'): Edit {
  return (drafts) => drafts.add(resource.view.template, logicalId, type, properties(drafts));
}

/** A route of a table to something of the same template. */
export function route(table: Resource, to: Record<string, Resource>, destination: object = { DestinationCidrBlock: ANYWHERE }, logicalId = 'Mutant'): Edit {
  const targets = Object.entries(to).map(([key, target]) => [key, { Ref: target.logicalId }] as const);
  return beside(table, 'EC2::Route', () => ({ RouteTableId: { Ref: table.logicalId }, ...destination, ...Object.fromEntries(targets) }), logicalId);
}

/** Lets everything pass a network ACL, both ways. */
export function openFence(subnet: Resource): Record<string, Edit> {
  const acl = fenceOf(subnet)?.acl;
  return acl ? { 'the network ACL': (drafts) => [false, true].forEach((egress) => drafts.add(acl.view.template, `Fence${egress}`, 'EC2::NetworkAclEntry', {
    NetworkAclId: { Ref: acl.logicalId }, RuleNumber: 1, Egress: egress, Protocol: -1, RuleAction: 'allow', CidrBlock: ANYWHERE,
  })) } : {};
}

/** Excludes a subnet from VPC block public access, where that is on and does not exclude its VPC. */
export function exclude(subnet: Resource): Record<string, Edit> {
  const exclusions = subnet.view.ofType('AWS::EC2::VPCBlockPublicAccessExclusion');
  const blocked = subnet.view.ofType('AWS::EC2::VPCBlockPublicAccessOptions').length > 0 && !exclusions.some((each) => each.at('VpcId').refersTo(vpcOf(subnet)) || each.at('SubnetId').refersTo(subnet));
  return blocked ? { 'VPC block public access': beside(subnet, 'EC2::VPCBlockPublicAccessExclusion', () => ({ InternetGatewayExclusionMode: 'allow-bidirectional', SubnetId: { Ref: subnet.logicalId } }), `Exclude${subnet.logicalId}`) } : {};
}

/** Adds inline rules to a security group. */
export function admit(group: Resource, ...rules: object[]): Edit {
  return (drafts) => { const all = drafts.properties(group); all.SecurityGroupIngress = [...(all.SecurityGroupIngress as Loose[] | undefined) ?? [], ...rules]; };
}

export function tcp(port: number, peer: object, to = port): object {
  return { IpProtocol: 'tcp', FromPort: port, ToPort: to, ...peer };
}
