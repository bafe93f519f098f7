import { all, everyMonth, mentions, type Rule, unknown, violation } from '../../rule';

export const BackupRestoreTestingScheduled: Rule = {
  id: 'BackupRestoreTestingScheduled',
  title: 'Restores are rehearsed every month, or more often, of something.',
  why: 'A backup that nobody ever restored is a hope.',
  mend: 'Give the restore testing plan a schedule of at least once a month, and a selection for each kind of store.',
  controls: ['BAK8'],
  references: ['https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html'],
  types: ['AWS::Backup::RestoreTestingPlan'],
  check: (plan) => {
    const selections = plan.set.ofType('AWS::Backup::RestoreTestingSelection').map((selection) => selection.at('RestoreTestingPlanName'));
    const name = plan.at('RestoreTestingPlanName').text;
    const chosen = selections.some((value) => mentions(value, plan) || (value.open === undefined && name !== undefined && value.text === name));
    const opened = selections.find((value) => value.open !== undefined);
    return all([
      everyMonth(plan.at('ScheduleExpression')),
      ...(chosen ? [] : [opened ? unknown('which plan a selection belongs to is not decided', opened) : violation('the plan restores nothing', plan.at('RestoreTestingPlanName'))]),
    ]);
  },
};
