import { KeyAdministratorsCannotUse } from '../../../../lib/checks/proofs/properties/key-administrators-cannot-use';
import type { Resource, TemplateSet } from '../../../../lib/checks/template';
import { statementsOf } from '../access';
import type { Break, Family, ProofMutant } from '../mutants';
import { mutantIn } from '../network';

interface Written { Sid?: string; Effect: string; Action: string[]; Condition?: Record<string, Record<string, unknown>>; Principal: unknown }

function keys(set: TemplateSet, make: (key: Resource) => Partial<ProofMutant> | undefined): ProofMutant[] {
  return set.ofType('AWS::KMS::Key').flatMap((key) => {
    const made = make(key);
    return made ? [{ site: `${key.view.template.source.name} ${key.logicalId}`, about: key, names: [key], edit: () => undefined, ...made }] : [];
  });
}

function added(name: string, statement: (account: string) => object): Break {
  return { name, mutants: (set) => keys(set, (key) => ({ edit: (drafts) => {
    drafts.properties(key).KeyPolicy.Statement.push({ Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*', Principal: { AWS: `arn:aws:iam::${key.account}:root` }, ...statement(key.account!) });
  } })) };
}

/** The statements that fit are changed. */
function changed(name: string, fits: (statement: Written) => boolean, change: (statement: Written, account: string) => void): Break {
  return { name, mutants: (set) => keys(set, (key) => ((statementsOf(key, 'KeyPolicy') as Written[]).some(fits) ? { edit: (drafts) => {
    (drafts.properties(key).KeyPolicy.Statement as Written[]).filter(fits).forEach((each) => change(each, key.account!));
  } } : undefined)) };
}

const isAdministration = ({ Action: action, Effect: effect }: Written) => effect === 'Allow' && JSON.stringify(action).includes('kms:PutKeyPolicy');
const namesUsers = ({ Condition: condition, Effect: effect, Action: action }: Written) => effect === 'Allow' && JSON.stringify(action).includes('kms:Decrypt') && condition?.ArnLike?.['aws:PrincipalArn'] !== undefined;

/** Keys of backups: the organisation lets nobody in the account change their policies. */
const isIndispensable = (key: Resource) => key.at('Tags').items.some((tag) => tag.at('Key').text === 'dtap:indispensable');

/** A role that the key's policy names, and that can change it as well. */
function both(name: string, own: boolean): Break {
  return { name, mutants: (set) => keys(set, (key) => (isIndispensable(key) ? undefined : {
    names: [key, mutantIn(key), /kms:PutKeyPolicy/],
    edit: (drafts) => {
      drafts.add(key.view.template, 'Mutant', 'IAM::Role', {
        AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] },
        Policies: [{ PolicyName: 'x', PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: own ? 'kms:*' : ['kms:PutKeyPolicy'], Resource: '*' }] } }],
      });
      drafts.properties(key).KeyPolicy.Statement.push({ Effect: 'Allow', Action: ['kms:Decrypt', 'kms:DescribeKey'], Resource: '*', Principal: { AWS: { 'Fn::GetAtt': ['Mutant', 'Arn'] } } });
    },
  })) };
}

export const FAMILY: Family = {
  property: KeyAdministratorsCannotUse,
  breaks: [
    added('the account may use it', () => ({})),
    added('the account may do everything', () => ({ Action: 'kms:*' })),
    added('the account may do all that is not said', () => ({ Action: undefined, NotAction: ['kms:ScheduleKeyDeletion', 'kms:DisableKey'] })),
    added('the account by its number', (account) => ({ Principal: { AWS: account }, Action: ['kms:GenerateDataKey'] })),
    added('whoever comes from the account', (account) => ({ Principal: '*', Condition: { StringEquals: { 'kms:CallerAccount': account } } })),
    added('every role of the account', (account) => ({ Condition: { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${account}:role/*` } } })),
    added('the account through a service', () => ({ Action: 'kms:Re*', Condition: { StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' } } })),
    added('the account with MFA', () => ({ Action: 'kms:Encrypt', Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } })),
    added('all but one role of the account', (account) => ({ Condition: { ArnNotLike: { 'aws:PrincipalArn': `arn:aws:iam::${account}:role/Developer` } } })),
    changed('administrators may use it', isAdministration, (each) => { each.Action = [...each.Action, 'kms:Decrypt']; }),
    changed('administrators may do everything', isAdministration, (each) => { each.Action = ['kms:*']; }),
    changed('users are named no more', namesUsers, (each) => { delete each.Condition!.ArnLike; }),
    changed('users are named only if they have a name', namesUsers, (each) => { each.Condition!.ArnLikeIfExists = { 'aws:PrincipalArn': 'arn:aws:iam::*:*' }; delete each.Condition!.ArnLike; }),
    changed('users may have any name', namesUsers, (each, account) => { each.Condition!.ArnLike = { 'aws:PrincipalArn': [`arn:aws:iam::${account}:role/cdk-*`, `arn:aws:iam::${account}:*`] }; }),
    both('a role that both uses and administers, by policies of its own', true),
    both('a role that may change the policy that lets it use the key', false),
  ],
};
