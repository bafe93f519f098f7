import { all, any, copiesOn, demand, jobAlarm, matches, type Resource, resourceNamed, type Rule, sameAccountAndRegion, setting, type Verdict, violation, withinADay } from '../../rule';

export const BackupJobMissingTold: Rule = {
  id: 'BackupJobMissingTold',
  title: 'A day without a finished backup, or a finished copy, raises an alarm.',
  why: 'A job that never starts does not fail: a plan switched off, a lost tag or role leaves no message behind.',
  mend: 'Add an alarm, with missing data breaching, that fewer than one job was finished within a day: on NumberOfBackupJobsCompleted (and Copy) of AWS/Backup, or on a rule of EventBridge for state COMPLETED.',
  controls: ['BAK9'],
  references: ['https://docs.aws.amazon.com/aws-backup/latest/devguide/cloudwatch.html', 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html'],
  types: ['AWS::Backup::BackupPlan'],
  where: 'acceptance-and-production',
  check: (plan) => all(['Backup', ...(copiesOn(plan) ? ['Copy'] : [])].map((job) => told(plan, job))),
};

function told(plan: Resource, job: string): Verdict {
  return any([
    ...jobAlarm(plan, `NumberOf${job}JobsCompleted`, 'LessThan'),
    ...plan.set.ofType('AWS::CloudWatch::Alarm').filter((alarm) => sameAccountAndRegion(alarm, plan) && alarm.at('Namespace').text === 'AWS/Events').map((alarm) => counted(alarm, job)),
    violation(`a day without a finished ${job.toLowerCase()} is told to nobody`, plan.at('BackupPlan')),
  ]);
}

/** An alarm on how often a rule of EventBridge was triggered by finished jobs. */
function counted(alarm: Resource, job: string): Verdict {
  const name = setting(alarm.at('Dimensions'), 'RuleName', 'Name');
  const rule = resourceNamed(name, alarm, 'AWS::Events::Rule', 'Name');
  return rule ? all([
    matches(rule, { source: 'aws.backup', detailType: `${job} Job State Change`, detail: { state: 'COMPLETED' } }),
    demand(rule.at('State'), (state) => state.text !== 'DISABLED', 'the rule that counts is switched off'),
    demand(alarm.at('MetricName'), (metric) => ['TriggeredRules', 'MatchedEvents', 'Invocations'].includes(metric.text ?? ''), 'the alarm counts something else'),
    withinADay(alarm, 'LessThan'),
  ]) : violation('the alarm counts something else', name);
}
