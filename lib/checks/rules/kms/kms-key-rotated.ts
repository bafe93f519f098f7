import { all, demand, NOT_APPLICABLE, open, type Rule } from '../../rule';

export const KmsKeyRotated: Rule = {
  id: 'KmsKeyRotated',
  title: 'A customer-managed key rotates at least once a year.',
  why: 'The longer one key material is used, the more is lost when it leaks.',
  mend: 'Set EnableKeyRotation to true.',
  controls: ['ENC2'],
  references: ['https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html'],
  types: ['AWS::KMS::Key'],
  check: (key) => {
    const [spec, origin] = [key.at('KeySpec'), key.at('Origin')];
    if (spec.open !== undefined || origin.open !== undefined) {
      return open(spec.open !== undefined ? spec : origin);
    }
    return (spec.absent || spec.text === 'SYMMETRIC_DEFAULT') && (origin.absent || origin.text === 'AWS_KMS')
      ? all([
        demand(key.at('EnableKeyRotation'), (value) => value.isTrue, 'the key does not rotate'),
        demand(key.at('RotationPeriodInDays'), (days) => (days.number ?? 365) <= 366, 'the key rotates less than yearly'),
      ]) : NOT_APPLICABLE;
  },
};
