import { compliant, open, type Rule, secretIn, soundsSecret, violation } from '../../rule';

export const SecretNotLiteral: Rule = {
  id: 'SecretNotLiteral',
  title: "A secret's value does not stand in the template.",
  why: 'Templates lie in repositories, pipelines and buckets, and everybody who may describe the stack reads them.',
  mend: 'Let Secrets Manager make the value with GenerateSecretString, or set it after deployment.',
  controls: ['SEC1'],
  references: ['https://docs.aws.amazon.com/secretsmanager/latest/userguide/best-practices.html'],
  types: ['AWS::SecretsManager::Secret'],
  check: (secret) => {
    const value = secret.at('SecretString');
    const template = secret.at('GenerateSecretString', 'SecretStringTemplate');
    if (value.absent) {
      return /"[^"]*pass(word|wd)?[^"]*"\s*:/i.test(template.text ?? '') ? violation('a password stands in the template of the secret', template) : compliant(value);
    }
    const part = [...(value.text ?? '').matchAll(/"([^"]+)"\s*:\s*"([^"]+)"/g)].find(([, name, written]) => soundsSecret(name) && !/^\$\{|\{\{resolve:/.test(written));
    if (part) {
      return violation(`${part[1]} is written out`, value);
    }
    const parameters = value.openings.filter((why) => why.startsWith('parameter '));
    if (parameters.length > 0) {
      return secretIn(value, secret)?.includes('NoEcho') ? compliant(value) : violation('the value comes from a plain parameter', value);
    }
    return value.targets.length > 0 || value.text?.includes('{{resolve:') ? compliant(value)
      : value.open !== undefined ? open(value) : violation('the value is written out', value);
  },
};
