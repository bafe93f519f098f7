#!/usr/bin/env node
/** What a command's module exports. */
interface Command {
  /** What it does, in one line. */
  readonly SUMMARY: string;
  /** How to call it. */
  readonly USAGE: string;
  /** Runs it; the result is the exit code: 0 fine, 1 findings, 2 unusable input. */
  run(args: string[]): Promise<number> | number;
}

const COMMANDS = ['can', 'check', 'diff', 'evidence', 'reach', 'who'];

/** Loaded when called: a command starts no slower for what the others import. `import()` would want the file's extension. */
function load(name: string): Command {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require(`./commands/${name}`) as Command;
}

async function main([name, ...args]: string[]): Promise<number> {
  if (name === undefined || name === '--help' || name === 'help') {
    const lines = COMMANDS.map((command) => `  ${command.padEnd(10)}${load(command).SUMMARY}`);
    console.log(['Usage: cdk-dtap <command> [arguments]', '', ...lines, '', 'cdk-dtap <command> --help tells more.'].join('\n'));
    return 0;
  }
  if (!COMMANDS.includes(name)) {
    console.error(`cdk-dtap: there is no command '${name}'; write one of ${COMMANDS.join(', ')}.`);
    return 2;
  }
  if (args.includes('--help')) {
    console.log(load(name).USAGE);
    return 0;
  }
  return load(name).run(args);
}

main(process.argv.slice(2)).then(
  (code) => { process.exitCode = code; },
  (error: unknown) => {
    console.error(`cdk-dtap: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 2;
  },
);
