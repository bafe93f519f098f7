import { isMap, type Json } from './json';
import { isDecided, resolve } from './resolve';
import type { Resolved } from './resolved';
import type { Template, View } from './template';

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
      default: return this.choices.get(atomOf(expression)) === 'true';
    }
  }

  private equals(sides: Json[], view: View): boolean {
    const compared = comparison(sides);
    const choice = compared && this.choices.get(`parameter ${compared.parameter}`);
    return choice !== undefined ? choice === compared?.literal
      : equality(sides.map((side) => resolve(side, view))) ?? this.choices.get(atomOf({ 'Fn::Equals': sides })) === 'true';
  }
}

/** Nothing chosen: open expressions count as false, parameters stay open. */
export const BASE = new Scenario(new Map());

/** The choices that a template's conditions leave open. */
export class Scenarios {
  private texts?: ReadonlyMap<string, string>;
  private whole?: Scenario[] | 'too many';
  private readonly near = new Map<string, Scenario[] | undefined>();

  constructor(private readonly template: Template) {}

  /**
   * The choices that matter to a resource: those of all conditions in use, or, if these are too many, of the conditions of
   * the resource and of those two references away. Undefined if that is still too many.
   */
  public around(logicalId: string): Scenario[] | undefined {
    if (Object.keys(this.template.section('Conditions')).length === 0) {
      return [BASE];
    }
    this.whole ??= this.of([...this.resourceTexts.values()]) ?? 'too many';
    return this.whole === 'too many' ? this.of(this.neighbourhood(logicalId)) : this.whole;
  }

  private of(texts: readonly string[]): Scenario[] | undefined {
    const used = Object.keys(this.template.section('Conditions')).filter((name) => texts.some((text) => text.includes(`"${name}"`)));
    const key = used.join(' ');
    if (!this.near.has(key)) {
      const open = domains(used, this.template);
      this.near.set(key, count(open) <= MOST_SCENARIOS ? enumerate(open) : undefined);
    }
    return this.near.get(key);
  }

  /** The resources as text. The CDK's own metadata, which depends on the region by a long condition, decides nothing. */
  private get resourceTexts(): ReadonlyMap<string, string> {
    this.texts ??= new Map(Object.entries(this.template.section('Resources')).map(([id, body]) => [id, JSON.stringify(body)] as const)
      .filter(([, text]) => !text.includes('"AWS::CDK::Metadata"')));
    return this.texts;
  }

  private neighbourhood(logicalId: string): string[] {
    let near = new Set([logicalId]);
    for (let hop = 0; hop < 2; hop++) {
      const own = [...near].map((id) => this.resourceTexts.get(id) ?? '').join(' ');
      near = new Set([...this.resourceTexts].filter(([id, text]) => near.has(id) || mentions(own, id) || [...near].some((other) => mentions(text, other)))
        .map(([id]) => id));
    }
    return [...near].map((id) => this.resourceTexts.get(id) ?? '');
  }
}

/** Whether a text names a logical id: quoted in a `Ref` or `Fn::GetAtt`, or as `${Id}` and `Id.Attribute`. */
function mentions(text: string, id: string): boolean {
  return text.includes(`"${id}"`) || text.includes(`"${id}.`) || text.includes(`{${id}}`) || text.includes(`{${id}.`);
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
