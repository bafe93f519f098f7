import type { ClauseEvidence, ControlEvidence, Evidence, EvidenceVerdict, Standing, VerdictEvidence } from '../evidence';
import { groupByRule, WORST_FIRST } from '../standing';

/** What a change does to a promise, worst first. */
export type Effect = 'lost' | 'weakened' | 'gained';

/** Where a promise stands; `absent` if the catalogue does not have it. */
type Position = Standing | 'absent';

/** A control or clause that a change touches. */
export interface PromiseChange {
  readonly id: string;
  readonly says: string;
  readonly effect: Effect;
  readonly from: Position;
  readonly to: Position;
  /** Environments and shared accounts in which it no longer holds. */
  readonly places: readonly string[];
  /** What the change does to it, a line each. */
  readonly because: readonly string[];
}

/** In these it holds, as far as it can be proved today. */
const HOLDING: readonly Position[] = ['held', 'accepted', 'partial', 'attested', 'organisational'];
/** Verdicts, best first; one that is worse than before is news. */
const SEVERITY: readonly EvidenceVerdict[] = ['not-applicable', 'compliant', 'acknowledged', 'unknown', 'violation'];
/** How the rules of a control came out in one place. */
type Outcome = 'held' | 'accepted' | 'broken' | 'nothing';

/** The controls that a change touches. */
export function controlChanges(base: Evidence, head: Evidence): PromiseChange[] {
  const [before, after] = [readingOf(base), readingOf(head)];
  return idsOf(base.controls, head.controls).flatMap((id) => controlChange(id, before, after));
}

/** The clauses that a change touches, by their own standing and by their controls. */
export function clauseChanges(base: Evidence, head: Evidence, controls: readonly PromiseChange[]): PromiseChange[] {
  const changed = new Map(controls.map((control) => [control.id, control]));
  const [before, after] = [new Map(base.clauses.map((clause) => [clause.id, clause])), new Map(head.clauses.map((clause) => [clause.id, clause]))];
  return idsOf(base.clauses, head.clauses).flatMap((id) => clauseChange(id, before.get(id), after.get(id), changed));
}

/** Environments and shared accounts that the base holds and the head does not. */
export function placesGone(base: Evidence, head: Evidence): string[] {
  const left = new Set(head.stacks.map(placeOf));
  return [...new Set(base.stacks.map(placeOf))].filter((place) => !left.has(place)).sort();
}

/** An evidence with what is looked up in it again and again. */
interface Reading {
  readonly evidence: Evidence;
  readonly controls: ReadonlyMap<string, ControlEvidence>;
  readonly byRule: ReadonlyMap<string, readonly VerdictEvidence[]>;
  readonly places: ReadonlyMap<string, string>;
}

function readingOf(evidence: Evidence): Reading {
  return {
    evidence,
    controls: new Map(evidence.controls.map((control) => [control.id, control])),
    byRule: groupByRule(evidence.verdicts),
    places: new Map(evidence.stacks.map((stack) => [stack.path, placeOf(stack)])),
  };
}

function controlChange(id: string, before: Reading, after: Reading): PromiseChange[] {
  const [old, now] = [before.controls.get(id), after.controls.get(id)];
  const [from, to] = [positionOf(old), positionOf(now)];
  const places = lostPlaces(id, before, after);
  const proofs = lostProofs(old, now);
  const because = [...proofs, ...rulesGone(id, before, after), ...worseVerdicts(id, before, after)];
  const effect = effectOf(from, to, places.length + proofs.length > 0, because.length > 0);
  return effect ? [{ id, says: (now ?? old)?.requires ?? '', effect, from, to, places, because: because.length > 0 || effect === 'gained' ? because : [withoutVerdict(to, places)] }] : [];
}

/** @param lost, weakened what the standings alone do not tell */
function effectOf(from: Position, to: Position, lost: boolean, weakened: boolean): Effect | undefined {
  if (lost || (HOLDING.includes(from) && !HOLDING.includes(to))) {
    return 'lost';
  }
  if (weakened || rank(to) < rank(from)) {
    return 'weakened';
  }
  return rank(to) > rank(from) && to !== 'not-applicable' ? 'gained' : undefined;
}

/** Why something fell though no verdict is worse than before. */
function withoutVerdict(to: Position, places: readonly string[]): string {
  return to === 'absent' ? 'the catalogue has it no more' : places.length > 0 || to === 'not-applicable' ? 'nothing is subject to it any more' : 'a proof that it needs is not built yet';
}

/** Places in which the rules of a control held and hold no more. A place that is gone as a whole is told once, elsewhere. */
function lostPlaces(id: string, before: Reading, after: Reading): string[] {
  const [old, now] = [outcomes(id, before), outcomes(id, after)];
  const present = new Set(after.places.values());
  const holds = (outcome: Outcome | undefined) => outcome === 'held' || outcome === 'accepted';
  return [...old].filter(([place, outcome]) => holds(outcome) && present.has(place) && !holds(now.get(place))).map(([place]) => place).sort();
}

function outcomes(id: string, reading: Reading): Map<string, Outcome> {
  const found = new Map<string, Set<EvidenceVerdict>>();
  for (const verdict of verdictsOf(id, reading)) {
    const place = reading.places.get(verdict.stack) ?? verdict.stack;
    found.set(place, (found.get(place) ?? new Set()).add(verdict.verdict));
  }
  return new Map([...found].map(([place, kinds]) => [place, kinds.has('violation') || kinds.has('unknown') ? 'broken' : kinds.has('acknowledged') ? 'accepted' : kinds.has('compliant') ? 'held' : 'nothing']));
}

/** Proofs other than rules that held and hold no more. Rules are weighed place by place. */
function lostProofs(old: ControlEvidence | undefined, now: ControlEvidence | undefined): string[] {
  const left = new Map((now?.proofs ?? []).map(({ kind, standing }) => [kind, standing]));
  return (old?.proofs ?? []).filter(({ kind, standing }) => kind !== 'rule' && HOLDING.includes(standing) && !HOLDING.includes(left.get(kind) ?? 'absent'))
    .map(({ kind }) => `its proof by ${kind} is gone`);
}

function rulesGone(id: string, before: Reading, after: Reading): string[] {
  const serving = ({ evidence }: Reading) => evidence.rules.filter(({ controls }) => controls.includes(id)).map((rule) => rule.id);
  const left = new Set(serving(after));
  return serving(before).filter((rule) => !left.has(rule)).map((rule) => `the rule ${rule} no longer serves it`);
}

function worseVerdicts(id: string, before: Reading, after: Reading): string[] {
  const old = new Map(verdictsOf(id, before).map((verdict) => [subjectOf(verdict), SEVERITY.indexOf(verdict.verdict)]));
  const told = { violation: 'breaks', unknown: 'leaves open', acknowledged: 'is excepted from' } as Record<EvidenceVerdict, string>;
  return verdictsOf(id, after)
    .filter((verdict) => verdict.verdict in told && SEVERITY.indexOf(verdict.verdict) > (old.get(subjectOf(verdict)) ?? 0))
    .map(({ path, rule, verdict, messages }) => `${path} ${told[verdict]} ${rule}${messages.length > 0 ? `: ${messages.join('; ')}` : ''}`).sort();
}

function verdictsOf(id: string, { evidence, byRule }: Reading): VerdictEvidence[] {
  return evidence.rules.filter(({ controls }) => controls.includes(id)).flatMap((rule) => byRule.get(rule.id) ?? []);
}

function clauseChange(id: string, old: ClauseEvidence | undefined, now: ClauseEvidence | undefined, controls: ReadonlyMap<string, PromiseChange>): PromiseChange[] {
  const [from, to] = [positionOf(old), positionOf(now)];
  const dropped = (old?.controls ?? []).filter((control) => !now?.controls.includes(control));
  const touched = (now?.controls ?? []).flatMap((control) => controls.get(control) ?? []);
  const of = (effect: Effect) => touched.filter((change) => change.effect === effect).map((change) => change.id);
  const because = [
    ...(dropped.length > 0 ? [`it is no longer carried by ${dropped.join(', ')}`] : []),
    ...(['lost', 'weakened', 'gained'] as const).filter((effect) => of(effect).length > 0).map((effect) => `${effect}: ${of(effect).join(', ')}`),
  ];
  const effect = effectOf(from, to, dropped.length > 0, of('lost').length + of('weakened').length > 0);
  return effect ? [{ id, says: (now ?? old)?.says ?? '', effect, from, to, places: [], because: now ? because : ['the catalogue has it no more'] }] : [];
}

function positionOf(promise: { readonly standing: Standing } | undefined): Position {
  return promise?.standing ?? 'absent';
}

/** What is subject to nothing proves as little as what is planned. */
function rank(standing: Position): number {
  return standing === 'absent' ? -1 : WORST_FIRST.indexOf(standing === 'not-applicable' ? 'planned' : standing);
}

function subjectOf({ rule, stack, path }: VerdictEvidence): string {
  return `${rule} ${stack} ${path}`;
}

function placeOf({ environment, path }: { readonly environment?: string; readonly path: string }): string {
  return environment ?? path;
}

function idsOf(...lists: (readonly { readonly id: string }[])[]): string[] {
  return [...new Set(lists.flat().map(({ id }) => id))];
}
