import { CLAUSES } from '../../../../lib/checks/catalogue/clauses';
import { CONTROLS } from '../../../../lib/checks/catalogue/controls';
import { controlsPage } from '../../../../lib/checks/evidence/controls-page';
import { NOT_APPLICABLE, type Rule } from '../../../../lib/checks/rule';

const RULE: Rule = {
  id: 'S3BucketVersioned', title: 'A bucket <keeps> versions.', why: 'Else a|b are lost.', mend: 'Set Status to *Enabled*.', controls: ['DAT2', 'BAK2'],
  references: ['https://example.org/page'], types: ['AWS::S3::Bucket'], where: 'production', check: () => NOT_APPLICABLE,
};

describe('the page of controls', () => {
  const page = controlsPage([RULE]);
  const section = (heading: string) => page.split(/\n(?=#{2,3} )/).find((part) => part.startsWith(`### ${heading}\n`)) ?? '';

  test('has every control and every clause once', () => {
    expect(CONTROLS.filter(({ id }) => page.split('\n').filter((line) => line === `### ${id}`).length !== 1).map(({ id }) => id)).toEqual([]);
    expect(CLAUSES.filter(({ id }) => page.split('\n').filter((line) => line.startsWith(`| ${id} |`)).length !== 1).map(({ id }) => id)).toEqual([]);
  });

  test('says of a control what it carries, how it is proved, what it serves, and by which rules', () => {
    expect(section('BAK2').split('\n').slice(4)).toEqual([
      '- Where: acceptance and production',
      '- Proofs: `rule` (built)',
      '- Carries: PHE-18, PHE-23, WEB-18',
      '- Serves: ISO/IEC 27001:2022 Annex A: A.8.13; GDPR Article 32: 32(1)(c); NEN 7510-2:2024: 8.13',
      '- Checked by:',
      '  - [S3BucketVersioned](#s3bucketversioned): A bucket &lt;keeps> versions.',
      '',
    ]);
    expect(section('TEN2')).toContain('- Proofs: `iam` (planned)');
  });

  test('says of a rule why it is there and how to comply, without turning its words into markup', () => {
    expect(section('S3BucketVersioned').split('\n').slice(2, 9)).toEqual([
      'A bucket &lt;keeps> versions.', '', '- Why: Else a\\|b are lost.', '- Mend: Set Status to \\*Enabled\\*.', '- Judges: `AWS::S3::Bucket`, in production',
      '- Serves: [DAT2](#dat2), [BAK2](#bak2)', '- See: <https://example.org/page>',
    ]);
  });

  test('links only to headings that it has', () => {
    const anchors = new Set([...page.matchAll(/^#{2,3} (.*)$/gm)].map(([, heading]) => heading.toLowerCase().replace(/[^\w\s-]/g, '').replace(/\s/g, '-')));
    expect([...page.matchAll(/\]\(#([^)]*)\)/g)].map(([, anchor]) => anchor).filter((anchor) => !anchors.has(anchor))).toEqual([]);
  });
});
