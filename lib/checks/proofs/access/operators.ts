import { parseRange } from '../../ranges';
import { isHole, matches, patternOf, type Piece } from './glob';
import { allOf, anyOf, not, type Tri } from './tri';

/** What kinds of values an operator compares. */
export type Family = 'string' | 'number' | 'date' | 'boolean' | 'binary' | 'address' | 'arn' | 'null';

/** A condition operator, taken apart. */
export interface Operator {
  readonly name: string;
  readonly family: Family;
  /** `ForAllValues` or `ForAnyValue`. */
  readonly set?: 'all' | 'any';
  readonly ifExists: boolean;
  readonly negated: boolean;
  /** How strings are compared: exactly, or with wildcards. */
  readonly like: boolean;
  readonly ignoreCase: boolean;
  /** How numbers and dates are compared. */
  readonly order: '=' | '<' | '<=' | '>' | '>=';
}

const ORDERS: Readonly<Record<string, Operator['order']>> = { equals: '=', notequals: '=', lessthan: '<', lessthanequals: '<=', greaterthan: '>', greaterthanequals: '>=' };
const KNOWN = new Map<string, Operator | undefined>();

/**
 * Takes the name of a condition operator apart; undefined if there is none of that name.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function operatorOf(name: string): Operator | undefined {
  if (!KNOWN.has(name)) {
    KNOWN.set(name, parseOperator(name));
  }
  return KNOWN.get(name);
}

function parseOperator(name: string): Operator | undefined {
  const [, set, base, exists] = /^(?:(forallvalues|foranyvalue):)?([a-z]+?)(ifexists)?$/.exec(name.toLowerCase()) ?? [];
  const shape = base === undefined ? undefined : shapeOf(base);
  return shape && !(shape.family === 'null' && (set ?? exists)) ? { name, set: set === undefined ? undefined : set === 'forallvalues' ? 'all' : 'any', ifExists: exists !== undefined, ...shape } : undefined;
}

function shapeOf(base: string): Omit<Operator, 'name' | 'set' | 'ifExists'> | undefined {
  const plain = { negated: false, like: false, ignoreCase: false, order: '=' } as const;
  const [, kind, rest = ''] = /^(string|arn|numeric|date)(.+)$/.exec(base) ?? [];
  const negated = rest.startsWith('not');
  if (kind === 'string' && /^(not)?(equals(ignorecase)?|like)$/.test(rest)) {
    return { ...plain, family: 'string', negated, like: rest.endsWith('like'), ignoreCase: rest.endsWith('ignorecase') };
  }
  if (kind === 'arn' && /^(not)?(equals|like)$/.test(rest)) {
    return { ...plain, family: 'arn', negated, like: true };
  }
  if ((kind === 'numeric' || kind === 'date') && Object.hasOwn(ORDERS, rest)) {
    return { ...plain, family: kind === 'date' ? 'date' : 'number', negated, order: ORDERS[rest] };
  }
  const others: Readonly<Record<string, [Family, boolean]>> = { bool: ['boolean', false], binaryequals: ['binary', false], ipaddress: ['address', false], notipaddress: ['address', true], null: ['null', false] };
  return Object.hasOwn(others, base) ? { ...plain, family: others[base][0], negated: others[base][1] } : undefined;
}

/** What is wrong with a value of a policy that this operator compares with; undefined if nothing is. */
export function valueProblem({ family }: Operator, value: string): string | undefined {
  const [isRight, what] = FORMS[family] ?? [];
  return isRight === undefined || isRight(value) || isHole(value) ? undefined : `'${value}' is ${what}`;
}

const isTruth = (text: string): boolean => /^(true|false)$/i.test(text);
const FORMS: Partial<Record<Family, readonly [(text: string) => boolean, string]>> = {
  number: [(text) => numberOf(text) !== undefined, 'no number'],
  date: [(text) => dateOf(text) !== undefined, 'no date'],
  address: [(text) => parseRange(text) !== undefined, 'no address range'],
  boolean: [(text) => isTruth(text) || text.includes('${'), 'neither true nor false'],
  null: [isTruth, 'neither true nor false'],
  arn: [(text) => text.split(':').length >= 6 || text.includes('${'), 'no ARN'],
};

/** A value to compare with: undefined if it is open, null if it holds a variable that the request has no value for. */
export type Wanted = readonly Piece[] | undefined | null;

/**
 * Whether a condition holds for the values of its key; null if the request does not have the key.
 *
 * A key that is absent makes a condition false, or true if it is negated or says `IfExists`. `ForAllValues` holds for no
 * value at all, `ForAnyValue` does not.
 *
 * Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html,
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
export function holds(operator: Operator, values: readonly string[] | null, wanted: readonly Wanted[]): Tri {
  const absent = values === null || values.length === 0;
  if (operator.family === 'null') {
    return anyOf(wanted.map((pieces) => pieces ? (textOf(pieces).toLowerCase() === 'true') === absent : undefined));
  }
  if (absent) {
    // That `ForAnyValue` holds for no value, and that `IfExists` holds without the key, cannot both be so.
    return operator.set === 'any' ? (operator.ifExists ? undefined : false) : operator.set === 'all' || operator.ifExists || operator.negated;
  }
  const each = values.map((value) => compare(operator, value, wanted));
  // What a comparison without set operator does with several values is not documented.
  return operator.set === 'any' ? anyOf(each) : operator.set === 'all' ? allOf(each) : each.length === 1 ? each[0] : each.every((one) => one === each[0]) ? each[0] : undefined;
}

function compare(operator: Operator, value: string, wanted: readonly Wanted[]): Tri {
  // A variable without a value matches nothing. What a negated operator makes of it is not documented.
  const found = anyOf(wanted.map((pieces) => (pieces ? compareOne(operator, value, pieces) : pieces === null && !operator.negated ? false : undefined)));
  return operator.negated ? not(found) : found;
}

function compareOne(operator: Operator, value: string, pieces: readonly Piece[]): Tri {
  const { family, like, ignoreCase, order } = operator;
  if (family === 'string' || family === 'arn') {
    return matches(patternOf(pieces, family === 'arn' ? 'arn' : like ? 'text' : 'literal', ignoreCase), value);
  }
  const text = textOf(pieces);
  if (isHole(value) || isHole(text)) {
    return value === text ? order === '=' || order.length === 2 : undefined;
  }
  switch (family) {
    case 'number': return ordered(order, numberOf(value), numberOf(text));
    case 'date': return ordered(order, dateOf(value), dateOf(text));
    case 'address': return contains(text, value);
    case 'boolean': return value.toLowerCase() === text.toLowerCase();
    default: return value === text;
  }
}

function textOf(pieces: readonly Piece[]): string {
  return pieces.map((piece) => (typeof piece === 'string' ? piece : piece.literal)).join('');
}

function ordered(order: Operator['order'], left: number | undefined, right: number | undefined): boolean {
  if (left === undefined || right === undefined) {
    return false;
  }
  switch (order) {
    case '<': return left < right;
    case '<=': return left <= right;
    case '>': return left > right;
    case '>=': return left >= right;
    default: return left === right;
  }
}

/** A number, integer or decimal. */
export function numberOf(text: string): number | undefined {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim()) ? Number(text) : undefined;
}

/** A moment in milliseconds: ISO 8601, or seconds since 1970. A number of four digits is a year. */
export function dateOf(text: string): number | undefined {
  const moment = /^-?\d+(\.\d+)?$/.test(text) && !/^\d{4}$/.test(text) ? Number(text) * 1000 : /^\d{4}/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(moment) ? undefined : moment;
}

function contains(range: string, address: string): boolean {
  const [outer, inner] = [parseRange(range), parseRange(address)];
  return outer !== undefined && inner !== undefined && outer.version === inner.version && outer.first <= inner.first && inner.last <= outer.last;
}
