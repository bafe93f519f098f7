import { DataStoreUnreachableFromInternet } from '../../../../lib/checks/proofs/properties/data-store-unreachable-from-internet';
import type { Resource, TemplateSet } from '../../../../lib/checks/template';
import type { Break, Edit, Family, ProofMutant } from '../mutants';
import { admit, ANYWHERE, associationOf, beside, defaultRouteOf, exclude, fenceOf, firewallOf, gatewayOf, ingressTableOf, mutantIn, natsOf, openFence, route, servicesIn, storesIn, tableOf, tcp, vpcOf, type StoreSite } from '../network';

/** Each subnet of each data store, about one of its instances or the cluster in turn. */
function places(set: TemplateSet, make: (subnet: Resource, about: Resource, site: StoreSite) => Partial<ProofMutant>[]): ProofMutant[] {
  return storesIn(set).flatMap((site) => site.subnets.flatMap((subnet, i) => {
    const all = [...site.instances, site.store];
    const about = all[i % all.length];
    return make(subnet, about, site).map((made) => ({ site: subnet.logicalId, names: [mutantIn(subnet)], about, edit: () => undefined, ...made }));
  }));
}

function wayOut(name: string, edit: (subnet: Resource) => Edit, extra: (subnet: Resource) => Record<string, Edit> = () => ({})): Break {
  return { name, mutants: (set) => places(set, (subnet) => [{ edit: edit(subnet), behind: { ...openFence(subnet), ...extra(subnet) } }]) };
}

/** A subnet that uses the route table of another one of its VPC, which leads out. */
function swapped(name: string, other: (subnet: Resource, set: TemplateSet) => Resource | undefined): Break {
  return { name, mutants: (set) => places(set, (subnet) => {
    const from = other(subnet, set);
    const [way, association] = [from && defaultRouteOf(from), associationOf(subnet)];
    return from && way && association ? [{
      names: [way], behind: { ...openFence(subnet), ...(way.at('NatGatewayId').present ? {} : { ...exclude(subnet), ...answersToo(subnet, way) }) },
      edit: (drafts) => { drafts.properties(association).RouteTableId = drafts.ref(association.view.template, tableOf(from)); },
    }] : [];
  }) };
}

/** A firewall drops what it sees one direction of: answers must come the same way. */
function answersToo(subnet: Resource, way: Resource): Record<string, Edit> {
  const [table, firewall] = [ingressTableOf(vpcOf(subnet)), firewallOf(vpcOf(subnet))];
  return table && firewall && way.at('VpcEndpointId').present ? { 'no answers through the firewall': beside(table, 'EC2::Route', (drafts) => ({
    RouteTableId: { Ref: table.logicalId }, DestinationCidrBlock: subnet.at('CidrBlock').text, VpcEndpointId: drafts.properties(way).VpcEndpointId as unknown,
  }), 'AnswersToo') } : {};
}

const inSameVpc = (subnet: Resource) => (other: Resource) => vpcOf(other).is(vpcOf(subnet));
const straight = (subnet: Resource) => route(tableOf(subnet), { GatewayId: gatewayOf(vpcOf(subnet)) }, undefined, 'StraightOut');

/** A fence that is gone, or lets everything pass, in front of a route that leads out. */
function fence(name: string, edit: (fence: { acl: Resource; association: Resource }) => Edit, names: (acl: Resource, subnet: Resource) => ProofMutant['names']): Break {
  return { name, mutants: (set) => places(set, (subnet) => {
    const found = fenceOf(subnet);
    return found ? [{ edit: edit(found), names: names(found.acl, subnet), behind: { 'no route': straight(subnet), ...exclude(subnet) } }] : [];
  }) };
}

/** A store that the Internet itself reaches: by its security group, its public address, and the ways there and back. */
function published(name: string, lines: (site: StoreSite, instance: Resource) => readonly [edit: Edit, names: ProofMutant['names'], behind: 'group' | 'address']): Break {
  return { name, mutants: (set) => storesIn(set).flatMap((site) => site.instances.map((instance): ProofMutant => {
    const [edit, names, rest] = lines(site, instance);
    const behind: Record<string, Edit> = { ...openFence(site.subnets[0]), ...exclude(site.subnets[0]), 'no route': straight(site.subnets[0]) };
    const { group, address } = { group: admit(site.securityGroup, tcp(5433, { CidrIp: ANYWHERE })), address: makePublic(instance) };
    return { site: instance.logicalId, about: instance, edit, names: [/the Internet reaches it/, ...names], behind: { ...behind, ...(rest === 'group' ? { 'the security group': group } : { 'no public address': address }) } };
  })) };
}

function makePublic(instance: Resource): Edit {
  return (drafts) => { drafts.properties(instance).PubliclyAccessible = true; };
}

export const FAMILY: Family = {
  property: DataStoreUnreachableFromInternet,
  breaks: [
    wayOut('a route to the Internet gateway', (subnet) => route(tableOf(subnet), { GatewayId: gatewayOf(vpcOf(subnet)) }), exclude),
    wayOut('a route to part of the Internet', (subnet) => route(tableOf(subnet), { GatewayId: gatewayOf(vpcOf(subnet)) }, { DestinationCidrBlock: '128.0.0.0/1' }), exclude),
    wayOut('a route to a NAT gateway', (subnet) => route(tableOf(subnet), { NatGatewayId: natsOf(vpcOf(subnet))[0] })),
    swapped("the load balancer's route table", (subnet, set) => servicesIn(set).flatMap(({ edge }) => edge).find(inSameVpc(subnet))),
    swapped("the service's route table", (subnet, set) => servicesIn(set).flatMap(({ subnets }) => subnets).find(inSameVpc(subnet))),
    fence('no network ACL of its own', ({ association }) => (drafts) => drafts.remove(association), (_, subnet) => [vpcOf(subnet), mutantIn(subnet, 'StraightOut')]),
    fence('a network ACL that lets everything pass', ({ acl }) => (drafts) => acl.referredBy('AWS::EC2::NetworkAclEntry').forEach((entry) => Object.assign(drafts.properties(entry), { CidrBlock: ANYWHERE, Protocol: -1, PortRange: undefined })),
      (acl) => [new RegExp(acl.logicalId.slice(0, -8))]),
    published('the Internet in its security group', ({ securityGroup }) => [admit(securityGroup, tcp(5433, { CidrIp: ANYWHERE })), [securityGroup], 'address']),
    published('the Internet in a rule of its own', ({ securityGroup }) => [beside(securityGroup, 'EC2::SecurityGroupIngress', () => ({ GroupId: { 'Fn::GetAtt': [securityGroup.logicalId, 'GroupId'] }, ...tcp(5432, { CidrIp: '128.0.0.0/1' }, 5433) })), [mutantIn(securityGroup)], 'address']),
    published('the Internet in a prefix list', ({ securityGroup }) => [(drafts) => {
      drafts.add(securityGroup.view.template, 'MutantList', 'EC2::PrefixList', { AddressFamily: 'IPv4', MaxEntries: 1, PrefixListName: 'mutant', Entries: [{ Cidr: '52.0.0.0/8' }] });
      admit(securityGroup, tcp(5433, { SourcePrefixListId: { Ref: 'MutantList' } }))(drafts);
    }, [securityGroup], 'address']),
    published('a public address', (_, instance) => [makePublic(instance), [instance], 'group']),
  ],
};
