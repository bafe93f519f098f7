import { demand, isClusterMember, NOT_APPLICABLE, open, type Rule } from '../../rule';

export const RdsIamSignIn: Rule = {
  id: 'RdsIamSignIn',
  title: 'A database lets people and services sign in by IAM.',
  why: 'A password that is passed around outlives whoever knew it; an IAM token dies within minutes and names its holder.',
  mend: 'Set EnableIAMDatabaseAuthentication to true.',
  controls: ['SEC1', 'ACC6'],
  references: ['https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html'],
  types: ['AWS::RDS::DBCluster', 'AWS::RDS::DBInstance'],
  check: (database) => {
    const engine = database.at('Engine');
    if (isClusterMember(database)) {
      return NOT_APPLICABLE;
    }
    return engine.open !== undefined ? open(engine) : /^(aurora|postgres|mysql|mariadb)/i.test(engine.text ?? '')
      ? demand(database.at('EnableIAMDatabaseAuthentication'), (value) => value.isTrue, 'sign-in by IAM is off') : NOT_APPLICABLE;
  },
};
