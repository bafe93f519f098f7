import { reportsFor } from '../../catalogue/reports';
import type { ClauseEvidence, ControlEvidence, Evidence, EvidenceVerdict, RuleEvidence, Standing } from '../evidence';
import { verdictsByRule } from './data';
import { section, standingMark, thead } from './markup';
import { count, escape, SCOPES, SOURCES, STANDINGS, VERDICTS } from './words';

/** The clauses with their filters. The table is whole without the script; the script fills in rules and resources. */
export function clauses(evidence: Evidence): string {
  const controls = new Map(evidence.controls.map((control) => [control.id, control]));
  const environments = environmentsByControl(evidence);
  const bodies = evidence.clauses.map((clause) => clauseBody(clause, controls, environments));
  return section('clauses', `The ${evidence.clauses.length} clauses`, filters(evidence),
    '<output id="shown" class="needs-script" for="source environment standing words" aria-live="polite"></output>',
    `<div class="wide"><table id="clause-table"><caption class="hidden">Clauses and where they stand</caption>${thead(['Clause', 'What is promised', 'Standing'])}\n${bodies.join('\n')}\n</table></div>`);
}

function filters({ clauses: all, estate }: Evidence): string {
  const select = (id: string, label: string, every: string, options: readonly (readonly [string, string])[]) =>
    `<label>${label}<select id="${id}" name="${id}"><option value="">${every}</option>${options.map(([value, text]) => `<option value="${escape(value)}">${escape(text)}</option>`).join('')}</select></label>`;
  const standings = (Object.keys(STANDINGS) as Standing[]).filter((standing) => all.some((clause) => clause.standing === standing));
  return `<form id="filter" class="needs-script" role="search" aria-label="Filter the clauses">${
    select('source', 'Document', 'all documents', [...new Set(all.map(({ source }) => source))].map((source) => [source, SOURCES[source] ?? source]))}${
    select('environment', 'Environment', 'all environments', estate.environments.map((name) => [name, name]))}${
    select('standing', 'Standing', 'every standing', standings.map((standing) => [standing, STANDINGS[standing].text]))}<label class="words">Words<input id="words" name="words" type="search" autocomplete="off"></label><button type="reset">Show all</button></form>`;
}

function clauseBody(clause: ClauseEvidence, controls: ReadonlyMap<string, ControlEvidence>, environments: ReadonlyMap<string, ReadonlySet<string>>): string {
  const carriers = clause.controls.flatMap((id) => controls.get(id) ?? []);
  const judged = [...new Set(carriers.flatMap(({ id }) => [...(environments.get(id) ?? [])]))].sort();
  const reports = reportsFor(clause.id);
  const shown = reports.length === 0 ? '' : `<p class="note">Shown by ${reports.map((report) => `<a href="#report-${report.id}">${escape(report.name)}</a>`).join('; ')}.</p>`;
  const parts = carriers.map((control) => `<li><a href="#control-${escape(control.id)}"><b>${escape(control.id)}</b></a> ${standingMark(control.standing)}<p>${escape(control.requires)}</p><div data-carrier="${escape(control.id)}"></div></li>`);
  return `<tbody class="clause" id="clause-${escape(clause.id)}" data-source="${escape(clause.source)}" data-standing="${clause.standing}" data-environments="${escape(judged.join(' '))}">`
    + `<tr><th scope="rowgroup" rowspan="2">${escape(clause.id)}<div class="ref">${escape(SOURCES[clause.source] ?? clause.source)}, ${escape(clause.ref)}</div></th><td>${escape(clause.says)}${shown}</td><td>${standingMark(clause.standing)}</td></tr>`
    + `<tr class="more"><td colspan="2"><details class="clause"><summary>${escape(clause.controls.join(' '))}<span class="hidden"> carry ${escape(clause.id)}</span></summary><ul class="carriers">${parts.join('')}</ul></details></td></tr></tbody>`;
}

/** Where a control has verdicts, by its rules. */
function environmentsByControl(evidence: Evidence): Map<string, Set<string>> {
  const byStack = new Map(evidence.stacks.map((stack) => [stack.path, stack.environment]));
  const byRule = verdictsByRule(evidence);
  const places = new Map<string, Set<string>>();
  for (const rule of evidence.rules) {
    const found = (byRule.get(rule.id) ?? []).filter(({ verdict }) => verdict !== 'not-applicable').flatMap(({ stack }) => byStack.get(stack) ?? []);
    for (const control of rule.controls) {
      places.set(control, new Set([...(places.get(control) ?? []), ...found]));
    }
  }
  return places;
}

/** The controls, each with its proofs and rules. */
export function controls(evidence: Evidence): string {
  const rows = evidence.controls.map((control) => {
    const rules = evidence.rules.filter((rule) => rule.controls.includes(control.id));
    const proofs = control.proofs.map((proof) => `<li>${standingMark(proof.standing)} ${escape(proof.kind)}</li>`).join('');
    const list = rules.length === 0 ? '' : `<details><summary>${count(rules.length, 'rule')}, ${tally(control.counts)}</summary><ul>${rules.map((rule) => `<li><a href="#rule-${escape(rule.id)}">${escape(rule.title)}</a></li>`).join('')}</ul></details>`;
    return `<tr id="control-${escape(control.id)}"><th scope="row">${escape(control.id)}</th><td>${escape(control.requires)} <span class="note">In ${escape(SCOPES[control.where] ?? control.where)}.</span>${list}</td><td><ul class="proofs">${proofs}</ul></td><td>${standingMark(control.standing)}</td></tr>`;
  });
  return section('controls', `The ${evidence.controls.length} controls`, '<p>A control carries clauses. It holds when every proof that it needs holds.</p>',
    `<div class="wide"><table class="lined"><caption class="hidden">Controls and where they stand</caption>${thead(['Control', 'Requires', 'Proofs', 'Standing'])}<tbody>\n${rows.join('\n')}\n</tbody></table></div>`);
}

/** What judges beside the rules on single resources. */
const PROOFS = { path: 'by the network proof', iam: 'by the access proof', model: 'by a model' } as const;

/** The rules. The script fills in their verdicts. */
export function rules(evidence: Evidence): string {
  const byRule = verdictsByRule(evidence);
  const items = evidence.rules.map((rule) => ruleDetails(rule, (byRule.get(rule.id) ?? []).map(({ verdict }) => verdict)));
  return section('rules', `The ${evidence.rules.length} rules`, '<p>A rule judges every resource of its types in every template. The values that decided stand beside each verdict.</p>', ...items);
}

function ruleDetails({ id, title, proof }: RuleEvidence, verdicts: readonly EvidenceVerdict[]): string {
  const counts = Object.fromEntries((Object.keys(VERDICTS) as EvidenceVerdict[]).map((kind) => [kind, verdicts.filter((verdict) => verdict === kind).length])) as Record<EvidenceVerdict, number>;
  return `<details class="rule" id="rule-${escape(id)}" data-rule="${escape(id)}"><summary>${escape(title)} <span class="note">${escape(id)}${proof ? `, ${PROOFS[proof]}` : ''}: <span class="tally">${tally(counts)}</span></span></summary><div class="rows"></div></details>`;
}

function tally(counts: Readonly<Record<EvidenceVerdict, number>>): string {
  const parts = (Object.keys(VERDICTS) as EvidenceVerdict[]).filter((kind) => kind !== 'not-applicable' && counts[kind] > 0).map((kind) => `${VERDICTS[kind].sign} ${counts[kind]} ${VERDICTS[kind].text}`);
  return parts.length === 0 ? 'nothing to judge' : parts.join(' · ');
}
