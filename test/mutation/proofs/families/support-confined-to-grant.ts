import { SupportConfinedToGrant } from '../../../../lib/checks/proofs/properties/support-confined-to-grant';
import type { Resource, TemplateSet } from '../../../../lib/checks/template';
import type { Loose } from '../../support/operator';
import { ownerOf } from '../access';
import type { Break, Edit, Family } from '../mutants';
import { beside, mutantIn } from '../network';
import { allow, change, each, isAbout, peopleIn } from '../people';

const CUSTOMER = '${aws:PrincipalTag/customer}';
const sessions = (set: TemplateSet) => set.ofType('AWS::IAM::ManagedPolicy').filter((policy) => /^\/grants\/support\//.test(policy.at('Path').text ?? ''));
const all = (set: TemplateSet) => set.ofType('AWS::IAM::ManagedPolicy').filter((policy) => /^\/grants\//.test(policy.at('Path').text ?? ''));
const support = (set: TemplateSet) => peopleIn(set, ['production'], (role) => role === 'Support');

/** A statement of what a grant opens is changed. */
const opened = (name: string, action: string, edit: (statement: Loose) => void): Break => each(name, sessions, (policy) => ({
  about: policy, names: [policy, new RegExp(`may ${action.split(':')[0]}:`)], edit: change(policy, (statements) => statements.filter((statement) => isAbout(statement, action)).forEach(edit)),
}));
const more = (name: string, statement: object): Break => each(name, all, (policy) => ({ about: policy, names: [policy, / may /], edit: allow(policy, statement) }));

interface Maker { readonly policy: Resource; readonly role: Resource }
/** Where roles of grants are made. */
const makers = (set: TemplateSet): Maker[] => set.ofType('AWS::IAM::ManagedPolicy').flatMap((policy) => {
  const role = policy.at('Roles').items[0]?.target;
  return role && policy.at('PolicyDocument', 'Statement').items.some((statement) => statement.at('Action').text === 'iam:CreateRole') && ownerOf(policy) === 'production' ? [{ policy, role }] : [];
});
const made = (name: string, action: string, edit: (statement: Loose) => void): Break => each(name, makers, ({ policy, role }) => ({
  about: role, names: [policy, new RegExp(`may ${action}`)], edit: change(policy, (statements) => statements.filter((statement) => isAbout(statement, action)).forEach(edit)),
}));

const doors = (set: TemplateSet) => set.ofType('AWS::IAM::Role').filter((role) => /-grant-door$/.test(role.at('RoleName').text ?? ''));
const machines = (set: TemplateSet) => set.ofType('AWS::StepFunctions::StateMachine').filter((machine) => machine.view.template.source.name.endsWith('/Support'));

/** A role that an account takes on does what only state machines, or their runbooks, do. */
const starter = (machine: Resource, action: string): Edit => beside(machine, 'IAM::Role', () => ({
  AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: machine.account } }] },
  Policies: [{ PolicyName: 'x', PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] } }],
}));

export const FAMILY: Family = {
  property: SupportConfinedToGrant,
  breaks: [
    opened('files of everybody', 's3:GetObject', (statement) => { statement.Resource = '*'; }),
    opened('files of customers whose name begins so', 's3:GetObject', (statement) => { statement.Resource = `arn:aws:s3:::files/customers/${CUSTOMER}*`; }),
    opened('files of customers whose name ends so', 's3:GetObject', (statement) => { statement.Resource = `arn:aws:s3:::files/customers/*${CUSTOMER}/*`; }),
    opened('any secret', 'secretsmanager:GetSecretValue', (statement) => { delete statement.Condition; }),
    opened('secrets that have no tag, too', 'secretsmanager:GetSecretValue', (statement) => { statement.Condition = { StringEqualsIfExists: { 'aws:ResourceTag/customer': CUSTOMER } }; }),
    opened('secrets of customers whose name begins so', 'secretsmanager:GetSecretValue', (statement) => { statement.Condition = { StringLike: { 'aws:ResourceTag/customer': `${CUSTOMER}*` } }; }),
    opened('the database as anybody', 'rds-db:connect', (statement) => { statement.Resource = 'arn:aws:rds-db:*:*:dbuser:*/support_*'; }),
    opened('any list of files', 's3:ListBucket', (statement) => { delete statement.Condition; }),
    more('files of one customer by name', { Action: 's3:GetObject', Resource: 'arn:aws:s3:::files/customers/other/*' }),
    more('any key, directly', { Action: 'kms:Decrypt' }),
    more('a shell on the bastion', { Action: 'ssm:StartSession', Resource: 'arn:aws:ssm:*:*:document/SSM-SessionManagerRunShell' }),
    more('any server', { Action: 'ssm:StartSession', Resource: 'arn:aws:ec2:*:*:instance/*' }),
    more('the bastion by any document', { Action: 'ssm:StartSession', Resource: 'arn:aws:ec2:*:*:instance/*', Condition: { StringEquals: { 'ssm:resourceTag/dtap:access': 'bastion' }, Bool: { 'ssm:SessionDocumentAccessCheck': 'false' } } }),
    more('servers that need no tag', { Action: 'ssm:StartSession', Resource: 'arn:aws:ec2:*:*:instance/*', Condition: { StringEqualsIfExists: { 'ssm:resourceTag/dtap:access': 'bastion' }, Bool: { 'ssm:SessionDocumentAccessCheck': 'true' } } }),
    more('data keys for anything', { Action: 'kms:GenerateDataKey', Condition: { Null: { 'kms:EncryptionContext:aws:ssm:SessionId': 'true' } } }),
    more('any parameter', { Action: 'ssm:GetParameter', Resource: 'arn:aws:ssm:*:*:parameter/*' }),
    made('roles without a boundary', 'iam:CreateRole', (statement) => { delete statement.Condition.StringEquals; }),
    made('roles with any boundary', 'iam:CreateRole', (statement) => { statement.Condition.StringLike = { 'iam:PermissionsBoundary': 'arn:aws:iam::*:policy/*' }; delete statement.Condition.StringEquals; }),
    made('roles with any policy', 'iam:AttachRolePolicy', (statement) => { delete statement.Condition.ArnEquals; }),
    made('roles without a customer', 'iam:CreateRole', (statement) => { delete statement.Condition.Null; }),
    each('roles of grants by somebody else', machines, (machine) => ({ about: mutantIn(machine), names: [mutantIn(machine)], edit: starter(machine, 'iam:CreateRole') })),
    each('grants without the runbook', machines, (machine) => ({ about: machine, names: [mutantIn(machine)], edit: starter(machine, 'states:StartSyncExecution') })),
    each('the door for the account', doors, (role) => ({ about: role, names: [role], edit: change(role, (statements) => { statements.push({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: role.account } }); }, 'AssumeRolePolicyDocument') })),
    each('support that looks at files', support, ({ policy }) => ({ about: policy, names: [policy], edit: allow(policy, { Action: 's3:GetObject' }) })),
    each('support that approves', support, ({ policy }) => ({ about: policy, names: [policy], edit: allow(policy, { Action: 'ssm:StartAutomationExecution', Resource: 'arn:aws:ssm:*:*:automation-definition/support-grant-approve:*' }) })),
  ],
};
