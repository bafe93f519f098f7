import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Folder of the project. */
export const ROOT = resolve(__dirname, '../..');

const { buildFunctions } = createRequire(__filename)('../functions.js') as { buildFunctions: () => string[] };

/** A CloudFormation template. */
export interface Template {
  readonly Resources?: Record<string, TemplateResource>;
  readonly [section: string]: unknown;
}

/** A resource of a CloudFormation template. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Record<string, unknown>;
  readonly Metadata?: Record<string, unknown>;
  readonly [attribute: string]: unknown;
}

/** A stack of an assembly. */
export interface AssemblyStack {
  /** Construct path, e.g. `Production/Network`. */
  readonly path: string;
  /** Name of the stage it is in; its own id if it is in none. */
  readonly stage: string;
  readonly account: string;
  readonly region: string;
  /** Name by which CloudFormation knows it. @default - its path, by hyphens */
  readonly stackName?: string;
  /** The template's file. */
  readonly file: string;
  readonly template: Template;
}

/** How to synthesize. */
export interface SynthesisOptions {
  /** File of the app, from the project's folder. @default 'bin/estate.ts' */
  readonly app?: string;
  /** Context beside that of cdk.json. @default none */
  readonly context?: Record<string, unknown>;
  /** Modules to load before the app. @default none */
  readonly preload?: readonly string[];
  /** Environment variables beside those of this process. @default none */
  readonly env?: Record<string, string>;
}

/** What came of a synthesis. */
export interface Synthesis {
  /** The assembly's folder. Whoever asked removes it. */
  readonly folder: string;
  /** 0, or 1 if there are findings or the app failed. */
  readonly exitCode: number;
  /** What the app printed. */
  readonly output: string;
}

/**
 * Synthesizes an app into a fresh folder, as the CLI would but in a fraction of its time: without CloudFormation's own
 * validation, which `cdk synth` is the gate for.
 *
 * @throws Error with what the app printed, if it wrote no assembly
 */
export async function synthesize(options: SynthesisOptions = {}): Promise<Synthesis> {
  buildFunctions();
  const folder = mkdtempSync(join(tmpdir(), 'cdk-dtap-'));
  const { context } = JSON.parse(readFileSync(join(ROOT, 'cdk.json'), 'utf8')) as { context: Record<string, unknown> };
  const env = {
    ...process.env,
    CDK_VALIDATION: 'false',
    CDK_OUTDIR: folder,
    CDK_CONTEXT_JSON: JSON.stringify({ ...context, 'aws:cdk:enable-path-metadata': true, ...options.context }),
    NODE_ENV: undefined,
    ...options.env,
  };
  const preloads = ['ts-node/register', ...(options.preload ?? [])].flatMap((module) => ['-r', module]);
  const { exitCode, output } = await run(process.execPath, [...preloads, options.app ?? 'bin/estate.ts'], env);
  if (!existsSync(join(folder, 'manifest.json'))) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`The app synthesized nothing:\n${output}`);
  }
  return { folder, exitCode, output };
}

/** Synthesizes an app, hands its stacks over, and removes them. Findings of the packs are not an error here. */
export async function withStacks<T>(options: SynthesisOptions, use: (stacks: AssemblyStack[], synthesis: Synthesis) => T | Promise<T>): Promise<T> {
  const synthesis = await synthesize(options);
  try {
    return await use(readStacks(synthesis.folder), synthesis);
  } finally {
    rmSync(synthesis.folder, { recursive: true, force: true });
  }
}

interface Manifest {
  readonly artifacts?: Record<string, {
    readonly type: string;
    readonly displayName?: string;
    readonly environment?: string;
    readonly properties?: { readonly templateFile?: string; readonly directoryName?: string; readonly stackName?: string };
  }>;
}

/** The stacks of an assembly and of the assemblies nested in it, by path. */
export function readStacks(folder: string): AssemblyStack[] {
  const { artifacts = {} } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest;
  return Object.entries(artifacts).flatMap(([id, { type, displayName, environment, properties }]): AssemblyStack[] => {
    if (type === 'cdk:cloud-assembly' && properties?.directoryName) {
      return readStacks(join(folder, properties.directoryName));
    }
    if (type !== 'aws:cloudformation:stack' || !properties?.templateFile) {
      return [];
    }
    const path = (displayName ?? id).replace(/ \(.*\)$/, '');
    const [, account, region] = /^aws:\/\/([^/]+)\/(.+)$/.exec(environment ?? '') ?? [];
    const file = join(folder, properties.templateFile);
    return [{ path, stage: path.split('/')[0], account, region, stackName: properties.stackName, file, template: JSON.parse(readFileSync(file, 'utf8')) as Template }];
  }).sort((a, b) => a.path.localeCompare(b.path, 'en'));
}

/** The construct path of a resource, from its metadata; else the stack's path and the logical id. */
export function constructPathOf(stack: AssemblyStack, logicalId: string): string {
  const path = stack.template.Resources?.[logicalId]?.Metadata?.['aws:cdk:path'];
  return typeof path === 'string' ? path : `${stack.path}/${logicalId}`;
}

/** Runs a command in the project's folder and gathers what it prints. */
export function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<{ exitCode: number; output: string; stdout: string }> {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const stdout: Buffer[] = [];
    const all: Buffer[] = [];
    child.stdout.on('data', (data: Buffer) => { stdout.push(data); all.push(data); });
    child.stderr.on('data', (data: Buffer) => { all.push(data); });
    child.on('error', fail);
    child.on('close', (code) => done({ exitCode: code ?? 1, output: Buffer.concat(all).toString(), stdout: Buffer.concat(stdout).toString() }));
  });
}
