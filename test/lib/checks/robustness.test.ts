import * as fc from 'fast-check';
import { judge } from '../../../lib/checks/judge';
import { RULES } from '../../../lib/checks/rules';
import { TemplateSet, type Json } from '../../../lib/checks/template';

const TYPES = [...new Set(RULES.flatMap((rule) => rule.types))].filter((type) => type.startsWith('AWS::'));
/** Property names that the rules read, so that malformed values reach their logic. */
const NAMES = [...new Set([...RULES.flatMap((rule) => [...String(rule.check).matchAll(/['"]([A-Z][A-Za-z]+)['"]/g)].map((match) => match[1])), 'Statement', 'Principal', 'Condition', 'Effect', 'Action', 'AWS'])];

const leaf = fc.constantFrom<Json>(true, 'true', 0, -1, '', '*', null, 'Allow', 'Deny', 'eu-west-2', '0.0.0.0/0', '{bad', '{"Statement":[1,null,{}]}', 'arn:aws:iam::222222222222:root',
  { Ref: 'P' }, { Ref: 'R0' }, { 'Fn::GetAtt': ['R1', 'Arn'] }, { 'Fn::GetAtt': 1 }, { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:${P}' }, { 'Fn::If': ['C', 1, { Ref: 'AWS::NoValue' }] }, { 'Fn::Transform': {} }, { 'Fn::Join': [] });
const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof({ maxDepth: 3, depthSize: 'small' }, leaf, fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(fc.constantFrom(...NAMES), tie('value'), { maxKeys: 6 }) as fc.Arbitrary<Json>),
}));
const resource = fc.record({ Type: fc.constantFrom(...TYPES), Properties: fc.oneof({ weight: 9, arbitrary: fc.dictionary(fc.constantFrom(...NAMES), value, { minKeys: 10, maxKeys: 30 }) as fc.Arbitrary<Json> }, { weight: 1, arbitrary: value }) });

test('no rule fails on a malformed template: it says what is wrong, or that it cannot know', () => {
  fc.assert(fc.property(fc.array(resource, { minLength: 10, maxLength: 20 }), value, (resources, output) => {
    const body = {
      Parameters: { P: { Type: 'String', NoEcho: true } },
      Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } },
      Resources: Object.fromEntries(resources.map((each, i) => [`R${i}`, each])),
      Outputs: { Out: { Value: output } },
    };
    const findings = judge(new TemplateSet([{ name: 'S', account: '111111111111', environment: 'development', body }], { 111111111111: 'development', 222222222222: 'production' }));
    expect(findings.flatMap(({ rule, verdict }) => verdict.messages.filter((message) => message.startsWith('the rule failed')).map((message) => `${rule.id}: ${message}`))).toEqual([]);
    findings.forEach(({ verdict }) => expect(verdict.facts).toBeDefined());
  }), { numRuns: 150, seed: 2 });
});
