/** What was worked out of something, by what was asked about it: the same policies stand in front of many requests. Goes when the thing goes. */
export class Memory<T extends object, Answer> {
  private readonly known = new WeakMap<T, Map<string, Answer>>();

  /** The answer of before, or the one that is made now. */
  public of(thing: T, asked: string, make: () => Answer): Answer {
    let answers = this.known.get(thing);
    if (!answers) {
      answers = new Map();
      this.known.set(thing, answers);
    }
    const found = answers.get(asked);
    if (found !== undefined || answers.has(asked)) {
      return found as Answer;
    }
    const made = make();
    answers.set(asked, made);
    return made;
  }
}
