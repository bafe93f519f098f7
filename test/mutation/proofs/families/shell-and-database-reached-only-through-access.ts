import { ShellAndDatabaseReachedOnlyThroughAccess } from '../../../../lib/checks/proofs/properties/shell-and-database-reached-only-through-access';
import type { Resource, TemplateSet } from '../../../../lib/checks/template';
import type { Loose } from '../../support/operator';
import type { Drafts } from '../drafts';
import type { Break, Edit, Family, ProofMutant } from '../mutants';
import { admit, ANYWHERE, associationOf, beside, mutantIn, openFence, servicesIn, storesIn, subnetsIn, tableOf, tcp, vpcOf } from '../network';
import { each } from '../people';

/** What stands in an access network. */
interface Site {
  readonly vpn: Resource;
  readonly vpnGroup: Resource;
  readonly bastion: Resource;
  readonly bastionGroup: Resource;
  readonly vpc: Resource;
  readonly subnet: Resource;
  readonly stores: ReturnType<typeof storesIn>;
  readonly services: ReturnType<typeof servicesIn>;
}

function sites(set: TemplateSet): Site[] {
  return set.ofType('AWS::EC2::ClientVpnEndpoint').flatMap((vpn) => {
    const { view } = vpn;
    const [bastion] = view.ofType('AWS::AutoScaling::AutoScalingGroup');
    const [vpnGroup, template] = [vpn.at('SecurityGroupIds').items[0]?.target, bastion.at('LaunchTemplate', 'LaunchTemplateId').target];
    const bastionGroup = template?.at('LaunchTemplateData', 'SecurityGroupIds').items[0]?.target ?? template?.at('LaunchTemplateData', 'NetworkInterfaces', 0, 'Groups').items[0]?.target;
    const [subnet] = subnetsIn(bastion, 'VPCZoneIdentifier');
    const here = ({ environment, region }: Resource): boolean => environment === vpn.environment && region === vpn.region;
    return vpnGroup && bastionGroup && subnet ? [{
      vpn, vpnGroup, bastion, bastionGroup, subnet, vpc: vpcOf(subnet), stores: storesIn(set).filter(({ store }) => here(store)), services: servicesIn(set).filter(({ service }) => here(service)),
    }] : [];
  });
}

const made = (name: string, make: (site: Site, set: TemplateSet) => Omit<ProofMutant, 'site'>): Break => each(name, sites, make);
const send = (group: Resource, ...rules: object[]): Edit => (drafts) => { const all = drafts.properties(group); all.SecurityGroupEgress = [...(all.SecurityGroupEgress as Loose[] | undefined) ?? [], ...rules]; };
const together = (...edits: readonly Edit[]): Edit => (drafts) => edits.forEach((edit) => edit(drafts));
const range = (vpc: Resource) => ({ CidrIp: vpc.at('CidrBlock').text });
/** Everything passes the network ACLs of the access network: they are a line of their own. */
const fences = (site: Site): Record<string, Edit> => {
  const subnets = site.vpc.view.ofType('AWS::EC2::Subnet').filter((subnet) => vpcOf(subnet).logicalId === site.vpc.logicalId);
  return { 'the network ACLs': (drafts: Drafts) => {
    const acls = new Map(subnets.flatMap((subnet) => Object.entries(openFence(subnet)).map(([, edit]) => [JSON.stringify(associationOf(subnet)?.logicalId), edit] as const)));
    [...acls.values()].forEach((edit) => distinctly(edit, drafts));
  } };
};

/** Entries of several ACLs have the same names: each is kept under one of its own. */
function distinctly(edit: Edit, drafts: Drafts): void {
  edit({ add: (template: Parameters<Drafts['add']>[0], id: string, type: string, properties: Loose) => drafts.add(template, `${id}${String(properties.NetworkAclId.Ref)}`, type, properties) } as unknown as Drafts);
}

export const FAMILY: Family = {
  property: ShellAndDatabaseReachedOnlyThroughAccess,
  breaks: [
    made('SSH to the bastion from its whole network', (site) => ({ about: site.bastion, names: [site.bastionGroup, /reaches a shell port of it/], edit: admit(site.bastionGroup, tcp(22, range(site.vpc))) })),
    made('RDP to the bastion from its whole network', (site) => ({ about: site.bastion, names: [site.bastionGroup], edit: admit(site.bastionGroup, tcp(3389, range(site.vpc))) })),
    made('clients of the VPN reach everything in their network', (site) => ({ about: site.vpn, names: [site.vpnGroup, /clients of the VPN reach/], edit: together(
      send(site.vpnGroup, { IpProtocol: '-1', CidrIp: ANYWHERE }), beside(site.vpn, 'EC2::ClientVpnAuthorizationRule', () => ({ ClientVpnEndpointId: { Ref: site.vpn.logicalId }, TargetNetworkCidr: site.vpc.at('CidrBlock').text, AuthorizeAllGroups: true })),
    ) })),
    made('clients of the VPN reach another port of the bastion', (site) => ({ about: site.vpn, names: [site.vpnGroup, /clients of the VPN reach/], edit: together(send(site.vpnGroup, tcp(8080, range(site.vpc))), admit(site.bastionGroup, tcp(8080, range(site.vpc)))), behind: fences(site) })),
    made('a server beside the bastion for clients of the VPN', (site) => ({ about: site.vpn, names: [mutantIn(site.vpn, 'MutantGroup'), /clients of the VPN reach/], edit: together(
      beside(site.vpn, 'EC2::SecurityGroup', () => ({ GroupDescription: 'x', VpcId: { Ref: site.vpc.logicalId }, SecurityGroupIngress: [tcp(443, { SourceSecurityGroupId: { 'Fn::GetAtt': [site.vpnGroup.logicalId, 'GroupId'] } })] }), 'MutantGroup'),
      beside(site.vpn, 'EC2::Instance', () => ({ SubnetId: { Ref: site.subnet.logicalId }, SecurityGroupIds: [{ Ref: 'MutantGroup' }] })), send(site.vpnGroup, tcp(443, range(site.vpc))),
    ), behind: fences(site) })),
    made('a store for whoever is in its network', (site) => ({ about: site.stores[0].store, names: [site.stores[0].securityGroup, /reaches it/], edit: admit(site.stores[0].securityGroup, tcp(5433, { CidrIp: '10.0.0.0/8' })) })),
    made('a service for the bastion by SSH, and for whoever is there', (site) => ({ about: site.services[0].service, names: [site.services[0].securityGroup, /reaches a shell port of it/], edit: admit(site.services[0].securityGroup, tcp(22, { CidrIp: '10.0.0.0/8' })) })),
    made('a server of the workload with SSH from its network', (site) => ({ about: mutantIn(site.services[0].subnets[0]), names: [mutantIn(site.services[0].subnets[0], 'MutantGroup'), /reaches a shell port of it/], edit: together(
      beside(site.services[0].subnets[0], 'EC2::SecurityGroup', () => ({ GroupDescription: 'x', VpcId: { Ref: vpcOf(site.services[0].subnets[0]).logicalId }, SecurityGroupIngress: [tcp(22, range(vpcOf(site.services[0].subnets[0])))] }), 'MutantGroup'),
      beside(site.services[0].subnets[0], 'EC2::Instance', () => ({ SubnetId: { Ref: site.services[0].subnets[0].logicalId }, SecurityGroupIds: [{ Ref: 'MutantGroup' }] })),
    ) })),
    made('a way from the access network to the Internet', (site, set) => ({ about: site.vpc, names: [mutantIn(site.vpc, 'MutantRoute'), /has a way to the Internet/], edit: together(
      beside(site.vpc, 'EC2::InternetGateway', () => ({}), 'MutantGateway'),
      beside(site.vpc, 'EC2::VPCGatewayAttachment', () => ({ VpcId: { Ref: site.vpc.logicalId }, InternetGatewayId: { Ref: 'MutantGateway' } }), 'MutantAttachment'),
      beside(site.vpc, 'EC2::Route', () => ({ RouteTableId: { Ref: tableOf(site.subnet).logicalId }, DestinationCidrBlock: ANYWHERE, GatewayId: { Ref: 'MutantGateway' } }), 'MutantRoute'),
    ), behind: exclusion(site, set) })),
    made('the bastion reaches another server', (site) => ({ about: site.bastion, names: [mutantIn(site.services[0].subnets[0], 'MutantGroup'), /the bastion reaches/], edit: together(
      beside(site.services[0].subnets[0], 'EC2::SecurityGroup', () => ({ GroupDescription: 'x', VpcId: { Ref: vpcOf(site.services[0].subnets[0]).logicalId }, SecurityGroupIngress: [tcp(8443, range(site.vpc))] }), 'MutantGroup'),
      beside(site.services[0].subnets[0], 'EC2::Instance', () => ({ SubnetId: { Ref: site.services[0].subnets[0].logicalId }, SecurityGroupIds: [{ Ref: 'MutantGroup' }] })),
      send(site.bastionGroup, tcp(8443, range(site.services[0].subnets[0]))),
    ) })),
    made('the bastion reaches whoever is in the workload', (site) => ({ about: site.bastion, names: [site.bastionGroup, /the bastion reaches/], edit: send(site.bastionGroup, tcp(8443, { CidrIp: '10.0.0.0/8' })) })),
  ],
};

/** VPC block public access is a line of its own where it is on. */
function exclusion({ vpc }: Site, set: TemplateSet): Record<string, Edit> {
  const isOn = set.ofType('AWS::EC2::VPCBlockPublicAccessOptions').some(({ account, region }) => account === vpc.account && region === vpc.region);
  return isOn ? { 'VPC block public access': beside(vpc, 'EC2::VPCBlockPublicAccessExclusion', () => ({ InternetGatewayExclusionMode: 'allow-bidirectional', VpcId: { Ref: vpc.logicalId } }), 'MutantExclusion') } : {};
}
