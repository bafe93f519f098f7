import { DataStoreReachedOnlyByNamedGroups } from '../../../../lib/checks/proofs/properties/data-store-reached-only-by-named-groups';
import type { Resource, TemplateSet } from '../../../../lib/checks/template';
import type { Break, Edit, Family, ProofMutant } from '../mutants';
import { admit, ANYWHERE, beside, fenceOf, mutantIn, openFence, servicesIn, storesIn, tcp, vpcOf, type ServiceSite, type StoreSite } from '../network';

/** A store with the service beside it, about each of its instances and the cluster. */
function places(set: TemplateSet, make: (site: StoreSite, service: ServiceSite, about: Resource) => Partial<ProofMutant>): ProofMutant[] {
  return storesIn(set).flatMap((site) => servicesIn(set).filter(({ subnets }) => vpcOf(subnets[0]).is(vpcOf(site.subnets[0]))).slice(0, 1).flatMap((service) => [...site.instances, site.store].map((about) => ({
    site: about.logicalId, about, names: [site.securityGroup], edit: () => undefined, ...make(site, service, about),
  }))));
}

function admitted(name: string, rule: (port: number, site: StoreSite, service: ServiceSite) => object, fenced = false): Break {
  return { name, mutants: (set) => places(set, (site, service) => ({ edit: admit(site.securityGroup, rule(portOf(site), site, service)), ...(fenced && { behind: openFence(site.subnets[0]) }) })) };
}

function portOf({ store }: StoreSite): number {
  return store.at('Port').number!;
}

const rangeOf = (resource: Resource) => ({ CidrIp: resource.at('CidrBlock').text });

/** The first range in the store's own group, so that only the network ACL keeps the load balancer's subnets out. */
function fenceOpened(name: string, edit: (site: StoreSite, edge: Resource) => Edit, names: (site: StoreSite) => ProofMutant['names']): Break {
  return { name, mutants: (set) => places(set, (site, { edge }) => ({
    edit: edit(site, edge[0]), names: [new RegExp(edge[0].at('CidrBlock').text!.split('.').slice(0, 3).join('\\.')), ...names(site)],
    behind: { 'its group names no range': admit(site.securityGroup, tcp(portOf(site), rangeOf(edge[0]))) },
  })) };
}

export const FAMILY: Family = {
  property: DataStoreReachedOnlyByNamedGroups,
  breaks: [
    admitted("the service's range", (port, _, { subnets }) => tcp(port, rangeOf(subnets[0]))),
    admitted('half of it, on many ports', (port, _, { subnets }) => tcp(port - 1000, { CidrIp: `${subnets[0].at('CidrBlock').text!.split('/')[0]}/20` }, port + 1)),
    admitted('the whole VPC, by every protocol', (_, { subnets }) => ({ IpProtocol: '-1', ...rangeOf(vpcOf(subnets[0])) })),
    admitted('everybody', (port) => tcp(port, { CidrIp: ANYWHERE })),
    admitted('private addresses', (port) => tcp(port, { CidrIp: '10.0.0.0/8' })),
    admitted("the load balancer's range, which the network ACL keeps out", (port, _, { edge }) => tcp(port, rangeOf(edge[0])), true),
    { name: 'a rule of its own', mutants: (set) => places(set, (site, { service, subnets }) => ({
      names: [mutantIn(service)],
      edit: beside(service, 'EC2::SecurityGroupIngress', (drafts) => ({ GroupId: drafts.ref(service.view.template, site.securityGroup, 'GroupId') as unknown, ...tcp(portOf(site), rangeOf(subnets[0])) })),
    })) },
    { name: 'a range in a prefix list', mutants: (set) => places(set, (site, { subnets }) => ({
      edit: (drafts) => {
        drafts.add(site.store.view.template, 'MutantList', 'EC2::PrefixList', { AddressFamily: 'IPv4', MaxEntries: 2, PrefixListName: 'mutant', Entries: [{ Cidr: '192.0.2.0/24' }, { Cidr: subnets[0].at('CidrBlock').text }] });
        admit(site.securityGroup, tcp(portOf(site), { SourcePrefixListId: { Ref: 'MutantList' } }))(drafts);
      },
    })) },
    { name: 'a second group that admits a range', mutants: (set) => places(set, (site, { subnets }) => ({
      names: [mutantIn(site.store)],
      edit: (drafts) => {
        drafts.add(site.store.view.template, 'Mutant', 'EC2::SecurityGroup', { GroupDescription: 'x', VpcId: drafts.ref(site.store.view.template, vpcOf(site.subnets[0])) as unknown, SecurityGroupIngress: [tcp(portOf(site), rangeOf(subnets[0]))] });
        drafts.properties(site.store).VpcSecurityGroupIds.push({ 'Fn::GetAtt': ['Mutant', 'GroupId'] });
      },
    })) },
    fenceOpened('a network ACL that admits another range', (site, edge) => (drafts) => {
      const { acl } = fenceOf(site.subnets[0])!;
      [false, true].forEach((egress) => drafts.add(acl.view.template, `Mutant${egress}`, 'EC2::NetworkAclEntry', {
        NetworkAclId: { Ref: acl.logicalId }, RuleNumber: 7, Egress: egress, Protocol: 6, RuleAction: 'allow', CidrBlock: edge.at('CidrBlock').text, PortRange: { From: egress ? 1024 : portOf(site), To: egress ? 65535 : portOf(site) },
      }));
    }, ({ subnets }) => [mutantIn(fenceOf(subnets[0])!.acl, 'Mutantfalse')]),
    fenceOpened('wider entries of the network ACL', ({ subnets }) => (drafts) => fenceOf(subnets[0])!.acl.referredBy('AWS::EC2::NetworkAclEntry').forEach((entry) => { drafts.properties(entry).CidrBlock = '10.0.0.0/8'; }),
      ({ subnets }) => [new RegExp(`${fenceOf(subnets[0])!.acl.logicalId.slice(0, -8)}\\w*In`)]),
    fenceOpened('no network ACL of its own', ({ subnets }) => (drafts) => subnets.forEach((subnet) => drafts.remove(fenceOf(subnet)!.association)), ({ subnets }) => [vpcOf(subnets[0])]),
  ],
};
