import type { Resource, TemplateSet } from '../../template';
import type { Evidence } from '../evidence';
import { section, table } from './markup';
import { INTERNET, type Flow, type Picture } from './network/model';
import { picturesOf, unplacedOf } from './network/picture';
import { networkSvg } from './network/svg';
import { escape } from './words';

/** A picture of every VPC, and beside it, in words, what gets through. */
export function pictures(evidence: Evidence, set: TemplateSet): string {
  const names = namesFrom(evidence);
  const drawn = picturesOf(set, names).sort(byEnvironment(evidence));
  const unplaced = unplacedOf(set, names);
  return section('network', 'Networks', drawn.length === 0 ? '<p>The templates hold no VPC.</p>'
    : '<p>What the network proof computes from the templates: an arrow stands where packets get through and answers come back, with the ports, and nothing else does. '
      + 'A dotted one stands where the templates leave it open. A load balancer is an end of its own.</p>',
  ...drawn.map(figure), ...(unplaced.length === 0 ? [] : [unplacedTable(unplaced)]));
}

/** What the pictures do not show may reach anything. */
function unplacedTable(unplaced: ReturnType<typeof unplacedOf>): string {
  const rows = unplaced.map(({ name, open }) => [name, open].map(escape));
  return `<p>On no picture, since the templates tell none of its subnets, so that what reaches it and what it reaches is open:</p>${table('What stands on no picture', ['What', 'Open'], rows)}`;
}

function figure(picture: Picture): string {
  const { environment } = picture;
  const place = [picture.account && `account ${picture.account}`, picture.region].filter(Boolean).join(', ');
  return `<figure data-network="${escape(environment)}"><figcaption>${escape(environment)} <span class="note">${escape(place)}</span></figcaption>`
    + `<div class="picture" role="region" tabindex="0" aria-label="${escape(`Network of ${environment}`)}">${networkSvg(picture)}</div>`
    + `<details><summary>What reaches what in ${escape(environment)}</summary>${flowTable(picture)}${endpointList(picture)}</details></figure>`;
}

function flowTable(picture: Picture): string {
  const { flows } = picture;
  const rows = flows.map((flow) => [nameOf(picture, flow.from), nameOf(picture, flow.to), flow.ports.join(', '), passing(picture, flow), flow.certain ? 'proved' : `open: ${flow.open.slice(0, MOST_REASONS).join('; ')}`].map(escape));
  return rows.length === 0 ? '<p>Nothing reaches anything.</p>' : table(`What reaches what in ${picture.environment}`, ['From', 'To', 'Ports', 'Through', 'Standing'], rows);
}

/** More of what is open is not told. */
const MOST_REASONS = 3;

function endpointList({ nodes }: Picture): string {
  const services = nodes.flatMap(({ hosts }) => hosts).filter(({ resource }) => resource.type === 'AWS::EC2::VPCEndpoint')
    .map(({ resource }) => (resource.at('ServiceName').text ?? '').replace(/^com\.amazonaws\.(\$\{[^}]*\}|[a-z0-9-]+)\./, '')).sort();
  return services.length === 0 ? '' : `<p class="note">Interface endpoints: ${services.map((service) => `<code>${escape(service)}</code>`).join(', ')}.</p>`;
}

function passing(picture: Picture, { from, to, via }: Flow): string {
  const door = (id: string) => picture.outsiders.filter((outsider) => outsider.id === id).map((outsider) => outsider.door);
  return [...door(from), ...via.map((id) => nameOf(picture, id)), ...door(to)].join(', then ') || 'directly';
}

function nameOf({ nodes, endpoints, outsiders }: Picture, id: string): string {
  const node = nodes.find((each) => each.id === id);
  const endpoint = endpoints.find((each) => each.id === id);
  return node ? (node.passes ? node.label : `${node.label} ${node.name}`) : endpoint ? `${endpoint.service} by gateway endpoint`
    : outsiders.find((outsider) => outsider.id === id)?.label ?? (id === INTERNET ? 'Internet' : id);
}

/** The last part of a resource's construct path, if a rule has seen it; else its logical id without the hash. */
function namesFrom({ verdicts }: Evidence): (resource: Resource) => string {
  const paths = new Map(verdicts.map((verdict) => [`${verdict.stack} ${verdict.logicalId}`, verdict.path]));
  return (resource) => {
    const path = paths.get(`${resource.view.template.source.name} ${resource.logicalId}`);
    return path?.split('/').filter((part) => part !== 'Resource' && part !== 'Default').at(-1) ?? resource.logicalId.replace(/[0-9A-F]{8}$/, '');
  };
}

/** From development to production, as changes go; whatever else there is comes after. */
function byEnvironment({ estate }: Evidence): (a: Picture, b: Picture) => number {
  const order = ['development', 'test', 'acceptance', 'production', ...estate.environments];
  const place = ({ environment }: Picture) => (order.includes(environment) ? order.indexOf(environment) : order.length);
  return (a, b) => place(a) - place(b);
}
