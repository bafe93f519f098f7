import type { Resource, Value } from '../../template';
import { FAMILIES, rangeOf } from './addresses';
import type { Attachment, Line, Transit, TransitRoute, TransitTable } from './model';
import { anything, keyOf, line, nameOf, openId, referred } from './reading';
import type { Resources } from './resources';
import { only } from './space';
import { prefixed, subnetOf, vpcOf, type Ground } from './vpcs';

const VPC_ATTACHMENTS = ['AWS::EC2::TransitGatewayAttachment', 'AWS::EC2::TransitGatewayVpcAttachment'];

/**
 * Transit gateways. What is attached without saying otherwise is associated with the default table and propagates into it.
 *
 * Source: https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html
 */
export function transitsOf(resources: Resources, ground: Ground): Map<string, Transit> {
  const transits = new Map<string, Transit>();
  const attachments = new Map<string, Attachment>();
  const tables = new Map<string, TransitTable>();
  for (const { resource } of resources.of('AWS::EC2::TransitGateway')) {
    const groupReferences = resource.at('SecurityGroupReferencingSupport').text === 'enable';
    transits.set(keyOf(resource), { resource, name: nameOf(resource), attachments: [], groupReferences });
  }
  for (const { resource, doubt } of resources.of(...VPC_ATTACHMENTS, 'AWS::EC2::VPNConnection', 'AWS::EC2::TransitGatewayPeeringAttachment', 'AWS::EC2::TransitGatewayConnect')) {
    const transit = referred(transits, resource, resource.at('TransitGatewayId'));
    if (transit) {
      const attachment = attachmentOf(resource, doubt, ground);
      transit.attachments.push(attachment);
      attachments.set(keyOf(resource), attachment);
    }
  }
  for (const { resource } of resources.of('AWS::EC2::TransitGatewayRouteTable')) {
    tables.set(keyOf(resource), { resource, routes: [] });
  }
  transits.forEach(useDefaultTable);
  addTransitRoutes(resources, attachments, tables);
  [...transits.values()].flatMap((transit) => transit.attachments.flatMap(({ table }) => table ?? [])).forEach(({ routes }) => routes.sort(inOrder));
  return transits;
}

/** Longest prefix first, then static before propagated. */
function inOrder(a: TransitRoute, b: TransitRoute): number {
  return Number(b.destination.sure !== b.destination.may) - Number(a.destination.sure !== a.destination.may) || b.prefix - a.prefix || Number(a.propagated) - Number(b.propagated);
}

function attachmentOf(resource: Resource, doubt: string | undefined, ground: Ground): Attachment {
  const vpc = VPC_ATTACHMENTS.includes(resource.type) ? vpcOf(resource, resource.at('VpcId'), ground) : undefined;
  const ids = resource.at('SubnetIds');
  const found = ids.items.map((item) => subnetOf(resource, item, ground));
  const subnets = found.flatMap((subnet) => subnet ?? []);
  const options = (key: string) => ['Options', 'options'].map((name) => resource.at(name, key)).find((value) => value.present);
  const [six, references] = [options('Ipv6Support'), options('SecurityGroupReferencingSupport')];
  const lost = vpc && (ids.open !== undefined || found.includes(undefined)) ? `the subnets of ${keyOf(resource)}` : undefined;
  return {
    resource, vpc, subnets, doubt: doubt ?? (vpc ? lost : `what lies behind ${keyOf(resource)}`), learnsSix: six ? (six.open !== undefined ? 'open' : six.text === 'enable' ? 'yes' : 'no') : 'no',
    hidesGroups: references !== undefined && references.text !== 'enable',
  };
}

function useDefaultTable(transit: Transit): void {
  const { resource } = transit;
  const table: TransitTable = { resource, routes: [] };
  const isOff = (value: Value) => value.text === 'disable';
  for (const attachment of transit.attachments) {
    if (!isOff(resource.at('DefaultRouteTableAssociation'))) {
      attachment.table = table;
    }
    if (!isOff(resource.at('DefaultRouteTablePropagation'))) {
      table.routes.push(...propagated(attachment, line(attachment.resource, 'Properties', 'propagates into the default table')));
    }
  }
}

/**
 * The routes that an attachment teaches a table: the ranges of its VPC, those of IPv6 only where it is told to.
 *
 * Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTransitGatewayVpcAttachmentRequestOptions.html
 */
function propagated(to: Attachment, says: Line): TransitRoute[] {
  return FAMILIES.filter((family) => family === 4 || !to.vpc || to.learnsSix !== 'no').flatMap((family) => (to.vpc ? prefixed(to.vpc.addresses[family]) : [{ destination: anything(family), prefix: 0 }])
    .map((one) => ({ ...one, family, propagated: true, to, line: says, doubt: to.doubt ?? (family === 6 && to.vpc && to.learnsSix === 'open' ? `whether ${keyOf(to.resource)} propagates IPv6` : undefined) })));
}

/** The attachment and the table that a resource names. */
type Ends = (resource: Resource) => { readonly attachment?: Attachment; readonly table?: TransitTable };

function addTransitRoutes(resources: Resources, attachments: ReadonlyMap<string, Attachment>, tables: ReadonlyMap<string, TransitTable>): void {
  const ends: Ends = (resource) => ({
    attachment: referred(attachments, resource, resource.at('TransitGatewayAttachmentId')),
    table: referred(tables, resource, resource.at('TransitGatewayRouteTableId')),
  });
  for (const { resource, doubt } of resources.of('AWS::EC2::TransitGatewayRouteTableAssociation')) {
    const { attachment, table } = ends(resource);
    if (attachment) {
      attachment.table = table;
      attachment.doubt ??= doubt ?? (table ? undefined : `the table that ${keyOf(resource)} names`);
    }
  }
  for (const { resource, doubt } of resources.of('AWS::EC2::TransitGatewayRouteTablePropagation')) {
    const { attachment, table } = ends(resource);
    if (attachment && table) {
      table.routes.push(...propagated(attachment, line(resource, 'Properties', 'propagates into the table')).map((route) => ({ ...route, doubt: route.doubt ?? doubt })));
    }
  }
  for (const { resource, doubt } of resources.of('AWS::EC2::TransitGatewayRoute')) {
    const { attachment, table } = ends(resource);
    const stray = openId(resource, resource.at('TransitGatewayRouteTableId'));
    for (const one of table ? [table] : stray === undefined ? [] : tables.values()) {
      one.routes.push(staticRoute(resource, doubt ?? stray, attachment));
    }
  }
}

function staticRoute(resource: Resource, doubt: string | undefined, attachment: Attachment | undefined): TransitRoute {
  const value = resource.at('DestinationCidrBlock');
  const range = value.open === undefined ? rangeOf(value.text ?? '') : undefined;
  const drops = resource.at('Blackhole').isTrue;
  const lost = drops || attachment || resource.at('TransitGatewayAttachmentId').absent ? undefined : `where ${keyOf(resource)} leads`;
  return {
    ...(range ? { family: range.family, destination: only(range.addresses), prefix: range.prefix } : { family: 4 as const, destination: anything(4), prefix: 0 }), propagated: false,
    to: drops ? undefined : attachment, line: line(resource, 'Properties', `${value.shown(40)} goes to ${(drops ? undefined : attachment?.resource.logicalId) ?? 'nothing'}`), doubt: doubt ?? lost,
  };
}
