import type { Layout } from './layout';
import { INTERNET, type Flow, type Picture } from './model';
import { widthOf, type Box } from './scene';

/** What an arrow means. */
export type Style = 'in' | 'out' | 'inside' | 'unsure';

type Point = readonly [number, number];

/** One leg of flows: from one thing on the picture to the next. */
interface Hop {
  readonly from: string;
  readonly to: string;
  readonly style: Style;
  readonly ports: readonly string[];
  /** The zones that it leads from and to. */
  readonly zones: readonly (readonly [string, string])[];
}

/** Room between two arrows side by side, at least: the ports of one must not stand on the other. */
const STEP = 20;

/** Draws the flows, leg by leg, in every zone. */
export function drawFlows(picture: Picture, layout: Layout): void {
  const drawing = new Drawing(picture, layout);
  hopsOf(picture).forEach((hop) => drawing.hop(hop));
}

/** The legs of all flows, each once. The ports stand where a flow enters the VPC's inside: before its target, or after its source on the way out. */
function hopsOf({ flows, outsiders }: Picture): Hop[] {
  const hops = new Map<string, Hop>();
  const isOutside = (id: string) => outsiders.some((outsider) => outsider.id === id);
  for (const flow of flows) {
    const style = styleOf(flow);
    const stops = [flow.from, ...flow.via, flow.to];
    stops.slice(1).forEach((stop, i) => {
      const told = isOutside(flow.to) ? i === 0 : i === stops.length - 2;
      const key = `${stops[i]} > ${stop} ${style}`;
      const steps = flow.steps.filter(({ from, to }) => from === stops[i] && to === stop);
      const before = hops.get(key);
      hops.set(key, { from: stops[i], to: stop, style, ports: [...new Set([...(before?.ports ?? []), ...(told ? flow.ports : [])])], zones: [...(before?.zones ?? []), ...steps.map(({ zones }) => zones)] });
    });
  }
  return [...hops.values()];
}

function styleOf({ from, to, certain }: Flow): Style {
  return !certain ? 'unsure' : from === INTERNET ? 'in' : to === INTERNET ? 'out' : 'inside';
}

class Drawing {
  /** How many arrows run in a gap or channel already. */
  private readonly taken = new Map<string, number>();

  constructor(private readonly picture: Picture, private readonly layout: Layout) {}

  public hop(hop: Hop): void {
    const endpoint = this.layout.endpoints.get(hop.to);
    if (endpoint) {
      this.toEndpoint(hop, endpoint);
      return;
    }
    const { doors } = this.layout;
    if (doors.has(hop.from) || doors.has(hop.to)) {
      this.throughDoor(hop);
      return;
    }
    this.pairs(hop).forEach(([from, to]) => (from === to ? this.between(hop, from) : this.across(hop, from, to)));
  }

  /** Where both ends stand in a zone, the arrow there stands for those to other zones too. */
  private pairs({ from, to, zones }: Hop): [string, string][] {
    const { chips } = this.layout;
    const drawn = zones.filter(([a, b]) => chips.has(`${from} ${a}`) && chips.has(`${to} ${b}`));
    const starts = this.picture.zones.filter((zone) => drawn.some(([start]) => start === zone));
    return starts.map((start) => drawn.find(([a, b]) => a === start && b === start) ?? drawn.find(([a]) => a === start)!).map(([a, b]) => [a, b]);
  }

  private between(hop: Hop, zone: string): void {
    const [from, to] = [this.chip(hop.from, zone), this.chip(hop.to, zone)];
    const apart = Math.abs(this.lineOf(hop.from) - this.lineOf(hop.to));
    if (apart === 0) {
      this.beside(hop, zone, from, to);
    } else if (apart === 1) {
      this.straight(hop, zone, from, to);
    } else {
      this.alongside(hop, zone, from, to);
    }
  }

  /** An arrow to what stands side by side with it, below both. */
  private beside(hop: Hop, zone: string, from: Box, to: Box): void {
    const down = from.y + from.h + 12 + this.take(`${zone} below ${from.y}`) * 6;
    const [x1, x2] = from.x < to.x ? [from.x + from.w - 20, to.x + 20] : [from.x + 20, to.x + to.w - 20];
    this.layout.scene.wire(hop.style, true, [x1, from.y + from.h], [x1, down], [x2, down], [x2, to.y + to.h]);
    this.layout.scene.text((x1 + x2) / 2, down + 13, textOf(hop), 'port', 'middle');
  }

  /** An arrow from one line to the next. */
  private straight(hop: Hop, zone: string, from: Box, to: Box): void {
    const down = from.y < to.y;
    const [y1, y2] = down ? [from.y + from.h, to.y] : [from.y, to.y + to.h];
    const [low, high] = [Math.max(from.x, to.x), Math.min(from.x + from.w, to.x + to.w)];
    const left = this.leavesOnTheLeft(hop);
    const gap = `${zone} ${Math.min(y1, y2)} ${left}`;
    const k = this.take(gap);
    if (high - low < 28) {
      const aside = Math.ceil(k / 2) * (k % 2 === 0 ? 16 : -16);
      const [x1, x2, mid] = [from.x + from.w / 2 + aside, to.x + to.w / 2 + aside, (y1 + y2) / 2 - k * 5];
      this.layout.scene.wire(hop.style, true, [x1, y1], [x1, mid], [x2, mid], [x2, y2]);
      this.ports(hop, x2, y2, down, left);
      return;
    }
    const shift = this.room(gap, Math.max(STEP, widthOf(textOf(hop), 'port') + 16));
    const x = left ? Math.min(low + 14 + shift, high - 8) : Math.max(high - 14 - shift, low + 8);
    this.layout.scene.wire(hop.style, true, [x, y1], [x, y2]);
    this.ports(hop, x, y2, down, left);
  }

  /** An arrow past the lines between: in the channel at the side of the zone, at which nothing stands in its way if possible. */
  private alongside(hop: Hop, zone: string, from: Box, to: Box): void {
    const free = (left: boolean) => [hop.from, hop.to].every((id) => this.isAtEdge(id, zone, left));
    const left = hop.style === 'in' ? !free(false) && free(true) : free(true) || !free(false);
    const x = this.channel(zone, left);
    const down = from.y < to.y;
    this.layout.scene.wire(hop.style, true, ...this.exit(hop.from, zone, x, left, down), ...this.exit(hop.to, zone, x, left, !down).reverse());
    this.ports(hop, x, down ? to.y : to.y + to.h, down, left);
  }

  /** From a box to the channel: straight, or through the gap beside its line if something stands between. */
  private exit(id: string, zone: string, x: number, left: boolean, down: boolean): Point[] {
    const box = this.chip(id, zone);
    if (this.isAtEdge(id, zone, left)) {
      return [[left ? box.x : box.x + box.w, middle(box)], [x, middle(box)]];
    }
    const [edge, k] = [down ? box.y + box.h : box.y, this.take(`${zone} exit ${box.x} ${box.y} ${down}`)];
    const [out, y] = [left ? box.x + 12 + k * 10 : box.x + box.w - 12 - k * 10, down ? edge + 8 + k * 4 : edge - 8 - k * 4];
    return [[out, edge], [out, y], [x, y]];
  }

  private isAtEdge(id: string, zone: string, left: boolean): boolean {
    const here = this.layout.lines[this.lineOf(id)].nodes.filter((node) => node.zones.includes(zone));
    return here.at(left ? 0 : -1)?.id === id;
  }

  /** An arrow into another zone: out of its line, over to the channel beside the target, and along it. All of a leg share the lane over. */
  private across(hop: Hop, start: string, end: string): void {
    const from = this.chip(hop.from, start);
    const down = from.y < this.chip(hop.to, end).y;
    const lane = this.once(`lane ${hop.from} ${hop.to} ${hop.style}`, () => this.take(`lane ${from.y} ${down}`));
    const [edge, y] = down ? [from.y + from.h, from.y + from.h + 18 + (lane % 3) * 4] : [from.y, from.y - 44 - (lane % 3) * 4];
    const left = this.leavesOnTheLeft(hop);
    const x = this.once(`channel ${hop.from} ${hop.to} ${hop.style} ${end}`, () => this.channelAt(end, left, this.take(`${end} channel ${left}`)));
    const shift = this.room(`${start} ${edge} ${left}`, Math.max(STEP, widthOf(textOf(hop), 'port') + 16));
    const x1 = left ? from.x + 14 + shift : from.x + from.w - 14 - shift;
    this.layout.scene.wire(hop.style, true, [x1, edge], [x1, y], [x, y], ...this.exit(hop.to, end, x, left, !down).reverse());
    this.layout.scene.text(left ? x1 + 6 : x1 - 6, y + 15, textOf(hop), 'port', left ? 'start' : 'end', 150);
  }

  private throughDoor(hop: Hop): void {
    const { doors, scene, chips } = this.layout;
    const out = doors.has(hop.to);
    const [outsider, id] = out ? [hop.to, hop.from] : [hop.from, hop.to];
    const door = doors.get(outsider)!;
    const bus = (out ? door.outward : door.inward) + (hop.style === 'unsure' ? 5 : 0);
    const zones = this.picture.zones.filter((zone) => chips.has(`${id} ${zone}`) && hop.zones.some(([from, to]) => (out ? from : to) === zone));
    const ends = zones.map((zone) => {
      const box = this.chip(id, zone);
      const first = this.lineOf(id) === 0;
      const k = first ? this.take(`${zone} door ${out}`) : 0;
      const x = !first ? this.channel(zone, out) : out ? box.x + 14 + k * STEP : box.x + box.w - 14 - k * STEP;
      const end: readonly Point[] = first ? [[x, box.y]] : this.exit(id, zone, x, out, false).reverse();
      scene.wire(hop.style, !out, ...turned(out, [x, bus], ...end));
      if (!out || !this.isPassing(id)) {
        this.ports(hop, x, box.y, true, first ? out : !out);
      }
      return x;
    });
    this.trunk(hop, outsider, ends, bus, out);
  }

  /** What joins the arrows of all zones with the door, and the door with who is outside. */
  private trunk(hop: Hop, outsider: string, ends: readonly number[], bus: number, out: boolean): void {
    const { doors, scene } = this.layout;
    const { box, gate } = doors.get(outsider)!;
    if (ends.length === 0) {
      return;
    }
    const x = gate.x + gate.w / 2 + (out ? -24 : 24) * (hop.style === 'unsure' ? 2 : 1);
    scene.wire(hop.style, false, [Math.min(x, ...ends), bus], [Math.max(x, ...ends), bus]);
    if (this.take(`trunk ${outsider} ${out} ${hop.style}`) === 0) {
      scene.wire(hop.style, out, ...turned(out, [x, gate.y + gate.h], [x, bus]));
      scene.wire(hop.style, true, ...turned(out, [x, box.y + box.h], [x, gate.y]));
    }
  }

  /** A gateway endpoint stands beside its tier: one arrow stands for all zones. */
  private toEndpoint(hop: Hop, endpoint: Box): void {
    const { scene, bands, services } = this.layout;
    const tier = this.picture.nodes.find(({ id }) => id === hop.from)?.tier ?? -1;
    const { service } = this.picture.endpoints.find(({ id }) => id === hop.to)!;
    if (this.take(`endpoint ${hop.to} ${tier} ${hop.style}`) > 0) {
      return;
    }
    const band = bands[tier];
    const shift = hop.style === 'unsure' ? 12 : 0;
    const [x, y] = [band.x + band.w, Math.min(Math.max(middle(endpoint), band.y + 10), band.y + band.h - 10) + shift];
    scene.wire(hop.style, true, ...bent([x, y], [endpoint.x, middle(endpoint) + shift]));
    scene.text((x + endpoint.x) / 2, y + (shift > 0 ? 14 : -6), textOf(hop), 'port', 'middle', endpoint.x - x);
    const target = services.get(service);
    if (target && this.take(`service ${hop.to} ${hop.style}`) === 0) {
      const end = Math.min(Math.max(middle(endpoint), target.y + 14), target.y + target.h - 14) + shift;
      scene.wire(hop.style, true, ...bent([endpoint.x + endpoint.w, middle(endpoint) + shift], [target.x, end]));
    }
  }

  /** The ports beside an arrow's tip, in the gap before its target. */
  private ports(hop: Hop, x: number, tip: number, down: boolean, left: boolean): void {
    const y = down ? tip - 44 : tip + 30;
    const places = [0, 13, -13, 26].map((shift) => y + (down ? -shift : shift));
    places.some((place) => this.layout.scene.text(left ? x + 6 : x - 6, place, textOf(hop), 'port', left ? 'start' : 'end', 150));
  }

  /** What is on its way out runs at the left, all else at the right. */
  private leavesOnTheLeft(hop: Hop): boolean {
    return hop.style === 'out' || (this.isPassing(hop.to) && this.lineOf(hop.to) < this.lineOf(hop.from));
  }

  private isPassing(id: string): boolean {
    return this.picture.nodes.some((node) => node.id === id && node.passes);
  }

  private chip(id: string, zone: string): Box {
    return this.layout.chips.get(`${id} ${zone}`)!;
  }

  private lineOf(id: string): number {
    return this.layout.lines.findIndex((line) => line.nodes.some((node) => node.id === id));
  }

  private channel(zone: string, left: boolean): number {
    return this.channelAt(zone, left, this.take(`${zone} channel ${left}`));
  }

  private channelAt(zone: string, left: boolean, k: number): number {
    const cell = this.layout.cells[this.picture.zones.indexOf(zone)];
    const offset = 8 + (k % 2) * 6;
    return left ? cell + offset : cell + this.layout.cell - offset;
  }

  private take(key: string): number {
    const count = this.taken.get(key) ?? 0;
    this.taken.set(key, count + 1);
    return count;
  }

  /** Takes room of a width; what was taken before is the distance. */
  private room(key: string, width: number): number {
    const before = this.taken.get(`room ${key}`) ?? 0;
    this.taken.set(`room ${key}`, before + width);
    return before;
  }

  private once(key: string, make: () => number): number {
    const known = this.taken.get(key);
    const made = known ?? make();
    this.taken.set(key, made);
    return made;
  }
}

/** The ports; with a question mark where it is open whether they get through. */
function textOf({ ports, style }: Hop): string {
  return ports.length === 0 ? '' : `${ports.join(', ')}${style === 'unsure' ? ' ?' : ''}`;
}

function middle(box: Box): number {
  return box.y + box.h / 2;
}

function bent(from: Point, to: Point): Point[] {
  const x = (from[0] + to[0]) / 2;
  return from[1] === to[1] ? [from, to] : [from, [x, from[1]], [x, to[1]], to];
}

/** These points, or the other way round. */
function turned(round: boolean, ...points: readonly Point[]): Point[] {
  return round ? [...points].reverse() : [...points];
}
