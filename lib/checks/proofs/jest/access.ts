import type { TemplateSet } from '../../template';
import { answer, answerInContext, answerWho, type Told } from '../access/answer';
import { WITHOUT_FRESH_MFA, WITHOUT_MFA, type Asked, type Demand } from '../access/ask';
import { Directory, type Resolved } from '../access/directory';
import { AccessModel } from '../access/model';
import type { AskedOfAll } from '../access/who';
import { nameOf, type Judgement, type Named } from './judgement';
import { pathsOf } from './subject';

/** Values of condition keys; null says that the request does not have the key. */
export type RequestContext = Readonly<Record<string, string | readonly string[] | null>>;

/** Which contexts are asked about. */
export interface Ever {
  /** What the request has, or does not have. @default - anything */
  readonly context?: RequestContext;
  /** Only requests without a second factor, or with none that is younger than an hour. @default - any */
  readonly without?: 'mfa' | 'fresh mfa';
  /** The VPC endpoint that the request goes through. @default - none, or one that is not looked at */
  readonly through?: Named;
}

const DEMANDS: Readonly<Record<string, readonly Demand[]>> = { 'mfa': WITHOUT_MFA, 'fresh mfa': WITHOUT_FRESH_MFA };

/** Whether one request is allowed: what the context does not say, the request does not have. */
export function allows(set: TemplateSet, principal: Named, action: string, resource: Named, context: RequestContext = {}): Judgement {
  const { model, asked } = question(set, action, resource, { context });
  if (asked.within?.some((arn) => /[*?]/.test(arn)) && asked.within[0] !== '*') {
    throw new Error(`'${nameOf(resource)}' means many, and a request is about one: name one by its ARN, or use toEverAllow`);
  }
  return judged(answerInContext(model, { ...asked, principal: principalOf(set, model, principal) }), `to allow ${nameOf(principal)} ${action} on ${nameOf(resource)}`);
}

/** Whether there is any context in which a request is allowed. */
export function everAllows(set: TemplateSet, principal: Named, action: string, resource: Named, ever: Ever = {}): Judgement {
  const { model, asked } = question(set, action, resource, ever);
  return judged(answer(model, { ...asked, principal: principalOf(set, model, principal) }), `ever to allow ${nameOf(principal)} ${action} on ${nameOf(resource)}${without(ever)}`);
}

/** Whether in every context nobody but these is allowed to. */
export function allowsOnly(set: TemplateSet, principals: readonly Named[], action: string, resource: Named, ever: Ever = {}): Judgement {
  const { model, asked } = question(set, action, resource, ever);
  const { allowed, undecided, text } = answerWho(model, asked, principals.map((principal) => principalOf(set, model, principal)));
  return {
    answer: allowed > 0 ? 'no' : undecided > 0 ? 'unknown' : 'yes', because: text,
    claim: `to allow only ${principals.map(nameOf).join(', ') || 'nobody'} ${action} on ${nameOf(resource)}${without(ever)}`,
  };
}

function judged({ answer: given, text }: Told, claim: string): Judgement {
  return { answer: given, claim, because: text };
}

function without({ without: factor }: Ever): string {
  return factor ? ` without ${factor === 'mfa' ? 'a second factor' : 'a fresh second factor'}` : '';
}

function question(set: TemplateSet, action: string, resource: Named, { context = {}, without: factor, through }: Ever): { model: AccessModel; asked: AskedOfAll } {
  const model = AccessModel.of(set);
  const directory = directoryOf(set, model);
  const endpoint = through === undefined ? undefined : found(directory.endpoint(nameOf(through)));
  return { model, asked: { action, ...found(directory.resource(nameOf(resource), action)), context, through: endpoint, demands: factor ? DEMANDS[factor] : [] } };
}

function principalOf(set: TemplateSet, model: AccessModel, principal: Named): Asked['principal'] {
  return found(directoryOf(set, model).principal(nameOf(principal)));
}

const DIRECTORIES = new WeakMap<TemplateSet, Directory>();

function directoryOf(set: TemplateSet, model: AccessModel): Directory {
  const directory = DIRECTORIES.get(set) ?? new Directory(model, pathsOf(set));
  DIRECTORIES.set(set, directory);
  return directory;
}

function found<T>(resolved: Resolved<T>): T {
  if ('problem' in resolved) {
    throw new Error(resolved.problem);
  }
  return resolved.found;
}
