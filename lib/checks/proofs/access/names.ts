import { isResolvedMap, Open, Reference, Text, type Json, type Resolved, type Resource, type Value } from '../../template';
import { ARNS, type Naming } from './arns';
import { holeOf, type Hole } from './glob';

/** IAM names have 64 characters at most, of which 12 or 13 letters and digits at the end are CloudFormation's own. */
const LONGEST_NAME = 64;
const OWN_ENDING = 13;
/** Where a name would be longer, CloudFormation shortens the stack's name and the logical id, each to 24 characters at the least; fewer are relied on, since no page says so. */
const CERTAIN = 20;

/** What CloudFormation minds when it makes a name up. */
export interface MadeUp {
  /** Whether the name has no capital letters. @default false */
  readonly lower?: boolean;
  /** So many characters at most. @default 64 */
  readonly longest?: number;
}

/**
 * The names and ARNs of the resources of all templates, as texts. What CloudFormation makes up and what the templates
 * leave open stands in them as a character of its own, so that two texts can be compared without knowing it.
 *
 * Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html
 */
export class Names {
  private readonly holes = new Map<string, string>();
  private readonly told = new Map<string, string>();
  private readonly counts: Record<Hole, number> = { name: 0, suffix: 0, open: 0 };
  private readonly known = new WeakMap<Resource, Naming>();

  /** The character for something that is not known. The same key gives the same character. */
  public hole(key: string, told: string, kind: Hole): string {
    let hole = this.holes.get(key);
    if (!hole) {
      hole = holeOf(this.counts[kind]++, kind);
      this.holes.set(key, hole);
      this.told.set(hole, told);
    }
    return hole;
  }

  /** A text for people: what is not known is told in angle brackets, a made-up ending as `*`. */
  public tell(text: string): string {
    return text.replace(/[\u{f0000}-\u{10fffd}]/gu, (hole) => this.told.get(hole) ?? '?');
  }

  /** The ARN of a resource. */
  public arn(resource: Resource): string {
    return this.naming(resource).arn;
  }

  /** What `Ref` gives for a resource. */
  public ref(resource: Resource): string {
    return this.naming(resource).ref ?? this.arn(resource);
  }

  /** Account of a resource; a character of its own if it is not known. */
  public account(resource: Resource): string {
    return resource.account ?? this.pseudo('AWS::AccountId');
  }

  /** Region of a resource; a character of its own if it is not known. */
  public region(resource: Resource): string {
    return resource.region ?? this.pseudo('AWS::Region');
  }

  /** The name that a property gives; else the one that CloudFormation makes of the stack's name and the logical id. */
  public physical(resource: Resource, property: string, { lower = false, longest = LONGEST_NAME }: MadeUp = {}): string {
    const written = resource.at(property);
    if (written.present) {
      return this.text(written.raw);
    }
    const { stackName } = resource.view.template.source;
    const [start, isWhole] = startOf(stackName, resource.logicalId, longest);
    const ending = this.hole(`name ${this.keyOf(resource)}`, stackName === undefined ? `<${this.keyOf(resource)}>` : '*', isWhole ? 'suffix' : 'name');
    return `${lower ? start.toLowerCase() : start}${ending}`;
  }

  /** A value as JSON, with a character for every reference to what is not known and every open part. */
  public json(value: Value): Json {
    return this.toJson(value.raw);
  }

  /** A value as text, likewise. */
  public text(value: Resolved): string {
    const json = this.toJson(value);
    return typeof json === 'string' ? json : JSON.stringify(json) ?? '';
  }

  private toJson(value: Resolved): Json {
    if (typeof value === 'string') {
      return this.withoutPseudos(value);
    }
    if (value instanceof Reference) {
      return this.reference(value);
    }
    if (value instanceof Open) {
      return this.hole(`open ${value.why}`, `<${value.why}>`, 'open');
    }
    if (value instanceof Text) {
      return value.parts.map((part) => this.toJson(part)).join('');
    }
    if (Array.isArray(value)) {
      return value.filter((item) => item !== undefined).map((item) => this.toJson(item));
    }
    return isResolvedMap(value) ? Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined).map(([key, item]) => [this.withoutPseudos(key), this.toJson(item)])) : value ?? null;
  }

  /** Account, region and stack name of a stack of which they are not known stay in the text as `${AWS::…}`. */
  private withoutPseudos(text: string): string {
    return text.includes('${AWS::') || text.includes('{{resolve:')
      ? text.replace(/\$\{(AWS::[^}]*)\}/g, (_, name: string) => this.pseudo(name)).replace(/\{\{resolve:[^}]*\}\}/g, (reference) => this.hole(reference, `<${reference}>`, 'open')) : text;
  }

  private pseudo(name: string): string {
    return this.hole(`pseudo ${name}`, `<${name}>`, name.startsWith('AWS::AccountId') ? 'name' : 'open');
  }

  private reference({ resource, attribute }: Reference): string {
    const naming = this.naming(resource);
    const unknown = (): string => this.hole(`${this.keyOf(resource)} ${attribute ?? 'Ref'}`, `<${this.keyOf(resource)}${attribute ? `.${attribute}` : ''}>`, 'name');
    return attribute === undefined ? naming.ref ?? unknown() : naming.attributes[attribute] ?? unknown();
  }

  private naming(resource: Resource): Naming {
    const known = this.known.get(resource);
    if (known) {
      return known;
    }
    const own = this.hole(`id ${this.keyOf(resource)}`, `<${this.keyOf(resource)}>`, 'name');
    // A name may refer to what refers back: until it is known it is only itself.
    this.known.set(resource, { ref: own, arn: own, attributes: {} });
    const naming = (ARNS.get(resource.type) ?? ARNS.get('')!)(resource, this, own);
    // Under an open condition the same resource may have another name the next time.
    if (resource.view.scenario.settled) {
      this.known.set(resource, naming);
    } else {
      this.known.delete(resource);
    }
    return naming;
  }

  /** How people call a resource: its stack and logical id. */
  private keyOf(resource: Resource): string {
    return `${resource.view.template.source.name} ${resource.logicalId}`;
  }
}

/** What the name that CloudFormation makes up is sure to begin with, and whether only its own ending is missing from it. */
function startOf(stackName: string | undefined, logicalId: string, longest: number): [start: string, isWhole: boolean] {
  if (stackName === undefined) {
    return ['', false];
  }
  const whole = `${stackName}-${logicalId}-`;
  if (whole.length + OWN_ENDING <= longest) {
    return [whole, true];
  }
  return longest < LONGEST_NAME ? ['', false] : [stackName.length > CERTAIN ? stackName.slice(0, CERTAIN) : `${stackName}-${logicalId.slice(0, CERTAIN)}`, false];
}
