/** A word with a capital, as stages and constructs are named: `production` is `Production`. */
export function pascal(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
