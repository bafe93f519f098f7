import { all, any, compliant, type Resource, type Rule, type Verdict, violation } from '../../rule';

/** What a runbook calls, by what it is for. Parameters and scripts write the same call in ways of their own. */
const CALLS: readonly [string, RegExp][] = [
  ['fail over', /fail-?_?over-?_?global-?_?cluster/i],
  ['fail back', /switch-?_?over-?_?global-?_?cluster/i],
  ['restore', /start-?_?restore-?_?job|restore-?_?db-?_?(cluster|instance)/i],
];
/** What starts a runbook by the clock. */
const CLOCKS = ['AWS::Scheduler::Schedule', 'AWS::SSM::Association', 'AWS::SSM::MaintenanceWindowTask', 'AWS::Events::Rule'];

export const RdsGlobalClusterRunbooks: Rule = {
  id: 'RdsGlobalClusterRunbooks',
  title: 'Failing over, failing back and restoring a global database are runbooks, each rehearsed by schedule.',
  why: 'A plan in a document is read for the first time at three in the morning; steps that nobody ever ran do not run then.',
  mend: 'Write Automation documents that call FailoverGlobalCluster, SwitchoverGlobalCluster and a restore, and start each by a schedule, in a mode that only rehearses.',
  controls: ['AVA6'],
  references: ['https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-disaster-recovery.html', 'https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-automation.html'],
  types: ['AWS::RDS::GlobalCluster'],
  where: 'production',
  check: (database) => {
    const runbooks = database.set.ofType('AWS::SSM::Document').filter((document) => document.account === database.account && document.at('DocumentType').text === 'Automation');
    return all(CALLS.map(([purpose, call]): Verdict => any([
      ...runbooks.filter((runbook) => call.test(JSON.stringify(runbook.at('Content').literal ?? ''))).map((runbook) => rehearsed(runbook, purpose)),
      violation(`no runbook tells how to ${purpose}`, database.at('GlobalClusterIdentifier')),
    ])));
  },
};

function rehearsed(runbook: Resource, purpose: string): Verdict {
  const name = runbook.at('Name').text;
  const clock = CLOCKS.flatMap((type) => runbook.set.ofType(type)).find((each) => each.at('State').text !== 'DISABLED' && [each.at('ScheduleExpression'), each.at('WindowId')].some((value) => value.present)
    && (each.properties.targets.some((target) => target.is(runbook)) || (name !== undefined && new RegExp(`["/:\\\\]${name.replace(/[^\w-]/g, '\\$&')}["/:\\\\]`).test(JSON.stringify(each.properties.literal)))));
  return clock ? compliant(clock.at('ScheduleExpression')) : violation(`how to ${purpose} is never rehearsed`, runbook.at('Name'));
}
