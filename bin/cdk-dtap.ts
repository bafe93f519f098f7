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

const COMMANDS = ['check', 'diff', 'evidence'];

/** Loaded when called: a command starts no slower for what the others import. */
async function load(name: string): Promise<Command> {
  return import(`./commands/${name}`) as Promise<Command>;
}

async function main([name, ...args]: string[]): Promise<number> {
  if (name === undefined || name === '--help' || name === 'help') {
    const lines = await Promise.all(COMMANDS.map(async (command) => `  ${command.padEnd(10)}${(await load(command)).SUMMARY}`));
    console.log(['Usage: cdk-dtap <command> [arguments]', '', ...lines, '', 'cdk-dtap <command> --help tells more.'].join('\n'));
    return 0;
  }
  if (!COMMANDS.includes(name)) {
    console.error(`cdk-dtap: there is no command '${name}'; write one of ${COMMANDS.join(', ')}.`);
    return 2;
  }
  if (args.includes('--help')) {
    console.log((await load(name)).USAGE);
    return 0;
  }
  return (await load(name)).run(args);
}

main(process.argv.slice(2)).then(
  (code) => { process.exitCode = code; },
  (error: unknown) => {
    console.error(`cdk-dtap: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 2;
  },
);
