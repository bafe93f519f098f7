import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { EVIDENCE_FILE, EVIDENCE_VERSION, type Evidence, type StackEvidence } from '../../lib/checks/evidence/evidence';
import { STANDINGS, VERDICTS } from '../../lib/checks/evidence/render/words';
import { isMap, type Json, type JsonMap } from '../../lib/checks/template/json';
import type { TemplateSource } from '../../lib/checks/template';

/** Where the CDK writes its assembly if nobody says otherwise. */
export const DEFAULT_ASSEMBLY = 'cdk.out';

/** A cloud assembly as far as the judge has to do with it. */
export interface Assembly {
  readonly directory: string;
  readonly evidence: Evidence;
  /** The templates that were judged, with what is known of their stacks. */
  readonly sources: readonly TemplateSource[];
}

/** Input that a command cannot work with. The message names everything that is wrong. Exit code 2. */
export class UnusableInput extends Error {
  constructor(what: string, problems: readonly string[]) {
    super(problems.length === 1 ? `${what}: ${problems[0]}` : `${what}:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  }
}

/** Runs a command. Input or arguments that it cannot work with are told, with exit code 2. */
export function refusing(command: string, work: () => number): number {
  try {
    return work();
  } catch (error) {
    if (error instanceof UnusableInput || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')) {
      console.error(`cdk-dtap ${command}: ${(error as Error).message}`);
      return 2;
    }
    throw error;
  }
}

/** The lists of the evidence, and the texts that every entry must have. */
const ENTRIES: Readonly<Record<string, readonly string[]>> = {
  stacks: ['path'],
  rules: ['id', 'title', 'why', 'mend'],
  verdicts: ['rule', 'stack', 'logicalId', 'path', 'type', 'verdict'],
  exceptions: ['finding', 'resource', 'reason'],
  controls: ['id', 'requires', 'where', 'standing'],
  clauses: ['id', 'source', 'ref', 'kind', 'says', 'standing'],
};

/** The lists inside those entries. */
const LISTS: Readonly<Record<string, readonly string[]>> = {
  rules: ['controls', 'references'],
  verdicts: ['messages', 'facts'],
  controls: ['proofs'],
  clauses: ['controls'],
};

/** The words that a field of those entries may hold. */
const WORDS: Readonly<Record<string, readonly [field: string, words: readonly string[]]>> = {
  verdicts: ['verdict', Object.keys(VERDICTS)],
  controls: ['standing', Object.keys(STANDINGS)],
  clauses: ['standing', Object.keys(STANDINGS)],
};

/** Reads a cloud assembly: its evidence and the templates it was given on. Throws {@link UnusableInput} with every problem. */
export function readAssembly(directory: string): Assembly {
  const what = `the assembly '${directory}' cannot be used`;
  const missing = missingParts(directory);
  if (missing) {
    throw new UnusableInput(what, [missing]);
  }
  const problems: string[] = [];
  read(join(directory, 'manifest.json'), 'manifest.json', problems);
  const evidence = read(join(directory, EVIDENCE_FILE), EVIDENCE_FILE, problems);
  if (evidence !== undefined) {
    problems.push(...evidenceProblems(evidence));
  }
  if (problems.length > 0) {
    throw new UnusableInput(what, problems);
  }
  const checked = evidence as unknown as Evidence;
  const sources = checked.stacks.flatMap((stack) => sourceOf(directory, stack, problems));
  if (problems.length > 0) {
    throw new UnusableInput(what, problems);
  }
  return { directory, evidence: checked, sources };
}

function missingParts(directory: string): string | undefined {
  if (!existsSync(directory)) {
    return 'there is no such directory; run `npx cdk synth`, or name the directory that it wrote to';
  }
  if (!statSync(directory).isDirectory()) {
    return 'it is a file; name the directory that `npx cdk synth` wrote to';
  }
  if (!existsSync(join(directory, 'manifest.json'))) {
    return 'it has no manifest.json, so it is no cloud assembly; name the directory that `npx cdk synth` wrote to';
  }
  return existsSync(join(directory, EVIDENCE_FILE)) ? undefined
    : `it has no ${EVIDENCE_FILE}: it was synthesized without the pack; register it on the app with \`Validations.of(app).addPlugins(new DtapChecks(app))\` and synthesize again`;
}

/** Reads a JSON file; says what is wrong with it if it cannot be read. */
function read(path: string, name: string, problems: string[]): Json | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    problems.push(`${name} cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)})`);
    return undefined;
  }
  if (text.trim() === '') {
    problems.push(`${name} is empty; synthesize again`);
    return undefined;
  }
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    problems.push(/^\s*[[{]/.test(text) && !/[\]}]\s*$/.test(text) ? `${name} is truncated (${reason}); synthesize again` : `${name} is not JSON (${reason})`);
    return undefined;
  }
}

function evidenceProblems(evidence: Json): string[] {
  if (!isMap(evidence) || evidence.format !== 'cdk-dtap/evidence') {
    return [`${EVIDENCE_FILE} is not evidence of this package: its format is ${JSON.stringify(isMap(evidence) ? evidence.format : undefined) ?? 'missing'}, not "cdk-dtap/evidence"`];
  }
  if (evidence.version !== EVIDENCE_VERSION) {
    const older = typeof evidence.version === 'number' && evidence.version < EVIDENCE_VERSION;
    return [`${EVIDENCE_FILE} has format version ${JSON.stringify(evidence.version) ?? 'missing'}, this command reads version ${EVIDENCE_VERSION}; ${older ? 'synthesize again with this version of the package' : 'use the version of the package that synthesized it'}`];
  }
  const estate = isMap(evidence.estate) && typeof evidence.estate.name === 'string' && isMap(evidence.estate.accounts) && Array.isArray(evidence.estate.environments);
  return [
    ...(estate ? [] : [`${EVIDENCE_FILE}: 'estate' must have a name, accounts and environments`]),
    ...Object.keys(ENTRIES).flatMap((list) => listProblems(evidence, list)),
  ];
}

function listProblems(evidence: JsonMap, name: string): string[] {
  const list = evidence[name];
  if (!Array.isArray(list)) {
    return [`${EVIDENCE_FILE}: the list '${name}' is missing`];
  }
  const bad = list.findIndex((entry) => !isMap(entry) || ENTRIES[name].some((key) => typeof entry[key] !== 'string') || (LISTS[name] ?? []).some((key) => !Array.isArray(entry[key])));
  if (bad >= 0) {
    return [`${EVIDENCE_FILE}: entry ${bad} of '${name}' is not whole; it needs ${[...ENTRIES[name], ...(LISTS[name] ?? [])].join(', ')}`];
  }
  const [field, words] = WORDS[name] ?? ['', []];
  const strange = field === '' ? undefined : (list as JsonMap[]).map((entry) => String(entry[field])).find((word) => !words.includes(word));
  return strange === undefined ? [] : [`${EVIDENCE_FILE}: '${name}' has the ${field} '${strange}', which is none of ${words.join(', ')}`];
}

function sourceOf(directory: string, stack: StackEvidence, problems: string[]): TemplateSource[] {
  if (stack.template === undefined) {
    return [];
  }
  const path = join(directory, stack.template);
  if (!existsSync(path)) {
    problems.push(`the template of ${stack.path} is missing (${stack.template})`);
    return [];
  }
  const body = read(path, stack.template, problems);
  const { path: name, stackName, account, region, environment } = stack;
  return body === undefined ? [] : [{ name, body, stackName, account, region, environment }];
}
