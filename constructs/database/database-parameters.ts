import type { Problems } from '../shared/problems';

/** Classes of statements that pgAudit can record. */
const AUDIT_CLASSES = ['read', 'write', 'function', 'role', 'ddl', 'misc', 'misc_set', 'all'];

/** Who changed data, rights or structure. */
const DEFAULT_AUDIT = ['write', 'role', 'ddl'];

/**
 * What PostgreSQL is told, whoever runs it: TLS 1.2 or newer or no connection, passwords as SCRAM hashes only, every
 * sign-in and sign-out on record, and pgAudit writing who changed what. Statements' values stay out of the log.
 *
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.Security.html#AuroraPostgreSQL.Security.SSL
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Appendix.PostgreSQL.CommonDBATasks.pgaudit.html
 */
export function postgresParameters(auditedStatements = DEFAULT_AUDIT): Record<string, string> {
  return {
    'rds.force_ssl': '1',
    'ssl_min_protocol_version': 'TLSv1.2',
    'rds.accepted_password_auth_method': 'scram',
    'shared_preload_libraries': 'pg_stat_statements,pgaudit',
    'pgaudit.log': auditedStatements.join(','),
    'pgaudit.log_parameter': '0',
    'log_connections': '1',
    'log_disconnections': '1',
  };
}

/**
 * What SQL Server is told: TLS or no connection, TLS 1.2 or newer, no weak ciphers.
 *
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/SQLServer.Ciphers.html
 */
export function sqlServerParameters(): Record<string, string> {
  return {
    'rds.force_ssl': '1',
    'rds.tls10': 'disabled',
    'rds.tls11': 'disabled',
    'rds.rc4': 'disabled',
    'rds.3des168': 'disabled',
  };
}

/** Records classes that pgAudit does not know, and audits that leave out who changed data (control LOG5). */
export function checkAudit(problems: Problems, auditedStatements = DEFAULT_AUDIT): void {
  const unknown = auditedStatements.filter((name) => !AUDIT_CLASSES.includes(name));
  problems.require(unknown.length === 0, 'auditedStatements', unknown, `pgAudit knows ${AUDIT_CLASSES.join(', ')}.`);
  problems.require(auditedStatements.includes('write') || auditedStatements.includes('all'), 'auditedStatements', auditedStatements, "Include 'write': who changed data is always on record.");
}
