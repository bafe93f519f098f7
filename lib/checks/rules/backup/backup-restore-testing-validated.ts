import { admits, all, any, demand, hearsOfRestores, type Rule, violation } from '../../rule';

export const BackupRestoreTestingValidated: Rule = {
  id: 'BackupRestoreTestingValidated',
  title: 'What is restored in a rehearsal is looked at before it goes.',
  why: 'A restore that ends well may still hold nothing, or half: only a question to the data tells.',
  mend: 'Set ValidationWindowHours, and start a function or state machine by a rule of EventBridge for Restore Job State Change, status COMPLETED, that asks the data and puts its result.',
  controls: ['BAK8'],
  references: ['https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing-validation.html'],
  types: ['AWS::Backup::RestoreTestingSelection'],
  check: (selection) => all([
    demand(selection.at('ValidationWindowHours'), ({ number = 0 }) => number >= 1, 'there is no time to look at what was restored'),
    any([
      ...selection.set.ofType('AWS::Events::Rule').map((rule) => {
        const heard = hearsOfRestores(rule, selection, 'COMPLETED');
        return heard.kind === 'not-applicable' ? heard : all([heard, admits(rule.at('EventPattern').document.at('detail', 'resourceType'), selection.at('ProtectedResourceType').text ?? '')]);
      }),
      violation('nobody looks at what was restored', selection.at('ProtectedResourceType')),
    ]),
  ]),
};
