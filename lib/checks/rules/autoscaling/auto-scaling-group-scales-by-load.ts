import { all, demand, needs, open, type Rule } from '../../rule';

export const AutoScalingGroupScalesByLoad: Rule = {
  id: 'AutoScalingGroupScalesByLoad',
  title: 'A group of servers grows and shrinks by load.',
  why: 'A fixed number of servers is too few on the busiest day, when it matters most.',
  mend: 'Set MaxSize above MinSize and add an AWS::AutoScaling::ScalingPolicy.',
  controls: ['AVA2'],
  references: ['https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-target-tracking.html'],
  where: 'acceptance-and-production',
  types: ['AWS::AutoScaling::AutoScalingGroup'],
  check: (group) => all([
    group.at('MinSize').open === undefined ? demand(group.at('MaxSize'), ({ number }) => (number ?? 0) > (group.at('MinSize').number ?? 0), 'the group cannot grow') : open(group.at('MinSize')),
    needs(group, 'AWS::AutoScaling::ScalingPolicy', ['AutoScalingGroupName'], 'no policy changes the number of servers'),
  ]),
};
