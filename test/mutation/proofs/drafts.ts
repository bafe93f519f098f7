import { TemplateSet, type Resource, type Template, type TemplateSource } from '../../../lib/checks/template';
import type { Ground } from '../support/ground';
import type { Draft, Loose } from '../support/operator';
import { branchedBodies } from '../support/run';

/** Copies of the templates that an edit touches; the others stay as they are. */
export class Drafts {
  private readonly made = new Map<string, Draft>();

  constructor(private readonly ground: Ground) {}

  /** A template, to be changed. */
  public of({ source }: Template): Draft {
    const draft = this.made.get(source.name) ?? { ...source, body: structuredClone(source.body) as Loose };
    this.made.set(source.name, draft);
    return draft;
  }

  /** A resource as it is written, to be changed. */
  public raw({ view, logicalId }: Resource): Loose {
    return this.of(view.template).body.Resources[logicalId];
  }

  /** Its properties, to be changed. */
  public properties(resource: Resource): Loose {
    const raw = this.raw(resource);
    return raw.Properties ??= {};
  }

  public remove({ view, logicalId }: Resource): void {
    delete this.of(view.template).body.Resources[logicalId];
  }

  public add(template: Template, logicalId: string, type: string, properties: object): void {
    this.of(template).body.Resources[logicalId] = { Type: `AWS::${type}`, Properties: properties };
  }

  /** A reference to a resource, or to an attribute of it. */
  public ref(from: Template, { view: { template }, logicalId }: Resource, attribute?: string): Loose {
    return this.refTo(from, template, logicalId, attribute);
  }

  /** A reference to what a template has: across templates by an output, across accounts by a role that reads it. */
  public refTo(from: Template, owner: Template, logicalId: string, attribute?: string): Loose {
    const value = attribute === undefined ? { Ref: logicalId } : { 'Fn::GetAtt': [logicalId, attribute] };
    if (owner === from) {
      return value;
    }
    const { body, stackName, region, account } = this.of(owner);
    const name = `Mutant${logicalId}${attribute ?? ''}`;
    body.Outputs = { ...body.Outputs, [name]: { Value: value } };
    return { 'Fn::GetStackOutput': { StackName: stackName, Region: region, OutputName: name, ...(account !== from.source.account && { RoleArn: `arn:aws:iam::${account}:role/reader` }) } };
  }

  /** What was changed happens only if a parameter says so. */
  public inOneBranch(): void {
    for (const draft of this.made.values()) {
      branchedBodies(this.ground.sources.find(({ name }) => name === draft.name)!.body as Loose, draft.body);
    }
  }

  public set(): TemplateSet {
    return new TemplateSet(this.ground.sources.map((source) => (this.made.get(source.name) as TemplateSource | undefined) ?? source), this.ground.accounts);
  }
}
