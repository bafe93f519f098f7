import type { Template, TemplateSet } from '../../template';
import type { KeyValues } from './context';
import type { Applicable } from './decide';
import { possibleIn, resourceFacts } from './facts';
import { isHole, patternOf } from './glob';
import { identitiesOf, type Identity } from './identities';
import type { KeyRule } from './keys';
import { openPolicy, type ManagedPolicies } from './managed';
import { Names } from './names';
import { fullAccess, Organisation } from './organisation';
import { documentAt, eachOf, givenAccounts, readPolicies } from './reading';
import type { Caller } from './principal';
import type { Policy } from './statement';
import { targetsOf, type Target } from './targets';
import { isVault, RECOVERY_POINT, rulesOfBackup } from './vaults';

/** Who is asked about. */
export type Principal =
  /** A role or user of the templates. */
  | { readonly kind: 'identity'; readonly identity: Identity; readonly session?: string }
  /** A role or user that the templates do not show: what its own policies say is open. */
  | { readonly kind: 'stranger'; readonly arn: string }
  /** Any role or user of an account, its root user too, whose administrators give it all that they can. */
  | { readonly kind: 'account'; readonly account: string }
  /** The root user of an account. */
  | { readonly kind: 'root'; readonly account: string }
  /** An AWS service that acts by itself. */
  | { readonly kind: 'service'; readonly name: string }
  /** Somebody whom an identity provider vouches for. */
  | { readonly kind: 'federated'; readonly provider: string }
  /** Anybody on the Internet. */
  | { readonly kind: 'anonymous' };

/** A principal as the evaluation takes it. */
export interface Subject {
  readonly caller: Caller;
  readonly identity: readonly Policy[];
  readonly boundary?: Policy;
  readonly known: ReadonlyMap<string, KeyValues>;
  readonly rules: ReadonlyMap<string, Partial<KeyRule>>;
}

/** A resource as the evaluation takes it. */
export interface Object_ {
  /** Its ARN, or a pattern that its ARN matches. */
  readonly arn: string;
  readonly target?: Target;
  /** Account that it belongs to. Undefined if it belongs to nobody, or to the caller. */
  readonly owner?: string;
  readonly policies: readonly Policy[];
}

/** A VPC endpoint of the templates. */
export interface Endpoint {
  readonly template: Template;
  readonly logicalId: string;
  /** Its id and that of its VPC, as requests through it tell them. */
  readonly id: string;
  readonly vpc: string;
  /** Its policy. Undefined if it has none, and so lets everything pass. */
  readonly policy?: Policy;
}

const ROLE = /^arn:[^:]*:iam::[^:]*:role\//;
/** Where a policy stands that is none of a template. */
const NOWHERE = { template: '', logicalId: '', path: '' };
/** Services whose resources have a policy of their own, by the start of their ARNs. */
const WITH_POLICY = /^arn:[^:]*:(s3|kms|sqs|sns|secretsmanager|lambda|ecr|backup|dynamodb|elasticfilesystem|events|kinesis|es|iam::[^:]*:role\/)/;

/**
 * Of somebody whom an identity provider vouches for, AWS does not know whether there was a second factor: the session never says there was.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
 */
const NO_SECOND_FACTOR: readonly [string, Partial<KeyRule>][] = [['aws:multifactorauthage', { present: 'never' }], ['aws:multifactorauthpresent', { except: ['true'] }]];

/** What the templates say about access: who there is, what they may do, what the resources and the organisation say. */
export class AccessModel {
  private static readonly known = new WeakMap<TemplateSet, AccessModel>();

  /** The model of these templates; it is made once. */
  public static of(set: TemplateSet): AccessModel {
    const model = AccessModel.known.get(set) ?? new AccessModel(set);
    AccessModel.known.set(set, model);
    return model;
  }

  public readonly names = new Names();
  public readonly identities: readonly Identity[];
  /** Managed policies by their ARN. */
  public readonly managed: ManagedPolicies;
  /** The resources that can have a policy of their own, with it. */
  public readonly targets: readonly Target[];
  /** Policies for something that is no resource of the templates. */
  public readonly loose: readonly Target[];
  public readonly organisation: Organisation;
  /** Accounts of the estate whose templates are not given. */
  public readonly missing: readonly string[];
  private readonly given: ReadonlySet<string>;
  private readonly byArn = new Map<string, Target>();
  private readonly identityByArn = new Map<string, Identity>();
  private readonly objects = new WeakMap<Target, Object_>();
  private readonly byName = new Map<string, Object_>();
  private readonly identified = new WeakMap<Identity, Subject>();
  private readonly ofAccounts = new Map<string, Subject>();
  private readonly told = new WeakMap<Object_, Pick<Subject, 'known' | 'rules'>>();

  private constructor(public readonly set: TemplateSet) {
    ({ identities: this.identities, managed: this.managed } = identitiesOf(set, this.names));
    const { targets, loose } = targetsOf(set, this.names);
    this.targets = targets;
    this.loose = loose;
    this.organisation = new Organisation(set, this.names);
    targets.forEach((target) => this.byArn.set(target.arn, target));
    this.identities.forEach((identity) => this.identityByArn.set(identity.arn, identity));
    this.identities.forEach(({ center, ...role }) => center && this.byArn.set(role.arn, { ...role, type: 'AWS::IAM::Role', region: '', policies: [center.trust] }));
    this.given = givenAccounts(set);
    this.missing = Object.keys(set.accounts).filter((account) => !this.given.has(account));
  }

  /** An account as people know it: its number and whose it is. */
  public tellAccount(account: string): string {
    const name = this.set.accounts[account];
    return name === undefined ? this.names.tell(account) : `${account} (${name})`;
  }

  /** Why nothing is known of something: its account's templates are not given, or they do not make it. */
  public unseen(arn: string, what: string): string {
    const account = /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(arn)?.[1];
    const strange = account !== undefined && !this.given.has(account);
    return strange ? `the templates of account ${this.tellAccount(account)} are not given, and so not ${what} ${this.names.tell(arn)}` : `the templates do not show ${this.names.tell(arn)}, and so not ${what} it`;
  }

  /** The VPC endpoints of the templates. */
  public get endpoints(): Endpoint[] {
    const found: Endpoint[] = [];
    eachOf(this.set, ['AWS::EC2::VPCEndpoint'], (template, logicalId, resource) => {
      const [policy] = readPolicies(template, logicalId, 'endpoint', (seen) => documentAt(seen.at('PolicyDocument'), this.names));
      found.push({ template, logicalId, id: this.names.ref(resource), vpc: this.names.text(resource.at('VpcId').raw), policy });
    });
    return found;
  }

  /** A role or user of the templates by its ARN. */
  public identityOf(arn: string): Identity | undefined {
    return this.identityByArn.get(arn);
  }

  /** The resource of the templates that an ARN is, or is inside of: an object is inside its bucket. */
  public targetOf(arn: string): Target | undefined {
    return this.byArn.get(arn) ?? (/^arn:[^:]*:s3:::/.test(arn) ? this.byArn.get(arn.split('/')[0]) : undefined)
      ?? (/^arn:[^:]*:logs:/.test(arn) ? this.byArn.get(`${arn.split(':').slice(0, 7).join(':')}:*`) : undefined);
  }

  /** A resource of the templates as an object of questions. */
  public objectOf(target: Target): Object_ {
    return remembered(this.objects, target, () => ({ arn: target.arn, target, owner: target.account, policies: target.policies }));
  }

  /** A resource by its ARN, which may be a pattern; `*` for actions that are about no resource. */
  public object(arn: string): Object_ {
    return remembered(this.byName, arn, () => this.named(arn));
  }

  private named(arn: string): Object_ {
    const target = this.targetOf(arn);
    if (target) {
      return { ...this.objectOf(target), arn };
    }
    const [vault, another] = this.vaultsOf(arn);
    if (vault) {
      const lying = another ? [openPolicy('resource', NOWHERE, `in which vault of its account and region ${arn} lies is not in the templates`)] : vault.policies;
      return { ...this.objectOf(vault), arn, policies: lying };
    }
    const account = /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(arn)?.[1];
    const policies: Policy[] = WITH_POLICY.test(arn) ? [openPolicy('resource', NOWHERE, this.unseen(arn, 'the policy of'))] : [];
    return { arn, owner: account ?? (policies.length > 0 ? this.names.hole(`owner ${arn}`, `<owner of ${arn}>`, 'open') : undefined), policies };
  }

  /** The vaults that a recovery point may lie in. */
  private vaultsOf(arn: string): Target[] {
    const [, region, account] = RECOVERY_POINT.exec(arn) ?? [];
    return account === undefined ? [] : this.targets.filter((target) => isVault(target) && target.account === account && target.region === region);
  }

  /** Everything that applies when a subject does something with an object. */
  public applicable(subject: Subject, object: Object_, actions: readonly string[]): Applicable {
    const arn = subject.known.get('aws:principalarn')?.[0];
    const { caller } = subject;
    const owner = object.owner ?? caller.account;
    return {
      identity: subject.identity,
      boundary: subject.boundary,
      // A trust policy is about being the role: no other action on the role is for it to allow, known or not.
      resource: ROLE.test(object.arn) && actions.length > 0 && !isAssuming(actions) ? [] : [...object.policies, ...rulesOfBackup(object.target)],
      guarded: object.target ? /^AWS::(KMS::|IAM::Role)/.test(object.target.type) && (object.target.type !== 'AWS::IAM::Role' || isAssuming(actions)) : false,
      serviceControl: caller.account === undefined ? [] : this.organisation.serviceControl(caller.account, arn),
      resourceControl: owner === undefined ? [] : this.organisation.resourceControl(owner, serviceOf(actions, object), arn),
      owner,
    };
  }

  /** A principal as the evaluation takes it. */
  public subject(principal: Principal): Subject {
    switch (principal.kind) {
      case 'identity': return principal.session === undefined ? remembered(this.identified, principal.identity, () => this.known(principal.identity)) : this.known(principal.identity, principal.session);
      case 'stranger': return this.stranger(principal.arn);
      case 'account': return remembered(this.ofAccounts, principal.account, () => this.anyOf(principal.account));
      case 'root': return { caller: { kind: 'root', account: principal.account }, identity: [fullAccess()], ...this.who(principal.account, `arn:aws:iam::${principal.account}:root`, 'Account') };
      case 'service': return {
        caller: { kind: 'service', name: principal.name }, identity: [], rules: new Map([['aws:sourceaccount', { also: this.organisation.accounts }]]),
        known: new Map<string, KeyValues>([['aws:principalisawsservice', ['true']], ['aws:principalservicename', [principal.name]], ['aws:viaawsservice', ['false']]]),
      };
      case 'federated': return { caller: { kind: 'federated', name: principal.provider }, identity: [], rules: new Map(), known: new Map<string, KeyValues>([['aws:federatedprovider', [principal.provider]], ['aws:principalisawsservice', ['false']], ['aws:viaawsservice', ['false']]]) };
      default: return {
        caller: { kind: 'anonymous' }, identity: [], rules: new Map(),
        known: new Map<string, KeyValues>([['aws:principalisawsservice', null], ['aws:principalaccount', ['anonymous']], ['aws:principaltype', ['Anonymous']], ['aws:viaawsservice', ['false']], ['kms:calleraccount', null]]),
      };
    }
  }

  private known(identity: Identity, session?: string): Subject {
    const { known, rules } = this.who(identity.account, identity.arn, identity.kind === 'user' ? 'User' : 'AssumedRole');
    const tags = [...identity.tags].map(([tag, value]): [string, KeyValues] => [`aws:principaltag/${tag}`, [value]]);
    const trust = this.byArn.get(identity.arn)?.policies ?? [];
    // Whoever may tag the session may set other values.
    const tagged = identity.kind === 'role' && trust.some(({ statements }) => statements.some(({ effect, actions }) => effect !== 'Deny' && (actions === undefined || actions.some((pattern) => /^(\*|sts:(\*|tag.*))$/i.test(pattern.source)))));
    return {
      caller: { kind: identity.kind, account: identity.account, bounded: identity.boundary !== undefined, ...(session !== undefined && { session }) },
      identity: identity.policies, boundary: identity.boundary,
      rules: new Map([...rules, ...(identity.center ? NO_SECOND_FACTOR : [])]),
      known: new Map<string, KeyValues>([
        ...known, ...(tagged ? [] : tags), ...(identity.kind === 'user' ? [['aws:username', [identity.name]] as [string, KeyValues]] : []),
        ...(identity.center ? [['aws:federatedprovider', [identity.center.provider]] as [string, KeyValues]] : []),
      ]),
    };
  }

  private stranger(arn: string): Subject {
    const account = arn.split(':')[4];
    const isUser = /:user\//.test(arn);
    const open = openPolicy('identity', NOWHERE, this.unseen(arn, 'the policies of'));
    return { caller: { kind: isUser ? 'user' : 'role', account }, identity: [open], ...this.who(account, arn, isUser ? 'User' : 'AssumedRole') };
  }

  /** Any identity of an account: its ARN is chosen when a decision hangs on it. */
  private anyOf(account: string): Subject {
    const { known, rules } = this.who(account, undefined, undefined);
    const within = [...['iam::%:role/', 'iam::%:user/', 'sts::%:federated-user/'].map((start) => [start, '?*']), ['iam::%:root', '']]
      .map(([start, rest]) => patternOf([{ literal: `arn:aws:${start.replace('%', account)}` }, rest], 'text'));
    return { caller: { kind: 'identity', account }, identity: [fullAccess()], known, rules: new Map([...rules, ['aws:principalarn', { present: 'always', within }]]) };
  }

  /** What is known of the requests of an account's identities. */
  private who(account: string, arn: string | undefined, type: string | undefined): Pick<Subject, 'known' | 'rules'> {
    const member = this.organisation.has(account) || isHole(account);
    const known = new Map<string, KeyValues>([['aws:principalaccount', [account]], ['kms:calleraccount', [account]], ['aws:principalisawsservice', ['false']]]);
    const rules = new Map<string, Partial<KeyRule>>();
    if (arn !== undefined) {
      known.set('aws:principalarn', [arn]);
    }
    if (type !== undefined) {
      known.set('aws:principaltype', [type]);
    }
    if (member && (this.organisation.shown || !isHole(this.organisation.id))) {
      known.set('aws:principalorgid', [this.organisation.id]);
      rules.set('aws:principalorgpaths', { within: [patternOf([{ literal: this.organisation.id }, '/r-*/*'], 'text')] });
    } else if (!member) {
      rules.set('aws:principalorgid', { except: [this.organisation.id] });
      rules.set('aws:principalorgpaths', { present: 'never' });
    }
    return { known, rules };
  }

  /** What is known of requests for an object. */
  public facts(object: Object_): Pick<Subject, 'known' | 'rules'> {
    return remembered(this.told, object, () => resourceFacts(object, this.organisation));
  }

  /** Whether the keys of a context fit together. */
  public possible(context: ReadonlyMap<string, KeyValues>): boolean {
    return possibleIn(context, this.organisation);
  }
}

/** What was worked out before, or is now. */
function remembered<K, V>(known: { get(key: K): V | undefined; set(key: K, value: V): unknown }, key: K, make: () => V): V {
  let found = known.get(key);
  if (found === undefined) {
    found = make();
    known.set(key, found);
  }
  return found;
}

/** Whether the actions are about being somebody, not about changing a role. */
function isAssuming(actions: readonly string[]): boolean {
  return actions.length === 0 || actions.some((action) => action.toLowerCase().startsWith('sts:'));
}

const SERVICES = new WeakMap<readonly string[], ReadonlySet<string>>();

/** The service that a request goes to: that of its actions, else that of the resource. */
function serviceOf(actions: readonly string[], { arn }: Object_): string | undefined {
  const services = remembered(SERVICES, actions, () => new Set(actions.map((action) => action.split(':')[0].toLowerCase())));
  const service = arn.split(':')[2];
  return services.size === 1 ? [...services][0] : services.size > 1 ? undefined : service === 'iam' ? 'sts' : service;
}
