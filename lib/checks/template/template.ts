import { isMap, type Json, type JsonMap } from './json';
import { resolve } from './resolve';
import { Open, type Resolved } from './resolved';
import { BASE, scenariosOf, type Scenario } from './scenario';
import { Value } from './value';

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

  /**
   * @param sources  the templates
   * @param accounts who each account belongs to (an environment or a shared account), by account id
   */
  constructor(sources: readonly TemplateSource[], public readonly accounts: Readonly<Record<string, string>> = {}) {
    this.templates = sources.map((source) => new Template(source, this));
  }

  /** Every resource of a type, over all templates, where nothing is left to conditions. */
  public ofType(type: string): Resource[] {
    return this.templates.flatMap((template) => template.base.ofType(type));
  }

  /** What an `Fn::ImportValue` of this template yields. */
  public importedValue(from: Template, name: string): Resolved {
    for (const template of this.templates.filter((other) => sameAccount(from, other) && from.source.region === other.source.region)) {
      for (const output of Object.values(template.section('Outputs'))) {
        if (isMap(output) && isMap(output.Export) && resolve(output.Export.Name, template.base) === name) {
          return resolve(output.Value, template.base);
        }
      }
    }
    return new Open(`import ${name}`);
  }

  /** What an `Fn::GetStackOutput` of this template yields. */
  public stackOutput(from: Template, argument: JsonMap): Resolved {
    const region = typeof argument.Region === 'string' ? argument.Region : from.source.region;
    const stack = this.templates.find((other) => other.source.stackName === argument.StackName && other.source.region === region
      && (argument.RoleArn !== undefined || sameAccount(from, other)));
    const output = stack?.section('Outputs')[String(argument.OutputName)];
    return stack && isMap(output) ? resolve(output.Value, stack.base) : new Open(`output ${String(argument.OutputName)} of stack ${String(argument.StackName)}`);
  }
}

function sameAccount(a: Template, b: Template): boolean {
  return a.source.account === b.source.account;
}

/** One template of a set. */
export class Template {
  private readonly views = new Map<string, View>();

  constructor(public readonly source: TemplateSource, public readonly set: TemplateSet) {}

  /** A section such as `Parameters`; empty if it is missing or malformed. */
  public section(name: string): JsonMap {
    const section = isMap(this.source.body) ? this.source.body[name] : undefined;
    return isMap(section) ? section : {};
  }

  /** Logical ids of all resources, whatever their condition. */
  public get logicalIds(): string[] {
    const resources = this.section('Resources');
    return Object.keys(resources).filter((id) => isMap(resources[id]) && typeof (resources[id] as JsonMap).Type === 'string');
  }

  /** The template as it is when every open condition is false and every parameter is open. */
  public get base(): View {
    return this.view(BASE);
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
    return scenariosOf(this, logicalId)?.map((scenario) => this.view(scenario));
  }
}

/** A template under one choice of its conditions. */
export class View {
  private readonly byId = new Map<string, Resource | undefined>();
  private byType?: Map<string, Resource[]>;
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

  /** A resource by logical id; undefined if there is none under this choice. */
  public resource(logicalId: string): Resource | undefined {
    if (!this.byId.has(logicalId)) {
      const body = this.template.section('Resources')[logicalId];
      this.byId.set(logicalId, isMap(body) && typeof body.Type === 'string' ? new Resource(logicalId, body, this) : undefined);
    }
    const resource = this.byId.get(logicalId);
    return resource?.exists ? resource : undefined;
  }

  /** The resources of this template whose properties refer to the given one. */
  public referringTo(resource: Resource): Resource[] {
    if (!this.referrers) {
      this.referrers = new Map();
      for (const referrer of this.resources) {
        for (const target of new Set(referrer.properties.targets)) {
          this.referrers.set(target, [...(this.referrers.get(target) ?? []), referrer]);
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

  /** Whether its `Condition` lets it exist. */
  public get exists(): boolean {
    return typeof this.body.Condition !== 'string' || this.view.scenario.holds(this.body.Condition, this.view.template);
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

  /** All templates that are judged together. */
  public get set(): TemplateSet {
    return this.view.template.set;
  }
}
