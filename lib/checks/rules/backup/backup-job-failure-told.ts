import { all, any, type AwsEvent, copiesOn, jobAlarm, type Resource, type Rule, sameAccountAndRegion, tells, type Verdict, violation } from '../../rule';

export const BackupJobFailureTold: Rule = {
  id: 'BackupJobFailureTold',
  title: 'A backup or copy that fails, is aborted or comes too late is told at once.',
  why: 'Backups fail silently: nobody misses them before the day on which they are needed.',
  mend: 'Add a rule of EventBridge for Backup Job State Change (FAILED, ABORTED, EXPIRED) and Copy Job State Change (FAILED) of aws.backup that reaches those on call, or alarms on the metrics of AWS/Backup.',
  controls: ['BAK9'],
  references: ['https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html', 'https://docs.aws.amazon.com/aws-backup/latest/devguide/cloudwatch.html'],
  types: ['AWS::Backup::BackupPlan'],
  where: 'acceptance-and-production',
  check: (plan) => all([
    ...['FAILED', 'ABORTED', 'EXPIRED'].map((state) => told(plan, 'Backup', state)),
    ...(copiesOn(plan) ? [told(plan, 'Copy', 'FAILED')] : []),
  ]),
};

function told(plan: Resource, job: string, state: string): Verdict {
  const event: AwsEvent = { source: 'aws.backup', detailType: `${job} Job State Change`, detail: { state } };
  return any([
    ...plan.set.ofType('AWS::Events::Rule').filter((rule) => sameAccountAndRegion(rule, plan)).map((rule) => tells(rule, event)),
    ...jobAlarm(plan, `NumberOf${job}Jobs${state[0]}${state.slice(1).toLowerCase()}`, 'GreaterThan'),
    violation(`a ${job.toLowerCase()} that ends as ${state} is told to nobody`, plan.at('BackupPlan')),
  ]);
}
