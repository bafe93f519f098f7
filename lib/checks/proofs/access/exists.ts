import { Memory } from '../memory';
import { actionsOf } from './actions';
import { cellsOf, likelyOf } from './cells';
import { Context, meets, substitute, variablesIn, type KeyValues } from './context';
import { aboutAction, aboutResource, decide, decideBy, hitsOf, mapped, type Applicable, type Decision, type Hits } from './decide';
import { domainOf, type Comparison, type Domain } from './domain';
import { matches, overlapsOneOf, patternOf, type Pattern } from './glob';
import { withoutIdleDenials } from './idle';
import { ruleOf, type KeyRule } from './keys';
import { accountNamed, type Caller } from './principal';
import type { Condition, Policy, Statement } from './statement';
import { allOf, anyOf } from './tri';

/** More contexts than this are not gone through. */
const MOST_VISITED = 4000;
/** So many variables' values are tried at most. */
const MOST_CANDIDATES = 64;
/** So many of the likeliest resources are tried before all of them are divided. */
const MOST_LIKELY = 8;

/** The account of a service's source, and what hangs on it. */
const SOURCE = 'aws:sourceaccount';
const OF_SOURCE: ReadonlySet<string> = new Set(['aws:sourcearn', 'aws:sourceorgid', 'aws:sourceorgpaths']);

/** Whether there is a context in which a request is allowed. */
export interface Question {
  readonly caller: Caller;
  readonly applicable: Applicable;
  /** What the request has for sure; `@action` and `@resource` may be among it. */
  readonly known: ReadonlyMap<string, KeyValues>;
  /** What is known of keys that can vary, beyond what is known of them in general. */
  readonly rules: ReadonlyMap<string, Partial<KeyRule>>;
  /** Lists of conditions: the context must meet all of one list. None means any context. */
  readonly demands: readonly (readonly Condition[])[];
  /** Keys that hang together: whether such a context can be. */
  readonly possible?: (context: ReadonlyMap<string, KeyValues>) => boolean;
}

/** The answer: a context in which the request is allowed, or that there is none, or what is open. */
export interface Existence {
  readonly answer: 'yes' | 'no' | 'unknown';
  /** What the request must have beyond what is known: the keys that decided, as they are spelled, for a yes. */
  readonly context: ReadonlyMap<string, KeyValues>;
  /** The action and the resource of the request, for a yes. */
  readonly about?: { readonly action: string; readonly resource: string };
  /** The decision in that context; for a no, the one before any key is chosen. */
  readonly decision: Decision;
  /** Statements that deny in some context, for a no. */
  readonly denials: readonly Statement[];
  /** What the templates leave open, for an unknown. */
  readonly reasons: readonly string[];
}

/**
 * Looks for a context in which a request is allowed. Exact: each key's values are divided into the classes that the policies
 * tell apart, and a key is only chosen where the decision waits for it, so that all contexts are covered. Where that cannot be
 * done, and nothing was found, the answer is unknown.
 */
export function exists(question: Question): Existence {
  const { applicable: given, caller, known, rules } = question;
  const context = new Context(known, true);
  let applicable = given;
  let hits = hitsOf(given, caller, context, aboutActions(known, rules));
  if (!known.has('@action') && !rules.get('@action')?.within) {
    applicable = withoutIdleDenials(only(given, hits), caller);
    hits = hitsOf(applicable, caller, context);
  }
  const decision = decideBy(hits, applicable, caller, context);
  if (decision.allowed === false) {
    return { answer: 'no', context: new Map(), decision, denials: denyingIn(decision), reasons: [] };
  }
  return new Search(question, only(applicable, hits), { context, hits, decision }).run();
}

/** What was found out about one context. */
interface Looked {
  readonly context: Context;
  readonly hits: Hits;
  readonly decision: Decision;
}

class Search {
  private readonly statements: readonly Statement[];
  private readonly conditions: readonly { readonly condition: Condition; readonly variables: boolean }[];
  private readonly reasons = new Set<string>();
  private readonly denials = new Set<Statement>();
  private visited = 0;
  /** Whether no statement that is certain grants anything: then the first thing that is open answers the question. */
  private hopeless = false;

  constructor(private readonly question: Question, private readonly applicable: Applicable, private readonly first: Looked) {
    const { identity, boundary, session, resource, serviceControl, resourceControl, endpoint } = applicable;
    const policies = [...identity, ...[boundary, session, endpoint].flatMap((policy) => policy ?? []), ...resource, ...serviceControl.flat(), ...resourceControl];
    this.statements = policies.flatMap((policy) => policy.statements);
    this.conditions = [
      ...this.statements.flatMap(({ conditions, variables }) => conditions.map((condition) => ({ condition, variables }))),
      ...question.demands.flat().map((condition) => ({ condition, variables: false })),
    ];
  }

  public run(): Existence {
    const { known, caller } = this.question;
    const { decision } = this.first;
    const context = new Context(known, true);
    const staysOpen = (statement: Statement): boolean => statement.effect !== 'Deny' && (statement.open !== undefined || namesOpenly(statement, context));
    if (this.statements.some(staysOpen)) {
      const certain = mapped(this.applicable, (statements) => statements.filter((statement) => !staysOpen(statement)));
      this.hopeless = decide(certain, caller, context).allowed === false;
    }
    const found = this.solve(new Map(known), this.applicable, this.first);
    if (found) {
      const one = (key: string): string => found.context.get(key)?.[0] ?? this.question.rules.get(key)?.within?.[0].source ?? '*';
      const about = { action: one('@action'), resource: one('@resource') };
      return { answer: 'yes', decision: found.decision, context: this.chosen(found.context), about, denials: [], reasons: [] };
    }
    const rest = { context: new Map(), decision, denials: [...this.denials] };
    return this.reasons.size > 0 ? { answer: 'unknown', ...rest, reasons: [...this.reasons] } : { answer: 'no', ...rest, reasons: [] };
  }

  /** What was chosen, under the spelling that the policies use. */
  private chosen(context: ReadonlyMap<string, KeyValues>): ReadonlyMap<string, KeyValues> {
    const variables = this.statements.flatMap(({ resources, notResources }) => [...resources ?? [], ...notResources ?? []]).flatMap(variablesIn);
    const spelled = new Map([['aws:principalarn', 'aws:PrincipalArn'], ...[...variables, ...this.conditions.map(({ condition }) => condition)].map((named) => [named.key, named.spelled] as const)]);
    return new Map([...context].filter(([key]) => !this.question.known.has(key) && !/^@(action|resource)$/.test(key)).map(([key, values]) => [spelled.get(key) ?? key, values]));
  }

  private solve(assigned: Map<string, KeyValues>, applicable: Applicable, looked = this.look(assigned, applicable)): { context: ReadonlyMap<string, KeyValues>; decision: Decision } | undefined {
    this.visited += 1;
    if (this.visited > MOST_VISITED) {
      this.reasons.add(`more than ${MOST_VISITED} contexts make a difference`);
      return undefined;
    }
    const { context, hits, decision } = looked;
    const demanding = new Context(assigned, true);
    const { demands } = this.question;
    const demanded = demands.length === 0 || decision.allowed === false ? true : anyOf(demands.map((block) => meets(block, false, demanding)));
    const outcome = allOf([decision.allowed, demanded]);
    if (outcome === true) {
      return { context: assigned, decision };
    }
    if (outcome === false) {
      denyingIn(decision).forEach((statement) => this.denials.add(statement));
      return undefined;
    }
    const key = this.nextKey([...demanding.waiting, ...context.waiting], assigned);
    if (key === undefined) {
      this.tellOpen(decision);
      return undefined;
    }
    return this.branch(key, assigned, context, only(applicable, hits));
  }

  private look(assigned: ReadonlyMap<string, KeyValues>, applicable: Applicable): Looked {
    const context = new Context(assigned, true);
    const hits = hitsOf(applicable, this.question.caller, context);
    return { context, hits, decision: decideBy(hits, applicable, this.question.caller, context) };
  }

  private branch(key: string, assigned: ReadonlyMap<string, KeyValues>, context: Context, left: Applicable): { context: ReadonlyMap<string, KeyValues>; decision: Decision } | undefined {
    for (const choice of this.choices(key, context)) {
      const next = new Map(assigned).set(key, choice);
      const found = this.question.possible && !this.question.possible(next) ? undefined : this.solve(next, left);
      if (found || this.visited > MOST_VISITED || (this.hopeless && this.reasons.size > 0)) {
        return found;
      }
    }
    return undefined;
  }

  /** One value of each class that is told apart; of resources the likeliest first, before all are divided. */
  private *choices(key: string, context: Context): Generator<KeyValues> {
    const likely = key === '@resource' ? this.granted(context) : [];
    yield* likely.map((text) => [text]);
    const { choices, exact } = this.domain(key, context);
    yield* likely.length === 0 ? choices : choices.filter((choice) => choice === null || !likely.includes(choice[0]));
    if (!exact) {
      this.reasons.add(`not all that ${key.replace(/^@/, 'the ')} can be was gone through`);
    }
  }

  /** The key to choose next: one that the decision waits for, but first the variables in what it is compared with. */
  private nextKey(waitedFor: readonly string[], assigned: ReadonlyMap<string, KeyValues>): string | undefined {
    const waiting = waitedFor.find((each) => !assigned.has(each));
    // Whose source it is comes first: what the source's ARN and organisation can be follows from that.
    const key = waiting !== undefined && OF_SOURCE.has(waiting) && this.question.caller.kind === 'service' && !assigned.has(SOURCE) ? SOURCE : waiting;
    const variable = key === undefined ? undefined : this.variablesAt(key).find((each) => !assigned.has(each));
    return variable ?? key;
  }

  private variablesAt(key: string): string[] {
    const texts = key === '@resource' ? this.statements.flatMap(({ resources, notResources, variables }) => (variables ? [...resources ?? [], ...notResources ?? []] : []))
      : this.conditions.filter(({ condition, variables }) => variables && condition.key === key).flatMap(({ condition }) => condition.values);
    return texts.flatMap(variablesIn).map((variable) => variable.key).filter((variable) => variable !== key);
  }

  private domain(key: string, context: Context): Domain {
    const rule: KeyRule = { ...ruleOf(key, this.question.caller.kind), ...this.question.rules.get(key) };
    if (key === '@action') {
      const cells = actionsOf(this.statements.flatMap(({ actions, notActions }) => [...actions ?? [], ...notActions ?? []]), rule.within ?? this.grantable());
      return { choices: cells.texts.map((text) => [text]), exact: cells.exact };
    }
    if (key === '@resource') {
      const cells = cellsOf(resourcesIn(this.statements, context), rule.within, ['*']);
      return { choices: cells.texts.map((text) => [text]), exact: cells.exact };
    }
    const comparisons = this.conditions.filter(({ condition }) => condition.key === key).flatMap(({ condition: { operator, values }, variables }) => values.flatMap((value): Comparison[] => {
      const pieces = variables ? substitute(value, context) : [value];
      return pieces ? [{ operator, pieces }] : [];
    }));
    const { texts, exact } = this.namedAt(key, context);
    const account = key === 'aws:sourcearn' ? context.look(SOURCE)?.[0] : undefined;
    const within = account === undefined ? rule.within : [`${account}:`, ':'].map((owner) => patternOf(['arn:*:*:*:', { literal: owner }, '?*'], 'arn'));
    const domain = domainOf(comparisons, [...texts, ...rule.also ?? []], { ...rule, within });
    return { choices: domain.choices, exact: domain.exact && exact };
  }

  /** The actions that the resource's policy allows, where nothing else can; none if that is no limit. */
  private grantable(): Pattern[] {
    const { owner, guarded, resource } = this.applicable;
    const { account } = this.question.caller;
    const needed = guarded || account === undefined || (owner !== undefined && matches(patternOf(owner, 'literal'), account) === false);
    const grants = resource.flatMap(({ statements }) => statements.filter(({ effect }) => effect !== 'Deny'));
    return needed && grants.every(({ actions }) => actions !== undefined) ? grants.flatMap(({ actions }) => actions ?? []) : [];
  }

  /** Resources that something is granted on: where there is a context at all, it is most likely about one of these. */
  private granted(context: Context): string[] {
    const within = this.question.rules.get('@resource')?.within ?? [];
    const grants = resourcesIn(this.statements.filter(({ effect, resources }) => effect !== 'Deny' && resources), context);
    const [named, filled] = likelyOf(grants, within);
    const texts = [...named, ...grants.some((pattern) => matches(pattern, '*')) ? ['*'] : [], ...filled];
    return [...new Set(texts)].filter((text) => within.length === 0 || within.some((pattern) => matches(pattern, text))).slice(0, MOST_LIKELY);
  }

  /** What a key is compared with elsewhere than in its own conditions: by principals, or as a variable. */
  private namedAt(key: string, context: Context): { texts: string[]; exact: boolean } {
    const names = this.statements.flatMap(({ principals, notPrincipals }) => [...principals ?? [], ...notPrincipals ?? []]).map(({ name }) => name);
    if (key === 'aws:principalarn') {
      return { texts: names.filter((name) => name.startsWith('arn:') && accountNamed(name) === undefined), exact: true };
    }
    if (key === '@session') {
      return { texts: names.filter((name) => /^arn:[^:]*:sts:/.test(name)), exact: true };
    }
    const used = this.usesOf(key);
    if (used.length === 0) {
      return { texts: [], exact: true };
    }
    const resource = context.look('@resource')?.[0];
    const found = used.flatMap(({ text, at }) => candidatesOf(text, key, at === '@resource' ? (resource === undefined ? [] : [resource]) : this.literalsAt(at)));
    return { texts: [...new Set(found)].slice(0, MOST_CANDIDATES), exact: found.length < MOST_CANDIDATES && used.every(({ text, at }) => isWhole(text) || (at === '@resource' && resource !== undefined && isSimple(text))) };
  }

  /** Where a key's value is used as a variable. */
  private usesOf(key: string): { text: string; at: string }[] {
    const uses = (text: string): boolean => variablesIn(text).some((variable) => variable.key === key);
    return [
      ...this.statements.flatMap(({ resources, notResources, variables }) => (variables ? [...resources ?? [], ...notResources ?? []] : [])).filter(uses).map((text) => ({ text, at: '@resource' })),
      ...this.conditions.filter(({ variables }) => variables).flatMap(({ condition }) => condition.values.filter(uses).map((text) => ({ text, at: condition.key }))),
    ];
  }

  private literalsAt(key: string): string[] {
    return [...this.question.known.get(key) ?? [], ...this.conditions.filter(({ condition }) => condition.key === key).flatMap(({ condition }) => condition.values).filter((value) => !value.includes('${'))];
  }

  private tellOpen({ denials, grants, missing }: Decision): void {
    const open = [...denials, ...grants].filter(({ matched }) => matched === undefined).map(({ statement }) => openAs(statement));
    open.forEach((reason) => this.reasons.add(reason));
    if (open.length === 0) {
      this.reasons.add(`whether the ${missing.join(' and the ')} policy allows is not decided by the templates`);
    }
  }
}

/** The patterns of resources in statements, with the values of their variables as far as they are known. */
function resourcesIn(statements: readonly Statement[], context: Context): Pattern[] {
  return statements.flatMap(({ resources, notResources, variables }) => [...resources ?? [], ...notResources ?? []].flatMap((text) => {
    const pieces = variables ? substitute(text, context) : [text];
    return pieces ? [patternOf(pieces, 'resource')] : [];
  }));
}

/** Policies with only the statements that were hit. */
function only(applicable: Applicable, { sides, levels }: Hits): Applicable {
  const hit = new Set([...Object.values(sides), ...levels].flatMap(({ denials, grants }) => [...denials, ...grants].map(({ statement }) => statement)));
  return mapped(applicable, (statements) => (statements.every((statement) => hit.has(statement)) ? statements : statements.filter((statement) => hit.has(statement))));
}

/** Whether it is open, whatever else is known of a request, if a statement is about the resource: a name is not known. */
function namesOpenly(statement: Statement, context: Context): boolean {
  const texts = statement.resources ?? statement.notResources;
  return texts !== undefined && context.look('@resource') !== undefined && !(statement.variables && texts.some((text) => text.includes('${'))) && aboutResource(statement, context) === undefined;
}

/** The statements that deny for certain, each once. */
function denyingIn({ denials }: Decision): Statement[] {
  return [...new Set(denials.filter(({ matched }) => matched).map(({ statement }) => statement))];
}

/** A policy's statements by the actions asked about. */
const BY_ACTION = new Memory<Policy, readonly Statement[]>();

/** Only the statements of policies that can be about the actions asked about. */
function aboutActions(known: Question['known'], rules: Question['rules']): (policy: Policy) => readonly Statement[] {
  const action = known.get('@action');
  const asked = rules.get('@action')?.within;
  const key = action ? `=${String(action)}` : asked?.map(({ id }) => id).join();
  if (key === undefined) {
    return ({ statements }) => statements;
  }
  const context = new Context(new Map([['@action', action ?? []]]), true);
  const fits = overlapsOneOf(asked ?? []);
  const concerns = (statement: Statement): boolean => (asked ? !statement.actions?.length || statement.actions.some(fits) : aboutAction(statement, context) !== false);
  return (policy) => BY_ACTION.of(policy, key, () => policy.statements.filter(concerns));
}

/** A statement that is open, and why. */
export function openAs({ place, sid, open }: Statement): string {
  const where = [place.template, place.logicalId, sid ?? place.path].filter((part) => part !== '').join(' ');
  return `${where === '' ? '' : `${where}: `}${open ?? 'it depends on a value that the templates leave open'}`;
}

/** A variable that is the whole value. */
function isWhole(text: string): boolean {
  return /^\$\{[^}]*\}$/.test(text);
}

/** A text with one variable and no wildcard before it: what the variable can be follows from what the text is compared with. */
function isSimple(text: string): boolean {
  return variablesIn(text).length === 1 && !/[*?]/.test(text.slice(0, text.indexOf('${')));
}

/** What a variable would have to be for its text to fit one of these. */
function candidatesOf(text: string, key: string, against: readonly string[]): string[] {
  if (isWhole(text)) {
    return [...against];
  }
  const start = text.slice(0, text.indexOf('${'));
  return against.flatMap((whole) => {
    const from = /[*?]/.test(start) ? 0 : start.length;
    const found: string[] = [];
    for (let begin = from; begin <= (from === 0 ? whole.length : from) && found.length < MOST_CANDIDATES; begin += 1) {
      for (let end = begin + 1; end <= whole.length && found.length < MOST_CANDIDATES; end += 1) {
        const pieces = substitute(text, new Context(new Map([[key, [whole.slice(begin, end)]]])));
        if (pieces && matches(patternOf(pieces, 'text'), whole)) {
          found.push(whole.slice(begin, end));
        }
      }
    }
    return found;
  });
}
