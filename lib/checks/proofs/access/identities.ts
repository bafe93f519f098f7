import type { Json, Resource, Template, TemplateSet, Value } from '../../template';
import { managedPolicy } from './managed';
import type { Names } from './names';
import { documentAt, eachOf, readPolicies } from './reading';
import { policyOf, type Policy } from './statement';

/** A role or a user of the templates. */
export interface Identity {
  readonly kind: 'role' | 'user';
  readonly template: Template;
  readonly logicalId: string;
  readonly arn: string;
  readonly name: string;
  readonly account: string;
  readonly policies: readonly Policy[];
  readonly boundary?: Policy;
  /** Tags that the template gives it; a value may be open. */
  readonly tags: ReadonlyMap<string, string>;
}

/** Resources that give a policy to identities by name, with the property that names them. */
const ATTACHED: Readonly<Record<string, readonly [property: string, holder: string][]>> = {
  'AWS::IAM::Policy': [['Roles', 'role'], ['Users', 'user'], ['Groups', 'group']],
  'AWS::IAM::ManagedPolicy': [['Roles', 'role'], ['Users', 'user'], ['Groups', 'group']],
  'AWS::IAM::RolePolicy': [['RoleName', 'role']],
  'AWS::IAM::UserPolicy': [['UserName', 'user']],
  'AWS::IAM::GroupPolicy': [['GroupName', 'group']],
};
const HOLDERS: Readonly<Record<string, string>> = { 'AWS::IAM::Role': 'role', 'AWS::IAM::User': 'user', 'AWS::IAM::Group': 'group' };

/**
 * The roles and users of the templates with the policies that they have: inline, attached by either side, and by group.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html
 */
export function identitiesOf(set: TemplateSet, names: Names): Identity[] {
  return new Reader(set, names).read();
}

class Reader {
  private readonly given = new Map<string, Policy[]>();
  private readonly managed = new Map<string, Policy[]>();
  private readonly members = new Map<string, string[]>();

  constructor(private readonly set: TemplateSet, private readonly names: Names) {}

  public read(): Identity[] {
    eachOf(this.set, Object.keys(ATTACHED), (template, logicalId, resource) => this.readAttached(template, logicalId, resource));
    eachOf(this.set, ['AWS::IAM::UserToGroupAddition'], (_, __, resource) => {
      resource.at('Users').items.forEach((user) => this.join(this.names.account(resource), this.names.text(user.raw), this.names.text(resource.at('GroupName').raw)));
    });
    const groups = new Map<string, Policy[]>();
    eachOf(this.set, ['AWS::IAM::Group'], (template, logicalId, resource) => groups.set(this.holder('group', resource), this.policiesOf(template, logicalId, resource)));
    const found: Identity[] = [];
    eachOf(this.set, ['AWS::IAM::Role', 'AWS::IAM::User'], (template, logicalId, resource) => found.push(this.identity(template, logicalId, resource, groups)));
    return found;
  }

  private readAttached(template: Template, logicalId: string, resource: Resource): void {
    const policies = readPolicies(template, logicalId, 'identity', (seen) => documentAt(seen.at('PolicyDocument'), this.names));
    if (resource.type === 'AWS::IAM::ManagedPolicy') {
      this.managed.set(this.names.arn(resource), policies);
    }
    for (const [property, holder] of ATTACHED[resource.type]) {
      resource.at(property).items.forEach((name) => this.give(key(holder, this.names.account(resource), this.names.text(name.raw)), policies));
    }
  }

  private give(holder: string, policies: readonly Policy[]): void {
    this.given.set(holder, [...this.given.get(holder) ?? [], ...policies]);
  }

  private join(account: string, user: string, group: string): void {
    const member = key('user', account, user);
    this.members.set(member, [...this.members.get(member) ?? [], key('group', account, group)]);
  }

  private holder(kind: string, resource: Resource): string {
    return key(kind, this.names.account(resource), this.nameOf(resource));
  }

  private nameOf(resource: Resource): string {
    return this.names.arn(resource).split('/').at(-1) ?? '';
  }

  private policiesOf(template: Template, logicalId: string, resource: Resource): Policy[] {
    const inline = readPolicies(template, logicalId, 'identity', (seen) => seen.at('Policies').items.flatMap((policy) => documentAt(policy.at('PolicyDocument'), this.names)));
    const attached = resource.at('ManagedPolicyArns').items.flatMap((arn) => this.byArn(template, logicalId, arn));
    return [...inline, ...attached, ...this.given.get(this.holder(HOLDERS[resource.type], resource)) ?? []];
  }

  private byArn(template: Template, logicalId: string, arn: Value): Policy[] {
    const text = this.names.text(arn.raw);
    return this.managed.get(text) ?? [this.elsewhere(template, logicalId, arn, 'identity')];
  }

  /** A policy that is not in the templates: one of AWS's own that is known, or an open one. */
  private elsewhere(template: Template, logicalId: string, arn: Value, kind: 'identity' | 'boundary'): Policy {
    const place = { template: template.source.name, logicalId, path: arn.path };
    const text = this.names.text(arn.raw);
    const known: Json | undefined = managedPolicy(text);
    return known ? policyOf(known, kind, place) : { kind, place, statements: [{ policy: kind, place, conditions: [], variables: false, open: `what the policy ${this.names.tell(text)} says is not in the templates` }] };
  }

  private identity(template: Template, logicalId: string, resource: Resource, groups: ReadonlyMap<string, readonly Policy[]>): Identity {
    const kind = resource.type === 'AWS::IAM::User' ? 'user' : 'role';
    const account = this.names.account(resource);
    const own = this.holder(kind, resource);
    const memberOf = [...this.members.get(own) ?? [], ...resource.at('Groups').items.map((group) => key('group', account, this.names.text(group.raw)))];
    return {
      kind, template, logicalId, account,
      arn: this.names.arn(resource),
      name: this.nameOf(resource),
      policies: [...this.policiesOf(template, logicalId, resource), ...memberOf.flatMap((group) => groups.get(group) ?? [])],
      boundary: this.boundaryOf(template, logicalId, resource.at('PermissionsBoundary')),
      tags: tagsOf(resource, this.names),
    };
  }

  private boundaryOf(template: Template, logicalId: string, arn: Value): Policy | undefined {
    if (arn.absent) {
      return undefined;
    }
    const found = this.managed.get(this.names.text(arn.raw));
    return found ? { ...found[0], kind: 'boundary' } : this.elsewhere(template, logicalId, arn, 'boundary');
  }
}

function key(kind: string, account: string, name: string): string {
  return `${kind} ${account} ${name}`;
}

/** The tags of a resource, by their key in lower case, as condition keys are compared. */
export function tagsOf(resource: Resource, names: Names): Map<string, string> {
  const tags = resource.at('Tags');
  return new Map(tags.items.map((tag) => [names.text(tag.at('Key').raw).toLowerCase(), names.text(tag.at('Value').raw)]));
}
