import { BarredPeopleDenied } from '../../../../lib/checks/proofs/properties/barred-people-denied';
import type { Resource, TemplateSet } from '../../../../lib/checks/template';
import type { Loose } from '../../support/operator';
import type { Break, Family } from '../mutants';
import { beside, mutantIn } from '../network';
import { change, each, isAbout, peopleIn, permissionSets } from '../people';

const barred = (set: TemplateSet) => set.ofType('AWS::IAM::ManagedPolicy').filter((policy) => policy.at('ManagedPolicyName').text === 'Barred');
const inManagement = (set: TemplateSet) => barred(set).filter(({ accounts, account }) => accounts[account ?? ''] === 'management');
const elsewhere = (set: TemplateSet) => barred(set).filter(({ accounts, account }) => accounts[account ?? ''] !== 'management');
const runbooks = (set: TemplateSet) => set.ofType('AWS::IAM::Role').filter((role) => role.at('RoleName').text === 'bar-person-runbook');
/** The policy of a role of a name, by what refers to it or what it refers to. */
const policyOf = (role: Resource): Resource => role.at('ManagedPolicyArns').items.flatMap(({ target }) => target ?? [])[0];

/** The runbook's rights are changed, and so what is said of the policies of one or all accounts. */
const runbook = (name: string, places: (set: TemplateSet) => Resource[], said: RegExp, action: string, edit: (statement: Loose) => void): Break => each(name, places, (about, set) => ({
  about, names: [said], edit: (drafts) => runbooks(set).forEach((role) => change(policyOf(role), (statements) => statements.filter((statement) => isAbout(statement, action)).forEach(edit))(drafts)),
}));
const NOBODY = /no runbook comes to a role that ends/;

/** The role of an account that ends what people have open is changed. */
const ender = (name: string, edit: (role: Resource) => ReturnType<typeof change>): Break => each(name, elsewhere, (about) => ({
  about, names: [NOBODY], edit: (drafts) => about.view.ofType('AWS::IAM::Role').filter((role) => role.at('RoleName').text === 'bar-person').forEach((role) => edit(role)(drafts)),
}));

export const FAMILY: Family = {
  property: BarredPeopleDenied,
  breaks: [
    each('a permission set without it', permissionSets, (about) => ({ about, names: [/does not carry policy\/people\/Barred/], edit: (drafts) => {
      const properties = drafts.properties(about);
      properties.CustomerManagedPolicyReferences = (properties.CustomerManagedPolicyReferences as Loose[]).filter(({ Name }) => Name !== 'Barred');
    } })),
    each('a permission set with another of that name', permissionSets, (about) => ({ about, names: [/does not carry policy\/people\/Barred/], edit: (drafts) => {
      (drafts.properties(about).CustomerManagedPolicyReferences as Loose[]).filter(({ Name }) => Name === 'Barred').forEach((reference) => { reference.Path = '/'; });
    } })),
    each('a role of people without it', (set) => peopleIn(set, ['development', 'production', 'management']), ({ policy }) => ({
      about: mutantIn(policy), names: [/role\/people\/Mutant does not carry/],
      edit: beside(policy, 'IAM::Role', () => ({ RoleName: 'Mutant', Path: '/people/', AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] } })),
    })),
    runbook('who is barred is not written', inManagement, /no runbook may write who is barred/, 'iam:CreatePolicyVersion', (statement) => { statement.Action = ['iam:GetPolicy']; }),
    runbook('who is barred is written elsewhere', inManagement, /no runbook may write who is barred/, 'iam:CreatePolicyVersion', (statement) => { statement.Resource = 'arn:aws:iam::*:policy/Other'; }),
    runbook('the policy of the organisation is not made', inManagement, /no runbook may write who is barred/, 'organizations:CreatePolicy', (statement) => { statement.Effect = 'Deny'; }),
    runbook('the policy of the organisation is not written', inManagement, /no runbook may write who is barred/, 'organizations:UpdatePolicy', (statement) => { statement.Action = 'organizations:AttachPolicy'; }),
    runbook('other accounts are not entered', elsewhere, NOBODY, 'sts:AssumeRole', (statement) => { statement.Resource = 'arn:aws:iam::*:role/other'; }),
    ender('their roles trust somebody else', (role) => change(role, (statements) => statements.forEach((statement) => { statement.Condition = { ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::100000000001:role/other' } }; }), 'AssumeRolePolicyDocument')),
    ender('their roles end no shell', (role) => change(policyOf(role), (statements) => statements.filter((statement) => isAbout(statement, 'ssm:TerminateSession')).forEach((statement) => { statement.Action = 'ssm:DescribeSessions'; }))),
    ender('their roles disable no key', (role) => change(policyOf(role), (statements) => statements.filter((statement) => isAbout(statement, 'iam:UpdateAccessKey')).forEach((statement) => { statement.Action = 'iam:ListAccessKeys'; }))),
    each('somebody else writes it', barred, (about) => ({ about, names: [mutantIn(about), /may iam:\w+/], edit: beside(about, 'IAM::Role', () => ({
      AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }] },
      Policies: [{ PolicyName: 'x', PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'iam:*PolicyVersion', Resource: '*' }] } }],
    })) })),
  ],
};
