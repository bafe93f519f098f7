/** A rectangle with its style class. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  readonly style: string;
  /** Shown when pointed at. */
  readonly hint?: string;
}

/** A line of text. */
export interface Label {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly style: string;
  readonly anchor: 'start' | 'middle' | 'end';
}

/** An arrow along right angles; the tip is at its last point. */
export interface Wire {
  readonly points: readonly (readonly [number, number])[];
  readonly style: string;
  readonly tip: boolean;
}

/** Size of the text styles, in the picture's units. */
const SIZES: Readonly<Record<string, number>> = { title: 14, head: 12, name: 11, note: 10.5, port: 10.5 };

/** What is drawn, back to front. Texts that would overlap another one are left out: the table beside the picture has them all. */
export class Scene {
  public readonly boxes: Box[] = [];
  public readonly wires: Wire[] = [];
  public readonly labels: Label[] = [];
  public width = 0;
  public height = 0;

  public box(x: number, y: number, w: number, h: number, style: string, hint?: string): Box {
    const box = { x, y, w, h, style, ...(hint !== undefined && { hint }) };
    this.boxes.push(box);
    return box;
  }

  public wire(style: string, tip: boolean, ...points: (readonly [number, number])[]): void {
    this.wires.push({ points, style, tip });
  }

  /** Writes a text, shortened to a width; nothing if another text stands there, or, for ports, a box. */
  public text(x: number, y: number, text: string, style: string, anchor: Label['anchor'] = 'start', width = Infinity): boolean {
    const label = { x, y, text: shorten(text, style, width), style, anchor };
    const place = extent(label);
    const isTaken = this.labels.some((other) => overlap(place, extent(other)))
      || (style === 'port' && this.boxes.some((box) => box.style.startsWith('chip') && overlap(place, [box.x, box.y, box.x + box.w, box.y + box.h])));
    if (label.text === '' || isTaken) {
      return false;
    }
    this.labels.push(label);
    return true;
  }
}

/** Room that a text takes, rather too much than too little: the reader's font is not known. */
export function widthOf(text: string, style: string): number {
  return text.length * (SIZES[style] ?? 11) * 0.62;
}

function shorten(text: string, style: string, width: number): string {
  const most = Math.floor(width / ((SIZES[style] ?? 11) * 0.62));
  return text.length <= most ? text : most < 4 ? '' : `${text.slice(0, most - 1)}…`;
}

function extent({ x, y, text, style, anchor }: Label): readonly [number, number, number, number] {
  const width = widthOf(text, style);
  const left = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2;
  const size = SIZES[style] ?? 11;
  return [left - 2, y - size * 0.95, left + width + 2, y + size * 0.3];
}

function overlap(a: readonly number[], b: readonly number[]): boolean {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}
