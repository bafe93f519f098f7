import { all, demand, NOT_APPLICABLE, open, type Rule } from '../../rule';

export const KmsKeyAes256: Rule = {
  id: 'KmsKeyAes256',
  title: 'An encryption key is AES-256, made and kept inside an HSM of KMS.',
  why: 'Imported key material has been outside; other specs are weaker or no keys for data.',
  mend: 'Leave KeySpec and Origin out, or set them to SYMMETRIC_DEFAULT and AWS_KMS.',
  controls: ['ENC4'],
  references: ['https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html'],
  types: ['AWS::KMS::Key'],
  check: (key) => {
    const usage = key.at('KeyUsage');
    return usage.open !== undefined ? open(usage) : usage.present && usage.text !== 'ENCRYPT_DECRYPT' ? NOT_APPLICABLE : all([
      demand(key.at('KeySpec'), (spec) => spec.absent || spec.text === 'SYMMETRIC_DEFAULT', 'the key is not an AES-256 key'),
      demand(key.at('Origin'), (origin) => origin.absent || ['AWS_KMS', 'AWS_CLOUDHSM'].includes(origin.text ?? ''), 'the key material comes from outside'),
    ]);
  },
};
