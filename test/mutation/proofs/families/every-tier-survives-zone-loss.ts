import { EveryTierSurvivesZoneLoss } from '../../../../lib/checks/models/properties/every-tier-survives-zone-loss';
import type { Resource, TemplateSet } from '../../../../lib/checks/template';
import type { Edit, Family, ProofMutant } from '../mutants';
import { associationOf, defaultRouteOf, fenceOf, firewallOf, ingressRouteOf, inVpc, natsOf, servicesIn, storesIn, tableOf, vpcOf, type ServiceSite, type StoreSite } from '../network';

const guarded = ({ environment }: Resource) => environment === 'acceptance' || environment === 'production';
const services = (set: TemplateSet) => servicesIn(set).filter(({ service }) => guarded(service));
const zone = (subnet: Resource) => subnet.at('AvailabilityZone').text!;

/** One place for each two zones of a service. */
function pairs(set: TemplateSet, make: (one: number, other: number, site: ServiceSite) => Partial<ProofMutant>): ProofMutant[] {
  return services(set).flatMap((site) => site.edge.map((subnet, i) => ({ site: subnet.logicalId, about: site.balancer, names: [], edit: () => undefined, ...make(i, (i + 1) % site.edge.length, site) })));
}

function each(set: TemplateSet, make: (site: ServiceSite) => Partial<ProofMutant>): ProofMutant[] {
  return services(set).map((site) => ({ site: site.service.logicalId, about: site.service, names: [], edit: () => undefined, ...make(site) }));
}

function databases(set: TemplateSet, make: (site: StoreSite) => Partial<ProofMutant>): ProofMutant[] {
  return storesIn(set).filter(({ store }) => guarded(store)).map((site) => ({ site: site.store.logicalId, about: site.store, names: [/database: /], edit: () => undefined, ...make(site) }));
}

/** Leaves the first of a list. */
function first(resource: Resource, ...path: string[]): Edit {
  return (drafts) => {
    const owner = path.slice(0, -1).reduce((at, key) => at[key], drafts.properties(resource));
    owner[path.at(-1)!] = [(owner[path.at(-1)!] as unknown[])[0]];
  };
}

const scaling = ({ service }: ServiceSite) => service.referredBy('AWS::ApplicationAutoScaling::ScalableTarget')[0];

export const FAMILY: Family = {
  property: EveryTierSurvivesZoneLoss,
  breaks: [
    { name: 'a zone goes out through the NAT gateway of another one', mutants: (set) => pairs(set, (i, j, { subnets }) => {
      const nat = defaultRouteOf(subnets[j])!.at('NatGatewayId').target!;
      return { about: nat, names: [/egress: /, nat, new RegExp(zone(subnets[i]))], edit: (drafts) => { drafts.properties(defaultRouteOf(subnets[i])!).NatGatewayId = { Ref: nat.logicalId }; } };
    }) },
    { name: 'one NAT gateway for all zones', mutants: (set) => pairs(set, (i, _, { subnets }) => {
      const nat = defaultRouteOf(subnets[i])!.at('NatGatewayId').target!;
      return { about: nat, names: [/egress: .* and .* go out/, nat], edit: (drafts) => subnets.forEach((subnet) => { drafts.properties(defaultRouteOf(subnet)!).NatGatewayId = { Ref: nat.logicalId }; }) };
    }) },
    { name: 'a NAT gateway that is moved to another zone', mutants: (set) => pairs(set, (i, j, { subnets, edge }) => {
      const nat = defaultRouteOf(subnets[i])!.at('NatGatewayId').target!;
      return { about: nat, names: [/egress: /, nat, new RegExp(zone(subnets[i]))], edit: (drafts) => { drafts.properties(nat).SubnetId = { Ref: edge[j].logicalId }; } };
    }) },
    { name: 'requests leave through the firewall of another zone', mutants: (set) => pairs(set, (i, j, { edge }) => ({
      names: [/load balancer: there is no way/, edge[i], firewallOf(vpcOf(edge[i]))!], edit: (drafts) => { drafts.properties(defaultRouteOf(edge[i])!).VpcEndpointId = structuredClone(drafts.properties(defaultRouteOf(edge[j])!).VpcEndpointId); },
    })) },
    { name: 'requests arrive through the firewall of another zone', mutants: (set) => pairs(set, (i, j, { edge }) => ({
      names: [/load balancer: there is no way/, edge[i], firewallOf(vpcOf(edge[i]))!], edit: (drafts) => { drafts.properties(ingressRouteOf(edge[i])!).VpcEndpointId = structuredClone(drafts.properties(ingressRouteOf(edge[j])!).VpcEndpointId); },
    })) },
    { name: 'a zone without a way from the Internet', mutants: (set) => pairs(set, (i, _, { edge }) => ({ names: [/load balancer: there is no way/, edge[i]], edit: (drafts) => [ingressRouteOf(edge[i])!, defaultRouteOf(edge[i])!].forEach((route) => drafts.remove(route)) })) },
    { name: 'a zone of the load balancer with the route table of another one', mutants: (set) => pairs(set, (i, j, { edge }) => ({
      names: [/load balancer: there is no way/, edge[i]], edit: (drafts) => { drafts.properties(associationOf(edge[i])!).RouteTableId = { Ref: tableOf(edge[j]).logicalId }; },
    })) },
    { name: 'a load balancer in one zone', mutants: (set) => each(set, ({ balancer }) => ({ about: balancer, names: [/load balancer: without zone .* nothing/, balancer], edit: first(balancer, 'Subnets') })) },
    { name: 'a service in one zone', mutants: (set) => each(set, ({ service }) => ({ names: [/application: without zone .* nothing/, service], edit: first(service, 'NetworkConfiguration', 'AwsvpcConfiguration', 'Subnets') })) },
    { name: 'one task', mutants: (set) => each(set, (site) => ({ names: [/application: .* runs one task/, site.service], edit: (drafts) => { drafts.properties(scaling(site)).MinCapacity = 1; } })) },
    { name: 'no least number of tasks', mutants: (set) => each(set, (site) => ({ names: [/application: .* runs one task/, site.service], edit: (drafts) => drafts.remove(scaling(site)) })) },
    { name: 'a cluster with one member', mutants: (set) => databases(set, ({ store, instances }) => ({ names: [/database: .* has one member/, store], edit: (drafts) => instances.slice(1).forEach((instance) => drafts.remove(instance)) })) },
    { name: 'members in the same zone', mutants: (set) => databases(set, ({ store, instances, subnets }) => ({
      names: [/every member of/, store], edit: (drafts) => instances.forEach((instance) => { drafts.properties(instance).AvailabilityZone = zone(subnets[0]); }),
    })) },
    { name: 'a database whose subnets are in one zone', mutants: (set) => databases(set, ({ store, group }) => ({ names: [/without zone .* nothing/, store], edit: first(group, 'SubnetIds') })) },
    { name: 'a data tier that no longer lets a zone in', mutants: (set) => pairs(set, (i, _, { service, subnets }) => {
      const fence = storesIn(set).filter(({ store }) => store.environment === service.environment && store.region === service.region).flatMap((site) => site.subnets.flatMap((subnet) => fenceOf(subnet)?.acl ?? []))[0];
      const range = subnets[i].at('CidrBlock').text;
      return { about: service, names: [/application: there is no way/, subnets[i]], edit: (drafts) => fence.referredBy('AWS::EC2::NetworkAclEntry').filter((entry) => entry.at('CidrBlock').text === range).forEach((entry) => drafts.remove(entry)) };
    }) },
    { name: 'an endpoint in one zone', mutants: (set) => services(set).flatMap(({ edge }) => inVpc(vpcOf(edge[0]), 'EC2::VPCEndpoint').filter((endpoint) => endpoint.at('VpcEndpointType').text === 'Interface').slice(0, 2)
      .map((endpoint) => ({ site: endpoint.logicalId, about: endpoint, names: [/endpoint: without zone .* nothing/, endpoint], edit: first(endpoint, 'SubnetIds') }))) },
    { name: 'subnets of three tiers in one zone', mutants: (set) => each(set, ({ service, subnets }) => ({
      names: [/application: without zone .* nothing/, service], edit: (drafts) => subnets.forEach((subnet) => { drafts.properties(subnet).AvailabilityZone = zone(subnets[0]); }),
    })) },
    { name: 'NAT gateways that all stand in one zone', mutants: (set) => pairs(set, (i, j, { edge }) => {
      const nat = natsOf(vpcOf(edge[j])).find((one) => one.at('SubnetId').refersTo(edge[j]))!;
      return { about: nat, names: [/egress: /, nat], edit: (drafts) => edge.forEach((subnet) => { drafts.properties(subnet).AvailabilityZone = zone(edge[i]); }) };
    }) },
  ],
};
