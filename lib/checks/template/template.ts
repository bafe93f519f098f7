import { Memo } from './choices';
import { isMap, type Json, type JsonMap } from './json';
import { unrolled } from './loops';
import { resolve } from './resolve';
import { Open, type Resolved } from './resolved';
import { below, mentioned, refersTo } from './mentions';
import { BASE, openOf, Scenario } from './scenario';
import { Value } from './value';

/** Type under which a template's outputs are judged: `Properties` is the output's body. */
export const OUTPUT = 'Template::Output' as const;
/** Type under which a template's parameters are judged: `Properties` is the parameter's body. */
export const PARAMETER = 'Template::Parameter' as const;

/** A template and what is known of the stack that it makes. */
export interface TemplateSource {
  /** How people call it: the stack's construct path, or the file's name. */
  readonly name: string;
  /** The template itself. */
  readonly body: Json;
  /** Name of the stack. @default - unknown: nothing can refer to its outputs by stack name */
  readonly stackName?: string;
  /** Account of the stack. @default - unknown */
  readonly account?: string;
  /** Region of the stack. @default - unknown */
  readonly region?: string;
  /** Environment or shared account it belongs to. @default - unknown: the rules for production apply */
  readonly environment?: string;
}

/** The templates that are judged together: imports between them are followed. */
export class TemplateSet {
  public readonly templates: readonly Template[];
  private readonly byType = new Map<string, readonly Resource[]>();
  private readonly outputs = new Map<Template, Map<string, Resolved>>();
  private exports?: Map<string, { template: Template; output: string }>;
  private stacks?: ReadonlyMap<string, Template>;

  /**
   * @param sources  the templates
   * @param accounts who each account belongs to (an environment or a shared account), by account id
   */
  constructor(sources: readonly TemplateSource[], public readonly accounts: Readonly<Record<string, string>> = {}) {
    this.templates = sources.map((source) => new Template(source, this));
  }

  /** The resources of a type over all templates, where nothing is left to conditions. */
  public ofType(type: string): readonly Resource[] {
    let found = this.byType.get(type);
    if (!found) {
      found = this.templates.flatMap((template) => template.base.ofType(type));
      this.byType.set(type, found);
    }
    return found;
  }

  /** What an `Fn::ImportValue` of this template yields. */
  public importedValue(from: Template, name: string): Resolved {
    this.exports ??= this.findExports();
    const found = this.exports.get(keyIn(from.source.account, from.source.region, name));
    return found ? this.output(found.template, found.output) : new Open(`import ${name}`);
  }

  /** What an `Fn::GetStackOutput` of this template yields. The role that reads the output names the other account. */
  public stackOutput(from: Template, argument: { readonly [key: string]: Resolved }): Resolved {
    const { StackName: name, OutputName: output } = argument;
    const region = argument.Region ?? from.source.region;
    const account = argument.RoleArn === undefined ? from.source.account : String(argument.RoleArn).split(':')[4];
    this.stacks ??= new Map([...this.templates].reverse().map((template) => [keyIn(template.source.account, template.source.region, template.source.stackName), template]));
    const stack = this.stacks.get(keyIn(account, region, name));
    return stack && isMap(stack.section('Outputs')[String(output)]) ? this.output(stack, String(output))
      : new Open(`output ${String(output)} of stack ${String(name)}`);
  }

  /** The value of an output. Outputs that import each other in a circle are open. */
  private output(template: Template, name: string): Resolved {
    const known = this.outputs.get(template)?.get(name);
    if (known !== undefined) {
      return known;
    }
    const outputs = this.outputs.get(template) ?? new Map<string, Resolved>();
    this.outputs.set(template, outputs.set(name, new Open(`output ${name}, which imports itself`)));
    const value = resolve((template.section('Outputs')[name] as JsonMap).Value, template.base);
    outputs.set(name, value);
    return value;
  }

  private findExports(): Map<string, { template: Template; output: string }> {
    const exports = new Map<string, { template: Template; output: string }>();
    this.exports = exports;
    for (const template of this.templates) {
      for (const [output, body] of Object.entries(template.section('Outputs'))) {
        const name = isMap(body) && isMap(body.Export) ? resolve(body.Export.Name, template.base) : undefined;
        if (typeof name === 'string') {
          exports.set(keyIn(template.source.account, template.source.region, name), { template, output });
        }
      }
    }
    return exports;
  }
}

/** Stacks and exports are known by their names within one account and region. */
function keyIn(...parts: readonly [account: Resolved, region: Resolved, name: Resolved]): string {
  return parts.map(String).join(' ');
}

/** One template of a set. */
export class Template {
  /** Logical ids of all resources, whatever their condition. */
  public readonly logicalIds: readonly string[];
  private readonly body: Json;
  private baseView?: View;
  private openView?: View;
  private idSet?: ReadonlySet<string>;
  private mentions?: ReadonlyMap<string, readonly string[]>;

  constructor(public readonly source: TemplateSource, public readonly set: TemplateSet) {
    this.body = unrolled(source.body);
    const resources = this.section('Resources');
    this.logicalIds = Object.keys(resources).filter((id) => isMap(resources[id]) && typeof (resources[id] as JsonMap).Type === 'string');
  }

  /** A section such as `Parameters`; empty if it is missing or malformed. */
  public section(name: string): JsonMap {
    const section = isMap(this.body) ? this.body[name] : undefined;
    return isMap(section) ? section : {};
  }

  /** The template as it is when every open condition is false and every parameter is open. */
  public get base(): View {
    this.baseView ??= new View(this, BASE);
    return this.baseView;
  }

  /**
   * Visits the template under every choice of its conditions that makes a difference to the visitor, or not all of them if
   * there are too many. What the visitor finds must be read before it returns.
   *
   * @param enough whether the visitor needs to see no more
   */
  public explore<T>(visit: (view: View) => T, enough: () => boolean = () => false): { readonly results: readonly T[]; readonly complete: boolean } {
    this.openView ??= this.findOpenView();
    const view = this.openView;
    return view === this.base ? { results: [visit(view)], complete: true } : view.scenario.visitAll(() => visit(view), enough);
  }

  /** A resource under the first choice that lets it exist. Unlike what a visitor finds, it can be kept. Undefined if there is none. */
  public resource(logicalId: string): Resource | undefined {
    const found = this.base.resource(logicalId);
    if (found) {
      return found;
    }
    const [choice] = this.explore((view) => (view.resource(logicalId) ? view.scenario.present : undefined)).results.filter((present) => present !== undefined);
    return choice && new View(this, new Scenario(choice)).resource(logicalId);
  }

  /** The logical ids of all resources, to look one up. */
  public get resourceIds(): ReadonlySet<string> {
    this.idSet ??= new Set(this.logicalIds);
    return this.idSet;
  }

  /** The resources, by logical id, that mention a resource, whatever the conditions. */
  public mentioning(logicalId: string): readonly string[] {
    this.mentions ??= this.findMentions();
    return this.mentions.get(logicalId) ?? [];
  }

  private findOpenView(): View {
    const open = openOf(this);
    return open.size === 0 ? this.base : new View(this, new Scenario(open));
  }

  private findMentions(): ReadonlyMap<string, readonly string[]> {
    const found = new Map<string, string[]>();
    for (const id of this.logicalIds) {
      mentioned((this.section('Resources')[id] as JsonMap).Properties).forEach((other) => found.set(other, [...found.get(other) ?? [], id]));
    }
    return found;
  }
}

const NONE: readonly never[] = [];

/** A template under one choice of its conditions: the present one, while choices are gone through. */
export class View {
  private readonly byId = new Map<string, Resource | undefined>();
  private readonly memos = new Map<string, Memo<unknown>>();
  private readonly evaluating = new Set<string>();
  private idsByType?: Map<string, string[]>;

  constructor(public readonly template: Template, public readonly scenario: Scenario) {}

  /** Works something out once for every choice that it depends on. */
  public once<T>(key: string, work: () => T): T {
    let memo = this.memos.get(key) as Memo<T> | undefined;
    if (!memo) {
      memo = new Memo();
      this.memos.set(key, memo);
    }
    return memo.get(this.scenario, work);
  }

  /** The resources of a type that exist under this choice. */
  public ofType(type: string): readonly Resource[] {
    const ids = this.idsOf(type);
    return ids.length === 0 ? NONE : this.once(`type ${type}`, () => ids.flatMap((id) => this.resource(id) ?? []));
  }

  /** The resources of a type over all templates: in this one under this choice, in the others where nothing is left to conditions. */
  public ofTypeEverywhere(type: string): readonly Resource[] {
    const { set } = this.template;
    return this === this.template.base ? set.ofType(type)
      : this.once(`everywhere ${type}`, () => set.templates.flatMap((template) => (template === this.template ? this : template.base).ofType(type)));
  }

  /** The resources of a type in this template that mention another one. Those that do not are not so much as asked whether they exist. */
  public mentioning(resource: Resource, type: string): readonly Resource[] {
    const all = this.template.section('Resources');
    return this.template.mentioning(resource.logicalId).filter((id) => (all[id] as JsonMap).Type === type).flatMap((id) => this.resource(id) ?? []);
  }

  /**
   * The resources of a type in this template that may be about another one, by what they write at a path: those that
   * mention it, and those that may call it by its name. The others are not so much as asked whether they exist.
   */
  public perhapsAbout(resource: Resource, type: string, path: readonly string[]): readonly Resource[] {
    const ids = this.template.resourceIds;
    const all = this.template.section('Resources');
    const mentioning = new Set(this.template.mentioning(resource.logicalId));
    return this.idsOf(type).filter((id) => mentioning.has(id) || !refersTo(ids, below((all[id] as JsonMap).Properties, path))).flatMap((id) => this.resource(id) ?? []);
  }

  private idsOf(type: string): readonly string[] {
    if (!this.idsByType) {
      this.idsByType = new Map();
      for (const id of this.template.logicalIds) {
        const { Type: of } = this.template.section('Resources')[id] as { Type: string };
        const ids = this.idsByType.get(of) ?? [];
        ids.push(id);
        this.idsByType.set(of, ids);
      }
    }
    return this.idsByType.get(type) ?? NONE;
  }

  /** Whether a named condition holds. One that is not declared, or is part of a circle, does not. */
  public holds(condition: string): boolean {
    return !this.evaluating.has(condition) && this.once(`condition ${condition}`, () => {
      this.evaluating.add(condition);
      const holds = this.scenario.evaluate(this.template.section('Conditions')[condition], this);
      this.evaluating.delete(condition);
      return holds;
    });
  }

  /** A resource by logical id; undefined if there is none under this choice. */
  public resource(logicalId: string): Resource | undefined {
    if (!this.byId.has(logicalId)) {
      const body = this.template.section('Resources')[logicalId];
      this.byId.set(logicalId, isMap(body) && typeof body.Type === 'string' ? new Resource(logicalId, body, this) : undefined);
    }
    const resource = this.byId.get(logicalId);
    return resource?.exists ? resource : undefined;
  }

  /** An output or a parameter, in the shape of a resource. Undefined if there is none under this choice. */
  public part(type: typeof OUTPUT | typeof PARAMETER, logicalId: string): Resource | undefined {
    const body = this.template.section(type === OUTPUT ? 'Outputs' : 'Parameters')[logicalId];
    const part = isMap(body) ? new Resource(logicalId, { Type: type, Properties: body, ...('Condition' in body && { Condition: body.Condition }) }, this) : undefined;
    return part?.exists ? part : undefined;
  }
}

/** A resource of a template under one choice of the template's conditions. */
export class Resource {
  /** CloudFormation type, e.g. `AWS::S3::Bucket`. */
  public readonly type: string;
  private readonly cached = new Memo<Value>();

  constructor(public readonly logicalId: string, private readonly body: JsonMap, public readonly view: View) {
    this.type = String(body.Type);
  }

  /**
   * Whether both are the same resource of the same template. Compare with this, never with `===`: seen from another template,
   * a resource is another object.
   */
  public is(other: Resource | undefined): boolean {
    return this === other || (this.logicalId === other?.logicalId && this.view.template === other.view.template);
  }

  /** Whether its `Condition` lets it exist. */
  public get exists(): boolean {
    return typeof this.body.Condition !== 'string' || this.view.holds(this.body.Condition);
  }

  /** All properties. */
  public get properties(): Value {
    return this.cached.get(this.view.scenario, () => new Value(isMap(this.body.Properties) ? resolve(this.body.Properties, this.view) : {}, 'Properties'));
  }

  /** The property under a path. */
  public at(...keys: (string | number)[]): Value {
    return this.properties.at(...keys);
  }

  /** An attribute beside the properties, e.g. `DeletionPolicy`. */
  public attribute(name: string): Value {
    return new Value(resolve(this.body[name], this.view), name);
  }

  /** The resources of the same type-list in the same template that refer to this one. */
  public referredBy(...types: string[]): Resource[] {
    return types.flatMap((type) => this.view.mentioning(this, type)).filter((resource) => resource.properties.targets.includes(this));
  }

  /** Account of the stack. Undefined if it is not known. */
  public get account(): string | undefined {
    return this.view.template.source.account;
  }

  /** Region of the stack. Undefined if it is not known. */
  public get region(): string | undefined {
    return this.view.template.source.region;
  }

  /** Environment or shared account the stack belongs to. Undefined if it is not known. */
  public get environment(): string | undefined {
    return this.view.template.source.environment;
  }

  /** Who each account of the estate belongs to, by account id. Empty if the estate is not known. */
  public get accounts(): Readonly<Record<string, string>> {
    return this.view.template.set.accounts;
  }

  /** All resources of the templates that are judged together, seen under the same choice of conditions. */
  public get set(): { ofType(type: string): readonly Resource[] } {
    return { ofType: (type) => this.view.ofTypeEverywhere(type) };
  }
}
