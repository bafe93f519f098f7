/** The page's colours: every text has a contrast of at least 4.5 to 1 on what it stands on, in both themes. */
const LIGHT = `
  color-scheme: light; --page: #f7f7f5; --sheet: #ffffff; --ink: #1a1f26; --soft: #56606c; --rule: #d9dce1; --faint: #eceef1; --link: #0b5cad; --focus: #0b5cad;
  --good: #0f6b3a; --good-on: #e3f4ea; --bad: #a61b1b; --bad-on: #fce8e6; --warn: #7d4e00; --warn-on: #fdf0d5; --calm: #33506e; --calm-on: #e6eef7; --none: #56606c; --none-on: #eceef1;
  --in: #0b63b8; --out: #a8540a; --inside: #4d5763; --firewall: #fdf1ec; --edge: #fdf6e3; --application: #eaf3fc; --data: #e9f6ee; --endpoints: #f2eefa;`;
const DARK = `
  color-scheme: dark; --page: #101418; --sheet: #171c22; --ink: #e7eaee; --soft: #a6b0bb; --rule: #333b45; --faint: #222932; --link: #7cb8f5; --focus: #7cb8f5;
  --good: #7bd6a0; --good-on: #14301f; --bad: #ff9d94; --bad-on: #3d1a19; --warn: #f0c36a; --warn-on: #352912; --calm: #a5c8ee; --calm-on: #1b2c3f; --none: #a6b0bb; --none-on: #262e37;
  --in: #6fb4f7; --out: #f0a35e; --inside: #b4bec9; --firewall: #2a1e1a; --edge: #29251a; --application: #182635; --data: #17291f; --endpoints: #231f30;`;

const BASE = `
* { box-sizing: border-box; }
html { scroll-behavior: smooth; scroll-padding-top: 1rem; }
body { margin: 0; overflow-wrap: break-word; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -100rem; top: 0; padding: .6rem 1rem; background: var(--sheet); color: var(--link); z-index: 2; }
.skip:focus { left: 0; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 4px; }
a { color: var(--link); text-underline-offset: 2px; overflow-wrap: anywhere; }
header, main, footer { max-width: 1240px; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 1.75rem; }
.top { display: flex; gap: 1rem; align-items: flex-start; justify-content: space-between; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .35rem; letter-spacing: -.01em; }
h2 { font-size: 1.35rem; margin: 0 0 .75rem; line-height: 1.3; }
h3 { font-size: 1.05rem; margin: 1.5rem 0 .5rem; }
p { margin: .35rem 0 .75rem; max-width: 78ch; }
.note { color: var(--soft); font-size: .9em; }
code { font: .88em/1.45 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; margin: 1rem 0 1.5rem; padding: .6rem 0; border-block: 1px solid var(--rule); }
section { background: var(--sheet); border: 1px solid var(--rule); border-radius: 12px; padding: 1.4rem 1.5rem; margin: 0 0 1.25rem; }
button, select, input { font: inherit; color: inherit; background: var(--sheet); border: 1px solid var(--soft); border-radius: 7px; padding: .38rem .6rem; }
button { cursor: pointer; }
button[aria-pressed=true] { background: var(--faint); }
html:not(.script) .needs-script { display: none; }
[hidden] { display: none !important; }
`;

const PARTS = `
.tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(195px, 1fr)); gap: .6rem; list-style: none; margin: 0 0 1.25rem; padding: 0; }
.tiles a { display: block; padding: .6rem .8rem; border: 1px solid var(--rule); border-radius: 9px; text-decoration: none; color: inherit; background: var(--sheet); }
.tiles a:hover { border-color: var(--soft); }
.tiles strong { display: block; font-size: 1.5rem; line-height: 1.25; font-variant-numeric: tabular-nums; }
.tiles .zero strong { color: var(--soft); font-weight: 400; }
.mark { display: inline-flex; gap: .35em; align-items: baseline; padding: .08em .55em; border-radius: 1em; font-size: .87em; font-weight: 600; white-space: nowrap; background: var(--none-on); color: var(--none); }
.sign { font-weight: 700; }
.held, .compliant { background: var(--good-on); color: var(--good); }
.violated, .violation, .expired { background: var(--bad-on); color: var(--bad); }
.unknown, .accepted, .acknowledged, .partial { background: var(--warn-on); color: var(--warn); }
.attested, .organisational { background: var(--calm-on); color: var(--calm); }
form { display: flex; flex-wrap: wrap; gap: .75rem; align-items: flex-end; margin-bottom: .9rem; }
form label { display: grid; gap: .15rem; font-size: .87em; color: var(--soft); }
form label > * { font-size: 15px; color: var(--ink); }
form select, form input, form button { height: 2.4rem; }
form .words { flex: 1 1 200px; }
form .words input { width: 100%; }
output { display: block; font-weight: 600; margin-bottom: .5rem; }
.wide { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: .93em; }
th, td { text-align: left; vertical-align: top; padding: .5rem .7rem .5rem 0; }
thead th { font-size: .87em; color: var(--soft); font-weight: 600; border-bottom: 1px solid var(--soft); }
tbody th { font-weight: 600; }
table.lined tbody tr { border-bottom: 1px solid var(--rule); }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
.ref { color: var(--soft); font-weight: 400; font-size: .92em; }
tbody.clause { border-bottom: 1px solid var(--rule); }
#clause-table { table-layout: fixed; }
#clause-table > thead th:first-child { width: 9.5rem; }
#clause-table > thead th:last-child { width: 9.5rem; }
tbody.clause .more td { padding-top: 0; }
summary { cursor: pointer; border-radius: 4px; color: var(--soft); }
summary:hover { color: var(--ink); }
.carriers { list-style: none; margin: .6rem 0 .4rem; padding: 0 0 0 1rem; border-left: 3px solid var(--rule); }
.carriers > li { margin-bottom: .9rem; }
.carriers p { margin: .15rem 0 .35rem; }
details.rule { border-top: 1px solid var(--faint); padding: .35rem 0; }
details.rule > summary { color: var(--ink); }
.rows { padding: .3rem 0 .3rem 1rem; }
table.verdicts { font-size: .9em; min-width: 600px; }
table.verdicts th[scope=row] { font-weight: 400; width: 34%; }
table.verdicts tbody tr { border-bottom: 1px solid var(--faint); }
.type { color: var(--soft); font-size: .9em; }
.facts { list-style: none; margin: 0; padding: 0; }
.facts li + li { margin-top: .25rem; }
.facts .message { color: var(--bad); }
.paths { margin: .3rem 0; padding-left: 1.1rem; overflow-wrap: anywhere; }
.whole { white-space: nowrap; }
.proofs { list-style: none; margin: 0; padding: 0; display: grid; gap: .2rem; }
.proofs li { white-space: nowrap; }
footer { color: var(--soft); font-size: .9em; padding-bottom: 2rem; }
`;

const PICTURE = `
figure { margin: 0 0 1.5rem; }
figure td:last-child { overflow-wrap: anywhere; }
figcaption { font-size: 1.05rem; font-weight: 600; margin-bottom: .5rem; }
.picture { overflow-x: auto; border-radius: 10px; }
.picture svg { display: block; min-width: 860px; width: 100%; max-width: max-content; height: auto; margin: 0 auto; font-family: system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
svg rect { fill: none; stroke: var(--rule); }
svg .account { stroke: var(--soft); fill: var(--sheet); }
svg .vpc { stroke: var(--good); stroke-width: 1.5; fill: var(--page); }
svg .region { stroke: var(--soft); stroke-dasharray: 5 4; fill: var(--page); }
svg .band { stroke: none; }
svg .firewall { fill: var(--firewall); } svg .edge { fill: var(--edge); } svg .application { fill: var(--application); } svg .data { fill: var(--data); } svg .endpoints { fill: var(--endpoints); }
svg .subnet { stroke: var(--soft); stroke-opacity: .55; stroke-dasharray: 3 3; }
svg .internet { fill: var(--faint); stroke: var(--soft); }
svg .chip { fill: var(--sheet); stroke: var(--soft); }
svg .chip.passes { stroke: var(--out); }
svg .chip.store { stroke: var(--good); }
svg text { fill: var(--ink); font-size: 11px; }
svg text.title { font-size: 14px; font-weight: 600; } svg text.head { font-size: 12px; font-weight: 600; }
svg text.note { font-size: 10.5px; fill: var(--soft); } svg text.name { fill: var(--soft); }
svg text.port { font-size: 10.5px; font-weight: 600; paint-order: stroke; stroke: var(--page); stroke-width: 4px; stroke-linejoin: round; }
svg .wire { fill: none; stroke: var(--inside); stroke-width: 1.6; stroke-linejoin: round; }
svg .wire.in { stroke: var(--in); } svg .wire.out { stroke: var(--out); stroke-dasharray: 6 3; } svg .wire.unsure { stroke: var(--warn); stroke-width: 2; stroke-linecap: round; stroke-dasharray: .1 5; }
svg .tip path { fill: var(--inside); } svg .tip.in path { fill: var(--in); } svg .tip.out path { fill: var(--out); } svg .tip.unsure path { fill: var(--warn); }
`;

const NARROW = `
@media (max-width: 820px) {
  section { padding: 1rem .9rem; border-radius: 8px; }
  header, main, footer { padding-inline: .75rem; }
  #clause-table > thead th:first-child { width: 6.2rem; }
  #clause-table > thead th:last-child { width: 8.6rem; }
  .carriers { padding-left: .6rem; }
  .rows { padding-left: .3rem; }
}
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
@media (forced-colors: active) { .mark { border: 1px solid; } svg .wire { stroke: CanvasText; } }
`;

const PRINT = `
@page { size: A4; margin: 14mm 12mm; }
@media print {
  :root { --page: #ffffff; }
  body { font-size: 9.5pt; }
  header, main, footer { max-width: none; padding: 0; }
  .needs-script, nav, .skip { display: none !important; }
  section { border: 0; border-radius: 0; padding: 0; margin: 0 0 1.2rem; }
  section + section { border-top: 1px solid var(--rule); padding-top: 1rem; }
  tr, figure, .carriers > li, .tiles li { break-inside: avoid; }
  tbody.clause .more { break-inside: auto; }
  h2, h3, summary, figcaption { break-after: avoid; }
  thead { display: table-header-group; break-after: avoid; }
  #network { break-before: page; }
  .tiles { padding: 0 1px; }
  details::details-content { content-visibility: visible; display: block; height: auto; }
  .wide, .picture { overflow: visible; }
  .picture svg { min-width: 0; max-width: 100%; }
  table.verdicts { min-width: 0; font-size: 7pt; line-height: 1.3; }
  table.verdicts th, table.verdicts td { padding: .18rem .4rem .18rem 0; }
  table.verdicts th[scope=row] { width: 46%; }
  table.verdicts br { display: none; }
  .rows { padding: 0; font-size: 8.5pt; }
  .rows p { margin: .1rem 0; max-width: none; }
  table.lined td, table.lined th, .clause td, .clause th { padding-block: .3rem; }
  a { color: inherit; text-decoration: none; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;

/** The page's style sheet. */
export const STYLE = [
  `:root { ${LIGHT} }`,
  `@media screen and (prefers-color-scheme: dark) { :root:not([data-theme=light]) { ${DARK} } }`,
  `@media screen { :root[data-theme=dark] { ${DARK} } }`,
  BASE, PARTS, PICTURE, NARROW, PRINT,
].join('\n');
