import type { Evidence, ModelEvidence } from '../evidence';
import { link, section, table } from './markup';
import { escape } from './words';

/** What the models computed: availability, loss of a zone, recovery. */
export function models({ models: all = [], rules }: Evidence): string {
  const titles = new Map(rules.map(({ id, title }) => [id, title]));
  const figures = all.map((model) => `<h3>${escape(model.title)}</h3><p><a href="#rule-${escape(model.rule)}">${escape(titles.get(model.rule) ?? model.rule)}</a></p>${tableOf(model)}${notes(model)}`);
  return section('models', 'Availability and recovery', figures.length === 0 ? '<p>No model computed anything of these templates.</p>'
    : '<p>What the models compute from the templates. Every number has its source, or says that it is assumed.</p>', ...figures);
}

function tableOf({ title, columns, rows }: ModelEvidence): string {
  return table(title, columns, rows.map((row) => row.map((cell) => link(cell))));
}

/** The first note is the result. */
function notes({ notes: [result, ...assumed] }: ModelEvidence): string {
  return `<p><strong>${escape(result ?? '')}</strong></p>${assumed.length === 0 ? '' : `<ul class="paths">${assumed.map((note) => `<li>${escape(note)}</li>`).join('')}</ul>`}`;
}
