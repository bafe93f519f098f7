import type { Resource, TemplateSet, Value } from '../../template';
import { withOpenChoices } from './conditions';
import { keyOf, targetOf } from './reading';
import { Resources } from './resources';

/** Something that can join networks or accounts, with the environments that it joins. */
export interface Link {
  readonly resource: Resource;
  /** What it is, for people. */
  readonly kind: string;
  readonly environments: readonly string[];
  /** What of it the templates leave open. */
  readonly open: readonly string[];
}

/** Types that attach a VPC to something that joins all that is attached to it: where both are named. */
const HUBS: readonly { readonly type: string; readonly hub: string; readonly vpc: string; readonly kind: string }[] = [
  { type: 'AWS::EC2::TransitGatewayAttachment', hub: 'TransitGatewayId', vpc: 'VpcId', kind: 'transit gateway' },
  { type: 'AWS::EC2::TransitGatewayVpcAttachment', hub: 'TransitGatewayId', vpc: 'VpcId', kind: 'transit gateway' },
  { type: 'AWS::NetworkManager::VpcAttachment', hub: 'CoreNetworkId', vpc: 'VpcArn', kind: 'core network' },
  { type: 'AWS::VpcLattice::ServiceNetworkVpcAssociation', hub: 'ServiceNetworkIdentifier', vpc: 'VpcIdentifier', kind: 'service network' },
  { type: 'AWS::EC2::VPNConnection', hub: 'CustomerGatewayId', vpc: 'VpnGatewayId', kind: 'VPN' },
];

/** Every link of the templates that could join two environments. */
export function linksOf(set: TemplateSet): Link[] {
  const resources = new Resources(withOpenChoices(set));
  const { accounts } = set;
  const known = new Set([...Object.values(accounts), ...set.templates.flatMap(({ source }) => source.environment ?? [])]);
  return [
    ...resources.of('AWS::EC2::VPCPeeringConnection').map(({ resource }) => peering(resource, accounts)),
    ...hubLinks(resources),
    ...resources.of('AWS::EC2::TransitGatewayPeeringAttachment').map(({ resource }) => gatewayPeering(resource, accounts)),
    ...resources.of('AWS::RAM::ResourceShare').map(({ resource }) => shared(resource, 'resource share', [...resource.at('Principals').items], accounts, known)),
    ...resources.of('AWS::EC2::VPCEndpointServicePermissions').map(({ resource }) => shared(resource, 'endpoint service', resource.at('AllowedPrincipals').items, accounts, known)),
    ...resources.of('AWS::EC2::VPCEndpoint').flatMap(({ resource }) => privateLink(resource)),
  ];
}

function environmentOf(value: Value): string | undefined {
  return value.target?.environment;
}

/** The ends of a peering, told by the VPCs, or, outside the templates, by the account that owns the other one. */
function peering(resource: Resource, accounts: Readonly<Record<string, string>>): Link {
  const owner = resource.at('PeerOwnerId');
  const [own, peer] = [environmentOf(resource.at('VpcId')) ?? resource.environment, environmentOf(resource.at('PeerVpcId')) ?? accounts[owner.text ?? '']];
  const open = peer === undefined ? [`whose ${resource.at('PeerVpcId').path} (${resource.at('PeerVpcId').shown(60)}) is`] : [];
  return { resource, kind: 'peering', environments: [own, peer].filter((one) => one !== undefined), open };
}

/** Whatever is attached to one hub is joined, by whichever type of attachment. */
function hubLinks(resources: Resources): Link[] {
  const all = HUBS.flatMap(({ type, hub, vpc, kind }) => resources.of(type).map(({ resource }) => {
    const id = resource.at(hub);
    return { resource, kind, id, key: `${kind} ${targetOf(resource, id)?.key ?? id.text ?? ''}`, environment: environmentOf(resource.at(vpc)) ?? resource.environment };
  }));
  return all.map(({ resource, kind, id, key }) => ({
    resource, kind, environments: [...new Set(all.filter((other) => other.key === key).flatMap(({ environment }) => environment ?? []))],
    open: !id.target ? [`what else is attached to the ${kind} ${id.shown(60)}`] : kind === 'VPN' ? ['what lies at the other end of the VPN'] : [],
  }));
}

/** Two transit gateways, told by the account that owns the other one. */
function gatewayPeering(resource: Resource, accounts: Readonly<Record<string, string>>): Link {
  const owner = resource.at('PeerAccountId');
  const peer = accounts[owner.text ?? ''];
  return { resource, kind: 'transit gateway peering', environments: [resource.environment, peer].filter((one) => one !== undefined), open: peer === undefined ? [`whose transit gateway ${owner.path} (${owner.shown(60)}) names`] : [] };
}

/** Whoever a resource is shared with, by account. A share with an organisation is one with every environment. */
function shared(resource: Resource, kind: string, principals: readonly Value[], accounts: Readonly<Record<string, string>>, known: ReadonlySet<string>): Link {
  const environments = [resource.environment, ...principals.flatMap((principal) => {
    const text = principal.text ?? '';
    const account = /\d{12}/.exec(text)?.[0];
    return text === '*' || /:organizations:/.test(text) ? [...known] : account ? [accounts[account] ?? `account ${account}`] : [];
  })];
  const open = principals.filter((principal) => principal.open !== undefined || (!/\d{12}|\*|:organizations:/.test(principal.text ?? ''))).map((principal) => `${principal.path} (${principal.open ?? principal.shown(60)})`);
  return { resource, kind, environments: [...new Set(environments.filter((one) => one !== undefined))], open };
}

/** An interface endpoint of somebody's own service. AWS's services are nobody's environment. */
function privateLink(resource: Resource): Link[] {
  const name = resource.at('ServiceName');
  const service = name.targets.find(({ type }) => type === 'AWS::EC2::VPCEndpointService');
  if (service) {
    return [{ resource, kind: 'endpoint service', environments: [resource.environment, service.environment].filter((one) => one !== undefined), open: [] }];
  }
  return /\.vpce\./.test(name.text ?? '') || (name.open !== undefined && resource.at('ServiceNetworkArn').absent)
    ? [{ resource, kind: 'endpoint service', environments: [resource.environment].filter((one) => one !== undefined), open: [`whose service ${keyOf(resource)} ${name.path} is`] }] : [];
}
