import { LOAD_BALANCER_ACCOUNTS } from '../../access';
import { unknown, violation, type Verdict } from '../../verdict';
import type { Resource } from '../../template';
import type { Existence } from './exists';
import type { AccessModel, Principal } from './model';
import { accountNamed } from './principal';
import type { Policy, Statement } from './statement';
import type { Target } from './targets';
import { tellPrincipal, tellWitness } from './words';

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
export function refuted(model: AccessModel, found: readonly Found[], resource: Resource): Verdict | undefined {
  const may = found.filter(({ existence }) => existence.answer === 'yes');
  if (may.length > 0) {
    const statements = may.flatMap(({ existence }) => existence.decision.grants.map(({ statement }) => statement));
    return violation(may.map(({ principal, existence }) => tellWitness(model, principal, existence)).join('; '), ...valuesOf(statements, resource));
  }
  const open = found.filter(({ existence }) => existence.answer === 'unknown');
  const [first] = open;
  return first && unknown(`whether ${tellPrincipal(model, first.principal)} may is not decided: ${model.names.tell([...new Set(open.flatMap(({ existence }) => existence.reasons))].join('; '))}`);
}

/** Whose facts tell more statements are told in part. */
const MOST_TOLD = 16;

/** The cut: whom the statements of a resource's policies name, and so nobody else. */
export function namesOnly(model: AccessModel, { policies, logicalId }: Pick<Target, 'policies' | 'logicalId'>): Verdict {
  const statements = policies.flatMap((policy) => policy.statements);
  const tell = ({ effect, principals, notPrincipals }: Statement): string => {
    const names = (principals ?? notPrincipals ?? []).map(({ name }) => model.names.tell(name)).join(', ');
    return `${effect ?? 'open'} ${notPrincipals ? 'all but ' : ''}${names}`;
  };
  return {
    kind: 'compliant', messages: [],
    get facts() {
      return statements.length === 0 ? [{ path: 'policy', value: 'absent' }]
        : statements.slice(0, MOST_TOLD).map((statement) => ({ path: `${statement.place.logicalId === logicalId ? '' : `${statement.place.logicalId} `}${statement.place.path}`, value: tell(statement) }));
    },
  };
}

/** The statements of a resource as values, for the facts of a verdict. */
export function valuesOf(statements: readonly Statement[], resource: Resource) {
  return [...new Set(statements)].filter(({ place }) => place.logicalId === resource.logicalId && place.template === resource.view.template.source.name)
    .map(({ place }) => resource.at(...keysOf(place.path)));
}

/** A path such as `Properties.KeyPolicy.Statement[2]` as keys below the properties. */
function keysOf(path: string): (string | number)[] {
  return path.split(/[.[\]]+/).filter((key) => key !== '').slice(1).map((key) => (/^\d+$/.test(key) ? Number(key) : key));
}

/** The resource of a target, to take values from. */
export function resourceOf({ template, logicalId }: Pick<Target, 'template' | 'logicalId'>): Resource {
  const resource = template.resource(logicalId);
  if (!resource) {
    throw new Error(`${template.source.name} has no resource ${logicalId}`);
  }
  return resource;
}
