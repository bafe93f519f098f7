import { MasterKeyNeedsApproval } from '../../../../lib/checks/proofs/properties/master-key-needs-approval';
import type { Resource, TemplateSet } from '../../../../lib/checks/template';
import { ownerOf } from '../access';
import type { Break, Edit, Family } from '../mutants';
import { allow, change, each, peopleIn } from '../people';

const keys = (set: TemplateSet) => [...new Set(set.ofType('AWS::RDS::DBCluster').filter((store) => ownerOf(store) === 'production').flatMap((store) => store.at('KmsKeyId').target ?? []))];
const masters = (set: TemplateSet) => set.ofType('AWS::IAM::ManagedPolicy').filter((policy) => policy.at('Path').text === '/grants/master-key/');
const OFFICER = 'arn:aws:iam::*:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_PrivacyOfficer_*';

/** The key's policy names people, or grants of support, whatever their own policies say. */
const named = (name: string, pattern: string, more: object = {}, condition: object = {}): Break => each(name, keys, (key: Resource) => ({
  about: key, names: [key, /may kms:\w+/],
  edit: change(key, (statements) => { statements.push({ Effect: 'Allow', Action: 'kms:Decrypt', Principal: '*', Resource: '*', Condition: { ArnLike: { 'aws:PrincipalArn': pattern }, ...condition }, ...more }); }, 'KeyPolicy'),
}));

const runbook = (door: string) => ({ Action: 'ssm:StartAutomationExecution', Resource: `arn:aws:ssm:*:*:automation-definition/master-key-grant-${door}:*` });
const role = (set: TemplateSet, name: string) => peopleIn(set, ['production'], (each_) => each_ === name);

/** Somebody may do what others do. */
const both = (name: string, who: string, door: string): Break => each(name, masters, (about, set) => ({
  about, names: [role(set, who)[0].policy, /and .* may ssm:StartAutomationExecution/], edit: (drafts) => role(set, who).forEach(({ policy }) => allow(policy, runbook(door))(drafts)),
}));

/** Somebody approves no more. */
const without = (set: TemplateSet, name: string): Edit => (drafts) => role(set, name).forEach(({ policy }) => change(policy, (statements) => statements.filter((statement) => JSON.stringify(statement).includes('master-key-grant-approve')).forEach((statement) => { statement.Action = 'ssm:GetAutomationExecution'; }))(drafts));

export const FAMILY: Family = {
  property: MasterKeyNeedsApproval,
  breaks: [
    named('the privacy officer, directly', OFFICER),
    named('the privacy officer, to encrypt anew', OFFICER, { Action: ['kms:ReEncryptFrom', 'kms:ReEncryptTo'] }),
    named('the privacy officer, through a service if one is told', OFFICER, {}, { StringEqualsIfExists: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' } }),
    named('the privacy officer, through all but one service', OFFICER, {}, { StringNotEquals: { 'kms:ViaService': 'ec2.eu-central-1.amazonaws.com' } }),
    named('grants of support', 'arn:aws:iam::*:role/grants/support/*'),
    named('all grants, for a customer', 'arn:aws:iam::*:role/grants/*', {}, { Null: { 'kms:EncryptionContext:customer': 'false' } }),
    named('people by a pattern', 'arn:aws:iam::*:role/aws-reserved/*', { Action: 'kms:*' }),
    both('who approves asks', 'SecurityAuditor', 'request'),
    both('who asks approves', 'Support', 'approve'),
    both('who approves does everything', 'KeyCustodian', '*'),
    each('one role approves', masters, (about, set) => ({ about, names: [/only SecurityAuditor may approve/], edit: without(set, 'KeyCustodian') })),
    each('nobody approves', masters, (about, set) => ({ about, names: [/no role may approve/], edit: (drafts) => ['KeyCustodian', 'SecurityAuditor'].forEach((name) => without(set, name)(drafts)) })),
  ],
};
