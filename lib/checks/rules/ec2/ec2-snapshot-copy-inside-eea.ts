import { all, insideEea, type Rule } from '../../rule';

export const Ec2SnapshotCopyInsideEea: Rule = {
  id: 'Ec2SnapshotCopyInsideEea',
  title: 'Snapshots are copied inside the European Economic Area only.',
  why: 'A copy elsewhere takes personal data out of the reach of European law.',
  mend: 'Name EEA regions only in the copy rules.',
  controls: ['RES2'],
  references: ['https://docs.aws.amazon.com/ebs/latest/userguide/snapshot-lifecycle.html'],
  types: ['AWS::DLM::LifecyclePolicy'],
  check: (policy) => {
    const details = policy.at('PolicyDetails');
    const targets = [
      ...details.at('CrossRegionCopyTargets').items.map((target) => target.at('TargetRegion')),
      ...details.at('Schedules').items.flatMap((schedule) => schedule.at('CrossRegionCopyRules').items)
        .map((rule) => (rule.at('TargetRegion').present ? rule.at('TargetRegion') : rule.at('Target'))),
      ...details.at('Actions').items.flatMap((action) => action.at('CrossRegionCopy').items).map((copy) => copy.at('Target')),
    ];
    return all(targets.map(insideEea));
  },
};
