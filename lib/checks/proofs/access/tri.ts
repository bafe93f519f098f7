/** True, false, or open: the templates do not decide. The logic is Kleene's, so an open part only matters where it decides. */
export type Tri = boolean | undefined;

/** False if one is false, else open if one is open. */
export function allOf(values: readonly Tri[]): Tri {
  return values.includes(false) ? false : values.includes(undefined) ? undefined : true;
}

/** True if one is true, else open if one is open. */
export function anyOf(values: readonly Tri[]): Tri {
  return values.includes(true) ? true : values.includes(undefined) ? undefined : false;
}

/** The opposite; open stays open. */
export function not(value: Tri): Tri {
  return value === undefined ? undefined : !value;
}
