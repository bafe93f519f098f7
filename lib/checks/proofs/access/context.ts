import { Memory } from '../memory';
import type { Piece } from './glob';
import { holds, type Wanted } from './operators';
import type { Condition } from './statement';
import type { Tri } from './tri';

/** What a key of the request has: its values, or null if the request does not have the key. */
export type KeyValues = readonly string[] | null;

/**
 * The context of a request: the values of its condition keys, in lower case as keys are compared. A key of which nothing is
 * said is absent, or, in an open context, not decided yet.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export class Context {
  /** The keys that were asked for and are not decided yet, in the order of the first question. */
  public readonly waiting: string[] = [];

  constructor(private readonly known: ReadonlyMap<string, KeyValues>, private readonly open = false) {}

  /** The values of a key; undefined if it is not decided yet. */
  public look(key: string): KeyValues | undefined {
    const values = this.known.get(key);
    if (values === undefined && this.open) {
      this.waiting.push(key);
      return undefined;
    }
    return values ?? null;
  }

  /**
   * Ends something that was worked out: what was asked for only counts if the outcome is open.
   *
   * @param before how many keys were waited for when it began
   */
  public settle(before: number, outcome: Tri): Tri {
    if (outcome !== undefined) {
      this.waiting.length = before;
    }
    return outcome;
  }
}

/** Whether all conditions of a statement hold. */
export function meets(conditions: readonly Condition[], variables: boolean, context: Context): Tri {
  const start = context.waiting.length;
  let all: Tri = true;
  for (const condition of conditions) {
    const before = context.waiting.length;
    const one = context.settle(before, meetsOne(condition, variables, context));
    if (one === false) {
      return context.settle(start, false);
    }
    all &&= one;
  }
  return context.settle(start, all);
}

function meetsOne(condition: Condition, variables: boolean, context: Context): Tri {
  const { operator, key, values, variable } = condition;
  const has = context.look(key);
  if (values.length === 0 || has === undefined) {
    return undefined;
  }
  if (variables && variable && (operator.family === 'string' || operator.family === 'arn' || operator.family === 'boolean')) {
    return holds(operator, has, values.map((value) => substitute(value, context)));
  }
  return HELD.of(condition, has?.length === 1 ? has[0] : `\0${JSON.stringify(has)}`, () => holds(operator, has, values.map((value) => [value])));
}

/** Whether conditions hold, by what the request has. */
const HELD = new Memory<Condition, Tri>();

/** A variable, with the default for a request that does not have its key. */
export interface Variable {
  readonly key: string;
  /** As the policy spells it. */
  readonly spelled: string;
  readonly otherwise?: string;
}

const VARIABLE = /\$\{([^{}]*)\}/g;

/** The variables in a text. `${*}`, `${?}` and `${$}` are the characters themselves. */
export function variablesIn(text: string): Variable[] {
  return text.includes('${') ? [...text.matchAll(VARIABLE)].filter(([, inside]) => !/^[*?$]$/.test(inside)).map(([, inside]) => variableOf(inside)) : [];
}

function variableOf(inside: string): Variable {
  const [, key, otherwise] = /^([^,']+?)\s*(?:,\s*'([^']*)')?\s*$/.exec(inside) ?? [];
  const spelled = (key ?? inside).trim();
  return { key: spelled.toLowerCase(), spelled, otherwise };
}

/**
 * A text with the values of its variables in place: undefined if one of them is open, null if the request has no value for one.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function substitute(text: string, context: Context): Wanted {
  if (!text.includes('${')) {
    return [text];
  }
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(VARIABLE)) {
    pieces.push(text.slice(end, match.index));
    end = match.index + match[0].length;
    if (/^[*?$]$/.test(match[1])) {
      pieces.push({ literal: match[1] });
      continue;
    }
    const { key, otherwise } = variableOf(match[1]);
    const values = context.look(key);
    if (values === undefined || (values?.length ?? 0) > 1) {
      return undefined;
    }
    const value = values?.[0] ?? otherwise;
    if (value === undefined) {
      return null;
    }
    pieces.push({ literal: value });
  }
  return [...pieces, text.slice(end)];
}
