import { demand, type Rule } from '../../rule';

export const KmsKeyDeletionDelayed: Rule = {
  id: 'KmsKeyDeletionDelayed',
  title: 'A key that is to be deleted waits for 30 days.',
  why: 'What a deleted key encrypted is gone for ever; the wait is the time to notice.',
  mend: 'Leave PendingWindowInDays out, or set it to 30.',
  controls: ['KEY2', 'DAT2'],
  references: ['https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html'],
  types: ['AWS::KMS::Key', 'AWS::KMS::ReplicaKey'],
  check: (key) => demand(key.at('PendingWindowInDays'), (days) => (days.number ?? 30) >= 30, 'the key waits for less than 30 days'),
};
