import { all, any, hearsOfRestores, jobAlarm, type Resource, resourceNamed, type Rule, sameAccountAndRegion, setting, type Verdict, violation, withinADay } from '../../rule';

/** Days that an alarm looks back at most. */
const WEEK = 7;

export const BackupRestoreFailureTold: Rule = {
  id: 'BackupRestoreFailureTold',
  title: 'A rehearsal that fails is told at once, one that did not take place within a week.',
  why: 'The first failed restore is a warning; unheard, it is the last word on the day it matters.',
  mend: 'Add a rule of EventBridge for Restore Job State Change, status FAILED, that reaches those on call, and an alarm, with missing data breaching, on restores or their validations that succeeded.',
  controls: ['BAK8'],
  references: ['https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html', 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html'],
  types: ['AWS::Backup::RestoreTestingPlan'],
  check: (plan) => all([
    any([
      ...plan.set.ofType('AWS::Events::Rule').map((rule) => hearsOfRestores(rule, plan, 'FAILED')), ...jobAlarm(plan, 'NumberOfRestoreJobsFailed', 'GreaterThan'),
      violation('a restore that fails is told to nobody', plan.at('RestoreTestingPlanName')),
    ]),
    any([
      ...missed(plan),
      violation('a rehearsal that does not take place is told to nobody', plan.at('RestoreTestingPlanName')),
    ]),
  ]),
};

/** The verdicts on alarms that may count restores, or what looks at them. */
function missed(plan: Resource): Verdict[] {
  const alarms = plan.set.ofType('AWS::CloudWatch::Alarm').filter((alarm) => sameAccountAndRegion(alarm, plan));
  const rules = plan.set.ofType('AWS::Events::Rule').filter((rule) => hearsOfRestores(rule, plan, 'COMPLETED').kind === 'compliant');
  return alarms.map((alarm) => counting(alarm, rules));
}

function counting(alarm: Resource, rules: readonly Resource[]): Verdict {
  const [namespace, dimensions] = [alarm.at('Namespace').text, alarm.at('Dimensions')];
  const rule = namespace === 'AWS/Events' ? resourceNamed(setting(dimensions, 'RuleName', 'Name'), alarm, 'AWS::Events::Rule', 'Name') : undefined;
  const looking = rules.flatMap((each) => each.at('Targets').items.map((target) => target.at('Arn').target));
  const counts = namespace === 'AWS/Backup' ? alarm.at('MetricName').text === 'NumberOfRestoreJobsCompleted'
    : rule ? rules.some((each) => each.is(rule))
      : alarm.at('MetricName').text === 'ExecutionsSucceeded' && dimensions.targets.some((target) => looking.some((each) => each?.is(target)));
  return counts ? withinADay(alarm, 'LessThan', WEEK) : violation('a rehearsal that does not take place is told to nobody', alarm.at('MetricName'));
}
