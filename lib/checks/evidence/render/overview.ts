import { REPORTS } from '../../catalogue/reports';
import type { Evidence, EvidenceVerdict, Standing } from '../evidence';
import { ledgerProblems } from '../ledger';
import { link, mark, section, standingMark, table } from './markup';
import { count, escape, exceptionGroups, SCOPES, STANDINGS } from './words';

/** Findings that are listed one by one; the rules have all of them. */
const LISTED = 200;

/** The estate, how its clauses stand, and whose accounts it has. */
export function summary(evidence: Evidence): string {
  const { clauses, estate, stacks } = evidence;
  const tiles = (Object.keys(STANDINGS) as Standing[]).map((standing) => {
    const number = clauses.filter((clause) => clause.standing === standing).length;
    return `<li><a href="#clauses" data-show="${standing}"${number === 0 ? ' class="zero"' : ''} title="${escape(STANDINGS[standing].means)}"><strong>${number}</strong>${standingMark(standing)}</a></li>`;
  });
  const accounts = Object.entries(estate.accounts).map(([account, owner]) => {
    const own = stacks.filter((stack) => stack.account === account);
    const regions = [...new Set(own.flatMap(({ region }) => region ?? []))].sort().join(', ');
    return [`<code>${escape(account)}</code>`, escape(owner), escape(regions || 'no stack here'), String(own.length), String(own.reduce((sum, stack) => sum + stack.resources, 0))];
  });
  return section('summary', 'Where the clauses stand', `<ul class="tiles">${tiles.join('')}</ul>`,
    `<details><summary>What the words mean</summary>${table('Standings', ['Standing', 'Means'], (Object.keys(STANDINGS) as Standing[]).map((standing) => [standingMark(standing), escape(STANDINGS[standing].means)]))}</details>`,
    '<h3>Accounts</h3>', table('Accounts', ['Account', 'Belongs to', 'Regions', 'Stacks', 'Resources'], accounts));
}

/** What stands open: findings, proofs that are not built, exceptions. */
export function openThings(evidence: Evidence, today: string | undefined): string {
  return section('open', 'What stands open',
    findings(evidence, 'violation', 'Violations', 'Nothing breaks a rule without an exception.'),
    findings(evidence, 'unknown', 'Unknowns', 'The templates decide everything that the rules ask.'),
    unbuilt(evidence),
    exceptionsInShort(evidence, today));
}

function findings({ verdicts, rules, stacks }: Evidence, kind: EvidenceVerdict, title: string, none: string): string {
  const titles = new Map(rules.map((rule) => [rule.id, rule.title]));
  const byPath = new Map(stacks.map((stack) => [stack.path, stack]));
  const found = verdicts.filter((verdict) => verdict.verdict === kind);
  const rows = found.slice(0, LISTED).map((verdict) => {
    const stack = byPath.get(verdict.stack);
    return [`<code>${escape(verdict.path)}</code>`, [stack?.account, stack?.region].flatMap((part) => (part ? [`<span class="whole">${escape(part)}</span>`] : [])).join(', '), `<a href="#rule-${escape(verdict.rule)}">${escape(titles.get(verdict.rule) ?? verdict.rule)}</a>`, escape(verdict.messages.join('; '))];
  });
  const more = found.length > LISTED ? `<p class="note">${found.length - LISTED} more are listed at their rules.</p>` : '';
  return `<h3>${title}: ${found.length}</h3>${found.length === 0 ? `<p>${none}</p>` : table(title, ['Resource', 'Account, Region', 'Rule', 'Here'], rows) + more}`;
}

function unbuilt({ controls }: Evidence): string {
  const open = controls.filter(({ standing }) => standing === 'planned' || standing === 'partial');
  const planned = open.filter(({ standing }) => standing === 'planned').length;
  const rows = open.map((control) => [
    `<a class="whole" href="#control-${escape(control.id)}">${escape(control.id)}</a>`, standingMark(control.standing), escape(control.requires),
    escape(control.proofs.filter((proof) => proof.standing === 'planned').map((proof) => proof.kind).join(', ')),
  ]);
  return `<h3>Controls with proofs that are not built yet: ${open.length}</h3>${open.length === 0 ? '<p>Every proof that the controls name is built.</p>'
    : `<p>${planned} have none yet; of the others every built proof holds.</p><details><summary>${count(open.length, 'control')}</summary>${table('Controls with proofs that are not built yet', ['Control', 'Standing', 'Requires', 'Not built yet'], rows)}</details>`}`;
}

function exceptionsInShort(evidence: Evidence, today: string | undefined): string {
  const groups = exceptionGroups(evidence.exceptions, today);
  const ends = groups.flatMap(({ until }) => until ?? []).sort();
  const compared = today === undefined ? 'Last days were not compared with a day.' : `Last days were compared with ${escape(today)}.`;
  const problems = ledgerProblems(evidence, today).map(({ exception, problem }) => [
    `<code>${escape(exception.finding)}</code>`, `<code>${escape(exception.resource)}</code>`, escape(problem), escape(exception.owner ?? 'none named'), `<span class="whole">${escape(exception.until ?? 'none named')}</span>`,
  ]);
  const more = problems.length > LISTED ? `<p class="note">${problems.length - LISTED} more are not listed here.</p>` : '';
  return `<h3>Exceptions: ${evidence.exceptions.length}</h3>${groups.length === 0 ? '<p>None.</p>'
    : `<p>${count(groups.length, 'entry', 'entries')} in <a href="#exceptions">the ledger</a>. ${ends.length > 0 ? `The first ends on ${escape(ends[0])}. ` : ''}${compared}</p>`}`
    + (problems.length === 0 ? '' : `<p>${mark({ sign: '✕', text: `${problems.length} to mend`, means: '' }, 'expired')}</p>${table('Exceptions to mend', ['Finding', 'Resource', 'What is wrong', 'Owner', 'Last day'], problems.slice(0, LISTED))}${more}`);
}

/** The exceptions ledger. */
export function ledger(evidence: Evidence, today: string | undefined): string {
  const rows = exceptionGroups(evidence.exceptions, today).map(({ finding, reason, owner, until, resources, unused, expired }) => [
    `<code>${escape(finding)}</code>`,
    `${escape(reason)}<details><summary>${count(resources.length, 'resource')}</summary><ul class="paths">${resources.map((resource) => `<li><code>${escape(resource)}</code></li>`).join('')}</ul></details>`,
    escape(owner ?? 'none named'),
    `<span class="whole">${escape(until ?? 'none named')}</span>${expired ? ` ${mark({ sign: '✕', text: 'expired', means: '' }, 'expired')}` : ''}${unused ? ` ${mark({ sign: '!', text: 'unused', means: '' }, 'accepted')}` : ''}`,
  ]);
  const dated = today === undefined ? 'End dates were not compared with a day: the page has no clock. Render it with <code>--today</code> to mark what has expired.' : `End dates were compared with ${escape(today)}.`;
  return section('exceptions', 'Exceptions', `<p>A finding that is accepted, on the resource where it was accepted, of every pack that judged. ${dated}</p>`,
    rows.length === 0 ? '<p>None.</p>' : table('Exceptions', ['Finding', 'Reason', 'Owner', 'Last day'], rows));
}

/** What answers for what no template can show, and where it is fetched. */
export function reports(): string {
  const rows = REPORTS.map((report) => [
    `<span id="report-${report.id}">${escape(report.name)}</span>`, escape(report.by), link(report.where),
    [...report.clauses.map((id) => `<a class="whole" href="#clause-${id}">${id}</a>`), ...report.controls.map((id) => `<a class="whole" href="#control-${id}">${id}</a>`)].join(' '),
  ]);
  return section('reports', 'Reports and records', '<p>Attested clauses rest on reports of the provider, organisational ones on records that the organisation keeps. Reports that AWS gives to customers only are in AWS Artifact, in the management account.</p>',
    table('Reports and records', ['Report', 'Answered for by', 'Where to fetch the current one', 'Answers for'], rows));
}

/** What was judged, where it was not told above. */
export function scope({ stacks }: Evidence): string {
  const rows = stacks.map((stack) => [`<code>${escape(stack.path)}</code>`, escape(stack.environment ?? 'not known'), escape(stack.account ?? 'not known'), escape(stack.region ?? 'not known'), String(stack.resources)]);
  return section('scope', 'What was judged', `<p>The synthesized templates, as they are deployed. A control is met ${escape(Object.values(SCOPES).join(', in '))}, as it says.</p>`,
    `<details><summary>${count(stacks.length, 'stack')}</summary>${table('Stacks', ['Stack', 'Environment', 'Account', 'Region', 'Resources'], rows)}</details>`);
}
