import { demand, spread, type Rule } from '../../rule';

export const AutoScalingGroupZones: Rule = {
  id: 'AutoScalingGroupZones',
  title: 'A group of servers is spread over three availability zones.',
  why: 'Servers in one zone all stop together.',
  mend: 'Name subnets in three availability zones in VPCZoneIdentifier.',
  controls: ['AVA1', 'AVA2'],
  references: ['https://docs.aws.amazon.com/autoscaling/ec2/userguide/auto-scaling-benefits.html'],
  where: 'acceptance-and-production',
  types: ['AWS::AutoScaling::AutoScalingGroup'],
  check: (group) => {
    const zones = group.at('AvailabilityZones');
    return group.at('VPCZoneIdentifier').absent && zones.present
      ? demand(zones, ({ items }) => new Set(items.map(({ text }) => text)).size >= 3, 'the servers stand in fewer than 3 availability zones')
      : spread(group.at('VPCZoneIdentifier'), 3, 'the group of servers');
  },
};
