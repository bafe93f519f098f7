import { all, holdsNoSecret, type Rule } from '../../rule';

export const LambdaEnvironmentNoSecrets: Rule = {
  id: 'LambdaEnvironmentNoSecrets',
  title: "A function's environment variables hold no secrets.",
  why: 'Everybody who may describe the function reads them.',
  mend: 'Read the secret from Secrets Manager at run time.',
  controls: ['SEC1'],
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html'],
  types: ['AWS::Lambda::Function'],
  check: (lambda) => all(lambda.at('Environment', 'Variables').entries.map(([name, value]) => holdsNoSecret(name, value, lambda, `variable ${name}`))),
};
