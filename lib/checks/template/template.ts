import { isMap, type Json, type JsonMap } from './json';
import { unrolled } from './loops';
import { resolve } from './resolve';
import { Open, type Resolved } from './resolved';
import { BASE, Scenarios, type Scenario } from './scenario';
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
    const found = this.exports.get(exportKey(from, name));
    return found ? this.output(found.template, found.output) : new Open(`import ${name}`);
  }

  /** What an `Fn::GetStackOutput` of this template yields. The role that reads the output names the other account. */
  public stackOutput(from: Template, argument: { readonly [key: string]: Resolved }): Resolved {
    const { StackName: name, OutputName: output } = argument;
    const region = argument.Region ?? from.source.region;
    const account = argument.RoleArn === undefined ? from.source.account : String(argument.RoleArn).split(':')[4];
    const stack = this.templates.find(({ source }) => source.stackName === name && source.region === region && source.account === account);
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
          exports.set(exportKey(template, name), { template, output });
        }
      }
    }
    return exports;
  }
}

/** Exports are known within one account and region. */
function exportKey({ source }: Template, name: string): string {
  return `${source.account} ${source.region} ${name}`;
}

/** One template of a set. */
export class Template {
  /** Logical ids of all resources, whatever their condition. */
  public readonly logicalIds: readonly string[];
  private readonly views = new Map<string, View>();
  private readonly scenarios: Scenarios;
  private baseView?: View;

  private readonly body: Json;

  constructor(public readonly source: TemplateSource, public readonly set: TemplateSet) {
    this.body = unrolled(source.body);
    const resources = this.section('Resources');
    this.logicalIds = Object.keys(resources).filter((id) => isMap(resources[id]) && typeof (resources[id] as JsonMap).Type === 'string');
    this.scenarios = new Scenarios(this);
  }

  /** A section such as `Parameters`; empty if it is missing or malformed. */
  public section(name: string): JsonMap {
    const section = isMap(this.body) ? this.body[name] : undefined;
    return isMap(section) ? section : {};
  }

  /** The template as it is when every open condition is false and every parameter is open. */
  public get base(): View {
    this.baseView ??= this.view(BASE);
    return this.baseView;
  }

  /** The template under one choice of its conditions. */
  public view(scenario: Scenario): View {
    let view = this.views.get(scenario.id);
    if (!view) {
      view = new View(this, scenario);
      this.views.set(scenario.id, view);
    }
    return view;
  }

  /** Every choice of conditions that matters to a resource; undefined if there are too many to go through. */
  public viewsFor(logicalId: string): View[] | undefined {
    return this.scenarios.around(logicalId)?.map((scenario) => this.view(scenario));
  }
}

/** A template under one choice of its conditions. */
export class View {
  private readonly byId = new Map<string, Resource | undefined>();
  private readonly conditions = new Map<string, boolean>();
  private byType?: Map<string, Resource[]>;
  private readonly everywhere = new Map<string, readonly Resource[]>();
  private referrers?: Map<Resource, Resource[]>;

  constructor(public readonly template: Template, public readonly scenario: Scenario) {}

  /** The resources that exist under this choice. */
  public get resources(): Resource[] {
    return this.template.logicalIds.flatMap((id) => this.resource(id) ?? []);
  }

  /** The resources of a type that exist under this choice. */
  public ofType(type: string): Resource[] {
    if (!this.byType) {
      this.byType = new Map();
      for (const resource of this.resources) {
        const list = this.byType.get(resource.type);
        if (list) {
          list.push(resource);
        } else {
          this.byType.set(resource.type, [resource]);
        }
      }
    }
    return this.byType.get(type) ?? [];
  }

  /** The resources of a type over all templates: in this one under this choice, in the others where nothing is left to conditions. */
  public ofTypeEverywhere(type: string): readonly Resource[] {
    if (this === this.template.base) {
      return this.template.set.ofType(type);
    }
    let found = this.everywhere.get(type);
    if (!found) {
      found = this.template.set.templates.flatMap((template) => (template === this.template ? this : template.base).ofType(type));
      this.everywhere.set(type, found);
    }
    return found;
  }

  /** Whether a named condition holds. One that is not declared, or is part of a circle, does not. */
  public holds(condition: string): boolean {
    let holds = this.conditions.get(condition);
    if (holds === undefined) {
      this.conditions.set(condition, false);
      holds = this.scenario.evaluate(this.template.section('Conditions')[condition], this);
      this.conditions.set(condition, holds);
    }
    return holds;
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

  /** The resources of this template whose properties refer to the given one. */
  public referringTo(resource: Resource): Resource[] {
    if (!this.referrers) {
      this.referrers = new Map();
      for (const referrer of this.resources) {
        for (const target of new Set(referrer.properties.targets)) {
          const list = this.referrers.get(target);
          if (list) {
            list.push(referrer);
          } else {
            this.referrers.set(target, [referrer]);
          }
        }
      }
    }
    return this.referrers.get(resource) ?? [];
  }
}

/** A resource of a template under one choice of the template's conditions. */
export class Resource {
  /** CloudFormation type, e.g. `AWS::S3::Bucket`. */
  public readonly type: string;
  private cached?: Value;

  constructor(public readonly logicalId: string, private readonly body: JsonMap, public readonly view: View) {
    this.type = String(body.Type);
  }

  /**
   * Whether both are the same resource of the same template. Compare with this, never with `===`: a resource is another
   * object under every choice of conditions.
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
    this.cached ??= new Value(isMap(this.body.Properties) ? resolve(this.body.Properties, this.view) : {}, 'Properties');
    return this.cached;
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
    return this.view.referringTo(this).filter((resource) => types.includes(resource.type));
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
