import { OnlyLoadBalancerReachableFromInternet } from '../../../../lib/checks/proofs/properties/only-load-balancer-reachable-from-internet';
import type { Resource, TemplateSet } from '../../../../lib/checks/template';
import type { Edit, Family, ProofMutant } from '../mutants';
import { admit, ANYWHERE, defaultRouteOf, exclude, gatewayOf, mutantIn, servicesIn, tcp, vpcOf, type ServiceSite } from '../network';

function places(set: TemplateSet, make: (site: ServiceSite) => Partial<ProofMutant>): ProofMutant[] {
  return servicesIn(set).map((site) => ({ site: `${site.service.view.template.source.name} ${site.service.logicalId}`, about: site.balancer, names: [], edit: () => undefined, ...make(site) }));
}

/** Another port on which a load balancer listens. */
function listener({ balancer }: ServiceSite, port: number, protocol = 'HTTP'): Edit {
  return (drafts) => drafts.add(balancer.view.template, 'MutantListener', 'ElasticLoadBalancingV2::Listener', { LoadBalancerArn: { Ref: balancer.logicalId }, Port: port, Protocol: protocol, DefaultActions: [] });
}

/** A server with a public address that admits everybody. */
function server(subnet: Resource, rule: object, more: object = {}): Edit {
  return (drafts) => {
    drafts.add(subnet.view.template, 'MutantGroup', 'EC2::SecurityGroup', { GroupDescription: 'x', VpcId: { Ref: vpcOf(subnet).logicalId }, SecurityGroupIngress: [rule] });
    drafts.add(subnet.view.template, 'Mutant', 'EC2::Instance', { NetworkInterfaces: [{ DeviceIndex: '0', AssociatePublicIpAddress: true, SubnetId: { Ref: subnet.logicalId }, GroupSet: [{ Ref: 'MutantGroup' }], ...more }] });
  };
}

/** A service's subnets that lead straight to the Internet gateway. */
function outwards(subnets: readonly Resource[]): Edit {
  return (drafts) => subnets.forEach((subnet) => {
    const raw = drafts.properties(defaultRouteOf(subnet)!);
    delete raw.NatGatewayId;
    raw.GatewayId = { Ref: gatewayOf(vpcOf(subnet)).logicalId };
  });
}

function excluded(subnets: readonly Resource[]): Record<string, Edit> {
  const each = subnets.flatMap((subnet) => Object.values(exclude(subnet)));
  return each.length > 0 ? { 'VPC block public access': (drafts) => each.forEach((edit) => edit(drafts)) } : {};
}

const enabled = ({ service }: ServiceSite): Edit => (drafts) => { drafts.properties(service).NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp = 'ENABLED'; };
const everybody = ({ securityGroup }: ServiceSite): Edit => admit(securityGroup, tcp(8443, { CidrIp: ANYWHERE }));
const onAnother = (port: number, peer: object) => ({ edgeGroup }: ServiceSite): Edit => admit(edgeGroup, tcp(port, peer));

export const FAMILY: Family = {
  property: OnlyLoadBalancerReachableFromInternet,
  breaks: [
    { name: 'a load balancer that listens on another port', mutants: (set) => places(set, (site) => ({ names: [/8080/, site.edgeGroup], edit: listener(site, 8080), behind: { 'its security group': onAnother(8080, { CidrIp: ANYWHERE })(site) } })) },
    { name: 'another port of its security group', mutants: (set) => places(set, (site) => ({ names: [/8080/, site.edgeGroup], edit: onAnother(8080, { CidrIp: ANYWHERE })(site), behind: { 'it does not listen': listener(site, 8080) } })) },
    { name: 'all its ports, for one /9', mutants: (set) => places(set, (site) => ({ names: [/8081/, site.edgeGroup], edit: admit(site.edgeGroup, { IpProtocol: '-1', CidrIp: '52.0.0.0/9' }), behind: { 'it does not listen': listener(site, 8081) } })) },
    { name: 'a service with public addresses', mutants: (set) => places(set, (site) => ({
      about: site.service, names: [site.service], edit: enabled(site), behind: { 'its security group': everybody(site), 'no way back': outwards(site.subnets), ...excluded(site.subnets) },
    })) },
    { name: 'a service that admits everybody', mutants: (set) => places(set, (site) => ({
      about: site.service, names: [site.securityGroup], edit: everybody(site), behind: { 'no public address': enabled(site), 'no way back': outwards(site.subnets), ...excluded(site.subnets) },
    })) },
    { name: 'a service among load balancers', mutants: (set) => places(set, (site) => ({
      about: site.service, names: [site.service, site.securityGroup], edit: (drafts) => { Object.assign(drafts.properties(site.service).NetworkConfiguration.AwsvpcConfiguration, { AssignPublicIp: 'ENABLED', Subnets: drafts.properties(site.balancer).Subnets as unknown }); },
      behind: { 'its security group': everybody(site) },
    })) },
    { name: "a service with the load balancer's security group and a public address", mutants: (set) => places(set, (site) => ({
      about: site.service, names: [site.edgeGroup], edit: (drafts) => {
        Object.assign(drafts.properties(site.service).NetworkConfiguration.AwsvpcConfiguration, { AssignPublicIp: 'ENABLED', SecurityGroups: drafts.properties(site.balancer).SecurityGroups as unknown, Subnets: drafts.properties(site.balancer).Subnets as unknown });
      },
    })) },
    { name: 'a server among load balancers', mutants: (set) => places(set, ({ edge }) => ({ about: mutantIn(edge[0]), names: [mutantIn(edge[0], 'MutantGroup')], edit: server(edge[0], tcp(443, { CidrIp: ANYWHERE })) })) },
    { name: 'a server for one address', mutants: (set) => places(set, ({ edge }) => ({ about: mutantIn(edge[0]), names: [mutantIn(edge[0], 'MutantGroup'), /203\.0\.113\.7/], edit: server(edge[0], tcp(22, { CidrIp: '203.0.113.7/32' })) })) },
    { name: 'a server by UDP', mutants: (set) => places(set, ({ edge }) => ({ about: mutantIn(edge[0]), names: [mutantIn(edge[0], 'MutantGroup'), /IP protocol 17/], edit: server(edge[0], { IpProtocol: 'udp', FromPort: 53, ToPort: 53, CidrIp: ANYWHERE }) })) },
    { name: 'a server with an elastic address', mutants: (set) => places(set, ({ edge }) => ({
      about: mutantIn(edge[0]), names: [mutantIn(edge[0], 'MutantGroup')], edit: (drafts) => {
        server(edge[0], tcp(443, { CidrIp: ANYWHERE }), { AssociatePublicIpAddress: false })(drafts);
        drafts.add(edge[0].view.template, 'MutantAddress', 'EC2::EIP', { Domain: 'vpc', InstanceId: { Ref: 'Mutant' } });
      },
    })) },
    { name: 'a server among services', mutants: (set) => places(set, ({ subnets }) => ({
      about: mutantIn(subnets[0]), names: [mutantIn(subnets[0], 'MutantGroup')], edit: server(subnets[0], tcp(443, { CidrIp: ANYWHERE })), behind: { 'no way back': outwards(subnets.slice(0, 1)), ...excluded(subnets.slice(0, 1)) },
    })) },
    { name: 'no VPC block public access', mutants: (set) => places(set, ({ subnets }) => ({
      about: mutantIn(subnets[0]), names: [mutantIn(subnets[0], 'MutantGroup')],
      edit: (drafts) => subnets[0].view.ofType('AWS::EC2::VPCBlockPublicAccessOptions').forEach((one) => drafts.remove(one)),
      behind: { 'no server there': server(subnets[0], tcp(443, { CidrIp: ANYWHERE })), 'no way back': outwards(subnets.slice(0, 1)) },
    })).filter((_, i) => Object.keys(exclude(servicesIn(set)[i].subnets[0])).length > 0) },
    { name: 'a network load balancer for any protocol', mutants: (set) => places(set, ({ balancer, edge }) => ({
      about: mutantIn(balancer), names: [/5060/],
      edit: (drafts) => {
        drafts.add(balancer.view.template, 'Mutant', 'ElasticLoadBalancingV2::LoadBalancer', { Type: 'network', Scheme: 'internet-facing', Subnets: edge.map((one) => drafts.ref(balancer.view.template, one) as unknown) });
        drafts.add(balancer.view.template, 'MutantListener', 'ElasticLoadBalancingV2::Listener', { LoadBalancerArn: { Ref: 'Mutant' }, Port: 5060, Protocol: 'TCP_UDP', DefaultActions: [] });
      },
    })) },
    { name: 'a data store with a public address among load balancers', mutants: (set) => places(set, ({ service, edge }) => ({
      about: mutantIn(service), names: [mutantIn(service), mutantIn(service, 'MutantGroup')],
      edit: (drafts) => {
        const { template } = service.view;
        drafts.add(template, 'MutantSubnets', 'RDS::DBSubnetGroup', { DBSubnetGroupDescription: 'x', SubnetIds: edge.map((one) => drafts.ref(template, one) as unknown) });
        drafts.add(template, 'MutantGroup', 'EC2::SecurityGroup', { GroupDescription: 'x', VpcId: drafts.ref(template, vpcOf(edge[0])) as unknown, SecurityGroupIngress: [tcp(5432, { CidrIp: ANYWHERE })] });
        drafts.add(template, 'Mutant', 'RDS::DBInstance', { DBInstanceClass: 'db.t4g.small', Engine: 'postgres', PubliclyAccessible: true, DBSubnetGroupName: { Ref: 'MutantSubnets' }, VPCSecurityGroups: [{ 'Fn::GetAtt': ['MutantGroup', 'GroupId'] }] });
      },
    })) },
  ],
};
