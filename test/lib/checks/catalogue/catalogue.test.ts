import { CLAUSES } from '../../../../lib/checks/catalogue/clauses';
import { CONTROLS, type Control, type Proof } from '../../../../lib/checks/catalogue/controls';
import { FRAMEWORKS, servedBy } from '../../../../lib/checks/catalogue/frameworks';
import { REPORTS, reportsFor } from '../../../../lib/checks/catalogue/reports';
import { PROPERTIES } from '../../../../lib/checks/proofs/properties';
import { RULES } from '../../../../lib/checks/rules';
import { CONFIGURED_CONTROLS } from '../../../../lib/estate-validation';

const CONTROL_IDS = new Set<string>(CONTROLS.map(({ id }) => id));
const CLAUSE_IDS = new Set<string>(CLAUSES.map(({ id }) => id));
const twice = (values: readonly string[]) => values.filter((value, i) => values.indexOf(value) !== i);

const isProved = (control: string, proof: Proof) => PROPERTIES.some((property) => property.proof === proof && property.controls.some((id) => id === control));

/** Whether a proof of a control exists. Kinds that are not listed are built nowhere yet. */
const BUILT: Partial<Record<Proof, (control: Control) => boolean>> = {
  rule: ({ id }) => RULES.some((rule) => rule.controls.includes(id)),
  path: ({ id }) => isProved(id, 'path'),
  iam: ({ id }) => isProved(id, 'iam'),
  // A model may be there and planned: it is in force when the estate on record keeps it (test/lib/checks/models).
  model: ({ id, planned }) => isProved(id, 'model') && !planned?.includes('model'),
  config: ({ id }) => CONFIGURED_CONTROLS.includes(id),
  attested: ({ id }) => REPORTS.some((report) => report.controls.includes(id)),
};

/** What is wrong with the marks of a control's proofs. */
function wrongMarks(control: Control, built = BUILT): string[] {
  const planned = control.planned ?? [];
  return [
    ...control.proof.filter((kind) => !planned.includes(kind) && !built[kind]?.(control)).map((kind) => `${control.id}: '${kind}' is neither built nor marked planned`),
    ...planned.filter((kind) => built[kind]?.(control)).map((kind) => `${control.id}: '${kind}' is built, delete its mark 'planned'`),
    ...planned.filter((kind) => !control.proof.includes(kind)).map((kind) => `${control.id}: '${kind}' is planned but not among its proofs`),
  ];
}

describe('clauses', () => {
  test('are 110, and none is there twice', () => {
    expect(CLAUSES).toHaveLength(110);
    expect(twice([...CLAUSES, ...CONTROLS].map(({ id }) => id))).toEqual([]);
  });

  test('a technical clause without a control is refused, and so is an unknown control', () => {
    expect(CLAUSES.filter(({ kind, controls }) => kind === 'technical' && controls.length === 0).map(({ id }) => id)).toEqual([]);
    expect(CLAUSES.flatMap(({ id, controls }) => controls.filter((control) => !CONTROL_IDS.has(control)).map((control) => `${id}: ${control}`))).toEqual([]);
    expect(CLAUSES.filter(({ controls }) => twice(controls).length > 0).map(({ id }) => id)).toEqual([]);
  });

  test('attested and organisational ones name what answers for them', () => {
    expect(CLAUSES.filter(({ kind, id }) => kind !== 'technical' && reportsFor(id).length === 0).map(({ id }) => id)).toEqual([]);
    expect(CLAUSES.filter(({ kind, id }) => kind === 'technical' && reportsFor(id).length > 0).map(({ id }) => id)).toEqual([]);
  });
});

describe('controls', () => {
  test('each carries a clause', () => {
    const carrying = new Set<string>(CLAUSES.flatMap(({ controls }) => controls));
    expect(CONTROLS.filter(({ id }) => !carrying.has(id)).map(({ id }) => id)).toEqual([]);
  });

  test('each has the proofs that it names, or marks them planned until they are built', () => {
    expect(CONTROLS.filter(({ proof }) => proof.length === 0 || twice(proof).length > 0).map(({ id }) => id)).toEqual([]);
    expect(CONTROLS.flatMap((control) => wrongMarks(control))).toEqual([]);
    const planned = CONTROLS.flatMap((control) => control.planned ?? []);
    const kinds = [...new Set(planned)].sort().map((kind) => `${kind} ${planned.filter((each) => each === kind).length}`);
    process.stdout.write(`catalogue: ${planned.length} of ${CONTROLS.flatMap(({ proof }) => proof).length} proofs are planned (${kinds.join(', ')})\n`);
  });

  test('a wrong mark is found, whichever way it is wrong', () => {
    const control = (proof: Proof[], planned?: Proof[]): Control => ({ id: 'NET1', where: 'all', requires: '', proof, planned });
    expect(wrongMarks(control(['model']))).toEqual(["NET1: 'model' is neither built nor marked planned"]);
    expect(wrongMarks(control(['rule'], ['rule']))).toEqual(["NET1: 'rule' is built, delete its mark 'planned'"]);
    expect(wrongMarks(control(['rule'], ['iam']))).toEqual(["NET1: 'iam' is planned but not among its proofs"]);
    expect(wrongMarks(control(['rule', 'iam'], ['iam']))).toEqual([]);
  });
});

describe('what points at controls', () => {
  test('a rule without a control, or with an unknown one, is refused', () => {
    expect(RULES.filter(({ controls }) => controls.length === 0).map(({ id }) => id)).toEqual([]);
    expect(RULES.flatMap(({ id, controls }) => controls.filter((control) => !CONTROL_IDS.has(control)).map((control) => `${id}: ${control}`))).toEqual([]);
  });

  test('reports name known controls that are attested, and known clauses', () => {
    expect(twice(REPORTS.map(({ id }) => id))).toEqual([]);
    expect(REPORTS.flatMap(({ controls }) => controls).filter((id) => !CONTROLS.find((control) => control.id === id)?.proof.includes('attested'))).toEqual([]);
    expect(REPORTS.flatMap(({ clauses }) => clauses).filter((id) => !CLAUSE_IDS.has(id))).toEqual([]);
    expect(REPORTS.filter(({ controls, clauses }) => controls.length + clauses.length === 0).map(({ id }) => id)).toEqual([]);
  });

  test('configured controls are known and have a proof of that kind', () => {
    expect(CONFIGURED_CONTROLS.filter((id) => !CONTROLS.find((control) => control.id === id)?.proof.includes('config'))).toEqual([]);
  });

  test('an unknown id does not compile', () => {
    // @ts-expect-error the id of a control is one of the catalogue
    const unknown: Control['id'] = 'NET99';
    expect(CONTROL_IDS.has(unknown)).toBe(false);
  });
});

describe('frameworks', () => {
  test.each(FRAMEWORKS.map((framework) => [framework.name, framework] as const))('%s: every requirement has a number of its own, a title, and known controls', (_, { requirements, url }) => {
    expect(url).toMatch(/^https:\/\//);
    expect(twice(requirements.map(({ number }) => number))).toEqual([]);
    expect(requirements.filter(({ title, controls }) => title === '' || controls.length === 0 || twice(controls).length > 0).map(({ number }) => number)).toEqual([]);
    expect(requirements.flatMap(({ number, controls }) => controls.filter((id) => !CONTROL_IDS.has(id)).map((id) => `${number}: ${id}`))).toEqual([]);
  });

  test('are the four that the catalogue is mapped to', () => {
    expect(FRAMEWORKS.map(({ id }) => id)).toEqual(['iso-27001-2022', 'owasp-top-10-2021', 'gdpr-article-32', 'nen-7510-2024']);
    const [iso, owasp, , nen] = FRAMEWORKS;
    expect(iso.requirements.every(({ number }) => /^A\.[5-8]\.\d{1,2}$/.test(number))).toBe(true);
    expect(owasp.requirements.map(({ number }) => number)).toEqual(['A01', 'A02', 'A03', 'A04', 'A05', 'A06', 'A07', 'A08', 'A09', 'A10']);
    expect(nen.requirements.map(({ number }) => `A.${number}`)).toEqual(iso.requirements.map(({ number }) => number));
  });

  test('tell what a control serves', () => {
    expect(servedBy('DAT9').map(({ framework, numbers }) => [framework.id, numbers])).toEqual([
      ['iso-27001-2022', ['A.5.34', 'A.8.11', 'A.8.12', 'A.8.33']], ['gdpr-article-32', ['32(1)(a)']], ['nen-7510-2024', ['5.34', '8.11', '8.12', '8.33']],
    ]);
    expect(servedBy('nothing')).toEqual([]);
  });
});
