import type { TemplateSet } from '../../template';
import type { Evidence } from '../evidence';
import { clauses, controls, rules } from './clauses';
import { pageData } from './data';
import { models } from './models';
import { ledger, openThings, reports, scope, summary } from './overview';
import { pictures } from './pictures';
import { SCRIPT } from './script';
import { STYLE } from './style';
import { count, escape } from './words';

const PARTS: readonly (readonly [string, string])[] = [
  ['summary', 'Summary'], ['open', 'What stands open'], ['clauses', 'Clauses'], ['network', 'Networks'], ['models', 'Models'], ['controls', 'Controls'],
  ['rules', 'Rules'], ['exceptions', 'Exceptions'], ['reports', 'Reports'], ['scope', 'Scope'],
];

/** The page may run its own script and style, and load nothing. */
const POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/**
 * The evidence as one HTML page that loads nothing: for an auditor, on a screen, on paper, or read aloud.
 *
 * @param set   the templates that the evidence is about; the network pictures are drawn from them
 * @param today the day with which end dates are compared, `YYYY-MM-DD`; without it none is called expired
 */
export function evidenceHtml(evidence: Evidence, set: TemplateSet, today?: string): string {
  const title = `Evidence: ${evidence.estate.name}`;
  const resources = evidence.stacks.reduce((sum, stack) => sum + stack.resources, 0);
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>${escape(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#clauses">Skip to the clauses</a>
<header>
<div class="top"><div><h1>${escape(title)}</h1>
<p class="note">${count(evidence.stacks.length, 'stack')} with ${count(resources, 'resource')}, judged by ${count(evidence.rules.length, 'rule')}: ${count(evidence.verdicts.length, 'verdict')}. ${evidence.clauses.length} clauses, ${evidence.controls.length} controls.</p></div>
<button id="theme" class="needs-script" type="button" aria-pressed="false">Dark theme</button></div>
<nav aria-label="Parts of this page"><ul>${PARTS.map(([id, name]) => `<li><a href="#${id}">${name}</a></li>`).join('')}</ul></nav>
</header>
<main>
${[summary(evidence), openThings(evidence, today), clauses(evidence), pictures(evidence, set), models(evidence), controls(evidence), rules(evidence), ledger(evidence, today), reports(), scope(evidence)].join('\n')}
</main>
<footer><p>Made by cdk-dtap from the evidence of one synthesis. The same synthesis gives the same page.</p></footer>
<script type="application/json" id="data">${pageData(evidence)}</script>
<script>${SCRIPT}</script>
</body>
</html>
`;
}
