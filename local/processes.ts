import { spawn, type ChildProcess } from 'node:child_process';

/** How to run a command. */
export interface CommandOptions {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Called for every line printed, as it comes. @default nothing is called */
  readonly onLine?: (line: string) => void;
}

const running = new Set<ChildProcess>();

/**
 * Starts a command in a process group of its own, so that it can be ended with everything it started.
 * The group ends with this process, whichever way that goes: see `endWithUs`.
 */
export function start(command: string, args: readonly string[], { cwd, env, onLine }: CommandOptions): ChildProcess {
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  running.add(child);
  child.once('exit', () => running.delete(child));
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      lines.forEach((line) => onLine?.(line));
    });
    stream.on('end', () => { if (rest) onLine?.(rest); });
  }
  return child;
}

/** Runs a command to its end. Returns what it printed. @throws Error with the last lines, if it does not end with 0 */
export async function run(command: string, args: readonly string[], options: CommandOptions): Promise<string> {
  const lines: string[] = [];
  const child = start(command, args, { ...options, onLine: (line) => { lines.push(line); options.onLine?.(line); } });
  const code = await new Promise<number | string>((done, fail) => {
    child.once('error', fail);
    child.once('close', (exit, signal) => done(exit ?? signal ?? 'unknown'));
  });
  if (code !== 0) {
    throw new Error(`${command} ${args.slice(0, 3).join(' ')} ... ended with ${code}:\n${lines.slice(-25).join('\n')}`);
  }
  return lines.join('\n');
}

/** Ends a process and all it started. */
export function end(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): void {
  if (child.pid && child.exitCode === null && child.signalCode === null) {
    try {
      process.kill(-child.pid, signal);
    } catch {
      // It ended in the meantime.
    }
  }
}

/** Makes Ctrl-C, a termination and the end of this process end everything that was started. */
export function endWithUs(): void {
  const endAll = (): void => [...running].forEach((child) => end(child, 'SIGKILL'));
  process.on('exit', endAll);
  for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]] as const) {
    process.on(signal, () => {
      endAll();
      process.exit(code);
    });
  }
}
