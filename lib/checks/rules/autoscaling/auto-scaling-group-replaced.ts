import { demand, type Rule } from '../../rule';

/** Security patches must be installed within 30 days: no server gets older than that. */
const MOST_SECONDS = 30 * 86400;

export const AutoScalingGroupReplaced: Rule = {
  id: 'AutoScalingGroupReplaced',
  title: 'No server of a group gets older than 30 days: it is replaced, not repaired.',
  why: 'A server that is never replaced collects holes, changes nobody remembers, and what an intruder left there.',
  mend: 'Set MaxInstanceLifetime to at most 2592000 seconds.',
  controls: ['OPS2'],
  references: ['https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-max-instance-lifetime.html'],
  types: ['AWS::AutoScaling::AutoScalingGroup'],
  check: (group) => demand(group.at('MaxInstanceLifetime'), ({ number = 0 }) => number > 0 && number <= MOST_SECONDS, 'servers may get older than 30 days'),
};
