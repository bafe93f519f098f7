import { Choices } from './choices';
import { isMap, type Json } from './json';
import { isDecided, resolve } from './resolve';
import type { Resolved } from './resolved';
import type { Template, View } from './template';

/** Stands for "a parameter value that no condition compares with". */
const OTHER = '\0other';

/**
 * The choices for everything that a template's conditions leave open: parameters that are compared with literals, and
 * expressions that cannot be worked out. With nothing open, expressions count as false and parameters stay open.
 */
export class Scenario extends Choices {
  /** The value chosen for a parameter; undefined if it stays open. */
  public parameter(name: string): string | undefined {
    const choice = this.of(`parameter ${name}`);
    return choice === OTHER ? undefined : choice;
  }

  /** Whether a condition expression holds. */
  public evaluate(expression: Json | undefined, view: View): boolean {
    if (!isMap(expression)) {
      return false;
    }
    const [name, argument] = Object.entries(expression)[0] ?? [];
    const list = Array.isArray(argument) ? argument : [];
    switch (name) {
      case 'Condition': return view.holds(String(argument));
      case 'Fn::And': return list.every((item) => this.evaluate(item, view));
      case 'Fn::Or': return list.some((item) => this.evaluate(item, view));
      case 'Fn::Not': return !this.evaluate(list[0], view);
      case 'Fn::Equals': return this.equals(list, view);
      default: return this.of(atomOf(expression)) === 'true';
    }
  }

  private equals(sides: Json[], view: View): boolean {
    const compared = comparison(sides);
    const choice = compared && this.of(`parameter ${compared.parameter}`);
    return choice !== undefined ? choice === compared?.literal
      : equality(sides.map((side) => resolve(side, view))) ?? this.of(atomOf({ 'Fn::Equals': sides })) === 'true';
  }
}

/** Nothing is open. */
export const BASE = new Scenario(new Map());

/**
 * What the conditions that resources and outputs use leave open, and what each can be. The CDK's own metadata, which depends
 * on the region by a long condition, decides nothing.
 */
export function openOf(template: Template): ReadonlyMap<string, readonly string[]> {
  const conditions = Object.keys(template.section('Conditions'));
  const texts = conditions.length === 0 ? [] : ['Resources', 'Outputs'].flatMap((name) => Object.values(template.section(name))).map((body) => JSON.stringify(body))
    .filter((text) => !text.includes('"AWS::CDK::Metadata"'));
  return domains(conditions.filter((name) => texts.some((text) => text.includes(`"${name}"`))), template);
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
  if (compared && isOpen(compared.parameter, template)) {
    const variable = `parameter ${compared.parameter}`;
    const parameter = template.section('Parameters')[compared.parameter];
    const allowed = isMap(parameter) && Array.isArray(parameter.AllowedValues) ? parameter.AllowedValues.map(String) : undefined;
    const values = found.get(variable) ?? new Set(allowed ?? [OTHER]);
    found.set(variable, allowed ? values : values.add(compared.literal));
    return;
  }
  const known = isMap(expression) && 'Fn::Equals' in expression && equality(sides.map((side) => resolve(side, template.base))) !== undefined;
  if (!known) {
    found.set(atomOf(expression), new Set(['true', 'false']));
  }
}

/** Whether a parameter, or a pseudo parameter of a stack of which nothing is known, has no value yet. */
function isOpen(parameter: string, template: Template): boolean {
  const value = resolve({ Ref: parameter }, template.base);
  return typeof value === 'string' ? !isDecided(value) : isMap(template.section('Parameters')[parameter]);
}

/** A comparison of a parameter with a literal, whichever stands first. */
function comparison(sides: Json[]): { parameter: string; literal: string } | undefined {
  for (const [side, other] of [[sides[0], sides[1]], [sides[1], sides[0]]]) {
    if (isMap(side) && typeof side.Ref === 'string' && (typeof other !== 'object')) {
      return { parameter: side.Ref, literal: String(other) };
    }
  }
  return undefined;
}

/** Whether two values are the same; undefined if the template does not decide it. */
function equality(sides: Resolved[]): boolean | undefined {
  const [left, right] = sides;
  return sides.length === 2 && isDecided(left) && isDecided(right) ? String(left) === String(right) : undefined;
}

function atomOf(expression: Json): string {
  return `expression ${JSON.stringify(expression)}`;
}
