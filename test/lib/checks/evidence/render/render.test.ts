import { CLAUSES } from '../../../../../lib/checks/catalogue/clauses';
import { CONTROLS } from '../../../../../lib/checks/catalogue/controls';
import { REPORTS, reportsFor } from '../../../../../lib/checks/catalogue/reports';
import type { Evidence, Standing, VerdictEvidence } from '../../../../../lib/checks/evidence/evidence';
import { evidenceHtml } from '../../../../../lib/checks/evidence/render/html';
import { evidenceMarkdown } from '../../../../../lib/checks/evidence/render/markdown';
import { exceptionGroups, STANDINGS } from '../../../../../lib/checks/evidence/render/words';
import { clauseStandings, controlStandings } from '../../../../../lib/checks/evidence/standing';
import { TemplateSet } from '../../../../../lib/checks/template';

const NASTY = '</script><script>alert("1")</script>|<i>';

function evidenceOf(verdicts: Partial<VerdictEvidence>[], exceptions: Evidence['exceptions'] = []): Evidence {
  const rules = [{ id: 'S3BucketVersioned', title: 'A bucket keeps versions.', why: 'Else it does not.', mend: 'Let it.', controls: ['DAT2'], references: ['https://example.org/a'] }];
  const full = verdicts.map((verdict): VerdictEvidence => ({ rule: rules[0].id, stack: 'Test/Data', logicalId: 'Bucket', path: 'Test/Data/Bucket', type: 'AWS::S3::Bucket', verdict: 'compliant', messages: [], facts: [], ...verdict }));
  const controls = controlStandings(CONTROLS, rules, full, { config: [] });
  return {
    format: 'cdk-dtap/evidence', version: 1, estate: { name: 'acme', accounts: { 222222222222: 'test' }, environments: ['test'] },
    stacks: [{ path: 'Test/Data', account: '222222222222', region: 'eu-central-1', environment: 'test', resources: 3 }],
    rules, verdicts: full, exceptions, controls, clauses: clauseStandings(CLAUSES, controls),
  };
}
const html = (evidence: Evidence, today?: string) => evidenceHtml(evidence, new TemplateSet([]), today);
/** Part of the page, as text. */
const part = (page: string, id: string) => (page.split('<section id="').find((piece) => piece.startsWith(`${id}"`)) ?? '').split('</section>')[0].replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
const exception = { finding: 'Dtap::Dtap-S3BucketVersioned', resource: 'Test/Data/Bucket', reason: 'The bucket holds scratch data only.', owner: 'platform', until: '2030-06-30' };

test('what stands on no picture is listed, with what is open', () => {
  const body = { Parameters: { Where: { Type: 'String' } }, Resources: { Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } }, Server: { Type: 'AWS::EC2::Instance', Properties: { SubnetId: { Ref: 'Where' } } } } };
  const page = (resources: Partial<typeof body.Resources>) => part(evidenceHtml(evidenceOf([{}]), new TemplateSet([{ name: 'Test/Data', body: { ...body, Resources: resources } as never }])), 'network');
  expect(page(body.Resources)).toMatch(/On no picture, since .* Instance Server \(Test\/Data\/Server\) .*Properties\.SubnetId \(parameter Where\)/);
  expect(page({ Vpc: body.Resources.Vpc })).not.toMatch(/On no picture/);
});

describe('the page', () => {
  const plain = evidenceOf([{}, { verdict: 'not-applicable' }]);

  test('has every clause in its own markup, with sign and word of its standing', () => {
    const page = html(plain);
    for (const clause of plain.clauses) {
      const body = page.split('<tbody class="clause" ').find((piece) => piece.startsWith(`id="clause-${clause.id}"`)) ?? '';
      const { sign, text } = STANDINGS[clause.standing];
      expect(body).toContain(`<span class="sign" aria-hidden="true">${sign}</span> ${text}`);
      clause.controls.forEach((id) => expect(body).toContain(`href="#control-${id}"`));
    }
  });

  test('shows what models computed, with the result first, sources as links and nothing taken for markup; older evidence has none', () => {
    const computed: Evidence = { ...plain, models: [{ rule: 'S3BucketVersioned', title: 'Availability <i>', columns: ['Link', 'Level', 'Source'], rows: [['a|b', '99.9 %', 'https://aws.amazon.com/s3/sla/']], notes: ['Result: fine.', 'Assumed: much.'] }] };
    expect(part(html(computed), 'models')).toMatch(/Availability &#60;i&#62; A bucket keeps versions\. .*Result: fine\. .*Link Level Source .*a\|b 99\.9 % aws\.amazon\.com\/s3\/sla\/ .*Assumed: much\./);
    expect(html(computed)).toContain('<a href="https://aws.amazon.com/s3/sla/"');
    expect(evidenceMarkdown(computed)).toContain('### Availability &lt;i>\n\n| Link | Level | Source |\n|---|---|---|\n| a\\|b | 99.9 % | https://aws.amazon.com/s3/sla/ |\n\n- Result: fine.\n- Assumed: much.');
    expect(part(html(plain), 'models')).toContain('No model computed anything');
    expect(evidenceMarkdown(plain)).not.toContain('## Availability and recovery');
  });

  test('names the report of every clause that no template shows, and where it is fetched', () => {
    const page = html(plain);
    expect(CLAUSES.filter(({ id, kind }) => kind !== 'technical' && !reportsFor(id).every((report) => page.includes(`href="#report-${report.id}"`)))).toEqual([]);
    REPORTS.forEach((report) => expect(part(page, 'reports')).toContain(report.where.replace('https://', '')));
  });

  test('has no link that leads nowhere, and no id twice', () => {
    const page = html(evidenceOf([{ verdict: 'violation', messages: ['no versions'] }], [exception]));
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
    expect([...page.matchAll(/ href="#([^"]+)"/g)].map(([, id]) => id).filter((id) => !ids.includes(id))).toEqual([]);
  });

  test('lists what stands open, and says so when nothing does', () => {
    const open = part(html(evidenceOf([{ verdict: 'violation', messages: ['no versions here'] }, { verdict: 'unknown', messages: ['status is a parameter'] }])), 'open');
    expect(open).toMatch(/Violations: 1 .*Test\/Data\/Bucket.*222222222222 , eu-central-1.*no versions here.*Unknowns: 1 .*status is a parameter/);
    expect(part(html(plain), 'open')).toMatch(/Violations: 0 .*Nothing breaks a rule.*Unknowns: 0 .*Exceptions: 0 None\./);
  });

  test('lists a flood of findings up to a bound, and says how many more there are', () => {
    const flood = part(html(evidenceOf(Array.from({ length: 250 }, (_, i) => ({ verdict: 'violation' as const, path: `Test/Data/Bucket${i}` })))), 'open');
    expect(flood).toContain('Violations: 250');
    expect(flood.match(/Test\/Data\/Bucket\d+/g)).toHaveLength(200);
    expect(flood).toContain('50 more are listed at their rules.');
  });

  test('knows no day of its own: an exception is expired only against a day that is given', () => {
    const evidence = evidenceOf([{ verdict: 'acknowledged' }], [exception]);
    expect(part(html(evidence), 'exceptions')).toMatch(/were not compared with a day.*2030-06-30/);
    expect(part(html(evidence), 'exceptions')).not.toContain('expired ');
    expect(part(html(evidence, '2030-06-30'), 'exceptions')).not.toContain('✕');
    expect(part(html(evidence, '2030-07-01'), 'exceptions')).toMatch(/compared with 2030-07-01.*2030-06-30 ✕ expired/);
    expect(part(html(evidence, '2030-07-01'), 'open')).toMatch(/1 to mend.*it expired on 2030-06-30 platform/);
    expect(html(evidence)).not.toMatch(/new Date|Date\.now/);
  });

  test('turns no text of an estate into markup or script', () => {
    const evidence = evidenceOf([{ verdict: 'violation', path: NASTY, type: NASTY, messages: [NASTY], facts: [{ path: NASTY, value: NASTY }] }], [{ ...exception, finding: NASTY, reason: NASTY, owner: NASTY, resource: NASTY }]);
    const page = html({ ...evidence, estate: { ...evidence.estate, name: NASTY, accounts: { [NASTY]: NASTY }, environments: [NASTY] }, stacks: [{ ...evidence.stacks[0], path: NASTY, environment: NASTY, account: NASTY }] });
    expect(page.match(/<script/g)).toHaveLength(2);
    expect(page).not.toContain('<i>');
    const data = /<script type="application\/json" id="data">(.*)<\/script>/.exec(page)?.[1] ?? '';
    expect((JSON.parse(data) as { texts: string[] }).texts).toContain(NASTY);
  });

  test('may load nothing', () => {
    const page = html(plain);
    expect(page).toContain(`content="default-src 'none';`);
    expect(page).not.toMatch(/<(link|img|iframe|object|embed)\b|@import|url\((?!#)|\bsrc=/);
  });

  test('has each text of the verdicts once, however often it decided', () => {
    const fact = { path: 'Properties.VersioningConfiguration.Status', value: 'EnabledByTheText' };
    expect(html(evidenceOf(Array.from({ length: 50 }, () => ({ facts: [fact] })))).match(/EnabledByTheText/g)).toHaveLength(1);
  });
});

describe('the Markdown', () => {
  const lines = (evidence: Evidence, today?: string) => evidenceMarkdown(evidence, today).split('\n');

  test('has a row for every clause and every control', () => {
    const text = lines(evidenceOf([{}]));
    expect(CLAUSES.filter(({ id }) => text.filter((line) => line.startsWith(`| ${id} |`)).length !== 1)).toEqual([]);
    expect(CONTROLS.filter(({ id }) => !text.some((line) => line.startsWith(`| ${id} |`))).map(({ id }) => id)).toEqual([]);
    expect(text.filter((line) => /^\| DAT2 \|.* \| 1 \| 0 \| 0 \| 0 \|$/.test(line))).toHaveLength(1);
  });

  test('counts the clauses and controls by standing', () => {
    const evidence = evidenceOf([{}]);
    const of = (standing: Standing) => [evidence.clauses, evidence.controls].map((rows: readonly { standing: Standing }[]) => rows.filter((row) => row.standing === standing).length);
    for (const standing of Object.keys(STANDINGS) as Standing[]) {
      expect(lines(evidence)).toContain(`| ${STANDINGS[standing].sign} ${STANDINGS[standing].text} | ${of(standing).join(' | ')} | ${STANDINGS[standing].means} |`);
    }
  });

  test('lists findings and exceptions, without turning their words into markup', () => {
    const text = lines(evidenceOf([{ verdict: 'violation', messages: [NASTY] }], [{ ...exception, reason: NASTY }]), '2031-01-01');
    expect(text).toContain('### Violations: 1');
    expect(text).toContain('| Test/Data/Bucket | A bucket keeps versions. | &lt;/script>&lt;script>alert("1")&lt;/script>\\|&lt;i> |');
    expect(text).toContain('| Dtap::Dtap-S3BucketVersioned | &lt;/script>&lt;script>alert("1")&lt;/script>\\|&lt;i> | platform | 2030-06-30 **expired** | 1 |');
  });
});

test('exceptions with the same words are one entry, and what ends first stands first', () => {
  const groups = exceptionGroups([
    { ...exception, resource: 'B', used: true }, { ...exception, finding: 'Z', until: undefined, owner: undefined }, { ...exception, finding: 'Y', until: '2029-01-01' }, { ...exception, resource: 'A', used: false },
  ], '2029-06-01');
  expect(groups.map(({ finding, resources, unused, expired }) => [finding, resources.join(' '), unused, expired])).toEqual([
    ['Y', 'Test/Data/Bucket', false, true], [exception.finding, 'A B', true, false], ['Z', 'Test/Data/Bucket', false, false],
  ]);
});
