import type { Clause } from '../catalogue/clauses';
import type { Control, Proof } from '../catalogue/controls';
import type { ClauseEvidence, ControlEvidence, EvidenceVerdict, ProofEvidence, RuleEvidence, Standing, VerdictEvidence } from './evidence';

/** Worst first; what is not listed does not weigh against anything. */
export const WORST_FIRST: readonly Standing[] = ['violated', 'unknown', 'planned', 'partial', 'accepted', 'held', 'attested', 'organisational', 'not-applicable'];
const VERDICTS: readonly EvidenceVerdict[] = ['compliant', 'violation', 'unknown', 'not-applicable', 'acknowledged'];

/** What stands behind controls besides rules. */
export interface ProofsHeld {
  /** Ids of the controls that the configuration met when it was read. */
  readonly config: readonly string[];
}

/** Where each control stands, by the verdicts of its rules and by whatever else proves it. */
export function controlStandings(controls: readonly Control[], rules: readonly RuleEvidence[], verdicts: readonly VerdictEvidence[], held: ProofsHeld): ControlEvidence[] {
  const counted = countByRule(verdicts);
  return controls.map((control) => {
    const carriers = rules.filter((rule) => rule.controls.includes(control.id));
    const counts = sum(carriers, counted);
    const proofs = control.proof.map((kind) => {
      const own = carriers.filter(({ proof }) => (proof ?? 'rule') === kind);
      return proofOf(kind, control, own.map(({ id }) => id), sum(own, counted), held);
    });
    return { id: control.id, requires: control.requires, where: control.where, standing: combine(proofs.map((proof) => proof.standing)), proofs, counts };
  });
}

/** Where each clause stands, by its controls; a clause that people or a report answer for says so unless a control is broken. */
export function clauseStandings(clauses: readonly Clause[], controls: readonly ControlEvidence[]): ClauseEvidence[] {
  const byId = new Map(controls.map((control) => [control.id, control]));
  return clauses.map((clause) => {
    const standing = combine(clause.controls.map((id) => byId.get(id)?.standing ?? 'planned'));
    const answered = clause.kind === 'technical' ? undefined : clause.kind;
    return {
      id: clause.id, source: clause.source, ref: clause.ref, kind: clause.kind, says: clause.says, controls: clause.controls,
      standing: answered && standing !== 'violated' && standing !== 'unknown' ? answered : standing,
    };
  });
}

/**
 * Several standings as one: the worst, save that something planned beside something proved is partial, and what does
 * not apply weighs nothing.
 */
export function combine(standings: readonly Standing[]): Standing {
  const weighing: readonly Standing[] = standings.filter((standing) => standing !== 'not-applicable');
  const worst = WORST_FIRST.find((candidate) => weighing.includes(candidate)) ?? 'not-applicable';
  return worst === 'planned' && weighing.some((standing) => standing !== 'planned') ? 'partial' : worst;
}

function proofOf(kind: Proof, control: Control, rules: readonly string[], counts: Readonly<Record<EvidenceVerdict, number>>, held: ProofsHeld): ProofEvidence {
  switch (kind) {
    case 'rule':
    case 'path':
    case 'iam': return { kind, standing: rules.length === 0 ? 'planned' : ruleStanding(counts), by: rules };
    case 'model': return { kind, standing: rules.length === 0 || control.planned?.includes('model') ? 'planned' : ruleStanding(counts), by: rules };
    case 'config': return held.config.includes(control.id) ? { kind, standing: 'held', by: ['configuration'] } : { kind, standing: 'planned', by: [] };
    case 'attested': return { kind, standing: 'attested', by: [] };
    default: return { kind, standing: 'planned', by: [] };
  }
}

function ruleStanding(counts: Readonly<Record<EvidenceVerdict, number>>): Standing {
  if (counts.violation > 0) {
    return 'violated';
  }
  if (counts.unknown > 0) {
    return 'unknown';
  }
  if (counts.acknowledged > 0) {
    return 'accepted';
  }
  return counts.compliant > 0 ? 'held' : 'not-applicable';
}

type Counts = Record<EvidenceVerdict, number>;

const none = (): Counts => ({ 'compliant': 0, 'violation': 0, 'unknown': 0, 'not-applicable': 0, 'acknowledged': 0 });

function countByRule(verdicts: readonly VerdictEvidence[]): ReadonlyMap<string, Counts> {
  const counted = new Map<string, Counts>();
  for (const { rule, verdict } of verdicts) {
    let counts = counted.get(rule);
    if (!counts) {
      counts = none();
      counted.set(rule, counts);
    }
    counts[verdict] += 1;
  }
  return counted;
}

function sum(rules: readonly RuleEvidence[], counted: ReadonlyMap<string, Counts>): Counts {
  const counts = none();
  for (const { id } of rules) {
    const own = counted.get(id);
    if (own) {
      VERDICTS.forEach((verdict) => { counts[verdict] += own[verdict]; });
    }
  }
  return counts;
}

/** The verdicts of each rule that has any. */
export function groupByRule(verdicts: readonly VerdictEvidence[]): Map<string, VerdictEvidence[]> {
  const groups = new Map<string, VerdictEvidence[]>();
  for (const verdict of verdicts) {
    const group = groups.get(verdict.rule);
    if (group) {
      group.push(verdict);
    } else {
      groups.set(verdict.rule, [verdict]);
    }
  }
  return groups;
}
