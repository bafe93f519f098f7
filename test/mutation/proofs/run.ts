import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Control } from '../../../lib/checks/catalogue/controls';
import type { Property } from '../../../lib/checks/proofs/property';
import { nameOf } from '../../../lib/checks/proofs/network/reading';
import { prove } from '../../../lib/checks/proofs/prove';
import { TemplateSet, type Resource } from '../../../lib/checks/template';
import type { VerdictKind } from '../../../lib/checks/verdict';
import { draftsOf, type Neutral } from '../neutral';
import type { FalseAlarm } from '../support/alarms';
import type { Ground } from '../support/ground';
import { Drafts } from './drafts';
import { keyOf, type Break, type Edit, type Family, type Found, type ProofMutant } from './mutants';

/**
 * How it ended for a mutant that must break its property: `killed` if the right resource is found to break it and the witness
 * names what was edited, `unwitnessed` if the witness names something else.
 */
export type Outcome = 'killed' | 'unwitnessed' | 'unknown' | 'survived';

/** A mutant, and what became of it. */
export interface ProofResult {
  readonly property: string;
  readonly break: string;
  readonly site: string;
  readonly outcome: Outcome;
  /** The same edit under a condition that the template leaves open: whether anything is said. */
  readonly open?: VerdictKind;
  /** Where other lines stop the same thing: what is wrong with saying that they do. Empty if nothing. */
  readonly behind?: readonly string[];
  /** What the proof says. */
  readonly said: readonly string[];
}

/** The families, by the files that are there. */
export function families(): Family[] {
  const [folder, load] = [join(__dirname, 'families'), createRequire(__filename)];
  return readdirSync(folder).sort().flatMap((file) => Object.values(load(join(folder, file)) as Record<string, Family>));
}

/** The estate repeats itself: its accounts and zones are alike, and so many places of each break say what there is to say. */
const MOST = 8;

interface Said {
  readonly kind: VerdictKind;
  readonly messages: readonly string[];
}

/** The templates whole, to be broken in one place after the other. */
export class ProofBench {
  public readonly set: TemplateSet;
  private readonly before = new Map<string, ReadonlyMap<string, Said>>();

  constructor(public readonly ground: Ground) {
    this.set = new TemplateSet(ground.sources, ground.accounts);
  }

  /** Places of a break at which nothing is broken yet, spread over all that there are. */
  public mutants({ property }: Family, made: Break, most = MOST): ProofMutant[] {
    const before = this.verdicts(property);
    const all = made.mutants(this.set).filter(({ about }) => before.get(text(about))?.kind !== 'violation');
    return all.length <= most ? all : Array.from({ length: most }, (_, i) => all[Math.floor((i * all.length) / most)]);
  }

  /** Breaks one place, and has it proved. */
  public run({ property }: Family, made: Break, mutant: ProofMutant): ProofResult {
    const behind = Object.entries(mutant.behind ?? {});
    const whole = this.judged(property, [mutant.edit, ...behind.map(([, edit]) => edit)]).get(text(mutant.about));
    const open = made.unconditional ? undefined : this.judged(property, [mutant.edit], behind.map(([, edit]) => edit)).get(text(mutant.about));
    return {
      property: property.id, break: made.name, site: mutant.site, outcome: outcomeOf(mutant, whole), said: whole?.messages ?? [],
      ...(open && { open: open.kind }), ...(behind.length > 0 && { behind: this.defence(property, mutant, behind) }),
    };
  }

  /** Whether each line that is said to stop it does so by itself, and whether nothing breaks without the mutant. */
  private defence(property: Property, mutant: ProofMutant, behind: readonly (readonly [string, Edit])[]): string[] {
    const outcome = (edits: readonly Edit[]) => outcomeOf(mutant, this.judged(property, edits).get(text(mutant.about)));
    const edits = behind.map(([, edit]) => edit);
    const alone = outcome([mutant.edit]);
    return [
      ...(alone === 'killed' ? ['it is broken though other lines stand'] : alone === 'unknown' ? ['it is unknown though other lines stand'] : []),
      ...(outcome(edits) === 'killed' ? ['it is broken without the edit'] : []),
      ...(behind.length === 1 ? [] : behind.filter((_, i) => outcome([mutant.edit, ...edits.filter((edit) => edit !== edits[i])]) === 'killed').map(([name]) => `${name} stops nothing`)),
    ];
  }

  private judged(property: Property, edits: readonly Edit[], certain?: readonly Edit[]): ReadonlyMap<string, Said> {
    const drafts = new Drafts(this.ground);
    edits.forEach((edit) => edit(drafts));
    if (!certain) {
      return findings(property, drafts.set(), []);
    }
    drafts.inOneBranch();
    certain.forEach((edit) => edit(drafts));
    return findings(property, drafts.set(), []);
  }

  private verdicts(property: Property): ReadonlyMap<string, Said> {
    const known = this.before.get(property.id) ?? findings(property, this.set, []);
    this.before.set(property.id, known);
    return known;
  }
}

const BENCHES = new WeakMap<NonNullable<Family['ground']>, ProofBench>();

/** The bench that a family is broken on: its own, or the estate's. */
export function benchFor({ ground }: Family, estate: ProofBench): ProofBench {
  const bench = ground ? BENCHES.get(ground) ?? new ProofBench(ground()) : estate;
  if (ground) {
    BENCHES.set(ground, bench);
  }
  return bench;
}

function outcomeOf({ names }: ProofMutant, said: Said | undefined): Outcome {
  if (said?.kind !== 'violation') {
    return said?.kind === 'unknown' ? 'unknown' : 'survived';
  }
  return said.messages.some((message) => names.every((name) => isNamed(message, name))) ? 'killed' : 'unwitnessed';
}

/** Witnesses name a line as `Template/LogicalId` or as `Template LogicalId`, and a resource by its construct path, too. */
function isNamed(message: string, name: Resource | Found | RegExp): boolean {
  if (name instanceof RegExp) {
    return name.test(message);
  }
  const { template, logicalId } = keyOf(name);
  return ('view' in name && message.includes(nameOf(name))) || ['/', ' '].some((between) => new RegExp(`${template}${between}${logicalId}(?![A-Za-z0-9])`).test(message));
}

function text(resource: Resource | Found): string {
  const { template, logicalId } = keyOf(resource);
  return `${template} ${logicalId}`;
}

/** @param controls what of them is planned is not judged; none, to judge whatever is planned */
function findings(property: Property, set: TemplateSet, controls?: readonly Control[]): Map<string, Said> {
  const found = new Map<string, Said>();
  for (const { template, logicalId, verdict } of prove(set, [property], controls)) {
    const key = `${template.source.name} ${logicalId}`;
    const known = found.get(key);
    const { kind, messages } = verdict;
    found.set(key, known === undefined || known.kind === kind ? { kind, messages: [...known?.messages ?? [], ...messages] } : worse(known, { kind, messages }));
  }
  return found;
}

function worse(one: Said, other: Said): Said {
  return (['violation', 'unknown', 'compliant'] as const).flatMap((kind) => [one, other].filter((said) => said.kind === kind))[0] ?? one;
}

/** The verdicts of every property, by property, template and logical id. */
export function allProofs(set: TemplateSet, properties: readonly Property[]): ReadonlyMap<string, VerdictKind> {
  return new Map(properties.flatMap((property) => [...findings(property, set)].map(([key, { kind }]) => [`${property.id} ${key}`, kind] as const)));
}

/** What properties say to a neutral edit that they did not say before. */
export function falseProofs(ground: Ground, properties: readonly Property[], before: ReadonlyMap<string, VerdictKind>, edit: Neutral, at: readonly number[]): FalseAlarm[] {
  const drafts = draftsOf(ground.sources);
  const origin = edit.apply(drafts, at) ?? ((template: string, id: string) => `${template} ${id}`);
  const set = new TemplateSet(drafts, ground.accounts);
  return properties.flatMap((property) => [...findings(property, set)].flatMap(([key, { kind, messages }]): FalseAlarm[] => {
    const cut = key.lastIndexOf(' ');
    const site = origin(key.slice(0, cut), key.slice(cut + 1));
    const was = before.get(`${property.id} ${site}`);
    return kind === was ? [] : [{ rule: property.id, edit: edit.name, ground: ground.name, site, before: was ?? 'absent', after: kind, messages }];
  }));
}
