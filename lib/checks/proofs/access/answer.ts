import { mayEver, type Asked } from './ask';
import type { Existence } from './exists';
import type { AccessModel, Principal } from './model';
import { mayThroughRoles } from './who';
import { denialsOf, grantsOf, tellContext, tellPrincipal, tellStatement, tellWitness } from './words';

/** An answer for people. */
export interface Told {
  readonly answer: Existence['answer'];
  readonly text: string;
}

const NAMES: Readonly<Record<string, string>> = {
  'identity': 'no policy of its own', 'boundary': 'not its permissions boundary', 'session': 'not its session policy', 'resource': 'no policy of the resource',
  'service control': 'not the service control policies', 'endpoint': 'not the policy of the endpoint',
};

/** Whether somebody may do something after assuming roles of the templates, and why. */
export function answerThroughRoles(model: AccessModel, asked: Asked): Told {
  const { roles, existence } = mayThroughRoles(model, asked);
  const last = roles.at(-1);
  if (!last) {
    return told(model, asked, existence);
  }
  const steps = roles.map(({ role, assumed }, i) => {
    const before: Principal = i === 0 ? asked.principal : { kind: 'identity', identity: roles[i - 1].role };
    return assumed.answer === 'yes' ? tellWitness(model, before, assumed) : `whether ${tellPrincipal(model, before)} may sts:AssumeRole on ${model.names.tell(role.arn)} is open`;
  });
  const end = told(model, { ...asked, principal: { kind: 'identity', identity: last.role } }, existence);
  return { answer: end.answer, text: [end.text, ...lines('after', steps)].join('\n') };
}

/** Whether somebody may do something, and why. */
export function answer(model: AccessModel, asked: Asked): Told {
  return told(model, asked, mayEver(model, asked));
}

function told(model: AccessModel, asked: Asked, existence: Existence): Told {
  const action = typeof asked.action === 'string' ? asked.action : 'do anything';
  const resource = model.names.tell(existence.about?.resource ?? asked.within?.[0] ?? (typeof asked.resource === 'string' ? asked.resource : asked.resource.arn));
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
