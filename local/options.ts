/** What `npm run local` was asked for. */
export interface Options {
  /** Leave the emulator running at the end. */
  readonly keep: boolean;
  /** Run the emulator's own tests and nothing else. */
  readonly selfTest: boolean;
  /** Deploy this environment alone. */
  readonly environment?: string;
  /** Deploy this assembly, synthesized before, instead of synthesizing the estate. */
  readonly assembly?: string;
}

/** The options in a command line. @throws Error naming what is not understood */
export function optionsFrom(args: readonly string[]): Options {
  const rest = [...args];
  const take = (flag: string): boolean => {
    const at = rest.indexOf(flag);
    if (at >= 0) rest.splice(at, 1);
    return at >= 0;
  };
  const keep = take('--keep');
  const selfTest = take('--self-test');
  const value = (flag: string): string | undefined => {
    const at = rest.findIndex((arg) => arg === flag || arg.startsWith(`${flag}=`));
    if (at < 0) return undefined;
    const [arg] = rest.splice(at, 1);
    const given = arg === flag ? rest.splice(at, 1)[0] : arg.slice(flag.length + 1);
    if (!given || given.startsWith('--')) {
      throw new Error(`${flag} needs a value.`);
    }
    return given;
  };
  const environment = value('--environment');
  const assembly = value('--assembly');
  if (rest.length > 0) {
    throw new Error(`Not understood: ${rest.join(' ')}. There are --keep, --environment NAME, --assembly FOLDER and --self-test.`);
  }
  return { keep, selfTest, environment, assembly };
}
