/** Draws the estate from its configuration and the tier table, so that the picture cannot tell another story than the code. */
import { EnvironmentKind, type EnvironmentProps } from '../lib/environment';
import type { EstateProps } from '../lib/estate-props';
import { hostNameOf } from '../lib/estate-validation';
import { tierOf, type Tier } from '../lib/tier';

const WIDTH = 1000;
const MARGIN = 20;
const GAP = 16;
const COLUMN = (WIDTH - 2 * MARGIN - 3 * GAP) / 4;
const ROW = 46;
const HEADER = 92;
const SHARED = { top: 52, height: 84 };
const ENVIRONMENTS = { top: 196, height: HEADER + 6 * (ROW + 6) + 8 };
const BELOW = { top: ENVIRONMENTS.top + ENVIRONMENTS.height + 40, height: 76 };
const HEIGHT = BELOW.top + BELOW.height + MARGIN;

const STYLE = `
  text { font-family: system-ui, -apple-system, 'Segoe UI', 'Liberation Sans', Arial, sans-serif; font-size: 13px; fill: #1f2328; }
  .strong { font-weight: 600; font-size: 15px; }
  .quiet { fill: #59636e; font-size: 12.5px; }
  .ground { fill: #ffffff; }
  .box { fill: #f6f8fa; stroke: #8c959f; }
  .absent { fill: none; stroke: #8c959f; stroke-dasharray: 4 4; }
  .edge { fill: #ddf4ff; stroke: #0969da; } .firewall { fill: #ffebe9; stroke: #cf222e; } .application { fill: #dafbe1; stroke: #1a7f37; }
  .data { fill: #fff8c5; stroke: #9a6700; } .endpoints { fill: #fbefff; stroke: #8250df; } .administration { fill: #eaeef2; stroke: #57606a; }
  .line { fill: none; stroke: #59636e; stroke-width: 1.5; } .tip, .zone { fill: #59636e; }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc; } .quiet { fill: #b1bac4; } .ground { fill: #0d1117; } .box { fill: #161b22; stroke: #656c76; } .absent { stroke: #656c76; }
    .edge { fill: #0c2d6b; stroke: #4493f8; } .firewall { fill: #5d0f12; stroke: #f85149; } .application { fill: #04260f; stroke: #3fb950; }
    .data { fill: #341a00; stroke: #d29922; } .endpoints { fill: #271052; stroke: #ab7df8; } .administration { fill: #212830; stroke: #9198a1; } .line { stroke: #b1bac4; } .tip, .zone { fill: #b1bac4; }
  }`;

const columnAt = (index: number) => MARGIN + index * (COLUMN + GAP);
const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const title = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

function text(x: number, y: number, content: string, kind = ''): string {
  return `<text x="${x}" y="${y}"${kind && ` class="${kind}"`}>${escape(content)}</text>`;
}

function box(x: number, y: number, width: number, height: number, kind: string): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="6" class="${kind}"/>`;
}

function arrow(x: number, from: number, to: number): string {
  return `<path d="M${x} ${from}V${to - 7}" class="line"/><path d="M${x - 5} ${to - 8}h10l-5 8z" class="tip"/>`;
}

/** A tier: its name, a dot for each zone it stands in, and what is in it. */
function tierRow(x: number, y: number, name: string, zones: number, content: string): string {
  const dots = Array.from({ length: zones }, (_, i) => `<circle cx="${x + COLUMN - 28 - 12 * (zones - 1 - i)}" cy="${y + 14}" r="4" class="zone"/>`);
  const kind = zones === 0 ? 'absent' : name.toLowerCase();
  return [box(x + 10, y, COLUMN - 20, ROW, kind), text(x + 20, y + 19, name), ...dots, text(x + 20, y + 37, content, 'quiet')].join('\n');
}

function tierRows(tier: Tier): [string, number, string][] {
  const { zones } = tier;
  return [
    ['Firewall', tier.networkFirewall ? zones : 0, tier.networkFirewall ? 'all traffic, in and out' : 'not in this environment'],
    ['Edge', zones, `load balancer, ${tier.natPerZone ? zones : 1} NAT`],
    ['Application', zones, `service, ${tier.serviceMinimum} to ${tier.serviceMaximum} tasks`],
    ['Data', zones, `Aurora, ${tier.databaseMembers} member${tier.databaseMembers === 1 ? '' : 's'}; files`],
    ['Endpoints', tier.natPerZone ? zones : 1, 'AWS, organisation only'],
    ['Administration', zones, 'client VPN, bastion'],
  ];
}

function environment(index: number, kind: EnvironmentKind, props: EnvironmentProps, { domain, regions }: EstateProps): string {
  const x = columnAt(index);
  const { top, height } = ENVIRONMENTS;
  return [
    arrow(x + COLUMN / 2, top - 30, top),
    box(x, top, COLUMN, height, 'box'),
    text(x + 14, top + 24, title(kind), 'strong'),
    text(x + 14, top + 44, hostNameOf(kind, props, domain)),
    text(x + 14, top + 62, `account ${props.account}`, 'quiet'),
    text(x + 14, top + 80, `${regions.primary}, ${props.cidr}`, 'quiet'),
    ...tierRows(tierOf(kind)).map(([name, zones, content], row) => tierRow(x, top + HEADER + row * (ROW + 6), name, zones, content)),
  ].join('\n');
}

function sharedAccounts({ sharedAccounts: accounts, regions, identity }: EstateProps): string {
  const rows: [string, string, string][] = [
    ['Management', accounts.management, identity.identityCenter ? 'guardrails, Identity Center' : 'guardrails of every account'],
    ['Security', accounts.security, 'access analyzers, 3 regions'],
    ['Backup', accounts.backup, `locked vaults, ${regions.backup}`],
    ['Release', accounts.release, 'images, scanned on push'],
  ];
  return rows.map(([name, account, content], index) => [
    box(columnAt(index), SHARED.top, COLUMN, SHARED.height, 'box'),
    text(columnAt(index) + 14, SHARED.top + 26, name, 'strong'),
    text(columnAt(index) + 14, SHARED.top + 48, content),
    text(columnAt(index) + 14, SHARED.top + 68, `account ${account}`, 'quiet'),
  ].join('\n')).join('\n');
}

/** The second region, below the environments that have one; and what the signs mean. */
function below({ regions }: EstateProps): string {
  const replicas = Object.values(EnvironmentKind).flatMap((kind, index) => (tierOf(kind).standbyRegion ? [[
    arrow(columnAt(index) + COLUMN / 2, ENVIRONMENTS.top + ENVIRONMENTS.height, BELOW.top),
    box(columnAt(index), BELOW.top, COLUMN, BELOW.height, 'data'),
    text(columnAt(index) + 14, BELOW.top + 26, `Recovery, ${regions.recovery}`, 'strong'),
    text(columnAt(index) + 14, BELOW.top + 46, `${kind}'s second region:`, 'quiet'),
    text(columnAt(index) + 14, BELOW.top + 63, 'network, service, data'),
  ].join('\n')] : []));
  return [
    ...replicas,
    `<circle cx="${MARGIN + 6}" cy="${BELOW.top + 22}" r="4" class="zone"/>`,
    text(MARGIN + 20, BELOW.top + 26, 'an availability zone that the tier stands in', 'quiet'),
    text(MARGIN + 20, BELOW.top + 48, 'Each grey box is an AWS account of its own. Data, endpoints and administration have no route to the Internet.', 'quiet'),
  ].join('\n');
}

/** The picture, as SVG without outside fonts or files; light or dark as the reader's screen is. */
export function picture(estate: EstateProps): string {
  const kinds = Object.values(EnvironmentKind);
  return [
    '<!-- Generated by `npm run generate` from bin/config.ts and lib/tier.ts. Do not edit. -->',
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="The accounts of the estate, and the tiers of each environment">`,
    `<style>${STYLE}\n</style>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" class="ground"/>`,
    text(MARGIN, 34, `Organisation ${estate.organization.name}, ${estate.organization.id}`, 'strong'),
    sharedAccounts(estate),
    text(MARGIN, ENVIRONMENTS.top - 28, 'Internet', 'strong'),
    `<path d="M${MARGIN + 82} ${ENVIRONMENTS.top - 32}H${columnAt(kinds.length - 1) + COLUMN / 2}" class="line"/>`,
    ...kinds.map((kind, index) => environment(index, kind, estate.environments[kind], estate)),
    below(estate),
    '</svg>',
    '',
  ].join('\n');
}
