import type { Json } from './json';
import { isResolvedMap, Open, Reference, Text, type Resolved } from './resolved';
import type { Resource } from './template';

/**
 * A value found in a template, with the place it was found at.
 *
 * A value is *absent* (not written), *open* (written, but the templates do not say what it will be), a *reference* to
 * a resource, or *literal*. Reading below an absent or open value gives an absent or open value again, so a rule
 * never has to guard its path.
 */
export class Value {
  constructor(private readonly resolved: Resolved, public readonly path: string) {}

  /** The value as it was worked out, with references and open parts as objects. */
  public get raw(): Resolved {
    return this.resolved;
  }

  /** Nothing is written here (`AWS::NoValue` counts as nothing). */
  public get absent(): boolean {
    return this.resolved === undefined || this.resolved === null;
  }

  /** Something is written here, even if it is open. */
  public get present(): boolean {
    return !this.absent;
  }

  /** Why the templates do not decide this value; undefined if they do. Looks inside lists and objects too. */
  public get open(): string | undefined {
    return findOpen(this.resolved)?.why;
  }

  /** Everything in the value, or below it, that the templates do not decide, e.g. `parameter Password`. */
  public get openings(): string[] {
    return collectOpen(this.resolved).map((found) => found.why);
  }

  /** The value as plain JSON. References inside become `${LogicalId.Attribute}` texts. Undefined if absent. */
  public get literal(): Json | undefined {
    return this.absent ? undefined : toJson(this.resolved);
  }

  /** The value in so many characters at most, for people: `absent`, text as it is, anything else as JSON. */
  public shown(most: number): string {
    const shown = this.absent ? 'absent' : this.text ?? show(this.resolved, most);
    return shown.length > most ? `${shown.slice(0, most - 3)}...` : shown;
  }

  /** The value as text; references and open parts stand in it as `${…}`. Undefined if absent, a list or an object. */
  public get text(): string | undefined {
    const value = this.resolved;
    if (value instanceof Text || value instanceof Reference || value instanceof Open) {
      return value.toString();
    }
    return this.absent || typeof value === 'object' ? undefined : String(value);
  }

  /** The value as a number. Undefined if it is none. */
  public get number(): number | undefined {
    const text = this.text;
    return text === undefined || text.trim() === '' || Number.isNaN(Number(text)) ? undefined : Number(text);
  }

  /** Whether the value is true, as CloudFormation takes it (`true` or `"true"`). */
  public get isTrue(): boolean {
    return this.text?.toLowerCase() === 'true';
  }

  /** Whether the value is false, as CloudFormation takes it (`false` or `"false"`). Absent is not false. */
  public get isFalse(): boolean {
    return this.text?.toLowerCase() === 'false';
  }

  /** The resource that the value refers to by `Ref` or `Fn::GetAtt`, in this template or, by import, in another one. */
  public get target(): Resource | undefined {
    return this.resolved instanceof Reference ? this.resolved.resource : undefined;
  }

  /** Whether the value refers to this resource. */
  public refersTo(resource: Resource): boolean {
    return this.target?.is(resource) ?? false;
  }

  /** The attribute of the target, if it is referred to by `Fn::GetAtt`. */
  public get attribute(): string | undefined {
    return this.resolved instanceof Reference ? this.resolved.attribute : undefined;
  }

  /** Every resource that is referred to here or below: in text, and in what an open value is derived from, too. */
  public get targets(): Resource[] {
    return collectTargets(this.resolved);
  }

  /** The value below, by key or index. */
  public at(...keys: (string | number)[]): Value {
    let current: Resolved = this.resolved;
    let path = this.path;
    for (const key of keys) {
      path += typeof key === 'number' ? `[${key}]` : `.${key}`;
      if (current instanceof Open) {
        return new Value(current, path);
      }
      current = Array.isArray(current) ? current[Number(key)] : isResolvedMap(current) && Object.hasOwn(current, key) ? current[key] : undefined;
    }
    return new Value(current, path);
  }

  /** The elements of a list. A single value counts as a list of one, as CloudFormation and IAM take it. */
  public get items(): Value[] {
    if (Array.isArray(this.resolved)) {
      return this.resolved.map((item, i) => new Value(item, `${this.path}[${i}]`)).filter((item) => item.present);
    }
    return this.absent ? [] : [this];
  }

  /** The value itself, or, if it is text that holds a JSON document, the document. */
  public get document(): Value {
    if (typeof this.resolved === 'string' && /^\s*\{/.test(this.resolved)) {
      try {
        return new Value(JSON.parse(this.resolved) as Resolved, this.path);
      } catch {
        return this;
      }
    }
    return this;
  }

  /** The keys of an object with what stands under them. Empty if it is no object. */
  public get entries(): [string, Value][] {
    const value = this.resolved;
    return isResolvedMap(value) ? Object.keys(value).map((key) => [key, this.at(key)]) : [];
  }

  /** Whether the value is a list. */
  public get isList(): boolean {
    return Array.isArray(this.resolved);
  }

  /** Whether the value is an object with keys. */
  public get isObject(): boolean {
    return isResolvedMap(this.resolved);
  }
}

function findOpen(value: Resolved): Open | undefined {
  if (value instanceof Open) {
    return value;
  }
  if (value instanceof Text) {
    return value.open ?? dynamicReference(value.toString());
  }
  if (typeof value === 'string') {
    return dynamicReference(value);
  }
  for (const item of below(value)) {
    const open = findOpen(item);
    if (open) {
      return open;
    }
  }
  return undefined;
}

function collectOpen(value: Resolved): Open[] {
  if (value instanceof Text) {
    return value.parts.filter((part) => part instanceof Open);
  }
  return value instanceof Open ? [value] : below(value).flatMap(collectOpen);
}

/** What stands in Parameter Store or Secrets Manager is no part of the template. */
function dynamicReference(text: string): Open | undefined {
  return text.includes('{{resolve:') ? new Open('a dynamic reference') : undefined;
}

function below(value: Resolved): Resolved[] {
  return Array.isArray(value) ? value : isResolvedMap(value) ? Object.values(value) : [];
}

/** JSON as far as it is needed: it may break off after so many characters. */
function show(value: Resolved, most: number): string {
  if (Array.isArray(value)) {
    return `[${showAll(value.filter((item) => item !== undefined), most, (item) => show(item, most))}]`;
  }
  if (isResolvedMap(value)) {
    return `{${showAll(Object.keys(value).filter((key) => value[key] !== undefined), most, (key) => `${JSON.stringify(key)}:${show(value[key], most)}`)}}`;
  }
  return JSON.stringify(toJson(value));
}

function showAll<T>(items: readonly T[], most: number, one: (item: T) => string): string {
  let shown = '';
  for (let i = 0; i < items.length && shown.length <= most; i += 1) {
    shown += `${i === 0 ? '' : ','}${one(items[i])}`;
  }
  return shown;
}

function toJson(value: Resolved): Json {
  if (value instanceof Reference || value instanceof Open || value instanceof Text) {
    return value.toString();
  }
  if (Array.isArray(value)) {
    return value.filter((item) => item !== undefined).map(toJson);
  }
  if (isResolvedMap(value)) {
    return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined).map(([key, item]) => [key, toJson(item)]));
  }
  return value ?? null;
}

function collectTargets(value: Resolved): Resource[] {
  if (value instanceof Open) {
    return [...value.derived];
  }
  if (value instanceof Reference) {
    return [value.resource];
  }
  if (value instanceof Text) {
    return value.parts.flatMap(collectTargets);
  }
  return below(value).flatMap(collectTargets);
}
