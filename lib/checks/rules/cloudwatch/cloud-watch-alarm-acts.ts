import { companions, compliant, demand, type Rule, violation } from '../../rule';

export const CloudWatchAlarmActs: Rule = {
  id: 'CloudWatchAlarmActs',
  title: 'An alarm tells somebody when it goes off.',
  why: 'An alarm without an action is a light in an empty room.',
  mend: "Add the on-call's topic to AlarmActions, and leave ActionsEnabled on.",
  controls: ['MON6'],
  references: ['https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-actions.html'],
  types: ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'],
  check: (alarm) => {
    const [actions, enabled] = [alarm.at('AlarmActions'), alarm.at('ActionsEnabled')];
    if (enabled.isFalse) {
      return violation('the actions are switched off', enabled);
    }
    // A part of a composite alarm is heard through the whole.
    const heard = companions(alarm, 'AWS::CloudWatch::CompositeAlarm', 'AlarmRule');
    return (actions.isList && actions.items.length > 0) || heard.length > 0
      ? compliant(actions, ...heard.map((whole) => whole.at('AlarmRule'))) : demand(actions, (list) => list.present && !list.isList, 'the alarm has no action');
  },
};
