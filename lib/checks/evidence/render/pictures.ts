import type { Resource, TemplateSet } from '../../template';
import type { Evidence } from '../evidence';
import { section, table } from './markup';
import type { Flow, Network } from './network/model';
import { networksOf } from './network/networks';
import { serviceOf } from './network/nodes';
import { networkSvg } from './network/svg';
import { escape } from './words';

/** A picture of every VPC, and beside it, in words, who may talk to whom. */
export function pictures(evidence: Evidence, set: TemplateSet): string {
  const networks = networksOf(set, namesFrom(evidence)).sort(byEnvironment(evidence));
  return section('network', 'Networks', networks.length === 0 ? '<p>The templates hold no VPC.</p>'
    : '<p>Drawn from the templates. An arrow stands for what routes lead to and what the security groups at both ends let through. Its number is the port.</p>',
  ...networks.map(figure));
}

function figure(network: Network): string {
  const place = [network.account && `account ${network.account}`, network.region].filter(Boolean).join(', ');
  const name = `Network of ${network.environment}`;
  return `<figure data-network="${escape(network.environment)}"><figcaption>${escape(network.environment)} <span class="note">${escape(place)}</span></figcaption>`
    + `<div class="picture" role="region" tabindex="0" aria-label="${escape(name)}">${networkSvg(network)}</div>`
    + `<details><summary>Who may talk to whom in ${escape(network.environment)}</summary>${flowTable(network)}${endpointList(network)}</details></figure>`;
}

function flowTable(network: Network): string {
  const rows = network.flows.map((flow) => [escape(nameOf(network, flow.from)), escape(nameOf(network, flow.to)), escape(flow.ports.join(', ')), escape(passing(network, flow))]);
  return rows.length === 0 ? '<p>Nobody may talk to anybody.</p>' : table(`Who may talk to whom in ${network.environment}`, ['From', 'To', 'Ports', 'Through'], rows);
}

function endpointList({ nodes }: Network): string {
  const services = nodes.flatMap(({ resources }) => resources).filter(({ type }) => type === 'AWS::EC2::VPCEndpoint').map(serviceOf).sort();
  return services.length === 0 ? '' : `<p class="note">Interface endpoints: ${services.map((service) => `<code>${escape(service)}</code>`).join(', ')}.</p>`;
}

function passing(network: Network, { from, to, via }: Flow): string {
  const outside = from === 'internet' || to === 'internet';
  const stops = via.map((id) => nameOf(network, id));
  return (from === 'internet' ? ['Internet gateway', ...stops] : outside ? [...stops, 'Internet gateway'] : stops).join(', then ') || 'directly';
}

function nameOf({ nodes, endpoints }: Network, id: string): string {
  const node = nodes.find((each) => each.id === id);
  const endpoint = endpoints.find((each) => each.id === id);
  return node ? (node.passes ? node.label : `${node.label} ${node.name}`) : endpoint ? `${endpoint.service} gateway endpoint`
    : id === 'internet' ? 'Internet' : 'somewhere that the templates leave open';
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
function byEnvironment({ estate }: Evidence): (a: Network, b: Network) => number {
  const order = ['development', 'test', 'acceptance', 'production', ...estate.environments];
  const place = ({ environment }: Network) => (order.includes(environment) ? order.indexOf(environment) : order.length);
  return (a, b) => place(a) - place(b);
}
