/** What the page does beyond standing there: filters, drill-down, theme. Plain, no clock, no network. */
export const SCRIPT = String.raw`
'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const root = document.documentElement;
  const all = (selector, within) => [...(within || document).querySelectorAll(selector)];
  const ruleAt = new Map(data.rules.map((rule, i) => [rule.id, i]));
  const make = (tag, style, ...children) => {
    const element = document.createElement(tag);
    if (style) element.className = style;
    element.append(...children);
    return element;
  };
  const mark = ([sign, text, style]) => {
    const icon = make('span', 'sign', sign);
    icon.setAttribute('aria-hidden', 'true');
    return make('span', 'mark ' + style, icon, ' ' + text);
  };
  const chosen = () => document.getElementById('environment').value;
  const rowsOf = (rule) => data.rows[rule].filter(([stack]) => chosen() === '' || (data.stacks[stack] || [])[3] === chosen());
  const tally = (rows) => data.words.map(([sign, text], kind) => [rows.filter((row) => row[3] === kind).length, sign, text])
    .filter(([number]) => number > 0).map(([number, sign, text]) => sign + ' ' + number + ' ' + text).join(' · ') || 'nothing to judge';

  const heads = ['Resource', 'Account, Region', 'Verdict', 'Deciding values'];
  const tableOf = (rule, rows) => {
    const head = make('tr', '');
    for (const title of heads) {
      const cell = make('th', '', title);
      cell.scope = 'col';
      head.append(cell);
    }
    const body = make('tbody', '');
    for (const [stack, path, type, kind, messages, facts] of rows) {
      const [name, account, region] = data.stacks[stack] || ['', '', ''];
      const tail = data.texts[path];
      const values = make('ul', 'facts');
      for (const message of messages) values.append(make('li', 'message', data.texts[message]));
      for (let i = 0; i < facts.length; i += 2) values.append(make('li', '', make('code', '', data.texts[facts[i]]), ' = ', make('code', 'value', data.texts[facts[i + 1]])));
      const whole = tail.startsWith('/') ? name + tail : tail;
      const breaking = whole.split(/(?<=\/)/).flatMap((part) => [part, make('wbr', '')]);
      const resource = make('th', '', make('code', '', ...breaking), make('div', 'type', data.texts[type]));
      resource.scope = 'row';
      body.append(make('tr', '', resource, make('td', '', account, ' ', make('br', ''), region), make('td', '', mark(data.words[kind])), make('td', '', values)));
    }
    const table = make('table', 'verdicts', make('caption', 'hidden', 'Verdicts of ' + data.rules[rule].id), make('thead', '', head), body);
    return make('div', 'wide', table);
  };
  const fill = (details) => {
    const rule = ruleAt.get(details.dataset.rule);
    const { why, mend, references, skipped } = data.rules[rule];
    const rows = rowsOf(rule);
    const sources = make('p', 'note', 'Sources: ');
    references.forEach((reference, i) => {
      const link = make('a', '', reference);
      link.href = reference;
      link.rel = 'noreferrer';
      sources.append(i > 0 ? ', ' : '', link);
    });
    details.querySelector('.rows').replaceChildren(
      make('p', '', why, ' ', make('span', 'note', 'To mend it: ' + mend)), sources,
      rows.length > 0 ? tableOf(rule, rows) : make('p', 'note', 'No resource here is subject to this rule.'),
      ...(skipped > 0 ? [make('p', 'note', skipped + ' more resources of its types are not subject to it.')] : []));
    details.dataset.filled = chosen();
  };
  // On paper a clause names its controls; what their rules found is there once, in the part about the rules.
  let printing = false;
  const opened = (details) => {
    if (printing) return;
    if (details.matches('[data-rule]') && details.dataset.filled !== chosen()) fill(details);
    if (details.matches('.clause') && details.dataset.filled !== chosen()) drill(details);
  };
  const retally = (within) => {
    for (const element of all('[data-rule]', within)) element.querySelector('.tally').textContent = tally(rowsOf(ruleAt.get(element.dataset.rule)));
  };
  const drill = (details) => {
    for (const place of all('[data-carrier]:empty', details)) {
      place.append(...(data.controls[place.dataset.carrier] || []).map((rule) => {
        const element = make('details', 'rule', make('summary', '', data.rules[rule].title, ' ', make('span', 'note tally')), make('div', 'rows'));
        element.dataset.rule = data.rules[rule].id;
        return element;
      }));
    }
    retally(details);
    details.dataset.filled = chosen();
  };
  document.addEventListener('toggle', (event) => { if (event.target.open) opened(event.target); }, true);

  const form = document.getElementById('filter');
  let told = '';
  const filter = () => {
    const { source, environment, standing, words } = form.elements;
    const wanted = words.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const body of all('tbody.clause')) {
      const text = body.textContent.toLowerCase();
      const fits = (!source.value || body.dataset.source === source.value) && (!standing.value || body.dataset.standing === standing.value)
        && (!environment.value || body.dataset.environments.split(' ').includes(environment.value)) && wanted.every((word) => text.includes(word));
      body.hidden = !fits;
      if (fits) shown += 1;
    }
    for (const network of all('[data-network]')) network.hidden = environment.value !== '' && network.dataset.network !== environment.value;
    document.getElementById('shown').textContent = shown + ' of ' + all('tbody.clause').length + ' clauses'
      + (environment.value ? '; networks and verdicts of ' + environment.value + ' only' : '');
    if (told !== environment.value) retally(document.getElementById('rules'));
    told = environment.value;
    all('details[open]').forEach(opened);
  };
  form.addEventListener('input', filter);
  form.addEventListener('reset', () => setTimeout(filter));
  form.addEventListener('submit', (event) => event.preventDefault());
  for (const link of all('[data-show]')) {
    link.addEventListener('click', () => { form.elements.standing.value = link.dataset.show; filter(); });
  }

  const button = document.getElementById('theme');
  const dark = () => (root.dataset.theme || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
  const name = () => button.setAttribute('aria-pressed', String(dark()));
  button.addEventListener('click', () => { root.dataset.theme = dark() ? 'light' : 'dark'; name(); });
  name();

  const reveal = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let element = target; element; element = element.parentElement) if (element.tagName === 'DETAILS') element.open = true;
    if (target) target.scrollIntoView();
  };
  addEventListener('hashchange', reveal);
  reveal();

  let closed = [];
  addEventListener('beforeprint', () => {
    printing = true;
    closed = all('details:not([open])');
    for (const details of closed) details.open = true;
    all('#rules details').forEach(fill);
  });
  addEventListener('afterprint', () => {
    for (const details of closed) details.open = false;
    printing = false;
  });
  root.classList.add('script');
  filter();
})();
`;
