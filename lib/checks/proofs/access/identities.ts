import type { Resource, Template, TemplateSet, Value } from '../../template';
import { permissionSetRoles } from './identity-center';
import { ManagedPolicies } from './managed';
import type { Names } from './names';
import { documentAt, doubted, eachOf, givenAccounts, listed, mayBeMissing, readPolicies } from './reading';
import type { Place, Policy } from './statement';

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
  /** ARN of its permissions boundary. */
  readonly bounded?: string;
  /** Customer-managed policies that it has, by ARN. */
  readonly attached: readonly string[];
  /** Tags that the template gives it; a value may be open. */
  readonly tags: ReadonlyMap<string, string>;
  /** How people come to it by IAM Identity Center. @default - it is no role that Identity Center makes */
  readonly center?: Center;
}

/** A role that IAM Identity Center makes of a permission set, in an account that it is assigned in. */
export interface Center {
  /** Name of the permission set. */
  readonly permissionSet: string;
  /** How long a session lasts at most. Undefined if the template leaves it open. */
  readonly sessionSeconds?: number;
  /** Ids of the groups and users that it is assigned to. */
  readonly assignedTo: readonly string[];
  /** The trust policy that Identity Center writes: only its own identity provider is let in. */
  readonly trust: Policy;
  /** ARN of that identity provider. */
  readonly provider: string;
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
export function identitiesOf(set: TemplateSet, names: Names): { readonly identities: Identity[]; readonly managed: ManagedPolicies } {
  const reader = new Reader(set, names);
  return { identities: reader.read(), managed: reader.managed };
}

class Reader {
  private readonly given = new Map<string, Policy[]>();
  private readonly attached = new Map<string, string[]>();
  public readonly managed: ManagedPolicies;
  private readonly members = new Map<string, { readonly group: string; readonly doubt?: string }[]>();

  constructor(private readonly set: TemplateSet, private readonly names: Names) {
    const given = givenAccounts(set);
    this.managed = new ManagedPolicies(names, (account) => given.has(account));
  }

  public read(): Identity[] {
    eachOf(this.set, Object.keys(ATTACHED), (template, logicalId, resource) => this.readAttached(template, logicalId, resource));
    eachOf(this.set, ['AWS::IAM::UserToGroupAddition'], (template, logicalId, resource) => this.readAddition(template, logicalId, resource));
    const groups = new Map<string, Policy[]>();
    eachOf(this.set, ['AWS::IAM::Group'], (template, logicalId, resource) => groups.set(this.holder('group', resource), this.policiesOf(template, logicalId, resource)));
    const found: Identity[] = [];
    eachOf(this.set, ['AWS::IAM::Role', 'AWS::IAM::User'], (template, logicalId, resource) => found.push(this.identity(template, logicalId, resource, groups)));
    return [...found, ...permissionSetRoles(this.set, this.names, this.managed)];
  }

  private readAttached(template: Template, logicalId: string, resource: Resource): void {
    const policies = readPolicies(template, logicalId, 'identity', (seen) => documentAt(seen.at('PolicyDocument'), this.names));
    if (resource.type === 'AWS::IAM::ManagedPolicy') {
      this.managed.add(this.names.arn(resource), policies);
    }
    for (const [property, kind] of ATTACHED[resource.type]) {
      for (const { name, doubt } of listed(template, logicalId, property, this.names)) {
        const holder = key(kind, this.names.account(resource), name);
        this.given.set(holder, [...this.given.get(holder) ?? [], ...doubted(policies, doubt)]);
        if (resource.type === 'AWS::IAM::ManagedPolicy') {
          this.attached.set(holder, [...this.attached.get(holder) ?? [], this.names.arn(resource)]);
        }
      }
    }
  }

  private readAddition(template: Template, logicalId: string, resource: Resource): void {
    const account = this.names.account(resource);
    const missing = mayBeMissing(template, logicalId);
    for (const group of listed(template, logicalId, 'GroupName', this.names)) {
      for (const user of listed(template, logicalId, 'Users', this.names)) {
        const member = key('user', account, user.name);
        this.members.set(member, [...this.members.get(member) ?? [], { group: key('group', account, group.name), doubt: missing ?? group.doubt ?? user.doubt }]);
      }
    }
  }

  private holder(kind: string, resource: Resource): string {
    return key(kind, this.names.account(resource), this.nameOf(resource));
  }

  private nameOf(resource: Resource): string {
    return this.names.arn(resource).split('/').at(-1) ?? '';
  }

  private policiesOf(template: Template, logicalId: string, resource: Resource): Policy[] {
    const inline = readPolicies(template, logicalId, 'identity', (seen) => seen.at('Policies').items.flatMap((policy) => documentAt(policy.at('PolicyDocument'), this.names)));
    const attached = listed(template, logicalId, 'ManagedPolicyArns', this.names).flatMap(({ name, place, doubt }) => doubted(this.managed.find(name, 'identity', place), doubt));
    return [...inline, ...attached, ...this.given.get(this.holder(HOLDERS[resource.type], resource)) ?? []];
  }

  private identity(template: Template, logicalId: string, resource: Resource, groups: ReadonlyMap<string, readonly Policy[]>): Identity {
    const kind = resource.type === 'AWS::IAM::User' ? 'user' : 'role';
    const account = this.names.account(resource);
    const own = this.holder(kind, resource);
    const memberOf = [
      ...this.members.get(own) ?? [], ...listed(template, logicalId, 'Groups', this.names).map(({ name, doubt }) => ({ group: key('group', account, name), doubt })),
    ];
    return {
      kind, template, logicalId, account,
      arn: this.names.arn(resource),
      name: this.nameOf(resource),
      policies: [...this.policiesOf(template, logicalId, resource), ...memberOf.flatMap(({ group, doubt }) => doubted(groups.get(group) ?? [], doubt))],
      ...this.boundaryOf(template, logicalId, resource.at('PermissionsBoundary')),
      attached: this.attachedTo(resource, own),
      tags: tagsOf(resource, this.names),
    };
  }

  private attachedTo(resource: Resource, own: string): string[] {
    return [...resource.at('ManagedPolicyArns').items.map((arn) => this.names.text(arn.raw)), ...this.attached.get(own) ?? []].filter((arn) => !arn.startsWith('arn:aws:iam::aws:'));
  }

  private boundaryOf(template: Template, logicalId: string, value: Value): Pick<Identity, 'boundary' | 'bounded'> {
    const arn = this.names.text(value.raw);
    const doubt = listed(template, logicalId, 'PermissionsBoundary', this.names).map((each) => each.doubt).find((each) => each !== undefined);
    const place = placeOf(template, logicalId, value);
    return doubt !== undefined ? { boundary: { kind: 'boundary', place, statements: [{ policy: 'boundary', place, conditions: [], variables: false, open: doubt }] }, bounded: arn }
      : value.absent ? {} : { boundary: this.managed.find(arn, 'boundary', place)[0], bounded: arn };
  }
}

function placeOf(template: Template, logicalId: string, { path }: Value): Place {
  return { template: template.source.name, logicalId, path };
}

function key(kind: string, account: string, name: string): string {
  return `${kind} ${account} ${name}`;
}

/** The tags of a resource, by their key in lower case, as condition keys are compared. */
export function tagsOf(resource: Resource, names: Names): Map<string, string> {
  const tags = resource.at('Tags');
  return new Map(tags.items.map((tag) => [names.text(tag.at('Key').raw).toLowerCase(), names.text(tag.at('Value').raw)]));
}
