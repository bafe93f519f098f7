import { EnvironmentsDisjoint } from '../../../../lib/checks/proofs/properties/environments-disjoint';
import type { Resource, TemplateSet } from '../../../../lib/checks/template';
import type { Drafts } from '../drafts';
import type { Break, Family } from '../mutants';
import { mutantIn, subnetsIn } from '../network';

interface Pair {
  readonly vpc: Resource;
  readonly other: Resource;
  /** Account of the other environment. */
  readonly account: string;
}

/** Each VPC, with one of the next environment. */
function pairs(set: TemplateSet): Pair[] {
  const vpcs = set.ofType('AWS::EC2::VPC').filter(({ environment }) => ['development', 'test', 'acceptance', 'production'].includes(environment ?? ''));
  return vpcs.flatMap((vpc, i) => {
    const other = vpcs[(i + 1) % vpcs.length];
    return other.environment !== vpc.environment && other.account ? [{ vpc, other, account: other.account }] : [];
  });
}

/** Something new that joins the two: the property must name both environments. */
function link(name: string, make: (drafts: Drafts, pair: Pair) => readonly [type: string, properties: object]): Break {
  return { name, mutants: (set) => pairs(set).map((pair) => ({
    site: `${pair.vpc.environment} and ${pair.other.environment}`, about: mutantIn(pair.vpc), names: [new RegExp(`joins .*${pair.vpc.environment}`), new RegExp(`joins .*${pair.other.environment}`)],
    edit: (drafts) => { drafts.add(pair.vpc.view.template, 'Mutant', ...make(drafts, pair)); },
  })) };
}

/** The same address range in two environments: each names the other's VPC. */
function overlap(name: string, edit: (drafts: Drafts, pair: Pair) => void): Break {
  return { name, mutants: (set) => pairs(set).map((pair) => ({
    site: pair.vpc.environment ?? '', about: pair.vpc, names: [/its address range is one of/, new RegExp(`${pair.other.view.template.source.name}.* of ${pair.other.environment}`)], edit: (drafts) => edit(drafts, pair),
  })) };
}

const own = ({ vpc }: Pair) => ({ Ref: vpc.logicalId });
const subnetsOf = ({ vpc }: Pair) => vpc.view.ofType('AWS::EC2::VPCEndpoint').flatMap((endpoint) => subnetsIn(endpoint, 'SubnetIds')).slice(0, 1).map(({ logicalId }) => ({ Ref: logicalId }));

export const FAMILY: Family = {
  property: EnvironmentsDisjoint,
  breaks: [
    link('a peering', (drafts, pair) => ['EC2::VPCPeeringConnection', { VpcId: own(pair), PeerVpcId: drafts.ref(pair.vpc.view.template, pair.other) as unknown, PeerOwnerId: pair.account }]),
    link('a peering with an id', (_, pair) => ['EC2::VPCPeeringConnection', { VpcId: own(pair), PeerVpcId: 'vpc-0123456789abcdef0', PeerOwnerId: pair.account, PeerRegion: 'eu-central-1' }]),
    link('a transit gateway', (drafts, pair) => {
      drafts.add(pair.other.view.template, 'MutantHub', 'EC2::TransitGateway', {});
      drafts.add(pair.other.view.template, 'MutantOther', 'EC2::TransitGatewayAttachment', { TransitGatewayId: { Ref: 'MutantHub' }, VpcId: { Ref: pair.other.logicalId }, SubnetIds: [] });
      return ['EC2::TransitGatewayVpcAttachment', { TransitGatewayId: drafts.refTo(pair.vpc.view.template, pair.other.view.template, 'MutantHub') as unknown, VpcId: own(pair), SubnetIds: subnetsOf(pair) }];
    }),
    link('a transit gateway by its id', (drafts, pair) => {
      drafts.add(pair.other.view.template, 'MutantOther', 'EC2::TransitGatewayAttachment', { TransitGatewayId: 'tgw-0123456789abcdef0', VpcId: { Ref: pair.other.logicalId }, SubnetIds: [] });
      return ['EC2::TransitGatewayAttachment', { TransitGatewayId: 'tgw-0123456789abcdef0', VpcId: own(pair), SubnetIds: subnetsOf(pair) }];
    }),
    link('a peering of transit gateways', (_, { account }) => ['EC2::TransitGatewayPeeringAttachment', { TransitGatewayId: 'tgw-0123456789abcdef0', PeerTransitGatewayId: 'tgw-0fedcba9876543210', PeerAccountId: account, PeerRegion: 'eu-central-1' }]),
    link('a service network', (drafts, pair) => {
      drafts.add(pair.other.view.template, 'MutantOther', 'VpcLattice::ServiceNetworkVpcAssociation', { ServiceNetworkIdentifier: 'sn-0123456789abcdef0', VpcIdentifier: { Ref: pair.other.logicalId } });
      return ['VpcLattice::ServiceNetworkVpcAssociation', { ServiceNetworkIdentifier: 'sn-0123456789abcdef0', VpcIdentifier: own(pair) }];
    }),
    link('a share with its account', (_, { account }) => ['RAM::ResourceShare', { Name: 'x', Principals: [account] }]),
    link('a share with the organisation', () => ['RAM::ResourceShare', { Name: 'x', Principals: ['arn:aws:organizations::100000000001:organization/o-a1b2c3d4e5'] }]),
    link('a share with a role of it', (_, { account }) => ['RAM::ResourceShare', { Name: 'x', Principals: [`arn:aws:iam::${account}:role/Portal`] }]),
    link('an endpoint service that admits its account', (_, { account }) => ['EC2::VPCEndpointServicePermissions', { ServiceId: 'vpce-svc-0123456789abcdef0', AllowedPrincipals: [`arn:aws:iam::${account}:root`] }]),
    link('an endpoint service that admits everybody', () => ['EC2::VPCEndpointServicePermissions', { ServiceId: 'vpce-svc-0123456789abcdef0', AllowedPrincipals: ['*'] }]),
    link('an endpoint of its service', (drafts, pair) => {
      drafts.add(pair.other.view.template, 'MutantService', 'EC2::VPCEndpointService', { NetworkLoadBalancerArns: [] });
      const id = drafts.refTo(pair.vpc.view.template, pair.other.view.template, 'MutantService') as unknown;
      return ['EC2::VPCEndpoint', { VpcEndpointType: 'Interface', VpcId: own(pair), ServiceName: { 'Fn::Join': ['', ['com.amazonaws.vpce.eu-central-1.', id]] }, SubnetIds: subnetsOf(pair) }];
    }),
    overlap('its address range', (drafts, { vpc, other }) => { drafts.properties(vpc).CidrBlock = other.at('CidrBlock').text; }),
    overlap('part of its address range', (drafts, { vpc, other }) => { drafts.properties(vpc).CidrBlock = other.at('CidrBlock').text!.replace(/\.0\.0\/16$/, '.192.0/20'); }),
    overlap('its address range as a second one', (drafts, { vpc, other }) => drafts.add(vpc.view.template, 'Mutant', 'EC2::VPCCidrBlock', { VpcId: { Ref: vpc.logicalId }, CidrBlock: other.at('CidrBlock').text!.replace(/\/16$/, '/18') })),
  ],
};
