import { demand, type Rule } from '../../rule';

export const LambdaUrlSignedIn: Rule = {
  id: 'LambdaUrlSignedIn',
  title: 'A function URL answers signed requests only.',
  why: 'An unsigned function URL is open to the Internet, past load balancer and firewall.',
  mend: 'Set AuthType to AWS_IAM.',
  controls: ['NET3', 'NET10'],
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html'],
  types: ['AWS::Lambda::Url'],
  check: (url) => demand(url.at('AuthType'), (type) => type.text === 'AWS_IAM', 'the URL answers unsigned requests'),
};
