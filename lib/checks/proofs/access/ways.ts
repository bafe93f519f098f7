import { Memory } from '../memory';
import { mayEver, type Asked } from './ask';
import type { Existence } from './exists';
import { matches, patternOf } from './glob';
import type { Identity } from './identities';
import type { AccessModel, Principal } from './model';
import { mentions, namesSomebody } from './people';
import { fullAccess, isFullAccess } from './organisation';
import { eachOf } from './reading';
import type { Named } from './statement';
import { RUNNING, RUNS } from './runs';

/**
 * Ways to rights beside assuming a role, which are asked about only if named:
 * - `pass`: handing a role to a service that then does what one writes under it, or writing what already runs under it
 * - `rewrite`: changing who may assume a role, what it may do, or what oneself may do; making a new role; making keys for a user
 * - `grant`: making a grant on a KMS key
 */
export type Way = typeof WAYS[number];

/** All of them. */
export const WAYS = ['pass', 'rewrite', 'grant'] as const;

/** A step: what somebody becomes. */
export interface Step {
  readonly role: Identity;
  /** What lets it be done: of several requests the first. */
  readonly assumed: Existence;
  /** The other requests that it takes. */
  readonly also: readonly Existence[];
}

/** Who does it, and what is demanded of every request. */
type Carried = Pick<Asked, 'demands' | 'principal'>;

const PASSING = ['iam:PassRole'];
/** What handing on a role takes: passing it, or changing what runs under it. */
const HANDING_ON = [...PASSING, ...Object.values(RUNNING).flatMap(([, actions]) => actions)];
/** AWS's own policy for everything: whoever may attach this one may attach what counts. */
const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';

/**
 * The steps that lead to a role or user of the templates, or into more rights as oneself.
 *
 * @param seen ARNs of identities that were come by before: only more rights of theirs are looked for
 */
export function stepsOf(model: AccessModel, carried: Carried, ways: readonly Way[], seen: ReadonlySet<string>): Step[] {
  const own = accountOf(carried.principal);
  const self = carried.principal.kind === 'identity' ? carried.principal.identity : undefined;
  const rewrites = ways.includes('rewrite');
  const passes = ways.includes('pass') && passesAny(carried.principal);
  const lettingIn = rolesLettingIn(model, carried.principal);
  const steps = model.identities.flatMap((identity): Step[] => {
    if (!rewrites && !lettingIn.has(identity) && !(passes && identity.account === own)) {
      return [];
    }
    const found = identity === self || (seen.has(identity.arn) && !rewrites) ? [] : into(model, carried, identity, passes ? ways : ways.filter((way) => way !== 'pass'), own);
    return rewrites && identity.account === own ? widened(model, carried, identity, identity === self ? [true] : found) : found;
  });
  return [...steps, ...(ways.includes('rewrite') && own !== undefined ? madeNew(model, carried, own) : [])].filter(({ assumed }) => assumed.answer !== 'no');
}

function accountOf(principal: Principal): string | undefined {
  switch (principal.kind) {
    case 'identity': return principal.identity.account;
    case 'account': case 'root': return principal.account;
    case 'stranger': return principal.arn.split(':')[4];
    default: return undefined;
  }
}

/** The ways into another identity, the plainest first; only one that is certain, or those that may be. */
function into(model: AccessModel, carried: Carried, identity: Identity, ways: readonly Way[], own: string | undefined): Step[] {
  const ask = (action: string | readonly string[], resource: string, context: Asked['context'] = {}, within?: readonly string[]): Existence => mayPerhaps(model, { ...carried, action, resource, within, context });
  const requests: (() => Existence[][])[] = [
    () => (rolesLettingIn(model, carried.principal).has(identity) ? [[ask('sts:AssumeRole', identity.arn)]] : []),
    ...(ways.includes('pass') && identity.account === own ? [() => passed(model, carried.principal, identity, ask), () => running(model, identity).map(([actions, arn]) => [ask(actions, arn)])] : []),
    // IAM refuses changes to the roles of Identity Center by anybody else.
    ...(ways.includes('rewrite') && identity.account === own && !identity.center ? [() => [[identity.kind === 'user'
      ? ask(['iam:CreateAccessKey', 'iam:CreateLoginProfile', 'iam:UpdateLoginProfile'], identity.arn) : ask('iam:UpdateAssumeRolePolicy', identity.arn)]]] : []),
  ];
  let open: Step | undefined;
  for (const each of requests) {
    for (const existences of each()) {
      const step = together(identity, existences);
      if (step.assumed.answer === 'yes') {
        return [step];
      }
      open ??= step.assumed.answer === 'unknown' ? step : undefined;
    }
  }
  return open ? [open] : [];
}

const LETTING_IN = new WeakMap<AccessModel, ReadonlySet<Identity>>();

/** The roles that may be assumed as far as their trust policies tell at once: most roles are for services, and so no identity's. */
function rolesLettingIn(model: AccessModel, { kind }: Principal): ReadonlySet<Identity> {
  if (kind === 'service' || kind === 'federated') {
    return new Set(model.identities.filter((identity) => identity.kind === 'role'));
  }
  const known = LETTING_IN.get(model) ?? new Set(model.identities.filter((identity) => identity.kind === 'role' && (model.targetOf(identity.arn)?.policies ?? [])
    .some(({ statements }) => statements.some(({ effect, principals }) => effect !== 'Deny' && (principals === undefined || principals.some((each) => each.kind !== 'Service' && each.kind !== 'Federated'))))));
  LETTING_IN.set(model, known);
  return known;
}

/** Whether somebody has, or may have, a right to pass roles or to change what runs. */
function passesAny(principal: Principal): boolean {
  return principal.kind !== 'identity' || mentions(principal.identity, HANDING_ON);
}

/** Whether a policy of somebody's own is about passing this role: the role's own policy never is. */
function mayPass(principal: Principal, { arn }: Identity): boolean {
  return principal.kind !== 'identity' || mentions(principal.identity, PASSING, arn);
}

type Ask = (action: string | readonly string[], resource: string, context?: Asked['context'], within?: readonly string[]) => Existence;

/** Passing a role to each service that it trusts, with what makes the service do something under it. */
function passed(model: AccessModel, principal: Principal, role: Identity, ask: Ask): Existence[][] {
  return role.kind === 'user' || !mayPass(principal, role) || ask('iam:PassRole', role.arn).answer === 'no' ? [] : Object.entries(RUNS).flatMap(([name, actions]) => {
    const trusted = takenBy(model, name, role);
    if (trusted.answer === 'no') {
      return [];
    }
    const pass = ask('iam:PassRole', role.arn, { 'iam:PassedToService': name });
    const start = pass.answer === 'no' ? pass : ask(actions, '*', {}, ['*']);
    return start.answer === 'no' ? [] : [[pass, start.answer === 'yes' && trusted.answer === 'unknown' ? { ...start, answer: 'unknown', reasons: trusted.reasons } : start]];
  });
}

const TAKEN_BY = new Memory<Identity, Existence>();

/** Whether a service may take a role on, whoever passes it: it is not asked about one that trusts others only. */
function takenBy(model: AccessModel, name: string, role: Identity): Existence {
  return TAKEN_BY.of(role, name, () => (trusts(model, role, name) ? mayEver(model, { principal: { kind: 'service', name }, action: 'sts:AssumeRole', resource: role.arn }) : NOTHING));
}

/** Whether a statement of a trust policy lets a service in, or may. */
function trusts(model: AccessModel, { arn }: Identity, service: string): boolean {
  const isMeant = ({ kind, name }: Named): boolean => kind !== 'AWS' && kind !== 'Federated' && (kind !== 'Service' || name === '*' || matches(patternOf(name, 'literal'), service) !== false);
  return model.object(arn).policies.some(({ statements }) => statements.some(({ effect, open, principals }) => effect !== 'Deny' && (open !== undefined || principals === undefined || principals.some(isMeant))));
}

/** What runs under a role already, with the actions by which it is told to do something else. */
function running(model: AccessModel, { arn }: Identity): readonly Running[] {
  const known = RUNNING_UNDER.get(model) ?? new Map<string, Running[]>();
  if (!RUNNING_UNDER.has(model)) {
    RUNNING_UNDER.set(model, known);
    eachOf(model.set, Object.keys(RUNNING), (_, __, resource) => {
      const [property, actions] = RUNNING[resource.type];
      const role = model.names.text(resource.at(property).raw);
      known.set(role, [...known.get(role) ?? [], [actions, model.names.arn(resource)]]);
    });
  }
  return known.get(arn) ?? [];
}

type Running = readonly [actions: readonly string[], arn: string];

const RUNNING_UNDER = new WeakMap<AccessModel, Map<string, Running[]>>();

/** The same identity with all rights that its boundary leaves it, if its policies can be changed by whoever becomes it. */
function widened(model: AccessModel, carried: Carried, identity: Identity, ways: readonly (Step | true)[]): Step[] {
  if (ways.length === 0 || identity.policies.some(isFullAccess)) {
    return ways.filter((way) => way !== true);
  }
  const context = { 'iam:PermissionsBoundary': identity.bounded ?? null };
  const ask = (action: string | readonly string[], resource: string, more: Asked['context'] = {}): Existence => mayPerhaps(model, { ...carried, action, resource, context: { ...context, ...more } });
  const kind = identity.kind === 'role' ? 'Role' : 'User';
  const requests = [
    ...(identity.center ? [] : [() => ask(`iam:Put${kind}Policy`, identity.arn), () => ask(`iam:Attach${kind}Policy`, identity.arn, { 'iam:PolicyARN': ADMINISTRATOR })]),
    ...identity.attached.map((arn) => () => ask(['iam:CreatePolicyVersion', 'iam:SetDefaultPolicyVersion'], arn)),
  ];
  const rewritten = firstOf(requests);
  const unbound = rewritten.answer === 'no' || identity.boundary === undefined ? undefined : ask(`iam:Delete${kind}PermissionsBoundary`, identity.arn);
  const free = unbound !== undefined && unbound.answer !== 'no';
  const wide: Identity = { ...identity, policies: [fullAccess()], boundary: free ? undefined : identity.boundary };
  return rewritten.answer === 'no' ? ways.filter((way) => way !== true)
    : ways.map((way) => together(wide, [...(way === true ? [] : [way.assumed, ...way.also]), rewritten, ...(free ? [unbound] : [])]));
}

/** A new role: with whatever rights, as far as a boundary that it must have lets it. */
function madeNew(model: AccessModel, carried: Carried, account: string): Step[] {
  const within = [`arn:aws:iam::${account}:role/*`];
  const make = (boundary: { readonly 'iam:PermissionsBoundary'?: string | null }): Existence[] => {
    const ask = (action: string, more: Asked['context'] = {}): Existence => mayPerhaps(model, { ...carried, action, resource: '*', within, context: { ...boundary, ...more } });
    return [ask('iam:CreateRole'), firstOf([() => ask('iam:PutRolePolicy'), () => ask('iam:AttachRolePolicy', { 'iam:PolicyARN': ADMINISTRATOR })])];
  };
  const plain = make({ 'iam:PermissionsBoundary': null });
  const bound = plain.every(({ answer }) => answer === 'yes') ? undefined : make({})[0].context.get('iam:PermissionsBoundary')?.[0];
  const existences = bound === undefined ? plain : make({ 'iam:PermissionsBoundary': bound });
  const arn = existences[0].about?.resource ?? within[0];
  const [first] = model.set.templates;
  const role: Identity = {
    kind: 'role', template: first, logicalId: '', account, arn, name: arn.split('/').at(-1) ?? '', policies: [fullAccess()],
    boundary: bound === undefined ? undefined : model.managed.find(bound, 'boundary', { template: '', logicalId: '', path: '' })[0], bounded: bound, attached: [], tags: new Map(),
  };
  return [together(role, existences)];
}

/**
 * Whether somebody may, where nobody asks why not: of most it is plain at once, since no statement of their own is about it, and the
 * policy of the resource names services and whole accounts only.
 */
export function mayPerhaps(model: AccessModel, asked: Asked): Existence {
  const { principal, action, resource } = asked;
  if (principal.kind !== 'identity' || action === undefined) {
    return mayEver(model, asked);
  }
  const actions = typeof action === 'string' ? [action] : action;
  const object = typeof resource === 'string' ? model.object(resource) : resource;
  const named = asked.within === undefined && !/[*?]/.test(object.arn) ? object.arn : undefined;
  const isPlain = !mentions(principal.identity, actions, named) && !namesSomebody({ policies: model.applicable(model.subject(principal), object, actions).resource });
  return isPlain ? NOTHING : mayEver(model, asked);
}

/** The first that is certain, else the first that is open, else a no. */
function firstOf(requests: readonly (() => Existence)[]): Existence {
  let open: Existence | undefined;
  for (const request of requests) {
    const existence = request();
    if (existence.answer === 'yes') {
      return existence;
    }
    open = open?.answer === 'unknown' ? open : existence;
  }
  return open ?? NOTHING;
}

const NOTHING: Existence = { answer: 'no', context: new Map(), decision: { allowed: false, denials: [], grants: [], missing: [] }, denials: [], reasons: [] };

/** Several requests that are all needed. */
function together(role: Identity, existences: readonly Existence[]): Step {
  const [first, ...also] = existences;
  const answers = existences.map(({ answer }) => answer);
  const answer = answers.includes('no') ? 'no' : answers.includes('unknown') ? 'unknown' : 'yes';
  return { role, assumed: { ...first, answer, reasons: existences.flatMap(({ reasons }) => reasons) }, also };
}
