import { prove } from '../../../../lib/checks/proofs/prove';
import type { Property } from '../../../../lib/checks/proofs/property';
import { TemplateSet } from '../../../../lib/checks/template';
import { compliant } from '../../../../lib/checks/verdict';

const words = { id: 'X', title: 'X.', why: 'X', mend: 'X', controls: [], references: [] };
const holding = (proof: Property['proof']): Property => ({ ...words, proof, check: ({ templates: [template] }) => [{ template, logicalId: 'Bucket', verdict: compliant() }] });
const failing: Property = { ...words, proof: 'path', check: () => { throw new Error('lost the way'); } };
const body = { Resources: { Bucket: { Type: 'AWS::S3::Bucket' } } };
const set = (accounts?: Record<string, string>) => new TemplateSet([{ name: 'Stack', body }], accounts);

test('a property of the network is proved of any templates, one of access only of an estate', () => {
  expect(prove(set(), [holding('path')])).toMatchObject([{ logicalId: 'Bucket', resourceType: 'AWS::S3::Bucket', verdict: { kind: 'compliant' } }]);
  expect(prove(set(), [holding('iam')])).toEqual([]);
  expect(prove(set({ '111111111111': 'production' }), [holding('iam')])).toHaveLength(1);
});

test('a proof that fails proves nothing', () => {
  expect(prove(set(), [failing])).toMatchObject([{ verdict: { kind: 'unknown', messages: ['the proof failed: lost the way'] } }]);
  expect(prove(new TemplateSet([]), [failing])).toEqual([]);
});
