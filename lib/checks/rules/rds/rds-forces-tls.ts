import { compliant, demand, isClusterMember, NOT_APPLICABLE, notShown, open, type Resource, resourceNamed, type Rule, unknown, type Value, type Verdict, violation } from '../../rule';

/** The parameter that forces TLS, by the beginning of the engine's name. */
const PARAMETERS: Readonly<Record<string, string>> = {
  'postgres': 'rds.force_ssl',
  'aurora-postgresql': 'rds.force_ssl',
  'sqlserver': 'rds.force_ssl',
  'mysql': 'require_secure_transport',
  'mariadb': 'require_secure_transport',
  'aurora-mysql': 'require_secure_transport',
};
/** The versions from which an engine forces TLS by itself. The others never do. */
const SINCE: Readonly<Record<string, number>> = { 'postgres': 15, 'aurora-postgresql': 17, 'mariadb': 11.8 };

export const RdsForcesTls: Rule = {
  id: 'RdsForcesTls',
  title: 'A database refuses connections without TLS.',
  why: 'Most engines accept plain connections unless told otherwise: passwords and data would cross the network readable.',
  mend: 'Set rds.force_ssl (PostgreSQL, SQL Server) or require_secure_transport (MySQL, MariaDB) to 1 in the parameter group.',
  controls: ['ENC3'],
  references: [
    'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html',
    'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/mysql-ssl-connections.require-ssl.html',
    'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/mariadb-ssl-connections.require-ssl.html',
    'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.Security.html',
  ],
  types: ['AWS::RDS::DBCluster', 'AWS::RDS::DBInstance'],
  check: (database) => {
    const engine = database.at('Engine');
    if (isClusterMember(database)) {
      return NOT_APPLICABLE;
    }
    const parameter = Object.entries(PARAMETERS).find(([prefix]) => (engine.text ?? '').toLowerCase().startsWith(prefix))?.[1];
    if (engine.open !== undefined || parameter === undefined) {
      return engine.open !== undefined ? open(engine) : unknown(`how ${engine.text ?? 'a database without engine'} is made to refuse plain connections is not known`, engine);
    }
    const [type, nameProperty] = database.type === 'AWS::RDS::DBCluster'
      ? ['AWS::RDS::DBClusterParameterGroup', 'DBClusterParameterGroupName'] : ['AWS::RDS::DBParameterGroup', 'DBParameterGroupName'];
    const name = database.at(nameProperty);
    if (name.absent || /^default[.:]/.test(name.text ?? '')) {
      return byDefault((engine.text ?? '').toLowerCase(), database.at('EngineVersion'));
    }
    const group = resourceNamed(name, database, type, nameProperty);
    return group ? inGroup(group, parameter) : name.open !== undefined ? open(name) : notShown(name, 'a parameter group');
  },
};

function inGroup(group: Resource, parameter: string): Verdict {
  const [value, family] = [group.at('Parameters', parameter), group.at('Family')];
  if (value.absent && family.open !== undefined) {
    return open(family);
  }
  return value.absent ? byDefault((family.text ?? '').replace(/[\d.]+$/, ''), family)
    : demand(value, (forced) => /^(1|on|true)$/i.test(forced.text ?? ''), `${parameter} is off`);
}

function byDefault(engine: string, version: Value): Verdict {
  const since = SINCE[engine];
  const number = /\d+(\.\d+)?/.exec((version.text ?? '').replace(engine, ''))?.[0];
  if (since !== undefined && (number === undefined || version.open !== undefined)) {
    return unknown('which version runs, and so whether it forces TLS by itself, is not known', version);
  }
  return since !== undefined && Number(number) >= since ? compliant(version) : violation('nothing makes the database refuse plain connections', version);
}
