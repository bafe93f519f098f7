import { isMap, type Json } from './json';
import { Open } from './resolved';
import { resolve } from './resolve';
import type { Template } from './template';

/** More choices than this are not gone through: the verdict is then unknown. */
const MOST_SCENARIOS = 64;
/** Stands for "a parameter value that no condition compares with". */
const OTHER = '\0other';

/**
 * One choice for everything that a template's conditions leave open: parameters that are compared with literals, and
 * expressions that cannot be worked out.
 */
export class Scenario {
  /** Two scenarios with the same id make the same choices. */
  public readonly id: string;

  constructor(private readonly choices: ReadonlyMap<string, string>) {
    this.id = JSON.stringify([...choices]);
  }

  /** The value chosen for a parameter; undefined if it stays open. */
  public parameter(name: string): string | undefined {
    const choice = this.choices.get(`parameter ${name}`);
    return choice === OTHER ? undefined : choice;
  }

  /** Whether a named condition holds. A condition that is not declared does not. */
  public holds(condition: string, template: Template): boolean {
    return this.evaluate(template.section('Conditions')[condition], template, [condition]);
  }

  private evaluate(expression: Json | undefined, template: Template, seen: readonly string[]): boolean {
    if (!isMap(expression)) {
      return false;
    }
    const [name, argument] = Object.entries(expression)[0] ?? [];
    const list = Array.isArray(argument) ? argument : [];
    switch (name) {
      case 'Condition':
        return typeof argument === 'string' && !seen.includes(argument)
          && this.evaluate(template.section('Conditions')[argument], template, [...seen, argument]);
      case 'Fn::And': return list.every((item) => this.evaluate(item, template, seen));
      case 'Fn::Or': return list.some((item) => this.evaluate(item, template, seen));
      case 'Fn::Not': return !this.evaluate(list[0], template, seen);
      case 'Fn::Equals': return this.equals(list, template);
      default: return this.choices.get(atomOf(expression)) === 'true';
    }
  }

  private equals(sides: Json[], template: Template): boolean {
    const compared = comparison(sides);
    if (compared && this.choices.has(`parameter ${compared.parameter}`)) {
      return this.choices.get(`parameter ${compared.parameter}`) === compared.literal;
    }
    const [left, right] = sides.map((side) => resolve(side, template.view(this)));
    if (isPlain(left) && isPlain(right)) {
      return String(left) === String(right);
    }
    return this.choices.get(atomOf({ 'Fn::Equals': sides })) === 'true';
  }
}

/** Nothing chosen: open expressions count as false, parameters stay open. */
export const BASE = new Scenario(new Map());

/** The choices that matter to a resource; undefined if there are too many. */
export function scenariosOf(template: Template, logicalId: string): Scenario[] | undefined {
  const conditions = template.section('Conditions');
  if (Object.keys(conditions).length === 0) {
    return [BASE];
  }
  const all = domains(Object.keys(conditions), template);
  if (count(all) <= MOST_SCENARIOS) {
    return enumerate(all);
  }
  const own = domains(conditionsAround(template, logicalId), template);
  return count(own) <= MOST_SCENARIOS ? enumerate(own) : undefined;
}

function count(all: ReadonlyMap<string, readonly string[]>): number {
  return [...all.values()].reduce((product, domain) => product * domain.length, 1);
}

function enumerate(all: ReadonlyMap<string, readonly string[]>): Scenario[] {
  let choices: Map<string, string>[] = [new Map()];
  for (const [variable, domain] of all) {
    choices = choices.flatMap((choice) => domain.map((value) => new Map([...choice, [variable, value]])));
  }
  return choices.map((choice) => new Scenario(choice));
}

/** Names of conditions used by a resource and by those that it refers to or that refer to it. */
function conditionsAround(template: Template, logicalId: string): string[] {
  const resources = template.section('Resources');
  const texts = new Map(Object.entries(resources).map(([id, body]) => [id, JSON.stringify(body)]));
  const own = texts.get(logicalId) ?? '';
  const near = [...texts].filter(([id, text]) => id === logicalId || text.includes(`"${logicalId}"`) || own.includes(`"${id}"`)).map(([, text]) => text);
  return Object.keys(template.section('Conditions')).filter((name) => near.some((text) => text.includes(`"${name}"`)));
}

/** What each open thing in these conditions can be. */
function domains(conditions: readonly string[], template: Template): Map<string, string[]> {
  const found = new Map<string, Set<string>>();
  const seen = new Set<string>();
  const visit = (expression: Json | undefined): void => {
    if (!isMap(expression)) {
      return;
    }
    const [name, argument] = Object.entries(expression)[0] ?? [];
    const list = Array.isArray(argument) ? argument : [];
    if (name === 'Condition' && typeof argument === 'string') {
      visitNamed(argument);
    } else if (name === 'Fn::And' || name === 'Fn::Or' || name === 'Fn::Not') {
      list.forEach(visit);
    } else {
      note(found, expression, list, template);
    }
  };
  const visitNamed = (name: string): void => {
    if (!seen.has(name)) {
      seen.add(name);
      visit(template.section('Conditions')[name]);
    }
  };
  conditions.forEach(visitNamed);
  return new Map([...found].map(([variable, values]) => [variable, [...values]]));
}

function note(found: Map<string, Set<string>>, expression: Json, sides: Json[], template: Template): void {
  const compared = isMap(expression) && 'Fn::Equals' in expression ? comparison(sides) : undefined;
  const parameter = compared && template.section('Parameters')[compared.parameter];
  if (compared && isMap(parameter)) {
    const variable = `parameter ${compared.parameter}`;
    const allowed = Array.isArray(parameter.AllowedValues) ? parameter.AllowedValues.map(String) : undefined;
    const values = found.get(variable) ?? new Set(allowed ?? [OTHER]);
    found.set(variable, allowed ? values : values.add(compared.literal));
    return;
  }
  const resolved = sides.map((side) => resolve(side, template.base));
  if (!(isMap(expression) && 'Fn::Equals' in expression && resolved.length === 2 && resolved.every(isPlain))) {
    found.set(atomOf(expression), new Set(['true', 'false']));
  }
}

/** A comparison of a parameter with a literal, whichever stands first. */
function comparison(sides: Json[]): { parameter: string; literal: string } | undefined {
  for (const [side, other] of [[sides[0], sides[1]], [sides[1], sides[0]]]) {
    if (isMap(side) && typeof side.Ref === 'string' && !side.Ref.startsWith('AWS::') && (typeof other !== 'object')) {
      return { parameter: side.Ref, literal: String(other) };
    }
  }
  return undefined;
}

function atomOf(expression: Json): string {
  return `expression ${JSON.stringify(expression)}`;
}

function isPlain(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value) && !(value instanceof Open);
}
