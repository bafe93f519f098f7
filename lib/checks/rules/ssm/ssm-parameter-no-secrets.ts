import { holdsNoSecret, type Rule } from '../../rule';

export const SsmParameterNoSecrets: Rule = {
  id: 'SsmParameterNoSecrets',
  title: 'A plain parameter holds no secret.',
  why: 'Everybody who may read parameters reads it, and its history.',
  mend: 'Put the value into Secrets Manager.',
  controls: ['SEC1'],
  references: ['https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-securestring.html'],
  types: ['AWS::SSM::Parameter'],
  check: (parameter) => holdsNoSecret(parameter.at('Name').text ?? parameter.logicalId, parameter.at('Value'), parameter, 'the parameter'),
};
