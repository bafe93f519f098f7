import { compliant, customerKey, demand, isClusterMember, NOT_APPLICABLE, type Rule, violation } from '../../rule';

/** Made from one of these, a database keeps the password that it had. */
const INHERIT = ['SnapshotIdentifier', 'DBSnapshotIdentifier', 'DBClusterSnapshotIdentifier', 'SourceDBInstanceIdentifier', 'SourceDBClusterIdentifier',
  'ReplicationSourceIdentifier', 'GlobalClusterIdentifier'];

export const RdsManagedPassword: Rule = {
  id: 'RdsManagedPassword',
  title: "A database's master password lives in Secrets Manager, under a customer-managed key.",
  why: 'A password in a template or a parameter is read by everybody who can read the stack, and never changes.',
  mend: 'Set ManageMasterUserPassword with a MasterUserSecret key of your own, or refer to a secret by {{resolve:secretsmanager:…}}.',
  controls: ['SEC1', 'SEC2'],
  references: ['https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html'],
  types: ['AWS::RDS::DBCluster', 'AWS::RDS::DBInstance'],
  check: (database) => {
    const [password, managed] = [database.at('MasterUserPassword'), database.at('ManageMasterUserPassword')];
    if (isClusterMember(database) || (password.absent && INHERIT.some((key) => database.at(key).present))) {
      return NOT_APPLICABLE;
    }
    if (password.absent) {
      return managed.isTrue ? customerKey(database.at('MasterUserSecret', 'KmsKeyId'), 'the master secret')
        : demand(managed, () => false, 'it is not said where the master password comes from');
    }
    return password.text?.includes('{{resolve:secretsmanager:') ? compliant(password)
      : violation('the master password does not come from Secrets Manager', password);
  },
};
