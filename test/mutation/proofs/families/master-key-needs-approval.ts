import { MasterKeyNeedsApproval } from '../../../../lib/checks/proofs/properties/master-key-needs-approval';
import type { Resource, TemplateSet } from '../../../../lib/checks/template';
import type { Loose } from '../../support/operator';
import { ownerOf, statementsOf } from '../access';
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

const isTheirs = (statement: Loose) => statement.Condition?.StringEquals?.['kms:EncryptionContext:customer'] !== undefined;
/** Keys that grants of the master key open. */
const masterKeys = (set: TemplateSet) => set.ofType('AWS::KMS::Key').filter((key) => ownerOf(key) === 'production' && statementsOf(key, 'KeyPolicy')?.some(isTheirs));
/** The policy of each key that grants open is changed, so that they open nothing with it. */
const shut = (name: string, edit: (statements: Loose[]) => Loose[] | void): Break => each(name, masters, (about, set) => ({
  about, names: [/is not opened with/, masterKeys(set)[0]], edit: (drafts) => masterKeys(set).forEach((key) => change(key, (statements) => {
    const left = edit(statements);
    if (left) {
      statements.splice(0, statements.length, ...left);
    }
  }, 'KeyPolicy')(drafts)),
}));
/** What a grant's session may do is changed. */
const session = (name: string, said: RegExp, edit: (statements: Loose[]) => void): Break => each(name, masters, (about) => ({ about, names: [said], edit: change(about, edit) }));

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
    shut('a key that does not know the grants', (statements) => statements.filter((statement) => !isTheirs(statement))),
    shut('a key for grants of another path', (statements) => { statements.filter(isTheirs).forEach((statement) => { statement.Condition.ArnLike['aws:PrincipalArn'] = 'arn:aws:iam::*:role/grants/keys/*'; }); }),
    shut('a key for one customer by name', (statements) => { statements.filter(isTheirs).forEach((statement) => { statement.Condition.StringEquals['kms:EncryptionContext:customer'] = 'umbrella'; }); }),
    shut('a key that denies calls past services', (statements) => { statements.push({ Effect: 'Deny', Action: 'kms:Decrypt', Principal: '*', Resource: '*', Condition: { Null: { 'kms:ViaService': 'true' } } }); }),
    session('a session that decrypts through S3 alone', /is not opened with/, (statements) => { statements.filter((statement) => isTheirs(statement)).forEach((statement) => { statement.Condition.StringEquals['kms:ViaService'] = 's3.eu-central-1.amazonaws.com'; }); }),
    session('a session that decrypts with no key of data', /names no key of personal data/, (statements) => { statements.filter(({ Action }) => Action === 'kms:Decrypt').forEach((statement) => { statement.Resource = 'arn:aws:kms:eu-central-1:200000000004:alias/data'; }); }),
    each('one role approves', masters, (about, set) => ({ about, names: [/only SecurityAuditor may approve/], edit: without(set, 'KeyCustodian') })),
    each('nobody approves', masters, (about, set) => ({ about, names: [/no role may approve/], edit: (drafts) => ['KeyCustodian', 'SecurityAuditor'].forEach((name) => without(set, name)(drafts)) })),
  ],
};
