import { companions, compliant, demand, type Rule, violation } from '../../rule';

export const IamUserNoAccessKey: Rule = {
  id: 'IamUserNoAccessKey',
  title: 'No IAM user has an access key.',
  why: 'An access key never expires, asks for no second factor, and is found in repositories, laptops and backups for years.',
  mend: 'Let people sign in by IAM Identity Center, and programs assume roles; delete the key, or set its Status to Inactive.',
  controls: ['ACC14'],
  references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html'],
  types: ['AWS::IAM::AccessKey', 'AWS::IAM::User'],
  check: (identity) => {
    if (identity.type === 'AWS::IAM::AccessKey') {
      return demand(identity.at('Status'), (status) => status.text === 'Inactive', 'a user has a long-lived key');
    }
    const active = companions(identity, 'AWS::IAM::AccessKey', 'UserName').find((key) => key.at('Status').text !== 'Inactive');
    return active ? violation('the user has a long-lived key', active.at('UserName')) : compliant(identity.at('UserName'));
  },
};
