import { Context, type KeyValues } from './context';
import { decide, type Decision } from './decide';
import { exists, type Existence, type Question } from './exists';
import { patternOf } from './glob';
import type { KeyRule } from './keys';
import type { AccessModel, Endpoint, Object_, Principal } from './model';
import { conditionsOf, type Condition } from './statement';

/** Conditions, written as in a policy. */
export type Demand = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** A question: who, what, on what. */
export interface Asked {
  readonly principal: Principal;
  /** An action, e.g. `s3:GetObject`, or patterns of actions. @default - any action */
  readonly action?: string | readonly string[];
  /** ARN of a resource, `*` for actions about no resource, or what the model knows of one. */
  readonly resource: string | Object_;
  /** Patterns of ARNs that the resource is one of. @default - the resource's own ARN */
  readonly within?: readonly string[];
  /** The VPC endpoint that the request goes through. @default - none, or one that is not looked at */
  readonly through?: Endpoint;
  /** Values of condition keys; null if the request does not have the key. */
  readonly context?: Readonly<Record<string, string | readonly string[] | null>>;
  /** Whether the policies of the organisation are left out of it: what its own and the resource's policies say. @default - they count */
  readonly withoutOrganisation?: boolean;
  /** Lists of conditions of which the context must meet one. @default - any context */
  readonly demands?: readonly Demand[];
}

/** No second factor: neither present nor told. */
export const WITHOUT_MFA: readonly Demand[] = [{ BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' }, Null: { 'aws:MultiFactorAuthAge': 'true' } }];

/** No second factor, or one that is older than an hour. */
export const WITHOUT_FRESH_MFA: readonly Demand[] = [...WITHOUT_MFA, { NumericGreaterThan: { 'aws:MultiFactorAuthAge': '3600' } }];

/** Whether a request is allowed in one context: a key of which nothing is said or known is absent. */
export function may(model: AccessModel, asked: Asked): Decision {
  const question = questionOf(model, asked);
  return decide(question.applicable, question.caller, new Context(question.known));
}

/** Whether there is a context in which a request is allowed. */
export function mayEver(model: AccessModel, asked: Asked): Existence {
  return exists(questionOf(model, asked));
}

function questionOf(model: AccessModel, { principal, action, resource, within, through, withoutOrganisation, context = {}, demands = [] }: Asked): Question {
  const subject = model.subject(principal);
  const object = typeof resource === 'string' ? model.object(resource) : resource;
  const facts = model.facts(object);
  const known = joined<KeyValues>(subject.known, facts.known);
  const rules = joined<Partial<KeyRule>>(facts.rules, subject.rules);
  const actions = typeof action === 'string' ? [action] : action ?? [];
  const fix = (key: string, texts: readonly string[]): void => {
    if (texts.length === 1 && !/[*?]/.test(texts[0])) {
      known.set(key, texts);
    } else {
      rules.set(key, { present: 'always', ...(texts.length > 0 && { within: texts.map((text) => patternOf(text, 'text', key === '@action')) }) });
    }
  };
  fix('@action', actions);
  fix('@resource', ownOnly(principal, actions, within) ?? [object.arn]);
  if (object.arn === '*' && !within) {
    known.set('@resource', ['*']);
  }
  if (through) {
    known.set('aws:sourcevpce', [through.id]).set('aws:sourcevpc', [through.vpc]).set('aws:sourceip', null);
  }
  Object.entries(context).forEach(([key, values]) => known.set(key.toLowerCase(), typeof values === 'string' ? [values] : values));
  return {
    caller: subject.caller, known, rules,
    applicable: { ...model.applicable(subject, object, actions), endpoint: through?.policy, ...(withoutOrganisation && { serviceControl: [], resourceControl: [] }) },
    demands: demands.map(demandOf), possible: (chosen) => model.possible(chosen),
  };
}

/** What is in the first, and what is in the second only. */
function joined<T>(first: ReadonlyMap<string, T>, second: ReadonlyMap<string, T>): Map<string, T> {
  const all = new Map(first);
  second.forEach((value, key) => all.has(key) || all.set(key, value));
  return all;
}

/** IAM acts on what the caller's own account has, whatever policies name: of any resource, that is one of its own. An account that is not known may be any. */
function ownOnly(principal: Principal, actions: readonly string[], within: readonly string[] | undefined): readonly string[] | undefined {
  return principal.kind === 'identity' && /^\d{12}$/.test(principal.identity.account) && actions.length > 0 && actions.every((action) => action.startsWith('iam:'))
    ? within?.map((pattern) => (pattern === '*' ? `arn:aws:iam::${principal.identity.account}:*` : pattern)) : within;
}

/** The same demand is made of many requests: it is read once. */
const READ = new WeakMap<Demand, readonly Condition[]>();
const BY_TEXT = new Map<string, readonly Condition[]>();

function demandOf(demand: Demand): readonly Condition[] {
  const conditions = READ.get(demand) ?? readDemand(JSON.stringify(demand));
  READ.set(demand, conditions);
  return conditions;
}

function readDemand(text: string): readonly Condition[] {
  const known = BY_TEXT.get(text);
  if (known) {
    return known;
  }
  const problems: string[] = [];
  const conditions = conditionsOf(JSON.parse(text), problems);
  if (problems.length > 0) {
    throw new Error(`a demand cannot be read: ${problems.join('; ')}`);
  }
  if (BY_TEXT.size > 1000) {
    BY_TEXT.clear();
  }
  BY_TEXT.set(text, conditions);
  return conditions;
}
