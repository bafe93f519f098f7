import { count, escape } from '../words';
import { layoutOf, type Layout } from './layout';
import type { Picture } from './model';
import { widthOf, type Box, type Label, type Wire } from './scene';
import { drawFlows, type Style } from './wires';

/** The picture of a network as inline SVG. Its colours are those of the page. */
export function networkSvg(picture: Picture): string {
  const layout = layoutOf(picture);
  drawFlows(picture, layout);
  const { scene } = layout;
  legend(layout);
  const [width, height] = [scene.width, scene.height].map(Math.ceil);
  return [
    `<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="${picture.id}-title ${picture.id}-desc">`,
    `<title id="${picture.id}-title">Network of ${escape(picture.environment)}</title>`,
    `<desc id="${picture.id}-desc">${escape(description(picture))}</desc>`,
    `<defs>${Object.keys(LEGEND).map((style) => marker(picture.id, style)).join('')}</defs>`,
    ...scene.boxes.map(boxSvg),
    ...scene.wires.map((wire) => wireSvg(wire, picture.id)),
    ...scene.labels.map(labelSvg),
    '</svg>',
  ].join('\n');
}

/** What the picture shows, in words. */
export function description(picture: Picture): string {
  const tiers = picture.tiers.map((tier) => {
    const nodes = picture.nodes.filter((node) => picture.tiers[node.tier] === tier).map((node) => (node.passes ? node.label : `${node.label} ${node.name}`));
    return `${tier.name}: ${nodes.length > 0 ? nodes.join(', ') : 'empty'}`;
  });
  return `VPC ${picture.cidr} with ${count(picture.zones.length, 'zone')}. Tiers from top to bottom: ${tiers.join('; ')}. The table below lists what is proved to get through.`;
}

const LEGEND: Readonly<Record<Style, string>> = { in: 'gets in', out: 'gets out', inside: 'gets through inside', unsure: 'not decided by the templates' };

/** What the arrows mean that are there. */
function legend({ scene }: Layout): void {
  const styles = (Object.keys(LEGEND) as Style[]).filter((style) => scene.wires.some((wire) => wire.style === style));
  styles.forEach((style, i) => {
    const [x, y] = [36 + i * 190, scene.height - 22];
    scene.wire(style, true, [x, y], [x + 34, y]);
    scene.text(x + 42, y + 4, LEGEND[style], 'note');
    scene.width = Math.max(scene.width, x + 60 + widthOf(LEGEND[style], 'note'));
  });
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
