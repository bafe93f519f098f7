import { Alias, Composer, isAlias, isMap, isPair, isScalar, isSeq, Lexer, Parser, Scalar, type Node, type Pair, type YAMLMap } from 'yaml';
import { pointer, type Place, type Point } from '../../lib/checks/check/place';
import type { Json } from '../../lib/checks/template';
import { MOST_LEVELS, type Places } from './json-places';

/** What anchors may multiply to: a file of a few lines can otherwise stand for billions. */
const MOST_REPEATED = 100_000;

interface Read {
  readonly value: Json;
  readonly place: Place;
}

/**
 * Reads a template in YAML, with the short forms of the intrinsic functions, anchors and merge keys. Values keep what is
 * written: `2012-10-17` is text, and so is a number with a leading zero, such as an account.
 *
 * Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html
 */
export function readYaml(text: string): { readonly value: Json } & Places {
  const pointAt = pointer(text);
  const documents = [...new Composer({ schema: 'core', uniqueKeys: false }).compose(tokensOf(text))];
  const errors = documents.flatMap((document) => document.errors);
  if (errors.length > 0) {
    throw new Error(errors.slice(0, 3).map((error) => `line ${pointAt(error.pos[0]).line}: ${error.message}`).join('; '));
  }
  if (documents.length > 1) {
    throw new Error(`it holds ${documents.length} documents`);
  }
  const reader = new Reader(pointAt);
  const { value, place } = reader.read(documents[0]?.contents ?? null, 0);
  return { value, root: place, duplicates: reader.duplicates };
}

/** Inside brackets, lines may start anywhere: the parser insists on an indent that CloudFormation does not ask for. */
function tokensOf(text: string): ReturnType<Parser['parse']> {
  // The parser is pinned and bundled: what is private in it does not change unseen.
  const lexer = new Lexer() as unknown as { indentNext: number; parseFlowCollection(): Generator<string> };
  const strict = lexer.parseFlowCollection.bind(lexer);
  lexer.parseFlowCollection = function* (): Generator<string> {
    const indent = lexer.indentNext;
    lexer.indentNext = 0;
    const state = yield* strict();
    lexer.indentNext = indent;
    return state;
  };
  const parser = new Parser();
  Object.assign(parser, { lexer });
  return parser.parse(text);
}

class Reader {
  public readonly duplicates: { key: string; line: number }[] = [];
  private readonly anchors = new Map<string, Node>();
  private readonly inside = new Set<Node>();
  private repeated = 0;
  private repeating = false;

  constructor(private readonly pointAt: (offset: number) => Point) {}

  public read(node: Node | null, level: number, at: Point = this.pointOf(node)): Read {
    if (level > MOST_LEVELS) {
      throw new Error(`it is nested more than ${MOST_LEVELS} levels deep`);
    }
    if (this.repeating && ++this.repeated > MOST_REPEATED) {
      throw new Error(`its aliases repeat more than ${MOST_REPEATED} values`);
    }
    if (isAlias(node)) {
      return this.repeat(node, level, at);
    }
    if (!node) {
      return { value: null, place: at };
    }
    if (node.anchor) {
      this.anchors.set(node.anchor, node);
    }
    this.inside.add(node);
    const plain = isMap(node) ? this.map(node, level, at) : isSeq(node) ? this.list(node.items as Node[], level, at)
      : { value: isScalar(node) ? scalar(node) : null, place: at };
    this.inside.delete(node);
    return shortForm(node.tag, plain, at);
  }

  private repeat(alias: Alias, level: number, at: Point): Read {
    const node = this.target(alias);
    const outer = this.repeating;
    this.repeating = true;
    const read = this.read(node, level, at);
    this.repeating = outer;
    return read;
  }

  private target(alias: Alias): Node {
    const node = this.anchors.get(alias.source);
    if (!node || this.inside.has(node)) {
      throw new Error(`line ${this.pointOf(alias).line}: the alias *${alias.source} ${node ? 'stands inside what it names' : 'names nothing above it'}`);
    }
    return node;
  }

  private list(items: readonly Node[], level: number, at: Point): Read {
    const read = items.map((item) => this.read(isPair(item) ? null : item, level + 1));
    return { value: read.map(({ value }) => value), place: { ...at, below: new Map(read.map(({ place }, i) => [String(i), place])) } };
  }

  private map(map: YAMLMap, level: number, at: Point): Read {
    const own = new Map<string, Read>();
    const merged = new Map<string, Read>();
    for (const { key, value } of map.items as Pair<Node, Node | null>[]) {
      const name = this.key(key);
      const where = this.pointOf(key);
      if (name === '<<' && isScalar(key) && key.type === Scalar.PLAIN) {
        this.merge(value, level).forEach((read, mergedKey) => merged.set(mergedKey, merged.get(mergedKey) ?? read));
      } else {
        if (own.has(name) && !this.repeating) {
          this.duplicates.push({ key: name, line: where.line });
        }
        own.set(name, this.read(value, level + 1, where));
      }
    }
    const all = [...new Map([...merged, ...own])];
    return {
      value: Object.fromEntries(all.map(([name, { value }]) => [name, value])),
      place: { ...at, below: new Map(all.map(([name, { place }]) => [name, place])) },
    };
  }

  /** The entries that a merge key brings: of a map, or of several, of which the first counts. */
  private merge(node: Node | null, level: number): Map<string, Read> {
    const found = new Map<string, Read>();
    for (const item of isSeq(node) ? node.items as Node[] : [node]) {
      const { value, place } = this.read(item, level + 1);
      for (const [key, below] of Object.entries(typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {})) {
        found.set(key, found.get(key) ?? { value: below, place: place.below?.get(key) ?? place });
      }
    }
    return found;
  }

  private key(node: Node | null): string {
    const key = isAlias(node) ? this.target(node) : node;
    if (key && !isScalar(key)) {
      throw new Error(`line ${this.pointOf(node).line}: a key must be text`);
    }
    if (key?.anchor) {
      this.anchors.set(key.anchor, key);
    }
    return key === null ? '' : key.source ?? String(key.value);
  }

  private pointOf(node: Node | null): Point {
    return this.pointAt(node?.range?.[0] ?? 0);
  }
}

/** `!Sub x` as `{ 'Fn::Sub': x }`. */
function shortForm(tag: string | undefined, { value, place }: Read, at: Point): Read {
  const name = /^!([A-Za-z0-9:]+)$/.exec(tag ?? '')?.[1];
  if (name === undefined) {
    return { value, place };
  }
  const key = name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`;
  const argument = name === 'GetAtt' && typeof value === 'string' ? value.split(/\.(.*)/s).slice(0, 2) : value;
  return { value: { [key]: argument }, place: { ...at, below: new Map([[key, place]]) } };
}

function scalar(node: Scalar): Json {
  const { value, source, type } = node;
  if (type === Scalar.PLAIN && !node.tag && /^(yes|no|on|off)$/i.test(source ?? '')) {
    return /^(yes|on)$/i.test(source ?? '');
  }
  if (typeof value === 'number' || typeof value === 'bigint') {
    return typeof value === 'number' && String(value) === source ? value : source ?? String(value);
  }
  return typeof value === 'boolean' || value === null ? value : String(value);
}
