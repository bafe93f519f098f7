/** What a model computed, for people: a table with the assumptions that it rests on. */
export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  /** As many cells as there are columns. A cell that is an address is a link. */
  readonly rows: readonly (readonly string[])[];
  /** The result, and what was assumed. */
  readonly notes: readonly string[];
}
