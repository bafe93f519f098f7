import { count, escape } from '../words';
import { layoutOf } from './layout';
import type { Network } from './model';
import type { Box, Label, Wire } from './scene';
import { drawFlows } from './wires';

/** The picture of a network as inline SVG. Its colours are those of the page. */
export function networkSvg(network: Network): string {
  const layout = layoutOf(network);
  drawFlows(network, layout);
  const { scene } = layout;
  legend(network, (x, text, style) => {
    scene.wire(style, true, [x, scene.height - 22], [x + 34, scene.height - 22]);
    scene.text(x + 42, scene.height - 18, text, 'note');
  });
  const [width, height] = [scene.width, scene.height].map(Math.ceil);
  return [
    `<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="${network.id}-title ${network.id}-desc">`,
    `<title id="${network.id}-title">Network of ${escape(network.environment)}</title>`,
    `<desc id="${network.id}-desc">${escape(description(network))}</desc>`,
    `<defs>${['in', 'out', 'inside'].map((style) => marker(network.id, style)).join('')}</defs>`,
    ...scene.boxes.map(boxSvg),
    ...scene.wires.map((wire) => wireSvg(wire, network.id)),
    ...scene.labels.map(labelSvg),
    '</svg>',
  ].join('\n');
}

/** What the picture shows, in words. */
export function description(network: Network): string {
  const tiers = network.tiers.map((tier) => {
    const nodes = network.nodes.filter((node) => network.tiers[node.tier] === tier).map((node) => (node.passes ? node.label : `${node.label} ${node.name}`));
    return `${tier.name}: ${nodes.length > 0 ? nodes.join(', ') : 'empty'}`;
  });
  return `VPC ${network.cidr} with ${count(network.zones.length, 'zone')}. Tiers from top to bottom: ${tiers.join('; ')}. The table below lists who may talk to whom.`;
}

function legend(network: Network, draw: (x: number, text: string, style: string) => void): void {
  const used = [['in', 'from the Internet'], ['out', 'to the Internet'], ['inside', 'inside the account']]
    .filter(([style]) => network.flows.some(({ from, to }) => style === (from === 'internet' ? 'in' : to === 'internet' ? 'out' : 'inside')));
  used.forEach(([style, text], i) => draw(36 + i * 200, text, style));
}

function marker(id: string, style: string): string {
  return `<marker id="${id}-${style}" class="tip ${style}" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0.5 8 4 0 7.5z"/></marker>`;
}

function boxSvg({ x, y, w, h, style, hint }: Box): string {
  const radius = style.startsWith('chip') || style === 'internet' ? 7 : 10;
  const rect = `<rect class="${style}" x="${round(x)}" y="${round(y)}" width="${round(w)}" height="${round(h)}" rx="${radius}"`;
  return hint === undefined ? `${rect}/>` : `${rect}><title>${escape(hint)}</title></rect>`;
}

function wireSvg({ points, style, tip }: Wire, id: string): string {
  return `<path class="wire ${style}" d="M${points.map(([x, y]) => `${round(x)} ${round(y)}`).join('L')}"${tip ? ` marker-end="url(#${id}-${style})"` : ''}/>`;
}

function labelSvg({ x, y, text, style, anchor }: Label): string {
  return `<text class="${style}" x="${round(x)}" y="${round(y)}"${anchor === 'start' ? '' : ` text-anchor="${anchor}"`}>${escape(text)}</text>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
