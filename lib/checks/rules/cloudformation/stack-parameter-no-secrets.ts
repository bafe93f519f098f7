import { compliant, holdsNoSecret, NOT_APPLICABLE, PARAMETER, type Rule, soundsSecret, violation } from '../../rule';

export const StackParameterNoSecrets: Rule = {
  id: 'StackParameterNoSecrets',
  title: 'A parameter of a stack carries no secret.',
  why: 'A default stands in the template; a plain value is shown to everybody who may describe the stack.',
  mend: 'Refer to the secret by {{resolve:secretsmanager:…}} instead of handing it in.',
  controls: ['SEC1'],
  references: ['https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html'],
  types: [PARAMETER],
  check: (parameter) => {
    const [value, hidden] = [parameter.at('Default'), parameter.at('NoEcho').isTrue];
    // The value of such a parameter is the path of something in Parameter Store.
    if (/^AWS::SSM::/.test(parameter.at('Type').text ?? '')) {
      return NOT_APPLICABLE;
    }
    // What one chooses from a list is no secret.
    if (hidden || (soundsSecret(parameter.logicalId) && parameter.at('AllowedValues').absent)) {
      return (value.text ?? '') !== '' ? violation('a default of the secret stands in the template', value)
        : hidden ? compliant(parameter.at('NoEcho')) : violation('the secret is shown to everybody who may describe the stack', parameter.at('NoEcho'));
    }
    return value.absent ? NOT_APPLICABLE : holdsNoSecret('', value, parameter, 'the default');
  },
};
