import { compliant, type Rule, violation } from '../../rule';

export const EfsFileSystemRegional: Rule = {
  id: 'EfsFileSystemRegional',
  title: 'A file system stores its data in several zones.',
  why: 'A file system of one zone is lost with the zone.',
  mend: 'Leave AvailabilityZoneName out.',
  controls: ['DAT1'],
  references: ['https://docs.aws.amazon.com/efs/latest/ug/features.html#file-system-type'],
  types: ['AWS::EFS::FileSystem'],
  where: 'acceptance-and-production',
  check: (system) => (system.at('AvailabilityZoneName').absent ? compliant(system.at('AvailabilityZoneName'))
    : violation('the data is in one zone', system.at('AvailabilityZoneName'))),
};
