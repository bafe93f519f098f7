import { demand, type Rule } from '../../rule';

export const AutoScalingGroupTwoRunning: Rule = {
  id: 'AutoScalingGroupTwoRunning',
  title: 'A group of servers has at least two running.',
  why: 'A single server is an outage whenever it fails, is replaced or loses its zone.',
  mend: 'Set MinSize to 2 or more.',
  controls: ['AVA2'],
  references: ['https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-capacity-limits.html'],
  where: 'acceptance-and-production',
  types: ['AWS::AutoScaling::AutoScalingGroup'],
  check: (group) => demand(group.at('MinSize'), ({ number }) => (number ?? 0) >= 2, 'fewer than two servers may run'),
};
