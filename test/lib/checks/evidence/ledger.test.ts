import type { Evidence, ExceptionEvidence } from '../../../../lib/checks/evidence/evidence';
import { ledgerProblems } from '../../../../lib/checks/evidence/ledger';

const SOUND: ExceptionEvidence = {
  finding: 'Dtap::Dtap-BucketVersioned', resource: 'Test/Data/Logs/Resource', reason: 'It keeps nothing, as control DAT4 asks.', owner: 'platform', until: '2027-06-30', used: true,
};
const rules = [{ id: 'BucketVersioned' }] as unknown as Evidence['rules'];
const problemsOf = (...exceptions: ExceptionEvidence[]) => ledgerProblems({ exceptions, rules }, '2027-01-01').map(({ problem }) => problem);

describe('the exceptions ledger', () => {
  test('takes an exception for one finding on one resource, up to its last day, whichever pack it is for', () => {
    const others = ['AwsSolutions::AwsSolutions-IAM5[Resource::*]', 'checkov::CKV_AWS_18', 'Dtap::Dtap-BucketVersioned[unknown]'].map((finding) => ({ ...SOUND, finding }));
    expect(problemsOf(SOUND, ...others)).toEqual([]);
    expect(ledgerProblems({ exceptions: [SOUND], rules }, '2027-06-30')).toEqual([]);
  });

  test.each([
    ['expired', { until: '2026-12-31' }, 'it expired on 2026-12-31'],
    ['ends too far ahead', { until: '2029-01-02' }, 'it is too broad: its last day, 2029-01-02, is more than 2 years ahead'],
    ['is unused', { used: false }, 'it silences nothing: delete it'],
    ['has no reason', { reason: ' '.repeat(30) }, 'its reason says nothing: write at least 20 characters'],
    ['has no owner', { owner: undefined }, 'it has no owner'],
    ['has no end', { until: undefined }, 'it has no last day'],
    ['is for a whole pack', { finding: 'AwsSolutions::*' }, 'it is too broad: name one finding, Pack::Rule'],
    ['is for every resource of a stage', { resource: 'Test/*' }, 'it is too broad: name one resource by its construct path'],
    ['is for a whole stage', { resource: 'Test' }, 'it is too broad: name one resource by its construct path'],
    ['is for a rule that there is not', { finding: 'Dtap::Dtap-BucketLocked' }, 'there is no such rule'],
    ['names a control that there is not', { reason: 'Stands behind the fence of NET99 and NET5.' }, 'there is no control NET99, which its reason names'],
  ])('refuses one that %s', (_, change, problem) => {
    expect(problemsOf({ ...SOUND, ...change })).toEqual([problem]);
  });

  test('refuses one that is there twice', () => {
    expect(problemsOf(SOUND, { ...SOUND, owner: 'others' })).toEqual(['it is there twice']);
  });

  test('calls none expired without a day to compare with', () => {
    expect(ledgerProblems({ exceptions: [{ ...SOUND, until: '1999-12-31' }], rules })).toEqual([]);
  });
});
