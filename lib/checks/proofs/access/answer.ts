import { may, mayEver, type Asked } from './ask';
import type { KeyValues } from './context';
import { openAs, type Existence } from './exists';
import type { AccessModel, Principal } from './model';
import { mayThroughRoles } from './chains';
import type { Way } from './ways';
import { who, type AskedOfAll } from './who';
import { denialsOf, grantsOf, openOf, tellContext, tellPrincipal, tellStatement, tellWitness } from './words';

/** An answer for people. */
export interface Told {
  readonly answer: Existence['answer'];
  readonly text: string;
}

const NAMES: Readonly<Record<string, string>> = {
  'identity': 'no policy of its own', 'boundary': 'not its permissions boundary', 'session': 'not its session policy', 'resource': 'no policy of the resource',
  'service control': 'not the service control policies', 'endpoint': 'not the policy of the endpoint',
};

/** Whether somebody may do something after assuming roles of the templates, or in other ways that are named, and why. */
export function answerThroughRoles(model: AccessModel, asked: Asked, ways: readonly Way[] = []): Told {
  const { roles, existence } = mayThroughRoles(model, asked, ways);
  const last = roles.at(-1);
  if (!last) {
    return told(model, asked, existence);
  }
  const steps = roles.flatMap(({ role, assumed, also }, i) => {
    const before: Principal = i === 0 ? asked.principal : { kind: 'identity', identity: roles[i - 1].role };
    return assumed.answer === 'yes' ? [assumed, ...also].map((each) => tellWitness(model, before, each)) : [`whether ${tellPrincipal(model, before)} may come to ${model.names.tell(role.arn)} is open`];
  });
  const end = told(model, { ...asked, principal: { kind: 'identity', identity: last.role } }, existence);
  return { answer: end.answer, text: [end.text, ...lines('after', steps)].join('\n') };
}

/** Whether somebody may do something, and why. */
export function answer(model: AccessModel, asked: Asked): Told {
  return told(model, asked, mayEver(model, asked));
}

/** Whether a request is allowed in one context, and why: a key of which nothing is said or known is absent. */
export function answerInContext(model: AccessModel, asked: Asked): Told {
  const decision = may(model, asked);
  const reasons = openOf(decision).map(openAs);
  const rest = { context: new Map<string, KeyValues>(), decision, denials: [] };
  return told(model, asked, decision.allowed === undefined ? { ...rest, answer: 'unknown', reasons: [...new Set(reasons)] } : { ...rest, answer: decision.allowed ? 'yes' : 'no', reasons: [] });
}

/** Who may do something, for people, and how many they are. */
export interface ToldOfAll {
  readonly allowed: number;
  /** Those of whom the templates do not decide it. */
  readonly undecided: number;
  readonly text: string;
}

/** Everybody, save those who are left out, who may do something, and why; apart from them everybody of whom it is not decided, and what is open. */
export function answerWho(model: AccessModel, asked: AskedOfAll, leftOut: readonly Principal[] = []): ToldOfAll {
  const found = who(model, asked, leftOut);
  const [allowed, undecided] = (['yes', 'unknown'] as const).map((answered) => found.filter(({ existence }) => existence.answer === answered)
    .map(({ principal, existence }) => told(model, { ...asked, principal }, existence).text));
  const nobody = `nobody${leftOut.length > 0 ? ' else' : ''} may ${actionOf(asked)} on ${resourceOf(model, asked)}${undecided.length > 0 ? ' for certain' : ', in any context that was asked about'}`;
  const open = undecided.length > 0 ? ['', 'not decided by the templates:', ...undecided] : [];
  return { allowed: allowed.length, undecided: undecided.length, text: [...(allowed.length > 0 ? allowed : [nobody]), ...open].join('\n') };
}

function actionOf({ action }: AskedOfAll): string {
  return typeof action === 'string' ? action : 'do anything';
}

function resourceOf(model: AccessModel, { within, resource }: AskedOfAll): string {
  return model.names.tell(within?.[0] ?? (typeof resource === 'string' ? resource : resource.arn));
}

function told(model: AccessModel, asked: Asked, existence: Existence): Told {
  const action = actionOf(asked);
  const resource = existence.about ? model.names.tell(existence.about.resource) : resourceOf(model, asked);
  const who = tellPrincipal(model, asked.principal);
  const said: Readonly<Record<Existence['answer'], () => string[]>> = {
    yes: () => [`allowed: ${who} may ${existence.about?.action ?? action} on ${resource}`, ...when(model, existence), ...lines('by', grantsOf(existence.decision).map(tellStatement)), ...assumption(asked.principal)],
    no: () => [`denied: ${who} may not ${action} on ${resource}, in any context that was asked about`, ...because(existence)],
    unknown: () => [`unknown: whether ${who} may ${action} on ${resource} is not decided by the templates`, ...lines('open', existence.reasons.map((reason) => model.names.tell(reason)))],
  };
  return { answer: existence.answer, text: said[existence.answer]().join('\n') };
}

function when(model: AccessModel, { context }: Existence): string[] {
  return context.size === 0 ? ['  in every context that was asked about'] : lines('when', [tellContext(model, context)]);
}

function because({ decision, denials }: Existence): string[] {
  const statements = [...new Set([...denials, ...denialsOf(decision.denials)])].map(tellStatement);
  const missing = decision.allowed === false ? decision.missing.map((layer) => `${NAMES[layer]} allows it`) : [];
  return [...lines('denied by', statements), ...lines('since', missing)];
}

function lines(word: string, texts: readonly string[]): string[] {
  return texts.map((text, i) => `  ${(i === 0 ? word : '').padEnd(word.length)} ${text}`);
}

/** An account's administrators can give its identities what they like; that is what was assumed. */
function assumption(principal: Principal): string[] {
  return principal.kind === 'account' ? ['  if its own account gives it that'] : [];
}
