import type { Resource, Value } from './template';

const PATTERNS = new Map<string, RegExp>();

/** A statement of an IAM policy document, whichever of the shorthand forms it was written in. */
export interface Statement {
  readonly value: Value;
  readonly effect: 'Allow' | 'Deny' | undefined;
  /** Actions, lower case. Empty if the statement uses `NotAction`. */
  readonly actions: readonly string[];
  /** `NotAction`, lower case. */
  readonly notActions: readonly string[];
  readonly resources: readonly Value[];
  readonly notResources: readonly Value[];
  /** Principals with their kind (`AWS`, `Service`, `Federated`, `CanonicalUser`, `*`). */
  readonly principals: readonly Principal[];
  readonly notPrincipals: readonly Principal[];
  readonly conditions: readonly Condition[];
}

/** A principal of a statement. */
export interface Principal {
  readonly kind: string;
  readonly value: Value;
}

/** One condition: operator, key (lower case) and the values compared with. */
export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly Value[];
}

/**
 * The statements of a policy document, an object or JSON text. A document that is open, or text with references inside,
 * yields one statement that says nothing.
 */
export function statements(policy: Value): Statement[] {
  const document = policy.document;
  const items = document.isObject || document.absent ? document.at('Statement').items : [document];
  return items.map((value) => new Read(value));
}

/** A statement as it stands in a template: each part is read when it is asked for, and most are not. */
class Read implements Statement {
  public readonly effect: Statement['effect'];
  private readonly read: { -readonly [part in Exclude<keyof Statement, 'value' | 'effect'>]?: Statement[part] } = {};

  constructor(public readonly value: Value) {
    const effect = value.at('Effect').text;
    this.effect = effect === 'Deny' || effect === 'Allow' ? effect : undefined;
  }

  public get actions(): readonly string[] {
    return this.read.actions ??= lower(this.value.at('Action'));
  }

  public get notActions(): readonly string[] {
    return this.read.notActions ??= lower(this.value.at('NotAction'));
  }

  public get resources(): readonly Value[] {
    return this.read.resources ??= this.value.at('Resource').items;
  }

  public get notResources(): readonly Value[] {
    return this.read.notResources ??= this.value.at('NotResource').items;
  }

  public get principals(): readonly Principal[] {
    return this.read.principals ??= principals(this.value.at('Principal'));
  }

  public get notPrincipals(): readonly Principal[] {
    return this.read.notPrincipals ??= principals(this.value.at('NotPrincipal'));
  }

  public get conditions(): readonly Condition[] {
    return this.read.conditions ??= conditions(this.value.at('Condition'));
  }
}

/** Whether an action pattern of a policy (`s3:Get*`) covers an action. Both are compared in lower case. */
export function covers(pattern: string, action: string): boolean {
  return like(pattern.toLowerCase(), action.toLowerCase());
}

/** Whether a whole text fits a pattern with `*` and `?`, as IAM reads it. */
export function like(pattern: string, text: string): boolean {
  const wild = pattern.search(/[*?]/);
  // Most patterns have no wildcard, and most others begin otherwise: making an expression of each takes longer than to look.
  return wild < 0 ? pattern === text : text.startsWith(pattern.slice(0, wild)) && expressionOf(pattern).test(text);
}

function expressionOf(pattern: string): RegExp {
  let expression = PATTERNS.get(pattern);
  if (!expression) {
    const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.');
    expression = new RegExp(`^${escaped}$`, 's');
    PATTERNS.set(pattern, expression);
  }
  return expression;
}

/** Whether a principal means everybody. */
export function isEverybody(principal: Principal): boolean {
  return principal.value.text === '*';
}

/**
 * The account that an AWS principal names, or that a role or user of the templates lives in; undefined if it names none
 * (a service, everybody, an open value).
 */
export function accountOf(principal: Principal): string | undefined {
  const text = principal.value.text ?? '';
  if (principal.kind !== 'AWS') {
    return undefined;
  }
  if (principal.value.target) {
    return principal.value.target.account ?? '${AWS::AccountId}';
  }
  return /^(\d{12}|\$\{AWS::AccountId\})$/.exec(text)?.[1] ?? /^arn:[^:]*:(?:iam|sts)::(\d{12}|\$\{AWS::AccountId\}):/.exec(text)?.[1];
}

/** The operator of a condition without `ForAnyValue:`, `ForAllValues:` and `IfExists`, lower case. */
export function operatorOf(condition: Condition): string {
  return condition.operator.toLowerCase().replace(/^for(any|all)values?:/, '').replace(/ifexists$/, '');
}

/** Whether a condition also holds when the request lacks the key: then it keeps nobody out. */
export function isOptional(condition: Condition): boolean {
  return /^forallvalues?:|ifexists$/i.test(condition.operator);
}

function lower(value: Value): string[] {
  return value.items.map((item) => (item.text ?? '').toLowerCase());
}

function principals(value: Value): Principal[] {
  if (value.absent) {
    return [];
  }
  return value.isObject
    ? value.entries.flatMap(([kind, list]) => list.items.map((item) => ({ kind, value: item })))
    : [{ kind: '*', value }];
}

function conditions(value: Value): Condition[] {
  return value.entries.flatMap(([operator, keys]) =>
    keys.entries.map(([key, values]) => ({ operator, key: key.toLowerCase(), values: values.items })));
}

/** The policy documents of an IAM policy, or the inline ones of a role, user or group. */
export function documentsOf(identity: Resource): Value[] {
  return [...identity.at('PolicyDocument').items, ...identity.at('Policies').items.map((policy) => policy.at('PolicyDocument'))];
}
