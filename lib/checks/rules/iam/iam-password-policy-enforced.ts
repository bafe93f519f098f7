import { all, any, demand, everyMonth, isBelowPeople, NOT_APPLICABLE, type Resource, type Rule, unknown, type Value, type Verdict, violation } from '../../rule';

/** AWS's own runbook, the one way to set the policy from a template. */
const RUNBOOK = 'AWSConfigRemediation-SetIAMPasswordPolicy';
const ALL_KINDS = ['RequireLowercaseCharacters', 'RequireNumbers', 'RequireSymbols', 'RequireUppercaseCharacters'];

export const IamPasswordPolicyEnforced: Rule = {
  id: 'IamPasswordPolicyEnforced',
  title: 'Where people have a place in an account, its password policy is set, and set again: 14 characters, 90 days.',
  why: 'Without a policy eight characters do, for ever, and the old password may be taken again.',
  mend: 'Run AWSConfigRemediation-SetIAMPasswordPolicy by a State Manager association on a schedule: 14 characters of all kinds, 24 remembered, 90 days at most.',
  controls: ['ACC12'],
  references: [
    'https://docs.aws.amazon.com/systems-manager-automation-runbooks/latest/userguide/automation-aws-set-iam-policy.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html',
  ],
  types: ['AWS::SSM::Association', 'AWS::IAM::Group', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::User'],
  check: (resource) => {
    if (resource.type === 'AWS::SSM::Association') {
      return resource.at('Name').text === RUNBOOK ? strict(resource) : NOT_APPLICABLE;
    }
    return hasPeople(resource) ? any([
      ...resource.set.ofType('AWS::SSM::Association').filter((association) => association.account === resource.account).map(setsPolicy),
      violation('nothing sets the password policy of the account'),
    ]) : NOT_APPLICABLE;
  },
};

function hasPeople(identity: Resource): boolean {
  return identity.type === 'AWS::IAM::Group' || (identity.type === 'AWS::IAM::User' ? identity.at('LoginProfile').present : isBelowPeople(identity));
}

function setsPolicy(association: Resource): Verdict {
  const name = association.at('Name');
  return name.open !== undefined ? unknown('which runbook an association runs is not decided', name) : name.text === RUNBOOK ? strict(association) : NOT_APPLICABLE;
}

function strict(association: Resource): Verdict {
  const parameter = (name: string): Value => association.at('Parameters', name).items[0] ?? association.at('Parameters', name);
  const between = (name: string, least: number, most: number, message: string) => demand(parameter(name), ({ number = 0 }) => number >= least && number <= most, message);
  return all([
    between('MinimumPasswordLength', 14, 128, 'a password may have fewer than 14 characters'),
    between('MaxPasswordAge', 1, 90, 'a password lasts longer than 90 days'),
    between('PasswordReusePrevention', 24, 24, 'a password of before may be taken again'),
    ...ALL_KINDS.map((kind) => demand(parameter(kind), (required) => required.isTrue, `a password need not have characters of all kinds (${kind})`)),
    association.at('ScheduleExpression').absent ? violation('a change by hand is never undone', association.at('ScheduleExpression')) : everyMonth(association.at('ScheduleExpression')),
  ]);
}
