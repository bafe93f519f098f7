import { verdict, type Fact, type Verdict, type VerdictKind } from '../../verdict';
import type { AccessModel } from './model';
import type { Statement } from './statement';
import type { Target } from './targets';

/** Of so many statements, actions, names and values the rest is counted. */
const MOST = { statements: 16, actions: 4, names: 3, values: 3 };

/** A verdict with the statements that decided, in words: the witness of a violation, or the cut, by which nothing else is allowed. */
export function decidedBy(model: AccessModel, kind: VerdictKind, messages: readonly string[], statements: readonly Statement[], on: Pick<Target, 'template' | 'logicalId'>): Verdict {
  const written = [...new Set(statements)].filter(({ place }) => place.logicalId !== '');
  const tell = (): Fact[] => {
    const more = written.length - MOST.statements;
    return [
      ...written.slice(0, MOST.statements).map((statement) => ({ path: placeOf(statement, on), value: tellRule(model, statement) })),
      ...(more > 0 ? [{ path: 'policies', value: `${more} more statements` }] : []), ...(written.length === 0 ? [{ path: 'policies', value: kind === 'compliant' ? 'none' : 'none of the templates: whoever administers the account may give it' }] : []),
    ];
  };
  return verdict(kind, messages, tell);
}

/** Where a statement stands, as seen from a resource. */
function placeOf({ place }: Statement, { template, logicalId }: Pick<Target, 'template' | 'logicalId'>): string {
  const here = place.template === template.source.name;
  return here && place.logicalId === logicalId ? place.path : `${here ? '' : `${place.template}/`}${place.logicalId} ${place.path}`;
}

/** What a statement says, for people. */
export function tellRule(model: AccessModel, { policy, effect, sid, open, principals, notPrincipals, actions, notActions, resources, notResources, conditions }: Statement): string {
  const who = principals ? list(principals.map(({ name }) => name), MOST.names) : notPrincipals ? `all but ${list(notPrincipals.map(({ name }) => name), MOST.names)}` : '';
  const sources = (patterns: readonly { readonly source: string }[]) => list(patterns.map(({ source }) => source), MOST.actions);
  const what = actions ? sources(actions) : notActions ? `all but ${sources(notActions)}` : '';
  const on = policy === 'resource' ? '' : resources ? ` on ${list(resources, MOST.names)}` : notResources ? ` on all but ${list(notResources, MOST.names)}` : '';
  const when = conditions.map(({ operator, spelled, values }) => `${spelled} ${operator.name} ${list(values, MOST.values)}`).join(' and ');
  const text = [effect ?? 'Open', who, what].filter((part) => part !== '').join(' ');
  return model.names.tell(`${sid === undefined ? '' : `${sid}: `}${text}${on}${when === '' ? '' : ` if ${when}`}${open === undefined ? '' : ` (open: ${open})`}`);
}

function list(texts: readonly string[], most: number): string {
  return texts.length <= most + 1 ? texts.join(', ') : `${texts.slice(0, most).join(', ')} and ${texts.length - most} more`;
}

/** The statements of policies. */
export function statementsOf(policies: readonly { readonly statements: readonly Statement[] }[]): Statement[] {
  return policies.flatMap(({ statements }) => statements);
}
