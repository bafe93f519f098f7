import { any, compliant, type Rule, unknown, violation } from '../../rule';

export const BackupFrameworkReported: Rule = {
  id: 'BackupFrameworkReported',
  title: 'What a backup audit framework finds is reported every day.',
  why: 'An audit that nobody reads is none: AWS delivers its findings only if a report plan asks for them.',
  mend: 'Add a report plan for CONTROL_COMPLIANCE_REPORT or RESOURCE_COMPLIANCE_REPORT with the ARN of the framework.',
  controls: ['BAK9'],
  references: ['https://docs.aws.amazon.com/aws-backup/latest/devguide/working-with-audit-reports.html'],
  types: ['AWS::Backup::Framework'],
  check: (framework) => any([
    ...framework.set.ofType('AWS::Backup::ReportPlan').map((plan) => {
      const [template, arns] = [plan.at('ReportSetting', 'ReportTemplate'), plan.at('ReportSetting', 'FrameworkArns')];
      return !/_COMPLIANCE_REPORT$/.test(template.text ?? '') ? violation('a report about something else', template)
        : arns.targets.some((target) => target.is(framework)) ? compliant(arns) : arns.open !== undefined ? unknown('which framework a report is about is not decided', arns) : violation('a report on another framework', arns);
    }),
    violation('no report tells what the framework finds', framework.at('FrameworkName')),
  ]),
};
