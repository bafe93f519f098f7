/* eslint-disable @typescript-eslint/no-explicit-any -- answers of every API come through here */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { environmentFolder, pythonWith } from '../../local/python';

const ROOT = resolve(__dirname, '../..');
const CACHE = join(ROOT, '.cache');
const REQUIREMENTS = join(ROOT, 'local/requirements.txt');

/** The emulator's Python. Jest runs test files side by side: one of them makes the environment, the others wait. */
async function python(): Promise<string> {
  const folder = environmentFolder(CACHE, REQUIREMENTS);
  const lock = `${folder}.lock`;
  while (!existsSync(join(folder, 'complete'))) {
    mkdirSync(CACHE, { recursive: true });
    try {
      mkdirSync(lock);
    } catch {
      await new Promise((done) => setTimeout(done, 500));
      continue;
    }
    try {
      return await pythonWith(REQUIREMENTS, CACHE, () => undefined);
    } finally {
      rmSync(lock, { recursive: true });
    }
  }
  return pythonWith(REQUIREMENTS, CACHE, () => undefined);
}

/** What came of a call. */
export interface Answer {
  readonly result?: any;
  readonly error?: string;
  readonly cause?: string;
  readonly calls?: { call: string; arguments: any; region?: string }[];
}

/** A script of a runbook, what it is given, and the answers of APIs that moto lacks, by `service.Operation`; a text is an error's code, a list one answer for each call. */
export interface ScriptRun {
  readonly script: string;
  readonly handler: string;
  readonly payload: object;
  readonly fakes?: Record<string, object | string>;
}

/** AWS for a test: moto in a process of its own, in the emulator's Python environment. One call at a time. */
export class Moto {
  public static async start(): Promise<Moto> {
    return new Moto(spawn(await python(), [join(__dirname, 'moto_bridge.py')]));
  }

  private readonly waiting: ((line: string) => void)[] = [];
  private errors = '';

  private constructor(private readonly child: ChildProcessWithoutNullStreams) {
    createInterface({ input: child.stdout }).on('line', (line) => this.waiting.shift()?.(line));
    child.stderr.setEncoding('utf8').on('data', (text: string) => { this.errors += text; });
    child.on('close', () => this.waiting.splice(0).forEach((done) => done(JSON.stringify({ error: 'Bridge.Ended', cause: this.errors }))));
  }

  /** Calls an API the way Step Functions words it: `iam:createRole`. */
  public answer(call: string, args: object = {}, where: { account?: string; region?: string; fakes?: Record<string, object | string> } = {}): Promise<Answer> {
    return this.ask({ call, arguments: args, ...where });
  }

  /** Calls an API that must not fail. */
  public async call(call: string, args: object = {}, where: { account?: string; region?: string } = {}): Promise<any> {
    const { result, error, cause } = await this.answer(call, args, where);
    if (error) {
      throw new Error(`${call}: ${error}: ${cause}`);
    }
    return result;
  }

  /** Runs a script as `aws:executeScript` does. */
  public run(script: ScriptRun): Promise<Answer> {
    return this.ask(script);
  }

  public async stop(): Promise<void> {
    const closed = new Promise((done) => this.child.once('close', done));
    this.child.kill();
    await closed;
  }

  private ask(message: object): Promise<Answer> {
    return new Promise((done) => {
      this.waiting.push((line) => done(JSON.parse(line) as Answer));
      this.child.stdin.write(`${JSON.stringify(message)}\n`);
    });
  }
}
