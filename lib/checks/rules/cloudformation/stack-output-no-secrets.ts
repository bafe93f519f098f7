import { holdsNoSecret, OUTPUT, type Rule } from '../../rule';

export const StackOutputNoSecrets: Rule = {
  id: 'StackOutputNoSecrets',
  title: 'An output of a stack tells no secret.',
  why: 'Everybody who may describe the stack reads its outputs.',
  mend: 'Give out the ARN of the secret instead.',
  controls: ['SEC1'],
  references: ['https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/security-best-practices.html#creds'],
  types: [OUTPUT],
  check: (output) => holdsNoSecret(output.logicalId, output.at('Value'), output, 'the output'),
};
