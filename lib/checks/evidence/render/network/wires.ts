import type { Layout, Line } from './layout';
import type { Network } from './model';
import type { Box } from './scene';

/** One leg of a flow: from one thing on the picture to the next. */
interface Hop {
  readonly from: string;
  readonly to: string;
  readonly style: 'in' | 'out' | 'inside';
  readonly ports: readonly string[];
}

const INTERNET = 'internet';
/** Room between two arrows side by side. */
const STEP = 20;

/** Draws the flows, leg by leg, in every zone that has both ends. */
export function drawFlows(network: Network, layout: Layout): void {
  const drawing = new Drawing(network, layout);
  hopsOf(network).forEach((hop) => drawing.hop(hop));
  drawing.copies();
}

/** The legs of all flows, each once. The ports stand where the flow enters the VPC's inside: before its target, or after its source on the way out. */
function hopsOf({ flows }: Network): Hop[] {
  const hops = new Map<string, Hop>();
  for (const { from, to, via, ports } of flows.filter((flow) => flow.from !== 'open')) {
    const style = from === INTERNET ? 'in' : to === INTERNET ? 'out' : 'inside';
    const stops = [from, ...via, to];
    stops.slice(1).forEach((stop, i) => {
      const told = style === 'out' ? i === 0 : i === stops.length - 2;
      const key = `${stops[i]} > ${stop} ${style}`;
      hops.set(key, { from: stops[i], to: stop, style, ports: [...new Set([...(hops.get(key)?.ports ?? []), ...(told ? ports : [])])] });
    });
  }
  return [...hops.values()];
}

class Drawing {
  /** How many arrows run in a gap or channel already. */
  private readonly taken = new Map<string, number>();

  constructor(private readonly network: Network, private readonly layout: Layout) {}

  public hop(hop: Hop): void {
    const endpoint = this.layout.endpoints.get(hop.to);
    if (endpoint) {
      this.toEndpoint(hop, endpoint);
      return;
    }
    const inside = [hop.from, hop.to].filter((id) => id !== INTERNET);
    const zones = this.network.zones.filter((zone) => inside.every((id) => this.layout.chips.has(`${id} ${zone}`)));
    zones.forEach((zone) => (inside.length === 2 ? this.between(hop, zone) : this.throughGateway(hop, inside[0], zone)));
    if (inside.length === 1) {
      this.gatewayTrunk(hop);
    }
  }

  /** Copies of a store in another region. */
  public copies(): void {
    const { scene, stores, right } = this.layout;
    for (const store of this.network.stores) {
      const [from, to] = [stores.get(store.copyOf ?? ''), stores.get(store.id)];
      if (from && to) {
        const x = right - 14 - this.take('copies') * 6;
        scene.wire('inside', true, [from.x + from.w, middle(from)], [x, middle(from)], [x, middle(to)], [to.x + to.w, middle(to)]);
        const frame = scene.boxes.find((box) => box.style === 'region' && box.y < to.y && to.y < box.y + box.h);
        scene.text(x - 6, (frame ?? to).y - 18, 'copies', 'port', 'end');
      }
    }
  }

  private between(hop: Hop, zone: string): void {
    const [from, to] = [this.chip(hop.from, zone), this.chip(hop.to, zone)];
    const [a, b] = [this.lineOf(hop.from), this.lineOf(hop.to)];
    if (Math.abs(a - b) === 1) {
      this.straight(hop, zone, from, to);
    } else {
      this.alongside(hop, zone, from, to);
    }
  }

  /** An arrow from one line to the next. */
  private straight(hop: Hop, zone: string, from: Box, to: Box): void {
    const down = from.y < to.y;
    const [y1, y2] = down ? [from.y + from.h, to.y] : [from.y, to.y + to.h];
    const [low, high] = [Math.max(from.x, to.x), Math.min(from.x + from.w, to.x + to.w)];
    const left = hop.style === 'out';
    const k = this.take(`${zone} ${Math.min(y1, y2)} ${left}`);
    if (high - low < 28) {
      const [x1, x2, mid] = [from.x + from.w / 2, to.x + to.w / 2, (y1 + y2) / 2 - k * 5];
      this.layout.scene.wire(hop.style, true, [x1, y1], [x1, mid], [x2, mid], [x2, y2]);
      this.ports(hop, x2, y2, down, left);
      return;
    }
    const x = left ? Math.min(low + 14 + k * STEP, high - 8) : Math.max(high - 14 - k * STEP, low + 8);
    this.layout.scene.wire(hop.style, true, [x, y1], [x, y2]);
    this.ports(hop, x, y2, down, left);
  }

  /** An arrow past the lines between: in the channel at the side of the zone. */
  private alongside(hop: Hop, zone: string, from: Box, to: Box): void {
    const left = hop.style !== 'in';
    const x = this.channel(zone, left);
    this.layout.scene.wire(hop.style, true, [left ? from.x : from.x + from.w, middle(from)], [x, middle(from)], [x, middle(to)], [left ? to.x : to.x + to.w, middle(to)]);
    this.ports(hop, x, to.y, from.y < to.y, left);
  }

  private throughGateway(hop: Hop, id: string, zone: string): void {
    const { vpc, scene } = this.layout;
    const box = this.chip(id, zone);
    const left = hop.style === 'out';
    const bus = vpc.y + (left ? 46 : 34);
    const first = this.lineOf(id) === 0;
    const x = !first ? this.channel(zone, left) : left ? box.x + 14 : box.x + box.w - 14;
    const end: readonly [number, number][] = first ? [[x, box.y]] : [[x, middle(box)], [left ? box.x : box.x + box.w, middle(box)]];
    const points: readonly [number, number][] = [[x, bus], ...end];
    scene.wire(hop.style, !left, ...(left ? [...points].reverse() : points));
    if (!left) {
      this.ports(hop, x, box.y, true, first ? false : true);
    }
  }

  /** What joins the arrows of all zones with the gateway, and the gateway with the Internet. */
  private gatewayTrunk(hop: Hop): void {
    const { vpc, scene, gateway, internet } = this.layout;
    const out = hop.style === 'out';
    const key = `trunk ${out}`;
    const ends = scene.wires.filter((wire) => wire.style === hop.style).flatMap((wire) => wire.points.filter(([, y]) => y === vpc.y + (out ? 46 : 34)).map(([x]) => x));
    if (!gateway || !internet || ends.length === 0) {
      return;
    }
    const bus = vpc.y + (out ? 46 : 34);
    const x = gateway.x + gateway.w / 2 + (out ? -24 : 24);
    scene.wire(hop.style, false, [Math.min(x, ...ends), bus], [Math.max(x, ...ends), bus]);
    if (this.take(key) === 0) {
      const [low, high] = [gateway.y + gateway.h, internet.y + internet.h];
      scene.wire(hop.style, out, ...turned(out, [x, low], [x, bus]));
      scene.wire(hop.style, true, ...turned(out, [x, high], [x, gateway.y]));
    }
  }

  private toEndpoint(hop: Hop, endpoint: Box): void {
    const { scene, bands, services } = this.layout;
    const node = this.network.nodes.find((each) => each.id === hop.from);
    const band = bands[node?.tier ?? -1];
    const { service } = this.network.endpoints.find((each) => each.id === hop.to) ?? {};
    if (!band || this.take(`endpoint ${hop.to} ${node?.tier}`) > 0) {
      return;
    }
    const [x, y] = [band.x + band.w, Math.min(Math.max(middle(endpoint), band.y + 10), band.y + band.h - 10)];
    scene.wire(hop.style, true, ...bent([x, y], [endpoint.x, middle(endpoint)]));
    scene.text((x + endpoint.x) / 2, y - 6, hop.ports.join(', '), 'port', 'middle');
    const target = services.get(service ?? '');
    if (target && this.take(`service ${hop.to}`) === 0) {
      const end = Math.min(Math.max(middle(endpoint), target.y + 14), target.y + target.h - 14);
      scene.wire(hop.style, true, ...bent([endpoint.x + endpoint.w, middle(endpoint)], [target.x, end]));
    }
  }

  /** The ports beside an arrow's tip, in the gap before its target. */
  private ports(hop: Hop, x: number, tip: number, down: boolean, left: boolean): void {
    const text = hop.ports.join(', ');
    const y = down ? tip - 44 : tip + 30;
    const places = [0, 13, -13, 26].map((shift) => y + (down ? -shift : shift));
    places.some((place) => this.layout.scene.text(left ? x + 6 : x - 6, place, text, 'port', left ? 'start' : 'end'));
  }

  private chip(id: string, zone: string): Box {
    return this.layout.chips.get(`${id} ${zone}`) as Box;
  }

  private lineOf(id: string): number {
    return this.layout.lines.findIndex((line: Line) => line.nodes.some((node) => node.id === id));
  }

  private channel(zone: string, left: boolean): number {
    const cell = this.layout.cells[this.network.zones.indexOf(zone)];
    const offset = 8 + (this.take(`${zone} channel ${left}`) % 2) * 6;
    return left ? cell + offset : cell + this.layout.cell - offset;
  }

  private take(key: string): number {
    const count = this.taken.get(key) ?? 0;
    this.taken.set(key, count + 1);
    return count;
  }
}

function middle(box: Box): number {
  return box.y + box.h / 2;
}

function bent(from: readonly [number, number], to: readonly [number, number]): (readonly [number, number])[] {
  const x = (from[0] + to[0]) / 2;
  return from[1] === to[1] ? [from, to] : [from, [x, from[1]], [x, to[1]], to];
}

/** From a to b, or the other way round. */
function turned(round: boolean, a: readonly [number, number], b: readonly [number, number]): (readonly [number, number])[] {
  return round ? [b, a] : [a, b];
}
