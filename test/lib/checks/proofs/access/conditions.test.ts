import { mayEver } from '../../../../../lib/checks/proofs/access/ask';
import { AccessModel, type Principal } from '../../../../../lib/checks/proofs/access/model';
import { TemplateSet, type Json } from '../../../../../lib/checks/template';

const ACCOUNT = '111111111111';
const all = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
const none = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] };
const perhaps = (one: unknown, other: unknown = { Ref: 'AWS::NoValue' }) => ({ 'Fn::If': ['Perhaps', one, other] });

/** Whether the role, or else any identity of the account, may delete a bucket; and why it is not decided. */
function answer(resources: Record<string, [string, object]>, isRole = true): string {
  const body = {
    Parameters: { It: { Type: 'String' } }, Conditions: { Perhaps: { 'Fn::Equals': [{ Ref: 'It' }, 'yes'] } },
    Resources: Object.fromEntries(Object.entries(resources).map(([id, [type, properties]]) => [id, { Type: `AWS::${type}`, Properties: properties }])),
  } as unknown as Json;
  const model = AccessModel.of(new TemplateSet([{ name: 'T', stackName: 't', account: ACCOUNT, region: 'eu-central-1', body }], { [ACCOUNT]: 'test', 999999999990: 'management' }));
  const principal: Principal = isRole ? { kind: 'identity', identity: model.identities[0] } : { kind: 'account', account: ACCOUNT };
  const { answer: given, reasons } = mayEver(model, { principal, action: 's3:DeleteBucket', resource: '*' });
  return [given, ...reasons].join(': ');
}

const role = (properties: object): [string, object] => ['IAM::Role', { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] }, ...properties }];
const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';

test.each<[string, Record<string, [string, object]>, RegExp]>([
  ['a policy of AWS', { Role: role({ ManagedPolicyArns: perhaps([ADMINISTRATOR]) }) }, /^unknown: .*AdministratorAccess is among Role ManagedPolicyArns/],
  ['one of a list', { Role: role({ ManagedPolicyArns: [perhaps(ADMINISTRATOR)] }) }, /^unknown: .*a condition/],
  ['one in the place of another', { Role: role({ ManagedPolicyArns: [perhaps(ADMINISTRATOR, { Ref: 'Policy' })] }), Policy: ['IAM::ManagedPolicy', { PolicyDocument: { Version: '2012-10-17', Statement: [] } }] }, /^unknown: .*a condition/],
  ['a policy that attaches itself', { Role: role({}), Policy: ['IAM::ManagedPolicy', { PolicyDocument: all, Roles: perhaps([{ Ref: 'Role' }]) }] }, /^unknown: .*among Policy Roles/],
  ['a boundary', { Role: role({ ManagedPolicyArns: [ADMINISTRATOR], PermissionsBoundary: perhaps({ Ref: 'Policy' }) }), Policy: ['IAM::ManagedPolicy', { PolicyDocument: none }] }, /^unknown: .*a condition/],
  ['a group', { User: ['IAM::User', { Groups: perhaps([{ Ref: 'Group' }]) }], Group: ['IAM::Group', { Policies: [{ PolicyName: 'x', PolicyDocument: all }] }] }, /^unknown: .*a condition/],
  ['one that both branches name', { Role: role({ ManagedPolicyArns: perhaps([ADMINISTRATOR], ['arn:aws:iam::aws:policy/AdministratorAccess']) }) }, /^yes$/],
])('a condition decides about what is attached: %s', (_, resources, expected) => {
  expect(answer(resources)).toMatch(expected);
});

test.each<[string, unknown, RegExp]>([
  ['everywhere', ['r-ab12'], /^no$/], ['everywhere, or nowhere', perhaps(['r-ab12']), /^unknown: .*a condition of the template decides whether r-ab12 is among Policy TargetIds/],
  ['here, or there', [perhaps(ACCOUNT, '222222222222')], /^unknown: .*a condition/], ['elsewhere, or nowhere', perhaps(['222222222222']), /^yes$/], ['everywhere, and perhaps here', ['r-ab12', perhaps(ACCOUNT)], /^no$/],
])('a condition decides whom a service control policy is for: %s', (_, targets, expected) => {
  expect(answer({ Policy: ['Organizations::Policy', { Name: 'x', Type: 'SERVICE_CONTROL_POLICY', Content: none, TargetIds: targets }] }, false)).toMatch(expected);
});
