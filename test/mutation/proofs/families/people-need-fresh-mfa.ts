import { PeopleNeedFreshMfa } from '../../../../lib/checks/proofs/properties/people-need-fresh-mfa';
import type { TemplateSet } from '../../../../lib/checks/template';
import type { Break, Family } from '../mutants';
import { beside, mutantIn } from '../network';
import { each, peopleIn, permissionSets } from '../people';

const ALL = ['development', 'test', 'acceptance', 'production', 'backup', 'release', 'security', 'management'];
const operators = (set: TemplateSet) => peopleIn(set, ALL, (role) => role === 'Operator' || role === 'KeyCustodian');
const MFA = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };
const FRESH = { ...MFA, NumericLessThan: { 'aws:MultiFactorAuthAge': '3600' } };
const SHELL = [{ PolicyName: 'x', PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'ssm:StartSession', Resource: '*' }] } }];

/** A role that people come to otherwise than by Identity Center. */
function role(name: string, trust: (account: string) => object, more: object = { Path: '/people/' }, names: readonly RegExp[] = [/may sts:AssumeRole\w* on/]): Break {
  return each(name, operators, ({ policy, account }) => ({
    about: mutantIn(policy), names: [...names],
    edit: beside(policy, 'IAM::Role', () => ({ RoleName: 'Mutant', AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', ...trust(account) }] }, ...more })),
  }));
}

const session = (name: string, duration: string, said: RegExp, ...sets: string[]): Break => each(name, (set) => permissionSets(set, ...sets), (about) => ({
  about, names: [said], edit: (drafts) => { drafts.properties(about).SessionDuration = duration; },
}));

export const FAMILY: Family = {
  property: PeopleNeedFreshMfa,
  breaks: [
    session('a session of two hours with a shell', 'PT2H', /lasts 2 hours, where 1 is the most/, 'Operator', 'DatabaseAdministrator', 'BreakGlass'),
    session('a session of an hour and a half for restoring', 'PT90M', /lasts 1.5 hours, where 1 is the most: it opens a shell, restores or bars/, 'PrivacyOfficer'),
    session('a session of twelve hours', 'PT12H', /lasts 12 hours, where 8 is the most: a working day/, 'Developer', 'SecurityAuditor', 'Support'),
    session('a session of eight hours for barring', 'PT8H', /lasts 8 hours, where 1 is the most/, 'KeyCustodian'),
    role('a role of the account, without a second factor', (account) => ({ Principal: { AWS: account } })),
    role('a second factor of whatever age', (account) => ({ Principal: { AWS: `arn:aws:iam::${account}:root` }, Condition: MFA })),
    role('a second factor of two hours ago', (account) => ({ Principal: { AWS: account }, Condition: { ...MFA, NumericLessThan: { 'aws:MultiFactorAuthAge': '7200' } } })),
    role('a second factor, if it is told', (account) => ({ Principal: { AWS: account }, Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'true' }, NumericLessThanIfExists: { 'aws:MultiFactorAuthAge': '3600' } } })),
    role('the age alone, if it is told', (account) => ({ Principal: { AWS: account }, Condition: { NumericLessThanIfExists: { 'aws:MultiFactorAuthAge': '3600' } } })),
    role('a role of people for a service', () => ({ Principal: { Service: 'lambda.amazonaws.com' } })),
    role('a role of people for an identity provider', (account) => ({ Principal: { Federated: `arn:aws:iam::${account}:saml-provider/mine` }, Action: 'sts:AssumeRoleWithSAML' })),
    role('one user without a second factor', (account) => ({ Principal: { AWS: `arn:aws:iam::${account}:user/somebody` } })),
    role('a fresh second factor, but sessions of twelve hours', (account) => ({ Principal: { AWS: account }, Condition: FRESH }), { Path: '/people/', MaxSessionDuration: 43200 }, [/lasts 12 hours, where 8 is the most/]),
    role('a fresh second factor, but a shell for two hours', (account) => ({ Principal: { AWS: account }, Condition: FRESH }), { Path: '/people/', MaxSessionDuration: 7200, Policies: SHELL }, [/lasts 2 hours, where 1 is the most/]),
    role('a shell for another role', (account) => ({ Principal: { AWS: account }, Condition: MFA }), { Policies: SHELL }),
    each('a user who restores', operators, ({ policy }) => ({
      about: mutantIn(policy), names: [/may backup:StartRestoreJob/],
      edit: beside(policy, 'IAM::User', () => ({ UserName: 'somebody', Policies: [{ PolicyName: 'x', PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'backup:StartRestoreJob', Resource: '*', Condition: MFA }] } }] })),
    })),
  ],
};
