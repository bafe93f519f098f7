import { customerKey, type Rule, sessionInputs, whenShell } from '../../rule';

export const SsmSessionsEncrypted: Rule = {
  id: 'SsmSessionsEncrypted',
  title: 'A shell of Session Manager is encrypted under a customer-managed key, from end to end.',
  why: 'TLS ends at AWS: only a key of your own says who may take part in a session.',
  mend: 'Name kmsKeyId in the inputs of the document.',
  controls: ['LOG4'],
  references: ['https://docs.aws.amazon.com/systems-manager/latest/userguide/session-preferences-enable-encryption.html'],
  types: ['AWS::SSM::Document'],
  check: (document) => whenShell(document, () => customerKey(sessionInputs(document).at('kmsKeyId'), 'the session')),
};
