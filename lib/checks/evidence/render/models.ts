import type { Evidence, ModelEvidence } from '../evidence';
import { link, section, standingMark, table } from './markup';
import { escape } from './words';

/** What the models computed: availability, loss of a zone, recovery. */
export function models(evidence: Evidence): string {
  const all = evidence.models ?? [];
  return section('models', 'Availability and recovery', all.length === 0 ? '<p>No model computed anything of these templates.</p>'
    : '<p>What the models compute from the templates. Every number has its source, or says that it is assumed. A model that is planned is computed, and judges nothing yet.</p>',
  ...all.map((model) => figure(evidence, model)));
}

/** The first note is the result. */
function figure(evidence: Evidence, { rule: id, title, columns, rows, notes: [result, ...assumed] }: ModelEvidence): string {
  const rule = evidence.rules.find((one) => one.id === id);
  const standings = evidence.controls.filter((control) => rule?.controls.includes(control.id))
    .flatMap((control) => control.proofs.filter(({ kind }) => kind === 'model').map(({ standing }) => `<a href="#control-${escape(control.id)}">${escape(control.id)}</a> ${standingMark(standing)}`));
  return `<h3>${escape(title)}</h3><p><a href="#rule-${escape(id)}">${escape(rule?.title ?? id)}</a> ${standings.join(' ')}</p><p><strong>${escape(result ?? '')}</strong></p>`
    + table(title, columns, rows.map((row) => row.map(cell)))
    + (assumed.length === 0 ? '' : `<ul class="paths">${assumed.map((note) => `<li>${escape(note)}</li>`).join('')}</ul>`);
}

/** Figures and names of regions stay in one piece. */
function cell(text: string): string {
  return /^(?:[\d✕?]|watched at |at most |[a-z]{2}-[a-z]+-\d$).{0,16}$/.test(text) ? `<span class="whole">${escape(text)}</span>` : link(text);
}
