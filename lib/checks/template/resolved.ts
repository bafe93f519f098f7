import type { Resource } from './template';

/** A reference to a resource of one of the templates: `Ref` has no attribute, `Fn::GetAtt` has one. */
export class Reference {
  constructor(public readonly resource: Resource, public readonly attribute?: string) {}

  public toString(): string {
    return `\${${this.resource.logicalId}${this.attribute ? `.${this.attribute}` : ''}}`;
  }
}

/** What the templates leave open: a parameter, an import from elsewhere, a function nobody can evaluate here. */
export class Open {
  /**
   * @param why     what is open
   * @param derived resources that it is worked out from, e.g. one item of a resource's list-valued attribute
   */
  constructor(public readonly why: string, public readonly derived: readonly Resource[] = []) {}

  public toString(): string {
    return `\${?${this.why}}`;
  }
}

/** Text with references or open parts inside (`Fn::Join`, `Fn::Sub`). */
export class Text {
  constructor(public readonly parts: readonly (string | Reference | Open)[]) {}

  public get open(): Open | undefined {
    return this.parts.find((part) => part instanceof Open);
  }

  public toString(): string {
    return this.parts.join('');
  }
}

/** A property value after the intrinsic functions have been worked out as far as the templates say. */
export type Resolved = undefined | null | boolean | number | string | Reference | Open | Text | Resolved[] | ResolvedMap;
/** An object among the resolved values. */
export interface ResolvedMap { [key: string]: Resolved }

/** Whether a resolved value is an object with keys. */
export function isResolvedMap(value: Resolved): value is ResolvedMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    && !(value instanceof Reference) && !(value instanceof Open) && !(value instanceof Text);
}
