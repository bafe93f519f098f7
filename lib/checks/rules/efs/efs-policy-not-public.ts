import { notPublic, type Rule } from '../../rule';

export const EfsPolicyNotPublic: Rule = {
  id: 'EfsPolicyNotPublic',
  title: 'The policy of a file system admits nobody whom it does not name.',
  why: 'A policy for everybody hands the file system to any account.',
  mend: 'Name the principals, or tie the statement to the organisation by a condition.',
  controls: ['NET10'],
  references: ['https://docs.aws.amazon.com/efs/latest/ug/access-control-block-public-access.html'],
  types: ['AWS::EFS::FileSystem'],
  check: (resource) => notPublic(resource.at('FileSystemPolicy'), 'the policy of the file system'),
};
