import { demand, sameAccountAndRegion, violation, type Rule } from '../../rule';

export const Ec2SnapshotPublicSharingBlocked: Rule = {
  id: 'Ec2SnapshotPublicSharingBlocked',
  title: 'Where there are networks or volumes, no snapshot can be shared with everybody.',
  why: 'A snapshot made public by mistake is found and copied within minutes.',
  mend: 'Add AWS::EC2::SnapshotBlockPublicAccess with block-all-sharing in the account and region.',
  controls: ['NET10'],
  references: ['https://docs.aws.amazon.com/ebs/latest/userguide/block-public-access-snapshots.html'],
  types: ['AWS::EC2::SnapshotBlockPublicAccess', 'AWS::EC2::VPC', 'AWS::EC2::Volume', 'AWS::EC2::Instance', 'AWS::EC2::LaunchTemplate'],
  check: (resource) => {
    const block = resource.set.ofType('AWS::EC2::SnapshotBlockPublicAccess').find((candidate) => sameAccountAndRegion(candidate, resource));
    return block ? demand(block.at('State'), ({ text }) => text === 'block-all-sharing', 'snapshots that are public already stay so')
      : violation('public sharing of snapshots is not blocked in this account and region');
  },
};
