import { demand, type Rule } from '../../rule';

export const RdsMinorUpgrades: Rule = {
  id: 'RdsMinorUpgrades',
  title: 'A database takes minor versions of its engine by itself.',
  why: 'Minor versions carry the security fixes; waiting for somebody to remember leaves known holes open.',
  mend: 'Leave AutoMinorVersionUpgrade out, or set it to true.',
  controls: ['OPS2'],
  references: ['https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Upgrading.html'],
  types: ['AWS::RDS::DBCluster', 'AWS::RDS::DBInstance'],
  check: (database) => demand(database.at('AutoMinorVersionUpgrade'), (value) => !value.isFalse, 'minor versions wait for somebody'),
};
