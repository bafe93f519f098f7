import { needs, type Rule } from '../../rule';

export const CognitoUserPoolGuardedByWaf: Rule = {
  id: 'CognitoUserPoolGuardedByWaf',
  title: 'A web application firewall guards a user pool that people sign in to.',
  why: 'The sign-in pages are on the Internet: passwords stolen elsewhere are tried there by the thousand.',
  mend: 'Associate a web ACL with it (AWS::WAFv2::WebACLAssociation).',
  controls: ['EDG1'],
  references: ['https://docs.aws.amazon.com/waf/latest/developerguide/how-aws-waf-works-resources.html'],
  types: ['AWS::Cognito::UserPool'],
  check: (pool) => needs(pool, 'AWS::WAFv2::WebACLAssociation', ['ResourceArn'], 'no web application firewall guards the user pool'),
};
