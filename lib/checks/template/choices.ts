/** More choices than this are not gone through. */
const MOST_CHOICES = 128;

/**
 * Goes through everything that open variables can be, as far as somebody asks: whoever visits asks for one variable after
 * the other, and is called again for every other answer to the last of them. What nobody asks for does not multiply.
 */
export class Choices {
  private readonly chosen = new Map<string, string>();
  /** The variables that were asked for, in the order of the first question. */
  private readonly trail: string[] = [];
  /** What is being worked out, with the variables that it has asked for so far. The innermost is the last. */
  private readonly askers: Set<string>[] = [];
  private visiting = false;

  /** @param domains what each open variable can be */
  constructor(private readonly domains: ReadonlyMap<string, readonly string[]>) {}

  /** Whether nothing is open. */
  public get settled(): boolean {
    return this.domains.size === 0;
  }

  /** The value of a variable under the present choice; undefined if it is not open. */
  public of(variable: string): string | undefined {
    const domain = this.domains.get(variable);
    if (!domain || domain.length === 1) {
      return domain?.[0];
    }
    if (!this.visiting) {
      throw new Error(`'${variable}' is asked for outside the choice that it was found under`);
    }
    if (!this.chosen.has(variable)) {
      this.chosen.set(variable, domain[0]);
      this.trail.push(variable);
    }
    this.askers.at(-1)?.add(variable);
    return this.chosen.get(variable);
  }

  /** The choice that was made for what was asked for so far, as something that stays. */
  public get present(): ReadonlyMap<string, readonly string[]> {
    return new Map([...this.chosen].map(([variable, value]) => [variable, [value]]));
  }

  /** Visits every choice that makes a difference to the visitor; not all of them if there are too many, or if the visitor has seen enough. */
  public visitAll<T>(visit: () => T, enough: () => boolean): { readonly results: T[]; readonly complete: boolean } {
    const results: T[] = [];
    let more = true;
    this.visiting = true;
    try {
      while (more && results.length < MOST_CHOICES && !enough()) {
        results.push(visit());
        more = this.next();
      }
      return { results, complete: !more };
    } finally {
      this.visiting = false;
      this.chosen.clear();
      this.trail.length = 0;
    }
  }

  /** Looks at something under the present choice; what it asks for beyond makes no further choices. */
  public aside<T>(look: () => T): T {
    const made = this.trail.length;
    const seen = look();
    this.trail.splice(made).forEach((variable) => this.chosen.delete(variable));
    return seen;
  }

  /** Works something out, and tells which variables it asked for. */
  public watch<T>(work: () => T): { readonly made: T; readonly asked: ReadonlySet<string> } {
    const asked = new Set<string>();
    this.askers.push(asked);
    try {
      return { made: work(), asked };
    } finally {
      this.askers.pop();
      asked.forEach((variable) => this.askers.at(-1)?.add(variable));
    }
  }

  private next(): boolean {
    for (let last = this.trail.at(-1); last !== undefined; last = this.trail.at(-1)) {
      const domain = this.domains.get(last)!;
      const following = domain.indexOf(this.chosen.get(last)!) + 1;
      if (following < domain.length) {
        this.chosen.set(last, domain[following]);
        return true;
      }
      this.chosen.delete(last);
      this.trail.pop();
    }
    return false;
  }
}

type Branch<T> = { readonly variable: string; readonly next: Map<string, Branch<T>> } | { readonly made: T };

/**
 * Something that is worked out once for every choice that it depends on. Looking it up asks for the same variables as
 * working it out did.
 */
export class Memo<T> {
  private root?: Branch<T>;

  public get(choices: Choices, work: () => T): T {
    if (this.root && 'made' in this.root) {
      return this.root.made;
    }
    return choices.settled ? (this.root = { made: work() }).made : this.underChoices(choices, work);
  }

  private underChoices(choices: Choices, work: () => T): T {
    const passed = new Map<string, string>();
    let branch = this.root;
    let set = (made: Branch<T>): void => { this.root = made; };
    while (branch && 'variable' in branch) {
      const { variable, next }: Extract<Branch<T>, { variable: string }> = branch;
      const value = choices.of(variable)!;
      passed.set(variable, value);
      set = (made) => { next.set(value, made); };
      branch = next.get(value);
    }
    if (branch) {
      return branch.made;
    }
    const { made, asked } = choices.watch(work);
    const path = [...asked].filter((variable) => !passed.has(variable));
    set(path.reduceRight<Branch<T>>((below, variable) => ({ variable, next: new Map([[choices.of(variable)!, below]]) }), { made }));
    return made;
  }
}
