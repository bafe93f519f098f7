import { all, demand, isClusterMember, NOT_APPLICABLE, type Rule } from '../../rule';

const KEEPS = ['Snapshot', 'Retain', 'RetainExceptOnCreate'];

export const RdsFinalSnapshot: Rule = {
  id: 'RdsFinalSnapshot',
  title: 'A database leaves a snapshot, or stays, when its stack lets go of it.',
  why: 'A removed or replaced resource takes its data with it, whatever deletion protection says afterwards.',
  mend: 'Set DeletionPolicy and UpdateReplacePolicy to Snapshot or Retain.',
  controls: ['DAT2'],
  references: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatereplacepolicy.html',
  ],
  types: ['AWS::RDS::DBCluster', 'AWS::RDS::DBInstance'],
  check: (database) => {
    if (isClusterMember(database)) {
      return NOT_APPLICABLE;
    }
    const [onDeletion, onReplacement] = [database.attribute('DeletionPolicy'), database.attribute('UpdateReplacePolicy')];
    return all([
      // Absent, CloudFormation takes a snapshot on deletion, but none on replacement.
      demand(onDeletion, (policy) => policy.absent || KEEPS.includes(policy.text ?? ''), 'the data is gone when the resource is deleted'),
      demand(onReplacement, (policy) => KEEPS.includes(policy.text ?? ''), 'the data is gone when the resource is replaced'),
    ]);
  },
};
