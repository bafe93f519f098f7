import type { Evidence } from '../../../../lib/checks/evidence/evidence';
import { oscalOf } from '../../../../lib/checks/evidence/oscal';
import { uuid } from '../../../../lib/checks/evidence/oscal/document';

const counts = { 'compliant': 1, 'violation': 0, 'unknown': 0, 'not-applicable': 0, 'acknowledged': 0 };
const control = (id: string, standing: Evidence['controls'][number]['standing']): Evidence['controls'][number] =>
  ({ id, requires: `${id} holds.`, where: 'all', standing, proofs: [{ kind: 'rule', standing, by: ['BucketVersioned'] }], counts });
const verdict = (logicalId: string, kind: Evidence['verdicts'][number]['verdict'], messages: string[] = []): Evidence['verdicts'][number] =>
  ({ rule: 'BucketVersioned', stack: 'Test/Data', logicalId, path: `Test/Data/${logicalId}/Resource`, type: 'AWS::S3::Bucket', verdict: kind, messages, facts: [{ path: 'Properties.A', value: 'one\n two ' }] });

const EVIDENCE: Evidence = {
  format: 'cdk-dtap/evidence',
  version: 1,
  estate: { name: 'acme', accounts: { 200000000002: 'test' }, environments: ['test'] },
  stacks: [{ path: 'Test/Data', account: '200000000002', region: 'eu-central-1', environment: 'test', resources: 3 }],
  rules: [
    { id: 'BucketVersioned', title: 'A bucket keeps versions.', why: 'Else they are lost.', mend: 'Set it.', controls: ['DAT2', 'BAK2'], references: [] },
    { id: 'Unused', title: 'Nothing is subject to it.', why: 'No reason.', mend: 'Nothing.', controls: ['DAT2'], references: [] },
  ],
  verdicts: [verdict('A', 'compliant'), verdict('B', 'violation', ['no versions', 'none at all']), verdict('C', 'not-applicable')],
  exceptions: [],
  controls: [control('DAT2', 'violated'), control('BAK2', 'held'), control('BAK1', 'accepted'), control('NET1', 'partial'), control('RES3', 'attested'), control('NET2', 'not-applicable')],
  clauses: [{ id: 'PHA-09', source: 'pharius', ref: 'x', kind: 'technical', says: 'Backed up.', controls: ['BAK1', 'BAK2'], standing: 'accepted' }],
};

type Any = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any
const documents = (evidence = EVIDENCE, at?: string): Any => Object.assign({}, ...oscalOf(evidence, at).map(({ text }) => JSON.parse(text) as Any)) as Any;
const named = (props: Any[], name: string) => props.filter((prop) => prop.name === name).map((prop) => prop.value as string);

describe('OSCAL documents', () => {
  const all = documents();
  const results = all['assessment-results'].results[0] as Any;

  test('are a catalog, a component definition and assessment results, of version 1.1.3', () => {
    expect(oscalOf(EVIDENCE).map(({ name }) => name)).toEqual(['catalog.json', 'component-definition.json', 'assessment-results.json']);
    expect(Object.values(all).map((document) => (document as Any).metadata['oscal-version'] as string)).toEqual(['1.1.3', '1.1.3', '1.1.3']);
  });

  test('conclude that a control is satisfied if it holds, exceptions on record included, and only then', () => {
    expect(results.findings.map((finding: Any) => [finding.title, finding.target.status.state, finding.target.status.reason])).toEqual([
      ['DAT2', 'not-satisfied', 'fail'], ['BAK2', 'satisfied', 'pass'], ['BAK1', 'satisfied', 'other'], ['NET1', 'not-satisfied', 'other'],
    ]);
    expect(results.remarks).toBe('Not concluded here: RES3 (attested), NET2 (not-applicable).');
    expect(results['reviewed-controls']['control-selections'][0]['include-controls']).toEqual(['DAT2', 'BAK2', 'BAK1', 'NET1'].map((id) => ({ 'control-id': id })));
  });

  test('observe each rule that applies to something, on the resources that it applies to', () => {
    expect(results.observations.map((observation: Any) => named(observation.props as Any[], 'rule'))).toEqual([['BucketVersioned']]);
    const [compliant, violating, ...more] = results.observations[0].subjects as Any[];
    expect(more).toEqual([]);
    expect([compliant.title, named(compliant.props as Any[], 'verdict'), compliant.remarks]).toEqual(['Test/Data/A/Resource', ['compliant'], undefined]);
    expect([violating.title, named(violating.props as Any[], 'verdict'), violating.remarks]).toEqual(['Test/Data/B/Resource', ['violation'], 'no versions; none at all']);
  });

  test('refer only to what they hold', () => {
    const inventory = new Set<string>(results['local-definitions']['inventory-items'].map((item: Any) => item.uuid as string));
    const subjects = results.observations.flatMap((observation: Any) => observation.subjects.map((subject: Any) => subject['subject-uuid'] as string)) as string[];
    expect(subjects.filter((id) => !inventory.has(id))).toEqual([]);
    const observations = new Set<string>(results.observations.map(({ uuid: id }: Any) => id as string));
    expect(results.findings.flatMap((finding: Any) => (finding['related-observations'] ?? []).map((related: Any) => related['observation-uuid'] as string)).filter((id: string) => !observations.has(id))).toEqual([]);
    const objectives = all.catalog.controls.flatMap(({ parts }: Any) => parts.map(({ id }: Any) => id as string)) as string[];
    expect(results.findings.map((finding: Any) => finding.target['target-id'] as string).filter((id: string) => !objectives.includes(id))).toEqual([]);
    expect(all['assessment-results']['import-ap'].href).toBe(`#${all['assessment-results']['back-matter'].resources[0].uuid as string}`);
  });

  test('map each control to clauses and frameworks', () => {
    const { props } = all.catalog.controls.find(({ id }: Any) => id === 'BAK2') as Any;
    expect(named(props as Any[], 'clause')).toEqual(['PHA-09']);
    expect(named(props as Any[], 'iso-27001-2022')).toEqual(['A.8.13']);
  });

  test('hold no empty list and no value that OSCAL refuses', () => {
    const walk = (value: unknown): unknown[] => [value, ...(typeof value === 'object' && value !== null ? Object.values(value).flatMap(walk) : [])];
    const values = [all, documents({ ...EVIDENCE, rules: [], verdicts: [], stacks: [], controls: [control('BAK2', 'held')] })].flatMap(walk);
    expect(values.filter((value) => Array.isArray(value) && value.length === 0)).toEqual([]);
    const props = values.filter((value): value is Any => typeof value === 'object' && value !== null && 'ns' in value);
    expect(props.length).toBeGreaterThan(20);
    expect(props.filter(({ name, value }) => !/^\S(.*\S)?$/.test(value as string) || !/^[a-z][\w.-]*$/.test(name as string))).toEqual([]);
    expect(named(results.observations[0].subjects[0].props as Any[], 'fact')).toEqual(['Properties.A = one two']);
  });

  test('are the same bytes for the same evidence, and another version for another', () => {
    expect(oscalOf(structuredClone(EVIDENCE))).toEqual(oscalOf(EVIDENCE));
    const other = documents({ ...EVIDENCE, verdicts: [] });
    expect(other.catalog.uuid).toBe(all.catalog.uuid);
    expect(other['assessment-results'].uuid).not.toBe(all['assessment-results'].uuid);
    expect(other.catalog.metadata.version).not.toBe(all.catalog.metadata.version);
  });

  test('bear the fixed epoch unless a time is given, and say so; a text that is no time is refused', () => {
    expect(all.catalog.metadata['last-modified']).toBe('1970-01-01T00:00:00Z');
    expect(all.catalog.metadata.remarks).toContain('fixed epoch');
    const timed = documents(EVIDENCE, '2030-01-31T12:00:00+01:00');
    expect(timed['assessment-results'].results[0].start).toBe('2030-01-31T12:00:00+01:00');
    expect(timed.catalog.metadata.remarks).not.toContain('fixed epoch');
    expect(() => oscalOf(EVIDENCE, '2030-01-31')).toThrow("'2030-01-31' is no time that OSCAL takes; write it like 2030-01-31T12:00:00Z.");
    expect(() => oscalOf(EVIDENCE, '2030-13-31T12:00:00Z')).toThrow('no time');
  });

  test('bear identifiers of version 5, which differ where the names do', () => {
    expect(uuid('a', 'b')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(uuid('a', 'b')).toBe(uuid('a', 'b'));
    expect(new Set([uuid('a', 'b'), uuid('ab'), uuid('b', 'a'), uuid('a')]).size).toBe(4);
  });
});
