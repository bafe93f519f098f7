import { LOAD_BALANCER_ACCOUNTS } from '../../access';
import type { Verdict } from '../../verdict';
import { decidedBy, statementsOf } from './cut';
import type { Existence } from './exists';
import type { Identity } from './identities';
import type { AccessModel, Principal } from './model';
import { accountNamed } from './principal';
import type { Policy, Statement } from './statement';
import type { Target } from './targets';
import { denialsOf, grantsOf, openOf, tellPrincipal, tellWitness } from './words';

/** An account that belongs to nobody. */
const STRANGER = '999999999999';

/** Everybody who does not belong to the estate: the accounts that policies name, one that none names, and the Internet. */
export function outsiders(model: AccessModel, policies: readonly Policy[]): Principal[] {
  const text = new Set<string>([STRANGER]);
  for (const { statements } of policies) {
    for (const { principals, conditions } of statements) {
      [...principals?.map(({ name }) => accountNamed(name) ?? name.split(':')[4] ?? '') ?? [], ...conditions.flatMap(({ values }) => values).map((value) => value.split(':')[4] ?? value)]
        .filter((account) => /^\d{12}$/.test(account)).forEach((account) => text.add(account));
    }
  }
  const strange = [...text].filter((account) => !model.organisation.has(account) && !LOAD_BALANCER_ACCOUNTS.includes(account));
  return [...strange.map((account): Principal => ({ kind: 'account', account })), { kind: 'anonymous' }];
}

/** The services that the policies name. */
export function servicesIn(policies: readonly Policy[]): Principal[] {
  const names = new Set(policies.flatMap(({ statements }) => statements.flatMap(({ effect, principals }) => (effect === 'Deny' ? [] : principals ?? [])))
    .filter(({ kind }) => kind === 'Service').map(({ name }) => name));
  return [...names].map((name) => ({ kind: 'service', name }));
}

/** One principal, with whether and how it may. */
export interface Found {
  readonly principal: Principal;
  readonly existence: Existence;
  /** That it is by a grant, which it may make. @default - by itself */
  readonly way?: 'grant';
}

/** That nobody of these may: a violation with each witness, or what is open. Undefined if it is proved. */
export function refuted(model: AccessModel, found: readonly Found[], on: Pick<Target, 'template' | 'logicalId'>): Verdict | undefined {
  const may = found.filter(({ existence }) => existence.answer === 'yes');
  if (may.length > 0) {
    const statements = may.flatMap(({ existence }) => grantsOf(existence.decision));
    return decidedBy(model, 'violation', [may.map(({ principal, existence }) => tellWitness(model, principal, existence)).join('; ')], statements, on);
  }
  const open = found.filter(({ existence }) => existence.answer === 'unknown');
  const [first] = open;
  const why = first && `whether ${tellPrincipal(model, first.principal)} may is not decided: ${model.names.tell([...new Set(open.flatMap(({ existence }) => existence.reasons))].join('; '))}`;
  return first && decidedBy(model, 'unknown', [why], open.flatMap(({ existence: { decision } }) => openOf(decision)), on);
}

/** The cut: the statements of a resource's policies, and so nobody else; and whatever denies it to those who were asked about. */
export function namesOnly(model: AccessModel, target: Pick<Target, 'policies' | 'template' | 'logicalId'>, found: readonly Found[]): Verdict {
  return decidedBy(model, 'compliant', [], [...statementsOf(target.policies), ...denialsIn(found)], target);
}

/** The statements that denied it, in whichever context. */
export function denialsIn(found: readonly Found[]): Statement[] {
  return found.flatMap(({ existence }) => [...existence.denials, ...denialsOf(existence.decision.denials)]);
}

/** The cut: the statements of the policies of roles and users, and so nothing else. */
export function allowsOnly(model: AccessModel, identities: readonly Identity[]): Verdict {
  return decidedBy(model, 'compliant', [], statementsOf(identities.flatMap(({ policies, boundary }) => [...policies, ...(boundary ? [boundary] : [])])), identities[0]);
}

/** Where the policies of a resource stand: the resource itself, or the one that is its policy. */
export function holderOf({ set }: AccessModel, { template, logicalId, policies }: Target): Pick<Target, 'template' | 'logicalId'> {
  const holders = new Set(policies.map(({ place }) => `${place.template} ${place.logicalId}`));
  const holder = holders.size === 1 && !holders.has(`${template.source.name} ${logicalId}`) ? policies[0].place : undefined;
  return { template: set.templates.find(({ source }) => source.name === holder?.template) ?? template, logicalId: holder?.logicalId ?? logicalId };
}
