import type { Standing } from '../evidence';
import { escape, STANDINGS, type Word } from './words';

/** A word with its sign, as the page shows it. */
export function mark({ sign, text }: Word, style: string): string {
  return `<span class="mark ${style}"><span class="sign" aria-hidden="true">${escape(sign)}</span> ${escape(text)}</span>`;
}

/** Where something stands. */
export function standingMark(standing: Standing): string {
  return mark(STANDINGS[standing], standing);
}

/** A table with its head; the first cell of each row is its header. Cells are HTML. */
export function table(caption: string, heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const body = rows.map(([first, ...cells]) => `<tr><th scope="row">${first}</th>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('\n');
  return `<div class="wide"><table class="lined"><caption class="hidden">${escape(caption)}</caption>${thead(heads)}<tbody>\n${body}\n</tbody></table></div>`;
}

/** The head of a table. */
export function thead(heads: readonly string[]): string {
  return `<thead><tr>${heads.map((head) => `<th scope="col">${escape(head)}</th>`).join('')}</tr></thead>`;
}

/** A part of the page that the navigation leads to. Its content is HTML. */
export function section(id: string, title: string, ...content: readonly string[]): string {
  return `<section id="${id}" aria-labelledby="${id}-title">\n<h2 id="${id}-title">${escape(title)}</h2>\n${content.filter((part) => part !== '').join('\n')}\n</section>`;
}

/** A link that opens where the text is an address; plain text otherwise. */
export function link(text: string): string {
  return /^https:\/\/[^\s]+$/.test(text) ? `<a href="${escape(text)}" rel="noreferrer">${escape(text.replace(/^https:\/\//, ''))}</a>` : escape(text);
}
