import { zoneOf, type GatewayEndpoint, type Node, type Outsider, type Picture, type RegionalStore } from './model';
import { Scene, type Box } from './scene';

/** Nodes of a tier that stand side by side in every zone. */
export interface Line {
  readonly tier: number;
  readonly nodes: readonly Node[];
  readonly top: number;
  readonly bottom: number;
}

/** An outsider, the door to it, and the height of the lines inside that all zones share with it. */
export interface Door {
  readonly box: Box;
  readonly gate: Box;
  readonly inward: number;
  readonly outward: number;
}

/** Where everything stands. The wires are drawn between these. */
export interface Layout {
  readonly scene: Scene;
  readonly lines: readonly Line[];
  /** Left edges of the zones' cells. */
  readonly cells: readonly number[];
  readonly cell: number;
  /** Boxes by node and zone: `<id> <zone>`. */
  readonly chips: ReadonlyMap<string, Box>;
  readonly bands: readonly Box[];
  readonly endpoints: ReadonlyMap<string, Box>;
  readonly stores: ReadonlyMap<string, Box>;
  readonly services: ReadonlyMap<string, Box>;
  /** Whoever is outside, and the door to it in the VPC's border, in the order of the picture. */
  readonly doors: ReadonlyMap<string, Door>;
  readonly vpc: Box;
}

const VPC_X = 36;
const VPC_Y = 128;
const HEAD = 104;
const CHIP = 44;
const SIDE = 18;
const PAIR = 8;
const GAP = 46;
const COLUMN = 206;
/** Room for the lines of one outsider. */
const LANES = 24;
const CELLS: Readonly<Record<number, number>> = { 1: 420, 2: 330, 3: 252 };

/** Names of AWS services as people write them. */
const SERVICES: Readonly<Record<string, string>> = { s3: 'Amazon S3', dynamodb: 'Amazon DynamoDB' };

/** Places the parts of a network: tiers as rows, zones as columns, what is outside the VPC at its right. */
export function layoutOf(picture: Picture): Layout {
  const scene = new Scene();
  const cell = CELLS[picture.zones.length] ?? 200;
  const cells = picture.zones.map((_, i) => VPC_X + 14 + HEAD + i * cell);
  const border = picture.endpoints.length > 0 ? 86 : 0;
  const vpcWidth = 28 + HEAD + Math.max(1, picture.zones.length) * cell + border;
  const account = scene.box(14, 66, 0, 0, 'account');
  const vpc = scene.box(VPC_X, VPC_Y, vpcWidth, 0, 'vpc');
  const bandWidth = vpcWidth - 28 - border;
  const { lines, bands, chips, bottom } = rows(scene, picture, cells, cell, bandWidth);
  const endpoints = gatewayEndpoints(scene, picture, bands, vpc);
  const aside = beside(scene, picture, vpc.x + vpcWidth + (border > 0 ? 92 : 26));
  const lowest = Math.max(bottom, ...[...endpoints.values()].map((box) => box.y + box.h));
  const right = aside.right ?? vpc.x + vpcWidth;
  resize(scene, vpc, { h: lowest + 14 - VPC_Y });
  resize(scene, account, { w: right + 20 - account.x, h: Math.max(lowest + 14, aside.bottom) + 22 - account.y });
  scene.width = right + 34;
  scene.height = account.y + account.h + 44;
  titles(scene, picture, vpc);
  const middle = VPC_X + 14 + HEAD + (Math.max(1, picture.zones.length) * cell) / 2;
  const doors = new Map(picture.outsiders.map((outsider, i) => [outsider.id, doorOf(scene, outsider, i, middle)]));
  return { scene, lines, cells, cell, chips, bands, endpoints, vpc, stores: aside.stores, services: aside.services, doors };
}

/** The boxes of a scene are drawn as they are at the end: frames grow with what they hold. */
function resize(scene: Scene, box: Box, size: { w?: number; h?: number }): void {
  scene.boxes[scene.boxes.indexOf(box)] = Object.assign(box, size);
}

function titles(scene: Scene, picture: Picture, vpc: Box): void {
  scene.text(28, 88, `${picture.environment} account ${picture.account ?? ''}`.trim(), 'title');
  scene.text(28, 106, picture.region ?? '', 'note');
  scene.text(vpc.x + 14, vpc.y + 22, 'VPC', 'head');
  scene.text(vpc.x + 14, vpc.y + 38, picture.cidr, 'note', 'start', HEAD);
}

/** The Internet stands in the middle, others take turns beside it. */
function doorOf(scene: Scene, { label, door }: Outsider, index: number, middle: number): Door {
  const x = middle + (index % 2 === 0 ? 1 : -1) * Math.ceil(index / 2) * 212;
  const box = scene.box(x - 96, 10, 192, 32, 'internet', label);
  scene.text(x, 31, label, 'head', 'middle', 184);
  const gate = scene.box(x - 78, VPC_Y - 17, 156, 34, 'chip passes', door);
  scene.text(x, VPC_Y + 4, door, 'head', 'middle', 148);
  const inward = VPC_Y + 34 + index * LANES;
  return { box, gate, inward, outward: inward + 12 };
}

function rows(scene: Scene, picture: Picture, cells: readonly number[], cell: number, bandWidth: number): { lines: Line[]; bands: Box[]; chips: Map<string, Box>; bottom: number } {
  const lines: Line[] = [];
  const bands: Box[] = [];
  const chips = new Map<string, Box>();
  let y = VPC_Y + 60 + Math.max(10, picture.outsiders.length * LANES);
  picture.zones.forEach((zone, i) => scene.text(cells[i] + cell / 2, y - 10, zone, 'note', 'middle', cell - 80));
  picture.tiers.forEach((tier, i) => {
    const groups = pairs(picture.nodes.filter((node) => node.tier === i));
    const height = 30 + Math.max(1, groups.length) * CHIP + Math.max(0, groups.length - 1) * GAP + 12;
    const band = scene.box(VPC_X + 14, y, bandWidth, height, `band ${tier.kind}`);
    bands.push(band);
    scene.text(band.x + 12, y + 24, tier.name, 'head', 'start', HEAD - 16);
    scene.text(band.x + 12, y + 41, tier.name.toLowerCase() === tier.kind ? '' : tier.kind, 'note', 'start', HEAD - 16);
    tier.subnets.forEach((subnet) => {
      const at = picture.zones.indexOf(zoneOf(subnet));
      scene.box(cells[at] + 6, y + 6, cell - 12, height - 12, 'subnet');
      scene.text(cells[at] + cell / 2, y + 21, subnet.resource.at('CidrBlock').text ?? '', 'note', 'middle', cell - 84);
    });
    groups.forEach((nodes, g) => {
      const top = y + 30 + g * (CHIP + GAP);
      lines.push({ tier: i, nodes, top, bottom: top + CHIP });
      nodes.forEach((node, n) => placeNode(scene, node, n, nodes.length, top, { picture, cells, cell, chips }));
    });
    y += height + GAP;
  });
  return { lines, bands, chips, bottom: picture.tiers.length > 0 ? y - GAP : y };
}

/** Two stand side by side, what passes traffic on at the left: so the way out runs left, the way in right. */
function pairs(nodes: readonly Node[]): Node[][] {
  const ordered = [...nodes.filter((node) => node.passes), ...nodes.filter((node) => !node.passes)];
  return ordered.flatMap((_, i) => (i % 2 === 0 ? [ordered.slice(i, i + 2)] : []));
}

function placeNode(scene: Scene, node: Node, index: number, count: number, top: number, { picture, cells, cell, chips }: { picture: Picture; cells: readonly number[]; cell: number; chips: Map<string, Box> }): void {
  const width = (cell - 2 * SIDE - (count - 1) * PAIR) / count;
  for (const zone of node.zones) {
    const x = cells[picture.zones.indexOf(zone)] + SIDE + index * (width + PAIR);
    chips.set(`${node.id} ${zone}`, chip(scene, x, top, width, node.label, node.passes ? '' : node.name, node.passes ? 'chip passes' : 'chip', `${node.label} ${node.name}`));
  }
}

function chip(scene: Scene, x: number, y: number, w: number, label: string, name: string, style: string, hint: string): Box {
  const box = scene.box(x, y, w, CHIP, style, hint);
  scene.text(x + w / 2, y + (name === '' ? 26 : 19), label, 'head', 'middle', w - 4);
  scene.text(x + w / 2, y + 35, name, 'name', 'middle', w - 8);
  return box;
}

/** Gateway endpoints stand on the VPC's border, beside the first tier whose routes know them. */
function gatewayEndpoints(scene: Scene, picture: Picture, bands: readonly Box[], vpc: Box): Map<string, Box> {
  const placed = new Map<string, Box>();
  let free = 0;
  for (const endpoint of picture.endpoints) {
    const y = Math.max(free, (bands[firstTier(endpoint)] ?? vpc).y + 2);
    placed.set(endpoint.id, chip(scene, vpc.x + vpc.w - 60, y, 120, SERVICES[endpoint.service]?.replace('Amazon ', '') ?? endpoint.service, 'gateway endpoint', 'chip passes', `Gateway endpoint of ${endpoint.service}`));
    free = y + CHIP + 8;
  }
  return placed;
}

function firstTier({ tiers }: GatewayEndpoint): number {
  return tiers[0] ?? -1;
}

/** What belongs to the account and stands in no VPC, region by region. */
function beside(scene: Scene, picture: Picture, x: number): { stores: Map<string, Box>; services: Map<string, Box>; right?: number; bottom: number } {
  const stores = new Map<string, Box>();
  const services = new Map<string, Box>();
  let y = VPC_Y;
  for (const region of [...new Set([picture.region, ...picture.stores.map((store) => store.region)])]) {
    const here = picture.stores.filter((store) => store.region === region);
    if (here.length > 0) {
      const frame = scene.box(x, y, COLUMN, 0, 'region');
      scene.text(x + 14, y + 22, region === picture.region ? 'Outside the VPC' : here.some(({ copyOf }) => copyOf) ? 'Recovery region' : 'Other region', 'head', 'start', COLUMN - 28);
      scene.text(x + 14, y + 38, region ?? 'region not known', 'note', 'start', COLUMN - 28);
      const end = serviceGroups(scene, here, x, y + 52, region === picture.region ? services : new Map<string, Box>(), stores);
      resize(scene, frame, { h: end - y });
      y = end + GAP;
    }
  }
  return { stores, services, ...(stores.size > 0 && { right: x + COLUMN }), bottom: y - GAP };
}

function serviceGroups(scene: Scene, stores: readonly RegionalStore[], x: number, top: number, services: Map<string, Box>, placed: Map<string, Box>): number {
  let y = top;
  for (const service of new Set(stores.map((store) => store.service))) {
    const members = stores.filter((store) => store.service === service);
    services.set(service, scene.box(x + 12, y, COLUMN - 44, 30 + members.length * (CHIP + 8), 'subnet'));
    scene.text(x + 24, y + 20, SERVICES[service] ?? service, 'note', 'start', COLUMN - 70);
    members.forEach((store, i) => {
      placed.set(store.id, chip(scene, x + 22, y + 30 + i * (CHIP + 8), COLUMN - 64, `${store.service === 's3' ? 'Bucket' : 'Table'}${store.copyOf === undefined ? '' : ', copy'}`, store.name, 'chip store', store.name));
    });
    y += 30 + members.length * (CHIP + 8) + 12;
  }
  return y;
}
