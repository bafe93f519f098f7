import type { Resource, TemplateSet, Value } from '../../template';
import { nameOf, stackKey } from './side';
import type { StatefulChange } from './stateful';

type Path = readonly (string | number)[];

/** Where a resource says for how many days something is kept. What says nothing of it is kept for ever, or is told of elsewhere. */
const KEPT: Readonly<Record<string, readonly (readonly [what: string, path: Path])[]>> = {
  'AWS::Backup::BackupVault': [['the least that a backup is kept', ['LockConfiguration', 'MinRetentionDays']]],
  'AWS::DynamoDB::Table': [['its own continuous backup', ['PointInTimeRecoverySpecification', 'RecoveryPeriodInDays']]],
  'AWS::Logs::LogGroup': [['what is logged', ['RetentionInDays']]],
  'AWS::RDS::DBCluster': [['its own continuous backup', ['BackupRetentionPeriod']]],
  'AWS::RDS::DBInstance': [['its own continuous backup', ['BackupRetentionPeriod']]],
};
const PLAN = 'AWS::Backup::BackupPlan';

/** Resources of both sides that keep something for less long after the change, or no longer make a backup that they made. */
export function shortened(base: TemplateSet, head: TemplateSet): StatefulChange[] {
  const heads = new Map(head.templates.map((template) => [stackKey(template), template]));
  return base.templates.flatMap((template) => template.logicalIds.flatMap((id) => {
    const [before, after] = [template.resource(id), heads.get(stackKey(template))?.resource(id)];
    if (!before || after?.type !== before.type) {
      return [];
    }
    const shorter = before.type === PLAN ? ofPlan(before, after) : (KEPT[before.type] ?? []).flatMap(([what, path]) => less(what, before.at(...path), after.at(...path)));
    return shorter.length === 0 ? [] : [{ what: 'less-guarded' as const, resource: nameOf(before), type: before.type, stack: template.source.name, because: shorter.join('; ') }];
  }));
}

/** Rules of a plan are told apart by their names, copies by where they go. */
function ofPlan(before: Resource, after: Resource): string[] {
  const rules = (plan: Resource) => plan.at('BackupPlan', 'BackupPlanRule').items;
  return rules(before).flatMap((rule) => {
    const name = rule.at('RuleName').text ?? '';
    const now = rules(after).find((other) => (other.at('RuleName').text ?? '') === name);
    return now === undefined ? [`the rule ${name} is gone`] : [
      ...less(`a backup of the rule ${name}`, rule.at('Lifecycle', 'DeleteAfterDays'), now.at('Lifecycle', 'DeleteAfterDays')),
      ...rule.at('CopyActions').items.flatMap((copy) => ofCopy(name, copy, now.at('CopyActions').items)),
    ];
  });
}

function ofCopy(name: string, copy: Value, copies: readonly Value[]): string[] {
  const to = (action: Value) => JSON.stringify(action.at('DestinationBackupVaultArn').literal ?? action.at('DestinationBackupVaultArn').text);
  const now = copies.find((other) => to(other) === to(copy));
  const days = (action: Value) => action.at('Lifecycle', 'DeleteAfterDays');
  return now === undefined ? [`the rule ${name} no longer copies to ${to(copy)}`] : less(`a copy of the rule ${name}`, days(copy), days(now));
}

/** A time that a side leaves open is not compared; one that is left out has no end. */
function less(what: string, before: Value, after: Value): string[] {
  const [was, is] = [before, after].map((value) => (value.absent ? Infinity : value.number));
  return was === undefined || is === undefined || is >= was ? [] : [`${what}: ${is} days, ${was === Infinity ? 'where there was no end' : `no longer ${was}`}`];
}
