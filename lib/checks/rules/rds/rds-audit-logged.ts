import { demand, isClusterMember, NOT_APPLICABLE, open, type Rule, unknown } from '../../rule';

/** The log that says who did what, by a part of the engine's name. */
const LOGS: Readonly<Record<string, readonly string[]>> = {
  postgres: ['postgresql'], mysql: ['audit'], mariadb: ['audit'], oracle: ['audit'], sqlserver: ['error'], db2: ['diag.log'],
};

export const RdsAuditLogged: Rule = {
  id: 'RdsAuditLogged',
  title: "A database's log of who did what is kept in CloudWatch Logs.",
  why: 'A log on the database itself dies with it, and is at the mercy of whoever administers it.',
  mend: "Add the engine's audit log (postgresql, audit or error) to EnableCloudwatchLogsExports.",
  controls: ['LOG3', 'LOG5'],
  references: ['https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.Procedural.UploadtoCloudWatch.html'],
  types: ['AWS::RDS::DBCluster', 'AWS::RDS::DBInstance'],
  check: (database) => {
    const [engine, exports] = [database.at('Engine'), database.at('EnableCloudwatchLogsExports')];
    if (isClusterMember(database)) {
      return NOT_APPLICABLE;
    }
    const log = Object.entries(LOGS).find(([part]) => (engine.text ?? '').toLowerCase().includes(part))?.[1];
    return engine.open !== undefined ? open(engine) : log === undefined ? unknown(`which log of ${engine.text ?? 'a database without engine'} says who did what is not known`, engine)
      : demand(exports, (list) => list.items.some((item) => log.includes(item.text ?? '')), `no ${log.join(' or ')} log is exported`);
  },
};
