import type { PromiseDifference, PromiseChange, StatefulChange } from '../diff';
import type { ExceptionEvidence } from '../evidence';
import { count, exceptionGroups } from '../render/words';
import type { Effect } from './promises';

/** Longest page: a comment on a pull request takes 65,536 characters, and is not for this alone. */
const PAGE_MAX = 30_000;
/** Lines of a list that are shown. */
const LINES_MAX = 30;
/** Reasons of one promise that are shown. */
const REASONS_MAX = 5;

const STATEFUL_WORDS: Readonly<Record<StatefulChange['what'], string>> = {
  'deleted': 'is deleted',
  'moved': 'is replaced by an empty one',
  'replaced': 'is replaced',
  'maybe-replaced': 'may be replaced',
  'less-guarded': 'is less guarded',
};

/** What a change does to the promises, as Markdown for the pull request. */
export function differencePage(difference: PromiseDifference, failed: boolean): string {
  const sections = [
    ...(difference.placesGone.length > 0 ? ['#### No longer in the assembly', list(difference.placesGone.map((place) => `${code(place)}: nothing of it is proved any more`))] : []),
    ...promises('lost', difference),
    ...promises('weakened', difference),
    ...stateful(difference.stateful),
    ...section('Newly public or newly reachable', difference.openings.map(plain)),
    ...section('New or prolonged exceptions', exceptions(difference.exceptions)),
    ...section('Exceptions that are not in order', difference.ledger.map(({ exception: { finding, resource, owner }, problem }) => `${code(finding)} on ${code(resource)}: ${plain(problem)}${owner ? ` (ask ${plain(owner)})` : ''}`)),
    ...promises('gained', difference),
  ];
  const page = [`### Promises: ${headline(difference, failed)}`, ...sections].join('\n\n');
  return `${page.length > PAGE_MAX ? `${page.slice(0, page.lastIndexOf('\n', PAGE_MAX))}\n\nCut here: the page is too long for a comment.` : page}\n`;
}

function headline({ controls, clauses, placesGone, ledger, stateful: data, openings }: PromiseDifference, failed: boolean): string {
  const promised = (effect: Effect) => {
    const of = (changes: readonly PromiseChange[]) => changes.filter((change) => change.effect === effect).length;
    const parts = [...(of(controls) > 0 ? [count(of(controls), 'control')] : []), ...(of(clauses) > 0 ? [count(of(clauses), 'clause')] : [])];
    return parts.length > 0 ? [`${parts.join(' and ')} ${effect}`] : [];
  };
  const touched = [...promised('lost'), ...promised('weakened'), ...promised('gained')];
  const warnings = [
    ...(data.length > 0 ? [`${count(data.length, 'resource')} with data deleted, replaced or less guarded`] : []),
    ...(openings.length > 0 ? [`${count(openings.length, 'thing')} newly reachable`] : []),
    ...(ledger.length > 0 ? [`${count(ledger.length, 'exception')} not in order`] : []),
  ];
  const sign = failed ? '❌' : warnings.length > 0 || promised('weakened').length > 0 ? '⚠️' : '✅';
  return `${sign} ${[...(placesGone.length > 0 ? [`${placesGone.join(', ')} gone`] : []), ...(touched.length > 0 ? touched : ['none is touched']), ...warnings].join('; ')}`;
}

function promises(effect: Effect, { controls, clauses }: PromiseDifference): string[] {
  const of = (changes: readonly PromiseChange[]) => changes.filter((change) => change.effect === effect);
  const title = effect.charAt(0).toUpperCase() + effect.slice(1);
  return [
    ...(of(controls).length > 0 ? [`#### ${title} controls`, table(of(controls), 'Control')] : []),
    ...(of(clauses).length > 0 ? [`#### ${title} clauses`, table(of(clauses), 'Clause')] : []),
  ];
}

function table(changes: readonly PromiseChange[], what: string): string {
  const rows = changes.map(({ id, says, from, to, places, because }) => {
    const shown = because.length > REASONS_MAX ? [...because.slice(0, REASONS_MAX), `and ${because.length - REASONS_MAX} more`] : because;
    return `| **${id}** ${plain(says)} | ${from === to ? from : `${from} → ${to}`}${places.length > 0 ? `, in ${places.join(', ')}` : ''} | ${shown.map(plain).join('<br>')} |`;
  });
  return [`| ${what} | Stands | Because |`, '| --- | --- | --- |', ...cut(rows, (left) => `| and ${left} more | | |`)].join('\n');
}

function stateful(changes: readonly StatefulChange[]): string[] {
  return section('Resources with data', changes.map(({ what, resource, type, because }) => `**${code(resource)}** (${type}) ${STATEFUL_WORDS[what]}: ${plain(because)}`));
}

function exceptions(brought: readonly ExceptionEvidence[]): string[] {
  return exceptionGroups(brought, undefined).map(({ finding, resources, reason, owner, until }) => {
    const named = resources.slice(0, REASONS_MAX).map(code).join(', ');
    return `${code(finding)} on ${named}${resources.length > REASONS_MAX ? ` and ${resources.length - REASONS_MAX} more` : ''}: ${plain(reason)} (${plain(owner ?? 'nobody')}, until ${until ?? 'no end'})`;
  });
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length > 0 ? [`#### ${title}`, list(lines)] : [];
}

function list(lines: readonly string[]): string {
  return cut(lines.map((line) => `- ${line}`), (left) => `- and ${left} more`).join('\n');
}

function cut(lines: readonly string[], rest: (left: number) => string): string[] {
  return lines.length > LINES_MAX ? [...lines.slice(0, LINES_MAX), rest(lines.length - LINES_MAX)] : [...lines];
}

/** Text of templates, which is no markup and names nobody on GitHub. */
function plain(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\|*_`[\]]/g, '\\$&').replace(/</g, '&lt;').replace(/@/g, '&#64;');
}

function code(text: string): string {
  return `\`${text.replace(/[`\s]+/g, ' ').replace(/\|/g, '\\|')}\``;
}
